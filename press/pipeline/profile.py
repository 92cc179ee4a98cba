"""Where the time goes: seconds by the clock and of the processor, for each step and edition."""

import json
from collections.abc import Iterable, Iterator, Sequence
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


def as_json(spent: Sequence[Spent]) -> bytes:
    """Return the sums for each step and edition, the most expensive first, and the share of verification.

    A row is `{"step", "edition", "times", "seconds", "cpu"}`; `verification` is its share of all processor time noted.
    """
    steps: dict[tuple[str, str], list[Spent]] = {}
    for one in spent:
        steps.setdefault((one.step, one.edition), []).append(one)
    total = _cpu(spent)
    verified = _cpu(one for one in spent if one.step == "verify")
    report = {
        "cpu": round(total, 4),
        "verification": round(verified / total, 4) if total else 0.0,
        "steps": [_row(times) for times in sorted(steps.values(), key=_cpu, reverse=True)],
    }
    return (json.dumps(report, indent=1) + "\n").encode()


def _cpu(spent: Iterable[Spent]) -> float:
    return sum(one.cpu for one in spent)


def _row(times: Sequence[Spent]) -> dict[str, float | str]:
    """Return the sums of all the times of one step of one edition."""
    step, edition, seconds = times[0].step, times[0].edition, sum(one.seconds for one in times)
    sums = {"seconds": round(seconds, 4), "cpu": round(_cpu(times), 4)}
    return {"step": step, "edition": edition, "times": len(times), **sums}
