"""What Python compiles from text at each start, kept compiled: else that is an eighth of the time of one handout.

Libraries and the press have it compile 500 regular expressions and 1,000 functions (of dataclasses, named tuples and
the selectors of style sheets), the same ones each time. Compiling the same text with the same Python gives the same
result: so the result is kept, under the text, for the processes that follow.
"""

import atexit
import collections
import dataclasses
import marshal
import os
import sys
from collections.abc import Callable, Mapping, MutableMapping
from importlib import import_module
from threading import get_ident
from types import CodeType, SimpleNamespace
from typing import Any

from press import kept

NAME = "compiled"
SWITCH = "HANDOUT_PRESS_ENGINE"

FEW = 1000
"""Characters of new texts that are not worth another file: some libraries make expressions of sets, in another order in
each process. One expression of five thousand takes 8 ms, though, a fiftieth of a build of one handout.
"""

MOST = 4000
"""With more texts than this the file is begun anew: a third are in use, the others of libraries that are gone."""

_FORM = 1
"""Counts up when what is kept changes its form."""

_known: dict[tuple[str | bytes, str | int], bytes] = {}
_new: dict[tuple[str | bytes, str | int], bytes] = {}


def start() -> None:
    """Have Python take what is kept instead of compiling it, and keep at its end what it had to compile."""
    if is_switched_off("compiled"):
        return
    _known.update(read())
    vars(dataclasses)["exec"] = execute
    vars(collections)["eval"] = evaluate
    _share_expressions()
    atexit.register(keep)


def is_switched_off(name: str) -> bool:
    """Return whether HANDOUT_PRESS_ENGINE leaves out what is called so."""
    return bool({"stock", f"-{name}"} & switched())


def switched() -> set[str]:
    """Return what HANDOUT_PRESS_ENGINE says: `stock`, or names with a minus before them."""
    return set(os.environ.get(SWITCH, "").replace(" ", "").split(",")) - {""}


def execute(text: str, names: dict[str, Any], found: MutableMapping[str, Any]) -> None:
    """Do what `exec` does."""
    exec(_code(text, "exec"), names, found)  # noqa: S102 - as a library would


def evaluate(text: str, names: dict[str, Any], found: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - as `eval`
    """Do what `eval` does."""
    return eval(_code(text, "eval"), names, found)  # noqa: S307 - as a library would


def keep() -> None:
    """Keep what was new to this process, with what other processes have kept by now."""
    if sum(len(text) for text, _ in _new) > FEW:
        together = read() | _new
        kept.keep(NAME, _key(), marshal.dumps(together if len(together) <= MOST else _new))
        _new.clear()


def read() -> dict[tuple[str | bytes, str | int], bytes]:
    """Return what is kept: by its text and kind, what comes of it, as `marshal` writes it."""
    data = kept.read(NAME, _key())
    return marshal.loads(data) if data else {}  # noqa: S302 - nobody else can have written it


def _key() -> str:
    return f"{_FORM} {sys.implementation.cache_tag} {sys.flags.optimize} {sys.version}"


def _code(text: str, mode: str) -> CodeType:
    known: CodeType = _take(text, mode, lambda: compile(text, "<string>", mode, dont_inherit=True))
    return known


def _take(text: str | bytes, kind: str | int, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - a code of any kind
    """Return what is known of a text, or what is made of it now."""
    known = _known.get((text, kind))
    if known is not None:
        return marshal.loads(known)  # noqa: S302 - nobody else can have written it
    made = make()
    _new[text, kind] = _known[text, kind] = marshal.dumps(made)
    return made


def _share_expressions() -> None:
    """Have `re` hand what is kept of an expression to the matching engine: numbers, as its own compiler makes them."""
    compiler = vars(import_module("re._compiler"))
    stock, engine = compiler.get("compile"), compiler.get("_sre")
    if not (stock and engine):
        return
    noted: dict[int, tuple[Any, ...]] = {}  # by thread

    def note(pattern: object, flags: int, code: list[int], *groups: object) -> object:
        noted[get_ident()] = pattern, flags, list(map(int, code)), *groups
        return engine.compile(pattern, flags, code, *groups)

    def numbers(pattern: str | bytes, flags: int) -> tuple[Any, ...]:
        stock(pattern, flags)
        return noted.pop(get_ident())

    def compiled(pattern: Any, flags: int = 0) -> object:  # noqa: ANN401 - a text, or one that is parsed
        if type(pattern) not in {str, bytes}:
            return stock(pattern, flags)
        kind = int(flags)  # Python 3.13 has a number of its own kind for none, which cannot be kept
        return engine.compile(*_take(pattern, kind, lambda: numbers(pattern, kind)))

    compiler |= {"compile": compiled, "_sre": SimpleNamespace(**(vars(engine) | {"compile": note}))}
