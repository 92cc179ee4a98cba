"""The picture on the ebook's cover: a page laid out by the PDF writer's engine and drawn by PDFium."""

from io import BytesIO

import pypdfium2
import weasyprint

from press.model import EDITIONS
from press.writers.environment import Templates
from press.writers.pdf import _Assets, _fonts, _strictly, _style
from press.writers.sheet import Sheet

WIDTH = 1000
"""Pixels; shelves and shops want a cover of about 1000 by 1600."""

COLOURS = 64
"""Enough for a few flat colours and the edges of letters, and a third of the bytes."""


def draw_cover(sheet: Sheet, templates: Templates) -> bytes:
    """Return the cover as a PNG. Raises RenderError where its template fails or WeasyPrint fails or warns."""
    edition = EDITIONS["epub"]
    page = templates.render("epub/cover.html.j2", "markup", sheet=sheet, edition=edition)
    with _strictly(edition):
        html = weasyprint.HTML(string=page, url_fetcher=_Assets(templates.files, {}))
        return _drawn(html.write_pdf(stylesheets=[_style(templates, "cover")], font_config=_fonts(templates)))


def _drawn(pdf: bytes) -> bytes:
    """Return the first page of a PDF as a PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil()
    buffer = BytesIO()
    picture.convert("RGB").quantize(COLOURS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
