"""Links: one annotation for each link and page, however many lines it runs over, with words that can be read out."""

from dataclasses import dataclass, field

import pydyf  # type: ignore[import-untyped]  # it has no types
from weasyprint.formatting_structure import boxes

from press.writers.tagging.foreign import PDF, Box, Object
from press.writers.tagging.tree import Node


@dataclass(slots=True)
class Links:
    """The links of a document; `notes` are the ids of the footnotes that were called so far."""

    notes: set[str] = field(default_factory=set)
    _lines: dict[tuple[Node, int], list[Object]] = field(default_factory=dict)
    _spare: list[tuple[int, Object]] = field(default_factory=list)

    def add(self, node: Node, page: int, box: Box) -> None:
        """Take the annotation that WeasyPrint made for a box: a line of a link, or something inside the link.

        What is in a box of several lines, such as a number to call in a narrow column, is not all on the link's line.
        """
        if box.element.tag == "a":
            box.link_annotation["Contents"] = pydyf.String(" ".join("".join(box.element.itertext()).split()))
        elif not isinstance(box, boxes.InlineBlockBox) or len(box.children) == 1:
            self.drop(page, box)
            return
        while node.role != "Link" and node.owner:
            node = node.owner
        self._lines.setdefault((node, page), []).append(box.link_annotation)

    def drop(self, page: int, box: Box) -> None:
        """Take away the annotation of a box: what it is for has another, or is no content."""
        self._spare.append((page, box.link_annotation))

    def merge(self, pdf: PDF) -> None:
        """Make one annotation of those of each link on each page, and give it to the link's node."""
        for (node, page), (first, *others) in self._lines.items():
            if others:
                _cover(first, others)
                self._spare += [(page, other) for other in others]
            node.annotations.append((page, first))
        for page, annotation in self._spare:
            on_page = pdf.objects[int(pdf.page_references[page].split()[0])]["Annots"]
            on_page.remove(annotation.reference)
            # The object cannot be taken out again: the others are numbered by their place.
            annotation.clear()


def _cover(annotation: Object, others: list[Object]) -> None:
    """Have an annotation cover the lines of the others too."""
    areas = [_corners(part["Rect"]) for part in (annotation, *others)]
    lefts, bottoms, rights, tops = zip(*areas, strict=True)
    annotation["Rect"] = pydyf.Array((min(lefts), min(bottoms), max(rights), max(tops)))
    # Corners in the order that readers expect, which is not the one in the standard: left to right, top to bottom.
    quads = [(x, top, u, top, x, bottom, u, bottom) for x, bottom, u, top in areas]
    annotation["QuadPoints"] = pydyf.Array([number for quad in quads for number in quad])


def _corners(area: Object) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of an area given by any two opposite corners."""
    x, y, u, v = area
    return min(x, u), min(y, v), max(x, u), max(y, v)
