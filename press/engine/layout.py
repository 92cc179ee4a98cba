"""Patches of WeasyPrint's layout of pages, blocks and lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from press.engine.patches import Patch, Pin, edited

Box = Any
"""weasyprint.formatting_structure.boxes.Box."""


def _sequences() -> None:
    """Have what is asked of many boxes, or of many margins, asked in a loop."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415 - not before it is loaded
    from weasyprint.layout import block  # noqa: PLC0415

    def descendants(box: Box, placeholders: bool = False) -> Iterator[Box]:  # noqa: FBT001, FBT002 - theirs
        waiting = [box]
        while waiting:
            found = waiting.pop()
            if isinstance(found, boxes.Box):
                yield found
                waiting.extend(reversed(found.children))
            elif placeholders:
                waiting.append(found._box)  # noqa: SLF001 - what stands at its place, as a placeholder answers itself
            else:
                yield found

    def page_values(box: Box) -> tuple[str, str]:
        return page_at(box, iter), page_at(box, reversed)

    def page_at(box: Box, order: Callable[[Sequence[Box]], Iterator[Box]]) -> str:
        own: str = box.style["page"]
        for child in order(box.children):
            if child.is_in_normal_flow() or child.is_floated():
                if type(child).page_values is page_values:
                    return page_at(child, order) or own
                start, end = child.page_values()
                return (start if order is iter else end) or own
        return own

    def collapse_margin(adjoining_margins: Iterable[float]) -> float:
        highest: float = 0
        lowest: float = 0
        for margin in adjoining_margins:
            if margin > highest:
                highest = margin
            elif margin < lowest:
                lowest = margin
        return highest + lowest

    boxes.Box.descendants = descendants
    boxes.ParentBox.page_values = page_values
    block.collapse_margin = collapse_margin


def _collisions() -> None:
    """Have a line on a page without floats begin where its paragraph does."""
    from weasyprint.formatting_structure.boxes import LineBox  # noqa: PLC0415 - not before it is loaded
    from weasyprint.layout import inline  # noqa: PLC0415

    stock = inline.avoid_collisions

    def avoid_collisions(
        context: Any,  # noqa: ANN401 - a LayoutContext
        box: Box,
        containing_block: Box,
        outer: bool = True,  # noqa: FBT001, FBT002 - WeasyPrint's signature
    ) -> tuple[float, float, float]:
        if context.excluded_shapes or outer or not isinstance(box, LineBox) or box.style["float"] != "none":
            found: tuple[float, float, float] = stock(context, box, containing_block, outer)
            return found
        edge = containing_block.content_box_x()
        left, right = edge + box.margin_left, edge + containing_block.width - box.margin_right
        start = left if containing_block.style["direction"] == "ltr" else right
        return start - box.margin_left, box.border_box_y() - box.margin_top, right - left

    inline.avoid_collisions = avoid_collisions


_MARGIN_BOXES = Pin(
    "weasyprint.layout.page:make_margin_boxes", "4a2d2e301eb3bc47c2812d1502d4d6ce3b65922a76e69fb45c11a5ae353198a7", 131
)
_ASKED = """\
        style = context.style_for(page.page_type, at_keyword)
"""
_ASKED_IF_GENERATED = """\
        rules = context.style_for.get_cascaded_styles().get((page.page_type, at_keyword), {})
        is_warned_of = may_be_warned_of_by_the_press(rules)
        if not is_warned_of and 'content' not in rules:
            box = boxes.MarginBox(at_keyword, page.style.anonymous_style)
            box.is_generated = False
            return box
"""
_COPIED = "            margin_state = copy.deepcopy(state)\n"
_COPIED_AT_ONCE = """\
            quote_depth, counter_values, counter_scopes, page_groups = state
            counters = {name: list(values) for name, values in counter_values.items()}
            margin_state = (list(quote_depth), counters, list(map(set, counter_scopes)), page_groups)
"""
_RESOLVED = """\
        resolve_percentages(box, containing_block)
        if not box.is_generated:
            box.width = box.height = 0
            for side in ('top', 'right', 'bottom', 'left'):
                box._reset_spacing(side)
        return box
"""
_RESOLVED_IF_GENERATED = """\
        if box.is_generated or is_warned_of:
            resolve_percentages(box, containing_block)
        return box
"""
_VARIABLE = """\
        # We need the three boxes together for the variable dimension:
"""
_EMPTY_RESOLVED = """\
        for box in side_boxes:
            if not box.is_generated:
                box.style = context.style_for(page.page_type, box.at_keyword) or box.style
                _standardize_page_based_counters(box.style, box.at_keyword)
                resolve_percentages(box, containing_block)
                box.width = box.height = 0
                for side in ('top', 'right', 'bottom', 'left'):
                    box._reset_spacing(side)
"""


def _margins() -> None:
    """Have the empty boxes in a page's margins styled and measured where a neighbour is not empty."""
    from weasyprint import css, layout  # noqa: PLC0415 - not before it is loaded

    def may_be_warned_of(rules: Mapping[str, tuple[Any, Any]]) -> bool:
        return any(isinstance(value, css.Pending) or css.check_math(value) for value, _ in rules.values())

    vars(layout.page)["may_be_warned_of_by_the_press"] = may_be_warned_of
    layout.make_margin_boxes = layout.page.make_margin_boxes = edited(
        _MARGIN_BOXES,
        *((_ASKED, _ASKED_IF_GENERATED + _ASKED), (_COPIED, _COPIED_AT_ONCE), (_RESOLVED, _RESOLVED_IF_GENERATED)),
        (_VARIABLE, _EMPTY_RESOLVED + _VARIABLE),
    )


LAYOUT = (
    Patch(
        name="collisions",
        reason="Each line is placed three times among the floats around it. Where there are none, it begins where its "
        "paragraph does.",
        pins=(
            Pin(
                "weasyprint.layout.float:avoid_collisions",
                "5fc7793c573af328ffa88757d08f1641b19832805a1e48aa8b8204530c477e5d",
                111,
            ),
        ),
        apply=_collisions,
    ),
    Patch(
        name="margins",
        reason="A page has sixteen boxes in its margins. WeasyPrint computes the style of each and measures it; one "
        "whose rules name no content counts only beside one that has some, of which we have four.",
        pins=(_MARGIN_BOXES,),
        apply=_margins,
    ),
    Patch(
        name="sequences",
        reason="WeasyPrint walks through a page's boxes, looks for a block's first and last page, and collapses margins"
        " by functions within functions, one for each box and value. A loop gives the same, in the same order.",
        pins=(
            Pin(
                "weasyprint.formatting_structure.boxes:Box.descendants",
                "c15a877f61361343c932e5da7b45520292364eb2447365d7fa166e1d3ac8987f",
                8,
            ),
            Pin(
                "weasyprint.formatting_structure.boxes:Box.page_values",
                "b788b7536da4b528da8cff37aea700f2d6c7da4651ffbe99d062a16f7413a93a",
                3,
            ),
            Pin(
                "weasyprint.formatting_structure.boxes:ParentBox.page_values",
                "9bcfda076d1961e69bd5318c361da815e589a2b0316bc074f04414082dc6a564",
                18,
            ),
            Pin(
                "weasyprint.layout.block:collapse_margin",
                "c91ad56f81717b09e3a76bb59ab5799feeb449e3a263f039a6a6df4853e33334",
                7,
            ),
        ),
        apply=_sequences,
    ),
)
