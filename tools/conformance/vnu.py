"""The Nu HTML checker: every page in one run."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tools.conformance.explained import is_explained
from tools.conformance.kit import Kit, run_java
from tools.conformance.model import Finding, Outcome, RunError, be_complete

NAME = "Nu checker"


def check(files: Sequence[Path], kit: Kit) -> list[Outcome]:
    """Return the outcome of every page, its style sheets included. Raises RunError."""
    done = run_java("-jar", kit.vnu(), "--format", "json", "--stdout", "--verbose", *files)
    return read(done.stdout, done.stderr, files)


def read(report: str, names: str, files: Sequence[Path]) -> list[Outcome]:
    """Return what the checker's JSON report says; `names` is where it named each file that it read.

    Raises RunError where the report cannot be read, or speaks of other files.
    """
    try:
        whole = json.loads(report)
        version = whole["version"].split(" ")[0]
        found = [(_path(message), finding) for message in whole["messages"] for finding in _findings(message)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"{NAME} wrote no report that can be read: {error!r}") from error
    read_files = [Path(line) for line in names.splitlines() if line in {str(file) for file in files}]
    if strays := {path for path, _ in found} - set(files):
        raise RunError(f"{NAME} speaks of {sorted(strays)}, which it was not given")
    outcomes = [
        Outcome(file, NAME, version, "HTML", tuple(finding for path, finding in found if path == file))
        for file in read_files
    ]
    be_complete(outcomes, files, NAME)
    return outcomes


def _path(message: Mapping[str, Any]) -> Path:
    return Path(unquote(urlsplit(message["url"]).path))


def _findings(message: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield a message as a finding, whatever its kind, unless the documentation explains it."""
    kind = message.get("subType", message["type"])
    finding = Finding(kind, message["message"], f"line {message['lastLine']}" if "lastLine" in message else "")
    if not is_explained(NAME, finding):
        yield finding
