"""Words that run right to left in a handout that does not: where somebody has to say in what language they are."""

import re
from collections.abc import Iterator, Sequence

from press.languages import RIGHT_TO_LEFT, is_right_to_left, runs_right_to_left
from press.syntax import Token

_BREAK = "\0"
"""Stands for what a printed line is put together at: the ends of bold words and links, a number to call."""

_MESSAGE = (
    "words that run right to left would be printed in another order; say what language they are in, [...]{lang=ar}, "
    "the bold words and links among them included"
)

_NUMBER = re.compile(r"[+(]?\d[\d ()./-]{3,}\d")
_LETTERS = f"A-Za-z\u00aa-\u058f\u0900-\ufb1c{RIGHT_TO_LEFT}"
_PARTED = re.compile(f"[{RIGHT_TO_LEFT}][^{_LETTERS}{_BREAK}]*+{_BREAK}[^{_LETTERS}]*+[{RIGHT_TO_LEFT}]")


def parted(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield (line, message) for words that run right to left and are parted, in a text whose language does not.

    On paper each part is set by itself (WeasyPrint has no bidirectional layout across elements), the parts from left
    to right: the sentence would be printed in another order than it is read.
    """
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.children and runs_right_to_left(token.content) and _PARTED.search(_together(token.children)):
            yield line, _MESSAGE


def _together(children: Sequence[Token]) -> str:
    """Return the text of a line's tokens, with a break where one ends; of words in such a language only the break."""
    text = ""
    languages: list[bool] = []  # of the spans around: whether they run right to left
    for child in children:
        if child.type == "span_open":
            languages.append(is_right_to_left(str(child.attrs["lang"])))
        elif child.type == "span_close":
            languages.pop()
        if child.type == "softbreak":
            text += " "
        elif child.type == "text" and not (languages and languages[-1]):
            text += _NUMBER.sub(rf"{_BREAK}\g<0>{_BREAK}", child.content)
        else:
            text += _BREAK
    return text
