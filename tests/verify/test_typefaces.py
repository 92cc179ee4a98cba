"""Fonts of finished files: parts of those that are shipped are known again, whatever is changed in them is not."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

from press.model import EDITIONS
from press.pipeline.houses import House
from press.pipeline.reading import Prepared
from press.verify.pdf import read
from press.verify.piece import Typeface
from press.verify.typefaces import is_known
from press.writers import Templates, pdf


@pytest.fixture(scope="module")
def shipped(kitchen_sink: Prepared) -> tuple[bytes, ...]:
    return kitchen_sink.inventory.fonts


@pytest.fixture(scope="module")
def fonts(kitchen_sink: Prepared, house: House) -> dict[str, Typeface]:
    """Give the regular fonts of a sheet with letters of many languages, some of them made of others."""
    found = read(pdf.write(kitchen_sink.sheet, EDITIONS["a4"], Templates(house.templates))).fonts
    assert all(is_known(font, kitchen_sink.inventory.fonts) for font in found)
    return {font.name: font for font in found if {"Č", "λ"} & {*(font.glyphs or {}).values()}}


def _copied(font: Any) -> None:  # noqa: ANN401 - of fontTools
    glyphs, names = font["glyf"].glyphs, font.getBestCmap()
    glyphs[names[ord("8")]] = glyphs[names[ord("5")]]


def _emptied(font: Any) -> None:  # noqa: ANN401 - of fontTools
    glyphs = font["glyf"].glyphs
    glyphs[font.getBestCmap()[ord("8")]] = glyphs[".notdef"]


def _smaller(font: Any) -> None:  # noqa: ANN401 - of fontTools
    font["head"].unitsPerEm = 2048


def _pushed(font: Any) -> None:  # noqa: ANN401 - of fontTools
    font["prep"] = newTable("prep")
    font["prep"].program = Program()
    font["prep"].program.fromBytecode(b"\xb0\x00")


def _painted(font: Any) -> None:  # noqa: ANN401 - of fontTools
    font["Zapf"] = newTable("Zapf")
    font["Zapf"].data = b"x"


def _made_of_others(font: Any) -> None:  # noqa: ANN401 - of fontTools
    glyph = font["glyf"][font.getBestCmap()[ord("Č")]]
    glyph.components[0].glyphName = font.getBestCmap()[ord("8")]


def _put_elsewhere(font: Any) -> None:  # noqa: ANN401 - of fontTools
    glyph = font["glyf"][font.getBestCmap()[ord("Č")]]
    glyph.components[1].y += 9


@pytest.mark.parametrize("change", [_copied, _emptied, _smaller, _pushed, _painted, _made_of_others, _put_elsewhere])
def test_a_changed_part_is_not_known(
    change: Callable[[Any], None], fonts: dict[str, Typeface], shipped: tuple[bytes, ...]
) -> None:
    program = TTFont(BytesIO(fonts["Handout"].data))
    same = BytesIO()
    program.save(same)
    assert is_known(fonts["Handout"]._replace(data=same.getvalue()), shipped)
    change(program)
    out = BytesIO()
    program.save(out)
    assert not is_known(fonts["Handout"]._replace(data=out.getvalue()), shipped)


def test_a_digit_is_not_read_as_another(fonts: dict[str, Typeface], shipped: tuple[bytes, ...]) -> None:
    glyphs = dict(fonts["Handout"].glyphs or {})
    digits = {text: number for number, text in glyphs.items() if text in {"5", "8"}}
    turned = {**glyphs, digits["5"]: "8", digits["8"]: "5"}
    assert not is_known(fonts["Handout"]._replace(glyphs=turned), shipped)


@pytest.mark.parametrize("name", ["Handout", "Handout-Fallback-Semi-Condensed"])
def test_no_byte_of_an_outline_can_be_changed(
    name: str, fonts: dict[str, Typeface], shipped: tuple[bytes, ...]
) -> None:
    font, file = fonts[name], TTFont(BytesIO(fonts[name].data))
    start, ends = file.reader.tables["glyf"].offset, file["loca"].locations
    for glyph in font.glyphs or ():
        for place in range(ends[glyph], max(ends[glyph], ends[glyph + 1] - 4), 7):  # fillings at the end may be others
            data = bytearray(font.data)
            data[start + place] ^= 0x20
            assert not is_known(font._replace(data=bytes(data)), shipped), (glyph, place)


def test_a_letter_is_as_wide_as_in_the_font(fonts: dict[str, Typeface], shipped: tuple[bytes, ...]) -> None:
    font = fonts["Handout"]
    for glyph in font.glyphs or ():
        wider = {**font.widths, glyph: font.widths[glyph] + 2}
        assert not is_known(font._replace(widths=wider), shipped), glyph


def test_what_is_no_font_is_not_known(fonts: dict[str, Typeface], shipped: tuple[bytes, ...]) -> None:
    data = fonts["Handout"].data
    for end in range(0, len(data), 97):
        assert not is_known(fonts["Handout"]._replace(data=data[:end]), shipped)


def test_a_whole_font_is_known_byte_for_byte(shipped: tuple[bytes, ...]) -> None:
    assert all(is_known(Typeface("x", data), shipped) for data in shipped)
    assert not any(is_known(Typeface("x", data[:-1] + b"x"), shipped) for data in shipped)
