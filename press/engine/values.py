"""A patch that keeps computed styles from one document to the next."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from press.engine.keeping import NEW_FONT, Style, drop_with_each_font, kept_with
from press.engine.patches import Patch, Pin
from press.engine.styles import COMPUTED, SET_STYLES

_MOST = 2048
"""How many kinds of elements are kept, at 5 to 10 kB; a library has some hundred. Then it begins anew."""

_OWN = frozenset({"anchor", "content"})
"""Properties that are an element's or a page's own, its `id` and its words, which no other value depends on."""

_PARTLY = frozenset({"first-line", "first-letter"})
"""Pseudo-elements of which a layout takes what it has asked for so far, and no more."""


class _NotKeptError(BaseException):
    """A value depends on the size of a page, or is warned of. Not an Exception: WeasyPrint would take it as invalid."""


class _NoPage:
    """Stands for the size of a page while there is none."""

    def __iter__(self) -> Iterator[float]:
        raise _NotKeptError


@dataclass(slots=True, eq=False)
class _Kind:
    """Elements whose own rules, and those of all above them, are the same.

    Attributes:
        rules: what the cascade left; kept, so that their identities are of nothing else.
        first: a style of the first document with any, until another has one: it knows what is asked of such a style.
        values: the values that all later styles begin with.
        specified: likewise, as specified.
        facts: the attributes that all later styles begin with: what patches have worked out of the values.
        below: the kinds of children, of pseudo-elements and of pages.

    """

    rules: Mapping[str, tuple[Any, Any]]
    first: Style = None
    values: dict[str, Any] = field(default_factory=dict)
    specified: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    below: dict[object, "_Kind"] = field(default_factory=dict)


@dataclass(slots=True)
class _Kinds:
    """All that are kept with a font configuration: those of roots, which lead to the others, and how many there are."""

    roots: dict[object, _Kind] = field(default_factory=dict)
    count: int = 0

    def clear(self) -> None:
        """Begin anew."""
        self.roots, self.count = {}, 0


def _values() -> None:
    """Have a style begin with the values that one of the same rules, below the same, had computed."""
    from weasyprint import css  # noqa: PLC0415 - not before it is loaded

    stock = css.StyleFor.set_computed_styles

    def set_computed_styles(  # noqa: PLR0913, PLR0917 - WeasyPrint's signature
        styles: Any,  # noqa: ANN401 - a StyleFor
        element: Any,  # noqa: ANN401 - an element, or the type of a page
        parent: Any,  # noqa: ANN401 - likewise
        root: Any = None,  # noqa: ANN401 - likewise
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,  # noqa: ANN401 - None for a page
    ) -> None:
        stock(styles, element, parent, root, pseudo_type, base_url, target_collector)
        style = styles.get_computed_styles()[element, pseudo_type]
        # Of a page that has been asked for nothing yet, WeasyPrint does not ask whether it is part of a table.
        if pseudo_type not in _PARTLY and (target_collector or "display" not in style.cascaded):
            _renew(style, css)

    css.ComputedStyle.kind = None
    css.StyleFor.set_computed_styles = set_computed_styles
    drop_with_each_font(_Kinds)  # some lengths are the fonts' own: `ex`, `ch`


def _renew(style: Style, css: Any) -> None:  # noqa: ANN401 - the module
    """Give a style that has just been made the values of its kind, or its kind the values of this style."""
    kinds = kept_with(style.font_config, _Kinds)
    if kinds.count > _MOST:
        kinds.clear()
    if style.parent_style is None:
        below = kinds.roots
    elif style.parent_style.kind is None:
        return
    else:
        below = style.parent_style.kind.below
    rules = (_rule(name, *rule) for name, rule in style.cascaded.items() if name not in _OWN)
    key = (style.base_url, style.pseudo_type, *rules)
    kind = style.kind = below.get(key)
    if kind is None:
        below[key] = style.kind = _Kind(style.cascaded, first=style)
        kinds.count += 1
    elif kind.first is not None and kind.first.initial_page_sizes is not style.initial_page_sizes:
        names, kind.first = list(kind.first), None
        with _nothing_else(style.initial_page_sizes, css.LOGGER):
            for name in names:
                _compute(style, name, css)
        kind.values = {name: value for name, value in style.items() if name not in _OWN}
        kind.specified = dict(style.specified)
    else:
        style.update(kind.values)
        style.specified.update(kind.specified)
        style.__dict__.update(kind.facts)


def _rule(name: str, value: object, weight: tuple[Any, ...]) -> tuple[object, ...]:
    """Return what tells a rule from others: its value, which may be an attribute's, or else which one it is.

    Of a variable it is the text: a practice's colour stands in each page, and no style below it would be of a kind.
    """
    weight = (*weight[:-1], tuple(weight[-1]))  # a page's specificity is a list
    if name.startswith("__") and isinstance(value, tuple):
        from tinycss2 import serialize  # type: ignore[import-untyped]  # noqa: PLC0415 - not before WeasyPrint is loaded

        return name, serialize(value), weight
    try:
        hash(value)
    except TypeError:
        return name, id(value), weight
    return name, value, type(value), weight


@contextmanager
def _nothing_else(sizes: dict[str, Any], logger: Any) -> Iterator[None]:  # noqa: ANN401 - WeasyPrint's, which others share
    """Have values refuse to be computed that depend on the size of a page, or that each document is warned of."""
    before = dict(sizes)
    sizes.update(dict.fromkeys(sizes, _NoPage()))
    logger.warning = _refuse
    try:
        yield
    finally:
        del logger.warning
        sizes.update(before)


def _refuse(*_message: object) -> None:
    raise _NotKeptError


def _compute(style: Style, name: str, css: Any) -> None:  # noqa: ANN401 - the module
    """Compute a value, unless it depends on a page, or WeasyPrint may have to warn of it in every document."""
    value, _ = style.cascaded.get(name, (None, None))
    if not css.check_math(value):
        with suppress(_NotKeptError):
            style[name]


VALUES = (
    Patch(
        name="values",
        reason="What is computed of a style follows from its rules, its parent's and the fonts, all shared between "
        "documents. The second of a kind is computed before a layout can change any value in place, and the "
        "others begin with a copy.",
        pins=(
            SET_STYLES,
            Pin(
                "weasyprint.css:ComputedStyle.__init__",
                "ffbc48647d0d85e240e76a164638f0aafb6464cda37ef1f89690d934bafa890e",
                12,
            ),
            Pin(
                "weasyprint.css:ComputedStyle.copy",
                "4398a49b631bf9925c8e4807d87eafaaec7f06ef28a1f15c2ee561f363568dbc",
                7,
            ),
            COMPUTED,
            NEW_FONT,
        ),
        apply=_values,
    ),
)
