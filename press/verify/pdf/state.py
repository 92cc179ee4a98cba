"""The graphics state of a page, as far as it says what of the text is visible, and where."""

from dataclasses import dataclass

from press.verify.pdf.content import Run
from press.verify.pdf.fonts import Font, glyphs
from press.verify.pdf.lexer import shown
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

    def copy(self) -> "State":
        """Return a state that can be changed without changing this one (`copy.copy` takes ten times as long)."""
        return State(
            self.place,
            self.clip,
            self.outside,
            self.font,
            self.size,
            self.spacing,
            self.scale,
            self.leading,
            self.rise,
            self.mode,
            self.opacity,
        )

    def clipped(self, clip: Area) -> None:
        """Make less of the page visible from now on."""
        if not self.clip.within(clip, 0):
            self.outside = "clipped away"
        self.clip = self.clip.cut(clip)

    def show(self, operand: bytes, text: Matrix, page: int) -> tuple[Run | None, float]:
        """Return what an operand of TJ or Tj shows, None for nothing, and by how much it moves on.

        Raises ValueError where there is no font, or half a glyph.
        """
        if self.font is None:
            raise ValueError("text is shown without a font")
        parts = shown(operand)
        numbers = glyphs(bytes.fromhex(b"".join([digits for digits, _ in parts]).decode()))
        widths, default = self.font.widths, self.font.default_width
        shift = sum([float(number) for _, number in parts if number])
        unit = self.size / 1000 * self.scale
        width = sum([widths.get(number, default) for number in numbers])
        advance = (width - shift) * unit + len(numbers) * self.spacing * self.scale
        if not numbers:
            return None, advance
        texts = tuple([self.font.text(number) for number in numbers])
        matrix = text.then(self.place)
        before, after = ([widths.get(number, default) * unit for number in part] for part in _spaces(numbers, texts))
        whole = self._area(matrix, sum(before), advance - sum(after))
        hidden = self._hidden(texts, matrix, whole, parts)
        _, base = matrix.point(0, self.rise)
        size = (whole.top - whole.bottom) / _HEIGHT
        return Run("".join(texts), page, whole.left, whole.right, base, size, texts, hidden), advance

    def _area(self, matrix: Matrix, left: float, right: float) -> Area:
        """Return the area that text from `left` to `right` covers, capitals and descenders left aside."""
        bottom, top = self.rise, self.rise + self.size * _HEIGHT
        return Area.around([matrix.point(x, y) for x in (left, right) for y in (bottom, top)])

    def _hidden(
        self, texts: tuple[str, ...], matrix: Matrix, whole: Area, parts: list[tuple[bytes, bytes]]
    ) -> tuple[tuple[str, str], ...]:
        """Return what of a string nobody sees, with the reason."""
        if not "".join(texts).strip():
            return ()
        reason = self._invisible() or _turned(matrix)
        if reason:
            return (("".join(texts), reason),)
        if whole.within(self.clip, _SLACK):
            return ()
        areas = [self._area(matrix, *ends) for ends in self._places(parts)]
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

    def _places(self, parts: list[tuple[bytes, bytes]]) -> list[tuple[float, float]]:
        """Return where each glyph begins and ends."""
        unit = self.size / 1000 * self.scale
        places: list[tuple[float, float]] = []
        x = 0.0
        for digits, shift in parts:
            if shift:
                x -= float(shift) * unit
            for glyph in glyphs(bytes.fromhex(digits.decode())):
                end = x + (self.font.width(glyph) if self.font else 0) * unit
                places.append((x, end))
                x = end + self.spacing * self.scale
        return places


def _turned(matrix: Matrix) -> str:
    """Return that text stands on its head, on its side or in a mirror, or nothing."""
    upright = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < _LEANING * matrix.a
    return "" if upright else "it is turned or mirrored"


def _spaces(numbers: tuple[int, ...], texts: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the glyphs before and after the visible ones, which nobody sees go over an edge."""
    first = last = 0
    while first < len(texts) and texts[first].isspace():
        first += 1
    while last < len(texts) - first and texts[-1 - last].isspace():
        last += 1
    return numbers[:first], numbers[len(numbers) - last :]
