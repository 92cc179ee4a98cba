"""What stands beside a page's words and can change what is shown of them: head, attributes of the page, directions."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from press.languages import direction, is_language

_REPLACING = frozenset({"script", "base", "iframe", "object", "embed"})
_OF_PAGES = frozenset({"lang", "xml:lang", "dir", "style", "class", "hidden", "aria-hidden", "inert", "popover"})
_OF_METAS = frozenset({"charset", "name", "content", "http-equiv"})
_OF_LINKS = frozenset({"rel", "type", "href"})
_VIEWPORT = "width=device-width, initial-scale=1"
_FORBIDDEN = frozenset({"script-src", "object-src", "frame-src", "connect-src", "base-uri", "form-action"})
"""What a page may forbid: nothing that it shows depends on it."""


def changing(root: Element) -> Iterator[str]:
    """Yield what stands beside a page's words and can change what of them is shown, or make the page another."""
    yield from wrong_direction(root)
    said = (meta.attrib for meta in root.iter("meta") if "media" not in meta.attrib)  # colours may be several
    names = Counter(about["name"].lower() for about in said if "name" in about)
    yield from (f"the page says more than once what its {name} is" for name, count in names.items() if count > 1)
    yield from (f"<html> has {name}, which is not known here" for name in root.attrib if name not in _OF_PAGES)
    for element in root.iter():
        if element.tag in _REPLACING:
            yield f"<{element.tag}> can change what the page shows"
        elif element.tag == "meta" and element.attrib.get("http-equiv", "").lower() == "refresh":
            yield "the page leads elsewhere by itself"
        elif element.tag == "meta" and not _is_known(element):
            yield "a <meta> of the page is not known here"
        elif element.tag == "style" and element.attrib:
            yield "a style sheet of the page holds at times only"
        elif element.tag == "link" and not _OF_LINKS.issuperset(element.attrib):
            yield "a <link> of the page does more than lead to a file"
        elif element.tag == "link" and element.attrib.get("rel") != "stylesheet":
            yield "a <link> of the page is no style sheet"
        elif element.tag in {"head", "title"} and element.attrib:
            yield f"<{element.tag}> has attributes, which are not known here"


def _is_known(meta: Element) -> bool:
    """Return whether a <meta> says something of the page, and what it forbids is nothing that the page has."""
    if not _OF_METAS.issuperset(meta.attrib):
        return False
    if "http-equiv" not in meta.attrib:
        return meta.attrib.get("name") != "viewport" or meta.attrib.get("content") == _VIEWPORT
    rules = [rule.split() for rule in meta.attrib.get("content", "").split(";")]
    return meta.attrib["http-equiv"].lower() == "content-security-policy" and all(
        rule and rule[0] in _FORBIDDEN for rule in rules
    )


def wrong_direction(element: Element) -> Iterator[str]:
    """Yield that an element runs another way than its language does: that would turn round the parts of its numbers.

    From left to right may run what is no language's, such as a number to call.
    """
    says, lang = element.attrib.get("dir", "ltr"), element.attrib.get("lang", "")
    if lang and not is_language(lang):
        yield f"<{element.tag}> is in a language that is not known"
        return
    runs = direction(lang) if lang else "ltr"
    if says != runs or (not lang and element.tag not in {"a", "span"}):
        yield f"<{element.tag}> runs {says or 'no way'}, its language {runs}"
