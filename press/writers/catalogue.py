"""The catalogue: the page that lists every handout with its downloads."""

from collections.abc import Mapping, Sequence

from press.model import Publication
from press.writers.environment import Templates


def write_catalogue(publications: Sequence[Publication], labels: Mapping[str, str], templates: Templates) -> bytes:
    """Return the bytes of `index.html` for what is published. Raises RenderError where the template fails."""
    page = templates.render("catalogue/index.html.j2", "markup", publications=publications, labels=labels)
    return page.encode()
