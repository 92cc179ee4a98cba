"""Ctrl-C: at once while nothing is published, and too late while it is."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TEXT = ("--format", "text")
Build = Callable[..., subprocess.CompletedProcess[str]]
Published = Callable[[Path], dict[str, str]]
SumsHold = Callable[[], bool]
StoppedAt = Callable[..., dict[str, Any]]


@pytest.mark.parametrize("module", ["pathlib", "press.commands"])
def test_ctrl_c_while_the_libraries_load_ends_at_once_and_says_nothing(
    module: str, build: Build, stopped_at: StoppedAt
) -> None:
    done = build("editions", **stopped_at(("import", f"({module!r}, ")))
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.parametrize(
    ("event", "file"),
    [
        ("os.rename", ".staging/"),  # also while it is put back, if it is
        ("os.remove", "journal"),
        ("shutil.rmtree", ".staging"),
    ],
)
def test_what_stops_a_build_that_is_publishing_comes_too_late(  # noqa: PLR0913, PLR0917 - fixtures
    event: str, file: str, build: Build, source: Path, tmp_path: Path, stopped_at: StoppedAt, sums_hold: SumsHold
) -> None:
    build("--source", source, *TEXT)
    (source / "small" / "article.md").write_text(
        (source / "small" / "article.md").read_text().replace("Its text.", "Other words.")
    )
    done = build("--source", source, *TEXT, "--report", tmp_path / "r.json", **stopped_at((event, file)))
    assert (done.returncode, "stopped" in done.stderr) == (0, False)
    assert done.stdout.endswith("2 files of 1 handout: nothing lost, published in output\n")
    assert json.loads((tmp_path / "r.json").read_text())["ok"] is True
    assert "Other words." in (tmp_path / "output" / "small" / "small.txt").read_text()
    assert sums_hold()
    assert not (tmp_path / "output" / ".staging").exists()


@pytest.mark.parametrize("again", [("shutil.rmtree", ".staging"), ("open", "r.json")])
def test_who_stops_a_build_twice_is_answered_once(
    again: tuple[str, str], build: Build, source: Path, tmp_path: Path, stopped_at: StoppedAt
) -> None:
    how = stopped_at(("os.mkdir", ".staging/new'"), again)
    done = build("--source", source, *TEXT, "--quiet", "--report", tmp_path / "r.json", **how)
    told = "stopped; what was published before is untouched"
    assert (done.returncode, done.stderr) == (1, f"{told}\n")
    assert not (tmp_path / "output").exists()
    assert json.loads((tmp_path / "r.json").read_text()) == {"ok": False, "handouts": [], "errors": [told]}


def test_what_fails_because_of_a_signal_is_no_fault_of_the_press(
    build: Build, source: Path, tmp_path: Path, stopped_at: StoppedAt
) -> None:
    how = stopped_at()
    (tmp_path / "stopping" / "sitecustomize.py").write_text(
        "import signal, sys\n"
        "def stop(event, args):\n"
        "    if event == 'import' and args[0] == 'press.pipeline.tasks':\n"
        "        try:\n"
        "            signal.raise_signal(signal.SIGINT)\n"
        "        except KeyboardInterrupt as error:  # as Python before 3.12 does while it makes a class\n"
        "            raise RuntimeError('Error calling __set_name__') from error\n"
        "sys.addaudithook(stop)\n"
    )
    done = build("--source", source, *TEXT, "--quiet", **how)
    assert (done.returncode, done.stderr) == (1, "stopped; what was published before is untouched\n")


def test_what_stops_clean_comes_too_late(
    build: Build, source: Path, tmp_path: Path, stopped_at: StoppedAt, published: Published
) -> None:
    build("--source", source, *TEXT)
    done = build("clean", **stopped_at(("os.rename", "small.txt"), ("os.remove", "small.txt")))
    assert (done.returncode, done.stdout, done.stderr) == (0, "removed 5 files from output\n", "")
    assert published(tmp_path / "output") == {}
