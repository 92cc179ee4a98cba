"""A TOML file's values, or what is wrong with it and where."""

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from press.errors import Problem, SourceError

_OVERWRITTEN = re.compile("Cannot (overwrite|declare)")
_KEY = re.compile(r"""\s*(?P<bracket>\[*)\s*["']?(?P<key>[\w-]+)["']?\s*[]=]""")
"""What tomllib says of a key that stands twice; a row that begins with a key, or a table's head."""


def read_toml(text: str, file: str) -> dict[str, Any]:
    """Return the values of a text, of the file that an editor knows by this name. Raises SourceError."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; lists in lists
        rows = text.rstrip("\n").split("\n")  # as TOML counts them
        where = re.search(r"\(at line (\d+)", str(error))
        line = int(where[1]) if where else len(rows)
        told = str(error).partition(" (at")[0]
        problem = _twice(rows, line) if _OVERWRITTEN.match(told) else None
        message = f'this is not TOML: {told}; write key = "value", texts in straight double quotes, dates as 2026-11-01'
        raise SourceError([Problem(file, *(problem or (line, message)))]) from error


def _twice(rows: Sequence[str], last: int) -> tuple[int, str] | None:
    """Return line and message of a key that stands twice, the second time at the line `last` or, if long, above it.

    None where it stands in a way that nobody writes by mistake, such as `name.first = "A"`.
    """
    table, written = 0, [(0, 0, "", "")]  # a row's number, the table that its key is in, its bracket, the key
    for number, row in enumerate(rows[:last], 1):
        if found := _KEY.match(row):
            written.append((number, 0 if found["bracket"] else table, found["bracket"], found["key"]))
            table = number if found["bracket"] else table
    second, place, bracket, key = written[-1]
    for first, its_place, its_bracket, name in written[:-1]:
        if (its_place, name) == (place, key):
            remedy = f"write [[{key}]] above each of them" if bracket and its_bracket else "keep one of the two"
            return second, f"`{key}` stands twice, the first time in line {first}; {remedy}"
    return None
