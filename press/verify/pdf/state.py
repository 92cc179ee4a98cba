"""The graphics state of a page, as far as it says what of the text is visible, and where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import groupby
from operator import attrgetter

from press.verify.legible import BLACK, WHITE, Colour, mixed
from press.verify.pdf.content import Hidden, Run
from press.verify.pdf.fonts import Font
from press.verify.pdf.lexer import glyphs, shown, shown_in_order
from press.verify.pdf.matrix import Area, Matrix

_SLACK = 0.75
"""Points by which a glyph may stand out of the visible area: its side bearing."""

_HEIGHT = 0.5
"""Height of a glyph that has to be visible, in sizes of the font: that of a small letter."""

_INVISIBLE = {3, 7}
"""Text rendering modes that leave no mark on the page."""

_LEANING = 0.01
"""How far text may lean, as a share of its size."""

_CLOSEST = 0.1
"""Sizes of the type by which letters may stand closer than they are made."""

_FAINT = 0.1
"""Opacity under which text counts as invisible."""

_GAP = " " * 4
"""Spaces as wide as a letter or more, in which no ink is."""

TURNED = "it is turned or mirrored"
"""Why text is not seen that stands on its head, on its side or in a mirror; in a picture it may."""


@dataclass(slots=True)
class State:
    """Where text stands and what becomes of it; `outside` says why what is outside of `clip` is not seen."""

    place: Matrix
    clip: Area
    outside: str = "outside the page"
    font: Font | None = None
    size: float = 0
    spacing: float = 0
    scale: float = 1
    leading: float = 0
    rise: float = 0
    mode: int = 0
    opacity: float = 1
    colour: Colour | None = BLACK
    space: bytes = b""
    width: float = 1

    def copy(self) -> "State":
        """Return a state that can be changed without changing this one (`copy.copy` takes five times as long)."""
        return State(*_values(self))

    def clipped(self, clip: Area) -> None:
        """Make less of the page visible from now on."""
        if not self.clip.within(clip, 0):
            self.outside = "clipped away"
        self.clip = self.clip.cut(clip)

    def show(
        self, operand: bytes, text: Matrix, page: int, behind: Callable[[float, float], Colour | None]
    ) -> tuple[Run | None, float]:
        """Return what an operand of TJ or Tj shows, None for nothing, and by how much it moves on.

        `behind` gives the colour that a place on the page has so far. Raises ValueError where there is no font, or half
        a glyph.
        """
        if self.font is None:
            raise ValueError("text is shown without a font")
        font = self.font
        numbers, shift = shown(operand)
        widths = [*map(font.widths.__getitem__, numbers)]
        unit = self.size / 1000 * self.scale
        advance = (sum(widths) - shift) * unit + len(numbers) * self.spacing * self.scale
        if not numbers:
            return None, advance
        texts = tuple(map(font.texts.__getitem__, numbers))
        matrix = text.then(self.place)
        words = "".join(texts)
        before, after = _spaces(widths, texts) if words != words.strip() else (0, 0)
        whole = self._area(matrix, before * unit, advance - after * unit)
        hidden = self._hidden(words, texts, matrix, whole, operand)
        _, base = matrix.point(0, self.rise)
        size = (whole.top - whole.bottom) / _HEIGHT
        colour, ground = self.paint(), behind((whole.left + whole.right) / 2, (whole.bottom + whole.top) / 2)
        spread = -shift / 1000 + len(numbers) * self.spacing / self.size if self.size else 0
        parts = tuple(self._parts(texts, matrix, operand)) if _GAP in words.strip() else ()
        return Run(
            words, page, whole.left, whole.right, base, size, texts, hidden, font, colour, ground, spread, parts
        ), advance

    def paint(self) -> Colour | None:
        """Return the colour that what is filled now has on white, None where it cannot be told."""
        if self.colour is None or self.opacity >= 1:
            return self.colour
        return mixed(self.colour, WHITE, self.opacity)

    def _area(self, matrix: Matrix, left: float, right: float) -> Area:
        """Return the area that text from `left` to `right` covers, capitals and descenders left aside."""
        a, b, c, d, e, f = matrix
        bottom, top = self.rise, self.rise + self.size * _HEIGHT
        xs = a * left + c * bottom + e, a * left + c * top + e, a * right + c * bottom + e, a * right + c * top + e
        ys = b * left + d * bottom + f, b * left + d * top + f, b * right + d * bottom + f, b * right + d * top + f
        return Area(min(xs), min(ys), max(xs), max(ys))

    def _hidden(
        self, words: str, texts: tuple[str, ...], matrix: Matrix, whole: Area, operand: bytes
    ) -> tuple[Hidden, ...]:
        """Return what of a string nobody sees, with the reason."""
        if not words.strip():
            return ()
        reason = self._invisible() or _turned(matrix)
        if reason:
            return ((words, reason),)
        if whole.within(self.clip, _SLACK):
            return ()
        areas = [self._area(matrix, *ends) for ends in self._places(operand)]
        lost = [
            text for text, area in zip(texts, areas, strict=True) if text.strip() and not area.within(self.clip, _SLACK)
        ]
        return (("".join(lost), self.outside),) if lost else ()

    def _invisible(self) -> str:
        """Return why text is invisible wherever it stands, or nothing."""
        if self.mode in _INVISIBLE:
            return "its rendering mode leaves no mark"
        if self.opacity < _FAINT:
            return "it is transparent"
        if self.spacing < -_CLOSEST * self.size:
            return "its letters stand in one another"
        return "" if self.size else "it has no size"

    def _places(self, operand: bytes) -> list[tuple[float, float]]:
        """Return where each glyph begins and ends."""
        unit = self.size / 1000 * self.scale
        places: list[tuple[float, float]] = []
        x = 0.0
        for digits, shift in shown_in_order(operand):
            if shift:
                x -= float(shift) * unit
            for glyph in glyphs(digits):
                end = x + (self.font.widths[glyph] if self.font else 0) * unit
                places.append((x, end))
                x = end + self.spacing * self.scale
        return places

    def _parts(self, texts: tuple[str, ...], matrix: Matrix, operand: bytes) -> Iterator[tuple[str, float, float]]:
        """Yield a string's words, each with where it begins and ends."""
        shown_at = zip(texts, self._places(operand), strict=True)
        for has_ink, drawn in groupby(shown_at, lambda glyph: bool(glyph[0].strip())):
            if has_ink:
                letters, places = zip(*drawn, strict=True)
                area = self._area(matrix, places[0][0], places[-1][1])
                yield "".join(letters), area.left, area.right


_values = attrgetter(*(field.name for field in fields(State)))


def _turned(matrix: Matrix) -> str:
    """Return that text stands on its head, on its side or in a mirror, or nothing."""
    upright = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < _LEANING * matrix.a
    return "" if upright else TURNED


def _spaces(widths: list[float], texts: tuple[str, ...]) -> tuple[float, float]:
    """Return how wide the glyphs are before and after the visible ones, which nobody sees go over an edge."""
    first = last = 0
    while first < len(texts) and texts[first].isspace():
        first += 1
    while last < len(texts) - first and texts[-1 - last].isspace():
        last += 1
    return sum(widths[:first]), sum(widths[len(widths) - last :])
