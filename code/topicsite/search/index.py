"""The index: from records to the files that a search loads a few of.

`index.json` says how the others are cut. All others lie in a folder named after what is in them, so
that a browser may keep them for good:

- `terms-N.json`: of each word what it is a form of, and of each term what records it is in and how
  much it counts there; in the order of words, so that forms stand beside their terms;
- `forms-N.json` and `backward-N.json`: all words as they are written, by their beginnings and by
  their ends, for those that a reader has mistyped;
- `titles-N.json`: records by their whole titles;
- `records-N.json`: what a result shows;
- `all.json`, where that is small: all of these, for when there is no network.
"""

from __future__ import annotations

import hashlib
import json
import math
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any, Final

from topicsite.search.records import Record
from topicsite.search.spelling import Spelling, folded

FOLDER: Final = "search"
"""Where the index lies below the root."""
_INDEX: Final = "index.json"

_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MOST: Final = 2000
"""So many records a word leads to, those in which it counts most."""
_LEVELS: Final = 24
"""So many grades there are of how much a word counts in a record."""
_CHUNK: Final = 1800
"""Characters of a file of words; one that needs more has a file for itself."""
_RECORDS: Final = 1000
"""Characters of a file of records, about."""
_SMALL: Final = 1_000_000
"""An index of fewer characters is kept whole for when there is no network."""

# BM25's: how soon more of a word says no more, and how much a long text counts less.
_SATURATION: Final = 4.0
_LENGTH: Final = 0.5

Postings = dict[str, dict[int, float]]


def build_index(
    records: Sequence[Record], spelling: Spelling, synonyms: Iterable[Sequence[str]] = ()
) -> dict[str, str]:
    """The files of the index by name, below its folder; the same records give the same files.

    Records are numbered by their facets, so that those that share them stand side by side.

    Args:
        records: what can be found; where two count the same, the one that stands first wins.
        spelling: the words of the language of the site.
        synonyms: groups of phrases that mean the same.
    """
    records = _in_order(records)
    groups = [tuple(group) for group in synonyms]
    phrases = _phrases(groups, spelling)
    postings, forms = _postings(records, spelling, phrases)
    runs = [(facets, len(list(same))) for facets, same in groupby(records, lambda one: one.facets)]
    kinds = list(dict.fromkeys(facet for facets, _ in runs for facet in facets))
    words = {word for group in groups for phrase in group for word in spelling.words(phrase)}
    words |= {word for facet in kinds for word in spelling.words(facet)}
    per_file = _per_file(records)
    chunks: dict[str, Any] = {}
    terms = _with_forms(postings, {*forms, *words}, spelling)
    splits = _cut(chunks, "terms", {term: terms[term] for term in sorted(terms)})
    spelled = sorted(forms, key=lambda form: (folded(form), form))
    written = {form: _frequency(forms[form]) for form in spelled}
    forward = _cut_words(chunks, "forms", spelled, written, backward=False)
    turned = sorted(forms, key=lambda form: (folded(form)[::-1], form))
    backward = _cut_words(chunks, "backward", turned, written, backward=True)
    titles = _titles(chunks, records, spelling)
    for number in range(0, len(records), per_file):
        few = records[number : number + per_file]
        chunks[f"records-{number // per_file}"] = [_shown(record) for record in few]
    texts = {f"{name}.json": _dumped(chunk) for name, chunk in chunks.items()}
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(f"{name}\0{texts[name]}\0".encode())
    version = digest.hexdigest()[:10]
    is_small = sum(map(len, texts.values())) < _SMALL
    if is_small:
        texts["all.json"] = _dumped(chunks)
    index = {
        "version": version,
        "whole": is_small,
        "records": len(records),
        "per_file": per_file,
        "titles": titles,
        "terms": splits,
        "forms": forward,
        "backward": backward,
        "groups": _groups(records),
        "facets": _facet_words(kinds, spelling),
        "kinds": kinds,
        "runs": [[*map(kinds.index, facets), count] for facets, count in runs],
        "synonyms": [
            [" ".join(phrase), group] for phrase, group in sorted(phrases.items()) if phrase
        ],
        "spelling": spelling.tables,
    }
    return {_INDEX: _dumped(index), **{f"{version}/{name}": t for name, t in texts.items()}}


def _in_order(records: Sequence[Record]) -> list[Record]:
    """The records with those of the same facets side by side, and among these those of a group.

    Facets and groups stand where their first record stands; the records of a group have the facets
    of its first one.
    """
    firsts: dict[str, int] = {}
    facets: dict[tuple[str, ...], int] = {}
    placed = []
    for number, record in enumerate(records):
        first = firsts.setdefault(record.group, number) if record.group else number
        if first != number:
            record = replace(record, facets=records[first].facets)
        facets.setdefault(record.facets, number)
        placed.append((first, number, record))
    placed.sort(key=lambda one: (facets[one[2].facets], one[0], one[1]))
    return [record for *_, record in placed]


def _phrases(synonyms: Iterable[Sequence[str]], spelling: Spelling) -> dict[tuple[str, ...], int]:
    """The number of each phrase's group, by its terms."""
    found: dict[tuple[str, ...], int] = {}
    for number, group in enumerate(synonyms):
        for phrase in group:
            found.setdefault(tuple(map(spelling.term, spelling.words(phrase))), number)
    found.pop((), None)
    return found


def _postings(
    records: Sequence[Record], spelling: Spelling, phrases: dict[tuple[str, ...], int]
) -> tuple[Postings, Counter[str]]:
    """How much each term counts in each record, and how many records each word is in."""
    texts = [
        [(spelling.words(text), weight) for text, weight in record.fields] for record in records
    ]
    forms: Counter[str] = Counter()
    lengths = []
    for fields in texts:
        forms.update({word for words, _ in fields for word in words})
        lengths.append(sum(len(words) for words, _ in fields))
    average = sum(lengths) / len(lengths) if lengths else 1
    beginnings: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        beginnings.setdefault(phrase[0], []).append(phrase)
    postings: Postings = {}
    for number, fields in enumerate(texts):
        counts: dict[str, float] = {}
        for words, weight in fields:
            terms = [spelling.term(word) for word in words]
            for word, term in zip(words, terms, strict=True):
                if not spelling.is_common(word):
                    counts[term] = counts.get(term, 0) + weight
            for before, after in pairwise(words):
                # Written apart here, and as one word elsewhere.
                if len(before) > 1 and (before + after) in forms:
                    joined = spelling.term(before + after)
                    counts[joined] = counts.get(joined, 0) + weight
            for at, term in enumerate(terms):
                for phrase in beginnings.get(term, ()):
                    if tuple(terms[at : at + len(phrase)]) == phrase:
                        name = f"~{phrases[phrase]}"
                        counts[name] = counts.get(name, 0) + weight
        room = _SATURATION * (1 - _LENGTH + _LENGTH * lengths[number] / average)
        boost = records[number].boost
        for term, count in counts.items():
            postings.setdefault(term, {})[number] = boost * count / (count + room)
    return postings, Counter(
        {form: count for form, count in forms.items() if not form.replace(".", "").isdigit()}
    )


def _with_forms(postings: Postings, forms: Iterable[str], spelling: Spelling) -> dict[str, str]:
    """What the files of terms say: where a term is, and behind `=` what a form is one of.

    Both may stand at one word, which is a term of others and a form itself.
    """
    entries = {term: _encoded(found) for term, found in postings.items()}
    for form in forms:
        spelled, term = spelling.spelled(form), spelling.term(form)
        known = entries.setdefault(spelled, "")
        if spelled != term and "=" not in known:
            entries[spelled] = f"{known}={term}"
    return entries


def _encoded(found: dict[int, float]) -> str:
    """How many records a term is in, then by grade, the highest first, the records of each.

    A grade is followed by how many there are, and by the steps from each to the next.
    """
    graded = sorted((-_grade(weight), number) for number, weight in found.items())
    numbers = [len(found)]
    for grade, same in groupby(graded[:_MOST], key=lambda one: one[0]):
        members = [number for _, number in same]
        numbers += [-grade, len(members), members[0]]
        numbers += [after - before for before, after in pairwise(members)]
    return _numbers(numbers)


def _grade(weight: float) -> int:
    """From 1; no record is boosted to more than the highest grade."""
    return max(1, min(31, round(_LEVELS * weight)))


def _numbers(numbers: Iterable[int]) -> str:
    """Numbers in as many characters as they need: five bits in each, and whether more follow."""
    text = []
    for number in numbers:
        while number > 31:
            text.append(_DIGITS[32 | number & 31])
            number >>= 5
        text.append(_DIGITS[number])
    return "".join(text)


def _cut(chunks: dict[str, Any], name: str, entries: dict[str, str]) -> str:
    """Cut entries, which are in order, into files; gives the first key of each file."""
    firsts: list[str] = []
    size = _CHUNK
    for key, value in entries.items():
        length = len(key) + len(value) + 6
        if size + length > _CHUNK:
            firsts.append(key)
            chunks[f"{name}-{len(firsts) - 1}"] = {}
            size = 0
        chunks[f"{name}-{len(firsts) - 1}"][key] = value
        size += length
    return " ".join(firsts)


def _cut_words(
    chunks: dict[str, Any],
    name: str,
    words: Sequence[str],
    written: dict[str, str],
    *,
    backward: bool,
) -> str:
    """The same of words, each behind a digit that says how often it is written."""
    firsts: list[str] = []
    files: list[list[str]] = []
    size = _CHUNK
    for word in words:
        if size + len(word) + 2 > _CHUNK:
            firsts.append(folded(word)[::-1] if backward else folded(word))
            files.append([])
            size = 0
        files[-1].append(written[word] + word)
        size += len(word) + 2
    chunks.update({f"{name}-{number}": " ".join(file) for number, file in enumerate(files)})
    return " ".join(firsts)


def _frequency(count: int) -> str:
    return str(min(9, int(math.log2(count))))


def _titles(chunks: dict[str, Any], records: Sequence[Record], spelling: Spelling) -> int:
    """Files of records by the hash of their whole titles; gives how many there are."""
    count = max(1, len(records) // 60)
    files: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for number, record in enumerate(records):
        if words := spelling.words(record.title):
            name = title_hash(" ".join(map(spelling.spelled, words)))
            found = files[name % count].setdefault(f"{name:x}", [])
            if len(found) < _MOST:
                insort(found, number)
    chunks.update({f"titles-{number}": file for number, file in enumerate(files)})
    return count


def title_hash(text: str) -> int:
    """FNV-1a of 32 bits over UTF-8, which the browser computes too."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def _per_file(records: Sequence[Record]) -> int:
    """How many records a file has, so that it is of the size that is wanted on average."""
    size = sum(len(_dumped(_shown(record))) for record in records)
    return max(1, round(_RECORDS * len(records) / max(1, size)))


def _shown(record: Record) -> dict[str, Any]:
    """What a result shows of a record."""
    shown: dict[str, Any] = {"title": record.title, "page": record.page, "says": record.says}
    if record.anchor:
        shown["anchor"] = record.anchor
    shown["text"] = [
        [passage.text, passage.anchor] if passage.anchor else [passage.text]
        for passage in record.passages
    ]
    return shown


def _groups(records: Sequence[Record]) -> str:
    """Where groups of several records begin, as steps from the last one's end, and their sizes."""
    numbers: list[int] = []
    end = start = 0
    for group, same in groupby(enumerate(records), key=lambda one: one[1].group or one[0]):
        members = list(same)
        if isinstance(group, str) and len(members) > 1:
            start = members[0][0]
            numbers += [start - end, len(members)]
            end = start + len(members)
    return _numbers(numbers)


def _facet_words(facets: Iterable[str], spelling: Spelling) -> dict[str, list[str]]:
    """The facets that a word names: `paper` both kinds of papers."""
    found: dict[str, set[str]] = {}
    for facet in facets:
        for word in spelling.words(facet):
            if not spelling.is_common(word):
                found.setdefault(spelling.term(word), set()).add(facet)
    return {term: sorted(found[term]) for term in sorted(found)}


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
