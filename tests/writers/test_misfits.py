"""What should be kept on one page and has no room there goes on over it, and leaves no heading alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pypdfium2
import pytest

from press.model import EDITIONS, Format
from press.pipeline.houses import House
from press.pipeline.reading import Prepared
from press.writers import Templates, writer

MakePrepared = Callable[..., Prepared]
Verified = Callable[..., bytes]
PRINTED = [name for name, edition in EDITIONS.items() if edition.format is Format.PDF]
SENTENCE = "Many people who sleep badly worry more about the day, and some need our help. "
ITEM = f"- {SENTENCE * 3}\n"


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("count", [9, 18, 24, 30, 60])
def test_what_fills_a_page_goes_on_over_it(count: int, name: str, prepared: MakePrepared, verified: Verified) -> None:
    words = SENTENCE * count
    for block in (
        f"::: note\n{words}\n\n{words}\n:::",
        f"::: crisis\n{words}\n:::",
        f"::: key-points\n{ITEM * (count // 3)}:::",
        f"::: ask\n{ITEM * (count // 3)}:::",
        f"- {words}",
        f"- {words}\n- {words}",
        f"1. {words}\n\n   > {words}\n\n2. {words}",
        f"> {words}",
        "```\n" + "one\ntwo\n\n" * count + "```",
    ):
        made = prepared(f"## Look\n\n{block}\n\nRest.\n")
        verified(made, name)


@pytest.mark.parametrize("name", ["a4", "letter"])
@pytest.mark.parametrize(
    "block",
    [
        "::: note\n{}\n:::",
        "- {}\n- Two",
        "> {}\n>\n> - One\n>   | a |\n>   |---|\n>   | b |",
        "| a | b |\n|---|---|\n| {} | c |",
    ],
)
def test_what_fills_a_page_begins_below_what_leads_to_it(
    block: str, name: str, prepared: MakePrepared, house: House
) -> None:
    """Kept on a page of its own, it left these words alone on theirs."""
    made = prepared(f"## Look\n\nWords that lead to it.\n\n{block.format(SENTENCE * 70)}\n")
    assert "Many people" in page_of("Words that lead", made, house, name)


def page_of(words: str, made: Prepared, house: House, name: str) -> str:
    """Return the text of the one page of a printed edition that has these words."""
    data = writer(Format.PDF)(made.sheet, EDITIONS[name], Templates(house.templates))
    with pypdfium2.PdfDocument(data) as document:
        texts: list[str] = [page.get_textpage().get_text_range() for page in document]
    (page,) = [text for text in texts if words in text]
    return page


TALL = "| a | b |\n|---|---|\n" + "| {0} | c |\n" * 3


@pytest.mark.parametrize("name", ["a4", "letter"])
@pytest.mark.parametrize(("block", "count"), [(TALL, 9), ("- {0}\n- {0}\n- Three", 16), ("- {0}\n- {0}\n- Three", 24)])
def test_the_first_rows_or_items_that_nearly_fill_a_page_begin_below_what_leads_to_them(
    block: str, count: int, name: str, prepared: MakePrepared, house: House
) -> None:
    """Kept together, they left these words alone on their page."""
    made = prepared(f"## Look\n\nWords that lead to it.\n\n{block.format(SENTENCE * count)}\n")
    assert "Many people" in page_of("Words that lead", made, house, name)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("conflicts", [None, "None."])
def test_what_stands_about_the_handout_takes_no_instruction_along(
    conflicts: str | None, name: str, prepared: MakePrepared, house: House
) -> None:
    """Where a sheet gets one line too long, it is the end of the statements about it that goes over the page."""
    templates = Templates(house.templates)
    pages, last = 0, ""
    for count in range(30):
        lines = "".join(f"Line {number}.\n\n" for number in range(count))
        made = prepared(f"## Look\n\n{lines}Stop where you are.\n", conflicts=conflicts)
        data = writer(Format.PDF)(made.sheet, EDITIONS[name], templates)
        with pypdfium2.PdfDocument(data) as document:
            pages = len(document)
            last = document[pages - 1].get_textpage().get_text_range()
        if pages > 1:
            break
    assert pages > 1
    assert "Did it help?" in last
    assert "Stop where you are." not in last


@pytest.mark.parametrize("name", PRINTED)
def test_lines_to_write_on_stay_with_what_they_are_for(name: str, prepared: MakePrepared, verified: Verified) -> None:
    """A sentence that leads to them takes no page's end; where they have a prompt, that is it."""
    parted = 0
    for count in range(20):
        lines = "".join(f"Line {number}.\n\n" for number in range(count))
        made = prepared(f"## Look\n\n{lines}My day for it is:\n\n::: write 3\n:::\n\nAfter.\n")
        data = verified(made, name)
        with pypdfium2.PdfDocument(data) as document:
            for page in document:
                text = page.get_textpage()
                place = text.search("After.").get_next()
                if place and "My day" not in text.get_text_range():
                    parted += 1
                    below_top = page.get_height() - text.get_charbox(place[0])[3]
                    assert below_top < (100 if "large" in name else 80), "no lines are above it"
    assert parted, "a page ends behind the lines, with one of these lengths"


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("code", ["one\n\n\ntwo", "one\ntwo\n\n\nthree\nfour"])
def test_code_stays_on_a_page(code: str, name: str, prepared: MakePrepared, verified: Verified) -> None:
    for count in range(9):
        made = prepared("## Look\n\n" + "Line.\n\n" * count + f"```\n{code}\n```\n")
        verified(made, name)


@pytest.mark.parametrize("name", PRINTED)
def test_code_of_many_lines_stays_on_a_page(name: str, prepared: MakePrepared, house: House) -> None:
    """Five of its lines would stay together by themselves."""
    code, pages = "\n".join(["beginning", *["line"] * 10, "ending"]), set()
    for count in range(0, 24, 3):
        made = prepared("## Look\n\n" + "Line.\n\n" * count + f"```\n{code}\n```\n")
        data = writer(Format.PDF)(made.sheet, EDITIONS[name], Templates(house.templates))
        with pypdfium2.PdfDocument(data) as document:
            texts = [page.get_textpage().get_text_range() for page in document]
        (page,) = [number for number, text in enumerate(texts) if "beginning" in text]
        assert "ending" in texts[page]
        pages.add(page)
    assert len(pages) > 1, "it goes over to the next page, below one of these numbers of lines"


@pytest.mark.parametrize("rows", [24, 25, 26])
def test_a_table_in_a_box_that_fills_a_page_goes_on(rows: int, prepared: MakePrepared, verified: Verified) -> None:
    """The frame is the box's, which has no room on a page; the table by itself may have it."""
    made = prepared("## Look\n\n::: note\n| One | Two |\n|---|---|\n" + "| a | b |\n" * rows + ":::\n")
    verified(made, "a4")


@pytest.mark.parametrize("blank", [1, 2, 3])
@pytest.mark.parametrize("length", [23, 26, 47])
def test_where_code_has_no_room_its_lines_stay_with_others(
    length: int, blank: int, prepared: MakePrepared, verified: Verified
) -> None:
    code = "\n".join("" if number % (4 + blank) > 3 and number < length else "one" for number in range(1, length + 1))
    made = prepared(f"## One\n\nWords.\n\nWords.\n\nWords.\n\n## Two\n\n```\n{code}\n```\n\nRest.\n")
    for name in ("a4-large-print", "letter-large-print"):
        verified(made, name)


@pytest.mark.parametrize(("name", "counts"), [("a4", range(33, 38)), ("letter-large-print", range(20, 24))])
@pytest.mark.parametrize("block", ["::: note\n{}\n:::", "```\n{}\n```", "- {}"])
def test_a_heading_of_two_lines_stays_with_what_nearly_fills_a_page(
    block: str, name: str, counts: range, prepared: MakePrepared, verified: Verified
) -> None:
    end = "\n" if "```" in block else "\\\n  "
    heights: set[int] = set()
    for count in counts:
        text = block.format(end.join(["Line."] * count))
        made = prepared(f"## Look\n\nWords.\n\n## {SENTENCE * 2}\n\n{text}\n\nRest.\n")
        data = verified(made, name)
        with pypdfium2.PdfDocument(data) as document:
            for found in (page.get_textpage() for page in document):
                bases = [found.get_charbox(m.start())[1] for m in re.finditer("L", found.get_text_range())]
                heights.update(round(above - below) for above, below in pairwise(bases) if above - below < 40)
    assert len(heights) == 1 or "note" in block, heights  # boxes alone stand closer


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("heading", [f"## {SENTENCE * 3}", f"## {SENTENCE}\n\n### {SENTENCE * 2}"])
def test_a_box_that_has_no_room_below_many_lines_of_headings_goes_on_over_the_page(
    heading: str, name: str, prepared: MakePrepared, verified: Verified
) -> None:
    for count in (20, 22, 24) if "large" in name else (33, 35, 37):
        for kind in ("note", "key-points"):
            lines = "\\\n".join(["Line."] * count)
            made = prepared(f"## Look\n\nWords.\n\n{heading}\n\n::: {kind}\n{lines}\n:::\n\nRest.\n")
            verified(made, name)


ROW = f"| {SENTENCE * 2} | {SENTENCE * 2} |\n"
HEADERS = ("What you can do at home", "When you should speak to a nurse", "How often it happens in a week")
TABLE = (
    f"| {' | '.join(f'{words} by yourself' for words in HEADERS * 2)} |\n{'|---' * 6}|\n"
    f"{'| gastroenterologist 12.5 mg | electroencephalogram | hydrochlorothiazide ' * 2}|\n"
)


@pytest.mark.parametrize("name", ["a4-large-print", "letter-large-print"])
@pytest.mark.parametrize("count", [0, 8, 12])
def test_a_stacked_tables_head_has_a_row_below(
    count: int, name: str, prepared: MakePrepared, verified: Verified
) -> None:
    lines = "".join(f"Line {number}.\n\n" for number in range(count))
    made = prepared(f"## Look\n\nWords.\n\n{lines}## Table\n\n{TABLE}")
    data = verified(made, name)
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    (page,) = [text for text in pages if "Table" in text]
    assert page.count("hydrochlorothiazide") == 2


@pytest.mark.parametrize("name", ["a4-large-print", "letter-large-print"])
@pytest.mark.parametrize("table", [TABLE, f"| a | b |\n|---|---|\n{ROW * 2}"])
def test_a_heading_of_many_lines_stays_with_a_table(
    table: str, name: str, prepared: MakePrepared, verified: Verified
) -> None:
    for count in (2, 3, 4, 5):
        made = prepared(f"## Look\n\nWords.\n\n## {SENTENCE * count}\n\n{table}")
        verified(made, name)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("form", ["| {0} | {0} |", "- {0}{0}"])
def test_what_is_kept_together_leaves_no_page_half_white(
    form: str, name: str, prepared: MakePrepared, verified: Verified
) -> None:
    rows = (form.format(SENTENCE * (2 if "large" in name or "-" in form else 1)) + "\n") * 6
    block = rows if "-" in form else f"| a | b |\n|---|---|\n{rows}"
    upper = 0
    for count in range(5, 27):
        lines = "".join(f"Line {number}.\n\n" for number in range(count))
        made = prepared(f"## Look\n\n{lines}## Then\n\nThis is how:\n\n{block}\nAfter.\n")
        data = verified(made, name)
        with pypdfium2.PdfDocument(data) as document:
            for page, text in ((page, page.get_textpage()) for page in document):
                place = text.search(f"Line {count - 1}.").get_next()
                if place and text.get_charbox(place[0])[1] > 0.55 * page.get_height():
                    upper += 1
                    assert "sleep badly" in text.get_text_range()
    assert upper, "a page ends behind the lines, with one of these lengths"


@pytest.mark.parametrize("size", [10, 11, 12])
def test_a_high_head_that_stands_once_may_be_parted_from_a_row_that_nearly_fills_a_page(
    size: int, prepared: MakePrepared, verified: Verified
) -> None:
    """Kept together, they would end WeasyPrint with an AssertionError."""
    head, cell = SENTENCE * 8, SENTENCE * size
    made = prepared(f"## Look\n\nThis is how:\n\n| {head} | {head} |\n|---|---|\n| {cell} | {cell} |\n")
    verified(made, "a4")


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("word", ["m" * 40, f"**{'m' * 40}**", "`" + "m" * 40 + "`"])
def test_a_tick_box_stands_beside_a_word_that_is_longer_than_a_line(
    word: str, name: str, prepared: MakePrepared, verified: Verified
) -> None:
    for count in range(8):
        lines = "".join(f"Line {number}.\n\n" for number in range(count))
        tasks = f"- [ ] {word} {'in words ' * 12}20 mg\n\n  - [ ] One\n\n  - [ ] Two\n\n- [ ] 20 mg\n"
        made = prepared(f"## Look\n\n{lines}{tasks}\n::: ask\n- {word}\n:::\n")
        data = verified(made, name)
        beside: list[bool] = []
        with pypdfium2.PdfDocument(data) as document:
            for text in (page.get_textpage() for page in document):
                bases = [(char, text.get_charbox(place)[1]) for place, char in enumerate(text.get_text_range())]
                boxes = [base for char, base in bases if char == "☐"]
                beside += [any(char in "mOT2" and abs(base - box) < 1 for char, base in bases) for box in boxes]
        assert beside == [True] * 5


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(("items", "indent"), [(2, ""), (3, ""), (5, ""), (3, "   "), (5, "   ")])
def test_no_item_of_a_list_is_alone_on_a_page(
    items: int, indent: str, name: str, prepared: MakePrepared, verified: Verified
) -> None:
    """The last one stood at the top of a page by itself: of a list of warnings nobody saw it with the others."""
    parted = 0
    for count in range(18, 42, 2):
        listed = "".join(f"{indent}- Item {number}.\n" for number in range(1, items + 1))
        lines = "Line.\n\n" * count
        made = prepared(f"## Look\n\n{lines}{'1. Exercise.' if indent else ''}\n{listed}\n{'Rest. ' * 400}\n")
        with pypdfium2.PdfDocument(verified(made, name)) as document:
            texts = [page.get_textpage().get_text_range() for page in document]
        counts = [found for text in texts if (found := len(re.findall("Item|Exercise", text)))]
        assert 1 not in counts
        parted += len(counts) > 1
    assert parted or items < 4, "some of the long ones are parted"


@pytest.mark.parametrize("name", ["a4-large-print", "letter-large-print"])
def test_crisis_lines_that_just_miss_the_first_page_stand_closer(
    name: str, prepared: MakePrepared, verified: Verified
) -> None:
    heights = []
    for count in range(0, 32, 2):
        made = prepared(title=f"'Your child{' and you' * 6}'", summary=f"'Rest.{' Drink enough.' * count}'")
        data = verified(made, name)
        with pypdfium2.PdfDocument(data) as document:
            for number, text in enumerate(page.get_textpage() for page in document):
                top, end = (text.search(words).get_next() for words in ("If you need", "last checked"))
                if top and end:
                    heights.append((number, round(text.get_charbox(top[0])[1] - text.get_charbox(end[0])[1])))
    (first, roomy), (closer, height), (last, as_roomy) = dict.fromkeys(heights)
    assert (first, closer, last) == (0, 0, 1)
    assert height < roomy == as_roomy
