"""A build from the command line: what it publishes, what it prints, and what the system may refuse it."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

TEXT = ("--format", "text")
Build = Callable[..., subprocess.CompletedProcess[str]]
Published = Callable[[Path], dict[str, str]]


def test_a_build_without_the_engine_publishes_the_same_files(build: Build, source: Path, tmp_path: Path) -> None:
    found = []
    for switch in ("", "stock"):
        done = build("build", "--force", "--source", source, "--edition", "a4", HANDOUT_PRESS_ENGINE=switch)
        assert done.returncode == 0, done.stderr
        files = sorted((tmp_path / "output" / "small").iterdir())
        found.append({path.name: path.read_bytes() for path in files})
    assert found[0] == found[1]


def test_notes_of_a_photo_that_cannot_be_read_warn_nobody(build: Build, source: Path) -> None:
    file = BytesIO()
    Image.new("RGB", (90, 60), "navy").save(file, "JPEG")
    notes = b"\xff\xe1\x00\x10Exif\0\0II*\0\xff\xff\xff\xff"
    (source / "small" / "a.jpg").write_bytes(file.getvalue()[:2] + notes + file.getvalue()[2:])
    with (source / "small" / "article.md").open("a") as article:
        article.write("\n![A leg](a.jpg)\n")
    done = build("--source", source, "--edition", "a4", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")


def test_builds_a_handout(build: Build, source: Path, tmp_path: Path, published: Published) -> None:
    done = build("--source", source, *TEXT)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        "2 files of 1 handout: nothing lost, published in output",
    )
    assert sorted(published(tmp_path / "output")) == [
        "SHA256SUMS",
        "index.html",
        "manifest.json",
        "small/small-portal.txt",
        "small/small.txt",
    ]


def test_headings_that_are_called_like_places_of_the_sheet(
    build: Build, tmp_path: Path, article_text: Callable[..., str]
) -> None:
    names = ("Handout", "Note a", "Section note a", "Ref 1", "Label title", "Page 1", "Handout", "Contents")
    body = "\n\n".join(f"## {name}\n\nText[^1] [@a], [there](#section-handout)." for name in names) + "\n\n[^1]: Note."
    (tmp_path / "source" / "x").mkdir(parents=True)
    article = article_text(body, references="[{id: a, citation: A}]")
    (tmp_path / "source" / "x" / "article.md").write_text(article, "utf-8")
    run = build("--source", tmp_path / "source", "--check")
    assert run.returncode == 0, run.stderr


def test_a_bar_on_a_terminal(source: Path, root: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [root / "build.py", "--source", source, "--output", tmp_path / "output", *TEXT]
    with subprocess.Popen([sys.executable, *map(str, command)], stdout=subprocess.PIPE, stderr=theirs) as run:
        assert run.communicate()[0].endswith(b"published in " + bytes(tmp_path / "output") + b"\n")
        os.close(theirs)
        shown = os.read(ours, 1 << 16).decode()
        os.close(ours)
    assert run.returncode == 0
    assert [count for count in ("0/2", "1/2", "2/2") if count not in shown] == []
    assert shown.startswith("\r\x1b[?25lbuilding  [")
    assert shown.endswith("\x1b[?25h\r\n")  # the cursor is back, and what follows begins a line


def test_an_output_that_nobody_reads_stops_nothing(source: Path, root: Path, tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)  # as `| head` does once it has enough
    command = [root / "build.py", "--source", source, "--output", tmp_path / "output", *TEXT]
    done = subprocess.run(
        [sys.executable, *map(str, command)], stdout=theirs, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(theirs)
    assert (done.returncode, "pipe" in done.stderr) == (0, False)


def test_manifest(build: Build, source: Path, tmp_path: Path, published: Published) -> None:
    build("--source", source, *TEXT)
    rows = json.loads((tmp_path / "output" / "manifest.json").read_text())["files"]
    hashes = published(tmp_path / "output")
    assert [(row["file"], row["sha256"], row["edition"]) for row in rows] == [
        ("small/small-portal.txt", hashes["small/small-portal.txt"], "portal"),
        ("small/small.txt", hashes["small/small.txt"], "text"),
    ]


def test_check_publishes_nothing(build: Build, source: Path, tmp_path: Path) -> None:
    assert build("--source", source, *TEXT, "--check").returncode == 0
    assert not (tmp_path / "output").exists()


def test_quiet(build: Build, source: Path) -> None:
    done = build("--source", source, *TEXT, "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_of_many_handouts_some_are_listed(build: Build, source: Path) -> None:
    for number in range(20):
        (source / f"h-{number:02}").mkdir()
    names = ", ".join(f"h-{number:02}" for number in range(20))
    done = build("--source", source, "another")
    told = f"there is no handout `another` in source; use one of: {names} and 1 more\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_translation(
    build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str], published: Published
) -> None:
    (source / "small" / "article.en-GB.md").write_text(article_text(lang="en-GB"))
    done = build("--source", source, *TEXT)
    assert (done.returncode, done.stdout.splitlines()[-1][:21]) == (0, "4 files of 1 handout:")
    assert sorted(published(tmp_path / "output" / "small")) == [
        "small-portal.txt",
        "small.en-GB-portal.txt",
        "small.en-GB.txt",
        "small.txt",
    ]
    assert "Reviewed 31 January 2026." in (tmp_path / "output" / "small" / "small.en-GB.txt").read_text()


def test_a_translation_comes_after_what_it_is_of(
    build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str]
) -> None:
    (source / "small" / "article.md").write_text(article_text(lang="es"))
    (source / "small" / "article.en.md").write_text(article_text())
    for command in ("build", "verify"):
        build(command, "--source", source, *TEXT[: 2 * (command == "build")], "--report", tmp_path / "r.json")
        handouts = json.loads((tmp_path / "r.json").read_text())["handouts"]
        assert [one["lang"] for one in handouts] == ["es", "en"]
    outline = build("outline", "--source", source, output=False).stdout
    assert outline.splitlines()[::3] == ["small:", "small.en:"]


def test_annotations(build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str]) -> None:
    """In GitHub Actions every message stands beside its line."""
    build("--source", source, *TEXT)
    file = tmp_path / "output" / "small" / "small.txt"
    file.write_bytes(file.read_bytes().replace(b"Its text.", b"Its test."))
    done = build("verify", "--source", source, GITHUB_ACTIONS="true")
    assert [line for line in done.stdout.splitlines() if line.startswith("::")] == [
        "::error file=source/small/article.md,line=1::text (small/small.txt): small.txt was changed after it was "
        "published; build it again [file-changed]",
        '::error file=source/small/article.md,line=14::text (small/small.txt): the paragraph "Its text." of '
        '"A section" lost `text.` and got `test.` [changed]',
    ]
    (source / "small" / "article.md").write_text(article_text("#### Deep\n\n100 % text.\n"))
    done = build("--source", source, GITHUB_ACTIONS="true")
    assert done.stdout == (
        "::error file=source/small/article.md,line=12::heading jumps from level 1 to 4; use ##, "
        "and 2 # less before the headings that follow\n"
    )


def test_nobody_has_to_listen(build: Build, source: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        done = build("--source", source, *TEXT, stdout=pipe)
    assert (done.returncode, "unexpected" in done.stderr) == (0, False)
    for stream in (1, 2):
        done = build("--source", source, *TEXT, "--force", stdout=None, preexec_fn=partial(os.close, stream))
        assert (done.returncode, "unexpected" in done.stderr) == (0, False)


def test_what_is_done_is_done_also_where_it_cannot_be_told(
    build: Build, source: Path, tmp_path: Path, published: Published
) -> None:
    (source / "other").mkdir()
    (source / "other" / "article.md").write_text((source / "small" / "article.md").read_text())
    build("--source", source)
    (source / "other" / "article.md").unlink()
    (source / "other").rmdir()
    told = "standard output: No space left on device; "
    with Path("/dev/full").open("w") as full:
        done = build("--source", source, stdout=full)
        assert (done.returncode, told in done.stderr) == (0, True)
        assert not (tmp_path / "output" / "other").exists()
        done = build("clean", stdout=full)
        assert (done.returncode, done.stderr) == (0, f"{told}removed 12 files from output\n")
    assert published(tmp_path / "output") == {}


def test_a_picture_may_be_called_anything(build: Build, source: Path) -> None:
    Path(os.fsdecode(os.fsencode(source / "small") + b"/caf\xe9.png")).write_bytes(b"x")
    assert build("--source", source, *TEXT).returncode == 0


def test_a_file_that_the_system_refuses_is_no_fault_of_the_press(build: Build, source: Path, tmp_path: Path) -> None:
    refuse = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))  # noqa: E731 - in the process alone
    done = build("--source", source, *TEXT, "--quiet", preexec_fn=refuse)
    told = f"{tmp_path / 'output'}: File too large; mend that, and run this again\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_no_memory_is_no_fault_of_the_press(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "def refuse(event, args):\n"
        "    if event == 'import' and args[0] == 'press.pipeline.tasks':\n"
        "        raise MemoryError\n"
        "sys.addaudithook(refuse)\n"
    )
    done = build("--source", source, *TEXT, PYTHONPATH=str(tmp_path))
    told = "there is no memory left; make room, or use --jobs 1, and run this again\n"
    assert (done.returncode, done.stderr) == (1, told)


@pytest.mark.parametrize("editions", [["a4"], ["a4", "letter"]])
def test_no_room_for_temporary_files_is_no_fault_of_an_edition(
    build: Build, source: Path, tmp_path: Path, editions: list[str]
) -> None:
    (tmp_path / "temporary").mkdir()
    refuse = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))  # noqa: E731 - in the process alone
    args = [arg for name in editions for arg in ("--edition", name)]
    done = build("--source", source, *args, "--quiet", preexec_fn=refuse, TMPDIR=str(tmp_path / "temporary"))
    told = rf"{tmp_path}/temporary\S*: File too large; mend that, and run this again\n"
    assert (done.returncode, bool(re.fullmatch(told, done.stderr)), done.stderr) == (1, True, done.stderr)


def test_a_font_that_has_no_room_leaves_nothing(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    refuse = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))  # noqa: E731 - in the process alone
    done = build(
        "--source", source, "--edition", "a4", "--quiet", preexec_fn=refuse, TMPDIR=str(tmp_path / "temporary")
    )
    assert (done.returncode, "File too large" in done.stderr) == (1, True)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_control_characters_of_a_source_reach_no_terminal_and_no_report(
    build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str]
) -> None:
    """A terminal would obey them, a log of CI take a line of them for a command, and XML cannot hold them."""
    text = article_text().replace("lang: en", 'lang: en\n"\\e[31m\\n::stop-commands::x": 1')
    (source / "small" / "article.md").write_text(text)
    done = build("--source", source, "--report", tmp_path / "report.xml", GITHUB_ACTIONS="true")
    assert done.returncode == 3
    assert "\\x1b[31m ::stop-commands::x" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert not [line for line in done.stdout.splitlines() if line.startswith("::stop")]
    ET.parse(tmp_path / "report.xml")  # noqa: S314 - our own


def test_control_characters_of_a_finished_file_reach_no_terminal(build: Build, source: Path, tmp_path: Path) -> None:
    build("--source", source, "--edition", "text")
    with (tmp_path / "output" / "small" / "small.txt").open("a") as file:
        file.write("\x1b[31mred\n")
    (tmp_path / "output" / "small" / "\x1b[31m\n::error::").write_text("theirs")
    done = build("verify", "--source", source, "--report", tmp_path / "report.xml")
    assert (done.returncode, "\\x1b[31mred" in done.stderr, "\x1b" in done.stderr) == (5, True, False)
    assert done.stdout.splitlines()[-1].endswith("  small/\\x1b[31m\\x0a::error::")
    assert "\\x1b[31mred" in (tmp_path / "report.xml").read_text()
