"""The plain text editions of a sheet with every kind of node: the whole files, and what holds for each line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from press.errors import RenderError
from press.model import EDITIONS
from press.model.article import Article, Meta, Note, Person, Reference, Section, Status
from press.model.blocks import (
    Align,
    Block,
    Box,
    BoxKind,
    BulletList,
    CodeBlock,
    CrisisBox,
    Definition,
    DefinitionList,
    Figure,
    ListItem,
    OrderedList,
    Paragraph,
    Questions,
    Quotation,
    Separator,
    Table,
    WritingSpace,
)
from press.model.clinic import Clinic, CrisisLine
from press.model.inlines import Citation, Code, Emphasis, Inline, LineBreak, Link, NoteCall, Strong, Text
from press.pipeline.houses import House
from press.writers import Sheet, Templates
from press.writers.text import WIDTH, write

LONG = "words that go on until the line is full and the next one has to be begun"
DAY = date(2026, 1, 31)


def words(*children: str | Inline) -> tuple[Inline, ...]:
    return tuple(Text(child) if isinstance(child, str) else child for child in children)


def paragraph(*children: str | Inline) -> Paragraph:
    return Paragraph(words(*children))


def item(text: str, *blocks: Block, checked: bool | None = None) -> ListItem:
    return ListItem((paragraph(text), *blocks), checked)


META = Meta(
    title="A title — long enough to be wrapped, since it has far more than 72 columns",
    summary="“Yes”, in 1½ weeks…",
    category="Tests & trials",
    lang="en",
    version="1.0",
    reviewed=DAY,
    next_review=date(2027, 1, 31),
    authors=(Person("Łucja Ångström", "PhD"), Person("B. Author")),
    publisher="Handout Press",
    audience="Anyone",
    reviewers=(Person("C. Reviewer"),),
    conflicts="None.",
    references=(
        Reference("one", 1, "Somebody. A paper with a title that is long enough to be wrapped, 2020.", doi="10.1/x"),
        Reference("two", 2, "Nobody. A book."),
    ),
    status=Status.DRAFT,
)
CLINIC = Clinic(
    crisis=(
        CrisisLine("In danger?", DAY, phone="999 (then 1)", text="HELP to 85258", hours="Day and night."),
        CrisisLine("Online", date(2025, 12, 1), web="https://helpline.example/"),
        CrisisLine("Ask a neighbour for help", DAY),
    ),
    name="The Practice",
    address="1 High Street",
    phone="+44 20 1234",
    email="us@practice.example",
    web="https://practice.example",
    hours="Weekdays, 9 to 5",
    feedback="Write to us.",
    note="Closed on Mondays.",
)
FIRST = (
    paragraph(
        "See ",
        Link("https://example.org/a", words("this ", Strong(words("page")))),
        " or ",
        Link("#b", words("below")),
        ".",
    ),
    Separator(),
    Box(BoxKind.KEY_POINTS, (BulletList((item("One point"), item(f"Another with {LONG}"))),)),
)
LISTS = (
    OrderedList((item("three", BulletList((item("under it"),))), item("four")), start=3),
    BulletList((item("loose", paragraph("More.")), item("end")), tight=False),
    BulletList((item("to do", checked=False), item("done", checked=True), item("neither"))),
    DefinitionList(
        (
            Definition(
                words("Term"), ((paragraph(f"A meaning with {LONG}"),), (paragraph("Another."), paragraph("More.")))
            ),
            Definition(words("Other"), ((paragraph("Short."),),)),
        )
    ),
    Quotation((paragraph(f"Somebody's {LONG}"), BulletList((item("said"),)))),
    CodeBlock("first line\n\n  - second, which is not wrapped although it is longer than seventy-two columns", "text"),
)
REST = (
    Table(
        (words(), words("Need?"), words("Ask for")),
        ((words("Row"), words(), words("help")), (words(f"Cell with {LONG}"), words("b"), words(f"{LONG} c"))),
        (Align.NONE, Align.LEFT, Align.RIGHT),
    ),
    Table((words("Only"),), ((words("one"),),), (Align.NONE,)),
    Figure("a.png", "A ring of 5 × 5 dots", "The ring"),
    Box(BoxKind.WARNING, (paragraph("Take ", Emphasis(words("great")), " care.", LineBreak(), "Do."),)),
    Questions((words("Why?"), words(f"What of {LONG}?")), (paragraph("Before."),)),
    WritingSpace(2, "What I saw"),
    CrisisBox((paragraph("My own words."),)),
)
ARTICLE = Article(
    slug="x",
    meta=META,
    blocks=FIRST,
    sections=(
        Section(2, words("A section with ", Code("code")), "a", LISTS, (Section(3, words("Deeper"), "b", REST),)),
        Section(2, words("Last"), "c", (paragraph("Said", NoteCall("a"), " and shown", Citation((1, 2)), "."),)),
    ),
    notes=(Note("a", (paragraph("A note."), paragraph("Its end."))),),
)

TEXT = (Path(__file__).parent / "sheet.txt").read_text("utf-8")
"""The whole text edition of the sheet."""

PORTAL_LINES = {
    "# A title - long enough to be wrapped, since it has far more than 72 columns",
    '"Yes", in 1 1/2 weeks...',
    f"- Another with {LONG}",
    f"    A meaning with {LONG}",
    f"> Somebody's {LONG}",
    f"Cell with {LONG}",
    f"  Ask for: {LONG} c",
    "[Picture: A ring of 5 x 5 dots]",
    f"[ ] What of {LONG}?",
    "[1] Somebody. A paper with a title that is long enough to be wrapped, 2020. https://doi.org/10.1/x",
    "Written by: Lucja Angstrom, PhD; B. Author",
    "This handout gives general information. It does not replace advice from someone who knows you and your health.",
    "You can also get this handout in large print, as a web page, an ebook or plain text. Just ask.",
}
"""The lines of the portal edition that are not the same in the other."""


@pytest.fixture(scope="module")
def sheet(house: House) -> Sheet:
    return Sheet(
        ARTICLE, CLINIC, house.labels("en"), "0123abcd", overdue=True, address="https://practice.example/x.html"
    )


def written(sheet: Sheet, templates: Templates, edition: str = "text") -> str:
    return write(sheet, EDITIONS[edition], templates).decode()


def lines_of(sheet: Sheet, templates: Templates, *blocks: Block, edition: str = "text") -> list[str]:
    """Return the lines that blocks before the first heading come out as."""
    changed = replace(sheet.article, blocks=blocks, sections=(Section(2, words("End"), "end"),), notes=())
    text = written(replace(sheet, article=changed), templates, edition)
    before, after = ("These contacts were last checked on December 1, 2025.\n\n* * *\n\n", "\n\n## End")
    return text.partition(before)[2].partition(after)[0].split("\n")


def test_the_text_edition_whole(sheet: Sheet, templates: Templates) -> None:
    assert written(sheet, templates) == TEXT


def test_the_portal_edition_differs_in_its_wrapping_and_its_letters(sheet: Sheet, templates: Templates) -> None:
    portal = written(sheet, templates, "portal")
    assert portal.isascii()
    assert set(portal.split("\n")) - set(TEXT.split("\n")) == PORTAL_LINES
    assert len(portal.split("\n\n")) == len(TEXT.split("\n\n"))


@pytest.mark.parametrize("edition", ["text", "portal"])
def test_the_same_sheet_gives_the_same_bytes(sheet: Sheet, house: House, edition: str) -> None:
    first, second = (write(sheet, EDITIONS[edition], Templates(house.templates)) for _ in range(2))
    assert first == second


def test_no_line_of_words_is_wider_than_the_width(sheet: Sheet, templates: Templates) -> None:
    code = "      - second, which is not wrapped although it is longer than seventy-two columns"
    assert [line for line in written(sheet, templates).split("\n") if len(line) > WIDTH] == [code]


def test_an_address_that_is_wider_than_a_line_stands_alone_on_its_own(sheet: Sheet, templates: Templates) -> None:
    address = f"https://example.org/{'long/' * 14}"
    block = paragraph("Before it ", Link(address, words("words")), " and after it.")
    assert lines_of(sheet, templates, block) == ["Before it words", f"({address})", "and after it."]


@pytest.mark.parametrize(
    "text",
    [
        "# not a heading",
        "- not an item",
        "12. so",
        "> said",
        "[ ] tick",
        "[x] tick",
        "[a] note",
        "[1] source",
        "____",
        "* * *",
        "** so **",
    ],
)
def test_text_that_begins_as_a_mark_stands_one_column_to_the_right(
    sheet: Sheet, templates: Templates, text: str
) -> None:
    assert lines_of(sheet, templates, paragraph(text)) == [f" {text}"]
    assert lines_of(sheet, templates, BulletList((item(text),))) == [f"- {text}"]
    assert lines_of(sheet, templates, Quotation((paragraph(text),))) == [f">  {text}"]


@pytest.mark.parametrize("text", ["#hash", "-5", "12.5", ">5", "[ab cd]", "*so*", "1", "[]"])
def test_text_that_begins_like_no_mark_stands_where_it_should(sheet: Sheet, templates: Templates, text: str) -> None:
    assert lines_of(sheet, templates, paragraph(text)) == [text]


@pytest.mark.parametrize("mark", ["-", "1.", "#", ">", "> 50 mg", "[ ]", "[a]", "____"])
def test_no_line_goes_on_with_a_mark(sheet: Sheet, templates: Templates, mark: str) -> None:
    text = " ".join(["word", mark] * 40)
    lines = lines_of(sheet, templates, paragraph(text))
    assert len(lines) > 1
    assert all(line.startswith("word") for line in lines)
    assert " ".join(lines) == text


def test_a_dash_that_becomes_a_mark_in_ascii_does_not_begin_a_line(sheet: Sheet, templates: Templates) -> None:
    assert lines_of(sheet, templates, paragraph("— so he said"), edition="portal") == [" - so he said"]


@pytest.mark.parametrize("edition", ["text", "portal"])
def test_a_line_ends_where_the_author_ends_it(sheet: Sheet, templates: Templates, edition: str) -> None:
    address = paragraph("Mill Lane", LineBreak(), "Anytown")
    blocks = (
        (address, ["Mill Lane", "Anytown"]),
        (BulletList((ListItem((address,)),)), ["- Mill Lane", "  Anytown"]),
        (Quotation((address,)), ["> Mill Lane", "> Anytown"]),
        (DefinitionList((Definition(words("At"), ((address,),)),)), ["At", "    Mill Lane", "    Anytown"]),
        (paragraph(LineBreak(), "Mill Lane ", LineBreak(), LineBreak(), " Anytown"), ["Mill Lane", "Anytown"]),
    )
    for block, lines in blocks:
        assert lines_of(sheet, templates, block, edition=edition) == lines


@pytest.mark.parametrize("mark", ["-", "1.", "> 50 mg", "____", "* * *"])
def test_a_line_goes_on_where_a_mark_would_begin_the_next(sheet: Sheet, templates: Templates, mark: str) -> None:
    for edition in ("text", "portal"):
        assert lines_of(sheet, templates, paragraph("At", LineBreak(), mark), edition=edition) == [f"At {mark}"]
        after = paragraph(mark, LineBreak(), "Name", LineBreak(), mark, LineBreak(), "Date")
        assert lines_of(sheet, templates, after, edition=edition) == [f" {mark}", f"Name {mark}", "Date"]
    assert lines_of(sheet, templates, paragraph("At", LineBreak(), "— noon"), edition="portal") == ["At - noon"]


@pytest.mark.parametrize("kind", [BulletList, OrderedList])
def test_a_list_is_looked_through_once_however_long_it_is(
    sheet: Sheet, templates: Templates, kind: type[BulletList | OrderedList], monkeypatch: pytest.MonkeyPatch
) -> None:
    lists: list[Block] = []

    def look_through(block: Block) -> bool:
        lists.append(block)
        return True

    monkeypatch.setattr("press.writers.text._is_compact", look_through)
    long = kind((item("Word"),) * 50)
    lines_of(sheet, templates, long)
    assert lists.count(long) == 1


def test_no_break_spaces_hold_a_line_together(sheet: Sheet, templates: Templates) -> None:
    text = f"{'x' * 68} 5\u00a0mg of it"
    assert lines_of(sheet, templates, paragraph(text)) == ["x" * 68, "5\u00a0mg of it"]
    assert lines_of(sheet, templates, paragraph(text), edition="portal") == [f"{'x' * 68} 5 mg of it"]


def test_the_crisis_lines_stand_near_the_top_where_the_article_has_none(sheet: Sheet, templates: Templates) -> None:
    changed = replace(sheet.article, blocks=(), sections=(Section(2, words("End"), "end", (paragraph("Text."),)),))
    text = written(replace(sheet, article=changed), templates)
    crisis = "- In danger? Call 999 (then 1). Text HELP to 85258. Day and night.\n- Online: Visit helpline.example.\n"
    assert f"weeks…\n\n** If you need help now **\n\n{crisis}" in text
    assert "December 1, 2025.\n\n* * *\n\n## End\n\nText.\n" in text


def test_without_a_practice_nothing_is_said_of_one(sheet: Sheet, templates: Templates) -> None:
    text = written(replace(sheet, clinic=Clinic(crisis=CLINIC.crisis), address=""), templates)
    assert text.startswith("Tests & trials\n\n# A title")
    assert text.endswith("Please tell whoever gave it to you what was good and what\nwas missing.\n")


def test_a_note_holds_a_picture(sheet: Sheet, templates: Templates) -> None:
    note = Note("a", (paragraph("See this."), Figure("map.png", "A map", "")))
    text = written(replace(sheet, article=replace(sheet.article, notes=(note,))), templates)
    assert "Notes\n\n[a] See this.\n\n  [Picture: A map]\n\n" in text


def test_a_template_that_asks_for_what_is_not_there_names_its_place(sheet: Sheet, house: House) -> None:
    broken = dict(house.templates) | {"text/nodes/Separator.j2": b"first\n{{ node.colour }}\n"}
    with pytest.raises(RenderError, match=r"templates/.*colour"):
        write(sheet, EDITIONS["text"], Templates(broken))
