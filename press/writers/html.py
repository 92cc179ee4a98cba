"""The web page: one file that holds all it needs, and no script."""

from press.model import Edition
from press.writers.environment import Templates
from press.writers.sheet import Sheet


def write(sheet: Sheet, edition: Edition, templates: Templates) -> bytes:
    """Return the edition's file, UTF-8. Raises RenderError where a template fails."""
    page = templates.render("html/sheet.html.j2", sheet=sheet, edition=edition)
    return f"{page}\n".encode()
