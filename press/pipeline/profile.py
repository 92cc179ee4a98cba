"""Where the time goes: seconds by the clock and of the processor, for each step and edition."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Spent:
    """The time that a step took: seconds by the clock, and of the processor; `edition` is empty where it is for all."""

    step: str
    edition: str
    seconds: float
    cpu: float


@dataclass(slots=True)
class Profile:
    """Notes how long steps take."""

    spent: list[Spent] = field(default_factory=list)

    @contextmanager
    def step(self, name: str, edition: str = "") -> Iterator[None]:
        """Note the time of a step."""
        seconds, cpu = perf_counter(), process_time()
        yield
        self.spent.append(Spent(name, edition, perf_counter() - seconds, process_time() - cpu))

    def add(self, spent: Iterable[Spent]) -> None:
        """Take what was noted in another process."""
        self.spent += spent


def as_json(spent: Iterable[Spent]) -> bytes:
    """Return the sums for each step and edition, the most expensive first, and the share of verification.

    A row is `{"step", "edition", "times", "seconds", "cpu"}`; `verification` is its share of all processor time noted.
    """
    rows: dict[tuple[str, str], dict[str, float | str]] = {}
    for one in spent:
        empty: dict[str, float | str] = {"step": one.step, "edition": one.edition, "times": 0, "seconds": 0, "cpu": 0}
        row = rows.setdefault((one.step, one.edition), empty)
        for key, value in (("times", 1), ("seconds", one.seconds), ("cpu", one.cpu)):
            row[key] += value  # type: ignore[operator]  # these three are numbers
    total = sum(one.cpu for one in spent)
    verified = sum(one.cpu for one in spent if one.step == "verify")
    report = {
        "cpu": round(total, 4),
        "verification": round(verified / total, 4) if total else 0.0,
        "steps": [_rounded(row) for row in sorted(rows.values(), key=lambda row: -float(row["cpu"]))],
    }
    return (json.dumps(report, indent=1) + "\n").encode()


def _rounded(row: dict[str, float | str]) -> dict[str, float | str]:
    return {key: round(value, 4) if isinstance(value, float) else value for key, value in row.items()}
