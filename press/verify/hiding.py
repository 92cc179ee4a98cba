"""What a page holds and does not show: by attributes, by style attributes and by its style sheets.

Each declaration that can hide text is put through the cascade (importance, specificity, order), once for the page as it
is and once with the rules of each `@media`: text that is gone in print, or in the dark, is gone for somebody. Size and
colour of the type are followed from element to element (`press.verify.legible`). The world is closed: a property
that is not known here may do anything, and is named as unread.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias
from xml.etree.ElementTree import Element

import cssselect2  # type: ignore[import-untyped]  # ships no types
import tinycss2  # type: ignore[import-untyped]  # ships no types

from press.verify.legible import SMALLEST, Type, length
from press.verify.markup import spoken

_HARMLESS = frozenset({"font-face", "charset", "namespace"})
_PAGES = frozenset({"auto", "a4", "letter", "portrait"})
_NUMBER = re.compile(r"(-?\d*\.?\d+)(px|pt|em|rem|%|vw|vh|cm|mm|in|ch|ex|)")
_DYNAMIC = re.compile(r":(hover|focus|active|visited|target|checked|open)")
_ALNUM_FREE_FUNCTIONS = frozenset({"attr(href)"})

_NONE = frozenset({"none", "auto", "normal", "visible", "initial", "unset", "inherit", "1", "100%"})

_LONG_NUMBER = re.compile(r"[0-9]{100}")
_BRACKET = re.compile(r"[()\[\]{}]")
_DEEPEST = 12
_LONGEST_SELECTOR = 200
_LONGEST_VALUE = 1000
"""Bounds of what is understood of a style sheet, in brackets, tokens and characters, so that none takes for ever."""

_OUTSIDE, _OVER, _FAR = -40.0, -8.0, 400.0
"""Pixels: what is moved this far to the side can be off the page, up or down over other text, or anywhere."""

_FAINTEST = 0.3
"""Opacity: what is fainter cannot be read."""

_OFFSETS = (
    *("left", "top", "right", "bottom", "inset", "inset-inline-start", "inset-inline-end"),
    *("inset-block-start", "inset-block-end", "inset-inline", "inset-block"),
)
_ASIDE = ("margin-left", "margin-right", "margin-inline", "margin-inline-start", "margin-inline-end", "text-indent")
_ABOVE = ("margin", "margin-top", "margin-bottom", "margin-block", "margin-block-start", "margin-block-end")
_BLOTTERS = (
    *("clip", "clip-path", "mask", "mask-image", "transform", "scale", "rotate", "translate", "filter", "zoom"),
    *("-webkit-text-fill-color", "-webkit-text-security", "unicode-bidi", "direction", "text-transform"),
)
_EXTENTS = (
    *("height", "max-height", "width", "max-width"),
    *("block-size", "inline-size", "max-block-size", "max-inline-size"),
)
_SHOWN = frozenset(
    (
        *("block", "inline", "inline-block", "list-item", "flow-root", "inherit", "initial", "unset"),
        *("table", "table-row", "table-cell", "table-caption", "table-row-group", "table-header-group"),
    )
)
"""The values of `display` that leave words where they stand in the page."""

_FAMILIES = frozenset(
    {"handout", "system-ui", "ui-monospace", "ui-sans-serif", "ui-serif", "sans-serif", "serif", "monospace", "inherit"}
)
"""The families of type whose letters are letters."""

_PLAIN = frozenset(
    (
        *("font-weight", "font-style", "text-align", "text-underline-offset", "text-wrap", "text-size-adjust"),
        *("-webkit-text-size-adjust", "hyphens", "-webkit-hyphens", "overflow-wrap", "word-wrap", "white-space"),
        *("box-sizing", "vertical-align", "table-layout", "caption-side", "orphans", "widows", "color-scheme"),
        *("min-width", "min-height", "list-style-position", "tab-size", "cursor", "columns", "column-gap"),
        *("src", "font-display", "content"),
    )
)
_PLAIN_BEGINNINGS = ("padding", "border", "text-decoration", "break-", "page-break-", "scroll-margin", "outline")
_NOT_PLAIN = ("border-image", "outline-")
"""Properties that hide nothing, whatever their value; those of one kind by how their names begin."""

_COUNTED = {"ul": frozenset({"disc", "circle", "square"}), "ol": frozenset({"decimal"})}
"""The marks that a list may have where its items have none written: those that the source means."""

_COUNTERS = ("counter-reset", "counter-set", "counter-increment")

_TAKING_AWAY = frozenset({"aria-hidden", "hidden", "inert", "popover"})
"""The attributes that can take an element from its reader."""

_WATCHED = frozenset(
    (
        *("display", "visibility", "content-visibility", "opacity", "font-size", "font", "font-family", "line-height"),
        *("color", "background", "background-color", "list-style", "list-style-type", "letter-spacing", "word-spacing"),
        *("position", "overflow", "overflow-x", "overflow-y", "outline-offset", "outline", "outline-width"),
        *(*_OFFSETS, *_ASIDE, *_ABOVE, *_BLOTTERS, *_EXTENTS, *_COUNTERS),
    )
)

Style: TypeAlias = Mapping[str, str]
Values: TypeAlias = Mapping[str, tuple[str, bool]]
"""Declarations by name: the value, and whether it is important."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """What is not shown.

    Attributes:
        always: the elements that nobody is shown, with why.
        unmarked: the lists and items whose bullets or numbers are not shown.
        at_times: texts that are not shown under some `@media`, with why.
        unread: what was not understood.

    """

    always: Mapping[Element, str] = field(default_factory=dict)
    unmarked: AbstractSet[Element] = frozenset()
    at_times: Sequence[tuple[str, str]] = ()
    unread: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    """A style rule: under which `@media` it stands, its compiled selectors, and its declarations that are watched."""

    media: str
    selectors: Sequence[object]
    values: Values


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a style sheet says of hiding, and what of it was not understood."""

    rules: tuple[_Rule, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What becomes of elements of one style: why they are not shown, at times or ever, and whether they lack marks.

    `styles` has the values that win on them: for the page as it is ("") and for each @media with rules of their own;
    `counts` says that they set counters, `is_own` that a style attribute has a part in it.
    """

    always: str
    at_times: tuple[str, ...]
    unmarked: bool
    styles: Mapping[str, Style]
    counts: bool
    is_own: bool


Types: TypeAlias = Mapping[str, Type]
"""How an element's type looks: in the page as it is (""), and under each @media where that is another look."""


@dataclass(frozen=True, slots=True, eq=False)
class _Ink:
    """How type looks in elements of one look in one place: why it cannot be read, ever or at times."""

    types: Types
    reason: str
    at_times: tuple[str, ...]
    is_own: bool


_MANY = 4096
"""What is kept from page to page, in entries; the press's own style sheets come to a few hundred."""


def find_hiding(root: Element, sheets: Iterable[str], skip: Element | None = None) -> Hiding:
    """Return what a page does not show. `sheets` are the texts of its style sheets, `skip` an element that may hide."""
    page = _Page(_styles(tuple(sheets)))
    unread = page.unread
    always: dict[Element, str] = {}
    unmarked: set[Element] = set()
    at_times: list[tuple[str, str]] = []
    for element, look, ink in page.elements(root):
        if element is skip:
            unread += _spread(look)
            continue
        is_dim = bool(ink.reason or ink.at_times) and _has_ink(element)
        if reason := _by_attribute(element) or look.always or (ink.reason if is_dim else ""):
            always[element] = reason
            unread += [f"the whole page: {reason}"] if element.tag in {"html", "body"} else []
        elif gone := [*look.at_times, *(ink.at_times if is_dim else ())]:
            words = spoken(element)
            at_times += [(words, reason) for reason in gone if words]
        if look.unmarked or (look.counts and _miscounts(element, look)):
            unmarked.add(element)
    return Hiding(always, unmarked, at_times, [*unread, *page.illegible])


_Candidate: TypeAlias = tuple[Callable[[cssselect2.ElementWrapper], bool], _Rule]
"""A selector's test, and the rule that holds where an element passes it."""


class _Unsifted(cssselect2.Matcher):  # type: ignore[misc]  # has no types
    """Finds the selectors that may match an element by its names alone, without testing the rest of them."""

    @staticmethod
    def add_relevant_selectors(
        _element: cssselect2.ElementWrapper,
        selectors: Iterable[tuple[object, ...]],
        relevant_selectors: list[tuple[object, ...]],
    ) -> None:
        """Take all selectors, each with its test."""
        relevant_selectors += [(weight, order, pseudo, (test, rule)) for test, weight, order, pseudo, rule in selectors]


class _Styles:
    """Some style sheets, and what they make of elements: worked out once for all pages that have just these.

    An element's names say which rules may match it, and to find these is most of the work; its tag and the rules that
    do match make its look; its look, and the type around it, how its type looks.
    """

    def __init__(self, sheets: Iterable[str]) -> None:
        parsed = [_parsed(sheet) for sheet in sheets]
        self.unread = tuple(reason for sheet in parsed for reason in sheet.unread)
        self.looks: dict[tuple[object, ...], _Look] = {}
        self.inks: dict[tuple[_Ink | None, _Look], _Ink] = {}
        self._candidates: dict[tuple[object, ...], list[_Candidate]] = {}
        self._matcher = _Unsifted()
        for rule in (rule for sheet in parsed for rule in sheet.rules):
            for selector in rule.selectors:
                self._matcher.add_selector(selector, rule)

    def matches(self, wrapped: cssselect2.ElementWrapper) -> list[_Rule]:
        """Return the rules that match an element, by specificity and order."""
        element = wrapped.etree_element
        attributes = element.attrib
        name = attributes.get("id")
        named = name if name in self._matcher.id_selectors else None
        key = element.tag, named, attributes.get("class"), "lang" in attributes
        if key not in self._candidates:
            found = self._matcher.match(wrapped)
            self._candidates[key] = [candidate for _, _, pseudo, candidate in found if pseudo is None]
        return [rule for test, rule in self._candidates[key] if test(wrapped)]

    def bound(self) -> None:
        """Forget what was worked out where damaged pages made too much of it."""
        if len(self.looks) + len(self.inks) + len(self._candidates) > _MANY:
            self.looks.clear()
            self.inks.clear()
            self._candidates.clear()


@lru_cache(maxsize=16)
def _styles(sheets: tuple[str, ...]) -> _Styles:
    """Return what is known of some style sheets; kept, since all handouts have the same few."""
    return _Styles(sheets)


class _Page:
    """One page under its style sheets; what its style attributes have a part in is kept here and not with the sheets.

    `unread` and `illegible` are what was not understood: of styles, and of sizes and colours of type.
    """

    def __init__(self, styles: _Styles) -> None:
        styles.bound()
        self.unread = [*styles.unread]
        self.illegible: list[str] = []
        self._styles = styles
        self._looks: dict[tuple[object, ...], _Look] = {}
        self._inks: dict[tuple[_Ink | None, _Look], _Ink] = {}

    def elements(self, root: Element) -> Iterator[tuple[Element, _Look, _Ink]]:
        """Yield each element with what becomes of it."""
        inks: dict[Element, _Ink] = {}
        for wrapped in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
            element, parent = wrapped.etree_element, wrapped.parent
            look = self._look(element, self._styles.matches(wrapped))
            ink = inks[element] = self._ink(None if parent is None else inks[parent.etree_element], look)
            self.illegible += [made.unread for made in ink.types.values() if made.unread]
            yield element, look, ink

    def _look(self, element: Element, matches: Sequence[_Rule]) -> _Look:
        inline = element.attrib.get("style", "")
        if inline and _is_tangled(inline):
            self.unread.append("a style attribute is too tangled to be understood here")
            inline = ""
        known = self._looks if inline else self._styles.looks
        key = (element.tag, inline, *map(id, matches))
        if key not in known:
            known[key] = _look(element.tag, matches, _watched(inline, self.unread, "style") if inline else None)
        return known[key]

    def _ink(self, around: _Ink | None, look: _Look) -> _Ink:
        is_own = look.is_own or (around is not None and around.is_own)
        known = self._inks if is_own else self._styles.inks
        key = around, look
        if key not in known:
            known[key] = _ink(around, look, is_own=is_own)
        return known[key]


def _ink(around: _Ink | None, look: _Look, *, is_own: bool) -> _Ink:
    """Return how type of this look is seen within other type; None is around a page."""
    outer: Types = {"": Type()} if around is None else around.types
    types = {
        media: outer.get(media, outer[""]).within(look.styles.get(media, look.styles[""]), is_root=around is None)
        for media in dict.fromkeys([*outer, *look.styles])
    }
    gone = ((media, made.reason()) for media, made in types.items() if media)
    at_times = tuple(f"{reason} under @media {media}" for media, reason in gone if reason)
    return _Ink(types, types[""].reason(), at_times, is_own)


def _has_ink(element: Element) -> bool:
    """Return whether an element has words of its own, or draws something in its colour."""
    if element.tag in {"style", "script", "title", "head", "html"}:
        return False
    texts = (element.text, *(child.tail for child in element))
    return element.tag == "svg" or any((text or "").strip() for text in texts)


def _spread(look: _Look) -> Iterator[str]:
    """Yield what lets the link that leads past the page's head lie over the page."""
    known = {"position", "transform", "background", "background-color", "color", "display", *_OFFSETS}
    for style in look.styles.values():
        for name in style:
            if name not in known and not name.startswith("--") and name not in {"font", "line-height", "overflow"}:
                yield f"the link to the page's main part has {name}, which is not known here"


def _miscounts(element: Element, look: _Look) -> bool:
    """Return whether counters make a list's numbers others than its attributes say."""
    start = element.attrib.get("start", "1")
    right = f"list-item {int(start) - 1}" if start.isascii() and start.isdigit() and len(start) < 10 else ""  # noqa: PLR2004
    for style in look.styles.values():
        for name in _COUNTERS:
            if name in style and not (element.tag == "ol" and name == "counter-reset" and style[name] == right):
                return True
    return False


@lru_cache(maxsize=16)
def _parsed(sheet: str) -> _Sheet:
    """Return a style sheet parsed; kept, since all handouts have the same few."""
    if _is_tangled(sheet):
        return _Sheet((), ("a style sheet is too tangled to be understood here",))
    unread: list[str] = []
    nodes = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return _Sheet(tuple(_rules(nodes, unread)), tuple(unread))


def _is_tangled(css: str) -> bool:
    """Return whether brackets stand deeper within one another, or a number is longer, than any style of ours needs."""
    if _LONG_NUMBER.search(css):
        return True
    depth = deepest = 0
    for bracket in _BRACKET.findall(css):
        depth = max(depth + (1 if bracket in "([{" else -1), 0)
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _rules(nodes: Iterable[tinycss2.ast.Node], unread: list[str], media: str = "") -> Iterator[_Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            values = _watched(node.content, unread, tinycss2.serialize(node.prelude))
            if values:
                yield _Rule(media, _compiled(node.prelude, values, unread), values)
        elif node.type == "at-rule" and node.lower_at_keyword == "media":
            inner = tinycss2.parse_rule_list(node.content or [], skip_comments=True, skip_whitespace=True)
            query = tinycss2.serialize(node.prelude).strip()
            yield from _rules(inner, unread, f"{media} and {query}" if media else query)
        elif node.type == "at-rule" and node.lower_at_keyword == "page":
            unread += _strange_pages(node.content or [])
        elif node.type != "at-rule" or node.lower_at_keyword not in _HARMLESS:
            what = f"@{node.lower_at_keyword}" if node.type == "at-rule" else "a rule"
            unread.append(f"{what} of a style sheet is not understood here")


def _strange_pages(content: Sequence[tinycss2.ast.Node]) -> Iterator[str]:
    """Yield what makes printed pages so small, or their margins so wide, that words have no room."""
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        name = node.lower_name if node.type == "declaration" else "a part"
        parts = tinycss2.serialize(node.value).lower().split() if node.type == "declaration" else []
        small = all(0 <= (_pixels(part) or 0) < _FAR / 2 and _pixels(part) is not None for part in parts)
        if not (parts and set(parts) <= _PAGES if name == "size" else name.startswith("margin") and small):
            yield f"@page has {name}, which is not understood here"


def _compiled(prelude: Sequence[object], values: Values, unread: list[str]) -> Sequence[object]:
    """Return a rule's selectors; one that cannot be understood matters where the rule can hide something."""
    if len(prelude) <= _LONGEST_SELECTOR:
        with suppress(cssselect2.SelectorError):
            selectors = tuple(cssselect2.compile_selector_list(prelude))
            if any(selector.pseudo_element for selector in selectors) or _DYNAMIC.search(_static(prelude)):
                unread += _strange_at_times(prelude, values)
            return selectors
    if _reason({name: value for name, (value, _) in values.items()}):
        unread.append(f"the selector `{tinycss2.serialize(prelude).strip()[:80]}` is not understood here")
    return ()


def _static(prelude: Sequence[tinycss2.ast.Node]) -> str:
    """Return a selector without what holds while nothing is done to the element."""
    return re.sub(r":not\([^()]*\)", "", tinycss2.serialize(prelude))


def _strange_at_times(prelude: Sequence[tinycss2.ast.Node], values: Values) -> Iterator[str]:
    """Yield that a rule for parts of an element, or for while it is pointed at, can hide something."""
    selector = tinycss2.serialize(prelude).strip()
    if "::" in selector or re.search(r":(before|after|first-line|first-letter)", selector):
        if set(values) - {"content"} or "marker" in selector:
            yield f"the style of `{selector}` is not understood here"
    elif _reason({name: value for name, (value, _) in values.items()}) or {"color", "font-size", "font"} & set(values):
        yield f"the style of `{selector}` is not understood here"


def _watched(content: object, unread: list[str], selector: str) -> dict[str, tuple[str, bool]]:
    """Return the declarations that can hide text, by name: value and whether it is important."""
    found: dict[str, tuple[str, bool]] = {}
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration":
            unread.append(f"the style of `{selector.strip()}` is not understood here")
            continue
        value = tinycss2.serialize(node.value).strip().lower()
        if node.lower_name == "content" and _adds_words(node.value):
            unread.append(f"the style of `{selector.strip()}` adds words to the page")
        is_watched = node.lower_name in _WATCHED or node.lower_name.startswith("--") or node.lower_name == "content"
        if len(value) > _LONGEST_VALUE and is_watched:
            unread.append(f"the {node.lower_name} of `{selector.strip()}` is not understood here")
        elif not is_watched and not _is_plain(node.lower_name, value):
            unread.append(f"the {node.lower_name} of `{selector.strip()}` is not known here")
        elif is_watched and (node.important or not found.get(node.lower_name, ("", False))[1]):
            found[node.lower_name] = (value, node.important)
    return found


def _is_plain(name: str, value: str) -> bool:
    """Return whether a declaration hides nothing: its property cannot, and it is not as large as a page."""
    if name not in _PLAIN and (not name.startswith(_PLAIN_BEGINNINGS) or name.startswith(_NOT_PLAIN)):
        return False
    if not name.startswith(("padding", "border")):
        return True
    return all(size < _FAR for size in map(_pixels, value.split()) if size is not None) and "calc(" not in value


def _adds_words(value: Iterable[tinycss2.ast.Node]) -> bool:
    """Return whether generated content has words of its own: a link's address in print is none."""
    return any(
        (node.type == "string" and any(map(str.isalnum, node.value)))
        or (node.type == "function" and tinycss2.serialize([node]) not in _ALNUM_FREE_FUNCTIONS)
        for node in value
    )


def _look(tag: str, matches: Sequence[_Rule], inline: Values | None) -> _Look:
    """Return what becomes of an element for the page as it is, and with the rules of each @media that match it.

    `inline` is what its style attribute says, None where it has none.
    """
    own = inline or {}
    plain = _cascade(matches, own, "")
    at_times = {media: _cascade(matches, own, media) for media in (rule.media for rule in matches) if media}
    always = _reason(plain)
    gone = (
        ()
        if always
        else tuple(f"{reason} under @media {media}" for media, style in at_times.items() if (reason := _reason(style)))
    )
    styles = {"": plain, **at_times}
    unmarked = any(_is_unmarked(tag, style) for style in styles.values())
    counts = any(name in style for style in styles.values() for name in _COUNTERS)
    return _Look(always, gone, unmarked, styles, counts, is_own=inline is not None)


def _cascade(matches: Sequence[_Rule], inline: Values, media: str) -> Style:
    """Return the values that win on an element; `matches` come by specificity and order."""
    sources = [*(rule.values for rule in matches if rule.media in {"", media}), inline]
    style: dict[str, str] = {}
    for important in (False, True):
        for values in sources:
            style |= {name: value for name, (value, weight) in values.items() if weight is important}
    return style


def _by_attribute(element: Element) -> str:
    if _TAKING_AWAY.isdisjoint(element.attrib):
        return ""
    if element.attrib.get("aria-hidden", "").strip().lower() == "true":
        return "aria-hidden takes it from who listens"
    for name in ("hidden", "inert", "popover"):
        if name in element.attrib:
            return f"the attribute {name} takes it away"
    return ""


def _reason(style: Style) -> str:
    """Return why text of this style is not seen, or nothing."""
    if not style:
        return ""
    if style.get("display") == "none":
        return "display: none"
    if style.get("visibility", "visible") in {"hidden", "collapse"} or style.get("content-visibility") == "hidden":
        return "visibility: hidden"
    opacity = _NUMBER.fullmatch(style.get("opacity", "1"))
    if opacity and float(opacity[1]) / (100 if opacity[2] else 1) < _FAINTEST:
        return "opacity near 0"
    if (shown := style.get("display", "block")) not in _SHOWN:
        return f"display: {shown} is not followed here"
    return _too_small(style) or _pressed(style) or _outside(style)


def _is_unmarked(tag: str, style: Style) -> bool:
    """Return whether a list or an item of this style lacks the mark that its element stands for."""
    if tag == "li":
        return style.get("display", "list-item") != "list-item"
    if tag not in _COUNTED:
        return False
    marks = f"{style.get('list-style', '')} {style.get('list-style-type', '')}".split()
    return any(mark not in _COUNTED[tag] | {"inside", "outside"} for mark in marks)


def _too_small(style: Style) -> str:
    clips = [style.get(name, "visible") for name in ("overflow", "overflow-x", "overflow-y")]
    extents = [_pixels(style.get(name, "auto")) for name in _EXTENTS]
    if any(extent is not None and extent < SMALLEST for extent in extents):
        return "a box of no size"
    if any("(" in style.get(name, "") and style[name] != "clamp(" for name in _EXTENTS):
        return "a size of a box that is not followed here"
    return "cut off where it overflows" if set(clips) - {"visible", "auto", "scroll"} else ""


def _pressed(style: Style) -> str:
    """Return why lines, letters or words of this style run into one another, or are no letters, or nothing."""
    height = style.get("line-height", _after_slash(style.get("font", "")))
    match = _NUMBER.fullmatch(height)
    whole = {"": 1, "em": 1, "rem": 1, "%": 100, "px": 16, "pt": 12}
    if match and float(match[1]) / whole.get(match[2], 16) < _LOWEST_LINE:
        return "lines that run into one another"
    if height and not match and height not in {"normal", "inherit"}:
        return "a height of lines that is not followed here"
    for name in ("letter-spacing", "word-spacing"):
        gap = _pixels(style.get(name, "normal"))
        if style.get(name, "normal") not in {"normal", "inherit"} and (gap is None or not -1 < gap < SMALLEST):
            return f"{name}: {style[name]}"
    names = {name.strip().strip("\"'") for name in style.get("font-family", "inherit").split(",")}
    return f"font-family: {style['font-family']}" if names - _FAMILIES else ""


_LOWEST_LINE = 0.9
"""The height of a line, in sizes of its type, below which lines run into one another."""


def _after_slash(font: str) -> str:
    return next((part.partition("/")[2] for part in font.split() if "/" in part), "")


def _outside(style: Style) -> str:
    if style.get("position", "static") not in {"static", "relative"}:
        return "a position outside the page"
    for names, least in ((_ASIDE, _OUTSIDE), (_ABOVE, _OVER), (_OFFSETS, _OVER)):
        moved = [part for name in names for part in style.get(name, "").split() if part not in _NONE]
        if any((size := _pixels(part)) is None or not least <= size <= _FAR for part in moved):
            return "a position outside the page"
    for name in ("outline", "outline-width", "outline-offset"):
        if any((_pixels(part) or 0) > SMALLEST or (_pixels(part) or 0) < -1 for part in style.get(name, "").split()):
            return "covered by its outline"
    for name in _BLOTTERS:
        if style.get(name, "none") not in _NONE | ({"0"} if name == "translate" else frozenset()):
            return f"{name}: {style[name]}"
    return ""


@lru_cache(1024)
def _pixels(value: str) -> float | None:
    """Return a length in pixels, roughly: on a page of 1000 with type of 16; None for what is none."""
    return length(value, 16.0, 16.0, 1000.0)
