"""What was painted over text, or through it, as far as one letter: what is drawn there still looks like letters."""

from bisect import bisect
from collections.abc import Iterator, Sequence

from press.verify.pdf.content import Fill, Hidden, Page, Run
from press.verify.pdf.matrix import Area

_LOW, _HIGH = 0.12, 0.45
"""Sizes of the type above the base line between which a line is no underline, but goes through the letters."""

_SLIGHT = 1.0
"""Points of a string's end that something may lie over: the room beside its letters."""

_STEPS = 6
"""Looks for each size of the type: a letter is not passed over."""


def covered(pages: Sequence[Page | None], figures: Sequence[tuple[int, int, str]]) -> Iterator[Hidden]:
    """Yield the text that something was painted over or through.

    `figures` are the marks of pictures, in which words and lines may cross.
    """
    for number, page in enumerate(pages):
        if not page or not (page.later or page.bars):
            continue
        drawn = [page.marked[mark] for home, mark, _ in figures if home == number and mark in page.marked]
        free = {id(run) for part in drawn for run in part.runs}
        inked = [(n, run) for n, run in enumerate(page.runs) if id(run) not in free and run.text.strip()]
        runs = sorted(((_letters(run), n, run) for n, run in inked), key=lambda entry: entry[0].bottom)
        bottoms = [area.bottom for area, _, _ in runs]
        highest = max((area.top - area.bottom for area, _, _ in runs), default=0)
        for bar in page.bars:
            for area, _, run in runs[bisect(bottoms, bar.bottom - highest) : bisect(bottoms, bar.top)]:
                if _meet(bar, area) and not run.is_mark:  # an underline goes through a mark below its letter
                    yield run.text.strip(), "a line goes through it"
        for fill, count in page.later:
            for area, place, run in runs[bisect(bottoms, fill.area.bottom - highest) : bisect(bottoms, fill.area.top)]:
                if place < count and _meet(fill.area, area) and _lies_over(fill, area):
                    yield run.text.strip(), "something was painted over it"


def _letters(run: Run) -> Area:
    """Return the area that a string's letters all have ink in."""
    left, right = run.left + _SLIGHT, max(run.right, run.left + 2 * _SLIGHT) - _SLIGHT
    return Area(left, run.base + _LOW * run.size, right, run.base + _HIGH * run.size)


def _meet(one: Area, other: Area) -> bool:
    return one.left < other.right and one.right > other.left and one.bottom < other.top and one.top > other.bottom


def _lies_over(fill: Fill, area: Area) -> bool:
    """Return whether any place of an area is painted."""
    height = area.top - area.bottom
    step = height / (_HIGH - _LOW) / _STEPS
    if not step > 0:
        return True
    count = int((area.right - area.left) / step) + 1
    heights = [area.bottom + share * height for share in (0.05, 0.5, 0.95)]
    return any(fill.covers(area.left + n * step, height) for n in range(count + 1) for height in heights)
