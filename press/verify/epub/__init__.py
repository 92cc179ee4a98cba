"""Reads a finished EPUB back: container, package, spine, pages, navigation document and NCX."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from press.verify.announced import NOTES, claims, spoken
from press.verify.epub.archive import open_archive
from press.verify.epub.lists import nav_entries, ncx_entries, unknown
from press.verify.epub.xmltree import CONTAINER, NCX, OPF, XHTML, UnreadableError, parse_xml
from press.verify.hiding import find_hiding
from press.verify.markup import HEADINGS, Page, broken_links, read_page
from press.verify.permitted import folded, squeezed
from press.verify.pictures import fault_of
from press.verify.piece import Heading, Kind, Link, Piece, Reading, Typeface, picture_of
from press.verify.surroundings import changing

_CONTAINER = "META-INF/container.xml"
_PAGE = "application/xhtml+xml"
_CONTENTS = "application/x-dtbncx+xml"
_STYLES = "text/css"
_FONTS = (b"wOF2", b"wOFF", b"OTTO", b"true", b"ttcf", b"\0\1\0\0")
"""How a font's file begins, of whatever kind."""

_NAVS = frozenset({"toc", "page-list", "landmarks"})
_OF_ITEMS = frozenset({"id", "href", "media-type", "properties"})


def read(data: bytes) -> Reading:
    """Return the pieces of an EPUB, its contents lists and what it says of itself.

    Raises nothing, whatever the bytes.
    """
    book = _Book(*open_archive(data))
    if book.files:
        book.read()
    return Reading(
        pieces=tuple(book.pieces),
        contents=book.contents,
        metadata=book.metadata,
        unread=tuple(dict.fromkeys(book.unread)),
        unseen=tuple(book.unseen),
        fonts=tuple(Typeface(name, data) for name, data in book.files.items() if data.startswith(_FONTS)),
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of the manifest; `name` is its file in the archive."""

    name: str
    media_type: str
    properties: frozenset[str]


@dataclass(slots=True)
class _Book:
    """The archive's files, and what is found in them."""

    files: dict[str, bytes]
    unread: list[str]
    pieces: list[Piece] = field(default_factory=list)
    unseen: list[tuple[str, str]] = field(default_factory=list)
    contents: dict[str, tuple[Heading, ...]] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    items: dict[str, _Item] = field(default_factory=dict)
    pages: dict[str, Element] = field(default_factory=dict)
    anchors: dict[str, dict[str, Element]] = field(default_factory=dict)
    markers: list[tuple[str, str, str]] = field(default_factory=list)

    def read(self) -> None:
        container = self._parsed(_CONTAINER, CONTAINER)
        roots = [] if container is None else list(container.iter("rootfile"))
        name = roots[0].attrib.get("full-path", "") if roots else ""
        if len(roots) != 1:
            self.unread.append(f"{_CONTAINER} names {len(roots)} packages, not one")
        package = self._parsed(name, OPF) if name else None
        if package is None:
            return
        self._manifest(package, name)
        self._about(package)
        for item in self.items.values():
            if item.media_type == _PAGE and (page := self._parsed(item.name, XHTML)) is not None:
                self.pages[item.name] = page
        self._spine(package)
        self._navigation()
        self._ncx(package)

    def _parsed(self, name: str, namespace: str) -> Element | None:
        """Return the tree of a file; where there is none, say why in `unread`."""
        if name not in self.files:
            self.unread.append(f"there is no file {name}")
            return None
        try:
            return parse_xml(self.files[name], namespace)
        except UnreadableError as error:
            self.unread.append(f"{name} could not be read: {error}")
            return None

    # --- the package ---

    def _manifest(self, package: Element, name: str) -> None:
        """Take in the manifest; it must name every file of the archive, and no other."""
        for entry in package.iterfind("manifest/item"):
            target, _ = _resolved(name, entry.attrib.get("href", ""))
            properties = frozenset(entry.attrib.get("properties", "").split())
            item = _Item(target, entry.attrib.get("media-type", ""), properties)
            if not _OF_ITEMS.issuperset(entry.attrib):
                self.unread.append(f"the manifest's {target} has something else shown or read aloud in its place")
            if entry.attrib.get("id", "") in self.items:
                self.unread.append(f"the manifest has the id {entry.attrib.get('id', '')} more than once")
            if target not in self.files:
                self.unread.append(f"the manifest names {target}, which is not in the archive")
            self.items[entry.attrib.get("id", "")] = item
        listed = {item.name for item in self.items.values()} | {"mimetype", name, _CONTAINER}
        for extra in self.files:
            if extra not in listed:
                self.unread.append(f"{extra} is in the archive, but not in the manifest")

    def _about(self, package: Element) -> None:
        self.unread += unknown(package)
        for entry in package.iterfind("metadata/*"):
            key = entry.attrib.get("name") or entry.attrib.get("property") or entry.tag
            value = entry.attrib.get("content", folded("".join(entry.itertext())))
            if "refines" not in entry.attrib:
                self.metadata.setdefault(key, value)
            if key.startswith("rendition:"):
                self.unread.append(f"the package has {key}, which changes how the pages are shown")
        self.metadata |= {
            "title": self.metadata.get("dc:title", ""),
            "lang": self.metadata.get("dc:language", ""),
            "description": self.metadata.get("dc:description", ""),
            "fingerprint": self.metadata.get("dcterms:identifier", ""),
            "author": "; ".join(
                folded("".join(e.itertext())) for e in package.iterfind("metadata/*") if e.tag == "dc:creator"
            ),
        }

    # --- the pages ---

    def _spine(self, package: Element) -> None:
        """Take in the pages in reading order, but for the cover and the contents."""
        entries = package.findall("spine/itemref")
        self._direction(package)
        names = [self._spine_name(entry) for entry in entries]
        if len(set(names)) < len(names):
            self.unread.append("a page stands in the reading order more than once")
        if not any(_is_cover(self.pages[name]) for name in names if name in self.pages):
            self.unread.append("there is no cover in the reading order")
        for name in names:
            if name in self.pages:
                self._page(name, self.pages[name])
        for item in self.items.values():
            if item.media_type == _PAGE and item.name not in names and "nav" not in item.properties:
                self.unread.append(f"{item.name} is not in the reading order")

    def _direction(self, package: Element) -> None:
        """Check that the pages turn the way in which their text runs."""
        spine = package.find("spine")
        turns = "" if spine is None else spine.attrib.get("page-progression-direction", "ltr")
        for name, page in self.pages.items():
            if page.attrib.get("dir", "ltr") != turns:
                self.unread.append(f"{name} runs {page.attrib.get('dir', 'ltr')}, the pages turn {turns}")

    def _spine_name(self, entry: Element) -> str:
        item = self.items.get(entry.attrib.get("idref", ""))
        if item is None or item.media_type != _PAGE:
            self.unread.append(f"the reading order names {entry.attrib.get('idref', '')!r}, which is no page")
            return ""
        if not {"idref", "linear", "id"}.issuperset(entry.attrib):
            self.unread.append(f"the reading order has {item.name} shown in a way that is not known here")
        aside = entry.attrib.get("linear", "yes") == "no"
        page = self.pages.get(item.name)
        if aside and "nav" not in item.properties and (page is None or not _is_cover(page)):
            self.unread.append(f"{item.name} is outside the reading order")
        return item.name

    def _page(self, name: str, root: Element) -> None:
        """Take in one page."""
        body = root.find("body")
        if body is None:
            self.unread.append(f"{name} has no body")
            return
        for lang in {root.attrib.get("lang", ""), root.attrib.get("xml:lang", "")}:
            if lang != self.metadata["lang"]:
                self.unread.append(f"{name} is marked as {lang or 'no language'}, the book as {self.metadata['lang']}")
        self.unread += [f"{name}: {reason}" for reason in changing(root)]
        hiding = find_hiding(root, self._sheets(name, root))
        self.unread += hiding.unread
        self.unseen += hiding.at_times
        if _is_cover(root):
            self._cover(name, body, read_page(body, hiding.always, hiding.unmarked))
        elif not self._is_navigation(name):
            self._body(name, root, read_page(body, hiding.always, hiding.unmarked))

    def _body(self, name: str, root: Element, page: Page) -> None:
        title = root.findtext("head/title", "")
        if folded(title) != self.metadata["title"]:
            self.unread.append(f"{name} has the title {title!r}, the book {self.metadata['title']!r}")
        self.unread += page.unread
        self.unseen += page.unseen
        self.markers += [(name, anchor, number) for anchor, number in page.markers]
        self._pictures(name, root)
        self._notes(name, root)
        inside = (link.target for piece in page.pieces for link in piece.links)
        self.unread += [f"{name}: {reason}" for reason in broken_links(root, inside)]
        self.pieces += [self._with_links(name, piece) for piece in page.pieces]

    def _notes(self, name: str, root: Element) -> None:
        """Check that calls lead to notes and notes are called: a reading system may show these over the page alone."""
        calls = {e: e.attrib.get("href", "") for e in root.iter("a") if e.attrib.get("epub:type") == "noteref"}
        for call, target in calls.items():
            note = self._anchors(name).get(target.removeprefix("#"))
            if note is not None and note.attrib.get("epub:type") != "footnote":
                self.unread.append(f"{name}: the call {spoken(call)!r} does not lead to a note: {target}")
        called = {*calls.values()}
        for note in root.iter():
            is_note = not NOTES.isdisjoint(note.attrib.get("epub:type", "").split())
            if is_note and (note.tag == "aside" or f"#{note.attrib.get('id', '')}" not in called):
                self.unread.append(f"{name}: {spoken(note)!r} is marked as a note, and no call leads to it")

    def _with_links(self, name: str, piece: Piece) -> Piece:
        """Return a piece whose links to other pages of the book are `#` and the anchor, as within a page.

        A picture has what stands for its bytes in the place of its address.
        """
        if piece.picture:
            return replace(piece, picture=picture_of(self.files.get(_resolved(name, piece.picture)[0], b"")))
        return replace(piece, links=tuple(self._link(name, link) for link in piece.links)) if piece.links else piece

    def _link(self, name: str, link: Link) -> Link:
        target, anchor = _resolved(name, link.target)
        if target not in self.pages or target == name:
            return link
        if anchor not in self._anchors(target):
            self.unread.append(f"the link {link.target} leads to nothing")
        return Link(f"#{anchor}", link.words)

    def _pictures(self, name: str, root: Element) -> None:
        images = {item.name for item in self.items.values() if item.media_type.startswith("image/")}
        for picture in root.iter("img"):
            target, _ = _resolved(name, picture.attrib.get("src", ""))
            if target not in images or target not in self.files:
                self.unread.append(f"{name}: the picture {spoken(picture)!r} is not in the book")
            elif fault := fault_of(self.files[target]):
                self.unread.append(f"{target} {fault}")

    def _sheets(self, name: str, root: Element) -> Iterator[str]:
        """Yield the style sheets of a page."""
        styles = {item.name for item in self.items.values() if item.media_type == _STYLES}
        for element in root.iter():
            if element.tag == "style":
                yield element.text or ""
            if element.tag == "link" and "stylesheet" in element.attrib.get("rel", ""):
                target, _ = _resolved(name, element.attrib.get("href", ""))
                if target in styles and target in self.files:
                    yield self.files[target].decode("utf-8", errors="replace")
                else:
                    self.unread.append(f"{name}: there is no style sheet {target}")

    def _cover(self, name: str, body: Element, page: Page) -> None:
        """Look for the picture that the cover is, and for words that say so."""
        self._pictures(name, body)
        marked = [item for item in self.items.values() if "cover-image" in item.properties]
        shown = [_resolved(name, picture.attrib.get("src", ""))[0] for picture in body.iter("img")]
        if len(marked) != 1 or shown != [item.name for item in marked]:
            self.unread.append(f"{name} does not show the one picture that the package marks as the cover")
        if page.unread or page.unseen or page.markers or [piece.kind for piece in page.pieces] != [Kind.FIGURE]:
            self.unread.append(f"{name} is not one picture with an alternative text")
        elif self.metadata["title"] not in page.pieces[0].text:
            self.unread.append(f"{name} does not name the book")
        else:
            self.metadata["cover_title"] = page.pieces[0].text

    # --- the contents ---

    def _is_navigation(self, name: str) -> bool:
        return any(item.name == name and "nav" in item.properties for item in self.items.values())

    def _navigation(self) -> None:
        """Take in the navigation document's contents."""
        names = [item.name for item in self.items.values() if "nav" in item.properties]
        if len(names) != 1 or names[0] not in self.pages:
            self.unread.append("there is no navigation document, or more than one")
            return
        root = self.pages[names[0]]
        hiding = find_hiding(root, self._sheets(names[0], root))
        lists = [nav for nav in root.iter("nav") if nav.attrib.get("epub:type") == "toc"]
        if len(lists) != 1 or any(part in hiding.always for part in lists[0].iter()):
            self.unread.append("the navigation document has no contents that a reader sees, or more than one")
            return
        heads, body = [*root.iter("h1")], root.find("body")
        self.metadata["contents_title"] = " ".join(map(spoken, heads))
        listed = {link for nav in root.iter("nav") if nav.attrib.get("epub:type") in _NAVS for link in nav.iter("a")}
        said = [spoken(part) for part in root.iter() if part in listed or part.tag == "h1"]
        if len(heads) > 1 or body is None or squeezed(spoken(body)) != squeezed("".join(said)):
            self.unread.append("the navigation document says more than its lists do")
        entries = [*nav_entries(lists[0], 0)]
        self.contents["navigation"] = tuple(heading for heading, _ in entries)
        self._targets(names[0], "navigation", entries)
        self.unread += claims(lists[0])
        self._page_list(names[0], root)
        self._landmarks(names[0], root)

    def _page_list(self, name: str, root: Element) -> None:
        """Check that the list of the printed sheet's pages leads to all markers in their order, counted from 1."""
        lists = [nav for nav in root.iter("nav") if nav.attrib.get("epub:type") == "page-list"]
        if len(lists) != 1:
            self.unread.append("the navigation document has no list of pages, or more than one")
            return
        self.metadata["pages_title"] = lists[0].attrib.get("aria-label", "")
        entries = [*nav_entries(lists[0], 0)]
        if [(*_resolved(name, link), heading) for heading, link in entries] != [
            (page, anchor, Heading(1, number)) for page, anchor, number in self.markers
        ]:
            self.unread.append("the list of pages does not lead to the places that are marked, one after the other")
        numbers = [number for _, _, number in self.markers]
        if not numbers or numbers != [str(number) for number in range(1, len(numbers) + 1)]:
            self.unread.append(f"the pages that are marked are not 1, 2 and so on, but {', '.join(numbers) or 'none'}")
        source = self.metadata.get("pageBreakSource", "")
        if not source or source != self.metadata.get("dc:source"):
            self.unread.append("the package does not say of which edition the pages are")

    def _landmarks(self, name: str, root: Element) -> None:
        """Check that each landmark leads to a page of its type, or to a heading in it, in the words that it has."""
        navs = [nav for nav in root.iter("nav") if nav.attrib.get("epub:type") == "landmarks"]
        if any(nav.attrib.get("aria-label", "") not in {"", self.metadata["contents_title"]} for nav in navs):
            self.unread.append("the landmarks are announced as something else than contents")
        for link in (link for nav in navs for link in nav.iter("a")):
            target, anchor = _resolved(name, link.attrib.get("href", ""))
            is_cover = target in self.pages and _is_cover(self.pages[target])
            heading = None if is_cover else self._heading_at(target, anchor)
            words = self.metadata.get("cover_title", "") if is_cover else "" if heading is None else spoken(heading)
            of_type = "cover" if is_cover else "toc" if target == name else ""
            said = link.attrib.get("epub:type", "")
            if squeezed(spoken(link)) != squeezed(words) or (said if said in {"cover", "toc"} else "") != of_type:
                self.unread.append(f"the landmark {spoken(link)!r} does not lead to what it says")

    def _ncx(self, package: Element) -> None:
        """Take in the contents for old readers."""
        spine = package.find("spine")
        item = self.items.get("" if spine is None else spine.attrib.get("toc", ""))
        if item is None or item.media_type != _CONTENTS:
            self.unread.append("there is no NCX")
            return
        root = self._parsed(item.name, NCX)
        top = None if root is None else root.find("navMap")
        if top is None:
            return
        entries = [*ncx_entries(top, 0)]
        self.contents["NCX"] = tuple(heading for heading, _ in entries)
        self._targets(item.name, "NCX", entries)

    def _targets(self, name: str, contents: str, entries: list[tuple[Heading, str]]) -> None:
        """Check that each entry leads to its heading."""
        for heading, link in entries:
            target, anchor = _resolved(name, link)
            found = self._heading_at(target, anchor)
            if found is None or folded("".join(found.itertext())) != heading.text:
                self.unread.append(f"the entry {heading.text!r} of the {contents} does not lead to its heading: {link}")

    def _heading_at(self, name: str, anchor: str) -> Element | None:
        """Return the heading that an anchor is on, or the first in what it is on; without one, the page's."""
        top = self._anchors(name).get(anchor) if anchor else self.pages.get(name)
        return None if top is None else next((element for element in top.iter() if element.tag in HEADINGS), None)

    def _anchors(self, name: str) -> dict[str, Element]:
        """Return the elements of a page that can be led to; none where there is no page."""
        if name not in self.anchors:
            found = self.pages[name].iter() if name in self.pages else ()
            self.anchors[name] = {element.attrib["id"]: element for element in found if "id" in element.attrib}
        return self.anchors[name]


@lru_cache(maxsize=1024)
def _resolved(base: str, link: str) -> tuple[str, str]:
    """Return the file of the archive that a link in `base` leads to, and the anchor in it; kept: many are the same."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return "", ""
    if parts.scheme or parts.netloc:
        return "", ""
    path = unquote(parts.path)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else base
    return target, unquote(parts.fragment)


def _is_cover(root: Element) -> bool:
    body = root.find("body")
    return body is not None and "cover" in body.attrib.get("epub:type", "").split()
