"""What is drawn on a page, by the marks that the structure tree refers to: text with its place, rules, pictures."""

from dataclasses import dataclass, field

from press.verify.pdf.matrix import Area


@dataclass(frozen=True, slots=True)
class Run:
    """A string that was shown: its text in the order of drawing, where it begins and ends, and on which line.

    `glyphs` are the texts of its glyphs; `hidden` is what of it nobody sees, each part with the reason. `base` is the
    height of the line, `size` the font's, all in points.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    glyphs: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Drawn:
    """What one mark encloses: text, level lines, and the number of all other things that leave ink.

    `areas` are where lines and other things lie.
    """

    runs: list[Run] = field(default_factory=list)
    rules: int = 0
    others: int = 0
    areas: list[Area] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """What is on a page: by mark, by artifact (its kind: `Header`, `Footer`, `Pagination`, `Layout`), and unmarked."""

    marked: dict[int, Drawn] = field(default_factory=dict)
    artifacts: list[tuple[str, Drawn]] = field(default_factory=list)
    stray: Drawn = field(default_factory=Drawn)
