"""What is to be done: the editions whose inputs changed, or whose files are not what was published.

Nothing that writes or reads editions is imported here, so that finding nothing to do costs next to nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from press.model import Edition, Publication
from press.pipeline.inputs import inputs_of
from press.pipeline.manifest import Manifest, digest, files, read_manifest
from press.pipeline.sources import House, Source, read_bytes


@dataclass(frozen=True, slots=True)
class Job:
    """The editions to be made of an article, for the house of this number; none: the article is read, that is all."""

    house: int
    source: Source
    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a clinic has in the output: its folder, and the manifest in it."""

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
    """The editions to make, and each that is as it should be, with its row of the manifest."""

    stale: Sequence[Job]
    fresh: Sequence[tuple[Job, Publication]]


def shelves(houses: Sequence[House], output: Path) -> list[Shelf]:
    """Return what each clinic has in the output folder."""
    folders = [output / house.folder for house in houses]
    return [Shelf(folder, read_manifest(folder)) for folder in folders]


def plan(
    sources: Sequence[Source],
    editions: Sequence[Edition],
    houses: Sequence[House],
    shelved: Sequence[Shelf],
    *,
    force: bool = False,
) -> Plan:
    """Return what has to be made for each house with what is on its shelf; everything with `force`."""
    stale: list[Job] = []
    fresh: list[tuple[Job, Publication]] = []
    for number, (house, shelf) in enumerate(zip(houses, shelved, strict=True)):
        inputs = inputs_of(house)
        for source in sources:
            of_edition = inputs.of(source)
            needed = []
            for edition in editions:
                row = shelf.manifest.rows.get(source.file_of(edition))
                if row and not force and _is_fresh(row, of_edition(edition), house.today) and shelf.holds(row):
                    fresh.append((Job(number, source, (edition,)), row))
                else:
                    needed.append(edition)
            stale += [Job(number, source, tuple(needed))] if needed else []
    return Plan(stale, fresh)


def _is_fresh(row: Publication, made_from: str, today: date) -> bool:
    """Return whether a published edition is what would come out now."""
    return row.input == made_from and row.overdue == (today > date.fromisoformat(row.next_review))
