"""What Python keeps of modules, compiled: in one file for all of them, and the press's own known by their content.

For each of 650 modules Python looks into folders, asks for three files and reads two: a twentieth of the time of one
handout. Here the code of all stands in one file, from which a module is taken where its source is what it was.

What was published is known by the content of the code that made it. Python by itself takes a module for unchanged
where its file has the size and the second that it had: then old code could run under the name of the new one. So the
press's own modules are known by their content; those of libraries, which are installed whole, by size and time.
"""

import _imp
import marshal
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from types import CodeType, ModuleType
from typing import TypeAlias
from zlib import crc32

from press import kept

INDEX, CODE = "modules", "code"
"""The names of what is kept: which modules there are, and the code of all."""

Module: TypeAlias = tuple[str, bool, bytes | tuple[int, int], int, memoryview]
"""A module: its source's path, whether it is a package, the state of its source, the sum of its code, and its code."""

_CHECKED = b"\3\0\0\0"
"""What stands after the magic number where the content of the source is to be compared at every import (PEP 552)."""
_HEADER = 16
"""Bytes before the code in a file of Python's own, of which the last eight say what state of the source it is of."""

PRESS = os.path.dirname(os.path.realpath(__file__))  # noqa: PTH120 - a `Path` for each module would cost what is won
_ROOT = os.path.dirname(PRESS)  # noqa: PTH120 - as above


class _Loader(SourceFileLoader):
    """Loads a module from what is kept."""

    def get_code(self, fullname: str) -> CodeType:
        """Return the module's code."""
        code: CodeType = marshal.loads(_modules[fullname][-1])  # noqa: S302 - nobody else can have written it
        # As Python does: the press may be a copy of one that stands elsewhere.
        _imp._fix_co_filename(code, self.path)  # type: ignore[attr-defined]  # noqa: SLF001
        return code


class _Finder:
    """Finds modules in what is kept."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """Return where a module comes from; None where Python is to look for it."""
        if name in _modules:
            source, is_package, state, total, code = _modules[name]
            if _state(source) == state and crc32(code) == total:
                spec = ModuleSpec(name, _Loader(name, source), origin=source, is_package=is_package)
                spec.has_location, spec.cached = True, ""  # Python would work out where it keeps what it does not read
                if is_package:
                    spec.submodule_search_locations = [os.path.dirname(source)]  # noqa: PTH120 - as above
                return spec
        _missed.append(name)
        if name.startswith("press."):
            _compare_content(f"{folder}/{name.rpartition('.')[2]}{end}" for folder in path or () for end in _ENDINGS)
        return None


_ENDINGS = (".py", "/__init__.py")
_modules: dict[str, Module] = {}
_missed: list[str] = []


def start() -> None:
    """Have Python take modules from what is kept from here on, and compare the content of the press's own."""
    _compare_content(f"{PRESS}/{name}.py" for name in ("__init__", "bytecode", "kept"))  # which are imported by now
    _modules.update(_read())
    sys.meta_path.insert(0, _Finder)


@cache
def own_sources() -> Mapping[str, bytes]:
    """Return the path and the content of each of the press's modules, as they were when this process began."""
    files = [f"{folder}{os.sep}{name}" for folder, _, names in os.walk(PRESS) for name in names if name.endswith(".py")]
    # An editor may have a link that leads nowhere beside a file that it has open.
    return {file: _content(file) for file in files if os.path.isfile(file)}  # noqa: PTH113 - as above


def keep() -> None:
    """Keep the modules that Python had to look for, beside those that are kept."""
    found = {} if sys.dont_write_bytecode or not _is_at_home() else dict(_found())
    if not found:
        return
    modules, index, size = _read() | found, {}, 0
    for name, (*about, code) in modules.items():
        index[name] = *about, size, size + len(code)
        size += len(code)
    whole = b"".join(code for *_, code in modules.values())
    if kept.keep(CODE, "", whole):
        kept.keep(INDEX, _key(), marshal.dumps((kept.seal("", whole), size, index)))


def _read() -> dict[str, Module]:
    """Return the modules that are kept; none where a file in the press's folder would now be taken for one of them."""
    data = kept.read(INDEX, _key()) if _is_at_home() else None
    if not data:
        return {}
    seal, size, index = marshal.loads(data)  # noqa: S302 - as above
    if index.keys() & {file.partition(".")[0] for file in os.listdir(_ROOT)}:  # noqa: PTH208 - as above
        return {}
    code = kept.mapped(CODE, seal, size)
    return {name: (*about, code[begin:end]) for name, (*about, begin, end) in index.items()} if code else {}


def _key() -> str:
    """Return what modules are kept for: a Python, and folders to which none was added."""
    return f"{MAGIC_NUMBER!r} {sys.flags.optimize} {[(folder, _time(folder)) for folder in sys.path]}"


def _time(folder: str) -> int:
    """Return when something was last added to a folder; to the press's own things are added all the time."""
    try:
        return 0 if folder == _ROOT else os.stat(folder).st_mtime_ns  # noqa: PTH116 - as above
    except OSError:
        return 0


def _is_at_home() -> bool:
    """Return whether this Python is the press's own, as `make` has it: others keep things for several presses."""
    return os.path.realpath(sys.prefix).startswith(f"{_ROOT}{os.sep}") and all(map(os.path.isabs, sys.path))


def _state(source: str) -> bytes | tuple[int, int] | None:
    """Return what a source is known by: the hash of its content, or its size and time.

    None where it is not there, or a package of the press's has its name, which Python prefers.
    """
    try:
        if (own := own_sources().get(source)) is not None:
            return None if f"{source[:-3]}{os.sep}__init__.py" in own_sources() else source_hash(own)
        status = os.stat(source)  # noqa: PTH116 - as above
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _found() -> Iterator[tuple[str, Module]]:
    """Yield the modules that Python had to look for, as it keeps them itself, by their names."""
    for name in _missed:
        spec = getattr(sys.modules.get(name), "__spec__", None)
        if not spec or type(spec.loader) is not SourceFileLoader or not spec.origin:
            continue
        state = _state(spec.origin)
        try:
            data = memoryview(_content(cache_from_source(spec.origin)))
        except OSError:
            continue
        if state and data[:_HEADER] == _header(state):
            code, is_package = data[_HEADER:], spec.submodule_search_locations is not None
            yield name, (spec.origin, is_package, state, crc32(code), code)


def _content(file: str) -> bytes:
    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - as above
        return opened.readall()


def _header(state: bytes | tuple[int, int]) -> bytes:
    """Return what Python's own file of a module begins with where it is of this state of the source."""
    if isinstance(state, bytes):
        return MAGIC_NUMBER + _CHECKED + state
    size, time = state
    return MAGIC_NUMBER + b"".join((part & 0xFFFF_FFFF).to_bytes(4, "little") for part in (0, time // 10**9, size))


def _compare_content(sources: Iterable[str]) -> None:
    """Have Python compare the content of these modules, those that there are; it keeps to that when one has changed."""
    for source in sources:
        try:
            with open(cache_from_source(source), "rb", buffering=0) as file:  # noqa: PTH123 - as above
                is_checked = file.read(_HEADER)[4:8] == _CHECKED
        except OSError:
            is_checked = sys.dont_write_bytecode  # nothing is kept, and nothing is to be
        if not is_checked and os.path.isfile(source):  # noqa: PTH113 - as above
            import py_compile  # noqa: PLC0415 - seldom needed

            with suppress(OSError, py_compile.PyCompileError):  # nothing can be kept, or the import will tell it
                py_compile.compile(source, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
