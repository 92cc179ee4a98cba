"""How an article's text is printed: in which type, and in how wide a column."""

from collections import Counter
from collections.abc import Iterable, Iterator
from unicodedata import bidirectional, category

from press.model import Article, Paragraph, Section
from press.model.inlines import plain_text
from press.writers.letters import LACKING, width

_COLUMN = 148 / 25.4 * 72 / 14
"""The usual column, in sizes of the type: 148 mm, 14 pt (templates/pdf/a4.css)."""

_FEWEST, _MOST = 63, 68
"""Characters of a line: what is reckoned is right to 2, more seldom to 3, and RNIB asks for 60 to 70."""

_NARROWEST, _WIDEST = 0.88, 1.14
"""Shares of the usual column; the margins beside the widest are 20.5 mm."""

_ENOUGH = 1000
"""Characters from which on they say something of a language."""

_JOINED = 0.425
"""How wide a letter that is joined to others (Arabic) is on average, in sizes of the type."""

_WIDER = 1.035
"""How much wider the letters of the type that is fallen back on are."""

_SELDOM = 200
"""Of as many characters one at most is none of the sheet's type, where the type is the right one for a language."""


def is_in_fallback(article: Article) -> bool:
    """Return whether an article is all in the type that others fall back on, since the sheet's lacks its letters.

    Vietnamese or Yoruba words would be of two types: `thế`, `ọmọ`.
    """
    text = _running_text(article)
    return _SELDOM * len(LACKING.findall(text)) > len(text)


def column(article: Article) -> float:
    """Return how wide the column of an article is in standard print, of the usual one.

    Lines are to have 60 to 70 characters (RNIB), in languages with long words or wide letters, too. Where a line ends,
    half a word is missing on average, and each word is there as often as it is long.
    """
    text = _running_text(article)
    if len(text) < _ENOUGH:
        return 1
    marks = {char for char in {*text} if category(char) == "Mn"}  # they take no room
    text = text.translate(dict.fromkeys(map(ord, marks))) if marks else text
    letters = Counter(text)
    average = sum(count * _width(char) for char, count in letters.items()) / sum(letters.values())
    average *= _WIDER if is_in_fallback(article) else 1
    words = [len(word) + 1 for word in text.split()]
    missing = sum(length * length for length in words) / sum(words) / 2
    share = (min(max(_COLUMN / average - missing, _FEWEST), _MOST) + missing) * average / _COLUMN
    return min(max(round(share, 3), _NARROWEST), _WIDEST)


def _running_text(article: Article) -> str:
    return " ".join([article.meta.summary, *_paragraphs(article.blocks, article.sections)])


def _paragraphs(blocks: Iterable[object], sections: Iterable[Section]) -> Iterator[str]:
    yield from (plain_text(block.children) for block in blocks if isinstance(block, Paragraph))
    for section in sections:
        yield from _paragraphs(section.blocks, section.sections)


def _width(char: str) -> float:
    return _JOINED if bidirectional(char) == "AL" else width(char)
