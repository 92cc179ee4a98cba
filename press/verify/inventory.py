"""What must be there: the pieces of an article, taken from the source's own tokens.

Written apart from the reader on purpose, over the flat tokens and the raw front matter: what the reader
drops or changes shows as a difference between this list and the finished file.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from press.languages import long_date, separators
from press.model import Format
from press.syntax import Document, parse
from press.verify.body import Body
from press.verify.permitted import folded, link_of
from press.verify.piece import EVERY_FORMAT, Heading, Kind, Link, Piece, picture_of, separator
from press.verify.practice import Practice, paragraph

_PRINTED = frozenset({Format.PDF})


@dataclass(frozen=True, slots=True)
class Inventory:
    """What every edition of an article must hold.

    `pieces` in reading order; `title`, `lang` and `author` (all of them, "; " between two) for the metadata;
    `skip_link` is what a web page's first link says, `contents_title` what stands above an ebook's contents,
    `pages_title` what its list of pages is called, `cover_title` its cover; `description` what a file may say,
    `keywords` what a PDF does, ", " between two;
    `foot_parts` what each page's head or foot must say, besides the page's number, for which `page_label` is the form;
    `fingerprint` the content's hash, 8 hexadecimal digits; `picture_label` how plain text speaks of a picture;
    `on_request` says that a PDF has a sentence in the place of its sources; `pictures` are the bytes of each picture by
    what stands for them in the pieces; `fonts` the only ones that may be in a file.
    """

    pieces: tuple[Piece, ...]
    title: str
    lang: str
    foot_parts: tuple[str, ...]
    page_label: str
    fingerprint: str
    picture_label: str
    author: str
    skip_link: str
    contents_title: str
    pages_title: str
    cover_title: str
    description: str
    keywords: str
    on_request: bool
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    fonts: tuple[bytes, ...] = ()

    @property
    def outline(self) -> tuple[Heading, ...]:
        """The title and every heading with its level."""
        return tuple(Heading(piece.level, piece.text) for piece in self.pieces if piece.kind is Kind.HEADING)

    def with_files(self, pictures: Mapping[str, bytes], logo: bytes, fonts: Collection[bytes]) -> "Inventory":
        """Return the inventory with the files that an edition may hold: see `take_inventory`."""
        known = {picture_of(data): data for data in (*pictures.values(), logo)}
        return replace(self, pictures=known, fonts=tuple(fonts))


@lru_cache(maxsize=16)
def _toml(text: str) -> Mapping[str, Any]:
    """Return what a text says; the articles of a language, and of a clinic, share it."""
    return tomllib.loads(text)


def take_inventory(  # noqa: PLR0913 - everything that an inventory depends on, the new by name
    source: str,
    regions: str,
    clinic: str,
    labels: Mapping[str, str],
    *,
    overdue: bool,
    page: str,
    pictures: Mapping[str, bytes],
    logo: bytes,
    fonts: Collection[bytes],
) -> Inventory:
    """Return the inventory of an article.

    `source` is the text of the article's file, `regions` and `clinic` the TOML texts of the region's crisis
    lines and of the clinic's file (empty: none), `labels` the words that the templates add. `overdue` says that the
    article's next review has passed; `page` is the path of its web page below the clinic's `base_url`;
    `pictures` are those of the article, by their names, and `logo` is the clinic's; `fonts` are those of the press.
    """
    document = parse(source)
    front = _folded(document.front)
    sign = picture_of(logo) if logo else ""
    practice = Practice(_toml(regions), _toml(clinic), labels, front["lang"], page, sign)
    references = {entry["id"]: number for number, entry in enumerate(front.get("references", ()), 1)}
    known = {name: picture_of(data) for name, data in pictures.items()}
    body = tuple(Body(labels, tuple(practice.crisis_lines()), references, known).pieces(document))
    fingerprint = _fingerprint(document.front, body)
    whole = _Whole(replace(document, front=front), labels, practice, fingerprint, overdue)
    pieces = tuple(_with_sections(whole.pieces(body)))
    return Inventory(
        pieces=pieces,
        title=folded(front["title"]),
        lang=front["lang"],
        foot_parts=whole.foot(),
        page_label=labels["page"],
        fingerprint=fingerprint,
        picture_label=labels["picture"],
        author="; ".join(folded(person["name"]) for person in front["authors"]),
        skip_link=folded(labels["skip"]),
        contents_title=folded(labels["contents"]),
        pages_title=folded(labels["pages"]),
        cover_title=folded(labels["cover"].format(title=front["title"])),
        description=folded(front["summary"]),
        keywords=folded(
            ", ".join(dict.fromkeys(word.strip() for word in ",".join(front.get("keywords", ())).split(",")))
        ),
        on_request=practice.on_request,
    ).with_files(pictures, logo, fonts)


def _folded(value: Any) -> Any:  # noqa: ANN401 - front matter has any
    """Return a value of the front matter with the white space of every text in it folded."""
    if isinstance(value, dict):
        return {key: _folded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [*map(_folded, value)]
    return folded(value) if isinstance(value, str) else value


def _fingerprint(front: Mapping[str, Any], body: Sequence[Piece]) -> str:
    """Return a hash of the article's own content: its front matter and its body, no label and no clinic."""
    content = [sorted(front.items())]
    said = [(piece, tuple(link.target for link in piece.links)) for piece in body if piece.line]
    rows = [(p.kind.value, p.text, p.level, p.depth, p.quoted, p.mark, targets) for p, targets in said]
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
    practice: Practice
    fingerprint: str
    overdue: bool

    def pieces(self, body: Sequence[Piece]) -> Iterator[Piece]:
        front: Any = self.document.front
        yield from self.practice.masthead()
        yield self._front("category", front["category"])
        yield replace(self._front("title", front["title"]), kind=Kind.HEADING, level=1)
        yield from map(paragraph, self._marks())
        if front.get("audience"):
            yield self._front("audience", self.labels["audience"].format(audience=front["audience"]))
        yield paragraph(self.labels["summary"])
        yield self._front("summary", front["summary"])
        if not any(token.type == "box_open" and token.info == "crisis" for token in self.document.tokens):
            yield replace(paragraph(self.labels["crisis"]), box="crisis", is_label=True)
            yield from (replace(piece, box="crisis") for piece in self.practice.crisis_lines())
            yield separator()
        yield from body
        yield from self._references()
        yield from self._about()
        yield from self.practice.contacts()

    def _marks(self) -> Iterator[str]:
        """Yield what every page warns of: that the article is a draft, that its review is overdue."""
        if self.document.front.get("status") == "draft":
            yield self.labels["draft"]
        if self.overdue:
            yield self._dated("overdue")

    def _front(self, key: str, text: str) -> Piece:
        return replace(paragraph(text), line=self.document.lines.get((key,), 1))

    def _references(self) -> Iterator[Piece]:
        entries: Any = self.document.front.get("references") or ()
        formats = EVERY_FORMAT - _PRINTED if self.practice.on_request else EVERY_FORMAT
        if entries:
            yield paragraph(self.labels["references"], formats)
        if entries and self.practice.on_request:
            yield paragraph(self.labels["references_on_request"], _PRINTED)
        for number, entry in enumerate(entries, 1):
            address = entry.get("url") or (f"https://doi.org/{entry['doi']}" if entry.get("doi") else "")
            text = folded(f"{entry['citation']} {address}")
            line = self.document.lines.get(("references", number - 1), 1)
            links = (Link(link_of(entry), address),) if address else ()
            mark = f"[{number}]"
            yield Piece(Kind.ITEM, text, text, depth=1, mark=mark, links=links, line=line, formats=formats)

    def _about(self) -> Iterator[Piece]:
        front: Any = self.document.front
        yield paragraph(self.labels["about"])
        for key in ("authors", "reviewers"):
            if front.get(key):
                comma, semicolon = separators(front["lang"])
                people = semicolon.join(comma.join(filter(None, (p["name"], p.get("credentials")))) for p in front[key])
                yield self._front(key, self.labels[key].format(people=people))
        yield self._front("publisher", self.labels["publisher"].format(publisher=front["publisher"]))
        if front.get("conflicts"):
            yield self._front("conflicts", self.labels["conflicts"].format(conflicts=front["conflicts"]))
        yield self._front("version", self._dated("version"))
        yield paragraph(self.labels["fingerprint"].format(fingerprint=self.fingerprint))
        yield from self.practice.service()

    def _dated(self, label: str) -> str:
        front: Any = self.document.front
        return self.labels[label].format(
            version=front["version"],
            reviewed=long_date(front["reviewed"], front["lang"]),
            next_review=long_date(front["next_review"], front["lang"]),
            fingerprint=self.fingerprint,
        )

    def foot(self) -> tuple[str, ...]:
        """Return what every page's head or foot says, besides its number."""
        parts = [str(self.document.front["title"]), self._dated("foot")]
        return tuple(map(folded, [*parts, *self._marks()]))
