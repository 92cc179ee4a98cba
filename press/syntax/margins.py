"""How far from the left a line stands: lines and lists that Markdown puts elsewhere than their indents say."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

_WORDS = re.compile(r"[*_(\[\"'“‘«¿¡]*(?P<word>[^\W\d_]|\d+(?![\d.)]))")
"""How a line begins that is one of words."""

_EARLY = 60
"""Signs up to which nobody ends a line because it is full."""

_ENDED = re.compile(r"[.:!?…](?<!\bM\.)(?<!\b(?:[DMS]r|Ms|St)\.)(?<!\b(?:[DS]ra|Mrs)\.)(?<!\bProf\.)\s*\Z")
"""How a line ends that its sentence ends with, and not with a title before a name."""

_HOLDERS = {
    "list_item_open": ("item", "indent it like the words of its item"),
    "dd_open": ("meaning", "indent it like the words of its meaning"),
    "footnote_reference_open": ("footnote", "indent it by four spaces"),
    "blockquote_open": ("quotation", "begin it with a >"),
}
"""What takes in lines without an indent or a > (CommonMark's lazy ones): its name, and the remedy."""

_LISTS = {"bullet_list_open": "-*+", "ordered_list_open": "0123456789"}


def indent(row: str) -> int:
    """Return how many signs stand before the words and marks of a line, those of quotations among them."""
    return len(row) - len(row.lstrip(" \t>"))


def run_on_lines(tokens: Iterable[Token], rows: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield (line, message) for each line that would run into an item, quotation, meaning or note against its indent.

    Where the line above is full and this one goes on with its sentence, it is meant to.
    """
    holders: list[Token] = []
    for token in tokens:
        if token.type in _HOLDERS:
            holders.append(token)
        elif holders and token.type == holders[-1].type.replace("_open", "_close"):
            holders.pop()
        elif holders and token.type == "inline" and token.map:
            name, remedy = _HOLDERS[holders[-1].type]
            for at in range(token.map[0] + 1, token.map[1]):
                is_under_lazy = at - 1 > token.map[0] and _is_lazy(holders, rows, at - 1)
                if _is_lazy(holders, rows, at) and _is_apart(holders[-1], rows, at, is_under_lazy=is_under_lazy):
                    told = f"this line would run into the {name} above"
                    yield at + 1, f"{told}; put an empty line before it, or {remedy}"
                    break


def _is_lazy(holders: Sequence[Token], rows: Sequence[str], at: int) -> bool:
    """Return whether a line is none of what holds it by its indent, or by its `>`."""
    last, row = holders[-1], rows[at]
    if last.type == "blockquote_open":
        return row[: indent(row)].count(">") < sum(holder.type == last.type for holder in holders)
    return last.map is not None and indent(row) <= indent(rows[last.map[0]])


def _is_apart(holder: Token, rows: Sequence[str], at: int, *, is_under_lazy: bool) -> bool:
    """Return whether a line begins something new, and does not go on with a sentence that filled the line above.

    Below a line that goes on without an indent itself, a further sentence does as well. In a meaning short lines go on
    with one another, and the line above a further meaning has its own problem.
    """
    above, row, below = rows[at - 1], rows[at], rows[at + 1].lstrip(" \t>") if at + 1 < len(rows) else ""
    begins = _WORDS.match(row, indent(row))
    if not begins or above.endswith(("\\", "  ")):
        return False
    is_meaning = holder.type == "dd_open"
    if is_meaning and below[:1] in {":", "~"}:
        return False
    is_capital, has_room = begins["word"].isupper(), len(f"{above} {row.split()[0]}") <= _EARLY
    is_new = has_room or (not is_under_lazy and bool(_ENDED.search(above)))
    return (is_capital and is_new) or (has_room and not is_meaning)


def flattened_lists(tokens: Iterable[Token], rows: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield (line, message) for each list that is indented below an item, and not so far as to be in it.

    It would be a list of its own, between two parts of the other.
    """
    starts: list[Token] = []
    for before, token in pairwise(tokens):
        if before.type in _LISTS:
            starts.append(before)
        elif before.type.endswith("_list_close"):
            start = starts.pop()
            if token.type in _LISTS and start.map and token.map:
                above, row = rows[start.map[0]], rows[token.map[0]]
                is_at_its_mark = above[indent(above)] in _LISTS[start.type]
                if is_at_its_mark and indent(above) < indent(row):
                    told = "this list is indented, and yet not within the item above"
                    remedy = "begin it below the words of that item, or at the left for a list of its own"
                    yield token.map[0] + 1, f"{told}; {remedy}"
