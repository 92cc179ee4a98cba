#!/usr/bin/env python3
"""Handout Press: render every handout in all editions, read each back, publish only if nothing is lost."""

import atexit
import gc
import os
import signal
import sys

_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_stopping = [one for one in _STOPS if signal.getsignal(one) != signal.SIG_IGN]  # `nohup` has one ignored
for _signal in _stopping:
    signal.signal(_signal, signal.SIG_DFL)  # while this loads there is nothing to put in order or to say
gc.disable()  # nothing leaves garbage before there is something to do: see `tidily` in press/pipeline/tasks.py

from contextlib import suppress  # noqa: E402 - as all that follows: while it loads, Ctrl-C is to say nothing
from importlib.util import find_spec  # noqa: E402 - as above
from pathlib import Path  # noqa: E402 - as above


def _refuse(reason: str) -> None:
    """End with the exit code of a missing dependency, in one line."""
    sys.stderr.write("build.py: " + reason + "\n")
    sys.exit(6)


_NEEDED = (
    "PIL anyascii babel click cssselect2 ebooklib jinja2 markdown_it markupsafe mdit_py_plugins pikepdf pydyf pypdfium2"
    " segno selectolax tinycss2 weasyprint yaml"
)
sys.path.insert(0, str(Path(__file__).resolve().parent))  # `python -P` leaves it out
if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one is told so
    _refuse("this Python is too old; run `make` with Python 3.11 or newer")
from press import bytecode  # noqa: E402 - it needs nothing that has to be installed

bytecode.start()
if _missing := [name for name in _NEEDED.split() if find_spec(name) is None]:
    _refuse("missing " + ", ".join(_missing) + "; run `make` here and then `. .venv/bin/activate`, or `pip install .`")

from press import compiled  # noqa: E402 - nothing else of the press can be imported before the check above

_code: object = 1  # of a failure that nothing else tells


def _leave() -> None:
    """End without taking apart what was loaded: that takes a twentieth of the time of one handout, and is of no use."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a stream that was closed before is none
        with suppress(OSError):
            stream.flush()
    if isinstance(_code, int):
        os._exit(_code)


if __name__ == "__main__":
    atexit.register(_leave)  # before all others: what is registered first is called last
    atexit.register(bytecode.keep)
compiled.start()
from press.commands import cli  # noqa: E402 - as above
from press.pipeline import stopping  # noqa: E402 - as above

if __name__ == "__main__":
    for _signal in _stopping:
        signal.signal(_signal, stopping.stop)  # KeyboardInterrupt: folders and processes are put away
    try:
        cli(prog_name="build.py")
    except SystemExit as end:
        _code = end.code
        raise
