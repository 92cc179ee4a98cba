"""Tables that would fill page after page in large print: a hint at their line, and none where they have room."""

from __future__ import annotations

import pytest

from press.pipeline.sources import Source
from press.pipeline.tables import crowded_tables

DAYS = "| Time | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday |"
SHORT = "| Time | Mon | Tue | Wed | Thu | Fri | Sat | Sun |"


def table(head: str, rows: int) -> str:
    columns = head.count("|") - 1
    return f"{head}\n{'|---' * columns}|\n" + ("|x" + "| " * (columns - 1) + "|\n") * rows


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"---\n---\nText.\n\n{table(DAYS, 14)}", [(5, "8 columns", "112 cells")]),
        (table("|" + " Date |" * 11, 14).replace("\n", "\r\n"), [(1, "11 columns", "154 cells")]),
        (table(SHORT, 14) + "\n" + table(DAYS, 7), [(18, "8 columns", "56 cells")]),
        (table(DAYS, 3), []),  # a page or so
        (
            table("| Date | Started | Ended | Pain 0-10 | Signs | Medicine and dose | Helped? |", 14),
            [],
        ),  # which stand close
        (table(SHORT, 30), []),  # which has room
        (table("| Medicine | Dose |", 60), []),
        (table("| A | B | C |", 30).replace("|x| ", "|" + "word " * 40 + "| "), []),
        ("a | b\n\n---|---\n" + "| x | y |\n" * 60, []),
    ],
)
def test_crowded_tables(text: str, found: list[tuple[int, str, str]]) -> None:
    told = crowded_tables([Source("x", "", "x/article.md", text.encode(), {})])
    assert [problem.line for problem in told] == [line for line, _, _ in found]
    for problem, (_, columns, cells) in zip(told, found, strict=True):
        assert problem.message == (
            f"this table's {columns} have no room beside one another in large print, where its {cells} "
            "fill page after page; make two tables of it, or use fewer columns or shorter words"
        )
