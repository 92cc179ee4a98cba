"""Pictures of pixels in a PDF: each kind is known again, and another is not taken for it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image

from press.model import EDITIONS
from press.pipeline.houses import House
from press.pipeline.reading import Prepared
from press.verify import Code, verify
from press.writers import Templates, pdf

A4 = EDITIONS["a4"]
TURNED = Image.Exif()
TURNED[0x0112] = 6
TAKEN = Image.Exif()
TAKEN[0x010F] = "A camera"


def saved(kind: str, mode: str, *, shade: int = 0, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's
    """Return a picture of this mode that is nowhere alike."""
    bands = [Image.linear_gradient("L").rotate(90 * n).resize((9, 7)).point(lambda v: v ^ shade) for n in range(4)]
    plain = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}
    picture = Image.merge(mode, bands[: plain[mode]]) if mode in plain else Image.merge("RGB", bands[:3]).convert(mode)
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


KINDS: dict[str, Callable[[int], bytes]] = {
    "grey.png": lambda n: saved("PNG", "L", shade=n),
    "grey-through.png": lambda n: saved("PNG", "LA", shade=n),
    "colour.png": lambda n: saved("PNG", "RGB", shade=n),
    "colour-through.png": lambda n: saved("PNG", "RGBA", shade=n),
    "one-colour-through.png": lambda n: saved("PNG", "RGB", shade=n, transparency=(0, 0, 0)),
    "palette.png": lambda n: saved("PNG", "P", shade=n),
    "palette-through.png": lambda n: saved("PNG", "P", shade=n, transparency=3),
    "two-shades.png": lambda n: saved("PNG", "1", shade=n),
    "turned.png": lambda n: saved("PNG", "RGB", shade=n, exif=TURNED),
    "grey.jpg": lambda n: saved("JPEG", "L", shade=n),
    "colour.jpg": lambda n: saved("JPEG", "RGB", shade=n),
    "film.jpg": lambda n: saved("JPEG", "RGB", shade=n, progressive=True),
    "inks.jpg": lambda n: saved("JPEG", "CMYK", shade=n),
    "turned.jpg": lambda n: saved("JPEG", "RGB", shade=n, exif=TURNED),
    "upright.jpg": lambda n: saved("JPEG", "RGB", shade=n, exif=TAKEN),
}
BODY = "## Pictures\n\n" + "".join(f"![It is {name}]({name})\n\n" for name in KINDS)


@pytest.fixture(scope="module")
def sheet(prepared: Callable[..., Prepared]) -> Prepared:
    return prepared(BODY, {name: make(0) for name, make in KINDS.items()})


@pytest.fixture(scope="module")
def data(sheet: Prepared, house: House) -> bytes:
    return pdf.write(sheet.sheet, A4, Templates(house.templates))


def test_each_kind_of_picture_is_known_again(sheet: Prepared, data: bytes) -> None:
    assert verify(data, sheet.inventory, A4).findings == ()


def test_another_picture_is_not_taken_for_it(prepared: Callable[..., Prepared], sheet: Prepared, house: House) -> None:
    other = prepared(BODY, {name: make(128) for name, make in KINDS.items()})
    found = verify(pdf.write(other.sheet, A4, Templates(house.templates)), sheet.inventory, A4).findings
    assert [finding.message for finding in found if finding.code is Code.CHANGED] == [
        f'the picture "It is {name}" of "Pictures" is another picture here' for name in KINDS
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("/Decode", pikepdf.Array([1, 0, 1, 0, 1, 0])),
        ("/Mask", pikepdf.Array([0, 9, 0, 9, 0, 9])),
        ("/BitsPerComponent", 4),
        ("/Width", 5),
        ("/ColorSpace", pikepdf.Name.DeviceCMYK),
        ("/DecodeParms", pikepdf.Dictionary(Predictor=1)),
    ],
)
def test_what_would_show_it_in_another_way_is_found(key: str, value: object, sheet: Prepared, data: bytes) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as file:
        for page in file.pages:
            for picture in page.obj.Resources.get("/XObject", {}).values():
                picture[key] = value
        file.save(out)
    assert {finding.code for finding in verify(out.getvalue(), sheet.inventory, A4).findings} & {
        Code.CHANGED,
        Code.UNREADABLE,
    }
