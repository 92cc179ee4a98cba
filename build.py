#!/usr/bin/env python3
"""Handout Press: render every handout in all editions, read each back, publish only if nothing is lost."""

import sys
from importlib.util import find_spec


def _refuse(reason: str) -> None:
    """End with the exit code of a missing dependency, in one line."""
    sys.stderr.write("build.py: " + reason + "\n")
    sys.exit(6)


_NEEDED = (
    "anyascii babel click ebooklib jinja2 markdown_it mdit_py_plugins pikepdf pypdfium2 rich selectolax weasyprint yaml"
)
if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one is told so
    _refuse("this Python is too old; run `make` with Python 3.11 or newer")
if _missing := [name for name in _NEEDED.split() if find_spec(name) is None]:
    _refuse("missing " + ", ".join(_missing) + "; run `make` here, or `pip install .`")

# ruff: noqa: E402 - nothing of the press can be imported before the check above
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from press import __version__
from press.console import Show
from press.errors import ExitCode, PressError, SourceError
from press.model import EDITIONS, Edition, Format
from press.pipeline.build import Order, build
from press.pipeline.check import check
from press.pipeline.clean import clean
from press.pipeline.report import Result, is_good, write_report
from press.pipeline.sources import House, Source, read_house, read_sources
from press.pipeline.tasks import cores, prepare

ROOT = Path(__file__).resolve().parent
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)


class Commands(click.Group):
    """A group whose default command is `build`: `build.py SLUG --edition a4` as well as `build.py verify`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command first, wherever it stands among the options; `build` where there is none."""
        if args[:1] not in (["--help"], ["-h"], ["--version"]):
            operand = _first_operand(args, self.commands["build"])
            if operand in self.commands:
                args.remove(operand)
                args.insert(0, operand)
            else:
                args.insert(0, "build")
        return super().parse_args(ctx, args)


def _first_operand(args: Sequence[str], command: click.Command) -> str:
    """Return the first argument that is neither an option of the command nor an option's value."""
    options = [option for option in command.params if isinstance(option, click.Option)]
    valued = {name for option in options if not option.is_flag for name in option.opts}
    before = ["", *args]
    return next((arg for arg, last in zip(args, before, strict=False) if arg[:1] != "-" and last not in valued), "")


@dataclass(slots=True)
class Run:
    """One run of a command: what it shows, and the report that it leaves whatever happens."""

    show: Show
    report: Path | None = None
    results: list[Result] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def finish(self) -> None:
        """Show and report what was found; end with the exit code of verification if that is anything."""
        self.show.table(self.results)
        self.show.findings(self.results)
        if not is_good(self.results):
            sys.exit(ExitCode.VERIFICATION)


@contextmanager
def _running(report: Path | None, *, quiet: bool) -> Iterator[Run]:
    """Turn every failure into its message and its exit code, and write the report."""
    run = Run(Show(quiet=quiet), report)
    try:
        yield run
    except PressError as error:
        for problem in error.problems if isinstance(error, SourceError) else ():
            run.show.annotate(problem.file, problem.line, problem.message)
        _fail(run, str(error), error.exit_code)
    except KeyboardInterrupt:
        _fail(run, "stopped; what was published before is untouched", ExitCode.UNEXPECTED)
    except Exception as error:
        if os.environ.get("HANDOUT_PRESS_DEBUG"):
            raise
        told = f"unexpected {type(error).__name__}: {error}; this is a fault of the press, please report it"
        _fail(run, f"{told} (HANDOUT_PRESS_DEBUG=1 shows more)", ExitCode.UNEXPECTED)
    finally:
        if report:
            write_report(report, run.results, run.errors)


def _fail(run: Run, message: str, code: ExitCode) -> None:
    run.errors += message.splitlines()
    run.show.error(message)
    sys.exit(code)


def _source_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what every command that reads the sources takes."""
    for option in (
        click.option("--quiet", is_flag=True, help="Show only what went wrong."),
        click.option("--clinic", type=FILE, help="The practice's file; clinic.toml beside build.py if there is one."),
        click.option("--source", type=FOLDER, default=ROOT / "source", show_default="source", help="The handouts."),
        click.argument("slugs", nargs=-1, metavar="[SLUG ...]"),
    ):
        command = option(command)
    return command


_output_option = click.option(
    "--output", type=FOLDER, default=ROOT / "output", show_default="output", help="Where files are published."
)
_report_option = click.option(
    "--report", type=FILE, help="Write what was found: JSON, or JUnit XML if it ends in .xml."
)


def _read(source: Path, slugs: Sequence[str], clinic: Path | None) -> tuple[list[Source], House]:
    default = ROOT / "clinic.toml"
    house = read_house(ROOT / "templates", clinic or (default if default.exists() else None))
    return read_sources(source, slugs, reserved=cli.commands), house


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="Handout Press")
def cli() -> None:
    """Render every handout in all editions, read each file back, publish only if nothing is lost.

    Without a command it builds: all handouts, or those named (`build.py SLUG --edition a4`).

    Exit codes: 0 all good, 1 unexpected, 2 usage, 3 source, 4 rendering, 5 verification (something lost),
    6 a dependency is missing. After any exit but 0 what was published before is untouched.
    """


@cli.command("build")
@_source_options
@_output_option
@_report_option
@click.option(
    "--edition",
    "names",
    multiple=True,
    type=click.Choice(list(EDITIONS)),
    help="Only this edition (repeatable).",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([kind.value for kind in Format]),
    help="Only this format (repeatable).",
)
@click.option("--jobs", type=click.IntRange(1), default=cores, show_default="all cores", help="How many processes.")
@click.option("--force", is_flag=True, help="Build also what has not changed (every build does so for now).")
@click.option("--check", "only_check", is_flag=True, help="Build and verify, publish nothing.")
def build_command(  # noqa: PLR0913, PLR0917 - one for each option
    slugs: tuple[str, ...],
    source: Path,
    output: Path,
    clinic: Path | None,
    report: Path | None,
    names: tuple[str, ...],
    formats: tuple[str, ...],
    jobs: int,
    *,
    force: bool,  # noqa: ARG001 - nothing is cached yet
    only_check: bool,
    quiet: bool,
) -> None:
    """Build, verify and publish (the default command)."""
    editions = _editions(names, formats)
    with _running(report, quiet=quiet) as run:
        sources, house = _read(source, slugs, clinic)
        whole = not slugs and len(editions) == len(EDITIONS)
        order = Order(sources, editions, house, output, jobs, whole, only_check)
        with run.show.progress(len(sources) * len(editions), "building") as progress:
            run.results = build(order, progress)
        run.finish()
        count = f"{len(run.results)} files of {len(sources)} {'handout' if len(sources) == 1 else 'handouts'}"
        run.show.line(
            f"{count}: nothing lost, {'nothing published (--check)' if only_check else f'published in {output}'}"
        )


def _editions(names: Sequence[str], formats: Sequence[str]) -> list[Edition]:
    """Return the editions named, and those of the formats named; all where nothing is named."""
    chosen = [e for e in EDITIONS.values() if e.name in names or e.format in formats]
    return chosen or list(EDITIONS.values())


@cli.command("verify")
@_source_options
@_output_option
@_report_option
def verify_command(  # noqa: PLR0913 - one for each option
    slugs: tuple[str, ...],
    source: Path,
    output: Path,
    clinic: Path | None,
    report: Path | None,
    *,
    quiet: bool,
) -> None:
    """Read back what stands in the output folder and compare it with the sources and the manifest."""
    with _running(report, quiet=quiet) as run:
        sources, house = _read(source, slugs, clinic)
        with run.show.progress(len(sources) * len(EDITIONS), "verifying") as progress:
            run.results = check(sources, house, output, whole=not slugs, progress=progress)
        run.finish()
        run.show.line(f"{len(run.results)} files: nothing lost, nothing changed")


@cli.command("outline")
@_source_options
def outline_command(slugs: tuple[str, ...], source: Path, clinic: Path | None, *, quiet: bool) -> None:
    """Print the title and headings of each handout, indented by level."""
    with _running(None, quiet=quiet) as run:
        for made in prepare(*_read(source, slugs, clinic)):
            run.show.line(f"{made.source.stem}:")
            for heading in made.inventory.outline:
                run.show.line("  " * heading.level + heading.text)


@cli.command("editions")
def editions_command() -> None:
    """List the editions that come out of every handout."""
    for edition in EDITIONS.values():
        click.echo(f"{edition.name:<20}{edition.format:<6}SLUG{edition.suffix}")


@cli.command("clean")
@_output_option
@click.option("--quiet", is_flag=True, help="Show only what went wrong.")
def clean_command(output: Path, *, quiet: bool) -> None:
    """Remove what was published; files that are not in the manifest stay."""
    with _running(None, quiet=quiet) as run:
        run.show.line(f"removed {clean(output)} files from {output}")


if __name__ == "__main__":
    cli(prog_name="build.py")
