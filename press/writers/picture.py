"""Pages of a PDF as pictures, drawn by PDFium: for the catalogue, and wherever else a page is shown."""

import zlib
from io import BytesIO

FIRST_PAGE_WIDTH = 320
"""Pixels: twice the width at which the catalogue shows it, for screens with small ones."""

FIRST_PAGE_COLOURS = 12
"""Paper, ink, an accent, a tint and the edges of letters; with more, a full page is no longer under 15 kB."""


def draw_first_page(pdf: bytes) -> bytes:
    """Return a small picture of the first page of a PDF, as a PNG."""
    return draw_page(pdf, FIRST_PAGE_WIDTH, FIRST_PAGE_COLOURS)


def draw_page(pdf: bytes, width: int, colours: int, sample: int = 1) -> bytes:
    """Return the first page of a PDF as a PNG, `width` pixels wide, in at most so many `colours`.

    The colours are chosen by every `sample`th pixel of every `sample`th row: of a page with large letters and few
    colours a quarter tells enough. The same bytes for the same PDF. Raises PdfiumError where PDFium cannot read it.
    """
    import pypdfium2  # noqa: PLC0415 - not loaded where nothing is drawn
    from PIL import Image  # noqa: PLC0415 - as above

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture = page.render(scale=width / page.get_width()).to_pil()
    # The octree is three times as fast as the usual choice of colours, and keeps black black.
    size = (picture.width // sample, picture.height // sample)
    chosen = picture.resize(size, Image.Resampling.NEAREST).quantize(colours, Image.Quantize.FASTOCTREE)
    flat = picture.quantize(palette=chosen, dither=Image.Dither.NONE) if sample > 1 else chosen
    buffer = BytesIO()
    # Looking for runs of a colour alone is three times as fast as looking for whatever repeats, and as good here.
    flat.save(buffer, "PNG", compress_type=zlib.Z_RLE)
    return buffer.getvalue()
