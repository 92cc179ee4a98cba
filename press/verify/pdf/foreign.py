"""pikepdf's objects: a name for them, a file's pages and places, and the bytes of those that are streams."""

from typing import Any
from zlib import decompressobj

import pikepdf

Object = Any
"""What stands in a PDF: a dictionary, array, stream, name, string or number, as the file has it.

pikepdf.Object would be its type, but cannot say which of these it is; what a file has in its place is found out by
trying, and ends in KeyError, TypeError or ValueError.
"""

MAX_STREAM = 32 * 1024 * 1024
"""Bytes that a stream may come to: a small file can hold one that would fill all memory."""


def page_numbers(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """Return the number of each page of a file, from 0, by that of its object."""
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages)}


def named_places(pdf: pikepdf.Pdf) -> dict[str, Object]:
    """Return the places of a file that links can lead to, by their names."""
    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return {}
    return {str(name): place for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


def examine_packed_objects(pdf: pikepdf.Pdf) -> None:
    """Raise what `stream_bytes` raises where packed objects, or the places of all, are damaged: qpdf says nothing."""
    for stream in pdf.objects:
        kind = stream.get("/Type") if isinstance(stream, pikepdf.Stream) else None
        if kind == "/ObjStm":
            stream_bytes(stream)
        elif kind == "/XRef" and stream.get("/Filter") == "/FlateDecode":
            _unpacked(stream.read_raw_bytes())


def stream_bytes(stream: Object) -> bytes:
    """Return what a stream holds. Raises ValueError where it is too large, or written in a way that we never write.

    Raises zlib.error, and whatever pikepdf raises, for a damaged one.
    """
    raw: bytes = stream.read_raw_bytes()
    if "/Filter" not in stream:
        return raw
    if stream["/Filter"] != "/FlateDecode" or "/DecodeParms" in stream:
        raise ValueError("a stream is packed in an unknown way")
    return _unpacked(raw)


def _unpacked(raw: bytes) -> bytes:
    unpacker = decompressobj()
    data = unpacker.decompress(raw, MAX_STREAM)
    if not unpacker.eof:
        raise ValueError(f"a stream is cut short, or larger than {MAX_STREAM} bytes")
    return data
