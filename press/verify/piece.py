"""The unit of comparison: what the source must have, and what a finished file was found to have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from press.model import Format
from press.model.blocks import BoxKind
from press.verify.measures import Measures

EVERY_FORMAT = frozenset(Format)

BREAK = "\x1f"
"""White space where a line ends in a text that was read from a page: one cannot see whether a space was swallowed."""

LABEL, SEPARATOR = "**", "* * *"
"""How plain text marks a box's label, and what stands there between blocks and at the end of some boxes."""


class Kind(StrEnum):
    """What a piece is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    CELL = "table cell"
    TERM = "term"
    MEANING = "definition"
    CODE = "code block"
    FIGURE = "picture"
    CAPTION = "caption"
    LINES = "writing space"
    SEPARATOR = "separator"


class Link(NamedTuple):
    """Where a link leads, and the words that it stands around, which are compared without white space."""

    target: str
    words: str = ""


class Foreign(NamedTuple):
    """Words in another language, by its tag, compared without white space; `spelled` as in a piece."""

    lang: str
    words: str
    spelled: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading, paragraph, item, cell... in reading order.

    Attributes:
        kind: what it is.
        text: its words, white space folded; a picture's alternative text; for a writing space, its lines' label.
        spelled: the same with each link's address after the link's words, as on paper and in plain text.
        level: a heading's level, 1 for the title; else 0.
        depth: how many lists stand around it (an item of a top list: 1).
        quoted: how many quotations stand around it.
        mark: an item's mark: `•`, `3.`, `☐`, `☑`, `[a]` (note), `[1]` (reference); a cell's place,
            `row.column`, both from 1, the header row being row 0; a writing space's number of lines.
        links: the links in it, in order; of a picture, where the code leads that it is, if it is one.
        foreign: its words in other languages, each passage in order.
        box: the box that it stands in, by the name of its label; nothing where the format has no such thing.
        picture: of a picture of the article or the clinic, a hash of its bytes; in a PDF what stands for its pixels, or
            nothing where it is a drawing.
        line: the line of the source that it comes from; 0 for what the templates add (labels, crisis lines),
            and in what was found.
        section: the heading above it, for messages.
        is_label: whether it is the label of a box, in what was expected.
        formats: those whose editions hold it; all but for the few pieces that paper, or a screen, cannot use.

    """

    kind: Kind
    text: str
    spelled: str = ""
    level: int = 0
    depth: int = 0
    quoted: int = 0
    mark: str = ""
    links: tuple[Link, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    box: str = ""
    picture: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    section: str = field(default="", compare=False)
    is_label: bool = field(default=False, compare=False)
    formats: frozenset[Format] = field(default=EVERY_FORMAT, compare=False)


BOXES = frozenset({"crisis", "ask", *BoxKind})
"""The names of the boxes: those of their labels."""


def separator(depth: int = 0, quoted: int = 0) -> Piece:
    """Return what stands between blocks, and at the end of some boxes: plain text alone has it as words."""
    return Piece(Kind.SEPARATOR, SEPARATOR, SEPARATOR, depth=depth, quoted=quoted, formats=frozenset({Format.TEXT}))


def picture_of(data: bytes) -> str:
    """Return what stands for the bytes of a picture."""
    return blake2b(data, digest_size=16).hexdigest()


def piece_of(words: str, pieces: Iterable[Piece]) -> Piece | None:
    """Return the one of some pieces that holds words, or the beginning of words cut short by `...`.

    None where more than one does, or none. White space is not compared.
    """
    sought = "".join(words.removesuffix("...").split())
    found = [piece for piece in pieces if sought and sought in "".join(f"{piece.text} {piece.spelled}".split())]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a contents list: the EPUB's navigation document, its NCX, the PDF's bookmarks."""

    level: int
    text: str


class Typeface(NamedTuple):
    """A font that a file carries: its name, its bytes, and of one that is not whole what its glyphs stand for.

    `widths` are those that the file says its glyphs have, in 1/1000 of the size.
    """

    name: str
    data: bytes
    glyphs: Mapping[int, str] | None = None
    widths: Mapping[int, float] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """What an extractor found in one finished file.

    Attributes:
        pieces: everything that a reader is given, in reading order.
        contents: each contents list of the file, by its name ("navigation", "NCX", "bookmarks").
        metadata: what the file says of itself, by the names of `compare.METADATA`; it may say more.
        pages: of a paged file, the text of each page's head and foot.
        unread: what could not be looked at, a sentence each: it never counts as kept.
        fonts: those that the file carries.
        measures: what a printed file measures; None for others, and where nothing could be read.
        unseen: text that is there but that no reader will see, with why: (text, reason).

    """

    pieces: tuple[Piece, ...]
    contents: dict[str, tuple[Heading, ...]] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    unseen: tuple[tuple[str, str], ...] = ()
    fonts: tuple[Typeface, ...] = field(default=(), compare=False)
    measures: Measures | None = field(default=None, compare=False)
