"""What Python keeps of the press's modules, compiled: known by their content, not by time and size.

What was published is known by the content of the code that made it. Python by itself takes a module for unchanged
where its file has the size and the second that it had: then old code could run under the name of the new one.
"""

import os
import sys
from collections.abc import Iterator
from importlib.util import cache_from_source

CHECKED = b"\3\0\0\0"
"""What stands after the magic number where the content of the source is to be compared at every import (PEP 552)."""


def check_by_content() -> None:
    """Have Python compare the content of the press's modules from here on; it keeps to that when one has changed."""
    for source in _known_by_time(os.path.dirname(os.path.realpath(__file__))):  # noqa: PTH120 - as below
        import py_compile  # noqa: PLC0415 - seldom needed

        try:
            py_compile.compile(source, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
        except (OSError, py_compile.PyCompileError):  # nothing can be kept here, or the import will tell what is wrong
            return


def _known_by_time(folder: str) -> Iterator[str]:
    """Yield the modules of a folder, at any depth, that Python would not compare by content."""
    for source in [f"{place}/{name}" for place, _, names in os.walk(folder) for name in names if name.endswith(".py")]:
        try:
            with open(cache_from_source(source), "rb", buffering=0) as file:  # noqa: PTH123 - a hundred, at each start
                is_checked = file.read(8)[4:] == CHECKED
        except OSError:
            is_checked = sys.dont_write_bytecode  # nothing is kept, and nothing is to be
        if not is_checked:
            yield source
