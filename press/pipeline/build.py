"""The main job: read, plan, stage, verify, publish."""

import gc
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from press import kept
from press.errors import SourceError
from press.model import EDITIONS, Edition, Publication
from press.pipeline.houses import House
from press.pipeline.plan import Job, plan
from press.pipeline.profile import Profile
from press.pipeline.publish import Delivery, Part, publish, refuse_other_folders, refuse_unwritable
from press.pipeline.result import Result, is_good
from press.pipeline.shelves import shelves
from press.pipeline.sources import Source
from press.pipeline.staging import Staging, refuse_in_the_way, staging
from press.verify import Count, Verdict

if TYPE_CHECKING:
    from press.pipeline.tasks import Done, Made

Progress: TypeAlias = Callable[[Result], None]


def cores() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built: from which sources, for which clinics, into which folder, by whom.

    `whole` says that these are all the handouts and all the editions there are: what else was published of
    them before is then removed. `check` verifies and publishes nothing; `force` makes what has not changed as well.
    `cluster` is the address of a scheduler whose workers do it instead of `jobs` processes here. `measures` says that
    the results tell what the printed editions measure, which is more than all the rest of them. `part` says of which
    library these handouts are a part.
    """

    sources: Sequence[Source]
    editions: Sequence[Edition]
    houses: Sequence[House]
    output: Path
    jobs: int = 1
    whole: bool = False
    check: bool = False
    force: bool = False
    cluster: str = ""
    measures: bool = False
    part: Part | None = None
    profile: Profile = field(default_factory=Profile)


def build(
    order: Order, begin: Callable[[int], Progress], finish: Callable[[list[Result]], None] = lambda _results: None
) -> tuple[list[Result], int | None]:
    """Write, verify and, if nothing is wrong, publish.

    Return what became of each edition, in their order, and how many files that were published before were removed; None
    where nothing was published.

    `begin` is called with the number of editions that have to be made, and gives what is called with each result as
    it comes. `finish` is called with all of them before anything is published. Raises SourceError, RenderError,
    DependencyError, UsageError, or what these two raise; then, and with any finding, the output folder is as it was.
    """
    if order.force:
        kept.forget("templates-", "sheet-", "languages")  # else a library that was edited by hand would not be asked
    if order.check:
        every = [
            Job(house, source, tuple(order.editions)) for house in range(len(order.houses)) for source in order.sources
        ]
        results = _ordered(result for _, _, result in _work(every, order, begin))
        finish(results)
        return results, None
    removed = None
    with staging(order.output) as aside:
        with order.profile.step("plan"):
            shelved = shelves(order.houses, order.output)
            refuse_other_folders(shelved, whole=order.whole, part=order.part)
            todo = plan(order.sources, order.editions, shelved, processes=order.jobs, force=order.force)
            _refuse_in_vain(order.output, {shelved[job.house].folder / job.source.slug for job in todo.stale})
        deliveries = [*map(Delivery, shelved)]
        results = []
        for house, source, row in todo.fresh:
            deliveries[house].kept.append(row)
            results.append(_unchanged(row, source, order.houses[house]))
        for job, made, result in _work(todo.stale, order, begin):
            _put(aside, deliveries[job.house], made)
            results.append(result)
        results = _ordered(results)
        finish(results)
        if is_good(results):
            with order.profile.step("publish"):
                removed = publish(aside, deliveries, whole=order.whole, part=order.part)
    return results, removed


def _refuse_in_vain(output: Path, handouts: Collection[Path]) -> None:
    """Raise UsageError where these folders could not be published, before what belongs in them is made."""
    for folder in sorted({*handouts, *(folder.parent for folder in handouts)}):
        refuse_in_the_way(folder, is_folder=True)
    refuse_unwritable(output, handouts)


def _put(aside: Staging, delivery: Delivery, made: "Made") -> None:
    """Put an edition aside, with the picture of its first page."""
    delivery.new.append(made.row)
    aside.put(delivery.shelf.house.path(made.row.file), made.data)
    if made.picture:
        aside.put(delivery.shelf.house.path(made.row.picture), made.picture)


def _work(jobs: Sequence[Job], order: Order, begin: Callable[[int], Progress]) -> Iterator[tuple[Job, "Made", Result]]:
    """Yield what is made, as it comes. Raises SourceError with the problems of all sources before any is written."""
    progress = begin(sum(len(job.editions) for job in jobs))
    if not jobs:
        return
    from press.pipeline import shares, tasks, workers  # noqa: PLC0415 - they take longer than finding nothing to do

    if len(jobs) > 1:
        jobs = _read(jobs, order)
    parts = shares.shares(jobs, order.jobs, is_shared=not order.cluster)
    if not order.cluster and len(parts) <= order.jobs:  # each process does one job, and loads what that one needs
        parts = [replace(job, alone=True) for job in parts]
    elif not order.cluster:
        with order.profile.step("load"):
            tasks.warm({edition for job in jobs for edition in job.editions}, order.houses)
    gc.freeze()  # no garbage has to be looked for in what is loaded, and forked processes share it
    for job, done in workers.run(parts, order.houses, order.jobs, order.cluster):
        _refuse([done])
        order.profile.add(done.spent)
        for made in done.made:
            result = _result(job, made, order)
            progress(result)
            yield job, made, result


def _read(jobs: Sequence[Job], order: Order) -> list[Job]:
    """Return jobs with their articles. Raises SourceError with the problems of all."""
    from press.pipeline import tasks, workers  # noqa: PLC0415 - as above

    with order.profile.step("load"):
        tasks.warm((), order.houses)  # forked processes have it
    results = list(workers.run([replace(job, editions=()) for job in jobs], order.houses, order.jobs))
    _refuse(done for _, done in results)
    for _, done in results:
        order.profile.add(done.spent)
    articles = {(job.house, job.source.file): done.article for job, done in results}
    return [replace(job, article=articles[job.house, job.source.file]) for job in jobs]


def _refuse(done: Iterable["Done"]) -> None:
    problems = [problem for each in done for problem in each.problems]
    if problems:
        raise SourceError(problems)


def _result(job: Job, made: "Made", order: Order) -> Result:
    row, file = made.row, order.houses[job.house].path(made.row.file)
    verdict = made.verdict if order.measures else replace(made.verdict, measures=None)
    return Result(row.handout, row.lang, row.edition, file, job.source.file, row.bytes, verdict, made.seconds)


def _unchanged(row: Publication, source: Source, house: House) -> Result:
    """Return the result of an edition that is as it was published, when nothing was lost in it."""
    verdict = _whole(row.sections, row.headings, row.words, row.pages)
    file = house.path(row.file)
    return Result(row.handout, row.lang, row.edition, file, source.file, row.bytes, verdict, made=False)


@cache
def _whole(sections: int, headings: int, words: int, pages: int) -> Verdict:
    """Return the verdict where everything was found; most editions of a handout have the same."""
    return Verdict(Count(sections, sections), Count(headings, headings), Count(words, words), (), pages)


def _ordered(results: Iterable[Result]) -> list[Result]:
    """Return results by clinic, article (a translation after what it is of) and edition, whichever worker was first."""
    places = list(EDITIONS)

    def place(result: Result) -> tuple[str, str, int]:
        return (result.folder, result.source.removesuffix(".md"), places.index(result.edition))

    return sorted(results, key=place)
