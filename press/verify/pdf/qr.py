"""Reads a QR code as a phone's camera does, from what is seen of it: ISO/IEC 18004, level M, one text of bytes.

No error is corrected: what was drawn by a program has none, and a code that has one is none of ours.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

Pixels: TypeAlias = Sequence[bytes]
"""Rows of grey, 0 for black to 255 for white."""

_DARK = 128
_FINDER = 7
_QUIET = 4
"""Modules: the width of the squares in three corners, and of the white around the code."""

_SMALLEST, _STEP = 17, 4
"""A code of version v has 17 + 4 v modules on each side."""

_FORMAT_MASK = 0x5412
_BYTES = 4
_LONG_COUNT = 10
"""The version from which on the number of bytes is written with 16 bits."""

_BLOCKS: Sequence[Sequence[tuple[int, int]]] = (
    ((1, 16),),
    ((1, 28),),
    ((1, 44),),
    ((2, 32),),
    ((2, 43),),
    ((4, 27),),
    ((4, 31),),
    ((2, 38), (2, 39)),
    ((3, 36), (2, 37)),
    ((4, 43), (1, 44)),
    ((1, 50), (4, 51)),
    ((6, 36), (2, 37)),
    ((8, 37), (1, 38)),
    ((4, 40), (5, 41)),
    ((5, 41), (5, 42)),
)
"""For versions 1 to 15 at level M: how many blocks there are of how many bytes of data."""

_MASKS: Sequence[Callable[[int, int], bool]] = (
    lambda x, y: (x + y) % 2 == 0,
    lambda _, y: y % 2 == 0,
    lambda x, _: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0,
    lambda x, y: (x // 3 + y // 2) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0,
    lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
)

Modules: TypeAlias = Sequence[Sequence[bool]]
"""Rows of modules, True where they are dark."""


def text_of(pixels: Pixels) -> str:
    """Return the text of the code that fills a picture, its quiet zone included; nothing where there is none."""
    modules = _modules(pixels)
    version = (len(modules) - _SMALLEST) // _STEP
    if not 1 <= version <= len(_BLOCKS):
        return ""
    form = sum(modules[y][x] << bit for bit, (x, y) in enumerate(_format_places())) ^ _FORMAT_MASK
    level, mask = form >> 13, form >> 10 & 7
    return "" if level else _text(_data(modules, version, _MASKS[mask]), version)


def _modules(pixels: Pixels) -> Modules:
    """Return the modules of a code: none where its first corner is no finder, or where it lacks the white around it."""
    rows = [y for y, row in enumerate(pixels) if min(row, default=255) < _DARK]
    if not rows:
        return ()
    top, bottom = rows[0], rows[-1] + 1
    left = min(_first_dark(row) for row in pixels[top:bottom])
    right = max(len(row) - _first_dark(row[::-1]) for row in pixels[top:bottom])
    first = pixels[top]
    run = next((x for x in range(_first_dark(first), len(first)) if first[x] >= _DARK), len(first)) - left
    # The sides that codes can have are four apart, so that the width of a finder, give or take a pixel, tells which.
    version = round(((right - left) * _FINDER / run - _SMALLEST) / _STEP) if run else 0
    side = _SMALLEST + _STEP * max(version, 0)
    unit = (right - left) / side
    around = min(left, top, len(first) - right, len(pixels) - bottom)
    if abs((bottom - top) - (right - left)) > unit or around < (_QUIET - 0.5) * unit:
        return ()
    places = [int((n + 0.5) * unit) for n in range(side)]
    if top + places[-1] >= len(pixels):
        return ()
    return [[pixels[top + y][left + x] < _DARK for x in places] for y in places]


def _first_dark(row: bytes) -> int:
    return next((x for x, grey in enumerate(row) if grey < _DARK), len(row))


def _format_places() -> list[tuple[int, int]]:
    """Return where the bits of the format stand around the first finder, the lowest first."""
    down = [(8, y) for y in (0, 1, 2, 3, 4, 5, 7, 8)]
    return [*down, (7, 8), *((x, 8) for x in (5, 4, 3, 2, 1, 0))]


def _data(modules: Modules, version: int, mask: Callable[[int, int], bool]) -> bytes:
    """Return the bytes of the data, without those that correct errors, in the order of the text."""
    bits = [modules[y][x] ^ mask(x, y) for x, y in _way(len(modules), version)]
    words = [sum(bit << (7 - n) for n, bit in enumerate(bits[i : i + 8])) for i in range(0, len(bits) - 7, 8)]
    lengths = [length for count, length in _BLOCKS[version - 1] for _ in range(count)]
    blocks: list[list[int]] = [[] for _ in lengths]
    taken = iter(words)
    for place in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if place < length:
                block.append(next(taken))
    return bytes(word for block in blocks for word in block)


def _way(side: int, version: int) -> Iterator[tuple[int, int]]:
    """Yield the modules that hold data, in the order in which they do: in pairs of columns, up and down."""
    fixed = _fixed(side, version)
    upward = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for y in range(side - 1, -1, -1) if upward else range(side):
            yield from ((x, y) for x in (right, right - 1) if (x, y) not in fixed)
        upward = not upward


def _fixed(side: int, version: int) -> set[tuple[int, int]]:
    """Return the modules that hold no data: finders and formats, timing, alignment, version."""

    def square(x: int, y: int, width: int, height: int) -> set[tuple[int, int]]:
        return {(x + i, y + j) for i in range(width) for j in range(height)}

    fixed = square(0, 0, 9, 9) | square(side - 8, 0, 8, 9) | square(0, side - 8, 9, 8)
    fixed |= square(6, 0, 1, side) | square(0, 6, side, 1)
    if version >= 7:  # noqa: PLR2004 - from here on a code says its version
        fixed |= square(side - 11, 0, 3, 6) | square(0, side - 11, 6, 3)
    centres = _centres(side, version)
    corners = {(6, 6), (6, side - 7), (side - 7, 6)}
    for x, y in {(x, y) for x in centres for y in centres} - corners:
        fixed |= square(x - 2, y - 2, 5, 5)
    return fixed


def _centres(side: int, version: int) -> list[int]:
    """Return where the centres of the alignment squares are, in both directions."""
    if version == 1:
        return []
    gaps = version // 7 + 1
    step = (version * 4 + gaps * 2 + 3) // (gaps * 2) * 2
    return [6, *(side - 7 - n * step for n in reversed(range(gaps)))]


def _text(data: bytes, version: int) -> str:
    """Return the text that the data begin with, nothing where it is not one of bytes, in UTF-8."""
    long = version >= _LONG_COUNT
    bits = int.from_bytes(data, "big")
    size = len(data) * 8

    def take(start: int, count: int) -> int:
        return bits >> (size - start - count) & ((1 << count) - 1)

    count, start = take(4, 16 if long else 8), 20 if long else 12
    if take(0, 4) != _BYTES or start + 8 * count > size:
        return ""
    return take(start, 8 * count).to_bytes(count, "big").decode("utf-8", errors="replace")
