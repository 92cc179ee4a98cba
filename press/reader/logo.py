"""What a practice's logo may be: a PNG or an SVG of modest size that shows the same everywhere, at rest, by itself."""

import re
import zlib
from xml.parsers import expat

MAX_BYTES = 256 * 1024
"""The largest logo: it stands in every web page and on every sheet."""

MAX_PIXELS = 4000
"""The longest side of a PNG: more than any printer shows of a logo, and little enough to be unpacked."""

KINDS = (".png", ".svg")

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"
_BETWEEN = "\x1f"
_DEEPEST = 50
_SCRIPTS = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "listener"})
_MOVING = frozenset({"animate", "animatecolor", "animatemotion", "animatetransform", "set", "discard"})
_OUTSIDE = re.compile(r"""(?i)url\(\s*+["']?+\s*+(?!#)|@import|image-set\(|javascript:""")
_OUTWARD = "refers to another file or picture; save it with all its parts drawn in it"
_MOVED = re.compile(r"(?i)@keyframes|animation|transition")


def fault_of(name: str, data: bytes) -> str:
    """Return what is wrong with a logo's file, with the remedy, or nothing. Raises nothing, whatever the bytes."""
    if not data:
        return "is not beside the practice's file, or is empty; put the file there"
    if len(data) > MAX_BYTES:
        return f"is larger than {MAX_BYTES // 1024} KiB; make it smaller, or draw it as an SVG"
    return _fault_of_png(data) if name.lower().endswith(".png") else _fault_of_svg(data)


def _fault_of_png(data: bytes) -> str:
    if not data.startswith(_PNG):
        return "is no PNG, whatever its name says; save it as PNG"
    place, side = len(_PNG), 0
    while place + 12 <= len(data):
        kind, end = data[place + 4 : place + 8], place + 8 + int.from_bytes(data[place : place + 4], "big")
        if zlib.crc32(data[place + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            break
        if kind == b"IHDR":
            side = max(int.from_bytes(data[place + n : place + n + 4], "big") for n in (8, 12))
        if kind == b"acTL":
            return "moves; save it as a still picture"
        if kind == b"IEND":
            return "" if 0 < side <= MAX_PIXELS else f"is wider or higher than {MAX_PIXELS} pixels; make it smaller"
        place = end + 4
    return "is a damaged PNG; save it anew"


def _fault_of_svg(data: bytes) -> str:
    parts = _Parts()
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartElementHandler = parts.start
    parser.EndElementHandler = parts.end
    parser.CharacterDataHandler = parts.text
    parser.EntityDeclHandler = parts.refuse
    parser.ProcessingInstructionHandler = parts.style_sheet
    try:
        parser.Parse(data, True)  # noqa: FBT003 - takes no keywords
    except _RefusedError as refused:
        return str(refused)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return f"is no SVG that can be read ({error}); save it anew as plain SVG"
    return ""


class _RefusedError(Exception):
    """Why an SVG is refused, with the remedy."""


class _Parts:
    """Looks at the parts of an SVG as they are read."""

    def __init__(self) -> None:
        self.depth, self.styles = 0, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(_BETWEEN)
        if not self.depth and (namespace, tag) != (_SVG, "svg"):
            raise _RefusedError("is no SVG, whatever its name says; save it as plain SVG")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _RefusedError(f"has groups in groups more than {_DEEPEST} deep; save it anew as plain SVG")
        if tag.lower() in _SCRIPTS:
            raise _RefusedError(f"has a <{tag}>, which can do anything; save it without scripts")
        if tag.lower() in _MOVING:
            raise _RefusedError("moves; save it as a still picture")
        self.styles += tag == "style"
        for key, value in attributes.items():
            self._attribute(key.rpartition(_BETWEEN)[2].lower(), value.strip())

    def _attribute(self, key: str, value: str) -> None:
        if key.startswith("on"):
            raise _RefusedError(f"has a script ({key}); save it without scripts")
        if key in {"href", "src"} and not value.startswith("#"):
            raise _RefusedError(_OUTWARD)
        self._styled(value)

    def _styled(self, value: str) -> None:
        if _OUTSIDE.search(value):
            raise _RefusedError(_OUTWARD)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.styles -= name.endswith(f"{_BETWEEN}style")

    def text(self, words: str) -> None:
        if not self.styles:
            return
        self._styled(words)
        if _MOVED.search(words):
            raise _RefusedError("moves; save it as a still picture")

    def refuse(self, *_: object) -> None:
        raise _RefusedError("declares entities; save it as plain SVG")

    def style_sheet(self, *_: object) -> None:
        raise _RefusedError(_OUTWARD)
