"""What is wanted of the press, and whether it was met."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tools.bench import names
from tools.bench.record import Record, ratio

NOT_MEASURED = "not measured"
Figure: TypeAlias = Callable[[Record], float | None]


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that is to be at most `limit`; `measure` returns it, or None where a part of it was not measured."""

    what: str
    limit: float
    unit: str
    measure: Figure


def verdict(value: float | None, limit: float) -> str:
    """Return whether a target is met."""
    if value is None:
        return NOT_MEASURED
    return "met" if value <= limit else "**not met**"


def targets(many: int, most: int) -> list[Target]:
    """Return all targets, for `many` handouts and for the most there are."""
    typst, weasyprint = names.PANDOC_TYPST, names.PANDOC_WEASYPRINT
    return [
        Target(f"one handout, four formats: of {weasyprint}", 0.4, "×", beside(names.ONE, 1, weasyprint)),
        Target(f"one handout, four formats: of {typst} (aim: 1)", 1.5, "×", beside(names.ONE, 1, typst)),
        Target(
            f"{many:,} handouts, four formats, two at a time: of {typst}", 0.4, "×", beside(names.MANY, many, typst)
        ),
        *(Target(f"CPU of a PDF: of {name}", 0.55, "×", engine(name)) for name in (names.STOCK, names.STOCK_SHARING)),
        Target(f"{names.NO_CHANGE}, {many:,} handouts", 0.4, "s", lasts(names.NO_CHANGE, many)),
        Target(f"{names.NO_CHANGE}, {many:,} handouts: of Sphinx's html", 1 / 3, "×", beside_sphinx(many)),
        Target(f"{names.NO_CHANGE}, {most:,} handouts", 1, "s", lasts(names.NO_CHANGE, most)),
        Target(f"{names.ONE_CHANGED}, {many:,} handouts", 2, "s", lasts(names.ONE_CHANGED, many)),
        Target(f"{names.COLD}, time of a handout: {most:,} of {many:,}", 1.1, "×", growth(many, most)),
        Target(f"{names.COLD}, peak memory: {most:,} of {many:,}", 1.2, "×", memory(many, most)),
        Target(f"verification's share of the CPU, {many:,} handouts", 15, "%", verification(many)),
    ]


def beside(part: str, size: int, peer: str) -> Figure:
    """Return what measures our seconds beside a peer's."""
    return lambda record: ratio(record.seconds(part, names.OURS, size), record.seconds(part, peer, size))


def lasts(name: str, size: int) -> Figure:
    """Return what measures the seconds of a build of the whole library."""
    return lambda record: record.seconds(names.LIBRARY, name, size)


def beside_sphinx(size: int) -> Figure:
    """Return what measures how long finding nothing to do takes us beside Sphinx."""
    return lambda record: ratio(lasts(names.NO_CHANGE, size)(record), lasts(names.SPHINX_NO_CHANGE, size)(record))


def growth(many: int, most: int) -> Figure:
    """Return what measures a handout's seconds in the largest library beside those in a smaller one: 1 is linear."""

    def measure(record: Record) -> float | None:
        whole = ratio(lasts(names.COLD, most)(record), lasts(names.COLD, many)(record))
        return None if whole is None else whole * many / most

    return measure


def memory(many: int, most: int) -> Figure:
    """Return what measures the peak memory of the largest library beside that of a smaller one."""

    def peak(record: Record, size: int) -> float | None:
        return record.peak(names.LIBRARY, names.COLD, size)

    return lambda record: ratio(peak(record, most), peak(record, many))


def verification(size: int) -> Figure:
    """Return what measures the share of verification in per cent of the processor time that a build noted."""

    def measure(record: Record) -> float | None:
        share = record.value(names.LIBRARY, names.COLD, size, "verification")
        return None if share is None else 100 * share

    return measure


def engine(stock: str) -> Figure:
    """Return what measures the processor seconds of writing a PDF beside those of stock WeasyPrint, of either kind."""

    def measure(record: Record) -> float | None:
        size = record.largest(names.ENGINE)
        ours, theirs = (record.value(names.ENGINE, name, size, "pdf") for name in (names.OURS, stock))
        return ratio(ours, theirs)

    return measure


def efficiency(record: Record) -> float | None:
    """Return how much of a second processor is used: 1 where two processes take half the time of one."""
    size = record.largest(names.WORKERS)
    alone, both = (record.seconds(names.WORKERS, names.workers(count), size) for count in (1, 2))
    whole = ratio(alone, both)
    return None if whole is None else whole / 2
