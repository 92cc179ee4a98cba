"""From the boxes that were laid out to the structure tree: an element is one node, however many boxes it has."""

from typing import Any

import pydyf  # type: ignore[import-untyped]  # it has no types
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from press.errors import RenderError
from press.writers.tagging.foreign import PDF, Box, Document, Element, Page, PageStream, Stream
from press.writers.tagging.glyphs import says, spelled
from press.writers.tagging.links import Links
from press.writers.tagging.roles import BLOCKS, INLINE, NUMBERING, SCOPES, TRANSPARENT, WORDLESS
from press.writers.tagging.tree import Content, Node, Serialiser

_SVG = "{http://www.w3.org/2000/svg}svg"
_POINTS = 0.75
"""Points in a CSS pixel."""

_HEADER = {"Type": "/Pagination", "Subtype": "/Header"}
_FOOTER = {"Type": "/Pagination", "Subtype": "/Footer"}
_REPEATED = {"Type": "/Pagination"}
_DECORATION = {"Type": "/Layout"}


def add_tags(pdf: PDF, document: Document, _version: object, streams: list[PageStream]) -> None:
    """Give a PDF its structure tree; takes the place of WeasyPrint's function of the same name.

    Raises RenderError for an element that has no structure, and for content that would stand outside the tree.
    """
    walk = _Walk()
    fonts = {font.hash: font.to_unicode for font in document.fonts.values()}
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        walk.page(number, page, stream, fonts)
    walk.links.merge(pdf)
    Serialiser(pdf).write(walk.document, [len(stream._tags) for stream in streams])  # noqa: SLF001 - see __init__


class _Walk:
    """The tree as far as it has grown, over all pages, and what belongs to the page under way."""

    def __init__(self) -> None:
        self.document = Node("Document")
        self.nodes: dict[tuple[Element, str], Node] = {}
        self.heads: dict[Element, Box] = {}
        self.links = Links()
        self.number = 0
        self.height = 0.0
        self.marks: dict[Box, dict[str, Any]] = {}
        self.texts: dict[int, str] = {}
        self.artifacts: dict[int, dict[str, str]] = {}
        self.placed: set[int] = set()

    def page(self, number: int, page: Page, stream: PageStream, fonts: dict[str, dict[int, str]]) -> None:
        """Take up a page (`number` from 0), and make artifacts of what in its stream is none of the handout's.

        Raises RenderError for what has no place in the structure.
        """
        self.number, self.height = number, page.height
        self.marks = stream._tags  # noqa: SLF001 - see __init__
        self.texts = spelled(stream.stream, fonts)
        self.artifacts, self.placed = {}, set()
        if len(self.texts) != len(self.marks):
            raise RenderError("text is drawn in a group, where no reader finds it: a style sheet sets an opacity")
        self._box(page._page_box, self.document)  # noqa: SLF001 - see __init__
        lost = set(self.texts) - self.placed - set(self.artifacts)
        if lost:
            raise RenderError(f"page {number + 1}: no place in the structure for {self.texts[min(lost)]!r}")
        _set_artifacts(stream.stream, self.artifacts)

    def _box(self, box: Box, parent: Node) -> None:
        """Place a box, and all that is in it, under `parent`."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 - see __init__
        if isinstance(box, boxes.MarginBox):
            self._artifact(box, _HEADER if box.at_keyword.startswith("@top") else _FOOTER)
        elif isinstance(box, boxes.TextBox):
            self._text(box, parent)
        elif isinstance(box, boxes.ReplacedBox):
            self._picture(box, parent)
        elif self._is_repeated(box):
            self._artifact(box, _REPEATED)
        else:
            node = self._node(box, parent)
            for child in box.children:
                self._box(child, node)

    def _artifact(self, box: Box, properties: dict[str, str]) -> None:
        """Take a box, and all that is in it, out of the handout's content."""
        for part in (box, *box.descendants(placeholders=True)):
            inner = part._box if isinstance(part, AbsolutePlaceholder) else part  # noqa: SLF001 - see __init__
            if inner in self.marks:
                self.artifacts[self.marks[inner]["mcid"]] = properties
            if inner.link_annotation:
                self.links.drop(self.number, inner)

    def _is_repeated(self, box: Box) -> bool:
        """Return whether a box is a table's head again, in a further column or on a further page."""
        return box.element_tag == "thead" and self.heads.setdefault(box.element, box) is not box

    def _text(self, box: Box, parent: Node) -> None:
        """Place a run of text; where its glyphs do not spell it, under a Span that does."""
        mark = self.marks.get(box)
        if mark is None:
            if box.text.strip():
                raise RenderError(f"{box.text!r} was laid out but not drawn")
            return
        if parent.role in WORDLESS:
            if box.text.strip():
                raise RenderError(f"{box.text!r} stands in no paragraph, but loose in a {parent.role}")
            self.artifacts[mark["mcid"]] = _DECORATION
            return
        if not says(self.texts[mark["mcid"]], box.text):
            parent = parent.add("Span")
            parent.actual = box.text
        self._content(mark["mcid"], parent)

    def _content(self, mcid: int, parent: Node) -> None:
        parent.kids.append(Content(self.number, mcid))
        self.placed.add(mcid)

    def _picture(self, box: Box, parent: Node) -> None:
        """Place a picture under a Figure with its alternative; without one it is decoration."""
        element = box.element
        alternative = element.get("aria-label" if element.tag == _SVG else "alt", "")
        if not alternative or element.get("role") in {"none", "presentation"}:
            self._artifact(box, _DECORATION)
            return
        node = parent.add("Figure")
        node.alternative = alternative
        left, top = box.content_box_x() * _POINTS, (self.height - box.content_box_y()) * _POINTS
        corners = (left, top - box.height * _POINTS, left + box.width * _POINTS, top)
        node.attributes = {"O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(corners)}
        self._content(self.marks[box]["mcid"], node)

    def _node(self, box: Box, parent: Node) -> Node:
        """Return the node that takes what is in a box: its element's, or `parent` where it has none."""
        element = box.element
        if element is None or isinstance(box, boxes.LineBox):
            return parent
        tag, _, pseudo = box.element_tag.partition("::")
        if pseudo == "marker":
            return self._mark(element, self.nodes[element, "body"])
        if pseudo == "before" and tag == "td":
            return self._header(element, parent)
        node = self._element(tag, element, box, parent)
        if box.link_annotation:
            self.links.add(node, self.number, box)
        if node is not parent and element.get("lang") and not node.lang:
            node.lang = element.get("lang")
        return node

    def _element(self, tag: str, element: Element, box: Box, parent: Node) -> Node:
        """Return an element's node, a new one where it has none yet."""
        if (element, "body") in self.nodes:
            return self.nodes[element, "body"]
        match tag:
            case _ if tag in TRANSPARENT or (tag == "code" and parent.role == "Code"):
                node = parent
            case _ if tag in INLINE:
                node = self._inline(element, parent)
            case _ if tag in BLOCKS:
                node = self._new(element, parent, BLOCKS[tag])
                node.attributes = _attributes(node.role, element, box)
            case "li":
                node = self._item(element, parent)
            case "dt":
                node = self._new(element, parent.add("DI"), "DT")
            case "dd":
                node = self._new(element, _last_entry(parent), "DD")
            case "a":
                node = self._link(element, parent)
            case "code":
                node = self._new(element, parent, "Code")
            case _:
                raise RenderError(f"there is no PDF structure for the element <{tag}>")
        return node

    def _new(self, element: Element, parent: Node, role: str) -> Node:
        node = self.nodes[element, "body"] = parent.add(role)
        return node

    def _inline(self, element: Element, parent: Node) -> Node:
        """Return the node of words inside a line: an item's mark, a Span for a change of language, or `parent`."""
        if "mark" in element.get("class", "").split() and parent.role in {"LBody", "Note"}:
            if parent.kids and (element, "mark") not in self.nodes:
                raise RenderError("an item's mark has to be the first thing in the item")
            return self._mark(element, parent)
        return self._new(element, parent, "Span") if element.get("lang") else parent

    def _mark(self, element: Element, body: Node) -> Node:
        """Return the label of the item whose body is `body`."""
        if (element, "mark") not in self.nodes:
            item = body
            while item.role != "LI" and item.owner:
                item = item.owner
            self.nodes[element, "mark"] = item.add("Lbl", 0)
        return self.nodes[element, "mark"]

    def _header(self, element: Element, cell: Node) -> Node:
        """Return the label of a cell that says its header once more, in a table whose cells stand below one another."""
        if (element, "header") not in self.nodes:
            self.nodes[element, "header"] = cell.add("Lbl")
        return self.nodes[element, "header"]

    def _item(self, element: Element, parent: Node) -> Node:
        """Return the body of a list's item; a footnote's is a Note, as the standard wants it."""
        body = self._new(element, parent.add("LI"), "LBody")
        name = element.get("id", "")
        if name in self.links.notes:
            body = self._new(element, body, "Note")
            body.id = name
        return body

    def _link(self, element: Element, parent: Node) -> Node:
        """Return a link's node; the call of a note or a source is a Reference as well."""
        if not element.get("href"):
            return parent
        if element.get("role") in {"doc-noteref", "doc-biblioref"}:
            parent = parent.add("Reference")
        if element.get("role") == "doc-noteref":
            self.links.notes.add(element.get("href").removeprefix("#"))
        return self._new(element, parent, "Link")


def _last_entry(definitions: Node) -> Node:
    """Return the last entry of a definition list, which its term has begun."""
    kid = definitions.kids[-1] if definitions.kids else None
    if not isinstance(kid, Node) or kid.role != "DI":
        raise RenderError("a definition stands before its term")
    return kid


def _attributes(role: str, element: Element, box: Box) -> dict[str, Any]:
    """Return the attributes that a structure element needs, besides its role."""
    match role:
        case "L" | "DL":
            style = box.style["list_style_type"]
            numbering = NUMBERING.get(style) if isinstance(style, str) and role == "L" else None
            return {"O": "/List", "ListNumbering": f"/{numbering or 'None'}"}
        case "TH" | "TD":
            spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
            scope = {"Scope": SCOPES[element.get("scope", "col")]} if role == "TH" else {}
            entries = scope | {key: count for key, count in spans.items() if count != 1}
            return {"O": "/Table"} | entries if entries else {}
        case "Code":
            return {"O": "/Layout", "Placement": "/Block"}
        case _:
            return {}


def _set_artifacts(stream: Stream, artifacts: dict[int, dict[str, str]]) -> None:
    """Turn marked contents, by their numbers, into artifacts with these properties."""
    for place, item in enumerate(stream):
        if item == b"BDC" and stream[place - 1].get("MCID") in artifacts:
            properties = artifacts[stream[place - 1]["MCID"]]
            stream[place - 2 : place] = ["/Artifact", pydyf.Dictionary(properties)]
