"""What a run shows: progress on standard error, results on standard output, findings with their place."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import groupby

import click

from press.errors import Problem, written_out
from press.pipeline.result import Result

MANY = 6
"""With more handouts than this, the table has a row for each handout instead of each edition."""


class Show:
    """Shows one run. `quiet` leaves only what went wrong."""

    def __init__(self, *, quiet: bool) -> None:
        """Show nothing yet."""
        self.quiet = quiet
        self._bar = ExitStack()

    def progress(self, total: int, doing: str) -> Callable[[Result], None]:
        """Return a function that is told of each result: a bar on a terminal, a line each elsewhere."""
        if self.quiet or not total:
            return lambda _result: None
        if sys.stderr is None or not sys.stderr.isatty():  # None: closed before this began
            return self._tell
        bar = self._bar.enter_context(click.progressbar(length=total, label=doing, file=sys.stderr, show_pos=True))
        return lambda _result: bar.update(1)

    def close(self) -> None:
        """End the bar."""
        self._bar.close()

    def _tell(self, result: Result) -> None:
        """Print in a line whether an edition kept everything."""
        state = "kept everything" if not result.findings else counted(len(result.findings), "finding")
        self.error(f"{result.file}: {state}")

    def table(self, results: Sequence[Result]) -> None:
        """Print what is in each edition that was made, or in each handout where there are many."""
        self.close()
        made = [result for result in results if result.made]
        if self.quiet or not made:
            return
        groups = [list(group) for _, group in groupby(made, key=lambda result: result.folder)]
        if len(groups) <= MANY:
            head, rows = "edition", [_one(result) for group in groups for result in group]
        else:
            head, rows = "handout", [_many(group) for group in groups]
        _print_table([(head, "size", "pages", "sections", "headings", "words", "time", "file"), *rows])

    def findings(self, results: Sequence[Result]) -> None:
        """Print every finding with the edition, and the place in the source."""
        for result in results:
            for finding in result.findings:
                edition = f"{result.edition} ({result.file})" if result.edition else result.file
                message = f"{edition}: {finding.message} [{finding.code}]"
                problem = Problem(result.source, finding.line or 1, message)
                self.error(str(problem))
                self.annotate(problem)

    def annotate(self, problem: Problem, kind: str = "error") -> None:
        """In GitHub Actions, show a message beside its line of the source (a workflow command)."""
        if problem.file and os.environ.get("GITHUB_ACTIONS") == "true":
            message, file = (text.replace("%", "%25") for text in (problem.message, problem.file))
            file = file.replace(":", "%3A").replace(",", "%2C")
            _print(f"::{kind} file={file},line={problem.line}::{message}")

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
        self.close()
        _print(text, error=True)


def counted(count: int, thing: str) -> str:
    """Return how many there are of a thing, as one says it: `1 file`, `2 files`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns, figures to the right; what may be long comes last, where a terminal breaks the line."""
    lines = [[*map(written_out, row)] for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for name, *figures, last in lines:
        columns = [name.ljust(widths[0]), *map(str.rjust, figures, widths[1:-1])]
        _print("  ".join([*columns, last]))


def _print(text: str, *, error: bool = False) -> None:
    """Print lines, also where a terminal has no sign for some of it, or would obey it; nothing where nobody listens."""
    stream = sys.stderr if error else sys.stdout
    if stream is None:  # closed before this began
        return
    encoding = stream.encoding or "utf-8"
    shown = "\n".join(map(written_out, text.split("\n")))
    try:
        stream.write(shown.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        stream.flush()
    except BrokenPipeError:
        # After `| head`. What is still in the stream goes nowhere too, or Python would try again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError as refusal:
        refusal.filename = "standard error" if stream is sys.stderr else "standard output"
        raise


def _one(result: Result) -> tuple[str, ...]:
    pages = str(result.verdict.pages) if result.verdict.pages else ""
    return (result.edition, _size(result.size), pages, *map(str, result.counts), _time(result.seconds), result.file)


def _many(group: Sequence[Result]) -> tuple[str, ...]:
    kinds = zip(*(result.counts for result in group), strict=True)
    totals = [f"{sum(one.found for one in counts):,}/{sum(one.expected for one in counts):,}" for counts in kinds]
    size, seconds = sum(result.size for result in group), sum(result.seconds for result in group)
    return (group[0].folder, _size(size), "", *totals, _time(seconds), counted(len(group), "file"))


def _time(seconds: float) -> str:
    """Return how long something took; nothing where that was not measured."""
    return f"{seconds:.2f} s" if seconds else ""


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} kB"
