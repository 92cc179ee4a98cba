"""Patches of how WeasyPrint measures text with Pango."""

import re
from collections import OrderedDict
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from press.engine.keeping import NEW_FONT, Style, anonymous_of, drop_with_each_font, kept_with, note
from press.engine.patches import Patch, Pin
from press.engine.writing import DRAWN_LINE

_MODULE = Pin("weasyprint.text.line_break", "1f5a855ad992e0bebaf5512d2b806fd991090e0e91bf79d3d5a3a0176b22af97")
"""The whole module: what is kept depends on all that is read of a style anywhere in it."""

_FONT_NAMES = (
    *("direction", "font_language_override", "lang", "font_style", "font_stretch", "font_weight", "font_size"),
    *("font_variant_caps", "font_variation_settings", "font_kerning", "font_variant_ligatures"),
    *("font_variant_position", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    "font_feature_settings",
)
_FONT = itemgetter(*_FONT_NAMES)
"""All that Pango is told of a style before it is given a text, but for the family."""

_LINE_NAMES = (
    *("white_space", "hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character"),
    *("overflow_wrap", "word_break", "letter_spacing", "word_spacing", "tab_size"),
)
_LINE = itemgetter(*_LINE_NAMES)
"""What a line depends on besides its font."""

_STRUT_NAMES = (
    *("font_style", "font_stretch", "font_weight", "font_variant_ligatures", "font_variant_position"),
    *("font_variant_caps", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "font_variation_settings", "font_language_override", "lang"),
)
_STRUT = itemgetter(*_STRUT_NAMES)
"""What WeasyPrint's own key of a font holds, but for the family."""

_OF_FONT = frozenset({"font_family", *_FONT_NAMES})
_OF_SETTING = _OF_FONT | {"text_decoration_line", *_LINE_NAMES}
_OF_STRUT = frozenset({"font_family", "font_size", "line_height", *_STRUT_NAMES})


_MOST_LINES = 2048
"""How many lines are kept, at 2 to 3 kB: those that were asked for last. A sheet has some two hundred."""

_MOST_SETTINGS = 512
"""How many ways of setting text are known; a sheet has a dozen. Then it begins anew."""


class _Setting:
    """Stands for all that the breaking of a line reads of a style: one object for all styles that say the same."""


class _Settings(dict[tuple[object, ...], _Setting]):
    """The settings of a font configuration, by all that is read."""


class _Lines(OrderedDict[tuple[object, ...], tuple[Any, ...]]):
    """The lines that were measured with a font configuration, the one that was asked for last at the end."""


def _font(style: Style) -> tuple[object, ...]:
    """Return what Pango is told of a style; the style is asked once, as nobody changes its font after that."""
    known: tuple[object, ...] | None = vars(style).get("font_of_the_press")
    if known is None:
        parent = anonymous_of(style)
        known = (tuple(style["font_family"]), *_FONT(style)) if parent is None else _font(parent)
        note(style, "font_of_the_press", known, _OF_FONT)
    return known


def _setting(style: Style) -> _Setting | None:
    """Return the setting of a style, None where a line depends on more than a style (the size of a page).

    The style is asked for it once, and again when its boxes are made markers or leaders: these keep their spaces.
    """
    spaces = style["white_space"]
    known: tuple[str, _Setting | None] | None = vars(style).get("setting_of_the_press")
    if known is None and (parent := anonymous_of(style)) is not None and parent["white_space"] == spaces:
        setting = _setting(parent)
        style.setting_of_the_press = (spaces, setting)
        return setting
    if known is None or known[0] != spaces:
        key = (_font(style), style["text_decoration_line"] == "none", *_LINE(style))
        settings = kept_with(style.font_config, _Settings)
        if len(settings) > _MOST_SETTINGS:
            settings.clear()
        is_fixed = hasattr(style["hyphenate_limit_zone"], "unit")
        known = spaces, settings.setdefault(key, _Setting()) if is_fixed else None
        note(style, "setting_of_the_press", known, _OF_SETTING)
    return known[1]


@dataclass(slots=True)
class _Face:
    """What Pango is given for a font: all the same for every text that is set in it."""

    context: Any
    language: Any
    description: Any
    features: bytes
    metrics: tuple[float, ...] = ()


class _Faces(dict[tuple[object, ...], _Face]):
    """The faces of a font configuration, by all that Pango is told of a font."""


def _fonts() -> None:
    """Have a layout take its font's Pango context and description from those made before."""
    from weasyprint.text import line_break as text  # noqa: PLC0415 - not before it is loaded

    ffi, pango, unref = text.ffi, text.pango, text.gobject.g_object_unref

    def setup(layout: Any, style: Style) -> None:  # noqa: ANN401 - a Layout
        layout.style, layout.first_line_direction = style, 0
        faces, key = kept_with(style.font_config, _Faces), _font(style)
        if key not in faces:
            faces[key] = _face(text, style)
        face = faces[key]
        layout.language = face.language
        layout.layout = ffi.gc(pango.pango_layout_new(face.context), unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)  # noqa: FBT003 - Pango's
        pango.pango_layout_set_font_description(layout.layout, face.description)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        if style["text_decoration_line"] != "none":
            face.metrics = face.metrics or _metrics(text, face)
            layout.ascent, layout.underline_position, layout.strikethrough_position = face.metrics[:3]
            layout.underline_thickness, layout.strikethrough_thickness = face.metrics[3:]
        if face.features:
            attribute = style.font_config.font_features.setdefault(
                face.features, pango.pango_attr_font_features_new(face.features)
            )
            attributes = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(attributes, attribute)
            pango.pango_layout_set_attributes(layout.layout, attributes)

    text.Layout.setup = setup
    drop_with_each_font(_Faces)


def _face(text: Any, style: Style) -> _Face:  # noqa: ANN401 - the module
    """Return what WeasyPrint would make for each layout anew."""
    ffi, pango = text.ffi, text.pango
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), text.gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - Pango's
    pango.pango_context_set_base_dir(context, text.PANGO_DIRECTION[style["direction"]])
    override, code = style["font_language_override"], style["lang"]
    if override != "normal":
        code = text.LST_TO_ISO.get(override.lower(), override)
    if code:
        pointer, _alive = text.unicode_to_char_p(code)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    features = text.font_features(
        *(style[f"font_{name}"] for name in ("kerning", "variant_ligatures", "variant_position", "variant_caps")),
        *(style[f"font_{name}"] for name in ("variant_numeric", "variant_alternates", "variant_east_asian")),
        style["font_feature_settings"],
    )
    told = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    return _Face(context, language, text.get_font_description(style), told)


def _metrics(text: Any, face: _Face) -> tuple[float, ...]:  # noqa: ANN401 - the module
    pango = text.pango
    metrics = text.ffi.gc(
        pango.pango_context_get_metrics(face.context, face.description, face.language), pango.pango_font_metrics_unref
    )
    names = ("ascent", "underline_position", "strikethrough_position", "underline_thickness", "strikethrough_thickness")
    return tuple(text.FROM_UNITS * getattr(pango, f"pango_font_metrics_get_{name}")(metrics) for name in names)


def _lines() -> None:
    """Have the same text in the same room measured once."""
    from weasyprint.layout import inline, preferred  # noqa: PLC0415 - not before it is loaded
    from weasyprint.text import line_break  # noqa: PLC0415

    stock, new = line_break.split_first_line, line_break.Layout.__new__

    def split_first_line(  # noqa: PLR0913, PLR0917 - WeasyPrint's signature
        text: str,
        style: Style,
        context: Any,  # noqa: ANN401 - the document's LayoutContext
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,  # noqa: FBT001, FBT002 - WeasyPrint's signature
        minimum: bool = False,  # noqa: FBT001, FBT002
    ) -> tuple[Any, ...]:
        arguments = (text, style, context, max_width, justification_spacing, is_line_start, minimum)
        if context is None or (setting := _setting(style)) is None:  # without a context: a text in an SVG picture
            return stock(*arguments)  # type: ignore[no-any-return]
        key = (text, *arguments[3:], setting)
        lines = kept_with(style.font_config, _Lines)
        found = lines[key] = lines.pop(key, ()) or stock(*arguments)
        if len(lines) > _MOST_LINES:
            lines.popitem(last=False)
        layout, *measures = found
        # A box may change its layout later (to draw an ellipsis), so each gets its own.
        own = new(line_break.Layout)
        vars(own).update(vars(layout))
        return (own, *measures)

    for module in (line_break, inline, preferred):
        module.split_first_line = split_first_line

    drop_with_each_font(_Lines)


_ENDS = re.compile("[\n\v\f\r\x85\u2028\u2029]")
"""What Pango may end a paragraph or a line at."""


_LONE_SPACE = " \u200b"
"""What WeasyPrint makes of a space that has to be wider; set a second time, it has one letter's spacing more."""


def _drawing() -> None:
    """Have a line drawn from the Pango layout that it was measured with."""
    from weasyprint import draw  # noqa: PLC0415 - not before it is loaded
    from weasyprint.text import line_break  # noqa: PLC0415

    pango, null = line_break.pango, line_break.ffi.NULL
    stock_text, stock_off, stock_on = (
        line_break.Layout.set_text,
        line_break.Layout.deactivate,
        line_break.Layout.reactivate,
    )

    def set_text(layout: Any, text: str, justify: bool = False) -> None:  # noqa: ANN401, FBT001, FBT002 - theirs
        if not layout.is_drawn:
            # The mode that it will be drawn in: to change it then would be to measure again.
            layout.is_one_line = not _ENDS.search(text)
            pango.pango_layout_set_single_paragraph_mode(layout.layout, layout.is_one_line)
        stock_text(layout, text, justify)

    def deactivate(layout: Any) -> None:  # noqa: ANN401 - a Layout
        # In a list that the boxes of the same line share: one after the other takes it from there to be drawn.
        if layout.is_drawn:
            if layout.taken:
                layout.measured.append(layout.taken)
            layout.taken = None
        else:
            is_whole = (
                layout.is_one_line
                and layout.text != _LONE_SPACE
                and pango.pango_layout_get_line_readonly(layout.layout, 1) == null
            )
            layout.measured = [(_font(layout.style), layout.layout, layout.language)] if is_whole else []
        stock_off(layout)

    def reactivate(layout: Any, style: Style) -> None:  # noqa: ANN401 - a Layout
        layout.is_drawn, layout.taken = True, None
        is_same = layout.measured and not layout.justification_spacing and not layout.is_shortened
        if is_same and layout.measured[0][0] == _font(style):
            layout.taken = _, layout.layout, layout.language = layout.measured.pop()
            layout.style = style
        else:
            stock_on(layout, style)

    stock_draw = draw.draw_text

    def draw_text(stream: Any, box: Any, offset: float, overflow: str, ellipsis: Any) -> None:  # noqa: ANN401 - theirs
        # It is drawn with a width or a text of its own then, which other boxes of the same line have not.
        box.pango_layout.is_shortened = overflow == "ellipsis" or ellipsis != "none"
        stock_draw(stream, box, offset, overflow, ellipsis)

    draw.draw_text = draw_text
    line_break.Layout.is_drawn = line_break.Layout.is_shortened = False
    for function in (set_text, deactivate, reactivate):
        setattr(line_break.Layout, function.__name__, function)


def _struts() -> None:
    """Have the key of a font be the values themselves, and a style know its strut."""
    from weasyprint.css import computed_values, units  # noqa: PLC0415 - not before it is loaded
    from weasyprint.layout import inline  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    stock = line_break.strut

    def key(style: Style, include_size: bool = False) -> tuple[object, ...]:  # noqa: FBT001, FBT002 - theirs
        size = (style["font_size"], style["line_height"]) if include_size else ()
        return (tuple(style["font_family"]), *_STRUT(style), *size)

    def strut(style: Style) -> tuple[float, float]:
        sizes = style["font_size"], style["line_height"]
        known: tuple[object, tuple[float, float]] | None = vars(style).get("strut_of_the_press")
        if known is None or known[0] != sizes:
            parent = anonymous_of(style)
            known = sizes, stock(style) if parent is None else strut(parent)
            note(style, "strut_of_the_press", known, _OF_STRUT)
        return known[1]

    line_break._font_style_cache_key = key  # noqa: SLF001 - what this package is for
    for module in (line_break, inline, units, computed_values):
        module.strut = strut


TEXT = (
    Patch(
        name="fonts",
        reason="WeasyPrint makes a Pango context, a font description and a font's metrics for every run of text that"
        " it measures or draws. They only depend on the font's properties, which are the key under which they"
        " are kept.",
        pins=(
            _MODULE,
            NEW_FONT,
            Pin(
                "weasyprint.text.fonts:get_font_description",
                "85734b8947b9bf64ef27ff11d8f5355db76a2ae8efc9a6fed925dc9e2a1056ce",
                22,
            ),
        ),
        apply=_fonts,
    ),
    Patch(
        name="lines",
        reason="Tables, widths and documents of one house make WeasyPrint break the same text in the same room several "
        "times over. The result is kept with the fonts, under the text, the room and every property that the breaking"
        " of a line reads.",
        pins=(_MODULE, NEW_FONT),
        apply=_lines,
    ),
    Patch(
        name="drawing",
        reason="To draw a line WeasyPrint has Pango set again what it had set to measure it. A line that is drawn as "
        "it was measured, not justified or shortened, is drawn from the same Pango layout.",
        pins=(
            _MODULE,
            Pin(
                "weasyprint.draw.text:draw_text", "ebaf96239c6ca3635d2b91bfb34718c2dcebd7809fec1c53fb8dffd1366befe3", 58
            ),
            DRAWN_LINE,
        ),
        apply=_drawing,
    ),
    Patch(
        name="struts",
        reason="The height of a line is kept under a key that WeasyPrint writes out as text, for each box on each "
        "line. A tuple of the same values is the same key, and a style that was asked before need not make it.",
        pins=(_MODULE,),
        apply=_struts,
    ),
)
