"""A build makes what changed and nothing else, and what it leaves is what a build from nothing would leave."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from press import bytecode
from press.errors import UsageError
from press.model import EDITIONS
from press.pipeline import inputs
from press.pipeline.build import Order, build
from press.pipeline.clean import clean
from press.pipeline.houses import read_houses
from press.pipeline.result import Result
from press.pipeline.sources import read_sources

ROOT = Path(__file__).resolve().parent.parent.parent
TIMES = int(os.environ.get("HANDOUT_PRESS_EXAMPLES", "1"))

RING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="{}"/></svg>'
FRONT = """---
title: {title}
summary: The short answer.
category: Tests
lang: en
version: "1.0"
reviewed: 2026-01-31
next_review: 2027-01-31
authors: [{{name: Ann Author}}]
publisher: Handout Press
---
## A section

Its text.

![A ring](ring.svg)

::: key-points
- One point.
:::
"""
CLINIC = """name = "A practice"
logo = "logo.svg"
logo_alt = "A circle"
region = "uk"
"""
EVERY = ("html", "epub", "text", "a4")


@dataclass
class Place:
    """A folder with sources, templates, a clinic and an output, and the day of its builds."""

    folder: Path
    today: date = date(2026, 12, 1)
    editions: tuple[str, ...] = EVERY
    versions: str = ""
    system: str = ""
    progress: Callable[[Result], None] = lambda _: None
    patch: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)

    def fill(self) -> Place:
        """Write two handouts and a clinic, and copy the templates."""
        for slug in ("one", "two"):
            (self.folder / "source" / slug).mkdir(parents=True)
            (self.folder / "source" / slug / "article.md").write_text(FRONT.format(title=f"Handout {slug}"))
            (self.folder / "source" / slug / "ring.svg").write_text(RING.format(10))
        (self.folder / "clinic.toml").write_text(CLINIC)
        (self.folder / "logo.svg").write_text(RING.format(15))
        shutil.copytree(ROOT / "templates", self.folder / "templates")
        return self

    def build(self, output: str = "output") -> set[str]:
        """Build everything; return the editions that were made, as `slug edition`."""
        results = self._build(self.folder / output)
        assert [result.findings for result in results] == [()] * len(results)
        return {f"{result.slug} {result.edition}" for result in results if result.made}

    def _build(self, output: Path) -> list[Result]:
        with self.patch.context() as patch:
            patch.setattr(inputs, "_installed", lambda: [self.versions])
            patch.setattr(inputs, "libraries", lambda: self.system)
            inputs.program.cache_clear()
            houses = read_houses(self.folder / "templates", [self.folder / "clinic.toml"], self.today)
            sources = read_sources(self.folder / "source", (), ())
            editions = [EDITIONS[name] for name in self.editions]
            try:
                done, _ = build(Order(sources, editions, houses, output, whole=True), lambda _: self.progress)
            finally:
                inputs.program.cache_clear()
        return done

    def files(self, output: str = "output") -> dict[str, bytes]:
        folder = self.folder / output
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def published(place: Place, ending: str) -> list[Path]:
    return sorted(path for path in (place.folder / "output").rglob("*") if path.name.endswith(ending))


def edit(name: str, old: str, new: str) -> Callable[[Place], None]:
    def change(place: Place) -> None:
        text = (place.folder / name).read_text()
        assert old in text
        (place.folder / name).write_text(text.replace(old, new))

    return change


def append(name: str, text: str) -> Callable[[Place], None]:
    def change(place: Place) -> None:
        with (place.folder / name).open("a") as file:
            file.write(text)

    return change


def setting(name: str, value: object) -> Callable[[Place], None]:
    return lambda place: setattr(place, name, value)


def damage(ending: str, how: Callable[[bytes], bytes]) -> Callable[[Place], None]:
    def change(place: Place) -> None:
        path = published(place, ending)[0]
        path.write_bytes(how(path.read_bytes()))

    return change


def remove(ending: str) -> Callable[[Place], None]:
    return lambda place: published(place, ending)[0].unlink()


def another(place: Place) -> None:
    shutil.copytree(place.folder / "source" / "one", place.folder / "source" / "three")


def of(*slugs: str, but: str = "") -> set[str]:
    return {f"{slug} {edition}" for slug in slugs for edition in EVERY if edition not in but.split()}


CHANGES: dict[str, tuple[Callable[[Place], None], set[str]]] = {
    "nothing": (lambda _: None, set()),
    "an article's text": (edit("source/one/article.md", "Its text", "Another text"), of("one")),
    "an article's review": (edit("source/two/article.md", "2027-01-31", "2026-11-30"), of("two")),
    "a picture": (edit("source/one/ring.svg", 'r="10"', 'r="11"'), of("one")),
    "one more handout": (another, of("three")),
    "one handout less": (lambda place: shutil.rmtree(place.folder / "source" / "two"), set()),
    "the clinic's words": (edit("clinic.toml", "A practice", "Another practice"), of("one", "two")),
    "the clinic's region": (edit("clinic.toml", '"uk"', '"us"'), of("one", "two")),
    "the clinic's logo": (edit("logo.svg", 'r="15"', 'r="16"'), of("one", "two")),
    "a label": (edit("templates/labels/en.toml", "The short answer", "In short"), of("one", "two")),
    "a crisis line": (edit("templates/crisis/en.toml", "Samaritans", "The Samaritans"), of("one", "two")),
    "a shared template": (append("templates/shared/about.j2", "\n"), of("one", "two")),
    "a node's template": (append("templates/markup/Box.j2", "\n"), of("one", "two")),
    "the web page's template": (append("templates/html/sheet.html.j2", "\n"), {"one html", "two html"}),
    "the web page's style": (append("templates/html/sheet.css.j2", "\nhr { color: red }"), {"one html", "two html"}),
    "the ebook's style": (append("templates/epub/style.css.j2", "\nhr { color: red }"), {"one epub", "two epub"}),
    "the text's template": (append("templates/text/nodes/Box.j2", "\n"), {"one text", "two text"}),
    "the sheet's style": (append("templates/pdf/sheet.css", "\nhr { color: red }"), of("one", "two", but="html text")),
    "the catalogue's template": (append("templates/catalogue/index.html.j2", "\n"), set()),
    "the day": (setting("today", date(2026, 12, 2)), set()),
    "the day after the review": (setting("today", date(2027, 2, 1)), of("one", "two")),
    "a library": (setting("versions", "another"), of("one", "two")),
    "a library of the system": (setting("system", "another"), of("one", "two", but="html text")),
    "an edition's end": (damage("two-a4.pdf", lambda data: data[:-9]), {"two a4"}),
    "an edition's byte": (damage("one.epub", lambda data: data[:99] + b"x" + data[100:]), {"one epub"}),
    "an edition that is gone": (remove("one.txt"), {"one text"}),
    "a picture that is gone": (remove("two.png"), {"two a4"}),
    "the catalogue": (damage("index.html", lambda data: data + b" "), set()),
    "no catalogue": (remove("index.html"), set()),
    "the sums": (damage("SHA256SUMS", lambda data: data[9:]), set()),
    "no manifest": (remove("manifest.json"), of("one", "two")),
    "no sums": (remove("SHA256SUMS"), of("one", "two")),
    "a manifest with another title": (
        edit("output/manifest.json", '"title": "Handout one"', '"title": "Wrong"'),
        of("one", "two"),
    ),
    "a manifest with another review": (
        edit("output/manifest.json", '"next_review": "2027', '"next_review": "2999'),
        of("one", "two"),
    ),
    "a manifest that is none": (damage("manifest.json", lambda data: data[:-9]), of("one", "two")),
    "fewer editions": (setting("editions", ("html", "text")), set()),
}
LESS = {"one handout less", "fewer editions"}
RECORDS = {"the sums", "no sums", "no manifest", *(name for name in CHANGES if name.startswith("a manifest"))}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Give a place where everything is built."""
    place = Place(tmp_path_factory.mktemp("built")).fill()
    assert place.build() == of("one", "two")
    return place


@pytest.fixture
def place(built: Place, tmp_path: Path) -> Place:
    """Give a copy of it."""
    shutil.copytree(built.folder, tmp_path / "place")
    return Place(tmp_path / "place")


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_is_made_nothing_else_and_as_from_nothing(name: str, place: Place) -> None:
    change, expected = CHANGES[name]
    change(place)
    assert place.build() == expected
    assert place.build() == set()
    place.build("nothing")
    assert place.files() == place.files("nothing")


@settings(
    max_examples=5 * TIMES,
    derandomize=True,
    database=None,
    deadline=timedelta(seconds=120),
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(names=st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=6, unique=True))
def test_whatever_changed_the_output_is_that_of_a_build_from_nothing(
    names: list[str], built: Place, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assume(LESS.isdisjoint(names) or RECORDS.isdisjoint(names))  # what no record names is nobody's to be removed
    place = Place(tmp_path_factory.mktemp("changed") / "place")
    shutil.copytree(built.folder, place.folder)
    for name in names:
        try:
            CHANGES[name][0](place)
        except (AssertionError, FileNotFoundError, IndexError):
            continue  # an earlier change took away what this one changes
    place.build()
    place.build("nothing")
    assert place.files() == place.files("nothing")


def test_what_is_removed_during_a_build_is_not_called_unchanged(place: Place) -> None:
    edit("source/one/article.md", "Its text", "Another text")(place)
    place.progress = lambda _: (place.folder / "output" / "two" / "two.txt").unlink(missing_ok=True)
    with pytest.raises(FileNotFoundError, match="the file was removed during the build"):
        place.build()
    place.progress = lambda _: None
    assert place.build() == {*of("one"), "two text"}


def test_a_change_of_the_code_makes_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def program() -> str:
        bytecode.own_sources.cache_clear()
        inputs.program.cache_clear()
        return inputs.program()

    before, folder = program(), str(tmp_path / "press")
    shutil.copytree(bytecode.PRESS, folder)
    for module in (bytecode, inputs):
        monkeypatch.setattr(module, "PRESS", folder)
    assert program() == before
    for path in sorted((tmp_path / "press").rglob("*.py")):
        text = path.read_text()
        path.write_text(f"{text}# a remark\n")
        assert program() != before, path
        path.write_text(text)
    monkeypatch.undo()
    assert program() == before


@pytest.mark.parametrize("kind", ["dist-info", "egg-info"])
def test_whoever_installed_a_library_its_version_counts(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)

    def program() -> str:
        inputs.program.cache_clear()
        return inputs.program()

    installed = tmp_path / f"lxml-4.9.2.{kind}"  # as distributions do
    found = [program()]
    installed.mkdir()
    found.append(program())
    installed.rename(tmp_path / f"lxml-4.9.3.{kind}")
    found.append(program())
    assert len(set(found)) == len(found)
    (tmp_path / "handout_press.egg-info").mkdir()  # what `pip install .` leaves beside the sources
    assert program() == found[-1]
    inputs.program.cache_clear()


def test_the_systems_libraries_for_text_count_by_name_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))

    def libraries() -> str:
        inputs.libraries.cache_clear()
        return inputs.libraries()

    library = tmp_path / "libpango-1.0.so.0.5600.3"
    found = [libraries()]
    library.write_bytes(b"1")
    found.append(libraries())
    library.write_bytes(b"12")
    found.append(libraries())
    library = library.rename(tmp_path / "libpango-1.0.so.0.5600.4")
    found.append(libraries())
    assert len(set(found)) == len(found)
    (tmp_path / "libpango-1.0.so.0").symlink_to(library)
    (tmp_path / "libpango.d").mkdir()
    (tmp_path / "libother.so").write_bytes(b"1")
    assert libraries() == found[-1]
    inputs.libraries.cache_clear()


HEAVY = frozenset(
    {"anyascii", "babel", "ebooklib", "fontTools", "jinja2", "lxml", "markdown_it", "pikepdf", "PIL", "pypdfium2"}
) | {"rich", "segno", "selectolax", "tinycss2", "weasyprint", "yaml", "multiprocessing", "distributed"}
LATE = frozenset({"press.model.article", "press.reader", "press.pipeline.junit", "shutil", "tomllib", "xml"})


def test_finding_nothing_to_do_loads_nothing_heavy(place: Place) -> None:
    command = ["--source", place.folder / "source", "--output", place.folder / "cli", "--today", "2026-12-01"]
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import build, atexit\n"
    program += "atexit.register(lambda: print('LOADED', *sorted(sys.modules)))\nbuild.cli()"
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, *map(str, command), "--edition", "text"],
            capture_output=True, text=True, check=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    (first, second) = (set(run.stdout.rpartition("LOADED")[2].split()) for run in runs)
    assert "nothing has changed" in runs[1].stdout
    assert HEAVY & {"jinja2", "markdown_it", "yaml"} <= first
    assert LATE - {"press.pipeline.junit", "xml"} <= first
    assert (HEAVY | LATE) & second == set()


def sign(place: Place, old: str, new: str) -> None:
    """Change the manifest, and the sums so that they name it."""
    output = place.folder / "output"
    before = hashlib.sha256((output / "manifest.json").read_bytes()).hexdigest()
    edit("output/manifest.json", old, new)(place)
    edit("output/SHA256SUMS", before, hashlib.sha256((output / "manifest.json").read_bytes()).hexdigest())(place)


def test_a_folder_of_another_version_is_made_anew(place: Place) -> None:
    sign(place, '"next_review"', '"next"')
    assert place.build() == of("one", "two")


def test_a_manifest_that_leads_out_of_the_folder_is_not_believed(place: Place) -> None:
    victim = place.folder / "victim.txt"
    victim.write_text("somebody's file")
    sign(place, '"one/one.txt"', '"../victim.txt"')
    assert place.build() == of("one", "two")
    assert victim.read_text() == "somebody's file"


@pytest.mark.parametrize("folder", ["output", "output/two"])
def test_what_could_not_be_published_is_not_made(place: Place, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    before, made = place.files(), list[Result]()
    place.progress = made.append
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != place.folder / folder and access(path, mode))
    assert place.build() == set()
    append("source/two/article.md", "\nAnother paragraph.\n")(place)
    with pytest.raises(UsageError, match=f"{folder} cannot be written to: .* name another folder with --output"):
        place.build()
    with pytest.raises(UsageError, match=f"{folder} cannot be written to: .* name another folder with --output"):
        clean(place.folder / "output", lambda: None)
    assert (place.files(), made) == (before, [])


def test_what_somebodys_file_is_in_the_way_of_is_not_made(place: Place) -> None:
    place.build()
    shutil.rmtree(place.folder / "output" / "two")
    (place.folder / "output" / "two").write_text("somebody's file")
    before, made = place.files(), list[Result]()
    place.progress = made.append
    with pytest.raises(UsageError, match="output/two is a file, and a folder of this name is to be published; move it"):
        place.build()
    assert (place.files(), made) == (before, [])
    clean(place.folder / "output", lambda: None)
    assert place.files() == {"two": b"somebody's file"}
