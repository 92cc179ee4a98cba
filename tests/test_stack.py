"""Room for calls: however deep a loop is, its calls ask the system for no memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from press.stack import with_room

PROGRAM = """
import json, resource, sys
from press.stack import with_room

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
