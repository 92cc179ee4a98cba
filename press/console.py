"""What a run shows: progress on standard error, results on standard output, findings with their place."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from press.pipeline.report import Result

MANY = 6
"""With more handouts than this, the table has a row for each handout instead of each edition."""

PLAIN_WIDTH = 160
"""Columns where the output is no terminal: nothing is cut off in a log."""


class Show:
    """Shows one run. `quiet` leaves only what went wrong."""

    def __init__(self, *, quiet: bool) -> None:
        """Open the two streams."""
        self.quiet = quiet
        self.out = Console(
            width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False, markup=False, emoji=False
        )
        self.err = Console(
            stderr=True,
            width=None if sys.stderr.isatty() else PLAIN_WIDTH,
            highlight=False,
            markup=False,
            emoji=False,
        )

    @contextmanager
    def progress(self, total: int, doing: str) -> Iterator[Callable[[Result], None]]:
        """Give a function that is told of each result: a bar on a terminal, a line each elsewhere."""
        if self.quiet:
            yield lambda _result: None
        elif not self.err.is_terminal:
            yield self._line
        else:
            columns = (
                TextColumn(doing),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.fields[name]}"),
            )
            # Refreshed by hand: the workers are forked, and a second thread would be forked with them.
            with Progress(*columns, console=self.err, transient=True, auto_refresh=False) as bar:
                task = bar.add_task(doing, total=total, name="")
                yield lambda result: bar.update(task, advance=1, name=result.file, refresh=True)

    def _line(self, result: Result) -> None:
        state = "kept everything" if not result.findings else f"{len(result.findings)} findings"
        self.err.print(f"{result.file}: {state}", soft_wrap=True)

    def table(self, results: Sequence[Result]) -> None:
        """Print what is in each edition, or in each handout where there are many."""
        if self.quiet or not results:
            return
        groups = [list(group) for _, group in groupby(results, key=lambda result: (result.slug, result.lang))]
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("edition" if len(groups) <= MANY else "handout", "file"):
            table.add_column(name, overflow="fold")
        for name in ("size", "pages", "sections", "headings", "words", "time"):
            table.add_column(name, justify="right", no_wrap=True)
        for group in groups:
            for row in group if len(groups) <= MANY else [group]:
                table.add_row(*(_one(row) if isinstance(row, Result) else _many(row)))
        self.out.print(table)

    def findings(self, results: Sequence[Result]) -> None:
        """Print every finding with the edition, and the place in the source."""
        for result in results:
            for finding in result.findings:
                place = f"{result.source}:{finding.line or 1}: " if result.source else ""
                edition = f"{result.edition} ({result.file})" if result.edition else result.file
                self.error(f"{place}{edition}: {finding.message} [{finding.code}]")
                self.annotate(result.source, finding.line or 1, f"{edition}: {finding.message} [{finding.code}]")

    def annotate(self, file: str, line: int, message: str) -> None:
        """In GitHub Actions, show a message beside its line of the source (a workflow command)."""
        if file and os.environ.get("GITHUB_ACTIONS") == "true":
            escaped = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
            self.out.print(f"::error file={file},line={line}::{escaped}", soft_wrap=True)

    def line(self, text: str) -> None:
        """Print a line of results."""
        if not self.quiet:
            self.out.print(text, soft_wrap=True)

    def error(self, text: str) -> None:
        """Print a message, also when quiet."""
        self.err.print(text, soft_wrap=True)


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
