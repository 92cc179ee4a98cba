"""What a build leaves in the output: the new files, with their manifest, their sums and their catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from press.model import EDITIONS, Edition, Publication
from press.pipeline.inputs import digest_of_parts, inputs_of, versions
from press.pipeline.manifest import CATALOGUE, NAME, SUMS, Manifest, digest, files, write_manifest, write_sums
from press.pipeline.plan import Shelf
from press.pipeline.sources import House, Source
from press.pipeline.staging import Staging


@dataclass(slots=True)
class Delivery:
    """What comes into a clinic's folder: rows of editions that are there as they should be, and of those just made."""

    house: House
    shelf: Shelf
    kept: list[Publication] = field(default_factory=list)
    new: list[Publication] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a library: its name, `2/5`, all the handouts of the library, and the editions that are made of them."""

    name: str
    sources: Sequence[Source]
    editions: Sequence[Edition]

    def files(self) -> set[str]:
        """Return what may be published of the library, in whatever editions."""
        return {source.file_of(edition) for source in self.sources for edition in EDITIONS.values()}

    def library(self, house: House) -> str:
        """Return the digest of what all the editions of all its handouts are made from."""
        inputs = [(source, inputs_of(house).of(source)) for source in self.sources]
        files = (f"{source.file_of(edition)} {of(edition)}" for source, of in inputs for edition in self.editions)
        return digest_of_parts(*sorted(files))


def publish(aside: Staging, deliveries: Iterable[Delivery], *, whole: bool, part: Part | None = None) -> None:
    """Swap in what was put aside with its manifest, sums and catalogue; nothing where nothing has changed.

    What other handouts and editions have stays; unless these are the `whole` of it: then what an earlier build
    published besides is removed, and where they are a `part`, what is in none. Raises RenderError where the catalogue's
    template fails, UsageError where something is in the way.
    """
    removed: list[str] = []
    for delivery in deliveries:
        removed += _deliver(aside, delivery, whole=whole, part=part)
    aside.publish(remove=removed)


def _deliver(aside: Staging, delivery: Delivery, *, whole: bool, part: Part | None) -> Sequence[str]:
    """Put aside what belongs beside the new files; return what has to go."""
    house, shelf = delivery.house, delivery.shelf
    rows = {row.file: row for row in (*delivery.kept, *delivery.new)}
    if not whole:
        allowed = part.files() if part else shelf.manifest.rows.keys()
        before = {file: row for file, row in shelf.manifest.rows.items() if (shelf.folder / file).is_file()}
        rows = {file: row for file, row in before.items() if file in allowed} | rows
    handouts = {row.handout for row in delivery.new}
    aside.keep(house.path(file) for row in rows.values() if row.handout in handouts for file, _ in files(row))
    _describe(aside, house, shelf, sorted(rows.values(), key=lambda row: row.file), _part(delivery, part, whole=whole))
    listed = {file for row in rows.values() for file, _ in files(row)}
    known = {file for row in shelf.manifest.rows.values() for file, _ in files(row)}
    return [house.path(file) for file in sorted(known - listed)]


def _part(delivery: Delivery, part: Part | None, *, whole: bool) -> tuple[str, str]:
    """Return which part of which library a folder holds now."""
    before = delivery.shelf.manifest
    if part:
        return part.name, part.library(delivery.house)
    if whole:
        return "", ""
    # Handouts built again leave it what it is, unless they were made from something else.
    inputs = {row.file: row.input for row in before.rows.values()}
    same = all(inputs.get(row.file) == row.input for row in delivery.new)
    return before.shard, before.library if same else ""


def _describe(aside: Staging, house: House, shelf: Shelf, rows: Sequence[Publication], part: tuple[str, str]) -> None:
    """Put aside the manifest, the sums and the catalogue, unless those that are there say the same."""
    by_file, made_from = {row.file: row for row in rows}, inputs_of(house).catalogue()
    page, manifest = shelf.read(CATALOGUE), shelf.read(NAME)
    if shelf.manifest != Manifest(by_file, made_from, digest(page), *part):
        page = _catalogue(house, rows)
        manifest = write_manifest(Manifest(by_file, made_from, digest(page), *part))
    own = {CATALOGUE: page, NAME: manifest}
    for name, data in (own | {SUMS: write_sums(rows, own)}).items():
        if shelf.read(name) != data:
            aside.put(house.path(name), data)


def _catalogue(house: House, rows: Sequence[Publication]) -> bytes:
    from press.pipeline.tasks import clinic_of  # noqa: PLC0415 - not loaded where nothing has changed
    from press.writers import Templates  # noqa: PLC0415 - as above
    from press.writers.catalogue import write_catalogue  # noqa: PLC0415 - as above

    return write_catalogue(rows, house.labels("en"), Templates(house.templates, versions()), clinic_of(house, "en"))
