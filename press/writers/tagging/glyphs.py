"""What the glyphs on a page say, to a machine that reads them one after the other."""

import re
import unicodedata
from collections.abc import Mapping
from struct import unpack

from press.writers.tagging.foreign import Stream

_GLYPHS = re.compile(rb"<([0-9a-f]+)>")
"""Glyphs drawn one after the other: four hexadecimal digits are the number of one."""

_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def spelled(stream: Stream, fonts: Mapping[str, Mapping[int, str]]) -> dict[int, str]:
    """Return the text of each marked content of a page's stream, by its number, in the order of drawing.

    `fonts` gives for each font, by its name, the text of each of its glyphs.
    """
    texts: dict[int, str] = {}
    glyphs: Mapping[int, str] = {}
    current: int | None = None
    for place, item in enumerate(stream):
        if not isinstance(item, bytes):
            continue
        if item == b"BDC":
            current = stream[place - 1].get("MCID")
            if current is not None:
                texts[current] = ""
        elif item == b"EMC":
            current = None
        elif item.endswith(b" Tf"):
            glyphs = fonts[item[1:].split(b" ", 1)[0].decode()]
        elif item.endswith(b" TJ") and current is not None:
            texts[current] += _text(item, glyphs)
    return texts


def _text(item: bytes, glyphs: Mapping[int, str]) -> str:
    numbers = bytes.fromhex(b"".join(_GLYPHS.findall(item)).decode())
    return "".join([glyphs.get(glyph, "") for glyph in unpack(f">{len(numbers) // 2}H", numbers)])


def says(drawn: str, text: str) -> bool:
    """Return whether glyphs that read as `drawn` can be left to speak for `text`: in order, and the same."""
    return drawn.replace("\xa0", " ") == text.replace("\xa0", " ") and not _is_right_to_left(text)


def _is_right_to_left(text: str) -> bool:
    """Return whether anything in a text runs from right to left, so that glyphs stand in another order."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)
