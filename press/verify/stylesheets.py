"""Style sheets and style attributes: the declarations in them that can hide text, and what is not understood.

The world is closed: a property that is not known here may do anything, and is named as unread.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import cssselect2  # type: ignore[import-untyped]  # ships no types
import tinycss2  # type: ignore[import-untyped]  # ships no types

from press.sheets import code_of, kept_sheet
from press.verify.unseen import ABOVE, ASIDE, BLOTTERS, EXTENTS, FAR, OFFSETS, pixels, why_unseen

_HARMLESS = frozenset({"charset", "namespace"})
_PAGES = frozenset({"auto", "a4", "letter", "portrait"})
_DYNAMIC = re.compile(r":(hover|focus|active|visited|target|checked|open)")

_FACE = frozenset({"font-family", "font-weight", "font-style", "font-display", "src"})
_FACE_NAME = frozenset({"handout", '"handout"', "'handout'"})
_LOCAL = re.compile(r"(?i)\blocal\s*\(|\bhttps?:|//|\bdata:(?![^,]*;base64,)")
"""What a font may say of itself, and what its address may not hold: it is the one that comes with the page."""

_MARKS = frozenset({"", "(", ")"})
"""Words of generated content, without the spaces around them, that change no meaning: no sign, no point, no bullet."""

_SAID_ALREADY = frozenset({"attr(href)", "attr(data-head)"})
"""What generated content may take from an element: a link's address, in print, and the header of a cell."""

_LONG_NUMBER = re.compile(r"[0-9]{100}")
_BRACKET = re.compile(r"[()\[\]{}]")
_DEEPEST = 12
_LONGEST_SELECTOR = 200
_LONGEST_VALUE = 1000
"""Bounds of what is understood of a style sheet, in brackets, tokens and characters, so that none takes for ever."""

_PLAIN = frozenset(
    (
        *("font-weight", "font-style", "text-align", "text-wrap", "text-size-adjust"),
        *("-webkit-text-size-adjust", "hyphens", "-webkit-hyphens", "overflow-wrap", "word-wrap", "white-space"),
        *("box-sizing", "table-layout", "caption-side", "orphans", "widows", "color-scheme", "list-style-position"),
        *("tab-size", "cursor"),
    )
)
"""Properties that hide nothing, whatever their value."""

_BOUNDED = ("padding", "border", "min-width", "min-height")
"""How the names of properties begin that hide nothing unless they are as large as a page."""

_VALUES = {
    "container-type": frozenset({"inline-size", "normal"}),
    "vertical-align": frozenset({"top", "middle", "bottom", "baseline", "inherit"}),
    "text-decoration": frozenset({"underline", "none", "inherit"}),
    "text-decoration-line": frozenset({"underline", "none", "inherit"}),
    "text-decoration-thickness": frozenset({"from-font", "auto", "inherit", "0.15em"}),
    "text-underline-offset": frozenset({"auto", "inherit", "0.15em"}),
}
"""Properties that hide nothing with these values: nothing is struck through, raised, or covered by its underline."""

_PLAIN_BEGINNINGS = (*_BOUNDED, "break-", "page-break-", "scroll-margin")
_NOT_PLAIN = ("border-image",)
"""How the names of all properties begin that are plain so, or whatever their value; and of those that are not."""

_LESSER = re.compile(r"min\(\s*([^\s,()]+)\s*,[^,()]+\)")
"""The lesser of two lengths, which is no more than the first."""

_EMBEDDED = re.compile(r"""(?i)(?<=;base64,)[a-z0-9+/=]+(?=["']?\))""")
"""The letters of a font or picture in a `data:` address, of which there are ten times as many as of all the rest."""

COUNTERS = ("counter-reset", "counter-set", "counter-increment")
"""The properties that change the numbers of a list."""

_WATCHED = frozenset(
    (
        *("display", "visibility", "content-visibility", "opacity", "font-size", "font", "font-family", "line-height"),
        *("forced-color-adjust", "content"),
        *("color", "background", "background-color", "list-style", "list-style-type", "letter-spacing", "word-spacing"),
        *("position", "overflow", "overflow-x", "overflow-y", "outline-offset", "outline", "outline-width"),
        *(*OFFSETS, *ASIDE, *ABOVE, *BLOTTERS, *EXTENTS, *COUNTERS),
    )
)

Values: TypeAlias = Mapping[str, tuple[str, bool]]
"""Declarations by name: the value, and whether it is important."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A style rule: under which `@media` or `@container`, its compiled selectors, its declarations that are watched."""

    media: str
    selectors: Sequence[object]
    values: Values


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a style sheet says of hiding, and what of it was not understood."""

    rules: tuple[Rule, ...]
    unread: tuple[str, ...]


@lru_cache(maxsize=16)
def parse_sheet(sheet: str) -> Sheet:
    """Return a style sheet parsed; kept, since all handouts have the same few."""
    return kept_sheet("verify", code_of(Path(__file__).parent), sheet, lambda: _parsed(sheet))


def _parsed(sheet: str) -> Sheet:
    if is_tangled(sheet):
        return Sheet((), ("a style sheet is too tangled to be understood here",))
    unread: list[str] = []
    nodes = tinycss2.parse_stylesheet(_EMBEDDED.sub("", sheet), skip_comments=True, skip_whitespace=True)
    return Sheet(tuple(_rules(nodes, unread)), tuple(unread))


def is_tangled(css: str) -> bool:
    """Return whether brackets stand deeper within one another, or a number is longer, than any style of ours needs."""
    if _LONG_NUMBER.search(css):
        return True
    depth = deepest = 0
    for bracket in _BRACKET.findall(css):
        depth = max(depth + (1 if bracket in "([{" else -1), 0)
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _rules(nodes: Iterable[tinycss2.ast.Node], unread: list[str], media: str = "") -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            values = watched(node.content, unread, tinycss2.serialize(node.prelude))
            if values:
                yield Rule(media, _compiled(node.prelude, values, unread), values)
        elif node.type == "at-rule" and node.lower_at_keyword in {"media", "container"}:
            inner = tinycss2.parse_rule_list(node.content or [], skip_comments=True, skip_whitespace=True)
            query = f"@{node.lower_at_keyword} {tinycss2.serialize(node.prelude).strip()}"
            yield from _rules(inner, unread, f"{media} and {query}" if media else query)
        elif node.type == "at-rule" and node.lower_at_keyword == "page":
            unread += _strange_pages(node.content or [])
        elif node.type == "at-rule" and node.lower_at_keyword == "font-face":
            unread += _strange_faces(node.content or [])
        elif node.type != "at-rule" or node.lower_at_keyword not in _HARMLESS:
            what = f"@{node.lower_at_keyword}" if node.type == "at-rule" else "a rule"
            unread.append(f"{what} of a style sheet is not understood here")


def _strange_faces(content: Sequence[tinycss2.ast.Node]) -> Iterator[str]:
    """Yield what can make a font's letters others than they are, or leave some of them to another font."""
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        name = node.lower_name if node.type == "declaration" else "a part"
        value = tinycss2.serialize(node.value).strip() if node.type == "declaration" else ""
        if (
            name not in _FACE
            or (name == "font-family" and value.lower() not in _FACE_NAME)
            or (name == "src" and _LOCAL.search(value))
        ):
            yield f"@font-face has {name}, which is not understood here"


def _strange_pages(content: Sequence[tinycss2.ast.Node]) -> Iterator[str]:
    """Yield what makes printed pages so small, or their margins so wide, that words have no room."""
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        name = node.lower_name if node.type == "declaration" else "a part"
        parts = tinycss2.serialize(node.value).lower().split() if node.type == "declaration" else []
        small = all(0 <= (pixels(part) or 0) < FAR / 2 and pixels(part) is not None for part in parts)
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
    if _hides(values):
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
    elif _hides(values) or not {"color", "font-size", "font"}.isdisjoint(values):
        yield f"the style of `{selector}` is not understood here"


def _hides(values: Values) -> bool:
    return bool(why_unseen({name: value for name, (value, _) in values.items()}))


def watched(content: object, unread: list[str], selector: str) -> dict[str, tuple[str, bool]]:
    """Return the declarations that can hide text, by name: value and whether it is important."""
    found: dict[str, tuple[str, bool]] = {}
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration":
            unread.append(f"the style of `{selector.strip()}` is not understood here")
            continue
        value = tinycss2.serialize(node.value).strip().lower()
        if node.lower_name == "content" and _adds_words(node.value):
            unread.append(f"the style of `{selector.strip()}` adds words to the page")
        is_watched = node.lower_name in _WATCHED or node.lower_name.startswith("--")
        if len(value) > _LONGEST_VALUE and is_watched:
            unread.append(f"the {node.lower_name} of `{selector.strip()}` is not understood here")
        elif not is_watched and not _is_plain(node.lower_name, value):
            unread.append(f"the {node.lower_name} of `{selector.strip()}` is not known here")
        elif is_watched and (node.important or not found.get(node.lower_name, ("", False))[1]):
            found[node.lower_name] = (value, node.important)
    return found


def _is_plain(name: str, value: str) -> bool:
    """Return whether a declaration hides nothing: its property cannot, and it is not as large as a page."""
    if name in _VALUES:
        return _VALUES[name].issuperset(value.split())
    if name not in _PLAIN and (not name.startswith(_PLAIN_BEGINNINGS) or name.startswith(_NOT_PLAIN)):
        return False
    if not name.startswith(_BOUNDED):
        return True
    if not name.startswith("border"):
        value = _LESSER.sub(r"\1", value)
        if "(" in value:
            return False
    return all(size < FAR for size in map(pixels, value.split()) if size is not None) and "calc(" not in value


def _adds_words(value: Iterable[tinycss2.ast.Node]) -> bool:
    """Return whether content has words or signs of its own, or is a picture, which takes the place of the words."""
    return any(
        (node.type == "string" and node.value.strip() not in _MARKS)
        or (node.type == "function" and tinycss2.serialize([node]) not in _SAID_ALREADY)
        or node.type == "url"
        for node in value
    )
