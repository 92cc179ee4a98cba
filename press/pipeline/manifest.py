"""`output/manifest.json`: every file that was published, and what was counted in it."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from press.model import Publication

NAME = "manifest.json"

CONFORMANCE = "conformance.json"
"""What `make conformance` leaves in the output folder."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    return sha256(data).hexdigest()


def read_manifest(output: Path) -> dict[str, Publication]:
    """Return the rows of an output folder's manifest by file; none where it cannot be read."""
    try:
        entries = json.loads((output / NAME).read_bytes())["files"]
        return {entry["file"]: Publication(**entry) for entry in entries}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def write_manifest(rows: Iterable[Publication]) -> bytes:
    """Return the bytes of a manifest with these rows."""
    entries = [asdict(row) for row in sorted(rows, key=lambda row: row.file)]
    return (json.dumps({"files": entries}, indent=1, ensure_ascii=False) + "\n").encode()
