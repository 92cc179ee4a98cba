"""The differences that are permitted between the source and an edition: all of them, and nothing else.

| difference | where | why |
|---|---|---|
| runs of white space count as one space; none at the ends | everywhere | line ends and indents are layout |
| no-break spaces count as spaces | everywhere | they say where a line may end |
| a separator (`---`) is not compared | HTML, EPUB, PDF | it holds no words |
| emphasis is not compared | everywhere | it changes no word |
| the address of a link after its words, in brackets | PDF, text, portal | paper cannot be tapped |
| no sources, a sentence in their place; their numbers lead nowhere | PDF, if a clinic wants it | on request |
| a table's head is out of sight where every cell says its own | HTML, EPUB, small screens | it would be said twice |
| a QR code of the web page's address | PDF | paper cannot be tapped |
| no `sms:` links | EPUB | EPUBCheck does not know the scheme, and hardly a reading system opens it; the words stay |
| a line may end where there is no space, after a hyphen or inside a long address | PDF | a line end is not a space |
| Latin words and numbers stand in the line's order, numbers to call in their own | PDF, right to left | as drawn |
| in a foot, words that run from right to left stand in any order, and their letters | PDF | it is read as drawn |
| the forms of `press.verify.plain` | text, portal | plain text has no structure but its marks |
| the ASCII forms of `press.ascii` | portal | portals garble the rest |
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from press.verify.piece import BREAK, Link

_SCHEME = re.compile(r"(?i)\A(mailto|tel|sms):")
_WEB = re.compile(r"(?i)https?://")
_AROUND = "/.,:;!?()[]<>'\"‘’‚‛“”„‹›«»…"
"""Signs around an address that are none of its own, and the slash that it may end with."""

_ABROAD = re.compile(r"\+[0-9]{1,3}([0-9]{7,})=0?\1")
"""A number from abroad, and the same as it is dialled at home: `(555) 555-0142` says `tel:+15555550142`."""

_UNFIT = re.compile(r"[^!-~]|[\"<>\\^`{|}]")
_UNFIT_IN_DOI = re.compile(r"[^!-~]|[\"<>\\^`{|}?#%\[\]]")
"""What is percent-encoded in an address (RFC 3986, 2), and in one that a DOI is made part of."""


def folded(text: str) -> str:
    """Return a text with every run of white space, of which BREAK is a part, as one space, and none at the ends."""
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """Return a text without white space: what two are compared by where some may be lost."""
    return "".join(text.split())


def anchor_of(words: str) -> str:
    """Return the anchor that a heading has by its words; another of the same words has a number after it."""
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_words.replace("'", "")).strip("-")
    return name or "section"


def is_anchor_of(anchor: str, words: str) -> bool:
    """Return whether an anchor is that of a heading with these words, or made of it."""
    name = anchor_of(words)
    names = {name, f"section-{name}"}
    first, _, number = anchor.rpartition("-")
    return anchor in names or (first in names and number.isdecimal())


def spelled_address(target: str, words: str) -> str:
    """Return the address of a link as it is printed after the link's words, in brackets, or nothing.

    Nothing for a link inside the document, and where the words hold the address already; of a number, its digits. Who
    writes an e-mail by hand needs none of what follows a `?` in its link.
    """
    address = _SCHEME.sub("", target)
    if target.lower().startswith("mailto:"):
        address = address.partition("?")[0]
    forms = {_bare(address), _bare(_decoded(address))}
    if not address or target.startswith("#") or not forms.isdisjoint(map(_bare, (words, *words.split()))):
        return ""
    if target.lower().startswith(("tel:", "sms:")):
        said = (_digits(words), _digits(words.replace("(0)", "")))  # as it is dialled at home, and from abroad
        if any(_digits(address) in digits for digits in said):
            return ""
        if _ABROAD.fullmatch(f"{address[0]}{_digits(address)}={said[0]}"):
            return ""
    return f"({address})"


def link_of(entry: Mapping[str, Any]) -> str:
    """Return where the link of a reference leads that the front matter has so: what no link may hold is escaped."""
    if entry.get("url"):
        return escaped(entry["url"])
    return f"https://doi.org/{_UNFIT_IN_DOI.sub(_escaped, entry['doi'])}"


def escaped(address: str) -> str:
    """Return an address with what no link may hold escaped."""
    return _UNFIT.sub(_escaped, address)


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _decoded(address: str) -> str:
    """Return an address in the letters that it is read in; those of a site's name are encoded after `xn--`."""
    try:
        return re.sub("(?i)xn--([a-z0-9-]+)", lambda part: part[1].encode().decode("punycode"), unquote(address))
    except UnicodeError:
        return unquote(address)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _bare(text: str) -> str:
    return _WEB.sub("", _SCHEME.sub("", squeezed(text).strip(_AROUND))).casefold()


def links_of_an_ebook(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return those of a piece's links that an EPUB can hold."""
    return tuple(link for link in links if not link.target.startswith("sms:"))


def links_on_paper(links: tuple[Link, ...], *, on_request: bool) -> tuple[Link, ...]:
    """Return those of a piece's links that a PDF holds: none to its sources where these are given on request."""
    return tuple(link for link in links if not (on_request and link.target.startswith("#ref-")))


def without_breaks(found: str, expected: str) -> str:
    """Return what was found with each line end as a space or as nothing, whichever makes it the expected text.

    Where neither does, every line end is a space.
    """
    words, rest = folded(found), f" {expected}"
    if words == expected:
        return expected
    for line in map(folded, found.split(BREAK)):
        rest = rest.removeprefix(" ")
        if not rest.startswith(line):
            return words
        rest = rest[len(line) :]
    return words if rest else expected
