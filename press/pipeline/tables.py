"""Tables that large print can only set cell below cell, page after page: told at their line before anything is made."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile, zip_longest

from press.errors import Problem
from press.pipeline.sources import Source

_SECOND = re.compile(rb"\n[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*){3,}\|?[ \t]*\r?\n")
"""A table's second line, of four columns or more."""

_WORD = re.compile(r"\w+")

_ROOM, _BETWEEN = 46, 0.6
"""Letters that a line of large print holds in columns at the most, and those that each column's edges take."""

_MANY = 50
"""Cells that fill some three pages when each has a line or two."""


def crowded_tables(sources: Sequence[Source]) -> list[Problem]:
    """Return a warning for each table that takes many pages in large print, since its columns have no room there.

    What is no table, or nearly fits, is passed over: this is a hint, taken from the source's text as it stands.
    """
    return [
        Problem(
            source.file,
            line,
            f"this table's {columns} columns have no room beside one another in large print, where its {cells} cells "
            "fill page after page; make two tables of it, or use fewer columns or shorter words",
        )
        for source in sources
        if b"|" in source.data
        for second in _SECOND.finditer(source.data)
        for line, columns, cells in _crowded(source.data, second)
    ]


def _crowded(data: bytes, second: re.Match[bytes]) -> Iterator[tuple[int, int, int]]:
    """Yield the line of the table that has this second line, with its numbers of columns and cells, if it is one."""
    head = data[: second.start()].rpartition(b"\n")[2]
    below = takewhile(lambda row: row.lstrip().startswith(b"|"), data[second.end() :].split(b"\n"))
    rows = [row.decode("utf-8", "replace").strip() for row in (head, *below)]
    cells = [row.removeprefix("|").removesuffix("|").split("|") for row in rows]
    columns = map(" ".join, zip_longest(*cells, fillvalue=""))
    longest = [max(map(len, _WORD.findall(column)), default=0) for column in columns]
    width, count = len(cells[0]), sum(map(len, cells[1:]))
    if b"|" in head and count > _MANY and sum(longest) + _BETWEEN * width > _ROOM:
        yield data.count(b"\n", 0, second.start()) + 1, width, count
