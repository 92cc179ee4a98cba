"""Reports and profiles: what they say, where they may be written, and what is said where they cannot be."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from press.pipeline.junit import as_junit

TEXT = ("--format", "text")
Build = Callable[..., subprocess.CompletedProcess[str]]
Published = Callable[[Path], dict[str, str]]


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


@pytest.mark.parametrize("option", [(), ("--report", "/dev/full")])
def test_what_cannot_be_written_is_known_before_anything_is_published(  # noqa: PLR0913, PLR0917 - fixtures
    option: tuple[str, ...],
    build: Build,
    source: Path,
    tmp_path: Path,
    article_text: Callable[..., str],
    published: Published,
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
def test_a_report_takes_no_place_of_what_handouts_are_made_from(  # noqa: PLR0913, PLR0917 - fixtures
    build: Build, source: Path, tmp_path: Path, name: str, args: tuple[str, ...], published: Published
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


def test_a_pipe_is_written_to_where_somebody_reads(
    build: Build, source: Path, tmp_path: Path, published: Published
) -> None:
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


@pytest.mark.parametrize("suffix", [".json", ".xml"])
def test_a_report_can_name_any_file(build: Build, source: Path, tmp_path: Path, suffix: str) -> None:
    other = os.fsdecode(os.fsencode(source) + b"\xe9")
    source.rename(other)
    Path(other, "small", "article.md").write_text("x")
    done = build("--source", other, "--report", tmp_path / f"report{suffix}")
    assert done.returncode == 3
    assert "source\\udce9/small/article.md:1: the front matter is missing" in (tmp_path / f"report{suffix}").read_text()


def test_what_is_said_of_a_finding_is_xml() -> None:
    """What is read from a finished file can hold anything."""
    (error,) = ET.fromstring(as_junit([], ["one\x1f\x00two"])).iter("error")  # noqa: S314 - our own
    assert error.get("message") == "one\ufffd\ufffdtwo"
