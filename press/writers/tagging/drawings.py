"""Parts of a drawing that WeasyPrint left out, or drew otherwise than every browser does."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from math import atan2, dist, pi, remainder
from typing import Any

from weasyprint import svg as drawing
from weasyprint.pdf.stream import Stream
from weasyprint.svg import SVG, Node, defs, images, shapes
from weasyprint.svg.bounding_box import EMPTY_BOUNDING_BOX

_EVERYWHERE = -1e6, -1e6, 2e6, 2e6
"""Place and size, in the drawing's own units."""

_SHOWN = frozenset({*drawing.TAGS, "g", "switch"})
"""What a drawing shows: colours and descriptions are no choice."""

_STROKES = ("move_to", "line_to", "curve_to")
_NEAR = 1e-9

_stock_parts = Node.__iter__
_stock_children = Node.text_children
_stock_space = Node.process_whitespace
_stock_node = SVG.draw_node
_stock_box = SVG.calculate_bounding_box
_stock_pattern = drawing.draw_pattern
_stock_svg = images.svg
_stock_use = defs.use


def parts(node: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint has no types
    """Yield what WeasyPrint's method does, and of what a <switch> shows only the first that is for every program."""
    return _stock_parts(node) if node.tag != "switch" else _of_switch(_stock_parts(node))


def _of_switch(choices: Iterable[Any]) -> Iterator[Any]:
    is_shown = False
    for part in choices:
        if part.tag not in _SHOWN:
            yield part
        elif not is_shown and not part.get("requiredExtensions"):
            is_shown = True
            yield part


def text_children(node: Any, element: Any, trailing_space: bool, text_root: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - as above
    """Do what WeasyPrint's method of this name does, and keep words behind a <tspan> in a <tspan>: they were lost."""
    children, trailing_space = _stock_children(node, element, trailing_space, text_root)
    if not text_root:
        inside = element.etree_element
        inside[:] = [child._etree_node for child in children]  # noqa: SLF001 - as in WeasyPrint
        for part in inside:
            part.tail = None
        if children and not trailing_space and inside.text.endswith(" "):
            inside.text = f"{inside.text[:-1]}\xa0"  # else it would take away the space behind the whole
    return children, trailing_space


def process_whitespace(string: str | None, preserve: Any) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Do what WeasyPrint's method of this name does, a line's end taken for a space: words ran into one another."""
    return _stock_space((string or "").replace("\r\n", " ").replace("\n", " "), preserve)


def draw_node(svg: SVG, node: Any, *rest: Any, **more: Any) -> None:  # noqa: ANN401 - as above
    """Do what WeasyPrint's method of this name does, and count words with a place of their own to no line but theirs.

    By how wide a line is it is centred: one above a longer one began where that did.
    """
    _stock_node(svg, node, *rest, **more)
    if node.tag == "tspan" and ("x" in node.attrib or "y" in node.attrib):
        node.text_bounding_box = EMPTY_BOUNDING_BOX


def calculate_bounding_box(svg: SVG, node: Any, font_size: float, stroke: bool | None = None) -> Any:  # noqa: ANN401, FBT001 - WeasyPrint's
    """Do what WeasyPrint's method of this name does, but cut nothing off what is half transparent.

    It is asked without `stroke` for that alone, and answered without arrowheads, corners, and where words begin.
    """
    return _EVERYWHERE if stroke is None else _stock_box(svg, node, font_size, stroke)


def draw_pattern(svg: SVG, node: Any, pattern: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as above
    """Do what WeasyPrint's function of this name does, and leave the pattern its size for the next shape."""
    kept = pattern.attrib.copy()
    painted = _stock_pattern(svg, node, pattern, *rest, **more)
    pattern.attrib = kept
    return painted


def with_arrows(draw: Callable[..., None]) -> Callable[..., None]:
    """Return a function of WeasyPrint that draws lines, made to tell how these run, by which arrowheads are turned.

    By itself it tells so of straight lines in a path alone.
    """

    def drawn(svg: SVG, node: Any, font_size: float) -> None:  # noqa: ANN401 - as above
        if not any(name.startswith("marker") for name in node.attrib):
            draw(svg, node, font_size)
            return
        stream, runs = svg.stream, dict[int, list[tuple[float, float]]]()
        here = [(0.0, 0.0)]

        def noted(name: str, *numbers: float) -> None:
            points = [*zip(numbers[::2], numbers[1::2], strict=True)]
            if name != "move_to":
                runs.setdefault((len(node.vertices) + 1) // 2, [*here]).extend(points)
            here[:] = points[-1:]
            getattr(Stream, name)(stream, *numbers)

        for name in _STROKES:
            setattr(stream, name, partial(noted, name))
        try:
            draw(svg, node, font_size)
        finally:
            for name in _STROKES:
                delattr(stream, name)
        before = 0.0
        for number, points in runs.items():
            begin = _way(points[0], points[1:])
            after = _way(points[-1], points[-2::-1]) + pi
            if 2 * number - 1 < len(node.vertices):
                # In the middle it takes half of the sum of both ways.
                node.vertices[2 * number - 1] = pi - before - remainder(begin - before, 2 * pi), after
            before = after

    return drawn


def _way(place: tuple[float, float], others: Iterable[tuple[float, float]]) -> float:
    """Return the angle at which the first of the others that is elsewhere is seen from a place."""
    x, y = next((other for other in others if dist(place, other) > _NEAR), place)
    return atan2(y - place[1], x - place[0])


_path = with_arrows(drawing.TAGS["path"])
_polyline = with_arrows(shapes.polyline)


def inner_svg(svg: SVG, node: Any, font_size: float) -> None:  # noqa: ANN401 - as above
    """Do what WeasyPrint's function for <svg> does, one in another without a size as large as that, not as its parts.

    The outermost has no place.
    """
    if node is svg.tree:
        node.attrib.pop("x", None)
        node.attrib.pop("y", None)
    else:
        node.attrib.setdefault("width", "100%")
        node.attrib.setdefault("height", "100%")
    _stock_svg(svg, node, font_size)


def use(svg: SVG, node: Any, font_size: float) -> None:  # noqa: ANN401 - as above
    """Do what WeasyPrint's function of this name does, with the size of a <symbol> where no other is given."""
    shown = defs.get_use_tree(svg, node, font_size)
    if shown is not None and shown.tag in {"svg", "symbol"}:
        for side in ("width", "height"):
            node.attrib.setdefault(side, shown.get(side, "100%"))
    _stock_use(svg, node, font_size)


def install() -> None:
    """Put all that in WeasyPrint's place."""
    Node.__iter__ = parts
    Node.text_children = text_children
    Node.process_whitespace = staticmethod(process_whitespace)
    SVG.draw_node = draw_node
    SVG.calculate_bounding_box = calculate_bounding_box
    drawing.draw_pattern = draw_pattern
    shapes.polyline = _polyline
    drawing.TAGS |= {"path": _path, "polyline": _polyline, "svg": inner_svg, "use": use}
