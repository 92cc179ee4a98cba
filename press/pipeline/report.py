"""What a run found, for machines: JSON, or JUnit XML for CI systems (`junit`)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from press.pipeline.result import Result, is_good


def report_of(file: str, results: Sequence[Result], errors: Sequence[str]) -> bytes:
    """Return the report of a run: JUnit XML for a file whose name ends in `.xml`, else JSON.

    `errors` are the messages of a run that ended before every edition was read back.
    """
    if file.lower().endswith(".xml"):
        from press.pipeline.junit import as_junit  # noqa: PLC0415 - most runs need no XML

        return as_junit(results, errors)
    report: dict[str, Any] = {"ok": is_good(results) and not errors, "handouts": list(_handouts(results))}
    if errors:
        report["errors"] = list(errors)
    return (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _handouts(results: Sequence[Result]) -> Iterator[Mapping[str, Any]]:
    for _, group in groupby(results, key=lambda result: (result.folder, result.lang)):
        editions = list(group)
        slug, lang = editions[0].slug, editions[0].lang
        yield {"slug": slug, "lang": lang, "editions": [_edition(result) for result in editions]}


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
