"""What stands for a picture of pixels in a PDF: the bytes of a JPEG, which are kept, else its pixels."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from struct import pack
from zlib import crc32

from PIL import Image, ImageOps

from press.verify.pdf.foreign import MAX_STREAM, Object
from press.verify.piece import picture_of

_PNG = b"\x89PNG\r\n\x1a\n"
_COLOURS = {"/DeviceGray": ("L", 0), "/DeviceRGB": ("RGB", 2)}
"""The colours that pixels may have: Pillow's name, and PNG's number."""
_NAMES = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
_ENTRIES = frozenset(
    {
        *("/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Interpolate", "/Filter"),
        *("/Length", "/DecodeParms", "/Decode", "/SMask"),
    }
)
_BITS = 8
_UNKNOWN = "a picture of a kind that is not known here"


@lru_cache(maxsize=16)
def printed(data: bytes) -> str:
    """Return what stands for a picture of an article or a clinic, once it is in a PDF; nothing for a drawing.

    Raises nothing: no picture of a file is like one that cannot be read.
    """
    if not data.startswith((_PNG, b"\xff\xd8")):
        return ""
    try:
        return _printed(data)
    except Exception:  # noqa: BLE001 - a damaged picture can make the library raise anything
        return "a picture that cannot be read"


def _printed(data: bytes) -> str:
    """Return what stands for a PNG or a JPEG."""
    with Image.open(BytesIO(data)) as image:
        picture: Image.Image = ImageOps.exif_transpose(image) if "exif" in image.info else image
        if image.format == "PNG":
            return _of_pixels(picture)
        if picture is not image:  # which was turned upright, and written anew
            turned = BytesIO()
            picture.save(turned, "JPEG")
            data = turned.getvalue()
        is_turned_round = picture.mode == "CMYK" and "APP14" in getattr(image, "app", {})
        return _of_jpeg(data, picture.size, _NAMES.get(picture.mode, ""), [1, 0] * 4 if is_turned_round else [])


def _of_jpeg(data: bytes, size: tuple[int, int], colours: str, decode: Sequence[float]) -> str:
    return picture_of(data + repr((*size, colours, [*map(float, decode)])).encode())


def _of_pixels(picture: Image.Image) -> str:
    """Return what stands for pixels, and for how far each lets through what is behind it."""
    if "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif picture.mode not in {"L", "LA", "RGBA"}:
        picture = picture.convert("RGB")
    plain = picture.convert(picture.mode[:-1]) if picture.mode in {"LA", "RGBA"} else picture
    mask = picture.getchannel("A").tobytes() if plain is not picture else b""
    return picture_of(plain.tobytes() + mask + repr((plain.mode, plain.size)).encode())


def found(pictures: Sequence[Object]) -> str:
    """Return what stands for the pictures that a figure is drawn with, which should be one.

    Raises KeyError, TypeError, ValueError, OSError or pikepdf.PdfError for a damaged one.
    """
    if len(pictures) != 1:
        return f"{len(pictures) or 'no'} pictures"
    (picture,) = pictures
    if not _ENTRIES.issuperset(picture.keys()):
        return _UNKNOWN
    if picture.BitsPerComponent != _BITS:
        return _UNKNOWN
    size, colours = (int(picture.Width), int(picture.Height)), str(picture.ColorSpace)
    decode = [*map(float, picture.get("/Decode", []))]
    if picture.Filter == "/DCTDecode":
        return _UNKNOWN if "/SMask" in picture else _of_jpeg(picture.read_raw_bytes(), size, colours, decode)
    if colours not in _COLOURS or decode:
        return _UNKNOWN
    plain = _unpacked(picture, size, colours)
    mask = _unpacked(picture.SMask, size, "/DeviceGray") if "/SMask" in picture else b""
    return picture_of(plain + mask + repr((_COLOURS[colours][0], size)).encode())


def _unpacked(picture: Object, size: tuple[int, int], colours: str) -> bytes:
    """Return the pixels of a picture that is packed as a PNG is."""
    packing = picture.get("/DecodeParms", {})
    mode, number = _COLOURS[colours]
    wanted = {"/Predictor": 15, "/Columns": size[0], "/Colors": len(mode)}
    if picture.Filter != "/FlateDecode" or {"/Colors": 1, **dict(packing.items())} != wanted:
        raise ValueError("a picture is packed in an unknown way")
    if (int(picture.Width), int(picture.Height)) != size or size[0] * size[1] * len(mode) > 8 * MAX_STREAM:
        raise ValueError("a picture's parts are not of one size, or too large")
    header = _chunk(b"IHDR", pack(">IIBBBBB", *size, _BITS, number, 0, 0, 0))
    whole = _PNG + header + _chunk(b"IDAT", picture.read_raw_bytes()) + _chunk(b"IEND", b"")
    with Image.open(BytesIO(whole)) as image:
        return image.tobytes()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))
