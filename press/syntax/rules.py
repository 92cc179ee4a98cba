"""The configured Markdown parser: the libraries' rules, and ours for blocks, citations and languages."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, getLine, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

MAX_NESTING = 24
"""Token levels, two for each list: deeper than any handout, far from the recursion limits of the writers."""

MAX_OPEN_BRACKETS = 30
"""Brackets of one text that are open at once: for each, the library looks through all that follows."""

MAX_LOOKS = 40_000_000
"""Signs that addresses may have, times the letters of their text: for each, the library looks through all before it."""

BLOCK = re.compile(r"(?:#{1,6}|[-*+]|\d{1,9}[.)])(?=[ \t])|>")
"""How a line begins that is no paragraph's."""

_FENCE = re.compile(r":{3,}(.*)")
_CITATION = re.compile(r"\[(@[\w.:-]+(?:\s*;\s*@[\w.:-]+)*)\]")
_LANGUAGE = re.compile(r"\{lang=([A-Za-z0-9-]+)\}")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_STARS = frozenset({"em_open", "em_close", "strong_open", "strong_close"})
_LINKS = {"link_open": "\4", "link_close": "\5"}


@cache
def parser() -> MarkdownIt:
    """Return the configured Markdown parser."""
    made = MarkdownIt("commonmark", {"maxNesting": 4 * MAX_NESTING, "store_labels": True}).enable("table")
    made.use(footnote_plugin, inline=False, move_to_end=False).use(deflist_plugin).use(gfm_autolink_plugin)
    made.block.ruler.before("fence", "handout", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    made.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    made.inline.ruler.before("link", "citation", _citation)
    made.inline.ruler.before("link", "language", _language)
    made.core.ruler.before("inline", "brackets", _brackets)
    made.core.ruler.before("text_join", "bare", _bare)
    # Every address becomes a link token, so that the reader can refuse the bad ones at their line; its words stay.
    made.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    made.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return made


def _fence(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Block rule: a line that begins with `:::`, or more colons."""
    if state.is_code_block(start_line):
        return False
    begin = state.bMarks[start_line] + state.tShift[start_line]
    match = _FENCE.match(state.src[begin : state.eMarks[start_line]])
    if not match:
        return False
    if not silent:
        token = state.push("colon_fence", "", 0)
        token.info, token.map = match[1].strip(), [start_line, start_line + 1]
        state.line = start_line + 1
    return True


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Block rule: a table, with the number of cells that each row has in the source: the library's drops the excess.

    And with the mark of another block that a row begins with: the library's makes a table of `## Day | Dose`.
    """
    before = len(state.tokens)
    if not table(state, start_line, end_line, silent):
        return False
    for row in state.tokens[before:]:
        if row.type == "tr_open" and row.map:
            line = getLine(state, row.map[0]).strip()
            begins, cells = BLOCK.match(line), escapedSplit(line)
            row.meta["block"] = begins[0] if begins else ""
            row.meta["cells"] = len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")
    return True


def _language(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Inline rule: `[palabras]{lang=es}`, words in another language."""
    begin, end = state.pos, state.posMax
    close = parseLinkLabel(state, begin) if state.src[begin] == "[" else -1
    match = _LANGUAGE.match(state.src, close + 1, end) if close >= 0 else None
    if not match:
        return False
    if not silent:
        state.push("span_open", "span", 1).attrs = {"lang": match[1]}
        state.pos, state.posMax = begin + 1, close
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = match.end(), end
    return True


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Inline rule: `[@id]` or `[@id; @id]`."""
    match = _CITATION.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[0]
        token.meta = {"ids": [part.strip()[1:] for part in match[1].split(";")]}
    state.pos = match.end()
    return True


def _brackets(state: StateCore) -> None:
    """Core rule: take away each text that would take minutes to parse, and note its line."""
    for token in state.tokens:
        if token.type == "inline" and token.map and (at := _too_many_brackets(token.content)) >= 0:
            line = token.map[0] + 1 + token.content.count("\n", 0, at)
            state.env.setdefault("brackets", []).append(line)
            token.content = "..."
        elif token.type == "inline" and token.map and _looks(token.content) > MAX_LOOKS:
            state.env.setdefault("endless", []).append(token.map[0] + 1)
            token.content = "..."


def _looks(text: str) -> int:
    return len(text) * sum(map(text.count, (":", "@", "www.")))


def _too_many_brackets(text: str) -> int:
    """Return where one bracket too many is open, -1 where none is."""
    if text.count("[") <= MAX_OPEN_BRACKETS:
        return -1
    depth = 0
    for match in _BRACKET.finditer(text):
        if match[0] == "[":
            depth += 1
        elif match[0] == "]":
            depth = max(0, depth - 1)
        if depth > MAX_OPEN_BRACKETS:
            return match.start()
    return -1


def _bare(state: StateCore) -> None:
    """Core rule: note a text's bare words while escapes can be told.

    NUL stands for an escaped `[`, STX for the stars of emphasis, ETX for the strokes that begin one, EOT and ENQ for
    the beginning and the end of a link, ACK for a line's end that stays one, SOH for other markup.
    """
    texts = [token for token in state.tokens if token.type == "inline"]
    for text in [*texts, *(child for token in texts for child in token.children or () if child.type == "image")]:
        text.meta["bare"] = "".join(map(_bare_sign, text.children or ()))


def _bare_sign(token: Token) -> str:
    if token.type == "text":
        return token.content
    if token.type in {"softbreak", "hardbreak"}:
        return "\n" if token.type == "softbreak" else "\6\n"
    if token.type in _STARS:
        return "\3" if token.markup[0] == "_" and token.nesting == 1 else "\2"
    if token.type in _LINKS:
        return _LINKS[token.type]
    return "\0" if token.markup == r"\[" else "\1" + "\n" * token.content.count("\n")
