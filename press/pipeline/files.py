"""Files and their names, as all that reads the sources has them."""

import os
import re
from contextlib import suppress
from io import BufferedReader, FileIO
from pathlib import Path

from press.errors import SourceError, not_utf8

MAX_IMAGE = 8 * 1024 * 1024
"""Bytes of one picture: a PDF with it still goes through portals that take 10 MB."""

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What a folder is called that a handout or a practice has: a part of an address on the web, on any system."""


def read_bytes(path: str, most: int = 0) -> bytes:
    """Return a file's bytes. Where nothing has changed, thousands are read: a `Path` for each would take as long again.

    Of a file that has more than `most`, if that is given, these come and one more, by which it is seen to be too large.
    Raises OSError; also for a pipe, instead of waiting for somebody who writes into it.
    """
    with FileIO(path, opener=open_at_once) as file:
        if most and os.fstat(file.fileno()).st_size > most:
            with BufferedReader(file) as beginning:
                return beginning.read(most + 1)
        return file.readall() or b""


def open_at_once(path: str, flags: int) -> int:
    """Open a file as `open` does, but do not wait at a pipe until somebody is at its other end. Raises OSError."""
    return os.open(path, flags | os.O_NONBLOCK, 0o666)


def is_file(entry: "os.DirEntry[str]") -> bool:
    """Return whether something in a folder is a file, or a link to one; one that leads in a circle leads nowhere."""
    with suppress(OSError):
        return entry.is_file()
    return False


def decoded(data: bytes, file: str) -> str:
    """Return the text of a file's bytes, whatever ended its lines. Raises SourceError where it is none."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise SourceError([not_utf8(file, data, error.start)]) from error


def led_to(path: Path) -> Path:
    """Return where a path leads through links, as far as they do: `Path.resolve` fails where they lead in a circle."""
    return Path(os.path.realpath(path))


def shown_as(path: Path) -> str:
    """Return a path as the editor would write it: from the current folder if it is below it."""
    try:
        return led_to(path).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
