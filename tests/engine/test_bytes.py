"""Every byte that the patched WeasyPrint writes is the one that an unpatched process writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from press.engine import PATCHES

HASHES = Path(__file__).parent / "hashes.py"
ARTICLES = ("source/what-if-therapy-isnt-helping", "tests/cases/kitchen-sink", "tests/engine/cases/many-things")
EDITIONS = ("a4", "letter", "a4-large-print", "letter-large-print", "epub")
NAMES = [patch.name for patch in PATCHES]

Run: TypeAlias = Callable[..., dict[str, dict[str, str]]]


@cache
def written(order: str, switch: str, *articles: str) -> dict[str, dict[str, str]]:
    """Return the patches' states and the hashes that a new process gets."""
    environment = {**os.environ, "HANDOUT_PRESS_ENGINE": switch}
    command = [sys.executable, str(HASHES), order, *articles]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


def test_a_font_that_comes_late_is_seen() -> None:
    # Not by what is kept of lines that were measured before it came.
    found = written(",".join(EDITIONS), "stock", *ARTICLES)["hashes"]
    assert found["odd, waiting for a font, the third time"] != found["odd, with that font"]


def test_every_edition_has_the_same_bytes() -> None:
    stock = written(",".join(EDITIONS), "stock", *ARTICLES)
    patched = written(",".join(EDITIONS), "", *ARTICLES)
    assert patched["hashes"] == stock["hashes"]
    assert len(stock["hashes"]) == len(ARTICLES) * len(EDITIONS) + 14
    assert stock["hashes"]["odd, in another colour"] != stock["hashes"]["odd, the third time"]
    assert set(stock["state"].values()) == {"off: switched off"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries are found by cffi's own search")
def test_every_patch_is_on_with_the_pinned_version() -> None:
    assert written(",".join(EDITIONS), "", *ARTICLES)["state"] == dict.fromkeys(NAMES, "on")


@pytest.mark.parametrize(
    "order", ["epub,letter,a4", "epub,a4,epub", "letter-large-print,a4,letter,epub,a4-large-print"]
)
def test_the_order_of_editions_changes_nothing(order: str) -> None:
    # What one edition leaves for the next (the page's tree, the A4 sheet's layout) is found again in some orders only.
    expected = written(",".join(EDITIONS), "", *ARTICLES)["hashes"]
    assert written(order, "", *ARTICLES)["hashes"].items() <= expected.items()


def test_documents_that_come_again_have_the_same_bytes() -> None:
    # Styles are kept from the second document of a kind on.
    expected = written(",".join(EDITIONS), "stock", *ARTICLES)["hashes"]
    for times in (2, 3):
        assert written("a4", "", *ARTICLES * times)["hashes"].items() <= expected.items()


@pytest.mark.parametrize("switch", ["-lines,-flow", " -declarations , -fonttools"])
def test_a_patch_can_be_left_out(switch: str) -> None:
    found = written("a4", switch, ARTICLES[0])
    left_out = {name.strip().removeprefix("-") for name in switch.split(",")}
    assert {name for name, state in found["state"].items() if state == "off: switched off"} == left_out
    assert found["hashes"].items() <= written(",".join(EDITIONS), "", *ARTICLES)["hashes"].items()
