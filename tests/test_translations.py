"""The words that templates add, in every language that there are some for."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from press.errors import SourceError
from press.model import EDITIONS
from press.pipeline.houses import House, read_house
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source

Verified = Callable[..., bytes]
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
LANGUAGES = sorted(file.stem for file in (TEMPLATES / "labels").glob("*.toml"))
TRANSLATED = sorted({*LANGUAGES} - {"en"})
BODY = """\
::: key-points
- Levántese a la misma hora todos los días.
:::

## Qué hacer esta noche

Muchas personas duermen mal alguna vez.[@nhs] Pruebe uno de estos pasos[^una] durante 2 semanas:

1. Si no se duerme en 20 minutos, levántese.

[^una]: Uno cada semana basta.

::: note
El 28 de noviembre de 2026 cambió el consejo: 7 de cada 10 personas mejoran.
:::

::: warning
No tome más de 5 mg de melatonina sin preguntar. Los niños, ¡nunca!
:::

::: ask
- ¿Puede ser por otra medicina?
:::

::: write 3
"""


def read(folder: str, lang: str) -> dict[str, object]:
    """Return a language's words, or its crisis lines."""
    return tomllib.loads((TEMPLATES / folder / f"{lang}.toml").read_text("utf-8"))


def test_there_are_labels_and_crisis_lines_in_two_languages(house: House) -> None:
    assert house.languages == {*LANGUAGES} == {"en", "es"}


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_label_is_translated_with_its_places(lang: str) -> None:
    places = {
        each: {label: sorted(re.findall(r"\{\w+\}", str(words))) for label, words in read("labels", each).items()}
        for each in ("en", lang)
    }
    assert places[lang] == places["en"]
    same = {label for label, words in read("labels", lang).items() if words == read("labels", "en")[label]}
    assert same == set()


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_region_has_its_crisis_lines_with_the_numbers_to_call(lang: str) -> None:
    ours, theirs = read("crisis", "en"), read("crisis", lang)
    assert ours.keys() <= theirs.keys()
    for region in ("us", "uk"):
        assert numbers_of(theirs[region]) == numbers_of(ours[region]), region


def numbers_of(lines: object) -> list[list[str]]:
    """Return the numbers of more than one digit that each crisis line gives to call and to write to."""
    assert isinstance(lines, list)
    return [re.findall(r"\d[\d ]*\d", f"{line.get('phone')}; {line.get('text')}") for line in lines]


@pytest.mark.parametrize("name", EDITIONS)
def test_a_spanish_handout_holds_everything_in_every_edition(
    name: str, prepared: Callable[..., Prepared], verified: Verified
) -> None:
    sources = "[{id: nhs, citation: NHS. Insomnio., url: https://www.nhs.uk/conditions/insomnia/}]"
    made = prepared(BODY, title="¿Qué puedo hacer si duermo mal?", lang="es", references=sources)
    verified(made, name)


@pytest.mark.parametrize(("lang", "said"), [("es", "Una respuesta"), ("es-MX", "En breve"), ("es-ES", "Una respuesta")])
def test_a_country_may_have_its_own_words(
    lang: str, said: str, house: House, article_text: Callable[..., str], verified: Verified
) -> None:
    labels, crisis = (house.templates[f"{folder}/es.toml"] for folder in ("labels", "crisis"))
    label = re.compile('(?m)^summary = ".*"$')
    words = {
        "labels/es.toml": label.sub('summary = "Una respuesta"', labels.decode()).encode(),
        "labels/es-MX.toml": label.sub('summary = "En breve"', labels.decode()).encode(),
        "crisis/es-MX.toml": crisis,
    }
    own = replace(house, templates={**house.templates, **words})
    front = article_text("Hola.\n", title="Dormir", lang=lang).encode()
    (made,) = prepare([Source("x", "", "source/x/article.md", front, {})], own)
    assert said in verified(made, "text", own).decode()


@pytest.mark.parametrize("folder", ["labels", "crisis"])
def test_a_country_may_have_its_own_labels_or_crisis_lines_alone(
    folder: str, house: House, article_text: Callable[..., str], verified: Verified
) -> None:
    """A file that nobody would read, and nobody would be told of, could have the numbers to call."""
    here = f"{folder}/es-MX.toml"
    words = re.sub(r'(?m)^(summary|label) = ".*"$', r'\1 = "De aquí"', house.templates[f"{folder}/es.toml"].decode())
    own = replace(house, templates={**house.templates, here: words.encode()}, clinic='name = "A"\nregion = "us"')
    said = {}
    for lang in ("es", "es-MX"):
        front = article_text("Hola.\n", title="Dormir", lang=lang).encode()
        (made,) = prepare([Source("x", "", "source/x/article.md", front, {})], own)
        said[lang] = "De aquí" in verified(made, "text", own).decode()
    assert said == {"es": False, "es-MX": True}


def test_a_date_that_ends_with_a_stop_gets_no_other(
    house: House, article_text: Callable[..., str], verified: Verified
) -> None:
    words = {f"{folder}/ru.toml": house.templates[f"{folder}/en.toml"] for folder in ("labels", "crisis")}
    own = replace(house, templates={**house.templates, **words})
    data = article_text("Сон.\n", title="Сон", lang="ru", next_review="2020-01-31", reviewed="2019-01-31").encode()
    (made,) = prepare([Source("x", "", "source/x/article.md", data, {})], replace(own, today=date(2026, 1, 31)))
    editions = {name: verified(made, name, own) for name in EDITIONS}
    shown = " ".join(editions["text"].decode().split())
    assert ("2019 г. Next" in shown, "г.." in shown) == (True, False)


@pytest.mark.parametrize(
    "name",
    ["labels/pt_BR.toml", "crisis/es-MX.toml.txt", "crisis/spanish.toml", "labels/pt.tml", "crises/pt.toml", "es.TOML"],
)
def test_a_file_of_words_by_a_name_that_nobody_reads_is_told(name: str, tmp_path: Path) -> None:
    folder = shutil.copytree(TEMPLATES, tmp_path / "templates")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).touch()
    with pytest.raises(SourceError) as caught:
        read_house(folder, None)
    assert str(caught.value) == (
        f"templates/{name}:1: labels and crisis lines are read from labels/ and crisis/, from files called after the"
        " language, as pt.toml or pt-BR.toml; rename this one, or put `_` before its name to set it aside"
    )


def test_two_files_of_words_whose_names_differ_in_capitals_are_told(tmp_path: Path) -> None:
    folder = shutil.copytree(TEMPLATES, tmp_path / "templates")
    for name in ("es-MX", "es-mx"):
        (folder / "crisis" / f"{name}.toml").touch()
    told = "this is called as crisis/es-MX.toml is but for capitals; remove one of the two"
    with pytest.raises(SourceError, match=f"^templates/crisis/es-mx.toml:1: {told}$"):
        read_house(folder, None)


def test_words_that_are_set_aside_are_nobodys(tmp_path: Path) -> None:
    folder = shutil.copytree(TEMPLATES, tmp_path / "templates")
    for name in ("pt-BR", "zh-Hant", "_pt_PT", "_pt", ".pt_BR"):
        (folder / "labels" / f"{name}.toml").touch()
    assert read_house(folder, None).tags("labels") == {*LANGUAGES, "pt-BR", "zh-Hant"}


@pytest.mark.parametrize(
    "name",
    [
        *(f"labels/{name}" for name in ("en.toml~", "#en.toml#", "en.toml.bak", "en.toml.orig")),
        *(f"crisis/{name}" for name in ("desktop.ini", "Thumbs.db", "Icon\r", ".AppleDouble/en.toml")),
        *(".git/refs/heads/Main", ".idea/a.toml"),
    ],
)
def test_what_editors_and_systems_leave_is_no_template(name: str, tmp_path: Path) -> None:
    """They make it themselves, and make it again where it is removed."""
    folder = shutil.copytree(TEMPLATES, tmp_path / "templates")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).touch()
    assert read_house(folder, None).templates == read_house(TEMPLATES, None).templates


def test_a_template_that_is_no_file_or_too_large_is_told(tmp_path: Path) -> None:
    folder = shutil.copytree(TEMPLATES, tmp_path / "templates")
    (folder / "labels").rename(tmp_path / "labels")
    (folder / "labels").symlink_to(tmp_path / "labels")
    (folder / "crisis" / "es-MX.toml").symlink_to("nowhere")
    (folder / "crisis" / "pt.toml").symlink_to("pt.toml")
    os.truncate(folder / "pdf" / "sheet.css", 2**40)
    with pytest.raises(SourceError) as caught:
        read_house(folder, None)
    told = "this is no file, or a link that leads to none; put the file itself here, or remove it"
    assert str(caught.value).splitlines() == [
        f"templates/crisis/es-MX.toml:1: {told}",
        f"templates/crisis/pt.toml:1: {told}",
        f"templates/labels:1: {told}",
        "templates/labels/en.toml:1: no build does without this file; put it back",
        "templates/pdf/sheet.css:1: a template may have at most 8 MB; make it smaller",
    ]


@pytest.mark.parametrize("name", ["labels/en.toml", "crisis/en.toml", "fonts/coverage.txt"])
def test_what_every_build_needs_is_missed_before_anything_is_made(name: str, tmp_path: Path) -> None:
    folder = shutil.copytree(TEMPLATES, tmp_path / "templates")
    (folder / name).unlink()
    with pytest.raises(SourceError, match=rf"templates/{name}:1: no build does without this file; put it back"):
        read_house(folder, None)
