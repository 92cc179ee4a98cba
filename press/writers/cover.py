"""The picture on the ebook's cover: a page laid out by the PDF writer's engine."""

from press.model import EDITIONS
from press.writers.environment import Templates
from press.writers.pdf import draw
from press.writers.picture import draw_page
from press.writers.sheet import Sheet

WIDTH = 640
"""Pixels: sharp on the shelf of a phone or a reader; shops ask for more, which takes twice the time."""

COLOURS = 64
"""Enough for a few flat colours and the edges of letters, and a third of the bytes."""


def draw_cover(sheet: Sheet, templates: Templates) -> bytes:
    """Return the cover as a PNG. Raises RenderError where its template fails or WeasyPrint fails or warns."""
    edition = EDITIONS["epub"]
    page = templates.render("epub/cover.html.j2", "markup", sheet=sheet, edition=edition)
    return draw_page(draw(page, "cover", edition, templates), WIDTH, COLOURS, sample=4)
