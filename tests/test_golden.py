"""Every edition of the article that has every block, against the edition that a person looked at and found good.

`pytest --regenerate tests/test_golden.py` writes the golden files anew; look at the difference before it is committed.
"""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from press.model import EDITIONS, Edition, Format
from press.pipeline.reading import Prepared
from press.verify import pdf, verify
from press.verify.piece import BREAK
from press.writers import Templates, writer

GOLDEN = Path(__file__).parent / "cases" / "kitchen-sink" / "golden"
PAGE_MARKER = re.compile(r'<span epub:type="pagebreak"[^>]*></span>\n?|<li><a href="[^"]*#page\.\d+">\d+</a></li>\n')
DATA_URI = re.compile(r"data:([\w/+-]+);base64,[\w+/=]+")


def shown(data: bytes, edition: Edition) -> str:
    """Return what is to be compared of an edition: its text, with a hash in the place of each binary part."""
    match edition.format:
        case Format.TEXT:
            return data.decode()
        case Format.HTML:
            return DATA_URI.sub(lambda match: f"data:{match[1]};{digest(match[0].encode())}", data.decode())
        case Format.EPUB:
            with ZipFile(BytesIO(data)) as archive:
                return "\n".join(f"=== {name}\n{part(archive.read(name), name)}" for name in archive.namelist())
        case Format.PDF:
            return pages(data)


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def part(data: bytes, name: str) -> str:
    """Return a file of an EPUB without what varies with the layout library: cover pixels, where printed pages begin."""
    if name.endswith((".xhtml", ".opf", ".ncx", ".xml", ".css", "mimetype")):
        return PAGE_MARKER.sub("", data.decode())
    return "(a picture)" if name.endswith("cover.png") else digest(data)


def pages(data: bytes) -> str:
    """Return the structure and the words of a PDF, not where its lines end: that varies with the layout library."""
    reading = pdf.read(data)
    rows = [f"{key}: {value}" for key, value in sorted(reading.metadata.items())]
    rows += [f"bookmark {entry.level} {entry.text}" for entry in reading.contents["bookmarks"]]
    for piece in reading.pieces:
        place = f"level {piece.level} depth {piece.depth} quoted {piece.quoted}"
        words = " ".join(piece.text.replace(BREAK, " ").split())
        rows.append(
            " | ".join([str(piece.kind), place, piece.mark, words, " ".join(link.target for link in piece.links)])
        )
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("name", EDITIONS)
def test_golden(name: str, kitchen_sink: Prepared, templates: Templates, request: pytest.FixtureRequest) -> None:
    edition = EDITIONS[name]
    data = writer(edition.format)(kitchen_sink.sheet, edition, templates)
    assert verify(data, kitchen_sink.inventory, edition).findings == ()
    golden = GOLDEN / f"{name}.txt"
    if request.config.getoption("--regenerate"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(shown(data, edition))
    assert shown(data, edition) == golden.read_text()
