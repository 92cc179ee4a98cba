"""The body's pieces, from the flat tokens."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from press.syntax import Document, Token, note_mark
from press.verify.permitted import folded, spelled_address
from press.verify.piece import Foreign, Kind, Link, Piece, separator


@dataclass(slots=True)
class Body:
    """Walks the tokens of a body once, keeping what stands around them.

    `box` is the name of the box that is open; `lists` has an entry for each open list: the next number, or None where
    it has bullets; `mark` is the mark of the item that waits for its words; `kind` what the next paragraph is.
    """

    labels: Mapping[str, str]
    crisis_lines: tuple[Piece, ...]
    references: Mapping[str, int]
    pictures: Mapping[str, str] = field(default_factory=dict)
    box: str = ""
    lists: list[int | None] = field(default_factory=list)
    asking: set[int] = field(default_factory=set)
    asked: bool = False
    quoted: int = 0
    mark: str = ""
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    row: int = 0
    column: int = 0
    line: int = 0

    def pieces(self, document: Document) -> Iterator[Piece]:
        """Yield the pieces of the body, then those of the footnotes under their label."""
        self.asking = _question_lists(document.tokens)
        for piece in self._walk(document.tokens):
            yield replace(piece, box=self.box) if self.box else piece
        if document.footnotes:
            yield self._label("notes")
        for note in document.footnotes:
            self.lists, self.mark = [None], f"[{note.mark}]"
            yield from self._walk(note.tokens)

    def _walk(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        for token in tokens:
            self.line = token.map[0] + 1 if token.map else self.line
            match token.type:
                case "inline":
                    yield from self._inline(token)
                case "fence" | "code_block":
                    yield self._piece(Kind.CODE, token.content)
                case "box_open":
                    yield from self._box(token)
                case "hr":
                    yield self._separator()
                case "box_close":
                    yield from self._box_end(token)
                case _:
                    self._enter(token)

    def _enter(self, token: Token) -> None:
        """Keep account of what opens and closes around the text."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.asked = self.asked or id(token) in self.asking
                self.lists.append(int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None)
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.mark = self._mark(token)
            case "blockquote_open":
                self.quoted += 1
            case "blockquote_close":
                self.quoted -= 1
            case "heading_open":
                self.kind, self.level = Kind.HEADING, int(token.tag[1])
            case "dt_open":
                self.kind = Kind.TERM
            case "dd_open":
                self.kind = Kind.MEANING
            case "table_open":
                self.row = -1
            case "tr_open":
                self.row, self.column = self.row + 1, 0
            case "th_open" | "td_open":
                self.kind, self.column = Kind.CELL, self.column + 1
            case _:
                pass  # says nothing about what stands in it

    def _mark(self, item: Token) -> str:
        """Return the mark of a list item, and count it."""
        number = self.lists[-1]
        if number is not None:
            self.lists[-1] = number + 1
        if self.asked:
            return "☐"
        if "checked" in item.meta:
            return "☑" if item.meta["checked"] else "☐"
        return "•" if number is None else f"{number}."

    def _inline(self, token: Token) -> Iterator[Piece]:
        children = token.children or []
        if [child.type for child in children] == ["image"]:
            figure = self._piece(Kind.FIGURE, inline_words(children[0].children or [], self.references).text)
            yield replace(figure, picture=self.pictures.get(unquote(str(children[0].attrs["src"])), ""))
            if children[0].attrs.get("title"):
                yield self._piece(Kind.CAPTION, str(children[0].attrs["title"]))
            return
        words = inline_words(children, self.references)
        kind, level, mark = self.kind, self.level, self.mark
        if kind is Kind.CELL:
            mark = f"{self.row}.{self.column}"
        elif mark and kind is Kind.PARAGRAPH:
            kind = Kind.ITEM
        around = len(self.lists), self.quoted
        said = folded(words.text), folded(words.spelled)
        yield Piece(kind, *said, level, *around, mark, words.links, words.foreign, line=self.line)
        if self.asked and kind is Kind.ITEM:
            yield self._lines(1, "question_line")
        self.kind, self.level, self.mark = Kind.PARAGRAPH, 0, ""

    def _box(self, token: Token) -> Iterator[Piece]:
        name, *arguments = token.info.split(maxsplit=2)
        if name != "write":
            self.box = name
            yield replace(self._label(name), is_label=True)
            return
        count, *prompts = arguments
        if prompt := "".join(prompts).strip('"').strip():
            yield self._piece(Kind.PARAGRAPH, prompt)
        yield self._lines(int(count), "writing_lines")

    def _box_end(self, token: Token) -> Iterator[Piece]:
        if token.info == "crisis":
            yield from self.crisis_lines
        self.asked, self.box = False, ""
        if token.info in {"crisis", "warning"}:
            yield self._separator()

    def _label(self, name: str) -> Piece:
        words = folded(self.labels[name])
        return Piece(Kind.PARAGRAPH, words, words)

    def _separator(self) -> Piece:
        return separator(len(self.lists), self.quoted)

    def _lines(self, count: int, label: str) -> Piece:
        return replace(self._piece(Kind.LINES, self.labels[label].format(count=count)), mark=str(count))

    def _piece(self, kind: Kind, text: str) -> Piece:
        text = folded(text)
        return Piece(kind, text, text, depth=len(self.lists), quoted=self.quoted, line=self.line)


def _question_lists(tokens: Sequence[Token]) -> set[int]:
    """Return the ids of the lists that end an `::: ask`: their items are the questions."""
    found = set()
    opened: list[Token] = []
    for token, after in pairwise(tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            opened.append(token)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            begin = opened.pop()
            if after.type == "box_close" and after.info == "ask":
                found.add(id(begin))
    return found


class Words(NamedTuple):
    """The words of inline tokens; the same with the links' addresses; the links; what is in other languages."""

    text: str
    spelled: str
    links: tuple[Link, ...]
    foreign: tuple[Foreign, ...]


def inline_words(children: Sequence[Token], references: Mapping[str, int]) -> Words:
    """Return the words of inline tokens, and what in them is more than words."""
    text, spelled = "", ""
    links: list[Link] = []
    foreign: list[Foreign] = []
    opened: list[tuple[int, int, int]] = []
    for child in children:
        words = _words(child, references)
        text, spelled = text + words, spelled + words
        match child.type:
            case "link_open":
                opened.append((len(links), len(text), 0))
                links.append(Link(str(child.attrs["href"])))
            case "link_close":
                place, start, _ = opened.pop()
                links[place] = Link(links[place].target, folded(text[start:]))
                spelled += f" {shown}" if (shown := spelled_address(links[place].target, text[start:])) else ""
            case "span_open":
                opened.append((len(foreign), len(text), len(spelled)))
                foreign.append(Foreign(str(child.attrs["lang"]), ""))
            case "span_close":
                place, start, along = opened.pop()
                foreign[place] = Foreign(foreign[place].lang, folded(text[start:]), folded(spelled[along:]))
            case "footnote_ref":
                links.append(Link(f"#note-{words[1:-1]}", words))
            case "citation":
                links.extend(Link(f"#ref-{number}", number) for number in words[1:-1].split(", "))
            case _:
                pass  # words alone
    return Words(text, spelled, tuple(links), tuple(foreign))


def _words(token: Token, references: Mapping[str, int]) -> str:
    match token.type:
        case "text" | "code_inline":
            return token.content
        case "softbreak" | "hardbreak":
            return " "
        case "footnote_ref":
            return f"[{note_mark(token.meta['id'])}]"
        case "citation":
            return f"[{', '.join(str(references[name]) for name in token.meta['ids'])}]"
        case "link_open" | "link_close" | "em_open" | "em_close" | "strong_open" | "strong_close":
            return ""
        case "span_open" | "span_close":
            return ""
        case _:
            raise AssertionError(f"unknown inline token {token.type}")
