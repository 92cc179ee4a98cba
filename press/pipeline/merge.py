"""`build.py merge`: the outputs of several runs, each of a part of the handouts, as one."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from press.errors import UsageError
from press.model import EDITIONS, Publication
from press.pipeline.files import led_to
from press.pipeline.houses import House
from press.pipeline.manifest import NAME, digest, files
from press.pipeline.publish import Delivery, publish, refuse_other_folders, refuse_unwritable
from press.pipeline.shelves import Shelf, abandoned, shelves
from press.pipeline.staging import Staging, staging


def merge(parts: Sequence[Path], houses: Sequence[House], output: Path, begin: Callable[[], None]) -> tuple[int, int]:
    """Publish what the runs left in these folders in one, with one catalogue and one manifest.

    Return how many files, and how many were removed: of an article that no part has nothing stays. `begin` is called
    before anything is published. Raises UsageError, and publishes nothing, where a folder is no part of a library, a
    file is not the one that was published, or the folders are not all the parts of one state of one library, made for
    these clinics on one day.
    """
    if led_to(output) in {*map(led_to, parts)}:
        raise UsageError(f"{output} is one of the parts; name another folder with --output")
    for part in parts:
        for other in abandoned(houses, part):
            raise UsageError(
                f"{Path(other.file).parent} is for a practice that is not named here; name it with --clinic, or, where"
                f" that is a part itself, name it instead of {part}"
            )
    with staging(output) as aside:
        deliveries = [*map(Delivery, shelves(houses, output))]
        of_houses = [*zip(*(shelves(houses, part) for part in parts), strict=True)]
        for delivery, shelved in zip(deliveries, of_houses, strict=True):
            _refuse_what_is_no_part(shelved)
            _refuse_unless_whole(shelved)
            rows = [row for shelf in shelved for row in shelf.manifest.rows.values()]
            refuse_unwritable(output, {delivery.shelf.folder / row.handout for row in rows})
            for shelf in shelved:
                _take(shelf, delivery, aside)
            _refuse_two_days(delivery.new)
        whole = {row.edition for delivery in deliveries for row in delivery.new} == EDITIONS.keys()
        refuse_other_folders((delivery.shelf for delivery in deliveries), whole=whole, part=None)
        begin()
        removed = publish(aside, deliveries, whole=whole, all_articles=True) or 0
    return sum(len(delivery.new) for delivery in deliveries), removed


def _refuse_what_is_no_part(shelved: Sequence[Shelf]) -> None:
    """Raise UsageError where a folder is not what a part of a library is, or was made with other things than here."""
    for shelf in shelved:
        if not shelf.manifest.is_there:
            raise UsageError(
                f"{shelf.folder} has no {NAME} that is as it was published; name the output folders of complete runs of"
                " the same clinics"
            )
        if not shelf.manifest.shard:
            raise UsageError(f"{shelf.folder} is no part of a library; build the parts with --shard 1/3, 2/3 and so on")
        if not shelf.is_of_this_press:
            raise UsageError(
                f"{shelf.folder} was made for another practice's file, or by another version of the press or its"
                " templates, than `merge` is run with; take the --clinic and the version that it was built with"
            )


def _refuse_unless_whole(parts: Sequence[Shelf]) -> None:
    """Raise UsageError where folders are not all the parts of one state of one library."""
    for shelf in parts:
        if shelf.manifest.library != parts[0].manifest.library:
            raise UsageError(
                f"{parts[0].folder} and {shelf.folder} are parts of different states of the handouts, or were made with"
                " other editions or libraries; build all parts from one state"
            )
    named = {shelf.manifest.part for shelf in parts}
    for _, total in sorted(filter(None, named)):
        for number in range(1, total + 1):
            if (number, total) not in named:
                raise UsageError(
                    f"part {number}/{total} is not among the folders; without it its handouts would be taken away"
                )


def _refuse_two_days(rows: Iterable[Publication]) -> None:
    """Raise UsageError where there is no day for which all handouts bear the right mark of an overdue review."""
    overdue = max((row for row in rows if row.overdue), key=lambda row: row.next_review, default=None)
    current = min((row for row in rows if not row.overdue), key=lambda row: row.next_review, default=None)
    if overdue and current and overdue.next_review >= current.next_review:
        raise UsageError(
            f"{overdue.file} says that its review, due on {overdue.next_review}, is overdue, and {current.file}, due on"
            f" {current.next_review}, does not: the parts are of different days; build them with the same --today"
        )


def _take(shelf: Shelf, delivery: Delivery, aside: Staging) -> None:
    """Put aside what is on a shelf. Raises UsageError where a file is not what was published, or two parts have it."""
    taken: dict[str, Publication] = {row.file: row for row in delivery.new}
    for row in shelf.manifest.rows.values():
        if taken.setdefault(row.file, row) != row:
            raise UsageError(f"two of the folders hold different files called {row.file}; build them from one state")
        for file, value in files(row):
            data = shelf.read(file)
            if digest(data) != value:
                raise UsageError(f"{shelf.folder / file} is not the file that was published; build that part again")
            aside.put(shelf.house.path(file), data)
    delivery.new[:] = taken.values()
