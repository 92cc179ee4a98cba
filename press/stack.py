"""Room for Python's calls, taken in one go.

Python (seen in 3.11 to 3.13) gets the memory for its calls in pieces of 16 kB, and gives one back as soon as the first
call in it returns. A loop whose calls begin at such a border asks the system for memory at every turn: 11 microseconds
a call instead of 0.1, three hundred to three thousand times a handout.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

VALUES = 40_000
"""The room of the one call below, which takes a piece of 512 kB; what is left of it is enough for all other calls."""


def with_room(call: Callable[[], T]) -> T:
    """Return what a call returns, made where there is room for all that it calls in turn."""
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=VALUES)
