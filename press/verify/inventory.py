"""What must be there: the pieces of an article, taken from the source's own tokens.

Written apart from the reader on purpose, over the flat tokens and the raw front matter: what the reader
drops or changes shows as a difference between this list and the finished file.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from babel.dates import format_date

from press.syntax import Document, parse
from press.verify.body import Body
from press.verify.permitted import folded, spelled_address
from press.verify.piece import Heading, Kind, Piece


@dataclass(frozen=True, slots=True)
class Inventory:
    """What every edition of an article must hold.

    `pieces` in reading order; `title`, `lang` and `author` (all of them, "; " between two) for the metadata;
    `foot_parts` what each page's foot must say, besides the page's number, for which `page_label` is the form;
    `fingerprint` the content's hash, 8 hexadecimal digits; `picture_label` how plain text speaks of a picture.
    """

    pieces: tuple[Piece, ...]
    title: str
    lang: str
    foot_parts: tuple[str, ...]
    page_label: str
    fingerprint: str
    picture_label: str
    author: str

    @property
    def outline(self) -> tuple[Heading, ...]:
        """The title and every heading with its level."""
        return tuple(Heading(piece.level, piece.text) for piece in self.pieces if piece.kind is Kind.HEADING)


def take_inventory(source: str, regions: str, clinic: str, labels: Mapping[str, str]) -> Inventory:
    """Return the inventory of an article.

    `source` is the text of the article's file, `regions` and `clinic` the TOML texts of the region's crisis
    lines and of the clinic's file (empty: none), `labels` the words that the templates add.
    """
    document = parse(source)
    front: Any = document.front
    practice = _Practice(tomllib.loads(regions), tomllib.loads(clinic), labels, front["lang"])
    references = {entry["id"]: number for number, entry in enumerate(front.get("references", ()), 1)}
    body = tuple(Body(labels, tuple(practice.crisis_lines()), references).pieces(document))
    fingerprint = _fingerprint(front, body)
    whole = _Whole(document, labels, practice, fingerprint)
    pieces = tuple(_with_sections(whole.pieces(body)))
    return Inventory(
        pieces,
        folded(front["title"]),
        front["lang"],
        whole.foot(),
        labels["page"],
        fingerprint,
        labels["picture"],
        "; ".join(folded(person["name"]) for person in front["authors"]),
    )


def _fingerprint(front: Mapping[str, Any], body: Sequence[Piece]) -> str:
    """Return a hash of the article's own content: its front matter and its body, no label and no clinic."""
    content = [sorted(front.items(), key=lambda item: item[0])]
    rows = [(p.kind.value, p.text, p.level, p.depth, p.quoted, p.mark, p.links) for p in body if p.line]
    return sha256(repr((content, rows)).encode()).hexdigest()[:8]


def _with_sections(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Give each piece the heading above it."""
    section = ""
    for piece in pieces:
        section = piece.text if piece.kind is Kind.HEADING else section
        yield replace(piece, section=section)


@dataclass(slots=True)
class _Whole:
    """The whole sheet: what the templates put around the body. Rows as in ARCHITECTURE.md."""

    document: Document
    labels: Mapping[str, str]
    practice: "_Practice"
    fingerprint: str

    def pieces(self, body: Sequence[Piece]) -> Iterator[Piece]:
        front: Any = self.document.front
        if self.practice.values.get("name"):
            yield _paragraph(self.practice.values["name"])
        yield self._front("category", front["category"])
        yield replace(self._front("title", front["title"]), kind=Kind.HEADING, level=1)
        if front.get("status") == "draft":
            yield _paragraph(self.labels["draft"])
        if front.get("audience"):
            yield self._front("audience", self.labels["audience"].format(audience=front["audience"]))
        yield _paragraph(self.labels["summary"])
        yield self._front("summary", front["summary"])
        if not any(token.type == "box_open" and token.info == "crisis" for token in self.document.tokens):
            yield _paragraph(self.labels["crisis"])
            yield from self.practice.crisis_lines()
        yield from body
        yield from self._references()
        yield from self._about()
        yield from self.practice.contacts()

    def _front(self, key: str, text: str) -> Piece:
        return replace(_paragraph(text), line=self.document.lines.get((key,), 1))

    def _references(self) -> Iterator[Piece]:
        entries: Any = self.document.front.get("references") or ()
        if entries:
            yield _paragraph(self.labels["references"])
        for number, entry in enumerate(entries, 1):
            address = entry.get("url") or (f"https://doi.org/{entry['doi']}" if entry.get("doi") else "")
            text = folded(f"{entry['citation']} {address}")
            line = self.document.lines.get(("references", number - 1), 1)
            links = (address,) if address else ()
            yield Piece(Kind.ITEM, text, text, depth=1, mark=f"[{number}]", links=links, line=line)

    def _about(self) -> Iterator[Piece]:
        front: Any = self.document.front
        yield _paragraph(self.labels["about"])
        for key in ("authors", "reviewers"):
            if front.get(key):
                people = "; ".join(_person(person) for person in front[key])
                yield self._front(key, self.labels[key].format(people=people))
        yield self._front("publisher", self.labels["publisher"].format(publisher=front["publisher"]))
        if front.get("conflicts"):
            yield self._front("conflicts", self.labels["conflicts"].format(conflicts=front["conflicts"]))
        yield self._front("version", self._dated("version"))
        yield _paragraph(self.labels["fingerprint"].format(fingerprint=self.fingerprint))

    def _dated(self, label: str) -> str:
        front: Any = self.document.front
        return self.labels[label].format(
            version=front["version"],
            reviewed=_long(front["reviewed"], front["lang"]),
            next_review=_long(front["next_review"], front["lang"]),
            fingerprint=self.fingerprint,
        )

    def foot(self) -> tuple[str, ...]:
        """Return what every page's foot says, besides its number."""
        parts = [str(self.document.front["title"]), self._dated("foot")]
        draft = [self.labels["draft"]] if self.document.front.get("status") == "draft" else []
        return tuple(map(folded, parts + draft))


@dataclass(frozen=True, slots=True)
class _Practice:
    """The raw mappings of the region's crisis lines and of the clinic's file."""

    regions: Mapping[str, Any]
    values: Mapping[str, Any]
    labels: Mapping[str, str]
    lang: str

    def crisis_lines(self) -> Iterator[Piece]:
        entries = [*self.values.get("crisis", []), *self.regions[self.values.get("region", "international")]]
        for entry in entries:
            text = folded(f"{entry['label']}: {entry['action']}")
            target = _crisis_target(entry)
            spelled = folded(f"{text} {spelled_address(target, entry['action'])}")
            yield Piece(Kind.ITEM, text, spelled, depth=1, mark="•", links=(target,) if target else ())
        oldest: date = min(entry["checked"] for entry in entries)
        yield _paragraph(self.labels["crisis_checked"].format(date=_long(oldest, self.lang)))

    def contacts(self) -> Iterator[Piece]:
        keys = [key for key in ("address", "phone", "email", "web", "note") if self.values.get(key)]
        if keys:
            yield _paragraph(self.labels["clinic"])
        for key in keys:
            words = folded(self.values[key])
            target = {"phone": f"tel:{_dialled(words)}", "email": f"mailto:{words}", "web": words}.get(key, "")
            spelled = folded(f"{words} {spelled_address(target, words)}")
            yield Piece(Kind.PARAGRAPH, words, spelled, links=(target,) if target else ())


def _crisis_target(entry: Mapping[str, Any]) -> str:
    """Return what a tap on a crisis line opens: the first of phone, text message and web that it has."""
    if entry.get("phone"):
        return f"tel:{_dialled(entry['phone'])}"
    return f"sms:{_dialled(entry['sms'])}" if entry.get("sms") else str(entry.get("web", ""))


def _dialled(number: str) -> str:
    """Return a telephone number as an address has it: digits, and a leading plus."""
    return "".join(c for i, c in enumerate(number.strip()) if c.isdigit() or (c == "+" and i == 0))


def _paragraph(text: str) -> Piece:
    return Piece(Kind.PARAGRAPH, folded(text), folded(text))


def _person(person: Mapping[str, str]) -> str:
    return ", ".join(part for part in (person["name"], person.get("credentials")) if part)


def _long(day: date, lang: str) -> str:
    return format_date(day, "long", locale=lang.replace("-", "_"))
