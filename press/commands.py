"""The command line: what `build.py` understands, and the exit codes that errors become here and nowhere else."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from press import __version__
from press.console import Show, counted
from press.errors import ExitCode, PressError, Problem, SourceError, UsageError
from press.model import EDITIONS, Edition
from press.options import (
    FOLDER,
    TEMPLATES,
    build_options,
    clinic_option,
    clinics_of,
    output_option,
    quiet_option,
    refuse_own,
    report_option,
    source_options,
)
from press.pipeline.build import Order, build, cores
from press.pipeline.files import open_at_once, shown_as
from press.pipeline.governance import warnings
from press.pipeline.houses import House, read_houses
from press.pipeline.profile import Profile, as_json
from press.pipeline.publish import Part, refuse_output_among_sources, refuse_output_in_source
from press.pipeline.result import Result, is_good
from press.pipeline.shelves import abandoned, edited, made_otherwise, unrecorded, withdrawn
from press.pipeline.sources import Source, read_sources, shard_of
from press.pipeline.staging import alone, put_back
from press.pipeline.stopping import heed, see_it_through
from press.pipeline.tables import crowded_tables


class Commands(click.Group):
    """A group whose default command is `build`: `build.py SLUG --edition a4` as well as `build.py verify`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command first, wherever it stands among the options; `build` where there is none."""
        if args[:1] not in (["--help"], ["-h"], ["--version"]):
            place = _first_operand(args, self.commands["build"])
            is_command = place < len(args) and args[place] in self.commands
            args.insert(0, args.pop(place) if is_command else "build")
        return super().parse_args(ctx, args)

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as click has it
        """Run a command. Where help, or what is wrong with an option, cannot be shown, that is told in a line."""
        with _running(None, quiet=True):
            return super().main(*args, **kwargs)


def _first_operand(args: Sequence[str], command: click.Command) -> int:
    """Return the place of the first argument that is neither an option of the command nor an option's value."""
    options = [option for option in command.params if isinstance(option, click.Option)]
    valued = {name for option in options if not option.is_flag for name in option.opts}
    before = ["", *args]
    places = (place for place, arg in enumerate(args) if arg[:1] != "-" and before[place] not in valued)
    return next(places, len(args))


@dataclass(slots=True)
class Run:
    """One run of a command: what it shows, and the report that it leaves whatever happens."""

    show: Show
    report: Path | None = None
    results: list[Result] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def finish(self, results: list[Result]) -> None:
        """Show and report what was found; end with the exit code of verification if that is anything.

        Else what was begun comes to its end from here on, as the report says. Raises UsageError where the report cannot
        be written.
        """
        heed()
        self.results = results
        self.show.table(results)
        self.show.findings(results)
        if not is_good(results):
            self._end(ExitCode.VERIFICATION)
        self._write_report()
        see_it_through()

    def fail(self, message: str, code: ExitCode) -> NoReturn:
        """Show and report why the run ends, and end it."""
        see_it_through()
        self.errors += message.splitlines()
        self.show.error(message)
        self._end(code)

    def done(self, told: str) -> None:
        """Show what was done; where that cannot be shown, it is done all the same."""
        try:
            self.show.line(told)
        except OSError as error:
            self.show.error(f"{error.filename}: {error.strerror}; {told}")

    def _end(self, code: ExitCode) -> NoReturn:
        """Report what was found, and end the run; where that cannot be written, it was found all the same."""
        try:
            self._write_report()
        except UsageError as error:
            self.show.error(str(error))
        sys.exit(code)

    def _write_report(self) -> None:
        """Write the report if one is wanted. Raises UsageError where it cannot be written, once."""
        if self.report:
            from press.pipeline.report import report_of  # noqa: PLC0415 - few runs leave one

            try:
                _write(self.report, report_of(self.report.name, self.results, self.errors))
            except UsageError:
                self.report = None  # it would be refused again
                raise


def _write(path: Path, data: bytes) -> None:
    """Write a file; where it is a pipe from which nobody reads, that is refused instead of waited for."""
    try:
        with open(path, "wb", opener=open_at_once) as file:
            os.set_blocking(file.fileno(), True)
            file.write(data)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}; name another file") from error


@contextmanager
def _running(report: Path | None, *, quiet: bool) -> Iterator[Run]:
    """Turn every failure into its message and its exit code."""
    run = Run(Show(quiet=quiet), report)
    try:
        try:
            yield run
        except Exception:
            heed()  # Python makes a RuntimeError of a signal that comes while it makes a class
            raise
    except PressError as error:
        for problem in error.problems if isinstance(error, SourceError) else ():
            run.show.annotate(problem)
        run.fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        run.fail("stopped; what was published before is untouched", ExitCode.UNEXPECTED)
    except Exception as error:
        if os.environ.get("HANDOUT_PRESS_DEBUG"):
            raise
        if isinstance(error, ImportError) and not (error.name or "").startswith("press"):  # what a library needs
            run.fail(f"{' '.join(str(error).split())}; run `make` here, or `pip install .`", ExitCode.DEPENDENCY)
        if isinstance(error, MemoryError):
            run.fail("there is no memory left; make room, or use --jobs 1, and run this again", ExitCode.UNEXPECTED)
        if isinstance(error, OSError) and error.errno:  # a folder that belongs to somebody else, a full disk
            place = f"{error.filename}: " if error.filename else ""
            run.fail(f"{place}{error.strerror}; mend that, and run this again", ExitCode.UNEXPECTED)
        told = f"unexpected {type(error).__name__}: {error}; this is a fault of the press, please report it"
        run.fail(f"{told} (HANDOUT_PRESS_DEBUG=1 shows more)", ExitCode.UNEXPECTED)
    finally:
        run.show.close()


def _read(source: Path, slugs: Sequence[str], clinics: Sequence[Path], today: date) -> tuple[list[Source], list[House]]:
    return read_sources(source, slugs, reserved=cli.commands), _houses(clinics, today)


def _houses(clinics: Sequence[Path], today: date) -> list[House]:
    return read_houses(TEMPLATES, clinics_of(clinics), today)


@click.group(
    cls=Commands,
    subcommand_metavar="[COMMAND] [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, prog_name="Handout Press")
def cli() -> None:
    """Render every handout in all editions, read each file back, publish only if nothing is lost.

    Without a command it builds: all handouts, or those named (`build.py SLUG --edition a4`). The options of a build:
    `build.py build --help`.

    Exit codes: 0 all good, 1 unexpected, 2 usage, 3 source, 4 rendering, 5 verification (something lost),
    6 a dependency is missing. After any exit but 0 what was published before is untouched.
    """


@cli.command("build")
@source_options
@output_option
@report_option
@build_options
def build_command(  # noqa: PLR0913, PLR0917 - one for each option
    slugs: tuple[str, ...],
    source: Path,
    output: Path,
    clinics: tuple[Path, ...],
    today: date,
    report: Path | None,
    names: tuple[str, ...],
    formats: tuple[str, ...],
    jobs: int | None,
    cluster: str,
    shard: tuple[int, int] | None,
    profile: Path | None,
    *,
    force: bool,
    strict: bool,
    only_check: bool,
    quiet: bool,
) -> None:
    """Build, verify and publish (the default command)."""
    editions, measured = _editions(names, formats), Profile()
    if shard and slugs:
        raise click.UsageError("--shard parts the whole library; leave out --shard, or the handouts' names")
    refuse_own(output, source, clinics, report, profile)
    with _running(report, quiet=quiet) as run, ExitStack() as locks:
        refuse_output_in_source(source, output)
        if not only_check:
            locks.enter_context(alone(output, is_needed=True))
        with measured.step("start"):
            put_back(output)
            sources, houses = _read(source, slugs, clinics, today)
            refuse_output_among_sources(source, sources, houses, output)
            aged = warnings(sources, houses)
            if strict and aged:
                from press.pipeline.reading import faults  # noqa: PLC0415 - not loaded where nothing has changed

                raise SourceError([*aged, *faults(sources, houses)])
            _warn(run, [*aged, *crowded_tables(sources)])
        whole = not slugs and len(editions) == len(EDITIONS) and not shard
        if whole:
            _warn(run, abandoned(houses, output))
            _warn(run, unrecorded(sources, houses, output))
        elif not (slugs or shard or only_check):
            _warn(run, withdrawn(sources, houses, output))
        chosen = shard_of(sources, *shard) if shard else sources
        order = Order(
            chosen,
            editions,
            houses,
            output,
            jobs or cores(),
            whole=whole,
            check=only_check,
            force=force,
            cluster=cluster,
            measures=bool(report),
            part=Part("/".join(map(str, shard)), sources, editions) if shard else None,
            profile=measured,
        )
        results, removed = build(order, lambda total: run.show.progress(total, "building"), run.finish)
        handouts = len({source.slug for source in chosen})
        run.done(_summary(results, handouts, None if only_check else output, removed))
        if profile:
            _write_profile(run, profile, measured)


def _write_profile(run: Run, file: Path, measured: Profile) -> None:
    """Write where the time went; where that cannot be written it is only said: what it is about is published."""
    try:
        _write(file, as_json(measured.spent))
    except UsageError as error:
        run.show.error(str(error))


def _warn(run: Run, problems: Sequence[Problem]) -> None:
    """Show what is no error yet."""
    for problem in problems:
        run.show.warn(problem)


def _summary(results: Sequence[Result], handouts: int, output: Path | None, removed: int | None) -> str:
    count = f"{counted(len(results), 'file')} of {counted(handouts, 'handout')}"
    if output is None:
        return f"{count}: nothing lost, nothing published (--check)"
    kept = sum(not result.made for result in results)
    gone = f", {removed} removed" if removed else ""
    if removed is None:
        return f"{count}: nothing has changed in {shown_as(output)}"
    unchanged = f", {kept} unchanged" if kept else ""
    return f"{count}: nothing lost, published in {shown_as(output)}{unchanged}{gone}"


def _editions(names: Sequence[str], formats: Sequence[str]) -> list[Edition]:
    """Return the editions named, and those of the formats named; all where nothing is named."""
    chosen = [e for e in EDITIONS.values() if e.name in names or e.format in formats]
    return chosen or list(EDITIONS.values())


@cli.command("verify")
@source_options
@output_option
@report_option
def verify_command(  # noqa: PLR0913, PLR0917 - one for each option
    slugs: tuple[str, ...],
    source: Path,
    output: Path,
    clinics: tuple[Path, ...],
    today: date,
    report: Path | None,
    *,
    quiet: bool,
) -> None:
    """Read back what was published. It is compared with the sources and the manifest."""
    refuse_own(output, source, clinics, report)
    with _running(report, quiet=quiet) as run, alone(output):
        from press.pipeline.check import check  # noqa: PLC0415 - each command loads what it needs
        from press.pipeline.tasks import settle  # noqa: PLC0415 - as above

        settle()
        sources, houses = _read(source, slugs, clinics, today)
        _warn(run, warnings(sources, houses))
        progress = run.show.progress(len(sources) * len(houses) * len(EDITIONS), "verifying")
        results = check(sources, houses, output, whole=not slugs, progress=progress)
        if not is_good(results):
            _warn(run, [*made_otherwise(houses, output), *edited(sources, houses, output)])
        run.finish(results)
        run.show.line(f"{counted(len(run.results), 'file')}: nothing lost, nothing changed")


@cli.command("outline")
@source_options
def outline_command(
    slugs: tuple[str, ...], source: Path, clinics: tuple[Path, ...], today: date, *, quiet: bool
) -> None:
    """Print the title and headings of each handout, indented by level."""
    with _running(None, quiet=quiet) as run:
        from press.pipeline.reading import prepare  # noqa: PLC0415 - each command loads what it needs
        from press.pipeline.tasks import settle  # noqa: PLC0415 - as above

        settle()
        sources, houses = _read(source, slugs, clinics, today)
        for made in prepare(sources, houses[0]):
            run.show.line(f"{made.source.stem}:")
            for heading in made.inventory.outline:
                run.show.line("  " * heading.level + heading.text)


@cli.command("merge")
@click.argument("parts", nargs=-1, required=True, type=FOLDER, metavar="FOLDER ...")
@clinic_option
@output_option
@quiet_option
def merge_command(parts: tuple[Path, ...], clinics: tuple[Path, ...], output: Path, *, quiet: bool) -> None:
    """Put the outputs of `--shard` runs together. One folder, one catalogue and one manifest come out."""
    from press.pipeline.merge import merge  # noqa: PLC0415 - each command loads what it needs

    with _running(None, quiet=quiet) as run, alone(output):
        houses = _houses(clinics, date.min)
        _warn(run, abandoned(houses, output))
        count, removed = merge(parts, houses, output, see_it_through)
        gone = f", {removed} removed" if removed else ""
        told = f"{counted(count, 'file')} of {counted(len(parts), 'folder')}, published in {shown_as(output)}{gone}"
        run.done(told)


@cli.command("editions")
def editions_command() -> None:
    """List the editions that come out of every handout."""
    with _running(None, quiet=False) as run:
        for edition in EDITIONS.values():
            run.show.line(f"{edition.name:<20}{edition.format:<6}SLUG{edition.suffix}")


@cli.command("clean")
@output_option
@quiet_option
def clean_command(output: Path, *, quiet: bool) -> None:
    """Remove what was published. Files that are not in the manifest stay."""
    from press.pipeline.clean import clean  # noqa: PLC0415 - each command loads what it needs

    with _running(None, quiet=quiet) as run:
        run.done(f"removed {counted(clean(output, see_it_through), 'file')} from {shown_as(output)}")
