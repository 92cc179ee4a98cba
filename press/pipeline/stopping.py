"""The signals that stop a run, and where they do not: half a step is worse than a late stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
"""What stops a build: Ctrl-C, `kill` (or whoever limits its time), and a terminal that is closed."""


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
    for stop in STOPPING:
        signal.signal(stop, signal.SIG_IGN)
