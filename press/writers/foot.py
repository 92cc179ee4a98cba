"""The rows of a printed page's foot: CSS neither makes room for as many as there are, nor keeps the first short."""

import unicodedata
from collections.abc import Iterator

_LETTERS = {
    0.2: "',.:;",
    0.24: "`ij|’",
    0.28: " \xa0!()l",
    0.32: '"[ft',
    0.36: "-]_r{}",
    0.4: "/1I\\",
    0.44: "y",
    0.48: "*?cksvxz–",
    0.52: "7Jae",
    0.56: "23<>EFLTY^bdghnopqu~",
    0.6: "$+45689BPRSVZ",
    0.64: "#0=ACKX",
    0.68: "DGHNUw",
    0.72: "&OQ",
    0.76: "@",
    0.84: "MWm—",
    0.92: "%",
}
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
"""Widths of the letters of the sheet's type, in sizes of it, give or take what evens out in a row of them."""

_OTHER, _ASIAN = 0.75, 1.0


def rows(words: str, first: float, room: float) -> Iterator[str]:
    """Yield the rows that words stand on, which end at spaces.

    `first` is the room of the first row, in sizes of the type, `room` that of the others.
    """
    row, used, others, room = "", 0.0, room, first
    for word in words.split(" "):
        width = sum(map(_width, word))
        if row and used + _WIDTHS[" "] + width > room:
            yield row
            row, used, room = "", 0.0, others
        row, used = (f"{row} {word}", used + _WIDTHS[" "] + width) if row else (word, width)
        while used > room:  # a word too long for a row
            fits = _fitting(row, room)
            yield row[:fits]
            row, room = row[fits:], others
            used = sum(map(_width, row))
    yield row


def _fitting(word: str, room: float) -> int:
    """Return how many of a word's letters fit a row, one at the least."""
    used = 0.0
    for place, char in enumerate(word):
        used += _width(char)
        if used > room:
            return max(place, 1)
    return len(word)


def _width(char: str) -> float:
    width = _WIDTHS.get(char)
    if width is None:
        base = unicodedata.normalize("NFD", char)[0]
        is_asian = unicodedata.east_asian_width(char) in {"W", "F"}
        width = _WIDTHS.get(base, 0.0 if unicodedata.combining(char) else _ASIAN if is_asian else _OTHER)
    return width
