"""The signals that stop a run, and where they do not: half a step is worse than a late stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType

STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
"""What stops a build: Ctrl-C, `kill` (or whoever limits its time), and a terminal that is closed."""

ONE_WISH = 1.0
"""Seconds: signals that follow each other sooner are one wish, or the second would meet who tidies up after it."""

_heard = [-ONE_WISH]


def stop(_number: int, _frame: FrameType | None) -> None:
    """Take a signal. Raises KeyboardInterrupt, unless another has just done so."""
    before, _heard[0] = _heard[0], monotonic()
    if _heard[0] - before >= ONE_WISH:
        raise KeyboardInterrupt


def heed() -> None:
    """Raise KeyboardInterrupt where a signal was taken: some libraries pass over any error, this one as well."""
    if _heard[0] >= 0:
        raise KeyboardInterrupt


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let the signals that stop a build wait; they also do in a process that begins meanwhile."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def see_it_through() -> None:
    """Pass over these signals from here to the end of this process, which then ends as if there had been none."""
    for one in STOPPING:
        signal.signal(one, signal.SIG_IGN)
