"""What is to be done: the editions whose inputs changed, or whose files are not what was published.

Nothing that writes or reads editions is imported here, so that finding nothing to do costs next to nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from press.model import Edition, Publication
from press.pipeline.answers import answers
from press.pipeline.houses import House
from press.pipeline.inputs import inputs_of
from press.pipeline.shelves import Shelf
from press.pipeline.sources import Source


@dataclass(frozen=True, slots=True)
class Job:
    """The editions to be made of an article, for the house of this number.

    Without editions the article is only read, to find what is wrong with it. `article` is what such a job has read,
    packed, so that it is not read again. `ahead` says that the editions are only written: another process makes the
    others of the same article at the same time, hands over what it has read of it, and reads these back. `alone` says
    that this job is all that its process does.
    """

    house: int
    source: Source
    editions: tuple[Edition, ...]
    article: bytes = b""
    ahead: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The editions to make; and the rows of those that are as they should be, with their house's number and source."""

    stale: Sequence[Job]
    fresh: Sequence[tuple[int, Source, Publication]]


def plan(
    sources: Sequence[Source], editions: Sequence[Edition], shelved: Sequence[Shelf], *, processes: int, force: bool
) -> Plan:
    """Return what has to be made for the house of each shelf with what is on it; everything with `force`.

    Files are looked at by so many processes.
    """
    stale: list[Job] = []
    fresh: list[tuple[int, Source, Publication]] = []
    for number, shelf in enumerate(shelved):
        rows = {} if force else shelf.manifest.rows
        current = [[*_current(source, editions, shelf.house, rows)] for source in sources]
        held = iter(answers(shelf.holds, [row for found in current for row in found if row], processes))
        for source, found in zip(sources, current, strict=True):
            needed = []
            for edition, row in zip(editions, found, strict=True):
                if row and next(held):
                    fresh.append((number, source, row))
                else:
                    needed.append(edition)
            stale += [Job(number, source, tuple(needed))] if needed else []
    return Plan(stale, fresh)


def _current(
    source: Source, editions: Sequence[Edition], house: House, rows: Mapping[str, Publication]
) -> Iterator[Publication | None]:
    """Yield the row of each edition of a source, None for one that would be made from something else now."""
    of_edition = inputs_of(house).of(source)
    for edition in editions:
        row = rows.get(source.file_of(edition))
        yield row if row and _is_fresh(row, of_edition(edition), house.today) else None


def _is_fresh(row: Publication, made_from: str, today: date) -> bool:
    """Return whether a published edition is what would come out now."""
    return row.input == made_from and row.overdue == (today > date.fromisoformat(row.next_review))
