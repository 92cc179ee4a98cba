"""From the boxes that were laid out to what has to be laid out once more, in another form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from weasyprint.formatting_structure import boxes

from press.writers.tagging.foreign import Box, Document, Element

_SLACK = 0.5
"""CSS pixels by which a table may seem wider than its room."""

_WHOLE, _BELOW, _HEADED = 0.92, 0.7, 0.85
"""Shares of a page up to which something is kept on one, up to which it is kept below a heading, and up to which a
stacked table's first row is kept below its head: alone, that says nothing."""

_TALL = 0.3
"""Share of a page up to which a row is still read across, where the columns stand close."""

_WHITE = 0.3
"""Share of a page that may stay white since rows or items are kept together, of which one by itself has room there."""

_CLOSER = 0.85
"""Share of their height that crisis lines need where they stand closer."""

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})

_FEW = 3
"""Rows of a table, without its head, or items of a list, that stay together: the first two and the last two are all."""


def misfits(document: Document, elements: Sequence[Element]) -> set[tuple[int, str]]:
    """Return what needs another form: its place in `elements`, and a class that templates/pdf/sheet.css has for it.

    A table is `tight` where its columns have no room beside one another: they stand close. Where that is not enough,
    it is `loose`: what is `whole` in it may be broken, as a box of its own, and is `open` where a sign at it has no
    room in its line. Where that is not enough either, or nothing is, or rows of close columns have become high, it is
    `stacked`. It has its head `once` where that had no room above a row, and was left out. `parted` is what should be
    kept on one page and has no room there: a box, an item, a row, a table or the first or last rows of one, the first
    or last two items of a list, or what has left a heading alone on the page before, or much of it white. A stacked
    table is `apart` from its head where its first row has no room below. An item's mark is `beside` its words where the
    first of them is longer than a line, before which the line would end. Crisis lines are `closer` where they just miss
    the first page, and a box where it leaves a heading alone.
    """
    found = _Found()
    for page in document.pages:
        for around, box in _blocks(page._page_box):  # noqa: SLF001 - see __init__
            found.take(box, around, page._page_box.height)  # noqa: SLF001
    for first, second in pairwise(document.pages[:2]):
        found.give("closer", _just_missed(first._page_box, second._page_box))  # noqa: SLF001
    if all(form in element.get("class", "").split() for element, form in found.forms()):  # else heights change yet
        for first, second in pairwise(document.pages):
            found.below.update(_left_alone(first._page_box, second._page_box))  # noqa: SLF001
            found.below.update(_left_white(first._page_box, second._page_box))  # noqa: SLF001
    return {(elements.index(element), form) for element, form in found.forms()}


def _just_missed(first: Box, second: Box) -> Iterator[Element]:
    """Yield the crisis lines that begin the second page and would have room on the first one if they stood closer."""
    above, box = (page.children[0].children[0].children[0].children[end] for page, end in ((first, -1), (second, 0)))
    room = first.content_box_y() + first.height - above.position_y - above.margin_height()
    if box.element.get("class", "").startswith("crisis") and room > _CLOSER * box.margin_height():
        yield box.element


def _left_alone(first: Box, second: Box) -> Iterator[Element]:
    """Yield what is kept together where the second page begins, or the table, if a heading ends the first one."""
    *_, last = _edge(first, -1)
    if last.element_tag not in _HEADINGS:
        return
    for box in _edge(second, 0):
        if box.element_tag == "table" or box.style["break_inside"] == "avoid":
            yield box.element
        if box.element_tag == "table":
            return


def _left_white(first: Box, second: Box) -> Iterator[Element]:
    """Yield the table or list that the second page begins with, below what leads to it, if the first one had room.

    Room for a row or an item, that is. Of a table that is kept whole what is around it comes first: then two rows at
    each end are.
    """
    *_, last = _edge(first, -1)
    room = first.content_box_y() + first.height - last.position_y - last.margin_height()
    if room <= _WHITE * first.height:
        return
    room -= max(box.style["margin_top"].value for box in _edge(second, 0))  # at the top of a page it is left out
    for around, box in _blocks(second.children[0]):
        is_table = isinstance(box, boxes.TableBox)
        if is_table or box.element_tag in {"ul", "ol"}:
            part = next(_rows(box) if is_table else iter(box.children), None)
            if part and part.position_y + part.height - second.content_box_y() < room:
                yield (around if is_table and around.style["break_inside"] == "avoid" else box).element
            return
        is_of_table = "table" in box.element.get("class", "").split()
        if box.style["break_inside"] == "avoid" and not is_of_table and box.element_tag not in _HEADINGS:
            return


def _rows(table: Box) -> Iterator[Box]:
    """Yield the rows of a part of a table, without those of its head."""
    return (row for group in table.children if not group.is_header for row in group.children)


def _edge(page: Box, end: int) -> Iterator[Box]:
    """Yield the first or last block of a page, each before the one that is first or last in it."""
    box = page.children[0]
    while isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.LineBox):
        yield box
        if not box.children:
            return
        box = box.children[end]


def _blocks(box: Box) -> Iterator[tuple[Box, Box]]:
    """Yield the blocks in a box, or the parts of them that are there, each behind what is around it."""
    for child in box.children:
        if isinstance(child, boxes.ParentBox) and not isinstance(child, boxes.LineBox):
            inner = child.children[0] if child.is_table_wrapper else child
            yield box, inner
            if not _is_wide(inner, box):  # or its rows will have other heights
                yield from _blocks(inner)


def _is_wide(box: Box, around: Box) -> bool:
    return isinstance(box, boxes.TableBox) and bool(box.width > around.width + _SLACK)


@dataclass(slots=True)
class _Found:
    """What is known of a document's blocks, by their elements.

    `heights` are those of what is to be kept on one page, of all its parts together, in pages; `parts` the rows of each
    table, and the items of each list; `given` the elements whose form is known, with it.
    """

    heights: dict[Element, float] = field(default_factory=dict)
    parts: dict[Element, dict[Element, None]] = field(default_factory=dict)
    lists: set[Element] = field(default_factory=set)
    wide: set[Element] = field(default_factory=set)
    kept: set[Element] = field(default_factory=set)
    stacked: set[Element] = field(default_factory=set)
    below: set[Element] = field(default_factory=set)
    given: set[tuple[Element, str]] = field(default_factory=set)

    def take(self, box: Box, around: Box, page: float) -> None:
        """Take a block, what is around it, and the height of a page, in CSS pixels."""
        element = box.element
        if box.element_tag == "li" and _has_lone_mark(box):
            self.give("beside", [element])
        self.give("open", _crowded(box))
        if _is_wide(box, around):
            self.wide.add(element)
        elif box.element_tag == "table":
            if not isinstance(box, boxes.TableBox):
                self.stacked.add(element)
            elif element not in self.parts and not box.children[0].is_header:
                self.give("once", [element])
            if around.style["break_inside"] == "avoid":
                self.kept.add(element)
            self.parts.setdefault(element, {}).update(_elements(row for part in box.children for row in part.children))
        elif box.element_tag in {"ul", "ol"}:
            self.lists.add(element)
            self.parts.setdefault(element, {}).update(_elements(box.children))
        elif box.style["break_inside"] == "avoid":
            is_head = isinstance(around, boxes.TableRowGroupBox) and around.is_header  # which is repeated
            self.heights[element] = box.height / page + (0 if is_head else self.heights.get(element, 0))

    def give(self, form: str, elements: Iterable[Element]) -> None:
        """Note that some elements need a form."""
        self.given.update((element, form) for element in elements)

    def forms(self) -> Iterator[tuple[Element, str]]:
        """Yield each element that needs another form, with the form."""
        yield from ((element, _narrower(element)) for element in self.wide)
        yield from ((element, "stacked") for element in self.parts if self._is_high(element))
        yield from self.given
        yield from ((element, "parted") for element, height in self.heights.items() if height > _WHOLE)
        yield from ((element, self._lower(element)) for element in self.below)
        for element in self.parts:
            is_stacked = element in self.stacked
            if self._together(element) > (_HEADED if is_stacked else _BELOW):
                yield element, "apart" if is_stacked else "parted"

    def _is_high(self, element: Element) -> bool:
        """Return whether something is a table of close columns, with a row so high that nobody reads across it."""
        is_close = element not in self.stacked and "tight" in element.get("class", "").split()
        return is_close and max(self.heights.get(row, 0) for row in self.parts[element]) > _TALL

    def _lower(self, element: Element) -> str:
        """Return the form of what leaves no room for the heading above: frames are broken last."""
        if element in self.stacked:
            return "apart"
        forms = element.get("class", "").split()
        is_framed = not {"box", "crisis"}.isdisjoint(forms)
        is_whole = {"closer", "parted"}.isdisjoint(forms) and self.heights.get(element, 1) <= _WHOLE
        return "closer" if is_framed and is_whole else "parted"

    def _together(self, element: Element) -> float:
        """Return the height of those rows of a table, or items of a list, that are to be kept together."""
        heights = [self.heights.get(part, 0) for part in self.parts[element]]  # what may be parted has none
        if element in self.stacked:
            return sum(heights[:2])
        if element in self.lists:
            return sum(heights) if len(heights) <= _FEW else max(sum(heights[:2]), sum(heights[-2:]))
        if element in self.kept or len(heights) <= 1 + _FEW:  # with its head
            return sum(heights)
        return max(sum(heights[:3]), heights[0] + sum(heights[-2:]))


def _has_lone_mark(item: Box) -> bool:
    """Return whether the first line of an item, or of a part of it, has the item's mark and no word."""
    line = next(iter(item.children), None)
    if not isinstance(line, boxes.LineBox) or "mark" not in line.children[0].element.get("class", "").split():
        return False
    behind = [box for part in line.children[1:] for box in part.descendants() if isinstance(box, boxes.TextBox)]
    return not any(box.text.strip() for box in behind)


def _crowded(box: Box) -> Iterator[Element]:
    """Yield what is `whole`, and a box by itself, in a block's lines that are wider than the block."""
    for line in box.children:
        if isinstance(line, boxes.LineBox) and line.width > box.width + _SLACK:
            inner = (part for part in line.descendants() if isinstance(part, boxes.InlineBlockBox))
            yield from (part.element for part in inner if part.element.get("class") == "whole")


def _narrower(table: Element) -> str:
    """Return the next form of a table that is too wide."""
    forms = table.get("class", "").split()
    if "tight" not in forms:
        return "tight"
    has_whole = any(element.get("class") == "whole" and not element.get("dir") for element in table.iter())
    return "loose" if has_whole and "loose" not in forms else "stacked"


def _elements(parts: Iterable[Box]) -> dict[Element, None]:
    return {part.element: None for part in parts}
