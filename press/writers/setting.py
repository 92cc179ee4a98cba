"""How an article's text is printed: in which type, and in how wide a column."""

from collections import Counter
from collections.abc import Iterable, Iterator
from unicodedata import bidirectional, category

from press.model.article import Article, Section
from press.model.blocks import Box, CrisisBox, Paragraph, Questions
from press.model.inlines import plain_text
from press.writers.letters import LACKING, width

_COLUMN = 148 / 25.4 * 72 / 14
"""The usual column, in sizes of the type: 148 mm, 14 pt (templates/pdf/a4.css)."""

_FEWEST, _MOST, _MOST_JOINED = 63, 68, 66
"""Characters of a line: what is reckoned is right to 3, more seldom to 4, and RNIB asks for 60 to 70; of
letters that are joined, whose forms differ, less is known."""

_NARROWEST, _WIDEST = 0.88, 1.14
"""Shares of the usual column; the margins beside the widest are 20.5 mm."""

_ENOUGH = 300
"""Characters from which on they say something of a language; with the sheet's own, fewer than lines are measured of."""

_LONGEST = 20
"""Characters of a word; what is longer, such as an address, is none of a language's, and says nothing of its lines."""

_JOINED_LETTERS = {
    0.26: "اآأإئ",
    0.3: "بټى",
    0.34: "لپ",
    0.42: "تنېە",
    0.46: "دذرزعغويۆۈۋ",
    0.48: "ةفهړګگھۇی",
    0.52: "قكمک",
    0.56: "جحخچ",
    0.7: "ڭ",
    0.82: "سشصضطظښ",
}
JOINED = {letter: width for width, letters in _JOINED_LETTERS.items() for letter in letters}
"""How wide letters that are joined to others are on average of their forms, in sizes of the type."""

_OTHER_JOINED, _URDU = 0.45, 0.46
"""The same of letters that are not named; and of all in Urdu, which has a type of its own."""

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
    marks = {char for char in {*text} if category(char) == "Mn"}  # they take no room
    text = text.translate(dict.fromkeys(map(ord, marks))) if marks else text
    text = " ".join(word for word in text.split() if len(word) <= _LONGEST)
    if len(text) < _ENOUGH:
        return 1
    letters = Counter(text)
    is_urdu = article.meta.lang.partition("-")[0].lower() == "ur"
    average = sum(count * _width(char, is_urdu=is_urdu) for char, count in letters.items()) / sum(letters.values())
    average *= _WIDER if is_in_fallback(article) else 1
    most = _MOST_JOINED if 2 * sum(count for char, count in letters.items() if _is_joined(char)) > len(text) else _MOST
    words = [len(word) + 1 for word in text.split()]
    missing = sum(length * length for length in words) / sum(words) / 2
    share = (min(max(_COLUMN / average - missing, _FEWEST), most) + missing) * average / _COLUMN
    return min(max(round(share, 3), _NARROWEST), _WIDEST)


def _running_text(article: Article) -> str:
    return " ".join([article.meta.summary, *_paragraphs(article.blocks, article.sections)])


def _paragraphs(blocks: Iterable[object], sections: Iterable[Section]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield plain_text(block.children)
        elif isinstance(block, Box | CrisisBox | Questions):  # what stands in them is as wide as the column
            yield from _paragraphs(block.blocks, ())
    for section in sections:
        yield from _paragraphs(section.blocks, section.sections)


def _width(char: str, *, is_urdu: bool) -> float:
    if not _is_joined(char):
        return width(char)
    return _URDU if is_urdu else JOINED.get(char, _OTHER_JOINED)


def _is_joined(char: str) -> bool:
    return bidirectional(char) == "AL"
