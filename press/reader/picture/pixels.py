"""Pictures of pixels, PNG and JPEG: walked along their parts, and counted."""

import re
import struct
import zlib
from contextlib import suppress

from press.reader.picture.found import DAMAGED, MAX_PIXELS, MOVES, OTHER, Picture, PictureError

_PNG = b"\x89PNG\r\n\x1a\n"
_GREY, _INDEXED = 0, 3
_FULL = 16
"""A PNG's kinds of colour, and the bits of its finest."""

_CHANNELS = {_GREY: 1, 2: 3, _INDEXED: 1, 4: 2, 6: 4}
_AT_ONCE = ((0, 0, 1, 1),)
_INTERLACED = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""How many values a pixel has; in what passes they come, each the first pixel across and down, and the steps on."""

_PART = 1 << 20
"""Bytes that are unpacked in one go."""

_JPEG = b"\xff\xd8\xff"
_MARKER = re.compile(rb"\xff([\xc0-\xcf\xd9-\xfe])")
_TABLES = frozenset({0xC4, 0xC8, 0xCC})
_USUAL = frozenset({0xC0, 0xC1, 0xC2})
_NEEDED = frozenset({0xC4, 0xDB, 0xDA})
_END = 0xD9
"""A JPEG's markers: what stands in C0 to CF and is no frame, the frames that every program shows, what these are shown
by (tables of two kinds, and pixels), and the last.
"""


def png(data: bytes) -> Picture:
    """Return what a PNG says of itself. Raises PictureError."""
    if not data.startswith(_PNG):
        raise PictureError(OTHER.format("PNG", "PNG"))
    place, found, colour, kinds, packed = len(_PNG), Picture(), 0, set[bytes](), list[bytes]()
    while place + 12 <= len(data) and b"IEND" not in kinds:
        kind, end = data[place + 4 : place + 8], place + 8 + int.from_bytes(data[place : place + 4], "big")
        if zlib.crc32(data[place + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            break
        if kind == b"IHDR":
            found = Picture(int.from_bytes(data[place + 8 : place + 12]), int.from_bytes(data[place + 12 : place + 16]))
            depth, colour = data[place + 16 : place + 18].ljust(2, b"\0")
            if (depth, colour) == (_FULL, _GREY):
                raise PictureError("has 16 bits of grey, which cannot be printed; save it with 8")
        if kind == b"acTL":
            raise PictureError(MOVES)
        kinds.add(kind)
        packed += [data[place + 8 : end]] if kind in {b"IHDR", b"IDAT"} else []
        place = end + 4
    wanted = {b"IHDR", b"IDAT", b"IEND"} | ({b"PLTE"} if colour == _INDEXED else set())
    is_too_large = found.width * found.height > MAX_PIXELS  # which is told, and not unpacked
    if not wanted <= kinds or not (is_too_large or _has_all_pixels(*packed)):
        raise PictureError(DAMAGED.format("PNG"))
    return found


def _has_all_pixels(head: bytes, *packed: bytes) -> bool:
    """Return whether as much is packed in a PNG as its head says: else some of it, or all, would be blank."""
    width, height, depth, colour, *_, interlaced = struct.unpack_from(">IIBBBBB", head.ljust(13, b"\0"))
    if not (width and height and colour in _CHANNELS):
        return False
    wanted = 0
    for left, top, across, down in _INTERLACED if interlaced else _AT_ONCE:
        pixels, rows = (width - left + across - 1) // across, (height - top + down - 1) // down
        wanted += (1 + (pixels * depth * _CHANNELS[colour] + 7) // 8) * rows if pixels else 0
    unpacking, rest = zlib.decompressobj(), b"".join(packed)
    with suppress(zlib.error):
        while rest and wanted > 0:
            wanted -= len(unpacking.decompress(rest, _PART))
            rest = unpacking.unconsumed_tail
        return wanted <= 0 or wanted <= len(unpacking.flush())  # which would unpack all that is left
    return False


def jpeg(data: bytes) -> Picture:
    """Walk along a JPEG's segments; what stands between is its pixels, which hold no markers. Raises PictureError."""
    if not data.startswith(_JPEG):
        raise PictureError(OTHER.format("JPEG", "JPEG"))
    place, found, kinds = 2, Picture(), set[int]()
    while marker := _MARKER.search(data, place):
        kind, place = marker[1][0], marker.end()
        if kind == _END:
            break
        head = data[place + 2 : place + 8]
        if kind <= 0xCF and kind not in _TABLES and len(head) == 6:  # noqa: PLR2004 - a frame's first values
            found = Picture(int.from_bytes(head[3:5], "big"), int.from_bytes(head[1:3], "big"))
            if kind not in _USUAL or head[0] != 8 or head[5] not in {1, 3, 4}:  # noqa: PLR2004 - bits of a colour
                raise PictureError("is a kind of JPEG that few programs show; save it as an ordinary JPEG or as PNG")
        kinds.add(kind)
        place += int.from_bytes(data[place : place + 2], "big")
    if not marker or not kinds >= _NEEDED or not found.width or not found.height:
        raise PictureError(DAMAGED.format("JPEG"))
    return found
