"""Lists and quotations that would be printed as something else than what they say."""

import re
from collections.abc import Iterator

from press.reader.problems import line_of
from press.syntax import SyntaxTreeNode

_STARRED = re.compile(r"[^\s*\\]\*(?![*\w])")
"""A star behind words, as of a remark."""

_SIGNED = re.compile(r"\n(?:\+ |- [\d.,]+ ?°)|\d\n- \d|[^\s.:;!?…*]\n1[.)] ")
"""What goes on with the line above: one thing and another, a temperature, from one number to another, or a date.

A list seldom has one item of these.
"""

_COMPARED = re.compile(r"[=\d]")
"""How no quotation begins, but what is compared: `> 38 °C`, `>= 5`."""


def list_faults(node: SyntaxTreeNode) -> Iterator[tuple[int, str]]:
    """Yield (line, message) for what is wrong with a list's marks, whatever its items say."""
    yield from _sign(node)
    if node.type == "bullet_list":
        yield from _remark(node)
    else:
        yield from _ticked(node)
        yield from _miscounted(node)


def _remark(node: SyntaxTreeNode) -> Iterator[tuple[int, str]]:
    """Refuse a remark that belongs to a star in the text above, and would be printed as a list."""
    above = node.previous_sibling
    is_one = node.markup == "*" and len(node.children) == 1
    if is_one and above and above.type == "paragraph" and _STARRED.search(above.children[0].content):
        told = "`* ` makes a list of this remark; write [^1] above and [^1]: here for a note, or \\* for a plain star"
        yield line_of(node), told


def quotation_faults(node: SyntaxTreeNode) -> Iterator[tuple[int, str]]:
    """Yield (line, message) where the mark of a quotation is the sign of what is compared, and would be lost.

    What has a second paragraph, which may say who is quoted, is a quotation.
    """
    if len(node.children) == 1 and _COMPARED.match(_words(node)):
        told = "`>` makes a quotation of this, and the sign would be lost"
        yield line_of(node), f"{told}; write \\> for a plain sign, or quotation marks round words that are quoted"


def _sign(node: SyntaxTreeNode) -> Iterator[tuple[int, str]]:
    """Refuse a sign or number of a text that happens to begin a line, where it would become a list of one item."""
    item = node.children[0]
    above = node.previous_sibling if len(node.children) == 1 and node.level == 0 else None
    if above and above.type == "paragraph" and above.map and node.map and above.map[1] == node.map[0]:
        mark = f"{item.info}{item.markup}"
        if _SIGNED.search(f"{above.children[0].content}\n{mark} {_words(item)}"):
            told = "in the middle of a sentence" if item.info else "and the sign would be lost"
            remedy = "put it at the end of the line above, or an empty line before a list"
            yield line_of(node), f"`{mark} ` makes a list here, {told}; {remedy}"


def _words(node: SyntaxTreeNode) -> str:
    """Return the words that an item or a quotation begins with, if it does."""
    first = node.children[0] if node.children else node
    return first.children[0].content if first.type == "paragraph" else ""


def _ticked(node: SyntaxTreeNode) -> Iterator[tuple[int, str]]:
    """Refuse tick boxes in a list with numbers, once: they would stand in the numbers' place."""
    ticked = next((item for item in node.children if "checked" in item.meta), None)
    if ticked:
        remedy = "write `- [ ] words` without a number, or take the [ ] away"
        yield line_of(ticked), f"a list has numbers or tick boxes, not both; {remedy}"


def _miscounted(node: SyntaxTreeNode) -> Iterator[tuple[int, str]]:
    """Refuse numbers that would be printed as others, once; a list may have one number for all its items."""
    numbers = [int(item.info) for item in node.children]
    for printed, (number, item) in enumerate(zip(numbers, node.children, strict=True), numbers[0]):
        if number != printed and len(set(numbers)) > 1:
            remedy = f"write `{printed}.`, or `- {number} words` in a list without numbers"
            yield line_of(item), f"a list counts up, so `{number}.` would be printed as {printed}.; {remedy}"
            return
