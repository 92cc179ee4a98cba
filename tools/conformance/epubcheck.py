"""EPUBCheck: every ebook, with its usage notes."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.conformance import kit
from tools.conformance.explained import is_explained
from tools.conformance.model import Finding, Outcome, RunError

NAME = "EPUBCheck"


def check(file: Path, report: Path) -> Outcome:
    """Return the outcome of an ebook; the report is written to a path of ours. Raises RunError."""
    kit.run_java("-jar", kit.epubcheck(), "--usage", "--json", report, file)
    if not report.is_file():
        raise RunError(f"{NAME} wrote no report on {file.name}")
    return read(report.read_text("utf-8"), file)


def read(report: str, file: Path) -> Outcome:
    """Return what EPUBCheck's JSON report says. Raises RunError where it is of another file or does not add up."""
    try:
        whole = json.loads(report)
        checker, messages = whole["checker"], whole["messages"]
        counted = [checker["nFatal"], checker["nError"], checker["nWarning"], checker["nUsage"]]
        listed = [_count(messages, severity) for severity in ("FATAL", "ERROR", "WARNING", "USAGE")]
        findings = tuple(finding for message in messages for finding in _findings(message))
        version, name = checker["checkerVersion"], checker["filename"]
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{NAME} wrote no report on {file.name} that can be read: {error!r}") from error
    if name != file.name or not whole["items"] or counted != listed:
        raise RunError(f"{NAME}'s report does not add up: of {name}, {counted} counted, {listed} listed")
    return Outcome(file, NAME, version, "EPUB 3", findings)


def _count(messages: list[Mapping[str, Any]], severity: str) -> int:
    return sum(message["severity"] == severity for message in messages)


def _findings(message: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield a message as a finding, whatever its severity, unless the documentation explains it."""
    place = next((f"{at['path']}:{at['line']}" for at in message["locations"]), "")
    finding = Finding(message["ID"], f"{message['severity'].lower()}: {message['message']}", place)
    if not is_explained(NAME, finding):
        yield finding
