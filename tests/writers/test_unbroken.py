"""Numbers to call, and dates, stand on one line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from markupsafe import Markup

from press.model import EDITIONS, Format
from press.pipeline.sources import House
from press.pipeline.tasks import Prepared
from press.verify import verify
from press.verify.pdf import read
from press.verify.piece import BREAK
from press.writers import Templates, writer
from press.writers.unbroken import unbroken

MakePrepared = Callable[..., Prepared]
NUMBER = "+44 (0)20 7946 0958"
BODY = "## Whom to call\n\n" + "\n\n".join(
    f"{'some words ' * n}call {NUMBER}, or {'more of them ' * n}116 123." for n in range(40)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call 116 123.", "Call [116 123]."),
        (f"{NUMBER} & more", f"[{NUMBER}] &amp; more"),
        ("0800 58 58 58, or 0808-800 55 55", "[0800 58 58 58], or [0808-800 55 55]"),
        ("اتصل 116 123", "اتصل [116 123]"),
        ("اتصل ٠١١٧ ٤٩٦ ٠١٢٣", "اتصل [٠١١٧\u00a0٤٩٦\u00a0٠١٢٣]"),
        ("10 000 of 999", "[10 000] of 999"),
        ("20 25 mg, 5 6, a1, 111 222b, 1.5 23 456x", "20 25 mg, 5 6, a1, 111 222b, 1.5 23 456x"),
        ("11 22 33 44 55 66 77 88 99 00", "11 22 33 44 55 66 77 88 99 00"),
    ],
)
def test_what_is_a_number(text: str, expected: str) -> None:
    found = unbroken(text)
    assert found.replace('<span class="whole" dir="ltr">', "[").replace("</span>", "]") == expected
    assert isinstance(found, Markup) == bool(re.search(r"\d \d", text))


@pytest.mark.parametrize("name", [name for name, edition in EDITIONS.items() if edition.format is Format.PDF])
def test_on_paper(name: str, prepared: MakePrepared, house: House) -> None:
    made, edition = prepared(BODY), EDITIONS[name]
    data = writer(Format.PDF)(made.sheet, edition, Templates(house.templates))
    assert verify(data, made.inventory, edition).findings == ()
    text = "\n".join(piece.text for piece in read(data).pieces)
    assert text.count(NUMBER) == text.replace(BREAK, " ").count(NUMBER) == 40
    assert len(re.findall(r"116 123", text)) == len(re.findall(rf"116[ {BREAK}]123", text)) >= 40
    assert text.count("January 31, 2026") == len(re.findall(rf"January[ {BREAK}]31,[ {BREAK}]2026", text)) > 0


def test_in_plain_text(prepared: MakePrepared, house: House) -> None:
    made, edition = prepared(BODY), EDITIONS["text"]
    text = writer(Format.TEXT)(made.sheet, edition, Templates(house.templates)).decode()
    assert text.count(NUMBER) == 40
    assert text.count("116 123") >= 40
    assert max(map(len, text.splitlines())) <= 72


@pytest.mark.parametrize("name", ["html", "epub", "text", "a4", "a4-large-print"])
@pytest.mark.parametrize(
    "words", ["اتصل على 116 123", "חייגו +44 (0)20 7946 0958 עכשיו", "اتصل ٠١١٧ ٤٩٦ ٠١٢٣ الآن", "**اتصل** 116 123 الآن"]
)
def test_among_words_that_run_right_to_left(name: str, words: str, prepared: MakePrepared, house: House) -> None:
    made, edition = prepared(f"## Whom to call\n\nCall [{words}]{{lang=ar}}.\n"), EDITIONS[name]
    data = writer(edition.format)(made.sheet, edition, Templates(house.templates))
    assert verify(data, made.inventory, edition).findings == ()
    if name == "text":  # a reader of plain text orders it by Unicode's algorithm, in which spaces part numbers
        assert re.search(r"\d\u00a0\d", data.decode())


def test_style_sheets_keep_what_is_whole_on_a_line(house: House) -> None:
    sheets = [data.decode() for name, data in house.templates.items() if b".whole {" in data and ".css" in name]
    assert len(sheets) == 3
    assert all(".whole { white-space: nowrap }" in sheet for sheet in sheets)
