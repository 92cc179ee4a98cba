"""`build.py merge`: the outputs of several runs, each of a part of the handouts, as one."""

from collections.abc import Sequence
from pathlib import Path

from press.errors import UsageError
from press.model import Publication
from press.pipeline.manifest import NAME, files
from press.pipeline.plan import Shelf, shelves
from press.pipeline.publish import Delivery, publish
from press.pipeline.sources import House
from press.pipeline.staging import Staging, staging


def merge(parts: Sequence[Path], houses: Sequence[House], output: Path) -> int:
    """Publish what the runs left in these folders in one, with one catalogue and one manifest. Return how many files.

    Raises UsageError, and publishes nothing, where a folder has no manifest, a file is not the one that was published,
    or two folders hold different files of one name.
    """
    with staging(output) as aside:
        deliveries = [Delivery(house, shelf) for house, shelf in zip(houses, shelves(houses, output), strict=True)]
        for part in parts:
            for delivery, shelf in zip(deliveries, shelves(houses, part), strict=True):
                _take(shelf, delivery, aside)
        publish(aside, deliveries, whole=True)
    return sum(len(delivery.new) for delivery in deliveries)


def _take(shelf: Shelf, delivery: Delivery, aside: Staging) -> None:
    """Put aside what is on a shelf."""
    if not (shelf.folder / NAME).is_file():
        raise UsageError(f"{shelf.folder} has no {NAME}; name the output folders of complete runs of the same clinics")
    taken: dict[str, Publication] = {row.file: row for row in delivery.new}
    for row in shelf.manifest.rows.values():
        if not shelf.holds(row):
            raise UsageError(f"{shelf.folder / row.file} is not the file that was published; build that part again")
        if taken.setdefault(row.file, row) != row:
            raise UsageError(f"two of the folders hold different files called {row.file}; build them from one state")
        for file, _ in files(row):
            aside.put(delivery.house.path(file), shelf.read(file))
    delivery.new[:] = taken.values()
