"""A real scheduler and real workers on this machine: the bytes of a local build, also when a worker is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

SIX = [f"handout-{number}" for number in range(6)]
WAIT = 60.0
"""Seconds for a process to come up."""


@pytest.fixture
def library(tmp_path: Path, article_text: object) -> Path:
    """Give a folder of handouts."""
    assert callable(article_text)
    for number, slug in enumerate(SIX):
        (tmp_path / "source" / slug).mkdir(parents=True)
        body = "".join(f"## Part {part} of {number}\n\n" + "Some words here. " * 60 + "\n\n" for part in range(8))
        (tmp_path / "source" / slug / "article.md").write_text(article_text(body, title=f'"Handout {number}"'))
    return tmp_path / "source"


@contextmanager
def started(*command: str, folder: Path, root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process of the cluster in a folder of its own: it shares no disk with the build, but for the code."""
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", *command], cwd=folder, env=environment, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path, root: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Give a scheduler's address and its two workers."""
    contact = tmp_path / "scheduler.json"
    quiet = ("--no-dashboard", "--host", "127.0.0.1")
    with ExitStack() as stack:
        scheduler = ("distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(contact))
        stack.enter_context(started(*scheduler, *quiet, folder=tmp_path / "scheduler", root=root))
        address = _address(contact)
        worker = ("distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "2", *quiet)
        workers = [
            stack.enter_context(started(*worker, folder=tmp_path / f"worker-{number}", root=root)) for number in (1, 2)
        ]
        yield address, workers


def _address(contact: Path) -> str:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if contact.exists() and contact.read_text().endswith("}"):
            return str(json.loads(contact.read_text())["address"])
        time.sleep(0.05)
    raise TimeoutError("the scheduler did not come up")


def build(root: Path, library: Path, output: Path, *args: str) -> subprocess.Popen[str]:
    command: list[str | Path] = [
        sys.executable,
        root / "build.py",
        "--source",
        library,
        "--output",
        output,
        "--today",
        "2026-12-01",
    ]
    editions = ("--edition", "html", "--edition", "a4", "--edition", "epub")
    return subprocess.Popen([*command, *editions, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_cluster_makes_the_bytes_of_a_local_build_though_a_worker_is_killed(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], library: Path, tmp_path: Path, root: Path
) -> None:
    address, workers = cluster
    run = build(root, library, tmp_path / "remote", "--cluster", address)
    assert run.stderr is not None
    first = run.stderr.readline()  # one edition is made: the workers are at it
    assert "kept everything" in first
    workers[0].kill()
    out, err = run.communicate(timeout=300)
    assert run.returncode == 0, err
    assert "18 files of 6 handouts: nothing lost" in out
    local = build(root, library, tmp_path / "local", "--jobs", "1")
    _, err = local.communicate(timeout=300)
    assert local.returncode == 0, err
    assert files(tmp_path / "remote") == files(tmp_path / "local")


def test_no_scheduler_is_a_missing_dependency(library: Path, tmp_path: Path, root: Path) -> None:
    run = build(root, library, tmp_path / "output", "--cluster", "tcp://127.0.0.1:9")
    _, err = run.communicate(timeout=120)
    assert run.returncode == 6
    assert err.startswith("no scheduler answers at tcp://127.0.0.1:9: ")
    assert "Traceback" not in err
    assert not files(tmp_path / "output")
