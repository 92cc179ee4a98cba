"""The practice's file: named, found beside build.py, and refused where it cannot be what it seems."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from press.errors import UsageError
from press.options import TEMPLATES, clinics_of
from press.pipeline.houses import read_houses

TEXT = ("--format", "text")
Build = Callable[..., subprocess.CompletedProcess[str]]


def test_clinic(build: Build, source: Path, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('name = "Elm Street Practice"\nphone = "555 0100"\nregion = "us"\n')
    assert build("--source", source, *TEXT, "--clinic", clinic).returncode == 0
    text = (tmp_path / "output" / "small" / "small.txt").read_text()
    assert text.startswith("Elm Street Practice\n")
    assert "Call 988. Text 988." in text
    clinic.write_text('nam = "Elm Street Practice"\n')
    done = build("--source", source, *TEXT, "--clinic", clinic)
    assert (done.returncode, done.stderr) == (
        3,
        'clinic.toml:1: the practice has no name; add a line name = "..."\n'
        "clinic.toml:1: unknown key `nam`; did you mean `name`?\n",
    )


def test_lines_of_an_address_and_of_hours(build: Build, source: Path, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    line = '[[crisis]]\nlabel = "Ours"\nphone = "555 0199"\nchecked = 2026-11-01\nhours = "Mon: 9\\nTue: 10"\n'
    clinic.write_text(f'name = "P"\naddress = """\n1 Elm Street\nYork\n"""\nhours = "Mon: 9\\nTue: 10"\n{line}')
    assert build("--source", source, "--clinic", clinic, "--quiet").returncode == 0
    text = (tmp_path / "output" / "small" / "small.txt").read_text()
    assert [text.count(words) for words in ("\n1 Elm Street, York\n", "Mon: 9, Tue: 10")] == [1, 2]


def test_a_logo_whose_name_no_file_can_have(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text(f'name = "A practice"\nlogo = "{"a" * 300}.svg"\nlogo_alt = "A"\n')
    done = build("--source", source, *TEXT, "--clinic", "clinic.toml")
    told = "clinic.toml:2: the logo's name has more than 255 bytes; give the file a shorter one\n"
    assert (done.returncode, done.stderr) == (3, told)


def test_a_clinic_that_is_a_link_to_nowhere_is_not_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("press.options.ROOT", tmp_path)
    assert clinics_of(()) == []
    (tmp_path / "clinic.toml").symlink_to("nowhere")
    with pytest.raises(UsageError, match="there is no such file; name another with --clinic"):
        read_houses(TEMPLATES, clinics_of(()), date.min)


@pytest.mark.parametrize("name", ["Clinic.toml", "clinic.toml.txt"])
def test_a_clinic_by_a_name_of_another_system_is_not_none(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("press.options.ROOT", tmp_path)
    (tmp_path / name).touch()
    with pytest.raises(UsageError, match=f"^{name}: the practice's file is called clinic.toml; rename it, or name it"):
        clinics_of(())
    assert clinics_of([tmp_path / name]) == [tmp_path / name]
    (tmp_path / "clinic.toml").touch()
    assert clinics_of(()) == [tmp_path / "clinic.toml"]


def test_what_is_too_large_for_a_practice_is_refused(build: Build, source: Path, tmp_path: Path) -> None:
    clinic, logo = tmp_path / "clinic.toml", tmp_path / "a.svg"
    clinic.write_text('name = "A practice"\nlogo = "a.svg"\nlogo_alt = "A"\n')
    with logo.open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    done = build("--source", source, *TEXT, "--clinic", clinic)
    told = "clinic.toml:2: the logo `a.svg` is larger than 256 KiB; make it smaller, or draw it as an SVG\n"
    assert (done.returncode, done.stderr) == (3, told)
    clinic.write_text("#" * (64 * 1024 + 1))
    done = build("--source", source, *TEXT, "--clinic", clinic)
    told = "clinic.toml:1: the file is larger than 64 KiB; keep what every handout has to say\n"
    assert (done.returncode, done.stderr) == (3, told)


@pytest.mark.parametrize("text", ["", "\ufeff", "\n"])
def test_an_empty_clinic_is_not_none(build: Build, source: Path, tmp_path: Path, text: str) -> None:
    build("--source", source, *TEXT)
    (tmp_path / "clinic.toml").write_text(text)
    done = build("--source", source, *TEXT, "--clinic", "clinic.toml")
    told = 'clinic.toml:1: the practice has no name; add a line name = "..."\n'
    assert (done.returncode, done.stderr) == (3, told)
