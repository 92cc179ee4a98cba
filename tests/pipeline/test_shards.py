"""Parts of a library, built apart and merged, are what one build of all of it leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

MakeText = Callable[..., str]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def press(root: Path, tmp_path: Path, article_text: MakeText) -> Run:
    """Give a function that runs build.py on a library of five handouts."""
    for number in range(5):
        (tmp_path / "source" / f"h-{number}").mkdir(parents=True)
        (tmp_path / "source" / f"h-{number}" / "article.md").write_text(article_text(title=f'"Handout {number}"'))

    def run(*args: str | Path, output: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, root / "build.py", *args, "--output", tmp_path / output, "--quiet"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_merged_shards_are_one_build(press: Run, tmp_path: Path) -> None:
    source = ("--source", tmp_path / "source", "--today", "2026-12-01", "--format", "text", "--format", "html")
    for number in (1, 2, 3):
        done = press(*source, "--shard", f"{number}/3", output=f"part-{number}")
        assert done.returncode == 0, done.stderr
    held = [sorted(path.name for path in (tmp_path / f"part-{n}").iterdir() if path.is_dir()) for n in (1, 2, 3)]
    assert held == [["h-0", "h-3"], ["h-1", "h-4"], ["h-2"]]
    parts = [tmp_path / f"part-{number}" for number in (1, 2, 3)]
    assert press("merge", *parts, output="merged").returncode == 0
    assert press(*source, output="whole").returncode == 0
    assert files(tmp_path / "merged") == files(tmp_path / "whole")
    # Without one of the parts, its handouts would be taken away. A handout built anew leaves a part what it is.
    for forgotten in (1, 2, 3):
        done = press("merge", *(part for part in parts if part.name != f"part-{forgotten}"), output="merged")
        told = f"part {forgotten}/3 is not among the folders; without it its handouts would be taken away\n"
        assert (done.returncode, done.stderr) == (2, told)
    assert files(tmp_path / "merged") == files(tmp_path / "whole")
    assert press(*source, "--force", "h-2", output="part-3").returncode == 0
    assert press("merge", *parts, output="merged").returncode == 0


TEXT = ("--today", "2026-12-01", "--format", "text")
APART = (
    "are parts of different states of the handouts, or were made with other editions or libraries; build all parts from"
    " one state\n"
)


@pytest.mark.parametrize("change", ["none", "one edited", "one added", "one removed", "other editions"])
def test_parts_of_different_states_are_refused(change: str, press: Run, tmp_path: Path, article_text: MakeText) -> None:
    source = ("--source", tmp_path / "source", *TEXT)
    assert press(*source, "--shard", "1/2", output="one").returncode == 0
    if change == "one edited":  # it is in the first part
        (tmp_path / "source" / "h-2" / "article.md").write_text(article_text(title='"Handout two"'))
    if change == "one added":  # h-3 is in the first part now, and would be in neither folder
        (tmp_path / "source" / "h-15").mkdir()
        (tmp_path / "source" / "h-15" / "article.md").write_text(article_text(title='"Handout fifteen"'))
    if change == "one removed":
        (tmp_path / "source" / "h-2" / "article.md").unlink()
        (tmp_path / "source" / "h-2").rmdir()
    more = ("--format", "html") if change == "other editions" else ()
    assert press(*source, *more, "--shard", "2/2", output="two").returncode == 0
    done = press("merge", tmp_path / "one", tmp_path / "two", output="merged")
    if change == "none":
        assert done.returncode == 0
        return
    assert (done.returncode, done.stderr) == (2, f"{tmp_path / 'one'} and {tmp_path / 'two'} {APART}")
    assert files(tmp_path / "merged") == {}


def test_a_part_with_a_handout_that_changed_is_refused(press: Run, tmp_path: Path, article_text: MakeText) -> None:
    source = ("--source", tmp_path / "source", *TEXT)
    for number, name in ((1, "one"), (2, "two")):
        assert press(*source, "--shard", f"{number}/2", output=name).returncode == 0
    (tmp_path / "source" / "h-2" / "article.md").write_text(article_text(title='"Handout two"'))
    assert press(*source, "h-2", output="one").returncode == 0
    done = press("merge", tmp_path / "two", tmp_path / "one", output="merged")
    told = f"handouts in {tmp_path / 'one'} were built again after they had changed; build all of part 1/2 again with"
    assert (done.returncode, done.stderr) == (2, f"{told} --shard\n")
    for number, name in ((1, "one"), (2, "two")):
        assert press(*source, "--shard", f"{number}/2", output=name).returncode == 0
    assert press("merge", tmp_path / "two", tmp_path / "one", output="merged").returncode == 0
    assert press(*source, output="whole").returncode == 0
    assert files(tmp_path / "merged") == files(tmp_path / "whole")


def test_what_a_part_had_of_a_handout_that_is_gone_goes(press: Run, tmp_path: Path) -> None:
    source = ("--source", tmp_path / "source", *TEXT)
    for _ in range(2):  # all parts in one folder, one after the other, are all the handouts that there are
        for number in (1, 2):
            assert press(*source, "--shard", f"{number}/2", output="all").returncode == 0
        found = sorted(path.name for path in (tmp_path / "all").iterdir() if path.is_dir())
        assert found == sorted(path.name for path in (tmp_path / "source").iterdir())
        if (tmp_path / "source" / "h-4").exists():
            (tmp_path / "source" / "h-4" / "article.md").unlink()
            (tmp_path / "source" / "h-4").rmdir()
    assert "h-4" not in (tmp_path / "all" / "manifest.json").read_text()


def test_parts_made_with_different_templates_are_not_one(press: Run, tmp_path: Path) -> None:
    source = ("--source", tmp_path / "source", "--today", "2026-12-01", "--format", "text")
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('name = "A practice"\n')
    assert press(*source, "--shard", "1/2", output="one").returncode == 0
    assert press(*source, "--shard", "2/2", "--clinic", clinic, output="two").returncode == 0
    done = press("merge", tmp_path / "one", tmp_path / "two", output="merged")
    assert done.returncode == 2
    assert "were made by different versions of the press or its templates, or for different clinics" in done.stderr


@pytest.mark.parametrize("damage", [700, 0])
def test_a_part_with_a_damaged_manifest_is_refused(damage: int, press: Run, tmp_path: Path) -> None:
    source = ("--source", tmp_path / "source", "--today", "2026-12-01", "--format", "text")
    assert press(*source, "--shard", "1/1", output="part").returncode == 0
    os.truncate(tmp_path / "part" / "manifest.json", damage)
    done = press("merge", tmp_path / "part", output="merged")
    assert done.returncode == 2
    assert "has no manifest.json that is as it was published" in done.stderr


def test_a_part_that_is_not_what_was_published_is_refused(press: Run, tmp_path: Path) -> None:
    source = ("--source", tmp_path / "source", "--today", "2026-12-01", "--format", "text")
    assert press(*source, output="part").returncode == 0
    (tmp_path / "part" / "h-2" / "h-2.txt").write_text("something else")
    done = press("merge", tmp_path / "part", output="merged")
    assert done.returncode == 2
    assert done.stderr == (
        f"{tmp_path / 'part' / 'h-2' / 'h-2.txt'} is not the file that was published; build that part again\n"
    )
    done = press("merge", tmp_path / "nowhere", output="merged")
    assert done.returncode == 2
    assert "has no manifest.json" in done.stderr
    assert files(tmp_path / "merged") == {}


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "-1/2"])
def test_a_part_that_there_is_not_is_a_usage_error(shard: str, press: Run, tmp_path: Path) -> None:
    done = press("--source", tmp_path / "source", f"--shard={shard}", output="output")
    assert done.returncode == 2
    assert "is no part; write --shard 2/5 for the second of five" in done.stderr
