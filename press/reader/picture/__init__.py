"""What a picture may be: a PNG, a JPEG or an SVG that shows the same everywhere, at rest, by itself.

Nothing is drawn to find that out: a file is walked along its parts, by the standard library alone.
"""

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import unquote

from press.reader.characters import Repertoire, bad_characters
from press.reader.picture.drawing import MAX_PARTS, svg, too_deep
from press.reader.picture.found import MAX_PIXELS, Picture, PictureError
from press.reader.picture.pixels import jpeg, png

__all__ = ["MAX_PARTS", "PictureError", "examine", "name_of", "too_deep"]

_NOTE = b"version https://git-lfs.github.com/"
_LETTERS = (
    "has words in letters that join, run from right to left or carry marks, which would be printed one by one; "
    "save it with its words as paths, or as PNG"
)


def name_of(address: str, names: Collection[str]) -> str:
    """Return the name of the file that a parser's `address` (`br%C3%BCcke.png`) means, as it is spelt among `names`.

    A Mac may write `ü` as two characters where an editor types one. What is not there is returned as it is read.
    """
    plain = unquote(address)
    spelt = {unicodedata.normalize("NFC", name): name for name in names}
    return next((spelt[word] for word in (address, unicodedata.normalize("NFC", plain)) if word in spelt), plain)


def examine(name: str, data: bytes, repertoire: Repertoire | None = None) -> Picture:
    """Look at a picture's bytes. `name` ends as one of `press.model.pictures` does.

    `repertoire` are the characters that its words may have, None for any.
    Raises PictureError where it is not fit to be shown, and nothing else, whatever the bytes.
    """
    if not data:
        raise PictureError("is an empty file; save it anew")
    if data.startswith(_NOTE):
        raise PictureError("is Git LFS's note of where the picture is kept; fetch the picture itself with git lfs pull")
    ending = name.rpartition(".")[2].lower()
    found = svg(data) if ending == "svg" else png(data) if ending == "png" else jpeg(data)
    if found.width * found.height > MAX_PIXELS:
        raise PictureError(f"has more than {MAX_PIXELS // 1_000_000} million pixels; make it smaller")
    words = re.sub("[\ufe0e\ufe0f]", "", found.words)  # they ask for colours, which show in a picture
    for _, message in bad_characters(words, repertoire) if repertoire else ():
        raise PictureError(f"has a text in which {message}")
    if any(unicodedata.bidirectional(letter) in {"R", "AL", "NSM"} for letter in words):
        raise PictureError(_LETTERS)
    return found
