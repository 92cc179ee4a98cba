"""Handouts in other letters than English has: printed, read back, and refused for none of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from press.model import EDITIONS
from press.pipeline.houses import House
from press.pipeline.reading import prepare
from press.pipeline.sources import Source

SENTENCES = {
    "ru": "Если вам плохо скажите об этом врачу и он поможет найти лечение которое подходит именно вам и вашей семье.",
    "uk": "Якщо вам зле скажіть про це лікарю і за пʼять хвилин розмови він знайде лікування яке підходить вам.",
    "el": "Αν δεν νιώθετε καλά πείτε το στον γιατρό σας και θα σας βοηθήσει να βρείτε τη θεραπεία που σας ταιριάζει.",
    "vi": "Nếu bạn không khỏe hãy nói với bác sĩ và họ sẽ giúp bạn tìm cách điều trị phù hợp với bạn và gia đình.",
    "hy": "Եթե վատ եք զգում ասեք ձեր բժշկին և նա կօգնի գտնել բուժում որը հարմար է ձեզ և ձեր ընտանիքին։",
    "sms": "Jõs ǩiõrddʹješ särnn tõn tuʹhttren suʹn veäkktââll kaunnâd puârast puättʹti håidd kååʹtt šeådd tuʹnne.",
}


def in_parts(text: str) -> str:
    """Return a text whose letters stand apart from the last of their marks, as some keyboards write Vietnamese."""
    parts = ((letter[:-1], letter[-1:]) for letter in (unicodedata.normalize("NFD", char) for char in text))
    return "".join(unicodedata.normalize("NFC", letter) + mark for letter, mark in parts)


def spoken_in(house: House, lang: str) -> House:
    """Return a house with labels and crisis lines for a language, the English ones."""
    files = {f"{folder}/{lang}.toml": house.templates[f"{folder}/en.toml"] for folder in ("labels", "crisis")}
    return replace(house, templates={**house.templates, **files})


@pytest.mark.parametrize("form", [str, in_parts])
@pytest.mark.parametrize("lang", SENTENCES)
def test_a_long_handout_holds_everything_and_keeps_the_rules_of_print(
    lang: str, form: Callable[[str], str], house: House, verified: Callable[..., bytes]
) -> None:
    """Letters may be wider than Latin ones, and come with their marks apart."""
    sentence = SENTENCES[lang]
    front = f'title: "{sentence[:40]}"\nsummary: "{sentence}"\ncategory: "A"\nlang: {lang}\nversion: "1.0"\n'
    front += 'reviewed: 2026-01-31\nnext_review: 2099-01-31\nauthors: [{name: "A"}]\npublisher: "A"\n'
    sections = "\n\n".join(f"## {sentence[:30]}\n\n{' '.join([sentence] * 4)}" for _ in range(4))
    text = form(f"---\n{front}---\n\n{sections}\n")
    (made,) = prepare([Source("x", "", "source/x/article.md", text.encode(), {})], spoken_in(house, lang))
    for name in EDITIONS:
        verified(made, name)
