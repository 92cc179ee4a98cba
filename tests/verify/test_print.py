"""The rules of clear and large print: a good sheet keeps all of them, and each fault breaks its own."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from press.model import EDITIONS, Edition, Format
from press.pipeline.houses import House
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source
from press.reader.body import MAX_LINES
from press.verify import Code, verify
from press.verify.breaking import with_split_words
from press.verify.measures import Flaw, Measure, Measures, Quantity, Spot
from press.verify.pdf import read
from press.verify.pdf.interpreter import Interpreter
from press.verify.piece import BREAK, Kind, Piece, piece_of
from press.verify.print_rules import FLAWS, LARGE, STANDARD, breaches, rules_of
from press.writers import Templates, writer

PRINTED = [name for name, edition in EDITIONS.items() if edition.format is Format.PDF]
A4 = EDITIONS["a4"]
SENTENCE = "You can tell your therapist that you feel stuck, and ask what the two of you could try in another way. "
BODY = f"""\
{SENTENCE * 5}

{SENTENCE * 5}

::: key-points
- The first point.
- The second point.
:::

## A section

{SENTENCE * 3}Call the NHS, or your GP, and ask for **weight** and [a link](https://example.org).

### A smaller heading

{SENTENCE * 3}

| Day | Walk |
|-----|------|
| Monday | {"A mile along the river and back over the old bridge by the mill. " * 4} |
| Tuesday | Two miles |

::: ask
- What is this?
- What comes next?
:::

::: write 3 "What I noticed"
:::
"""


@pytest.fixture(scope="module")
def sheet(house: House, article_text: Callable[..., str]) -> Prepared:
    """Give an article with crisis lines of its own: what is where on a page does not change with those of a region."""
    labels = ("In danger now? Call your emergency number (US 911, UK 999, Europe 112)", "A", "B", "C", "D")
    lines = "".join(f'[[international]]\nlabel = "{label}"\nchecked = 2026-11-22\n' for label in labels)
    own = replace(house, templates={**house.templates, "crisis/en.toml": lines.encode()})
    (made,) = prepare([Source("x", "", "source/x/article.md", article_text(BODY).encode(), {})], own)
    return made


def written(made: Prepared, house: House, edition: Edition = A4, style: str = "") -> bytes:
    """Return an edition whose style sheet has further rules at its end."""
    files: Mapping[str, bytes] = house.templates
    if style:
        name = f"pdf/{'large-print' if 'large-print' in edition.name else edition.name}.css"
        files = {**files, name: files[name] + f"\n{style}\n".encode()}
    return writer(Format.PDF)(made.sheet, edition, Templates(files))


def told(data: bytes, made: Prepared, edition: Edition = A4) -> list[str]:
    """Return what the findings say of how the edition is printed."""
    return [f.message for f in verify(data, made.inventory, edition).findings if f.code is Code.PRINT]


@pytest.mark.parametrize("name", PRINTED)
def test_the_real_sheets_keep_every_rule(
    name: str, first_article: Prepared, kitchen_sink: Prepared, house: House
) -> None:
    for made in (first_article, kitchen_sink):
        edition = EDITIONS[name]
        assert told(written(made, house, edition), made, edition) == []


@pytest.mark.parametrize("name", PRINTED)
def test_every_quantity_of_the_first_article_is_measured(name: str, first_article: Prepared, house: House) -> None:
    measures = read(written(first_article, house, EDITIONS[name])).measures
    assert measures is not None
    assert set(measures.values) == set(Quantity)
    assert measures.flaws == {}
    assert {rule.quantity for rule in rules_of(EDITIONS[name])} == set(Quantity) - {Quantity.LAST}


def test_every_flaw_has_its_words_and_its_source() -> None:
    assert set(FLAWS) == set(Flaw)
    assert all(says and source for says, source in FLAWS.values())
    assert all(rule.source for rule in (*STANDARD, *LARGE))


FIRST = "You can tell your therapist that you feel stuck, and ask..."


def free(box: str) -> str:
    """Return a rule that lets a box, and all that is in it, go on over the page anywhere."""
    anywhere = "break-inside: auto !important; break-before: auto !important; break-after: auto !important"
    return f"{box}, {box} * {{ {anywhere} }}"


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "p { font-size: 13pt }",
            ["type of the text, pt: 13, but at least 14", "characters a line, median: 73, but at most 70"],
        ),
        ("td { font-size: 11.9pt }", ["smallest type, pt: 11.9, but at least 12"]),
        (
            "@page { font-size: 11.9pt }",
            ["smallest type, pt: 11.9, but at least 12", "type of the foot, pt: 11.9, but at least 12"],
        ),
        ("h1 { font-size: 19pt }", ["type of the title, pt: 19, but at least 20"]),
        ("h2 { font-size: 15pt }", ["type of the sections' headings, pt: 15, but at least 16"]),
        ("h3 { font-size: 13pt }", ["type of the smallest heading, pt: 13, but at least 14"]),
        (".body > p { line-height: 1.1 }", ["line spacing, times the type: 1.1, but at least 1.2"]),
        (".body > p { margin-inline-end: 25mm }", ["characters a line, median: 56, but at least 60"]),
        (".body > p { margin-inline-end: -10mm }", ["characters a line, median: 72, but at most 70"]),
        (
            ".body > p { margin-inline-end: -22mm }",
            [
                "characters a line, median: 77, but at most 70",
                "margin right, mm: 10.4, but at least 20",
                "characters of the longest line: 81, but at most 80",
            ],
        ),
        ("main { margin-inline: -12mm 12mm }", ["margin left, mm: 19, but at least 20"]),
        ("main { margin-inline: 14mm -14mm }", ["margin right, mm: 18, but at least 20"]),
        ("@page :first { margin-top: 8mm }", ["margin above, mm: 9.3, but at least 12"]),
        ("@page { @bottom-left { padding-top: 5mm } }", ["nearest to the paper's edge, mm: 6.3, but at least 8"]),
        ("@page { size: 206mm 297mm; margin-inline: 29mm }", ["paper, width in mm: 206, but at least 209.5"]),
        (".lines { margin-top: -3mm }", ["room over a line to write on, mm: 6.8, but at least 8"]),
        (".category { color: #c06060 }", ["contrast, to 1: 4.1, but at least 4.5"]),
        (".category { color: #777 }", ['page 1: "Tests" is grey; text is black, or of the one accent']),
        (
            ".audience, .summary p { color: #333 }",
            ['page 1: "The short answer" is grey; text is black, or of the one accent'],
        ),
        (
            "h1 { color: color(xyz 0.1 0.1 0.1) }",
            ['page 1: "A title" has a colour, or something behind it, that cannot be told'],
        ),
        (".key-points { background: #dde }", ["tint under text, %: 12.6, but at most 10"]),
        (
            ".key-points { background: linear-gradient(#fff, #eee) }",
            ['page 1: "Key points" has a colour, or something behind it, that cannot be told'],
        ),
        (
            ".body > p { text-align: justify }",
            [
                'page 1: "of you could try in another way. You can tell your therap..." '
                "is stretched to the margin; lines end where they end"
            ],
        ),
        (
            ".body > p { text-align: center }",
            [f'page 1: "{FIRST}" does not begin where the other lines do, at the left'],
        ),
        ("h2 { text-align: center }", ['page 2: "A section" does not begin where the other lines do, at the left']),
        (
            ".body > p { text-align: right }",
            [f'page 1: "{FIRST}" does not begin where the other lines do, at the left'],
        ),
        (
            "strong { text-decoration: underline }",
            ['page 2: "weight" is underlined or struck through and no link; emphasis is bold'],
        ),
        (
            "strong { text-decoration: line-through }",
            ['page 2: "weight" is underlined or struck through and no link; emphasis is bold'],
        ),
        (
            ".body { columns: 2 }",
            [
                "characters a line, median: 32, but at least 60",
                "room over a line to write on, mm: 0.41, but at least 8",
                'page 1: "You can tell your therapist that" does not stand where it is read: below, or beside, what '
                "comes before it",
                'page 1: "You can tell your therapist that" does not begin where the other lines do, at the left',
                'page 1: "Key points" stands beside other text; the text has one column',
            ],
        ),
        ("html { hyphens: auto } .body > p { width: 140mm }", ['"an‐|other" is split at a line\'s end']),
        (".body > p { word-break: break-all }", ['"w|eight" is split at a line\'s end']),
        ("h2 { break-after: page }", ['page 2: "A section" is a heading at the end of a page']),
        (
            f".summary {{ margin-bottom: 16mm }} {free('.key-points')}",
            ['page 1: "Key points" begins a box that goes on over the page, though it has room on one'],
        ),
        (
            f".table {{ margin-top: 121mm }} {free('.table')}",
            ['page 2: "Monday" is in a row that goes on over the page'],
        ),
        (
            f".ask {{ margin-top: 65mm }} {free('.ask')}",
            [
                'page 2: "What comes next?" is a question whose line to write on is over the page',
                'page 2: "Questions to ask" begins a box that goes on over the page, though it has room on one',
            ],
        ),
        (
            "html { orphans: 1; widows: 1 } .body > p { margin-top: 23mm }",
            [f'page 1: "{FIRST}" leaves a single line on a page'],
        ),
    ],
)
def test_each_fault_is_found(style: str, expected: list[str], sheet: Prepared, house: House) -> None:
    found = told(written(sheet, house, style=style), sheet)
    assert [message.partition(" (")[0] for message in found] == expected


def test_a_box_that_has_room_on_a_page_with_the_heading_above_it_is_not_split(
    prepared: Callable[..., Prepared], house: House
) -> None:
    lines = "\\\n".join(["Line."] * 25)
    made = prepared(f"## Look\n\nWords.\n\n## {'Many lines of words ' * 12}\n\n::: note\n{lines}\n:::\n\nRest.\n")
    assert told(written(made, house), made) == []
    (message,) = told(written(made, house, style=free(".note")), made)
    assert message.startswith('page 1: "Good to know" begins a box that goes on over the page, though it has room')


def test_a_finding_says_the_rule_its_source_and_how_many_there_are(sheet: Prepared, house: House) -> None:
    assert told(
        written(sheet, house, style=".audience, .summary p { color: #333 } td { font-size: 11.9pt }"), sheet
    ) == [
        'smallest type, pt: 11.9, but at least 12 (UKAAF, clear print); page 2: "Monday"',
        'page 1: "The short answer" is grey; text is black, or of the one accent (ours: a photocopy loses it) '
        "(and 1 more)",
    ]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("p { font-size: 17pt }", "type of the text, pt: 17, but at least 18"),
        ("h2 { font-size: 21pt }", "type of the sections' headings, pt: 21, but at least 22"),
        ("h3 { font-size: 19pt }", "type of the smallest heading, pt: 19, but at least 20"),
        ("@page { @bottom-right { font-size: 16pt } }", "smallest type, pt: 16, but at least 18"),
        ("p { line-height: 1.1 }", "line spacing, times the type: 1.1, but at least 1.15"),
        ("main { margin-inline: -2mm 2mm }", "margin left, mm: 24, but at least 25.4"),
        (".body > p { margin-inline-end: 50mm }", "characters a line, median: 38, but at least 40"),
    ],
)
def test_large_print_has_rules_of_its_own(style: str, expected: str, sheet: Prepared, house: House) -> None:
    edition = EDITIONS["a4-large-print"]
    assert told(written(sheet, house, edition, style), sheet, edition)[0].partition(" (")[0] == expected


def _descriptors(file: pikepdf.Pdf) -> list[pikepdf.Object]:
    fonts = file.pages[0].obj.Resources.Font.values()
    return [font.DescendantFonts[0].FontDescriptor for font in fonts if "Bold" in str(font.BaseFont)]


@pytest.mark.parametrize(
    ("key", "value", "flaw"),
    [("/ItalicAngle", -12, Flaw.ITALIC), ("/Flags", 4 + 64, Flaw.ITALIC), ("/Flags", 4 + 2, Flaw.SERIF)],
)
def test_a_font_that_leans_or_has_serifs_is_found(
    key: str, value: int, flaw: Flaw, sheet: Prepared, house: House
) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(written(sheet, house))) as file:
        for descriptor in _descriptors(file):
            descriptor[key] = value
        file.save(out)
    (message,) = told(out.getvalue(), sheet)
    assert message.startswith(f'page 1: "Tests" {FLAWS[flaw][0]} ({FLAWS[flaw][1]})')


@pytest.fixture
def capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let capitals pass the reader, which tells them first."""
    monkeypatch.setattr("press.reader.inlines.shouted", lambda _: ())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("DO NOT STOP your medicine.", ['page 2: "DO NOT STOP" is all in capitals; emphasis is bold (UKAAF)']),
        ("**DO NOT *STOP* IT**", ['page 2: "DO NOT STOP IT" is all in capitals; emphasis is bold (UKAAF)']),
        ("Ask the NHS, CBT, DBT or a GP. Text SHOUT to 85258.", []),
        ("`DO NOT STOP`", ['page 2: "DO NOT STOP" is all in capitals; emphasis is bold (UKAAF)']),
        ("```\nDO NOT STOP\n```", []),
        ("| A |\n|---|\n| DO NOT STOP |", ['page 2: "DO NOT STOP" is all in capitals; emphasis is bold (UKAAF)']),
    ],
)
@pytest.mark.usefixtures("capitals")
def test_capitals(words: str, expected: list[str], prepared: Callable[..., Prepared], house: House) -> None:
    made = prepared(f"{BODY}\n\n{words}\n")
    assert [message.replace("page 3", "page 2") for message in told(written(made, house), made)] == expected


def test_what_stands_on_few_lines_says_nothing_of_the_line(prepared: Callable[..., Prepared], house: House) -> None:
    measures = read(written(prepared(), house)).measures
    assert measures is not None
    assert Quantity.LINE not in measures.values


@pytest.mark.parametrize("name", PRINTED)
def test_strange_text_breaks_no_rule(name: str, prepared: Callable[..., Prepared], house: House) -> None:
    body = f"{'a' * 300}\n\n> {'wide ' * 90}\n\n- {'שלום עולם ' * 40}\n\n{'i ' * 500}\n\n## X\n\n1\\\n2\\\n3\n"
    made = prepared(body, title=f'"{"https://example.org/" + "very/long/" * 12}"')
    assert told(written(made, house, EDITIONS[name]), made, EDITIONS[name]) == []


@pytest.mark.parametrize("name", PRINTED)
def test_the_largest_writing_space_fits_a_page_with_its_prompt(
    name: str, prepared: Callable[..., Prepared], house: House
) -> None:
    prompt = "What I noticed this week, and what I want to say about it to my therapist when we next meet"
    made = prepared(f'A word.\n\n::: write {MAX_LINES} "{prompt}"\n:::\n')
    data = written(made, house, EDITIONS[name])
    assert verify(data, made.inventory, EDITIONS[name]).findings == ()
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = [Interpreter().read(number, page) for number, page in enumerate(pdf.pages)]
    (page,) = [page for page in pages if any(mark.rules == MAX_LINES for mark in page.marked.values())]
    assert "What I noticed" in " ".join(run.text for mark in page.marked.values() for run in mark.runs)


def test_a_word_is_split_where_no_line_has_it_whole() -> None:
    def split(found: str, source: str, kind: Kind = Kind.PARAGRAPH) -> tuple[Spot, ...]:
        measures = with_split_words(Measures(1, {}, {}), [Piece(kind, found)], [Piece(kind, source)])
        return measures.flaws.get(Flaw.SPLIT_WORD, ())

    assert split(f"a ther-{BREAK}apist", "a therapist") == (Spot(0, "ther-|apist"),)
    assert split(f"a ther{BREAK}apist", "a therapist") == (Spot(0, "ther|apist"),)
    assert split(f"a{BREAK}therapist, well-{BREAK}known", "a therapist, well-known") == ()
    assert split(f"{'x' * 40}{BREAK}{'x' * 40}", "x" * 80) == ()
    assert split(f"ther{BREAK}apist", "therapist", Kind.CODE) == ()


@pytest.mark.parametrize("before", ["https://example.org/", "see (www.example.org/a-", "mail@", "example.org/a/"])
def test_an_address_may_be_split_anywhere(before: str) -> None:
    def flaws(source: str, found: str) -> list[Flaw]:
        pieces = [Piece(Kind.PARAGRAPH, found)]
        return [*with_split_words(Measures(1, {}, {}), pieces, [Piece(Kind.PARAGRAPH, source)]).flaws]

    assert flaws(f"{before}therapist", f"{before}ther{BREAK}apist") == []
    assert flaws(f"{before}therapist, a therapist", f"{before}ther{BREAK}apist, a therapist") == []
    assert flaws(f"{before}therapist, a therapist", f"{before}therapist,{BREAK}a ther{BREAK}apist") == [Flaw.SPLIT_WORD]


@pytest.mark.usefixtures("capitals")
def test_a_finding_names_the_line_and_the_section_of_its_words(
    sheet: Prepared, prepared: Callable[..., Prepared], house: House
) -> None:
    shouted = prepared(BODY.replace("Two miles", "DO NOT RUN"))
    (found,) = verify(written(shouted, house), shouted.inventory, A4).findings
    lines = shouted.source.data.decode().splitlines()
    assert (found.section, lines[found.line - 1]) == ("A smaller heading", "| Tuesday | DO NOT RUN |")
    verdict = verify(written(sheet, house, style="h2 { font-size: 12pt }"), sheet.inventory, A4)
    places = {f.message.partition(":")[0]: (f.section, f.line) for f in verdict.findings}
    ours = sheet.source.data.decode().splitlines()
    assert places["type of the sections' headings, pt"] == ("A section", ours.index("## A section") + 1)
    assert verdict.sections.found == verdict.sections.expected, "how a section is printed loses none"


def test_a_word_that_is_split_is_found_in_its_line() -> None:
    pieces = [Piece(Kind.PARAGRAPH, "therapy"), Piece(Kind.PARAGRAPH, "a therapist", line=7, section="One")]
    split = with_split_words(Measures(1, {}, {}), [Piece(Kind.PARAGRAPH, f"a ther-{BREAK}apist")], pieces)
    ((finding, words),) = breaches(split, A4)
    assert '"ther-|apist"' in finding.message
    assert piece_of(words, pieces) == pieces[1]


def test_what_could_not_be_measured_breaks_the_rules(sheet: Prepared) -> None:
    assert told(b"", sheet) == ["its type, lines and pages could not be measured"]


def test_each_bound_is_part_of_its_rule() -> None:
    for edition in (EDITIONS[name] for name in PRINTED):
        for rule in rules_of(edition):
            for value, count in ((rule.least, 0), (rule.most, 0), (rule.least - 0.2, 1), (rule.most + 0.2, 1)):
                found = [*breaches(Measures(1, {rule.quantity: Measure(value)}, {}), edition)]
                assert len(found) == (count if abs(value) < 1e9 else 0), (rule, value)


def test_the_measures_are_of_the_pieces_that_are_there(sheet: Prepared, house: House) -> None:
    data = written(sheet, house)
    reading = read(data)
    assert reading.measures is not None
    assert reading.measures.pages == len(reading.pages) == 3
    values = {quantity: round(measure.value, 1) for quantity, measure in reading.measures.values.items()}
    assert values == {
        Quantity.BODY: 14.0,
        Quantity.SMALLEST: 12.0,
        Quantity.FOOT: 12.0,
        Quantity.TITLE: 25.9,
        Quantity.SECTION: 18.2,
        Quantity.HEADING: 15.4,
        Quantity.LEADING: 1.2,
        Quantity.LINE: 69.0,
        Quantity.LONGEST: 71.0,
        Quantity.WIDTH: 210.0,
        Quantity.HEIGHT: 297.0,
        Quantity.LEFT: 31.0,
        Quantity.RIGHT: 32.0,
        Quantity.TOP: 19.3,
        Quantity.BOTTOM: 34.4,
        Quantity.EDGE: 10.1,
        Quantity.LAST: 32.2,
        Quantity.CONTRAST: 8.8,
        Quantity.TINT: 4.9,
        Quantity.WRITING: 8.5,
    }


def _written_down(page: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Return what docs/print.md says of each edition: by quantity the value, and the source of its rule."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    names: list[str] = []
    for row in (line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")):
        names = [cell.strip("`") for cell in row if cell.startswith("`")] or names
        for name, value in zip(names, row[2:4], strict=False) if row[0] in {*Quantity} else ():
            found.setdefault(name, {})[row[0]] = (value, row[4] if len(row) > 4 else "")
    return found


def test_the_values_that_are_written_down_are_within_the_rules_of_today(root: Path) -> None:
    found = _written_down((root / "docs" / "print.md").read_text("utf-8"))
    assert list(found) == PRINTED
    for name, rows in found.items():
        assert set(rows) == {*Quantity}
        for rule in rules_of(EDITIONS[name]):
            value, source = rows[rule.quantity]
            assert rule.least <= float(value) <= rule.most, (name, rule.quantity)
            assert source == rule.source


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(
    "body", ["::: ask\n- What is this?\n:::", '::: write 1 "Tonight"\n:::', "::: note\n" + "- A\n" * 5 + ":::"]
)
def test_what_is_around_a_box_is_none(body: str, name: str, prepared: Callable[..., Prepared], house: House) -> None:
    """A sheet without headings goes on over the page, though all that the first one has of it is a box."""
    made = prepared(body)
    data = writer(Format.PDF)(made.sheet, EDITIONS[name], Templates(house.templates))
    assert verify(data, made.inventory, EDITIONS[name]).findings == ()
