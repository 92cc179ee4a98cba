"""What the tests of the command line share: build.py as a user runs it, and a folder of sources."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

Build = Callable[..., subprocess.CompletedProcess[str]]
Published = Callable[[Path], dict[str, str]]
SumsHold = Callable[[], bool]
StoppedAt = Callable[..., dict[str, Any]]


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


@pytest.fixture
def published() -> Published:
    """Give a function from a folder to every file below it with its hash."""
    return lambda folder: {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def sums_hold(published: Published, tmp_path: Path) -> SumsHold:
    """Give what tells whether the sums are those of all that was published beside them."""

    def hold() -> bool:
        lines = (line.split() for line in (tmp_path / "output" / "SHA256SUMS").read_text().splitlines())
        files = published(tmp_path / "output")
        del files["SHA256SUMS"]
        return {name: value for value, name in lines} == files

    return hold


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
