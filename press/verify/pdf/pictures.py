"""What stands for a picture of pixels in a PDF: the bytes of a JPEG, which are kept, else its pixels."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from struct import pack
from zlib import adler32, crc32

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
    mask = _sum_of(picture.getchannel("A")) if plain is not picture else ""
    return f"{_sum_of(plain)} {mask}".strip()


def _sum_of(picture: Image.Image) -> str:
    """Return what stands for pixels; two sums take a fifth of a hash's time, and nobody is to be deceived."""
    data = picture.tobytes()
    return f"{picture.mode} {picture.width}x{picture.height} {crc32(data):08x}{adler32(data):08x}"


def drawn_with(pictures: Sequence[Object]) -> str:
    """Return what stands for the pictures that a figure is drawn with, which should be one.

    Raises KeyError, TypeError, ValueError, OSError or pikepdf.PdfError for a damaged one.
    """
    if len(pictures) != 1:
        return f"{len(pictures) or 'no'} pictures"
    (picture,) = pictures
    if not _ENTRIES.issuperset(picture.keys()):
        return _UNKNOWN
    size, colours = (int(picture.Width), int(picture.Height)), str(picture.ColorSpace)
    decode = [*map(float, picture.get("/Decode", []))]
    if picture.Filter == "/DCTDecode":
        return _UNKNOWN if "/SMask" in picture else _of_jpeg(picture.read_raw_bytes(), size, colours, decode)
    if colours not in _COLOURS or decode:
        return _UNKNOWN
    plain = _unpacked(picture, size, colours)
    mask = _unpacked(picture.SMask, size, "/DeviceGray") if "/SMask" in picture else ""
    return f"{plain} {mask}".strip()


def _unpacked(picture: Object, size: tuple[int, int], colours: str) -> str:
    """Return what stands for the pixels of a picture that is packed as a PNG is."""
    packing = picture.get("/DecodeParms", {})
    mode, _ = _COLOURS[colours]
    wanted = {"/Predictor": 15, "/Columns": size[0], "/Colors": len(mode)}
    if picture.Filter != "/FlateDecode" or {"/Colors": 1, **dict(packing.items())} != wanted:
        raise ValueError("a picture is packed in an unknown way")
    if "/Decode" in picture or picture.ColorSpace != colours or picture.BitsPerComponent != _BITS:
        raise ValueError("a picture's parts have other colours than they should")
    if (int(picture.Width), int(picture.Height)) != size or size[0] * size[1] * len(mode) > 8 * MAX_STREAM:
        raise ValueError("a picture's parts are not of one size, or too large")
    return _sum_of_packed(picture.read_raw_bytes(), size, colours)


@lru_cache(maxsize=16)
def _sum_of_packed(data: bytes, size: tuple[int, int], colours: str) -> str:
    """Return what stands for packed pixels, which are the same in every sheet."""
    header = _chunk(b"IHDR", pack(">IIBBBBB", *size, _BITS, _COLOURS[colours][1], 0, 0, 0))
    with Image.open(BytesIO(_PNG + header + _chunk(b"IDAT", data) + _chunk(b"IEND", b""))) as image:
        return _sum_of(image)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))
