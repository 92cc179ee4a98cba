"""What a page holds and does not show: by attributes, by style attributes and by its style sheets.

Each declaration that can hide text is put through the cascade (importance, specificity, order), once for the page as it
is and once with the rules of each `@media`: text that is gone in print, or in the dark, is gone for somebody. Size and
colour of the type are followed from element to element (`press.verify.legible`).

One thing may be out of sight under a `@media`: the head of a table whose cells all say theirs before their words there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import TypeAlias
from xml.etree.ElementTree import Element

import cssselect2  # type: ignore[import-untyped]  # ships no types

from press.verify.announced import spoken
from press.verify.legible import Style, Type
from press.verify.permitted import squeezed
from press.verify.stylesheets import COUNTERS, Rule, Values, is_tangled, parse_sheet, watched
from press.verify.unseen import OFFSETS, is_clipped, is_unmarked, why_lost, why_unseen

_TAKING_AWAY = frozenset({"aria-hidden", "hidden", "inert", "popover"})
"""The attributes that can take an element from its reader."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """What is not shown.

    Attributes:
        always: the elements that nobody is shown, with why.
        unmarked: the lists and items whose bullets or numbers are not shown.
        at_times: texts that are not shown under some `@media`, with why.
        unread: what was not understood.

    """

    always: Mapping[Element, str]
    unmarked: AbstractSet[Element]
    at_times: Sequence[tuple[str, str]]
    unread: Sequence[str]


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
    for wrapped, look, ink in page.elements(root):
        element = wrapped.etree_element
        if element is skip:
            unread += _spread(look)
            continue
        is_dim = bool(ink.reason or ink.at_times) and _has_ink(element)
        if reason := _by_attribute(element) or look.always or (ink.reason if is_dim else ""):
            always[element] = reason
            unread += [f"the whole page: {reason}"] if element.tag in {"html", "body"} else []
        elif gone := [*_at_times(page, wrapped, look), *(ink.at_times if is_dim else ())]:
            words = spoken(element)
            at_times += [(words, reason) for reason in gone if words]
        if look.unmarked or (look.counts and _miscounts(element, look)):
            unmarked.add(element)
    return Hiding(always, unmarked, at_times, [*unread, *page.illegible])


def _at_times(page: "_Page", wrapped: cssselect2.ElementWrapper, look: _Look) -> Sequence[str]:
    """Return why an element is not shown under some @media, but for a table's head where its cells say the same."""
    if wrapped.etree_element.tag != "thead" or not look.at_times:
        return look.at_times
    clipped = [media for media, style in look.styles.items() if media and is_clipped(style)]
    told = {f"{why_unseen(look.styles[media])} under {media}" for media in clipped if page.tells(wrapped, media)}
    return [reason for reason in look.at_times if reason not in told]


_OF_HEADS = frozenset({"thead", "tr", "th", "td", "strong", "em", "code", "span"})
"""What stands in a head that may be out of sight: nothing that is tapped or looked at."""

_TELLING = 'attr(data-head) " "'
"""What stands before the words of a cell that says its header."""

_Candidate: TypeAlias = tuple[str | None, Callable[[cssselect2.ElementWrapper], bool], Rule]
"""A selector's pseudo-element, its test, and the rule that holds where an element passes it."""


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
        parsed = [parse_sheet(sheet) for sheet in sheets]
        self.unread = tuple(reason for sheet in parsed for reason in sheet.unread)
        self.looks: dict[tuple[object, ...], _Look] = {}
        self.inks: dict[tuple[_Ink | None, _Look], _Ink] = {}
        self._candidates: dict[tuple[object, ...], list[_Candidate]] = {}
        self._matcher = _Unsifted()
        for rule in (rule for sheet in parsed for rule in sheet.rules):
            for selector in rule.selectors:
                self._matcher.add_selector(selector, rule)

    def matches(self, wrapped: cssselect2.ElementWrapper, part: str | None = None) -> list[Rule]:
        """Return the rules that match an element, or a pseudo-element of it, by specificity and order."""
        element = wrapped.etree_element
        attributes = element.attrib
        name = attributes.get("id")
        named = name if name in self._matcher.id_selectors else None
        key = element.tag, named, attributes.get("class"), "lang" in attributes
        if key not in self._candidates:
            found = self._matcher.match(wrapped)
            self._candidates[key] = [(pseudo, test, rule) for _, _, pseudo, (test, rule) in found]
        return [rule for pseudo, test, rule in self._candidates[key] if pseudo == part and test(wrapped)]

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

    def elements(self, root: Element) -> Iterator[tuple[cssselect2.ElementWrapper, _Look, _Ink]]:
        """Yield each element with what becomes of it."""
        inks: dict[Element, _Ink] = {}
        for wrapped in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
            element, parent = wrapped.etree_element, wrapped.parent
            look = self._look(element, self._styles.matches(wrapped))
            ink = inks[element] = self._ink(None if parent is None else inks[parent.etree_element], look)
            self.illegible += [made.unread for made in ink.types.values() if made.unread]
            yield wrapped, look, ink

    def tells(self, head: cssselect2.ElementWrapper, media: str) -> bool:
        """Return whether under a @media each cell below a table's head says its header before its own words."""
        lines = head.etree_element.findall("tr")
        if head.parent is None or head.parent.etree_element.tag != "table" or len(lines) != 1:
            return False
        if not _OF_HEADS.issuperset(part.tag for part in head.etree_element.iter()):
            return False
        headers = [squeezed(spoken(cell)) for cell in lines[0]]
        bodies = [part for part in head.parent.iter_children() if part.etree_element is not head.etree_element]
        rows = [[*row.iter_children()] for body in bodies for row in body.iter_children()]
        return bool(rows) and all(
            len(row) == len(headers) and all(map(self._says, row, headers, repeat(media))) for row in rows
        )

    def _says(self, cell: cssselect2.ElementWrapper, header: str, media: str) -> bool:
        said = squeezed(cell.etree_element.attrib.get("data-head", ""))
        shown = _cascade(self._styles.matches(cell, "before"), {}, media).get("content", "")
        return not header or (said in {header, f"{header}:"} and shown == _TELLING)

    def _look(self, element: Element, matches: Sequence[Rule]) -> _Look:
        inline = element.attrib.get("style", "")
        if inline and is_tangled(inline):
            self.unread.append("a style attribute is too tangled to be understood here")
            inline = ""
        known = self._looks if inline else self._styles.looks
        key = (element.tag, inline, *map(id, matches))
        if key not in known:
            known[key] = _look(element.tag, matches, watched(inline, self.unread, "style") if inline else None)
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
    at_times = tuple(f"{reason} under {media}" for media, reason in gone if reason)
    return _Ink(types, types[""].reason(), at_times, is_own)


def _has_ink(element: Element) -> bool:
    """Return whether an element has words of its own, or draws something in its colour."""
    if element.tag in {"style", "script", "title", "head", "html"}:
        return False
    texts = (element.text, *(child.tail for child in element))
    return element.tag == "svg" or any((text or "").strip() for text in texts)


def _spread(look: _Look) -> Iterator[str]:
    """Yield what lets the link that leads past the page's head lie over the page."""
    known = {
        *("position", "transform", "display", "overflow", "background", "background-color", "color"),
        *("font", "line-height", *OFFSETS),
    }
    for style in look.styles.values():
        for name in style:
            if name not in known and not name.startswith("--"):
                yield f"the link to the page's main part has {name}, which is not known here"


def _miscounts(element: Element, look: _Look) -> bool:
    """Return whether counters make a list's numbers others than its attributes say."""
    start = element.attrib.get("start", "1")
    right = f"list-item {int(start) - 1}" if start.isascii() and start.isdigit() and len(start) < 10 else ""  # noqa: PLR2004
    for style in look.styles.values():
        for name in COUNTERS:
            if name in style and not (element.tag == "ol" and name == "counter-reset" and style[name] == right):
                return True
    return False


def _look(tag: str, matches: Sequence[Rule], inline: Values | None) -> _Look:
    """Return what becomes of an element for the page as it is, and with the rules of each @media that match it.

    `inline` is what its style attribute says, None where it has none.
    """
    own = inline or {}
    plain = _cascade(matches, own, "")
    at_times = {media: _cascade(matches, own, media) for media in (rule.media for rule in matches) if media}
    always = why_lost(tag, plain)
    gone = (
        ()
        if always
        else tuple(f"{reason} under {media}" for media, style in at_times.items() if (reason := why_lost(tag, style)))
    )
    styles = {"": plain, **at_times}
    unmarked = any(is_unmarked(tag, style) for style in styles.values())
    counts = any(name in style for style in styles.values() for name in COUNTERS)
    return _Look(always, gone, unmarked, styles, counts, is_own=inline is not None)


def _cascade(matches: Sequence[Rule], inline: Values, media: str) -> Style:
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
