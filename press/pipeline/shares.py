"""Who does what: jobs parted by handout and, where there are few handouts, by edition."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from press.model import Edition, Format
from press.pipeline.plan import Job

WEIGHTS = {"epub": 0.4, "html": 0.1, "text": 0.1, "portal": 0.1}
"""How long an edition takes, a PDF taking 1, and the ebook where the A4 sheet, whose pages it tells, is laid out."""


def shares(jobs: Sequence[Job], workers: int, *, is_shared: bool = True) -> list[Job]:
    """Return jobs of which every worker gets about as much: those of a few handouts are parted by edition.

    `is_shared` says that the workers can take from each other what they have made (`press/writers/exchange.py`).
    """
    if len(jobs) >= 2 * workers or workers == 1:
        return list(jobs)
    if is_shared and len(jobs) == 1 and (ahead := _ahead(jobs[0].editions)):
        rest = sorted(jobs[0].editions, key=lambda edition: (edition in ahead, edition.name == "epub"))
        return [replace(jobs[0], editions=tuple(rest)), replace(jobs[0], editions=ahead, ahead=True)]
    parts = ceil(2 * workers / len(jobs)) if len(jobs) > 1 else workers
    # Of one handout the ebook waits for the sheet, whose process works it out; of more there is better to be done.
    units = _apart if len(jobs) == 1 else _together
    return [replace(job, editions=group) for job in jobs for group in _groups(units(job.editions), parts)]


def _ahead(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """Return the A4 sheet of editions that have no other to print: else who has it would have the most to do."""
    printed = tuple(edition for edition in editions if edition.format is Format.PDF)
    is_alone = [edition.name for edition in printed] == ["a4"] and len(editions) > 1
    return printed if is_alone else ()


_WORTHWHILE = 1.0
"""What is lighter than a PDF is done before another process has begun."""


def _apart(editions: Sequence[Edition]) -> list[list[Edition]]:
    return [[edition] for edition in editions]


def _together(editions: Sequence[Edition]) -> list[list[Edition]]:
    """Return each edition by itself, but the ebook with the A4 sheet."""
    pair = [edition for edition in editions if edition.name in {"a4", "epub"}]
    return [pair, *_apart([edition for edition in editions if edition not in pair])]


def _groups(units: Sequence[Sequence[Edition]], parts: int) -> list[tuple[Edition, ...]]:
    """Return the editions in groups of about the same weight; in each the ebook comes last."""
    groups: list[list[Edition]] = [[] for _ in range(parts if sum(map(_weight, units)) > _WORTHWHILE else 1)]
    for unit in sorted(units, key=_weight, reverse=True):
        min(groups, key=_weight).extend(unit)
    return [tuple(sorted(group, key=lambda edition: edition.name == "epub")) for group in groups if group]


def _weight(editions: Sequence[Edition]) -> float:
    return sum(WEIGHTS.get(edition.name, 1) for edition in editions)
