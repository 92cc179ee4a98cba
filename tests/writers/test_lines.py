"""A line ends where the next word has no room, whatever elements are in it."""

from __future__ import annotations

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from press.pipeline.sources import House
from press.writers import Templates
from press.writers.pdf import resources

TEXT = (
    "When you feel restless, a short walk can be enough for today {}. Look back after three weeks and compare"
    " your notes. Some people like a written plan; others do better with a hobby."
)


def _lines(text: str, width: float, templates: Templates) -> list[str]:
    """Return the lines of a text in a column, in pixels."""
    fonts = resources.fonts(templates)
    face = "@font-face { font-family: Handout; src: url(asset:fonts/AtkinsonHyperlegibleNext-Regular.ttf) }"
    sheet = f"{face} @page {{ margin: 0; size: 900px }} p {{ font: 24px Handout; width: {width}px; margin: 0 }}"
    fetcher = resources.Assets(templates.files, {})
    css = weasyprint.CSS(string=sheet, font_config=fonts, url_fetcher=fetcher)
    page = weasyprint.HTML(string=f"<p>{text}", url_fetcher=fetcher).render(stylesheets=[css], font_config=fonts)
    inside = page.pages[0]._page_box.descendants()  # noqa: SLF001 - where its lines are
    found = [box for box in inside if isinstance(box, boxes.LineBox)]
    return ["".join(part.text for part in line.descendants() if isinstance(part, boxes.TextBox)) for line in found]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.format("<a>[2]</a>"),
        TEXT.format("[<a>2</a>]"),
        TEXT.replace("When you", "If <b>you</b>").format("«\u00a0<b>so</b>\u00a0»"),
    ],
)
def test_no_line_ends_early(text: str, house: House) -> None:
    templates = Templates(house.templates)
    for width in range(5700, 6200, 2):
        *lines, _last = map(len, _lines(text, width / 10, templates))
        assert min(lines) > max(lines) / 2, width
