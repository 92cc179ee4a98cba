"""The fonts of a PDF: from the numbers of glyphs to the characters that they stand for, and to their widths."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

import pikepdf

from press.verify.pdf.foreign import Object, stream_bytes

_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CHARACTER = re.compile(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_DEFAULT_WIDTH = 1000
_FACE = re.compile(r"-(Regular|Bold|Italic|Oblique|BoldItalic|BoldOblique|Bold-Italic|Bold-Oblique)$")
_SERIF, _ITALIC = 2, 64
"""Flags of a font's descriptor (PDF 1.7, table 123)."""
UNKNOWN = "\ufffd"
"""Stands for a glyph that the font gives no character for."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font: for each glyph its text (more than one character for a ligature) and its width, in 1/1000 of the size.

    `name` is that of its family; `leans` and `has_serifs` are what the file says of it; `program` is what draws it.
    """

    texts: defaultdict[int, str]
    widths: defaultdict[int, float]
    name: str
    leans: bool
    has_serifs: bool
    program: bytes = field(repr=False, compare=False)


def read_font(font: Object) -> Font:
    """Return a font whose glyphs can be told exactly: glyph numbers of two bytes, with a table of their characters.

    Raises ValueError for any other, KeyError, TypeError or pikepdf.PdfError for a damaged one.
    """
    if font["/Subtype"] != "/Type0" or font["/Encoding"] != "/Identity-H" or "/ToUnicode" not in font:
        raise ValueError("a font does not tell which characters its glyphs are")
    (descendant,) = list(font["/DescendantFonts"])
    if descendant.get("/CIDToGIDMap", "/Identity") != "/Identity":
        raise ValueError("a font has its glyphs drawn in the place of others")
    descriptor = descendant["/FontDescriptor"]
    (kind,) = [key for key in descriptor if key.startswith("/FontFile")] or [""]
    program = stream_bytes(descriptor[kind]) if kind else b""
    if not program:
        raise ValueError("a font is not in the file")
    texts = _texts(stream_bytes(font["/ToUnicode"]).decode("latin-1"))
    flags = int(descriptor.get("/Flags", 0))
    widths, default_width = _widths(descendant.get("/W", [])), float(descendant.get("/DW", _DEFAULT_WIDTH))
    return Font(
        defaultdict(lambda: UNKNOWN, texts),
        defaultdict(lambda: default_width, widths),
        _FACE.sub("", str(font.get("/BaseFont", "")).rpartition("+")[2]),
        bool(flags & _ITALIC) or float(descriptor.get("/ItalicAngle", 0)) != 0,
        bool(flags & _SERIF),
        program,
    )


def _texts(table: str) -> dict[int, str]:
    """Return the text of each glyph."""
    texts: dict[int, str] = {}
    for kind, body in _SECTION.findall(table):
        if kind == "bfchar":
            texts |= {int(glyph, 16): _characters(text) for glyph, text in _CHARACTER.findall(body)}
            continue
        for first, last, text in _RANGE.findall(body):
            start = _characters(text)
            for glyph in range(int(first, 16), int(last, 16) + 1):
                texts[glyph] = start[:-1] + chr(ord(start[-1]) + glyph - int(first, 16))
    return texts


def _characters(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")


def _widths(table: Object) -> dict[int, float]:
    """Return the width of each glyph from a W array: `first [width ...]` and `first last width`."""
    widths: dict[int, float] = {}
    parts = list(table)
    while parts:
        first, second = int(parts[0]), parts[1]
        if isinstance(second, pikepdf.Array):
            widths |= {first + place: float(width) for place, width in enumerate(second)}
            del parts[:2]
        else:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(parts[2]))
            del parts[:3]
    return widths
