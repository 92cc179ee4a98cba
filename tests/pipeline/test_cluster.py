"""A real scheduler and real workers on this machine: the bytes of a local build, also when a worker is killed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import distributed
import pytest

from press.errors import DependencyError
from press.pipeline import cluster as on_cluster

SIX = [f"handout-{number}" for number in range(6)]
QUIET = ("--no-dashboard", "--host", "127.0.0.1")
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


@dataclass
class Cluster:
    """A scheduler, and workers that begin as they are asked for."""

    folder: Path
    stack: ExitStack
    root: Path
    address: str
    scheduler: subprocess.Popen[bytes]

    def worker(self, name: str, root: Path | None = None) -> subprocess.Popen[bytes]:
        """Begin a worker, with the press that is in a folder: this one, or another."""
        worker = ("distributed.cli.dask_worker", self.address, "--no-nanny", "--nthreads", "2", *QUIET)
        return self.stack.enter_context(started(*worker, folder=self.folder / name, root=root or self.root))


@contextmanager
def begun(tmp_path: Path, root: Path, of_scheduler: Path) -> Iterator[Cluster]:
    """Give a cluster without workers, its scheduler with the press that is in a folder."""
    contact = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        command = ("distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(contact))
        scheduler = stack.enter_context(started(*command, *QUIET, folder=tmp_path / "scheduler", root=of_scheduler))
        yield Cluster(tmp_path, stack, root, _address(contact), scheduler)


@pytest.fixture
def cluster(tmp_path: Path, root: Path) -> Iterator[Cluster]:
    """Give a cluster without workers."""
    with begun(tmp_path, root, root) as cluster:
        yield cluster


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


def refused(run: subprocess.Popen[str], output: Path) -> str:
    """Wait for a build that ends for want of something, and leaves nothing; return what it told."""
    _, err = run.communicate(timeout=120)
    assert run.returncode == 6
    assert "Traceback" not in err
    assert not files(output)
    return err


def at_work(cluster: Cluster, root: Path, library: Path, output: Path) -> subprocess.Popen[str]:
    """Begin a build on a cluster; it has one edition, so that the workers are at it."""
    run = build(root, library, output, "--cluster", cluster.address)
    assert run.stderr is not None
    assert "kept everything" in run.stderr.readline()
    return run


def test_a_cluster_makes_the_bytes_of_a_local_build_though_a_worker_is_killed(
    cluster: Cluster, library: Path, tmp_path: Path, root: Path
) -> None:
    for name in ("one.png", "two.png"):
        (library / "handout-5" / name).write_bytes(bytes(6_000_000))  # more than Dask sends without advice
    workers = [cluster.worker("one"), cluster.worker("two")]
    run = at_work(cluster, root, library, tmp_path / "remote")
    workers[0].kill()
    out, err = run.communicate(timeout=300)
    assert run.returncode == 0, err
    assert [line for line in err.splitlines() if not line.endswith(": kept everything")] == []
    assert "18 files of 6 handouts: nothing lost" in out
    local = build(root, library, tmp_path / "local", "--jobs", "1")
    _, err = local.communicate(timeout=300)
    assert local.returncode == 0, err
    assert files(tmp_path / "remote") == files(tmp_path / "local")


def test_no_scheduler_is_a_missing_dependency(library: Path, tmp_path: Path, root: Path) -> None:
    run = build(root, library, tmp_path / "output", "--cluster", "tcp://127.0.0.1:9")
    err = refused(run, tmp_path / "output")
    assert err.startswith("no scheduler answers at tcp://127.0.0.1:9: ")


def test_a_scheduler_without_workers_is_not_waited_for_for_ever(
    cluster: Cluster, library: Path, tmp_path: Path, root: Path
) -> None:
    run = build(root, library, tmp_path / "output", "--cluster", cluster.address)
    _, err = run.communicate(timeout=120)
    assert (run.returncode, err) == (
        6,
        f"no worker has joined {cluster.address}; start one: dask worker {cluster.address}\n",
    )


@pytest.fixture(params=["none", "another"])
def other(request: pytest.FixtureRequest, tmp_path: Path, root: Path) -> Path:
    """Give a folder without a press, or with one that differs in a byte."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if request.param == "another":
        shutil.copytree(root / "press", folder / "press")
        (folder / "press" / "ascii.py").write_text((root / "press" / "ascii.py").read_text() + "\n")
    return folder


def test_a_scheduler_without_this_press_is_refused(other: Path, library: Path, tmp_path: Path, root: Path) -> None:
    with begun(tmp_path, root, other) as cluster:
        run = build(root, library, tmp_path / "output", "--cluster", cluster.address)
        err = refused(run, tmp_path / "output")
    assert err.startswith(f"the scheduler at {cluster.address} lacks the press, or has another version of it, ")
    assert err.count("\n") == 1


def test_a_worker_without_this_press_is_refused(
    other: Path, cluster: Cluster, library: Path, tmp_path: Path, root: Path
) -> None:
    cluster.worker("one")
    cluster.worker("other", other)
    # Who asks has to see both.
    while (tmp_path / "scheduler" / "log").read_text().count("Register worker") < 2:
        time.sleep(0.05)
    run = build(root, library, tmp_path / "output", "--cluster", cluster.address)
    err = refused(run, tmp_path / "output")
    assert re.fullmatch(r"the worker at tcp://\S+ lacks the press, or has another version of it, .*\n", err)


def test_a_scheduler_that_is_killed_ends_the_build(cluster: Cluster, library: Path, tmp_path: Path, root: Path) -> None:
    cluster.worker("one")
    run = at_work(cluster, root, library, tmp_path / "output")
    cluster.scheduler.kill()
    err = refused(run, tmp_path / "output")
    assert err.endswith(f"the scheduler at {cluster.address} is gone; start it, or leave out --cluster\n")


def test_workers_that_all_die_are_not_waited_for_for_ever(
    cluster: Cluster, library: Path, tmp_path: Path, root: Path
) -> None:
    worker = cluster.worker("one")
    run = at_work(cluster, root, library, tmp_path / "output")
    worker.kill()
    err = refused(run, tmp_path / "output")
    told = (
        f"no worker is left at {cluster.address}, or none has memory to go on; start one: dask worker {cluster.address}"
    )
    assert err.endswith(f"{told}\n")


def test_a_worker_that_comes_when_all_have_died_does_what_is_left(
    cluster: Cluster, library: Path, tmp_path: Path, root: Path
) -> None:
    worker = cluster.worker("one")
    run = at_work(cluster, root, library, tmp_path / "output")
    worker.kill()
    time.sleep(5)
    cluster.worker("two")
    out, err = run.communicate(timeout=300)
    assert run.returncode == 0, err
    assert "18 files of 6 handouts: nothing lost" in out


def test_a_scheduler_that_dies_after_its_workers_ends_the_build(
    cluster: Cluster, library: Path, tmp_path: Path, root: Path
) -> None:
    worker = cluster.worker("one")
    run = at_work(cluster, root, library, tmp_path / "output")
    worker.kill()
    time.sleep(13)  # the build waits for a worker now
    cluster.scheduler.kill()
    err = refused(run, tmp_path / "output")
    assert err.endswith(f"the scheduler at {cluster.address} is gone; start it, or leave out --cluster\n")


def test_a_worker_of_another_press_that_joins_and_fails_is_told(
    cluster: Cluster, library: Path, tmp_path: Path, root: Path
) -> None:
    shutil.copytree(root / "press", tmp_path / "elsewhere" / "press")
    with (tmp_path / "elsewhere" / "press" / "pipeline" / "reading.py").open("a") as reading:
        reading.write("\ndef unpacked(article, source):\n    raise AttributeError('Section')\n")
    worker = cluster.worker("one")
    run = at_work(cluster, root, library, tmp_path / "output")
    worker.send_signal(signal.SIGSTOP)  # the other has to come before all is done
    cluster.worker("other", tmp_path / "elsewhere")
    while (tmp_path / "scheduler" / "log").read_text().count("Register worker") < 2:
        time.sleep(0.05)
    worker.send_signal(signal.SIGCONT)
    _, err = run.communicate(timeout=120)
    assert run.returncode == 6
    assert re.fullmatch(r"the worker at tcp://\S+ lacks the press, or has another version .*", err.splitlines()[-1])
    assert not files(tmp_path / "output")


def test_without_its_package_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DependencyError, match=r"needs the package `distributed`; run: pip install '\.\[cluster\]'$"):
        next(on_cluster.run_on_cluster([], [], "tcp://localhost:1"))


def test_a_scheduler_that_stands_still_is_not_waited_for_for_ever(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_cluster, "PATIENCE", 1)
    with distributed.Client(cluster.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        cluster.scheduler.send_signal(signal.SIGSTOP)
        with pytest.raises(DependencyError, match=f"the scheduler at {cluster.address} no longer answers; "):
            on_cluster._wait_for_worker(client, "no worker is left", cluster.address)  # noqa: SLF001


def test_a_worker_that_stands_still_is_not_waited_for_for_ever(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_cluster, "PATIENCE", 2)
    worker = cluster.worker("one")
    with distributed.Client(cluster.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=WAIT)
        worker.send_signal(signal.SIGSTOP)
        with pytest.raises(DependencyError, match=f"a worker at {cluster.address} does not answer; "):
            on_cluster._refuse_others(client, cluster.address)  # noqa: SLF001
