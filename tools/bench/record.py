"""What was measured, as values and as JSON: parts that were run at different times are put together here."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median

from tools.bench.measure import BenchError, Sample

ROOT = Path(__file__).resolve().parents[2]
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one command at one size, run by run; `values` are figures that it told itself.

    `taken` is when, `load` how many processes wanted a processor in the minute before, `code` the state of the press.
    """

    part: str
    name: str
    size: int
    seconds: Sequence[float]
    cpu: Sequence[float]
    peak: Sequence[int]
    values: Mapping[str, Sequence[float]]
    taken: str
    load: float
    code: str

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells a row from others: a newer one takes its place."""
        return self.part, self.name, self.size


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold, and whether it did."""

    name: str
    holds: bool
    taken: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When a part began, under what load, and with which state of the press's code."""

    taken: str
    load: float
    code: str

    def row(self, part: str, name: str, size: int, samples: Sequence[Sample]) -> Row:
        """Return the row of some runs."""
        seconds, cpu = [round(run.seconds, 4) for run in samples], [round(run.cpu, 4) for run in samples]
        values = {key: [round(run.values[key], 4) for run in samples] for key in samples[0].values}
        peak = [run.peak for run in samples]
        return Row(part, name, size, seconds, cpu, peak, values, self.taken, self.load, self.code)


def now() -> Moment:
    """Return this moment: the clock in UTC, the load of the last minute, and the state of the code."""
    return Moment(datetime.now(UTC).strftime("%Y-%m-%d %H:%M"), round(os.getloadavg()[0], 1), code())


def code() -> str:
    """Return the beginning of a hash of all that builds handouts: figures of another state are another press's."""
    files = [ROOT / "build.py", *(ROOT / "press").rglob("*.py"), *(ROOT / "templates").rglob("*")]
    total = sha256()
    for file in sorted(file for file in files if file.is_file()):
        total.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:7]


@dataclass(slots=True)
class Record:
    """Everything measured on one machine with one set of tools."""

    machine: str
    versions: dict[str, str]
    rows: dict[tuple[str, str, int], Row] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)

    def add(self, measured: Row | Check) -> None:
        """Take a row or a check, in the place of an older one."""
        if isinstance(measured, Row):
            self.rows[measured.key] = measured
        else:
            self.checks[measured.name] = measured

    def sizes(self, part: str, name: str) -> list[int]:
        """Return the sizes at which something was measured, from the smallest."""
        return sorted(size for of, called, size in self.rows if (of, called) == (part, name))

    def largest(self, part: str) -> int:
        """Return the most handouts that a part was run with; 0 where it was not run."""
        return max((size for of, _, size in self.rows if of == part), default=0)

    def seconds(self, part: str, name: str, size: int) -> float | None:
        """Return the median of the seconds by the clock; None where it was not measured."""
        row = self.rows.get((part, name, size))
        return median(row.seconds) if row else None

    def cpu(self, part: str, name: str, size: int) -> float | None:
        """Return the median of the processor seconds; None where it was not measured."""
        row = self.rows.get((part, name, size))
        return median(row.cpu) if row else None

    def peak(self, part: str, name: str, size: int) -> float | None:
        """Return the median of the peak memory in MiB; None where it was not measured."""
        row = self.rows.get((part, name, size))
        return median(row.peak) / MIB if row else None

    def value(self, part: str, name: str, size: int, key: str) -> float | None:
        """Return the median of a figure that the command told itself; None where it was not measured."""
        row = self.rows.get((part, name, size))
        return median(row.values[key]) if row else None


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """Return how many times `theirs` ours is; None where one was not measured."""
    return ours / theirs if ours is not None and theirs else None


def as_json(record: Record) -> str:
    """Return a record as JSON."""
    whole = {
        "machine": record.machine,
        "versions": record.versions,
        "rows": [asdict(row) for row in record.rows.values()],
        "checks": [asdict(check) for check in record.checks.values()],
    }
    return json.dumps(whole, indent=1) + "\n"


def read_record(file: Path, machine: str, versions: Mapping[str, str]) -> Record:
    """Return what was recorded before; nothing where it was on another machine, or with other versions.

    Figures of two machines, or of two versions of a tool, make no ratio. Raises BenchError where the file is none of
    ours.
    """
    record = Record(machine, dict(versions))
    if not file.exists():
        return record
    try:
        whole = json.loads(file.read_text("utf-8"))
        measured: Iterable[Row | Check] = [Row(**row) for row in whole["rows"]] + [Check(**c) for c in whole["checks"]]
        same = (whole["machine"], whole["versions"]) == (machine, record.versions)
    except (ValueError, KeyError, TypeError) as error:
        raise BenchError(f"{file.name} is no record of the bench; remove it: {error!r}") from error
    for each in measured if same else ():
        record.add(each)
    return record


def machine() -> str:
    """Return what the figures were taken on: system, processor, cores and memory."""
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / MIB / 1024
    return f"{(models or [platform.machine()])[0]}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, {system}"
