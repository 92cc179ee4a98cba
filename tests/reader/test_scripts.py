"""Languages whose letters no bundled font has, and characters that the letters of some need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from press.errors import SourceError
from press.pipeline.houses import House
from press.pipeline.reading import prepare
from press.pipeline.sources import Source


def with_labels(house: House, lang: str, *words: str) -> House:
    """Give a house with the labels of another language, which are the English ones but for that of the sources."""
    labels = house.templates["labels/en.toml"].decode()
    for word in words:
        labels = labels.replace('references = "Sources"', f'references = "{word}"')
    crisis = house.templates["crisis/en.toml"]
    return replace(
        house, templates={**house.templates, f"labels/{lang}.toml": labels.encode(), f"crisis/{lang}.toml": crisis}
    )


def faults(house: House, text: str) -> list[tuple[int, str]]:
    """Return what is told of an article, with its lines."""
    with pytest.raises(SourceError) as caught:
        prepare([Source("x", "", "source/x/article.md", text.encode(), {})], house)
    return [(problem.line, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("lang", "words", "letter"),
    [
        ("am", ["ምንጮች"], "U+121D (ethiopic syllable me)"),
        ("am", [], "U+1303 (ethiopic syllable jaa)"),  # of the months' names
        ("hi-IN", [], "U+091C (devanagari letter ja)"),
    ],
)
def test_a_language_without_letters(
    lang: str, words: list[str], letter: str, house: House, article_text: Callable[..., str]
) -> None:
    expected = (
        f"no bundled font has the letters of `{lang}`, as {letter}, in which its labels and dates would be printed; "
        "write the handout, and its `lang`, in another language"
    )
    text = article_text("Rest, in English.\n", lang=lang)
    line = 1 + text.splitlines().index(f"lang: {lang}")
    assert faults(with_labels(house, lang.partition("-")[0], *words), text) == [(line, expected)]


@pytest.mark.parametrize("lang", ["ru", "el", "vi", "pl", "ar", "he", "fa", "ps", "ur"])
def test_a_language_with_letters(lang: str, house: House, article_text: Callable[..., str]) -> None:
    source = Source("x", "", "source/x/article.md", article_text("Rest, in English.\n", lang=lang).encode(), {})
    assert prepare([source], with_labels(house, lang))


@pytest.mark.parametrize(
    "words", ["می\u200cشود", "آن\u200cها.", "**کتاب**\u200cها", "کتاب\u200c**ها**", "می&zwnj;شود", "نه\u200cکه"]
)
def test_letters_that_are_not_joined(words: str, house: House, article_text: Callable[..., str]) -> None:
    source = Source("x", "", "source/x/article.md", article_text(f"{words}\n", summary='"می\u200cشود"').encode(), {})
    (made,) = prepare([source], house)
    assert made.sheet.article.meta.summary == "می\u200cشود"
    assert "\\u200c" in repr(made.sheet.article.blocks)


@pytest.mark.parametrize(
    "words", ["می\u200c شود", "a\u200cb", "می\u200c", "\u200cمی", "a&zwnj;b", "א\u200cב", "می\u200c\u200cشود"]
)
def test_where_nothing_is_to_be_parted(words: str, house: House, article_text: Callable[..., str]) -> None:
    (fault,) = faults(house, article_text(f"{words}\n"))
    assert fault[1] == "the character U+200C (zero width non-joiner) cannot be seen; remove it"
