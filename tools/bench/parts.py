"""The parts of the bench: each builds made-up handouts in a folder of its own and yields what it measured."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from press.model import EDITIONS
from tools.bench import names, peers
from tools.bench.library import slug_of, write_library
from tools.bench.measure import BenchError, Command, Contestant, alternate, nothing
from tools.bench.record import ROOT, Check, Row, now

FOUR = ("html", "epub", "text", "a4")
"""The editions that the peers make too."""
STOCK = {"HANDOUT_PRESS_ENGINE": "stock"}
"""Leaves WeasyPrint as it comes."""
OFTEN = 15
"""How often at least is measured what is over in a moment; of five runs the median still moves by a twentieth."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many handouts each part is measured with, and how often (by their number; else `OFTEN`)."""

    many: int
    library: Sequence[int]
    engine: int
    workers: int
    runs: Mapping[int, int]

    def runs_of(self, size: int) -> int:
        """Return how often a build from nothing of so many handouts is measured."""
        return self.runs.get(size, OFTEN)


Part: TypeAlias = Callable[[Plan, Path], Iterator[Row | Check]]


@dataclass(frozen=True, slots=True)
class Press:
    """Our own builds of a library into a folder beside it, by `build.py` or by a `module` in its place."""

    folder: Path
    count: int
    module: str = ""

    @property
    def library(self) -> Path:
        """The handouts."""
        return self.folder / "library"

    @property
    def output(self) -> Path:
        """What is published."""
        return self.folder / "output"

    def write(self) -> "Press":
        """Make the handouts up."""
        write_library(self.library, self.count)
        return self

    def build(self, name: str, editions: Sequence[str] = (), *, jobs: int, changed: int | None = None) -> Contestant:
        """Return a build of these editions (all where none is named).

        It begins from nothing, or where handouts are said to have changed, from what was published before.
        """
        wanted = editions or list(EDITIONS)
        written = len(wanted) * (self.count if changed is None else changed)
        profile = self.folder / "profile.json"
        chosen = [word for edition in editions for word in ("--edition", edition)]
        places: Command = ["--source", self.library, "--output", self.output, "--profile", profile]
        program: Command = ["-m", self.module] if self.module else [ROOT / "build.py"]
        command: Command = [sys.executable, *program, "--quiet", "--jobs", str(jobs), *places, *chosen]
        before = self.clear if changed is None else nothing
        return Contestant(name, command, ROOT, before, lambda: self._told(profile, wanted, written))

    def clear(self) -> None:
        """Take away what was published."""
        shutil.rmtree(self.output, ignore_errors=True)

    def _told(self, profile: Path, editions: Sequence[str], written: int) -> dict[str, float]:
        """Return what a build told of itself. Raises BenchError where a file is missing, or it wrote more or fewer."""
        slugs = [slug_of(number) for number in range(1, self.count + 1)]
        files = [f"{slug}/{slug}{EDITIONS[edition].suffix}" for slug in slugs for edition in editions]
        missing = [file for file in files if not (self.output / file).is_file()]
        if missing:
            raise BenchError(f"the press did not make {len(missing)} of {len(files)} files, {missing[0]} is one")
        whole = json.loads(profile.read_text("utf-8"))
        writes = {step["edition"]: step for step in whole["steps"] if step["step"] == "write"}
        if (times := sum(step["times"] for step in writes.values())) != written:
            raise BenchError(f"the press wrote {times} files where {written} were to be written")
        pdf = writes["a4"]["cpu"] / writes["a4"]["times"] if "a4" in writes else 0.0
        return {"verification": whole["verification"], "pdf": pdf}

    def change_one(self) -> Callable[[], None]:
        """Return what changes a handout in the middle of the library, each time it is called into something new."""
        article = self.library / slug_of((self.count + 1) // 2) / "article.md"
        original = article.read_text("utf-8")
        changes = 0

        def change() -> None:
            nonlocal changes
            changes += 1
            sentence = f"This is change number {changes}.\n\n## Before you go"
            article.write_text(original.replace("## Before you go", sentence), "utf-8")

        return change

    def hashes(self) -> dict[str, str]:
        """Return the hash of every published file."""
        files = sorted(path for path in self.output.rglob("*") if path.is_file())
        return {path.relative_to(self.output).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def one(_plan: Plan, work: Path) -> Iterator[Row]:
    """Measure one handout from nothing: ours and every peer, one process at a time, and two where they can."""
    press = Press(work, 1).write()
    peers.translate(press.library, work / "peers")
    alone, both = (
        [
            press.build(names.OURS, FOUR, jobs=jobs),
            *(peers.pandoc(work / "peers", each, jobs) for each in peers.ENGINES),
        ]
        for jobs in (1, 2)
    )
    contestants = [
        *alone,
        *(replace(contestant, name=names.doubled(contestant.name)) for contestant in both),
        peers.floor(work / "peers", 1),
        press.build(names.ALL_EIGHT, jobs=1),
        peers.wrapper(work),
    ]
    yield from _rows(names.ONE, 1, contestants, OFTEN, warm=True)


def many(plan: Plan, work: Path) -> Iterator[Row]:
    """Measure many handouts from nothing: ours and every peer, two processes at a time."""
    size = plan.many
    press = Press(work, size).write()
    peers.translate(press.library, work / "peers")
    contestants = [
        press.build(names.OURS, FOUR, jobs=2),
        *(peers.pandoc(work / "peers", each, 2) for each in peers.ENGINES),
        peers.floor(work / "peers", 2),
    ]
    yield from _rows(names.MANY, size, contestants, plan.runs_of(size))


def library(plan: Plan, work: Path) -> Iterator[Row]:
    """Measure libraries of all sizes, all eight editions: from nothing, with nothing changed, with one changed."""
    for size in plan.library:
        folder = work / str(size)
        press = Press(folder, size).write()
        yield from _rows(names.LIBRARY, size, [press.build(names.COLD, jobs=2)], plan.runs_of(size))
        peers.prepare_sphinx(press.library, folder / "sphinx")
        yield from _rows(names.LIBRARY, size, [peers.sphinx(folder / "sphinx", cold=True)], 1)
        idle = [press.build(names.NO_CHANGE, jobs=2, changed=0), peers.sphinx(folder / "sphinx", cold=False)]
        yield from _rows(names.LIBRARY, size, idle, OFTEN)
        changed = replace(press.build(names.ONE_CHANGED, jobs=2, changed=1), before=press.change_one())
        yield from _rows(names.LIBRARY, size, [changed], OFTEN)
        shutil.rmtree(folder)


def engine(plan: Plan, work: Path) -> Iterator[Row | Check]:
    """Measure the A4 sheet with our engine, and with WeasyPrint as it comes; the bytes must be the same."""
    three = {
        names.OURS: Press(work / "ours", plan.engine).write(),
        names.STOCK: Press(work / "stock", plan.engine, module="tools.bench.unshared").write(),
        names.STOCK_SHARING: Press(work / "sharing", plan.engine).write(),
    }
    builds = [
        replace(press.build(name, ("a4",), jobs=1), environment={} if name == names.OURS else STOCK)
        for name, press in three.items()
    ]
    yield from _rows(names.ENGINE, plan.engine, builds, plan.runs_of(plan.engine), warm=True)
    ours, *others = (press.hashes() for press in three.values())
    same = all(ours == other for other in others)
    yield Check("The same bytes with our engine and with stock WeasyPrint", same, now().taken)


def workers(plan: Plan, work: Path) -> Iterator[Row | Check]:
    """Measure one, two and four processes; the bytes must be the same."""
    crews = {count: Press(work / str(count), plan.workers).write() for count in (1, 2, 4)}
    builds = [press.build(names.workers(count), jobs=count) for count, press in crews.items()]
    yield from _rows(names.WORKERS, plan.workers, builds, plan.runs_of(plan.workers))
    first, *others = (press.hashes() for press in crews.values())
    yield Check("The same bytes from 1, 2 and 4 processes", all(first == other for other in others), now().taken)


def _rows(part: str, size: int, contestants: Sequence[Contestant], runs: int, *, warm: bool = False) -> Iterator[Row]:
    """Measure contestants in turns and yield a row for each."""
    moment = now()
    for name, samples in alternate(contestants, runs, warm=warm).items():
        yield moment.row(part, name, size, samples)


PARTS: dict[str, Part] = {
    names.ONE: one,
    names.MANY: many,
    names.LIBRARY: library,
    names.ENGINE: engine,
    names.WORKERS: workers,
}
