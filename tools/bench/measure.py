"""Measuring a command: seconds by the clock, seconds of the processor, and the memory of all its processes at once."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread
from typing import Self, TypeAlias

INTERVAL = 0.05
"""Seconds between two looks at the memory; fewer while a process is young, or some would end before the first."""
YOUTH = 8
"""A look comes at the latest when a process has become older by one part in so many."""
SHARE = 0.05
"""How much of the time may go into looking: large processes are looked at less often."""


Command: TypeAlias = list[str | Path]


class BenchError(Exception):
    """Something could not be measured, and why."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: seconds by the clock, processor seconds and peak bytes of all its processes; `values` it told itself."""

    seconds: float
    cpu: float
    peak: int
    values: Mapping[str, float] = field(default_factory=dict)


def nothing() -> None:
    """Do nothing before a run."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A command to be measured.

    `before` makes ready for a run, and `after` looks at what came of it and returns what the run told of itself;
    neither is timed. `after` raises BenchError where the command did not do its work.
    """

    name: str
    command: Command
    folder: Path
    before: Callable[[], None] = nothing
    after: Callable[[], dict[str, float]] = dict
    environment: Mapping[str, str] = field(default_factory=dict)


def alternate(contestants: Sequence[Contestant], runs: int, *, warm: bool = False) -> dict[str, list[Sample]]:
    """Return so many runs of each, taken in turns, so that all meet the same weather; `warm`: after one that is let go.

    Raises BenchError where a command fails.
    """
    samples: dict[str, list[Sample]] = {contestant.name: [] for contestant in contestants}
    for number in range(-1 if warm else 0, runs):
        for contestant in contestants:
            contestant.before()
            sample = run(contestant)
            if number >= 0:
                samples[contestant.name].append(sample)
    return samples


def run(contestant: Contestant) -> Sample:
    """Run a command once. Raises BenchError where it fails."""
    with TemporaryFile() as told:
        began = time.perf_counter()
        process = subprocess.Popen(
            contestant.command,
            cwd=contestant.folder,
            env={**environment(), **contestant.environment},
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        with _Watch(process.pid) as watch:
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)  # so that nothing waits for it a second time
        if process.returncode:
            told.seek(0)
            message = told.read().decode(errors="replace")[-2000:]
            raise BenchError(f"{contestant.name} ended with {process.returncode}:\n{message}")
    values = contestant.after()
    return Sample(seconds, used.ru_utime + used.ru_stime, watch.peak, values)


def environment() -> dict[str, str]:
    """Return what every command is given: nothing of make's own, and the same language for all."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8"}


class _Watch:
    """Looks at the memory of a process and all below it, until left; `peak` is the most seen at once, in bytes."""

    def __init__(self, pid: int) -> None:
        self.pid, self.peak = pid, 0
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        born, pause = time.monotonic(), 0.0
        while not self._over.wait(pause):
            began = time.thread_time()
            self.peak = max(self.peak, sum(memory(pid) for pid in family(self.pid)))
            pause = max(min(INTERVAL, (time.monotonic() - born) / YOUTH), (time.thread_time() - began) / SHARE)


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for parent in found:
        with suppress(OSError):  # it has ended
            for task in os.listdir(f"/proc/{parent}/task"):  # noqa: PTH208 - names are all that is wanted
                found += map(int, Path(f"/proc/{parent}/task/{task}/children").read_text("ascii").split())
    return found


def memory(pid: int) -> int:
    """Return the bytes of a process, a page that several share counted in parts (PSS); 0 when it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
