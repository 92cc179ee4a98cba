"""The press that runs is the one that stands in its files, whatever their times are."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

WIDTH = "WIDTH = 72"


@pytest.fixture
def copy(root: Path, tmp_path: Path, article_text: Callable[..., str]) -> Path:
    """Give a copy of the press with a handout."""
    for name in ("press", "templates"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "build.py", tmp_path)
    (tmp_path / "source" / "one").mkdir(parents=True)
    (tmp_path / "source" / "one" / "article.md").write_text(article_text("## One\n\n" + "word " * 50))
    return tmp_path


def widest(folder: Path) -> int:
    """Return the length of the longest line of the plain text that the copy builds."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, str(folder / "build.py"), "--edition", "text"]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return max(map(len, (folder / "output" / "one" / "one.txt").read_text().splitlines()))


@pytest.mark.parametrize("compiled", [False, True])
def test_code_of_the_same_size_and_second_is_run(copy: Path, *, compiled: bool) -> None:
    module = copy / "press" / "writers" / "text.py"
    before, text = module.stat(), module.read_text()
    if compiled:  # as Python itself, or whoever installs the press, does it
        compileall.compile_dir(copy / "press", quiet=2)
        written = {"WIDTH = 60": text.replace(WIDTH, "WIDTH = 60")}
    else:
        assert widest(copy) in range(61, 73)
        written = {"WIDTH = 60": text.replace(WIDTH, "WIDTH = 60"), "WIDTH = 50": text.replace(WIDTH, "WIDTH = 50")}
    for width, changed in written.items():
        assert width in changed
        module.write_text(changed)
        os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert widest(copy) in range(int(width[-2:]) - 9, int(width[-2:]) + 1)


def test_a_folder_where_nothing_can_be_kept_is_run_all_the_same(copy: Path) -> None:
    shutil.rmtree(copy / "press" / "__pycache__", ignore_errors=True)
    (copy / "press" / "__pycache__").write_text("in the way")
    assert widest(copy) in range(61, 73)
