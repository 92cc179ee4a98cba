"""How a printed sheet is set: what is bold, and where its lines end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from press.model import EDITIONS, Format
from press.pipeline.houses import House, read_house
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source
from press.verify.measures import Quantity
from press.verify.pdf import read
from press.verify.pdf.content import Run
from press.verify.pdf.interpreter import Interpreter
from press.verify.piece import BREAK, Kind
from press.writers.foot import rows

MakePrepared = Callable[..., Prepared]
Verified = Callable[..., bytes]
PRINTED = [name for name, edition in EDITIONS.items() if edition.format is Format.PDF]


def runs(data: bytes) -> list[Run]:
    """Return the strings of the text of all pages."""
    with pikepdf.open(BytesIO(data)) as pdf:
        interpreter = Interpreter()
        pages = [interpreter.read(number, page) for number, page in enumerate(pdf.pages)]
        return [run for page in pages for drawn in page.marked.values() for run in drawn.runs if run.text.strip()]


@pytest.mark.parametrize("name", PRINTED)
def test_what_to_do_in_a_crisis_is_bold(name: str, prepared: MakePrepared, verified: Verified) -> None:
    made = prepared("## Look\n\nAsk [us](https://example.org) or call [988](tel:988).\n")
    shown = runs(verified(made, name))
    bold = next(run.font for run in shown if run.text == "If you need help now")
    found = {run.text for run in shown if run.font is bold}
    assert {"Call 988", "Text 988", "Call ", "116 123", "Visit findahelpline.com"} <= found
    assert not {"us", "988"} & found


@pytest.mark.parametrize("name", PRINTED)
def test_tick_boxes_need_no_second_typeface(name: str, prepared: MakePrepared, verified: Verified) -> None:
    made = prepared("## Look\n\n- [ ] Open\n- [x] **Done**\n\n::: ask\n- Why?\n:::\n")
    shown = runs(verified(made, name))
    assert {"☐", "☑"} <= {run.text for run in shown}
    assert len({id(run.font) for run in shown}) == 2  # regular and bold


def test_keywords_may_end_with_commas(prepared: MakePrepared, verified: Verified) -> None:
    made = prepared("## Look\n\nText.\n", keywords='["sleep, rest,", "rest,"]')
    with pikepdf.open(BytesIO(verified(made, "a4"))) as pdf:
        assert str(pdf.docinfo.Keywords) == "sleep, rest, "


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(
    "title",
    [
        "Short",
        "WHAT, TO DO, IN MAY, " * 5,
        "Your knee replacement: before, during and after the operation",
        "m" * 90,
        "Ёжик " * 9,
    ],
)
def test_the_foot_keeps_dates_whole_and_apart_from_the_pages_number(
    title: str, name: str, prepared: MakePrepared, verified: Verified
) -> None:
    made = prepared("## Look\n\nText.\n", title=f'"{title.strip()}"', reviewed="2026-09-28", version="10.12-beta")
    data = verified(made, name)
    for foot in read(data).pages:
        text = foot.replace("\xa0", " ")
        assert f"Content {made.inventory.fingerprint}" in text
        assert "Reviewed September 28, 2026" in text
    with pikepdf.open(BytesIO(data)) as pdf:
        page = Interpreter().read(0, pdf.pages[0])
    shown = [*page.artifact_runs("Footer")]
    number = next(run for run in shown if run.text.startswith("Page"))
    beside = [run for run in shown if run is not number and abs(run.base - number.base) < number.size / 2]
    assert beside
    assert all(run.right < number.left - number.size / 3 for run in beside)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("label", ["Página {page} de {pages}", "Страница {page} из {pages}", "P. {page}/{pages}"])
def test_a_pages_number_ends_where_the_text_does(
    label: str, name: str, article_text: Callable[..., str], house: House, verified: Verified
) -> None:
    words = house.templates["labels/en.toml"].decode().replace("Page {page} of {pages}", label)
    own = replace(house, templates={**house.templates, "labels/en.toml": words.encode()})
    text = article_text("## Look\n\n" + "Text.\n\n" * 400)
    (made,) = prepare([Source("x", "", "source/x/article.md", text.encode(), {})], own)
    with pikepdf.open(BytesIO(verified(made, name, own))) as pdf:
        assert len(pdf.pages) > 10
        page = Interpreter().read(10, pdf.pages[10])
    (head,), feet = page.artifact_runs("Header"), [*page.artifact_runs("Footer")]
    assert max(run.right for run in feet) == pytest.approx(head.right, abs=1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [""]),
        ("one two", ["one", "two"]),
        ("a b c d e f", ["a b c", "d e f"]),
        ("mmmmmmmm", ["mm", "mm", "mm", "mm"]),
        ("é́é́é́é́ 漢字漢字", ["é́é́é́é́", "漢字", "漢字"]),
        ("28.\xa0May 6", ["28.\xa0", "May", "6"]),
    ],
)
def test_the_rows_of_a_foot(words: str, expected: list[str]) -> None:
    assert [*rows(words, 2.2, 2.2)] == expected
    assert [*rows("an an an an", 1.2, 3)] == ["an", "an an", "an"]


@pytest.mark.parametrize(
    "title",
    ["دواء سيرترالين للاكتئاب أو القلق: الأسابيع الثمانية الأولى", "ہر روز دو گولیاں کھانے کے بعد لیں اور پانی پیئیں"],
)
def test_letters_that_are_joined_take_no_more_rows_of_a_foot_than_they_need(title: str) -> None:
    assert [*rows(title, 26.5, 34.5)] == [title]


@pytest.mark.parametrize("name", PRINTED)
def test_no_line_ends_behind_the_scheme_of_an_address(name: str, prepared: MakePrepared, verified: Verified) -> None:
    address = "https://www.example.org/a/rather/long/way/to/this/page"
    text = "".join(f"{'word ' * count}{address}, [x]({address}).\n\n" for count in range(9))
    rows = f"| Who | Where | What |\n|---|---|---|\n| A | {address} | {'Words for a cell. ' * 9}|\n"
    data = verified(prepared(f"## Look\n\n{text}{rows}"), name)
    found = "\n".join(piece.text for piece in read(data).pieces)
    assert found.count("https://w") == 19
    assert BREAK in found


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(("count", "large"), [(1, 11.5), (8, 11.5), (15, 11.4), (20, 8.6)])
def test_large_print_has_room_for_large_letters(
    count: int, large: float, name: str, prepared: MakePrepared, verified: Verified
) -> None:
    made = prepared(f"## Look\n\n::: write {count}\n:::\n\n::: ask\n- Why?\n:::\n")
    measures = read(verified(made, name)).measures
    assert measures
    expected = large if "large" in name else 8.5
    assert expected <= round(measures.values[Quantity.WRITING].value, 1) <= expected + (0 if count > 1 else 3)


@pytest.mark.parametrize("name", PRINTED)
def test_a_table_to_fill_in_has_rules_between_its_columns(
    name: str, prepared: MakePrepared, verified: Verified
) -> None:
    for cells, is_ruled in (("|  |  |", True), ("| 1 | 2 |", False)):
        data = verified(prepared(f"## Look\n\n| Day | a | b |\n|---|---|---|\n| One {cells}\n"), name)
        with pypdfium2.PdfDocument(data) as pdf:
            bounds = [thing.get_bounds() for page in pdf for thing in page.get_objects(max_depth=5)]
        upright = {round(left) for left, below, right, top in bounds if right - left < 2 and 10 < top - below < 80}
        assert (len(upright) == 2) == is_ruled, upright


@pytest.mark.parametrize("name", EDITIONS)
def test_a_tab_in_code_is_room(name: str, prepared: MakePrepared, verified: Verified) -> None:
    made = prepared("## Look\n\n```\nMorning\t50 mg\n\tNoon\t25 mg\n```\n")
    verified(made, name)


@pytest.mark.parametrize("name", PRINTED)
def test_no_page_begins_with_a_separator(name: str, prepared: MakePrepared, verified: Verified) -> None:
    # Without the rule one page of each paper's would: in large print below more lines, or some that stand closer.
    for items, count in (*product([0], range(4, 27)), *product([7], range(10, 20))):
        words = "- Item\n" * items + "\n" + "".join(f"Line {number}.\n\n" for number in range(count))
        data = verified(prepared(f"## Look\n\n{words}---\n\n{'Words to go on with. ' * 9}\n"), name)
        with pypdfium2.PdfDocument(data) as pdf:
            for page in [pdf[number] for number in range(1, len(pdf))]:
                things = [thing.get_bounds() for thing in page.get_objects(max_depth=5)]
                if any(top - below < 2 and 100 < right - left < 200 for left, below, right, top in things):
                    assert "Line" in page.get_textpage().get_text_range()


@pytest.mark.parametrize("name", PRINTED)
def test_a_separator_takes_no_heading_to_the_end_of_a_page(
    name: str, prepared: MakePrepared, verified: Verified
) -> None:
    for count in range(4, 27, 2):  # in large print a page ends later
        words = "".join(f"Line {number}.\n\n" for number in range(count))
        verified(prepared(f"## Look\n\n{words}## Next\n\n---\n\n{'Words to go on with. ' * 9}\n"), name)


def leading(block: str, count: int, name: str, prepared: MakePrepared, verified: Verified) -> tuple[int, str]:
    """Return which page has the words that lead to a block, below so many lines, and that page's text."""
    words = "".join(f"Line {number}.\n\n" for number in range(count))
    data = verified(prepared(f"## Look\n\n{words}Try one of these:\n\n{block}"), name)
    with pypdfium2.PdfDocument(data) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    return next((number, text) for number, text in enumerate(texts) if "Try one of these" in text)


@pytest.mark.parametrize("name", PRINTED)
def test_what_leads_to_a_list_or_a_table_stays_with_it(name: str, prepared: MakePrepared, verified: Verified) -> None:
    def page_below(count: int) -> int:
        return leading("", count, name, prepared, verified)[0]

    first = page_below(0)
    lowest = bisect_right(range(60), first, key=page_below) - 1
    for block in (
        "- Rest\n- Walk\n",
        "1. Rest\n2. Walk\n",
        "Rest\n: Sleep.\n",
        "| Rest | Walk |\n|---|---|\n| One | Two |\n",
    ):
        page, text = leading(block, lowest, name, prepared, verified)
        assert (page, "Rest" in text) == (first + 1, True)


@pytest.mark.parametrize("name", ["a4", "a4-large-print"])
@pytest.mark.parametrize("lead", ["- Try these:\n\n  ", "Term\n: Try these:\n\n  "])
def test_what_leads_to_a_table_in_an_item_stays_with_it(
    lead: str, name: str, prepared: MakePrepared, verified: Verified
) -> None:
    table = "| Rest | Walk |\n|---|---|\n| One | Two |\n".replace("\n", "\n  ")
    begins = set()
    for count in range(4, 24):
        words = "".join(f"Line {number}.\n\n" for number in range(count))
        with pypdfium2.PdfDocument(verified(prepared(f"## Look\n\n{words}{lead}{table}"), name)) as pdf:
            texts = [page.get_textpage().get_text_range() for page in pdf]
        (page,) = [number for number, text in enumerate(texts) if "Try these" in text]
        assert "Rest" in texts[page]
        begins.add(page)
    assert len(begins) > 1


DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" width="300" height="260"><path d="M0 0h300v260h-300z"/></svg>"""


def texts_of(body: str, name: str, prepared: MakePrepared, verified: Verified) -> list[str]:
    """Return the text of each page of an article whose picture is `a.svg`."""
    with pypdfium2.PdfDocument(verified(prepared(body, {"a.svg": DRAWING}), name)) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


@pytest.mark.parametrize("name", ["a4", "letter-large-print"])
@pytest.mark.parametrize("lead", ["Try this:\n\n", "Term\n: Try this:\n\n  "])
def test_what_leads_to_a_picture_stays_with_it(
    lead: str, name: str, prepared: MakePrepared, verified: Verified
) -> None:
    begins = set()
    for count in range(1, 20, 3):
        words = "".join(f"Line {number}.\n\n" for number in range(count))
        texts = texts_of(f'## Look\n\n{words}{lead}![A leg](a.svg "Lift it")\n', name, prepared, verified)
        (page,) = [number for number, text in enumerate(texts) if "Try this" in text]
        assert "Lift it" in texts[page]
        begins.add(page)
    assert len(begins) > 1


def test_a_first_item_with_a_picture_waits_for_no_other(prepared: MakePrepared, verified: Verified) -> None:
    items = "".join(f"{number}. Step {number}\n\n   ![A leg](a.svg)\n\n" for number in range(1, 4))
    texts = texts_of(f"## Look\n\n{items}", "a4", prepared, verified)
    assert ["Step 1" in text for text in texts[:2]] == [True, False]
    assert ["Step 2" in text for text in texts[:2]] == [False, True]


@pytest.mark.parametrize("name", ["a4", "a4-large-print"])
def test_a_list_of_lists_may_go_on_over_the_page(name: str, prepared: MakePrepared, verified: Verified) -> None:
    block = "".join(f"- Group {place}\n  - rest\n  - walk {place}\n" for place in range(2))
    splits = set()
    for count in range(6, 30):
        _, text = leading(block, count, name, prepared, verified)
        splits.add(("Group 0" in text, "Group 1" in text, "walk 1" in text))
    assert splits >= {(True, True, True), (True, False, False)}


@pytest.mark.parametrize("name", ["a4-large-print", "letter-large-print"])
def test_a_list_that_comes_first_takes_no_crisis_lines_off_page_1(
    name: str, prepared: MakePrepared, verified: Verified
) -> None:
    nested, flat = "1. One\n   - a\n   - b\n2. Two\n" + "   - word\n" * 8, "1. One\n2. Two\n3. Three\n"
    for lines in (1, 3, 5, 7):
        for body in (nested, flat, f"- {'One ' * 60}\n- Two\n"):
            made = prepared(body, summary='"' + "word " * 8 * lines + '"')
            data = verified(made, name)
            with pypdfium2.PdfDocument(data) as pdf:
                assert "116 123" in pdf[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("name", PRINTED)
def test_statements_about_a_handout_stay_on_one_page(name: str, prepared: MakePrepared, verified: Verified) -> None:
    for count in range(3, 18, 4):
        made = prepared("## Look\n\n" + "".join(f"Line {number}.\n\n" for number in range(count)))
        with pypdfium2.PdfDocument(verified(made, name)) as pdf:
            texts = [page.get_textpage().get_text_bounded() for page in pdf]
        assert [("About this handout" in text) for text in texts] == [("Did it help?" in text) for text in texts]


@pytest.mark.parametrize("name", ["a4", "letter-large-print"])
def test_who_said_it_stays_with_a_quotation(name: str, prepared: MakePrepared, verified: Verified) -> None:
    def pages(count: int) -> list[int]:
        words = "".join(f"Line {number}.\n\n" for number in range(count))
        data = verified(prepared(f"## Look\n\n{words}> A saying.\n>\n> Its author.\n"), name)
        with pypdfium2.PdfDocument(data) as pdf:
            texts = [page.get_textpage().get_text_bounded() for page in pdf]
        return [next(place for place, text in enumerate(texts) if word in text) for word in ("saying", "author.")]

    start = pages(0)[1]
    first = bisect_right(range(60), start, key=lambda count: pages(count)[1])
    assert pages(first) == [start + 1] * 2


@pytest.mark.parametrize("element", ["**you**", "[you](https://example.org)", "5 mg", "`you`", "[@a]"])
def test_no_word_of_a_text_before_an_element_stands_alone(
    element: str, prepared: MakePrepared, verified: Verified
) -> None:
    words = f"what is best for all that it can be told and shown {element} here and so on.{' Then wait.' * 9}\n"
    texts = [f"Ask {'l' * size} {words}" for size in range(1, 41)]
    body = "## Look\n\n" + "\n\n".join(texts)
    made = prepared(body, references="\n  - {id: a, citation: Smith}" if "@" in element else None)
    pieces = read(verified(made, "a4")).pieces
    shown = [piece.text for piece in pieces if piece.kind is Kind.PARAGRAPH and piece.text.startswith("Ask")]
    assert len(shown) == len(texts)
    assert not [text for text in shown if re.match(rf"Ask{BREAK}", text)]


@pytest.mark.parametrize("name", PRINTED)
def test_a_title_below_a_logo_has_the_whole_line(
    name: str, article_text: Callable[..., str], root: Path, verified: Verified
) -> None:
    title = "Fasting before your blood test"
    house = read_house(root / "templates", root / "examples" / "riverside-uk.toml")
    (made,) = prepare([Source("x", "", "x/article.md", article_text(title=title).encode(), {})], house)
    assert title in {piece.text for piece in read(verified(made, name, house)).pieces}


@pytest.mark.parametrize("name", ["a4", "letter", "a4-large-print"])
def test_each_meaning_of_a_term_is_told_from_the_next(name: str, prepared: MakePrepared, verified: Verified) -> None:
    data = verified(prepared("## Look\n\nTerm\n: One\\\n  in two lines\n: Another\n"), name)
    one, line, other = [run.base for run in runs(data) if run.text in {"One", "in two lines", "Another"}]
    assert abs(line - other) > abs(one - line) + 1


@pytest.mark.parametrize("name", PRINTED)
def test_the_citations_of_many_sources_begin_alike(name: str, prepared: MakePrepared, verified: Verified) -> None:
    sources = [f'{{id: s{number}, citation: "Source {number}."}}' for number in range(88)]
    data = verified(prepared(references=f"[{', '.join(sources)}]"), name)
    begins = [run.left for run in runs(data) if run.text.lstrip().startswith("Source ")]
    assert len(begins) == 88
    assert max(begins) - min(begins) < 0.5


@pytest.mark.parametrize("name", PRINTED)
def test_many_notes_begin_alike(name: str, prepared: MakePrepared, verified: Verified) -> None:
    numbers = range(38)
    calls, notes = " ".join(f"Word[^{n}]" for n in numbers), "\n".join(f"[^{n}]: Note {n}." for n in numbers)
    data = verified(prepared(f"## Look\n\n{calls}\n\n{notes}\n"), name)
    begins = [run.left for run in runs(data) if run.text.lstrip().startswith("Note ")]
    assert len(begins) == 38
    assert max(begins) - min(begins) < 0.5


@pytest.mark.parametrize("name", PRINTED)
def test_a_title_holds_its_longest_word_on_one_line(name: str, prepared: MakePrepared, verified: Verified) -> None:
    word = "Methylenedioxymethamphetamine"
    pieces = read(verified(prepared("## Look\n\nWords.\n", title=f"{word} and you"), name)).pieces
    assert next(piece.text for piece in pieces if piece.level == 1).startswith(word)


@pytest.mark.parametrize("name", PRINTED)
def test_a_title_may_be_the_category_again(name: str, prepared: MakePrepared, verified: Verified) -> None:
    body = "## Look\n\n" + "Words.\n\n" * 40
    assert len(read(verified(prepared(body, title="Consent", category="Consent"), name)).pages) > 1


@pytest.mark.parametrize("name", ["a4", "letter"])
def test_a_table_stands_apart_from_the_one_above_it(name: str, prepared: MakePrepared, verified: Verified) -> None:
    table = "| Head |\n|---|\n| Cell |\n\n"
    data = verified(prepared(f"## Look\n\n{table}{table}Words.\n"), name)
    _, cell, head, last, words = [run.base for run in runs(data) if run.text in {"Head", "Cell", "Words."}]
    assert abs(head - cell) > abs(words - last) + 5


@pytest.mark.parametrize("name", PRINTED)
def test_marks_of_lists_are_copied_with_their_items(name: str, prepared: MakePrepared, verified: Verified) -> None:
    steps = "\n".join(f"{number}. Step {number}." for number in range(8, 13))
    made = prepared(f"Before.\n\n{steps}\n\nBetween.\n\n- One\n- Two\n  - Inner\n\nBehind.\n")
    with pypdfium2.PdfDocument(verified(made, name)) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert all(f"{number}. Step {number}." in text for number in range(8, 13))
    assert "Between. • One • Two • Inner Behind." in text
    assert "• In danger now? US: Call 911. • In danger now? UK" in text
