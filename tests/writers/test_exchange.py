"""What one process works out and another waits for."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

import pytest

from press.writers import exchange


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give the folder that this process shares."""
    exchange.share(tmp_path)
    yield tmp_path
    exchange.share()


def question() -> str:
    return "question"


def work(folder: Path, told: Connection, *, dies: bool) -> None:
    """Work an answer out in a process of its own, which may end before it has it."""
    exchange.share(folder)
    with exchange.answering(question) as tell:
        told.send("begun")
        told.recv()
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
        tell(("the", "answer"))


@pytest.mark.parametrize(("dies", "answer"), [(False, ("the", "answer")), (True, None)])
def test_who_asks_waits_for_who_works_it_out_as_long_as_that_lives(*, dies: bool, answer: object, folder: Path) -> None:
    context = get_context("fork")
    here, there = context.Pipe()
    other = context.Process(target=work, args=(folder, there), kwargs={"dies": dies})
    other.start()
    assert here.recv() == "begun"
    found: list[object] = []
    asking = Thread(target=lambda: found.append(exchange.answer_to(question)))
    asking.start()
    asking.join(0.2)
    assert asking.is_alive()
    here.send("go on")
    asking.join(20)
    other.join(20)
    assert found == [answer]


def test_without_a_folder_or_anybody_at_work_there_is_no_answer(tmp_path: Path) -> None:
    with exchange.answering(question) as tell:
        tell("nobody")
    assert exchange.answer_to(question) is None
    exchange.share(tmp_path)
    assert exchange.answer_to(question) is None
    exchange.share()


def test_who_works_it_out_waits_for_nobody(folder: Path) -> None:
    with exchange.answering(question) as first, exchange.answering(question) as second:
        second("is not heard")
        assert list(folder.glob("question")) == []
        first("the answer")
    assert exchange.answer_to(question) == "the answer"
    assert exchange.answer_to(lambda: "another") is None


def test_where_there_is_no_room_for_an_answer_nobody_is_told(folder: Path) -> None:
    (folder / "question.draft").mkdir()  # no file can be written there
    with exchange.answering(question) as tell:
        tell("the answer")
    assert exchange.answer_to(question) is None
