"""What is to be done: the editions whose inputs changed, or whose files are not what was published.

Nothing that writes or reads editions is imported here, so that finding nothing to do costs next to nothing.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from press.errors import Problem
from press.model import EDITIONS, Edition, Publication
from press.pipeline.answers import answers
from press.pipeline.files import read_bytes
from press.pipeline.houses import House
from press.pipeline.inputs import inputs_of
from press.pipeline.manifest import NAME, Manifest, digest, files, is_edition, is_foreign, read_manifest
from press.pipeline.sources import Source


@dataclass(frozen=True, slots=True)
class Job:
    """The editions to be made of an article, for the house of this number.

    Without editions the article is only read, to find what is wrong with it; what was read is `article`, packed, and
    is not read again. Done ahead, they are only written, of what the process has read that makes the others at the
    same time: it takes them as they are, and reads them back. Alone, they are all that a process of this machine does.
    """

    house: int
    source: Source
    editions: tuple[Edition, ...]
    article: bytes = b""
    ahead: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a clinic has in the output: its folder, and the manifest in it."""

    house: House
    folder: Path
    manifest: Manifest

    def read(self, file: str) -> bytes:
        """Return a file's bytes; none where it cannot be read."""
        try:
            return read_bytes(f"{self.folder}/{file}")
        except OSError:
            return b""

    def holds(self, row: Publication) -> bool:
        """Return whether the files of a row are there, byte for byte."""
        return all(digest(self.read(file)) == value for file, value in files(row))


@dataclass(frozen=True, slots=True)
class Plan:
    """The editions to make; and the rows of those that are as they should be, with their house's number and source."""

    stale: Sequence[Job]
    fresh: Sequence[tuple[int, Source, Publication]]


def shelves(houses: Sequence[House], output: Path) -> list[Shelf]:
    """Return what each clinic has in the output folder."""
    return [Shelf(house, output / house.folder, read_manifest(output / house.folder)) for house in houses]


def abandoned(houses: Sequence[House], output: Path) -> list[Problem]:
    """Return what an earlier build has published for clinics that are none of these, as nobody keeps it true."""
    folders = [output, *(entry for entry in os.scandir(output) if entry.is_dir())] if output.is_dir() else []
    ours = {str(output / house.folder) for house in houses}
    files = sorted(f"{os.fspath(folder)}/{NAME}" for folder in folders if os.fspath(folder) not in ours)
    told = (
        "handouts of an earlier build, for a practice that this one is not for, may be out of date; build them with"
        " their --clinic, or remove them"
    )
    problems = []
    for file in [file for file in files if os.path.isfile(file)]:  # noqa: PTH113 - quicker, for thousands
        with suppress(OSError):  # of somebody else's folder, or of one that another build has just taken away
            problems += [] if is_foreign(Path(file).parent) else [Problem(file, 1, told)]
    return problems


def withdrawn(sources: Sequence[Source], houses: Sequence[House], output: Path) -> list[Problem]:
    """Return what an earlier build has published of handouts and languages that none of all the sources makes now."""
    made = {source.file_of(edition) for source in sources for edition in EDITIONS.values()}
    told = "no source makes this any more, and a build of some editions leaves it; build all editions, or remove it"
    return [
        Problem(f"{shelf.folder}/{row.file}", 1, told)
        for shelf in shelves(houses, output)
        for row in shelf.manifest.rows.values()
        if row.file not in made
    ]


def unrecorded(sources: Sequence[Source], houses: Sequence[House], output: Path) -> list[Problem]:
    """Return what is called as an edition, and is neither made of these sources nor known to have been published.

    A build has published it before the records of that came to harm, or it is somebody's own.
    """
    made = {source.file_of(edition) for source in sources for edition in EDITIONS.values()}
    told = (
        "no source makes this, and no record says that it was published; it may be of a handout that was withdrawn:"
        " remove it, or put its source back"
    )
    problems = []
    for folder in [output / house.folder for house in houses]:
        strange = [name for name in _below(folder) if name not in made and is_edition(name)]
        known = read_manifest(folder).rows if strange else {}
        problems += [Problem(f"{folder}/{name}", 1, told) for name in sorted(strange) if name not in known]
    return problems


def _below(folder: Path) -> Iterator[str]:
    """Yield the path of everything that is in a folder's folders, as far as they can be read."""
    for entry in os.scandir(folder) if folder.is_dir() else ():
        with suppress(OSError):  # of a file, a link to nowhere, a folder of somebody else's
            yield from (f"{entry.name}/{name}" for name in os.listdir(entry.path))  # noqa: PTH208 - as above


def made_otherwise(houses: Sequence[House], output: Path) -> list[Problem]:
    """Return for which clinics something was published with another file of theirs, or another press, than these."""
    told = (
        "this was published for another practice, or by another version of the press or its templates, which may be all"
        " that is wrong; name the practice with --clinic, or build again"
    )
    return [
        Problem(f"{shelf.folder}/{NAME}", 1, told)
        for shelf in shelves(houses, output)
        if shelf.manifest.is_there and shelf.manifest.catalogue_input != inputs_of(shelf.house).catalogue()
    ]


def edited(sources: Sequence[Source], houses: Sequence[House], output: Path) -> list[Problem]:
    """Return which articles were published from another state of theirs, by this press and for these practices."""
    told = (
        "this article, a picture beside it or a library has changed since it was published, which may be all that is"
        " wrong; build again"
    )
    found = set()
    for shelf in shelves(houses, output):
        inputs, rows = inputs_of(shelf.house), shelf.manifest.rows
        for source in sources if shelf.manifest.catalogue_input == inputs.catalogue() else ():
            of_edition = inputs.of(source)
            made = ((rows.get(source.file_of(edition)), of_edition(edition)) for edition in EDITIONS.values())
            if any(row and row.input not in {"", made_from} for row, made_from in made):
                found.add(Problem(source.file, 1, told))
    return sorted(found)


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
