"""Every difference that there can be between the pieces of the source and those of a file, with its finding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from press.model import EDITIONS
from press.pipeline.reading import Prepared
from press.verify.compare import compare, expected_pieces
from press.verify.finding import Code, Count, Verdict
from press.verify.measures import Measures
from press.verify.piece import BREAK, Foreign, Heading, Kind, Link, Piece, Reading

BODY = """\
Before the first heading.

## One

A paragraph with [a link](https://example.org).

- first
- second

### Deeper

Words of the deeper section.

## Two

| a | b |
|---|---|
| 1 | 2 |
"""
HTML, EPUB, PDF = EDITIONS["html"], EDITIONS["epub"], EDITIONS["a4"]
Change = Callable[[list[Piece]], None]

METADATA = {
    "title": "A title",
    "lang": "en",
    "author": "Ann Author",
    "fingerprint": "6decdb77",
    "skip_link": "Skip to the handout",
    "contents_title": "Contents",
    "pages_title": "Pages of the printed sheet",
    "cover_title": "Cover: A title",
}


@pytest.fixture(scope="module")
def article(prepared: Callable[..., Prepared]) -> Prepared:
    return prepared(BODY)


def verdict(article: Prepared, pieces: Sequence[Piece], **changes: object) -> Verdict:
    reading = Reading(tuple(pieces), metadata=METADATA)
    return compare(article.inventory, replace(reading, **changes), HTML)  # type: ignore[arg-type]


def at(pieces: Sequence[Piece], text: str) -> int:
    return next(index for index, piece in enumerate(pieces) if piece.text == text)


def change(of: str, **changes: object) -> Change:
    def apply(pieces: list[Piece]) -> None:
        index = at(pieces, of)
        pieces[index] = replace(pieces[index], **changes)  # type: ignore[arg-type]

    return apply


def drop(text: str) -> Change:
    return lambda pieces: pieces.remove(pieces[at(pieces, text)])


def repeat(text: str) -> Change:
    return lambda pieces: pieces.append(pieces[at(pieces, text)])


def move_to_end(text: str) -> Change:
    return lambda pieces: pieces.append(pieces.pop(at(pieces, text)))


def add(text: str) -> Change:
    return lambda pieces: pieces.insert(8, Piece(Kind.PARAGRAPH, text))


FAULTS: dict[str, tuple[Change, list[tuple[Code, str, str, int]]]] = {
    "heading dropped": (drop("Two"), [(Code.MISSING_HEADING, 'the heading "Two" is missing', "Two", 25)]),
    "heading demoted": (
        change("Two", level=3),
        [(Code.HEADING_LEVEL, 'the heading "Two" has level 3 here, not 2', "Two", 25)],
    ),
    "heading made a paragraph": (
        change("Two", kind=Kind.PARAGRAPH, level=0),
        [(Code.KIND, 'the heading "Two" is a paragraph here', "Two", 25)],
    ),
    "heading changed": (
        change("Deeper", text="Deepest"),
        [
            (Code.MISSING_HEADING, 'the heading "Deeper" is missing', "Deeper", 21),
            (Code.ADDED, 'the heading "Deepest" is not in the source', "Deeper", 0),
        ],
    ),
    "paragraph dropped": (
        drop("Words of the deeper section."),
        [(Code.MISSING, 'the paragraph "Words of the deeper section." of "Deeper" is missing', "Deeper", 23)],
    ),
    "words dropped": (
        change("Words of the deeper section.", text="Words of section."),
        [(Code.CHANGED, 'the paragraph "Words of the deeper section." of "Deeper" lost `the deeper`', "Deeper", 23)],
    ),
    "words joined": (
        change("Words of the deeper section.", text="Words of thedeeper section."),
        [
            (
                Code.CHANGED,
                'the paragraph "Words of the deeper section." of "Deeper" lost `the deeper` and got `thedeeper`',
                "Deeper",
                23,
            )
        ],
    ),
    "paragraph twice": (
        repeat("Before the first heading."),
        [(Code.REPEATED, 'the paragraph "Before the first heading." of "A title" stands twice', "A title", 12)],
    ),
    "paragraph moved": (
        move_to_end("Before the first heading."),
        [(Code.ORDER, 'the paragraph "Before the first heading." of "A title" stands in another place', "A title", 12)],
    ),
    "something of nowhere": (add("Buy now!"), [(Code.ADDED, 'the paragraph "Buy now!" is not in the source', "", 0)]),
    "item without its mark": (
        change("first", mark=""),
        [(Code.MARK, 'the list item "first" of "One" has the mark `` here, not `•`', "One", 18)],
    ),
    "item deeper": (
        change("second", depth=2),
        [
            (
                Code.DEPTH,
                'the list item "second" of "One" stands in 2 lists and 0 quotations here, not in 1 and 0',
                "One",
                19,
            )
        ],
    ),
    "item made a paragraph": (
        change("second", kind=Kind.PARAGRAPH),
        [(Code.KIND, 'the list item "second" of "One" is a paragraph here', "One", 19)],
    ),
    "link at other words": (
        change("A paragraph with a link.", links=(Link("https://example.org", "A paragraph"),)),
        [
            (
                Code.LINK,
                'the paragraph "A paragraph with a link." of "One" has the link https://example.org at `A paragraph` '
                "here, not at `a link`",
                "One",
                16,
            )
        ],
    ),
    "another language": (
        change("first", foreign=(Foreign("es", "first"),)),
        [
            (
                Code.LANGUAGE,
                'the list item "first" of "One" has words in other languages here: es `first` instead of none',
                "One",
                18,
            )
        ],
    ),
    "link lost": (
        change("A paragraph with a link.", links=()),
        [
            (
                Code.LINK,
                'the paragraph "A paragraph with a link." of "One" has other links here: '
                "none instead of https://example.org",
                "One",
                16,
            )
        ],
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults(case: str, article: Prepared) -> None:
    apply, expected = FAULTS[case]
    pieces = list(expected_pieces(article.inventory, HTML))
    apply(pieces)
    found = verdict(article, pieces).findings
    assert [(f.code, f.message, f.section, f.line) for f in found] == expected


def test_nothing_lost(article: Prepared) -> None:
    clean = verdict(article, expected_pieces(article.inventory, HTML))
    total = clean.words.expected
    assert clean == Verdict(Count(2, 2), Count(4, 4), Count(total, total), ())


def test_counts_of_a_lost_section(article: Prepared) -> None:
    lost = {"Deeper", "Words of the deeper section."}
    kept = [piece for piece in expected_pieces(article.inventory, HTML) if piece.text not in lost]
    found = verdict(article, kept)
    total = found.words.expected
    assert (found.sections, found.headings, found.words) == (Count(2, 1), Count(4, 3), Count(total, total - 6))


def test_unreadable_never_counts_as_kept(article: Prepared) -> None:
    found = verdict(article, expected_pieces(article.inventory, HTML), unread=("the file is cut off",))
    assert [(f.code, f.message) for f in found.findings] == [
        (Code.UNREADABLE, "could not be read back: the file is cut off")
    ]
    assert found.sections == Count(2, 0)


def test_unseen(article: Prepared) -> None:
    found = verdict(article, expected_pieces(article.inventory, HTML), unseen=(("Secret", "display: none"),))
    assert [(f.code, f.message) for f in found.findings] == [
        (Code.UNSEEN, '"Secret" is in the file but no reader sees it: display: none')
    ]


def test_what_is_unseen_is_found_in_the_source(article: Prepared) -> None:
    pieces = expected_pieces(article.inventory, HTML)
    found = verdict(article, pieces, unseen=(("Words of the deeper", "it is transparent"),))
    (deeper,) = (piece for piece in pieces if piece.text == "Words of the deeper section.")
    assert [(f.section, f.line) for f in found.findings] == [("Deeper", deeper.line)]
    assert found.sections == Count(2, 1)
    assert verdict(article, pieces, unseen=(("e", "it is transparent"),)).findings[0].line == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("title", 'the file\'s title is "Another", not "A title"'),
        ("lang", 'the file\'s lang is "Another", not "en"'),
        ("author", 'the file\'s author is "Another", not "Ann Author"'),
        ("fingerprint", 'the file\'s fingerprint is "Another", not "6decdb77"'),
        ("skip_link", 'the file\'s skip link is "Another", not "Skip to the handout"'),
    ],
)
def test_metadata(name: str, message: str, article: Prepared) -> None:
    found = verdict(article, expected_pieces(article.inventory, HTML), metadata=METADATA | {name: "Another"})
    assert [(f.code, f.message) for f in found.findings] == [(Code.METADATA, message)]


OUTLINE = (Heading(1, "A title"), Heading(2, "One"), Heading(3, "Deeper"), Heading(2, "Two"))


@pytest.mark.parametrize(
    ("entries", "messages"),
    [
        (OUTLINE, []),
        (OUTLINE[:-1], ['in the navigation, "2 Two" is missing']),
        ((*OUTLINE, OUTLINE[1]), ['in the navigation, "2 One" stands there, but not in the source']),
        (
            (OUTLINE[0], Heading(3, "One"), *OUTLINE[2:]),
            ['in the navigation, "2 One" is missing and "3 One" stands there, but not in the source'],
        ),
        ((), ['in the navigation, "1 A title, 2 One, 3 Deeper, 2 Two" is missing']),
    ],
)
def test_contents(article: Prepared, entries: tuple[Heading, ...], messages: list[str]) -> None:
    reading = Reading(
        expected_pieces(article.inventory, EPUB), contents={"navigation": entries, "NCX": OUTLINE}, metadata=METADATA
    )
    found = compare(article.inventory, reading, EPUB).findings
    assert [(f.code, f.message) for f in found] == [(Code.CONTENTS, message) for message in messages]


def paged(article: Prepared, *pages: str) -> Verdict:
    reading = Reading(
        expected_pieces(article.inventory, PDF),
        contents={"bookmarks": OUTLINE},
        metadata=METADATA,
        pages=pages,
        measures=Measures(len(pages), {}, {}),
    )
    return compare(article.inventory, reading, PDF)


def test_feet(article: Prepared) -> None:
    foot = " ".join(article.inventory.foot_parts)
    head = expected_pieces(article.inventory, HTML)[0].text
    assert paged(article, f"{foot} Page 1 of 2", f"{head} {foot}{BREAK}Page 2 of 2").findings == ()
    assert [f.message for f in paged(article, f"{foot} Page 1 of 2", f"Stop {foot} Page 2 of 2").findings] == [
        'the head or foot of page 2 says "Stop" besides'
    ]
    assert [f.message for f in paged(article, f"{foot} Page 1 of 2", f"{foot} Page 1 of 2").findings] == [
        'the foot of page 2 lacks "Page 2 of 2"',
        'the head or foot of page 2 says "Page1of2" besides',
    ]
    assert [f.message for f in paged(article).findings] == [
        "no page has a foot with title, version, review date and page number"
    ]


def test_line_ends_of_a_page(article: Prepared) -> None:
    """A line end is a space or nothing, whichever the source has there; it never hides a lost word."""
    pieces = list(expected_pieces(article.inventory, HTML))
    index = at(pieces, "Words of the deeper section.")
    for text, codes in (
        (f"Words of{BREAK}the deeper section.", []),
        (f"Words of the dee{BREAK}per section.", []),
        (f"Words of{BREAK}deeper section.", [Code.CHANGED]),
    ):
        pieces[index] = replace(pieces[index], text=text)
        assert [f.code for f in verdict(article, pieces).findings] == codes
