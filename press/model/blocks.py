"""What stands under a heading."""

from dataclasses import dataclass
from enum import StrEnum

from press.model.inlines import Inline


class Align(StrEnum):
    """How a table's column is aligned; `NONE` leaves it to the style sheet."""

    NONE = ""
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class BoxKind(StrEnum):
    """The kinds of box, by the name that opens them in the source."""

    KEY_POINTS = "key-points"
    NOTE = "note"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list; `checked` is None where it has no tick box."""

    blocks: "tuple[Block, ...]"
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list whose order means nothing; a `tight` one has no space between its items."""

    items: tuple[ListItem, ...]
    tight: bool = True


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A numbered list; `start` is the number of the first item."""

    items: tuple[ListItem, ...]
    start: int = 1
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Definition:
    """A term with what it means, in one or more definitions."""

    term: tuple[Inline, ...]
    meanings: "tuple[tuple[Block, ...], ...]"


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms and their meanings."""

    definitions: tuple[Definition, ...]
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of somebody else."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines to be kept as they are; `language` is what the fence named, or empty."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: every row of `rows` has as many cells as `header`."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    aligns: tuple[Align, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture on a line of its own, from `![alternative](source "caption")`; the caption may be empty."""

    source: str
    alternative: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Separator:
    """A break between two thoughts (`---`)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box under a label of its own: key points, a note or a warning."""

    kind: BoxKind
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions to take along, each with a tick box and a line to write on; `blocks` stands before them."""

    questions: tuple[tuple[Inline, ...], ...]
    blocks: "tuple[Block, ...]" = ()


@dataclass(frozen=True, slots=True)
class WritingSpace:
    """Ruled lines to write on, under a prompt (empty where the source gives none)."""

    lines: int
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class CrisisBox:
    """The place where the article wants the crisis lines, with words of its own before them."""

    blocks: "tuple[Block, ...]" = ()


Block = (
    Paragraph
    | BulletList
    | OrderedList
    | DefinitionList
    | Quotation
    | CodeBlock
    | Table
    | Figure
    | Separator
    | Box
    | Questions
    | WritingSpace
    | CrisisBox
)
