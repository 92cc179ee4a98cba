"""The front matter: a mapping to Meta, typed and closed."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from press.languages import is_language, lookup
from press.model.article import Meta, Person, Reference, Status
from press.reader.capitals import shouted
from press.reader.problems import Problems, closest, nearest, shortened
from press.reader.unmarked import plain_leftovers
from press.syntax import Document, Path, Value

T = TypeVar("T")

REQUIRED = ("title", "summary", "category", "lang", "version", "reviewed", "next_review", "authors", "publisher")
OPTIONAL = ("audience", "reviewers", "conflicts", "references", "keywords", "status")

LONGEST = {"title": 300, "category": 80, "version": 80}
"""Characters of what stands in the head or the foot of every page, whose room is not the text's."""

_ID = re.compile(r"[\w.:-]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")


def read_meta(document: Document, languages: Collection[str], problems: Problems) -> Meta | None:
    """Return a document's front matter as a Meta; None, and a problem for each fault, where it is not one.

    `languages` are those that the templates have labels for.
    """
    before = len(problems.found)
    form = _Form(document, problems, (), document.front)
    form.close(REQUIRED, OPTIONAL)
    meta = Meta(
        title=form.printed("title"),
        summary=form.printed("summary"),
        category=form.printed("category"),
        lang=form.language("lang", languages),
        version=form.printed("version"),
        reviewed=form.day("reviewed"),
        next_review=form.day("next_review"),
        authors=form.items("authors", _person),
        publisher=form.printed("publisher"),
        audience=form.printed("audience"),
        reviewers=form.items("reviewers", _person),
        conflicts=form.printed("conflicts"),
        references=_numbered(form.items("references", _reference)),
        keywords=form.words("keywords"),
        status=form.status("status"),
    )
    if len(problems.found) > before:
        return None
    if date.min < meta.next_review <= meta.reviewed:
        form.problem("next_review", f"the next review ({meta.next_review}) must be after the last ({meta.reviewed})")
    return meta


class _Form:
    """A mapping of the front matter, read key by key; every fault is noted and a stand-in returned."""

    def __init__(self, document: Document, problems: Problems, path: Path, values: Mapping[str, Value]) -> None:
        self.document, self.problems, self.path, self.values = document, problems, path, values

    def problem(self, key: str, message: str) -> None:
        lines = self.document.lines
        self.problems.add(lines.get((*self.path, key), lines.get(self.path, 1)), message)

    def written(self, *keys: str | int) -> str:
        """Return what the source says for a value, so that `1.10` is not told as 1.1; dots where it is no scalar."""
        return shortened(self.document.written.get((*self.path, *keys), "..."))

    def is_empty(self, *keys: str | int) -> bool:
        """Return whether the source says nothing for a value."""
        return self.document.written.get((*self.path, *keys)) == ""

    def is_unread(self, *keys: str | int) -> bool:
        """Return whether a value could not be read, which the source's line has been told of."""
        return (*self.path, *keys) in self.document.unread

    def close(self, required: Collection[str], optional: Collection[str]) -> None:
        """Refuse unknown and missing keys."""
        absent = [key for key in required if key not in self.values]
        for key in self.values:
            if key not in required and key not in optional:
                meant = closest(key, absent)
                remedy = nearest(key, [meant] if meant else [*required, *optional])
                absent = [name for name in absent if name != meant]
                self.problem(key, f"unknown key `{shortened(key)}`; {remedy}")
        place = f" in `{self.path[0]}`" if self.path else ""
        for key in absent:
            self.problem(key, f"the key `{key}`{place} is missing; add a line `{key}: ...`")

    def text(self, key: str) -> str:
        """Return a text, white space folded; empty where the key is absent."""
        value = self.values.get(key, "")
        if isinstance(value, str) and (value.strip() or key not in self.values):
            return " ".join(value.split())
        if isinstance(value, str) or self.is_empty(key):
            self.problem(key, f"`{key}` is empty; write its text, or remove the key if it is optional")
        elif not self.is_unread(key):
            self.problem(key, f'`{key}` must be a text; put it in quotes: {key}: "{self.written(key)}"')
        return ""

    def printed(self, key: str) -> str:
        """Return a text that is printed as it stands."""
        text = self.text(key)
        most = LONGEST.get(key, len(text))
        if len(text) > most:
            self.problem(
                key, f"`{key}` has {len(text)} characters, too many for every page to say it; write at most {most}"
            )
        for message in (*plain_leftovers(text), *(message for _, message in shouted(text))):
            self.problem(key, message)
        return text

    def day(self, key: str) -> date:
        value = self.values.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and _DAY.fullmatch(value.strip()):
            self.problem(key, f"`{key}` is in quotes, which make it a text; write it without: {key}: {value.strip()}")
        elif self.is_empty(key):
            self.problem(key, f"`{key}` is empty; write a date of the form 2026-01-31")
        elif key in self.values and not self.is_unread(key):
            self.problem(key, f"`{key}` must be a date of the form 2026-01-31")
        return date.min

    def language(self, key: str, languages: Collection[str]) -> str:
        lang = self.text(key)
        if lang and not is_language(lang):
            self.problem(key, f"`{lang}` is not a language tag; write en, es or en-GB, for instance")
        elif lang and not lookup(lang, languages):
            name = lang.split("-")[0].lower()
            files = f"templates/labels/{name}.toml and templates/crisis/{name}.toml"
            remedy = f"{nearest(lang, languages)}; or add the language: {files}"
            self.problem(key, f"the templates have no labels for `{lang}`; {remedy}")
        return lang

    def status(self, key: str) -> Status:
        value = self.values.get(key, Status.PUBLISHED)
        if isinstance(value, str) and value in list(Status):
            return Status(value)
        shown = self.written(key)
        if not shown:
            self.problem(key, f"`{key}` is empty; {nearest('', list(Status))}, or remove the key")
        elif not self.is_unread(key):
            self.problem(key, f"`{key}` cannot be `{shown}`; {nearest(shown, list(Status))}")
        return Status.PUBLISHED

    def sequence(self, key: str) -> list[Value]:
        value = self.values.get(key)
        if isinstance(value, list) and value:
            return value
        if key in self.values:
            self.problem(key, f"`{key}` must be a list, each entry on a line of its own that begins with `- `")
        return []

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts that are printed as they stand."""
        found = []
        for index, value in enumerate(self.sequence(key)):
            if isinstance(value, str) and value.strip():
                found.append(" ".join(value.split()))
                self._entry_problems(key, index, plain_leftovers(value))
            elif isinstance(value, str) or self.is_empty(key, index):
                self._entry_problems(key, index, [f"an entry of `{key}` is empty; write its text, or remove it"])
            elif not self.is_unread(key, index):
                remedy = f'put it in quotes: - "{self.written(key, index)}"'
                self._entry_problems(key, index, [f"an entry of `{key}` must be a text; {remedy}"])
        return tuple(found)

    def _entry_problems(self, key: str, index: int, messages: Iterable[str]) -> None:
        line = self.document.lines.get((*self.path, key, index), 1)
        self.problems.extend((line, message) for message in messages)

    def items(self, key: str, read: "Callable[[_Form], T]") -> tuple[T, ...]:
        """Return a list of mappings, each read by `read`."""
        found = []
        for index, value in enumerate(self.sequence(key)):
            if isinstance(value, dict):
                found.append(read(_Form(self.document, self.problems, (*self.path, key, index), value)))
            else:
                self._entry_problems(key, index, [f"an entry of `{key}` must have keys, such as `- name: ...`"])
        return tuple(found)


def _person(form: _Form) -> Person:
    form.close(("name",), ("credentials",))
    return Person(form.printed("name"), form.printed("credentials"))


def _reference(form: _Form) -> tuple[Reference, _Form]:
    form.close(("id", "citation"), ("url", "doi"))
    reference = Reference(form.text("id"), 0, form.printed("citation"), form.text("url"), form.text("doi"))
    if reference.id and not _ID.fullmatch(reference.id):
        form.problem("id", f"the id `{reference.id}` may hold letters, digits and . : - _ only")
    if reference.url and not _ADDRESS.fullmatch(reference.url):
        form.problem("url", f"`{reference.url}` is not an address; write it as https://example.org/page")
    if reference.doi and not _DOI.fullmatch(reference.doi):
        form.problem("doi", f"`{reference.doi}` is not a DOI; write 10.1234/abc, without an address before it")
    return reference, form


def _numbered(entries: Iterable[tuple[Reference, _Form]]) -> tuple[Reference, ...]:
    """Return the references numbered from 1; an id that stands twice is a problem."""
    found = []
    seen: set[str] = set()
    for number, (reference, form) in enumerate(entries, 1):
        if reference.id in seen:
            form.problem("id", f"the id `{reference.id}` stands twice; give each reference its own")
        seen.add(reference.id)
        found.append(replace(reference, number=number))
    return tuple(found)
