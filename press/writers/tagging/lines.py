"""Lines that WeasyPrint 70 ends in the wrong place, put right.

Its `split_first_line` takes a text for one that cannot be broken, and sets its first word alone, where an element comes
behind the text in its line, and the words have about as much room as they need, but not the space at their end; or
where the last of them has a no-break space behind it, so that it belongs to that element, which has no room.
And it may return a line that is wider than its room by what kerning took off before a space: where an element stands
before the text in its line, that line is ended before the element.
"""

from typing import Any, TypeAlias

from weasyprint.layout import inline

from press.writers.tagging.foreign import Style

_Line: TypeAlias = tuple[Any, int, int | None, float, float, float]
"""The line's layout, its bytes, those to skip for the next one (None: no text is left), width, height and baseline."""

_KERNING = 0.1
"""More than kerning takes off, and less than a word takes up; of the font's size."""

_stock = inline.split_first_line


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
