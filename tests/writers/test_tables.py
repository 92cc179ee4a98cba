"""Tables on paper: whatever stands in their cells, all of it is on the pages, and can be read back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from markupsafe import Markup

from press.model import EDITIONS, Format
from press.pipeline.sources import House
from press.pipeline.tasks import Prepared
from press.verify import Finding, verify
from press.verify.pdf import read
from press.writers import Templates, tables, writer

PRINTED = [name for name, edition in EDITIONS.items() if edition.format is Format.PDF]
A4, LARGE = EDITIONS["a4"], EDITIONS["a4-large-print"]
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


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(
    "cell",
    [
        f"[the form]({FORM})",
        f"<{FORM}>",
        f"[up](#look), `{FORM}`, {FORM}, [the form: **{GROUP}**]({GROUP})",
        f"Ask there (<{FORM}>), or “{FORM}”, or [{FORM}]({FORM}).",
        f"Support groups in the neighbourhood ({GROUP}) for {SLASHES}",
        f"{'Donaudampfschifffahrt' * 3}, *{'Überweisungsformular' * 4}*, {'_'.join(['name'] * 12)}",
        "reception@riverside-practice-hillside.example.org or riverside.example.org/kontakt",
    ],
    ids=["words", "address", "others", "brackets", "words of it", "long words", "mail"],
)
def test_an_address_fits_a_column(name: str, cell: str, prepared: MakePrepared, house: House) -> None:
    rows = f"Sign up | {cell} | Ask first", f"Local group | [its page]({GROUP}) | Open all day"
    _, found = printed(prepared(table_of("Service | Where | Notes", *rows)), house, name)
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


def test_what_is_no_address_is_not_broken() -> None:
    words = Markup("Tab.Paracetamol Inj.Methylprednisolone Dr.Featherstonehaugh St.Bartholomew's")
    assert tables.breakable([[words, words, Markup("w") * 30]], LARGE)[0][0] == words


def test_many_columns_do_no_harm() -> None:
    row = [Markup("word")] * 80
    assert not tables.are_tall([row], LARGE)
    assert tables.breakable([row], LARGE) == [row]


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("count", [1, 3, 8])
@pytest.mark.parametrize("words", [8, 30, 60, 120, 240, 500])
def test_rows_of_any_height_keep_their_head(
    words: int, count: int, name: str, prepared: MakePrepared, house: House
) -> None:
    rows = [f"Way {number} | {'It may help you to sleep. ' * (words // 6)} | Ask first" for number in range(count)]
    _, found = printed(prepared(table_of("Treatment | What it does | Notes", *rows)), house, name)
    assert found == ()


@pytest.mark.parametrize("head", ["[Day](https://example.org)", "Day[^1]", "يوم **الأحد** (في الصباح)", "שלום, Day 5"])
def test_a_head_is_repeated_with_whatever_is_in_it(head: str, prepared: MakePrepared, house: House) -> None:
    rows = [f"Day {number} | Walk a mile" for number in range(60)]
    made = prepared(table_of(f"{head} | What to do", *rows) + "\n[^1]: A note.\n\nA word.[^1]\n")
    data, found = printed(made, house, "a4")
    assert found == ()
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) > 2


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a word", "a word"),
        (SLASHES, SLASHES),
        ("x" * 30, "x" * 30),
        ("x" * 31 + ".", f'<span class="long">{"x" * 31}.</span>'),
        ("www.example.org/ab", "www.example.org/ab"),
        ("www.riverside.example.org/ab", '<span class="long">www.riverside.example.org/</span>ab'),
        (
            "https://doi.org/10.1037/0022-006X.60.6.893",
            'https://<span class="long">doi.org/10.1037/0022-006X.60.6.893</span>',
        ),
        ("(riverside-practice.example.org)", '(riverside-<span class="long">practice.example.org)</span>'),
        ("&quot;a@b.org&quot;", "&quot;a@b.org&quot;"),
        ("&amp;" * 30, "&amp;" * 30),
        ('<a href="https://riverside.example.org">it</a>', '<a href="https://riverside.example.org">it</a>'),
    ],
)
def test_what_is_longer_than_its_column_may_be_broken(cell: str, expected: str) -> None:
    wide = Markup("w") * 40
    assert tables.breakable([[Markup(cell), wide]], LARGE)[0][0] == expected  # noqa: S704 - a constant


@pytest.mark.parametrize(
    ("length", "standard", "large"), [(10, False, False), (120, False, False), (500, False, True), (1200, True, True)]
)
def test_what_is_tall(length: int, standard: bool, large: bool) -> None:  # noqa: FBT001 - parameters of the test
    rows = [[Markup("Head"), Markup("Head")], [Markup("x"), Markup("x") * length]]
    assert (tables.are_tall(rows, A4), tables.are_tall(rows, LARGE)) == (standard, large)
