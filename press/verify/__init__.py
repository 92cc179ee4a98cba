"""Reading back: what must be there, what is there, and the difference.

Nothing of reader, writers or templates is used here.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from press.model import Edition, Format
from press.verify.finding import Code, Count, Finding, Verdict

if TYPE_CHECKING:
    from press.verify.inventory import Inventory
    from press.verify.piece import Reading

__all__ = ["EXTRACTORS", "Code", "Count", "Finding", "Verdict", "verify"]

EXTRACTORS = {
    Format.HTML: "press.verify.html",
    Format.EPUB: "press.verify.epub",
    Format.TEXT: "press.verify.text",
    Format.PDF: "press.verify.pdf",
}
"""The module of each format; its `read` gives what a finished file holds. Imported when first used."""


def verify(data: bytes, inventory: "Inventory", edition: Edition) -> Verdict:
    """Return what the bytes of a finished edition hold of the inventory. Raises nothing, whatever the bytes."""
    from press.verify.compare import compare  # noqa: PLC0415 - the dates and parsers behind it take a fifth of a second

    reading: Reading = import_module(EXTRACTORS[edition.format]).read(data)
    return compare(inventory, reading, edition)
