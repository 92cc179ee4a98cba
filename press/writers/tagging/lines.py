"""Lines that WeasyPrint 70 ends in the wrong place, put right.

Its `split_first_line` takes a text for one that cannot be broken, and sets its first word alone, where an element comes
behind the text in its line, and the words have about as much room as they need, but not the space at their end; or
where the last of them has a no-break space behind it, so that it belongs to that element, which has no room.
And it may return a line that is wider than its room by what kerning took off before a space: where an element stands
before the text in its line, that line is ended before the element.

Its `split_inline_level` takes each text in a line's first element for the beginning of the line, where a word that is
too long may be broken: so was a bold word in a link, for which there was no room behind the words before it. And it
takes none behind that element for it: a long word that is bold in part ran into the margin.

Its `remove_last_whitespace` moves all of a line, or nothing of it, by the width of the space that it takes away, as if
all words ran in one direction: a line began in the margin where it ended in Latin words among Arabic ones.
"""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from press.writers.tagging.foreign import Style

_Line: TypeAlias = tuple[Any, int, int | None, float, float, float]
"""The line's layout, its bytes, those to skip for the next one (None: no text is left), width, height and baseline."""

_KERNING = 0.1
"""More than kerning takes off, and less than a word takes up; of the font's size."""

_stock, _stock_level, _stock_removal = (
    inline.split_first_line,
    inline.split_inline_level,
    inline.remove_last_whitespace,
)

_LINE_CHILDREN = 8
"""The place of what stands in the line already, among the rest of the arguments of `split_inline_level`."""


@dataclass(slots=True)
class _Begun:
    """What is being set: the elements of a line, by which it is known, and its texts, by where they begin."""

    children: object = None
    texts: dict[float, str] = field(default_factory=dict)


_lines = [_Begun()]
"""The line that is being set, behind those that it is a part of."""


def split_first_line(text: str, style: Style, context: object, max_width: float, *rest: object, **named: bool) -> _Line:
    """Return what WeasyPrint's function of this name does, but with as many words as there is room for."""
    line: _Line = _stock(text, style, context, max_width, *rest, **named)
    layout, _, left, width, *_ = line
    is_tied = text.endswith("\u00a0") and max_width is not None
    if left is None and not (is_tied and width > max_width):
        return line
    if left is not None and " " in layout.text.strip():
        narrower = max_width - _KERNING * style["font_size"]
        return line if width <= max_width else _stock(text, style, context, narrower, *rest, **named)
    words = text.rpartition(" ")[0] if is_tied else text.rstrip(" ")
    if words == text or " " not in words:
        return line
    layout, length, left, width, height, baseline = _stock(words, style, context, max_width, *rest, **named)
    if width > max_width:
        return line
    if left is None:
        left = len(text.encode()) - len(text[len(words) :].lstrip(" ").encode())
    return layout, length, left, width, height, baseline


def split_inline_level(context: object, box: Any, position_x: float, *rest: Any) -> Any:  # noqa: ANN401 - its own
    """Do what WeasyPrint's function of this name does, but break a long word wherever nothing before it can be."""
    if isinstance(box, boxes.InlineBox):
        return _stock_level(context, box, position_x, *rest)
    if _lines[-1].children is not rest[_LINE_CHILDREN]:
        _lines[-1] = _Begun(rest[_LINE_CHILDREN])
    line = _lines[-1]
    line.texts = {start: text for start, text in line.texts.items() if start < position_x}
    if not isinstance(box, boxes.TextBox):
        line.texts[position_x] = " "  # a line may end there
        _lines.append(_Begun())
        try:
            return _stock_level(context, box, position_x, *rest)
        finally:
            _lines.pop()

    def placed(before: list[Any]) -> Any:  # noqa: ANN401 - its own
        return _stock_level(context, box, position_x, *rest[:_LINE_CHILDREN], before, *rest[_LINE_CHILDREN + 1 :])

    def has_room(part: Any) -> bool:  # noqa: ANN401 - a box of WeasyPrint's
        width = part.margin_width() - inline.trailing_whitespace_size(context, part) if part else 0
        return bool(position_x + width <= max_x)

    max_x = rest[0]
    found = placed([box] if line.texts else [])
    if line.texts and not has_room(found[0]) and _is_one_word("".join(line.texts.values()), box):
        found = placed([])
        if not has_room(found[0]):  # not even for a letter
            return None, {0: None}, False, None, None, found[-1]
    if found[0]:
        # In what may not be broken no line ends: `https://n` of a name that is longer than a line.
        line.texts[position_x] = found[0].text if _may_break(box) else found[0].text[-1:]
    return found


def _may_break(box: Any) -> bool:  # noqa: ANN401 - as above
    return box.style["white_space"] not in {"nowrap", "pre"}


def _is_one_word(before: str, box: Any) -> bool:  # noqa: ANN401 - as above
    """Return whether a line can end nowhere in a text and right behind it, where a box of text goes on."""
    first = box.text[:1]
    return _may_break(box) and not first.isspace() and not inline.can_break_text(before + first, box.style["lang"])


def remove_last_whitespace(context: object, line: Any) -> None:  # noqa: ANN401 - a box of WeasyPrint's
    """Take away the space at a line's end as WeasyPrint does, and move what stands to the right of it, and only that.

    That are the last words, if they run from right to left, and those before them in what does.
    """
    width = line.width
    _stock_removal(context, line)
    lost = width - line.width
    if not lost:
        return
    around = [line]
    while getattr(around[-1], "children", ()):
        around.append(around[-1].children[-1])
    last = around.pop()
    is_rtl = last.pango_layout.first_line_direction % 2 == 1
    leftward = [box for box in around if box.style["direction"] == "rtl"]
    if len(leftward) == is_rtl * len(around):
        return
    if is_rtl:
        for child in line.children:  # of which WeasyPrint has moved each
            child.translate(lost, ignore_floats=True)
        last.translate(-lost)
    for child in [child for box in leftward for child in box.children[:-1]]:
        child.translate(-lost, ignore_floats=True)
