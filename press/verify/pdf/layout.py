"""How a PDF's text is laid out: the blocks of its structure with their lines, and what must stay in one piece."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from typing import NamedTuple

from press.verify.pdf.content import Drawn, Page, Run
from press.verify.pdf.matrix import Area
from press.verify.pdf.structure import HEADINGS, Element, Mark, is_inline
from press.verify.pdf.words import on_one_line
from press.verify.permitted import folded

_LEAVES = {"P": "paragraph", "Caption": "caption", "DT": "term", "Code": "code", "Lbl": "mark"}
_FLOWS = {"LBody": "item", "DD": "item", "TD": "cell", "TH": "cell", "Note": "item"}
_NESTED = frozenset({"L", "DL", "BlockQuote", "Table"})
_WHOLE = {"TR": "row", "LI": "item", "Div": "box"}


class Line(NamedTuple):
    """What stands on one line of a block; places in points."""

    page: int
    left: float
    right: float
    base: float
    size: float
    runs: tuple[Run, ...]

    @property
    def area(self) -> Area:
        """The area that it covers, from its descenders to its capitals, in points."""
        return Area(self.left, self.base - 0.2 * self.size, self.right, self.base + 0.72 * self.size)

    @property
    def text(self) -> str:
        """The words, as far as they were drawn."""
        return "".join([run.text for run in self.runs]).strip()


@dataclass(slots=True)
class Block:
    """A heading, a paragraph, the words of an item or cell, a picture (without lines).

    `kind` is `heading`, `paragraph`, `item`, `cell`, `term`, `code`, `caption`, `mark` or `picture`; `is_nested` says
    that it stands in a list, a quotation or a table; `underlined` are the words with a line at them that are no link;
    `drawn` are the areas of a picture, each with its page.
    """

    kind: str
    page: int
    level: int = 0
    is_nested: bool = False
    lines: list[Line] = field(default_factory=list)
    underlined: list[Run] = field(default_factory=list)
    drawn: list[tuple[int, Area]] = field(default_factory=list)

    @property
    def last_page(self) -> int:
        """The page on which it ends."""
        return self.lines[-1].page if self.lines else self.page

    def areas(self) -> list[tuple[int, Area]]:
        """Return where its lines, or the parts of a picture, are: (page, area)."""
        return [(line.page, line.area) for line in self.lines] or self.drawn

    @property
    def text(self) -> str:
        """Its words, for messages."""
        return folded(" ".join(line.text for line in self.lines))


@dataclass(slots=True)
class Whole:
    """What should stand on one page: a table's row, a list's item, a box (any group of blocks).

    Boxes do not nest: what holds one is a `part` of the sheet, which may go on over the page.
    `above` are the headings right above it; `has_lines` says that there are lines to write on in it.
    """

    kind: str
    above: list[Block]
    blocks: list[Block] = field(default_factory=list)
    has_lines: bool = False

    def is_on_two_pages(self) -> bool:
        """Return whether it goes on over the page."""
        pages = {block.page for block in self.blocks} | {block.last_page for block in self.blocks}
        return len(pages) > 1

    def areas(self) -> list[tuple[int, Area]]:
        """Return where the parts of what is in it are: (page, area)."""
        return [entry for block in self.blocks for entry in block.areas()]

    def height(self) -> float:
        """Return how high it is with the headings above it, its pieces on all pages put together, in points."""
        tops: dict[int, list[Area]] = {}
        for page, area in (*(entry for block in self.above for entry in block.areas()), *self.areas()):
            tops.setdefault(page, []).append(area)
        return sum(max(a.top for a in areas) - min(a.bottom for a in areas) for areas in tops.values())


@dataclass(slots=True)
class Layout:
    """The blocks of a file in reading order, what must be whole, and the level lines to write on: (page, area)."""

    pages: Sequence[Page | None]
    blocks: list[Block] = field(default_factory=list)
    wholes: list[Whole] = field(default_factory=list)
    rules: list[tuple[int, Area]] = field(default_factory=list)
    _open: list[Whole] = field(default_factory=list)

    def take(self, element: Element, *, is_nested: bool = False) -> None:
        """Take an element and all that is in it."""
        role = element.role
        is_nested = is_nested or role in _NESTED
        if role in _WHOLE:
            is_box = _is_box(element)
            for whole in self._open if is_box else ():
                whole.kind = "part" if whole.kind == "box" else whole.kind
            above = takewhile(lambda block: block.kind == "heading", reversed(self.blocks))
            self._open.append(Whole("part" if role == "Div" and not is_box else _WHOLE[role], [*above]))
        if role in HEADINGS:
            self._words("heading", [element], is_nested=False, level=HEADINGS[role])
        elif role in _LEAVES:
            self._words(_LEAVES[role], [element], is_nested=is_nested)
        elif role == "Figure":
            self._picture(element)
        else:
            self._flow(element, _FLOWS.get(role, "paragraph"), is_nested=is_nested)
        if role in _WHOLE:
            self.wholes.append(self._open.pop())

    def _flow(self, element: Element, kind: str, *, is_nested: bool) -> None:
        """Take blocks, and runs of words between them."""
        for are_words, kids in groupby(element.kids, is_inline):
            if are_words:
                self._words(kind, [*kids], is_nested=is_nested)
                continue
            for kid in kids:
                if isinstance(kid, Element):
                    self.take(kid, is_nested=is_nested)

    def _words(self, kind: str, kids: Sequence[Element | Mark], *, is_nested: bool, level: int = 0) -> None:
        """Take words as one block."""
        drawn = [entry for kid in kids for entry in self._drawn(kid, is_link=False)]
        runs = [run for part, _ in drawn for run in part.runs if run.text.strip() and not run.hidden]
        if not runs:
            return
        block = Block(kind, runs[0].page, level, is_nested, [*lines_of(runs)])
        block.underlined = [run for part, is_link in drawn if part.rules and not is_link for run in part.runs]
        self._add(block)

    def _picture(self, element: Element) -> None:
        """Take a picture, or lines to write on, which are a picture of nothing but level lines."""
        marks = [mark for mark in element.marks() if self.pages[mark.page]]
        drawn = [(mark.page, self._content(mark)) for mark in marks]
        areas = [(page, area) for page, part in drawn for area in part.areas or map(_area_of, part.runs)]
        if not areas:
            return
        if all(part.rules and not part.others for _, part in drawn):
            self.rules += areas
            for whole in self._open:
                whole.has_lines = True
        self._add(Block("picture", areas[0][0], drawn=areas))

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        for whole in self._open:
            whole.blocks.append(block)

    def _drawn(self, kid: Element | Mark, *, is_link: bool) -> Iterator[tuple[Drawn, bool]]:
        """Yield what was drawn for an element or mark, each part with whether it is a link."""
        if isinstance(kid, Mark):
            yield self._content(kid), is_link
            return
        for inner in kid.kids:
            yield from self._drawn(inner, is_link=is_link or kid.role == "Link")

    def _content(self, mark: Mark) -> Drawn:
        page = self.pages[mark.page]
        return (page.marked.get(mark.number) if page else None) or Drawn()


def _area_of(run: Run) -> Area:
    return Area(run.left, run.base, run.right, run.base + run.size)


def _is_box(element: Element) -> bool:
    """Return whether an element is a group of blocks, and not only what is around a table or a picture."""
    roles = {kid.role for kid in element.kids if isinstance(kid, Element)}
    return element.role == "Div" and not roles <= {"Table", "Figure", "Caption"}


def lines_of(runs: Sequence[Run]) -> Iterator[Line]:
    """Yield the lines that strings stand on, of which there is at least one."""
    row: list[Run] = []
    for run in runs:
        if row and not on_one_line(row[-1], run):
            yield _line(row)
            row = []
        row.append(run)
    yield _line(row)


def _line(runs: list[Run]) -> Line:
    if len(runs) == 1:
        (run,) = runs
        return Line(run.page, run.left, run.right, run.base, run.size, (run,))
    left, right = min([run.left for run in runs]), max([run.right for run in runs])
    first = next((run for run in runs if not run.is_mark), runs[0])  # a mark is raised to its letter
    return Line(first.page, left, right, first.base, max([run.size for run in runs]), tuple(runs))
