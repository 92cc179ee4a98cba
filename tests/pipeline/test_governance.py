"""What has come of age: crisis lines are looked at closely only where a date in their file may be too old."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from press.errors import Problem
from press.pipeline.governance import warnings
from press.pipeline.houses import House, read_houses
from press.pipeline.sources import Source
from press.reader.clinic import stale_lines

ROOT = Path(__file__).resolve().parents[2]
CHECKED = date(2026, 3, 2)
CLINIC = f"""name = "A practice"

[[crisis]]
label = "Our own line"
phone = "0123 456"
checked = {CHECKED}
"""
UNDATED = CLINIC.replace(f"checked = {CHECKED}", "")


@pytest.mark.parametrize("clinic", ["", CLINIC, UNDATED])
@pytest.mark.parametrize("days", [-2, -1, 0, 1, 364, 365, 366, 1000])
def test_no_crisis_line_that_is_too_old_is_missed(clinic: str, days: int) -> None:
    (house,) = read_houses(ROOT / "templates", (), CHECKED + timedelta(days))
    house = replace(house, clinic=clinic, clinic_file="clinic.toml" if clinic else "")
    assert warnings([], [house]) == sorted(set(_closely(house)))


@pytest.mark.parametrize(
    ("langs", "files"),
    [
        (["en"], {"en"}),
        (["en-GB", "EN"], {"en"}),
        (["es-MX"], {"es"}),
        (["en", '"es"'], {"en", "es"}),
        (['" en-GB "'], {"en"}),  # the reader passes over white space, too
        (["en", "[es]"], {"en", "es", "es-US"}),  # no language: its reader tells
        (["es-US"], {"es-US"}),
        (["es-us", "es"], {"es-US", "es"}),
    ],
)
def test_crisis_lines_that_no_handout_has_are_not_told(
    langs: list[str], files: set[str], article_text: Callable[..., str]
) -> None:
    (house,) = read_houses(ROOT / "templates", (), date(2030, 1, 1))
    of_a_country = {f"{folder}/es-US.toml": house.templates[f"{folder}/es.toml"] for folder in ("labels", "crisis")}
    house = replace(house, templates={**house.templates, **of_a_country})
    sources = [Source("x", "", "x", article_text(lang=lang, next_review="2031-01-01").encode(), {}) for lang in langs]
    assert {problem.file for problem in warnings(sources, [house])} == {
        f"templates/crisis/{name}.toml" for name in files
    }


def _closely(house: House) -> list[Problem]:
    found: list[Problem] = []
    for lang in house.languages:
        regions, file = house.crisis(lang)
        found += stale_lines(
            house.today, regions, regions_file=file, clinic=house.clinic, clinic_file=house.clinic_file
        )
    return found
