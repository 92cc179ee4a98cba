"""How a printed sheet is set: what is bold, and where its lines end."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from press.model import EDITIONS, Format
from press.pipeline.sources import House
from press.pipeline.tasks import Prepared
from press.verify import verify
from press.verify.pdf.content import Run
from press.verify.pdf.interpreter import Interpreter
from press.writers import Templates, writer

MakePrepared = Callable[..., Prepared]
PRINTED = [name for name, edition in EDITIONS.items() if edition.format is Format.PDF]


def printed(made: Prepared, name: str, house: House) -> bytes:
    """Return a printed edition, of which nothing is lost."""
    data = writer(Format.PDF)(made.sheet, EDITIONS[name], Templates(house.templates))
    assert verify(data, made.inventory, EDITIONS[name]).findings == ()
    return data


def runs(data: bytes) -> list[Run]:
    """Return the strings of the text of all pages."""
    with pikepdf.open(BytesIO(data)) as pdf:
        interpreter = Interpreter()
        pages = [interpreter.read(number, page) for number, page in enumerate(pdf.pages)]
        return [run for page in pages for drawn in page.marked.values() for run in drawn.runs if run.text.strip()]


@pytest.mark.parametrize("name", PRINTED)
def test_what_to_do_in_a_crisis_is_bold(name: str, prepared: MakePrepared, house: House) -> None:
    made = prepared("## Look\n\nAsk [us](https://example.org) or call [988](tel:988).\n")
    shown = runs(printed(made, name, house))
    bold = next(run.font for run in shown if run.text == "If you need help now")
    found = {run.text for run in shown if run.font is bold}
    assert {"Call 988", "Text 988", "Call ", "116 123", "Visit findahelpline.com"} <= found
    assert not {"us", "988"} & found
