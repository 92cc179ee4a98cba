"""Reads a PDF back: the structure tree, through its marked content, to the characters of the glyphs.

WeasyPrint wrote the file; pikepdf (qpdf) takes it apart. The text is that of the glyphs which stand on the page; what
the file merely claims (ActualText) is held against them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

import pikepdf

from press.verify.pdf.about import bookmarks, metadata, misled
from press.verify.pdf.codes import read_codes
from press.verify.pdf.content import MARGINS, Page
from press.verify.pdf.covering import covered
from press.verify.pdf.doubts import doubts
from press.verify.pdf.fonts import UNKNOWN
from press.verify.pdf.foreign import examine_packed_objects
from press.verify.pdf.ink import hidden
from press.verify.pdf.interpreter import Interpreter
from press.verify.pdf.measuring import measure
from press.verify.pdf.pieces import Pieces
from press.verify.pdf.structure import StructureReader
from press.verify.pdf.words import joined
from press.verify.permitted import folded, squeezed
from press.verify.piece import Kind, Link, Reading, Typeface

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is looked at."""

_ADDRESS = re.compile(r"stream <[^>]*>")


def read(data: bytes) -> Reading:
    """Return what a PDF holds. Raises nothing, whatever the bytes: what cannot be read is said in `unread`."""
    if len(data) > MAX_BYTES:
        return Reading((), unread=(f"the file is larger than {MAX_BYTES} bytes",))
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False) as pdf:
            return _read(pdf, data)
    except Exception as error:  # noqa: BLE001 - a damaged file can make the library raise anything
        return Reading((), unread=(f"the file is damaged: {_what(error)}",))


def _what(error: Exception) -> str:
    """Return an error as a sentence that is the same in every run: pikepdf's names the object in memory."""
    return f"{type(error).__name__}: {_nameless(str(error))}"


def _nameless(message: str) -> str:
    return _ADDRESS.sub("the file", message)


def _read(pdf: pikepdf.Pdf, data: bytes) -> Reading:
    """Read a file that could be opened."""
    examine_packed_objects(pdf)
    unread = [*doubts(pdf)]
    interpreter = Interpreter()
    pages = [*_pages(pdf, interpreter, unread)]
    pieces = Pieces(pages)
    tree = None
    if "/StructTreeRoot" in pdf.Root:
        structure = StructureReader(pdf)
        tree = structure.read(pdf.Root.StructTreeRoot)
        pieces.gather(tree)
        unread += structure.problems
    else:
        unread.append("there is no structure tree")
    contents, lost = bookmarks(pdf, pieces.headings)
    titles = [folded(piece.text) for piece in pieces.found if piece.kind is Kind.HEADING]
    unread += misled(pdf, [*zip(titles, pieces.headings, strict=False)])
    about, contradictions = metadata(pdf)
    unread += [*lost, *contradictions, *pieces.unread, *_outside(pages, pieces.heads)]
    for place, text in read_codes(data, pieces.dense).items():
        pieces.found[place] = replace(pieces.found[place], links=(Link(text),))
    nameless = [piece.text for piece in pieces.found if UNKNOWN in piece.text]
    unread += [f"a glyph without a character stands in `{text}`" for text in nameless]
    unread += [f"the file is damaged: {_nameless(str(warning))}" for warning in pdf.get_warnings()]
    return Reading(
        pieces=tuple(pieces.found),
        contents={"bookmarks": contents},
        metadata=about,
        pages=tuple(joined(page.artifact_runs(*MARGINS)) if page else "" for page in pages),
        unread=tuple(dict.fromkeys(unread)),
        unseen=(
            *pieces.unseen,
            *(part for page in pages if page for run in page.artifact_runs(*MARGINS) for part in run.hidden),
            *covered(pages, pieces.figures),
            *hidden(data, pages, pieces.figures),
        ),
        fonts=tuple(Typeface(font.name, font.program, font.texts, font.widths) for font in interpreter.fonts.values()),
        measures=measure(pages, tree, about["lang"]) if tree else None,
    )


def _pages(pdf: pikepdf.Pdf, interpreter: Interpreter, unread: list[str]) -> Iterator[Page | None]:
    """Yield what is on each page, None where it cannot be read."""
    for number, page in enumerate(pdf.pages):
        try:
            yield interpreter.read(number, page)
        except Exception as error:  # noqa: BLE001 - as in `read`; the other pages are worth reading
            unread.append(f"page {number + 1} cannot be read: {_what(error)}")
            yield None


def _outside(pages: Sequence[Page | None], heads: set[str]) -> Iterator[str]:
    """Yield the text outside the structure that is no head or foot, and no table's head once more."""
    again = re.compile(f"(?:{'|'.join(map(re.escape, sorted(heads)))})*" if heads else "")
    for number, page in enumerate(pages, 1):
        if not page:
            continue
        for kind in ("Pagination", "Layout"):
            text = joined(page.artifact_runs(kind))
            if text and (kind == "Layout" or not again.fullmatch(squeezed(text))):
                yield f"page {number}: `{text}` is outside the structure"
        if page.stray.runs:
            yield f"page {number}: `{joined(page.stray.runs)}` is not marked"
