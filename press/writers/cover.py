"""The picture on the ebook's cover: a page laid out by the PDF writer's engine, in shades of one colour."""

from press.model import EDITIONS
from press.writers.environment import Templates
from press.writers.pdf import draw
from press.writers.picture import draw_tinted
from press.writers.sheet import Sheet

WIDTH = 640
"""Pixels: sharp on the shelf of a phone or a reader; shops ask for more, which takes twice the time."""

SHADES = 16
"""Enough for the edges of letters, and what half a byte holds."""

GROUND = "#14506b"
"""What black in pdf/cover.css stands for where the practice has no colour of its own: the accent of the sheets."""


def draw_cover(sheet: Sheet, templates: Templates) -> bytes:
    """Return the cover as a PNG. Raises RenderError where its template fails or WeasyPrint fails or warns."""
    edition = EDITIONS["epub"]
    page = templates.render("epub/cover.html.j2", sheet=sheet, edition=edition)
    ground = sheet.accent.light if sheet.accent else GROUND
    return draw_tinted(draw(page, "cover", edition, templates), WIDTH, SHADES, ground)
