"""Tables on paper: what no column holds may be broken, and rows that no page holds together may be parted."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from markupsafe import Markup

from press.model import Edition

Rows: TypeAlias = Sequence[Sequence[Markup]]
"""The cells of a table, rendered: a row for its head, and those below it."""

_LINE, _LARGE_LINE = 62, 40
"""Characters that a line holds, at the least, and one of large print."""

_LINES, _LARGE_LINES = 34, 22
"""Lines that a page holds, at the least, and one of large print."""

_TOGETHER = 5
"""So many rows may have to stand together: the head, the first two below it, and the last two."""

_LONGEST = 30
"""Characters of a stretch that is not to be broken unless it is of an address (docs/print.md)."""

_WORD = re.compile(r"<[^>]*>|[^\s<]+")
_ADDRESS = re.compile(r"://|www\.|[^\W_]@[^\W_]|[^\W_]\.[^\W\d_]{2,}")
_STRETCH = re.compile(r"[^/‐–—-]+|[/‐–—-]+")
"""What of a word has no place where a line may end."""


def are_tall(rows: Rows, edition: Edition) -> bool:
    """Return whether a page may not hold those rows that are kept together elsewhere."""
    line, lines = (_LARGE_LINE, _LARGE_LINES) if "large-print" in edition.name else (_LINE, _LINES)
    return max(_height(row, line) for row in rows) > lines // _TOGETHER


def _height(row: Sequence[Markup], line: int) -> int:
    """Return how many lines a row has at the most: with columns of one width, or as wide as their text is long."""
    lengths = [len(cell.striptags()) for cell in row]
    return 1 + max(max(lengths) // (line // len(row)), sum(lengths) * 4 // (3 * line))


def breakable(rows: Rows) -> Rows:
    """Return rows with a `<span class="long">` around whatever no column may hold.

    That is a stretch of an address that is longer than a column's share of a line of large print, and of another word
    one that is longer than any line.
    """
    share = _LARGE_LINE // len(rows[0])
    longest = max(share, _LONGEST)

    def with_spans(match: re.Match[str]) -> str:
        word = match[0]
        if word[0] == "<" or len(word) <= share:
            return word
        most = share if _ADDRESS.search(word) else longest
        parts = _STRETCH.findall(word)
        return "".join(f'<span class="long">{part}</span>' if len(part) > most else part for part in parts)

    return [[Markup(_WORD.sub(with_spans, cell)) for cell in row] for row in rows]  # noqa: S704 - only spans are new
