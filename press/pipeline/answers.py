"""One question about thousands of things, asked by several processes; `multiprocessing` would take longer to load."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from math import ceil
from typing import BinaryIO, TypeVar

MANY = 1000
"""For fewer things than this, another process takes longer to begin than it saves."""

Thing = TypeVar("Thing")


def answers(question: Callable[[Thing], bool], things: Sequence[Thing], processes: int) -> list[bool]:
    """Return the answer for each thing, in their order. What a question changes may be lost with another process."""
    if sys.platform != "linux" or processes == 1 or len(things) < MANY:
        return [question(thing) for thing in things]
    share = ceil(len(things) / processes)
    mine, *others = (things[first : first + share] for first in range(0, len(things), share))
    with ExitStack() as asking:
        pipes = [asking.enter_context(_asked(question, part)) for part in others]
        found = [question(thing) for thing in mine]
        for part, pipe in zip(others, pipes, strict=True):
            answered = pipe.read()
            # Of a process that did not come to its end nothing counts.
            found += map(bool, answered) if len(answered) == len(part) else map(question, part)
    return found


@contextmanager
def _asked(question: Callable[[Thing], bool], things: Sequence[Thing]) -> Iterator[BinaryIO]:
    """Have another process write a byte for each answer; give where to read them."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(bytes(map(question, things)))
        finally:
            os._exit(0)  # nothing that the parent would do at its end
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            yield pipe
    finally:
        os.waitpid(child, 0)
