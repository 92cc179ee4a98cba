"""A question asked of many things by several processes."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from press.pipeline import answers as module
from press.pipeline.answers import answers

THINGS = range(2 * module.MANY + 1)
EXPECTED = [thing % 7 == 0 for thing in THINGS]


@pytest.mark.parametrize("processes", [1, 2, 3, 8])
def test_answers_are_in_the_things_order(processes: int) -> None:
    assert answers(lambda thing: thing % 7 == 0, THINGS, processes) == EXPECTED


def test_several_processes_are_asked(tmp_path: Path) -> None:
    def question(thing: int) -> bool:
        (tmp_path / f"{os.getpid()}-{thing}").touch()
        return True

    assert all(answers(question, THINGS, 3))
    asked = sorted(
        (int(thing), int(process)) for process, _, thing in (p.name.partition("-") for p in tmp_path.iterdir())
    )
    assert [thing for thing, _ in asked] == list(THINGS)
    assert len({process for _, process in asked}) == (3 if sys.platform == "linux" else 1)
    assert sum(one[1] != other[1] for one, other in pairwise(asked)) <= 2


def test_few_things_are_not_worth_a_process() -> None:
    here = os.getpid()
    assert all(answers(lambda _: os.getpid() == here, range(module.MANY - 1), 8))


@pytest.mark.parametrize("end", ["raises", "dies"])
def test_a_process_that_does_not_come_to_its_end_costs_nothing_but_time(end: str) -> None:
    here = os.getpid()

    def question(thing: int) -> bool:
        if os.getpid() != here and thing == THINGS[-2]:
            if end == "raises":
                raise ValueError
            os._exit(1)
        return thing % 7 == 0

    assert answers(question, THINGS, 2) == EXPECTED
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # none is left


def test_the_questions_own_error_comes_out() -> None:
    def question(_: int) -> bool:
        raise ValueError("it cannot be told")

    with pytest.raises(ValueError, match="it cannot be told"):
        answers(question, THINGS, 2)
