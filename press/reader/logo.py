"""What a practice's logo may be: a picture of modest size."""

from press.reader.characters import Repertoire
from press.reader.picture import PictureError, examine, too_deep

MAX_BYTES = 256 * 1024
"""The largest logo: it stands in every web page and on every sheet."""

MAX_PIXELS = 4000
"""The longest side of a PNG: more than any printer shows of a logo, and little enough to be unpacked."""

MAX_DEPTH = 50
"""Groups in groups of an SVG."""

KINDS = (".png", ".svg")


def fault_of(name: str, data: bytes, repertoire: Repertoire | None = None) -> str:
    """Return what is wrong with a logo's file, with the remedy, or nothing. Raises nothing, whatever the bytes.

    `repertoire` are the characters that its words may have, None for any.
    """
    if not data:
        return "is not beside the practice's file, is a link, or is empty; put the file itself there"
    if len(data) > MAX_BYTES:
        return f"is larger than {MAX_BYTES // 1024} KiB; make it smaller, or draw it as an SVG"
    try:
        found = examine(name, data, repertoire)
    except PictureError as error:
        return str(error)
    if max(found.width, found.height) > MAX_PIXELS:
        return f"is wider or higher than {MAX_PIXELS} pixels; make it smaller"
    return too_deep(MAX_DEPTH) if found.depth > MAX_DEPTH else ""
