"""Chromium: what axe-core says of every page, and how pages and ebooks behave on screens, keyboards and paper.

Readability, which is Firefox's reading mode, runs in it, too.

The order for browser.mjs is `{"modules", "chromium", "pages": [{"file", "skip", "book", "paper"}]}`: whether a skip
link is wanted, whether it is the document of an ebook, where to print it. Its report is
`{"versions": {name: version}, "results": [{"file", "validator", "profile", "findings", "words", "paper"}]}`.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize
from zipfile import ZipFile

import pypdfium2

from tools.conformance.explained import is_explained
from tools.conformance.kit import Kit, chromium, program, run
from tools.conformance.model import Finding, Outcome, RunError, be_complete

SCRIPT = Path(__file__).with_name("browser.mjs")
READING = ("Readability", "reading mode")
PAGE_LOOKS = (
    ("axe-core", "light"),
    ("axe-core", "dark"),
    ("axe-core", "forced colours"),
    ("Chromium", "320 CSS pixels wide"),
    ("Chromium", "400 % zoom"),
    ("Chromium", "text spacing at 320 CSS pixels"),
    ("Chromium", "letters twice as large at 320 CSS pixels"),
    ("Chromium", "keyboard"),
    READING,
    ("Chromium", "print"),
)
BOOK_LOOKS = (
    ("Chromium", "phone"),
    ("Chromium", "phone, letters twice as large"),
    ("Chromium", "phone, no style sheet"),
    ("Chromium", "column of a canvas, letters twice as large"),
)
CATALOGUE = "index.html"
"""Its content begins at its top, so there is nothing to skip; and it is no article, which reading modes are for."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document for the browser: a web page, or one of an ebook's."""

    path: Path
    file: Path
    book: bool

    @property
    def is_catalogue(self) -> bool:
        """Whether it is the page that lists the handouts."""
        return self.path.name == CATALOGUE

    @property
    def looks(self) -> tuple[tuple[str, str], ...]:
        """What is looked at: by which validator, and how."""
        pages = tuple(look for look in PAGE_LOOKS if not (self.is_catalogue and look == READING))
        return BOOK_LOOKS if self.book else pages


def check(pages: Sequence[Path], books: Sequence[Path], kit: Kit, folder: Path) -> list[Outcome]:
    """Return the outcomes of all web pages and ebooks, under every profile. Raises RunError."""
    documents = [Document(page, page, book=False) for page in pages]
    for number, book in enumerate(books):
        documents += [Document(path, book, book=True) for path in _unpacked(book, folder / f"book-{number}")]
    order, report = folder / "order.json", folder / "report.json"
    order.write_text(json.dumps(_order(documents, kit, folder)), "utf-8")
    done = run([program("node"), SCRIPT, order, report])
    if done.returncode or not report.is_file():
        raise RunError(f"Chromium wrote no report: {done.stderr[-2000:].strip()}")
    return read(report.read_text("utf-8"), documents)


def _unpacked(book: Path, folder: Path) -> list[Path]:
    """Unpack an ebook and return the paths of its content documents."""
    with ZipFile(book) as archive:
        archive.extractall(folder)
    documents = sorted(folder.rglob("*.xhtml"))
    if not documents:
        raise RunError(f"{book.name} has no content document")
    return documents


def _order(documents: Sequence[Document], kit: Kit, folder: Path) -> dict[str, Any]:
    pages = [
        {
            "file": str(document.path),
            "skip": not document.is_catalogue,
            "book": document.book,
            "paper": str(folder / f"print-{number}.pdf"),
        }
        for number, document in enumerate(documents)
    ]
    return {"modules": str(kit.modules), "chromium": chromium(), "pages": pages}


def read(report: str, documents: Sequence[Document]) -> list[Outcome]:
    """Return what the browser's report says, by file and profile. Raises RunError where a look is missing."""
    try:
        whole = json.loads(report)
        versions = whole["versions"]
        seen = {(Path(row["file"]), row["validator"], row["profile"]): row for row in whole["results"]}
        outcomes = list(_outcomes(seen, versions, documents))
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"Chromium's report cannot be read, or lacks {error!r}") from error
    for look in dict.fromkeys(look for document in documents for look in document.looks):
        files = {document.file for document in documents if look in document.looks}
        be_complete([o for o in outcomes if (o.validator, o.profile) == look], files, " ".join(look))
    return outcomes


Seen = Mapping[tuple[Path, str, str], Mapping[str, Any]]


def _outcomes(seen: Seen, versions: Mapping[str, str], documents: Sequence[Document]) -> Iterator[Outcome]:
    """Yield an outcome for each file and profile; those of an ebook's documents are put together."""
    for file in dict.fromkeys(document.file for document in documents):
        parts = [document for document in documents if document.file == file]
        for validator, profile in parts[0].looks:
            findings = tuple(
                finding
                for part in parts
                for finding in _findings(seen[part.path, validator, profile], part)
                if not is_explained(validator, finding)
            )
            yield Outcome(file, validator, versions[validator], profile, findings)


def _findings(row: Mapping[str, Any], document: Document) -> Iterator[Finding]:
    where = f"{document.path.name}: " if document.book else ""
    for found in row["findings"]:
        yield Finding(found["rule"], found["message"], where + found["place"])
    if row["profile"] == "print":
        yield from _lost_on_paper(row["words"], Path(row["paper"]))


def _lost_on_paper(words: str, paper: Path) -> Iterator[Finding]:
    """Yield the words of the screen that the printed page does not have.

    White space and punctuation are no help in comparing: paper breaks long words over lines, and right-to-left words
    come back from some PDFs in visual order, so either direction will do. All letters are counted as well.
    """
    screen, printed = [_letters(word) for word in words.split()], _letters(_printed(paper))
    lost = [word for word in dict.fromkeys(screen) if word not in printed and word[::-1] not in printed]
    missing = Counter("".join(screen)) - Counter(printed)
    if lost or missing or not screen:
        message = f"{len(lost)} words, {missing.total()} letters of the page are not on paper"
        yield Finding("not-printed", message, " ".join(lost[:20]) or "".join(missing))


def _letters(text: str) -> str:
    """Return the letters and digits of a text, without what only its font makes of them."""
    return "".join(char for char in normalize("NFKC", text) if char.isalnum())


def _printed(paper: Path) -> str:
    pdf = pypdfium2.PdfDocument(paper)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()
