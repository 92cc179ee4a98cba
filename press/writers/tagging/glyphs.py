"""What the glyphs on a page say, to a machine that reads them one after the other."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from struct import unpack

from press.writers.tagging.foreign import PDF, Font, Object, Stream

_GLYPHS = re.compile(rb"<([0-9a-f]+)>")
"""Glyphs drawn one after the other: four hexadecimal digits are the number of one."""

_SINGLE, _LIGATURES = 1, 4
"""Kinds of substitution: of a glyph by another, and of several by one (OpenType, `GSUB`)."""

_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def mended(build: Callable[..., Object]) -> Callable[..., Object]:
    """Return WeasyPrint's function that writes a PDF's fonts, with each glyph's own text in them.

    Of characters that are set together (a lam, its vowel and an alef; a shin with its points) WeasyPrint gives one
    glyph the text of all and the others none, and so wherever else they stand.
    """

    def build_mended(pdf: PDF, fonts: Mapping[str, Font], *options: object) -> Object:
        for font in fonts.values():
            shared = [glyph for glyph, text in font.to_unicode.items() if _may_be_shared(text)]
            font.to_unicode.update(_own_texts(font.file_content, shared) if shared else {})
        return build(pdf, fonts, *options)

    return build_mended


def _may_be_shared(text: str) -> bool:
    """Return whether a glyph's text is none, or one with a mark, but no Latin letter with its accent in one."""
    if text.isascii():
        return not text
    letters = unicodedata.normalize("NFD", text)
    is_one = len(text) == 1 and unicodedata.bidirectional(letters[0]) == "L"
    return any(map(unicodedata.combining, letters[1:])) and not is_one


def _own_texts(program: bytes, numbers: Sequence[int]) -> dict[int, str]:
    """Return the texts that a font has for glyphs: their characters, or those of which they are forms or ligatures.

    Glyphs' names are not asked: DejaVu's for a shadda with a kasra says another vowel.
    """
    from fontTools import ttLib  # noqa: PLC0415 - slow to load, and not before WeasyPrint

    with ttLib.TTFont(BytesIO(program), lazy=True) as font:
        # A form of a letter, or a ligature, may be a character of its own.
        characters = font.getBestCmap().items()
        texts = {name: unicodedata.normalize("NFKC", chr(char)).strip() for char, name in characters}
        lookups = font["GSUB"].table.LookupList.Lookup if "GSUB" in font else ()
        singles = [table for lookup in lookups if lookup.LookupType == _SINGLE for table in lookup.SubTable]
        for name, form in [pair for table in singles for pair in table.mapping.items()]:
            if name in texts:
                texts.setdefault(form, texts[name])  # such as a letter's form at the end of a word
        for first, ligature in [
            (first, ligature)
            for lookup in lookups
            if lookup.LookupType == _LIGATURES
            for table in lookup.SubTable
            for first, ligatures in table.ligatures.items()
            for ligature in ligatures
        ]:
            parts = [texts.get(name, "") for name in (first, *ligature.Component)]
            if all(parts):
                texts.setdefault(ligature.LigGlyph, "".join(parts))
        own = {number: texts.get(font.getGlyphName(number), "") for number in numbers}
    return {number: text for number, text in own.items() if text}


def spelled(stream: Stream, fonts: Mapping[str, Mapping[int, str]]) -> dict[int, str]:
    """Return the text of each marked content of a page's stream, by its number, in the order of drawing.

    `fonts` gives for each font, by its name, the text of each of its glyphs.
    """
    texts: dict[int, str] = {}
    glyphs: Mapping[int, str] = {}
    current: int | None = None
    for place, item in enumerate(stream):
        if not isinstance(item, bytes):
            continue
        if item == b"BDC":
            current = stream[place - 1].get("MCID")
            if current is not None:
                texts[current] = ""
        elif item == b"EMC":
            current = None
        elif item.endswith(b" Tf"):
            glyphs = fonts[item[1:].split(b" ", 1)[0].decode()]
        elif item.endswith(b" TJ") and current is not None:
            texts[current] += _text(item, glyphs)
    return texts


def _text(item: bytes, glyphs: Mapping[int, str]) -> str:
    numbers = bytes.fromhex(b"".join(_GLYPHS.findall(item)).decode())
    return "".join([glyphs.get(glyph, "") for glyph in unpack(f">{len(numbers) // 2}H", numbers)])


def says(drawn: str, text: str) -> bool:
    """Return whether glyphs that read as `drawn` can be left to speak for `text`: in order, and the same."""
    return drawn.replace("\xa0", " ") == text.replace("\xa0", " ") and not _is_right_to_left(text)


def _is_right_to_left(text: str) -> bool:
    """Return whether anything in a text runs from right to left, so that glyphs stand in another order."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)
