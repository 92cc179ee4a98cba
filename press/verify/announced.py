"""What who listens is told of an element: its words, and what its attributes say that the words do not."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from press.verify.permitted import folded, squeezed
from press.verify.surroundings import wrong_direction

INLINE = frozenset({"a", "abbr", "b", "cite", "code", "em", "i", "kbd", "span", "strong", "time"})
AROUND = frozenset({"address", "article", "aside", "body", "div", "footer", "header", "main", "nav", "section"})
"""The elements that are part of a line, and those that stand around blocks and add nothing to them."""

_LANDMARKS = AROUND | {"ul", "ol", "dl", "table", "figure", "blockquote", "svg"}

_ROLES = {
    "a": frozenset({"doc-noteref", "doc-biblioref", "doc-backlink", "link"}),
    "ul": frozenset({"list"}),
    "ol": frozenset({"list"}),
    "li": frozenset({"listitem", "doc-footnote", "doc-endnote", "doc-biblioentry"}),
    "svg": frozenset({"img"}),
    **dict.fromkeys(
        AROUND - {"address", "body"},
        frozenset({"banner", "contentinfo", "group", "main", "navigation", "note", "region", "doc-bibliography"})
        | {"doc-chapter", "doc-endnotes", "doc-footnote", "doc-introduction", "doc-tip", "doc-toc"},
    ),
}
"""The roles that leave an element what it is; any other may take a heading or a list from who listens."""

NOTES = frozenset({"footnote", "endnote", "rearnote"})
_TYPES = {
    "a": frozenset({"noteref", "biblioref", "backlink"}),
    "li": NOTES | {"biblioentry"},
    **dict.fromkeys(
        AROUND - {"address"},
        NOTES
        | {"footnotes", "endnotes", "rearnotes", "bibliography", "cover", "frontmatter", "bodymatter", "backmatter"}
        | {"chapter", "introduction", "tip", "warning", "toc"},
    ),
}
"""The types that an ebook's elements may have: what is marked as something else, a reading system may leave out."""

_ATTRIBUTES = frozenset(
    {
        *("id", "class", "href", "role", "dir", "style", "alt", "src", "epub:type", "xmlns"),
        *("start", "value", "reversed", "type", "scope", "colspan", "rowspan", "data-head"),
        *("aria-label", "aria-labelledby", "aria-hidden"),
    }
)
_NAMES = frozenset({"aria-label", "aria-labelledby"})
LANGUAGES = frozenset({"lang", "xml:lang"})
_OF_SOME = {"svg": _ATTRIBUTES | {"width", "height"}, "span": _ATTRIBUTES | LANGUAGES}
"""The attributes that are looked at, or that change nothing; any other may hide or change what a reader is given.

Drawings have a size besides, and none but spans another language.
"""


def spoken(element: Element) -> str:
    """Return the words of an element, with the alternatives of its pictures and the labels of its drawings."""
    parts: list[str] = []
    for part in element.iter():
        if part is not element and part.tag in {"script", "style"}:
            continue
        parts += [part.attrib.get("alt", ""), part.attrib.get("aria-label", "") if part.tag == "svg" else ""]
    return folded(" ".join(["".join(_running(element)), *parts]))


def _running(element: Element) -> Iterator[str]:
    """Yield the texts in an element, with spaces around those that stand in no line, and none within a word."""
    yield element.text or ""
    for child in element:
        apart = "" if child.tag in INLINE else " "
        yield apart
        yield from _running(child)
        yield f"{apart}{child.tail or ''}"


def _misnamed(element: Element) -> Iterator[str]:
    """Yield that what stands around blocks is called by something else than its first words, its title or caption."""
    anchor, label = element.attrib.get("aria-labelledby"), element.attrib.get("aria-label", "")
    first = squeezed(spoken(element))
    names = {
        words
        for part in element.iter()
        if part is not element and anchor in {None, part.attrib.get("id")} and (words := squeezed(spoken(part)))
        if part.tag in {"h1", "figcaption"} or first.startswith(words)
    }
    if not names or (anchor is None and squeezed(label) not in names):
        yield f"<{element.tag}> is announced as {anchor or label!r}, which is not how it begins"


def claims(element: Element) -> Iterator[str]:
    """Yield what an element's attributes say to who listens that its words do not."""
    tag = element.tag
    role = element.attrib.get("role")
    if role is not None and role not in _ROLES.get(tag, ()):
        yield f"<{tag}> has the role {role!r}, which may change what it is"
    for kind in element.attrib.get("epub:type", "").split():
        if kind not in _TYPES.get(tag, ()):
            yield f"<{tag}> has the type {kind!r}, which may change what it is"
    if tag not in _LANDMARKS:
        label = element.attrib.get("aria-label")
        if label is not None and folded(label) != spoken(element):
            yield f"<{tag}> is announced as {label!r}, not as {spoken(element)!r}"
        if "aria-labelledby" in element.attrib:
            yield f"<{tag}> is announced with words from elsewhere"
    elif tag != "svg" and not _NAMES.isdisjoint(element.attrib):
        yield from _misnamed(element)
    if "dir" in element.attrib:
        yield from wrong_direction(element)
    known = _OF_SOME.get(tag, _ATTRIBUTES)
    for name in element.attrib:
        if name not in known:
            yield f"<{tag}> has {name}, which is not known here"
