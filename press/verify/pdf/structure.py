"""The structure tree of a PDF as plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pikepdf

from press.languages import is_right_to_left
from press.verify.pdf.doubts import ROLES, Entries, of_element, of_tree, of_way_back
from press.verify.pdf.foreign import Object, named_places, page_numbers
from press.verify.pdf.matrix import Area

MAX_DEPTH = 150
"""How deeply structure may be nested; what we write is far under it."""

HEADINGS = {f"H{level}": level for level in range(1, 7)}
_INLINE = frozenset({"Span", "Link", "Reference", "Quote", "Em", "Strong"})


class Mark(NamedTuple):
    """A reference to marked content: its page, counted from 0, and its number there."""

    page: int
    number: int


@dataclass(slots=True)
class Element:
    """A structure element: `role` is its type, a standard one or one of ours; `links` are the targets in it.

    `number` is its own in the file. `lang` is the language that it changes to, empty for none; `is_rtl` is whether its
    language, or that of what it stands in, is written from right to left. `scope` is what a header cell heads, its
    column where it does not say, `numbering` how a list says that it counts, `box` where a picture says that it is.
    `said` is what is read aloud for each of the links' annotations.
    """

    role: str
    number: tuple[int, int] = (0, 0)
    kids: "list[Element | Mark]" = field(default_factory=list)
    alternative: str = ""
    actual: str = ""
    lang: str = ""
    is_block: bool = False
    is_rtl: bool = False
    column_span: int = 1
    numbering: str = "None"
    box: Area | None = None
    scope: str = "Column"
    links: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    areas: list[tuple[int, tuple[float, ...]]] = field(default_factory=list)

    def marks(self) -> Iterator[Mark]:
        """Yield all references to content in this element, in order."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            else:
                yield from kid.marks()


def is_inline(kid: Element | Mark) -> bool:
    """Return whether this stands in a line, between words or as words."""
    return isinstance(kid, Mark) or kid.role in _INLINE or (kid.role == "Code" and not kid.is_block)


class StructureReader:
    """Reads the structure tree of one file; `problems` is what is not known of it, or wrong, a sentence each."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Take the file, and note its pages and the names in it that links can lead to."""
        self.pdf = pdf
        self.pages = page_numbers(pdf)
        self.annotations: dict[tuple[int, int], int] = {
            annotation.objgen: number
            for number, page in enumerate(pdf.pages)
            for annotation in page.obj.get("/Annots", [])
        }
        self.names = {name for name, place in named_places(pdf).items() if _home(place).objgen in self.pages}
        self.lang = str(pdf.Root.get("/Lang", ""))
        self.problems: list[str] = []
        self._mapped: set[str] = set()
        self._links: list[tuple[int, tuple[int, int]]] = []
        self._owners: list[tuple[int, int, tuple[int, int]]] = []
        self._seen: set[tuple[int, int]] = set()

    def read(self, root: Object) -> Element:
        """Return the tree under a structure root, as an element of role `Document`.

        Raises KeyError, TypeError, ValueError, AttributeError or pikepdf.PdfError for a damaged one.
        """
        tree = Element("Document", is_rtl=is_right_to_left(self.lang))
        self.problems += of_tree(root)
        self._mapped = {str(key)[1:] for key in root.get("/RoleMap", {}).keys()}  # noqa: SIM118 - no mapping
        self._kids(root["/K"], tree, None, 0)
        self.problems += of_way_back(self.pdf, root, self._owners, self._links)
        for objgen, page in self.annotations.items():
            if objgen not in self._seen:
                self.problems.append(f"page {page + 1}: an annotation belongs to no structure element")
        return tree

    def _kids(self, kids: Object, element: Element, page: int | None, depth: int) -> None:
        """Read what stands in an element, whose content is on `page` where it does not say."""
        if depth > MAX_DEPTH:
            raise ValueError(f"the structure is nested more than {MAX_DEPTH} deep")
        for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                self._mark(page, kid, element)
                continue
            entries = dict(kid.items())
            if "/Obj" in entries and element.role != "Link":
                self.problems.append(f"a link is a {element.role} in the structure")
            if "/MCID" in entries:
                if "/Stm" in entries:
                    raise ValueError("content has no page")
                home = self.pages[entries["/Pg"].objgen] if "/Pg" in entries else page
                self._mark(home, int(entries["/MCID"]), element)
            elif "/Obj" in entries:
                self._annotation(entries["/Obj"], element)
            elif "/S" in entries:
                element.kids.append(self._element(kid, entries, page, depth + 1, is_rtl=element.is_rtl))
            else:
                raise ValueError("the structure holds something unknown")

    def _mark(self, page: int | None, number: int, element: Element) -> None:
        """Note that content of a page belongs to an element."""
        if page is None:
            raise ValueError("content has no page")
        element.kids.append(Mark(page, number))
        self._owners.append((page, number, element.number))

    def _element(self, source: Object, entries: Entries, page: int | None, depth: int, *, is_rtl: bool) -> Element:
        """Read an element, of which these are the entries, and all that is in it; `is_rtl` as of what is around."""
        element = Element(str(entries["/S"])[1:], source.objgen, is_rtl=is_rtl)
        if element.number in self._seen and element.number != (0, 0):
            raise ValueError("a structure element stands in two places")
        self._seen.add(element.number)
        if f"/{element.role}" in ROLES and element.role not in self._mapped:
            self.problems.append(f"a {element.role} of the structure stands for no type that readers know")
        attributes = dict(entries["/A"].items()) if "/A" in entries else {}
        self.problems += of_element(element.role, entries, attributes, self.lang)
        if "/Lang" in entries:
            element.lang = str(entries["/Lang"])
            element.is_rtl = is_right_to_left(element.lang)
        element.alternative = str(entries.get("/Alt", ""))
        element.actual = str(entries.get("/ActualText", ""))
        if attributes:
            element.is_block = attributes.get("/Placement") == "/Block"
            element.numbering = str(attributes.get("/ListNumbering", "/None"))[1:]
            element.box = Area(*map(float, attributes["/BBox"])) if "/BBox" in attributes else None
            element.column_span = int(attributes.get("/ColSpan", 1))
            element.scope = str(attributes.get("/Scope", "/Column"))[1:]
        if "/Pg" in entries:
            page = self.pages[entries["/Pg"].objgen]
        if "/K" in entries:
            self._kids(entries["/K"], element, page, depth)
        return element

    def _annotation(self, annotation: Object, element: Element) -> None:
        """Note a link's target and the areas on the page that lead there."""
        self._seen.add(annotation.objgen)
        self._links.append((int(annotation.get("/StructParent", -1)), element.number))
        if annotation.get("/Subtype") != "/Link" or annotation.objgen not in self.annotations:
            self.problems.append("the structure refers to an annotation that is no link on a page")
            return
        target = self._target(annotation)
        if target not in element.links:
            element.links.append(target)
        element.said.append(str(annotation.get("/Contents", "")))
        area = [float(number) for number in annotation["/Rect"]]
        corners = [float(number) for number in annotation.get("/QuadPoints", area)]
        if any(abs(one - other) > 1 for one, other in zip(bounds(area), bounds(corners), strict=True)):
            self.problems.append("a link lies elsewhere for readers that do not look at its lines")
        element.areas.append((self.annotations[annotation.objgen], tuple(corners)))

    def _target(self, annotation: Object) -> str:
        """Return where a link leads: an address, or `#` and the name of a place in the file."""
        action = annotation.get("/A", pikepdf.Dictionary())
        if action.get("/S") == "/URI":
            return str(action["/URI"])
        place = annotation.get("/Dest")
        if not isinstance(place, pikepdf.String) or str(place) not in self.names:
            self.problems.append("a link leads nowhere")
            return ""
        return f"#{place}"


def bounds(corners: Sequence[float]) -> Area:
    """Return the area that has these corners."""
    return Area(min(corners[0::2]), min(corners[1::2]), max(corners[0::2]), max(corners[1::2]))


def _home(place: Object) -> Object:
    """Return the page that a place is on."""
    return (place["/D"] if isinstance(place, pikepdf.Dictionary) else place)[0]
