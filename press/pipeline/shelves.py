"""What clinics have in the output, and what of it is no longer as a build would leave it: warnings.

Nothing that writes or reads editions is imported here, so that finding nothing to do costs next to nothing.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from press.errors import Problem
from press.model import EDITIONS, Publication
from press.pipeline.files import read_bytes
from press.pipeline.houses import House
from press.pipeline.inputs import inputs_of
from press.pipeline.manifest import NAME, Manifest, digest, files, is_edition, is_foreign, read_manifest
from press.pipeline.sources import Source


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a clinic (`house`) has in the output: its folder, and the manifest in it."""

    house: House
    folder: Path
    manifest: Manifest

    def read(self, file: str) -> bytes:
        """Return a file's bytes; none where it cannot be read."""
        try:
            return read_bytes(f"{self.folder}/{file}")
        except OSError:
            return b""

    @property
    def is_of_this_press(self) -> bool:
        """Whether what is there was published by this press, and for the practice as it is now."""
        return self.manifest.catalogue_input == inputs_of(self.house).catalogue()

    def holds(self, row: Publication) -> bool:
        """Return whether the files of a row are there, byte for byte."""
        return all(digest(self.read(file)) == value for file, value in files(row))


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
        if shelf.manifest.is_there and not shelf.is_of_this_press
    ]


def edited(sources: Sequence[Source], houses: Sequence[House], output: Path) -> list[Problem]:
    """Return which articles were published from another state of theirs, by this press and for these practices."""
    told = (
        "this article, a picture beside it or a library has changed since it was published, which may be all that is"
        " wrong; build again"
    )
    found = set()
    for shelf in shelves(houses, output):
        rows = shelf.manifest.rows
        for source in sources if shelf.is_of_this_press else ():
            of_edition = inputs_of(shelf.house).of(source)
            made = ((rows.get(source.file_of(edition)), of_edition(edition)) for edition in EDITIONS.values())
            if any(row and row.input not in {"", made_from} for row, made_from in made):
                found.add(Problem(source.file, 1, told))
    return sorted(found)
