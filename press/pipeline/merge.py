"""`build.py merge`: the outputs of several runs, each of a part of the handouts, as one."""

from collections.abc import Sequence
from pathlib import Path

from press.errors import UsageError
from press.model import Publication
from press.pipeline.manifest import NAME, digest, files
from press.pipeline.plan import Shelf, shelves
from press.pipeline.publish import Delivery, publish
from press.pipeline.sources import House
from press.pipeline.staging import Staging, staging


def merge(parts: Sequence[Path], houses: Sequence[House], output: Path) -> int:
    """Publish what the runs left in these folders in one, with one catalogue and one manifest. Return how many files.

    Raises UsageError, and publishes nothing, where a folder has no manifest, a file is not the one that was published,
    two folders hold different files of one name, or were made by different programs or for different clinics, or where
    the parts that a library was divided into are not all there or of different states of it.
    """
    with staging(output) as aside:
        deliveries = [Delivery(house, shelf) for house, shelf in zip(houses, shelves(houses, output), strict=True)]
        of_houses = [*zip(*(shelves(houses, part) for part in parts), strict=True)]
        for delivery, shelved in zip(deliveries, of_houses, strict=True):
            _refuse_unless_whole(shelved)
            for shelf in shelved:
                _take(shelf, delivery, aside)
        publish(aside, deliveries, whole=True)
    return sum(len(delivery.new) for delivery in deliveries)


def _refuse_unless_whole(shelved: Sequence[Shelf]) -> None:
    """Raise UsageError where a clinic's folders cannot be all the parts of one library."""
    for shelf in shelved:
        if not shelf.manifest.is_there:
            raise UsageError(
                f"{shelf.folder} has no {NAME} that is as it was published; name the output folders of complete runs of"
                " the same clinics"
            )
        if shelf.manifest.catalogue_input != shelved[0].manifest.catalogue_input:
            raise UsageError(
                f"{shelved[0].folder} and {shelf.folder} were made by different versions of the press or its templates,"
                " or for different clinics; build them from one state"
            )
    parts = [shelf for shelf in shelved if shelf.manifest.shard]
    for shelf in parts:
        if not shelf.manifest.library:
            raise UsageError(
                f"handouts in {shelf.folder} were built again after they had changed; build all of part"
                f" {shelf.manifest.shard} again with --shard"
            )
        if shelf.manifest.library != parts[0].manifest.library:
            raise UsageError(
                f"{parts[0].folder} and {shelf.folder} are parts of different states of the handouts, or were made with"
                " other editions or libraries; build all parts from one state"
            )
    named = {shelf.manifest.shard for shelf in parts}
    for total in sorted({int(shard.partition("/")[2]) for shard in named}):
        missing = [part for number in range(1, total + 1) if (part := f"{number}/{total}") not in named]
        if missing:
            raise UsageError(f"part {missing[0]} is not among the folders; without it its handouts would be taken away")


def _take(shelf: Shelf, delivery: Delivery, aside: Staging) -> None:
    """Put aside what is on a shelf."""
    taken: dict[str, Publication] = {row.file: row for row in delivery.new}
    for row in shelf.manifest.rows.values():
        if taken.setdefault(row.file, row) != row:
            raise UsageError(f"two of the folders hold different files called {row.file}; build them from one state")
        for file, value in files(row):
            data = shelf.read(file)
            if digest(data) != value:
                raise UsageError(f"{shelf.folder / file} is not the file that was published; build that part again")
            aside.put(delivery.house.path(file), data)
    delivery.new[:] = taken.values()
