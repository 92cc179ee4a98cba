"""Parts of a library, built apart and merged, are what one build of all of it leaves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from press.errors import UsageError
from press.options import TEMPLATES
from press.pipeline.houses import read_houses
from press.pipeline.merge import merge

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
    # Without one of the parts, its handouts would be taken away.
    for forgotten in (1, 2, 3):
        done = press("merge", *(part for part in parts if part.name != f"part-{forgotten}"), output="merged")
        told = f"part {forgotten}/3 is not among the folders; without it its handouts would be taken away\n"
        assert (done.returncode, done.stderr) == (2, told)
    assert files(tmp_path / "merged") == files(tmp_path / "whole")
    assert press("merge", *parts, parts[2], output="merged").returncode == 0
    # Other editions of what was merged before stay, as they do where a build makes only some.
    text = (*source[:-2], "--shard")
    for number, part in enumerate(parts, 1):
        assert press(*text, f"{number}/3", output=part.name).returncode == 0
    assert not list(parts[0].rglob("h-0.html"))
    assert press("merge", *parts, output="merged").returncode == 0
    assert files(tmp_path / "merged") == files(tmp_path / "whole")
    # Of a handout that no part has any more nothing stays, in no edition.
    (tmp_path / "source" / "h-3" / "article.md").unlink()
    (tmp_path / "source" / "h-3").rmdir()
    for number, part in enumerate(parts, 1):
        assert press(*text, f"{number}/3", output=part.name).returncode == 0
    assert press("merge", *parts, output="merged").returncode == 0
    shutil.rmtree(tmp_path / "whole")
    assert press(*source, output="whole").returncode == 0
    assert files(tmp_path / "merged") == files(tmp_path / "whole")


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


@pytest.mark.parametrize("folder", ["merged", "merged/h-2"])
def test_a_folder_that_cannot_be_written_to_is_a_usage_error(
    press: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    assert press("--source", tmp_path / "source", *TEXT, "--shard", "1/1", output="part").returncode == 0
    assert press("merge", tmp_path / "part", output="merged").returncode == 0
    before, access = files(tmp_path), os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path / folder and access(path, mode))
    with pytest.raises(UsageError, match=f"{folder} cannot be written to: .* name another folder with --output"):
        merge([tmp_path / "part"], read_houses(TEMPLATES, (), date.min), tmp_path / "merged", lambda: None)
    assert files(tmp_path) == before


def test_a_part_holds_what_belongs_to_it_and_nothing_else(press: Run, tmp_path: Path, article_text: MakeText) -> None:
    source = ("--source", tmp_path / "source", *TEXT)

    def parts(*more: str) -> None:
        for number, name in ((1, "one"), (2, "two")):
            assert press(*source, *more, "--shard", f"{number}/2", output=name).returncode == 0

    parts("--format", "html")
    (tmp_path / "source" / "h-2" / "article.md").write_text(article_text(title='"Handout two"'))
    (tmp_path / "source" / "h-15").mkdir()  # h-2 and h-3 change places
    (tmp_path / "source" / "h-15" / "article.md").write_text(article_text(title='"Handout fifteen"'))
    (tmp_path / "source" / "h-4" / "article.md").unlink()
    (tmp_path / "source" / "h-4").rmdir()
    parts()  # an earlier state lies in both folders, and pages that nobody asks for now
    assert press("merge", tmp_path / "two", tmp_path / "one", output="merged").returncode == 0
    assert press(*source, output="whole").returncode == 0
    assert files(tmp_path / "merged") == files(tmp_path / "whole")
    for name in ("one", "two"):
        assert press("verify", *source[:4], output=name).returncode == 0


def test_a_folder_of_other_things_is_refused_as_a_part(press: Run, tmp_path: Path) -> None:
    source = ("--source", tmp_path / "source", *TEXT)
    assert press(*source, output="all").returncode == 0
    assert press(*source, "--shard", "1/2", output="one").returncode == 0
    before = files(tmp_path)
    told = "holds something else than part"
    for output, shard in (("all", "1/2"), ("one", "2/2"), ("one", "1/3")):
        done = press(*source, "--shard", shard, output=output)
        assert (done.returncode, done.stderr) == (
            2,
            f"{tmp_path / output} {told} {shard}; give each part a folder of its own with --output\n",
        )
    done = press(*source, "h-2", output="one")
    told = f"{tmp_path / 'one'} holds part 1/2 of a library; build it with --shard 1/2, or name another folder with"
    assert (done.returncode, done.stderr) == (2, f"{told} --output\n")
    done = press(*source, "--shard", "1/2", "h-2", output="one")
    assert done.returncode == 2
    assert "--shard parts the whole library; leave out --shard, or the handouts' names" in done.stderr
    assert files(tmp_path) == before


def test_merge_takes_nothing_but_parts_into_another_folder(press: Run, tmp_path: Path) -> None:
    source = ("--source", tmp_path / "source", *TEXT)
    assert press(*source, output="all").returncode == 0
    for number, name in ((1, "one"), (2, "two")):
        assert press(*source, "--shard", f"{number}/2", output=name).returncode == 0
    parts = [tmp_path / "one", tmp_path / "two"]
    before = files(tmp_path)
    done = press("merge", *parts, tmp_path / "all", output="all-2")
    told = f"{tmp_path / 'all'} is no part of a library; build the parts with --shard 1/3, 2/3 and so on\n"
    assert (done.returncode, done.stderr) == (2, told)
    done = press("merge", *parts, output="two")
    assert (done.returncode, done.stderr) == (
        2,
        f"{tmp_path / 'two'} is one of the parts; name another folder with --output\n",
    )
    assert files(tmp_path) == before
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "index.html").write_text("another program's")
    done = press("merge", *parts, output="app")
    told = f"{tmp_path / 'app'} holds an index.html, manifest.json or SHA256SUMS of another program;"
    assert (done.returncode, done.stderr.startswith(told)) == (2, True)
    assert files(tmp_path / "app").keys() == {"index.html"}


def test_parts_are_merged_for_the_practices_that_they_were_built_for(press: Run, tmp_path: Path) -> None:
    source = ("--source", tmp_path / "source", *TEXT)
    clinics: list[str | Path] = []
    for name in ("ash", "birch"):
        (tmp_path / f"{name}.toml").write_text(f'name = "{name.title()}"\n')
        clinics += ["--clinic", tmp_path / f"{name}.toml"]
    for number, name in ((1, "one"), (2, "two")):
        assert press(*source, *clinics, "--shard", f"{number}/2", output=name).returncode == 0
    parts = [tmp_path / "one", tmp_path / "two"]
    assert press("merge", *parts, *clinics, output="merged").returncode == 0
    before = files(tmp_path / "merged")
    done = press("merge", *parts, *clinics[:2], output="merged")
    assert done.returncode == 2
    assert "is for a practice that is not named here; name it with --clinic, or, where that is a part" in done.stderr
    (tmp_path / "ash.toml").write_text('name = "Ash and elm"\n')
    done = press("merge", *parts, *clinics, output="merged")
    assert done.returncode == 2
    assert "was made for another practice's file, or by another version of the press" in done.stderr
    assert files(tmp_path / "merged") == before


def test_parts_of_different_days_are_refused_where_a_review_is_overdue_in_one(press: Run, tmp_path: Path) -> None:
    source = ("--source", tmp_path / "source", "--format", "text", "--shard")
    assert press(*source, "1/2", "--today", "2026-12-01", output="one").returncode == 0
    assert press(*source, "2/2", "--today", "2040-12-01", output="two").returncode == 0
    done = press("merge", tmp_path / "one", tmp_path / "two", output="merged")
    assert done.returncode == 2
    assert "the parts are of different days; build them with the same --today" in done.stderr
    assert press(*source, "1/2", "--today", "2041-01-01", output="one").returncode == 0
    assert press("merge", tmp_path / "one", tmp_path / "two", output="merged").returncode == 0


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
    assert press(*source, "--shard", "1/1", output="part").returncode == 0
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


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "-1/2", f"1/{'9' * 5000}"])
def test_a_part_that_there_is_not_is_a_usage_error(shard: str, press: Run, tmp_path: Path) -> None:
    done = press("--source", tmp_path / "source", f"--shard={shard}", output="output")
    assert done.returncode == 2
    assert "is no part; write --shard 2/5 for the second of five" in done.stderr
