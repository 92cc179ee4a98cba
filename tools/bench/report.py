"""The page of figures: targets first, then ratios, then seconds."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

from press.model import EDITIONS
from tools.bench import names
from tools.bench.record import MIB, Record, Row, ratio
from tools.bench.targets import NOT_MEASURED, Target, efficiency, targets, verdict

INTRODUCTION = Path(__file__).with_name("introduction.md").read_text("utf-8")


def page(record: Record, many: int, most: int) -> str:
    """Return the page, with the targets for `many` handouts and for the most there are."""
    versions = _table(("tool", "version"), sorted(record.versions.items()))
    sections = [
        INTRODUCTION.splitlines(),
        ["## Targets", "", *_targets(record, targets(many, most)), *_checks(record)],
        ["## Beside the peers", "", *_compared(record)],
        ["## As a library grows", "", *_growth(record)],
        ["## Everything measured"],
        *([f"**{part}.** {told}", "", *_rows(record, part)] for part, told in names.PARTS.items()),
        ["## Where, and with what", "", f"{record.machine}.", "", *versions],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table; columns whose names end with a space hold numbers and are set to the right."""
    names_of = [name.strip() for name in head]
    rule = ["---:" if name.endswith(" ") else "---" for name in head]
    return [f"| {' | '.join(cells)} |" for cells in (names_of, rule, *rows)]


def _times(value: float | None, unit: str = "×") -> str:
    return "–" if value is None else f"{value:.{1 if unit == '%' else 3}f} {unit}"


def _targets(record: Record, wanted: Iterable[Target]) -> list[str]:
    rows = []
    for target in wanted:
        value = target.measure(record)
        limit = f"{target.limit:.3g} {target.unit}"
        rows.append((target.what, limit, _times(value, target.unit), verdict(value, target.limit)))
    return _table(("figure", "at most ", "measured ", "result"), rows)


def _checks(record: Record) -> Iterator[str]:
    for check in record.checks.values():
        yield ""
        yield f"{check.name}: {'yes' if check.holds else '**no**'} ({check.taken} UTC)."


def _compared(record: Record) -> list[str]:
    """Return the ratios of everything that is set side by side."""
    rows = []
    for part, ours, theirs in names.COMPARED:
        for size in record.sizes(part, theirs):
            figures = [
                ratio(measure(part, ours, size), measure(part, theirs, size))
                for measure in (record.seconds, record.cpu, record.peak)
            ]
            rows.append((f"{part}: {ours} / {theirs}", f"{size:,}", *map(_times, figures)))
    head = ("what", "handouts ", "time ", "CPU ", "memory ")
    return _table(head, rows)


def _growth(record: Record) -> list[str]:
    """Return what a build from nothing takes of each size of library."""
    rows = []
    for size in record.sizes(names.LIBRARY, names.COLD):
        row = record.rows[names.LIBRARY, names.COLD, size]
        rows.append(
            (
                f"{size:,}",
                f"{size / median(row.seconds):.2f}",
                f"{median(row.cpu) / (size * len(EDITIONS)):.3f}",
                f"{median(row.values['verification']):.1%}",
                f"{median(row.peak) / MIB:.0f}",
            )
        )
    head = ("handouts ", "handouts a second ", "CPU s an edition ", "of it verification ", "memory MiB ")
    use = efficiency(record)
    both = NOT_MEASURED if use is None else f"{use:.3f} (1 would be twice as fast as one)"
    return [*_table(head, rows), "", f"Efficiency of two processes: {both}."]


def _rows(record: Record, part: str) -> list[str]:
    """Return every row of a part, with the least and the most of its seconds."""
    rows = sorted((row for row in record.rows.values() if row.part == part), key=lambda row: row.size)
    head = (
        "what",
        "handouts ",
        "seconds ",
        "from–to ",
        "CPU s ",
        "memory MiB ",
        "runs ",
        "taken (UTC)",
        "load ",
        "code",
    )
    return _table(head, map(_row, rows)) if rows else ["Not measured."]


def _row(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        f"{row.size:,}",
        f"{median(row.seconds):.3f}",
        f"{min(row.seconds):.2f}–{max(row.seconds):.2f}",
        f"{median(row.cpu):.3f}",
        f"{median(row.peak) / MIB:.0f}",
        str(len(row.seconds)),
        row.taken,
        f"{row.load:.1f}",
        f"`{row.code}`",
    )
