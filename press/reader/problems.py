"""Collecting what is wrong with a file, so that an editor hears of it all at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from press.errors import Problem, SourceError

if TYPE_CHECKING:
    from press.syntax import SyntaxTreeNode

_QUOTED = 60
"""Characters that a message quotes of a text."""


_LISTED = 20
"""Names that a message lists of those that there are."""


@dataclass(slots=True)
class Problems:
    """The problems of one file, by its name as the editor knows it."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        """Note a problem at a line (from 1)."""
        self.found.append(Problem(self.file, line, message))

    def extend(self, problems: Iterable[tuple[int, str]]) -> None:
        """Note several (line, message)."""
        for line, message in problems:
            self.add(line, message)

    def check(self) -> None:
        """Raise SourceError if there is any problem."""
        if self.found:
            raise SourceError(self.found)


def nearest(word: str, known: Collection[str], none: str = "there is none yet") -> str:
    """Return the remedy for an unknown word: the nearest of those that are known, or the first of them.

    `none` is the remedy where nothing is known.
    """
    if close := closest(word, known):
        return f"did you mean `{close}`?"
    if not known:
        return none
    more = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
    return f"use one of: {', '.join(sorted(known)[:_LISTED])}{more}"


def closest(word: str, known: Iterable[str]) -> str:
    """Return that of the known words which is surely meant, in whichever case it is written; empty if none is."""
    by_case = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), by_case, n=1)
    return by_case[close[0]] if close else ""


def shortened(text: str) -> str:
    """Return a text as a message can quote it: on one line, and of the length of one."""
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…"


def line_of(node: "SyntaxTreeNode") -> int:
    """Return the line of a node, from 1."""
    return node.map[0] + 1 if node.map else 1
