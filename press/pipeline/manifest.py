"""`manifest.json`: every file that was published, and what was counted in it; `SHA256SUMS` for `sha256sum --check`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from operator import attrgetter
from pathlib import Path, PurePath
from typing import Any

from press.model import EDITIONS, Publication
from press.pipeline.sources import read_bytes

NAME = "manifest.json"
CATALOGUE = "index.html"
SUMS = "SHA256SUMS"

CONFORMANCE = "conformance.json"
"""What `make conformance` leaves in the output folder."""

_MARKS = {NAME: b'{"catalogue": {', CATALOGUE: b'name="generator" content="Handout Press"', SUMS: b"  manifest.json\n"}
"""What is in each of the files that every build leaves, and hardly in one of the same name by another program."""

OWN = frozenset({NAME, CATALOGUE, SUMS, CONFORMANCE})
"""The files beside the handouts."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    return sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder holds: rows by file, and the digests of the catalogue and of what that is made from.

    `shard` says which part of the handouts, `2/5`, where a run made only that, and `library` is the digest of what all
    of them are made from.
    """

    rows: Mapping[str, Publication]
    catalogue_input: str = ""
    catalogue_sha256: str = ""
    shard: str = ""
    library: str = ""

    @property
    def part(self) -> tuple[int, int] | None:
        """The number of the part, from 1, and how many there are; None where it is no part."""
        number, _, total = self.shard.partition("/")
        return (int(number), int(total)) if total else None

    @property
    def is_there(self) -> bool:
        """Whether there was one, and it could be read."""
        return bool(self.catalogue_input)


def read_manifest(folder: Path) -> Manifest:
    """Return a folder's manifest; an empty one where it cannot be read, or is not the one that `SHA256SUMS` names."""
    try:
        data = read_bytes(f"{folder}/{NAME}")
        if f"{digest(data)}  {NAME}\n".encode() not in read_bytes(f"{folder}/{SUMS}"):
            return Manifest({})
        values = json.loads(data)
        rows = {row.file: row for row in map(_row, values["files"])}
        catalogue = values["catalogue"]
        part = values.get("shard", ""), values.get("library", "")
        manifest = Manifest(rows, catalogue["input"], catalogue["sha256"], *part)
        return manifest if manifest.part or not manifest.shard else Manifest({})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Manifest({})


def is_foreign(folder: Path) -> bool:
    """Return whether files that are called as ours are in a folder, and all of them are another program's."""
    found = {name: path.read_bytes() for name in _MARKS if (path := folder / name).is_file()}
    return bool(found) and not any(_MARKS[name] in data for name, data in found.items())


def is_own(name: PurePath) -> bool:
    """Return whether a file with this path in an output folder is the press's own, published or to be published."""
    folder, endings = name.parent.name, (".png", *(edition.suffix for edition in EDITIONS.values()))
    beside = name.name in OWN and len(name.parts) <= len(("clinic", "file"))
    return beside or bool(folder and name.name.startswith(folder) and name.name.endswith(endings))


def _row(entry: dict[str, Any]) -> Publication:
    """Return a row. Raises TypeError, KeyError or ValueError where it is none, or leads out of the folder."""
    entry["keywords"] = tuple(entry["keywords"])
    row = Publication(**entry)
    date.fromisoformat(row.next_review)
    if row.edition not in EDITIONS:  # one of another version of the press
        raise ValueError(row.edition)
    if row.file.startswith("/") or row.picture.startswith("/") or ".." in row.file or ".." in row.picture:
        raise ValueError(row.file)
    return row


def write_manifest(manifest: Manifest) -> bytes:
    """Return the bytes of a manifest, its rows by file."""
    names = [field.name for field in fields(Publication)]
    values, encode = attrgetter(*names), json.JSONEncoder(ensure_ascii=False).encode
    rows = sorted(manifest.rows.values(), key=lambda row: row.file)
    catalogue = {"file": CATALOGUE, "input": manifest.catalogue_input, "sha256": manifest.catalogue_sha256}
    # A line each: one that changed is easily seen, and thousands are quickly written.
    listed = ",\n".join(encode(dict(zip(names, values(row), strict=True))) for row in rows)
    part = f'"shard": "{manifest.shard}",\n"library": "{manifest.library}",\n' if manifest.shard else ""
    return f'{{"catalogue": {json.dumps(catalogue)},\n{part}"files": [\n{listed}\n]}}\n'.encode()


def files(row: Publication) -> Iterator[tuple[str, str]]:
    """Yield the path and the digest of each file of a row: the edition, and the picture of its first page."""
    yield row.file, row.sha256
    if row.picture:
        yield row.picture, row.picture_sha256


def write_sums(rows: Iterable[Publication], own: Mapping[str, str]) -> bytes:
    """Return the bytes of `SHA256SUMS` for the files of these rows and, with their digests, those beside them."""
    entries = {**dict(entry for row in rows for entry in files(row)), **own}
    return "".join(f"{value}  {name}\n" for name, value in sorted(entries.items())).encode()
