"""The tools of `make conformance`, on reports that the validators really wrote (tests/tools/recorded)."""

import json
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from weasyprint import HTML

from tools.conformance import __main__ as main
from tools.conformance import ace, browser, epubcheck, record, verapdf, vnu
from tools.conformance.browser import BOOK_LOOKS, PAGE_LOOKS, Document
from tools.conformance.controls import be_strict, write_controls
from tools.conformance.explained import EXPLAINED
from tools.conformance.kit import VERAPDF, Kit
from tools.conformance.model import Finding, Outcome, RunError

ROOT = Path(__file__).resolve().parents[2]
RECORDED = Path(__file__).with_name("recorded")
SHEET, CONTROL_PDF, BROKEN = (Path("/handouts") / name for name in ("sheet.pdf", "control.pdf", "broken.pdf"))
BOOK, CONTROL_EPUB = (Path("/handouts") / name for name in ("book.epub", "control.epub"))
PAGE, CONTROL_HTML = (Path("/handouts") / name for name in ("page.html", "control.html"))


def recorded(name: str) -> str:
    return (RECORDED / name).read_text("utf-8")


def test_verapdf_report_is_read() -> None:
    good, bad = verapdf.read(recorded("verapdf.json"), [CONTROL_PDF, SHEET], "ua1")
    assert good == Outcome(SHEET, "veraPDF", "1.28.2", "PDF/UA-1")
    assert (bad.file, bad.passed) == (CONTROL_PDF, False)
    assert [finding.rule for finding in bad.findings] == ["7.1-8", "7.1-10", "6.2-1", "7.1-11"]
    assert bad.findings[0].place == "root/document[0]"


def test_pdf_that_verapdf_cannot_read_is_a_finding() -> None:
    (broken,) = verapdf.read(recorded("verapdf-broken.json"), [BROKEN], "ua1")
    assert broken.findings == (Finding("not-checked", "veraPDF could not check this file: Couldn't parse stream"),)


def test_pdf_checked_under_another_profile_is_a_finding() -> None:
    outcomes = verapdf.read(recorded("verapdf.json"), [SHEET, CONTROL_PDF], "2a")
    assert [finding.rule for outcome in outcomes for finding in outcome.findings] == ["not-checked"] * 2


def test_nu_checker_report_is_read() -> None:
    good, bad = vnu.read(recorded("vnu.json"), recorded("vnu.txt"), [PAGE, CONTROL_HTML])
    assert good == Outcome(PAGE, "Nu checker", "26.9.27", "HTML")
    assert [(finding.rule, finding.place) for finding in bad.findings] == [
        ("error", "line 3"),
        ("error", "line 7"),
        ("warning", "line 2"),
    ]


def test_epubcheck_report_is_read() -> None:
    warned = epubcheck.read(recorded("epubcheck-book.json"), BOOK)
    assert warned == Outcome(
        BOOK,
        "EPUBCheck",
        "5.3.0",
        "EPUB 3",
        (Finding("HTM-025", "warning: Non-registered URI scheme type found in href.", "EPUB/text/handout.xhtml:174"),),
    ), "and the usage note on embedded fonts is explained"
    bad = epubcheck.read(recorded("epubcheck-control.json"), CONTROL_EPUB)
    assert [finding.rule for finding in bad.findings] == ["RSC-005", "RSC-007"]


def test_ace_report_is_read() -> None:
    documents = ["EPUB/cover.xhtml", "EPUB/nav.xhtml", "EPUB/text/handout.xhtml"]
    assert ace.read(recorded("ace-book.json"), BOOK, documents) == Outcome(BOOK, "Ace", "1.4.6", "EPUB Accessibility")
    bad = ace.read(recorded("ace-control.json"), CONTROL_EPUB, ["page.xhtml"])
    assert {"epub-lang", "metadata-accessibilityfeature", "image-alt"} <= {finding.rule for finding in bad.findings}


READERS: list[tuple[str, Callable[[str], object]]] = [
    ("veraPDF", lambda text: verapdf.read(text, [SHEET], "ua1")),
    ("Nu checker", lambda text: vnu.read(text, "", [PAGE])),
    ("EPUBCheck", lambda text: epubcheck.read(text, BOOK)),
    ("Ace", lambda text: ace.read(text, BOOK, [])),
    ("Chromium", lambda text: browser.read(text, [Document(PAGE, PAGE, book=False)])),
]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"report": {}}', '{"messages": []}'])
@pytest.mark.parametrize(("name", "read"), READERS)
def test_validator_that_wrote_nothing_is_a_failure(name: str, read: Callable[[str], object], text: str) -> None:
    with pytest.raises(RunError, match=name):
        read(text)


def test_report_that_leaves_a_file_out_is_a_failure() -> None:
    with pytest.raises(RunError, match=r"veraPDF ua1 reported on 2 of 3 files; missing: .*other\.pdf"):
        verapdf.read(recorded("verapdf.json"), [SHEET, CONTROL_PDF, Path("/handouts/other.pdf")], "ua1")
    with pytest.raises(RunError, match=r"missing: .*other\.html"):
        vnu.read(recorded("vnu.json"), recorded("vnu.txt"), [PAGE, CONTROL_HTML, Path("/handouts/other.html")])
    with pytest.raises(RunError, match=r"all of its documents: \['other\.xhtml'\]"):
        ace.read(recorded("ace-book.json"), BOOK, ["EPUB/other.xhtml"])


def test_report_on_another_ebook_is_a_failure() -> None:
    with pytest.raises(RunError, match="does not add up"):
        epubcheck.read(recorded("epubcheck-control.json"), BOOK)


def test_no_file_at_all_is_a_failure() -> None:
    empty = json.loads(recorded("verapdf.json"))
    empty["report"]["jobs"] = []
    with pytest.raises(RunError, match="was given no file"):
        verapdf.read(json.dumps(empty), [], "ua1")


def seen(file: Path, validator: str, profile: str, paper: Path) -> dict[str, Any]:
    """Return a row of the browser's report in which all is well."""
    row: dict[str, Any] = {"file": str(file), "validator": validator, "profile": profile, "findings": []}
    return row | ({"words": "All the words", "paper": str(paper)} if profile == "print" else {})


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("print") / "page.pdf"
    HTML(string="<p>All the words, and averyveryvery<br>longone.</p>").write_pdf(path)
    return path


def browser_report(rows: list[dict[str, Any]]) -> str:
    return json.dumps(
        {"versions": {"Chromium": "156.0", "axe-core": "4.14.1", "Readability": "0.6.0"}, "results": rows}
    )


def test_browser_report_is_read(paper: Path) -> None:
    rows = [seen(PAGE, *look, paper) for look in PAGE_LOOKS]
    rows += [seen(Path(f"/unpacked/{part}.xhtml"), *look, paper) for part in "ab" for look in BOOK_LOOKS]
    rows[1]["findings"] = [{"rule": "color-contrast", "message": "too pale", "place": "<p>"}]
    rows[-1]["findings"] = [{"rule": "text-outside", "message": "too wide", "place": "x"}]
    documents = [Document(PAGE, PAGE, book=False)]
    documents += [Document(Path(f"/unpacked/{part}.xhtml"), BOOK, book=True) for part in "ab"]
    outcomes = browser.read(browser_report(rows), documents)
    assert [(outcome.file, outcome.profile) for outcome in outcomes] == [
        *((PAGE, profile) for _, profile in PAGE_LOOKS),
        *((BOOK, profile) for _, profile in BOOK_LOOKS),
    ]
    assert {outcome.profile: outcome.findings for outcome in outcomes if not outcome.passed} == {
        "dark": (Finding("color-contrast", "too pale", "<p>"),),
        BOOK_LOOKS[-1][1]: (Finding("text-outside", "too wide", "b.xhtml: x"),),
    }


def test_look_that_is_missing_is_a_failure(paper: Path) -> None:
    rows = [seen(PAGE, *look, paper) for look in PAGE_LOOKS if look != ("Chromium", "keyboard")]
    with pytest.raises(RunError, match="keyboard"):
        browser.read(browser_report(rows), [Document(PAGE, PAGE, book=False)])


def test_the_catalogue_is_not_said_to_be_read_in_reading_mode(paper: Path) -> None:
    catalogue = PAGE.with_name("index.html")
    rows = [seen(catalogue, *look, paper) for look in PAGE_LOOKS if look[0] != "Readability"]
    outcomes = browser.read(browser_report(rows), [Document(catalogue, catalogue, book=False)])
    assert [outcome.validator for outcome in outcomes] == [row["validator"] for row in rows]


def test_words_that_are_not_on_paper_are_a_finding(paper: Path) -> None:
    rows = [seen(PAGE, *look, paper) for look in PAGE_LOOKS]
    rows[-1]["words"] = "All the words, and averyveryverylongone. All lost"
    outcome = browser.read(browser_report(rows), [Document(PAGE, PAGE, book=False)])[-1]
    message = "1 words, 7 letters of the page are not on paper"
    assert outcome.findings == (Finding("not-printed", message, "lost"),)


def test_program_that_was_not_pinned_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is not there; run make conformance"):
        Kit(tmp_path).verapdf()
    (tmp_path / VERAPDF).write_bytes(b"another")
    with pytest.raises(RunError, match="is not the archive that was pinned"):
        Kit(tmp_path).verapdf()


def test_folder_that_lacks_an_edition_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="0 PDFs, 0 ebooks, 0 web pages"):
        main._files(tmp_path)  # noqa: SLF001 - the rest of it takes minutes
    for name in ("x.epub", "x.html", "index.html", "x-a4.pdf", "x-letter.pdf", "x-a4-large-print.pdf"):
        (tmp_path / name).touch()
    with pytest.raises(RunError, match="3 PDFs, 1 ebooks, 2 web pages"):
        main._files(tmp_path)  # noqa: SLF001


def test_every_kind_of_file_has_its_control(tmp_path: Path) -> None:
    controls = write_controls(tmp_path / "controls")
    assert sorted(path.suffix[1:] for path in controls) == sorted(main.KINDS)
    assert all(path.stat().st_size for path in controls)


def test_validator_that_finds_nothing_in_a_control_file_is_a_failure() -> None:
    seeing = Outcome(PAGE, "axe-core", "1", "light", (Finding("image-alt", "none"),))
    be_strict([seeing])
    with pytest.raises(RunError, match=r"nothing wrong with a control file: axe-core \(dark\)"):
        be_strict([seeing, Outcome(PAGE, "axe-core", "1", "dark")])


def test_record_tells_file_hash_version_and_result(tmp_path: Path) -> None:
    file = tmp_path / "x" / "x.html"
    file.parent.mkdir()
    file.write_bytes(b"page")
    bad = Outcome(file, "axe-core", "4.14.1", "dark", (Finding("color-contrast", "too pale", "<p>"),))
    good = Outcome(file, "Nu checker", "26.9.27", "HTML")
    sink = Outcome(Path("/elsewhere/y.html"), "Nu checker", "26.9.27", "HTML")
    told = json.loads(record.as_json([bad, good, sink], tmp_path, ["Ace wrote no report"]))
    same = {"file": "x/x.html", "sha256": sha256(b"page").hexdigest()}
    assert told == {
        "ok": False,
        "could_not_run": ["Ace wrote no report"],
        "results": [
            same
            | {
                "validator": "axe-core",
                "version": "4.14.1",
                "profile": "dark",
                "result": "failed",
                "findings": [{"rule": "color-contrast", "message": "too pale", "place": "<p>"}],
            },
            same
            | {"validator": "Nu checker", "version": "26.9.27", "profile": "HTML", "result": "passed", "findings": []},
        ],
    }
    assert json.loads(record.as_json([good], tmp_path, []))["ok"] is True
    assert json.loads(record.as_json([], tmp_path, []))["ok"] is False, "nothing run is nothing passed"


def test_documentation_has_its_marks_and_explains_every_exception() -> None:
    text = main.PAGE.read_text("utf-8")
    assert record.put_into(text, "TABLES").count("TABLES") == 1
    page = record.as_page([Outcome(SHEET, "veraPDF", "1.28.2", "PDF/UA-1")])
    assert "| veraPDF | 1.28.2 | PDF/UA-1 | 1 | 0 |" in page.splitlines()
    assert all(known.reason in page for known in EXPLAINED)
    with pytest.raises(ValueError, match="are not there"):
        record.put_into("no marks", "TABLES")


class Machine:
    """A PATH of stand-ins: what `tools/setup-conformance` finds there is all that it finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, **programs: str) -> None:
        """Put programs there: each does what its script says."""
        for program, script in programs.items():
            path = self.folder / program.replace("_", "-")
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)

    def has_all(self) -> None:
        java = "echo 'openjdk version \"17.0.15\" 2025-04-15' >&2"
        self.has(java=java, node="echo v20.20.2", npm="", mvn="", chromium="")

    def sets_up(self) -> tuple[int, str, str]:
        """Run the script; return its exit code and what it printed."""
        script = ROOT / "tools" / "setup-conformance"
        environment = {"PATH": str(self.folder)}
        done = subprocess.run([script], env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_setup_is_silent_where_all_is_there(machine: Machine) -> None:
    machine.has_all()
    assert machine.sets_up() == (0, "", "")


def test_unknown_system_is_told_in_one_line_what_to_install(machine: Machine) -> None:
    line = (
        "setup-conformance: install Java 17, Node.js 20, npm, Maven and Chromium; "
        "missing: default-jre-headless nodejs npm maven chromium\n"
    )
    assert machine.sets_up() == (6, "", line)


@pytest.mark.parametrize(
    ("program", "script", "message"),
    [
        ("node", "echo v18.20.4", "Node.js 18.20.4 is too old: install version 20 or newer"),
        ("java", "echo 'java version \"1.8.0_4\"' >&2", "Java 1.8.0_4 is too old: install version 17 or newer"),
    ],
)
def test_program_that_is_too_old_is_not_used(machine: Machine, program: str, script: str, message: str) -> None:
    machine.has_all()
    machine.has(**{program: script})
    assert machine.sets_up() == (6, "", f"setup-conformance: {message}\n")


def test_debian_installs_what_is_missing_as_root(machine: Machine) -> None:
    machine.has_all()
    (machine.folder / "mvn").unlink()
    log, link = machine.folder / "log", f"{shutil.which('ln')} -s '{machine.folder}/npm' '{machine.folder}/mvn'"
    install = f"echo \"$*\" >>'{log}'\ncase $* in *install*) {link} ;; esac"
    machine.has(apt_get=install, id="echo 0", env='shift; exec "$@"')
    assert machine.sets_up() == (0, "", "setup-conformance: installing maven\n")
    options = "-qq -o DPkg::Lock::Timeout=120"
    assert log.read_text().splitlines() == [f"{options} update", f"{options} install -y --no-install-recommends maven"]
