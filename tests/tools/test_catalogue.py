"""The visits to the catalogue: what they expect is what was published, and no broken catalogue passes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from press.model import EDITIONS, Publication
from press.pipeline.manifest import Manifest, digest, write_manifest, write_sums
from tools.conformance import catalogue
from tools.conformance.catalogue import ORDER, PAGE, PROFILES, SERVED, Shelf, make_shelf, read
from tools.conformance.faults import FAULTS, STEPS
from tools.conformance.model import Finding, RunError


def publish(folder: Path, slug: str, title: str, category: str) -> None:
    """Write every edition of a handout, each of a few bytes, and their manifest."""
    rows = []
    for edition in EDITIONS.values():
        file = f"{slug}/{slug}{edition.suffix}"
        data = f"{title} {edition.name}".encode()
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
        rows.append(
            Publication(
                file=file,
                handout=slug,
                lang="en",
                edition=edition.name,
                title=title,
                category=category,
                summary="A summary.",
                version="1",
                reviewed="2026-01-31",
                next_review="2028-01-31",
                status="published",
                keywords=(),
                overdue=False,
                fingerprint="0",
                bytes=len(data),
                sha256=sha256(data).hexdigest(),
                input="",
                pages=0,
                sections=1,
                headings=1,
                words=1,
                picture=f"{slug}/{slug}.png" if edition.name == "a4" else "",
            )
        )
    describe(folder, rows)


def describe(folder: Path, rows: Iterable[Publication]) -> None:
    """Write a manifest, and the sums that name it."""
    manifest = write_manifest(Manifest({row.file: row for row in rows}))
    (folder / "manifest.json").write_bytes(manifest)
    (folder / "SHA256SUMS").write_bytes(write_sums((), {"manifest.json": digest(manifest)}))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    publish(tmp_path / "one", "sleep", "What helps you sleep?", "Sleep")
    publish(tmp_path / "two", "mood", "Mood", "Sleep")
    return make_shelf([tmp_path / "one", tmp_path / "two"], tmp_path / "shelf")


def test_a_shelf_has_what_was_built_and_more_to_hide(shelf: Shelf) -> None:
    assert shelf.sought == "sleep"
    assert (shelf.folder / "sleep" / "sleep-a4.pdf").read_bytes() == b"What helps you sleep? a4"
    page = shelf.page.read_text("utf-8")
    for row in shelf.rows:
        assert f'href="{row.file}"' in page
    assert "What if &lt;b&gt;nights&lt;/b&gt;" in page
    assert {row.lang for row in shelf.rows} == {"en", "es", "ar"}
    assert [row.status for row in shelf.rows].count("draft") == len(EDITIONS)


def test_what_is_expected_comes_from_the_manifest(shelf: Shelf) -> None:
    wanted = catalogue._wanted(shelf)  # noqa: SLF001 - what the browser is told, before it runs
    assert wanted == {
        "title": "What helps you sleep?",
        "category": "Sleep",
        "words": "ŚLEEP? ÝOU H\u0301ELPS ẂHA",
        "all": "6 handouts",
        "versions": 7,
        "pictures": 1,
        "files": [f"sleep/sleep{EDITIONS[edition].suffix}" for edition in ORDER],
        "filters": [
            ("category", "Sleep", ["Mood", "What helps you sleep?"]),
            ("language", "Español", ["¿Qué hago si no duermo?"]),
            (
                "format",
                "Portal message",
                [
                    "What helps you sleep?",
                    "Mood",
                    "What if <b>nights</b> & 'days' are mixed up?",
                    "¿Qué hago si no duermo?",
                    "Is therapy for me?",
                    "ماذا أفعل؟",
                ],
            ),
        ],
    }


def test_a_folder_that_cannot_be_searched_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(RunError, match="empty has no manifest that can be read"):
        make_shelf([tmp_path / "empty"], tmp_path / "shelf")
    publish(tmp_path / "one", "sleep", "Sleep", "Sleep")
    entries = json.loads((tmp_path / "one" / "manifest.json").read_text("utf-8"))["files"][1:]
    describe(tmp_path / "one", [Publication(**entry | {"keywords": ()}) for entry in entries])
    with pytest.raises(RunError, match="no handout has every edition in one language"):
        make_shelf([tmp_path / "one"], tmp_path / "shelf")


def test_the_shelf_is_served_to_this_machine(shelf: Shelf) -> None:
    with catalogue._served(shelf.folder) as server, urlopen(f"{server}/{PAGE}") as answer:  # noqa: SLF001, S310
        assert server.startswith("http://127.0.0.1:")
        assert answer.read() == shelf.page.read_bytes()


def good(shelf: Shelf, folder: Path, profile: str) -> dict[str, Any]:
    """Return a row of the report in which all is well, with the files that were saved."""
    downloads = []
    for row in shelf.rows if profile != "no script" else ():
        if row.handout == shelf.sought:
            saved = folder / row.edition
            saved.write_bytes((shelf.folder / row.file).read_bytes())
            name = Path(row.file).name
            downloads.append({"file": row.file, "name": name, "state": "completed", "path": str(saved)})
    return {"file": str(shelf.page), "profile": profile, "findings": [], "downloads": downloads}


def told(*rows: Mapping[str, Any]) -> str:
    return json.dumps({"version": "156.0", "results": rows})


@pytest.fixture
def report(shelf: Shelf, tmp_path: Path) -> list[dict[str, Any]]:
    return [good(shelf, tmp_path, profile) for profile in PROFILES]


def findings(shelf: Shelf, report: list[dict[str, Any]]) -> tuple[Finding, ...]:
    """Return the findings of the first profile."""
    return read(told(*report), shelf, {})[0].findings


def test_every_profile_is_an_outcome(shelf: Shelf, report: list[dict[str, Any]]) -> None:
    outcomes = read(told(*report), shelf, {})
    assert [(outcome.profile, outcome.version, outcome.findings) for outcome in outcomes] == [
        (f"catalogue, {profile}", "156.0", ()) for profile in ("desktop", "phone", "400 % zoom", SERVED, "no script")
    ]


def test_what_the_browser_found_is_a_finding(shelf: Shelf, report: list[dict[str, Any]]) -> None:
    report[0]["findings"] = [{"rule": "search", "message": "it shows 3 handouts", "place": "A | B | C"}]
    assert findings(shelf, report) == (Finding("search", "it shows 3 handouts", "A | B | C"),)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("state", "nothing was saved", "nothing was saved"),
        ("state", "canceled", "canceled"),
        ("name", "other.pdf", "it was saved as other.pdf"),
        ("file", "mood/mood-a4.pdf", "this is no file of the handout"),
    ],
)
def test_a_download_that_went_wrong(
    key: str, value: str, message: str, shelf: Shelf, report: list[dict[str, Any]]
) -> None:
    report[0]["downloads"][0][key] = value
    assert message in [finding.message for finding in findings(shelf, report)]


def test_a_download_with_other_bytes(shelf: Shelf, report: list[dict[str, Any]]) -> None:
    Path(report[0]["downloads"][2]["path"]).write_bytes(b"other")
    file = report[0]["downloads"][2]["file"]
    assert findings(shelf, report) == (Finding("download", "other bytes were saved than those of the file", file),)


def test_a_file_that_is_not_what_the_manifest_says(shelf: Shelf, report: list[dict[str, Any]]) -> None:
    first = replace(shelf.rows[0], sha256="0")
    changed = replace(shelf, rows=(first, *shelf.rows[1:]))
    message = "the manifest has another hash for it"
    assert findings(changed, report) == (Finding("download", message, first.file),)


def test_a_download_that_was_not_tried(shelf: Shelf, report: list[dict[str, Any]]) -> None:
    del report[0]["downloads"][3]
    assert findings(shelf, report) == (Finding("download", "7 of 8 files were downloaded"),)


def test_a_visit_that_is_missing_is_a_failure(shelf: Shelf, report: list[dict[str, Any]]) -> None:
    with pytest.raises(RunError, match="no script reported on 0 of 1 files"):
        read(told(*report[:-1]), shelf, {})


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"version": "1"}', '{"version": "1", "results": [{}]}'])
def test_a_report_that_cannot_be_read_is_a_failure(text: str, shelf: Shelf) -> None:
    with pytest.raises(RunError, match="cannot be read"):
        read(text, shelf, {})


def test_a_fault_that_is_not_found_is_a_failure(shelf: Shelf, report: list[dict[str, Any]]) -> None:
    page, fault = shelf.folder / "broken-0.html", FAULTS[0]
    row = {"file": str(page), "profile": fault.profile, "downloads": []}
    other = {"rule": "escape", "message": "", "place": ""}
    with pytest.raises(RunError, match=r"nothing was found wrong with a catalogue that is: .*\(search-field\)"):
        read(told(*report, row | {"findings": [other]}), shelf, {page: fault})
    with pytest.raises(RunError, match="nothing was found wrong"):
        read(told(*report), shelf, {page: fault})
    seen = other | {"rule": fault.rule}
    assert len(read(told(*report, row | {"findings": [seen]}), shelf, {page: fault})) == len(PROFILES)


def test_every_fault_makes_another_catalogue(shelf: Shelf) -> None:
    pages = {page.read_bytes() for page, _ in catalogue._broken(shelf)}  # noqa: SLF001 - a browser would take minutes
    assert len(pages | {shelf.page.read_bytes()}) == len(FAULTS) + 1
    assert {fault.profile for fault in FAULTS} == set(PROFILES)
    assert set(STEPS) <= {fault.rule for fault in FAULTS}
    with pytest.raises(ValueError, match="has 'nowhere' 0 times"):
        replace(FAULTS[0], old="nowhere").put_into(shelf.house.templates)


def test_every_rule_of_the_visits_has_a_fault() -> None:
    """A rule that no fault is found by might as well not be there."""
    text = catalogue.SCRIPT.read_text("utf-8")
    rules = {part.partition('"')[0] for part in text.split('expect("')[1:]} - {"broke-off"}
    assert rules <= {fault.rule for fault in FAULTS}
