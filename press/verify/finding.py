"""A finding: one thing that an edition lost, changed or added. Each code has mutants in `tests/mutants`."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from press.verify.measures import Measures


class Code(StrEnum):
    """The stable codes of the findings; docs/findings.md explains each."""

    MISSING_HEADING = "missing-heading"
    HEADING_LEVEL = "heading-level"
    MISSING = "missing"
    CHANGED = "changed"
    ORDER = "order"
    REPEATED = "repeated"
    ADDED = "added"
    KIND = "kind"
    MARK = "mark"
    DEPTH = "depth"
    LINK = "link"
    LANGUAGE = "language"
    CONTENTS = "contents"
    METADATA = "metadata"
    FOOT = "foot"
    UNSEEN = "unseen"
    FONT = "font"
    UNREADABLE = "unreadable"
    PRINT = "print"
    FILE_MISSING = "file-missing"
    FILE_CHANGED = "file-changed"
    FILE_FOREIGN = "file-foreign"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in an edition.

    `section` is the heading under which it is, empty before the first; `expected` and `found` are the words
    on either side; `line` is the line of the source, 0 for what the templates add.
    """

    code: Code
    message: str
    section: str = ""
    expected: str = ""
    found: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something the source has, and how many of them an edition was shown to hold."""

    expected: int
    found: int

    def __str__(self) -> str:
        """Return `found/expected`."""
        return f"{self.found:,}/{self.expected:,}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of comparing an edition with its inventory.

    Pages are 0 where the format has none; `measures` are those of a printed edition that was read back.
    """

    sections: Count
    headings: Count
    words: Count
    findings: tuple[Finding, ...]
    pages: int = 0
    measures: "Measures | None" = field(default=None, compare=False)


def shortened(text: str) -> str:
    """Return a text as a message has it: of the length of a line, with `...` for the rest."""
    return text if len(text) <= 60 else f"{text[:57].rstrip()}..."  # noqa: PLR2004 - fits a line


def quoted(text: str) -> str:
    """Return a text as a message has it, in quotation marks."""
    return f'"{shortened(text)}"'
