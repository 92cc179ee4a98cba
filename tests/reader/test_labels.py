"""The words that the templates add: what a translator's slip would lose is told at its line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from press.errors import SourceError
from press.pipeline.houses import House
from press.reader.labels import PLACES, read_labels

NAME = "labels/es.toml"
SUMMARY, PHONE = 'summary = "Lo esencial"\n', 'crisis_phone = "Llame al {phone}"\n'
WITH_PHONE = (
    'write crisis_phone = "...", a text in quotes with {phone} in it, as that is filled in, and no other braces'
)

FAULTS: dict[str, tuple[Callable[[str], str], str]] = {
    "missing": (
        lambda text: text.replace(SUMMARY, ""),
        '1: the label `summary` is missing; add a line summary = "..."',
    ),
    "no text": (lambda text: text.replace(SUMMARY, "summary = 3\n"), '6: write summary = "...", a text in quotes'),
    "empty": (lambda text: text.replace(SUMMARY, 'summary = " "\n'), '6: write summary = "...", a text in quotes'),
    "a place": (
        lambda text: text.replace(SUMMARY, 'summary = "{phone}"\n'),
        '6: write summary = "...", a text in quotes',
    ),
    "no place": (lambda text: text.replace("{phone}", "teléfono"), f"8: {WITH_PHONE}"),
    "another place": (lambda text: text.replace("{phone}", "{teléfono}"), f"8: {WITH_PHONE}"),
    "half a place": (lambda text: text.replace("{phone}", "{phone} {"), f"8: {WITH_PHONE}"),
    "no text where it may be missing": (
        lambda text: re.sub("(?m)^units = .*", "units = 3", text),
        '41: write units = "...", a text in quotes',
    ),
    "what cannot be seen": (
        lambda text: text.replace(SUMMARY, 'summary = "Lo\\u200b esencial"\n'),
        "6: the character U+200B (zero width space) cannot stand here; remove it: it cannot be seen",
    ),
    "what cannot be seen, where it may be missing": (
        lambda text: text + 'more = "m\\u0007"\n',
        "44: the character U+0007 (a control character) cannot be seen; remove it",
    ),
    "no TOML": (lambda text: text.replace('esencial"', "esencial"), "6: this is not TOML: Illegal character "),
}


@pytest.fixture
def house_with(house: House) -> Callable[[str, bytes], House]:
    """Give a function that returns a house whose templates have these bytes in a file of this name."""
    return lambda name, data: House({**house.templates, name: data})


@pytest.fixture
def labels(house: House) -> str:
    """Give the Spanish labels, with a line for each of two that tests look for."""
    text = house.templates[NAME].decode()
    for line in (SUMMARY, PHONE):
        text = re.sub(rf"^{line.partition(' ')[0]} .*\n", line, text, flags=re.MULTILINE)
    return text


@pytest.mark.parametrize("fault", FAULTS)
def test_a_slip_is_told_at_its_line(fault: str, labels: str, house_with: Callable[[str, bytes], House]) -> None:
    change, told = FAULTS[fault]
    with pytest.raises(SourceError) as error:
        house_with(NAME, change(labels).encode()).labels("es-MX")
    assert [str(problem)[: len(NAME) + len("templates/:") + len(told)] for problem in error.value.problems] == [
        f"templates/{NAME}:{told}"
    ]


def test_every_slip_is_told_at_once(labels: str, house_with: Callable[[str, bytes], House]) -> None:
    with pytest.raises(SourceError) as error:
        house_with(NAME, b"").labels("es")
    assert len(error.value.problems) == len(PLACES)
    assert {*PLACES} < {*read_labels(labels, NAME)}


@pytest.mark.parametrize("name", ["labels/es.toml", "crisis/es.toml"])
def test_any_editor_s_text_is_read_and_what_is_none_is_told(
    name: str, house: House, house_with: Callable[[str, bytes], House]
) -> None:
    data = house.templates[name]
    windows = house_with(name, b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert (windows.labels("es"), windows.crisis("es")) == (house.labels("es"), house.crisis("es"))
    latin = house_with(name, data + b"# \xe9\n")
    with pytest.raises(SourceError) as error:
        (latin.labels("es"), latin.crisis("es"))
    line = data.count(b"\n") + 1
    told = f"templates/{name}:{line}: the file is not UTF-8; save it with the encoding UTF-8"
    assert str(error.value) == told


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_places_are_those_of_the_labels(lang: str, house: House) -> None:
    optional = {"units", "odds", "ranges"}
    found = {label: sorted(re.findall(r"{.*?}", text)) for label, text in house.labels(lang).items()}
    expected = {label: sorted(places.split()) for label, places in PLACES.items()}
    assert found == {**expected, **{label: [] for label in optional}}
