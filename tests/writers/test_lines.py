"""A line ends where the next word has no room, whatever elements are in it."""

from __future__ import annotations

import re
from itertools import pairwise

import pypdfium2
import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from press.pipeline.houses import House
from press.writers import Templates
from press.writers.pdf import resources

TEXT = (
    "When you feel restless, a short walk can be enough for today {}. Look back after three weeks and compare"
    " your notes. Some people like a written plan; others do better with a hobby."
)


def _set(markup: str, width: float, templates: Templates) -> weasyprint.Document:
    """Return a document of a paragraph in a column, in pixels."""
    fonts = resources.fonts(templates)
    names = {"Handout": "AtkinsonHyperlegibleNext-Regular", "Fallback": "DejaVuSansCondensed"}
    faces = "".join(f"@font-face {{ font-family: {name}; src: url(asset:fonts/{names[name]}.ttf) }}" for name in names)
    style = f"font: 24px Handout, Fallback; overflow-wrap: break-word; width: {width}px"
    sheet = f"{faces} @page {{ margin: 0; size: 900px }} body {{ margin: 0 100px }} p {{ {style}; margin: 0 }}"
    fetcher = resources.Assets(templates.files, {})
    css = weasyprint.CSS(string=sheet, font_config=fonts, url_fetcher=fetcher)
    return weasyprint.HTML(string=markup, url_fetcher=fetcher).render(stylesheets=[css], font_config=fonts)


def _lines(text: str, width: float, templates: Templates) -> list[str]:
    """Return the lines of a text in a column."""
    inside = _set(f"<p>{text}", width, templates).pages[0]._page_box.descendants()  # noqa: SLF001 - where its lines are
    found = [box for box in inside if isinstance(box, boxes.LineBox)]
    return ["".join(part.text for part in line.descendants() if isinstance(part, boxes.TextBox)) for line in found]


def _drawn(markup: str, width: float, templates: Templates) -> list[list[tuple[float, float]]]:
    """Return where the characters of each line begin and end, from left to right, in pixels from the column's edge."""
    rows: dict[int, list[tuple[float, float]]] = {}
    with pypdfium2.PdfDocument(_set(markup, width, templates).write_pdf()) as document:
        text = document[0].get_textpage()
        for place, char in enumerate(text.get_text_range()):
            left, bottom, right, top = (edge / 0.75 for edge in text.get_charbox(place))
            if char.strip():
                rows.setdefault(round((900 - (bottom + top) / 2) // 31), []).append((left - 100, right - 100))
    return [sorted(row) for row in rows.values()]


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


@pytest.mark.parametrize(
    ("markup", "is_rtl"),
    [
        ("<p>Take these words <span dir=rtl>خذ هذا <b>الدواءبعدالطعام</b> كل يوم</span> then", False),
        ("<p>Take these words <span dir=rtl>خذ <i>نص نص هذا <b>الدواءبعدالطعام</b></i> كل يوم</span> then", False),
        ("<p dir=rtl>خذ هذا الدواء <span dir=ltr>take this <b>andthatandthat</b> too</span> ثم", True),
        ("<p dir=rtl>خذ <i>هذا الدواء <span dir=ltr>take this <b>andthatandthat</b></span></i> ثم", True),
        ("<p dir=rtl>خذ هذا الدواء <span dir=ltr>take it</span> الدواءبعدالطعام ثم", True),
        ("<p dir=rtl>خذ هذا ثم <b>الدواءبعدالطعامعدالطعام</b> ثم", True),
        ("<p dir=rtl>خذ <b>نص</b> هذا ثم <b>الدواءبعدالطعامعدالطعام</b> ثم", True),
    ],
)
def test_lines_with_words_from_right_to_left_begin_at_the_edge(markup: str, *, is_rtl: bool, house: House) -> None:
    """Where a line ended before an element it stood in the margin, or short of it, by the width of a space."""
    templates = Templates(house.templates)
    for width in range(266, 326, 6):
        found = _drawn(markup, width, templates)
        assert len(found) > 1
        for line in found:
            edge = line[-1][1] - width if is_rtl else line[0][0]
            assert abs(edge) < 4, width
            assert max((after[0] - before[1] for before, after in pairwise(line)), default=0) < 13, width


def test_no_bold_word_within_another_element_is_broken(house: House) -> None:
    templates, text = (
        Templates(house.templates),
        "Now <i>Paracetamol or Ibuprofen, and then <b>Amlodipine</b> too</i> it",
    )
    for width in range(140, 560, 4):
        words = {word for line in _lines(text, width, templates) for word in line.split()}
        assert words == {*re.sub("<.*?>", "", text).split()}, width


def test_a_word_that_no_line_has_room_for_is_broken(house: House) -> None:
    text = f"<i><b>{'n' * 60}</b></i>"
    assert len(_lines(text, 400, Templates(house.templates))) > 1


@pytest.mark.parametrize("end", ["", "</b> then", f"</b>{'n' * 20}, then", f"</b><i>{'n' * 20}</i>"])
def test_a_long_word_that_is_bold_in_part_is_broken_where_the_line_ends(end: str, house: House) -> None:
    templates, text = Templates(house.templates), f"Here {'n' * 25}<b>{'n' * 25}{end}"
    for width in range(300, 620, 4):
        lines = _lines(text, width, templates)
        assert lines[0].strip() == "Here", width
        assert "".join(lines).replace(" ", "") == re.sub("<.*?>| ", "", text), width
        drawn = _drawn(f"<p>{text}", width, templates)
        assert len(drawn) == len(lines), width
        assert max(line[-1][1] for line in drawn) < width + 1, width
        assert min(line[-1][1] for line in drawn[1:-1]) > width - 60, width
