"""Colours of a drawing that run into one another, drawn so that every program shows them.

WeasyPrint draws those of a shape's own size (`objectBoundingBox`, the usual ones) in a cell of 1 by 1, others in one of
the drawing's own units. Where its matrix makes a cell larger, Poppler's own painter (that of `pdftoppm`) shows a part
as large as the cell, and nothing of one of 1 by 1.

It measures the cell of a turned gradient by two corners of the shape: at 45 degrees nothing was drawn.

To lines in such colours, or in a pattern, WeasyPrint gives no width: they were as thin as a hair.
"""

from itertools import product
from math import sqrt
from typing import Any

from weasyprint import svg as drawing
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.svg import SVG

_SIDE = 1000
"""Points, more than any page has: a cell with such sides is made smaller by its matrix, never larger."""

_PIXEL = 0.75
"""Points."""

_stock = Stream.add_pattern
_stock_gradient = drawing.draw_gradient
_stock_state = SVG.set_graphical_state


def add_pattern(stream: Stream, *cell: Any) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return what WeasyPrint's method of this name does: a pattern, by its place, size, steps and matrix."""
    *measures, matrix = cell
    whole = getattr(stream, "whole", None)
    measures = [*whole, *whole[2:]] if whole else measures
    a, d = (max(1.0, _SIDE / side) if side else 1.0 for side in measures[2:4])
    larger = [measure * by for measure, by in zip(measures, (a, d) * 3, strict=True)]
    pattern = _stock(stream, *larger, Matrix(a=1 / a, d=1 / d) @ matrix)
    pattern.transform(a=a, d=d)
    return _as_large(pattern, whole) if whole else pattern


def _as_large(stream: Any, box: Any) -> Any:  # noqa: ANN401 - as above
    """Return a stream whose groups, and theirs, have this box."""
    stream.add_group = lambda *_: _as_large(Stream.add_group(stream, *box), box)
    return stream


def draw_gradient(svg: SVG, node: Any, gradient: Any, *rest: float, stroke: bool) -> Any:  # noqa: ANN401 - as above
    """Do what WeasyPrint's function of this name does, in a cell that holds all corners of the shape."""
    size, _ = rest
    box = svg.calculate_bounding_box(node, size, stroke)
    turned = drawing.transform(gradient.get("gradientTransform"), "0 0", size, svg.normalized_diagonal)
    if box and turned.determinant:
        x, y, width, height = box if gradient.get("gradientUnits") == "userSpaceOnUse" else (0, 0, 1, 1)
        corners = [turned.invert.transform_point(*corner) for corner in product((x, x + width), (y, y + height))]
        (left, *_, right), (top, *_, bottom) = (sorted(places) for places in zip(*corners, strict=True))
        svg.stream.whole = left, top, right - left, bottom - top
    painted = _stock_gradient(svg, node, gradient, *rest, stroke=stroke)
    svg.stream.whole = None
    return painted


def set_graphical_state(svg: SVG, node: Any, font_size: float, context: Any = None) -> Any:  # noqa: ANN401 - as above
    """Do what WeasyPrint's method of this name does, and set the width of a line that has no plain colour.

    And of one that is not to grow with the drawing, as far as it is not in a half transparent group.
    """
    painted = _stock_state(svg, node, font_size, context)
    source, _ = node.get_paint("stroke", context)
    width, scale = svg.length(node.get("stroke-width", "1px"), font_size), svg.stream.ctm.determinant
    if scale and node.get("vector-effect") == "non-scaling-stroke":
        svg.stream.set_line_width(width * _PIXEL / sqrt(abs(scale)))
    elif source in svg.gradients or source in svg.patterns:
        svg.stream.set_line_width(width)
    return painted
