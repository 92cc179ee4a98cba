"""Handouts in a language that is written from right to left: every edition holds every block, numbers included."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from press.model import EDITIONS, Edition
from press.pipeline.houses import House, read_house
from press.pipeline.reading import prepare
from press.pipeline.sources import Source
from press.verify import verify
from press.verify.measures import Quantity
from press.verify.pdf import read
from press.verify.pdf.bidi import reads_as
from press.verify.pdf.fonts import read_font
from press.writers import Templates, writer
from press.writers.ordered import ordered
from press.writers.tagging.glyphs import mended
from press.writers.unbroken import kept_whole

ROOT = Path(__file__).resolve().parent.parent.parent

FRONT = """---
title: "كيف تنام بشكل أفضل"
summary: "الجواب القصير في جملتين أو ثلاث."
category: "النوم"
lang: ar
version: "1.0"
reviewed: 2026-01-31
next_review: 2099-01-31
authors:
  - name: "منى"
publisher: "عيادة"
conflicts: "لا شيء"
references:
  - id: nice
    citation: "National Institute for Health and Care Excellence (NICE). Insomnia: management (NG215). London, 2022."
    url: "https://cks.nice.org.uk/topics/insomnia/"
---

## عنوان

"""
BODIES = {
    "marks and bold": "نص عادي مع **كلمة** و*أخرى*.\n\n- بند واحد\n- بند ثان (مع قوسين)\n",
    "numbers to call": "اتصل على 116 123 أو 0117-496-0123 أو +44 117 496 0123 الآن.\n",
    "numbers with hyphens": "اتصل على 1-800-799-7233 أو ۰۲۱-۱۲۳۴۵۶۷۸ أو [اتصل 0800-111-222](tel:0800111222)."
    "\n\nخذ 1 1/2 حبة.\n\n"
    "- خذ «20 mg» ثم “5 mg”، الضغط ≥140 ثم ≤ 5 mg، النبض > 50.\n",
    "a link": "انظر [الموقع](https://www.nhs.uk/conditions/insomnia/) لمزيد من المعلومات.\n",
    "addresses": "انظر https://www.nhs.uk/insomnia/ أو <https://nhs.uk>، و[الموقع](https://a.example.org/) [@nice].\n",
    "a source": "منظمة Samaritans (UK) تساعدك [@nice].\n",
    "doses": "خذ 5 mg (أو 2.5 mg) مرتين، 8:00–20:00، 50%.\n",
    "signs at numbers": "خذ ≥ 150/95 أو (≤ 5)، و< 135/85 mmHg أو باراسيتامول (Calpol®)، 14 كلماتٍ و14 كلمات.\n\n"
    "| نص | نص |\n|---|---|\n| ≥ 150/95 | ☐ نعم ☐ لا |\n| < 135/85 mmHg | ☐ 5 كلماتٍ |\n",
    "mixed numbers": "خذ 1½ حبة، أو 2 ½، أو **1½–2½** أو Zoloft 1½ أو 1½ mg.\n\n- (10½)\n",
    "another language": "[This is an English sentence, which is long enough to be wrapped over two lines.]{lang=en}\n\n"
    * 2,
    "a table": "| الدواء | الجرعة |\n|---|---|\n| Sertraline (Zoloft) | 50 mg |\n| دواء | 500 مغ |\n",
    "a diary": "| الساعة | الاثنين | الثلاثاء | الأربعاء | الخميس | الجمعة | السبت | الأحد |\n"
    f"|{'---|' * 8}\n" + "| ٨ إلى ١٠ | | | | | | | |\n" * 3,
    "numbered": "1. واحد\n2. اثنان\n\n- [ ] مهمة\n- [x] أخرى\n",
    "marks of vowels": "شكراً وأولاً، ثم كتاباً مفصلاً، وعادةً ما يُجرى هذا في ثانٍ أو ثالثٍ، واشرب ماءً كثيرًا. " * 4
    + "\n\n- إنّ بعضَ الماءِ كلَّ يومٍ\n\nغالبًا.\n",
    "marks within ligatures": "طِفْلًا قليلًا لا لَا لِأَنَّ إِلَّا ثم الصِّحَّةَ رُؤُوسِ الأَصِحَّاءِ.\n\n**مثلًا سَيِّئًا لٌا**\n\n- فِعْلًا\n\nأَلَّا\n",
    "Hebrew points": "בָּרָא שָׁלוֹם וּפֹּה\n\n**הַשָּׁמַיִם שְׂמֹאל לִשְׁתּוֹת**\n",
    "letters that are not joined": "می‌خورید و نمی‌توانید. **کتاب**‌ها و `می‌شود` در می&zwnj;شود.\n\n## خانه‌ها\n\n- ل‌ا\n",
    "code": "```\nاتصل 116 123 الآن\n\n5 mg\n```\n\nنص `اتصل 116 123 الآن`.\n",
    "questions": "::: ask\n- ما هذا؟\n:::\n",
}


LETTERS = {
    "ur": "آ ا ب پ ت ٹ ث ج چ ح خ د ڈ ذ ر ڑ ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن ں و ہ ھ ء ی ے أ ؤ "
    "ئ ۂ ۃ ۓ ۔ ، ؛ ؟ ۰ ۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹",
    "fa": "آ ا ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی ء أ ؤ ئ ة ۀ ، ؛ ؟ ۰ ۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹",
    "ps": "آ ا ب پ ت ټ ث ج ځ چ څ ح خ د ډ ذ ر ړ ز ژ ږ س ش ښ ص ض ط ظ ع غ ف ق ک ګ ل م ن ڼ و ه ۀ ي "
    "ې ی ۍ ئ ء ، ؛ ؟ ۰ ۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹",
}
"""All of the alphabet, with signs and digits."""

SENTENCES = {
    "ur": "ہر روز دو گولیاں کھانے کے بعد لیں۔ بچّے کو ٹھنڈا پانی دیں؛ مسئلۂ رائے، "
    "**ہفتے میں ۲ بار** Paracetamol **500 mg**۔",
    "fa": "می\u200cخواهید نامۀ پزشک را ببینید؟ روزی **۲ بار** Paracetamol **500 mg**.",
    "ps": "ښه راغلاست، **ډاکټر** ته ولاړ شئ: ورځ کې ۲ ځلې، زۀ به راشم.",
}


@pytest.fixture(scope="module")
def arabic(house: House) -> House:
    """Give a house with labels and crisis lines in Arabic, which stand for those of other languages in its letters.

    They are made-up words, with the places of the English ones.
    """

    def arabic_words(row: re.Match[str]) -> str:
        return f'{row[1]} = "{" ".join(["كلمات", *re.findall("{.*?}", row[2])])}"'

    labels = house.templates["labels/en.toml"].decode()
    made = re.sub(r'^([\w-]+) = "(.*)"$', arabic_words, labels, flags=re.MULTILINE)
    crisis = re.sub(r'label = ".*"', 'label = "في خطر؟"', house.templates["crisis/en.toml"].decode())
    languages = ("ar", "uz", *LETTERS)
    files = {f"labels/{lang}.toml": made.encode() for lang in languages}
    files |= {f"crisis/{lang}.toml": crisis.encode() for lang in languages}
    return replace(house, templates={**house.templates, **files})


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("lang", LETTERS)
def test_every_edition_holds_all_letters(lang: str, name: str, arabic: House) -> None:
    joined = " ".join(f"{letter}{letter}{letter}" for letter in LETTERS[lang].split() if letter.isalpha())
    body = f"{SENTENCES[lang]}\n\n{LETTERS[lang]}\n\n**{joined}**\n\n{joined}\n"
    assert made(body, EDITIONS[name], arabic, FRONT.replace("lang: ar", f"lang: {lang}"))


@pytest.mark.parametrize("name", ["html", "text"])
def test_a_question_leads_on_by_itself(name: str, arabic: House) -> None:
    """A colon followed the question mark, as in no language."""
    text = made("كلمات.\n", EDITIONS[name], arabic).decode()
    assert "خطر؟" in text
    assert "؟:" not in text


def test_words_in_urdu_are_of_one_hand(arabic: House) -> None:
    """A word's letters would be of two fonts: only one has all of them, and the forms of Urdu's digits."""
    front = FRONT.replace("lang: ar", "lang: ur")
    data = made(f"{LETTERS['ur']}\n", EDITIONS["a4"], arabic, front)
    with pikepdf.open(BytesIO(data)) as file:
        fonts = [(str(font.BaseFont), read_font(font)) for font in file.pages[0].Resources["/Font"].values()]
    of_urdu = {text for name, font in fonts if "Urdu" in name and "Bold" not in name for text in font.texts.values()}
    assert {*LETTERS["ur"].split()} - {"۔", "،", "؛", "؟"} <= {unicodedata.normalize("NFC", text) for text in of_urdu}


@pytest.mark.parametrize("name", ["html", "epub", "text", "a4", "a4-large-print"])
@pytest.mark.parametrize("case", BODIES)
def test_every_edition_holds_it(case: str, name: str, arabic: House) -> None:
    assert made(BODIES[case], EDITIONS[name], arabic)


@pytest.mark.parametrize("name", ["a4", "letter", "a4-large-print", "letter-large-print"])
def test_a_script_says_the_direction_where_the_language_does_not(name: str, arabic: House) -> None:
    assert made(BODIES["another language"], EDITIONS[name], arabic, FRONT.replace("lang: ar", "lang: uz-Arab"))


@pytest.mark.parametrize("name", EDITIONS)
def test_names_and_credentials_have_the_languages_own_commas(name: str, arabic: House) -> None:
    names = '  - name: "منى"\n    credentials: "طبيبة"\n  - name: "ليلى"\n'
    data = made("نص\n", EDITIONS[name], arabic, FRONT.replace('  - name: "منى"\n', names))
    if name == "html":
        assert "منى، طبيبة؛ ليلى</p>" in data.decode()


@pytest.mark.parametrize("name", ["a4", "letter", "a4-large-print", "letter-large-print"])
def test_marks_of_vowels_are_no_characters_of_a_line(name: str, arabic: House) -> None:
    text = "إِنَّ النَّوْمَ الجَيِّدَ يُسَاعِدُ الجِسْمَ عَلَى التَّعَافِي مِنَ التَّعَبِ وَيُحَسِّنُ المِزَاجَ وَالتَّرْكِيزَ فِي العَمَلِ. " * 6
    words = "\n\n".join(text[text.index(" ", 9 * start) :].strip() for start in range(36))
    plain = re.sub("[\u064b-\u0652]", "", words)
    marked, unmarked = (read(made(body, EDITIONS[name], arabic)).measures for body in (words, plain))
    assert marked is not None
    assert unmarked is not None
    for quantity in (Quantity.LINE, Quantity.LONGEST):
        assert marked.values[quantity].value == unmarked.values[quantity].value > 40


DRUGS = {
    "Paracetamol 500 mg": "Paracetamol 500 mg",
    "Ibuprofen 200 mg (Nurofen)": "Ibuprofen 200 mg (Nurofen)",
    "خذ Amlodipine 5–10 mg, مرتين": "نيترم ,Amlodipine 5–10 mg ذخ",
    "2 x 500 mg": "2 x 500 mg",
    "5 mg/kg/day (or 10 mg).": ".5 mg/kg/day (or 10 mg)",
    "ماء (50 mg or more). ماء": "ءام .(50 mg or more) ءام",
    "Zoloft (SSRI, 50 mg).": ".Zoloft (SSRI, 50 mg)",
}


@pytest.mark.parametrize("name", ["a4", "letter", "a4-large-print", "letter-large-print"])
@pytest.mark.parametrize("form", ["{}\n\n", "- {}\n", "## {}\n\nماء\n\n"])
def test_a_vowels_mark_at_a_lines_end_is_within_the_margin(form: str, name: str, arabic: House) -> None:
    every = (f"{'م' * (start % 9)}{' شكراً مثلاً عقلاً أولاً' * (1 if '#' in form else 9)}" for start in range(45))
    made("ماء\n\n" + "".join(map(form.format, every)), EDITIONS[name], arabic)


@pytest.mark.parametrize("name", ["a4", "a4-large-print"])
@pytest.mark.parametrize("row", ["| {} | ماء |", "- {}", "{}"])
def test_latin_words_and_their_dose_are_printed_from_left_to_right(row: str, name: str, arabic: House) -> None:
    """The words before a dose stood to the right of it: `mg 500 Paracetamol`."""
    head = "| ماء | ماء |\n|---|---|\n" if "|" in row else ""
    for words, expected in DRUGS.items():
        data = made(f"{head}{row.format(words)}\n", EDITIONS[name], arabic)
        (seen,) = (line for line in printed_lines(data) if "mg" in line)
        assert seen.removeprefix("ءام" if head else "") == expected.replace(" ", "").replace(")", "(")


def test_a_crisis_number_with_hyphens_keeps_the_order_of_its_groups(arabic: House) -> None:
    """It was printed as `7233-799-800-1`."""
    number = "1-800-799-7233"
    crisis = arabic.templates["crisis/ar.toml"].replace(b"116 123", number.encode())
    house = replace(arabic, templates={**arabic.templates, "crisis/ar.toml": crisis})
    pages = made("ماء\n", EDITIONS["html"], house).decode()
    assert f'<span dir="ltr">{number}</span>' in pages
    for name in ("a4", "letter-large-print"):
        assert sum(number in line for line in printed_lines(made("ماء\n", EDITIONS[name], house))) == 1


def printed_lines(data: bytes, page: int = 0) -> list[str]:
    """Return the lines of a page, a sheet's first or another, as they are seen: left to right, no spaces and bullets.

    A bracket has the glyph of its opposite: `)` is told as `(`.
    """
    lines: dict[float, list[tuple[float, str]]] = {}
    with pypdfium2.PdfDocument(data) as document:
        text = list(document)[page].get_textpage()
        for place, char in enumerate(text.get_text_range().replace(")", "(")):
            left, bottom, _, top = text.get_charbox(place)
            middle = (bottom + top) / 2
            line = next((line for line in lines if abs(line - middle) < 9), middle)
            if char.strip(" \r\n•"):
                lines.setdefault(line, []).append((left, char))
    return ["".join(char for _, char in sorted(line)) for line in lines.values()]


BOLD_DRUGS = {
    "**Paracetamol** 500 mg": "Paracetamol 500 mg",
    "خذ Paracetamol **500 mg** مرتين": "نيترم Paracetamol 500 mg ذخ",
    "**خذ Paracetamol** 500 mg مرتين": "نيترم Paracetamol 500 mg ذخ",
    "خذ Paracetamol **500 mg مرتين**": "نيترم Paracetamol 500 mg ذخ",
    "*Paracetamol*: **500 mg.**": ".Paracetamol: 500 mg",
    "[Paracetamol]{lang=en} 500 mg": "Paracetamol 500 mg",
    "`Paracetamol` 500 mg": "Paracetamol 500 mg",
    "Paracetamol [@nice] 500 mg": "Paracetamol [1] 500 mg",
    "**500** mg": "500 mg",
    "2 x **500 mg**": "2 x 500 mg",
    "Take **two** tablets": "Take two tablets",
}


@pytest.mark.parametrize("name", ["a4", "letter-large-print"])
def test_bold_between_a_medicine_and_its_dose_leaves_them_in_order(name: str, arabic: House) -> None:
    """What is bold is a box in the line, and the dose stood before the medicine: `500 mg Paracetamol`."""
    for words, expected in BOLD_DRUGS.items():
        assert expected.replace(" ", "") in printed_lines(made(f"{words}\n", EDITIONS[name], arabic))


@pytest.mark.parametrize("name", ["a4", "letter-large-print"])
def test_a_line_may_end_anywhere_in_a_medicine_and_its_dose(name: str, arabic: House) -> None:
    words = "مع الماء كل يوم Paracetamol or Ibuprofen 500 mg, and then **Amlodipine** 5 mg ثم نم. (Zoloft 50 mg)."
    assert made("\n\n".join(f"خذ {'ن' * count} {words}" for count in range(1, 40)), EDITIONS[name], arabic)


@pytest.mark.parametrize("name", ["html", "epub"])
def test_bold_between_a_medicine_and_its_dose_leaves_nothing_out(name: str, arabic: House) -> None:
    assert made("\n\n".join(BOLD_DRUGS), EDITIONS[name], arabic)


@pytest.mark.parametrize("name", ["a4", "letter", "a4-large-print", "letter-large-print"])
def test_a_line_may_end_among_latin_words_with_a_dose(name: str, arabic: House) -> None:
    """The space behind the line's last words was at their right: what is before them stood out of the line."""
    assert made("".join(f"{'ماء ' * count}خذ 2 × 500 mg (1 g) ماء.\n\n" for count in range(20)), EDITIONS[name], arabic)


@pytest.mark.parametrize("name", ["a4", "a4-large-print"])
def test_latin_words_at_a_headings_end_keep_their_order(name: str, arabic: House) -> None:
    front = FRONT.replace("كيف تنام بشكل أفضل", "ماء Long QT Syndrome")
    data = made("نص\n\n## ماء HPV DNA Test\n\nنص\n", EDITIONS[name], arabic, front)
    with pypdfium2.PdfDocument(data) as document:
        words = " ".join(page.get_textpage().get_text_range() for page in document)
    assert [name in words for name in ("Long QT Syndrome", "HPV DNA Test")] == [True, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نص Zoloft 5–10 نص", "نص {Zoloft [5–10]} نص"),
        ("نص 5–10, Zoloft", "نص [5–10,] Zoloft"),
        ("Zoloft 50 mg", "{Zoloft [50 mg]}"),
        ("نص (50 mg). نص", "نص {[(50 mg)]}. نص"),
        ("نص (50 mg or more) نص", "نص ({[50 mg] or more}) نص"),
        ("A & B (5 mg, 6 mg). & نص", "{A &amp; B ([5 mg,] [6 mg])}. &amp; نص"),
        ("نص 5 mg, نص Zoloft < 5 mg; C 2 نص", "نص {[5 mg]}, نص {Zoloft [&lt; 5 mg;] C 2} نص"),
        ("(Zoloft 5 mg, نص 6 mg)", "({Zoloft [5 mg]}, نص {[6 mg]})"),
        ("نص ≥ 150/95, نص (≤ 5). < 5 نص", "نص {[≥ 150/95]}, نص {[(≤ 5).] [&lt; 5]} نص"),
        ("نص 1-800-799-7233، نص 2026-12-10 نص ۰۲۱-۱۲۳۴۵۶۷۸", "نص {1-800-799-7233}، نص {2026-12-10} نص {۰۲۱-۱۲۳۴۵۶۷۸}"),
        ("نص 1 1/2 نص 5-10 نص", "نص [{1 1/2}] نص [5-10] نص"),
        ("نص «20 mg»، “20 mg”. نص", "نص {[«20 mg»]}، {[“20 mg”]}. نص"),
        ("نص (Calpol®) نص Calpol نص", "نص ({Calpol®}) نص Calpol نص"),
        ("نص 1½ نص (10¾), Zoloft 2½ نص", "نص {1½} نص ({10¾}), {Zoloft {2½}} نص"),
        ("نص Ẹ̀kọ́ 5 mg kọ́ نص Ống 5 mg نص", "نص {Ẹ̀kọ́ [5 mg] kọ́} نص {Ống [5 mg]} نص"),
        ("نص Вода 5 mg نص", "نص {Вода [5 mg]} نص"),
        ("نص 2 ½ نص 1½–2½ نص 1½ mg نص", "نص [{2 ½}] نص [{1½}–{2½}] نص {[1½ mg]} نص"),
    ],
)
def test_latin_words_with_a_dose_run_left_to_right(text: str, expected: str, house: House) -> None:
    assert ordered(kept_whole(text, house.labels("en")), "ar") == marked_up(expected)


def marked_up(text: str) -> str:
    """Return markup of words of which `[5 mg]` stays on one line and `{Latin words}` run left to right."""
    for sign, markup in {"[": '<span class="whole">', "{": '<span dir="ltr">', "]": "</span>", "}": "</span>"}.items():
        text = text.replace(sign, markup)
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نص <em>A</em> [5 mg]. نص", "نص {<em>A</em> [5 mg]}. نص"),
        ("<em>Вода</em> и <em>чай</em> نص", "{<em>Вода</em> и <em>чай</em>} نص"),
        ("A <em>[5 mg.]</em> نص", "{A <em>[5 mg]</em>}. نص"),
        ("A <em>b&#34;</em> نص", "{A <em>b&#34;</em>} نص"),
        ("<em>نص A</em> [5 mg]", "<em>نص </em>{<em>A</em> [5 mg]}"),
        ("A <em>[5 mg], نص <code>b</code></em>", "{A <em>[5 mg]</em>}<em>, نص <code>b</code></em>"),
        ("<em>نص A نص</em> B <em>نص C</em> نص", "<em>نص A نص</em> B <em>نص C</em> نص"),
        ("<p><em>A نص A</em></p>", "<p><em>A نص A</em></p>"),
        ("<em>A [5 mg]</em>, <em>نص</em>", "<em>{A [5 mg]}</em>, <em>نص</em>"),
        ("<em>نص</em> <code>A</code> <em>5</em> نص", "<em>نص</em> {<code>A</code> <em>5</em>} نص"),
        ("نص 2 <em>A</em>, <em>5</em> mg: <em>7</em> نص", "نص {2 <em>A</em>, <em>5</em> mg: <em>7</em>} نص"),
        ("نص 2: <em>A</em> <em>5</em> نص", "نص 2: {<em>A</em> <em>5</em>} نص"),
        ("<em>نص &#34;A</em> 5", "<em>نص &#34;</em>{<em>A</em> 5}"),
        ("A <em>b &amp; نص</em>", "{A <em>b</em>}<em> &amp; نص</em>"),
        ("<em>نص...</em> A <em>5</em>", "<em>نص...</em> {A <em>5</em>}"),
    ],
)
def test_latin_words_of_which_some_are_bold_run_left_to_right(text: str, expected: str) -> None:
    assert ordered(marked_up(text), "ar") == marked_up(expected)
    assert ordered(marked_up(text), "es") == marked_up(text)


def test_square_brackets_stay_with_latin_words(house: House) -> None:
    found = ordered(kept_whole("[see [a] 50 mg [b]", house.labels("en")), "ar")
    assert found == '[<span dir="ltr">see [a] <span class="whole">50 mg</span> [b]</span>'


@pytest.mark.parametrize("name", ["a4", "letter", "a4-large-print", "letter-large-print"])
def test_a_logo_stands_across_from_the_title(name: str, arabic: House) -> None:
    clinic = read_house(ROOT / "templates", ROOT / "examples" / "riverside-uk.toml")
    assert made("نص.\n", EDITIONS[name], replace(clinic, templates=arabic.templates))


def test_hours_in_numbers_alone_run_as_the_page_does(arabic: House) -> None:
    """They are in no other language; who reads from the right read `from 17 to 9`."""
    clinic = replace(arabic, clinic='name = "عيادة"\nhours = "9 – 17"\n', clinic_file="clinic.toml")
    assert "17–9" in printed_lines(made("نص.\n", EDITIONS["a4"], clinic), -1)


@pytest.mark.parametrize("name", ["a4", "letter"])
def test_what_a_practice_says_in_english_is_printed_from_left_to_right(name: str, arabic: House) -> None:
    """Numbers and stops changed sides: `Mill Lane, Anytown AN1 2XX 2`."""
    clinic = read_house(ROOT / "templates", ROOT / "examples" / "riverside-uk.toml")
    data = made("نص.\n", EDITIONS[name], replace(clinic, templates=arabic.templates))
    lines = [line for page in (0, -1) for line in printed_lines(data, page)]
    assert {"2MillLane,AnytownAN12XX", "Bringthissheettoyournextvisit."} <= set(lines)
    cited = made("نص [@nice].\n", EDITIONS["html"], arabic, FRONT).decode()
    assert '<span><span dir="ltr">National Institute for Health' in cited


@pytest.mark.parametrize("name", ["a4", "letter", "a4-large-print", "letter-large-print"])
def test_head_and_foot_begin_at_the_right(name: str, arabic: House) -> None:
    clinic = read_house(ROOT / "templates", ROOT / "examples" / "riverside-uk.toml")
    front = FRONT.replace('title: "', f'title: "حمية {"and Mediterranean methotrexate " * 4}')
    data = made("نص.\n\n" * 40, EDITIONS[name], replace(clinic, templates=arabic.templates), front)
    with pypdfium2.PdfDocument(data) as document:
        text, width = document[1].get_textpage(), document[1].get_width()
        at_left, at_right = (text.get_text_bounded(left, 0, left + width / 3) for left in (0, 2 * width / 3))
    assert [words in at_left for words in ("النوم", " 2 ", "حمية", "apies")] == [True, True, False, False]
    assert [words in at_right for words in ("النوم", " 2 ", "حمية", "apies")] == [False, False, True, True]


@pytest.mark.parametrize("name", ["a4", "a4-large-print"])
@pytest.mark.parametrize("title", ["نم قليلًا ثمّ ماءً", "لِأَنَّ الصِّحَّةَ", "نمی‌توانید"])
def test_a_foot_says_a_title_with_marks(title: str, name: str, arabic: House) -> None:
    front = FRONT.replace("كيف تنام بشكل أفضل", title)
    (article,) = prepare([Source("x", "", "source/x/article.md", (front + "نص.\n").encode(), {})], arabic)
    data = writer(EDITIONS[name].format)(article.sheet, EDITIONS[name], Templates(arabic.templates))
    assert verify(data, article.inventory, EDITIONS[name]).findings == ()
    # A vowel is part of the word.
    other = replace(
        article.inventory, foot_parts=tuple(part.replace("\u064e", "\u064f") for part in article.inventory.foot_parts)
    )
    found = {finding.code.value for finding in verify(data, other, EDITIONS[name]).findings}
    assert found == ({"foot"} if "\u064e" in title else set())


@pytest.mark.parametrize("title", ["What is ADHD (in short)?", "(Sertraline) and how to take it every morning."])
@pytest.mark.parametrize("name", EDITIONS)
def test_a_title_in_english_is_printed_from_left_to_right(name: str, title: str, arabic: House) -> None:
    """Its last sign changed sides, above and in the foot: no such sheet was published."""
    data = made("نص.\n", EDITIONS[name], arabic, FRONT.replace("كيف تنام بشكل أفضل", title))
    if name in {"a4", "letter"}:
        assert "".join(printed_lines(data)).count(title.replace(" ", "").replace(")", "(")) == 2


def test_a_glyph_says_its_own_letters(arabic: House) -> None:
    # The first use of the vowel is within a ligature: `لا` is what that says, wherever it stands.
    data = made("شيئًا لا، طِفْلًا إِلَّا.\n", EDITIONS["a4"], arabic)
    with pikepdf.open(BytesIO(data)) as file:
        fonts = [read_font(font).texts for font in file.pages[0].Resources["/Font"].values()]
    said = {text for texts in fonts for text in texts.values()}
    assert {"لا", "\u064b", "\u064e\u0651"} <= {unicodedata.normalize("NFD", text) for text in said}
    assert not [text for text in said if not text or re.search("[\u0621-\u064a][\u064b-\u0652]", text)]


def test_a_glyph_of_a_letter_at_the_end_of_a_word_says_the_letter() -> None:
    """`ۀ` is drawn by two glyphs of DejaVu with Pango 1.56, of which WeasyPrint gives the text to the mark."""
    program = (ROOT / "templates" / "fonts" / "DejaVuSansCondensed.ttf").read_bytes()
    with TTFont(BytesIO(program)) as font:
        end, mark = (font.getGlyphID(name) for name in ("uni06D5.fina", "uni0654"))
    drawn = SimpleNamespace(file_content=program, to_unicode={mark: "ۀ", end: ""})
    mended(lambda *_: None)(None, {"": drawn})
    assert drawn.to_unicode == {mark: "\u0654", end: "\u06d5"}


@pytest.mark.parametrize(
    ("drawn", "text", "expected"),
    [
        (["\u064b", "لا"], "ل\u064bا", True),
        (["\u064b", "لا"], "لا\u064b", True),  # on which of its letters it stands no glyph says
        (["\u064b", "ا", "ل"], "لا\u064b", True),
        (["\u064b", "ا", "ل"], "ل\u064bا", False),  # here one does
        (["\u064c", "لا"], "ل\u064bا", False),
        (["لا"], "ل\u064bا", False),
        (["لا", "\u064b"], "ل\u064bا", False),
        (["\u064e\u0651", "لا"], "ل\u0651\u064eا", True),
    ],
)
def test_marks_within_a_ligature_are_glyphs_beside_it(drawn: list[str], text: str, *, expected: bool) -> None:
    assert reads_as(drawn, text, is_rtl=True) == expected


def made(body: str, edition: Edition, house: House, front: str = FRONT) -> bytes:
    """Return an edition, of which nothing is lost."""
    (article,) = prepare([Source("x", "", "source/x/article.md", (front + body).encode(), {})], house)
    data = writer(edition.format)(article.sheet, edition, Templates(house.templates))
    assert verify(data, article.inventory, edition).findings == ()
    return data


@pytest.mark.parametrize(
    ("drawn", "text", "is_rtl", "expected"),
    [
        (".1", "1.", True, True),
        (".1", "1.", False, False),
        ("1.", "1.", True, True),
        ("mg 50", "50 mg", True, True),
        ("mg 50", "50 mg", False, False),
        ("123 116", "116 123", True, False),
        ("116 123", "116 123", True, True),
        ("123 116 ילע", "עלי 116 123", True, False),
        ("116 123 ילע", "עלי 116 123", True, False),  # nor is this: whoever sees it reads another number first
        ("116\u00a0123 ילע", "עלי 116\u00a0123", True, True),
    ],
)
def test_what_stands_on_paper_is_what_is_read(drawn: str, text: str, *, is_rtl: bool, expected: bool) -> None:
    assert reads_as([*drawn], text, is_rtl=is_rtl) == expected


@pytest.mark.parametrize("title", ["اتصل 116 123 الآن", "اتصل 116 123"])
@pytest.mark.parametrize("name", ["a4", "a4-large-print", "html", "epub", "text"])
def test_a_number_to_call_in_a_title_keeps_its_order(name: str, title: str, arabic: House) -> None:
    """It was printed as `123 116`, or refused where it stood last."""
    data = made("نص\n", EDITIONS[name], arabic, FRONT.replace("كيف تنام بشكل أفضل", title))
    if name.startswith("a4"):
        assert any("116123لصتا" in line for line in printed_lines(data))


@pytest.mark.parametrize("name", ["a4", "a4-large-print"])
@pytest.mark.parametrize("body", ["دِ رٍ وِ[^a] نص\n\n[^a]: نص\n", "نص [بابٍ كتابِ](https://example.org) نص\n"])
def test_vowel_marks_may_stand_in_links_and_beside_them(name: str, body: str, arabic: House) -> None:
    """They are set a hair beyond their letter, where a note's number begins, and below it, where links have a line."""
    made(body, EDITIONS[name], arabic)


@pytest.mark.parametrize("name", ["a4", "letter-large-print"])
def test_words_of_another_type_keep_their_order(name: str, arabic: House) -> None:
    """Each is a box in the line: `practice Ọlá̩ of` stood there for `of Ọlá̩ practice`."""
    data = made("نص for Ọlá̩ now نص\n\nAsk Ọlá̩ then\n", EDITIONS[name], arabic)
    with pypdfium2.PdfDocument(data) as document:
        pages = len(document)
    text = "\n".join(line for page in range(pages) for line in printed_lines(data, page))
    assert re.search("for.+now", text)
    assert re.search("Ask.+then", text)
