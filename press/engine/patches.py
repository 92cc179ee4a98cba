"""What a patch is, and how it is known that WeasyPrint's source is still what the patch was written for."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent
from types import FunctionType, ModuleType
from typing import Any

from press import compiled


@dataclass(frozen=True, slots=True)
class Pin:
    """A piece of WeasyPrint's source that a patch was written for.

    Attributes:
        place: `module` or `module:qualified.name`.
        digest: SHA-256 of its source as `inspect.getsource` gives it.
        lines: how many lines that is, so that nothing has to be parsed to find its end; 0 for all of a module.

    """

    place: str
    digest: str
    lines: int = 0

    def holds(self) -> bool:
        """Return whether the installed source is the pinned one."""
        source = self.source()
        return sha256(source.encode()).hexdigest() == self.digest

    def source(self) -> str:
        """Return the pinned lines of the installed source, or nothing where there is none.

        A module is read and not imported: its patch has to come before the import.
        """
        module, _, name = self.place.partition(":")
        if not name:
            return _file(module)
        found: object = import_module(module)
        for part in name.split("."):
            found = getattr(found, part, None)
        if not isinstance(found, FunctionType):
            return ""
        first = found.__code__.co_firstlineno - 1
        return "".join(_rows(found.__code__.co_filename)[first : first + self.lines])


def edited(pin: Pin, *changes: tuple[str, str]) -> FunctionType:
    """Return a function as pinned, but for some lines of it: each pair is the text there, found once, and the new one.

    For changes of a line or two in a long function, which a copy would hide. Raises CannotApplyError where a text is
    not found once; the pin makes sure that it is.
    """
    module, _, name = pin.place.partition(":")
    source = pin.source()
    for old, new in changes:
        if source.count(old) != 1:
            raise CannotApplyError(f"a line to be changed is not in {pin.place}")
        source = source.replace(old, new)
    made: dict[str, FunctionType] = {}
    compiled.execute(dedent(source), vars(import_module(module)), made)
    return made[name.rpartition(".")[2]]


@cache
def _rows(file: str) -> list[str]:
    """Return the lines of a module; `linecache` would load what Python reads sources with."""
    return Path(file).read_text(encoding="utf-8").splitlines(keepends=True)


@cache
def _file(module: str) -> str:
    """Return the source of a module below a package, found without importing it."""
    package, *parts = module.split(".")
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in (Path(folder, *parts).with_suffix(".py"), Path(folder, *parts, "__init__.py")):
            if path.is_file():
                return path.read_text(encoding="utf-8")
    return ""


@contextmanager
def running(name: str, run: Callable[[ModuleType, Callable[[ModuleType], None]], None]) -> Iterator[None]:
    """Have a module, if it is imported meanwhile, executed by `run`: it is given the module and what would do it."""
    finder: Any = _Finder(name, run)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds one module where it is, and has it executed another way."""

    name: str
    run: Callable[[ModuleType, Callable[[ModuleType], None]], None]

    def find_spec(self, name: str, path: Any, target: object = None) -> ModuleSpec | None:  # noqa: ANN401, ARG002
        """Return where the module is, if it is this one."""
        if name != self.name:
            return None
        spec = PathFinder.find_spec(name, path)
        if spec and spec.loader:
            execute = spec.loader.exec_module
            spec.loader.exec_module = lambda module: self.run(module, execute)  # type: ignore[method-assign]
        return spec


class CannotApplyError(Exception):
    """A patch cannot do its work here; the message says why."""


@dataclass(frozen=True, slots=True)
class Patch:
    """One way of having WeasyPrint do less for the same bytes.

    Attributes:
        name: what it is called in HANDOUT_PRESS_ENGINE.
        reason: why it is right to do, in two sentences at most.
        pins: the source that it replaces or relies on.
        apply: does it, where the pins hold; what it returns, if anything, lasts while WeasyPrint is imported. Raises
            CannotApplyError.
        at_start: whether it comes before the import.

    """

    name: str
    reason: str
    pins: tuple[Pin, ...]
    apply: Callable[[], AbstractContextManager[object] | None]
    at_start: bool = False

    def fits(self) -> bool:
        """Return whether all of its pins hold."""
        return all(pin.holds() for pin in self.pins)
