"""Run the bench: `make bench`, or `python -m tools.bench --quick`.

Exit codes: 0 measured, whatever the figures are; 1 something could not be measured, or bytes differed that must not.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from platform import python_version
from statistics import median
from tempfile import TemporaryDirectory

import click

from press import __version__
from tools.bench import names, peers
from tools.bench.measure import BenchError
from tools.bench.parts import PARTS, Plan
from tools.bench.record import ROOT, Check, Record, Row, as_json, machine, read_record
from tools.bench.report import page

MOST = 1000
WHOLE = Plan(many=200, library=(1, 200, MOST), engine=20, workers=40, runs={200: 3, MOST: 1, 40: 3})
QUICK = Plan(many=20, library=(1, 20), engine=4, workers=6, runs={20: 3, 4: 3, 6: 1})


@click.command()
@click.option("--quick", is_flag=True, help="Few handouts, in minutes; written to build/bench/.")
@click.option("--only", multiple=True, type=click.Choice(list(names.PARTS)), help="Only this part (repeatable).")
@click.option("--size", "sizes", multiple=True, type=click.IntRange(1), help="Only libraries so large (repeatable).")
@click.option("--runs", type=click.IntRange(1), help="How often what takes long is measured.")
@click.option("--record", type=click.Path(path_type=Path, file_okay=False), help="Where page and record are written.")
def main(*, quick: bool, only: Sequence[str], sizes: Sequence[int], runs: int | None, record: Path | None) -> None:
    """Measure the press beside its peers, print the figures and write them to docs/benchmarks.md."""
    plan = QUICK if quick else WHOLE
    if runs:
        plan = replace(plan, runs=dict.fromkeys(plan.runs, runs))
    if sizes:
        plan = replace(plan, library=sizes)
    folder = record or (ROOT / "build" / "bench" if quick else ROOT / "docs")
    try:
        measured = _measure(plan, only or list(PARTS), folder)
    except BenchError as error:
        raise click.ClickException(str(error)) from error
    click.echo(page(measured, plan.many, MOST))
    if broken := [check.name for check in measured.checks.values() if not check.holds]:
        raise click.ClickException(f"not so: {', '.join(broken)}")


def _measure(plan: Plan, parts: Sequence[str], folder: Path) -> Record:
    """Run parts and return the record, which is written anew with every figure. Raises BenchError."""
    if not Path("/proc/self/smaps_rollup").exists():
        raise BenchError("the memory of processes can be measured on Linux only")
    versions = {"Python": python_version(), "Handout Press": __version__, **peers.versions()}
    record = read_record(folder / "benchmarks.json", machine(), versions)
    folder.mkdir(parents=True, exist_ok=True)
    for name in parts:
        with TemporaryDirectory(prefix="bench-") as work:
            for measured in PARTS[name](plan, Path(work).resolve()):
                record.add(measured)
                click.echo(f"{name}: {_told(measured)}", err=True)
                (folder / "benchmarks.json").write_text(as_json(record), "utf-8")
                (folder / "benchmarks.md").write_text(page(record, plan.many, MOST), "utf-8")
    return record


def _told(measured: Row | Check) -> str:
    """Return a figure in a line, for who waits."""
    if isinstance(measured, Check):
        return f"{measured.name}: {'yes' if measured.holds else 'no'}"
    return f"{measured.name}, {measured.size}: {median(measured.seconds):.3f} s, {median(measured.cpu):.3f} s CPU"


if __name__ == "__main__":
    main()
