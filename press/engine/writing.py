"""Patches of how WeasyPrint and pydyf write what was laid out."""

from struct import Struct
from typing import Any

from press.engine.patches import CannotApplyError, Patch, Pin, edited

DRAWN_LINE = Pin(
    "weasyprint.draw.text:draw_first_line", "1bb8eae6d88e71b17096a034656f3be17da8f1f513c78536c1c38d971927638b", 210
)
_GLYPH = Struct("=Iiii4x")
"""PangoGlyphInfo: the glyph, its width, its offsets, and what it is in its cluster."""

_FIELDS = """\
        for i, glyph_info in enumerate(glyphs_info[0:num_glyphs]):
            glyph_id = glyph_info.glyph
            width = glyph_info.geometry.width
"""
_UNPACKED = """\
        numbers = ffi.buffer(glyphs_info, num_glyphs * glyphs_of_the_press.size)
        drawn = vars(font).setdefault('drawn_of_the_press', {}).setdefault(font_size, {})
        for i, glyph in enumerate(glyphs_of_the_press.iter_unpack(numbers)):
            if glyph in drawn:
                code, advance = drawn[glyph]
                string += code
                x_advance += advance
                continue
            glyph_id, width, x_offset, y_offset = glyph
            beginning = len(string)
"""
_ADVANCE = """\
            x_advance += (logical_width + offset - kerning) / 1000
"""
_REMEMBERED = """\
            advance = (logical_width + offset - kerning) / 1000
            x_advance += advance
            if not (rise or glyph[0] & pango.PANGO_GLYPH_UNKNOWN_FLAG or font.svg or font.png or font.colr):
                drawn[glyph] = string[beginning:], advance
"""


_FILE = Pin("pydyf:PDF.write", "242cd38f92ecd33f831159f8eb560487bf2e18d746ff8a7666954f2a8d519ba0", 136)
_WRITTEN = """\
                    object_.offset = self.current_position
                    self.write_line(object_.indirect, output)
"""
_WRITTEN_NOTED = """\
                    object_.offset = self.current_position
                    self.write_line(noted_by_the_press(object_, noted), output)
"""


def _once() -> None:
    """Have the objects of a packed file made into bytes once, for the file and for its identifier."""
    import pydyf  # type: ignore[import-untyped]  # noqa: PLC0415 - not before WeasyPrint is loaded

    vars(pydyf)["noted_by_the_press"] = _noted
    pydyf.PDF.write = edited(
        _FILE,
        ("            compressed_objects = []\n", "            compressed_objects, noted = [], {}\n"),
        (_WRITTEN, _WRITTEN_NOTED),
        ("                data = object_.data\n", "                data = noted[object_.number] = object_.data\n"),
        (
            "self.write_line(object_stream.indirect, output)",
            "self.write_line(noted_by_the_press(object_stream, noted), output)",
        ),
        ("b''.join(obj.data for obj in self.objects if", "b''.join(noted[obj.number] for obj in self.objects if"),
    )


def _noted(item: Any, noted: dict[int, bytes]) -> bytes:  # noqa: ANN401 - a pydyf.Object
    """Return an object as it stands in a file, and note its data under its number."""
    data = noted[item.number] = item.data
    return b"%d %d obj\n%b\nendobj" % (item.number, item.generation, data)


def _numbers() -> None:
    """Have a value become bytes by what it is, the commonest kinds first."""
    import pydyf  # noqa: PLC0415 - not before WeasyPrint is loaded

    stock = pydyf._to_bytes  # noqa: SLF001 - what this package is for

    def to_bytes(item: Any) -> bytes:  # noqa: ANN401 - whatever a PDF may hold
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is int:
            return b"%d" % item
        return stock(item)  # type: ignore[no-any-return]

    pydyf._to_bytes = to_bytes  # noqa: SLF001 - as above


def _glyphs() -> None:
    """Have the numbers of a run's glyphs read in one go, and what they are in the PDF made once for each font."""
    from weasyprint.draw import text  # noqa: PLC0415 - not before it is loaded

    if text.ffi.sizeof("PangoGlyphInfo") != _GLYPH.size:
        raise CannotApplyError("glyphs are of another size")
    text.draw_first_line = edited(
        DRAWN_LINE,
        (_FIELDS, _UNPACKED),
        (_ADVANCE, _REMEMBERED),
        ("glyph_info.geometry.x_offset", "x_offset"),
        ("glyph_info.geometry.y_offset", "y_offset"),
    )
    vars(text)["glyphs_of_the_press"] = _GLYPH


WRITING = (
    Patch(
        name="glyphs",
        reason="Each of a glyph's four numbers is fetched through objects made for it, and made into text. They lie "
        "side by side in memory, are read for a whole run, and mean the same wherever they come again in a document.",
        pins=(DRAWN_LINE,),
        apply=_glyphs,
    ),
    Patch(
        name="once",
        reason="A file's identifier is a digest of all that is in it, for which every object is made into bytes, and "
        "packed, a second time. They are the bytes that were written.",
        pins=(_FILE, Pin("pydyf", "0b10add9e640961db4636205686066e2b955fba63cad51e602a69250ef1df0d6")),
        apply=_once,
    ),
    Patch(
        name="numbers",
        reason="Each of twenty thousand values in a PDF is asked whether it is this or that before it becomes bytes."
        " Bytes, text and whole numbers say so by their type.",
        pins=(Pin("pydyf:_to_bytes", "1cefd02c285d3aee7ad09bf6e5be50b2b7bd6956dec69829790e64f5255e0009", 12),),
        apply=_numbers,
    ),
)
