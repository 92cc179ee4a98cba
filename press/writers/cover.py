"""The picture on the ebook's cover: a page laid out by the PDF writer's engine and drawn by PDFium."""

from io import BytesIO

import pypdfium2
from PIL import Image

from press.model import EDITIONS
from press.writers.environment import Templates
from press.writers.pdf import draw
from press.writers.sheet import Sheet

WIDTH = 640
"""Pixels: sharp on the shelf of a phone or a reader; shops ask for more, which takes twice the time."""

COLOURS = 64
"""Enough for a few flat colours and the edges of letters, and a third of the bytes."""


def draw_cover(sheet: Sheet, templates: Templates) -> bytes:
    """Return the cover as a PNG. Raises RenderError where its template fails or WeasyPrint fails or warns."""
    edition = EDITIONS["epub"]
    page = templates.render("epub/cover.html.j2", "markup", sheet=sheet, edition=edition)
    return _drawn(draw(page, "cover", edition, templates))


def _drawn(pdf: bytes) -> bytes:
    """Return the first page of a PDF as a PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    buffer = BytesIO()
    # Colours chosen by how much they cover keep a flat one as it is, in half the time of the usual choice; the search
    # for the smallest PNG (`optimize`) takes five times as long as saving it, for an eighth of its bytes.
    picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(buffer, "PNG")
    return buffer.getvalue()
