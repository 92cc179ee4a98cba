"""Where the codes lead that a phone's camera is meant to read: each is drawn by PDFium, and read from its pixels."""

from collections.abc import Mapping
from math import ceil

import pypdfium2

from press.verify.pdf.matrix import Area
from press.verify.pdf.qr import Pixels, text_of

DENSE = 50
"""Shapes in one drawing from which on it may be a code; the smallest has more."""

SMALLEST = 56.0
"""Points, 2 cm: a smaller code is not read from an arm's length."""

_SCALE = 6
"""Pixels for each point, so that each module of the largest code has some."""


def read_codes(data: bytes, drawings: Mapping[int, tuple[int, Area]]) -> dict[int, str]:
    """Return the texts of the codes among some drawings (page and area), by the drawings' keys.

    Raises pypdfium2.PdfiumError for a file that PDFium cannot draw.
    """
    if not drawings:
        return {}
    with pypdfium2.PdfDocument(data) as document:
        texts = {key: text_of(_pixels(document[page], area)) for key, (page, area) in drawings.items()}
    return {key: text for key, text in texts.items() if text}


def _pixels(page: pypdfium2.PdfPage, area: Area) -> Pixels:
    """Return what is seen in an area of a page; nothing where that is too small, or not on it."""
    left, bottom, right, top = page.get_cropbox()
    if area.right - area.left < SMALLEST or not area.within(Area(left, bottom, right, top), 0):
        return ()
    around = (area.left - left, area.bottom - bottom, right - area.right, top - area.top)
    bitmap = page.render(scale=_SCALE, crop=around, grayscale=True)
    pixels = bytes(bitmap.buffer)
    width = min(bitmap.width, ceil((area.right - area.left) * _SCALE))
    return [pixels[row * bitmap.stride : row * bitmap.stride + width] for row in range(bitmap.height)]
