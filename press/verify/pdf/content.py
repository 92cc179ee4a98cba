"""What is drawn on a page, by the marks that the structure tree refers to: text with its place, rules, pictures."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from press.verify.legible import BLACK, WHITE, Colour
from press.verify.pdf.fonts import Font
from press.verify.pdf.foreign import Object
from press.verify.pdf.matrix import Area

MARGINS = ("Header", "Footer")
"""The kinds of artifacts that a page's head and foot are."""

Hidden: TypeAlias = tuple[str, str]
"""Text that nobody sees, and why."""


class Run(NamedTuple):
    """A string that was shown: its text in the order of drawing, where it begins and ends, and on which line.

    `glyphs` are the texts of its glyphs; `hidden` is what of it nobody sees, each part with the reason. `base` is the
    height of the line, `size` the font's, all in points. `colour` is its own and `behind` that of what lies behind it,
    None where that cannot be told; `shift` is by how much its letters stand further apart than the font has it. `parts`
    are its words, each with its ends, where wide gaps stand between them, as between columns in code.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    glyphs: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    font: Font | None = None
    colour: Colour | None = BLACK
    behind: Colour | None = WHITE
    shift: float = 0
    parts: tuple[tuple[str, float, float], ...] = ()

    @property
    def is_mark(self) -> bool:
        """Whether it is nothing but marks, of vowels for instance, each set back over the letter drawn after it."""
        return not self.text.isascii() and all(unicodedata.category(char)[0] == "M" for char in self.text)


class Fill(NamedTuple):
    """What was painted: the area that it lies in, its parts, whether a part in a part is a hole, and its colour."""

    area: Area
    parts: tuple[Area, ...]
    is_even: bool
    colour: Colour | None

    def covers(self, x: float, y: float) -> bool:
        """Return whether a point is painted."""
        if not self.area.holds(x, y):
            return False
        times = sum(part.holds(x, y) for part in self.parts)
        return times % 2 == 1 if self.is_even else times > 0


@dataclass(slots=True)
class Drawn:
    """What one mark encloses: text, level lines, and the number of all other things that leave ink.

    `areas` are where lines and other things lie, `pictures` those of pixels among them, as the file has them; `clip` is
    where any of it can be seen.
    """

    runs: list[Run] = field(default_factory=list)
    rules: int = 0
    others: int = 0
    areas: list[Area] = field(default_factory=list)
    pictures: list[Object] = field(default_factory=list)
    clip: Area | None = None


@dataclass(slots=True)
class Page:
    """What is on a page: by mark, by artifact (its kind: `Header`, `Footer`, `Pagination`, `Layout`), and unmarked.

    `area` is the page's own; `fills` is what was painted on it, in its order. `runs` is all text in the order of
    drawing; `later` what was painted after some of it, with after how much; `bars` are straight lines, and what is as
    thin as these.
    """

    area: Area
    fills: list[Fill] = field(default_factory=list)
    marked: dict[int, Drawn] = field(default_factory=dict)
    artifacts: list[tuple[str, Drawn]] = field(default_factory=list)
    stray: Drawn = field(default_factory=Drawn)
    runs: list[Run] = field(default_factory=list)
    later: list[tuple[Fill, int]] = field(default_factory=list)
    bars: list[Area] = field(default_factory=list)

    def artifact_runs(self, *kinds: str) -> Iterator[Run]:
        """Yield the strings of its artifacts of some kinds."""
        return (run for kind, drawn in self.artifacts if kind in kinds for run in drawn.runs)
