"""From the boxes that were laid out to the blocks with which pages begin."""

from collections.abc import Iterator, Mapping, Sequence

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from press.writers.tagging.foreign import Box, Document, Element


def first_blocks(document: Document, blocks: Sequence[Element]) -> tuple[int, ...]:
    """Return for each page the place in `blocks` (elements, in document order) of the first one that begins on it.

    A block begins where the first of its words, pictures or lines stands; what is in a block inside it is not its own.
    For a page on which none begins it is the block that runs over it. The places never go down from page to page.
    """
    places = {element: place for place, element in enumerate(blocks)}
    begun: set[int] = set()
    starts: list[int] = []
    for page in document.pages:
        shown = set(_shown(page._page_box, None, places))  # noqa: SLF001 - see __init__
        least = starts[-1] if starts else 0
        starts.append(max(min(shown - begun or shown, default=least), least))
        begun |= shown
    return tuple(starts)


def _shown(box: Box, around: int | None, places: Mapping[Element, int]) -> Iterator[int]:
    """Yield the place of the innermost block around each text and picture in a box."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001 - see __init__
    if isinstance(box, boxes.MarginBox):
        return
    here = places.get(box.element, around)
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        if here is not None:
            yield here
        return
    for child in box.children:
        yield from _shown(child, here, places)
