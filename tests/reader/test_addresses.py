"""Web and e-mail addresses as people write them, without brackets: links, or told at their line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from press.errors import SourceError
from press.model import EDITIONS, Format
from press.model.blocks import Figure
from press.pipeline.houses import House
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source
from press.verify.html import read as read_page

TAPPED = (
    "is no link that could be tapped; put spaces around it, or write <https://...> or <name@...>, "
    "or put a backslash before its first colon, full stop or @ for plain words"
)
RUN_ON = (
    "would be a link, all of it; put a space where the address ends, or write [words](address), "
    "or put a backslash before its first colon, full stop or @ for plain words"
)

LINKS = {
    "See www.nhs.uk/a_b_(c).": ["http://www.nhs.uk/a_b_(c)"],
    "(https://a.example/x?y=1&z=2#top), **www.b.example**, **me@c.example**": [
        "https://a.example/x?y=1&z=2#top",
        "http://www.b.example",
        "mailto:me@c.example",
    ],
    "me@nice.example's": ["mailto:me@nice.example"],
    "[www.a.example and me@b.example](https://c.example)": ["https://c.example"],
    "<https://a.example/my%20file>": ["https://a.example/my%20file"],
    "`www.a.example`, www\\.b.example, me\\@c.example, https\\://d.example": [],
    "nhs.uk, e.g.one, in the morning.It helps, 5 @ 8.30, @nice and www.": [],
    "| a |\n|---|\n| www.a.example |": ["http://www.a.example"],
}


@pytest.mark.parametrize("body", LINKS)
def test_addresses_are_links_with_the_words_that_were_written(
    body: str, prepared: Callable[..., Prepared], verified: Callable[..., bytes]
) -> None:
    made = prepared(f"{body}\n")
    for name in ("html", "epub", "text", "a4"):
        edition = EDITIONS[name]
        data = verified(made, name)
        if edition.format is Format.HTML:
            links = [link.target for piece in read_page(data).pieces for link in piece.links]
            assert [link for link in links if re.search("example|nhs", link) and "crisis" not in link] == LINKS[body]


WRONG = {
    "Write to _me@a.example or <_me@c.example>.\nOr to ann_lee@a.example or <ann_lee@c.example>.": [
        f"{line}: the link of this address begins only behind its `_`; put < and > around the whole address, "
        "or a space behind the `_`"
        for line in (13, 14)
    ],
    "“www.a.example”\nWeb:www.b.example": [f"13: `www.a.example` {TAPPED}", f"14: `www.b.example` {TAPPED}"],
    "[https://a.example]\nWWW.b.example": [f"13: `https://a.example` {TAPPED}", f"14: `WWW.b.example` {TAPPED}"],
    "Mail:me@c.example": [f"13: `@c.example` {TAPPED}"],
    "www.nhs.uk.Then": [f"13: `www.nhs.uk.Then` {RUN_ON}"],
    "www.a.example,www.b.example": [f"13: `www.a.example,www.b.example` {RUN_ON}"],
    "Text\nhttps://a.example/a\\_b": [f"14: `https://a.example/a\\_b` {RUN_ON}"],
    "https://a.example/?a=1&amp;b=2": [f"13: `https://a.example/?a=1&amp;b=2` {RUN_ON}"],
    "https://a.example/a…": [f"13: `https://a.example/a…` {RUN_ON}"],
    "**www.a.example**and": [
        "13: `*` was not understood; write **words** with no space inside the stars, "
        "and a space or a full stop outside, or \\* for a plain star",
        f"13: `www.a.example**and` {RUN_ON}",
    ],
    "_me@c.example_": [f"13: `@c.example` {TAPPED}"],
    "begins with https:// and": [f"13: `https://` {RUN_ON}"],
    "10mg@8.30": [f"13: `10mg@8.30` {RUN_ON}"],
    "## www.a.example\n\nText.": ["13: a heading cannot hold links, footnotes or citations; put them below it"],
}


@pytest.mark.parametrize("body", WRONG)
def test_what_is_no_link_or_the_wrong_one_is_told(body: str, house: House, article_text: Callable[..., str]) -> None:
    data = article_text(f"{body}\n", references="[{id: nice, citation: NICE}]").encode()
    with pytest.raises(SourceError) as caught:
        prepare([Source("x", "", "source/x/article.md", data, {})], house)
    assert [str(problem).removeprefix("source/x/article.md:") for problem in caught.value.problems] == WRONG[body]


@pytest.mark.parametrize("number", ["01632–960–102", "0800-CALL-NOW", "+44(0)2079460000", "0300%20123", "116123;"])
def test_a_number_that_a_tap_would_not_dial_is_told(
    number: str, house: House, article_text: Callable[..., str]
) -> None:
    data = article_text(f"[Call](tel:{number})\n").encode()
    with pytest.raises(SourceError) as caught:
        prepare([Source("x", "", "source/x/article.md", data, {})], house)
    (problem,) = caught.value.problems
    assert problem.line == 12
    assert "cannot be dialled as it stands" in problem.message


@pytest.mark.parametrize("number", ["111", "+44-20-7946.0000", "(020)79460000", "03001234567,2", "020;ext=4"])
def test_a_number_that_a_tap_dials(number: str, prepared: Callable[..., Prepared]) -> None:
    prepared(f"[Call](tel:{number})\n")


def test_an_address_may_be_what_a_picture_shows(prepared: Callable[..., Prepared]) -> None:
    dog = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    made = prepared("![A code for www.a.example and “www.b.example”](dog.svg)\n", {"dog.svg": dog})
    assert made.sheet.article.blocks == (Figure("dog.svg", "A code for www.a.example and “www.b.example”"),)
