"""What the validators say, as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class RunError(Exception):
    """A validator that could not run, or whose report cannot be believed: a failure, never a skip."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a validator found: its rule, what it says, and where in the file."""

    rule: str
    message: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one validator found in one file under one of its profiles."""

    file: Path
    validator: str
    version: str
    profile: str
    findings: tuple[Finding, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings


def be_complete(outcomes: Iterable[Outcome], files: Iterable[Path], validator: str) -> None:
    """Raise RunError unless the outcomes are of exactly these files, each of them once."""
    found = sorted(outcome.file for outcome in outcomes)
    wanted = sorted(files)
    if found != wanted:
        missing = ", ".join(str(file) for file in wanted if file not in found)
        raise RunError(f"{validator} reported on {len(found)} of {len(wanted)} files; missing: {missing or 'none'}")
    if not wanted:
        raise RunError(f"{validator} was given no file")
