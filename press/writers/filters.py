"""What templates have done to values: labels filled in, names and files made text, a table's columns measured."""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup, escape

from press.errors import RenderError
from press.languages import LEADING_ON, separators
from press.model.article import Person
from press.writers.unbroken import IN_MARKUP

MEDIA_TYPES = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""The kinds of file that an edition can carry, by the end of their names (never the machine's own table)."""

_BREAKS = re.compile(r"[\s@]+|[/-](?![0-9])")

_FEW, _SHORT = 9, 60
"""Columns, and letters of a cell with its header, up to which a row surely has room on a page of large print."""

_HALF, _TO_FILL = 20, 10
"""Letters that half a line of large print holds, and those that what is to be filled in needs of them."""

_LINE, _NAME = 45, 8
"""Letters of a table's columns, with two for each, that a line of large print holds, and those of a short header."""

_DATE, _TIME, _MANY = 16, 10, 4
"""Percent of a line that have room for a date, and for a time, which will do where so many are to be filled in."""


def fill(label: str, **values: object) -> str:
    """Return a label with its `{places}` filled in; raise TemplateRuntimeError for a place without a value.

    With markup in a place, the label is markup too.
    """
    form = escape(label) if any(isinstance(value, Markup) for value in values.values()) else label
    try:
        return form.format(**values)
    except (AttributeError, LookupError, ValueError) as error:
        raise TemplateRuntimeError(f"the label {label!r} cannot be filled in: {error!r}") from error


def people(persons: Iterable[Person], lang: str) -> str:
    """Return people in a row: `name, credentials; name`."""
    comma, semicolon = separators(lang)
    return semicolon.join(comma.join(filter(None, (person.name, person.credentials))) for person in persons)


def with_colon(words: str) -> str:
    """Return words behind which more follows, with a colon unless a sign of their own leads on."""
    return words if words.endswith(LEADING_ON) else f"{words}:"


def media_type(name: str) -> str:
    """Return the media type of the file called `name`; raise RenderError for a kind that is not carried."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in MEDIA_TYPES:
        raise RenderError(f"{name}: no edition can carry this kind of file; use one of {', '.join(MEDIA_TYPES)}")
    return MEDIA_TYPES[ending]


def data_uri(data: bytes, name: str) -> str:
    """Return a file's bytes as an address that holds them; its `name` tells their kind."""
    return f"data:{media_type(name)};base64,{b64encode(data).decode()}"


def css_string(text: str) -> Markup:
    """Return `text` as a CSS string in quotes that also survives inside a `style` element, HTML or XML."""
    plain = (char if char.isalnum() or char in " .,-" else f"\\{ord(char):x} " for char in text)
    return Markup(f'"{"".join(plain)}"')  # noqa: S704 - nothing but letters, digits and escapes is left


def css_counters(label: str) -> Markup:
    """Return a label as CSS content, its `{page}` and `{pages}` being the counters of these names."""
    parts = re.split(r"\{(pages?)\}", label)
    words = (css_string(part) if place % 2 == 0 else f"counter({part})" for place, part in enumerate(parts))
    return Markup(" ".join(words))  # noqa: S704 - strings that were escaped, and the names of counters


def longest(table: Iterable[Sequence[str]]) -> list[int]:
    """Return for each column of a table, given its rendered rows, the letters of the longest piece that no line parts.

    That is a word, or what is `whole`; an address may go on over the line.
    """
    columns = (IN_MARKUP.sub(lambda match: "0" * len(match[1]), " ".join(col)) for col in zip(*table, strict=True))
    return [max(map(len, _BREAKS.split(Markup(column).striptags()))) for column in columns]  # noqa: S704 - ours


def shares(table: Sequence[Sequence[str]]) -> list[int]:
    """Return for each column of a table, given its rendered rows, which percentage of the line is to be its own, or 0.

    Columns that are all to be filled in share equally what the others leave: by the lengths of their headers *To bed*
    would have half the room of *Mood (1 to 10)*. Where the others leave too little, a column below a short header still
    has room for a date, or, of many, for a time.
    """
    columns = _letters(table)
    to_fill = [not any(cells) for _, *cells in columns]
    left = _LINE - sum(max(letters) + 2 for letters, is_empty in zip(columns, to_fill, strict=True) if not is_empty)
    share, least = 100 * left // (_LINE * max(sum(to_fill), 1)), _TIME if sum(to_fill) >= _MANY else _DATE
    return [
        max(share, least) if is_empty and (share >= least or head <= _NAME) else 0
        for (head, *_), is_empty in zip(columns, to_fill, strict=True)
    ]


def halves(table: Sequence[Sequence[str]]) -> list[str]:
    """Return for each column of a table, given its rendered rows, the classes of its cells where they are stacked.

    `half` are two columns in a row, and `second` the other of them, whose cells are so short, with their headers before
    them, that half a line is enough; what is to be filled in needs as much again. The first column is a row's name.
    """
    columns = _letters(table)
    found = [""] * len(columns)
    if len(columns) > _FEW or any(head + max(cells, default=0) > _SHORT for head, *cells in columns):
        return found  # such a row may fill a page, over which nothing goes on that stands in twos
    for place, (head, *cells) in enumerate(columns):
        is_short = head + max((count + len(": ") if count else _TO_FILL for count in cells), default=0) <= _HALF
        if place and is_short:
            found[place] = "half second" if found[place - 1] == "half" else "half"
    return ["" if name == "half" and follows != "half second" else name for name, follows in pairwise([*found, ""])]


def _letters(table: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return for each column of a table, given its rendered rows, the number of letters of each of its cells."""
    return [[len(Markup(cell).striptags()) for cell in column] for column in zip(*table, strict=True)]  # noqa: S704 - ours
