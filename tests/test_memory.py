"""Room for calls: however deep a loop is, its calls ask the system for no memory. And large pages for objects."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from press.memory import with_room

PROGRAM = """
import json, resource, sys
from press.memory import with_room

def loop(depth):
    if depth:
        return loop(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(500):
        one()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

def one():
    return two()

def two():
    return None

def pages():
    "The pages that the system gave to the loop that was given most, of loops at all depths."
    return max(map(loop, range(400)))

with_room(pages)  # what is used for the first time is given once
print(json.dumps([with_room(pages), pages()]))
"""

PAGES = """
import json, resource, sys
from pathlib import Path
from press import memory
from press.memory import with_room

if sys.argv[1:] == ["other pages"]:
    memory.PAGESIZE = 64 << 10  # of which a piece of 16 kB is a part
if sys.argv[1:] == ["limited"]:
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, resource.RLIM_INFINITY))

def large(objects):
    "Where Linux was asked for large pages, what share of some objects stands there."
    asked = []
    for line in Path("/proc/self/smaps").read_text().splitlines():
        first, *others = line.split()
        if first == "VmFlags:" and "hg" in others:
            asked.append(mapping)
        elif not first.endswith(":"):
            mapping = range(*(int(end, 16) for end in first.split("-")))
    return sum(any(id(one) in mapping for mapping in asked) for one in objects) / len(objects)

def made():
    return [f"{n:0400}" for n in range(50_000)]  # 25 MB

before, within, after = made(), with_room(made, in_large_pages=True), made()
shares = [large(before), large(within), large(after)]
del within
within = with_room(made, in_large_pages=True)
print(json.dumps([*shares, large(within)]))
"""

HOLES = """
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from press.memory import with_room

def loops():
    for depth in range(200):
        loop(depth)

def loop(depth):
    if depth:
        return loop(depth - 1)
    for _ in range(500):
        one()

def one():
    return two()

def two():
    return None

def deep(depth):
    return deep(depth - 1) if depth else loops()

deep.__code__ = deep.__code__.replace(co_stacksize=50)  # as calls with many names have

def mappings():
    return len(Path("/proc/self/maps").read_text().splitlines())

before = mappings()
with_room(lambda: deep(700), in_large_pages=True)
within = mappings()
begun, ended = Event(), Event()
with ThreadPoolExecutor(1) as pool:
    pool.submit(with_room, lambda: begun.set() or ended.wait(60), in_large_pages=True)
    begun.wait(60)
    loops()
    ended.set()
print(json.dumps([within - before, mappings() - within]))
"""


def large_pages(*args: str, switch: str = "") -> list[float]:
    """Return which shares of what was made before, within, after and again within a call stand in large pages."""
    told = subprocess.run(
        [sys.executable, "-c", PAGES, *args],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
        env=os.environ | {"HANDOUT_PRESS_ENGINE": switch},
    )
    shares: list[float] = json.loads(told.stdout)
    return shares


@pytest.mark.skipif(
    not Path("/sys/kernel/mm/transparent_hugepage").exists(), reason="a system without such pages, or another C library"
)
def test_objects_are_made_in_large_pages_while_a_call_lasts() -> None:
    before, within, after, again = large_pages()
    assert before == 0
    assert min(within, again) > 0.5  # the rest where Python had room left
    assert after < 0.1


@pytest.mark.skipif(sys.platform != "linux", reason="nothing else tells of pages")
@pytest.mark.parametrize(("args", "switch"), [(["limited"], ""), (["other pages"], ""), ([], "-memory"), ([], "stock")])
def test_memory_is_taken_as_python_does_where_it_is_limited_or_the_switch_says_so(args: list[str], switch: str) -> None:
    assert large_pages(*args, switch=switch) == [0, 0, 0, 0]


@pytest.mark.skipif(sys.platform != "linux", reason="nothing else tells of mappings")
def test_calls_leave_no_holes_however_many_are_in_one_another_or_beside_a_job_in_another_thread() -> None:
    told = subprocess.run(
        [sys.executable, "-c", HOLES], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert max(json.loads(told.stdout)) < 100  # at 65,530 the system gives no more memory


def test_a_loop_at_any_depth_asks_for_no_memory() -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    with_it, without = json.loads(told.stdout)
    assert with_it < 100
    if sys.platform == "linux" and sys.version_info < (3, 14):  # as seen: one turn of the loop, one page
        assert without >= 500


def test_what_a_call_returns_or_raises_comes_through() -> None:
    assert with_room(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        with_room(lambda: 1 // 0)
