"""What a printed edition measures: the quantities and flaws that the rules of clear and large print are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Quantity(StrEnum):
    """What is measured, by the name that it has in the report; sizes of type in points, places in millimetres."""

    BODY = "type of the text, pt"
    SMALLEST = "smallest type, pt"
    FOOT = "type of the foot, pt"
    TITLE = "type of the title, pt"
    SECTION = "type of the sections' headings, pt"
    HEADING = "type of the smallest heading, pt"
    LEADING = "line spacing, times the type"
    LINE = "characters a line, median"
    LONGEST = "characters of the longest line"
    LEFT = "margin left, mm"
    RIGHT = "margin right, mm"
    TOP = "margin above, mm"
    BOTTOM = "margin below, mm"
    EDGE = "nearest to the paper's edge, mm"
    WRITING = "room over a line to write on, mm"
    CONTRAST = "contrast, to 1"
    TINT = "tint under text, %"
    WIDTH = "paper, width in mm"
    HEIGHT = "paper, height in mm"
    LAST = "last page filled, %"


class Flaw(StrEnum):
    """What stands or does not stand in an edition, by the name that it has in the report."""

    ORDER = "text out of its order"
    COLUMNS = "text beside text"
    UNALIGNED = "lines that do not begin at the left"
    JUSTIFIED = "lines stretched to the margin"
    ITALIC = "italics"
    SERIF = "type with serifs"
    UNDERLINE = "underlines that are no links"
    CAPITALS = "blocks of capitals"
    GREY = "grey text"
    UNKNOWN = "colours that cannot be told"
    SPLIT_WORD = "words split at a line's end"
    STRANDED = "headings at a page's end"
    SPLIT_BOX = "boxes over two pages"
    SPLIT_ROW = "table rows over two pages"
    SPLIT_QUESTION = "questions over two pages"
    LONE_LINE = "single lines on a page"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an edition: its page, counted from 1 (0 for the whole file), and the words there."""

    page: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """The value of a quantity, the worst there is, and where that is."""

    value: float
    spot: Spot = Spot()


@dataclass(frozen=True, slots=True)
class Measures:
    """What a printed edition measures.

    Attributes:
        pages: how many there are.
        values: the quantities; one that an edition has nothing of, such as lines to write on, is not there.
        flaws: where the flaws are; one that is nowhere is not there.

    """

    pages: int
    values: Mapping[Quantity, Measure]
    flaws: Mapping[Flaw, tuple[Spot, ...]]
