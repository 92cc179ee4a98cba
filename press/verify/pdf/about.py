"""What a PDF says of itself: its metadata, and its bookmarks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias
from xml.etree.ElementTree import ParseError, fromstring

import pikepdf

from press.verify.pdf.foreign import Object, named_places, page_numbers, stream_bytes
from press.verify.permitted import anchor_of, folded, is_anchor_of
from press.verify.piece import Heading

_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"

_KEYWORDS = "{http://ns.adobe.com/pdf/1.3/}Keywords"

_ABOUT = frozenset({"/Title", "/Author", "/Subject", "/Keywords", "/Producer", "/CreationDate", "/ModDate"})
_XMP = frozenset(
    f"{{{namespace}}}{name}"
    for namespace, names in (
        (_DC[1:-1], "title creator description identifier"),
        (_RDF[1:-1], "RDF Description Alt Seq Bag li about parseType"),
        ("adobe:ns:meta/", "xmpmeta"),
        ("http://www.w3.org/XML/1998/namespace", "lang"),
        ("http://ns.adobe.com/pdf/1.3/", "Producer"),
        ("http://ns.adobe.com/xap/1.0/", "CreateDate ModifyDate"),
        ("http://www.aiim.org/pdfa/ns/id/", "part conformance"),
        ("http://www.aiim.org/pdfua/ns/id/", "part"),
        ("http://www.aiim.org/pdfa/ns/extension/", "schemas"),
        ("http://www.aiim.org/pdfa/ns/schema#", "schema namespaceURI prefix property"),
        ("http://www.aiim.org/pdfa/ns/property#", "name valueType category description"),
    )
    for name in names.split()
)
_BOOKMARK = frozenset({"/Title", "/Parent", "/Prev", "/Next", "/First", "/Last", "/Count", "/Dest"})
"""The entries that are known of what a file says of itself, there and in XMP, and of a bookmark."""

MAX_BOOKMARKS = 10_000

_XYZ = 4
"""The length of a place that says how high on its page it is."""

Place: TypeAlias = tuple[int, float]
"""Where a heading stands: its page, from 0, and how high its top is, in points."""

_NEAR = 40.0
"""Points between a heading and the place that its bookmark leads to: what is above it in its box, at the most."""


def metadata(pdf: pikepdf.Pdf) -> tuple[dict[str, str], list[str]]:
    """Return `title`, `author`, `lang`, `description`, `fingerprint`, `keywords` if there are any, and what is wrong.

    Raises KeyError, TypeError, ValueError or pikepdf.PdfError for a damaged file.
    """
    found = {key: str(pdf.docinfo.get(f"/{key.capitalize()}", "")) for key in ("title", "author")}
    found["description"] = str(pdf.docinfo.get("/Subject", ""))
    if "/Keywords" in pdf.docinfo:
        found["keywords"] = str(pdf.docinfo.Keywords)
    found["lang"] = str(pdf.Root.get("/Lang", ""))
    if "/Metadata" not in pdf.Root:
        return found, ["there is no XMP metadata"]
    packet = stream_bytes(pdf.Root.Metadata)
    if b"<!" in packet:
        return found, ["the XMP metadata has declarations that are not read"]
    try:
        tree = fromstring(packet)  # noqa: S314 - without declarations there are no entities
    except ParseError as error:
        return found, [f"the XMP metadata cannot be read: {error}"]
    found["fingerprint"] = tree.findtext(f".//{_DC}identifier", "")
    problems = [f"the file says of itself {key}, which is not known here" for key in {*pdf.docinfo.keys()} - _ABOUT]
    said = "".join(item.text or "" for item in tree.iter(_KEYWORDS))
    if said != found.get("keywords", ""):
        problems.append(f"the XMP metadata has other keywords: `{said}`")
    names = {item.tag for item in tree.iter()} - {_KEYWORDS} | {name for item in tree.iter() for name in item.attrib}
    problems += [f"the XMP metadata says {name}, which is not known here" for name in names - _XMP]
    for name, key in (("title", "title"), ("creator", "author"), ("description", "description")):
        said = "; ".join(folded(item.text or "") for item in tree.iterfind(f".//{_DC}{name}//{_RDF}li"))
        if said != folded(found[key]):
            problems.append(f"the XMP metadata has another {key}: `{said}`")
    return found, sorted(problems)


def bookmarks(pdf: pikepdf.Pdf, headings: Sequence[Place]) -> tuple[tuple[Heading, ...], list[str]]:
    """Return the bookmarks, in order, and what is wrong with where they lead.

    `headings` are the places of the headings in the text, which the bookmarks have to lead to.
    Raises KeyError, TypeError, ValueError or pikepdf.PdfError for a damaged file.
    """
    pages = page_numbers(pdf)
    entries = [*_entries(pdf.Root.get("/Outlines", pikepdf.Dictionary()))]
    problems = [
        f"the bookmark `{entry['/Title']}` does not lead to its heading"
        for (_, entry), heading in zip(entries, headings, strict=False)
        if not _BOOKMARK.issuperset(entry.keys()) or not _leads_to(entry.get("/Dest"), pages, heading)
    ]
    return tuple(Heading(level, str(entry["/Title"])) for level, entry in entries), problems


def _leads_to(place: Object, pages: Mapping[tuple[int, int], int], heading: Place) -> bool:
    """Return whether a place in the file is at the top of a heading, give or take."""
    page, top = heading
    if not isinstance(place, pikepdf.Array) or pages.get(place[0].objgen) != page or len(place) < _XYZ:
        return False
    return abs(float(place[3]) - top) <= _NEAR


def misled(pdf: pikepdf.Pdf, headings: Sequence[tuple[str, Place]]) -> Iterator[str]:
    """Yield the names of places that are called after a heading and lead elsewhere.

    `headings` are the headings' words and places; one whose words stand more than once is left out. A name may
    be something else's by right (`note-a` is a footnote's): then another of the heading's names has to lead to it.
    """
    pages = page_numbers(pdf)
    anchors = [anchor_of(words) for words, _ in headings]
    places = named_places(pdf)
    for anchor, (words, heading) in zip(anchors, headings, strict=True):
        if anchors.count(anchor) != 1 or anchor not in places or _leads_to(places[anchor], pages, heading):
            continue
        others = (place for name, place in places.items() if is_anchor_of(name, words))
        if not any(_leads_to(place, pages, heading) for place in others):
            yield f"the links to `{words}` lead elsewhere"


def _entries(outlines: Object) -> Iterator[tuple[int, Object]]:
    """Yield bookmarks with their levels. Raises ValueError where they go in circles."""
    pending = [(1, outlines["/First"])] if "/First" in outlines else []
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
