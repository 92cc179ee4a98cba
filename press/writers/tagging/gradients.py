"""Colours of a drawing that run into one another, drawn so that every program shows them.

WeasyPrint draws those of a shape's own size (`objectBoundingBox`, the usual ones) in a cell of 1 by 1, others in one of
the drawing's own units. Where its matrix makes a cell larger, Poppler's own painter (Okular, many a print server)
shows a part as large as the cell, and nothing of one of 1 by 1.

To lines in such colours, or in a pattern, WeasyPrint gives no width: they were as thin as a hair.
"""

from typing import Any

from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.svg import SVG

_SIDE = 1000
"""Points, more than any page has: a cell with such sides is made smaller by its matrix, never larger."""

_stock = Stream.add_pattern
_stock_state = SVG.set_graphical_state


def add_pattern(stream: Stream, *cell: Any) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return what WeasyPrint's method of this name does: a pattern, by its place, size, steps and matrix."""
    *measures, matrix = cell
    a, d = (max(1.0, _SIDE / side) if side else 1.0 for side in measures[2:4])
    larger = [measure * by for measure, by in zip(measures, (a, d) * 3, strict=True)]
    pattern = _stock(stream, *larger, Matrix(a=1 / a, d=1 / d) @ matrix)
    pattern.transform(a=a, d=d)
    return pattern


def set_graphical_state(svg: SVG, node: Any, font_size: float, context: Any = None) -> Any:  # noqa: ANN401 - as above
    """Do what WeasyPrint's method of this name does, and set the width of a line that has no plain colour."""
    painted = _stock_state(svg, node, font_size, context)
    source, _ = node.get_paint("stroke", context)
    if source in svg.gradients or source in svg.patterns:
        svg.stream.set_line_width(svg.length(node.get("stroke-width", "1px"), font_size))
    return painted
