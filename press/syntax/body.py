"""The body: what becomes of the parser's tokens, and what the parser would pass over in silence."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from press.syntax.margins import flattened_lists, indent, run_on_lines
from press.syntax.rules import BLOCK, MAX_NESTING, MAX_OPEN_BRACKETS, parser

BOXES = ("key-points", "note", "warning", "ask", "write", "crisis")
"""The handout's own blocks."""

LEAVES = frozenset({"write", "crisis"})
"""Those that may stand without a closing `:::`."""

_SWUNG = re.compile(r"[\s>]*~")
_ROW = re.compile(r"\|[ \t][^|\n]*\|[^\n]*\|")
_TASK = re.compile(r"\[([ xX])\][ \t\n]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote's text as tokens; `mark` is its letter, in the order of the first calls."""

    mark: str
    line: int
    tokens: Sequence[Token]


def parse_body(text: str, problems: list[tuple[int, str]]) -> tuple[list[Token], list[Footnote]]:
    """Return the body's tokens and its footnotes."""
    env: dict[str, Any] = {}
    tokens = parser().parse(text, env)
    problems += [
        (line, f"more than {MAX_OPEN_BRACKETS} [ wait for their ] here; close them, or write \\[ for a plain bracket")
        for line in env.get("brackets", ())
    ]
    problems += [
        (line, "this text has too many : and @ to look for addresses in it; part it into paragraphs")
        for line in env.get("endless", ())
    ]
    problems += _too_deep(tokens)
    problems += _open_fences(tokens)
    rows = text.split("\n")
    problems += _swung_dashes(tokens, rows)
    problems += _swallowed_terms(tokens, rows)
    problems += _marked_terms(tokens)
    problems += _stray_rows(tokens)
    problems += run_on_lines(tokens, rows)
    problems += flattened_lists(tokens, rows)
    _mark_tasks(tokens)
    problems += _unused_links(tokens, env)
    return _footnotes(_pair_fences(tokens, problems), env, problems)


def _too_deep(tokens: Iterable[Token]) -> Iterator[tuple[int, str]]:
    """Yield the problem where something is for the first time; texts that nobody could walk through are made plain."""
    line = deep = 0
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if max([token.level, *(child.level for child in token.children or ())]) > MAX_NESTING:
            deep = deep or line
            if token.children:
                token.children = [Token("text", "", 0, content=token.content)]
    if deep:
        yield deep, "nested too deeply; use fewer levels of lists, quotations or emphasis"


def _open_fences(tokens: Iterable[Token]) -> Iterator[tuple[int, str]]:
    """Yield a problem for each code block that no line ends: it would take in whatever follows, headings and all."""
    for token in tokens:
        if token.type == "fence" and token.map:
            lines = token.content.removesuffix("\n").count("\n") + bool(token.content)
            if token.map[1] - token.map[0] < lines + 2:  # with its first line and its last
                remedy = f"put a line {token.markup} after it, indented like this one, or remove it if no code is meant"
                yield _line(token), f"the code block that {token.markup} begins here is never closed; {remedy}"


def _swung_dashes(tokens: Iterable[Token], rows: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield a problem for each `~` that the library takes for the `:` of a meaning: mostly it says `about`."""
    for token in tokens:
        if token.type == "dd_open" and token.map and _SWUNG.match(rows[token.map[0]]):
            remedy = "write \\~ for a plain sign, or `: ` for a meaning"
            yield _line(token), f"`~` cannot begin a line of text, where it would vanish; {remedy}"


def _swallowed_terms(tokens: Iterable[Token], rows: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield a problem for each term that the meaning above takes in, so that its own would be one more of that."""
    for before, token in pairwise(tokens):
        if before.type == "dd_close" and token.type == "dd_open" and token.map:
            above, row = rows[token.map[0] - 1], rows[token.map[0]]
            begins = indent(above)
            if begins <= indent(row) and above[begins:] and above[begins] not in ":~":
                remedy = "put an empty line before a term, or indent what goes on with the meaning"
                yield token.map[0], f"this line belongs to the meaning above it, and is no term; {remedy}"


def _marked_terms(tokens: Iterable[Token]) -> Iterator[tuple[int, str]]:
    """Yield a problem for each term that is a heading, an item or a quotation: below a meaning, `: ` takes any line."""
    for before, token in pairwise(tokens):
        if before.type == "dt_open" and (mark := BLOCK.match(token.content)):
            told = f"the `: ` below makes a term of this line, and `{mark[0]}` would be printed"
            plain = f"{mark[0][:-1]}\\{mark[0][-1]}"
            yield _line(token), f"{told}; take one of the two away, or write `{plain}` if it is to be"


def _stray_rows(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield a problem for each row of a table that an empty line parts from it."""
    for before, _, token in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.type == "table_close" and token.type == "inline" and _ROW.fullmatch(token.content):
            told = "this row of a table has an empty line above, and would be printed with its strokes"
            yield _line(token), f"{told}; remove that line, or write \\| for a plain stroke"


def _mark_tasks(tokens: Sequence[Token]) -> None:
    """Turn `[ ]` and `[x]` at the start of a list item into `meta["checked"]`."""
    for item, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open" or not inline.children:
            continue
        first = inline.children[0]
        match = _TASK.match(inline.content)
        if match and first.type == "text" and first.content.startswith(match[0].rstrip()):
            item.meta["checked"] = match[1] != " "
            first.content = first.content[3:].lstrip()
            inline.content = inline.content[match.end() :]


def _unused_links(tokens: Iterable[Token], env: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    used = {child.meta.get("label") for token in tokens for child in token.children or ()}
    for label, target in env.get("references", {}).items():
        if label not in used:
            name = label.lower()
            yield target["map"][0] + 1, f"nothing uses the link [{name}]; remove it, or write [words][{name}]"
    for target in env.get("duplicate_refs", ()):
        yield target["map"][0] + 1, f"the link [{target['label'].lower()}] is defined twice; keep one of the two"


def _footnotes(
    tokens: Iterable[Token], env: Mapping[str, Any], problems: list[tuple[int, str]]
) -> tuple[list[Token], list[Footnote]]:
    """Return the tokens without the footnotes' definitions, and the footnotes in the order of their calls."""
    body: list[Token] = []
    texts: dict[str, tuple[int, list[Token]]] = {}
    goes_to = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            label, line = token.meta["label"], _line(token)
            if label in texts:
                problems.append((line, f"the footnote [^{label}] is defined twice; keep one of the two"))
            texts[label] = line, []
            goes_to.append(texts[label][1])
        elif token.type == "footnote_reference_close":
            goes_to.pop()
        else:
            goes_to[-1].append(token)
    order = {data["label"]: number for number, data in env.get("footnotes", {}).get("list", {}).items()}
    problems += [
        (line, f"nothing calls the footnote [^{label}]; remove it, or put [^{label}] where it belongs")
        for label, (line, _) in texts.items()
        if label not in order
    ]
    called = sorted(texts.keys() & order.keys(), key=lambda label: order[label])
    return body, [Footnote(note_mark(order[label]), *texts[label]) for label in called]


def note_mark(number: int) -> str:
    """Return the letters of the footnote `number` (from 0): a to z, then aa, ab and so on."""
    return (note_mark(number // 26 - 1) if number >= 26 else "") + chr(ord("a") + number % 26)  # noqa: PLR2004


def _pair_fences(tokens: Sequence[Token], problems: list[tuple[int, str]]) -> Iterator[Token]:
    """Turn the `:::` lines into pairs of `box_open` and `box_close`."""
    fences = [token for token in tokens if token.type == "colon_fence" and token.level == 0]
    following = {id(token): after for token, after in pairwise(fences)}
    opened: Token | None = None
    for token in tokens:
        if token.type != "colon_fence":
            yield token
            continue
        line = _line(token)
        if token.level:
            told = "::: cannot stand inside a list, quotation or footnote; put it at the start of a line"
            problems.append((line, told))
        elif token.info and opened:
            unclosed = f"`::: {opened.info}` is not closed before line {line}; put a line ::: after it"
            problems.append((_line(opened), unclosed))
            yield _box_end(opened)
            opened = token
            yield _box_start(token)
        elif token.info:
            yield _box_start(token)
            after = following.get(id(token))
            if token.info.split()[0] in LEAVES and (after is None or after.info):
                yield _box_end(token)
            else:
                opened = token
        elif opened:
            yield _box_end(opened)
            opened = None
        else:
            remedy = "begin its box with a line such as `::: note`, with nothing before it, or remove it"
            problems.append((line, f"this ::: closes nothing; {remedy}"))
    if opened:
        problems.append((_line(opened), f"`::: {opened.info}` is never closed; put a line ::: after it"))
        yield _box_end(opened)


def _line(token: Token) -> int:
    return (token.map or [0])[0] + 1


def _box_start(fence: Token) -> Token:
    return Token("box_open", "", 1, info=fence.info, map=fence.map, block=True)


def _box_end(fence: Token) -> Token:
    return Token("box_close", "", -1, info=fence.info, map=fence.map, block=True)
