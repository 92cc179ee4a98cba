"""The report as JUnit XML, for CI systems."""

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from press.errors import Problem
from press.pipeline.result import Result

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, not even escaped."""


def as_junit(results: Sequence[Result], errors: Sequence[str]) -> bytes:
    """Return the report as JUnit XML: a suite for each handout, a case for each edition.

    What is of no handout, which `verify` finds, has a suite for its folder and a case called after its file.
    """
    root = ET.Element("testsuites", name="Handout Press")
    for (folder, lang), group in groupby(results, key=lambda result: (result.folder, result.lang)):
        cases = list(group)
        failed = sum(bool(case.findings) for case in cases)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=f"{folder} ({lang})" if lang else folder or "output",
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
    text = f"<?xml version='1.0' encoding='utf-8'?>\n{_NOT_XML.sub(chr(0xFFFD), ET.tostring(root, 'unicode'))}\n"
    return text.encode("utf-8", "backslashreplace")


def _case(suite: ET.Element, result: Result) -> None:
    folder, name = result.folder or "output", result.edition or result.file
    entry = ET.SubElement(suite, "testcase", classname=folder, name=name, time=f"{result.seconds:.3f}")
    entry.set("file", result.source or result.file)
    if result.findings:
        lines = [
            str(Problem(result.source, finding.line or 1, f"[{finding.code}] {finding.message}"))
            for finding in result.findings
        ]
        failure = ET.SubElement(entry, "failure", message=lines[0], type=result.findings[0].code)
        failure.text = "\n".join(lines)
