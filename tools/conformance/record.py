"""What is told of a run: a table, the record beside the published files, and a page of the documentation."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tools.conformance.explained import EXPLAINED
from tools.conformance.model import Outcome

BEGIN = "<!-- written by make conformance: begin -->"
END = "<!-- written by make conformance: end -->"


def show(outcomes: Sequence[Outcome], root: Path, console: Console) -> None:
    """Print a row for each file and validator, then every finding."""
    rows: dict[tuple[str, str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        rows[_name(outcome, root), outcome.validator, outcome.version].append(outcome)
    table = Table("file", "validator", "version", "profiles", "result", box=None, pad_edge=False)
    for key, group in rows.items():
        findings = sum(len(outcome.findings) for outcome in group)
        result = f"[red]findings: {findings}[/]" if findings else "no finding"
        table.add_row(*key, ", ".join(outcome.profile for outcome in group), result)
    console.print(table)
    for outcome in outcomes:
        for it in outcome.findings:
            told = (
                f"{_name(outcome, root)}: {outcome.validator} ({outcome.profile}): {it.rule}: {it.message}: {it.place}"
            )
            console.print(told, markup=False, highlight=False, soft_wrap=True)


def _name(outcome: Outcome, root: Path) -> str:
    file = outcome.file
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else f"{file.parent.name}/{file.name}"


def as_json(outcomes: Iterable[Outcome], root: Path, could_not_run: Sequence[str]) -> str:
    """Return the record of the outcomes: every file by its path under `root` and its hash, what was run, the result."""
    outcomes = [outcome for outcome in outcomes if outcome.file.is_relative_to(root)]
    hashes = {file: sha256(file.read_bytes()).hexdigest() for file in {outcome.file for outcome in outcomes}}
    rows = [
        {
            "file": _name(outcome, root),
            "sha256": hashes[outcome.file],
            "validator": outcome.validator,
            "version": outcome.version,
            "profile": outcome.profile,
            "result": "passed" if outcome.passed else "failed",
            "findings": [{"rule": it.rule, "message": it.message, "place": it.place} for it in outcome.findings],
        }
        for outcome in outcomes
    ]
    ok = bool(rows) and not could_not_run and all(outcome.passed for outcome in outcomes)
    record = {"ok": ok, "could_not_run": list(could_not_run), "results": rows}
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def as_page(outcomes: Iterable[Outcome]) -> str:
    """Return the documentation's tables: what was run on how many files with what result, and what is explained."""
    groups: dict[tuple[str, str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.validator, outcome.version, outcome.profile].append(outcome)
    lines = ["| validator | version | profile | files | findings |", "|---|---|---|---|---|"]
    for key, group in sorted(groups.items()):
        lines.append(f"| {' | '.join(key)} | {len(group)} | {sum(len(outcome.findings) for outcome in group)} |")
    lines += ["", "| validator | message that is no finding | why |", "|---|---|---|"]
    lines += [f"| {known.validator} | `{known.rule}` {known.message} | {known.reason} |" for known in EXPLAINED]
    return "\n".join(lines)


def put_into(text: str, page: str) -> str:
    """Return the documentation's text with the tables between its marks. Raises ValueError where it has no marks."""
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"the marks {BEGIN} and {END} are not there")
    return f"{before}{BEGIN}\n{page}\n{END}{after}"
