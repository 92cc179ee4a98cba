"""What has come of age: crisis lines are looked at closely only where a date in their file may be too old."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from press.errors import Problem
from press.pipeline.governance import warnings
from press.pipeline.sources import House, read_houses
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


def _closely(house: House) -> list[Problem]:
    found: list[Problem] = []
    for lang in house.languages:
        regions, file = house.crisis(lang)
        found += stale_lines(
            house.today, regions, regions_file=file, clinic=house.clinic, clinic_file=house.clinic_file
        )
    return found
