"""The main job: read, stage, verify, publish."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from press.model import EDITIONS, Edition, Publication
from press.pipeline.manifest import NAME, digest, read_manifest, write_manifest
from press.pipeline.report import Result, is_good
from press.pipeline.sources import House, Source
from press.pipeline.staging import Staging, staging
from press.pipeline.tasks import Prepared, Staged, prepare, stage
from press.writers import Templates
from press.writers.catalogue import write_catalogue

Progress: TypeAlias = Callable[[Result], None]

CATALOGUE = "index.html"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built: from which sources, into which folder, in how many processes.

    `whole` says that these are all the handouts and all the editions there are: what else was published of
    them before is then removed. `check` verifies and publishes nothing.
    """

    sources: Sequence[Source]
    editions: Sequence[Edition]
    house: House
    output: Path
    jobs: int = 1
    whole: bool = False
    check: bool = False


def build(order: Order, progress: Progress) -> list[Result]:
    """Write, verify and, if nothing is wrong, publish. Return what became of each edition, in their order.

    `progress` is called with each result as it comes. Raises SourceError, RenderError or DependencyError; then,
    and with any finding, the output folder is as it was.
    """
    prepared = prepare(order.sources, order.house)
    if order.check:
        return _ordered(_told(prepared, staged, progress) for staged in _staged(prepared, order))
    results: list[Result] = []
    new: dict[str, Publication] = {}
    with staging(order.output) as aside:
        for staged in _staged(prepared, order):
            result = _told(prepared, staged, progress)
            results.append(result)
            new[result.file] = _publication(result, staged, prepared[staged.task.number], order.house)
            aside.put(result.file, staged.data)
        if is_good(results):
            _publish(aside, new, order)
    return _ordered(results)


def _told(prepared: Sequence[Prepared], staged: Staged, progress: Progress) -> Result:
    result = _result(prepared, staged)
    progress(result)
    return result


def _staged(prepared: Sequence[Prepared], order: Order) -> Iterable[Staged]:
    return stage(prepared, order.editions, order.house, order.jobs)


def _ordered(results: Iterable[Result]) -> list[Result]:
    """Return results by handout and edition, whichever worker was first."""
    places = list(EDITIONS)
    return sorted(results, key=lambda result: (result.slug, result.lang, places.index(result.edition)))


def file_name(source: Source, edition: Edition) -> str:
    """Return the path of an edition in the output folder."""
    return f"{source.slug}/{source.stem}{edition.suffix}"


def _result(prepared: Sequence[Prepared], staged: Staged) -> Result:
    made = prepared[staged.task.number]
    return Result(
        slug=made.source.slug,
        lang=made.sheet.article.meta.lang,
        edition=staged.task.edition.name,
        file=file_name(made.source, staged.task.edition),
        source=made.source.file,
        size=len(staged.data),
        verdict=staged.verdict,
        seconds=staged.seconds,
    )


def _publication(result: Result, staged: Staged, made: Prepared, house: House) -> Publication:
    meta, verdict = made.sheet.article.meta, result.verdict
    return Publication(
        file=result.file,
        handout=result.slug,
        lang=result.lang,
        edition=result.edition,
        title=meta.title,
        category=meta.category,
        summary=meta.summary,
        version=meta.version,
        reviewed=meta.reviewed.isoformat(),
        bytes=len(staged.data),
        sha256=digest(staged.data),
        input=house.input_digest(made.source),
        pages=verdict.pages,
        sections=verdict.sections.found,
        headings=verdict.headings.found,
        words=verdict.words.found,
    )


def _publish(aside: Staging, new: Mapping[str, Publication], order: Order) -> None:
    """Swap in the new files with their manifest and catalogue; keep what other handouts and editions have."""
    before = read_manifest(order.output)
    old = {file: row for file, row in before.items() if file not in new and (order.output / file).is_file()}
    kept = {} if order.whole else old
    handouts = {row.handout for row in new.values()}
    aside.keep(file for file, row in kept.items() if row.handout in handouts)
    every = sorted([*kept.values(), *new.values()], key=lambda row: row.file)
    aside.put(NAME, write_manifest(every))
    aside.put(CATALOGUE, write_catalogue(every, order.house.labels("en"), Templates(order.house.templates)))
    aside.publish(remove=sorted(old) if order.whole else ())
