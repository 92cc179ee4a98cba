"""Whether a picture can be shown at all: its kind, and that it is whole as far as its format tells."""

import re
import zlib
from xml.parsers import expat

_MARKER = re.compile(rb"\xff([\xc0-\xcf\xd9-\xfe])")
_PNG = b"\x89PNG\r\n\x1a\n"


def fault_of(data: bytes) -> str:
    """Return what is wrong with a picture's bytes, or nothing. Raises nothing."""
    if data.startswith(_PNG):
        return "" if _is_whole_png(data) else "is a damaged PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "" if _is_whole_jpeg(data) else "is a JPEG that ends too early"
    if _is_whole_svg(data):
        return ""
    return "is a damaged SVG" if b"<svg" in data[:1024] else "is no picture of a kind that is known here"


def _is_whole_svg(data: bytes) -> bool:
    parser, tags = expat.ParserCreate(namespace_separator=" "), list[str]()
    parser.StartElementHandler = lambda tag, _: tags.append(tag)
    try:
        parser.Parse(data, True)  # noqa: FBT003 - takes no keywords
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return tags[0].rpartition(" ")[2] == "svg"


def _is_whole_jpeg(data: bytes) -> bool:
    """Return whether the end mark stands behind pixels; cameras write films and notes of their own after it."""
    place, scans = 2, 0
    while marker := _MARKER.search(data, place):
        kind, place = marker[1], marker.end()
        if kind == b"\xd9":
            return scans > 0
        scans += kind == b"\xda"
        place += int.from_bytes(data[place : place + 2], "big")  # a segment; pixels hold no marks
    return False


def _is_whole_png(data: bytes) -> bool:
    """Return whether each chunk's checksum is right, down to the end mark."""
    place = len(_PNG)
    while place + 12 <= len(data):
        end = place + 8 + int.from_bytes(data[place : place + 4], "big")
        if zlib.crc32(data[place + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            return False
        if data[place + 4 : place + 8] == b"IEND":
            return True
        place = end + 4
    return False
