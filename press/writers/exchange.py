"""What the processes of one build tell each other, so that it is worked out once.

An answer is a file in a folder that they share. Whoever works it out holds a lock beside it, and whoever wants it waits
for the lock; a lock goes with its process, so nobody waits for one that has ended.
"""

import fcntl
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_FOLDER: list[Path] = []
"""The folder, in a process that shares one."""


def share(*folder: Path) -> None:
    """Tell and ask in this folder from now on; without one, nobody is told and nobody answers."""
    _FOLDER[:] = folder


@contextmanager
def answering(question: Callable[[], str]) -> Iterator[Callable[[object], None]]:
    """Let others wait for the answer to a question, which names a file, until this is left; yield what tells it."""
    if not _FOLDER:
        yield lambda _answer: None
        return
    file = _FOLDER[0] / question()
    with _lock_of(file) as lock:
        is_ours = _take(lock)  # else somebody is just asking, and goes on without, or works out the same
        yield lambda answer: _put(file, pickle.dumps(answer)) if is_ours else None


def answer_to(question: Callable[[], str]) -> object:
    """Return the answer to a question, once who works it out has it; None where nobody has or does."""
    if not _FOLDER:
        return None
    file = _FOLDER[0] / question()
    with _lock_of(file) as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        return pickle.loads(file.read_bytes()) if file.exists() else None  # noqa: S301 - nobody else writes there


def _lock_of(file: Path) -> BinaryIO:
    return file.with_suffix(".lock").open("wb")


def _put(file: Path, data: bytes) -> None:
    """Write a file, for who has its lock: whole or, where there is no room, not at all, and nobody is told."""
    draft = file.with_suffix(".draft")
    with suppress(OSError):
        draft.write_bytes(data)
        draft.rename(file)


def _take(lock: BinaryIO) -> bool:
    """Take a lock, if nobody has it; return whether it is taken."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
