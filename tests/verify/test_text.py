"""Reading plain text back: each form, damaged files, and whatever an article can hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press.model import EDITIONS
from press.pipeline.houses import House
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source
from press.verify import verify
from press.verify.piece import Kind, Link, Piece, Reading
from press.verify.plain import project
from press.verify.text import read
from press.writers import Templates
from press.writers.text import write


def heading(level: int, text: str) -> Piece:
    return Piece(Kind.HEADING, text, level=level)


def paragraph(text: str, depth: int = 0, quoted: int = 0) -> Piece:
    return Piece(Kind.PARAGRAPH, text, depth=depth, quoted=quoted)


def label(text: str, quoted: int = 0) -> Piece:
    return Piece(Kind.PARAGRAPH, text, quoted=quoted, mark="**")


def separator(depth: int = 0, quoted: int = 0) -> Piece:
    return Piece(Kind.SEPARATOR, "* * *", depth=depth, quoted=quoted)


def item(mark: str, text: str, depth: int = 1, quoted: int = 0) -> Piece:
    return Piece(Kind.ITEM, text, depth=depth, quoted=quoted, mark=mark)


def cell(column: int, text: str, depth: int = 0) -> Piece:
    return Piece(Kind.CELL, text, depth=depth, mark=str(column))


def lines(count: int, depth: int = 0) -> Piece:
    return Piece(Kind.LINES, "____", depth=depth, mark=str(count))


FORMS = {
    "a heading": ("# A title that goes\n  on\n\n## Next\n", [heading(1, "A title that goes on"), heading(2, "Next")]),
    "seven hashes": ("####### Seven\n", [paragraph("####### Seven")]),
    "a heading out of place": ("  ## Inner\n", [paragraph("## Inner", depth=1)]),
    "paragraphs": ("One\ngoes on.\n\nTwo.\n", [paragraph("One goes on."), paragraph("Two.")]),
    "a paragraph with a mark": (" - no item\n\n # no heading\n", [paragraph("- no item"), paragraph("# no heading")]),
    "a paragraph that goes on with a mark": ("so\n- it says\n", [paragraph("so - it says")]),
    "items": (
        "- one\n  goes on\n  - under\n2. two\n",
        [item("-", "one goes on"), item("-", "under", 2), item("2.", "two")],
    ),
    "tick boxes": ("[ ] do\n    it\n[x] done\n", [item("[ ]", "do it"), item("[x]", "done")]),
    "notes and sources": (
        "[a] note\n\n  more\n\n[12] so\n",
        [item("[a]", "note"), paragraph("more", 1), item("[12]", "so")],
    ),
    "an item without words": ("-\n- b\n", [item("-", ""), item("-", "b")]),
    "a question": ("[ ] Why?\n  ____________________\n", [item("[ ]", "Why?"), lines(1, 1)]),
    "lines to write on": ("____________________\n____________________\n\n____________________\n", [lines(2), lines(1)]),
    "a line too short to write on": ("___________________\n", [paragraph("___________________")]),
    "underscores in a text": (" ____________________\n", [paragraph("____________________")]),
    "quotations": (
        "> said\n> on\n\n> - it\n\n>   > deep\n",
        [paragraph("said on", 0, 1), item("-", "it", 1, 1), paragraph("deep", 1, 2)],
    ),
    "a quotation that stops": ("> said\non\n", [paragraph("said", 0, 1), paragraph("on")]),
    "a row": ("A: b\n    c\n  D: e\n   - f\n", [cell(1, "A: b c"), cell(2, "D: e"), cell(3, "- f")]),
    "a term": (
        "Term\nof two\n    Meaning\n    of it\n\n    More\n",
        [paragraph("Term of two"), paragraph("Meaning of it", 2), paragraph("More", 2)],
    ),
    "code": (
        "Text\n\n\n    - x\n    \n      y > z\n\nText\n",
        [paragraph("Text"), Piece(Kind.CODE, "- x y z"), paragraph("Text")],
    ),
    "a separator": (
        "a\n\n* * *\n\n>   * * *\n\n * * *\n",
        [paragraph("a"), separator(), separator(1, 1), paragraph("* * *")],
    ),
    "a label": (
        "** Take care **\n\n ** no label **\n\n** half\n\n> ** A long\n>    one **\n",
        [label("Take care"), paragraph("** no label **"), paragraph("** half"), label("A long one", 1)],
    ),
    "no-break spaces": ("5\u00a0mg\n", [paragraph("5 mg")]),
    "nothing": ("", []),
    "no end of line": ("a", [paragraph("a")]),
}


@pytest.mark.parametrize(("text", "pieces"), FORMS.values(), ids=FORMS)
def test_what_a_form_is_read_as(text: str, pieces: list[Piece]) -> None:
    assert read(text.encode()) == Reading(tuple(pieces))


def test_what_cannot_be_read_is_named() -> None:
    assert read(b"a \xff b\x00\x1b\n") == Reading(
        (paragraph("a \ufffd b\x00\x1b"),),
        unread=("byte 2 is not UTF-8", "there is a control character, U+0000", "there is a control character, U+001B"),
    )


@pytest.mark.parametrize(("text", "what"), {"#\n": "heading", "### \n": "heading", "**   **\n": "paragraph"}.items())
def test_a_mark_without_words_is_named(text: str, what: str) -> None:
    assert read(text.encode()) == Reading((), unread=(f"there is a {what} without words",))


PIECES = (
    Piece(Kind.HEADING, "A title", level=1, line=2),
    Piece(
        Kind.PARAGRAPH,
        "A link",
        "A link (https://x.example)",
        links=(Link("https://x.example", "A link"),),
        line=9,
        section="A title",
    ),
    Piece(Kind.ITEM, "one", depth=1, mark="•"),
    Piece(Kind.ITEM, "two", depth=2, quoted=1, mark="☑"),
    Piece(Kind.TERM, "term", depth=1),
    Piece(Kind.MEANING, "meaning", depth=1),
    Piece(Kind.CELL, "", mark="0.1"),
    Piece(Kind.CELL, "Need?", mark="0.2"),
    Piece(Kind.CELL, "naïve", mark="1.1"),
    Piece(Kind.CELL, "", mark="1.2"),
    Piece(Kind.CELL, "Only", mark="0.1"),
    Piece(Kind.CELL, "5 µg", mark="1.1", line=20),
    Piece(Kind.CODE, "> a -> b", depth=1, quoted=1),
    Piece(Kind.FIGURE, "A ring"),
    Piece(Kind.CAPTION, ""),
    Piece(Kind.LINES, "Line to write on", depth=1, mark="1"),
    Piece(Kind.PARAGRAPH, "Take care", is_label=True),
    Piece(Kind.SEPARATOR, "* * *", quoted=1),
)


def test_what_plain_text_says_of_pieces() -> None:
    assert project(PIECES, ascii_lang="de", picture="Bild: {alternative}") == (
        heading(1, "A title"),
        paragraph("A link (https://x.example)"),
        item("-", "one"),
        item("[x]", "two", 2, 1),
        paragraph("term", 1),
        paragraph("meaning", 3),
        cell(1, "naive"),
        cell(2, "Need? -"),
        paragraph("Only: 5 mcg"),
        Piece(Kind.CODE, "a -> b"),
        paragraph("[Bild: A ring]"),
        lines(1, 1),
        label("Take care"),
        separator(0, 1),
    )


def test_what_plain_text_says_of_a_piece_keeps_its_place() -> None:
    projected = project(PIECES, ascii_lang=None, picture="Picture: {alternative}")
    assert [(piece.line, piece.section) for piece in projected[:2]] == [(2, ""), (9, "A title")]
    assert projected[8] == replace(paragraph("Only: 5 µg"), line=20)
    assert projected[8].line == 20


def test_a_portal_is_written_and_read_by_its_language(house: House, article_text: Callable[..., str]) -> None:
    german = {f"{room}/de.toml": house.templates[f"{room}/en.toml"] for room in ("labels", "crisis")}
    house = replace(house, templates={**house.templates, **german})
    source = article_text("## Eins\n\nNicht dr\u00fccken.\n\n    dr\u00fccken\n", lang="de")
    (made,) = prepare([Source("x", "", "source/x/article.md", source.encode(), {})], house)
    data = write(made.sheet, EDITIONS["portal"], Templates(house.templates))
    assert data.decode().count("druecken") == 2
    assert verify(data, made.inventory, EDITIONS["portal"]).findings == ()


@pytest.mark.parametrize("edition", ["text", "portal"])
def test_a_whole_edition_is_read_as_what_the_source_has(kitchen_sink: Prepared, house: House, edition: str) -> None:
    data = write(kitchen_sink.sheet, EDITIONS[edition], Templates(house.templates))
    lang = "en" if edition == "portal" else None
    assert read(data) == Reading(
        project(kitchen_sink.inventory.pieces, ascii_lang=lang, picture="Picture: {alternative}")
    )


FAULTS = {
    "a dropped item": ("- two\n", ""),
    "a heading demoted": ("## Section", "### Section"),
    "a heading's mark lost": ("## Section", "Section"),
    "a mark changed": ("3. three", "4. three"),
    "an item moved out": ("  - under", "- under"),
    "cells joined": ("\n  Column: cell", " Column: cell"),
    "cells swapped": ("Row: one\n  Column: cell", "Row: cell\n  Column: one"),
    "paragraphs joined": ("First.\n\nSecond.", "First.\nSecond."),
    "a paragraph split": ("First.", "Fi\n\nrst."),
    "a quotation's mark lost": ("> said", "said"),
    "a tick lost": ("[x] done", "[ ] done"),
    "a line to write on lost": ("____________________\n____________________\n", "____________________\n"),
    "a word changed": ("Second", "2nd"),
    "a letter garbled": ("naïve", "naÃ¯ve"),
    "cut off": ("\n> said\n", ""),
}
SOUND = """\
# Title

First.

Second.

## Section

- one
  - under
- two

3. three

[x] done

Row: one
  Column: cell

____________________
____________________

naïve

> said
"""


@pytest.mark.parametrize(("old", "new"), FAULTS.values(), ids=FAULTS)
def test_damage_is_seen(old: str, new: str) -> None:
    assert SOUND.count(old) == 1
    assert read(SOUND.replace(old, new).encode()).pieces != read(SOUND.encode()).pieces


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(),
        st.lists(st.sampled_from(["\n", "\n\n", "  ", " ", "> ", "- ", "# ", "____", "w"])).map(
            lambda p: "".join(p).encode()
        ),
    )
)
def test_any_bytes_are_read_without_failing(data: bytes) -> None:
    reading = read(data)
    assert all(piece.text or piece.kind is Kind.ITEM for piece in reading.pieces)
