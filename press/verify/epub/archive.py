"""An EPUB's archive: its files within bounds, and what is wrong with it as an archive."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MAX_FILES = 2_000
MAX_BYTES = 64 * 1024 * 1024
"""Of all files together, unpacked: what is larger is refused, so that no archive fills the memory."""

MIMETYPE = b"application/epub+zip"

_BROKEN = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
"""What zipfile raises for bytes that are no sound archive."""


def open_archive(data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Return an EPUB's files by name, in order, and what could not be read. Raises nothing, whatever the bytes."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _unpacked(archive)
    except _BROKEN as error:
        return {}, [f"the archive cannot be opened: {error}"]


def _unpacked(archive: ZipFile) -> tuple[dict[str, bytes], list[str]]:
    entries = archive.infolist()
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        return {}, [f"the archive is larger than {MAX_FILES} files or {MAX_BYTES} bytes"]
    files: dict[str, bytes] = {}
    unread = [*_misfits(entries)]
    if archive.comment or (entries and entries[0].header_offset):
        unread.append("there is something before or after the archive")
    for entry in entries:
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            unread.append(f"{entry.filename} is packed in a way that EPUB does not allow")
            continue
        try:
            files[entry.filename] = archive.read(entry)
        except _BROKEN as error:
            unread.append(f"{entry.filename} cannot be unpacked: {error}")
    if files.get("mimetype") != MIMETYPE:
        unread.append("the file mimetype does not say application/epub+zip")
    return files, unread


def _misfits(entries: list[ZipInfo]) -> Iterator[str]:
    """Yield what is wrong with the list of files."""
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != ZIP_STORED or first.extra:
        yield "the archive does not begin with the file mimetype, stored as it is"
    names = [entry.filename for entry in entries]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield f"{name} is in the archive more than once"
        if name.startswith("/") or ".." in name.split("/") or "\\" in name:
            yield f"{name} leads out of the archive"
