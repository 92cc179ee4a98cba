"""What can go wrong, and the exit code that each kind of failure ends in.

    PressError
    ├── UsageError       2  the command line names what is not there, or cannot be written
    ├── SourceError      3  the handout's source, the clinic's file, or a file of labels or crisis lines, is wrong
    ├── RenderError      4  an edition could not be written
    └── DependencyError  6  a library or a system library is missing

Findings of verification end in 5. Other usage errors are click's own. Anything else is the system's refusal, or a bug
of ours (1).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of `build.py`; other programs rely on them."""

    UNEXPECTED = 1
    USAGE = 2
    SOURCE = 3
    RENDERING = 4
    VERIFICATION = 5
    DEPENDENCY = 6


_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def written_out(text: str) -> str:
    """Return a text with its control characters written out."""
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a file: where, what, and how to mend it. `file` is empty where it is in none.

    Control characters, which a file's name and what is quoted of it may hold, are written out: a terminal would obey
    them, and a log in CI take a line of them for a command.
    """

    file: str
    line: int
    message: str

    def __post_init__(self) -> None:
        """Write out control characters."""
        for name, value in (("file", self.file), ("message", self.message)):
            object.__setattr__(self, name, written_out(value))

    def __str__(self) -> str:
        """Return `file:line: message`, the form that editors and terminals turn into a link."""
        return f"{self.file}:{self.line}: {self.message}" if self.file else self.message


def not_utf8(file: str, data: bytes, place: int) -> Problem:
    """Return what is wrong with a file whose bytes are no text, from the one at this place on."""
    line = data.count(b"\n", 0, place) + 1
    return Problem(file, line, "the file is not UTF-8; save it with the encoding UTF-8")


class PressError(Exception):
    """Base of every failure that is not a bug; `exit_code` is what the command ends with."""

    exit_code = ExitCode.UNEXPECTED


class UsageError(PressError):
    """The command line names what is not there, or cannot be written."""

    exit_code = ExitCode.USAGE


class SourceError(PressError):
    """One or more problems in the sources, all of them, sorted by file and line."""

    exit_code = ExitCode.SOURCE

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take the problems; at least one."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class RenderError(PressError):
    """A writer, or a library that it uses, could not make an edition, or warned while doing so."""

    exit_code = ExitCode.RENDERING


class DependencyError(PressError):
    """A library that the press stands on is not there."""

    exit_code = ExitCode.DEPENDENCY
