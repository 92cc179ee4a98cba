"""The README's commands and what it says that they print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).resolve().parent.parent / "README.md"
TIMES = re.compile(r"\d+\.\d\d s")


def console_blocks() -> list[list[tuple[str, str]]]:
    """Return the (command, output) pairs of each console block."""
    blocks = re.findall(r"```console\n(.*?)```", README.read_text(), re.DOTALL)
    pairs = [re.findall(r"\$ (.*)\n((?:(?!\$ ).*\n)*)", block) for block in blocks]
    assert pairs
    return pairs


@pytest.mark.parametrize("block", console_blocks(), ids=lambda block: block[0][0])
def test_console(block: list[tuple[str, str]], root: Path, tmp_path: Path) -> None:
    last = 0
    for command, expected in block:
        if command == "echo $?":
            assert f"{last}\n" == expected
            continue
        program, script, *args = shlex.split(command)
        assert (program, script) == ("python", "build.py")
        # Published elsewhere, so that a test touches nothing of the developer's.
        if "in output\n" in expected:
            args += ["--output", str(tmp_path / "output")]
        done = subprocess.run(
            [sys.executable, script, *args],
            capture_output=True,
            text=True,
            check=False,
            cwd=root,
            env={**os.environ, "COLUMNS": "160", "GITHUB_ACTIONS": ""},
        )
        last = done.returncode
        shown = (done.stdout or done.stderr).replace(str(tmp_path / "output"), "output")
        assert TIMES.sub("0.00 s", shown) == TIMES.sub("0.00 s", expected)


def test_every_command_and_option_is_documented(root: Path) -> None:
    readme = README.read_text()
    for command in ([], ["verify"], ["outline"], ["editions"], ["merge"], ["clean"]):
        help_text = subprocess.run(
            [sys.executable, "build.py", *(command or ["build"]), "--help"],
            capture_output=True,
            text=True,
            check=True,
            cwd=root,
        ).stdout
        options = set(re.findall(r"^\s+(--[a-z]+)", help_text, re.MULTILINE))
        assert {option for option in options if f"`{option}" not in readme} == set()
        assert f"`python build.py {' '.join(command)}".rstrip() in readme


def test_the_example_article_is_a_good_one(root: Path, tmp_path: Path) -> None:
    (example,) = re.findall(r"```markdown\n(.*?)```", README.read_text(), re.DOTALL)
    (tmp_path / "sleep").mkdir()
    (tmp_path / "sleep" / "article.md").write_text(example)
    command = [sys.executable, "build.py", "--source", str(tmp_path), "--format", "text", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
