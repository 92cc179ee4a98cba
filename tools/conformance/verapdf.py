"""veraPDF: PDF/UA-1 and PDF/A-2a, each in one run for all files."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.conformance.kit import Kit, run_java
from tools.conformance.model import Finding, Outcome, RunError, be_complete

NAME = "veraPDF"
FLAVOURS = {"ua1": "PDF/UA-1", "2a": "PDF/A-2A"}
"""Our flavours, and how veraPDF's report calls them."""


def check(files: Sequence[Path], kit: Kit, flavour: str) -> list[Outcome]:
    """Return the outcome of every file under one flavour. Raises RunError."""
    program = "org.verapdf.apps.GreenfieldCliWrapper"
    done = run_java("-cp", kit.verapdf(), program, "--format", "json", "--flavour", flavour, *files)
    return read(done.stdout, files, flavour)


def read(report: str, files: Sequence[Path], flavour: str) -> list[Outcome]:
    """Return what veraPDF's JSON report says of these files. Raises RunError where it does not speak of each."""
    try:
        whole = json.loads(report)["report"]
        version = next(part["version"] for part in whole["buildInformation"]["releaseDetails"] if part["id"] == "core")
        outcomes = [
            Outcome(Path(job["itemDetails"]["name"]), NAME, version, FLAVOURS[flavour], tuple(_findings(job, flavour)))
            for job in whole["jobs"]
        ]
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise RunError(f"{NAME} wrote no report that can be read: {error!r}") from error
    be_complete(outcomes, files, f"{NAME} {flavour}")
    return outcomes


def _findings(job: Mapping[str, Any], flavour: str) -> Iterator[Finding]:
    """Yield what is wrong with a file, whether it broke a rule or could not be read."""
    results = job.get("validationResult", [])
    if len(results) != 1 or not results[0]["profileName"].startswith(FLAVOURS[flavour] + " "):
        problem = job.get("taskException", {}).get("exception", "no result")
        yield Finding("not-checked", f"{NAME} could not check this file: {problem}")
        return
    details = results[0]["details"]
    for rule in details["ruleSummaries"]:
        place = rule["checks"][0].get("context", "") if rule.get("checks") else ""
        yield Finding(f"{rule['clause']}-{rule['testNumber']}", rule["description"], place)
    whole = details["passedRules"] > 0 and results[0]["jobEndStatus"] == "normal"
    if not whole or (not results[0]["compliant"] and not details["ruleSummaries"]):
        yield Finding("not-checked", f"{NAME} did not check this file to its end")
