"""WeasyPrint's C declarations, parsed once and kept.

cffi parses 500 lines of C each time WeasyPrint is imported. The outcome is a handful of tables that cffi itself can
write out (its "out-of-line ABI mode"); they are kept in a folder of our own and handed to cffi the next time.

What is kept is data (nested tuples of bytes and numbers, read by `ast.literal_eval`), never code. A wrong table could
still crash the process, so a file counts only where nobody else can have written it: the folder and the file belong to
this user or to root, and nobody else may write to either.
"""

import ast
import os
import re
import stat
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from press.engine.patches import CannotApplyError

FORM = 1
"""Counts up when what is kept changes its form."""

_CDEF = re.compile(r"ffi\.cdef\('''(.*?)'''\)", re.DOTALL)
_ROOT = 0
_NOBODY_ELSE = stat.S_IWGRP | stat.S_IWOTH


def declarations(source: str, cffi: str) -> dict[str, object]:
    """Return the tables for the declarations in the source of `weasyprint.text.ffi`, from the cache or made now.

    `cffi` is the version of cffi that they are for. Raises CannotApplyError where they are in no cache and can be put
    in none: making them costs more than it saves.
    """
    key = sha256(f"{FORM}\n{cffi}\n{sys.version}\n{source}".encode()).hexdigest()
    folders = _folders()
    for folder in folders:
        found = _read(folder / f"declarations-{key}", key)
        if found is not None:
            return found
    made = _made(source)
    for folder in folders:
        if _kept(folder, f"declarations-{key}", f"{key}\n{made!r}\n"):
            return made
    raise CannotApplyError("no folder of our own can be written")


def _folders() -> list[Path]:
    """Return where the tables may be kept: with the installed packages, else with the user's other caches."""
    folders = [Path(sys.prefix, "var")]
    with suppress(RuntimeError):  # a user without a home
        folders.append(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"))
    return [folder / "handout-press" for folder in folders if folder.is_absolute()]


def _read(file: Path, key: str) -> dict[str, object] | None:
    """Return what a file holds; None where there is none that is ours, whole and for this key."""
    with suppress(OSError, ValueError, SyntaxError):
        if _is_ours(file.parent.lstat()) and _is_ours(file.lstat()):
            head, _, body = file.read_text(encoding="ascii").partition("\n")
            if head == key:
                found = ast.literal_eval(body)
                return found if isinstance(found, dict) else None
    return None


def _is_ours(status: os.stat_result) -> bool:
    """Return whether a file or folder (no link to one) can only have been written by this user or root."""
    plain = stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)
    return plain and status.st_uid in {_ROOT, os.geteuid()} and not status.st_mode & _NOBODY_ELSE


def _kept(folder: Path, name: str, text: str) -> bool:
    """Put a file into a folder, whole or not at all; return whether it is there."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - only where nothing is kept yet

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder.lstat()):
            return False
        with NamedTemporaryFile("w", dir=folder, delete=False, encoding="ascii") as file:
            file.write(text)
        Path(file.name).replace(folder / name)
    except OSError:
        return False
    return True


def _made(source: str) -> dict[str, object]:
    """Return the tables, made by cffi: the arguments of the one call in the module that it would write."""
    from cffi import FFI  # type: ignore[import-untyped]  # noqa: PLC0415 - only where they are not kept yet
    from cffi.recompiler import Recompiler  # type: ignore[import-untyped]  # noqa: PLC0415

    declared = _CDEF.search(source)
    if not declared:
        raise CannotApplyError("the declarations are not where they were")
    ffi = FFI()
    ffi.cdef(declared[1])
    recompiler = Recompiler(ffi, "weasyprint.text.declarations", target_is_python=True)
    recompiler.collect_type_table()
    recompiler.collect_step_tables()
    written = _Text()
    recompiler.write_source_to_f(written, None)
    calls = [node for node in ast.walk(ast.parse("".join(written))) if isinstance(node, ast.Call)]
    (call,) = (node for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr == "FFI")
    return {entry.arg or "": ast.literal_eval(entry.value) for entry in call.keywords}


class _Text(list[str]):
    """Takes what is written."""

    def write(self, text: str) -> None:
        """Take a piece of text."""
        self.append(text)
