"""`manifest.json`: every file that was published, and what was counted in it; `SHA256SUMS` for `sha256sum --check`."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from operator import attrgetter
from pathlib import Path, PurePath
from typing import Any, get_origin

from press.model import EDITIONS, Publication
from press.pipeline.files import read_bytes

NAME = "manifest.json"
CATALOGUE = "index.html"
SUMS = "SHA256SUMS"

CONFORMANCE = "conformance.json"
"""What `make conformance` leaves in the output folder."""

_MARKS = {NAME: b'{"catalogue": {', CATALOGUE: b'name="generator" content="Handout Press"', SUMS: b"  manifest.json\n"}
"""What is in each of the files that every build leaves, and hardly in one of the same name by another program."""

OWN = frozenset({NAME, CATALOGUE, SUMS, CONFORMANCE})
"""The files beside the handouts."""

_NAMES = [field.name for field in fields(Publication)]
_TYPES = [get_origin(field.type) or field.type for field in fields(Publication)]
_VALUES = attrgetter(*_NAMES)

_STEM = re.compile(r"([a-z0-9-]+)/\1(?:\.[A-Za-z0-9-]+)?")
"""What the files of an article begin with."""

_EDITION = re.compile(f"{_STEM.pattern}({'|'.join(re.escape(edition.suffix) for edition in EDITIONS.values())})")
"""What an edition is called, with its folder."""

_PART = re.compile(r"([1-9][0-9]*)/([1-9][0-9]*)")


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
        named = _PART.fullmatch(self.shard)
        return (int(named[1]), int(named[2])) if named else None

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
        texts = catalogue["input"], catalogue["sha256"], values.get("shard", ""), values.get("library", "")
        manifest = Manifest(rows, *map(_text, texts))
        number, total = manifest.part or (1, 1)
        return manifest if number <= total and bool(manifest.part) == bool(manifest.shard) else Manifest({})
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Manifest({})


def _text(value: object) -> str:
    """Return a value of the manifest that has to be text. Raises TypeError."""
    if isinstance(value, str):
        return value
    raise TypeError(value)


def is_foreign(folder: Path) -> bool:
    """Return whether files that are called as ours are in a folder, and all of them are another program's."""
    found = {name: path.read_bytes() for name in _MARKS if (path := folder / name).is_file()}
    return bool(found) and not any(_MARKS[name] in data for name, data in found.items())


def is_own(name: PurePath) -> bool:
    """Return whether a file with this path in an output folder is the press's own, published or to be published."""
    folder, endings = name.parent.name, (".png", *(edition.suffix for edition in EDITIONS.values()))
    beside = name.name in OWN and len(name.parts) <= len(("clinic", "file"))
    return beside or bool(folder and name.name.startswith(folder) and name.name.endswith(endings))


def is_edition(name: str) -> bool:
    """Return whether a file with this path in a clinic's folder is called as an edition is."""
    return bool(_EDITION.fullmatch(name))


def _row(entry: dict[str, Any]) -> Publication:
    """Return a row. Raises TypeError, KeyError or ValueError where it is none that a build would write.

    Above all, its files are those of its edition: by any other the manifest would lead to somebody's own.
    """
    entry["keywords"] = tuple(entry["keywords"])
    row = Publication(**entry)
    if [*map(type, _VALUES(row))] != _TYPES or {*map(type, row.keywords)} - {str}:
        raise TypeError(row.file)
    for day in (row.reviewed, row.next_review):
        date.fromisoformat(day)
    stem = row.stem  # a KeyError: one of another version of the press
    named = _STEM.fullmatch(stem)
    if stem == row.file or not named or named[1] != row.handout or row.picture not in {"", f"{stem}.png"}:
        raise ValueError(row.file)
    return row


def write_manifest(manifest: Manifest) -> bytes:
    """Return the bytes of a manifest, its rows by file."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    rows = sorted(manifest.rows.values(), key=lambda row: row.file)
    catalogue = {"file": CATALOGUE, "input": manifest.catalogue_input, "sha256": manifest.catalogue_sha256}
    # A line each: one that changed is easily seen, and thousands are quickly written.
    listed = ",\n".join(encode(dict(zip(_NAMES, _VALUES(row), strict=True))) for row in rows)
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
