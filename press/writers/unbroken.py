"""Numbers to call, and dates, stay on one line: who calls in distress may take half of one for the whole."""

import re
from collections.abc import Callable

from markupsafe import Markup

_LONGEST = 20
"""Characters; fifteen digits, the most that a telephone number has (ITU-T E.164), with their spaces."""

_PART = rf"[(]?[0-9][0-9()./-]{{0,{_LONGEST}}}"
_NUMBER = re.compile(rf"(?<![\w.,+-])[+]?{_PART}(?: {_PART})+(?<=[0-9)])(?!\w)")


def replaced(text: str, change: Callable[[re.Match[str]], str]) -> str:
    """Return a text with what may be a number to call (five digits or more, in groups) changed."""

    def changed(match: re.Match[str]) -> str:
        is_one = len(match[0]) <= _LONGEST and sum(map(str.isdigit, match[0])) >= 5  # noqa: PLR2004 - as 116 123
        return change(match) if is_one else match[0]

    return _NUMBER.sub(changed, text)


def unbroken(text: str) -> str:
    """Return a text, as markup where it holds what may be a number to call, with each of them `whole`."""
    if isinstance(text, Markup) or not _NUMBER.search(text):
        return text
    return Markup(replaced(str(Markup.escape(text)), lambda match: whole(match[0])))  # noqa: S704 - escaped


def whole(words: str) -> Markup:
    """Return words as a `<span class="whole">`, for style sheets to keep on one line."""
    return Markup('<span class="whole">{}</span>').format(words)
