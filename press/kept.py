"""What is made once and kept for the processes that follow, such as parsed declarations and compiled templates.

A wrong file could make a process do anything. So a file counts only where nobody else can have written it (the folder
and the file belong to this user or to root, and nobody else may write to either), and only whole and for its key.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from functools import cache
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path
from time import time

LARGEST = 64 * 1024 * 1024
"""Bytes of a file; what is larger has come to harm: the largest has ten megabytes."""

_SEAL = 65
"""Bytes of a seal: a SHA-256 in hexadecimal digits, and the end of its line."""

_BEING_WRITTEN = "tmp"
"""What the names of files begin with until they are whole."""

_HOUR = 3600
"""Seconds: what has been written for longer nobody is writing any more; who did was killed."""

_ROOT = 0
_NOBODY_ELSE = stat.S_IWGRP | stat.S_IWOTH


def read(name: str, key: str) -> memoryview | None:
    """Return what is kept under a name for this key, anything that it is made from; None where there is none."""
    for whole in _files(name):
        if whole[:_SEAL] == seal(key, whole[_SEAL:]):
            return whole[_SEAL:]
    return None


def mapped(name: str, sealed: bytes, size: int) -> memoryview | None:
    """Return so many bytes that are kept under a name with this seal; None where there are none.

    None is read before it is used, nor are they compared with the seal, which takes as long as reading them all: who
    uses a part has to see whether it is whole.
    """
    for whole in _files(name):
        if whole[:_SEAL] == sealed and len(whole) == _SEAL + size:
            return whole[_SEAL:]
    return None


def keep(name: str, key: str, data: bytes) -> bool:
    """Keep data under a name, whole or not at all, instead of what was there; return whether it is kept."""
    return any(_put(folder, name, seal(key, data) + data) for folder in _folders())


def forget(*beginnings: str) -> None:
    """Remove what is kept under names that begin so; whoever needs it makes it anew."""
    for folder in _folders():
        with suppress(OSError):
            for file in folder.iterdir() if _is_ours(folder.lstat()) else ():
                if file.name.startswith(beginnings):
                    file.unlink()


@cache
def _folders() -> list[Path]:
    """Return where files may be kept: with the installed packages, else with the user's other caches."""
    folders = [Path(sys.prefix, "var", "handout-press")]
    with suppress(RuntimeError):  # a user without a home
        caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folders.append(caches / f"handout-press-{sys.implementation.cache_tag}")  # two Pythons would take turns at one
    return [folder for folder in folders if folder.is_absolute()]


def _files(name: str) -> Iterator[memoryview]:
    """Yield each file of a name that nobody else can have written, mapped: it may be large."""
    for folder in _folders():
        file = folder / name
        with suppress(OSError, ValueError):  # an empty file cannot be mapped
            if _is_ours(folder.lstat()) and _is_ours(status := file.lstat()) and status.st_size <= LARGEST:
                with file.open("rb", buffering=0) as opened:
                    yield memoryview(mmap(opened.fileno(), 0, access=ACCESS_READ))


def _is_ours(status: os.stat_result) -> bool:
    """Return whether a file or folder (no link to one) can only have been written by this user or root."""
    plain = stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)
    return plain and status.st_uid in {_ROOT, os.geteuid()} and not status.st_mode & _NOBODY_ELSE


def seal(key: str, data: bytes | memoryview) -> bytes:
    """Return what a file begins with: nothing else has this key and these data."""
    whole = sha256(f"{len(key)}\n{key}\n".encode())
    whole.update(data)
    return f"{whole.hexdigest()}\n".encode()


def _put(folder: Path, name: str, data: bytes) -> bool:
    """Put a file into a folder, whole or not at all; return whether it is there."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - only where nothing is kept yet

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder.lstat()):
            return False
        _remove_unfinished(folder)
        with NamedTemporaryFile(prefix=_BEING_WRITTEN, dir=folder, delete=False) as file, ExitStack() as failing:
            failing.callback(Path(file.name).unlink)
            file.write(data)
            file.flush()
            Path(file.name).replace(folder / name)
            failing.pop_all()
    except OSError:
        return False
    return True


def _remove_unfinished(folder: Path) -> None:
    """Remove what processes have left in a folder that were killed while they put a file there."""
    for file in folder.glob(f"{_BEING_WRITTEN}*"):
        with suppress(OSError):  # another process has done so, or is done with it
            if time() - file.lstat().st_mtime > _HOUR:
                file.unlink()
