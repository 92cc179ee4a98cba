"""Whether what a PDF says is on its pages can be seen there: each page is drawn by PDFium, and looked at.

However text was hidden, in the colour of what lies behind it, under a later shape, a picture or an annotation, behind a
mask, by a font whose letters are empty: where a reader sees nothing, there is no difference between light and dark.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_ubyte
from typing import Any

import pypdfium2

from press.verify.pdf.content import MARGINS, Drawn, Hidden, Page, Run

SMALLEST = 11.5
"""Points: type below this is too small for a handout; the editions' smallest is 12."""

_SCALE = 1.25
"""Pixels for each point: enough for the stems of 12 point type."""

_CONTRAST = 70
"""Of 255: the difference between light and dark below which letters cannot be told from what lies behind them."""

_DARK = bytes(shade <= (255 - _CONTRAST) // 2 for shade in range(256))
_LIGHT = bytes(shade >= (255 - _CONTRAST) // 2 + _CONTRAST for shade in range(256))
"""For each shade whether it is dark, whether it is light: letters can be told where both are."""

_FAINT = 30
"""The same for lines and pictures, which may be lighter."""

_WINDOW = 1.6
"""Sizes of the type: in any stretch of this width there is some letter."""

_NARROWEST = 0.12
"""Sizes of the type that a letter is wide on average, at the least."""

_REACH = 0.5
"""Sizes of the type within which a mark stands from where it is set: half a letter is the most."""


def hidden(data: bytes, pages: Sequence[Page | None], figures: Iterable[tuple[int, int, str]]) -> Iterator[Hidden]:
    """Yield what of the pages' text, lines and pictures cannot be seen.

    `figures` are the marks (page and number) that belong to lines to write on and pictures, each with its alternative
    text. Raises pypdfium2.PdfiumError for a file that PDFium cannot draw.
    """
    drawings: dict[tuple[int, int], str] = {(page, number): text for page, number, text in figures}
    paper = _Paper()
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(pages):
            if page is None or number >= len(document):
                continue
            picture = _Picture(document[number], paper)
            for mark, drawn in page.marked.items():
                if (number, mark) in drawings:
                    yield from _hidden_drawing(drawn, drawings[number, mark], picture)
                else:
                    yield from _hidden_runs(drawn.runs, picture)
            yield from _hidden_runs(page.artifact_runs(*MARGINS), picture)


def _hidden_runs(runs: Iterable[Run], picture: "_Picture") -> Iterator[Hidden]:
    for run in runs:
        if run.text.strip() and not run.hidden:
            parts = [run._replace(text=text, left=left, right=right) for text, left, right in run.parts] or [run]
            yield from ((part.text.strip(), reason) for part in parts if (reason := _reason(part, picture)))


def _reason(run: Run, picture: "_Picture") -> str:
    """Return why a string cannot be read, or nothing."""
    if run.size < SMALLEST:
        return f"its type is smaller than {SMALLEST} points"
    narrowest = _NARROWEST * run.size
    if run.right - run.left < narrowest * len(run.text) and run.right - run.left < narrowest * _letters(run.text):
        return "its letters stand in one place"
    # Letters and digits all have ink between the base line and half their size; signs may have it anywhere in the line.
    # A mark may have it over or below its letter, beside where it is set; a stroke to write on has it below the line.
    below, above = (0.0, 0.5) if any(map(_stands, run.text)) else (0.5, 1.2) if run.is_mark else (0.2, 0.95)
    below = max(below, 0.2 * ("_" in run.text))
    rows = picture.rows(run.base - below * run.size, run.base + above * run.size)
    reach = _REACH * run.size if run.is_mark else 0
    x = left = run.left - reach
    end, width = run.right + reach, _WINDOW * run.size
    if picture.is_plain(x, end, rows, width):
        return ""
    while x < end:
        start = max(left, min(x, end - width))
        if picture.contrast(start, min(end, x + width), rows) < _CONTRAST:
            return "it cannot be told from what lies behind it, or is covered"
        x += width
    return ""


def _stands(char: str) -> bool:
    """Return whether a character is a letter or digit on the base line: apostrophes that are letters stand above it."""
    return char.isalnum() and (char.isascii() or unicodedata.category(char) != "Lm")


def _letters(text: str) -> int:
    """Return the number of characters that take room: neither marks, nor spaces, nor controls."""
    if text.isascii() and text.isprintable():
        return len(text) - text.count(" ")
    return sum(unicodedata.category(char)[0] not in "MZC" for char in text)


def _hidden_drawing(drawn: Drawn, text: str, picture: "_Picture") -> Iterator[Hidden]:
    """Yield the alternative of a drawing of which nothing, or of whose lines not every one, can be seen."""
    seen = [picture.contrast(a.left, a.right, picture.rows(a.bottom, a.top)) >= _FAINT for a in drawn.areas]
    if drawn.areas and not (all(seen) if drawn.rules and not drawn.others else any(seen)):
        yield text, "what is drawn in its place cannot be told from what lies behind it, or is covered"


class _Paper:
    """The memory that the pages are drawn in, one after the other: to get new memory costs more than to fill it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._shades = (c_ubyte * 0)()

    def bitmap(self, width: int, height: int, **form: Any) -> pypdfium2.PdfBitmap:  # noqa: ANN401 - of pixels
        """Return a bitmap in which nothing is left of the one before, once it was filled."""
        if len(self._shades) < width * height:
            self._shades = (c_ubyte * (width * height))()
        return pypdfium2.PdfBitmap.new_native(width, height, **form, buffer=self._shades)


class _Picture:
    """A page as it is seen, in shades of grey."""

    def __init__(self, page: pypdfium2.PdfPage, paper: _Paper) -> None:
        """Draw a page, until the next one is drawn on the same paper."""
        left, _, _, top = page.get_cropbox()
        self._left, self._top = left, top
        bitmap = page.render(scale=_SCALE, grayscale=True, bitmap_maker=paper.bitmap)
        # Pillow's own `Image.crop` makes an image of each part, which takes five times as long as to look at it.
        self._image = bitmap.to_pil().im
        self._width, self._height = self._image.size
        self._pixels, self._stride = memoryview(bitmap.buffer).cast("B"), bitmap.stride

    def rows(self, bottom: float, top: float) -> tuple[int, int]:
        """Return the first of the rows of pixels between two heights, and the one after the last."""
        first = max(int((self._top - top) * _SCALE) - 1, 0)
        return first, min(int((self._top - bottom) * _SCALE) + 2, self._height)

    def is_plain(self, left: float, right: float, rows: tuple[int, int], width: float) -> bool:
        """Return whether it takes one look to see that every stretch of a width has contrast: most text is like this.

        A row of pixels through the middle has light and dark ones, neither further apart than a stretch is wide.
        """
        first, last = int((left - self._left) * _SCALE) - 1, int((right - self._left) * _SCALE) + 2
        top, bottom = rows
        if not (0 <= first < last <= self._width and top < bottom):
            return False
        start = (top + bottom) // 2 * self._stride
        row = self._pixels[start + first : start + last].tobytes()
        gap = bytes(min(int(width * _SCALE), len(row)))
        return gap not in row.translate(_DARK) and gap not in row.translate(_LIGHT)

    def contrast(self, left: float, right: float, rows: tuple[int, int]) -> int:
        """Return the difference between the lightest and the darkest place in an area, 0 where it is off the page."""
        first = max(int((left - self._left) * _SCALE) - 1, 0)
        last = min(int((right - self._left) * _SCALE) + 2, self._width)
        top, bottom = rows
        if first >= last or top >= bottom:
            return 0
        darkest, lightest = self._image.crop((first, top, last, bottom)).getextrema()
        return int(lightest - darkest)
