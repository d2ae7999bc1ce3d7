"""`topicsite schema`: the files that editors check entries with."""

from __future__ import annotations

from pathlib import Path

import click

from topicsite.commands import options, printing


@click.command()
@options.root
@options.docs
@options.resources
def schema(root: Path, docs: str | None, resources: str) -> None:
    """Write the JSON Schemas of entries, for editors, into the folder `schema` of the pages.

    They know the kinds, the levels and the fields that site.yml gives the site.
    Where there is a folder .github, the issue form that proposes a resource is written too.
    """
    from topicsite.model.schema import models_of, text_of
    from topicsite.project import files
    from topicsite.project.settings import docs_name
    from topicsite.reading.load import site_settings
    from topicsite.writing import issue

    site = site_settings(root / resources)
    folder = f"{docs or docs_name(root)}/schema"
    texts = {f"{folder}/{name}": text_of(model) for name, model in models_of(site).items()}
    if (root / ".github").is_dir():
        texts[issue.PLACE] = issue.issue_form(site.resource)
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        files.replace(root / path, text)
        printing.say(path)
