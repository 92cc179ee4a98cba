"""The source format: text to front matter and Markdown tokens.

CommonMark with tables, footnotes, definition lists and task lists, `[@id]` citations, `[palabras]{lang=es}`,
and the handout's own blocks between lines of three colons. The only module that imports markdown_it and yaml.

What the parser libraries would drop without a word is kept here as a problem or in a token's `meta`:
cells beyond a table's columns, link and footnote definitions that nothing calls, a `:::` that closes nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

import yaml
from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, getLine, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

__all__ = ["BOXES", "Document", "Footnote", "Path", "SyntaxTreeNode", "Token", "Value", "note_mark", "parse"]

Value: TypeAlias = "str | int | float | bool | date | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]

MAX_NESTING = 24
"""Token levels, two for each list: deeper than any handout, far from the recursion limits of the writers."""

MAX_OPEN_BRACKETS = 30
"""Brackets of one text that are open at once: for each, the library looks through all that follows."""

BOXES = ("key-points", "note", "warning", "ask", "write", "crisis")
"""The handout's own blocks."""

LEAVES = frozenset({"write", "crisis"})
"""Those that may stand without a closing `:::`."""

_FENCE = re.compile(r":::[ \t]*(.*?)[ \t]*$")
_CITATION = re.compile(r"\[(@[\w.:-]+(?:\s*;\s*@[\w.:-]+)*)\]")
_LANGUAGE = re.compile(r"\{lang=([A-Za-z0-9-]+)\}")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_STARS = frozenset({"em_open", "em_close", "strong_open", "strong_close"})
_SWUNG = re.compile(r"[\s>]*~")
_TASK = re.compile(r"\[([ xX])\][ \t\n]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote's text as tokens; `mark` is its letter, in the order of the first calls."""

    mark: str
    line: int
    tokens: Sequence[Token]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source.

    `front` is the front matter's mapping, `lines` the line of each of its values by path
    (`("authors", 0, "name")`), `written` what the source says for each that is no list and no mapping (`1.10`, which
    is the number 1.1), `unread` those of which a problem says that they cannot be read. Tokens' maps count the file's
    lines from 0. A handout's own block is a pair `box_open` (its name and arguments in `info`) and `box_close`; a list
    item that begins with a tick box has `meta["checked"]`; a table row has in `meta["cells"]` the number of cells of
    its line; a `citation` has `meta["ids"]`. A text's token has in `meta["bare"]` what no rule has understood
    (`_bare`). `problems` are (line, message), what could not be understood.
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
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems: list[tuple[int, str]] = []
    front, body = _split(text, problems)
    matter = _Front(problems)
    values = matter.read(front)
    try:
        tokens, footnotes = _body(body, problems)
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


# --- front matter ---


class _Loader(yaml.SafeLoader):
    """YAML without aliases (a few lines of them can stand for gigabytes) and without tags, which nobody means."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="* stands for an alias", problem_mark=self.get_mark())
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "tag", None) is not None:
            raise yaml.MarkedYAMLError(problem="! stands for a tag", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


@dataclass(slots=True)
class _Front:
    """The front matter as it is read: each value's line and what is written for it, by path, and what is wrong."""

    problems: list[tuple[int, str]]
    lines: dict[Path, int] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    unread: set[Path] = field(default_factory=set)

    def read(self, text: str) -> dict[str, Value]:
        """Return the values of a text of YAML; none where it is not a mapping."""
        try:
            loader = _Loader(text)
            node = loader.get_single_node()
            value = self._value(loader, node, ()) if node else {}
        except yaml.MarkedYAMLError as error:
            self.problems.append(_fault(error, text))
            return {}
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            self.problems.append(
                (line, f"the front matter is not YAML: U+{error.character:04X} stands in it; remove it")
            )
            return {}
        except (yaml.YAMLError, RecursionError):
            self.problems.append((1, f"the front matter is not YAML; {_HINT}"))
            return {}
        if not isinstance(value, dict):
            self.problems.append((2, "the front matter must be lines of the form `key: value`"))
            return {}
        return value

    def _value(self, loader: _Loader, node: yaml.Node, path: Path) -> Value:
        """Return a node's value, noting the line of everything in it."""
        line = self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            return [self._value(loader, item, (*path, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(loader, node, path)
        self.written[path] = written = str(node.value)
        try:
            return _scalar(loader, node)
        except (ValueError, yaml.YAMLError):
            shown = written if len(written) <= _LONGEST_NUMBER else f"{written[:_LONGEST_NUMBER]}…"
            remedy = "write dates as 2026-01-31 and put texts in quotes"
            self.unread.add(path)
            self.problems.append((line, f"`{shown}` cannot be read; {remedy}"))
            return None

    def _mapping(self, loader: _Loader, node: yaml.MappingNode, path: Path) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(
                    (line, "a key is one word, and this one is a list or has keys itself; write `key: value`")
                )
                continue
            key = str(key_node.value)
            if key in mapping:
                self.problems.append((line, f"`{key}` stands twice; keep one of the two"))
            mapping[key] = self._value(loader, value_node, (*path, key))
            self.lines[*path, key] = line
        return mapping


_NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
_LONGEST_NUMBER = 50
"""Characters: of thousands, Python makes a number that it refuses to write."""


def _scalar(loader: _Loader, node: yaml.Node) -> Value:
    """Return what is neither list nor mapping. Raises ValueError or YAMLError where it cannot be read."""
    if node.tag in _NUMBERS and len(node.value) > _LONGEST_NUMBER:
        raise ValueError(node.value)
    value: Value = loader.construct_object(node)
    return value


_HINT = "put a text that holds : # * or quotes into double quotes"
_HINTS = {  # by YAML's problem; %s is the first word of the line
    "could not find expected ':'": "write `%s: ...`, with a colon and a space",
    "found unexpected end of stream": "a quote opens here and is never closed; close it at the end of its text",
    "expected <block end>, but found '<scalar>'": 'close the quotes of the text above, or write \\" inside quotes',
    "mapping values are not allowed here": f"{_HINT}, and a space after the colon of every key",
    "! stands for a tag": "put a text that begins with ! into double quotes, or take the tag away",
    "found character '\\t' that cannot start any token": "write spaces instead of the tab",
}


def _fault(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Return the line and message of a YAML error; of what never ends, the line where it begins."""
    begun = error.context in {"while scanning a simple key", "while scanning a quoted scalar"}
    line: int = getattr(error.context_mark if begun else error.problem_mark, "line", 0)
    word = text.split("\n")[line].lstrip(" -").partition(" ")[0].partition(":")[0]
    hint = _HINTS.get(error.problem or "", _HINT).replace("%s", word)
    return line + 1, f"the front matter is not YAML: {error.problem}; {hint}"


# --- body ---


@cache
def _parser() -> MarkdownIt:
    """Return the configured Markdown parser."""
    parser = MarkdownIt("commonmark", {"maxNesting": 4 * MAX_NESTING, "store_labels": True}).enable("table")
    parser.use(footnote_plugin, inline=False, move_to_end=False).use(deflist_plugin)
    parser.block.ruler.before("fence", "handout", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("link", "citation", _citation)
    parser.inline.ruler.before("link", "language", _language)
    parser.core.ruler.before("inline", "brackets", _brackets)
    parser.core.ruler.before("text_join", "bare", _bare)
    # Every address becomes a link token, so that the reader can refuse the bad ones at their line.
    parser.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    return parser


def _fence(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Block rule: a line that begins with `:::`."""
    if state.is_code_block(start_line):
        return False
    begin = state.bMarks[start_line] + state.tShift[start_line]
    match = _FENCE.match(state.src[begin : state.eMarks[start_line]])
    if not match:
        return False
    if not silent:
        token = state.push("colon_fence", "", 0)
        token.info, token.map = match[1], [start_line, start_line + 1]
        state.line = start_line + 1
    return True


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Block rule: a table, with the number of cells that each row has in the source: the library's drops the excess."""
    before = len(state.tokens)
    if not table(state, start_line, end_line, silent):
        return False
    for row in state.tokens[before:]:
        if row.type == "tr_open" and row.map:
            cells = escapedSplit(getLine(state, row.map[0]).strip())
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
    """Core rule: take away a text that would take minutes to parse, and note its line."""
    for token in state.tokens:
        if token.type == "inline" and token.map and (at := _too_many_brackets(token.content)) >= 0:
            line = token.map[0] + 1 + token.content.count("\n", 0, at)
            state.env.setdefault("brackets", []).append(line)
            token.content = "..."


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

    NUL stands for an escaped `[`, STX for the stars of emphasis, SOH for other markup.
    """
    texts = [token for token in state.tokens if token.type == "inline"]
    for text in [*texts, *(child for token in texts for child in token.children or () if child.type == "image")]:
        text.meta["bare"] = "".join(map(_bare_sign, text.children or ()))


def _bare_sign(token: Token) -> str:
    if token.type == "text":
        return token.content
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    if token.type in _STARS:
        return "\2"
    return "\0" if token.markup == r"\[" else "\1" + "\n" * token.content.count("\n")


def _body(text: str, problems: list[tuple[int, str]]) -> tuple[list[Token], list[Footnote]]:
    """Return the body's tokens and its footnotes."""
    env: dict[str, Any] = {}
    tokens = _parser().parse(text, env)
    problems += [
        (line, f"more than {MAX_OPEN_BRACKETS} [ wait for their ] here; close them, or write \\[ for a plain bracket")
        for line in env.get("brackets", ())
    ]
    problems += _too_deep(tokens)
    problems += _open_fences(tokens)
    problems += _swung_dashes(tokens, text.split("\n"))
    _mark_tasks(tokens)
    problems += _unused_links(tokens, env)
    tokens, footnotes = _footnotes(tokens, env, problems)
    return list(_pair_fences(tokens, problems)), footnotes


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
    tokens: Sequence[Token], env: Mapping[str, Any], problems: list[tuple[int, str]]
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
            problems.append((line, "::: cannot stand inside a list or quotation; put it at the start of a line"))
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
