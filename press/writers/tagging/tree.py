"""The structure tree as plain values, and its way into a PDF."""

from dataclasses import dataclass, field
from typing import Any

import pydyf  # type: ignore[import-untyped]  # it has no types

from press.writers.tagging.foreign import PDF, Object
from press.writers.tagging.roles import STANDARD


@dataclass(frozen=True, slots=True)
class Content:
    """A marked-content sequence: its page, counted from 0, and its number on that page."""

    page: int
    mcid: int


@dataclass(slots=True, eq=False)
class Node:
    """A structure element; `owner` is the element around it, None for the document.

    `lang`, `alternative` and `actual` are Lang, Alt and ActualText, empty for none; `attributes` is the A entry;
    `annotations` are those of a Link, each with its page.
    """

    role: str
    owner: "Node | None" = None
    kids: "list[Node | Content]" = field(default_factory=list)
    lang: str = ""
    alternative: str = ""
    actual: str = ""
    id: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    annotations: list[tuple[int, Object]] = field(default_factory=list)

    def add(self, role: str, place: int | None = None) -> "Node":
        """Return a new element inside this one, the last or at `place`."""
        node = Node(role, self)
        self.kids.insert(len(self.kids) if place is None else place, node)
        return node


class Serialiser:
    """Adds a structure tree to a PDF, with the parent tree that leads back from content to structure."""

    def __init__(self, pdf: PDF) -> None:
        """Take the PDF, with its pages, to which the tree is to be added."""
        self.pdf = pdf
        self.pages = pdf.page_references
        self.owners: list[dict[int, bytes]] = [{} for _ in self.pages]
        self.annotated: list[bytes] = []
        self.ids: list[tuple[str, bytes]] = []

    def write(self, document: Node, counts: list[int]) -> None:
        """Write `document` and what is in it; `counts` is the number of marked contents of each page."""
        root, parents = self._new(Type="/StructTreeRoot"), self._new()
        root["K"] = pydyf.Array([self._element(document, root.reference).reference])
        root["ParentTree"] = parents.reference
        root["ParentTreeNextKey"] = len(self.pages) + len(self.annotated)
        root["RoleMap"] = pydyf.Dictionary({name: f"/{role}" for name, role in STANDARD.items()})
        if self.ids:
            names = [part for name, reference in sorted(self.ids) for part in (pydyf.String(name), reference)]
            root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
        parents["Nums"] = self._parents(counts)
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self.pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def _new(self, **entries: object) -> Object:
        dictionary = pydyf.Dictionary(entries)
        self.pdf.add_object(dictionary)
        return dictionary

    def _element(self, node: Node, parent: bytes) -> Object:
        """Add an element and all that is in it; return it."""
        element = self._new(Type="/StructElem", S=f"/{node.role}", P=parent)
        for key, value in (("Lang", node.lang), ("Alt", node.alternative), ("ActualText", node.actual)):
            if value:
                element[key] = pydyf.String(value)
        if node.attributes:
            element["A"] = pydyf.Dictionary(node.attributes)
        if node.id:
            element["ID"] = pydyf.String(node.id)
            self.ids.append((node.id, element.reference))
        home = next((kid.page for kid in node.kids if isinstance(kid, Content)), None)
        if home is not None:
            element["Pg"] = self.pages[home]
        element["K"] = pydyf.Array(
            [self._object(element, *annotation) for annotation in node.annotations]
            + [self._kid(element, kid, home) for kid in node.kids]
        )
        return element

    def _kid(self, element: Object, kid: Node | Content, home: int | None) -> Object:
        """Return the entry for a kid; content on the element's home page is a bare number."""
        if isinstance(kid, Node):
            return self._element(kid, element.reference).reference
        self.owners[kid.page][kid.mcid] = element.reference
        if kid.page == home:
            return kid.mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[kid.page], "MCID": kid.mcid})

    def _object(self, element: Object, page: int, annotation: Object) -> Object:
        """Return the entry for an annotation, and tell the annotation its place in the parent tree."""
        annotation["StructParent"] = len(self.pages) + len(self.annotated)
        self.annotated.append(element.reference)
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.pages[page]})

    def _parents(self, counts: list[int]) -> Object:
        """Return the parent tree: an array for each page, then the element of each annotation."""
        numbers = pydyf.Array()
        for page, (owners, count) in enumerate(zip(self.owners, counts, strict=True)):
            numbers += [page, pydyf.Array([owners.get(mcid, "null") for mcid in range(count)])]
        for number, reference in enumerate(self.annotated, len(self.pages)):
            numbers += [number, reference]
        return numbers
