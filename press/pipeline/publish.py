"""What a build leaves in the output: the new files, with their manifest, their sums and their catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from press.model import Publication
from press.pipeline.inputs import inputs_of, versions
from press.pipeline.manifest import CATALOGUE, NAME, SUMS, Manifest, digest, files, write_manifest, write_sums
from press.pipeline.plan import Shelf
from press.pipeline.sources import House
from press.pipeline.staging import Staging


@dataclass(slots=True)
class Delivery:
    """What comes into a clinic's folder: rows of editions that are there as they should be, and of those just made."""

    house: House
    shelf: Shelf
    kept: list[Publication] = field(default_factory=list)
    new: list[Publication] = field(default_factory=list)


def publish(aside: Staging, deliveries: Iterable[Delivery], *, whole: bool, shard: str = "") -> None:
    """Swap in what was put aside with its manifest, sums and catalogue; nothing where nothing has changed.

    The manifest says which `shard` of the handouts this is. What other handouts and editions have stays; unless these
    are the `whole` of it: then what an earlier build published besides is removed. Raises RenderError where the
    catalogue's template fails, UsageError where something is in the way.
    """
    removed: list[str] = []
    for delivery in deliveries:
        removed += _deliver(aside, delivery, whole=whole, shard=shard)
    aside.publish(remove=removed)


def _deliver(aside: Staging, delivery: Delivery, *, whole: bool, shard: str) -> Sequence[str]:
    """Put aside what belongs beside the new files; return what has to go."""
    house, shelf = delivery.house, delivery.shelf
    rows = {row.file: row for row in (*delivery.kept, *delivery.new)}
    if not whole:
        rows = {file: row for file, row in shelf.manifest.rows.items() if (shelf.folder / file).is_file()} | rows
    handouts = {row.handout for row in delivery.new}
    aside.keep(house.path(file) for row in rows.values() if row.handout in handouts for file, _ in files(row))
    shard = shard or ("" if whole else shelf.manifest.shard)
    _describe(aside, house, shelf, sorted(rows.values(), key=lambda row: row.file), shard)
    listed = {file for row in rows.values() for file, _ in files(row)}
    known = {file for row in shelf.manifest.rows.values() for file, _ in files(row)}
    return [house.path(file) for file in sorted(known - listed)]


def _describe(aside: Staging, house: House, shelf: Shelf, rows: Sequence[Publication], shard: str) -> None:
    """Put aside the manifest, the sums and the catalogue, unless those that are there say the same."""
    by_file, made_from = {row.file: row for row in rows}, inputs_of(house).catalogue()
    page, manifest = shelf.read(CATALOGUE), shelf.read(NAME)
    if shelf.manifest != Manifest(by_file, made_from, digest(page), shard):
        page = _catalogue(house, rows)
        manifest = write_manifest(Manifest(by_file, made_from, digest(page), shard))
    own = {CATALOGUE: page, NAME: manifest}
    for name, data in (own | {SUMS: write_sums(rows, own)}).items():
        if shelf.read(name) != data:
            aside.put(house.path(name), data)


def _catalogue(house: House, rows: Sequence[Publication]) -> bytes:
    from press.pipeline.tasks import clinic_of  # noqa: PLC0415 - not loaded where nothing has changed
    from press.writers import Templates  # noqa: PLC0415 - as above
    from press.writers.catalogue import write_catalogue  # noqa: PLC0415 - as above

    return write_catalogue(rows, house.labels("en"), Templates(house.templates, versions()), clinic_of(house, "en"))
