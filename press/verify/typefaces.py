"""Whether a file's fonts are those of the press: else a letter may show another than it is read as.

An ebook and a web page carry a font whole. A PDF carries the part of a TrueType font that it needs: the glyphs have
their numbers and outlines still, and may have lost the instructions for fitting them to the pixels of a screen. How
wide they are the PDF says itself, and by that they are set: with another width, letters would stand on one another.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from struct import error, unpack_from
from typing import NamedTuple

from press.verify.piece import Typeface

_BY_SEGMENTS = 4
"""The form of the table of characters that is read: the usual one."""

_INSTRUCTIONS = ("cvt ", "fpgm", "prep")
_OF_UNITS = slice(18, 20)
"""Where a font's head says how many units its size has."""

_OF_WIDTHS = 34
"""Where a font's `hhea` says how many glyphs have a width of their own; those that follow are as wide as the last."""

_ROUNDED = 0.75
"""By how much a width in a file, a whole number, may differ from the font's, in 1/1000 of the size."""

_HEAD, _MADE = 10, 128
"""The length of what every glyph begins with, and its first byte from which on it is made of others."""

_WORDS, _SCALE, _MORE, _TWO_SCALES, _FOUR_SCALES, _INSTRUCTED = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100
"""What a part of a glyph that is made of others says of itself (OpenType, `glyf`)."""

_TURNED = frozenset("()<>[]{}")
"""What is drawn as its opposite among words that run from right to left."""


class _TrueType(NamedTuple):
    """A font's tables, where its glyphs end, and the glyphs of ASCII, of a whole font, with what they stand for."""

    tables: dict[str, bytes]
    ends: tuple[int, ...]
    ascii: Mapping[int, set[str]] = {}

    def glyph(self, number: int) -> bytes:
        """Return what draws a glyph; nothing for one without ink."""
        return self.tables["glyf"][self.ends[number] : self.ends[number + 1]]

    def width(self, number: int) -> float:
        """Return how wide a glyph is, in 1/1000 of the size."""
        (units,) = unpack_from(">H", self.tables["head"], _OF_UNITS.start)
        (count,) = unpack_from(">H", self.tables["hhea"], _OF_WIDTHS)
        (width,) = unpack_from(">H", self.tables["hmtx"], 4 * min(number, count - 1))
        return 1000 * float(width) / float(units)


def is_known(font: Typeface, shipped: Iterable[bytes]) -> bool:
    """Return whether a font is one of those that are shipped, or a part of one with the same outlines and widths."""
    if font.glyphs is None:
        return font.data in shipped
    try:
        part = _parsed(font.data)
        wholes = (_shipped(data) for data in shipped if data[:4] == font.data[:4])
        return any(_is_part(part, whole, font.glyphs) and _has_widths(font, whole) for whole in wholes)
    except (error, KeyError, ValueError):
        return False


@lru_cache(maxsize=16)
def _shipped(data: bytes) -> _TrueType:
    font = _parsed(data)
    return font._replace(ascii=_ascii(font.tables["cmap"]))


def _parsed(data: bytes) -> _TrueType:
    """Return a font's tables. Raises struct.error, KeyError or ValueError for another kind of font."""
    (count,) = unpack_from(">H", data, 4)
    tables = {}
    for place in range(12, 12 + 16 * count, 16):
        tag, _, start, length = unpack_from(">4sIII", data, place)
        tables[tag.decode("latin-1")] = data[start : start + length]
    (is_long,) = unpack_from(">h", tables["head"], 50)
    places = tables["loca"]
    if is_long:
        return _TrueType(tables, unpack_from(f">{len(places) // 4}I", places))
    return _TrueType(tables, tuple(2 * place for place in unpack_from(f">{len(places) // 2}H", places)))


def _ascii(table: bytes) -> dict[int, set[str]]:
    """Return the glyphs of a font that stand for ASCII characters. Raises struct.error or ValueError."""
    (count,) = unpack_from(">H", table, 2)
    starts = (unpack_from(">I", table, place)[0] for place in range(8, 8 + 8 * count, 8))
    start = next((start for start in starts if unpack_from(">H", table, start) == (_BY_SEGMENTS,)), None)
    if start is None:
        raise ValueError("the font does not say which characters its glyphs are")
    (size,) = unpack_from(">H", table, start + 6)
    lasts, firsts, shifts, ranges = (
        unpack_from(f">{size // 2}H", table, start + 14 + skipped)
        for skipped in (0, size + 2, 2 * size + 2, 3 * size + 2)
    )
    found: dict[int, set[str]] = {}
    for code in range(ord("!"), ord("~") + 1):
        place = next(place for place, last in enumerate(lasts) if last >= code)
        if firsts[place] > code:
            continue
        glyph = code
        if ranges[place]:
            at = start + 16 + 3 * size + 2 * place + ranges[place] + 2 * (code - firsts[place])
            (glyph,) = unpack_from(">H", table, at)
        found.setdefault((glyph + shifts[place]) % 0x10000, set()).add(chr(code))
    return found


def _is_part(part: _TrueType, whole: _TrueType, glyphs: Mapping[int, str]) -> bool:
    """Return whether the glyphs of a font that are used are those of another, and stand for what they do there.

    Raises struct.error or KeyError for a damaged font.
    """
    if (
        max(glyphs, default=0) + 1 >= min(len(part.ends), len(whole.ends))
        or not part.tables.keys() <= whole.tables.keys()
    ):
        return False
    if part.tables["head"][_OF_UNITS] != whole.tables["head"][_OF_UNITS]:
        return False
    if any(part.tables.get(name, b"") not in {b"", whole.tables.get(name)} for name in _INSTRUCTIONS):
        return False
    if any(
        text.isascii() and len(text) == 1 and number in whole.ascii and text not in whole.ascii[number] | _TURNED
        for number, text in glyphs.items()
    ):
        return False
    return all(_is_same(part, number, whole, number) for number in glyphs)


def _has_widths(font: Typeface, whole: _TrueType) -> bool:
    return all(abs(font.widths[number] - whole.width(number)) <= _ROUNDED for number in font.glyphs or ())


def _is_same(part: _TrueType, number: int, whole: _TrueType, other: int) -> bool:
    """Return whether a glyph is that of the shipped font, or has lost nothing but its instructions.

    The glyphs that it is made of may have other numbers.
    """
    glyph, own = part.glyph(number), whole.glyph(other)
    if not own or own[0] < _MADE:
        return glyph == own or glyph.rstrip(b"\0") == _bare(own).rstrip(b"\0")  # they are filled up to even lengths
    ours, theirs = _Parts.of(glyph), _Parts.of(own)
    return (
        (glyph[:_HEAD], ours.places) == (own[:_HEAD], theirs.places)
        and ours.rest in {b"", theirs.rest}
        and all(_is_same(part, one, whole, same) for one, same in zip(ours.numbers, theirs.numbers, strict=True))
    )


def _bare(glyph: bytes) -> bytes:
    """Return a glyph with outlines of its own without instructions. Raises struct.error where it is cut short."""
    if not glyph:
        return b""
    (contours,) = unpack_from(">h", glyph)
    place = _HEAD + 2 * contours
    (length,) = unpack_from(">H", glyph, place)
    return glyph[:place] + b"\0\0" + glyph[place + 2 + length :]


class _Parts(NamedTuple):
    """Of a glyph that is made of others: their numbers, how each is placed, and its instructions."""

    numbers: list[int]
    places: list[tuple[int, bytes]]
    rest: bytes

    @classmethod
    def of(cls, glyph: bytes) -> "_Parts":
        """Take a glyph apart. Raises struct.error where it is cut short."""
        numbers: list[int] = []
        places: list[tuple[int, bytes]] = []
        at, flags = _HEAD, _MORE
        while flags & _MORE:
            flags, number = unpack_from(">HH", glyph, at)
            scales = 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _FOUR_SCALES else 0
            end = at + (8 if flags & _WORDS else 6) + scales
            numbers.append(number)
            places.append((flags & ~_INSTRUCTED, glyph[at + 4 : end]))
            at = end
        return cls(numbers, places, glyph[at:].rstrip(b"\0"))
