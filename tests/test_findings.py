"""The finding codes: each is documented, each is raised by a mutant, and the mutants are as many as were promised."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from mutants.catalogue import EQUIVALENT, every_mutant  # noqa: E402 - after the path is set

from press.model import EDITIONS, Format  # noqa: E402
from press.verify import Code  # noqa: E402

FOR_EACH_FORMAT = 100
MUTANTS = [*every_mutant()]


def documented() -> list[tuple[str, str, str]]:
    """Return the rows of the table in docs/findings.md: code, what it says, what to do."""
    text = (ROOT / "docs" / "findings.md").read_text("utf-8")
    return re.findall(r"(?m)^\| `([a-z-]+)` \| (.+) \| (.+) \|$", text)


def test_each_code_is_documented_once_and_no_other() -> None:
    assert Counter(code for code, _, _ in documented()) == Counter(code.value for code in Code)


@pytest.mark.parametrize(("code", "says", "remedy"), documented(), ids=lambda value: value[:20])
def test_what_is_documented_says_something(code: str, says: str, remedy: str) -> None:
    assert min(len(code), len(says), len(remedy)) > 3


def raised() -> Iterator[Code]:
    for mutant in MUTANTS:
        for codes in mutant.expected.values():
            yield from codes


@pytest.mark.parametrize("code", Code)
def test_each_code_is_raised_by_a_mutant(code: Code) -> None:
    assert code in set(raised())


@pytest.mark.parametrize("kind", Format)
def test_each_format_has_its_mutants(kind: Format) -> None:
    count = sum(EDITIONS[edition].format is kind for mutant in MUTANTS for edition in mutant.expected)
    assert count >= FOR_EACH_FORMAT


def test_each_mutant_says_what_must_come_of_it() -> None:
    for mutant in MUTANTS:
        assert mutant.expected, mutant.name
        assert all(codes and edition in EDITIONS for edition, codes in mutant.expected.items()), mutant.name


def test_no_two_mutants_have_one_name() -> None:
    names = Counter((mutant.area, mutant.name) for mutant in MUTANTS)
    assert [name for name, count in names.items() if count > 1] == []


def test_what_is_left_out_has_a_reason() -> None:
    assert all(len(reason) > 20 for reason in EQUIVALENT.values())
