"""Pictures of pages: what stands on the page is seen, small, and the same bytes each time."""

from io import BytesIO

import pytest
from PIL import Image
from weasyprint import HTML

from press.writers.picture import draw_first_page, draw_tinted

WORDS = "<p>Some words that go on and on, as in a handout.</p>" * 60


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Give two pages: one with a bar of colour and many words, one that is black."""
    style = "@page { size: 210mm 297mm } h1 { background: #14506b; height: 40mm; border-bottom: 5mm solid #000 }"
    black = '<div style="break-before: page; background: #000; height: 250mm"></div>'
    data = HTML(string=f"<style>{style}</style><h1></h1>{WORDS}{black}").write_pdf()
    assert isinstance(data, bytes)
    return data


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_first_page_is_drawn_small(pdf: bytes) -> None:
    data = draw_first_page(pdf)
    picture = opened(data)
    assert (picture.format, picture.mode, picture.size) == ("PNG", "P", (320, 453))
    assert len(data) < 20_000


def test_it_shows_the_page_in_its_colours(pdf: bytes) -> None:
    picture = opened(draw_first_page(pdf)).convert("RGB")
    bar, margin = picture.getpixel((160, 60)), picture.getpixel((5, 5))
    assert isinstance(bar, tuple)
    assert isinstance(margin, tuple)
    assert all(abs(one - other) < 16 for one, other in zip(bar, (0x14, 0x50, 0x6B), strict=True))
    assert min(margin) > 245
    darkest, _ = picture.convert("L").getextrema()
    assert isinstance(darkest, (int, float))
    assert darkest < 40, "ink stays dark"


def test_same_bytes_each_time(pdf: bytes) -> None:
    assert draw_first_page(pdf) == draw_first_page(pdf)


@pytest.mark.parametrize(("shades", "bar"), [(2, (122, 31, 162)), (16, (157, 91, 187))])
def test_a_tinted_page_goes_from_its_ground_to_white(shades: int, bar: tuple[int, ...], pdf: bytes) -> None:
    drawn = opened(draw_tinted(pdf, 320, shades, "#7a1fa2"))
    assert (drawn.format, drawn.mode, drawn.width) == ("PNG", "P", 320)
    picture = drawn.convert("RGB")
    colours = {colour for _, colour in picture.getcolors(shades) or ()}
    assert {(0x7A, 0x1F, 0xA2), (255, 255, 255)} <= colours
    assert picture.getpixel((160, 60)) == bar  # of #14506b, nearer to black than to white
