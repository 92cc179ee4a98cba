"""Walks a page's tree, of whichever format, to the pieces that a reader of it is given.

The tree is of `xml.etree.ElementTree.Element`s whose tags and attributes have no namespace but `epub:` and `xml:`.
What is not known here, an element, a role, a label that says something else than the words, is named as unread:
whether a reader is given the words could not be told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from press.verify.announced import AROUND, INLINE, LANGUAGES, claims, spoken
from press.verify.permitted import folded, is_anchor_of, squeezed
from press.verify.piece import BOXES, Foreign, Kind, Link, Piece

MAX_DEPTH = 100
"""Elements within one another: twice what the deepest article needs, and far from the recursion limit."""

_SILENT = frozenset({"script", "style", "template", "meta", "link", "title", "col", "colgroup", "wbr"})
"""The elements without words for a reader."""

_CELLS = frozenset({"th", "td"})

HEADINGS = {f"h{level}": level for level in range(1, 7)}

_MILLIMETRES = re.compile(r"(\d+(?:\.\d+)?)mm")

_MARKER = {"role": "doc-pagebreak", "epub:type": "pagebreak"}
_OF_MARKERS = frozenset({*_MARKER, "id", "aria-label"})


@dataclass(slots=True)
class Page:
    """What was found in a page, in reading order, pictures with their addresses.

    `markers` are the anchor and number of each printed page that begins.
    """

    pieces: list[Piece] = field(default_factory=list)
    markers: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    unseen: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """Where the walk is: what the next words are, and what stands around them."""

    kind: Kind = Kind.PARAGRAPH
    mark: str = ""
    level: int = 0
    depth: int = 0
    quoted: int = 0
    box: str = ""

    def within(self, kind: Kind = Kind.PARAGRAPH, *, mark: str = "", level: int = 0, lists: int = 0) -> "_Place":
        return _Place(kind, mark, level, self.depth + lists, self.quoted, self.box)

    def piece(self, text: str, links: Sequence[Link] = (), foreign: Sequence[Foreign] = ()) -> Piece:
        around = self.level, self.depth, self.quoted, self.mark
        return Piece(self.kind, text, "", *around, tuple(links), tuple(foreign), self.box)


def read_page(
    body: Element, hidden: Mapping[Element, str], unmarked: AbstractSet[Element], skip: Element | None = None
) -> Page:
    """Return what a reader is given of a body.

    `hidden` are the elements that are not shown, with the reason; `unmarked` the lists and items whose bullets or
    numbers are not shown; `skip` is an element to pass over: the link that leads past the page's head.
    """
    walk = _Walk(body, hidden, unmarked, skip)
    walk.page.unread += claims(body)
    place = _Place()
    walk.flow(body, place)
    walk.flush(place)
    return walk.page


class _Walk:
    """One walk over a page; `words`, `links` and `foreign` are those of the piece that is open."""

    def __init__(
        self, body: Element, hidden: Mapping[Element, str], unmarked: AbstractSet[Element], skip: Element | None
    ) -> None:
        self.hidden, self.unmarked, self.skip = hidden, unmarked, skip
        self.anchors = {element.attrib["id"]: element for element in body.iter() if "id" in element.attrib}
        self.page = Page()
        self.words: list[str] = []
        self.links: list[Link] = []
        self.foreign: list[Foreign] = []

    def flow(self, element: Element, place: _Place) -> None:
        """Take in an element's text and children."""
        self.words.append(element.text or "")
        for child in element:
            if child is not self.skip:
                self._element(child, place)
            self.words.append(child.tail or "")

    def flush(self, place: _Place, *, force: bool = False) -> None:
        """End the open piece, if it has words or a link, or in any case; what comes next is a paragraph."""
        text = folded("".join(self.words))
        if text or self.links or force:
            self.page.pieces.append(place.piece(text, self.links, self.foreign))
            place.kind, place.mark, place.level = Kind.PARAGRAPH, "", 0
        self.words, self.links, self.foreign = [], [], []

    def _element(self, element: Element, place: _Place) -> None:
        if element in self.hidden:
            if words := spoken(element):
                self.page.unseen.append((words, self.hidden[element]))
            if element.tag in {"col", "colgroup"}:
                self.page.unread.append(f"a column of a table is hidden: {self.hidden[element]}")
            return
        if _is_marker(element):
            self.page.markers.append((element.attrib["id"], element.attrib["aria-label"]))
            return
        tag = element.tag
        self.page.unread += claims(element)
        if tag == "a" and "href" in element.attrib and not spoken(element):
            self.page.unread.append(f"the link {element.attrib['href']} has no words")
        if tag == "br":
            self.words.append(" ")
        elif tag in _SILENT:
            return
        elif tag in INLINE:
            self._inline(element, place)
        else:
            self.flush(place)
            self._block(element, place)
            self.flush(place)

    def _inline(self, element: Element, place: _Place) -> None:
        attributes = element.attrib
        if element.tag == "a" and "href" in attributes:
            links, number = self.links, len(self.links)
            links.append(Link(attributes["href"]))
            links[number] = Link(attributes["href"], self._within(element, place))
        elif not LANGUAGES.isdisjoint(attributes):
            lang = " ".join(sorted({attributes[name] for name in LANGUAGES if name in attributes}))
            foreign, number = self.foreign, len(self.foreign)
            foreign.append(Foreign(lang, ""))
            foreign[number] = Foreign(lang, self._within(element, place))
        else:
            self.flow(element, place)

    def _within(self, element: Element, place: _Place) -> str:
        """Take in an inline element; return its words, or those before a block in it, which is in none of ours."""
        words, start = self.words, len(self.words)
        self.flow(element, place)
        return folded("".join(words[start:]))

    def _block(self, element: Element, place: _Place) -> None:
        match element.tag:
            case "p" | "figure":
                self.flow(element, place)
            case tag if tag in AROUND and (box := _box_of(element)):
                self._whole(element, replace(place.within(), box=box))
            case tag if tag in AROUND:
                self.flow(element, place)
            case "ul" | "ol":
                self._settle(place)
                self._list(element, place)
            case "blockquote":
                self._settle(place)
                self._whole(element, replace(place.within(), quoted=place.quoted + 1))
            case "table":
                self._settle(place)
                self._table(element, place)
            case "dl":
                self._settle(place)
                self._definitions(element, place)
            case "pre":
                self._settle(place)
                self._whole(element, place.within(Kind.CODE))
            case "figcaption":
                self._whole(element, place.within(Kind.CAPTION))
            case tag if tag in HEADINGS:
                self._named(element)
                self._whole(element, place.within(Kind.HEADING, level=HEADINGS[tag]), force=True)
            case _:
                self._drawn(element, place)

    def _named(self, heading: Element) -> None:
        """See to it that links to a heading are links to its words: the title's anchor is no words' own."""
        anchor = heading.attrib.get("id", "")
        if anchor and heading.tag != "h1" and not is_anchor_of(anchor, spoken(heading)):
            self.page.unread.append(f"the heading {spoken(heading)!r} has the anchor {anchor} of another")

    def _settle(self, place: _Place) -> None:
        """Let an item or a definition be without words where it begins with something that is no paragraph."""
        if place.kind is not Kind.PARAGRAPH:
            self.flush(place, force=True)

    def _whole(self, element: Element, place: _Place, *, force: bool = False) -> None:
        """Take in an element that is a place of its own; with `force`, also one without words."""
        self.flow(element, place)
        self.flush(place, force=force and place.kind is not Kind.PARAGRAPH)

    def _drawn(self, element: Element, place: _Place) -> None:
        """Take in what is no text: a picture, lines to write on, a break; anything else is not known."""
        match element.tag:
            case "img":
                alternative = folded(element.attrib.get("alt", ""))
                if not alternative:
                    self.page.unread.append("a picture has no alternative text")
                figure = place.within(Kind.FIGURE).piece(alternative)
                self.page.pieces.append(replace(figure, picture=element.attrib.get("src", "")))
            case "svg":
                self._lines(element, place)
            case "hr":
                pass
            case _:
                self.page.unread.append(f"the element <{element.tag}> is not known here")
                self.flow(element, place)

    def _lines(self, drawing: Element, place: _Place) -> None:
        label = folded(drawing.attrib.get("aria-label", ""))
        if drawing.attrib.get("role") != "img" or not label or folded("".join(drawing.itertext())):
            self.page.unread.append("a drawing has no role and label, or has text in it")
        places = {_rule_at(part, drawing) if part not in self.hidden else None for part in drawing}
        if None in places:
            self.page.unread.append("a drawing has something else than lines from side to side")
        self.page.pieces.append(place.within(Kind.LINES, mark=str(len(places - {None}))).piece(label))

    def _list(self, element: Element, place: _Place) -> None:
        number = _whole_number(element.attrib.get("start", "1"))
        if {"reversed", "type"} & set(element.attrib):
            self.page.unread.append("a list counts in a way that is not known here")
        for item in self._parts(element, place, {"li"}):
            number = _whole_number(item.attrib["value"]) if "value" in item.attrib else number
            written = _written_mark(item)
            plain = "" if {element, item} & self.unmarked else "•" if element.tag == "ul" else f"{number}."
            inner = place.within(Kind.ITEM, mark=plain if written is None else self._seen(written), lists=1)
            if written is None:
                self._whole(item, inner, force=True)
            else:
                self._marked(item, written, inner)
            number += 1

    def _seen(self, mark: Element) -> str:
        """Return what a written mark says, nothing where any of it is not shown."""
        return "" if any(part in self.hidden for part in mark.iter()) else spoken(mark)

    def _marked(self, item: Element, mark: Element, place: _Place) -> None:
        """Take in an item but for its written mark, which may be a way back to what led to the item."""
        for part in mark.iter():
            self.page.unread += claims(part)
            target = self.anchors.get(part.attrib.get("href", "")[1:])
            if part.tag == "a" and (target is None or target.attrib.get("href") != f"#{item.attrib.get('id', '')}"):
                self.page.unread.append(f"the mark {spoken(mark)} does not lead back to where it was called")
        self.words.append(mark.tail or "")
        for child in item[1:]:
            self._element(child, place)
            self.words.append(child.tail or "")
        self.flush(place, force=place.kind is Kind.ITEM)

    def _parts(self, element: Element, place: _Place, tags: AbstractSet[str]) -> Iterator[Element]:
        """Yield the children that an element is made of; read and name what else stands between them."""
        self.words.append(element.text or "")
        for child in element:
            if child.tag in tags and child not in self.hidden:
                self.flush(place)
                self.page.unread += claims(child)
                yield child
            else:
                if child.tag not in _SILENT and child not in self.hidden:
                    self.page.unread.append(f"<{child.tag}> stands right in <{element.tag}>")
                self._element(child, place)
            self.words.append(child.tail or "")
        self.flush(place)

    def _definitions(self, element: Element, place: _Place) -> None:
        for part in self._parts(element, place, {"dt", "dd", "div"}):
            if part.tag == "div":
                self._definitions(part, place)
            else:
                kind = Kind.TERM if part.tag == "dt" else Kind.MEANING
                self._whole(part, place.within(kind), force=True)

    def _table(self, element: Element, place: _Place) -> None:
        """Take in a table; its rows count from 1, a head's from 0. A foot is not known: it would be shown last.

        On a small screen cells stand below one another, each behind what its `data-head` says: that is its header.
        """
        row = 1
        cells = [cell for line in element.findall("thead/tr") for cell in line]
        heads = [squeezed(spoken(cell)) for cell in cells if cell.tag in _CELLS and cell not in self.hidden]
        for part in self._parts(element, place, {"thead", "tbody", "caption", "colgroup"}):
            if part.tag in {"caption", "colgroup"}:
                self._whole(part, place.within(Kind.CAPTION))
                continue
            row -= part.tag == "thead"
            for line in self._parts(part, place, {"tr"}):
                self._row(line, row, place, heads, is_head=part.tag == "thead")
                row += 1

    def _row(self, line: Element, row: int, place: _Place, heads: Sequence[str], *, is_head: bool) -> None:
        """Take in a row: header cells are those of the head, and below a corner without words those that name rows."""
        for column, cell in enumerate(self._parts(line, place, _CELLS), 1):
            said, header = cell.attrib.get("data-head", ""), "".join(heads[column - 1 : column])
            if not is_head and squeezed(said) not in {header, f"{header}:"}:
                self.page.unread.append(f"the cell {row}.{column} of a table stands under `{said}`")
            is_name = not is_head and column == 1 and len(heads) > 1 and not heads[0]
            if ((is_head or is_name) and bool(spoken(cell))) != (cell.tag == "th"):
                self.page.unread.append(
                    f"the cell {row}.{column} of a table is <{cell.tag}>: who listens hears another table"
                )
            scope = "row" if is_name and cell.tag == "th" else "col"
            if cell.attrib.get("scope", "col") != scope:
                what = "row" if scope == "row" else "column"
                self.page.unread.append(
                    f"the cell {row}.{column} of a table is the header of something else than its {what}"
                )
            if {cell.attrib.get("colspan", "1"), cell.attrib.get("rowspan", "1")} != {"1"}:
                self.page.unread.append(f"the cell {row}.{column} of a table spans others")
            self._whole(cell, place.within(Kind.CELL, mark=f"{row}.{column}"), force=True)


def _box_of(element: Element) -> str:
    """Return which box an element is by its classes, if it is called by its label; all, where these are several."""
    classes = element.attrib.get("class", "").split()
    if "aria-labelledby" not in element.attrib or not {"box", "crisis"} & {*classes}:
        return ""
    return " ".join(name for name in classes if name in BOXES)


def _is_marker(element: Element) -> bool:
    """Return whether an element says where a printed page begins: without words, and with a number for who listens."""
    attributes = element.attrib
    return (
        element.tag == "span"
        and set(attributes) == _OF_MARKERS
        and all(attributes[name] == value for name, value in _MARKER.items())
        and _whole_number(attributes["aria-label"]) > 0
        and not len(element)
        and not element.text
    )


def broken_links(root: Element, links: Iterable[str]) -> Iterator[str]:
    """Yield the links within a document that lead nowhere, and the anchors that stand twice."""
    anchors = Counter(element.attrib["id"] for element in root.iter() if "id" in element.attrib)
    for link in dict.fromkeys(links):
        if link.startswith("#") and link[1:] not in anchors:
            yield f"the link {link} leads to nothing"
    twice = [anchor for anchor, count in anchors.items() if count > 1]
    if twice:
        yield f"the anchors {', '.join(twice)} stand more than once"


def _rule_at(part: Element, drawing: Element) -> float | None:
    """Return how far down in a drawing a line goes from side to side; None for anything else."""
    sides = part.attrib.get("x1"), part.attrib.get("x2"), part.attrib.get("stroke"), part.attrib.get("style")
    ends = [_MILLIMETRES.fullmatch(value) for value in (part.attrib.get("y1", ""), part.attrib.get("y2", ""))]
    height = _MILLIMETRES.fullmatch(drawing.attrib.get("height", ""))
    if part.tag != "line" or sides != ("0", "100%", "currentColor", None) or None in {*ends, height}:
        return None
    first, second, bottom = (float(match[1]) for match in (*ends, height) if match)
    return first if first == second <= bottom else None


def _written_mark(item: Element) -> Element | None:
    """Return the element that an item's mark is written in, if it begins with one."""
    first = item[0] if len(item) and not folded(item.text or "") else None
    is_mark = first is not None and first.tag == "span" and "mark" in first.attrib.get("class", "").split()
    return first if is_mark else None


def _whole_number(text: str) -> int:
    """Return the number that an attribute gives; 0 where it gives none, which no list of ours begins with."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0  # noqa: PLR2004 - as CommonMark
