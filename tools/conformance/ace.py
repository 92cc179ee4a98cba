"""Ace by DAISY: the accessibility of every ebook."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile

from tools.conformance.kit import Kit, chromium, program, run
from tools.conformance.model import Finding, Outcome, RunError

NAME = "Ace"


def check(file: Path, kit: Kit, folder: Path) -> Outcome:
    """Return the outcome of an ebook; Ace writes its report, settings and logs under a folder of ours.

    Ace ends with 0 whatever it found, so only its report counts. Raises RunError.
    """
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "XDG_STATE_HOME": str(folder / "state")}
    browser = {"PUPPETEER_EXECUTABLE_PATH": chromium(), "ACE_TIMEOUT_INITIAL": "60000"}
    run([program("node"), kit.ace(), "--force", "--silent", "--outdir", folder / "report", file], home | browser)
    report = folder / "report" / "report.json"
    if not report.is_file():
        raise RunError(f"{NAME} wrote no report on {file.name}")
    with ZipFile(file) as book:
        documents = [name for name in book.namelist() if name.endswith(".xhtml")]
    return read(report.read_text("utf-8"), file, documents)


def read(report: str, file: Path, documents: Collection[str]) -> Outcome:
    """Return what Ace's report.json says. Raises RunError where it does not speak of the package and its pages."""
    try:
        whole = json.loads(report)
        version = whole["earl:assertedBy"]["doap:release"]["doap:revision"]
        subjects = [subject["earl:testSubject"]["url"] for subject in whole["assertions"]]
        findings = tuple(_findings(whole))
        outcome = whole["earl:result"]["earl:outcome"]
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{NAME} wrote no report on {file.name} that can be read: {error!r}") from error
    seen = {PurePosixPath(subject).name for subject in subjects}
    unseen = {PurePosixPath(document).name for document in documents} - seen
    if unseen or not any(name.endswith(".opf") for name in seen):
        raise RunError(f"{NAME} did not look at the package and all of its documents: {sorted(unseen)}")
    if outcome != ("fail" if findings else "pass"):
        raise RunError(f"{NAME} says {outcome!r} of {file.name}, and lists {len(findings)} findings")
    return Outcome(file, NAME, version, "EPUB Accessibility", findings)


def _findings(whole: dict[str, Any]) -> Iterator[Finding]:
    for subject in whole["assertions"]:
        for assertion in subject["assertions"]:
            result = assertion["earl:result"]
            place = f"{subject['earl:testSubject']['url']} {result.get('html', '')}".strip()
            yield Finding(assertion["earl:test"]["dct:title"], result.get("dct:description", ""), place)
