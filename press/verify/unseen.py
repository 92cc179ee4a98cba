"""Why text of a style is not seen: gone, see-through, too small, pressed together, or moved off the page."""

import re
from functools import lru_cache

from press.verify.legible import SMALLEST, Style, length

_NUMBER = re.compile(r"(-?\d*\.?\d+)(px|pt|em|rem|%|vw|vh|cm|mm|in|ch|ex|)")

_SIZED = re.compile(
    r".*?(?:^|\s)(?:[\d.]\S*|(?:xx?-)?(?:small|large)|medium|smaller|larger|clamp\(.*?\))(?:/\S+)?\s+(.+)"
)
"""A font's shorthand up to its size, behind which its families stand."""

_NONE = frozenset({"none", "auto", "normal", "visible", "initial", "unset", "inherit", "1", "100%"})

_OUTSIDE, _OVER, FAR = -40.0, -8.0, 150.0
"""Pixels: what is moved this far to the side can be off the page, up or down over other text, or anywhere."""

_NARROWEST = 40.0
"""Pixels: in a box that is less wide or high, words have no room."""

_FAINTEST = 0.3
"""Opacity: what is fainter cannot be read."""

_LOWEST_LINE = 0.9
"""The height of a line, in sizes of its type, below which lines run into one another."""

OFFSETS = (
    *("left", "top", "right", "bottom", "inset", "inset-inline-start", "inset-inline-end"),
    *("inset-block-start", "inset-block-end", "inset-inline", "inset-block"),
)
ASIDE = ("margin-left", "margin-right", "margin-inline", "margin-inline-start", "margin-inline-end", "text-indent")
ABOVE = ("margin", "margin-top", "margin-bottom", "margin-block", "margin-block-start", "margin-block-end")
BLOTTERS = (
    *("clip", "clip-path", "mask", "mask-image", "transform", "scale", "rotate", "translate", "filter", "zoom"),
    *("-webkit-text-fill-color", "-webkit-text-security", "unicode-bidi", "direction", "text-transform"),
)
EXTENTS = (
    *("height", "max-height", "width", "max-width"),
    *("block-size", "inline-size", "max-block-size", "max-inline-size"),
)
"""The properties that move text (from its place, to the side, up or down), that cut, cover or change it, and that bound
its box.
"""

_SHOWN = frozenset(
    (
        *("block", "inline", "inline-block", "list-item", "flow-root", "inherit", "initial", "unset"),
        *("table", "table-row", "table-cell", "table-caption", "table-row-group", "table-header-group"),
    )
)
"""The values of `display` that leave words where they stand in the page."""

CLIPPED = {"position": "absolute", "width": "1px", "height": "1px", "overflow": "hidden", "clip-path": "inset(50%)"}
"""The one way in which words may be taken from sight and still be read aloud, where they are seen elsewhere."""

_FAMILIES = frozenset(
    {"handout", "system-ui", "ui-monospace", "ui-sans-serif", "ui-serif", "sans-serif", "serif", "monospace", "inherit"}
)
"""The families of type whose letters are letters."""

_COUNTED = {"ul": frozenset({"disc", "circle", "square"}), "ol": frozenset({"decimal"})}
"""The marks that a list may have where its items have none written: those that the source means."""


def why_lost(tag: str, style: Style) -> str:
    """Return why an element of this style is not seen where it stands, or nothing.

    Only a picture may keep its colours, only a table's head be shown above all rows.
    """
    if tag != "thead" and style.get("display") == "table-header-group":
        return "a place above its table's other rows"
    if tag != "img" and style.get("forced-color-adjust", "auto") != "auto":
        return "colours that the reader's own do not replace"
    return why_unseen(style)


def why_unseen(style: Style) -> str:
    """Return why text of this style is not seen, or nothing."""
    if not style:
        return ""
    if style.get("display") == "none":
        return "display: none"
    if style.get("visibility", "visible") in {"hidden", "collapse"} or style.get("content-visibility") == "hidden":
        return "visibility: hidden"
    opacity = _NUMBER.fullmatch(style.get("opacity", "1"))
    if opacity and float(opacity[1]) / (100 if opacity[2] else 1) < _FAINTEST:
        return "opacity near 0"
    if (shown := style.get("display", "block")) not in _SHOWN:
        return f"display: {shown} is not followed here"
    return _too_small(style) or _pressed(style) or _outside(style)


def is_clipped(style: Style) -> bool:
    """Return whether text of this style is clipped in just that way, and would be seen without it."""
    rest = {name: value for name, value in style.items() if CLIPPED.get(name) != value}
    return len(rest) + len(CLIPPED) == len(style) and not why_unseen(rest)


def is_unmarked(tag: str, style: Style) -> bool:
    """Return whether a list or an item of this style lacks the mark that its element stands for."""
    if tag == "li":
        return style.get("display", "list-item") != "list-item"
    if tag not in _COUNTED:
        return False
    marks = f"{style.get('list-style', '')} {style.get('list-style-type', '')}".split()
    return any(mark not in _COUNTED[tag] | {"inside", "outside"} for mark in marks)


def _too_small(style: Style) -> str:
    clips = [style.get(name, "visible") for name in ("overflow", "overflow-x", "overflow-y")]
    extents = [pixels(style.get(name, "auto")) for name in EXTENTS]
    if any(extent is not None and extent < _NARROWEST for extent in extents):
        return "a box of no size"
    if any("(" in style.get(name, "") for name in EXTENTS):
        return "a size of a box that is not followed here"
    return "cut off where it overflows" if set(clips) - {"visible", "auto", "scroll"} else ""


def _pressed(style: Style) -> str:
    """Return why lines, letters or words of this style run into one another, or are no letters, or nothing."""
    height = style.get("line-height", _after_slash(style.get("font", "")))
    match = _NUMBER.fullmatch(height)
    whole = {"": 1, "em": 1, "rem": 1, "%": 100, "px": 16, "pt": 12}
    if match and float(match[1]) / whole.get(match[2], 16) < _LOWEST_LINE:
        return "lines that run into one another"
    if height and not match and height not in {"normal", "inherit"}:
        return "a height of lines that is not followed here"
    for name in ("letter-spacing", "word-spacing"):
        gap = pixels(style.get(name, "normal"))
        if style.get(name, "normal") not in {"normal", "inherit"} and (gap is None or not -1 < gap < SMALLEST):
            return f"{name}: {style[name]}"
    if _named(style.get("font-family", "inherit")) - _FAMILIES:
        return f"font-family: {style['font-family']}"
    families = _families(style.get("font", ""))
    return f"font: {style['font']}" if families - _FAMILIES else ""


def _families(font: str) -> frozenset[str]:
    """Return the families that a font's shorthand names; all of it where it has no size and is no keyword."""
    if font in {"", "inherit", "initial", "unset"}:
        return frozenset()
    match = _SIZED.fullmatch(re.sub(r"\s*/\s*", "/", font))
    return _named(match[1] if match else font)


def _named(families: str) -> frozenset[str]:
    return frozenset(name.strip().strip("\"'") for name in families.split(","))


def _after_slash(font: str) -> str:
    return next((part.partition("/")[2] for part in font.split() if "/" in part), "")


def _outside(style: Style) -> str:
    if style.get("position", "static") not in {"static", "relative"}:
        return "a position outside the page"
    for names, least in ((ASIDE, _OUTSIDE), (ABOVE, _OVER), (OFFSETS, _OVER)):
        moved = [part for name in names for part in style.get(name, "").split() if part not in _NONE]
        if any((size := pixels(part)) is None or not least <= size <= FAR for part in moved):
            return "a position outside the page"
    for name in ("outline", "outline-width", "outline-offset"):
        if any((pixels(part) or 0) > SMALLEST or (pixels(part) or 0) < -1 for part in style.get(name, "").split()):
            return "covered by its outline"
    for name in BLOTTERS:
        if style.get(name, "none") not in _NONE | ({"0"} if name == "translate" else frozenset()):
            return f"{name}: {style[name]}"
    return ""


@lru_cache(1024)
def pixels(value: str) -> float | None:
    """Return a length in pixels, roughly: on a page of 1000 with type of 16; None for what is none."""
    return length(value, 16.0, 16.0, 1000.0)
