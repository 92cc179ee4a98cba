"""The source format: text to front matter and Markdown tokens.

CommonMark with tables, footnotes, definition lists and task lists, `[@id]` citations, `[palabras]{lang=es}`,
and the handout's own blocks between lines of three colons. The only package that imports markdown_it and yaml.

What the parser libraries would drop without a word is kept here as a problem or in a token's `meta`:
cells beyond a table's columns, link and footnote definitions that nothing calls, a `:::` that closes nothing.
"""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from press.syntax.body import BOXES, Footnote, note_mark, parse_body
from press.syntax.front import Front, Path, Value

__all__ = [
    "BOXES",
    "Document",
    "Footnote",
    "Path",
    "SyntaxTreeNode",
    "Token",
    "Value",
    "normalised",
    "note_mark",
    "parse",
]

_SELECTORS = str.maketrans("", "", "\ufe0e\ufe0f")


def normalised(text: str) -> str:
    """Return a text with letters in one piece (NFC), and without what asks for signs in colours, or without.

    Letters and their marks come apart by some keyboards and by copying; fonts have no good print of that. Nobody types
    the others (`⚠️` holds two characters, `⚠` one): the keyboards of telephones add them, and they show nothing.
    """
    return unicodedata.normalize("NFC", text.translate(_SELECTORS))


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source.

    `front` is the front matter's mapping, `lines` the line of each of its values by path
    (`("authors", 0, "name")`), `written` what the source says for each that is no list and no mapping (`1.10`, which
    is the number 1.1), `unread` those of which a problem says that they cannot be read. Tokens' maps count the file's
    lines from 0. A handout's own block is a pair `box_open` (its name and arguments in `info`) and `box_close`; a list
    item that begins with a tick box has `meta["checked"]`; a table row has in `meta["cells"]` the number of cells of
    its line, in `meta["block"]` the `##`, `-`, `1.` or `>` before its first cell; a `citation` has `meta["ids"]`. A
    text's token has in `meta["bare"]` what no rule has understood (`_bare` in `rules`). `problems` are (line, message),
    what could not be understood.
    """

    front: Mapping[str, Value]
    lines: Mapping[Path, int]
    written: Mapping[Path, str]
    unread: Collection[Path]
    tokens: Sequence[Token]
    footnotes: Sequence[Footnote]
    problems: Sequence[tuple[int, str]]


@lru_cache(maxsize=1)
def parse(text: str) -> Document:
    """Parse a source file's text (line ends as they come). Raises nothing: problems are in the result.

    The last result is kept, and is not to be changed: the reader asks for it, and verification after it.
    """
    text = normalised(text.replace("\r\n", "\n").replace("\r", "\n"))
    problems: list[tuple[int, str]] = []
    front, body = _split(text, problems)
    matter = Front(problems)
    values = matter.read(front)
    try:
        tokens, footnotes = parse_body(body, problems)
    except RecursionError:
        tokens, footnotes = [], []
        problems.append((1, "the text is nested too deeply; use fewer levels of lists, quotations or emphasis"))
    return Document(values, matter.lines, matter.written, matter.unread, tokens, footnotes, problems)


def _split(text: str, problems: list[tuple[int, str]]) -> tuple[str, str]:
    """Return the front matter and the body, the latter with an empty line for each line before it."""
    rows = text.split("\n")
    if rows[0].rstrip() != "---":
        problems.append((1, "the front matter is missing; begin the file with a line ---, then title: and so on"))
        return "", text
    for number, row in enumerate(rows[1:], 1):
        if row.rstrip() in {"---", "..."}:
            return "\n".join(["", *rows[1:number]]), "\n" * (number + 1) + "\n".join(rows[number + 1 :])
    problems.append((1, "the front matter is never closed; put a line --- after its last key"))
    return "", ""
