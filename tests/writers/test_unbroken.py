"""Numbers to call, and dates, stand on one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest
from markupsafe import Markup

from press.model import EDITIONS, Format
from press.pipeline.houses import House
from press.pipeline.reading import Prepared
from press.verify.pdf import read
from press.verify.permitted import spelled_address
from press.verify.piece import BREAK, Kind
from press.writers import Templates, writer
from press.writers.addresses import address_after
from press.writers.unbroken import as_attribute, divisible, ended, held, kept_whole

MakePrepared = Callable[..., Prepared]
Verified = Callable[..., bytes]
NUMBER = "+44 (0)20 7946 0958"
BODY = "## Whom to call\n\n" + "\n\n".join(
    f"{'some words ' * n}call {NUMBER}, or {'more of them ' * n}116 123." for n in range(40)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call 116 123.", "Call [116 123]."),
        ("Call 112 34, not 11 23.", "Call [112 34], not 11 23."),
        (f"{NUMBER} & more", f"[{NUMBER}] &amp; more"),
        ("0800 58 58 58, or 0808-800 55 55", "[0800 58 58 58], or [0808-800 55 55]"),
        ("اتصل 116 123", "اتصل [116 123]"),
        ("اتصل ٠١١٧ ٤٩٦ ٠١٢٣", "اتصل [٠١١٧\u00a0٤٩٦\u00a0٠١٢٣]"),
        ("10 000 of 999", "[10 000 of 999]"),
        ("20 25 mm2, 5 6, a1, 111 222b, 1.5 23 456x", "20 25 mm2, 5 6, a1, 111 222b, 1.5 23 456x"),
        ("50 to 100 mg, 2,000 mg/kg & 0.5 ml", "[50 to 100 mg,] [2,000 mg/kg] &amp; [0.5 ml]"),
        ("10 000 units, 5–10 µg, 38.5 °C, 2½ tablets", "[10 000 units,] [5–10 µg,] [38.5 °C,] [2½ tablets]"),
        ("fewer than 1 in 10,000 people; 1 out of 10.", "fewer than [1 in 10,000] people; [1 out of 10.]"),
        (
            "4 Seconds, 1 in a row, 2 of 3, 3 gifts, x9 mg, 1.5.2 mg",
            "[4 Seconds,] 1 in a row, [2 of 3,] 3 gifts, x9 mg, [1.5.2 mg]",
        ),
        ("at 9 a.m. or 10 pm, call 116 123 for 5 minutes", "at [9 a.m.] or [10 pm,] call [116 123] for [5 minutes]"),
        ("(5 mg), (or 4 weeks!), (116 123): 5 mg(", "[(5 mg),] (or [4 weeks!),] [(116 123)]: [5 mg]("),
        ("At 7:30 am, or 10:15 pm: 1:1,000 ml", "At [7:30 am,] or [10:15 pm:] [1:1,000 ml]"),
        ("−20 °C, (-5 °C), <5 mg, ≤2 ml, COVID-19 days", "[−20 °C,] [(-5 °C),] [&lt;5 mg,] [≤2 ml,] COVID-[19 days]"),
        ("1 g (2 x 500 mg), 3 × 10 reps", "[1 g] [(2 x 500 mg),] [3 × 10] reps"),
        ("9 € (or € 9,50), 1 200 €, 8, € 9, a €", "[9 €] (or [€ 9,50),] [1 200 €,] 8, [€ 9,] a €"),
        ("≥ 38.5 °C, ≤ 4/10, < 5 kg > 3, 5 < x", "[≥ 38.5 °C,] [≤ 4/10,] [&lt; 5 kg] [&gt; 3,] 5 &lt; x"),
        ("day 7–28, 7:30–9:00, 0–10; 0808–800 55 55", "day [7–28,] [7:30–9:00,] [0–10;] 0808–[800 55 55]"),
        (
            "1-2 of (0-100%), 37.5-38°C, 7:30-9; 2026-12-10, A1-2, 5-HTP, 1-0-1",
            "[1-2] of [(0-100%),] [37.5-38°C,] [7:30-9;] 2026-12-10, A1-2, 5-HTP, 1-0-1",
        ),
        (
            "(120 mg/5 ml), 3 mmol/L, 5 mg/kg/day; 5 mg/5, 5 mg/mlx",
            "[(120 mg/5 ml),] [3 mmol/L,] [5 mg/kg/day;] [5 mg/]5, [5 mg/]mlx",
        ),
        ("in (24 to 48 hours), 1 or 2 tablets; 5 and 10%", "in [(24 to 48 hours),] [1 or 2 tablets;] [5 and 10%]"),
        (
            "−20 to 25 °C, ≤ 4 to 6 weeks, 9:00 to 10:00, 0 to 10.",
            "[−20 to 25 °C,] [≤ 4 to 6 weeks,] [9:00 to 10:00,] [0 to 10.]",
        ),
        (
            "text SHOUT to 85258. Text it to 85258, SHOUT at 85258",
            "text [SHOUT to 85258.] Text it to 85258, SHOUT at 85258",
        ),
        (
            "6 months–1 year, 5 mg—or 8.30 am–4.30 pm; 5 mg – 2 ml, 10 ml-dose",
            "[6 months–][1 year,] [5 mg—]or [8.30 am–4.30 pm;] [5 mg] – [2 ml,] [10 ml-]dose",
        ),
        ("“1 in 10” or ‘5 mg’, «2 ml».", "[“1 in 10”] or [‘5 mg’,] [«2 ml».]"),
        (
            '„5 mg“ or »2 ml«, ¿24 hours?; "5 mg", \'1 in 10\', x"5 mg; "100 to 200 tablets".',
            "[„5 mg“] or [»2 ml«,] [¿24 hours?;] [&#34;5 mg&#34;,] [&#39;1 in 10&#39;,] x[&#34;5 mg;]"
            " [&#34;100 to 200 tablets&#34;.]",
        ),
        ("1,000 to 2,000 micrograms", "1,000 to [2,000 micrograms]"),
        ("999 or 116 123 or 24 hours, +44 7700 900123 or 5", "999 or [116 123] or [24 hours,] [+44 7700 900123] or 5"),
        (
            "(555) 555-0142, 555 010-0199 or +1 (555) 010-0199; 555-0142, (see) 5-10",
            "[(555) 555-0142], [555 010-0199] or [+1 (555) 010-0199]; [555-0142,] (see) [5-10]",
        ),
        (
            "½ tablet, 1 ½ tablets, ½–1 tablet, ½ to 1 tablet, 2 x ½ tablets, 2 ⅓ cups, x½ g, 5 ½",
            "[½ tablet,] [1 ½ tablets,] [½–1 tablet,] [½ to 1 tablet,] [2 x ½ tablets,] [2 ⅓ cups,] x½ g, [5 ½]",
        ),
        (
            "4.7–6.0 kPa, 25 kg/m², 30 ml/min/1.73 m², 12–17 lb, 4 × 10⁹/L, 4.0 ×10⁹/L",
            "[4.7–6.0 kPa,] [25 kg/m²,] [30 ml/min/1.73 m²,] [12–17 lb,] [4 × 10⁹/L,] [4.0 ×10⁹/L]",
        ),
        (
            "1 in 10½ people, 2 out of 3 ½; 1 to 2½, 1 or ½, ½ or 1 ½; 1½–2½, 10½-12, ½-1; 2½-year-old",
            "[1 in 10½] people, [2 out of 3 ½;] [1 to 2½,] [1 or ½,] [½ or 1 ½;] [1½–2½,] [10½-12,] [½-1;] 2½-year-old",
        ),
        (
            "1 1/2 tablets, 12 1/2 lb, 1 1/2–2 1/2 cups, 1 to 1 1/2 tsp, 3 1/2; 1⅝ oz; 3 1/2/x, 5 6 1/2",
            "[1 1/2 tablets,] [12 1/2 lb,] [1 1/2–2 1/2 cups,] [1 to 1 1/2 tsp,] [3 1/2;] [1⅝ oz;] 3 1/2/x, 5 6 1/2",
        ),
        (
            "8am–6.30pm, 9 am - 5 pm; 9–5pm, 10.30 a.m.–12.30 p.m.! (1PM–6PM) 0117 496 0123 9am–5pm, 12am–5x",
            "[8am–6.30pm,] [9 am - 5 pm;] [9–5pm,] [10.30 a.m.–12.30 p.m.!] [(1PM–6PM)] [0117 496 0123] [9am–5pm,] "
            "12am–5x",
        ),
        (
            "☐ ☐ ☐, ☐ Yes ☐ No, ☐; ____ / ____ / 20 ____, __/__/____. ____ : ____ __ __",
            "[☐ ☐ ☐,] [☐ Yes] [☐ No,] ☐; [____ / ____ / 20 ____,] [__/__/____.] [____ : ____] __ __",
        ),
        (
            "☐ less than monthly ☐ 5–6 (2) ☐ 5 mg ☐ Don't know ☐x; give ____ ml, a__ ml, ____ minutes.",
            "[☐ less] than monthly [☐ 5–6] (2) [☐ 5 mg] [☐ Don&#39;t] know ☐x; give [____ ml,] a__ ml, [____ minutes.]",
        ),
        (
            "17 U (–15–30%), –10% or –5, a–10%; is 36.4°C–37.4°C. 60%–80%, £5–£10; <21 µmol/L, 10 mSv, 5 pmol",
            "[17 U] [(–15–30%),] [–10%] or [–5,] a–10%; is [36.4°C–37.4°C.] [60%–80%,] [£5–£10;] [&lt;21 µmol/L,] "
            "[10 mSv,] [5 pmol]",
        ),
        (
            "≥140, <5 or > 5; 08:30 - 13:00, 8:30 – 9; 2 sachets, 38 ˚C, 5 µL, 10 iu",
            "[≥140,] [&lt;5 or &gt; 5;] [08:30 - 13:00,] 8:30 – 9; [2 sachets,] [38 ˚C,] [5 µL,] [10 iu]",
        ),
        (
            "____ l/min, ____ mmol/l; ___ / ___ mmHg, __ / __ mg/kg! 30 kg/m2, ____ mg/x",
            "[____ l/min,] [____ mmol/l;] [___ / ___ mmHg,] [__ / __ mg/kg!] [30 kg/m2,] [____ mg/]x",
        ),
        ("de 8 h 30 à 18 h, 8 h 305", "de [8 h 30] à [18 h,] [8 h] 305"),
        ("__.__.20__; ____ / ____________, a__/__b", "[__.__.20__;] ____ / ____________, a__/__b"),
        (
            "de 8 a. m. a 5.30 p. m. y 8 a. m.–1 p. m., 8 a. mano",
            "de [8 a. m.] a [5.30 p. m.] y [8 a. m.–1 p. m.,] 8 a. mano",
        ),
        ("3–5 d, 2 to 4 wks; 5 sec(s), 1 hr or 2 yrs", "[3–5 d,] [2 to 4 wks;] [5 sec](s), [1 hr] or [2 yrs]"),
        ("☐ ☐", "[☐ ☐]"),
        ("Born __ / __", "Born [__ / __]"),
        ("11 22 33 44 55 66 77 88 99 00", "11 22 33 44 55 66 77 88 99 00"),
    ],
)
def test_what_is_kept_whole(text: str, expected: str, house: House) -> None:
    found = kept_whole(text, house.labels("en"))
    assert re.sub('<span class="whole"( dir="ltr")?>', "[", found).replace("</span>", "]") == expected
    assert isinstance(found, Markup) == ("[" in expected)
    dialled = re.findall('dir="ltr">(.*?)<', found)
    assert all(sum(map(str.isdigit, number)) >= 5 and not re.search("[a-z]", number) for number in dialled)


def test_a_unit_may_end_in_marks_and_is_not_parted_from_them() -> None:
    """A mark at the beginning of other text was printed on a dotted circle, and not read back."""
    found = kept_whole("14 يومًا، 3 جرعاتٍ و5 يوميًا", {"units": "يوم جرعات"})
    assert found == '<span class="whole">14 يومًا</span>، <span class="whole">3 جرعاتٍ</span> و5 يوميًا'


@pytest.mark.parametrize(
    "target", ["https://example.org/hotel:5", "https://example.org/?to=mailto:x", "mailto:a+tel:b@c.d"]
)
def test_an_address_loses_only_what_it_begins_with(target: str) -> None:
    printed = target.removeprefix("mailto:")
    assert (address_after(target, "the place"), spelled_address(target, "the place")) == (
        f" ({printed})",
        f"({printed})",
    )


@pytest.mark.parametrize(
    ("words", "target", "printed"),
    [
        ("(555) 555-0142", "tel:+15555550142", ""),
        ("Call 020 7946 0018 now", "tel:+44-20-7946-0018", ""),
        ("07 12 34 56 78", "tel:+2250712345678", ""),
        ("the ward", "tel:+442079460018", " (+442079460018)"),
        ("555-0142", "tel:+19995550142", " (+19995550142)"),
        ("020 7946 0019", "tel:+442079460018", " (+442079460018)"),
        ("999", "tel:+1999", " (+1999)"),
        ("us", "tel:+12", " (+12)"),
        ("5555550142", "tel:015555550142", " (015555550142)"),
    ],
)
def test_a_number_from_abroad_is_not_said_again(words: str, target: str, printed: str) -> None:
    assert address_after(target, words) == printed
    assert spelled_address(target, words) == printed.strip()


@pytest.mark.parametrize(
    ("words", "target", "printed"),
    [
        ("https://example.org/a/b", "https://example.org/a", " (https://example.org/a)"),
        ("see example.org/ab", "https://example.org/a", " (https://example.org/a)"),
        ("example.org.uk", "https://example.org", " (https://example.org)"),
        ("joann@example.org", "mailto:ann@example.org", " (ann@example.org)"),
        ("there (Example.org/a/), or ask", "https://example.org/a", ""),
        ("<mailto:ann@example.org>", "mailto:ann@example.org", ""),
        ("Ann@example.org", "mailto:ann@example.org?subject=A%20visit", ""),
        ("ann?x@example.org", "MAILTO:ann@example.org?cc=x@example.org", " (ann@example.org)"),
        ("us", "https://example.org/?subject=visit", " (https://example.org/?subject=visit)"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)", ""),
        ("www.bücher.example/a", "https://www.xn--bcher-kva.example/a", ""),
        ("ann@straße.example", "mailto:ann@xn--strae-oqa.example", ""),
        ("bucher.example", "https://xn--bcher-kva.example", " (https://xn--bcher-kva.example)"),
        ("xn--\u00e4", "https://xn--999999999", " (https://xn--999999999)"),
        ("“http://example.org/ä”", "https://example.org/%C3%A4", ""),
    ],
)
def test_an_address_within_a_longer_one_is_not_said(words: str, target: str, printed: str) -> None:
    assert (address_after(target, words), spelled_address(target, words)) == (printed, printed.strip())


def test_writer_and_verification_agree_on_numbers() -> None:
    chance = Random(1)  # noqa: S311 - no secret
    for _ in range(20_000):
        said = "".join(chance.choices("01", k=chance.randint(5, 12)))
        number = "".join(chance.choices("01", k=chance.randint(0, 5))) + said[chance.randint(0, 2) :]
        assert address_after(f"tel:+{number}", said).strip() == spelled_address(f"tel:+{number}", said), (number, said)


def test_an_address_runs_left_to_right(house: House) -> None:
    begun = '<span dir="ltr"><span class="whole scheme">https://a</span>'
    found = kept_whole("https://a.org/b/?c=1&d, (https://a/) https://a.", house.labels("en"))
    assert found == f"{begun}.org/b/?c=1&amp;d</span>, ({begun}/</span>) {begun}</span>."


@pytest.mark.parametrize("name", [name for name, edition in EDITIONS.items() if edition.format is Format.PDF])
def test_on_paper(name: str, prepared: MakePrepared, verified: Verified) -> None:
    made = prepared(BODY)
    data = verified(made, name)
    text = "\n".join(piece.text for piece in read(data).pieces)
    assert text.count(NUMBER) == text.replace(BREAK, " ").count(NUMBER) == 40
    assert len(re.findall(r"116 123", text)) == len(re.findall(rf"116[ {BREAK}]123", text)) >= 40
    assert text.count("January 31, 2026") == len(re.findall(rf"January[ {BREAK}]31,[ {BREAK}]2026", text)) > 0


def test_in_plain_text(prepared: MakePrepared, house: House) -> None:
    made, edition = prepared(BODY), EDITIONS["text"]
    text = writer(Format.TEXT)(made.sheet, edition, Templates(house.templates)).decode()
    assert text.count(NUMBER) == 40
    assert text.count("116 123") >= 40
    assert max(map(len, text.splitlines())) <= 72


@pytest.mark.parametrize("name", ["html", "epub", "text", "a4", "a4-large-print"])
@pytest.mark.parametrize(
    "words", ["اتصل على 116 123", "חייגו +44 (0)20 7946 0958 עכשיו", "اتصل ٠١١٧ ٤٩٦ ٠١٢٣ الآن", "**اتصل** 116 123 الآن"]
)
def test_among_words_that_run_right_to_left(name: str, words: str, prepared: MakePrepared, verified: Verified) -> None:
    made = prepared(f"## Whom to call\n\nCall [{words}]{{lang=ar}}.\n")
    data = verified(made, name)
    if name == "text":  # a reader of plain text orders it by Unicode's algorithm, in which spaces part numbers
        assert re.search(r"\d\u00a0\d", data.decode())


@pytest.mark.parametrize("name", ["html", "epub", "text", "a4", "a4-large-print"])
def test_in_code_that_runs_right_to_left(name: str, prepared: MakePrepared, verified: Verified) -> None:
    made = prepared("## A\n\n```\nاتصل 116 123 الآن\n  5  6\n```\n\nOr `اتصل 116 123 الآن`.\n")
    data = verified(made, name)
    if name in {"html", "text"}:  # the others are packed
        assert data.decode().count("اتصل 116\u00a0123 الآن") == 2
        assert "  5  6" in data.decode()


def test_doses_and_dates_in_plain_text(prepared: MakePrepared, house: House) -> None:
    edition = EDITIONS["text"]
    for more in range(30):
        made = prepared(
            f"## A\n\n{'x' * more} " + "take 2,000 mg twice, which helps 1 in 10 people. " * 9,
            version=f"'v{'1' * more}'",
        )
        text = writer(Format.TEXT)(made.sheet, edition, Templates(house.templates)).decode()
        assert text.count("2,000 mg") == text.count("1 in 10 ") + text.count("1 in 10\n") == 9
        assert {"January 31, 2026", "January 31, 2027"} <= {*re.findall("January 31, [0-9]+", text)}


TABLE = """## Doses

| Dose | When |
|------|------|
| Take one tablet of 50 mg each day and no more than 100 mg a day whatever you feel or 25 mg | {} |
"""
COLUMNS = " | ".join(["You take 1,000 micrograms"] * 4)


@pytest.mark.parametrize("name", [name for name, edition in EDITIONS.items() if edition.format is Format.PDF])
def test_in_a_table_where_there_is_room(name: str, prepared: MakePrepared, verified: Verified) -> None:
    for words in range(1, 25, 5):
        made = prepared(TABLE.format("for 1 in 10,000 people or " * words))
        data = verified(made, name)
        cells = "\n".join(piece.text for piece in read(data).pieces if piece.kind is Kind.CELL)
        assert not re.search(rf"[0-9]{BREAK}mg|1{BREAK}in|in{BREAK}10", cells)
    made = prepared(f"## Doses\n\n| {' | '.join('abcd')} |\n|{'---|' * 4}\n| {COLUMNS} |\n")
    data = verified(made, name)
    cells = "\n".join(piece.text for piece in read(data).pieces if piece.kind is Kind.CELL)
    # Where the columns have no room for it, they are not put below one another because of it.
    assert cells.count(f"1,000{BREAK}micrograms") == 4


def test_style_sheets_keep_what_is_whole_on_a_line(house: House) -> None:
    sheets = [data.decode() for name, data in house.templates.items() if b".whole {" in data and ".css" in name]
    assert len(sheets) == 4
    assert all(".whole { white-space: nowrap }" in sheet for sheet in sheets)


@pytest.mark.parametrize("name", ["html", "epub"])
@pytest.mark.parametrize("heading", [r"https\:\/\/example.org/a/b", "un**believ**able", "Call 116 123 *now* and 5 mg"])
def test_a_heading_keeps_its_anchor(heading: str, name: str, prepared: MakePrepared, verified: Verified) -> None:
    made = prepared(f"## {heading}\n\nA word.\n")
    verified(made, name)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Planning your week", "Planning [your week]"),
        ("Benefits & risks", "Benefits [&amp; risks]"),
        (Markup("Take <strong>it</strong> once a day"), "Take <strong>it</strong> once [a day]"),
        (Markup("Take <strong>it</strong> now"), "Take <strong>it</strong> now"),
        (Markup('See <a href="#x y">the page</a>'), 'See <a href="#x y">the page</a>'),
        ("Living with hypertension", "Living with hypertension"),
        ("An electroencephalogram at home", "An electroencephalogram [at home]"),
        ("Your electroencephalogram today", "Your electroencephalogram today"),
        ("Sleep", "Sleep"),
    ],
)
def test_a_short_last_word_of_a_heading_is_not_alone(heading: str, expected: str) -> None:
    found = str(ended(heading)).replace('<span class="whole">', "[").replace("</span>", "]")
    assert found == expected


@pytest.mark.parametrize("name", [name for name, edition in EDITIONS.items() if edition.format is Format.PDF])
def test_no_printed_heading_ends_with_a_short_word_on_a_line_of_its_own(
    name: str, prepared: MakePrepared, verified: Verified
) -> None:
    headings = [f"{'Wide words ' * 2}{'m' * count} {words} by me" for count in range(1, 16) for words in ("", "a word")]
    body = "".join(f'## {heading}\n\nText.\n\n::: write 1 "{heading}"\n:::\n\n' for heading in headings)
    made = prepared(body, title="'" + headings[7] + "'")
    data = verified(made, name)
    ends = [piece.text for piece in read(data).pieces if piece.text.endswith("me") and "Wide" in piece.text]
    assert len(ends) == 2 * len(headings) + 1
    assert any(BREAK in text for text in ends)
    assert not any(text.endswith(f"{BREAK}me") for text in ends)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            'See (<a href="#a">the page</a>), or <a href="#b">b</a> here.',
            'See {(<a href="#a">the page</a>),} or <a href="#b">b</a> here.',
        ),
        ('<a href="#a">a</a> or <a href="#b">b</a>.', '<a href="#a">a</a> or {<a href="#b">b</a>.}'),
        (
            '<a href="tel:1"><span class="whole" dir="ltr">116 123</span></a>.',
            '{<a href="tel:1">{<span class="whole" dir="ltr">116 123</span>}</a>.}',
        ),
        (
            '<a href="#a">In <span class="whole">5 days</span></a>, '
            '<a href="#b">or <span class="whole">6 days</span></a>',
            '{<a href="#a">In {<span class="whole">5 days</span>}</a>,} '
            '<a href="#b">or <span class="whole">6 days</span></a>',
        ),
        ('Call <span class="whole" dir="ltr">116 123</span>!', 'Call {<span class="whole" dir="ltr">116 123</span>!}'),
        ('On <span class="whole">May 4, 2026</span>. Then', 'On <span class="whole">May 4, 2026.</span> Then'),
        (
            'نص (<span dir="ltr">Zoloft (<span class="whole">5 mg</span>)</span>). نص',
            'نص {(<span dir="ltr">Zoloft {<span class="whole">(5 mg)</span>}</span>).} نص',
        ),
        (
            '<strong>Take <span class="whole">5 mg</span></strong>. <em><span class="whole">6 mg</span></em> a day.',
            '<strong>Take {<span class="whole">5 mg</span>}</strong>. <em><span class="whole">6 mg</span></em> a day.',
        ),
        (
            'نص (<span dir="ltr">Zoloft <span class="whole">5 mg</span></span>) نص',
            'نص {(<span dir="ltr">Zoloft {<span class="whole">5 mg</span>}</span>)} نص',
        ),
        ('(<span class="whole">May 4</span>)', '<span class="whole">(May 4)</span>'),
        ('[<a role="doc-biblioref" href="#ref-1">1</a>, <a href="#ref-2" role="doc-biblioref">2</a>]', None),
        ('<span class="whole scheme">https://w</span>.', None),
        ("Plain, text.", None),
    ],
)
def test_signs_are_held_to_links_and_numbers(markup: str, expected: str | None) -> None:
    found = held(Markup(markup))  # noqa: S704 - ours
    assert found.replace('<span class="held">', "{").count("{") == (expected or "").count("{")
    assert found == (expected or markup).replace("{", '<span class="held">').replace("}", "</span>")


def test_lines_may_end_at_the_slashes_of_an_address() -> None:
    shown = kept_whole("See https://example.org/a/b-c/?d=e/f#g/ and 1/2, and/or https://w.", {})
    assert divisible(shown) == (
        'See <span dir="ltr"><span class="whole scheme">https://e</span>xample.org/<wbr/>a/<wbr/>b-c/?d=e/<wbr/>f#g/</span>'
        ' and 1/2, and/or <span dir="ltr"><span class="whole scheme">https://w</span></span>.'
    )
    assert divisible('<a href="https://e.org/a">a/b</a>') == '<a href="https://e.org/a">a/b</a>'


@pytest.mark.parametrize("name", ["html", "epub"])
def test_an_address_in_a_tables_head_is_as_in_its_cells(name: str, prepared: MakePrepared, verified: Verified) -> None:
    """There was no reading it, it was said, on a small screen."""
    made = prepared("| https\\://example.org/a/b | |\n|---|---|\n| a | b |\n")
    verified(made, name)


def test_what_is_whole_in_a_header_is_so_before_each_cell() -> None:
    head = Markup('<b>Tablets</b> <span class="whole">(2.5 mg)</span> or <span class="whole" dir="ltr">116 123</span>')
    assert as_attribute(head) == "Tablets (2.5\u00a0mg) or 116\u00a0123"
