"""Markup where there is none, so that it would be printed as it stands: front matter, captions, prompts, code."""

import re
from collections.abc import Iterator
from html import unescape

from press.reader.leftovers import ADDRESS, LETTER, PAIR, SHIFTED, STRUCK
from press.reader.problems import shortened

_TAGS = (
    "a|abbr|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|pre|q|s|small|span|strike|"
    "strong|sub|sup|table|td|th|tr|tt|u|ul"
)
_MARKDOWN = re.compile(
    rf"{PAIR}|{STRUCK}|{SHIFTED}"
    rf"|(?<![\w*])\*{LETTER}(?:[^*\n]*[^*\s])?\*(?![\w*])"
    rf"|(?<![^\s(])__?{LETTER}(?:[^_\n]*[^_\s])?__?(?!\w)"
    r"|`[^`\n]+`"
    rf"|!\[[^\[\]]*\]\([^()\s]*\)?|\[[^\[\]]*\](?:\((?={ADDRESS}|#)[^()\s]*\)?|\{{lang=[^{{}}\s]*\}}?)"
    r"|\{\{[^{}\n]+\}\}|\{%[^{}\n]*%\}"
    r"|\[\^[^\[\]\s]+\]|\[@\w[^\[\]]*\]|\^\[(?:[^\[\]]*\])?"
    r"|\\[\\`*_\[\]<>#@|~^]"
)
_HTML = re.compile(
    rf"(?i:</?(?:{_TAGS})(?:\s+[a-z-]+=[^<>]*)?\s*/?>)|<!--|&(?:\#\d+|\#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]+);"
)
_LISTED = re.compile(r"\s*([-*+•])[ \t]+\S.*?\s\1[ \t]+\S+", re.DOTALL)
_INDENTED = re.compile(r"(?m)^[ \t]*(?:[-*+•]|\d{1,2}[.)]|#{2,6})[ \t]+\S|(?<![^\W\d_])(?:[^\W\d_]+[,;:]? ){4}[^\W\d_]")
"""What is no code, for all that it is indented like code: an item of a list, a heading, five words in a row."""

_PLAIN = "write plain words and signs"


def is_prose(code: str) -> bool:
    """Return whether what is indented like code are words and lists, of which nobody means the signs to be printed."""
    return bool(_INDENTED.search(code) or _MARKDOWN.search(code))


def plain_leftovers(text: str) -> Iterator[str]:
    """Yield what is wrong with a text that is printed as it stands, of the front matter for instance: its markup.

    What is only a sign is none: `5 * 3`, `~5 mg`, `<5 mg`, `A*`, `[Internet]`, `Q&A;`.
    """
    if match := _LISTED.match(text):
        yield f"`{shortened(match[0])}` would be printed in one line, since there are no lists here; write sentences"
    for match in _MARKDOWN.finditer(text):
        yield f"`{shortened(match[0])}` would be printed as it stands, since there is no Markdown here; {_PLAIN}"
    for match in _HTML.finditer(text):
        if match[0][0] == "<" or unescape(match[0]) != match[0]:
            yield f"`{shortened(match[0])}` would be printed as it stands, since there is no HTML here; {_PLAIN}"
