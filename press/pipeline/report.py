"""What a run found, for machines: JSON, or JUnit XML for CI systems."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from press.verify import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one edition: `file` is its path in the output folder, `source` that of its article.

    `made` says whether this run made it: what has not changed is kept.
    """

    slug: str
    lang: str
    edition: str
    file: str
    source: str
    size: int
    verdict: Verdict
    seconds: float = 0.0
    made: bool = True

    @property
    def findings(self) -> Sequence[Finding]:
        """What is wrong with it."""
        return self.verdict.findings


def is_good(results: Sequence[Result]) -> bool:
    """Return whether no edition has a finding."""
    return not any(result.findings for result in results)


def write_report(path: Path, results: Sequence[Result], errors: Sequence[str] = ()) -> None:
    """Write the report of a run, as JUnit XML where the name ends in `.xml`, else as JSON.

    `errors` are the messages of a run that ended before every edition was read back.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    make = junit if path.suffix == ".xml" else as_json
    path.write_bytes(make(results, errors))


def as_json(results: Sequence[Result], errors: Sequence[str]) -> bytes:
    """Return the report of the contract, as JSON."""
    report: dict[str, Any] = {"ok": is_good(results) and not errors, "handouts": list(_handouts(results))}
    if errors:
        report["errors"] = list(errors)
    return (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode()


def _handouts(results: Sequence[Result]) -> Iterator[Mapping[str, Any]]:
    for (slug, lang), group in groupby(results, key=lambda result: (result.slug, result.lang)):
        yield {"slug": slug, "lang": lang, "editions": [_edition(result) for result in group]}


def _edition(result: Result) -> Mapping[str, Any]:
    verdict = result.verdict
    printed = {"print": asdict(verdict.measures)} if verdict.measures else {}
    return {
        "edition": result.edition,
        "file": result.file,
        "sections": asdict(verdict.sections),
        "headings": asdict(verdict.headings),
        "words": asdict(verdict.words),
        "findings": [asdict(finding) for finding in verdict.findings],
        **printed,
    }


def junit(results: Sequence[Result], errors: Sequence[str]) -> bytes:
    """Return the report as JUnit XML: a suite for each handout, a case for each edition."""
    root = ET.Element("testsuites", name="Handout Press")
    for (slug, lang), group in groupby(results, key=lambda result: (result.slug, result.lang)):
        cases = list(group)
        failed = sum(bool(case.findings) for case in cases)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=f"{slug} ({lang})",
            tests=str(len(cases)),
            failures=str(failed),
            errors="0",
        )
        for case in cases:
            _case(suite, case)
    if errors:
        suite = ET.SubElement(
            root, "testsuite", name="build", tests=str(len(errors)), failures="0", errors=str(len(errors))
        )
        for message in errors:
            entry = ET.SubElement(suite, "testcase", classname="build", name=message.splitlines()[0], time="0")
            ET.SubElement(entry, "error", message=message)
    xml: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return xml + b"\n"


def _case(suite: ET.Element, result: Result) -> None:
    entry = ET.SubElement(suite, "testcase", classname=result.slug, name=result.edition, time=f"{result.seconds:.3f}")
    entry.set("file", result.source)
    if result.findings:
        lines = [
            f"{result.source}:{finding.line or 1}: [{finding.code}] {finding.message}" for finding in result.findings
        ]
        failure = ET.SubElement(entry, "failure", message=lines[0], type=result.findings[0].code)
        failure.text = "\n".join(lines)
