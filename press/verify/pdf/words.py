"""From shown strings to text: spaces that one sees but that nobody drew, line ends, and what runs right to left."""

from collections.abc import Iterable, Sequence

from press.verify.pdf.bidi import reads_as
from press.verify.pdf.content import Run
from press.verify.piece import BREAK

_GAP = 0.1
"""Width of a gap between two strings from which on one sees a space, in sizes of the font; a space is 0.2 or more."""

_LINE = 0.6
"""Height from which on two strings stand on different lines, in sizes of the font; raised text is under it."""


def joined(runs: Iterable[Run]) -> str:
    """Return the text of strings in reading order: BREAK at each line end, a space where there is a gap."""
    text = ""
    before: Run | None = None
    for run in runs:
        if not run.text.strip():
            # A space that was drawn leaves a gap; one that was not is nowhere.
            continue
        if before:
            text += _between(before, run, text)
        text += run.text
        before = run
    return text


def _between(before: Run, after: Run, text: str) -> str:
    """Return what one sees between two strings."""
    size = max(before.size, after.size)
    if before.page != after.page or abs(before.base - after.base) > _LINE * size:
        return BREAK
    gap = max(after.left - before.right, before.left - after.right)
    return " " if gap > _GAP * size and not (text[-1:].isspace() or after.text[:1].isspace()) else ""


def replaced(runs: Sequence[Run], actual: str) -> Run | None:
    """Return one string that says `actual` in the place of `runs`; None where their glyphs say something else."""
    inked = [run for run in runs if run.text.strip()]
    if not inked:
        return Run(actual, 0, 0, 0, 0, 1) if not actual.strip() else None
    if not reads_as([glyph for run in runs for glyph in run.glyphs], actual):
        return None
    first = inked[0]
    left, right = min(run.left for run in inked), max(run.right for run in inked)
    return Run(actual, first.page, left, right, first.base, first.size)
