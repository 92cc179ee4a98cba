"""The options of the commands, and what is wrong with their values before anything is begun."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import click

from press.errors import UsageError
from press.model import EDITIONS, Format
from press.pipeline.files import led_to
from press.pipeline.manifest import is_own
from press.pipeline.sources import files_read
from press.pipeline.staging import STAGING

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"


class _Place(click.Path):
    """A path; an empty one, as of a shell's variable that is not set, would be the current folder."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the path. Fails where it is empty, too."""
        if not os.fspath(value):
            self.fail("the name is empty; name a file or folder, or leave the option out", param, ctx)
        return super().convert(value, param, ctx)


FOLDER = _Place(path_type=Path, file_okay=False)
FILE = _Place(path_type=Path, dir_okay=False)


def _day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> date:
    """Return the day that the build is for: the only place where the calendar is asked."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if value is not None:
            return date.fromisoformat(value)
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now(UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        wrong = f"--today {value}" if value is not None else f"SOURCE_DATE_EPOCH={epoch}"
        raise click.BadParameter(f"{wrong} is no day; write --today 2026-01-31") from error


def _record(_ctx: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Return a file to be written at the end, once it is sure that it can be: nothing may fail after publishing."""
    if path:
        try:
            there = led_to(path).parent
            there.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                path.stat()
                there = path
        except OSError as error:
            raise click.BadParameter(f"{path} cannot be written: {error.strerror}; name another file") from error
        if not os.access(there, os.W_OK):
            raise click.BadParameter(
                f"{path} cannot be written: it belongs to somebody else, or its disk is read-only; name another file"
            )
    return path


def _part(_ctx: click.Context, _option: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """Return which part of how many is to be built, None for all handouts."""
    if value is None:
        return None
    number, _, total = value.partition("/")
    with suppress(ValueError):  # a number of more digits than Python reads
        if number.isdecimal() and total.isdecimal() and 1 <= int(number) <= int(total):
            return int(number), int(total)
    raise click.BadParameter(f"{value} is no part; write --shard 2/5 for the second of five")


def _address(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str:
    """Return a scheduler's address, nothing where the work is done here."""
    if value is not None and not value.strip():
        raise click.BadParameter("there is no address; write --cluster tcp://scheduler:8786, or leave it out")
    return value or ""


def refuse_own(output: Path, source: Path, clinics: Sequence[Path], *records: Path | None) -> None:
    """Raise a usage error where a file to be written at the end would take the place of what is published or read."""
    written: set[Path] = set()
    for path in filter(None, records):
        real, folder = led_to(path), led_to(output)
        below = real.relative_to(folder) if real.is_relative_to(folder) else Path()
        if is_own(below) or below.parts[:1] == (STAGING,):
            raise click.UsageError(f"{path} is a file of the press's own in {output}; name another file")
        status = path.stat() if path.exists() else None
        if status and any(_is_same(status, file) for file in files_read(source, TEMPLATES, clinics_of(clinics))):
            raise click.UsageError(f"{path} is what handouts are made from; name another file")
        if real in written:
            raise click.UsageError(f"{path} is to be both report and profile; name another file for one of them")
        written.add(real)


def _is_same(status: os.stat_result, path: Path) -> bool:
    """Return whether a path leads to the file of this status; not where it leads nowhere."""
    with suppress(OSError):
        return os.path.samestat(status, path.stat())
    return False


def clinics_of(clinics: Sequence[Path]) -> Sequence[Path]:
    """Return the clinics' files: those that are named, or the one that is there, if only as a link to nowhere.

    Raises UsageError where one is there by a name that it has on other systems, and nobody would read it here.
    """
    default = ROOT / "clinic.toml"
    if clinics or os.path.lexists(default):
        return clinics or [default]
    for name in sorted(os.listdir(ROOT)):  # noqa: PTH208 - at each start
        if name.lower() in {"clinic.toml", "clinic.toml.txt"}:
            raise UsageError(f"{name}: the practice's file is called clinic.toml; rename it, or name it with --clinic")
    return []


quiet_option = click.option("--quiet", is_flag=True, help="Show only what went wrong.")
clinic_option = click.option(
    "--clinic",
    "clinics",
    type=FILE,
    multiple=True,
    help="The practice's file (repeatable: a folder each).  [default: clinic.toml beside build.py, if there is one]",
)
output_option = click.option(
    "--output", type=FOLDER, default=ROOT / "output", show_default="output", help="Where files are published."
)
report_option = click.option(
    "--report", type=FILE, callback=_record, help="Write what was found: JSON, or JUnit XML if it ends in .xml."
)


def source_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what every command that reads the sources takes."""
    return _with(
        command,
        click.argument("slugs", nargs=-1, metavar="[SLUG ...]"),
        click.option("--source", type=FOLDER, default=ROOT / "source", show_default="source", help="The handouts."),
        clinic_option,
        click.option(
            "--today",
            callback=_day,
            metavar="DATE",
            help="The day to build for.  [default: SOURCE_DATE_EPOCH, or the clock]",
        ),
        quiet_option,
    )


def build_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what a build alone takes."""
    kinds = [kind.value for kind in Format]
    return _with(
        command,
        click.option(
            "--edition",
            "names",
            multiple=True,
            type=click.Choice(list(EDITIONS)),
            help="Only this edition (repeatable).",
        ),
        click.option(
            "--format", "formats", multiple=True, type=click.Choice(kinds), help="Only this format (repeatable)."
        ),
        click.option("--jobs", type=click.IntRange(1), help="How many processes.  [default: all cores]"),
        click.option(
            "--cluster",
            callback=_address,
            metavar="ADDRESS",
            help="Let the workers of this Dask scheduler do the work.",
        ),
        click.option(
            "--shard",
            callback=_part,
            metavar="N/M",
            help="Only the Nth of M parts; `merge` puts their outputs together.",
        ),
        click.option("--force", is_flag=True, help="Build also what has not changed."),
        click.option(
            "--strict",
            is_flag=True,
            help="Fail where a review is overdue or yet to come, a translation out of date, or a crisis line was"
            " checked too long ago.",
        ),
        click.option("--check", "only_check", is_flag=True, help="Build and verify, publish nothing."),
        click.option(
            "--profile", type=FILE, callback=_record, help="Write where the time went, by step and edition, as JSON."
        ),
    )


def _with(command: Callable[..., None], *options: Callable[..., Callable[..., None]]) -> Callable[..., None]:
    """Add options, which the help shows in this order."""
    for option in reversed(options):
        command = option(command)
    return command
