"""In which type an article is printed, and in how wide a column: by its letters and its words."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from unicodedata import category

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from press.model import EDITIONS, Format
from press.pipeline.houses import House
from press.pipeline.reading import Prepared
from press.verify.measures import Quantity
from press.verify.pdf import read
from press.verify.pdf.interpreter import Interpreter
from press.writers import Templates
from press.writers.letters import LACKING, in_one_type, is_mixed, width
from press.writers.setting import JOINED, column, is_in_fallback

MakePrepared = Callable[..., Prepared]
Verified = Callable[..., bytes]
PRINTED = [name for name, edition in EDITIONS.items() if edition.format is Format.PDF]

WORDS = {
    "Zulu": "Umuntu onesifo sikashukela kufanele adle ukudla okunempilo futhi ahlale ephila ngokuqinile nsuku zonke. ",
    "Quechua": "Onqosqanchikmanta allinta mikhuspa kallpachakusunchik llaqtanchikpi wasinchikpi hinallataq. ",
    "Tahitian": "E mea maitai ia inu i te pape i te mau mahana atoa ia ora maitai i te tiairaa i te fifi iti. ",
    "Vietnamese": "Hãy uống đủ nước mỗi ngày và đi bộ một chút để cơ thể khoẻ mạnh hơn cùng người thân. ",
    "Russian": "Пейте достаточно воды каждый день и понемногу гуляйте, чтобы чувствовать себя лучше дома. ",
}


def running(words: str) -> str:
    """Return a body of paragraphs, in which lines end in different places."""
    return "## Look\n\n" + "\n\n".join((words * 4)[start:] for start in range(0, 56, 7))


def _fonts(house: House) -> list[tuple[dict[int, str], TTFont]]:
    names = "AtkinsonHyperlegibleNext-Regular", "DejaVuSansCondensed"
    fonts = [TTFont(BytesIO(house.templates[f"fonts/{name}.ttf"])) for name in names]
    return [(font.getBestCmap(), font) for font in fonts]


@pytest.mark.parametrize("letters", ["az", "AZ", "09", "ая", "АЯ", "ας", "ΑΡ", "את"])
def test_widths_are_those_of_the_fonts(letters: str, house: House) -> None:
    for point in range(ord(letters[0]), ord(letters[1]) + 1):
        names, font = next((names, font) for names, font in _fonts(house) if point in names)
        own = font["hmtx"][names[point]][0] / font["head"].unitsPerEm
        if chr(point) != "й":  # as wide as `и`
            assert abs(width(chr(point)) - own) < 0.025, chr(point)


def test_the_letters_that_the_type_lacks_are_those_of_its_font(house: House) -> None:
    names, _ = _fonts(house)[0]
    for point in (*range(0xC0, 0x2B0), *range(0x300, 0x370), *range(0x1E00, 0x1F00)):
        if category(chr(point))[0] in "LM":
            assert bool(LACKING.match(chr(point))) == (point not in names), hex(point)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ọ́mọ", '<span class="fallback">ọ́mọ</span>'),
        ("for Adé Ọlá̩ now", 'for Adé <span class="fallback">Ọlá̩</span> now'),
        ('<a href="ọ́">за́мок</a>', '<a href="ọ́"><span class="fallback">за́мок</span></a>'),
        ("(0.3̇), or “x̂”&amp;ọ́", '(<span class="fallback">0.3̇</span>), or “<span class="fallback">x̂”&amp;ọ́</span>'),
        (
            "for Ọ́&amp;Ọ́&amp; or x-̣y",
            'for <span class="fallback">Ọ́&amp;Ọ́</span>&amp; or <span class="fallback">x-̣y</span>',
        ),
    ],
)
def test_words_whose_marks_would_be_of_another_type_are_of_one(words: str, expected: str) -> None:
    assert in_one_type(words) == expected
    assert is_mixed(words)


def test_other_words_are_left_as_they_are() -> None:
    words = "café m̀ thế <b title='ọ́'>x</b>&amp;̸ &nbsp; ̣ “cafe\u0301”"
    assert in_one_type(words) == words
    assert not is_mixed(words)


@pytest.mark.parametrize("name", PRINTED)
def test_marks_stand_over_their_letters(name: str, prepared: MakePrepared, verified: Verified) -> None:
    """Of another font than the letter, a mark stood beside it."""
    words = "Ask Adéọ́lá and **Ọlá̩** about a за́мок, or ó̱ and o̱. " + "Eat well and walk. " * 60
    made = prepared(f"## Look\n\n{words}", title='"For Adéọ́lá"')
    data = verified(made, name)
    assert {"Handout", "Handout-Fallback-Bold-Semi-Condensed"} <= {font.name for font in read(data).fonts}
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = [Interpreter().read(number, page) for number, page in enumerate(pdf.pages)]
    runs = [run for page in pages for run in page.runs]
    of_one_type = {run.text for run in runs if run.font and run.font.name.startswith("Handout-Fallback")}
    assert {"Adéọ́lá", "Ọlá̩", "за́мок"} <= of_one_type, "each by itself: the words beside them are in the sheet's type"


@pytest.mark.parametrize("key", ["title", "category", "version"])
def test_marks_stand_over_their_letters_in_a_foot(key: str, prepared: MakePrepared, house: House) -> None:
    """Of a version or a date (`Ṣẹ́rẹ́`, January in Yoruba) they stood beside these."""
    for word, expected in (("Adé", False), ("Ọlá̩", True)):
        made = prepared(f"## Look\n\n{'Eat well and walk. ' * 60}", **{key: f'"{word}"'})
        page = Templates(house.templates).render("pdf/sheet.html.j2", sheet=made.sheet, edition=EDITIONS["a4"])
        assert ('font-family: "Handout Fallback"' in page) == expected


@pytest.mark.parametrize("words", ["0.3̇", "at https://ọ́mọ.example"])
def test_no_mark_is_taken_from_its_letter(words: str, prepared: MakePrepared, verified: Verified) -> None:
    """One that began a box of text got a dotted circle."""
    made = prepared(f"## Look\n\nThe word [{words}](https://example.org).\n", title=f'"Of {words}"')
    for name in PRINTED:
        verified(made, name)


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("name", ["a4", "letter"])
def test_lines_have_60_to_70_characters_in_languages_of_long_or_short_words(
    name: str, lang: str, prepared: MakePrepared, verified: Verified
) -> None:
    """No handout in Zulu or Quechua could be published: their lines had 56 characters."""
    made = prepared(running(WORDS[lang]))
    measures = read(verified(made, name)).measures
    assert measures
    assert column(made.sheet.article) != 1
    if lang != "Russian":  # in letters of another width
        assert 60 <= measures.values[Quantity.LINE].value <= 70
    assert min(measures.values[side].value for side in (Quantity.LEFT, Quantity.RIGHT)) >= 20


@pytest.mark.parametrize("form", ["{}", "::: note\n{}\n:::", "::: ask\n{}\n\n- Why?\n:::"])
def test_short_handouts_and_words_in_boxes_have_such_lines_too(
    form: str, prepared: MakePrepared, verified: Verified
) -> None:
    """Fewer than 1,000 characters outside of boxes were not looked at, and lines of 58 characters refused."""
    words = "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka dikaruniai akal budi. "
    made = prepared("## Look\n\n" + form.format("\n\n".join([words * 4, (words * 4)[7:]])))
    measures = read(verified(made, "a4")).measures
    assert measures
    assert 60 <= measures.values[Quantity.LINE].value <= 70


def test_long_addresses_say_nothing_of_a_language(prepared: MakePrepared) -> None:
    words, address = "Talk with your doctor before you stop, and write down what helps. ", f"www.nhs.uk/{'a' * 90} "
    assert column(prepared(running(words + address)).sheet.article) == 1


def test_joined_letters_are_as_wide_as_one_of_their_forms_or_between(house: House) -> None:
    names, font = _fonts(house)[1]
    units, lookups = font["head"].unitsPerEm, font["GSUB"].table.LookupList.Lookup
    forms = [table.mapping for lookup in lookups if lookup.LookupType == 1 for table in lookup.SubTable]
    for letter, width_of_joined in JOINED.items():
        drawn = [names[ord(letter)], *[each[names[ord(letter)]] for each in forms if names[ord(letter)] in each]]
        widths = [font["hmtx"][name][0] / units for name in drawn]
        assert min(widths) - 0.06 < width_of_joined < max(widths) + 0.06, letter


def test_the_column_is_the_usual_one_in_english(prepared: MakePrepared) -> None:
    words = "Talk with your doctor before you stop taking a medicine, and write down what you have noticed. "
    assert column(prepared(running(words)).sheet.article) == 1
    assert column(prepared(f"## Look\n\n{WORDS['Zulu']}").sheet.article) == 1  # too few to say anything


def test_a_language_of_other_letters_is_all_of_one_type(
    prepared: MakePrepared, house: House, verified: Verified
) -> None:
    """Words were of two types, `thế`: the one for `t` and `h` lacks the other letter."""
    made, english = prepared(running(WORDS["Vietnamese"])), prepared(f"## Look\n\nMr Nguyễn: {'eat and walk. ' * 40}")
    assert is_in_fallback(made.sheet.article)
    assert not is_in_fallback(english.sheet.article)
    assert all(font.name.startswith("Handout-Fallback") for font in read(verified(made, "a4")).fonts)
    for article, is_own in ((made, False), (english, True)):
        page = Templates(house.templates).render("html/sheet.html.j2", sheet=article.sheet, edition=EDITIONS["html"])
        assert ('"Handout"' in page) == is_own
        style = Templates(house.templates).render("epub/style.css.j2", sheet=article.sheet)
        assert ('body { font-family: "Handout"' in style) == is_own
