"""Blocks of capitals, told at the line of the source where they stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from press.errors import SourceError
from press.model.capitals import block_of_capitals
from press.pipeline.houses import House
from press.pipeline.reading import prepare
from press.pipeline.sources import Source
from press.reader.clinic import read_clinic

SAID = "is all in capitals, which are hard to read; write small letters, or put commas between short names"

SHOUTED = {
    "words": ("Text.\n\nNow:\nDO NOT STOP it.\n", "16: `DO NOT STOP`"),
    "bold words": ("**DO NOT *STOP* IT**\n", "13: `DO NOT STOP IT`"),
    "words over two lines": ("Please DO\nNOT STOP it.\n", "13: `DO NOT STOP`"),
    "words with a line's end": ("DO\\\nNOT STOP it.\n", "13: `DO NOT STOP`"),
    "code": ("Type `DO NOT STOP`.\n", "13: `DO NOT STOP`"),
    "heading": ("## DO NOT STOP\n\nText.\n", "13: `DO NOT STOP`"),
    "cell": ("| A |\n|---|\n| DO NOT STOP |\n", "15: `DO NOT STOP`"),
    "question": ("::: ask\n- MUST WE STOP?\n:::\n", "14: `MUST WE STOP`"),
    "prompt": ('::: write 2 "WHAT HAS HAPPENED"\n', "13: `WHAT HAS HAPPENED`"),
    "caption": ('![A dog](dog.svg "MY OLD DOG")\n', "13: `MY OLD DOG`"),
    "alternative text, which is heard": ("![MY OLD DOG](dog.svg)\n", ""),
    "code block": ("```\nDO NOT STOP\n```\n", ""),
    "footnote": ("Text[^1].\n\n[^1]: Words.\n    DO NOT STOP\n", "16: `DO NOT STOP`"),
    "names": ("The NHS, CBT, DBT. Text SHOUT to 85258. CALL 999 NOW. NHS[^1] UK GP.\n\n[^1]: A B C\n", ""),
}


@pytest.mark.parametrize("case", SHOUTED)
def test_capitals(case: str, house: House, article_text: Callable[..., str]) -> None:
    body, expected = SHOUTED[case]
    data = article_text(body, references="[{id: nice, citation: NICE}]").encode()
    dog = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    found: list[str] = []
    try:
        prepare([Source("x", "", "source/x/article.md", data, {"dog.svg": dog})], house)
    except SourceError as error:
        found = [str(problem).removeprefix("source/x/article.md:") for problem in error.problems]
    assert found == ([f"{expected} {SAID}"] if expected else [])


def test_capitals_in_the_front_matter_and_in_a_practice_s_file(house: House, article_text: Callable[..., str]) -> None:
    text = article_text("Text.\n", title="AFTER YOUR OPERATION", publisher="Elm Street NHS GP")
    with pytest.raises(SourceError) as caught:
        prepare([Source("x", "", "source/x/article.md", text.encode(), {})], house)
    assert [str(problem) for problem in caught.value.problems] == [
        f"source/x/article.md:2: `AFTER YOUR OPERATION` {SAID}"
    ]
    with pytest.raises(SourceError) as caught:
        read_clinic("international = []", regions_file="en", clinic='\nname = "ELM STREET PRACTICE"', clinic_file="c")
    assert [*map(str, caught.value.problems)] == [f"c:2: `ELM STREET PRACTICE` {SAID}"]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("words DO NOT STOP it", "DO NOT STOP"),
        ("THE of ΜΗΝ ΤΟ ΚΑΝΕΙΣ", "ΜΗΝ ΤΟ ΚΑΝΕΙΣ"),
        ("התקשרו לשירות NHS או NHS", ""),  # letters that have no capitals
        ("éa éb NOT NOW", ""),
        ("DO NOT 2 STOP", ""),
        ("DO  NOT STOP", ""),
        ("I AM A MAN", ""),
    ],
)
def test_block_of_capitals(text: str, block: str) -> None:
    assert block_of_capitals(text) == block
