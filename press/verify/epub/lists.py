"""What an ebook's lists of its places hold, and what its package may."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from press.verify.permitted import folded
from press.verify.piece import Heading

_PARTS = frozenset({"metadata", "manifest", "spine"})
_SEVERAL = frozenset({"meta", "dc:creator", "dc:contributor", "dc:subject"})
"""What a package may say more than once of its book."""


def unknown(package: Element) -> Iterator[str]:
    """Yield what a package holds besides its parts, and what it says of its book more than once or in other ways."""
    yield from (f"the package has <{part.tag}>, which is not known here" for part in package if part.tag not in _PARTS)
    for tag, count in Counter(entry.tag for entry in package.iterfind("metadata/*")).items():
        if tag != "meta" and not tag.startswith("dc:"):
            yield f"the package's metadata has <{tag}>, which is not known here"
        elif count > 1 and tag not in _SEVERAL:
            yield f"the package has {tag} more than once"


def nav_entries(element: Element, depth: int) -> Iterator[tuple[Heading, str]]:
    """Yield the entries of a navigation document's list, with their links; `depth` is how many lists stand around."""
    for child in element:
        if child.tag == "ol":
            yield from nav_entries(child, depth + 1)
        elif child.tag == "li":
            words = next((part for part in child if part.tag in {"a", "span"}), None)
            text = "" if words is None else folded("".join(words.itertext()))
            yield Heading(depth, text), "" if words is None else words.attrib.get("href", "")
            yield from nav_entries(child, depth)


def ncx_entries(element: Element, depth: int) -> Iterator[tuple[Heading, str]]:
    """Yield the entries of an NCX, with their links."""
    for point in element.iterfind("navPoint"):
        label, content = point.find("navLabel/text"), point.find("content")
        text = "" if label is None else folded("".join(label.itertext()))
        yield Heading(depth + 1, text), "" if content is None else content.attrib.get("src", "")
        yield from ncx_entries(point, depth + 1)
