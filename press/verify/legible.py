"""Whether type can be read: its size, and its colour against what lies behind it, as elements inherit them.

Sizes are in pixels, colours as red, green and blue from 0 to 1.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeAlias

import tinycss2  # type: ignore[import-untyped]  # ships no types
from tinycss2.color4 import parse_color  # type: ignore[import-untyped]  # ships no types

Style: TypeAlias = Mapping[str, str]
"""The values that win on an element, by property."""

Colour: TypeAlias = tuple[float, float, float]

SMALLEST = 9.0
"""Type below this cannot be read."""

FAINTEST = 2.5
"""Contrast, as WCAG counts it, below which type is near the colour of what lies behind it: the press's own has 7."""

BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)

_LENGTHS = {"px": 1.0, "pt": 4 / 3, "vw": 10.0, "vh": 8.0, "cm": 38.0, "mm": 3.8, "in": 96.0, "ch": 8.0, "ex": 8.0}
_SIZE = re.compile(r"([-+]?\d*\.?\d+)([a-z%]*)")
_LEAST = re.compile(r"clamp\(\s*([^,()]+),.*\)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_MOST_VARIABLES = 20
_MANY = 1024
"""Values that are worked out once: the same few stand in every style sheet of the press."""
_KEYWORDS = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}
_RELATIVE = {"smaller": 0.83, "larger": 1.2, "inherit": 1.0, "unset": 1.0}
_NO_COLOUR = frozenset({"none", "transparent", "initial", "unset"})
_OF_TYPE = frozenset({"background", "background-color", "color", "font", "font-size", "opacity"})
"""What says how type looks, besides custom properties."""


@dataclass(frozen=True, slots=True)
class Type:
    """How the type of an element looks, and what was not understood of it.

    `size` and `root` (that of the page's outermost element) are in pixels; `opacity` is that of the element and all
    around it; `names` are the custom properties.
    """

    size: float = 16.0
    root: float = 16.0
    colour: Colour = BLACK
    alpha: float = 1.0
    behind: Colour = WHITE
    opacity: float = 1.0
    names: Mapping[str, str] = field(default_factory=dict)
    unread: str = ""

    def within(self, style: Style, *, is_root: bool = False) -> "Type":
        """Return how the type of an element in this one looks."""
        if not is_root and _OF_TYPE.isdisjoint(style) and not any(name.startswith("--") for name in style):
            return replace(self, unread="") if self.unread else self
        names = {**self.names, **{name: value for name, value in style.items() if name.startswith("--")}}
        made = replace(self, names=names, unread="", opacity=self.opacity * _fraction(style.get("opacity", "1")))
        shorthand = "font-size" not in style
        size = _sized(made, made.filled(style.get("font-size", style.get("font", "inherit"))), is_shorthand=shorthand)
        behind = _behind(made, made.filled(style.get("background-color", style.get("background", "none"))))
        colour = _coloured(made, made.filled(style.get("color", "inherit")))
        if size is None or behind is None or colour is None:
            return replace(made, unread="a size or colour of type is not understood here")
        root = size if is_root else made.root
        return replace(made, size=size, root=root, behind=behind, colour=colour[0], alpha=colour[1])

    def filled(self, value: str) -> str:
        """Return a value with its custom properties filled in; those that there are none of are left as they are."""
        for _ in range(_MOST_VARIABLES):
            match = _VARIABLE.search(value)
            known = None if match is None else self.names.get(match[1], match[2])
            if match is None or known is None:
                break
            value = f"{value[: match.start()]}{known.strip()}{value[match.end() :]}"
        return value

    def reason(self) -> str:
        """Return why this type cannot be read, or nothing."""
        if self.size < SMALLEST:
            return "type too small to read"
        shown = mixed(self.colour, self.behind, self.alpha * self.opacity)
        if contrast(shown, self.behind) < FAINTEST:
            return "the colour of what lies behind it"
        return ""


@lru_cache(_MANY)
def length(value: str, size: float, root: float, whole: float) -> float | None:
    """Return a length in pixels; None for what is none. `whole` is what 100 % stands for."""
    match = _SIZE.fullmatch(value)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    scale = {"": 1.0 if not number else None, "em": size, "rem": root, "%": whole / 100, **_LENGTHS}.get(unit)
    return None if scale is None else number * scale


def _sized(around: Type, value: str, *, is_shorthand: bool) -> float | None:
    """Return the size that a declaration gives to type."""
    if is_shorthand and value not in _RELATIVE:
        sizes = (part.partition("/")[0] for part in value.split() if part[0].isdigit() and not part.isdigit())
        value = next(sizes, "medium")
        value = "0px" if value == "0" else value
    least = _LEAST.fullmatch(value)
    value = least[1].strip() if least else value
    if value in _RELATIVE:
        return around.size * _RELATIVE[value]
    return _KEYWORDS.get(value, length(value, around.size, around.root, around.size))


def _coloured(around: Type, value: str) -> tuple[Colour, float] | None:
    if value in {"inherit", "unset", "currentcolor"}:
        return around.colour, around.alpha
    return (BLACK, 1.0) if value == "initial" else _colour(value)


def _behind(around: Type, value: str) -> Colour | None:
    """Return the colour behind type: the first that a background names, over what lies behind it."""
    if not _is_single(value):
        return None
    if value.strip() in _NO_COLOUR:
        return around.behind
    found = _colour(value)
    return None if found is None else mixed(found[0], around.behind, found[1])


@lru_cache(_MANY)
def _is_single(value: str) -> bool:
    """Return whether a value has one part, such as a colour."""
    parts = tinycss2.parse_component_value_list(value)
    return sum(part.type not in {"whitespace", "comment"} for part in parts) == 1


@lru_cache(_MANY)
def _colour(value: str) -> tuple[Colour, float] | None:
    """Return a colour and its opacity; None where it cannot be told."""
    parsed = parse_color(value)
    try:
        red, green, blue = parsed.to("srgb").coordinates
    except (AttributeError, NotImplementedError, ValueError):
        return None
    return (float(red), float(green), float(blue)), float(parsed.alpha)


def _fraction(value: str) -> float:
    """Return an opacity from 0 to 1; 0 for what is none."""
    match = _SIZE.fullmatch(value)
    if match is None or match[2] not in {"", "%"}:
        return 1.0 if value in {"inherit", "initial", "unset"} else 0.0
    return min(max(float(match[1]) / (100 if match[2] else 1), 0.0), 1.0)


def mixed(over: Colour, under: Colour, opacity: float) -> Colour:
    """Return what one sees of a colour over another."""
    red, green, blue = (opacity * a + (1 - opacity) * b for a, b in zip(over, under, strict=True))
    return red, green, blue


@lru_cache(_MANY)
def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours as WCAG counts it, 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: Colour) -> Iterator[float]:
    """Undo the gamma of sRGB (WCAG 2, relative luminance)."""
    return (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)  # noqa: PLR2004
