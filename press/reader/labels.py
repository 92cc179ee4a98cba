"""The words that the templates add, in one language: a label that lacks its `{place}` would lose what comes there."""

import re
from collections.abc import Mapping

from press.reader.characters import Repertoire, bad_characters
from press.reader.problems import Problems
from press.reader.toml import read_toml
from press.syntax import normalised

PLACES: Mapping[str, str] = {
    "audience": "{audience}",
    "draft": "",
    "overdue": "{next_review}",
    "summary": "",
    "crisis": "",
    "crisis_phone": "{phone}",
    "crisis_text": "{text}",
    "crisis_web": "{web}",
    "crisis_checked": "{date}",
    "key-points": "",
    "note": "",
    "warning": "",
    "ask": "",
    "question_line": "",
    "writing_lines": "{count}",
    "picture": "{alternative}",
    "notes": "",
    "references": "",
    "references_on_request": "",
    "about": "",
    "authors": "{people}",
    "reviewers": "{people}",
    "publisher": "{publisher}",
    "conflicts": "{conflicts}",
    "version": "{version} {reviewed} {next_review}",
    "fingerprint": "{fingerprint}",
    "disclaimer": "",
    "other_formats": "",
    "feedback": "",
    "online": "{address}",
    "online_code": "{address}",
    "clinic": "",
    "contents": "",
    "pages": "",
    "cover": "{title}",
    "skip": "",
    "foot": "{version} {reviewed} {fingerprint}",
    "page": "{page} {pages}",
}
"""The labels that every language has, each with the places in it that are filled in."""

_ALL = Repertoire([(0, 0x10FFFF)])
"""Of letters that no bundled font has, each article in their language is told."""

_PLACE = re.compile(r"\{[^{}]*\}|[{}]")


def read_labels(text: str, file: str) -> Mapping[str, str]:
    """Return the labels of a language's file. Raises SourceError with every one that is missing, or no such text."""
    values, problems = read_toml(normalised(text), file), Problems(file)
    for label, places in PLACES.items():
        value = values.get(label)
        if label not in values:
            problems.add(1, f'the label `{label}` is missing; add a line {label} = "..."{_with(places)}')
        elif not isinstance(value, str) or not value.strip() or {*_PLACE.findall(value)} != {*places.split()}:
            problems.add(_line(label, text), f'write {label} = "...", a text in quotes{_with(places)}')
    for label, value in values.items():
        if label not in PLACES and not isinstance(value, str):
            problems.add(_line(label, text), f'write {label} = "...", a text in quotes')
        elif isinstance(value, str):
            problems.extend((_line(label, text), message) for _, message in bad_characters(value, _ALL))
    problems.check()
    return values


def _with(places: str) -> str:
    """Return how a message says what a label has to hold."""
    return f" with {places} in it, as that is filled in, and no other braces" if places else " without braces"


def _line(label: str, text: str) -> int:
    """Return the line of a label, from 1."""
    found = re.search(rf"""^[ \t]*["']?{re.escape(label)}["']?[ \t]*=""", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
