"""The ASCII forms: whole expected values, and what holds for any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.ascii import to_ascii

FORMS = {
    "plain text - (with) 'all' \"signs\"\tand\nlines": "plain text - (with) 'all' \"signs\"\tand\nlines",
    "word—word": "word - word",
    "word — word": "word - word",
    "— word —": "- word -",
    "3–5 days, Monday–Friday – or later": "3-5 days, Monday-Friday - or later",
    "−5 well‐known non‑breaking": "-5 well-known non-breaking",
    "“Quotes” and ‘it’s’ «so»…": '"Quotes" and \'it\'s\' "so"...',
    "5\u00a0mg\u202fa\u2007day": "5 mg a day",
    "• one ☐ two ☑ three": "- one [ ] two [x] three",
    "ﬁnd ﬂuid eﬀort": "find fluid effort",
    "naïve café, Łódź, Straße, Ærø, Œuvre, Þór, ı": "naive cafe, Lodz, Strasse, Aero, Oeuvre, Thor, i",
    "cafe\u0301 so\u00adft zero\u200bwidth": "cafe soft zerowidth",
    "≥ 5, ≤3, ≠, ±2, 3×4, 8÷2, ≈": ">= 5, <=3, !=, +/-2, 3x4, 8/2, ~",
    "£5 and 5€ and ¥7": "GBP 5 and 5 EUR and yen 7",
    "½ cup, 1½ cups, 2¾cups": "1/2 cup, 1 1/2 cups, 2 3/4 cups",
    "10² and 10⁻⁶ and m²": "10^2 and 10^-6 and m^2",
    "H₂O, 5₂": "H2O, 5_2",
    "2·5 mg, 3·10⁹, a·b": "2.5 mg, 3*10^9, a*b",
    "≮5, if≯5, a∉b, a≠b": "not <5, if not >5, a not in b, a!=b",
    "2①, ⑫": "2(1), (12)",
    "∅ and 5⌀": "empty set and 5 diameter",
    "37°C, 38 °F, 38℃, 90°.": "37 degrees C, 38 degrees F, 38 degrees C, 90 degrees.",
    "5µg, 5 μg, 5㎍, 5 µm, 5 mg": "5mcg, 5 mcg, 5mcg, 5 um, 5 mg",
    "β-blockers, TNFα, 5α, Δ": "beta-blockers, TNF alpha, 5alpha, Delta",
    "25 μγ, 5 μγρ, 25 µг, 5 μг": "25 mcg, 5 mcg, 25 mcg, 5 mcg",
    "38˚C, 38.5˚, 38⁰C, 38ºC, 38 º F, 1º": "38 degrees C, 38.5 degrees, 38 degrees C, 38 degrees C, 38 degrees F, 1o",
    "1¹⁄₂ cups, 1³/₄, ¹⁄₂, x²/y": "1 1/2 cups, 1 3/4, 1/2, x^2/y",
    "a ➜ b ⇐ c ⇔ d ▶ e": "a -> b <- c <-> d -> e",
    "▲ 5, 5▼, ∆ weight, ✆ 111, 5❶, ➂": "up 5, 5 down, Delta weight, Tel. 111, 5(1), (3)",
    "an α-blocker, το φάρμακο· ο α": "an alpha-blocker, to farmako; o a",
    "Βιταμίνη Β12, Витамин В12": "Vitamini B12, Vitamin B12",
    "٢·٥": "2.5",
    "Prozac™ ©": "Prozac(TM) (C)",
    "§5 and 2‰": "section 5 and 2 per mille",
    "risk ↑, a → b": "risk up, a -> b",
    "⬆ risk ⬇, a ➡ b ⬅ c, ✖": "up risk down, a -> b <- c, x",
    "♀ 60%, 5♂; ∴ call ∵ fever": "female 60%, 5 male; therefore call because fever",
    "¿Qué? ¡Sí!": "Que? Si!",
    "Καλημέρα κόσμε": "Kalimera kosme",
    "Η ζωή και ο β": "I zoi kai o v",
    "Привет, мир": "Privet, mir",
    "مرحبا": "mrhba",
    "שלום": "slvm",
    "北京": "BeiJing",
    "ａｂｃ１２": "abc12",
    "\ue000 and \u0378": "[U+E000] and [U+0378]",
}


@pytest.mark.parametrize(("text", "expected"), FORMS.items())
def test_the_ascii_form_of_a_text(text: str, expected: str) -> None:
    assert to_ascii(text) == expected


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("", "drucken, Arzte, Masse, Ode, fa, blod"),
        ("de-AT", "druecken, Aerzte, Masse, Oede, fa, blod"),
        ("da", "drucken, Arzte, Masse, Ode, faa, bloed"),
    ],
)
def test_letters_that_a_language_writes_with_two(lang: str, expected: str) -> None:
    assert to_ascii("drücken, Ärzte, Maße, O\u0308de, få, blød", lang) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("es", "54 años, ESTE AÑO, Año; el niño ESPAÑOL, Saño", "54 anios, ESTE ANIO, Anio; el nino ESPANOL, Sano"),
        ("de", "ÄRZTE ÜBER 60, FÄ, Ä 1, Ärzte", "AERZTE UEBER 60, FAE, Ae 1, Aerzte"),
        ("", "ÆRØ, Ærø, STOẞ, ЯБЛОКО, Яблоко", "AERO, Aero, STOSS, YABLOKO, Yabloko"),
    ],
)
def test_a_word_in_capitals_stays_in_capitals(lang: str, text: str, expected: str) -> None:
    assert to_ascii(text, lang) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_becomes_ascii_and_stays_as_it_is_then(text: str) -> None:
    form = to_ascii(text)
    assert form.isascii()
    assert to_ascii(form) == form


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_ascii_is_left_alone(text: str) -> None:
    assert to_ascii(text) == text


@given(st.lists(st.text(st.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1), min_size=1))
def test_latin_words_are_neither_lost_nor_joined(words: list[str]) -> None:
    """Whatever dash or space stands between them; a word may become two ("1½")."""
    for between in (" ", "\u00a0", "—", " – ", "\n"):
        assert len(to_ascii(between.join(words)).replace("-", " ").split()) >= len(words)


@given(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"]))
def test_no_character_vanishes(character: str) -> None:
    """But the signs that open a Spanish question, and a letter that only stretches an Arabic word."""
    if unicodedata.normalize("NFC", character) not in {"¿", "¡", "\u0640"}:
        assert to_ascii(character).strip()
