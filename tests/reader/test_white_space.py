"""White space around what the front matter and blocks say, which quotes keep: none of the words, whoever reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from press.model import EDITIONS
from press.pipeline.reading import Prepared


@pytest.mark.parametrize("name", EDITIONS)
def test_white_space_around_what_front_matter_says_is_none_of_it(
    name: str, prepared: Callable[..., Prepared], verified: Callable[..., bytes]
) -> None:
    made = prepared(
        title='" A  title "',
        lang='"en "',
        version='"1.0 "',
        authors='[{name: "Ann  Author ", credentials: " PhD "}]',
        references='[{id: a, citation: " C ", url: "https://example.org/x "}, {id: b, citation: D, doi: " 10.1234/x"}]',
    )
    verified(made, name)


@pytest.mark.parametrize("name", ["html", "text"])
@pytest.mark.parametrize(
    "block", ['write 4\u00a0"x"', 'write\u00a04 "x"', 'write 4\t"x"', 'write\t4  " x "', 'write 4 "\u00a0"']
)
def test_any_white_space_parts_what_a_block_takes(
    name: str, block: str, prepared: Callable[..., Prepared], verified: Callable[..., bytes]
) -> None:
    made = prepared(f"::: {block}\n:::\n")
    verified(made, name)
