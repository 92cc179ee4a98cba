"""A practice's colour: what can be read on which paper, and the nearest that can."""

from __future__ import annotations

import colorsys
from itertools import product
from pathlib import Path

import pytest

from press.model.colour import (
    DARK,
    LEAST,
    LEAST_OF_A_RULE,
    LIGHT,
    NIGHT,
    Accent,
    accent_of,
    contrast,
    darkened,
    is_colour,
    least_contrast,
)

COLOURS = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in product(range(0, 256, 51), repeat=3)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the grey that is known for missing 4.5:1 by a hair
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast(first: str, second: str, expected: float) -> None:
    assert round(contrast(first, second), 2) == round(contrast(second, first), 2) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("#14506b", True), ("#14506B", True), ("14506b", False), ("#145", False), ("#14506g", False)]
)
def test_form(text: str, *, expected: bool) -> None:
    assert is_colour(text) is expected


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("#14506b", "#14506b"),
        ("#777777", "#6f6f6f"),
        ("#ffcc00", "#876c00"),
        ("#ff0000", "#e00000"),
        ("#ffffff", "#6f6f6f"),
    ],
)
def test_darkened(colour: str, expected: str) -> None:
    assert darkened(colour) == expected


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("#7a2e5d", Accent("#7a2e5d", "#c971a8", "#9e3c78")),
        ("#14506b", Accent("#14506b", "#2697cb", "#1a688b")),
        ("#000000", Accent("#000000", "#8e8e8e", "#616161")),
    ],
)
def test_forms(colour: str, expected: Accent) -> None:
    assert accent_of(colour) == expected


def test_every_colour_has_forms_that_can_be_read() -> None:
    for colour in COLOURS:
        accent = accent_of(darkened(colour))
        assert least_contrast(accent.light, LIGHT) >= LEAST, colour
        assert least_contrast(accent.dark, DARK) >= LEAST, colour
        assert least_contrast(accent.rule, NIGHT) >= LEAST_OF_A_RULE, colour


def test_what_passes_stays_as_it_is() -> None:
    passing = [colour for colour in COLOURS if least_contrast(colour) >= LEAST]
    assert len(passing) > 50
    assert [darkened(colour) for colour in passing] == passing


def test_hue_and_saturation_stay() -> None:
    for colour in COLOURS:
        before, after = (hls(shown) for shown in (colour, darkened(colour)))
        if before[2] and 0 < before[1] < 1:
            assert abs(before[0] - after[0]) < 0.02 or abs(before[0] - after[0]) > 0.98, colour
            assert abs(before[2] - after[2]) < 0.05, colour


def hls(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)))


@pytest.mark.parametrize(("file", "papers"), [("html/sheet.css.j2", (*LIGHT[1:], *DARK)), ("pdf/sheet.css", LIGHT[1:])])
def test_the_papers_are_those_of_the_style_sheets(file: str, papers: tuple[str, ...], root: Path) -> None:
    text = (root / "templates" / file).read_text()
    assert [paper for paper in papers if paper not in text] == []
