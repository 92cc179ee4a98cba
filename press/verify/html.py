"""Reads a finished web page back, with another parser than any browser's tools: lexbor."""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from xml.etree.ElementTree import Element, TreeBuilder

from selectolax.lexbor import LexborHTMLParser, LexborNode

from press.verify.announced import spoken
from press.verify.hiding import find_hiding
from press.verify.markup import MAX_DEPTH, broken_links, read_page
from press.verify.permitted import folded
from press.verify.pictures import fault_of
from press.verify.piece import Piece, Reading, Typeface, picture_of
from press.verify.surroundings import changing

MAX_BYTES = 64 * 1024 * 1024
"""The largest page that is looked at: its pictures are in it."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_OPEN = 1000
"""Elements that may be open at once: the parser takes time by the square of them."""

_EMBEDDED = re.compile(r"(?i)\bdata:[^,]*;base64,([a-z0-9+/=]*)")
"""What an address in a style sheet holds."""

_FETCHED = re.compile(r"(?i)\bsrc\s*:[^;}]*?\burl\(\s*+[\"']?+(?!data:)")
"""A font that does not come with the page."""

_CHARSET = re.compile(rb"<meta\s+charset\s*=\s*[\"']?utf-8[\"'\s/>]", re.IGNORECASE)
_CHARSET_WITHIN = 1024


def read(data: bytes) -> Reading:
    """Return the pieces of a web page and what it says of itself. Raises nothing, whatever the bytes."""
    if len(data) > MAX_BYTES:
        return Reading((), unread=(f"the page is larger than {MAX_BYTES} bytes",))
    unread = [*_encoding(data)]
    text = data.decode("utf-8", errors="replace")
    root = None if _is_bottomless(text) else _tree(LexborHTMLParser(text).root)
    body = None if root is None else root.find("body")
    if root is None or body is None:
        return Reading((), unread=(*unread, f"there is no page, or its elements are nested deeper than {MAX_DEPTH}"))
    skip = _skip_link(body)
    unread += _foreign(root)
    hiding = find_hiding(root, (style.text or "" for style in root.iter("style")), skip)
    page = read_page(body, hiding.always, hiding.unmarked, skip)
    unread += [
        *hiding.unread,
        *page.unread,
        *(f"the printed page {number} begins here, but a web page has no such pages" for _, number in page.markers),
        *broken_links(root, (link.target for piece in page.pieces for link in piece.links)),
    ]
    return Reading(
        pieces=tuple(_with_picture(piece) if piece.picture else piece for piece in page.pieces),
        metadata=_metadata(root) | {"skip_link": "" if skip is None else spoken(skip)},
        unread=tuple(dict.fromkeys(unread)),
        unseen=(*page.unseen, *hiding.at_times),
        fonts=tuple(font for style in root.iter("style") for font in _fonts(style.text or "")),
    )


def _encoding(data: bytes) -> Iterator[str]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"byte {error.start} is not UTF-8"
    if not _CHARSET.search(data[:_CHARSET_WITHIN]):
        yield f"the page does not say within its first {_CHARSET_WITHIN} bytes that it is UTF-8"


def _is_bottomless(text: str) -> bool:
    """Return whether more elements are opened and not closed than any page of ours has."""
    if text.count("<") <= _OPEN:
        return False
    depth = 0
    for close, name, empty in _TAG.findall(text):
        if not empty and name.lower() not in _VOID:
            depth += -1 if close else 1
        if depth > _OPEN:
            return True
    return False


def _tree(top: LexborNode | None) -> Element | None:
    """Return the tree of a parsed page; None where it has none, or is nested too deeply to be walked."""
    if top is None:
        return None
    builder = TreeBuilder()
    opened: list[str] = []
    node: LexborNode | None = top
    while node is not None:
        if node.is_text_node:
            builder.data(node.text_content or "")
        elif node.is_element_node:
            tag = str(node.tag)
            builder.start(tag, {name: value or "" for name, value in node.attributes.items()})
            if node.child is not None:
                opened.append(tag)
                if len(opened) > MAX_DEPTH:
                    return None
                node = node.child
                continue
            builder.end(tag)
        while node is not None and node.next is None and opened:
            builder.end(opened.pop())
            node = node.parent
        node = node.next if node is not None and opened else None
    return builder.close()


def _skip_link(body: Element) -> Element | None:
    """Return the link past the page's head: the body's first element, leading to a place in the page."""
    first = body[0] if len(body) and not folded(body.text or "") else None
    if first is None or first.tag != "a" or not first.attrib.get("href", "").startswith("#"):
        return None
    target = first.attrib["href"][1:]
    return first if any(element.attrib.get("id") == target for element in body.iter("main")) else None


def _foreign(root: Element) -> Iterator[str]:
    """Yield what can show a reader something that is not in the page."""
    yield from changing(root)
    for element in root.iter():
        if element.tag == "link" and "stylesheet" in element.attrib.get("rel", "").lower():
            yield "the page has a style sheet outside itself"
        elif element.tag == "img" and (fault := _picture_fault(element.attrib.get("src", ""))):
            yield f"the picture {spoken(element)!r} {fault}"


def _picture_fault(source: str) -> str:
    """Return what is wrong with a picture's address, which must hold the picture, or nothing."""
    kind, is_held, data = source.partition(";base64,")
    if not is_held or not kind.startswith("data:image/"):
        return "is not in the page"
    try:
        return fault_of(b64decode(data, validate=True))
    except ValueError:
        return "cannot be decoded"


def _with_picture(piece: Piece) -> Piece:
    """Return a picture with what stands for its bytes, which its address holds; nothing where it does not."""
    _, is_held, data = piece.picture.partition(";base64,")
    try:
        return replace(piece, picture=picture_of(b64decode(data)) if is_held else "")
    except ValueError:
        return replace(piece, picture="")


@lru_cache(maxsize=4)
def _fonts(sheet: str) -> tuple[Typeface, ...]:
    """Return what a style sheet holds: fonts, and nothing else; kept, since all pages have the same few."""
    fonts = [Typeface("from outside the page", b"")] * bool(_FETCHED.search(sheet))
    for number, data in enumerate(_EMBEDDED.findall(sheet), 1):
        try:
            fonts.append(Typeface(f"number {number} of the page", b64decode(data)))
        except ValueError:
            fonts.append(Typeface(f"number {number} of the page", b""))
    return tuple(fonts)


def _metadata(root: Element) -> dict[str, str]:
    found = {"lang": root.attrib.get("lang", "")}
    title = root.find("head/title")
    if title is not None:
        found["title"] = folded("".join(title.itertext()))
    for meta in root.iter("meta"):
        if "name" in meta.attrib:
            found.setdefault(meta.attrib["name"].lower(), folded(meta.attrib.get("content", "")))
    return found | {"fingerprint": found.get("dcterms.identifier", "")}
