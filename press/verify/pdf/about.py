"""What a PDF says of itself: its metadata, and its bookmarks."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import ParseError, fromstring

import pikepdf

from press.verify.pdf.foreign import Object, stream_bytes
from press.verify.piece import Heading

_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_DAY = len("2026-11-22")

MAX_BOOKMARKS = 10_000


def metadata(pdf: pikepdf.Pdf) -> tuple[dict[str, str], list[str]]:
    """Return `title`, `lang` and `reviewed` as the file gives them, and what of it cannot be relied on.

    Raises KeyError, TypeError, ValueError or pikepdf.PdfError for a damaged file.
    """
    found = {"title": str(pdf.docinfo.get("/Title", "")), "lang": str(pdf.Root.get("/Lang", ""))}
    if "/Metadata" not in pdf.Root:
        return found, ["there is no XMP metadata"]
    packet = stream_bytes(pdf.Root.Metadata)
    if b"<!" in packet:
        return found, ["the XMP metadata has declarations that are not read"]
    try:
        tree = fromstring(packet)  # noqa: S314 - without declarations there are no entities
    except ParseError as error:
        return found, [f"the XMP metadata cannot be read: {error}"]
    title = tree.findtext(f".//{_DC}title/{_RDF}Alt/{_RDF}li", "")
    found["reviewed"] = tree.findtext(f".//{_XMP}ModifyDate", "")[:_DAY]
    return found, [] if title == found["title"] else [f"the XMP metadata has another title: `{title}`"]


def bookmarks(pdf: pikepdf.Pdf, headings: Sequence[int]) -> tuple[tuple[Heading, ...], list[str]]:
    """Return the bookmarks, in order, and what is wrong with where they lead.

    `headings` are the pages of the headings in the text, which the bookmarks have to lead to.
    Raises KeyError, TypeError, ValueError or pikepdf.PdfError for a damaged file.
    """
    pages: dict[tuple[int, int], int] = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    entries = [*_entries(pdf.Root.get("/Outlines", pikepdf.Dictionary()), 1)]
    problems = [
        f"the bookmark `{entry['/Title']}` does not lead to its heading"
        for (_, entry), page in zip(entries, headings, strict=False)
        if not isinstance(entry.get("/Dest"), pikepdf.Array) or pages.get(entry["/Dest"][0].objgen) != page
    ]
    return tuple(Heading(level, str(entry["/Title"])) for level, entry in entries), problems


def _entries(parent: Object, level: int) -> Iterator[tuple[int, Object]]:
    """Yield bookmarks with their levels. Raises ValueError where they go in circles."""
    pending = [(level, parent["/First"])] if "/First" in parent else []
    count = 0
    while pending:
        depth, entry = pending.pop()
        count += 1
        if count > MAX_BOOKMARKS:
            raise ValueError("the bookmarks go in circles")
        yield depth, entry
        if "/Next" in entry:
            pending.append((depth, entry["/Next"]))
        if "/First" in entry:
            pending.append((depth + 1, entry["/First"]))
