"""What a build leaves in the output: the new files, with their manifest, their sums and their catalogue."""

import errno
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from press.errors import UsageError
from press.model import Edition, Publication
from press.pipeline.files import led_to
from press.pipeline.houses import House
from press.pipeline.inputs import digest_of_parts, inputs_of, versions
from press.pipeline.manifest import (
    CATALOGUE,
    NAME,
    SUMS,
    Manifest,
    digest,
    files,
    is_foreign,
    write_manifest,
    write_sums,
)
from press.pipeline.shelves import Shelf
from press.pipeline.sources import Source
from press.pipeline.staging import Staging


@dataclass(slots=True)
class Delivery:
    """What comes into a clinic's folder: rows of editions that are there as they should be, and of those just made."""

    shelf: Shelf
    kept: list[Publication] = field(default_factory=list)
    new: list[Publication] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a library: its name, `2/5`, all the handouts of the library, and the editions that are made of them."""

    name: str
    sources: Sequence[Source]
    editions: Sequence[Edition]

    def library(self, house: House) -> str:
        """Return the digest of what all the editions of all its handouts are made from."""
        inputs = [(source, inputs_of(house).of(source)) for source in self.sources]
        files = (f"{source.file_of(edition)} {of(edition)}" for source, of in inputs for edition in self.editions)
        return digest_of_parts(*sorted(files))


def refuse_output_in_source(source: Path, output: Path) -> None:
    """Raise UsageError where what is published would lie among the sources, and could take the place of one."""
    if led_to(output).is_relative_to(led_to(source)):
        raise UsageError(
            f"{output} lies in {source}, where the handouts' sources are; name another folder with --output"
        )


def refuse_output_among_sources(source: Path, sources: Iterable[Source], houses: Iterable[House], output: Path) -> None:
    """Raise UsageError where a folder to be published is, holds or lies in a handout's, wherever links lead."""
    slugs = {article.slug for article in sources}
    read = _led_to(source, slugs)
    for house in houses:
        published = _led_to(output / house.folder, slugs)
        shared = published & (read | _above(read)) or read & _above(published)
        for folder in sorted(shared)[:1]:
            raise UsageError(
                f"{folder} is a handout's source, or holds one, and would hold what is published, too; name another"
                " folder with --output"
            )


def _led_to(folder: Path, names: Iterable[str]) -> set[str]:
    """Return where folders in a folder are: text, as there may be thousands, of which few are links."""
    real = led_to(folder)
    links = {entry.name: entry.path for entry in os.scandir(real) if entry.is_symlink()} if real.is_dir() else {}
    return {os.path.realpath(links[name]) if name in links else f"{real}/{name}" for name in names}


def _above(folders: Iterable[str]) -> set[str]:
    """Return every folder that one of these lies in, at any depth."""
    nearest = {folder.rpartition("/")[0] for folder in folders}
    return nearest.union(*(map(str, Path(folder).parents) for folder in nearest))


def refuse_other_folders(shelved: Iterable[Shelf], *, whole: bool, part: Part | None) -> None:
    """Raise UsageError where this build would leave a folder that is neither what it was nor what it should be."""
    for shelf in shelved:
        manifest = shelf.manifest
        if not manifest.is_there and is_foreign(shelf.folder):
            raise UsageError(
                f"{shelf.folder} holds an {CATALOGUE}, {NAME} or {SUMS} of another program; name another folder with"
                " --output, or move that file away"
            )
        if not whole and _is_damaged(shelf):
            raise UsageError(
                f"{shelf.folder / NAME} is not as it was published, so that nobody knows what else is there; build all"
                " editions of all handouts, or name another folder with --output"
            )
        if part and manifest.rows and manifest.shard != part.name:
            raise UsageError(
                f"{shelf.folder} holds something else than part {part.name}; give each part a folder of its own with"
                " --output"
            )
        if manifest.shard and not whole and not part:
            raise UsageError(
                f"{shelf.folder} holds part {manifest.shard} of a library; build it with --shard {manifest.shard}, or"
                " name another folder with --output"
            )


def refuse_unwritable(output: Path, handouts: Collection[Path]) -> None:
    """Raise UsageError where these folders of handouts, or those that they are in, could not be swapped."""
    renamed = {folder for folder in handouts if not folder.is_symlink()}
    above = {folder.parent for folder in handouts} | {output} if handouts else set()
    for folder in sorted(above | renamed):
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            raise UsageError(
                f"{folder} cannot be written to: it belongs to somebody else, or its disk is read-only; let whoever"
                " runs the build write there, or name another folder with --output"
            )


def _is_damaged(shelf: Shelf) -> bool:
    """Return whether records are there, and no manifest that was published with them."""
    return not shelf.manifest.is_there and any((shelf.folder / name).is_file() for name in (NAME, SUMS, CATALOGUE))


def publish(
    aside: Staging, deliveries: Sequence[Delivery], *, whole: bool, part: Part | None = None, all_articles: bool = False
) -> int | None:
    """Swap in what was put aside with its manifest, sums and catalogue; nothing where nothing has changed.

    What other handouts and editions have stays; unless these are the `whole` of it, or a `part` and the whole of that:
    then what an earlier build published besides is removed, as is what it published of other articles where these are
    `all_articles`, if not in all editions. Return how many files, None where nothing has changed. Raises RenderError
    where the catalogue's template fails, UsageError where something is in the way, FileNotFoundError where what was
    there when it was looked at has been removed meanwhile.
    """
    removed: list[str] = []
    takes_time = any(delivery.new for delivery in deliveries)
    for delivery in deliveries:
        _refuse_somebodys(delivery)
        if takes_time:
            _refuse_what_is_gone(delivery)
        others = [] if whole or part else _others(delivery, of_articles=not all_articles)
        removed += _deliver(aside, delivery, others, part)
    return aside.publish(remove=removed)


def _refuse_somebodys(delivery: Delivery) -> None:
    """Raise UsageError where a new file would take the place of one that was not published, and is not the same.

    Where records are damaged or lost nobody knows what was; where there is none at all, nothing was.
    """
    shelf = delivery.shelf
    if _is_damaged(shelf):
        return
    known = _files_of(shelf.manifest.rows.values())
    for file, value in sorted(file for row in delivery.new for file in files(row)):
        if file not in known and (shelf.folder / file).is_file() and digest(shelf.read(file)) != value:
            raise UsageError(
                f"{shelf.folder / file} was not published from here, and a file of this name is to be; move it away, or"
                " name another folder with --output"
            )


def _refuse_what_is_gone(delivery: Delivery) -> None:
    """Raise FileNotFoundError where a file that was not made anew, since it was there, has been removed meanwhile."""
    for file in sorted(_files_of(delivery.kept)):
        path = f"{delivery.shelf.folder}/{file}"
        if not os.path.isfile(path):  # noqa: PTH113 - quicker, for thousands
            raise FileNotFoundError(errno.ENOENT, "the file was removed during the build", path)


def _files_of(rows: Iterable[Publication]) -> set[str]:
    return {file for row in rows for file, _ in files(row)}


def _deliver(aside: Staging, delivery: Delivery, others: Iterable[Publication], part: Part | None) -> Sequence[str]:
    """Put aside what belongs beside the new files and the others that stay; return what has to go."""
    house, shelf = delivery.shelf.house, delivery.shelf
    rows = {row.file: row for row in (*others, *delivery.kept, *delivery.new)}
    handouts = {row.handout for row in delivery.new}
    aside.keep(house.path(file) for row in rows.values() if row.handout in handouts for file, _ in files(row))
    _describe(aside, shelf, rows, part)
    gone = _files_of(shelf.manifest.rows.values()) - _files_of(rows.values())
    return [house.path(file) for file in sorted(gone)]


def _others(delivery: Delivery, *, of_articles: bool) -> Iterator[Publication]:
    """Yield the rows of what was there before, also of other articles or not.

    One whose picture another edition has now was made for other paper.
    """
    pictures = {row.picture for row in delivery.new if row.picture}
    articles = {row.stem for row in delivery.new}
    for row in delivery.shelf.manifest.rows.values():
        if not of_articles and row.stem not in articles:
            continue
        yield replace(row, picture="", picture_sha256="", input="") if row.picture in pictures else row


def _describe(aside: Staging, shelf: Shelf, rows: Mapping[str, Publication], part: Part | None) -> None:
    """Put aside the manifest, the sums and the catalogue, unless those that are there say the same."""
    house, made_from = shelf.house, inputs_of(shelf.house).catalogue()
    page, manifest = shelf.read(CATALOGUE), shelf.read(NAME)
    shard = (part.name, part.library(house)) if part else ("", "")
    if shelf.manifest != Manifest(rows, made_from, digest(page), *shard):
        page = _catalogue(house, rows.values())
        manifest = write_manifest(Manifest(rows, made_from, digest(page), *shard))
    own = {CATALOGUE: page, NAME: manifest}
    sums = write_sums(rows.values(), {name: digest(data) for name, data in own.items()})
    for name, data in (own | {SUMS: sums}).items():
        if shelf.read(name) != data:
            aside.put(house.path(name), data)


def _catalogue(house: House, rows: Iterable[Publication]) -> bytes:
    from press.pipeline.reading import clinic_of  # noqa: PLC0415 - not loaded where nothing has changed
    from press.writers import Templates  # noqa: PLC0415 - as above
    from press.writers.catalogue import write_catalogue  # noqa: PLC0415 - as above

    return write_catalogue(rows, house.labels("en"), Templates(house.templates, versions()), clinic_of(house, "en"))
