"""Signs that the keyboards of telephones write with a character that nobody sees: `⚠️`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from press.errors import SourceError
from press.model import EDITIONS
from press.pipeline.houses import House
from press.pipeline.reading import prepare
from press.pipeline.sources import Source

BODY = "## ⚠\ufe0f Mind the step\n\n❤\ufe0f Rest, and **☎\ufe0e 555 0100**, at a cafe\ufe0f\u0301.\n"
CLINIC = 'name = "Elm ✚\ufe0f"\nnote = "✔\ufe0f Bring this sheet."\n'


@pytest.mark.parametrize("name", EDITIONS)
def test_signs_in_colours(
    name: str, house: House, verified: Callable[..., bytes], article_text: Callable[..., str]
) -> None:
    source = Source("x", "", "source/x/article.md", article_text(BODY, title='"⚠\ufe0f Stairs"').encode(), {})
    (made,) = prepare([source], replace(house, clinic=CLINIC))
    assert made.sheet.article.sections[0].id == "mind-the-step"
    verified(made, name)


@pytest.mark.parametrize("spelled", ["&#xFE0F;", "&#65039;", "\ufe0f and &#xFE0F;"])
def test_what_asks_for_colours_by_its_number(spelled: str, house: House, article_text: Callable[..., str]) -> None:
    source = Source("x", "", "source/x/article.md", article_text(f"⚠{spelled} Mind the step.\n").encode(), {})
    with pytest.raises(SourceError) as caught:
        prepare([source], house)
    assert [problem.message for problem in caught.value.problems] == [
        "the character U+FE0F (variation selector-16) cannot stand here; remove it: it cannot be seen"
    ]
