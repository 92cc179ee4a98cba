"""Whatever an article can hold is read back from its plain text editions."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from press.model import EDITIONS
from press.model.article import Article, Meta, Person, Section
from press.model.blocks import (
    Align,
    Block,
    Box,
    BoxKind,
    BulletList,
    CodeBlock,
    CrisisBox,
    Definition,
    DefinitionList,
    Figure,
    ListItem,
    OrderedList,
    Paragraph,
    Questions,
    Quotation,
    Separator,
    Table,
    WritingSpace,
)
from press.model.clinic import Clinic, CrisisLine
from press.model.inlines import Citation, Code, Inline, LineBreak, Link, NoteCall, Strong, Text
from press.pipeline.houses import read_house
from press.verify.permitted import folded, spelled_address
from press.verify.piece import Kind, Piece
from press.verify.plain import project
from press.verify.text import read
from press.writers import Sheet, Templates
from press.writers.text import write

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKENS = [
    "word",
    "a",
    "I",
    "-",
    "#",
    "##",
    "1.",
    "23.",
    ">",
    ">>",
    "[",
    "]",
    "[ ]",
    "[x]",
    "[a]",
    "[1]",
    "[1, 2]",
    "_",
    "____",
    "*",
    "* * *",
    "—",
    "–",
    "“so”",
    "5\u00a0mg",
    "\u00a0",
    "é",
    "ß",
    "½",
    "5²",
    "µg",
    "β",
    "λόγος",
    "•",
    "☐",
    "…",
    "¿",
    "שלום",
    "https://example.org/a",
    "w" * 30,
    "w" * 80,
    "-\u00a0x",
    "[Picture:",
    "x]",
    "Header:",
    "\u2028",
    "\x1f",
    "\x1e",
    "(",
    "?",
]

texts = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=25).map(" ".join).filter(str.strip)
short_texts = st.lists(st.sampled_from(TOKENS), max_size=3).map(" ".join)
plain = st.builds(Text, texts)
inlines = st.lists(
    st.one_of(
        plain,
        st.builds(Code, texts),
        st.builds(lambda child: Strong((child,)), plain),
        st.builds(
            lambda target, child: Link(target, (child,)),
            st.sampled_from(["https://example.org/a", "#b", "tel:+1 2"]),
            plain,
        ),
        st.just(LineBreak()),
        st.just(NoteCall("a")),
        st.just(Citation((1, 3))),
    ),
    min_size=1,
    max_size=3,
).map(lambda parts: (Text("w"), *parts) if not isinstance(parts[0], Text) else tuple(parts))
cells = st.one_of(st.just(()), st.builds(lambda text: (Text(text),), short_texts), inlines)
paragraphs = st.builds(Paragraph, inlines)
code_lines = st.lists(
    st.tuples(st.sampled_from(["", "  ", "   ", "\t", "    - ", "> ", ">"]), short_texts).map("".join),
    min_size=1,
    max_size=5,
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 3))
    row = st.tuples(*[cells] * columns)
    return Table(draw(row), tuple(draw(st.lists(row, min_size=1, max_size=3))), (Align.NONE,) * columns)


leaves = st.one_of(
    paragraphs,
    tables(),
    st.builds(CodeBlock, code_lines.map("\n".join).filter(str.strip)),
    st.builds(Figure, st.just("a.png"), texts, short_texts),
    st.just(Separator()),
    st.builds(WritingSpace, st.integers(1, 4), short_texts),
)


def _branches(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(blocks, max_size=2).map(tuple)
    worded = st.builds(lambda first, rest: (first, *rest), paragraphs, several)
    items = st.lists(
        st.builds(ListItem, worded, st.sampled_from([None, None, True, False])), min_size=1, max_size=3
    ).map(tuple)
    definitions = st.builds(Definition, inlines, st.lists(worded, min_size=1, max_size=2).map(tuple))
    return st.one_of(
        st.builds(BulletList, items, st.booleans()),
        st.builds(OrderedList, items, st.integers(0, 120), st.booleans()),
        st.builds(DefinitionList, st.lists(definitions, min_size=1, max_size=2).map(tuple)),
        st.builds(Quotation, st.lists(blocks, min_size=1, max_size=3).map(tuple)),
        st.builds(Box, st.sampled_from(BoxKind), st.lists(blocks, min_size=1, max_size=2).map(tuple)),
        st.builds(Questions, st.lists(inlines, min_size=1, max_size=2).map(tuple), several),
    )


blocks = st.recursive(leaves, _branches, max_leaves=8)


class Expected:
    """The pieces of blocks, as ARCHITECTURE.md lists them."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = labels
        self.pieces: list[Piece] = []

    def add(self, kind: Kind, text: str, spelled: str = "", **around: int | str) -> None:
        self.pieces.append(Piece(kind, folded(text), folded(spelled or text), **around))  # type: ignore[arg-type]

    def words(self, kind: Kind, children: tuple[Inline, ...], **around: int | str) -> None:
        spelled, text = _spelled(children), _spelled(children, addresses=False)
        self.add(kind, text, spelled, **around)

    def blocks(self, blocks: tuple[Block, ...], depth: int = 0, quoted: int = 0) -> None:
        for block in blocks:
            self.block(block, depth, quoted)

    def worded(self, kind: Kind, blocks: tuple[Block, ...], depth: int, quoted: int, mark: str = "") -> None:
        first, *rest = blocks
        assert isinstance(first, Paragraph)
        self.words(kind, first.children, depth=depth, quoted=quoted, mark=mark)
        self.blocks(tuple(rest), depth, quoted)

    def items(self, items: tuple[ListItem, ...], number: int | None, depth: int, quoted: int) -> None:
        for count, entry in enumerate(items):
            plain_mark = "•" if number is None else f"{number + count}."
            mark = plain_mark if entry.checked is None else "☑" if entry.checked else "☐"
            self.worded(Kind.ITEM, entry.blocks, depth + 1, quoted, mark)

    def block(self, block: Block, depth: int, quoted: int) -> None:  # noqa: C901, PLR0912 - a branch a kind
        match block:
            case Paragraph(children):
                self.words(Kind.PARAGRAPH, children, depth=depth, quoted=quoted)
            case BulletList(items):
                self.items(items, None, depth, quoted)
            case OrderedList(items, start):
                self.items(items, start, depth, quoted)
            case DefinitionList(definitions):
                for definition in definitions:
                    self.words(Kind.TERM, definition.term, depth=depth, quoted=quoted)
                    for meaning in definition.meanings:
                        self.worded(Kind.MEANING, meaning, depth, quoted)
            case Quotation(inner):
                self.blocks(inner, depth, quoted + 1)
            case CodeBlock(text):
                self.add(Kind.CODE, text, depth=depth, quoted=quoted)
            case Table(header, rows):
                for row, entries in enumerate((header, *rows)):
                    for column, entry in enumerate(entries, 1):
                        self.words(Kind.CELL, entry, depth=depth, quoted=quoted, mark=f"{row}.{column}")
            case Figure(_, alternative, caption):
                self.add(Kind.FIGURE, alternative, depth=depth, quoted=quoted)
                if folded(caption):
                    self.add(Kind.CAPTION, caption, depth=depth, quoted=quoted)
            case Box(kind, inner):
                self.add(Kind.PARAGRAPH, self.labels[kind], depth=depth, quoted=quoted, is_label=True)
                self.blocks(inner, depth, quoted)
                if kind is BoxKind.WARNING:
                    self.add(Kind.SEPARATOR, "* * *", depth=depth, quoted=quoted)
            case Questions(questions, before):
                self.add(Kind.PARAGRAPH, self.labels["ask"], depth=depth, quoted=quoted, is_label=True)
                self.blocks(before, depth, quoted)
                for question in questions:
                    self.words(Kind.ITEM, question, depth=depth + 1, quoted=quoted, mark="☐")
                    self.add(Kind.LINES, self.labels["question_line"], depth=depth + 1, quoted=quoted, mark="1")
            case WritingSpace(count, prompt):
                if folded(prompt):
                    self.add(Kind.PARAGRAPH, prompt, depth=depth, quoted=quoted)
                self.add(Kind.LINES, self.labels["writing_lines"], depth=depth, quoted=quoted, mark=str(count))
            case Separator():
                self.add(Kind.SEPARATOR, "* * *", depth=depth, quoted=quoted)
            case CrisisBox():
                pass  # is not generated


def _spelled(children: tuple[Inline, ...], *, addresses: bool = True) -> str:
    result = ""
    for child in children:
        match child:
            case Text(text) | Code(text):
                result += text
            case Link(target, inner):
                inside = _spelled(inner)
                shown = spelled_address(target, inside) if addresses else ""
                result += f"{inside} {shown}" if shown else inside
            case Strong(inner):
                result += _spelled(inner)
            case NoteCall(mark):
                result += f"[{mark}]"
            case Citation(numbers):
                result += f"[{', '.join(map(str, numbers))}]"
            case _:
                result += " "
    return result


@cache
def labels_and_templates() -> tuple[Mapping[str, str], Templates]:
    """Return what the sheets are made with; no fixtures, since Hypothesis would spell them out with each example."""
    house = read_house(Path(__file__).parents[2] / "templates", None)
    return house.labels("en"), Templates(house.templates)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(blocks, max_size=4).map(tuple), inlines)
@pytest.mark.parametrize("edition", ["text", "portal"])
def test_whatever_an_article_holds_is_read_back(
    edition: str, content: tuple[Block, ...], title: tuple[Inline, ...]
) -> None:
    labels, templates = labels_and_templates()
    day = date(2026, 1, 31)
    meta = Meta("Title", "Summary", "Category", "en", "1", day, day, (Person("A"),), "B")
    article = Article("x", meta, (), (Section(2, title, "a", content),))
    sheet = Sheet(article, Clinic((CrisisLine("C", day, phone="1"),)), labels, "0")
    found = read(write(sheet, EDITIONS[edition], templates))
    expected = Expected(labels)
    expected.words(Kind.HEADING, title, level=2)
    expected.blocks(content)
    start = next(i for i, piece in enumerate(found.pieces) if piece.level == 2)
    end = next(i for i, piece in enumerate(found.pieces) if i > start and piece.text == labels["about"])
    assert found.pieces[start:end] == project(
        expected.pieces, ascii_lang="en" if edition == "portal" else None, picture="Picture: {alternative}"
    )
