"""The folder of what was published: what `verify` and `clean` say of it, and what in it is not the press's."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from press.pipeline.manifest import Manifest, read_manifest

TEXT = ("--format", "text")
Build = Callable[..., subprocess.CompletedProcess[str]]
Published = Callable[[Path], dict[str, str]]
SumsHold = Callable[[], bool]


def test_verify_and_clean(build: Build, source: Path, tmp_path: Path, published: Published) -> None:
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
    build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str], published: Published
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
    build: Build, source: Path, tmp_path: Path, published: Published, sums_hold: SumsHold
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
    assert sums_hold()


def test_a_folder_that_is_called_as_a_record_is_none(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "output" / "index.html").mkdir(parents=True)
    done = build("--source", source, *TEXT, "--quiet")
    told = f"{tmp_path / 'output' / 'index.html'} is a folder, and a file of this name is to be published; move it away"
    assert (done.returncode, done.stderr) == (2, f"{told}\n")


def test_part_of_a_build_does_not_forget_what_a_manifest_listed_that_is_gone(
    build: Build, source: Path, tmp_path: Path, article_text: Callable[..., str], published: Published
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


def test_clean_leaves_what_other_programs_and_links_lead_to(
    build: Build, source: Path, tmp_path: Path, published: Published
) -> None:
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


def test_clean_takes_a_link_and_not_what_it_leads_to(
    build: Build, source: Path, tmp_path: Path, published: Published
) -> None:
    build("--source", source, *TEXT)
    (tmp_path / "output" / "small").rename(tmp_path / "elsewhere")
    (tmp_path / "output" / "small").symlink_to(tmp_path / "elsewhere")
    before = published(tmp_path / "elsewhere")
    assert build("clean").stdout == "removed 4 files from output\n"
    assert (published(tmp_path / "elsewhere"), list((tmp_path / "output").iterdir())) == (before, [])


def test_clean_refuses_where_the_records_of_one_practice_were_changed(
    build: Build, source: Path, root: Path, tmp_path: Path, published: Published
) -> None:
    names = ("lakeside-us", "riverside-uk")
    build("--source", source, *TEXT, *(arg for name in names for arg in ("--clinic", root / f"examples/{name}.toml")))
    (tmp_path / "output" / names[1] / "manifest.json").write_text("{}")
    before = published(tmp_path / "output")
    done = build("clean")
    told = f"{tmp_path / 'output' / names[1] / 'manifest.json'} is not as it was published, so that nobody knows what"
    assert (done.returncode, done.stderr) == (2, f"{told} is ours; remove it\n")
    assert published(tmp_path / "output") == before


def test_the_picture_belongs_to_the_paper_that_it_was_made_from(
    build: Build, source: Path, tmp_path: Path, sums_hold: SumsHold
) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('name = "A practice"\npaper = "letter"\n')
    both = ("--edition", "a4", "--edition", "letter")
    assert build("--source", source, "--clinic", clinic, *both).returncode == 0
    clinic.write_text('name = "A practice"\npaper = "a4"\n')
    assert build("--source", source, "--clinic", clinic, *both[:2]).returncode == 0
    assert sums_hold()


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
    build: Build, source: Path, tmp_path: Path, where: str, published: Published
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


def test_no_link_leads_from_a_published_folder_to_a_source(
    build: Build, source: Path, tmp_path: Path, published: Published
) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "small").symlink_to(source / "small")
    before = published(source)
    done = build("--source", source, *TEXT)
    told = f"{source / 'small'} is a handout's source, or holds one, and would hold what is published, too; name"
    assert (done.returncode, done.stderr) == (2, f"{told} another folder with --output\n")
    assert published(source) == before


@pytest.mark.parametrize("name", ["index.html", "manifest.json", "SHA256SUMS"])
def test_another_programs_folder_is_left_alone(
    build: Build, source: Path, tmp_path: Path, name: str, published: Published
) -> None:
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
    build: Build, source: Path, tmp_path: Path, there: tuple[str, ...], published: Published
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


def test_a_folder_whose_records_are_all_gone_is_made_whole(
    build: Build, source: Path, tmp_path: Path, published: Published
) -> None:
    build("--source", source)
    before = published(tmp_path / "output")
    for name in ("index.html", "manifest.json", "SHA256SUMS"):
        (tmp_path / "output" / name).unlink()
    assert build("--source", source).returncode == 0
    assert published(tmp_path / "output") == before


@pytest.mark.parametrize("name", ["index.html", "manifest.json", "SHA256SUMS"])
def test_of_our_own_records_one_is_enough(
    build: Build, source: Path, tmp_path: Path, name: str, published: Published
) -> None:
    build("--source", source)
    before = published(tmp_path / "output")
    for other in {"index.html", "manifest.json", "SHA256SUMS"} - {name}:
        (tmp_path / "output" / other).write_text("damaged")
    assert build("--source", source).returncode == 0
    assert published(tmp_path / "output") == before


def test_a_sheet_whose_picture_went_to_other_paper_gets_it_back(
    build: Build, source: Path, tmp_path: Path, published: Published
) -> None:
    clinic = tmp_path / "other.toml"
    clinic.write_text('name = "A practice"\npaper = "letter"\n')
    build("--source", source)
    before = published(tmp_path / "output")
    assert build("--source", source, "--clinic", clinic, "--edition", "letter").returncode == 0
    assert build("--source", source).returncode == 0
    assert published(tmp_path / "output") == before


@pytest.mark.parametrize("name", ["small/small.txt", "manifest.json", "SHA256SUMS", "index.html", "small/somebodys"])
def test_a_pipe_among_what_was_published_is_not_waited_for(
    build: Build, source: Path, tmp_path: Path, name: str, published: Published
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
