"""Pages of a PDF as pictures, drawn by PDFium: for the catalogue, and wherever else a page is shown."""

import zlib
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

FIRST_PAGE_WIDTH = 320
"""Pixels: twice the width at which the catalogue shows it, for screens with small ones."""

FIRST_PAGE_COLOURS = 12
"""Paper, ink, an accent, a tint and the edges of letters; with more, a full page is no longer under 15 kB."""


def draw_first_page(pdf: bytes) -> bytes:
    """Return a small picture of the first page of a PDF, as a PNG.

    The same bytes for the same PDF. Raises PdfiumError where PDFium cannot read it.
    """
    from PIL import Image  # noqa: PLC0415 - not loaded where nothing is drawn

    # The octree is three times as fast as the usual choice of colours, and keeps black black.
    drawn = _drawn(pdf, FIRST_PAGE_WIDTH, grayscale=False)
    return _png(drawn.quantize(FIRST_PAGE_COLOURS, Image.Quantize.FASTOCTREE))


def draw_tinted(pdf: bytes, width: int, shades: int, ground: str) -> bytes:
    """Return the first page of a PDF as a PNG, `width` pixels wide, in shades of one colour.

    Black becomes `ground` (`#rrggbb`), white stays white, and what is between is between: no colours have to be chosen,
    which takes four times as long as drawing the page. Raises PdfiumError where PDFium cannot read it.
    """
    most = shades - 1
    picture = _drawn(pdf, width, grayscale=True).point([round(grey * most / 255) for grey in range(256)])
    parts = [int(ground[place : place + 2], 16) for place in (1, 3, 5)]
    picture.putpalette([round(part + (255 - part) * shade / most) for shade in range(shades) for part in parts])
    return _png(picture)


def _drawn(pdf: bytes, width: int, *, grayscale: bool) -> "Image":
    import pypdfium2  # noqa: PLC0415 - as above

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        drawn: Image = page.render(scale=width / page.get_width(), grayscale=grayscale).to_pil()
        return drawn


def _png(picture: "Image") -> bytes:
    file = _File()
    # Looking for runs of a colour alone is three times as fast as looking for whatever repeats, and as good here.
    picture.save(file, compress_type=zlib.Z_RLE)
    return file.getvalue()


class _File(BytesIO):
    """A file in memory, known by its name to be a PNG: for a kind that it is told Pillow loads what writes five."""

    name = "picture.png"
