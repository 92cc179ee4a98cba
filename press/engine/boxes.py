"""Patches of what WeasyPrint asks of every box: what its style can answer at once."""

from functools import cached_property
from math import inf
from typing import Any

from press.engine.keeping import note
from press.engine.patches import Patch, Pin
from press.engine.styles import ANONYMOUS

Box = Any
"""weasyprint.formatting_structure.boxes.Box."""

_ACROSS = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "min_width", "max_width")
"""Lengths that are a percentage of the width of the box around."""

_ALONG = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
"""Lengths that are one of its width too, except for the box of a page."""

_HEIGHTS = ("height", "min_height", "max_height")
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_LENGTHS = frozenset({*_ACROSS, *_ALONG, *_HEIGHTS, *_BORDERS, "border_collapse", "box_sizing"})


def _percentages() -> None:
    """Have the lengths of a box set in one go; what is not in pixels and not `auto` is asked what it is, as before."""
    from weasyprint.formatting_structure.boxes import Box as AnyBox  # noqa: PLC0415 - not before it is loaded
    from weasyprint.formatting_structure.boxes import PageBox  # noqa: PLC0415
    from weasyprint.layout import absolute, block, column, flex, grid, inline, page, percent, table  # noqa: PLC0415
    from weasyprint.layout import float as floats  # noqa: PLC0415

    stock, one = percent.resolve_percentages, percent.resolve_one_percentage

    def lengths(box: Box, style: Any, names: tuple[str, ...], refer_to: float) -> None:  # noqa: ANN401 - a Style
        own: dict[str, Any] = box.__dict__
        for name in names:
            value = _fixed(name, style[name])
            if value is None:
                one(box, name, refer_to)
            else:
                own[name] = value

    def resolve_percentages(box: Box, containing_block: Any) -> None:  # noqa: ANN401 - a box or a pair
        around, style = containing_block, box.style
        if isinstance(box, AnyBox) and (known := _lengths_in_pixels(style)):
            box.__dict__.update(known)
            return
        width, height = (around.width, around.height) if isinstance(around, AnyBox) else around
        if (
            style["border_collapse"] == "collapse"
            or style["box_sizing"] != "content-box"
            or not isinstance(box, AnyBox)  # a placeholder, which hands on what is set
        ):
            stock(box, containing_block)
            return
        lengths(box, style, _ACROSS, width)
        lengths(box, style, _ALONG, height if isinstance(box, PageBox) else width)
        own: dict[str, Any] = box.__dict__
        if height == "auto":  # it depends on what is in the box, so there is nothing to take a percentage of
            value = style["height"]
            own["height"] = value.value if getattr(value, "unit", None) == "px" else "auto"
            lengths(box, style, ("min_height",), 0)
            lengths(box, style, ("max_height",), inf)
        else:
            lengths(box, style, _HEIGHTS, height)
        for name in _BORDERS:
            own[name] = style[name]

    for module in (absolute, block, column, flex, floats, grid, inline, page, percent, table):
        if vars(module).get("resolve_percentages") is stock:
            module.resolve_percentages = resolve_percentages


def _fixed(name: str, value: Any) -> Any:  # noqa: ANN401 - a value of a style
    """Return a length that is in pixels or `auto` as a box has it; None for one that depends on the box around."""
    if getattr(value, "unit", None) == "px":
        return value.value
    if value == "auto":
        return 0 if name.startswith("min") else value
    return None


def _lengths_in_pixels(style: Any) -> dict[str, Any]:  # noqa: ANN401 - a Style
    """Return the lengths of boxes of a style where none depends on the box around, else nothing; asked of it once.

    Layouts that change a length of a style do so in a copy that they have just made, which was asked nothing yet.
    """
    known: dict[str, Any] | None = vars(style).get("lengths_of_the_press")
    if known is None:
        known = {}
        if style["border_collapse"] != "collapse" and style["box_sizing"] == "content-box":
            found = {name: _fixed(name, style[name]) for name in (*_ACROSS, *_ALONG, *_HEIGHTS)}
            if None not in found.values():
                known = found | {name: style[name] for name in _BORDERS}
        note(style, "lengths_of_the_press", known, _LENGTHS)
    return known


def _flow() -> None:
    """Have a box that neither floats nor is positioned say so at once."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415 - not before it is loaded

    stock = boxes.Box.is_in_normal_flow

    def is_in_normal_flow(box: Box) -> bool:
        style = box.style
        return (style["float"] == "none" and style["position"] in {"static", "relative"}) or bool(stock(box))

    stock_context = boxes.Box.establishes_formatting_context

    def establishes_formatting_context(box: Box) -> bool:
        style = box.style
        if (
            isinstance(box, boxes.BlockBox)
            and style["float"] == "none"
            and style["position"] in {"static", "relative"}
            and style["overflow"] == "visible"
        ):
            return box.is_column or "flow-root" in style["display"]
        return bool(stock_context(box))

    boxes.Box.is_in_normal_flow = is_in_normal_flow
    boxes.Box.establishes_formatting_context = establishes_formatting_context


_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_PICTURES = ("border_image_source", "mask_border_source")
_GROUND = frozenset({*_CORNERS, *_PICTURES, "background_color", "background_image", "box_shadow"})


def _backgrounds() -> None:
    """Have a box without a background pass its children on at once."""
    from weasyprint.layout import background  # noqa: PLC0415 - not before it is loaded

    stock = background.layout_box_backgrounds

    def layout_box_backgrounds(
        page: Box,
        box: Box,
        get_image: Any,  # noqa: ANN401 - a function
        layout_children: bool = True,  # noqa: FBT001, FBT002 - WeasyPrint's signature
        style: Any = None,  # noqa: ANN401 - a Style
    ) -> None:
        if style is not None or box is page or not _is_bare(box.style):
            stock(page, box, get_image, layout_children, style)
            return
        for corner in _CORNERS:
            setattr(box, corner, (0, 0))  # by its name: a placeholder hands it on to its box
        for child in box.all_children() if layout_children else ():
            layout_box_backgrounds(page, child, get_image)
        box.background = None

    background.layout_box_backgrounds = layout_box_backgrounds


def _is_bare(style: Any) -> bool:  # noqa: ANN401 - a Style
    """Return whether a box of a style has square corners and nothing behind it; the style is asked once."""
    bare: bool | None = vars(style).get("bare_of_the_press")
    if bare is None:
        colour = style["background_color"]
        bare = (
            all((0, "px") in style[corner] for corner in _CORNERS)
            and all(kind == "none" for kind, _ in style["background_image"])
            and all(style[name][0] == "none" for name in _PICTURES)
            and colour != "currentcolor"
            and colour.alpha == 0
            and not style["box_shadow"]
        )
        note(style, "bare_of_the_press", bare, _GROUND)
    return bare


def _borders() -> None:
    """Have a box without borders drawn without them at once."""
    from weasyprint import draw  # noqa: PLC0415 - not before it is loaded

    stock = draw.draw_border

    def draw_border(stream: Any, box: Box) -> None:  # noqa: ANN401 - a Stream
        widths = box.border_top_width, box.border_right_width, box.border_bottom_width, box.border_left_width
        if widths != (0, 0, 0, 0) or not _is_plain(box.style):
            stock(stream, box)

    draw.draw_border = draw_border


_PLAIN = frozenset({"column_width", "column_count", "border_image_source"})


def _is_plain(style: Any) -> bool:  # noqa: ANN401 - a Style
    """Return whether boxes of a style have neither columns nor a picture as their border; the style is asked once."""
    plain: bool | None = vars(style).get("plain_of_the_press")
    if plain is None:
        columns = style["column_width"], style["column_count"]
        plain = columns == ("auto", "auto") and style["border_image_source"][0] == "none"
        note(style, "plain_of_the_press", plain, _PLAIN)
    return plain


def _anonymous() -> None:
    """Have the style of anonymous boxes begin with what is known of all such styles."""
    from weasyprint import css  # noqa: PLC0415 - not before it is loaded

    known: dict[str, dict[str, Any]] = {}

    def anonymous_style(parent: Any) -> Any:  # noqa: ANN401 - styles
        style, collapse = css.AnonymousStyle(parent), parent["border_collapse"]
        if collapse not in known:
            known[collapse] = {
                "lengths_of_the_press": _lengths_in_pixels(style),
                "bare_of_the_press": _is_bare(style),
                "plain_of_the_press": _is_plain(style),
            }
        vars(style).update(known[collapse])
        return style

    found = cached_property(anonymous_style)
    found.__set_name__(css.Style, anonymous_style.__name__)
    css.Style.anonymous_style = found


BOXES = (
    Patch(
        name="anonymous",
        reason="An anonymous box has no rules of its own: its lengths, its background and its borders are the initial "
        "ones. They are worked out once and not for each of two hundred styles of a document.",
        pins=ANONYMOUS,
        apply=_anonymous,
    ),
    Patch(
        name="backgrounds",
        reason="Every box of a page is asked for the colour, the pictures and the corners of its background. Whether "
        "there are any is for its style to say, once.",
        pins=(
            Pin(
                "weasyprint.layout.background:layout_box_backgrounds",
                "617a870678c82755762bbf53eecd2a871214b00246b2abf8f3a9a1524695f68a",
                57,
            ),
            Pin(
                "weasyprint.layout.percent:resolve_radii_percentages",
                "4980b3798c671710fc8a66f6034f7dea2acb8b3903da7262775a48ad12244162",
                19,
            ),
        ),
        apply=_backgrounds,
    ),
    Patch(
        name="borders",
        reason="Every box is asked for its columns, the picture of its border, and each side's width, one by one. "
        "Nearly all have none of these, and what is a style's is asked of it once.",
        pins=(
            Pin(
                "weasyprint.draw.border:draw_border",
                "8ba918f30893929f061678e6625703977bda5bdcdbb5c708d69898760371f0ab",
                69,
            ),
        ),
        apply=_borders,
    ),
    Patch(
        name="percentages",
        reason="Every layout of a box asks for eighteen of its lengths what they are a percentage of. Nearly all are "
        "pixels, which are percentages of nothing: where all of a style's are, its boxes take them as they are.",
        pins=(
            Pin(
                "weasyprint.layout.percent:resolve_one_percentage",
                "4cfaa9ad134e4f7bd8b61c7a6eba56678898545eb8c02f663f29c12a3aa16d54",
                12,
            ),
            Pin(
                "weasyprint.layout.percent:resolve_percentages",
                "71673078096fcf8764e6412933288cc79ba956eae0d939deda27beaeac45acad",
                54,
            ),
            Pin(
                "weasyprint.layout.percent:adjust_box_sizing",
                "88f3351db0280d16752c28f87f2a50344c0177dd5e20879e8b8da4be3ef4ec8e",
                28,
            ),
            Pin(
                "weasyprint.layout.percent:percentage",
                "ebe404ccd9da50bfc1cd147b8378c34ae1ca6b4ce38a97c0acca923116fcf0d9",
                16,
            ),
        ),
        apply=_percentages,
    ),
    Patch(
        name="flow",
        reason="Five questions tell whether a box is in the normal flow, six whether it is a context of its own; they "
        "are asked eight thousand times a document. The values that nearly every box has answer all of them.",
        pins=(
            Pin(
                "weasyprint.formatting_structure.boxes:Box.establishes_formatting_context",
                "2eafc1fb385569d6efd14e255efd0e1a577438983bc8bc5be2b85fd016ae5ace",
                10,
            ),
            Pin(
                "weasyprint.formatting_structure.boxes:Box.is_in_normal_flow",
                "5f49d6ab23da7e51003ce68f78e8cb04629e9c2edbf51f77ffa8acd7098e0368",
                5,
            ),
        ),
        apply=_flow,
    ),
)
