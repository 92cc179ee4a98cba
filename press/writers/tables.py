"""Tables on paper: what no column holds may be broken, and rows that no page holds together may be parted."""

import re
from collections.abc import Sequence
from html import unescape
from typing import TypeAlias

from markupsafe import Markup

from press.breaking import LONGEST, address_in, stretches
from press.model import Edition

Rows: TypeAlias = Sequence[Sequence[Markup]]
"""The cells of a table, rendered: a row for its head, and those below it."""

_LINE, _LARGE_LINE = 62, 40
"""Characters that a line holds, at the least, and one of large print."""

_LINES, _LARGE_LINES = 34, 22
"""Lines that a page holds, at the least, and one of large print."""

_FEW = 7
"""Rows from which on a table need not stand on one page (templates/pdf/sheet.css)."""

_FITTING, _LARGE_FITTING = 54, 38
"""Small letters of the words that a line holds beside one another in columns, at the least, and one of large print."""

_WIDE = 1.4
"""Small letters that are as wide as a capital, a digit, or a letter beyond Latin."""

_WORD = re.compile(r"<[^>]*>|[^\s<]+")
"""A tag, or a word, of markup."""


def are_tall(rows: Rows, edition: Edition) -> bool:
    """Return whether a page may not hold those rows that are kept together elsewhere."""
    line, lines = _room(edition)
    heights = [_height(row, line) for row in rows]
    if len(heights) <= _FEW:
        return sum(heights) > lines
    return max(sum(heights[:3]), heights[0] + sum(heights[-2:])) > lines


def _room(edition: Edition) -> tuple[int, int]:
    return (_LARGE_LINE, _LARGE_LINES) if "large-print" in edition.name else (_LINE, _LINES)


def _height(row: Sequence[Markup], line: int) -> int:
    """Return how many lines a row has at the most: with columns of one width, or as wide as their text is long."""
    lengths = [len(cell.striptags()) for cell in row]
    return 1 + max(max(lengths) // max(line // len(row), 1), sum(lengths) * 4 // (3 * line))


def breakable(rows: Rows, edition: Edition) -> Rows:
    """Return rows with a `<span class="long">` around whatever no column may hold; as they are where all columns do.

    That is a stretch of an address that is longer than a column's share of a line, and of another word one that is
    longer than any line of large print.
    """
    line, _ = _room(edition)
    fitting = _FITTING if line == _LINE else _LARGE_FITTING
    if sum(max(map(_widest, column)) for column in zip(*rows, strict=True)) <= fitting:
        return rows
    share = max(line // len(rows[0]), 1)

    def with_spans(match: re.Match[str]) -> str:
        word = match[0]
        if word[0] == "<" or len(word) <= share:
            return word
        at = address_in(word)
        return _spanned(word[:at], max(share, LONGEST)) + _spanned(word[at:], share)

    return [[Markup(_WORD.sub(with_spans, cell)) for cell in row] for row in rows]  # noqa: S704 - only spans are new


def _spanned(word: str, most: int) -> str:
    """Return a word of markup with a span around each stretch of more than so many characters."""
    parts = stretches(word)
    return "".join(f'<span class="long">{part}</span>' if len(unescape(part)) > most else part for part in parts)


def _widest(cell: Markup) -> float:
    """Return how many small letters are as wide as the widest stretch of a cell's words."""
    parts = [part for word in cell.striptags().split() for part in stretches(word)]
    return max((sum(1 if char < "\u0250" and char.islower() else _WIDE for char in part) for part in parts), default=0)
