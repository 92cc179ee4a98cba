"""What a run shows: progress on standard error, results on standard output, findings with their place."""

import os
import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from press.errors import Problem
from press.pipeline.report import Result

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

MANY = 6
"""With more handouts than this, the table has a row for each handout instead of each edition."""

PLAIN_WIDTH = 160
"""Columns where the output is no terminal: nothing is cut off in a log."""


class Show:
    """Shows one run. `quiet` leaves only what went wrong."""

    def __init__(self, *, quiet: bool) -> None:
        """Show nothing yet."""
        self.quiet = quiet
        self._bar: Progress | None = None

    def progress(self, total: int, doing: str) -> Callable[[Result], None]:
        """Return a function that is told of each result: a bar on a terminal, a line each elsewhere."""
        if self.quiet or not total:
            return lambda _result: None
        if not sys.stderr.isatty():
            return self._line
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - see _console

        columns = (
            TextColumn(doing),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[name]}"),
        )
        # Refreshed by hand: the workers are forked, and a second thread would be forked with them.
        bar = Progress(*columns, console=_console(stderr=True), transient=True, auto_refresh=False)
        task = bar.add_task(doing, total=total, name="")
        bar.start()
        self._bar = bar
        return lambda result: bar.update(task, advance=1, name=result.file, refresh=True)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def _line(self, result: Result) -> None:
        state = "kept everything" if not result.findings else f"{len(result.findings)} findings"
        self.error(f"{result.file}: {state}")

    def table(self, results: Sequence[Result]) -> None:
        """Print what is in each edition that was made, or in each handout where there are many."""
        self.close()
        made = [result for result in results if result.made]
        if self.quiet or not made:
            return
        from rich.table import Table  # noqa: PLC0415 - see _console

        groups = [list(group) for _, group in groupby(made, key=lambda result: result.file.rpartition("/")[0])]
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("edition" if len(groups) <= MANY else "handout", "file"):
            table.add_column(name, overflow="fold")
        for name in ("size", "pages", "sections", "headings", "words", "time"):
            table.add_column(name, justify="right", no_wrap=True)
        for group in groups:
            for row in group if len(groups) <= MANY else [group]:
                table.add_row(*(_one(row) if isinstance(row, Result) else _many(row)))
        _console(stderr=False).print(table)

    def findings(self, results: Sequence[Result]) -> None:
        """Print every finding with the edition, and the place in the source."""
        for result in results:
            for finding in result.findings:
                place = f"{result.source}:{finding.line or 1}: " if result.source else ""
                edition = f"{result.edition} ({result.file})" if result.edition else result.file
                self.error(f"{place}{edition}: {finding.message} [{finding.code}]")
                message = f"{edition}: {finding.message} [{finding.code}]"
                self.annotate(Problem(result.source, finding.line or 1, message))

    def annotate(self, problem: Problem, kind: str = "error") -> None:
        """In GitHub Actions, show a message beside its line of the source (a workflow command)."""
        if problem.file and os.environ.get("GITHUB_ACTIONS") == "true":
            escaped = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
            _print(f"::{kind} file={problem.file},line={problem.line}::{escaped}")

    def warn(self, problem: Problem) -> None:
        """Print what is no error yet, also when quiet."""
        self.error(f"{problem.file}:{problem.line}: warning: {problem.message}")
        self.annotate(problem, "warning")

    def line(self, text: str) -> None:
        """Print a line of results."""
        if not self.quiet:
            _print(text)

    def error(self, text: str) -> None:
        """Print a message, also when quiet."""
        if self._bar:
            self._bar.console.print(text, soft_wrap=True)
        else:
            _print(text, error=True)


def _console(*, stderr: bool) -> "Console":
    """Return a console of a library that takes a tenth of a second to load: only where there is a table or a bar."""
    from rich.console import Console  # noqa: PLC0415 - as above

    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    width = None if terminal else PLAIN_WIDTH
    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


def _print(text: str, *, error: bool = False) -> None:
    """Print a line, also where a terminal has no sign for some of it."""
    stream = sys.stderr if error else sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()


def _one(result: Result) -> tuple[str, ...]:
    verdict = result.verdict
    counts = (str(verdict.sections), str(verdict.headings), str(verdict.words))
    pages = str(verdict.pages) if verdict.pages else ""
    return (result.edition, result.file, _size(result.size), pages, *counts, f"{result.seconds:.2f} s")


def _many(group: Sequence[Result]) -> tuple[str, ...]:
    verdicts = [result.verdict for result in group]
    totals = [
        f"{sum(count.found for count in counts):,}/{sum(count.expected for count in counts):,}"
        for counts in (
            [v.sections for v in verdicts],
            [v.headings for v in verdicts],
            [v.words for v in verdicts],
        )
    ]
    size, seconds = sum(result.size for result in group), sum(result.seconds for result in group)
    return (group[0].slug, f"{len(group)} files", _size(size), "", *totals, f"{seconds:.2f} s")


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} kB"
