"""Run the validators: `make conformance`, or `python -m tools.conformance --only pdf`.

Exit codes: 0 nothing was found, 1 something was found or a validator could not run.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import click
from rich.console import Console

from tools.conformance import ace, browser, catalogue, epubcheck, record, verapdf, vnu
from tools.conformance.catalogue import Shelf
from tools.conformance.controls import be_strict, write_controls
from tools.conformance.kit import Kit
from tools.conformance.model import Outcome, RunError

ROOT = Path(__file__).resolve().parents[2]
FOLDER = click.Path(path_type=Path, file_okay=False, exists=True, resolve_path=True)
PAGE = ROOT / "docs" / "conformance.md"
RECORD = "conformance.json"
KINDS = ("pdf", "epub", "html")
SHEETS = 4
"""Each handout has that many PDFs for its one ebook and its one web page."""

Job: TypeAlias = Callable[[], list[Outcome]]


@click.command()
@click.option(
    "--only", multiple=True, type=click.Choice(KINDS), help="Only files of this kind (repeatable); no record."
)
@click.option("--built", type=FOLDER, help="Check this folder's files instead of building the handouts; no record.")
@click.option("--programs", type=FOLDER, default=ROOT / ".venv" / "conformance", help="Where they are installed.")
@click.option("--output", type=click.Path(path_type=Path), default=ROOT / "output", help="Where the record is written.")
def main(only: tuple[str, ...], built: Path | None, programs: Path, output: Path) -> None:
    """Build the handouts and the kitchen sink, run every validator over every file, and record what was found."""
    console = Console(width=None if sys.stdout.isatty() else 240)
    with TemporaryDirectory(prefix="conformance-") as name:
        work = Path(name).resolve()
        try:
            folders = [built] if built else _build(work)
            shelf = catalogue.make_shelf(folders, work / "shelf")
            files = [*(file for folder in folders for file in _files(folder)), shelf.page]
            files = [file for file in files if not only or file.suffix[1:] in only]
            outcomes, could_not_run = _validate(files, shelf, Kit(programs), work)
        except RunError as error:
            raise click.ClickException(str(error)) from error
        record.show(outcomes, built or work, console)
        if not only and not built:
            _record(outcomes, could_not_run, work / "handouts", output)
    for message in could_not_run:
        console.print(f"could not run: {message}", markup=False, style="red", soft_wrap=True)
    findings = sum(len(outcome.findings) for outcome in outcomes)
    console.print(
        f"{len(files)} files, {len(outcomes)} checks, {findings} findings, {len(could_not_run)} could not run"
    )
    sys.exit(1 if findings or could_not_run or not outcomes else 0)


def _build(work: Path) -> list[Path]:
    """Build the handouts, and the kitchen sink for a practice, into folders of their own; return the folders."""
    sink = ("kitchen-sink", "--clinic", ROOT / "examples" / "riverside-uk.toml")
    for name, source, more in (("handouts", "source", ()), ("kitchen-sink", "tests/cases", sink)):
        folders: list[str | Path] = ["--source", ROOT / source, "--output", work / name]
        command: list[str | Path] = [sys.executable, ROOT / "build.py", "--quiet", *folders, *more]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RunError(f"{source} does not build (exit code {done.returncode}):\n{done.stdout}{done.stderr}")
    return [work / "handouts", work / "kitchen-sink"]


def _files(folder: Path) -> list[Path]:
    """Return a folder's files that have validators. Raises RunError unless every handout has all of them."""
    found = {kind: sorted(folder.rglob(f"*.{kind}")) for kind in KINDS}
    pdfs, books, pages = (len(found[kind]) for kind in KINDS)
    if not books or pdfs != SHEETS * books or pages != books + 1:
        counts = f"{pdfs} PDFs, {books} ebooks, {pages} web pages"
        raise RunError(f"{folder.name} has {counts}: something is missing")
    return [file for kind in KINDS for file in found[kind]]


def _validate(files: Sequence[Path], shelf: Shelf, kit: Kit, work: Path) -> tuple[list[Outcome], list[str]]:
    """Run every validator over the files and the control files; return the outcomes, and why any could not run."""
    kinds = {file.suffix for file in files}
    controls = [file for file in write_controls(work / "controls") if file.suffix in kinds]
    outcomes: list[Outcome] = []
    could_not_run: list[str] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for future in [pool.submit(job) for job in _jobs([*files, *controls], shelf, kit, work)]:
            try:
                outcomes += future.result()
            except RunError as error:
                could_not_run.append(str(error))
    try:
        be_strict(outcome for outcome in outcomes if outcome.file in controls)
    except RunError as error:
        could_not_run.append(str(error))
    places = {file: number for number, file in enumerate(files)}
    real = [outcome for outcome in outcomes if outcome.file in places]
    return sorted(real, key=lambda outcome: (places[outcome.file], outcome.validator)), could_not_run


def _jobs(files: Sequence[Path], shelf: Shelf, kit: Kit, work: Path) -> Iterable[Job]:
    """Yield the work, the longest first."""
    pdfs, books, pages = ([file for file in files if file.suffix == f".{kind}"] for kind in KINDS)
    if books or pages:
        (work / "browser").mkdir()
        yield lambda: browser.check(pages, books, kit, work / "browser")
    if pdfs:
        yield lambda: verapdf.check(pdfs, kit, "2a")
        yield lambda: verapdf.check(pdfs, kit, "ua1")
    for number, book in enumerate(books):
        yield _book_job(book, kit, work / f"book-{number}")
    if pages:
        yield lambda: catalogue.check(shelf, kit, work / "catalogue")
        yield lambda: vnu.check(pages, kit)


def _book_job(book: Path, kit: Kit, folder: Path) -> Job:
    """Return the work on one ebook; the reports go into a new folder."""
    folder.mkdir()
    return lambda: [epubcheck.check(book, folder / "epubcheck.json"), ace.check(book, kit, folder)]


def _record(outcomes: Sequence[Outcome], could_not_run: Sequence[str], root: Path, output: Path) -> None:
    """Write the record of the real handouts; and where all is well, what was run into the documentation."""
    output.mkdir(exist_ok=True)
    (output / RECORD).write_text(record.as_json(outcomes, root, could_not_run), "utf-8")
    if not could_not_run and all(outcome.passed for outcome in outcomes):
        PAGE.write_text(record.put_into(PAGE.read_text("utf-8"), record.as_page(outcomes)), "utf-8")


if __name__ == "__main__":
    main()
