"""The editions that come out of every article."""

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The kinds of file."""

    HTML = "html"
    EPUB = "epub"
    TEXT = "text"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Edition:
    """One file that comes out; `suffix` follows the handout's name (and language) in the file's name."""

    name: str
    format: Format
    suffix: str


EDITIONS = {
    edition.name: edition
    for edition in (
        Edition("html", Format.HTML, ".html"),
        Edition("epub", Format.EPUB, ".epub"),
        Edition("text", Format.TEXT, ".txt"),
        Edition("portal", Format.TEXT, "-portal.txt"),
        Edition("a4", Format.PDF, "-a4.pdf"),
        Edition("letter", Format.PDF, "-letter.pdf"),
        Edition("a4-large-print", Format.PDF, "-a4-large-print.pdf"),
        Edition("letter-large-print", Format.PDF, "-letter-large-print.pdf"),
    )
}
"""Every edition by its name, in the order in which they are listed."""
