"""pikepdf's objects: a name for them, and the bytes of those that are streams."""

from typing import Any
from zlib import decompressobj

Object = Any
"""What stands in a PDF: a dictionary, array, stream, name, string or number, as the file has it.

pikepdf.Object would be its type, but cannot say which of these it is; what a file has in its place is found out by
trying, and ends in KeyError, TypeError or ValueError.
"""

MAX_STREAM = 32 * 1024 * 1024
"""Bytes that a stream may come to: a small file can hold one that would fill all memory."""


def stream_bytes(stream: Object) -> bytes:
    """Return what a stream holds. Raises ValueError where it is too large, or written in a way that we never write.

    Raises zlib.error, and whatever pikepdf raises, for a damaged one.
    """
    raw: bytes = stream.read_raw_bytes()
    if "/Filter" not in stream:
        return raw
    if stream["/Filter"] != "/FlateDecode" or "/DecodeParms" in stream:
        raise ValueError("a stream is packed in an unknown way")
    unpacker = decompressobj()
    data = unpacker.decompress(raw, MAX_STREAM)
    if not unpacker.eof:
        raise ValueError(f"a stream is cut short, or larger than {MAX_STREAM} bytes")
    return data
