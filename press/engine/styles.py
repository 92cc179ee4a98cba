"""Patches of WeasyPrint's computed styles."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import SimpleNamespace
from typing import Any, TypeAlias

from press.engine.parsing import HTML
from press.engine.patches import Patch, Pin, edited

_Plain: TypeAlias = tuple[Mapping[str, Any], AbstractSet[str], Mapping[str, Mapping[str, str]]]

_CASCADE = Pin(
    "weasyprint.css:StyleFor.__init__", "b1e725a7552502aa00f0bc07aec79c1aa49365b107a889085161f8d6a4c4a836", 100
)
SET_STYLES = Pin(
    "weasyprint.css:StyleFor.set_computed_styles",
    "b5b15856b8beff3f49e20ac0309d7b45fb2a5192d826dd65e05b3009b8285c46",
    26,
)
COMPUTED = Pin(
    "weasyprint.css:ComputedStyle.__missing__", "b318d8efc8ac79d716f05cb81cc3abd65a32bd79601e363b218a32559bb3a5fb", 137
)
ANONYMOUS = (
    Pin(
        "weasyprint.css:AnonymousStyle.__init__", "9fbdd74c1ad0945a71a5e07ef437614270ceac339c6de0432c04650b00872794", 16
    ),
    Pin("weasyprint.css:AnonymousStyle.copy", "2490632fa445a0d8148d29d96e03ccd9c5aa2f424bdf618be53c345e4f2797fc", 4),
    Pin(
        "weasyprint.css:AnonymousStyle.__missing__",
        "d39252707764730654fe9f69638bfc8bb7435365de0dbfa0309708576cae5d63",
        18,
    ),
)
_LOOP = """\
            selectors_keys = []
            for sheet, origin, sheet_specificity in sheets:
                # Add declarations for matching elements.
                for selector in sheet.matcher.match(element):
"""
_LOOP_OF_KNOWN = """\
            matched = [(*sheet, *matched_by_the_press(element, sheet[0].matcher)) for sheet in sheets]
            rules = tuple(keys for *_, keys in matched)
            key = (parent_id, element_declarations, rules)
            like = self.like[etree_element] = first_of.setdefault(rules, etree_element)
            is_first = like is etree_element
            known = key in computed_cache
            for sheet, origin, sheet_specificity, selectors, _ in matched if is_first or not known else ():
                for selector in selectors:
"""
_KEYED = """\
                    selectors_keys.append(
                        (sheet, specificity, id(declarations), layer_order))
"""
_SKIPPED = """\
                    if known if pseudo_type is None else not is_first:
                        continue
"""
_KEY = "            key = (parent_id, element_declarations, tuple(selectors_keys))\n"
_CACHE = "        computed_cache = {}\n"
_CACHES = "        computed_cache, first_of, self.like = {}, {}, {}\n"
_PSEUDO = "        for element, pseudo_type in cascaded_styles:\n"
_PSEUDO_WITH_ANCHOR = "        for element, pseudo_type in anchored_of_the_press(self):\n"
_CLEAR = "        self._cascaded_styles.clear()\n"
_PUT_OFF = """\
        self.put_off = {key: rules for key, rules in cascaded_styles.items() if key[1]}
        self.of_what = html, target_collector
        self._cascaded_styles.clear()
"""


def _cascade() -> None:
    """Sort out which rule wins only for the first of the elements that share a style, and for what is asked for."""
    from weasyprint import css  # noqa: PLC0415 - not before it is loaded

    stock = css.StyleFor.__call__

    def style_for(styles: Any, element: Any, pseudo_type: str | None = None) -> Any:  # noqa: ANN401 - a StyleFor's
        rules = styles.put_off.get((styles.like.get(element), pseudo_type))
        if rules is not None and (element, pseudo_type) not in styles.get_computed_styles():
            html, target_collector = styles.of_what
            cascaded = styles.get_cascaded_styles()
            cascaded[element, pseudo_type] = rules
            styles.set_computed_styles(
                element, element, html.etree_element, pseudo_type, html.base_url, target_collector
            )
            del cascaded[element, pseudo_type]
        return stock(styles, element, pseudo_type)

    css.StyleFor.__call__ = style_for
    vars(css).update(anchored_of_the_press=_anchored, matched_by_the_press=_matched)
    css.StyleFor.__init__ = edited(
        _CASCADE,
        *((_CACHE, _CACHES), (_LOOP, _LOOP_OF_KNOWN), (_KEYED, _SKIPPED), (_KEY, "")),
        *((_PSEUDO, _PSEUDO_WITH_ANCHOR), (_CLEAR, _PUT_OFF)),
    )


def _matched(element: Any, matcher: Any) -> tuple[list[Any], tuple[object, ...]]:  # noqa: ANN401 - cssselect2's
    """Return the selectors of a sheet that match an element, and what tells their rules from others.

    They are kept with the element: the editions of an article share its tree, and most of their sheets. A sheet of
    page rules alone has none.
    """
    if not matcher.order:
        return [], ()
    known: dict[Any, tuple[list[Any], tuple[object, ...]]] = vars(element).setdefault("matched_by_the_press", {})
    if matcher not in known:
        selectors = matcher.match(element)
        known[matcher] = selectors, tuple((specificity, id(rule)) for specificity, _, _, (rule, _) in selectors)
    return known[matcher]


def _elements() -> None:
    """Have the elements of a page wrapped once for all that looks for some of them."""
    import weasyprint  # noqa: PLC0415 - not before it is loaded

    class Wrapped(weasyprint.cssselect2.ElementWrapper):  # type: ignore[misc]  # has no types
        """An element of a page, which keeps its children."""

        children: tuple[Any, ...] | None = None

        def iter_children(self) -> Iterator[Any]:
            """Iterate over what wraps the children."""
            if self.children is None:
                self.children = tuple(super().iter_children())
            return iter(self.children)

    # Pages begin there; SVG pictures, whose trees change as they are drawn, and what verification reads do not.
    weasyprint.cssselect2 = SimpleNamespace(**(vars(weasyprint.cssselect2) | {"ElementWrapper": Wrapped}))


def _anchored(styles: Any) -> Iterator[tuple[Any, str]]:  # noqa: ANN401 - a StyleFor
    """Yield the pseudo-elements that are anchors, with their elements: these cannot wait until they are asked for."""
    cascaded = styles.get_cascaded_styles()
    for first, pseudo_type in [key for key, rules in cascaded.items() if key[1] and "anchor" in rules]:
        for element in [element for element, like in styles.like.items() if like is first]:
            cascaded[element, pseudo_type] = cascaded[first, pseudo_type]
            yield element, pseudo_type


def _plain_properties() -> None:
    """Have a style answer for a property that no rule sets, and that needs no computing, without the long way round."""
    from weasyprint import css  # noqa: PLC0415 - not before it is loaded

    initial, inherited, logical = _plain(css)
    stock = css.ComputedStyle.__missing__
    is_math = css.check_math

    def missing(style: Any, key: str) -> Any:  # noqa: ANN401 - any property's value
        set_here = style.cascaded
        if key not in set_here:
            if key in initial:
                # As the original does, so that the same properties are known afterwards.
                if key not in logical or logical[key][style["direction"]] not in set_here:
                    value = style[key] = initial[key]
                    return value
            elif key in inherited and style.parent_style is not None:
                value = style.parent_style[key]
                if type(value) is str or not is_math(value):
                    style[key] = value
                    return value
        return stock(style, key)

    css.ComputedStyle.__missing__ = missing
    stock_start = css.AnonymousStyle.__init__
    stock_anonymous = css.AnonymousStyle.__missing__

    def start(style: Any, parent_style: Any) -> None:  # noqa: ANN401 - styles
        style.update(initial)  # no rule is for an anonymous box
        if isinstance(parent_style, css.ComputedStyle):  # whose inherited values stay as they were computed
            style.update({key: parent_style[key] for key in parent_style.keys() & inherited})
        stock_start(style, parent_style)

    def anonymous(style: Any, key: str) -> Any:  # noqa: ANN401 - any property's value
        if key in inherited:
            value = style[key] = style.parent_style[key]
            return value
        return stock_anonymous(style, key)

    css.AnonymousStyle.__init__, css.AnonymousStyle.__missing__ = start, anonymous


def _plain(css: Any) -> _Plain:  # noqa: ANN401 - a module
    """Return the properties that are plain where no rule sets them.

    Those that take their initial value, with it; those that take their parent's; and for each property that has a name
    by the direction of writing too (`padding-inline-start`), that name by the direction.
    """
    special = {"page", "position", "float", "display"}
    values = css.INITIAL_VALUES
    plain = {name for name in values if name not in special and not name.startswith("text_decoration_")}
    initial = {
        name: values[name]
        for name in plain - css.INHERITED - css.INITIAL_NOT_COMPUTED
        if not css.check_math(values[name])
    }
    logical = {
        name: {inline: function(block="ttb", inline=inline) for inline in ("ltr", "rtl")}
        for name, function in css.PHYSICAL_FUNCTIONS.items()
    }
    return initial, frozenset(plain & css.INHERITED) - logical.keys(), logical


STYLES = (
    Patch(
        name="cascade",
        reason="Elements under the same parent that the same rules match share one computed style, and six kinds of "
        "notes and markers get one for every element. WeasyPrint sorts out which rule wins for each of them; "
        "only the first of the former, and what is asked for of the latter, is ever read.",
        pins=(
            _CASCADE,
            Pin(
                "weasyprint.css:StyleFor.__call__",
                "96b91915ae7c344a8a4ea9ed112ffa1d7bde9087decb7e9ce723940b849c3936",
                13,
            ),
            SET_STYLES,
            Pin("cssselect2:Matcher.match", "f7a761027c24ba6161e657df7a9371a8dcda5b6ffa4157cdfba3f42226047629", 42),
        ),
        apply=_cascade,
    ),
    Patch(
        name="elements",
        reason="A page's elements are wrapped anew each time it is searched: for its metadata, its sheets, and by its "
        "selectors. No layout changes the tree, so what wraps it stays.",
        pins=(
            HTML,
            Pin(
                "cssselect2.tree:ElementWrapper.iter_children",
                "dbd368015d92400e83c73622e80c0ec4f7cc25562bac3145e38d59c1c73e1e8a",
                13,
            ),
        ),
        apply=_elements,
    ),
    Patch(
        name="properties",
        reason="A property that no rule sets is its parent's or its initial value. WeasyPrint goes through all that "
        "could happen to a property that is set, one by one; three in four are not.",
        pins=(*ANONYMOUS, COMPUTED),
        apply=_plain_properties,
    ),
)
