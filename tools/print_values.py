"""Writes the measured values into docs/print.md: `python -m tools.print_values`.

The four printed editions of the first handout are built as in any build, and the values are those of its report.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from math import isinf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from press.model import EDITIONS, Format
from press.verify.measures import Quantity
from press.verify.print_rules import FLAWS, Rule, rules_of

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "print.md"
HANDOUT = "what-if-therapy-isnt-helping"
BEGIN, END = "<!-- values -->", "<!-- end -->"
PRINTED = [edition for edition in EDITIONS.values() if edition.format is Format.PDF]
FAMILIES = {"Standard print": PRINTED[:2], "Large print": PRINTED[2:]}


def main() -> None:
    """Build, measure, and write the page."""
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [sys.executable, str(ROOT / "build.py"), HANDOUT, "--format", "pdf", "--output", f"{folder}/output"]
        subprocess.run([*command, "--report", str(report), "--quiet"], cwd=ROOT, check=True)
        values = printed(json.loads(report.read_text("utf-8")))
    PAGE.write_text(with_tables(PAGE.read_text("utf-8"), values), "utf-8")


def printed(report: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return what the printed editions of a report's first handout measure, by edition."""
    editions = report["handouts"][0]["editions"]
    return {entry["edition"]: entry["print"] for entry in editions if "print" in entry}


def with_tables(page: str, values: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text of docs/print.md with the tables between its two marks made anew."""
    before, _, rest = page.partition(BEGIN)
    tables = "\n\n".join(_tables(values))
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{rest.partition(END)[2]}"


def _tables(values: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for family, editions in FAMILIES.items():
        names = " | ".join(f"`{edition.name}`" for edition in editions)
        rows = [f"| {family} | rule | {names} | who asks for it |", f"|---|---|{'---|' * len(editions)}---|"]
        rules = {edition.name: {rule.quantity: rule for rule in rules_of(edition)} for edition in editions}
        rows += [
            _row(quantity, [(rules[edition.name].get(quantity), values[edition.name]) for edition in editions])
            for quantity in Quantity
        ]
        pages = " | ".join(str(values[edition.name]["pages"]) for edition in editions)
        flaws = " | ".join(str(sum(map(len, values[edition.name]["flaws"].values()))) for edition in editions)
        yield "\n".join([*rows, f"| pages | | {pages} | |", f"| what must not be (below) | 0 | {flaws} | |"])
    rows = ["| what must not be | who asks for it |", "|---|---|"]
    yield "\n".join([*rows, *(f"| {flaw.value} | {source} |" for flaw, (_, source) in FLAWS.items())])


def _row(quantity: Quantity, entries: list[tuple[Rule | None, Mapping[str, Any]]]) -> str:
    found = " | ".join(f"{entry['values'][quantity.value]['value']:.4g}" for _, entry in entries)
    rules = [rule for rule, _ in entries if rule]
    wanted = " / ".join(dict.fromkeys(map(_bounds, rules)))
    return f"| {quantity.value} | {wanted or 'told only'} | {found} | {rules[0].source if rules else ''} |"


def _bounds(rule: Rule) -> str:
    """Return a rule as `60 to 70`, or `at least 14`."""
    if isinf(rule.most):
        return f"at least {rule.least:g}"
    return f"{rule.least:g} to {rule.most:g}" if rule.least else f"at most {rule.most:g}"


if __name__ == "__main__":
    main()
