"""A folder of handouts: nothing that looks like an article is passed over, and what is wrong has its place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from press.pipeline.files import MAX_IMAGE, read_bytes
from press.pipeline.sources import read_sources

TEXT = ("--format", "text")
Build = Callable[..., subprocess.CompletedProcess[str]]
Published = Callable[[Path], dict[str, str]]


def test_source_error(build: Build, source: Path, tmp_path: Path, published: Published) -> None:
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


def test_what_nobody_here_may_read_is_told_of_all_handouts(
    build: Build, source: Path, tmp_path: Path, published: Published
) -> None:
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


def test_a_folder_that_is_somebody_else_s_to_read_stops_no_build(build: Build, source: Path, tmp_path: Path) -> None:
    (tmp_path / "output" / "theirs").mkdir(parents=True)
    (tmp_path / "output" / "theirs" / "manifest.json").write_text("{}")
    refuse_to_read(tmp_path, "theirs/manifest.json")
    done = build("--source", source, "--quiet", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


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
