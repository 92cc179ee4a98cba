"""A run is stopped once, however often that is asked for in a moment, and again by who asks for it later."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from press.errors import RenderError
from press.model import EDITIONS
from press.pipeline import stopping, tasks
from press.pipeline.houses import House
from press.pipeline.plan import Job
from press.pipeline.sources import Source


def test_signals_that_follow_each_other_at_once_are_one_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([9.0, 9.5, 10.4, 11.5])
    monkeypatch.setattr(stopping, "monotonic", lambda: next(times))
    monkeypatch.setattr(stopping, "_heard", [-stopping.ONE_WISH])
    with pytest.raises(KeyboardInterrupt):
        stopping.stop(signal.SIGINT, None)
    stopping.stop(signal.SIGTERM, None)
    stopping.stop(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        stopping.stop(signal.SIGINT, None)


@pytest.mark.parametrize("fails", [False, True])
def test_a_signal_that_a_library_passes_over_stops_all_the_same(
    article_text: Callable[..., str], house: House, monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    def writer(*_: object) -> bytes:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except BaseException as error:  # as WeasyPrint does where a picture is decoded
            if fails:
                raise RenderError("the picture cannot be loaded") from error
        return b"words"

    monkeypatch.setattr(stopping, "_heard", [-stopping.ONE_WISH])
    monkeypatch.setattr(tasks, "writer", lambda _format: writer)
    before = signal.signal(signal.SIGTERM, stopping.stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            tasks.do(Job(0, Source("h", "", "h/article.md", article_text().encode(), {}), (EDITIONS["text"],)), [house])
    finally:
        signal.signal(signal.SIGTERM, before)
