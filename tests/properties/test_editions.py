"""For any article: every edition holds all of it, one piece less is found, and nothing that is no article passes.

`HANDOUT_PRESS_EXAMPLES=10` tries ten times as many; the examples are the same in every run.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from press.errors import RenderError, SourceError
from press.model import EDITIONS, Format
from press.pipeline.houses import read_house
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source
from press.verify import EXTRACTORS, verify
from press.verify.compare import compare, expected_pieces
from press.verify.inventory import Inventory
from press.verify.piece import Reading
from press.writers import Templates, writer
from press.writers.cover import draw_cover

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from mutants.books import PAGE, packed, unpacked  # noqa: E402 - after the path is set
from mutants.mutant import Bench  # noqa: E402
from properties.articles import articles  # noqa: E402

TIMES = int(os.environ.get("HANDOUT_PRESS_EXAMPLES", "1"))
RING = (HERE.parent / "mutants" / "ring.svg").read_bytes()
FLOWING = ("html", "epub", "text", "portal")
PDFS = ("a4", "letter", "a4-large-print", "letter-large-print")


def examples(count: int, *, shrink: bool = True) -> settings:
    """Return the settings of a test; where an example takes long, it is not made smaller."""
    return settings(
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if shrink else [])],
        max_examples=count * TIMES,
        derandomize=True,
        database=None,
        deadline=timedelta(seconds=60),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )


HOUSE = read_house(HERE.parent.parent / "templates", None)
TEMPLATES = Templates(HOUSE.templates)
"""Not fixtures: Hypothesis would print them."""


@pytest.fixture(scope="module", autouse=True)
def _one_cover() -> Iterator[None]:
    """Draw one cover for all books: it holds no piece, and takes longer than all the rest."""
    cover = draw_cover(made(f"{FRONTS[0]}\nText.\n").sheet, TEMPLATES)
    with patch("press.writers.epub.draw_cover", lambda *_: cover):
        yield


def made(text: str | bytes) -> Prepared:
    """Return an article, prepared. Raises SourceError, with a place and a cause for each problem."""
    data = text.encode() if isinstance(text, str) else text
    try:
        (prepared,) = prepare([Source("x", "", "x/article.md", data, {"ring.svg": RING})], HOUSE)
    except SourceError as error:
        assert error.problems
        assert all(p.file == "x/article.md" and p.line > 0 and len(p.message) > 10 for p in error.problems)
        raise
    return prepared


def taken(text: str) -> Prepared:
    """Return an article that the press takes; leave the example out where it does not."""
    try:
        return made(text)
    except SourceError:
        assume(False)
        raise


def written(prepared: Prepared, name: str) -> bytes:
    return writer(EDITIONS[name].format)(prepared.sheet, EDITIONS[name], TEMPLATES)


def faults(prepared: Prepared, data: bytes, name: str) -> list[str]:
    return [f"{name}: {f.code}: {f.message}" for f in verify(data, prepared.inventory, EDITIONS[name]).findings]


# --- what is written holds everything ---


@examples(40)
@given(text=articles())
def test_no_false_alarm(text: str) -> None:
    prepared = taken(text)
    assert [fault for name in FLOWING for fault in faults(prepared, written(prepared, name), name)] == []


@examples(6, shrink=False)
@given(text=articles(), name=st.sampled_from(PDFS))
def test_no_false_alarm_in_pdf(text: str, name: str) -> None:
    prepared = taken(text)
    assert faults(prepared, written(prepared, name), name) == []


# --- one piece less is found ---


@examples(30)
@given(text=articles(), name=st.sampled_from([*FLOWING, "a4"]), data=st.data())
def test_any_piece_lost_is_found(text: str, name: str, data: st.DataObject) -> None:
    prepared = taken(text)
    pieces = [replace(piece, spelled="") for piece in expected_pieces(prepared.inventory, EDITIONS[name])]
    place = data.draw(st.integers(0, len(pieces) - 1))
    whole = {f.message for f in compare(prepared.inventory, Reading(tuple(pieces)), EDITIONS[name]).findings}
    less = compare(prepared.inventory, Reading((*pieces[:place], *pieces[place + 1 :])), EDITIONS[name])
    assert {f.message for f in less.findings} - whole


@examples(30)
@given(text=articles(), data=st.data())
def test_any_element_lost_is_found(text: str, data: st.DataObject) -> None:
    """An element with words, a picture or lines, taken out of the book's page, is found to be lost."""
    prepared = taken(text)
    book = written(prepared, "epub")
    files = unpacked(book)
    root = ElementTree.fromstring(files[PAGE])  # noqa: S314 - we wrote it
    pairs = [(parent, child) for parent in root.iter() for child in parent if _says_something(child)]
    parent, child = pairs[data.draw(st.integers(0, len(pairs) - 1))]
    _remove(parent, child)
    files[PAGE] = b"<!DOCTYPE html>" + ElementTree.tostring(root)
    assert faults(prepared, packed(files), "epub")


def _says_something(element: ElementTree.Element) -> bool:
    tag = element.tag.rpartition("}")[2]
    return tag not in {"head", "title", "body"} and bool(
        "".join(element.itertext()).strip() or tag in {"img", "svg", "line"}
    )


def _remove(parent: ElementTree.Element, child: ElementTree.Element) -> None:
    """Take an element out, but for the text behind it."""
    place = list(parent).index(child)
    tail = child.tail or ""
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(child)


@examples(30)
@given(text=articles(), name=st.sampled_from(["text", "portal"]), data=st.data())
def test_any_line_lost_is_found(text: str, name: str, data: st.DataObject) -> None:
    prepared = taken(text)
    rows = written(prepared, name).decode().split("\n")
    numbers = [number for number, row in enumerate(rows) if re.search(r"[^\s>*]", row)]
    number = data.draw(st.sampled_from(numbers))
    assert faults(prepared, "\n".join([*rows[:number], *rows[number + 1 :]]).encode(), name)


# --- whatever is given ---

SCRAPS = st.sampled_from(
    [
        *(
            "# ",
            "## A\n",
            "### ",
            "\n",
            "\n\n",
            "    ",
            "\t",
            "- ",
            "* ",
            "1. ",
            "1) ",
            "> ",
            "```",
            "~~~\n",
            "---\n",
            "***\n",
        ),
        *(
            "===\n",
            "| a | b |\n|---|---|\n",
            "| x |\n",
            "[^n]",
            "[^n]: ",
            "[@one]",
            "[x](y)",
            "[x](#a)",
            "![x](ring.svg)\n",
        ),
        *(
            "[x]: /u\n",
            "<b>",
            "<!--",
            "-->",
            "<https://x.example>",
            "&amp;",
            "&#0;",
            "\\",
            "\\\n",
            "  \n",
            "*",
            "**",
            "_",
            "`",
        ),
        *(
            "::: note\n",
            ":::\n",
            "::: write 3\n",
            "::: crisis\n",
            "::: ask\n",
            ": ",
            "[ ] ",
            "[x] ",
            "\0",
            "\u2028",
            "\r",
            "\x0b",
        ),
        *("\ufeff", "\u00ad", "\u200b", "\u202e", "中", "שלום", "e\u0301", "😀", "\ud83d"[:0], "a", "word ", "x" * 300),
    ]
)
FRONTS = (
    (
        '---\ntitle: "T"\nsummary: "S"\ncategory: "C"\nlang: en\nversion: "1"\nreviewed: 2026-01-31\n'
        'next_review: 2027-01-31\nauthors: [{name: A}]\npublisher: "P"\n---\n'
    ),
)


def anything() -> st.SearchStrategy[bytes]:
    scraps = st.lists(SCRAPS, max_size=12).map("".join)
    body = st.one_of(scraps, scraps, st.text(max_size=60))
    article = st.tuples(st.sampled_from(FRONTS), body).map(lambda parts: "".join(parts).encode("utf-8", "replace"))
    return st.one_of(
        article,
        article,
        article,
        article,
        st.binary(max_size=80),
        st.text(max_size=80).map(lambda t: t.encode("utf-8", "replace")),
    )


@examples(150)
@given(data=anything())
def test_whatever_is_given_is_refused_or_whole(data: bytes) -> None:
    try:
        prepared = made(data)
    except SourceError:
        return
    assert [fault for name in FLOWING for fault in faults(prepared, written(prepared, name), name)] == []


@examples(6, shrink=False)
@given(data=anything())
def test_whatever_is_given_is_refused_or_whole_in_pdf(data: bytes) -> None:
    try:
        prepared = made(data)
        pdf = written(prepared, "a4")
    except (SourceError, RenderError):
        return
    assert faults(prepared, pdf, "a4") == []


@examples(40)
@given(name=st.sampled_from([*FLOWING, "a4"]), data=st.data())
def test_whatever_is_read_back_is_told(name: str, data: st.DataObject) -> None:
    """Any bytes at all, and any damage to a finished file, give a verdict, and never an exception."""
    whole, inventory = _finished(name)
    start, length = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 40))
    damaged = whole[:start] + data.draw(st.binary(max_size=40)) + whole[start + length :]
    verdict = verify(damaged, inventory, EDITIONS[name])
    assert verdict.words.found <= verdict.words.expected
    noise = verify(data.draw(st.binary(max_size=200)), inventory, EDITIONS[name])
    assert noise.findings


@cache
def _finished(name: str) -> tuple[bytes, Inventory]:
    """Return the article of the mutants in one edition, undamaged."""
    prepared = BENCH.prepared["article"]
    return written(prepared, name), prepared.inventory


BENCH = Bench()


@pytest.mark.parametrize("kind", Format)
def test_each_format_has_an_extractor_that_raises_nothing(kind: Format) -> None:
    read = import_module(EXTRACTORS[kind]).read
    assert all(isinstance(read(data), Reading) for data in (b"", b"\0", b"%PDF-1.7", b"PK\x03\x04", b"<p>"))
