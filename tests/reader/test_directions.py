"""Words that run right to left among others: refused where paper would have them in another order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from press.errors import SourceError
from press.pipeline.reading import Prepared
from press.reader.directions import parted
from press.syntax import parse

MESSAGE = (
    "words that run right to left would be printed in another order; say what language they are in, "
    "[...]{lang=ar}, the bold words and links among them included"
)


def lines_of(body: str) -> list[int]:
    """Return the lines of a body, counted from 1, at which words are parted."""
    document = parse(f"---\ntitle: x\n---\n{body}\n")
    found = [*parted(document.tokens)]
    assert {message for _, message in found} <= {MESSAGE}
    return [line - 3 for line, _ in found]


@pytest.mark.parametrize(
    "body",
    [
        "واحد اثنان **ثلاثة** أربعة خمسة.",
        "English واحد اثنان [ثلاثة](https://e.org) أربعة.",
        "اتصل على 116 123 الآن",
        "אחת *שתיים* שלוש",
        "- item\n- אחת **שתיים**",
        "| a | b |\n|---|---|\n| x | אחת `b`שתיים |",
        "[two [אחת]{lang=he} **אחת** שלוש]{lang=en}",
    ],
)
def test_parted_words(body: str) -> None:
    assert lines_of(f"Words.\n\n{body}") in ([3], [4], [5])


@pytest.mark.parametrize(
    "body",
    [
        "[واحد اثنان **ثلاثة** أربعة 116 123 خمسة]{lang=ar}.",
        "The word שלום עולם **means** peace, and so does سلام عليكم, 5 of 10.",
        "שלום and **שלום** and [שלום](https://e.org) again",
        "اتصل على 116 123 now",
        "Call **116 123**, [116 123](tel:116123) or 0117 496 0123.",
        "שלום\nעולם",
        "[[אחת **שתיים**]{lang=he} two **three** four]{lang=en}",
    ],
)
def test_words_that_are_not(body: str) -> None:
    assert lines_of(body) == []


def test_a_long_text_without_an_end_is_looked_through_once() -> None:
    assert lines_of("שלום " + "**1** " * 40_000) == []


def test_an_editor_is_told_where(prepared: Callable[..., Prepared]) -> None:
    with pytest.raises(SourceError) as caught:
        prepared("## One\n\nWords.\n\nواحد **اثنان** ثلاثة.\n")
    assert [problem.message for problem in caught.value.problems] == [MESSAGE]
