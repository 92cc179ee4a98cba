"""The work as values: prepare an article once, then write and verify each of its editions."""

import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter

from press.errors import Problem, SourceError
from press.model import EDITIONS, Edition
from press.pipeline.sources import House, Source
from press.reader import read_article, read_clinic
from press.verify import Inventory, Verdict, take_inventory, verify
from press.writers import Sheet, Templates, writer


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article that has been read, with what verification wants of it."""

    source: Source
    sheet: Sheet
    inventory: Inventory


@dataclass(frozen=True, slots=True)
class Task:
    """One edition to be made of a prepared article (its place in the list)."""

    number: int
    edition: Edition


@dataclass(frozen=True, slots=True)
class Staged:
    """An edition that was written and read back; `seconds` is the time that both took."""

    task: Task
    data: bytes
    verdict: Verdict
    seconds: float


def prepare(sources: Iterable[Source], house: House) -> list[Prepared]:
    """Read every source. Raises SourceError with the problems of all of them."""
    problems: list[Problem] = []
    prepared: list[Prepared] = []
    for source in sources:
        try:
            prepared.append(_prepare(source, house))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    return prepared


def _prepare(source: Source, house: House) -> Prepared:
    article = read_article(
        source.data,
        file=source.file,
        slug=source.slug,
        images=source.images,
        languages=house.languages,
        repertoire=house.repertoire,
        lang=source.lang,
    )
    regions, regions_file = house.crisis(article.meta.lang)
    clinic = read_clinic(regions, regions_file=regions_file, clinic=house.clinic, clinic_file=house.clinic_file)
    labels = house.labels(article.meta.lang)
    inventory = take_inventory(source.data.decode("utf-8-sig"), regions, house.clinic, labels)
    return Prepared(source, Sheet(article, clinic, labels, inventory.fingerprint), inventory)


def stage(prepared: Sequence[Prepared], editions: Sequence[Edition], house: House, jobs: int) -> Iterator[Staged]:
    """Write and verify the editions of all articles, in `jobs` processes; yield each as it is done.

    Raises RenderError where one cannot be written; what is under way is then dropped.
    """
    tasks = [Task(number, edition) for number in range(len(prepared)) for edition in editions]
    templates = Templates(house.templates)
    if jobs <= 1 or len(tasks) <= 1:
        for task in tasks:
            yield _run(task, prepared[task.number], templates)
        return
    # Forked workers inherit what was read, so that a task is a pair of small values.
    _INHERITED[:] = [(prepared, templates)]
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), get_context("fork"), initializer=_ignore_interrupts)
    try:
        # The slowest editions first, so that the workers end together.
        futures = [pool.submit(_run_inherited, task) for task in sorted(tasks, key=_slowness, reverse=True)]
        for future in as_completed(futures):
            yield future.result()
    finally:
        _INHERITED.clear()
        pool.shutdown(wait=True, cancel_futures=True)


_INHERITED: list[tuple[Sequence[Prepared], Templates]] = []


def _slowness(task: Task) -> int:
    return list(EDITIONS).index(task.edition.name)


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the parent, which ends the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run_inherited(task: Task) -> Staged:
    prepared, templates = _INHERITED[0]
    return _run(task, prepared[task.number], templates)


def _run(task: Task, prepared: Prepared, templates: Templates) -> Staged:
    """Write one edition and read it back."""
    began = perf_counter()
    data = writer(task.edition.format)(prepared.sheet, task.edition, templates)
    verdict = verify(data, prepared.inventory, task.edition)
    return Staged(task, data, verdict, perf_counter() - began)


def cores() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
