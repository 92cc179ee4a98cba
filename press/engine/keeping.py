"""What patches keep from one document to the next, with the font configuration that the documents share."""

import atexit
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any, Protocol, TypeVar
from weakref import WeakSet

from press.engine.patches import Pin

Kept = TypeVar("Kept")

Style = Any
"""weasyprint.css.Style: a dictionary that computes what is asked for."""

NEW_FONT = Pin(
    "weasyprint.text.fonts:FontConfiguration.add_font_face",
    "e4fcfcc36ed8c31013bb53058110ba5a1f38f5b84894c2f540a3b0f6c960b76f",
    136,
)

_CONFIGURATIONS: WeakSet[Any] = WeakSet()
"""The font configurations that have anything kept with them."""

_NAME = "kept_by_the_press"


def kept_with(configuration: Any, kind: Callable[[], Kept]) -> Kept:  # noqa: ANN401 - a FontConfiguration
    """Return what is kept of a kind with a font configuration; made by `kind()` where there is nothing yet."""
    kept = vars(configuration).setdefault(_NAME, {})
    if kind not in kept:
        kept[kind] = kind()
        _CONFIGURATIONS.add(configuration)
    found: Kept = kept[kind]
    return found


class _Droppable(Protocol):
    def clear(self) -> None: ...


def drop_with_each_font(kind: Callable[[], _Droppable]) -> None:
    """Have what is kept of a kind dropped when a font is added: what was measured might be set in that now."""
    from weasyprint.text import fonts  # noqa: PLC0415 - not before it is loaded

    add = fonts.FontConfiguration.add_font_face

    def add_font_face(configuration: Any, *arguments: object) -> None:  # noqa: ANN401 - a FontConfiguration
        kept_with(configuration, kind).clear()  # first, so that it is known to `_drop` even if `add` fails
        add(configuration, *arguments)

    fonts.FontConfiguration.add_font_face = add_font_face


def note(style: Style, name: str, found: object, properties: AbstractSet[str]) -> None:
    """Note with a style, as its attribute of a name, what follows from some of its properties.

    All styles of its kind (`values`) get it too, where the kind has these properties: then they depend on no page.
    """
    setattr(style, name, found)
    kind = getattr(style, "kind", None)
    if kind is not None and kind.values.keys() >= properties:
        kind.facts[name] = found


def anonymous_of(style: Style) -> Style:
    """Return the style whose anonymous boxes have this one, which inherits all that is inherited; None for others."""
    parent = getattr(style, "parent_style", None)  # a text in an SVG picture has a dictionary of its own
    return parent if parent is not None and vars(parent).get("anonymous_style") is style else None


@atexit.register
def _drop() -> None:
    """Let go of everything before Python ends.

    What is Pango's has to be freed while Pango is there: libraries are unloaded in any order. And a configuration
    removes its folder of fonts when nobody knows it any more, which at the end nobody finds out.
    """
    for configuration in list(_CONFIGURATIONS):
        vars(configuration).pop(_NAME, None)
        configuration.__del__()
