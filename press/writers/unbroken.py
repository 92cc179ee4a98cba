"""Numbers to call, and dates, stay on one line: who calls in distress may take half of one for the whole."""

import re
from collections.abc import Callable

from markupsafe import Markup

_LONGEST = 20
"""Characters; fifteen digits, the most that a telephone number has (ITU-T E.164), with their spaces."""

_PART = rf"[(]?\d[\d()./-]{{0,{_LONGEST}}}"
_NUMBER = re.compile(rf"(?<![\w.,+-])[+]?{_PART}(?: {_PART})+(?<=[\d)])(?!\w)")


_DIALLED = Markup('<span class="whole" dir="ltr">{}</span>')


def replaced(text: str, change: Callable[[re.Match[str]], str]) -> str:
    """Return a text with what may be a number to call (five digits or more, in groups) changed."""

    def changed(match: re.Match[str]) -> str:
        is_one = len(match[0]) <= _LONGEST and sum(map(str.isdigit, match[0])) >= 5  # noqa: PLR2004 - as 116 123
        return change(match) if is_one else match[0]

    return _NUMBER.sub(changed, text)


def unbroken(text: str) -> str:
    """Return a text, as markup where it holds what may be a number to call, with each of them whole.

    Such a number runs left to right in any language: else its groups would change places among Arabic or Hebrew words.
    """
    if isinstance(text, Markup) or not _NUMBER.search(text):
        return text
    return Markup(replaced(str(Markup.escape(text)), lambda match: _dialled(match[0])))  # noqa: S704 - escaped


def _dialled(number: str) -> Markup:
    return _DIALLED.format(number if number.isascii() else in_one(number))


def in_one(number: str) -> str:
    """Return a number whose groups keep their order among words that run right to left: plain spaces part numbers.

    A no-break space is taken for a part of the number (Unicode's bidirectional algorithm, rule W4); in Arabic digits
    it has to, whatever the direction around.
    """
    return number.replace(" ", "\u00a0")


def whole(words: str) -> Markup:
    """Return words as a `<span class="whole">`, for style sheets to keep on one line."""
    return Markup('<span class="whole">{}</span>').format(words)
