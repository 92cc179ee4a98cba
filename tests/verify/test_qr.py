"""The decoder of QR codes, on codes that another program draws."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
import segno

from press.verify.pdf.codes import read_codes
from press.verify.pdf.matrix import Area
from press.verify.pdf.qr import text_of
from press.writers.qr import QUIET, Code, draw_code

ADDRESS = "https://practice.example.org/handouts/sleep/sleep.html"


def pixels(code: segno.QRCode, scale: int = 3, border: int = QUIET) -> list[bytes]:
    """Return a code as rows of grey."""
    white = bytes([255]) * border * scale
    rows = [white + b"".join((b"\x20" if dark else b"\xe0") * scale for dark in row) + white for row in code.matrix]
    around = [bytes([255]) * len(rows[0])] * border * scale
    return [*around, *(row for row in rows for _ in range(scale)), *around]


CAPACITIES = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412)
"""Bytes that versions 1 to 15 hold at level M, as the standard lists them."""


@pytest.mark.parametrize(("version", "capacity"), list(enumerate(CAPACITIES, 1)))
def test_every_version_full_to_the_brim(version: int, capacity: int) -> None:
    address = f"https://e.org/{'path/' * 80}"[:capacity]
    code = segno.make_qr(address, error="m", mask=version % 8, boost_error=False)
    assert (code.version, text_of(pixels(code))) == (version, address)


@pytest.mark.parametrize("mask", range(8))
def test_every_mask(mask: int) -> None:
    assert text_of(pixels(segno.make_qr(ADDRESS, error="m", mask=mask, boost_error=False), scale=2)) == ADDRESS


@pytest.mark.parametrize("scale", [1, 2, 5, 9])
def test_every_size(scale: int) -> None:
    assert text_of(pixels(segno.make_qr(ADDRESS, error="m", boost_error=False), scale)) == ADDRESS


CODE = segno.make_qr(ADDRESS, error="m", boost_error=False)
SEEN = pixels(CODE)


@pytest.mark.parametrize(
    "rows",
    {
        "nothing": [],
        "white": [b"\xff" * 90] * 90,
        "black": [b"\0" * 90] * 90,
        "no white around it": pixels(CODE, border=1),
        "upside down": SEEN[::-1],
        "in a mirror": [row[::-1] for row in SEEN],
        "light on dark": [bytes(255 - grey for grey in row) for row in SEEN],
        "half of it": SEEN[: len(SEEN) // 2],
        "pressed flat": SEEN[::2],
        "another level": pixels(segno.make_qr(ADDRESS, error="q", boost_error=False)),
        "a number": pixels(segno.make_qr("1234567890", error="m", boost_error=False)),
        "too large a version": pixels(segno.make_qr(ADDRESS, error="m", version=16, boost_error=False)),
    }.items(),
    ids=lambda entry: entry[0],
)
def test_what_is_no_code_of_ours(rows: tuple[str, list[bytes]]) -> None:
    assert text_of(rows[1]) == ""


def test_a_module_that_is_changed_changes_the_text() -> None:
    """The bottom right corner holds the first of the data."""
    row, column = len(SEEN) - 3 * QUIET - 2, len(SEEN) - 3 * QUIET - 2
    changed = [
        bytes(255 - grey if abs(x - column) < 2 and abs(y - row) < 2 else grey for x, grey in enumerate(line))
        for y, line in enumerate(SEEN)
    ]
    assert text_of(changed) != ADDRESS


def test_what_the_writer_draws_is_what_it_was_given() -> None:
    code = draw_code(ADDRESS)
    drawn = [[0] * code.side for _ in range(code.side)]
    for part in code.path.split("M")[1:]:
        place, _, shape = part.partition("h")
        x, y = map(int, place.split())
        for column in range(x, x + int(shape.partition("v")[0])):
            drawn[y][column] = 1
    rows = [bytes(0 if dark else 255 for dark in row for _ in range(2)) for row in drawn for _ in range(2)]
    assert text_of(rows) == ADDRESS


@pytest.mark.parametrize("length", range(20, 413, 28))
def test_a_code_is_read_off_the_page_wherever_it_stands(length: int) -> None:
    address = f"https://example.org/{'path/' * 80}"[:length]
    code = draw_code(address)
    width = max(22, code.side * 0.45) / 25.4 * 72
    for left, bottom in ((20.0, 20.0), (48.157876, 34.173738), (60.309273, 443.716869), (290.42823, 35.294992)):
        page = pikepdf.new()
        page.add_blank_page(page_size=(595.28, 841.89)).Contents = page.make_stream(_drawn(code, left, bottom, width))
        file = BytesIO()
        page.save(file)
        area = Area(left, bottom, left + width, bottom + width)
        assert read_codes(file.getvalue(), {7: (0, area)}) == {7: address}


def _drawn(code: Code, left: float, bottom: float, width: float) -> bytes:
    """Return what draws a code as the printed sheet does."""
    unit = width / code.side
    parts = [f"1 1 1 rg {left} {bottom} {width} {width} re f 0 0 0 rg"]
    for part in code.path.split("M")[1:]:
        place, _, shape = part.partition("h")
        x, y = map(int, place.split())
        run = int(shape.partition("v")[0])
        parts.append(f"{left + x * unit:.4f} {bottom + width - (y + 1) * unit:.4f} {run * unit:.4f} {unit:.4f} re")
    return "\n".join([*parts, "f"]).encode()


def test_a_small_code_and_one_that_is_off_the_page_are_not_read() -> None:
    page = pikepdf.new()
    page.add_blank_page(page_size=(595.28, 841.89))
    file = BytesIO()
    page.save(file)
    areas = {0: (0, Area(20, 20, 70, 70)), 1: (0, Area(560, 20, 630, 90))}
    assert read_codes(file.getvalue(), areas) == {}
