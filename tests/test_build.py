"""The command line: what it prints, its exit codes, and that it leaves what was published alone."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import pty
import re
import resource
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.metadata import packages_distributions
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree as ET

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PIL import Image

from press.errors import UsageError
from press.options import TEMPLATES, clinics_of
from press.pipeline.files import MAX_IMAGE, read_bytes
from press.pipeline.houses import read_houses
from press.pipeline.junit import as_junit
from press.pipeline.manifest import Manifest, read_manifest
from press.pipeline.sources import read_sources

SLUG = "what-if-therapy-isnt-helping"
TEXT = ("--format", "text")
Build = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def build(root: Path, tmp_path: Path) -> Build:
    """Give a function that runs build.py as a user does, with its output folder under tmp_path."""

    def run(
        *args: str | Path,
        output: bool = True,
        stdout: IO[str] | int | None = subprocess.PIPE,
        preexec_fn: Callable[[], object] | None = None,
        **env: str,
    ) -> subprocess.CompletedProcess[str]:
        where = ["--output", str(tmp_path / "output")] if output else []
        command = [sys.executable, str(root / "build.py"), *map(str, args), *where]
        return subprocess.run(
            command,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=tmp_path,
            preexec_fn=preexec_fn,
            env={**os.environ, "GITHUB_ACTIONS": "", **env},
        )

    return run


@pytest.fixture
def source(tmp_path: Path, article_text: Callable[..., str]) -> Path:
    """Give a folder of sources with one small handout."""
    (tmp_path / "source" / "small").mkdir(parents=True)
    (tmp_path / "source" / "small" / "article.md").write_text(article_text())
    return tmp_path / "source"


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


def published(folder: Path) -> dict[str, str]:
    """Return every file below a folder with its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_builds_a_handout(build: Build, source: Path, tmp_path: Path) -> None:
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


def test_report(build: Build, source: Path, tmp_path: Path) -> None:
    assert build("--source", source, "--edition", "text", "--report", tmp_path / "r" / "r.json").returncode == 0
    assert json.loads((tmp_path / "r" / "r.json").read_text()) == {
        "ok": True,
        "handouts": [
            {
                "slug": "small",
                "lang": "en",
                "editions": [
                    {
                        "edition": "text",
                        "file": "small/small.txt",
                        "sections": {"expected": 1, "found": 1},
                        "headings": {"expected": 2, "found": 2},
                        "words": {"expected": 153, "found": 153},
                        "findings": [],
                    }
                ],
            }
        ],
    }


def test_report_of_a_printed_edition(build: Build, source: Path, tmp_path: Path) -> None:
    assert build("--source", source, "--edition", "a4", "--report", tmp_path / "r.json").returncode == 0
    (handout,) = json.loads((tmp_path / "r.json").read_text())["handouts"]
    (edition,) = handout["editions"]
    assert edition["print"]["values"]["type of the text, pt"]["value"] == 14
    assert edition["print"]["pages"] == 1


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


@pytest.mark.parametrize("name", ["r.xml", "R.XML", ".xml"])
def test_junit_report(build: Build, source: Path, tmp_path: Path, name: str) -> None:
    assert build("--source", source, *TEXT, "--report", tmp_path / name).returncode == 0
    suites = ET.parse(tmp_path / name).getroot()  # noqa: S314 - our own file
    assert [(s.get("name"), s.get("tests"), s.get("failures")) for s in suites] == [("small (en)", "2", "0")]


def test_a_report_of_files_of_no_handout(build: Build, source: Path, tmp_path: Path) -> None:
    build("--source", source, "--edition", "text")
    for name in ("index.html", "mine.txt", "small/old.txt"):
        (tmp_path / "output" / name).write_text("mine")
    for name in ("r.json", "r.xml"):
        assert build("verify", "--source", source, "--report", tmp_path / name).returncode == 5
    handouts = json.loads((tmp_path / "r.json").read_text())["handouts"]
    named = [(one["slug"], one["lang"], [edition["file"] for edition in one["editions"]]) for one in handouts]
    assert named == [
        ("small", "en", ["small/small.txt"]),
        ("", "", ["index.html", "mine.txt"]),
        ("small", "", ["small/old.txt"]),
    ]
    suites = ET.parse(tmp_path / "r.xml").getroot()  # noqa: S314 - our own file
    cases = [(suite.get("name"), case.get("classname"), case.get("name")) for suite in suites for case in suite]
    assert cases == [
        ("small (en)", "small", "text"),
        ("output", "output", "index.html"),
        ("output", "output", "mine.txt"),
        ("small", "small", "small/old.txt"),
    ]
    assert [failure.get("message") for failure in suites.iter("failure")] == [
        "[file-changed] index.html was changed after it was published; build it again",
        "[file-foreign] mine.txt is of no handout; remove it, or add its source",
        "[file-foreign] small/old.txt is of no handout; remove it, or add its source",
    ]


def test_manifest(build: Build, source: Path, tmp_path: Path) -> None:
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


def test_source_error(build: Build, source: Path, tmp_path: Path) -> None:
    build("--source", source, *TEXT)
    before = published(tmp_path / "output")
    with (source / "small" / "article.md").open("a") as file:
        file.write("\n#### Deep\n\nText.\n")
    done = build("--source", source, *TEXT, "--report", tmp_path / "r.json")
    message = "source/small/article.md:16: heading jumps from level 2 to 4; use ###"
    assert (done.returncode, done.stderr) == (3, message + "\n")
    assert published(tmp_path / "output") == before
    assert json.loads((tmp_path / "r.json").read_text()) == {"ok": False, "handouts": [], "errors": [message]}


def test_problems_of_all_handouts_at_once(build: Build, source: Path, article_text: Callable[..., str]) -> None:
    for slug in ("one", "two"):
        (source / slug).mkdir()
        (source / slug / "article.md").write_text(article_text("#### Deep\n\nText.\n"))
    done = build("--source", source, *TEXT)
    assert done.stderr.splitlines() == [
        f"source/{slug}/article.md:12: heading jumps from level 1 to 4; use ##, "
        "and 2 # less before the headings that follow"
        for slug in ("one", "two")
    ]


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("verify", "`verify` is a command of build.py; give the handout's folder another name"),
        ("Big_Name", "a handout's folder has lower-case letters a to z, digits and single hyphens; rename it"),
        ("empty", "the handout has no article.md; write it, or remove the folder"),
    ],
)
def test_folders_that_are_no_handout(
    build: Build, source: Path, folder: str, message: str, article_text: Callable[..., str]
) -> None:
    (source / folder).mkdir()
    if folder != "empty":
        (source / folder / "article.md").write_text(article_text())
    done = build("--source", source)
    assert (done.returncode, done.stderr) == (3, f"source/{folder}:1: {message}\n")


PLACES = ("source", "output", "clinic", "report", "profile")
"""The options that take a file or a folder."""


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["smal"], "there is no handout `smal` in source; did you mean `small`?"),
        (["Small"], "there is no handout `Small` in source; did you mean `small`?"),
        (["sources/x/small/"], "there is no handout `sources/x/small/` in source; did you mean `small`?"),
        (["small/article.md"], "there is no handout `small/article.md` in source; did you mean `small`?"),
        (["xyz"], "there is no handout `xyz` in source; use one of: small"),
        (["\x1b[2J"], "there is no handout `\\x1b[2J` in source; use one of: small"),
        (["--source", "nowhere"], "nowhere: there is no such folder; make it, or name another with --source"),
        (["--edition", "a5"], "Error: Invalid value for '--edition': 'a5' is not one of"),
        (["--jobs", "0"], "Error: Invalid value for '--jobs': 0 is not in the range x>=1."),
        (["--cluster", ""], "Error: Invalid value for '--cluster': there is no address; write --cluster tcp://sched"),
        *((["--" + name, ""], f"Error: Invalid value for '--{name}': the name is empty;") for name in PLACES),
        (["--nonsense"], "Error: No such option '--nonsense'."),
    ],
)
def test_usage_errors(build: Build, source: Path, args: list[str], message: str) -> None:
    done = build("--source", source, *args, output="--output" not in args)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(message)


def test_of_many_handouts_some_are_listed(build: Build, source: Path) -> None:
    for number in range(20):
        (source / f"h-{number:02}").mkdir()
    names = ", ".join(f"h-{number:02}" for number in range(20))
    done = build("--source", source, "another")
    told = f"there is no handout `another` in source; use one of: {names} and 1 more\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_editions(build: Build) -> None:
    done = build("editions", output=False)
    assert (done.returncode, [line.split() for line in done.stdout.splitlines()]) == (
        0,
        [
            ["html", "html", "SLUG.html"],
            ["epub", "epub", "SLUG.epub"],
            ["text", "text", "SLUG.txt"],
            ["portal", "text", "SLUG-portal.txt"],
            ["a4", "pdf", "SLUG-a4.pdf"],
            ["letter", "pdf", "SLUG-letter.pdf"],
            ["a4-large-print", "pdf", "SLUG-a4-large-print.pdf"],
            ["letter-large-print", "pdf", "SLUG-letter-large-print.pdf"],
        ],
    )


def test_editions_that_have_no_room_are_no_traceback(build: Build) -> None:
    with Path("/dev/full").open("w") as full:
        done = build("editions", stdout=full, output=False)
    assert (done.returncode, done.stderr) == (
        1,
        "standard output: No space left on device; mend that, and run this again\n",
    )


@pytest.mark.parametrize("asked", [("--help",), ("--version",), ("verify", "--help")])
def test_help_that_has_no_room_is_no_traceback(build: Build, asked: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = build(*asked, stdout=full, output=False)
    assert (done.returncode, done.stderr) == (1, "No space left on device; mend that, and run this again\n")


def test_help_says_what_each_command_does(build: Build) -> None:
    done = build("--help", output=False, COLUMNS="80")
    assert done.stdout.startswith("Usage: build.py [OPTIONS] [COMMAND] [ARGS]...\n")
    assert "  clean     Remove what was published.\n" in done.stdout
    assert done.stdout.count("...") == 1


def test_outline(build: Build, source: Path) -> None:
    done = build("--source", source, "outline", output=False)
    assert (done.returncode, done.stdout) == (0, "small:\n  A title\n    A section\n")


def test_verify_and_clean(build: Build, source: Path, tmp_path: Path) -> None:
    build("--source", source, *TEXT)
    done = build("verify", "--source", source)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "2 files: nothing lost, nothing changed")
    file = tmp_path / "output" / "small" / "small.txt"
    file.write_bytes(file.read_bytes().replace(b"Its text.", b"Its test."))
    (tmp_path / "output" / "small" / "foreign.txt").write_text("x")
    done = build("verify", "--source", source)
    assert done.returncode == 5
    assert [line.rsplit(" ", 1)[1] for line in done.stderr.splitlines() if line.endswith("]")] == [
        "[file-changed]",
        "[changed]",
        "[file-foreign]",
    ]
    file.unlink()
    done = build("verify", "--source", source)
    assert (done.returncode, done.stderr.count("[file-missing]")) == (5, 1)
    assert build("clean").returncode == 0
    assert sorted(published(tmp_path / "output")) == ["small/foreign.txt"]


@pytest.mark.parametrize("change", [r"^.*small\.txt\n", r"^\w+(?=  small/small\.txt)"])
def test_verify_sees_what_was_done_to_the_sums(build: Build, source: Path, tmp_path: Path, change: str) -> None:
    build("--source", source, *TEXT)
    sums = tmp_path / "output" / "SHA256SUMS"
    sums.write_text(re.sub(change, "", sums.read_text(), flags=re.MULTILINE))
    done = build("verify", "--source", source, "--quiet")
    told = "SHA256SUMS: SHA256SUMS was changed after it was published; build it again [file-changed]\n"
    assert (done.returncode, done.stderr) == (5, told)
    (tmp_path / "output" / "index.html").unlink()
    sums.write_text(re.sub(r"^.*index\.html\n", "", sums.read_text(), flags=re.MULTILINE))
    done = build("verify", "--source", source, "--quiet")
    gone = "index.html: index.html is not in the output folder; build it again [file-missing]\n"
    assert (done.returncode, done.stderr) == (5, gone + told)
    assert build("--source", source, *TEXT).returncode == 0
    assert build("verify", "--source", source, "--quiet").returncode == 0


@pytest.mark.parametrize(
    ("state", "harm"),
    [
        ("missing", lambda _: None),
        ("changed", lambda sums: re.sub(rb"[^\n]*manifest\.json\n", b"", sums)),
        ("changed", lambda sums: sums.replace(b"\n", b"\r\n")),
    ],
    ids=["no sums", "a line taken out", "other ends of lines"],
)
def test_verify_says_which_record_came_to_harm(
    build: Build, source: Path, tmp_path: Path, state: str, harm: Callable[[bytes], bytes | None]
) -> None:
    build("--source", source, "--edition", "text")
    sums = tmp_path / "output" / "SHA256SUMS"
    left = harm(sums.read_bytes())
    sums.unlink()
    if left is not None:
        sums.write_bytes(left)
    cause = "is not in the output folder" if state == "missing" else "was changed after it was published"
    told = [
        "source/small/article.md:1: text (small/small.txt): "
        "nothing says whether small.txt is as it was published; build it again [file-foreign]",
        f"SHA256SUMS: SHA256SUMS {cause}; build it again [file-{state}]",
    ]
    done = build("verify", "--source", source, "--quiet")
    assert (done.returncode, done.stderr.splitlines()) == (5, told)


def test_part_of_a_build_keeps_the_rest(
    build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str]
) -> None:
    (source / "other").mkdir()
    (source / "other" / "article.md").write_text(article_text())
    build("--source", source, *TEXT)
    before = published(tmp_path / "output")
    (source / "small" / "article.md").write_text(article_text("## Changed\n\nText.\n"))
    assert build("--source", source, "small", "--edition", "portal").returncode == 0
    after = published(tmp_path / "output")
    assert sorted(after) == sorted(before)
    assert {name for name in after if after[name] != before[name]} == {
        "SHA256SUMS",
        "manifest.json",
        "small/small-portal.txt",
    }


def test_translation(build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str]) -> None:
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


def test_missing_dependency(root: Path, tmp_path: Path) -> None:
    """An interpreter without the libraries says in one line what to run."""
    command = [sys.executable, "-I", "-S", str(root / "build.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (6, "", 1)
    assert done.stderr.endswith("; run `make` here and then `. .venv/bin/activate`, or `pip install .`\n")


@pytest.mark.parametrize(
    ("command", "module"),
    [("build", "mdurl"), ("verify", "mdurl"), ("outline", "mdurl"), ("build", "lxml"), ("build", "webencodings")],
)
def test_what_a_library_needs_and_is_missing_is_told(
    command: str, module: str, build: Build, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{module!r}] = None\n")
    args = ("--edition", "epub", "--force") if command == "build" else ()
    done = build(command, "--source", source, *args, output=command != "outline", PYTHONPATH=str(tmp_path))
    assert done.stderr.endswith("; run `make` here, or `pip install .`\n")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (6, "", 1)
    assert module in done.stderr


@pytest.mark.parametrize(
    ("library", "told"),
    [
        ("libpango-1.0", "WeasyPrint cannot start: "),
        ("libharfbuzz-subset", "the library harfbuzz-subset is missing: without it PDFs differ from run to run; "),
    ],
)
def test_a_library_of_the_system_that_is_missing_is_told(
    library: str, told: str, build: Build, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import _cffi_backend\n"
        "class Lacking(_cffi_backend.FFI):\n"
        "    def dlopen(self, name, flags=0):\n"
        f"        return super().dlopen(name.replace({library!r}, 'libnone'), flags)\n"
        "_cffi_backend.FFI = Lacking\n"
    )
    done = build("--source", source, "--edition", "a4", "--quiet", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (6, "", 1)
    assert done.stderr.startswith(told)
    assert done.stderr.endswith("; run `make`, which installs it or names it\n")


@pytest.mark.parametrize("module", ["pathlib", "press.commands"])
def test_ctrl_c_while_the_libraries_load_ends_at_once_and_says_nothing(
    module: str, build: Build, tmp_path: Path
) -> None:
    (tmp_path / "early").mkdir()
    (tmp_path / "early" / "sitecustomize.py").write_text(
        "import signal, sys\n"
        f"loads = lambda event, args: event == 'import' and args[0] == {module!r}\n"
        "sys.addaudithook(lambda event, args: loads(event, args) and signal.raise_signal(signal.SIGINT))\n"
    )
    heed = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731 - whoever runs these tests
    done = build("editions", preexec_fn=heed, PYTHONPATH=str(tmp_path / "early"))
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


StoppedAt = Callable[..., dict[str, Any]]


@pytest.fixture
def stopped_at(tmp_path: Path) -> StoppedAt:
    """Give what makes a run stop itself, as Ctrl-C does, where it does one of these: (`os.rename`, part of a path)."""

    def at(*moments: tuple[str, str]) -> dict[str, Any]:
        (tmp_path / "stopping").mkdir()
        (tmp_path / "stopping" / "sitecustomize.py").write_text(
            "import signal, sys\n"
            f"meant = lambda event, args: any(event == one and part in repr(args) for one, part in {moments!r})\n"
            "sys.addaudithook(lambda event, args: meant(event, args) and signal.raise_signal(signal.SIGINT))\n"
        )
        heed = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731 - whoever runs these tests
        return {"preexec_fn": heed, "PYTHONPATH": str(tmp_path / "stopping")}

    return at


@pytest.mark.parametrize(
    ("event", "file"),
    [
        ("os.rename", ".staging/"),  # also while it is put back, if it is
        ("os.remove", "journal"),
        ("shutil.rmtree", ".staging"),
    ],
)
def test_what_stops_a_build_that_is_publishing_comes_too_late(  # noqa: PLR0913, PLR0917 - fixtures
    event: str, file: str, build: Build, source: Path, tmp_path: Path, stopped_at: StoppedAt
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
    assert sums_hold(tmp_path / "output")
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


def test_what_stops_clean_comes_too_late(build: Build, source: Path, tmp_path: Path, stopped_at: StoppedAt) -> None:
    build("--source", source, *TEXT)
    done = build("clean", **stopped_at(("os.rename", "small.txt"), ("os.remove", "small.txt")))
    assert (done.returncode, done.stdout, done.stderr) == (0, "removed 5 files from output\n", "")
    assert published(tmp_path / "output") == {}


@pytest.mark.parametrize("option", [(), ("--report", "/dev/full")])
def test_what_cannot_be_written_is_known_before_anything_is_published(
    option: tuple[str, ...], build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str]
) -> None:
    build("--source", source, *TEXT)
    before = published(tmp_path / "output")
    (source / "small" / "article.md").write_text(article_text("Other words.\n"))
    args = ("--source", source, *TEXT, *option)
    if option:
        done = build(*args)
        told = "/dev/full cannot be written: No space left on device; name another file\n"
        assert (done.returncode, done.stderr.endswith(told), done.stderr.count(told)) == (2, True, 1)
    else:
        with Path("/dev/full").open("w") as full:
            done = build(*args, stdout=full)
        assert done.stderr.endswith("\nstandard output: No space left on device; mend that, and run this again\n")
        assert done.returncode == 1
    assert published(tmp_path / "output") == before


def test_what_was_found_counts_more_than_a_report_that_cannot_be_written(build: Build, source: Path) -> None:
    cannot = "/dev/full cannot be written: No space left on device; name another file\n"
    done = build("verify", "--source", source, "--report", "/dev/full", "--quiet")
    assert (done.returncode, done.stderr.count(cannot), done.stderr.endswith(cannot)) == (5, 1, True)
    done = build("--source", source, *TEXT, "--report", "/dev/full", "--quiet")
    assert (done.returncode, done.stderr) == (2, cannot)


@pytest.mark.parametrize(
    "name",
    [
        *("manifest.json", "riverside-uk/index.html", "small/small.txt", "small/small.es-a4.pdf", "link/small.png"),
        ".staging/report.json",
    ],
)
@pytest.mark.parametrize("args", [("--report",), ("--profile",), ("verify", "--report")])
def test_a_report_takes_no_place_of_what_is_published(
    build: Build, source: Path, tmp_path: Path, name: str, args: tuple[str, ...]
) -> None:
    (tmp_path / "output" / "small").mkdir(parents=True)
    (tmp_path / "output" / "link").symlink_to("small")
    done = build("--source", source, *args, tmp_path / "output" / name)
    told = f"{tmp_path / 'output' / name} is a file of the press's own in {tmp_path / 'output'}; name another file"
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, f"Error: {told}")
    assert not (tmp_path / "output" / name).exists()


@pytest.mark.parametrize("name", ["source/small/article.md", "source/small/moon.svg", "elm.toml", "elm.png", "link"])
@pytest.mark.parametrize("args", [("--report",), ("--profile",), ("verify", "--report")])
def test_a_report_takes_no_place_of_what_handouts_are_made_from(
    build: Build, source: Path, tmp_path: Path, name: str, args: tuple[str, ...]
) -> None:
    for made in ("source/small/moon.svg", "elm.toml", "elm.png"):
        (tmp_path / made).write_text("as it was")
    (tmp_path / "link").symlink_to("source/small/article.md")
    before = published(tmp_path)
    done = build(*args, name, "--source", source, "--clinic", tmp_path / "elm.toml")
    told = f"Error: {name} is what handouts are made from; name another file"
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, told)
    assert published(tmp_path) == before


def test_a_report_takes_no_place_of_a_template(build: Build, source: Path, root: Path) -> None:
    template = root / "templates" / "shared" / "head.j2"
    before = template.read_bytes()
    try:
        assert build("--source", source, *TEXT, "--report", template).returncode == 2
        assert template.read_bytes() == before
    finally:
        template.write_bytes(before)


def test_report_and_profile_are_two_files(build: Build, source: Path, tmp_path: Path) -> None:
    done = build("--source", source, "--report", "r.json", "--profile", tmp_path / "r.json")
    told = f"Error: {tmp_path / 'r.json'} is to be both report and profile; name another file for one of them"
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, told)


def test_a_report_may_lie_beside_what_is_published(build: Build, source: Path, tmp_path: Path) -> None:
    for name in ("report.json", "small/report.xml", "report.json", "../source/small/report.json"):
        assert build("--source", source, *TEXT, "--report", tmp_path / "output" / name, "--quiet").returncode == 0
        assert (tmp_path / "output" / name).exists()


def test_a_report_goes_where_a_link_leads(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "latest.json").symlink_to("reports/today.json")
    assert build("--source", source, *TEXT, "--report", "latest.json", "--quiet").returncode == 0
    assert (tmp_path / "reports" / "today.json").is_file()


def test_a_pipe_is_written_to_where_somebody_reads(build: Build, source: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    args = ("--source", source, *TEXT, "--quiet", "--report", "pipe")
    done = build(*args)
    told = "pipe cannot be written: No such device or address; name another file\n"
    assert (done.returncode, done.stderr) == (2, told)
    assert published(tmp_path / "output") == {}
    with os.fdopen(os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)) as reader:
        assert build(*args).returncode == 0
        assert json.load(reader)["ok"] is True


def test_a_profile_that_cannot_be_written_is_only_said(build: Build, source: Path) -> None:
    done = build("--source", source, *TEXT, "--profile", "/dev/full")
    assert done.returncode == 0
    assert done.stderr.endswith("/dev/full cannot be written: No space left on device; name another file\n")


def test_nobody_has_to_listen(build: Build, source: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        done = build("--source", source, *TEXT, stdout=pipe)
    assert (done.returncode, "unexpected" in done.stderr) == (0, False)
    for stream in (1, 2):
        done = build("--source", source, *TEXT, "--force", stdout=None, preexec_fn=partial(os.close, stream))
        assert (done.returncode, "unexpected" in done.stderr) == (0, False)


def test_what_a_build_of_another_clinic_left_is_told(build: Build, source: Path, root: Path, tmp_path: Path) -> None:
    clinics = [root / "examples" / f"{name}.toml" for name in ("riverside-uk", "lakeside-us")]
    done = build("--source", source, *TEXT, "--clinic", clinics[0], "--clinic", clinics[1])
    assert (done.returncode, "warning" in done.stderr) == (0, False)
    done = build("--source", source, "--clinic", clinics[0])
    assert done.returncode == 0
    for name in ("riverside-uk", "lakeside-us"):
        assert f"{tmp_path / 'output' / name / 'manifest.json'}:1: warning: handouts of an earlier build" in done.stderr
    done = build("--source", source, *TEXT, "--clinic", clinics[0])  # not all there is to be
    assert "warning" not in done.stderr
    (tmp_path / "output" / "lakeside-us" / "manifest.json").write_text("damaged")
    done = build("--source", source, "--clinic", clinics[0])
    assert f"{tmp_path / 'output' / 'lakeside-us' / 'manifest.json'}:1: warning: handouts of an earlier" in done.stderr


def test_a_folder_that_is_somebody_else_s_to_read_stops_no_build(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "output" / "theirs").mkdir(parents=True)
    (tmp_path / "output" / "theirs" / "manifest.json").write_text("{}")
    refuse_to_read(tmp_path, "theirs/manifest.json")
    done = build("--source", source, "--quiet", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


def test_clean_and_verify_wait_for_a_build(build: Build, source: Path, root: Path, tmp_path: Path) -> None:
    build("--source", source, *TEXT)
    folder = os.open(tmp_path / "output", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    waiting = f"waiting for another build of {tmp_path / 'output'} to end\n"
    commands = [
        [sys.executable, root / "build.py", name, "--output", tmp_path / "output"] for name in ("clean", "verify")
    ]
    for command in commands:
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
            assert run.stderr is not None
            assert run.stderr.readline() == waiting
            run.kill()
    os.close(folder)


def test_a_build_makes_the_folder_anew_that_who_was_there_before_took_away(
    source: Path, root: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    output.mkdir()
    folder = os.open(output, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    command: list[str | Path] = [sys.executable, root / "build.py", "--source", source, "--output", output, *TEXT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        assert run.stderr.readline() == f"waiting for another build of {output} to end\n"
        output.rmdir()
        os.close(folder)
    assert run.returncode == 0
    assert (output / "small" / "small.txt").is_file()


def test_what_changes_while_a_build_waits_for_another_is_not_passed_over(
    source: Path, root: Path, tmp_path: Path
) -> None:
    for name in ("press", "templates"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy2(root / "build.py", tmp_path)
    command: list[str | Path] = [
        sys.executable,
        tmp_path / "build.py",
        "--edition",
        "text",
        "--output",
        tmp_path / "output",
    ]
    article, code = source / "small" / "article.md", tmp_path / "press" / "model" / "edition.py"
    (tmp_path / "output").mkdir()
    folder = os.open(tmp_path / "output", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        assert run.stderr.readline() == f"waiting for another build of {tmp_path / 'output'} to end\n"
        article.write_text(article.read_text() + "\nA line that was added.\n")
        code.write_text(code.read_text() + "# a remark\n")
        os.close(folder)
    assert run.returncode == 0
    assert "A line that was added." in (tmp_path / "output" / "small" / "small.txt").read_text()
    # What was loaded before it waited was the old code: so all that it made has to be made again.
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "1 file of 1 handout: nothing lost, published in" in done.stdout


def test_the_first_build_of_a_folder_keeps_others_from_it_while_it_reads(root: Path, tmp_path: Path) -> None:
    reading = (
        "import fcntl, os, sys\n"
        "from press import commands\n"
        "def read(*_):\n"
        "    try:\n"
        "        fcntl.flock(os.open(sys.argv[-1], os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
        "    except BlockingIOError:\n"
        "        raise commands.UsageError('nobody else can work here')\n"
        "commands._read = read\n"
        "commands.cli()\n"
    )
    command: list[str | Path] = [sys.executable, "-c", reading, "--output", tmp_path / "output"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "nobody else can work here\n")
    assert not (tmp_path / "output").exists()  # nothing came into it


def test_another_interpreter_finds_the_press(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", root / "build.py", "editions"], capture_output=True, text=True, check=False, cwd="/"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_needed_is_asked_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    needed = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    asked = re.findall(r"\w+", (root / "build.py").read_text().partition("_NEEDED = (")[2].partition(")")[0])
    of_module = packages_distributions()
    assert needed == {canonicalize_name(name) for module in asked for name in of_module[module]}


def sums_hold(folder: Path) -> bool:
    """Return whether the sums are those of all that was published beside them."""
    lines = (line.split() for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = published(folder)
    del files["SHA256SUMS"]
    return {name: value for value, name in lines} == files


@pytest.mark.parametrize("name", ["article.en_GB.md", "Article.md", "article.markdown", "article.es.md/"])
def test_what_looks_like_an_article_is_not_passed_over(build: Build, source: Path, name: str) -> None:
    (source / "small" / name).mkdir() if name.endswith("/") else (source / "small" / name).write_text("x")
    name = name.rstrip("/")
    done = build("--source", source, *TEXT)
    told = "an article is a file called article.md, or article.es.md with the code of its language; rename it"
    assert (done.returncode, done.stderr) == (3, f"source/small/{name}:1: {told}\n")


@pytest.mark.parametrize(
    "name", ["small/small.es.md", "small/es/article.md", "small/Sleep.Markdown", "small/article.es.md.txt", "sleep.md"]
)
def test_an_article_of_another_name_or_place_is_not_passed_over(
    build: Build, source: Path, name: str, article_text: Callable[..., str]
) -> None:
    (source / name).parent.mkdir(exist_ok=True)
    (source / name).write_text(article_text())
    done = build("--source", source, *TEXT, "--quiet")
    told = f"source/{name.removesuffix('/article.md')}:1: an article is a file called article.md"
    assert (done.returncode, done.stderr.startswith(told), done.stderr.count("\n")) == (3, True, 1)
    if "/" not in name:
        assert build("small", "--source", source, *TEXT, "--quiet").returncode == 0


def test_notes_beside_an_article_may_stay(build: Build, source: Path) -> None:
    for name in ("README.md", "small/notes.md"):
        (source / name).write_text("---\ntitle: notes\n---\n\nA summary: none yet.\n")
    (source / "small" / "scans").mkdir()
    assert build("--source", source, *TEXT, "--quiet").stderr == ""


def test_notes_of_many_empty_lines_take_no_time(source: Path, root: Path) -> None:
    (source / "small" / "notes.md").write_text("---" + 300_000 * "\n")  # anew from each of them it would be an hour
    program = "import sys; from pathlib import Path; from press.pipeline.sources import read_sources as read\n"
    command = [sys.executable, "-c", f"{program}read(Path(sys.argv[1]), (), ())", str(source)]
    subprocess.run(command, cwd=root, timeout=120, check=True)


def test_what_is_hidden_or_set_aside_may_stay(build: Build, source: Path, article_text: Callable[..., str]) -> None:
    for name in ("_new/article.md", "_new.md", "small/_old.md", "small/_old/article.md", "small/.old/article.md"):
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(article_text())
    (source / "small" / ".#article.md").symlink_to("author@computer.42")  # as Emacs locks what it edits
    assert build("--source", source, *TEXT, "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("articles", "message"),
    [
        (
            {"article.en.md": "en", "article.md": "en"},
            "article.en.md:5: this comes out as `en`, and so does source/small/article.md:5",
        ),
        (
            {"article.en-GB.md": "en-GB", "article.md": '"en-gb" # in other letters'},
            "article.en-GB.md:5: this comes out as `en-GB`, and so does source/small/article.md:5",
        ),
        (
            {"article.en-portal.md": "en-portal", "article.en.md": "en"},
            "article.en-portal.md:5: this comes out as `small/small.en-portal.txt`, and so does"
            " source/small/article.en.md:5",
        ),
    ],
)
def test_no_two_articles_come_out_as_one(
    articles: dict[str, str], message: str, build: Build, source: Path, article_text: Callable[..., str]
) -> None:
    (source / "small" / "article.md").unlink()
    for name, lang in articles.items():
        (source / "small" / name).write_text(article_text(lang=lang))
    done = build("--source", source)
    told = f"source/small/{message}; remove one, or give it a language of its own\n"
    assert (done.returncode, done.stderr) == (3, told)


def test_a_language_that_is_no_text_comes_out_as_nothing(
    build: Build, source: Path, article_text: Callable[..., str]
) -> None:
    (source / "small" / "article.en.md").write_text(article_text())
    (source / "small" / "article.md").write_text(article_text(lang="[en]"))
    done = build("--source", source)
    told = 'source/small/article.md:5: `lang` must be a text; put it in quotes: lang: "..."\n'
    assert (done.returncode, done.stderr) == (3, told)


@pytest.mark.parametrize("name", ["other", "small/article.es.md", "small/picture.png"])
@pytest.mark.parametrize("circle", [False, True])
def test_a_link_that_leads_nowhere_is_not_passed_over(build: Build, source: Path, name: str, *, circle: bool) -> None:
    (source / name).symlink_to(source / name if circle else "nowhere")
    done = build("--source", source, *TEXT)
    assert (done.returncode, done.stderr) == (3, f"source/{name}:1: the link leads nowhere; mend it, or remove it\n")


def test_a_handout_whose_files_would_have_too_long_a_name_is_refused(
    build: Build, source: Path, article_text: Callable[..., str]
) -> None:
    (source / "small").rename(source / ("a" * 232))
    (source / ("a" * 232) / "article.es.md").write_text(article_text(lang="es"))
    done = build("--source", source, "--edition", "letter-large-print")
    told = "files with names of 258 characters would come out, and the system takes 255"
    place = f"source/{'a' * 232}/article.es.md:1"
    assert (done.returncode, done.stderr) == (3, f"{place}: {told}; give the handout's folder a shorter name\n")
    (source / ("a" * 232) / "article.es.md").unlink()
    assert build("--source", source, "--edition", "letter-large-print").returncode == 0


@pytest.mark.parametrize("name", ["other", "small/article.es.md", "small/picture.png"])
@pytest.mark.parametrize("device", [True, False])
def test_what_is_no_file_is_not_passed_over(build: Build, source: Path, name: str, *, device: bool) -> None:
    if device:
        (source / name).symlink_to("/dev/zero")
    else:
        os.mkfifo(source / name)
    done = build("--source", source, *TEXT)
    told = f"source/{name}:1: this is a pipe or a device; put a file here, or remove it\n"
    assert (done.returncode, done.stderr) == (3, told)


def test_of_a_file_that_is_too_large_little_is_read(source: Path) -> None:
    notes = source / "small" / "notes.md"
    for file in (source / "small" / "article.md", notes):
        file.write_text(f"---\n{'x' * MAX_IMAGE}\nsummary: text\n")
        os.truncate(file, 2**40)
    (read,) = read_sources(source, (), ())
    assert (len(read.data), read_bytes(str(notes), 5)) == (MAX_IMAGE + 1, b"---\nxx")


def refuse_to_read(folder: Path, *names: str) -> None:
    """Have files refused, for who has a folder in its PYTHONPATH, as the system refuses them to all but root."""
    (folder / "sitecustomize.py").write_text(
        "import sys\n"
        "def refuse(event, args):\n"
        f"    if event in ('open', 'os.listdir', 'os.scandir') and str(args[0]).endswith({names}):\n"
        "        raise PermissionError(13, 'Permission denied', args[0])\n"
        "sys.addaudithook(refuse)\n"
    )


def test_what_nobody_here_may_read_is_told_of_all_handouts(build: Build, source: Path, tmp_path: Path) -> None:
    for slug in ("other", "shut"):
        shutil.copytree(source / "small", source / slug)
    (source / "other" / "a.png").write_bytes(b"x")
    (source / "other" / "scans").mkdir()
    for name in ("other/notes.md", "notes.md"):
        (source / name).write_text("notes")
    refuse_to_read(tmp_path, "small/article.md", "a.png", "notes.md", "scans", "shut")
    done = build("--source", source, *TEXT, PYTHONPATH=str(tmp_path))
    names = ("notes.md", "other/a.png", "other/notes.md", "other/scans", "shut", "small/article.md")
    told = ":1: the {} cannot be read (Permission denied); let whoever runs the build read it\n"
    lines = [f"source/{name}{told.format('file' if '.' in name else 'folder')}" for name in names]
    assert (done.returncode, done.stderr) == (3, "".join(lines))
    assert published(tmp_path / "output") == {}


def test_two_pictures_whose_names_look_the_same(build: Build, source: Path) -> None:
    for name in ("br\u00fccke.png", "bru\u0308cke.png", "other.png"):
        (source / "small" / name).write_bytes(b"")
    done = build("--source", source, *TEXT)
    told = "two pictures have this name, one with the marks of its letters apart; rename one of them"
    assert (done.returncode, done.stderr) == (3, f"source/small/br\u00fccke.png:1: {told}\n")


def test_a_picture_that_is_a_link_and_one_that_is_too_large(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.png").write_bytes(b"")
    (source / "small" / "link.png").symlink_to(tmp_path / "elsewhere.png")
    with (source / "small" / "wall.png").open("wb") as wall:
        wall.truncate(8 * 1024 * 1024 + 1)
    run = build("--source", source, *TEXT)
    assert (run.returncode, run.stderr.splitlines()) == (
        3,
        [
            "source/small/link.png:1: a picture must be a file of its own; put the file here that this link leads to",
            "source/small/wall.png:1: a picture may have at most 8 MB; make it smaller",
        ],
    )


def test_what_was_removed_is_told(build: Build, source: Path) -> None:
    (source / "other").mkdir()
    (source / "other" / "article.md").write_text((source / "small" / "article.md").read_text())
    build("--source", source)
    (source / "other" / "article.md").unlink()
    (source / "other").rmdir()
    done = build("--source", source)
    assert done.stdout.splitlines()[-1] == (
        "8 files of 1 handout: nothing lost, published in output, 8 unchanged, 9 removed"
    )


@pytest.mark.parametrize("name", ["index.html", "SHA256SUMS"])
def test_a_record_that_was_made_anew_is_told(build: Build, source: Path, tmp_path: Path, name: str) -> None:
    build("--source", source, *TEXT)
    sums = tmp_path / "output" / name
    sums.write_text(sums.read_text() + "\n")
    done = build("--source", source, *TEXT)
    assert done.stdout.splitlines()[-1] == "2 files of 1 handout: nothing lost, published in output, 2 unchanged"
    done = build("--source", source, *TEXT)
    assert done.stdout.splitlines()[-1] == "2 files of 1 handout: nothing has changed in output"


def test_what_is_done_is_done_also_where_it_cannot_be_told(build: Build, source: Path, tmp_path: Path) -> None:
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


def test_what_is_left_of_a_handout_that_is_gone_is_told(build: Build, source: Path, tmp_path: Path) -> None:
    (source / "other").mkdir()
    (source / "other" / "article.md").write_text((source / "small" / "article.md").read_text())
    build("--source", source, *TEXT)
    (source / "other" / "article.md").unlink()
    (source / "other").rmdir()
    done = build("--source", source, *TEXT)
    told = "no source makes this any more, and a build of some editions leaves it; build all editions, or remove it"
    left = [f"{tmp_path / 'output' / 'other' / name}:1: warning: {told}" for name in ("other-portal.txt", "other.txt")]
    assert (done.returncode, sorted(done.stderr.splitlines())) == (0, left)
    assert build("--source", source, *TEXT, "small").stderr == ""
    assert build("--source", source, *TEXT, "--check", "--quiet").stderr == ""


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS"])
def test_what_is_left_of_a_handout_that_is_gone_is_told_also_where_the_records_came_to_harm(
    build: Build, source: Path, tmp_path: Path, name: str
) -> None:
    shutil.copytree(source / "small", source / "other")
    build("--source", source, *TEXT)
    (tmp_path / "output" / "other" / "notes.txt").write_text("mine")
    (tmp_path / "output" / "link").symlink_to("nowhere")
    (tmp_path / "output" / name).write_text("damaged")
    shutil.rmtree(source / "other")
    told = (
        "no source makes this, and no record says that it was published; it may be of a handout that was withdrawn:"
        " remove it, or put its source back"
    )
    left = [tmp_path / "output" / "other" / file for file in ("other-portal.txt", "other.txt")]
    for _ in range(2):
        done = build("--source", source, "--quiet")
        assert (done.returncode, done.stderr) == (0, "".join(f"{file}:1: warning: {told}\n" for file in left))
    for file in left:
        file.unlink()
    assert build("--source", source, "--quiet").stderr == ""


def test_part_of_a_build_does_not_forget_a_file_that_is_gone(build: Build, source: Path, tmp_path: Path) -> None:
    build("--source", source, *TEXT)
    (tmp_path / "output" / "small" / "small.txt").unlink()
    assert build("--source", source, "--edition", "portal", "--force").returncode == 0
    done = build("verify", "--source", source)
    assert (done.returncode, done.stderr.count("[file-missing]")) == (5, 1)


def test_part_of_a_build_does_not_take_the_place_of_records_that_cannot_be_read(
    build: Build, source: Path, tmp_path: Path
) -> None:
    build("--source", source)
    (tmp_path / "output" / "SHA256SUMS").unlink()
    before = published(tmp_path / "output")
    manifest = tmp_path / "output" / "manifest.json"
    told = f"{manifest} is not as it was published, so that nobody knows what"
    done = build("--source", source, *TEXT)
    assert done.returncode == 2
    assert done.stderr == (
        f"{told} else is there; build all editions of all handouts, or name another folder with --output\n"
    )
    done = build("clean")
    assert (done.returncode, done.stderr) == (2, f"{told} is ours; remove it\n")
    assert published(tmp_path / "output") == before
    assert build("--source", source).returncode == 0
    assert sums_hold(tmp_path / "output")


def test_a_folder_that_is_called_as_a_record_is_none(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "output" / "index.html").mkdir(parents=True)
    done = build("--source", source, *TEXT, "--quiet")
    told = f"{tmp_path / 'output' / 'index.html'} is a folder, and a file of this name is to be published; move it away"
    assert (done.returncode, done.stderr) == (2, f"{told}\n")


def test_part_of_a_build_does_not_forget_what_a_manifest_listed_that_is_gone(
    build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str]
) -> None:
    build("--source", source, *TEXT)
    (tmp_path / "output" / "manifest.json").unlink()
    before = published(tmp_path / "output")
    done = build("--source", source, "--edition", "portal", "--quiet")
    told = "is not as it was published, so that nobody knows what else is there; build all editions of all handouts"
    assert done.stderr.startswith(f"{tmp_path / 'output' / 'manifest.json'} {told}")
    assert done.returncode == 2
    assert published(tmp_path / "output") == before
    (source / "small" / "article.md").write_text(article_text("Other words.\n"))
    assert build("--source", source).returncode == 0
    assert "Other words." in (tmp_path / "output" / "small" / "small.txt").read_text()


def test_clean_leaves_what_other_programs_and_links_lead_to(build: Build, source: Path, tmp_path: Path) -> None:
    build("--source", source, *TEXT)
    build("--source", source, *TEXT, "--output", tmp_path / "elsewhere", output=False)
    (tmp_path / "output" / "app").mkdir()
    for name in ("index.html", "manifest.json"):
        (tmp_path / "output" / "app" / name).write_text("{}")
    (tmp_path / "output" / "link").symlink_to(tmp_path / "elsewhere")
    before = published(tmp_path / "elsewhere")
    assert build("clean").stdout == "removed 5 files from output\n"
    assert sorted(path.name for path in (tmp_path / "output").iterdir()) == ["app", "link"]
    assert len(list((tmp_path / "output" / "app").iterdir())) == 2
    assert published(tmp_path / "elsewhere") == before


def test_clean_takes_a_link_and_not_what_it_leads_to(build: Build, source: Path, tmp_path: Path) -> None:
    build("--source", source, *TEXT)
    (tmp_path / "output" / "small").rename(tmp_path / "elsewhere")
    (tmp_path / "output" / "small").symlink_to(tmp_path / "elsewhere")
    before = published(tmp_path / "elsewhere")
    assert build("clean").stdout == "removed 4 files from output\n"
    assert (published(tmp_path / "elsewhere"), list((tmp_path / "output").iterdir())) == (before, [])


def test_clean_refuses_where_the_records_of_one_practice_were_changed(
    build: Build, source: Path, root: Path, tmp_path: Path
) -> None:
    names = ("lakeside-us", "riverside-uk")
    build("--source", source, *TEXT, *(arg for name in names for arg in ("--clinic", root / f"examples/{name}.toml")))
    (tmp_path / "output" / names[1] / "manifest.json").write_text("{}")
    before = published(tmp_path / "output")
    done = build("clean")
    told = f"{tmp_path / 'output' / names[1] / 'manifest.json'} is not as it was published, so that nobody knows what"
    assert (done.returncode, done.stderr) == (2, f"{told} is ours; remove it\n")
    assert published(tmp_path / "output") == before


def test_the_picture_belongs_to_the_paper_that_it_was_made_from(build: Build, source: Path, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('name = "A practice"\npaper = "letter"\n')
    both = ("--edition", "a4", "--edition", "letter")
    assert build("--source", source, "--clinic", clinic, *both).returncode == 0
    clinic.write_text('name = "A practice"\npaper = "a4"\n')
    assert build("--source", source, "--clinic", clinic, *both[:2]).returncode == 0
    assert sums_hold(tmp_path / "output")


def test_an_output_folder_that_cannot_be_is_a_usage_error(build: Build, source: Path, tmp_path: Path) -> None:
    for where in (source, source / "small" / "output"):
        done = build("--source", source, *TEXT, "--output", where, output=False)
        assert done.returncode == 2
        assert "where the handouts' sources are; name another folder with --output" in done.stderr
        assert not (where / "manifest.json").exists()
    (tmp_path / "file").write_text("x")
    for name, cause in (("file/below", "Not a directory"), ("x" * 300, "File name too long")):
        done = build("--source", source, *TEXT, "--output", tmp_path / name, output=False)
        assert done.returncode == 2
        assert f"the folder cannot be made: {cause}; name another with --output" in done.stderr


def test_a_link_that_leads_in_a_circle_is_a_usage_error(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    made = ("--output", "loop", "--report", "report.json")
    for args, told in (
        (("--source", source, *made), "loop: the folder cannot be made: File exists; name another with --output\n"),
        (("--source", "loop"), "loop: there is no such folder; make it, or name another with --source\n"),
    ):
        done = build(*args, *TEXT, output=False)
        assert (done.returncode, done.stderr) == (2, told)


@pytest.mark.parametrize("where", ["elsewhere", "elsewhere/small", "elsewhere/small/below"])
def test_no_link_leads_from_what_is_published_to_a_source(
    build: Build, source: Path, tmp_path: Path, where: str
) -> None:
    (tmp_path / where).mkdir(parents=True)
    real = (source / "small").rename(tmp_path / where / "small")
    (real / "small.png").write_bytes(b"a picture")
    (source / "small").symlink_to(real)
    before = published(tmp_path / "elsewhere")
    for output in {tmp_path / where, tmp_path / "elsewhere", real, real / "below"}:
        done = build("--source", source, *TEXT, "--output", output, output=False)
        assert (done.returncode, done.stderr.partition(" is a handout's source, or holds one, and would ")[1]) == (
            2,
            " is a handout's source, or holds one, and would ",
        )
    assert published(tmp_path / "elsewhere") == before


def test_no_link_leads_from_a_published_folder_to_a_source(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "small").symlink_to(source / "small")
    before = published(source)
    done = build("--source", source, *TEXT)
    told = f"{source / 'small'} is a handout's source, or holds one, and would hold what is published, too; name"
    assert (done.returncode, done.stderr) == (2, f"{told} another folder with --output\n")
    assert published(source) == before


@pytest.mark.parametrize("name", ["index.html", "manifest.json", "SHA256SUMS"])
def test_another_programs_folder_is_left_alone(build: Build, source: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / name).write_text('{"name": "a web app"}')
    before = published(tmp_path / "output")
    done = build("--source", source)
    told = (
        f"{tmp_path / 'output'} holds an index.html, manifest.json or SHA256SUMS of another program; name another"
        " folder with --output, or move that file away\n"
    )
    assert (done.returncode, done.stderr) == (2, told)
    assert build("clean").stdout == "removed 0 files from output\n"
    assert published(tmp_path / "output") == before


@pytest.mark.parametrize("there", [(), ("--edition", "portal")])  # nothing of ours; all but a file of this name
def test_somebodys_file_of_our_name_is_left_alone(
    build: Build, source: Path, tmp_path: Path, there: tuple[str, ...]
) -> None:
    if there:
        build("--source", source, *there)
    file = tmp_path / "output" / "small" / "small.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine")
    before = published(tmp_path / "output")
    done = build("--source", source, *TEXT, "--quiet")
    told = f"{file} was not published from here, and a file of this name is to be; move it away, or name another folder"
    assert (done.returncode, done.stderr) == (2, f"{told} with --output\n")
    assert published(tmp_path / "output") == before
    if there:
        done = build("verify", "--source", source, "--quiet")
        told = "small.txt is not in the manifest; move it away, and build it again [file-foreign]"
        assert (done.returncode, told in done.stderr) == (5, True)


def test_a_folder_whose_records_are_all_gone_is_made_whole(build: Build, source: Path, tmp_path: Path) -> None:
    build("--source", source)
    before = published(tmp_path / "output")
    for name in ("index.html", "manifest.json", "SHA256SUMS"):
        (tmp_path / "output" / name).unlink()
    assert build("--source", source).returncode == 0
    assert published(tmp_path / "output") == before


@pytest.mark.parametrize("name", ["index.html", "manifest.json", "SHA256SUMS"])
def test_of_our_own_records_one_is_enough(build: Build, source: Path, tmp_path: Path, name: str) -> None:
    build("--source", source)
    before = published(tmp_path / "output")
    for other in {"index.html", "manifest.json", "SHA256SUMS"} - {name}:
        (tmp_path / "output" / other).write_text("damaged")
    assert build("--source", source).returncode == 0
    assert published(tmp_path / "output") == before


def test_a_sheet_whose_picture_went_to_other_paper_gets_it_back(build: Build, source: Path, tmp_path: Path) -> None:
    clinic = tmp_path / "other.toml"
    clinic.write_text('name = "A practice"\npaper = "letter"\n')
    build("--source", source)
    before = published(tmp_path / "output")
    assert build("--source", source, "--clinic", clinic, "--edition", "letter").returncode == 0
    assert build("--source", source).returncode == 0
    assert published(tmp_path / "output") == before


@pytest.mark.parametrize("name", ["small/small.txt", "manifest.json", "SHA256SUMS", "index.html", "small/somebodys"])
def test_a_pipe_among_what_was_published_is_not_waited_for(
    build: Build, source: Path, tmp_path: Path, name: str
) -> None:
    build("--source", source)
    before = published(tmp_path / "output")
    pipe = tmp_path / "output" / name
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    (tmp_path / "output" / "small" / "small-portal.txt").unlink()
    assert build("verify", "--source", source).returncode == 5
    assert build("--source", source).returncode == 0
    assert published(tmp_path / "output") == before
    assert pipe.is_fifo() == (name not in before)


@pytest.mark.parametrize("suffix", [".json", ".xml"])
def test_a_report_can_name_any_file(build: Build, source: Path, tmp_path: Path, suffix: str) -> None:
    other = os.fsdecode(os.fsencode(source) + b"\xe9")
    source.rename(other)
    Path(other, "small", "article.md").write_text("x")
    done = build("--source", other, "--report", tmp_path / f"report{suffix}")
    assert done.returncode == 3
    assert "source\\udce9/small/article.md:1: the front matter is missing" in (tmp_path / f"report{suffix}").read_text()


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


def test_verify_says_where_another_practice_may_be_the_reason(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('name = "A practice"\n')
    build("--source", source, *TEXT, "--clinic", tmp_path / "other.toml")
    done = build("verify", "--source", source, "--quiet")
    told = f"{tmp_path / 'output' / 'manifest.json'}:1: warning: this was published for another practice, or by"
    assert (done.returncode, done.stderr.startswith(told)) == (5, True)
    assert build("verify", "--source", source, "--quiet", "--clinic", tmp_path / "other.toml").stderr == ""


def test_verify_says_which_article_was_edited_since(
    build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str]
) -> None:
    shutil.copytree(source / "small", source / "other")
    build("--source", source, *TEXT)
    (source / "small" / "article.md").write_text(article_text("Other words.\n"))
    done = build("verify", "--source", source, "--quiet")
    told = "source/small/article.md:1: warning: this article, a picture beside it or a library has changed since it"
    assert (done.returncode, done.stderr.startswith(told), done.stderr.count("warning")) == (5, True, 1)
    (tmp_path / "output" / "other" / "other.txt").unlink()
    assert "warning" not in build("verify", "other", "--source", source, "--quiet").stderr


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


def test_what_is_said_of_a_finding_is_xml() -> None:
    """What is read from a finished file can hold anything."""
    (error,) = ET.fromstring(as_junit([], ["one\x1f\x00two"])).iter("error")  # noqa: S314 - our own
    assert error.get("message") == "one\ufffd\ufffdtwo"


def test_a_value_that_is_called_like_a_command(build: Build) -> None:
    done = build("--output", "clean", "--quiet", "clean", output=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_large_article_whose_date_is_not_plain_is_not_parsed_before_it_is_refused(
    build: Build, source: Path, article_text: Callable[..., str]
) -> None:
    text = article_text(next_review='"2099-01-31"') + "![x](" * 2_000_000
    (source / "small" / "article.md").write_text(text)
    done = build("--source", source)
    assert (done.returncode, done.stderr) == (
        3,
        "source/small/article.md:1: the file is larger than 512 KiB; split the handout\n",
    )


NOT_WRITTEN_BY_A_BUILD = (
    ('"edition": "html"', '"edition": "pamphlet"'),
    ('"edition": "html"', '"edition": "a4"'),
    ('"small/small.html"', '"mine.html"'),
    ('"small/small.html"', '"small/../mine.html"'),
    ('"small/small.html"', '"small/mine.html"'),
    ('"small/small.html"', '"small/small\\u0000.html"'),
    ('"small/small.html"', '"small/small.\\ud800.html"'),
    ('"handout": "small"', '"handout": "other"'),
    ('"picture": ""', '"picture": "mine.txt"'),
    ('"sections": ', '"sections": [], "x": '),
    ('"sections": ', '"sections": 0.'),
    ('"lang": "en"', '"lang": null'),
    ('"overdue": false', '"overdue": 0'),
    ('"keywords": []', '"keywords": [[]]'),
    ('"reviewed": "', '"reviewed": "x'),
    ('"input": "', '"input": 5, "x": "'),
    ('"files": [', '"shard": "x/1",\n"files": ['),
    ('"files": [', '"shard": "0/0",\n"files": ['),
    ('"files": [', '"shard": "3/2",\n"files": ['),
    ('"files": [', '"library": 5,\n"files": ['),
    ('"files": [', '"files": [' + "[" * 100_000),
)


def test_a_manifest_that_no_build_of_this_version_has_written_is_none(
    build: Build, source: Path, tmp_path: Path
) -> None:
    build("--source", source, "--format", "html")
    folder = tmp_path / "output"
    written, sums = (folder / "manifest.json").read_bytes(), (folder / "SHA256SUMS").read_text()
    assert read_manifest(folder).rows
    for old, new in NOT_WRITTEN_BY_A_BUILD:
        changed = written.replace(old.encode(), new.encode())
        assert changed != written, old
        (folder / "manifest.json").write_bytes(changed)
        before, after = (hashlib.sha256(data).hexdigest() for data in (written, changed))
        (folder / "SHA256SUMS").write_text(sums.replace(before, after))
        assert read_manifest(folder) == Manifest({}), new[:99]
