"""Memory for Python, taken in larger pieces than it takes by itself.

Its calls (seen in 3.11 to 3.13): Python gets memory for them in pieces of 16 kB, and gives one back as soon as the
first call in it returns. A loop whose calls begin at such a border asks the system for memory at every turn: 11
microseconds a call instead of 0.1, three hundred to three thousand times a handout.

Its objects: Python takes memory for them from the system, a megabyte at a time, and is given each page of 4 kB when it
is first written to. That takes a twentieth of the time of one handout. Here it takes that memory from the heap of the C
library, and Linux is asked to give that in pages of 2 MB. HANDOUT_PRESS_ENGINE=-memory does without.
"""

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from mmap import PAGESIZE
from threading import current_thread, main_thread
from typing import TypeVar

from press.compiled import is_switched_off

T = TypeVar("T")

VALUES = 65_000
"""The room of the one call below, which takes a piece of 1 MB; what is left of it is enough for all other calls.

That is as many again: 65 for each of the thousand calls that Python allows in one another, which take 21 on average.
"""

ROOM = 256 << 20
"""Bytes of the heap that are to be large pages: more than a process needs. What is never used takes no memory."""

_SMALL, _LARGE = 4 << 10, 2 << 20
_ALIGNED = 16 << 10
"""Where what is taken begins: Python divides it into pieces of 16 kB, and gives back whole pages."""

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_HUGEPAGE = 14


def with_room(call: Callable[[], T], *, in_large_pages: bool = False) -> T:
    """Return what a call returns, made where there is room for all that it calls; perhaps in large pages.

    These are for a process that does this one thing: where it does many they gain nothing.
    """
    if not in_large_pages or current_thread() is not main_thread():
        return call()
    with _large_pages():
        return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=VALUES)


class _Arenas(ctypes.Structure):
    """What Python takes memory from, and gives it back to: its `PyObjectArenaAllocator`."""

    _fields_ = (("context", ctypes.c_void_p), ("take", ctypes.c_void_p), ("give_back", ctypes.c_void_p))


@contextmanager
def _large_pages() -> Iterator[None]:
    """Have Python take memory in large pages for a while, where it can: while no calls ask for small pieces.

    Where it comes from the heap it is given back to the system all the same, as Python does by itself: to the C
    library such a piece is in use for ever, and it never looks into what is in use. In forty handouts there was none.
    Each leaves a hole, and Linux allows a process 65,530 pieces: loops that take and give back would make as many in
    seconds. So it is not done in another thread than the first: beside it are calls without room.
    """
    usual, large = _ways()
    ctypes.pythonapi.PyObject_SetArenaAllocator(ctypes.byref(large))
    try:
        yield
    finally:
        ctypes.pythonapi.PyObject_SetArenaAllocator(ctypes.byref(usual))


@cache
def _ways() -> tuple[_Arenas, _Arenas]:
    """Return how Python takes memory by itself, and how it gets large pages; where it cannot, that is the same."""
    usual, large = _Arenas(), _Arenas()
    for arenas in (usual, large):
        ctypes.pythonapi.PyObject_GetArenaAllocator(ctypes.byref(arenas))
    if library := _heap():
        large.context, large.take = _ALIGNED, ctypes.cast(library.aligned_alloc, ctypes.c_void_p)
    return usual, large


def _heap() -> ctypes.CDLL | None:
    """Return the C library with a heap of large pages; nothing but on Linux with glibc, where memory has no limit.

    By mallopt(3) and madvise(2); the numbers are those of malloc.h and mman.h. Where pages are of 64 kB, a large one
    is of 512 MB, and who gives back 16 kB gives back 48 of what stands behind them.
    """
    if sys.platform != "linux" or PAGESIZE != _SMALL or is_switched_off("memory"):
        return None
    import resource  # noqa: PLC0415 - which Windows has not

    limits = (resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA))
    if any(limit != resource.RLIM_INFINITY for limit in limits):
        return None  # what is set aside would count
    try:
        library = ctypes.CDLL("libc.so.6")
        library.malloc.restype = library.sbrk.restype = ctypes.c_void_p
        begin = library.sbrk(0)
        library.mallopt(_TRIM_THRESHOLD, 2**31 - 1)  # what is free at the end of the heap stays there
        library.mallopt(_MMAP_THRESHOLD, 32 << 20)  # only what is larger is not of the heap; glibc allows no more
        library.mallopt(_TOP_PAD, ROOM)
        library.free(ctypes.c_void_p(library.malloc(2 * _LARGE)))
        library.mallopt(_TOP_PAD, _LARGE)
    except (OSError, AttributeError):
        return None
    size, begin = library.sbrk(0) - begin, begin + -begin % _LARGE
    failed = size < ROOM + _LARGE or library.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(ROOM), _HUGEPAGE)
    return None if failed else library
