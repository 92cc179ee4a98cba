"""The catalogue in Chromium: a handout is found by search, and each of its files is downloaded and compared.

What is visited is the page over the real handouts, the kitchen sink and a few made-up ones, so that a search has
something to hide; and the same page with one fault each, which must be found (`faults.py`).

The order for catalogue.mjs is `{"modules", "chromium", "downloads": FOLDER, "visits": [{"file", "address", "profile",
"steps", "axe"}], "wanted"}`, the last being what `_wanted` returns. Its report is `{"version", "results": [{"file",
"profile", "findings", "downloads": [{"file", "name", "state", "path"}]}]}`.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from unicodedata import normalize

from press.model import EDITIONS, Publication
from press.model.clinic import Clinic
from press.pipeline.houses import House, read_house
from press.pipeline.manifest import read_manifest
from press.writers import Templates
from press.writers.catalogue import write_catalogue
from tools.conformance.faults import FAULTS, Fault
from tools.conformance.kit import Kit, chromium, program, run
from tools.conformance.model import Finding, Outcome, RunError, be_complete

SCRIPT = Path(__file__).with_name("catalogue.mjs")
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGE = "index.html"
SERVED = "web server"
PROFILES = ("desktop", "phone", "400 % zoom", SERVED, "no script")
PREFIX = "catalogue, "
"""Before the profile's name, since other pages have such profiles too."""

AXE = ("desktop", "phone")

STEPS = ("look", "bookmark", "download", "clear", "nothing", "filter")
"""What is done after a search."""

MADE_UP: tuple[Mapping[str, Any], ...] = (
    {"handout": "made-up-1", "title": "What if <b>nights</b> & 'days' are mixed up?", "category": "Made up: sleep"},
    {"handout": "made-up-1", "title": "¿Qué hago si no duermo?", "category": "Sueño", "lang": "es"},
    {"handout": "made-up-2", "title": "Is therapy for me?", "category": "Made up: sleep", "status": "draft"},
    {"handout": "made-up-3", "title": "ماذا أفعل؟", "category": "Made up: العربية", "lang": "ar", "overdue": True},
    {"handout": "made-up-4", "title": "Donaudampfschifffahrtsgesellschaftskapitän", "category": "Made up: long"},
)
"""What sets each of them apart from the handout that is searched; their files are not there."""

FEW = ("html", "a4")
"""The editions of the last of them, so that there is something to choose by format."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder with handouts and a catalogue: its rows, the handout that is sought, and the templates."""

    folder: Path
    rows: tuple[Publication, ...]
    sought: str
    house: House

    @property
    def page(self) -> Path:
        """Return the catalogue."""
        return self.folder / PAGE


def make_shelf(folders: Sequence[Path], folder: Path) -> Shelf:
    """Copy what was built into a new folder, add made-up handouts, and write the catalogue. Raises RunError."""
    rows: list[Publication] = []
    for each in folders:
        found = list(read_manifest(each).rows.values())
        if not found:
            raise RunError(f"{each.name} has no manifest that can be read")
        shutil.copytree(each, folder, dirs_exist_ok=True)
        rows += found
    one = _one_of_each(rows)
    shelf = Shelf(folder, (*rows, *_made_up(one)), one[0].handout, read_house(TEMPLATES, None))
    shelf.page.write_bytes(_write(shelf, shelf.house.templates))
    return shelf


def _one_of_each(rows: Sequence[Publication]) -> list[Publication]:
    """Return the rows of the first handout that has every edition once. Raises RunError where none has."""
    for slug in dict.fromkeys(row.handout for row in rows):
        found = [row for row in rows if row.handout == slug]
        if sorted(row.edition for row in found) == sorted(EDITIONS):
            return found
    raise RunError("no handout has every edition in one language")


def _made_up(rows: Sequence[Publication]) -> Iterator[Publication]:
    """Yield the rows of the made-up handouts, which are in all else like these."""
    for number, changes in enumerate(MADE_UP):
        for row in rows:
            suffix = EDITIONS[row.edition].suffix
            slug, lang = changes["handout"], changes.get("lang", "")
            file = f"{slug}/{slug}{f'.{lang}' if lang else ''}{suffix}"
            if number + 1 < len(MADE_UP) or row.edition in FEW:
                yield replace(row, file=file, picture="", keywords=(), **changes)


def _write(shelf: Shelf, templates: Mapping[str, bytes]) -> bytes:
    return write_catalogue(shelf.rows, shelf.house.labels("en"), Templates(templates), Clinic(()))


def check(shelf: Shelf, kit: Kit, folder: Path) -> list[Outcome]:
    """Return the outcome of the catalogue under every profile. Raises RunError, also where a fault is not found."""
    downloads = folder / "downloads"
    downloads.mkdir(parents=True)
    broken = dict(_broken(shelf))
    order_file, report = folder / "order.json", folder / "report.json"
    with _served(shelf.folder) as server:
        visits = [_visit(shelf.page, profile, STEPS, server) for profile in PROFILES]
        visits += [_visit(page, fault.profile, fault.steps, server) for page, fault in broken.items()]
        order = {
            "modules": str(kit.modules),
            "chromium": chromium(),
            "downloads": str(downloads),
            "visits": visits,
            "wanted": _wanted(shelf),
        }
        order_file.write_text(json.dumps(order), "utf-8")
        done = run([program("node"), SCRIPT, order_file, report])
    if done.returncode or not report.is_file():
        raise RunError(f"Chromium wrote no report on the catalogue: {done.stderr[-2000:].strip()}")
    return read(report.read_text("utf-8"), shelf, broken)


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve a folder to this machine alone, and give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _visit(page: Path, profile: str, steps: Sequence[str], server: str) -> dict[str, Any]:
    """Return the order to visit a page, with axe-core where the layout is one of its own."""
    address = f"{server}/{page.name}" if profile == SERVED else page.as_uri()
    return {"file": str(page), "address": address, "profile": profile, "steps": steps, "axe": profile in AXE}


def _broken(shelf: Shelf) -> Iterator[tuple[Path, Fault]]:
    """Write a catalogue with each of the faults beside the real one, and yield them."""
    for number, fault in enumerate(FAULTS):
        page = shelf.folder / f"broken-{number}.html"
        page.write_bytes(_write(shelf, fault.put_into(shelf.house.templates)))
        yield page, fault


def _wanted(shelf: Shelf) -> dict[str, Any]:
    """Return what the handout is found by, and what must then be seen."""
    originals = {row.handout: row for row in reversed(shelf.rows)}  # the first of each
    versions = {(row.handout, row.lang): row for row in shelf.rows}
    row = originals[shelf.sought]
    files = {each.edition: each.file for each in shelf.rows if each.handout == shelf.sought}
    return {
        "title": row.title,
        "category": row.category,
        "words": _disguised(row.title),
        "all": f"{len(originals)} handouts",
        "versions": len(versions),
        "pictures": sum(bool(each.picture) for each in shelf.rows if each.handout == shelf.sought),
        "files": [files[edition] for edition in ORDER],
        "filters": [
            ("category", row.category, [each.title for each in originals.values() if each.category == row.category]),
            ("language", "Español", [each.title for each in versions.values() if each.lang == "es"]),
            ("format", "Portal message", [each.title for each in versions.values() if _has(shelf, each, "portal")]),
        ],
    }


ORDER = ("a4", "a4-large-print", "letter", "letter-large-print", "html", "epub", "text", "portal")
"""In which the downloads stand: what A4 paper takes, other paper, the screen, messages."""


def _has(shelf: Shelf, version: Publication, edition: str) -> bool:
    same = (version.handout, version.lang, edition)
    return any((row.handout, row.lang, row.edition) == same for row in shelf.rows)


def _disguised(title: str) -> str:
    """Return a title's words as a hurried reader might write them: backwards, all large, accents on them, one cut."""
    words = [f"{word[0]}\u0301{word[1:]}".upper() for word in reversed(title.split())]
    return normalize("NFC", " ".join(words)[:-1])


def read(report: str, shelf: Shelf, broken: Mapping[Path, Fault]) -> list[Outcome]:
    """Return what the browser's report says. Raises RunError where a visit is missing, or a fault was not found."""
    try:
        whole = json.loads(report)
        version = whole["version"]
        rows = [(Path(row["file"]), row["profile"], tuple(_findings(row, shelf))) for row in whole["results"]]
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"Chromium's report on the catalogue cannot be read, or lacks {error!r}") from error
    outcomes = [
        Outcome(file, "Chromium", version, PREFIX + profile, findings)
        for file, profile, findings in rows
        if file == shelf.page
    ]
    for profile in PROFILES:
        be_complete([o for o in outcomes if o.profile == PREFIX + profile], [shelf.page], PREFIX + profile)
    found = {file: {finding.rule for finding in findings} for file, _, findings in rows}
    if unseen := [fault for page, fault in broken.items() if fault.rule not in found.get(page, ())]:
        told = ", ".join(f"{fault.new!r} instead of {fault.old!r} ({fault.rule})" for fault in unseen)
        raise RunError(f"nothing was found wrong with a catalogue that is: {told}")
    return outcomes


def _findings(row: Mapping[str, Any], shelf: Shelf) -> Iterator[Finding]:
    """Yield what the browser found, and what is wrong with the files that it downloaded."""
    for found in row["findings"]:
        yield Finding(found["rule"], found["message"], found["place"])
    wanted = {each.file: each for each in shelf.rows if each.handout == shelf.sought}
    got: set[str] = set()
    for download in row["downloads"]:
        file = download["file"]
        if fault := _fault(download, wanted.get(file), shelf.folder):
            yield Finding("download", fault, file)
        got.add(file)
    # A visit that found no search field has downloaded nothing, and said so.
    if row["profile"] != "no script" and not row["findings"] and got != set(wanted):
        yield Finding("download", f"{len(got)} of {len(wanted)} files were downloaded")


def _fault(download: Mapping[str, Any], row: Publication | None, folder: Path) -> str:
    """Return what is wrong with a download, or nothing: its name, and its bytes against file and manifest."""
    if row is None:
        return "this is no file of the handout"
    if download["state"] != "completed":
        return str(download["state"])
    if download["name"] != Path(row.file).name:
        return f"it was saved as {download['name']}"
    data = Path(download["path"]).read_bytes()
    if data != (folder / row.file).read_bytes():
        return "other bytes were saved than those of the file"
    return "" if sha256(data).hexdigest() == row.sha256 else "the manifest has another hash for it"
