"""The same source gives the same bytes: in another process, folder, time zone, locale and hash seed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest


def build(root: Path, source: Path, output: Path, *args: str, **env: str) -> dict[str, str]:
    """Build every edition of the sources; return the hash of each file."""
    command = [sys.executable, str(root / "build.py"), "--source", str(source), "--output", str(output), *args]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=output.parent, env={**os.environ, **env}
    )
    assert done.returncode == 0, done.stderr
    return {
        path.relative_to(output).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("folder", "slug"), [("source", "what-if-therapy-isnt-helping"), ("tests/cases", "kitchen-sink")]
)
def test_same_bytes(folder: str, slug: str, root: Path, tmp_path: Path) -> None:
    first = build(
        root, root / folder, tmp_path / "first", slug, "--jobs", "2", TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C.UTF-8"
    )
    # Another checkout elsewhere, one process, another clock, another locale, another way to set letters.
    for name in ("build.py", "press", "templates", folder):
        copied = tmp_path / "else" / "where" / name
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy
        copied.parent.mkdir(parents=True, exist_ok=True)
        copy(root / name, copied)
    elsewhere = tmp_path / "else" / "where"
    second = build(
        elsewhere, elsewhere / folder, tmp_path / "second", slug,
        "--jobs", "1", TZ="Pacific/Kiritimati", PYTHONHASHSEED="2", LC_ALL="C", SOURCE_DATE_EPOCH="86400",
        HB_SHAPER_LIST="fallback", FREETYPE_PROPERTIES="truetype:interpreter-version=35",
    )  # fmt: skip
    assert len(first) == 12  # eight editions, the picture, catalogue, manifest and sums
    assert second == first


def test_words_without_a_language_are_set_alike_whatever_the_user_reads(root: Path, tmp_path: Path) -> None:
    # In Serbian and Macedonian a letter such as this has a form of its own, which the fallback font has.
    shutil.copytree(root / "source" / "what-if-therapy-isnt-helping", tmp_path / "source" / "words")
    article = tmp_path / "source" / "words" / "article.md"
    article.write_text(article.read_text(encoding="utf-8").replace("\n## ", "\nбгд\n\n## ", 1), encoding="utf-8")
    first = build(root, tmp_path / "source", tmp_path / "first", "--edition", "a4", LANGUAGE="en")
    for name in ("LANGUAGE", "PANGO_LANGUAGE"):
        other = build(root, tmp_path / "source", tmp_path / name, "--edition", "a4", **{name: "sr"})
        assert other == first
