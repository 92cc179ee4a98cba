"""The inventory against a second CommonMark parser: on the whole specification, and on real Markdown documents.

The expectation of every check comes from one parser's tokens. If that parser dropped or changed something, reader
and inventory would agree on it, and nobody would know: so another one has to find the same headings and words.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from press.errors import SourceError
from press.pipeline.houses import House
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import read_sources
from press.syntax import parse
from press.verify.body import Body
from press.verify.piece import Foreign, Kind, Link, Piece

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXAMPLES = json.loads((ROOT / "tests" / "cases" / "commonmark" / "examples.json").read_text("utf-8"))
FRONT = "---\ntitle: x\n---\n"
ACCEPTED_AT_LEAST = 240
"""Examples that the press takes, and whose words both parsers must agree on; the others it refuses with a message."""


def _load(name: str) -> ModuleType:
    """Return a module beside this one: tests are no package."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


second = _load("second_parser")


def ours(text: str) -> list[object]:
    """Return the blocks of a body as the inventory has them, in the second parser's terms."""
    document = parse(FRONT + text)
    pieces = Body({"notes": ""}, (), {}).pieces(document)
    return [_block(piece) for piece in pieces if piece.text]


def _block(piece: Piece) -> object:
    kinds = {Kind.HEADING: second.HEADING, Kind.CODE: second.CODE}
    return second.Block(kinds.get(piece.kind, second.WORDS), piece.text, piece.level)


def theirs(text: str) -> list[object]:
    return list(second.blocks_of(text))


def is_plain(text: str) -> bool:
    """Return whether a text has nothing that only one of the two knows or that both write differently."""
    try:
        second.blocks_of(text)
        ours(text)
    except (second.UnlikeError, AssertionError):
        return False
    return True


PLAIN = [example for example in EXAMPLES if is_plain(example["markdown"])]


def test_how_many_are_compared() -> None:
    assert (len(EXAMPLES), len(PLAIN) >= 500) == (652, True)  # the others hold raw HTML or pictures in lines of text


@pytest.mark.parametrize("example", PLAIN, ids=lambda example: str(example["number"]))
def test_specification(example: dict[str, str]) -> None:
    """Both parsers find the same headings, words and code blocks in the same order."""
    assert ours(example["markdown"]) == theirs(example["markdown"])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["number"]))
def test_accepted_or_refused(example: dict[str, str], prepared: Callable[..., Prepared]) -> None:
    """The press takes an example, and then its inventory is what the second parser finds, or says why not."""
    body = example["markdown"]
    try:
        made = prepared(body)
    except SourceError as error:
        assert error.problems
        assert all(problem.line > 0 and len(problem.message) > 10 for problem in error.problems)
        return
    first = next(i for i, piece in enumerate(made.inventory.pieces) if piece.text.startswith("These contacts"))
    last = next(i for i, piece in enumerate(made.inventory.pieces) if piece.text == "About this handout")
    found = [_block(piece) for piece in made.inventory.pieces[first + 2 : last] if piece.text]
    assert found == theirs(body)


def test_how_many_are_accepted(prepared: Callable[..., Prepared]) -> None:
    assert sum(_is_accepted(example["markdown"], prepared) for example in EXAMPLES) >= ACCEPTED_AT_LEAST


def _is_accepted(body: str, prepared: Callable[..., Prepared]) -> bool:
    try:
        prepared(body)
    except SourceError:
        return False
    return True


# --- real documents ---


def documents() -> Iterator[Path]:
    """Yield the project's own Markdown documents, and the text of the specification's licence note."""
    for pattern in ("*.md", "docs/**/*.md", "source/**/*.md", "templates/**/*.md", "tests/**/*.md"):
        yield from sorted(ROOT.glob(pattern))


def without_own_syntax(text: str) -> str:
    """Return a document without what only the press knows: front matter, boxes, citations, definition lists."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"(?m)^:::.*$", "", text)
    text = re.sub(r"\[@[^\]]*\]|\{lang=[\w-]+\}", "", text)
    return re.sub(r"(?m)^: ", "", text)


DOCUMENTS = {path.relative_to(ROOT).as_posix(): without_own_syntax(path.read_text("utf-8")) for path in documents()}


@pytest.mark.parametrize("name", [name for name, text in DOCUMENTS.items() if is_plain(text)])
def test_real_documents(name: str) -> None:
    """Documents with raw HTML, which the press refuses, are left out."""
    assert ours(DOCUMENTS[name]) == theirs(DOCUMENTS[name])


def test_neither_reader_nor_inventory_changes_what_both_are_given(house: House) -> None:
    source = next(source for source in read_sources(ROOT / "tests" / "cases", ["kitchen-sink"], reserved=()))
    text = source.data.decode()
    parse.cache_clear()
    prepare([source], house)
    given = parse(text)
    assert parse.cache_info().misses == 1
    parse.cache_clear()
    assert repr(given) == repr(parse(text))


def test_links_and_passages_in_other_languages_have_their_words() -> None:
    text = "Ring [1 *16*](tel:116) or [vea [aquí *ya*](https://x.example)[^1]]{lang=es}.\n\n[^1]: Note.\n"
    first = next(Body({"notes": ""}, (), {}).pieces(parse(FRONT + text)))
    assert (first.links, first.foreign) == (
        (Link("tel:116", "1 16"), Link("https://x.example", "aquí ya"), Link("#note-a", "[a]")),
        (Foreign("es", "vea aquí ya[a]", "vea aquí ya (https://x.example)[a]"),),
    )


def test_a_reference_knows_its_line(prepared: Callable[..., Prepared]) -> None:
    made = prepared("## A\n\nText [@a; @b].\n", references='\n- {id: a, citation: "One"}\n- {id: b, citation: "Two"}')
    found = [(piece.text, piece.line) for piece in made.inventory.pieces if piece.mark in {"[1]", "[2]"}]
    assert found == [("One", 12), ("Two", 13)]
