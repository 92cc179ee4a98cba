"""Raw HTML, which is not allowed: what to write for each tag that editors know."""

import re

from press.reader.problems import shortened

_TAG = re.compile(r"<(?:!--.*|[^<>]*>?)")
_NAME = re.compile(r"<[/!?]?([A-Za-z][A-Za-z0-9]*)")

_COMPARED = re.compile(r"<[A-Za-z](?:\s+[A-Za-z]+)+\s*>")
"""Words between two signs, `<b or c>`: no attribute of such a tag is a word alone."""

_INSTEAD = {
    "b strong": "write **words**",
    "i em": "write *words*",
    "a": "write [words](address)",
    "br": "end the line with a \\ where another follows, or leave it out",
    "hr": "write ---",
    "sub sup": "write the signs themselves, as in H₂O and m²",
    "h1 h2 h3 h4 h5 h6": "write ## and a space before a heading",
    "ul ol li": "write each item on a line that begins with `- ` or `1. `",
    "table thead tbody tr th td": "write a table with | between its cells",
    "blockquote q": "write > before each line of a quotation",
    "img": 'write ![what it shows](file.png "caption")',
    "p div span font center u small big abbr": "leave it out, and the </%s> that ends it",
    "section header footer article aside main nav details summary figure": "leave it out, and the </%s> that ends it",
    "script style iframe video audio": "leave it out, with all that belongs to it",
    "": "leave it out",  # a comment, or an end
}
_REMEDIES = {tag: remedy for tags, remedy in _INSTEAD.items() for tag in tags.split(" ")}


def tag_of(text: str) -> str:
    """Return the name of the tag that a text is, or begins with; nothing for a comment."""
    name = _NAME.match(text)
    return name[1].lower() if name else ""


def raw_html(text: str) -> str:
    """Return the message for a tag, or for text that begins with one."""
    name = "" if text.startswith("</") else tag_of(text)
    known = {} if _COMPARED.match(text) else _REMEDIES
    remedy = known.get(name, "use Markdown, or write &lt; for a < sign").replace("%s", name)
    (tag,) = _TAG.findall(text)[:1]
    return f"raw HTML `{shortened(tag)}` is not allowed; {remedy}"
