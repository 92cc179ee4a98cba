"""WeasyPrint's C declarations, parsed once and kept.

cffi parses 500 lines of C each time WeasyPrint is imported. The outcome is a handful of tables that cffi itself can
write out (its "out-of-line ABI mode"); they are kept (`press.kept`) and handed to cffi the next time.

What is kept is data (nested tuples of bytes and numbers), never code.
"""

import ast
import marshal
import re
import sys
from io import StringIO

from press import kept
from press.engine.patches import CannotApplyError

NAME = "declarations"

FORM = 3
"""Counts up when what is kept changes its form."""

_CDEF = re.compile(r"ffi\.cdef\('''(.*?)'''\)", re.DOTALL)


def declarations(source: str, cffi: str) -> dict[str, object]:
    """Return the tables for the declarations in the source of `weasyprint.text.ffi`, kept ones or made now.

    `cffi` is the version of cffi that they are for. Raises CannotApplyError where they are not kept and cannot be:
    making them costs more than it saves.
    """
    key = f"{FORM}\n{cffi}\n{sys.version}\n{source}"
    data = kept.read(NAME, key)
    if data is not None:
        found: dict[str, object] = marshal.loads(data)  # noqa: S302 - nobody else can have written it
        return found
    made = _made(source)
    if not kept.keep(NAME, key, marshal.dumps(made)):
        raise CannotApplyError("no folder of our own can be written")
    return made


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
    written = StringIO()
    recompiler.write_source_to_f(written, None)
    calls = [node for node in ast.walk(ast.parse(written.getvalue())) if isinstance(node, ast.Call)]
    (call,) = (node for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr == "FFI")
    return {entry.arg or "": ast.literal_eval(entry.value) for entry in call.keywords}
