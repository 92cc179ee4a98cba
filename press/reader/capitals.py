"""Blocks of capitals, told where they are written: a printed sheet with one breaks the rules of clear print."""

from collections.abc import Iterator

from press.model.capitals import block_of_capitals
from press.reader.problems import shortened
from press.syntax import SyntaxTreeNode

_WORDS = frozenset({"text", "code_inline"})
_BREAKS = frozenset({"softbreak", "hardbreak"})


def shouted(text: str) -> Iterator[tuple[int, str]]:
    """Yield (row, message) for the block of capitals that a text has; the row counts from 0 at its first line."""
    if found := block_of_capitals(text):
        told = "is all in capitals, which are hard to read"
        remedy = "write small letters, or put commas between short names"
        yield text.count("\n", 0, text.index(found)), f"`{shortened(found)}` {told}; {remedy}"


def words_of(node: SyntaxTreeNode) -> str:
    """Return the words of an inline node as they are printed, each line of the source on a line."""
    return "".join(map(_word, node.walk()))


def _word(node: SyntaxTreeNode) -> str:
    if node.type in _WORDS:
        return node.content
    if node.type in _BREAKS:
        return "\n"
    return "[]" if node.type in {"footnote_ref", "citation"} else ""
