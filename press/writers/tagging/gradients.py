"""Colours of a drawing that run into one another, drawn so that every program shows them.

WeasyPrint draws those of a shape's own size (`objectBoundingBox`, the usual ones) in a cell of 1 by 1, which Poppler,
that is most viewers on Linux, leaves empty.
"""

from typing import Any

from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream

_SMALL, _LARGER = 2, 100
"""The side of a cell that is made larger, and how many times as large it is then, with what is drawn in it."""

_stock = Stream.add_pattern


def add_pattern(stream: Stream, *cell: Any) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return what WeasyPrint's method of this name does: a pattern, by its place, size, steps and matrix."""
    *measures, matrix = cell
    if max(measures[2:4]) > _SMALL:
        return _stock(stream, *cell)
    larger = [_LARGER * measure for measure in measures]
    pattern = _stock(stream, *larger, Matrix(a=1 / _LARGER, d=1 / _LARGER) @ matrix)
    pattern.transform(a=_LARGER, d=_LARGER)
    return pattern
