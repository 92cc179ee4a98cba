"""The arithmetic of a practice's colour: how well it can be told from the paper, and its nearest forms that can.

Contrast is that of WCAG 2, from 1 to 21; a colour is `#rrggbb`.
"""

import colorsys
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

LEAST = 4.5
"""The contrast that WCAG 2 asks of type at level AA."""

LIGHT = ("#ffffff", "#eef4f6")
"""What type stands on in print and on a light page: the paper, and the tint of boxes and table heads."""

DARK = ("#14181b", "#1f292e")
"""The same on a dark page."""

NIGHT = ("#ffffff", "#121212")
"""What a rule in an ebook may stand on: the reader's own choice, from white to nearly black."""

LEAST_OF_A_RULE = 3.0
"""The contrast that WCAG 2 asks of what is no type."""

_BLACKEST, _COLOURLESS = 0.15, 0.06
"""What the greatest part of a black may be, and how little the parts of a grey differ, of 1."""

_FORM = re.compile(r"#[0-9a-fA-F]{6}")
_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Accent:
    """A practice's colour in the forms that the editions need; all have one hue and one saturation.

    Attributes:
        light: as given, on light paper.
        dark: on a dark page.
        rule: for rules, on whatever paper the reader of an ebook has chosen.

    """

    light: str
    dark: str
    rule: str


def is_colour(text: str) -> bool:
    """Return whether a text is a colour of the form `#rrggbb`."""
    return _FORM.fullmatch(text) is not None


def is_grey(parts: Collection[float]) -> bool:
    """Return whether red, green and blue, each 0 to 1, are grey: neither black nor a colour."""
    return max(parts) - min(parts) < _COLOURLESS and max(parts) > _BLACKEST


@lru_cache(maxsize=16)
def accent_of(colour: str) -> Accent:
    """Return the forms of a colour that passes on light paper; they take two thousand contrasts."""
    return Accent(colour, lightened(colour), between(colour))


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1."""
    red, green, blue = map(_linear, parts_of(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def least_contrast(colour: str, papers: Iterable[str] = LIGHT) -> float:
    """Return the contrast of a colour with that of the papers from which it can be told worst."""
    return min(contrast(colour, paper) for paper in papers)


def darkened(colour: str) -> str:
    """Return the nearest colour of the same hue and saturation, darker if need be, that passes on light paper."""
    return _moved(colour, 0.0, lambda tried: least_contrast(tried, LIGHT) >= LEAST)


def lightened(colour: str) -> str:
    """Return the nearest colour of the same hue and saturation, lighter if need be, that passes on a dark page."""
    return _moved(colour, 1.0, lambda tried: least_contrast(tried, DARK) >= LEAST)


def between(colour: str) -> str:
    """Return the nearest colour, lighter if need be, whose rules can be told from light and dark paper alike."""
    return _moved(colour, 1.0, lambda tried: least_contrast(tried, NIGHT) >= LEAST_OF_A_RULE)


def _moved(colour: str, end: float, passes: Callable[[str], bool]) -> str:
    """Return the first colour that passes, on the way from this one's lightness to `end`; black or white at last."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*parts_of(colour))
    for step in range(_STEPS):
        tried = _written(colorsys.hls_to_rgb(hue, lightness + (end - lightness) * step / _STEPS, saturation))
        if passes(tried):
            return tried
    return "#ffffff" if end else "#000000"


def parts_of(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue, each 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _written(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _linear(part: float) -> float:
    """Undo the gamma of sRGB, as WCAG 2 defines it."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's figures
