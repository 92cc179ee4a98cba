"""Puts faults into templates, reader, writers and finished files; fails unless verification finds every one.

`python tests/mutants [--format F] [--name PART] [--jobs N] [--verbose]`
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from time import perf_counter

sys.path[:0] = [str(Path(__file__).resolve().parents[place]) for place in (1, 2)]

from mutants.catalogue import EQUIVALENT, every_mutant  # noqa: E402
from mutants.mutant import Area, Bench, Mutant  # noqa: E402
from mutants.shelf import shelf  # noqa: E402

from press.model import EDITIONS, Format  # noqa: E402 - after the path is set
from press.pipeline.build import cores  # noqa: E402
from press.verify import verify  # noqa: E402

SHOWN = 3
"""How many findings of a mutant are shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one mutant in one edition; `trouble` is empty where it was caught as it must be."""

    name: str
    edition: str
    trouble: str
    found: str
    seconds: float


_BENCH = Bench()
_MUTANTS: list[Mutant] = []


def main() -> int:
    """Run the mutants; return the exit code."""
    options = _options()
    began = perf_counter()
    _MUTANTS[:] = [mutant for mutant in every_mutant() if options.name in mutant.name]
    editions = [name for name, edition in EDITIONS.items() if options.format in {None, edition.format.value}]
    tasks = [(n, e) for n, mutant in enumerate(_MUTANTS) for e in mutant.expected if e in editions]
    trouble = _undamaged(sorted({(_MUTANTS[number].article, edition) for number, edition in tasks}))
    if any(_MUTANTS[number].area is Area.PUBLISHED for number, _ in tasks):
        shelf(_BENCH)
    try:
        outcomes = _run(tasks, options.jobs)
    finally:
        if _BENCH.shelf:
            rmtree(_BENCH.shelf)
    for outcome in outcomes:
        if outcome.trouble or options.verbose:
            print(f"{outcome.edition:6} {outcome.name}: {outcome.trouble or 'caught'}\n       found {outcome.found}")
    print("\n".join(trouble))
    _table(outcomes)
    print(f"{len(_MUTANTS)} mutants, {len(EQUIVALENT)} equivalent ones left out, {perf_counter() - began:.0f} s")
    return 1 if trouble or not outcomes or any(outcome.trouble for outcome in outcomes) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--format", choices=[kind.value for kind in Format], help="only the editions of this format")
    parser.add_argument("--name", default="", help="only mutants whose name holds this")
    parser.add_argument("--jobs", type=int, default=cores(), help="how many processes (all cores)")
    parser.add_argument("--verbose", action="store_true", help="show also what was caught, with its findings")
    return parser.parse_args()


def _undamaged(needed: Sequence[tuple[str, str]]) -> list[str]:
    """Write each edition that is needed, undamaged; return what verification has to say of it: a false alarm."""
    alarms = []
    for article, name in needed:
        data = _BENCH.file(article, EDITIONS[name])
        findings = verify(data, _BENCH.prepared[article].inventory, EDITIONS[name]).findings
        alarms += [f"false alarm: {article} {name}: {finding.code}: {finding.message}" for finding in findings]
    return alarms


def _run(tasks: Sequence[tuple[int, str]], jobs: int) -> list[Outcome]:
    """Run the tasks in forked processes, which inherit the undamaged editions."""
    if jobs <= 1:
        return [_outcome(task) for task in tasks]
    with ProcessPoolExecutor(jobs, get_context("fork")) as pool:
        return list(pool.map(_outcome, tasks, chunksize=4))


def _outcome(task: tuple[int, str]) -> Outcome:
    mutant, edition = _MUTANTS[task[0]], EDITIONS[task[1]]
    began = perf_counter()
    trouble, found = _caught(mutant, edition.name)
    return Outcome(f"{mutant.area}: {mutant.name}", edition.name, trouble, found, perf_counter() - began)


def _caught(mutant: Mutant, name: str) -> tuple[str, str]:
    """Return what is wrong with how a mutant was caught, and what was found."""
    edition = EDITIONS[name]
    try:
        findings = mutant.damage(_BENCH, mutant.article, edition)
        if isinstance(findings, bytes):
            if findings == _BENCH.file(mutant.article, edition):
                return "NOT DAMAGED: the file is the same", ""
            findings = verify(findings, _BENCH.prepared[mutant.article].inventory, edition).findings
    except Exception as error:  # noqa: BLE001 - whatever it is, it is reported as this mutant's
        return f"FAILED: {type(error).__name__}: {error}", ""
    found = "; ".join(f"{finding.code}: {finding.message}" for finding in findings[:SHOWN]) or "nothing"
    absent = mutant.expected[name] - {finding.code for finding in findings}
    return f"NOT CAUGHT: no {', '.join(sorted(absent))}" if absent else "", found


def _table(outcomes: Sequence[Outcome]) -> None:
    """Print caught/total for each format."""
    total = Counter(EDITIONS[outcome.edition].format for outcome in outcomes)
    caught = Counter(EDITIONS[outcome.edition].format for outcome in outcomes if not outcome.trouble)
    for kind in Format:
        if total[kind]:
            print(f"{kind:5} {caught[kind]:4}/{total[kind]} caught")
    print(f"all   {caught.total():4}/{total.total()} caught")


if __name__ == "__main__":
    sys.exit(main())
