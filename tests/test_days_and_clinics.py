"""What comes of age, and several clinics at once, from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from press.console import MANY, Show
from press.pipeline.result import Result
from press.verify import Count, Verdict

Run = Callable[..., subprocess.CompletedProcess[str]]
MakeText = Callable[..., str]


@pytest.fixture
def press(root: Path, tmp_path: Path, article_text: MakeText) -> Run:
    """Give a function that runs build.py on one article, reviewed until 2027-01-31, as text and web page."""
    (tmp_path / "source" / "one").mkdir(parents=True)
    (tmp_path / "source" / "one" / "article.md").write_text(article_text())

    def run(*args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, root / "build.py", *args, "--source", "source", "--output", "output"]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, **env}
        )

    return run


BOTH = ("--edition", "html", "--edition", "text")
OVERDUE = (
    "source/one/article.md:8: warning: the review of this handout was due on 2027-01-31; "
    "review it, and set `reviewed` and `next_review`\n"
)


def published(tmp_path: Path) -> dict[str, bytes]:
    folder = tmp_path / "output"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_overdue_review_is_said_and_marked_and_refused_when_strict(press: Run, tmp_path: Path) -> None:
    in_time = press(*BOTH, "--strict", "--today", "2027-01-31")
    assert (in_time.returncode, "overdue" in in_time.stderr) == (0, False)
    before = published(tmp_path)
    assert b"Review overdue" not in before["one/one.txt"]
    refused = press(*BOTH, "--strict", "--today", "2027-02-01", "--quiet")
    assert (refused.returncode, refused.stderr) == (3, OVERDUE.replace("warning: ", ""))
    assert published(tmp_path) == before
    built = press(*BOTH, "--today", "2027-02-01", "--quiet")
    assert (built.returncode, built.stderr) == (0, OVERDUE)
    assert b"Review overdue" in published(tmp_path)["one/one.txt"]
    assert b"Review overdue" in published(tmp_path)["one/one.html"]
    checked = press("verify", "--today", "2027-02-01", "--quiet")
    assert (checked.returncode, checked.stderr) == (0, OVERDUE)


@pytest.mark.parametrize(
    "said",
    [
        '"next_review": 2027-01-31',
        "next_review : 2027-01-31 # soon",
        "next_review:\n  2027-01-31",
        "next_review: 2027-01-31\r",
    ],
)
def test_an_overdue_review_is_found_however_yaml_lets_it_be_said(said: str, press: Run, tmp_path: Path) -> None:
    article = tmp_path / "source" / "one" / "article.md"
    text = article.read_text()
    assert text.count("next_review: 2027-01-31") == 1
    article.write_bytes(text.replace("next_review: 2027-01-31", said).encode())
    refused = press("--edition", "text", "--strict", "--today", "2027-02-01")
    assert refused.returncode == 3
    assert OVERDUE.replace("warning: ", "")[len("source/one/article.md:8") :] in refused.stderr


def test_a_review_that_is_yet_to_come_is_said_and_refused_when_strict(press: Run) -> None:
    told = "source/one/article.md:7: warning: this handout is said to be reviewed on 2026-01-31, which is yet to come"
    for day, is_told in (("2026-01-29", True), ("2026-01-30", False), ("2026-01-31", False)):
        done = press(*BOTH, "--today", day, "--quiet")
        assert (done.returncode, f"{told}; write the day it was\n" in done.stderr) == (0, is_told)
    refused = press(*BOTH, "--today", "2026-01-29", "--strict")
    assert (refused.returncode, told.replace("warning: ", "") in refused.stderr) == (3, True)


def test_a_translation_of_an_older_version_is_said_and_refused_when_strict(
    press: Run, tmp_path: Path, article_text: MakeText
) -> None:
    """The article is version 1.0, reviewed on 2026-01-31."""
    translation = tmp_path / "source" / "one" / "article.es.md"
    told = (
        "source/one/article.es.md:7: warning: source/one/article.md has been reviewed since, on 2026-01-31, and has"
        " another version now; bring this translation up to date, and set `version` and `reviewed`\n"
    )
    for version, reviewed, is_told in (
        ('"0.9"', "2026-01-30", True),
        ('"0.9"', "2026-01-31", False),
        ("'1.0'", "2025-01-31", False),
        ("es 1.0", "2025-01-31", True),
    ):
        translation.write_text(article_text("Hola.\n", lang="es", version=version, reviewed=reviewed))
        done = press("--edition", "text", "--quiet", "--today", "2026-12-01")
        assert (done.returncode, done.stderr) == (0, told if is_told else "")
    refused = press("--edition", "text", "--strict", "--today", "2026-12-01")
    assert (refused.returncode, refused.stderr) == (3, told.replace("warning: ", ""))


def test_the_day_is_the_option_s_then_the_variable_s(press: Run) -> None:
    late = "1830297600"  # 2028-01-01
    assert OVERDUE in press(*BOTH, SOURCE_DATE_EPOCH=late).stderr
    assert OVERDUE not in press(*BOTH, "--today", "2026-12-01", SOURCE_DATE_EPOCH=late).stderr
    for args, env in (((*BOTH, "--today", "tomorrow"), {}), (BOTH, {"SOURCE_DATE_EPOCH": "x"})):
        wrong = press(*args, **env)
        assert wrong.returncode == 2
        assert "is no day; write --today 2026-01-31" in wrong.stderr


def test_the_day_is_else_the_clock_s(press: Run, tmp_path: Path, article_text: MakeText) -> None:
    past = article_text(reviewed="2000-01-31", next_review="2001-01-31")
    (tmp_path / "source" / "one" / "article.md").write_text(past)
    assert "the review of this handout was due on 2001-01-31" in press(*BOTH, SOURCE_DATE_EPOCH="").stderr


def test_a_stale_crisis_line_is_said_and_refused_when_strict(press: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        'name = "Ours"\n\n[[crisis]]\nlabel = "Our line"\nphone = "555 0199"\nchecked = 2025-11-30\n'
    )
    args = ("--edition", "text", "--clinic", "ours.toml", "--quiet")
    assert press(*args, "--strict", "--today", "2026-11-30").returncode == 0
    built = press(*args, "--today", "2026-12-01")
    assert built.returncode == 0
    assert built.stderr.startswith("ours.toml:6: warning: ")
    assert "Our line" in built.stderr
    refused = press(*args, "--strict", "--today", "2026-12-01")
    assert refused.returncode == 3
    assert refused.stderr == built.stderr.replace("warning: ", "")


def test_several_clinics_get_a_folder_each(press: Run, tmp_path: Path, root: Path) -> None:
    for name in ("oak", "elm"):
        (tmp_path / f"{name}.toml").write_text(f'name = "{name.title()} Street"\n')
    clinics = ("--clinic", "oak.toml", "--clinic", "elm.toml")
    day = ("--today", "2026-12-01")
    done = press("--format", "text", *clinics, *day)
    assert done.returncode == 0, done.stderr
    assert "4 files of 1 handout" in done.stdout
    files = published(tmp_path)
    assert sorted(files) == sorted(
        f"{name}/{file}"
        for name in ("oak", "elm")
        for file in ("SHA256SUMS", "index.html", "manifest.json", "one/one-portal.txt", "one/one.txt")
    )
    prints = {json.loads(files[f"{name}/manifest.json"])["files"][0]["fingerprint"] for name in ("oak", "elm")}
    assert len(prints) == 1
    assert b"Oak Street" in files["oak/one/one.txt"]
    assert b"Elm Street" in files["elm/one/one.txt"]
    verified = press("verify", *clinics, *day)
    assert verified.returncode == 0, verified.stderr
    assert "4 files: nothing lost, nothing changed" in verified.stdout
    # One clinic changes: the other's files are left alone.
    (tmp_path / "elm.toml").write_text('name = "Elm Lane"\n')
    done = press("--format", "text", *clinics, *day)
    assert "2 unchanged" in done.stdout
    assert {name: data for name, data in published(tmp_path).items() if name.startswith("oak")} == {
        name: data for name, data in files.items() if name.startswith("oak")
    }
    # A fault in one clinic's file publishes nothing of the other.
    (tmp_path / "oak.toml").write_text('name = "Oak Lane"\n')
    (tmp_path / "elm.toml").write_text('nam = "Elm"\n')
    before = published(tmp_path)
    assert press("--format", "text", *clinics, *day).returncode == 3
    assert published(tmp_path) == before
    clean: list[str | Path] = [sys.executable, root / "build.py", "clean", "--output", tmp_path / "output"]
    assert subprocess.run(clean, check=True, capture_output=True, text=True).stdout.startswith("removed 10 files")
    assert published(tmp_path) == {}


def test_what_is_overdue_hides_nothing_else_where_that_is_strict(press: Run, tmp_path: Path) -> None:
    with (tmp_path / "source" / "one" / "article.md").open("a") as article:
        article.write("\n#### Deep\n\nText.\n")
    refused = press(*BOTH, "--strict", "--today", "2027-02-01")
    told = OVERDUE.replace("warning: ", "") + "source/one/article.md:16: heading jumps from level 2 to 4; use ###\n"
    assert (refused.returncode, refused.stderr) == (3, told)


def test_a_report_tells_the_handouts_of_several_clinics_apart(press: Run, tmp_path: Path) -> None:
    for name in ("elm", "oak"):
        (tmp_path / f"{name}.toml").write_text(f'name = "{name.title()} Street"\n')
    clinics = ("--clinic", "oak.toml", "--clinic", "elm.toml", "--today", "2026-12-01", "--quiet")
    for name in ("r.json", "r.xml"):
        assert press("--edition", "text", *clinics, "--report", name).returncode == 0
    handouts = json.loads((tmp_path / "r.json").read_text())["handouts"]
    named = [(handout["slug"], [edition["file"] for edition in handout["editions"]]) for handout in handouts]
    assert named == [("one", ["elm/one/one.txt"]), ("one", ["oak/one/one.txt"])]
    suites = ET.parse(tmp_path / "r.xml").getroot()  # noqa: S314 - our own file
    cases = [(suite.get("name"), case.get("classname"), case.get("name")) for suite in suites for case in suite]
    assert cases == [("elm/one (en)", "elm/one", "text"), ("oak/one (en)", "oak/one", "text")]


def test_a_table_tells_the_handouts_of_several_clinics_apart(capsys: pytest.CaptureFixture[str]) -> None:
    handouts = [f"{clinic}/h{number}" for clinic in ("elm", "oak") for number in range(MANY)]
    kept = Verdict(Count(1, 1), Count(2, 2), Count(9, 9), ())
    Show(quiet=False).table([Result(name[4:], "en", "text", f"{name}/x.txt", "", 1, kept) for name in handouts])
    _, *rows = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows] == handouts


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("a/one.toml", "b/one.toml"), "two clinics' files are called one.toml"),
        (("a/One Two.toml", "b/one.toml"), "One Two.toml: with several clinics each gets a folder called after its"),
    ],
)
def test_clinics_that_cannot_have_a_folder_each(names: tuple[str, ...], told: str, press: Run, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text('name = "A clinic"\n')
    done = press(*(part for name in names for part in ("--clinic", name)))
    assert done.returncode == 2
    assert told in done.stderr


@pytest.mark.parametrize("file", ["file/record.json", "loop", f"{'long' * 99}.json"])
@pytest.mark.parametrize("option", ["--report", "--profile"])
def test_a_record_that_cannot_be_written_is_said_before_anything_is_published(
    option: str, file: str, press: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    done = press(*BOTH, option, file, "--today", "2026-12-01")
    assert done.returncode == 2
    assert f"{file} cannot be written: " in done.stderr
    assert "Traceback" not in done.stderr
    assert published(tmp_path) == {}


def test_where_the_time_went(press: Run, tmp_path: Path) -> None:
    assert press(*BOTH, "--profile", "profile.json", "--quiet", "--today", "2026-12-01").returncode == 0
    profile = json.loads((tmp_path / "profile.json").read_text())
    steps = {(row["step"], row["edition"]): row["times"] for row in profile["steps"]}
    once = {(step, edition): 1 for step in ("write", "verify") for edition in ("html", "text")}
    assert steps == once | {(step, ""): 1 for step in ("start", "plan", "load", "read", "publish")}
    assert 0 < profile["verification"] < 1
    assert profile["cpu"] > 0
