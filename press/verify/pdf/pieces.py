"""From the structure tree and what was drawn to the pieces of the sheet."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from press.verify.pdf.codes import DENSE
from press.verify.pdf.content import Drawn, Hidden, Page, Run
from press.verify.pdf.matrix import Area
from press.verify.pdf.pictures import drawn_with
from press.verify.pdf.state import TURNED
from press.verify.pdf.structure import HEADINGS, Element, Mark, bounds, is_inline
from press.verify.pdf.words import joined, on_one_line, replaced
from press.verify.permitted import folded, squeezed
from press.verify.piece import Foreign, Kind, Link, Piece

_GROUPS = frozenset({"Document", "Art", "Sect", "Div"})
_SIMPLE = {"P": Kind.PARAGRAPH, "Caption": Kind.CAPTION, "DT": Kind.TERM}

_MARKS = {"Disc": "\u2022", "Circle": "\u25e6", "Square": "\u25aa", "Decimal": "."}
"""The marks of lists that say how they count, but for the numbers; others (None) have marks of any kind."""


class _Around(NamedTuple):
    """What stands around a piece: lists and quotations."""

    depth: int = 0
    quoted: int = 0


@dataclass(slots=True)
class _Found:
    """What is found among words."""

    links: list[Link] = field(default_factory=list)
    foreign: list[Foreign] = field(default_factory=list)


@dataclass(slots=True)
class Pieces:
    """The pieces of one file, and what came to light while they were gathered.

    `figures` are the marks of pictures and lines, each with its alternative; `heads` the tables' heads as their
    glyphs stand, without spaces, and `headers` those of the last table's columns; `headings` where the headings stand:
    on which page, and how high, in points; `dense` are the pictures of so many shapes that they may be codes to scan,
    by their place in `found`: on which page, and where.
    """

    pages: Sequence[Page | None]
    found: list[Piece] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    unseen: list[tuple[str, str]] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    headings: list[tuple[int, float]] = field(default_factory=list)
    figures: list[tuple[int, int, str]] = field(default_factory=list)
    dense: dict[int, tuple[int, Area]] = field(default_factory=dict)
    section: str = ""
    headers: list[str] = field(default_factory=list)
    linked: list[Element] = field(default_factory=list)
    _used: set[Mark] = field(default_factory=set)

    def gather(self, tree: Element) -> None:
        """Gather the pieces of a whole tree, and look for content that it leaves out."""
        self._block(tree, _Around())
        self.unread += self._widened()
        for number, page in enumerate(self.pages):
            for mark, drawn in page.marked.items() if page else ():
                if Mark(number, mark) not in self._used and (drawn.runs or drawn.rules or drawn.others):
                    text = joined(drawn.runs)
                    self.unread.append(f"page {number + 1}: `{text}` is not in the structure")

    def _block(self, element: Element, around: _Around) -> None:
        """Take a block and what is in it."""
        match element.role:
            case role if role in HEADINGS:
                self._heading(element, around)
            case role if role in _SIMPLE:
                self._add(_SIMPLE[role], element.kids, around)
            case role if role in _GROUPS or role == "BlockQuote":
                if any(map(is_inline, element.kids)):
                    self.unread.append(f"`{self._text(element.kids, seen=False)}` stands in no paragraph")
                self._flow(element.kids, _Around(around.depth, around.quoted + (role == "BlockQuote")))
            case "L":
                self._list(element, _Around(around.depth + 1, around.quoted))
            case "DL":
                self._flow([kid for entry in element.kids for kid in _kids_of(entry, "DI")], around)
            case "DD":
                self._flow(element.kids, around, Kind.MEANING)
            case "Code":
                self._add(Kind.CODE, element.kids, around)
            case "Table":
                self._table(element, around)
            case "Figure":
                self._figure(element, around)
            case role:
                self.unread.append(f"the structure has an element of an unknown kind, {role}")
                self._flow(element.kids, around)

    def _flow(self, kids: Sequence[Element | Mark], around: _Around, kind: Kind | None = None, mark: str = "") -> None:
        """Take blocks, and runs of words between them.

        With a `kind`, the first paragraph is a piece of this kind and there is one in any case.
        """
        words: list[Element | Mark] = []
        for kid in kids:
            if is_inline(kid):
                words.append(kid)
                continue
            if words or kind:
                first = kid if kind and not words and isinstance(kid, Element) and kid.role == "P" else None
                self._add(kind or Kind.PARAGRAPH, first.kids if first else words, around, mark)
                words, kind, mark = [], None, ""
                if first:
                    continue
            if isinstance(kid, Element):
                self._block(kid, around)
        if words or kind:
            self._add(kind or Kind.PARAGRAPH, words, around, mark)

    def _list(self, element: Element, around: _Around) -> None:
        """Take a list's items."""
        for item in element.kids:
            parts = _kids_of(item, "LI")
            labels = [part for part in parts if isinstance(part, Element) and part.role == "Lbl"]
            bodies = [part for part in parts if isinstance(part, Element) and part.role == "LBody"]
            if len(labels) > 1 or len(bodies) > 1 or len(labels) + len(bodies) != len(parts) or not parts:
                self.unread.append("a list holds something that is no item with a mark and a body")
            mark = "".join(self._text(label.kids) for label in labels).strip()
            sign = mark.strip("0123456789")
            if _MARKS.get(element.numbering, sign) != sign:
                self.unread.append(f"the item `{mark}` is read aloud as one of a list of another kind")
            body = [kid for part in bodies for kid in part.kids]
            if len(body) == 1 and isinstance(body[0], Element) and body[0].role == "Note":
                body = body[0].kids
            self._flow(body, around, Kind.ITEM, mark)

    def _table(self, table: Element, around: _Around) -> None:
        """Take a table's cells, row by row; rows of the head are row 0."""
        number = 0
        self.headers = []
        for part in table.kids:
            if not isinstance(part, Element) or part.role not in {"THead", "TBody", "TFoot", "TR", "Caption"}:
                self.unread.append("a table holds something that is no row")
            elif part.role == "Caption":
                self._block(part, around)
            else:
                is_head = part.role == "THead"
                for row in [part] if part.role == "TR" else part.kids:
                    number += not is_head
                    self._row(_kids_of(row, "TR"), 0 if is_head else number, around)
                    if is_head and isinstance(row, Element):
                        runs = [run for mark in row.marks() for run in self._drawn(mark, seen=False).runs]
                        self.heads.add(squeezed(joined(runs)))

    def _row(self, cells: Sequence[Element | Mark], number: int, around: _Around) -> None:
        """Take a row's cells; those that do not begin on one line need their headers before their words.

        Header cells are those of the head, and below a corner without words those that name rows.
        """
        column = 1
        nameless: list[int] = []
        firsts: list[Run] = []
        for cell in cells:
            if not isinstance(cell, Element) or cell.role not in {"TH", "TD"}:
                self.unread.append("a table's row holds something that is no cell")
                continue
            runs = [run for run in self._runs(cell.kids, _Found(), seen=False) if run.text.strip()]
            is_name = number > 0 and column == 1 and len(self.headers) > 1 and not self.headers[0]
            if (cell.role == "TH") != ((number == 0 or is_name) and bool(runs)):
                self.unread.append(
                    f"the cell {number}.{column} of a table is a {cell.role}: who listens hears another table"
                )
            if cell.role == "TH" and cell.scope != ("Row" if is_name else "Column"):
                what = "row" if is_name else "column"
                self.unread.append(
                    f"the cell {number}.{column} of a table is the header of something else than its {what}"
                )
            firsts += runs[:1]
            label, words = _parted(cell)
            if number == 0:
                self.headers.append(squeezed(joined(runs)))
            elif label is None:
                nameless += [column] * any(self.headers[column - 1 : column])
            else:
                self._label(label, number, column)
            self._flow(words, around, Kind.CELL, f"{number}.{column}")
            column += cell.column_span
        if any(one.page == other.page and not on_one_line(one, other) for one, other in pairwise(firsts)):
            self.unread += [f"the cell {number}.{place} of a table stands without its header" for place in nameless]

    def _label(self, label: Element, number: int, column: int) -> None:
        """See to it that what stands before a cell's words is its column's header."""
        said = self._text(label.kids)
        header = "".join(self.headers[column - 1 : column])
        if squeezed(said) not in {header, f"{header}:"}:
            self.unread.append(f"the cell {number}.{column} of a table stands under `{said}`")

    def _heading(self, element: Element, around: _Around) -> None:
        page = next((mark.page for mark in element.marks()), -1)
        first = next(iter(self._runs(element.kids, _Found(), seen=False)), None)
        self.headings.append((page, first.base + first.size if first else 0.0))
        self.section = folded(self._text(element.kids, seen=False))
        self._add(Kind.HEADING, element.kids, around, level=HEADINGS[element.role])

    def _figure(self, element: Element, around: _Around) -> None:
        """Take a picture, or lines to write on: a picture of nothing but level lines."""
        text, before = element.alternative, len(self.unseen)
        drawn = [self._drawn(mark, permitted=TURNED) for mark in element.marks()]
        self.unseen[before:] = _of_picture(text, self.unseen[before:])
        rules, others = sum(part.rules for part in drawn), sum(part.others for part in drawn)
        self.figures += [(mark.page, mark.number, text) for mark in element.marks()]
        if not (rules or others or any(part.runs for part in drawn)):
            self.unseen.append((text, "nothing is drawn in its place"))
        areas = [area for part in drawn for area in part.areas]
        if not all(_is_in(element.box, part) for part in drawn):
            self.unread.append(f"the picture `{text}` says that it is elsewhere on its page")
        if others > DENSE and len(drawn) == 1:
            self.dense[len(self.found)] = (next(element.marks()).page, Area.holding(areas))
        piece = Piece(Kind.FIGURE, text.strip(), text.strip(), 0, *around, section=self.section)
        if rules and not others:
            self.found.append(replace(piece, kind=Kind.LINES, mark=str(rules)))
        else:
            pictures = [picture for part in drawn for picture in part.pictures]
            self.found.append(replace(piece, picture=drawn_with(pictures)))

    def _add(self, kind: Kind, kids: Sequence[Element | Mark], around: _Around, mark: str = "", level: int = 0) -> None:
        """Add a piece that is made of words; line ends in its text are still BREAK."""
        found = _Found()
        text = joined(self._runs(kids, found, seen=True)).strip()
        more = tuple(found.links), tuple(found.foreign)
        self.found.append(Piece(kind, text, text, level, *around, mark, *more, section=self.section))

    def _text(self, kids: Sequence[Element | Mark], *, seen: bool = True) -> str:
        """Return the words in elements and marks.

        With `seen` off, nothing is noted about them: they were, or will be, taken elsewhere.
        """
        return joined(self._runs(kids, _Found(), seen=seen))

    def _runs(self, kids: Sequence[Element | Mark], found: _Found, *, seen: bool) -> list[Run]:
        """Return the strings in elements and marks, and note in `found` what they are besides."""
        runs: list[Run] = []
        for kid in kids:
            if isinstance(kid, Mark):
                own = self._drawn(kid, seen=seen).runs
            else:
                links, passages = len(found.links), len(found.foreign)
                own = self._runs(kid.kids, found, seen=seen)
                if kid.actual:
                    own = self._actual(own, kid, seen=seen)
                found.links[links:links] = [Link(target, joined(own)) for target in kid.links]
                if kid.lang:
                    found.foreign.insert(passages, Foreign(kid.lang, joined(own)))
                if seen and kid.areas:
                    self._check_areas(kid, own)
                    self._check_names(kid, joined(own))
                if seen and (kid.alternative or not is_inline(kid)):
                    self.unread.append(f"there is a {kid.role} inside a line")
            runs += own
        return runs

    def _actual(self, runs: list[Run], element: Element, *, seen: bool) -> list[Run]:
        """Return the text that an element claims for its glyphs, if they bear it out."""
        run = replaced(runs, element.actual, is_rtl=element.is_rtl)
        if run is not None:
            return [run]
        if seen:
            self.unread.append(f"the glyphs of `{element.actual}` say `{joined(runs)}`")
        return runs

    def _check_areas(self, link: Element, runs: Sequence[Run]) -> None:
        """See to it that a tap on the link's words is a tap on the link."""
        for run in runs:
            base = Area(run.left, run.base, run.right, run.base)
            inside = any(page == run.page and base.within(bounds(corners), 1) for page, corners in link.areas)
            if run.text.strip() and not inside:
                self.unread.append(f"the link `{run.text}` does not lie over its words")
        self.linked.append(link)

    def _check_names(self, link: Element, words: str) -> None:
        """See to it that who listens is told the link's words."""
        for said in link.said:
            if squeezed(said) != squeezed(words):
                self.unread.append(f"the link `{folded(words)}` is read aloud as `{said}`")

    def _widened(self) -> Iterator[str]:
        """Yield the words that a link lies over, so that a tap on them is one on the link, and that are not its own."""
        heights: dict[int, list[Run]] = {}
        for link in self.linked:
            own = {id(run) for mark in link.marks() for run in self._drawn(mark, seen=False).runs}
            for number, corners in link.areas:
                page = self.pages[number]
                if page and number not in heights:
                    heights[number] = sorted(page.runs, key=_middle)
                # Eight numbers for each line that the link is on, or four for all of it.
                for part in (corners[n : n + 8] for n in range(0, len(corners), 8)):
                    yield from _under(bounds(part), heights.get(number, []), own)

    def _drawn(self, mark: Mark, *, seen: bool = True, permitted: str = "") -> Drawn:
        """Return what a mark encloses, and note what of it nobody sees, but for a `permitted` reason."""
        page = self.pages[mark.page]
        drawn = page.marked.get(mark.number) if page else None
        if drawn is None:
            if seen and page:
                self.unread.append(f"page {mark.page + 1} has no content {mark.number}")
            return Drawn()
        if seen:
            if mark in self._used:
                self.unread.append(f"page {mark.page + 1}: `{joined(drawn.runs)}` is in the structure twice")
            self._used.add(mark)
            self.unseen += [hidden for run in drawn.runs for hidden in run.hidden if hidden[1] != permitted]
        return drawn


def _of_picture(alternative: str, hidden: Sequence[Hidden]) -> Iterator[Hidden]:
    """Yield what nobody sees of a picture's words, which may be drawn letter by letter, with its alternative."""
    for reason, parts in groupby(hidden, itemgetter(1)):
        letters = "".join(text for text, _ in parts)
        yield alternative, f"`{letters}` in it: {reason}; save it with all its words in view"


def _is_in(box: Area | None, drawn: Drawn) -> bool:
    """Return whether what is seen of a drawing lies where its box is, which readers aloud show, and reflow to."""
    if not (box and drawn.clip and drawn.areas):
        return bool(box)
    return Area.holding(drawn.areas).cut(drawn.clip).within(box, 1) and box.within(drawn.clip, 1)


def _middle(run: Run) -> float:
    """Return how high the middle of a string's small letters stands."""
    return run.base + run.size / 4


def _under(area: Area, runs: list[Run], own: set[int]) -> Iterator[str]:
    """Yield what lies in an area, half of it or half a letter, of strings from the lowest up, and is not `own`.

    Marks have no place of their own: who taps on one taps on its letter.
    """
    left, bottom, right, top = area
    for run in runs[bisect_left(runs, bottom, key=_middle) : bisect_left(runs, top, key=_middle)]:
        within = min(run.right, right) - max(run.left, left)
        is_in = within > min(run.right - run.left, run.size) / 2
        if is_in and id(run) not in own and run.text.strip() and not run.is_mark:
            yield f"a link lies over `{run.text}` besides its own words"


def _parted(cell: Element) -> tuple[Element | None, Sequence[Element | Mark]]:
    """Return the header that stands in a cell once more, and what is in the cell besides."""
    first = cell.kids[0] if cell.kids else None
    return (first, cell.kids[1:]) if isinstance(first, Element) and first.role == "Lbl" else (None, cell.kids)


def _kids_of(element: Element | Mark, role: str) -> Sequence[Element | Mark]:
    """Return what is in an element that has to have this role; else the thing itself, so that it is found wrong."""
    return element.kids if isinstance(element, Element) and element.role == role else [element]
