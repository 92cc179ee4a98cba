"""The heads and feet of printed pages: each says which handout and which page it is, and nothing besides."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile

from press.model import Edition, Format
from press.verify.finding import Code, Finding, quoted
from press.verify.inventory import Inventory
from press.verify.permitted import folded, squeezed
from press.verify.piece import BREAK, Kind, Reading


def feet(inventory: Inventory, reading: Reading, edition: Edition) -> Iterator[Finding]:
    """Look for title, version, review date, hash and page number on each page."""
    if edition.format is Format.PDF and not reading.pages:
        yield Finding(Code.FOOT, "no page has a foot with title, version, review date and page number")
    above_title = takewhile(lambda piece: piece.kind is not Kind.HEADING, inventory.pieces)
    masthead = [piece.text for piece in above_title]  # which a head may say again
    for number, shown in enumerate(reading.pages, 1):
        # A glyph says what was drawn by it first: a letter with its mark, or both one after the other.
        text = unicodedata.normalize("NFC", shown)
        page = inventory.page_label.format(page=number, pages=len(reading.pages))
        for part in (*inventory.foot_parts, page):
            if not _says(text, unicodedata.normalize("NFC", part)):
                found = folded(shown)
                yield Finding(Code.FOOT, f"the foot of page {number} lacks {quoted(part)}", "", part, found)
        if more := _more(text, (*inventory.foot_parts, page, *masthead)):
            yield Finding(Code.FOOT, f"the head or foot of page {number} says {quoted(more)} besides", "", "", more)


def _says(text: str, part: str) -> bool:
    """Return whether a foot, read from left to right, says a text; of what runs the other way, each word's letters."""
    if part in folded(text) or _broken(part).search(text):
        return True
    if not any(unicodedata.bidirectional(char) in {"R", "AL"} for char in part):
        return False
    there = {word for line in _with_joined_lines(text) for word in _words(line)}
    return there.issuperset(_words(part))


def _words(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the letters of each word, with their marks, in one order for all; what leaves no ink has no glyph."""
    visible = [char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Cf"]
    for is_word, letters in groupby(visible, key=lambda char: char.isalnum() or unicodedata.combining(char) > 0):
        if is_word:
            yield tuple(sorted(letters))


def _with_joined_lines(text: str) -> Iterator[str]:
    """Yield a text's parts between white space, and what some of them say together over the ends of lines."""
    for part in text.split(" "):
        ends = part.split(BREAK)
        yield from ("".join(ends[first:last]) for first in range(len(ends)) for last in range(first + 1, len(ends) + 1))


def _broken(part: str) -> re.Pattern[str]:
    """Return what finds a text that goes on over lines, in the middle of a word too long for one."""
    return re.compile(f"{BREAK}?".join(f"[ {BREAK}]+" if char == " " else re.escape(char) for char in part))


def _more(text: str, parts: Iterable[str]) -> str:
    """Return what a head and foot say besides these parts, each once; nothing of what runs from right to left."""
    rest = squeezed(text)
    if any(unicodedata.bidirectional(char) in {"R", "AL"} for char in rest):
        return ""
    for part in sorted([squeezed(unicodedata.normalize("NFC", part)) for part in parts], key=len, reverse=True):
        rest = rest.replace(part, " ", 1)
    return rest.strip()
