"""A research object of a topic's claims: entries, programs, outcomes and what it takes to run them.

It is an RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) that also follows the profile Process Run
Crate 0.5 (https://w3id.org/ro/wfrun/process/0.5): each run is a `CreateAction` with the program as
its instrument, entries as its objects and what it printed as its result. Unpacked, it runs with
Python and the packages of `requirements.txt` alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from topicsite.model import identity
from topicsite.model.catalog import Entry
from topicsite.model.entries import Example, Resource, Topic
from topicsite.opendata.places import root as root_of
from topicsite.opendata.programs import Programs, place_of, programs
from topicsite.opendata.written import Node, known, plain
from topicsite.proving.claims import Finding
from topicsite.render import labels
from topicsite.render.site import Site, claim_anchor
from topicsite.runtime.rewrite import add

DESCRIPTION: Final = "ro-crate-metadata.json"
"""The name of the file that describes the others, as the specification has it."""
_CONTEXT: Final = "https://w3id.org/ro/crate/1.1/context"
_CONFORMS: Final = "https://w3id.org/ro/crate/1.1"
_PROFILE: Final = "https://w3id.org/ro/wfrun/process/0.5"
_PYTHON: Final = "https://www.python.org/"
_VERDICTS: Final = "outcomes/verdicts.json"
_NEEDED: Final = "requirements.txt"
_FORMATS: Final = {
    ".json": "application/json",
    ".md": "text/markdown",
    ".py": "text/x-python",
    ".txt": "text/plain",
    ".yml": "application/yaml",
}


def files(site: Site, root: Path, packages: Sequence[Path]) -> dict[str, bytes]:
    """The archives of all topics with claims that a program tried, by place below the root.

    Args:
        site: the site, after its examples have run.
        root: the folder of the project.
        packages: the folders of the site's own packages.
    """
    return {
        site.crate_address(topic.id): archive(crate(site, topic, root, packages))
        for topic in site.catalog.topics.values()
        if site.has_crate(topic.id)
    }


def archive(content: Mapping[str, bytes]) -> bytes:
    """A folder as a ZIP file; no date is in it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name in sorted(content):
            add(packed, name, content[name])
    return written.getvalue()


def crate(
    site: Site, topic: Entry[Topic], root: Path, packages: Sequence[Path]
) -> dict[str, bytes]:
    """The files of a topic's research object, by name."""
    run = programs(site.catalog, topic.id, root, packages)
    content = dict(run.files)
    for example in run.examples:
        printed = site.printed.get(example.id, ())
        content[_output(example)] = "".join(f"{line}\n" for line in printed).encode()
    content[_VERDICTS] = _json(
        [verdict for entry in run.entries for verdict in _verdicts(site, entry)]
    )
    pinned = (f"{name}=={version}\n" for name, version in run.requirements.items())
    content[_NEEDED] = "".join(pinned).encode()
    content |= run.licences
    content["README.md"] = _read_me(site, topic, run).encode()
    graph = [*_whole(site, topic, run, content), *_parts(site, run, content), *_contexts(site, run)]
    content[DESCRIPTION] = _json({"@context": _CONTEXT, "@graph": graph})
    return content


def _whole(
    site: Site, topic: Entry[Topic], run: Programs, content: Mapping[str, bytes]
) -> Iterator[Node]:
    """The description itself, and what is said of the archive as a whole."""
    yield {
        "@id": DESCRIPTION,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _CONFORMS},
        "about": {"@id": "./"},
    }
    gettext = site.language.gettext
    title = topic.model.title
    paths = [entry.path for entry in run.entries] + [entry.path for entry in run.examples]
    changed = site.last_change(paths)
    maker = _maker(site)
    yield {
        "@id": "./",
        "@type": "Dataset",
        "conformsTo": {"@id": _PROFILE},
        "name": gettext("%(topic)s: what was tried", topic=title),
        "description": gettext(
            "Statements about %(topic)s, the programs that try them, and what came out.",
            topic=title,
        ),
        "datePublished": str(changed),
        "license": [{"@id": name} for name in run.licences] or gettext("Not stated."),
        "inLanguage": site.language.tag,
        "author": {"@id": maker},
        "publisher": {"@id": maker},
        **_at(site, topic.id),
        "hasPart": [{"@id": name} for name in sorted(content)],
        "mentions": [{"@id": _run(example)} for example in run.examples],
    }
    yield {"@id": maker, "@type": "Organization", "name": site.name, **_at(site, "")}
    yield {
        "@id": _PROFILE,
        "@type": "CreativeWork",
        "name": "Process Run Crate",
        "version": "0.5",
    }


def _parts(site: Site, run: Programs, content: Mapping[str, bytes]) -> Iterator[Node]:
    """Every file."""
    told: dict[str, Node] = {}
    for example in run.examples:
        told[place_of(example)] = {
            "@type": ["File", "SoftwareSourceCode"],
            "name": example.model.title,
            "description": plain(example.model.summary),
            "programmingLanguage": {"@id": _PYTHON},
            "version": str(site.last_change([example.path])),
            **_at(site, f"examples/{example.id}"),
            "softwareRequirements": [
                {"@id": _package(name, version)} for name, version in run.requirements.items()
            ],
        }
    for entry in run.entries:
        told[place_of(entry)] = {"name": entry.model.title, "about": {"@id": entry.model.url}}
    for name in sorted(content):
        yield {
            "@id": name,
            "@type": "File",
            "name": name,
            "contentSize": str(len(content[name])),
            "sha256": hashlib.sha256(content[name]).hexdigest(),
            "encodingFormat": _FORMATS.get(Path(name).suffix) or _format(content[name]),
            **told.get(name, {}),
        }


def _contexts(site: Site, run: Programs) -> Iterator[Node]:
    """What the files are about: sources, statements, runs, and what these ran with."""
    for entry in run.entries:
        yield _source(entry)
        for finding in site.findings(entry):
            yield from _claim(site, entry, finding)
    for example in run.examples:
        objects = [
            {"@id": place_of(entry)}
            for entry in run.entries
            if any(claim.shown_by == example.id for claim in entry.model.claims)
        ]
        yield {
            "@id": _run(example),
            "@type": "CreateAction",
            "name": site.language.gettext("A run of “%(title)s”", title=example.model.title),
            "description": plain(example.model.summary),
            "agent": {"@id": _maker(site)},
            "instrument": {"@id": place_of(example)},
            "object": [*objects, {"@id": _NEEDED}],
            "result": [{"@id": _output(example)}, {"@id": _VERDICTS}],
            "actionStatus": "http://schema.org/CompletedActionStatus",
        }
    yield {
        "@id": _PYTHON,
        "@type": ["ComputerLanguage", "SoftwareApplication"],
        "name": "Python",
        "softwareVersion": run.python,
        "url": _PYTHON,
    }
    for name, version in run.requirements.items():
        yield {
            "@id": _package(name, version),
            "@type": "SoftwareApplication",
            "name": name,
            "softwareVersion": version,
            "url": _package(name, version),
        }


def _source(entry: Entry[Resource]) -> Node:
    """A resource, which lies where it is and not in the archive."""
    model = entry.model
    return known(
        {
            "@id": model.url,
            "@type": "CreativeWork",
            "name": model.title,
            "url": model.url,
            "author": model.authors[0] if len(model.authors) == 1 else list(model.authors),
            "datePublished": model.published,
            "inLanguage": model.language,
            "identifier": model.doi and identity.doi_address(model.doi),
        }
    )


def _claim(site: Site, entry: Entry[Resource], finding: Finding) -> Iterator[Node]:
    """A statement, and what our run makes of it if one was made."""
    name = f"#{claim_anchor(entry.id, finding.claim.id)}"
    yield {
        "@id": name,
        "@type": "Claim",
        "text": plain(finding.claim.says),
        "appearance": {"@id": entry.model.url},
    }
    if finding.outcome is not None:
        yield {
            "@id": f"{name}_review",
            "@type": "ClaimReview",
            "claimReviewed": plain(finding.claim.says),
            "itemReviewed": {"@id": name},
            "reviewBody": finding.outcome.found,
            "reviewRating": {"@id": f"{name}_rating"},
        }
        yield {
            "@id": f"{name}_rating",
            "@type": "Rating",
            "alternateName": labels.verdict(site.language, finding.verdict),
            "ratingValue": finding.verdict,
        }


def _verdicts(site: Site, entry: Entry[Resource]) -> Iterator[Node]:
    """What came out for each statement of a resource, in the same words in every language."""
    for finding in site.findings(entry):
        outcome = finding.outcome
        yield {
            "claim": f"{entry.id}/{finding.claim.id}",
            "source": entry.model.url,
            "says": plain(finding.claim.says),
            "verdict": finding.verdict,
            **known({"shown_by": finding.claim.shown_by}),
            **({"found": outcome.found} if outcome else {}),
            **({"controls": list(map(list, outcome.controls))} if outcome else {}),
        }


def _read_me(site: Site, topic: Entry[Topic], run: Programs) -> str:
    """How to run it all again."""
    gettext = site.language.gettext
    title = gettext("%(topic)s: what was tried", topic=topic.model.title)
    first = place_of(run.examples[0])
    return (
        f"# {title}\n\n"
        + gettext(
            "The programs in `code/examples` ran with Python %(version)s and printed what "
            "stands in `outcomes`. To run one again:",
            version=run.python,
        )
        + "\n\n```sh\npython -m venv .venv\n.venv/bin/pip install -r requirements.txt\n"
        + f"PYTHONPATH=code .venv/bin/python {first}\n```\n"
    )


def _maker(site: Site) -> str:
    """The name, in the description, of the site: it runs the programs and publishes."""
    return site.base or "#site"


def _at(site: Site, page: str) -> Node:
    """The address of a page, of a site that knows where it is."""
    return {"url": root_of(site) + site.page_address(page)} if site.base else {}


def _output(example: Entry[Example]) -> str:
    return f"outcomes/{example.id}.txt"


def _run(example: Entry[Example]) -> str:
    return f"#run_{example.id}"


def _package(name: str, version: str) -> str:
    """A package as purl names it (https://github.com/package-url/purl-spec)."""
    return f"pkg:pypi/{name}@{version}"


def _format(content: bytes) -> str:
    try:
        content.decode()
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
