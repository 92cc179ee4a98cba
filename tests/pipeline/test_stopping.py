"""A run is stopped once, however often that is asked for in a moment, and again by who asks for it later."""

from __future__ import annotations

import signal

import pytest

from press.pipeline import stopping


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
