"""Tables on paper: whatever stands in their cells, all of it is on the pages, and can be read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from cssselect2.tree import ElementWrapper  # type: ignore[import-untyped]  # ships no types
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from press.model import EDITIONS, Format
from press.pipeline.houses import House
from press.pipeline.reading import Prepared
from press.verify import Finding, verify
from press.verify.pdf import read
from press.writers import Templates, writer

PRINTED = [name for name, edition in EDITIONS.items() if edition.format is Format.PDF]

MakePrepared = Callable[..., Prepared]

FORM = "https://docs.example.com/forms/d/e/1FAIpQLSfKxYzAbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdEFGHij/viewform"
GROUP = "https://www.example.org/support-groups-for-adults-and-carers-in-the-neighbourhood/wednesday"
SLASHES = "mother/father/grandparent/neighbour/teacher/somebody-else"


def table_of(head: str, *rows: str) -> str:
    """Return an article's body with a table of rows `a | b | c`."""
    lines = (head, "|".join(["---"] * (head.count("|") + 1)), *rows)
    return "## Look\n\n" + "".join(f"| {line} |\n" for line in lines)


def printed(made: Prepared, house: House, name: str) -> tuple[bytes, tuple[Finding, ...]]:
    """Return a printed edition, and what is found wrong with it."""
    data = writer(Format.PDF)(made.sheet, EDITIONS[name], Templates(house.templates))
    return data, verify(data, made.inventory, EDITIONS[name]).findings


def labelled(data: bytes) -> int:
    """Return how many cells of a file's tables have their header before their words."""
    with pikepdf.open(BytesIO(data)) as pdf:
        labels = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Lbl"]
        return sum(label["/P"].get("/S") == "/TD" for label in labels)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(
    "cell",
    [
        f"[the form]({FORM})",
        f"<{FORM}>",
        f"[up](#look), `{FORM}`, {FORM}, [the form: **{GROUP}**]({GROUP})",
        f"Ask there (<{FORM}>), or “<{FORM}>”, or [{FORM}]({FORM}).",
        f"Support groups in the neighbourhood ({GROUP}) for {SLASHES}",
        f"{'Donaudampfschifffahrt' * 3}, *{'Überweisungsformular' * 4}*, {'_'.join(['name'] * 12)}",
        "reception@riverside-practice-hillside.example.org or riverside.example.org/kontakt",
        "5 mg",
    ],
    ids=["words", "address", "others", "brackets", "words of it", "long words", "mail", "dose"],
)
def test_an_address_fits_a_column(name: str, cell: str, prepared: MakePrepared, house: House) -> None:
    rows = f"Sign up | {cell} | Ask first", f"Local group | [its page]({GROUP}) | Open all day"
    for where in ("Where", f"Where, or what stands in its place at the practice: {FORM}"):  # a head of several lines
        _, found = printed(prepared(table_of(f"Service | {where} | Notes", *rows)), house, name)
        assert found == ()


def test_an_address_that_has_room_stays_whole(prepared: MakePrepared, house: House) -> None:
    rows = (
        "Samaritans | They listen at any hour of the day or night to anybody who is in distress | samaritans.org",
        "Relate | Couples and families, for all the problems of living together | www.relate.org.uk",
    )
    made = prepared(table_of("Who | What they do | Web", *rows))
    for name in PRINTED:
        data, found = printed(made, house, name)
        assert found == ()
        assert {"samaritans.org", "www.relate.org.uk"} <= {piece.text for piece in read(data).pieces}


def test_a_dose_that_fits_its_column_stays_whole(prepared: MakePrepared, house: House) -> None:
    """The columns have no room for all that should stay on one line; so much of it as fits does."""
    rows = (
        "16–20 kg | 4–6 years | 10 ml (240 mg) | 5 ml (250 mg) | every 4 to 6 hours | 4 doses (1 g)",
        "32–40 kg | 10–12 years | – | 10 ml (500 mg) | every 4 to 6 hours | 4 doses (2 g)",
    )
    made = prepared(
        table_of("Weight | Age, about | Infant 120 mg/5 ml | Six plus | How often | Most in 24 hours", *rows)
    )
    data, found = printed(made, house, "a4")
    assert found == ()
    with pypdfium2.PdfDocument(data) as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    for dose in ("10 ml", "(240 mg)", "5 ml", "(250 mg)", "(500 mg)", "4 to 6", "(1 g)", "(2 g)"):
        assert dose in text


LONG = "Donaudampfschifffahrtskapitänsmützen"
WEEK = (
    "Time | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday",
    "Morning | Medication and a walk before breakfast | Walk | Swim | Shopping | Work | Rest | Call a friend",
    "Afternoon | Work | Work | | Work | Work | Read | Cook",
    "Evening | | | | Group at seven | | Film | Early night",
)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(
    "rows",
    [
        WEEK,
        ("Who | Why | When |", "Medroxyprogesterone | Contraception | Hydroxychloroquine | Immunosuppressants"),
        ("Dose[^1] | [Day](https://example.org) | اليوم الأول | Where?", "Electroencephalogram | Yes | غدا | " + LONG),
        (
            "שלום 116 123 | [التقوا 0800 123 4567 الآن]{lang=ar} | +44 20 7946 0000 [הצילו]{lang=he} | Where?",
            "Electroencephalogram | Yes | No | " + LONG,
        ),
        (" | ".join(["word"] * 40), " | ".join(["word"] * 40)),
        ("Notes", LONG * 6),
    ],
    ids=["a week", "long words", "heads of all kinds", "numbers to call", "many columns", "one column"],
)
def test_columns_without_room_stand_below_one_another(
    rows: tuple[str, ...], name: str, prepared: MakePrepared, house: House
) -> None:
    body = f"{table_of(*rows)}\n{table_of('Day | To do', 'Monday[^1] | Swim')}\n[^1]: A note.\n"
    data, found = printed(prepared(body), house, name)
    assert found == ()
    assert labelled(data) == sum(len([*filter(str.strip, rows[0].split("|"))]) for _ in rows[1:])


@pytest.mark.parametrize("row", ["Anna | rings | today", f"{LONG} | {LONG} | {LONG}"], ids=["across", "stacked"])
def test_twice_as_many_rows_are_twice_the_work(
    row: str, prepared: MakePrepared, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A style sheet that looks through the table for each of its cells takes a minute for 3,300 rows."""
    stock, seen = ElementWrapper.iter_subtree, 0

    def counted(element: ElementWrapper) -> Iterator[ElementWrapper]:
        nonlocal seen
        for part in stock(element):
            seen += 1
            yield part

    monkeypatch.setattr(ElementWrapper, "iter_subtree", counted)
    counts = []
    for rows in (100, 200):
        printed(prepared(table_of("Who | What | When", *[row] * rows)), house, "a4")
        counts.append(seen)
    assert counts[1] - counts[0] < 2.2 * counts[0]


def test_columns_with_room_stand_beside_one_another(prepared: MakePrepared, house: House) -> None:
    made = prepared(table_of("Day | Mon | Tue | Wed | Thu | Fri | Sat | Sun", "Sleep | 7 | 8 | 6 | 7 | 5 | 9 | 8"))
    for name in PRINTED:
        data, found = printed(made, house, name)
        assert found == ()
        assert labelled(data) == 0


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("markup/Table.j2", b"rows[0][loop.index0]", b"rows[0][loop.index0 - 1]"),
        ("pdf/sheet.css", b".stacked td[data-head]", b".stacked td.head"),
        ("pdf/sheet.css", b".stacked td[data-head]", b".stacked td + td + td[data-head]"),
    ],
    ids=["of another column", "none", "of some columns"],
)
def test_a_cell_without_its_header_is_found(
    file: str, old: bytes, new: bytes, prepared: MakePrepared, house: House
) -> None:
    files = dict(house.templates)
    assert files[file].count(old) == 1
    files[file] = files[file].replace(old, new)
    message = "stands under `Monday: `" if file.endswith(".j2") else "stands without its header"
    made = prepared(table_of(*WEEK))
    for name in PRINTED:
        data = writer(Format.PDF)(made.sheet, EDITIONS[name], Templates(files))
        assert any(message in finding.message for finding in verify(data, made.inventory, EDITIONS[name]).findings)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("count", [1, 3, 8])
@pytest.mark.parametrize("words", [8, 30, 60, 120, 240, 500])
def test_rows_of_any_height_keep_their_head(
    words: int, count: int, name: str, prepared: MakePrepared, house: House
) -> None:
    rows = [f"Way {number} | {'It may help you to sleep. ' * (words // 6)} | Ask first" for number in range(count)]
    _, found = printed(prepared(table_of("Treatment | What it does | Notes", *rows)), house, name)
    assert found == ()


@pytest.mark.parametrize(
    "head", ["[Day](https://example.org)", "Day[^1]", "[يوم **الأحد** (في الصباح)]{lang=ar}", "שלום, Day 5"]
)
def test_a_head_is_repeated_with_whatever_is_in_it(head: str, prepared: MakePrepared, house: House) -> None:
    rows = [f"Day {number} | Walk a mile" for number in range(60)]
    made = prepared(table_of(f"{head} | What to do", *rows) + "\n[^1]: A note.\n\nA word.[^1]\n")
    data, found = printed(made, house, "a4")
    assert found == ()
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) > 2


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(
    ("dose", "night"),
    [("5 mg", "Night"), (LONG, "Night"), (LONG, f"[{FORM.replace('_', '/')}/{GROUP} {SLASHES}](tel:+15550100)")],
    ids=["beside one another", "below one another", "with a long one beside it"],
)
def test_a_header_without_words_heads_nothing(
    dose: str, night: str, name: str, prepared: MakePrepared, house: House
) -> None:
    rows = f"Sertraline | {dose} | | {LONG}", f"Prednisolone | | {LONG} | {dose}"
    data, found = printed(prepared(table_of(f" | Morning | | {night}", *rows)), house, name)
    assert found == ()
    with pikepdf.open(BytesIO(data)) as pdf:
        roles = [str(thing["/S"]) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing]
    assert (roles.count("/TH"), roles.count("/TD")) == (4, 8), "a head and a name for each row are headers"


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("dose", ["5 mg", LONG], ids=["beside one another", "below one another"])
def test_below_a_corner_without_words_the_first_cell_heads_its_row(
    dose: str, name: str, prepared: MakePrepared, house: House
) -> None:
    rows = f"Sertraline | {dose} | | {LONG} | 5 mg", f" | {LONG} | x | {dose} | ", f"Lithium | {dose} | | | "
    named = table_of(f" | Morning | Noon | {LONG} | Night", *rows)
    data, found = printed(prepared(f"{named}\n{table_of('Drug | Dose', 'Lithium | 5 mg')}"), house, name)
    assert found == ()
    with pikepdf.open(BytesIO(data)) as pdf:
        cells = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"]
        scopes = sorted(str(cell["/A"]["/Scope"]) for cell in cells)
    assert scopes == ["/Column"] * 6 + ["/Row"] * 2, "a row without a name has no header"


NAMES = b"has_names = columns > 1 and not rows[0][0]|striptags"


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (" | Morning | Night", ("Sertraline | 1 tablet | 2", "**Lithium** 5 mg | | 3")),
        (" | Dose", ("____ | 5 mg", "/ | 10 mg", "Lithium | 5 mg")),
        (" | Started | Ended | Pain 0–10 | Signs before | Dose | Helped?", ("Mon 3 | 9 am | 1 pm | 6 | x | y | No",)),
        (f" | {LONG} | {LONG} | {LONG}", (f"{'word ' * 60}| a | b | c", "____ | a | b | c", "Two | a | b | c")),
        (f" | {LONG} | {LONG} | {LONG}", ("One | a | | c", "__ / __ | a | b | ", "Two | | b | c")),
        (" | " + " | ".join(WEEK[0].split(" | ")[1:]), ("Noon | | | | | | | ", "Night | | | | | | | ")),
        (" | Why", [f"Row {number} {'word ' * number}| {'words ' * 20}" for number in range(40)]),
    ],
    ids=["side by side", "to fill in", "close", "stacked", "stacked to fill in", "halves", "pages"],
)
def test_the_name_of_a_row_looks_like_any_first_cell(
    head: str, rows: tuple[str, ...], name: str, prepared: MakePrepared, house: House
) -> None:
    files = dict(house.templates)
    assert files["markup/Table.j2"].count(NAMES) == 1
    files["markup/Table.j2"] = files["markup/Table.j2"].replace(NAMES, b"has_names = false")
    made = prepared(table_of(head, *rows))
    data, found = printed(made, house, name)
    cells = writer(Format.PDF)(made.sheet, EDITIONS[name], Templates(files))
    assert found == ()
    assert looks_of(data) == looks_of(cells)
    messages = [finding.message for finding in verify(cells, made.inventory, EDITIONS[name]).findings]
    assert sum("is a TD: who listens hears another table" in message for message in messages) == len(rows)


def looks_of(data: bytes) -> list[bytes]:
    """Return the pixels of each page."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [bytes(page.render(scale=1).buffer) for page in pdf]


@pytest.mark.parametrize("name", PRINTED)
def test_empty_cells_below_one_another_have_lines_to_write_on(name: str, prepared: MakePrepared, house: House) -> None:
    heads = " | ".join(f"Measurement {'M' * 9}{number}" for number in range(9))
    drawn = []
    for row in ("x | " * 8 + "x", "x | | | x | | | x | | x"):
        data, findings = printed(prepared(table_of(heads, row)), house, name)
        assert findings == ()
        with pypdfium2.PdfDocument(data) as pdf:
            drawn.append(sum(len(list(page.get_objects(filter=[FPDF_PAGEOBJ_PATH]))) for page in pdf))
    assert drawn[1] >= drawn[0] + 5


@pytest.mark.parametrize("name", PRINTED)
def test_a_cell_with_strokes_to_write_on_is_as_high_as_an_empty_one(
    name: str, prepared: MakePrepared, house: House
) -> None:
    days = "Mon", "Tue", "Wed", "Thu", "Fri"
    rows = [f"{day} | {cell}" for day, cell in zip(days, ("", "/", "__ / __ mg", "5 mg", "5 mg"), strict=True)]
    data, findings = printed(prepared(table_of("Day | Taken", *rows)), house, name)
    assert findings == ()
    empty, *strokes, dose = [above - below for above, below in pairwise(height_of(data, day) for day in days)]
    assert strokes == pytest.approx([empty, empty], abs=0.1)
    assert dose < empty - 1


def height_of(data: bytes, word: str) -> float:
    """Return how high on its page a word stands, in points."""
    return box_of(data, word)[1]


def box_of(data: bytes, word: str) -> tuple[float, ...]:
    """Return left, bottom, right and top of a word's first letter on its page, in points."""
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            if found := text.search(word, match_case=True, match_whole_word=True).get_next():
                return tuple(map(float, text.get_charbox(found[0])))
    raise AssertionError(word)


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DIARY = "Date | Started | Ended | Pain 0–10 | Signs before | Medicine and dose | Helped?"
CARE = "Treatment | Benefits | Harms | Time | Evidence"
SHORT = "Sertraline | Half | Nausea | 6 months | Good", "Psychotherapy | Some | None | 10 weeks | Fair"
LONG_WORDS = f"Sertraline | It helps half of those{', but often not before the third week' * 2} | No | 6 weeks | Good"


@pytest.mark.parametrize("name", PRINTED)
def test_columns_stand_close_before_they_stand_below_one_another(
    name: str, prepared: MakePrepared, house: House
) -> None:
    rows = "Mon 3 | 9 am | 1 pm | 6 | Zigzag lines | Ibuprofen 400 mg | Yes", *[" | " * 6] * 14
    data, found = printed(prepared(table_of(DIARY, *rows)), house, name)
    assert found == ()
    assert labelled(data) == 0
    assert any(piece.text.endswith("400 mg") for piece in read(data).pieces), "the dose is whole"
    with pypdfium2.PdfDocument(data) as pdf:
        assert len(pdf) <= 4


@pytest.mark.parametrize("name", PRINTED)
def test_close_columns_are_read_across(name: str, prepared: MakePrepared, house: House) -> None:
    """A row of close columns that fills a third of a page is read cell by cell."""
    for rows, count in ((SHORT, 0), ((LONG_WORDS, *SHORT), 15 if "large" in name else 0)):
        data, found = printed(prepared(table_of(CARE, *rows)), house, name)
        assert found == ()
        assert labelled(data) == count


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(("columns", "room"), [(2, 22), (7, 14)], ids=["a date", "a time"])
def test_columns_to_fill_in_have_room(columns: int, room: int, name: str, prepared: MakePrepared, house: House) -> None:
    """They were as narrow as their headers, while the other column had more room than its words need."""
    days = DAYS[:columns]
    row = "Blood pressure, urine, results, and what is to be done on that day" + " | " * columns
    data, found = printed(prepared(table_of(" | ".join(("What", *days)), row)), house, name)
    assert found == ()
    lefts = [box_of(data, day)[0] for day in days]
    assert min(right - left for left, right in pairwise(lefts)) / 72 * 25.4 > room


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Day | To bed | Asleep | Woke up | Naps | Mood (1–10)", "Monday"),
        ("Situation | What did I think of it? | How did I feel (0–100)?", ""),
        ("Hour | Mon | Tue | Wed | Thu | Fri | Sat | Sun", "8 to 10"),
    ],
    ids=["a diary", "thoughts", "a week"],
)
def test_columns_to_fill_in_are_equal(head: str, row: str, name: str, prepared: MakePrepared, house: House) -> None:
    """They shared the line by the lengths of their headers."""
    headers = head.split(" | ")
    data, found = printed(prepared(table_of(head, *[row + " | " * (len(headers) - 1)] * 3)), house, name)
    assert found == ()
    lefts = [box_of(data, header.split()[0])[0] for header in headers]
    widths = [right - left for left, right in pairwise(lefts[bool(row) :])]
    assert max(widths) < 1.15 * min(widths)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("columns", [1, 2, 4])
def test_columns_to_fill_in_leave_room_for_the_words_of_the_others(
    columns: int, name: str, prepared: MakePrepared, house: House
) -> None:
    """In large print, of which a line holds fewer letters, a row's name was broken beside an empty column."""
    head, row = " | ".join(("When", *DAYS[:columns])), "Wide awake" + " | " * columns
    data, found = printed(prepared(table_of(head, *[row] * 3)), house, name)
    assert found == ()
    assert box_of(data, "Wide")[1] == pytest.approx(box_of(data, "awake")[1], abs=3)


@pytest.mark.parametrize("name", PRINTED)
def test_short_cells_to_fill_in_stand_beside_one_another(name: str, prepared: MakePrepared, house: House) -> None:
    head = "Part | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday"
    data, found = printed(prepared(table_of(head, "Noon | | | | | | | ")), house, name)
    assert found == ()
    days = [height_of(data, f"{day}:") for day in head.split(" | ")[1:]]
    assert days[0::2][:3] == pytest.approx(days[1::2], abs=0.3)
    rows = [above - below for above, below in pairwise(days[0::2])]
    assert rows == pytest.approx([rows[0]] * 3, abs=0.3), "the last one has a line of its own"
    least = 11.5 if "large" in name else 8.5
    assert least <= rows[0] * 25.4 / 72 < least + 0.5


@pytest.mark.parametrize("name", PRINTED)
def test_a_cell_below_another_keeps_its_doses_whole(name: str, prepared: MakePrepared, house: House) -> None:
    words = "word " * 40
    rows = [f"Implant | {words[: 5 * count]}1 in 1,000 | 5 mg | {LONG}" for count in range(1, 12)]
    data, found = printed(prepared(table_of(f"Method | {LONG} | Dose | {LONG}", *rows)), house, name)
    assert found == ()
    assert labelled(data) == 4 * len(rows)
    cells = [piece.text for piece in read(data).pieces if "in 1,000" in piece.text]
    assert len(cells) == len(rows)
    assert all(cell.endswith("1 in 1,000") for cell in cells), "no line ends in it"


@pytest.mark.parametrize("name", PRINTED)
def test_a_dash_behind_a_dose_stays_in_its_column(name: str, prepared: MakePrepared, house: House) -> None:
    """A dose on two lines is a box that fills its column: a dash behind it stood beside it, on the rule."""
    head = "Weight (kg) | Weight (lb) | Age | Dose (mg) | Syrup, 120 mg/5 ml | Syrup, 250 mg/5 ml | Most in 24 hours"
    row = "7–9.9 | 15–22 | 6 months–1 year | 120 mg | 5 ml | Do not use | 4 doses"
    data, findings = printed(prepared(table_of(head, row)), house, name)
    assert labelled(data) == 0  # else no column is narrow
    assert findings == ()


@pytest.mark.parametrize("name", ["a4", "letter"])
def test_a_sign_at_what_may_be_broken_stays_in_its_column(name: str, prepared: MakePrepared, house: House) -> None:
    """A box of two lines fills its column: a sign behind it, as behind bold words, stood on the rule."""
    head = "Dose | Notes | Most in 24 hours | INR"
    rows = (
        "**300–400 micrograms**?! | 16 to 18 weeks | 300–400 micrograms/day | A&E",
        "www.nhs.uk/conditions | **300–400 micrograms**… | 4.7–6.0 kPa | 12/11/2026",
        "12/11/2026 | Contraception | Electroencephalogram | **300–400 micrograms**!",
    )
    data, findings = printed(prepared(table_of(head, *rows)), house, name)
    assert labelled(data) == 0
    assert findings == ()


@pytest.mark.parametrize("name", ["a4", "letter"])
def test_a_link_lies_over_all_lines_of_a_dose(name: str, prepared: MakePrepared, house: House) -> None:
    """In a narrow column a dose is a box of two lines, of which WeasyPrint's link lies over the last one."""
    head = "Notes | Most in 24 hours | INR | What to do | Infant syrup, 120 mg/5 ml"
    rows = (
        "www.nhs.uk/conditions | 8:00–18:30 | 4.7–6.0 kPa | 12/11/2026 | 300–400 micrograms/day",
        "5 mg or 10 mg | 2x/day | 300–400 mg/day | Angiotensin-converting | 20 micrograms",
        "4.7–6.0 kPa | 12/11/2026 | A&E | [300 micrograms/day](https://who.int) | 1 sachet in 125 ml water",
    )
    data, findings = printed(prepared(table_of(head, *rows)), house, name)
    assert findings == ()
    with pikepdf.open(BytesIO(data)) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        (quads,) = (list(link["/QuadPoints"]) for link in links if "micrograms" in str(link["/Contents"]))
    assert len(quads) == 16  # two areas, of four corners


@pytest.mark.parametrize("name", PRINTED)
def test_a_number_to_call_is_not_broken_in_a_column(name: str, prepared: MakePrepared, house: House) -> None:
    """Half of one may be taken for the whole: where there is no room for it, the columns stand below one another."""
    head = "Team | Daytime | Night | Fax | Mobile | Dose"
    rows = (
        "Ward | 020 7946 0958 | 020 7946 0959 | [020 7946 0957](tel:02079460957) | 07700 900 123 | 300–400 mg",
        "Physio | 0117 496 0123 | 0117 496 0124! | 0117 496 0125 | 07700 900 124 | 10 ml (240 mg)",
    )
    data, findings = printed(prepared(table_of(head, *rows)), house, name)
    assert findings == ()
    with pypdfium2.PdfDocument(data) as pdf:
        lines = "".join(page.get_textpage().get_text_range() for page in pdf).splitlines()
    numbers = re.findall(r"0\d+ \d+ \d+", " ".join(rows))
    assert len(numbers) == 8
    assert all(any(number in line for line in lines) for number in numbers)


@pytest.mark.parametrize("name", ["a4-large-print", "letter-large-print"])
def test_a_cell_that_has_no_room_in_half_a_line_has_a_line(name: str, prepared: MakePrepared, house: House) -> None:
    """A number to call went on below its header, and the cell beside it was read before it."""
    head = "Notes | My date | Signed | Blood pressure (mmHg) | Medicine | Dose (mg)"
    row = "None | [01632 960 555](tel:01632960555) | A&E | ____ | hydrochlorothiazide 12.5 mg | co-amoxiclav 250/125 mg"
    data, findings = printed(prepared(table_of(head, row)), house, name)
    assert labelled(data) == 6
    assert findings == ()


@pytest.mark.parametrize("name", PRINTED)
def test_a_number_is_not_read_on_into_the_next_column(name: str, prepared: MakePrepared, house: House) -> None:
    words = "1 tablet later, at any hour of the day or of the night, with a glass of water"
    rows = [f"Monday and Tuesday, Wednesday and Thursday | 37 | {words}" for _ in range(3)]
    body = table_of("Day | Tablets | How", *rows).replace("---|---|---", "---|---:|---")
    data, findings = printed(prepared(body), house, name)
    assert findings == ()
    with pypdfium2.PdfDocument(data) as pdf:
        (text,) = [page.get_textpage() for page in pdf if "37" in page.get_textpage().get_text_range()]
        number, dose = (text.search(words).get_next() for words in ("37", "1 tablet"))
        assert number
        assert dose
        gap = text.get_charbox(dose[0])[0] - text.get_charbox(number[0] + 1)[2]
    assert gap > (28 if "large" in name else 22)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("words", [60, 200, 260, 330, 600])
def test_a_row_to_fill_in_may_be_of_any_height(words: int, name: str, prepared: MakePrepared, house: House) -> None:
    """Where it fills a page, it goes on over it."""
    rows = [f"{LONG} | | a | {'It may help you to sleep. ' * (words // 6)} | b | | {LONG}" for _ in range(2)]
    data, findings = printed(prepared(table_of(DIARY, *rows)), house, name)
    assert findings == ()
    assert labelled(data) == 14
