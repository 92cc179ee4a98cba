"""From shown strings to text: spaces that one sees but that nobody drew, line ends, and what runs right to left."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from unicodedata import bidirectional

from press.verify.pdf.bidi import reads_as
from press.verify.pdf.content import Run
from press.verify.piece import BREAK

_GAP = 0.1
"""Width of a gap between two strings from which on one sees a space, in sizes of the font; a space is 0.2 or more."""

_LINE = 0.6
"""Height from which on two strings stand on different lines, in sizes of the font; raised text is under it."""


def joined(runs: Iterable[Run]) -> str:
    """Return the text of strings in reading order: a space where there is a gap, BREAK where one cannot tell."""
    # A space that was drawn leaves a gap; one that was not is nowhere.
    inked = [run for run in runs if run.text.strip()]
    text = inked[0].text if inked else ""
    for before, after in pairwise(inked):
        text += _between(before, after, text, inked) + after.text
    return text


def _between(before: Run, after: Run, text: str, line: Sequence[Run]) -> str:
    """Return what one sees between two strings."""
    size = max(before.size, after.size)
    if not on_one_line(before, after):
        return BREAK
    start, end = min(before.right, after.right), max(before.left, after.left)
    if end - start <= _GAP * size or text[-1:].isspace() or after.text[:1].isspace():
        return " " if _is_turned(before, after, _GAP * size) else ""
    # Where the direction turns, the string that follows stands beyond another one: nobody can see what is between.
    reach = size / 4
    passes = any(on_one_line(run, before) and start - reach <= run.left and run.right <= end + reach for run in line)
    return BREAK if passes else " "


def _is_turned(before: Run, after: Run, gap: float) -> bool:
    """Return whether Latin letters or digits go on to the left of those before them: one sees another word there."""
    if after.left >= before.left or after.right > before.left + gap:
        return False
    return all(bidirectional(char) in {"L", "EN"} for char in (before.text[-1], after.text[0]))


def on_one_line(one: Run, other: Run) -> bool:
    """Return whether two strings stand on the same line of the same page."""
    return one.page == other.page and abs(one.base - other.base) <= _LINE * max(one.size, other.size)


def replaced(runs: Sequence[Run], actual: str, *, is_rtl: bool) -> Run | None:
    """Return one string that says `actual` in the place of `runs`; None where their glyphs say something else.

    `is_rtl` is whether they stand in a text from right to left.
    """
    inked = [run for run in runs if run.text.strip()]
    if not inked:
        return Run(actual, 0, 0, 0, 0, 1) if not actual.strip() else None
    if not reads_as([glyph for run in runs for glyph in run.glyphs], actual, is_rtl=is_rtl):
        return None
    first = inked[0]
    left, right = min(run.left for run in inked), max(run.right for run in inked)
    return Run(actual, first.page, left, right, first.base, first.size)
