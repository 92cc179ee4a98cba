"""Reading back: what must be there, what is there, and the difference.

Nothing of reader, writers or templates is used here.
"""

from importlib import import_module

from press.model import Edition, Format
from press.verify.compare import compare
from press.verify.finding import Code, Count, Finding, Verdict
from press.verify.inventory import Inventory, take_inventory
from press.verify.piece import Reading

__all__ = ["Code", "Count", "Finding", "Inventory", "Verdict", "take_inventory", "verify"]

EXTRACTORS = {
    Format.HTML: "press.verify.html",
    Format.EPUB: "press.verify.epub",
    Format.TEXT: "press.verify.text",
    Format.PDF: "press.verify.pdf",
}
"""The module of each format; its `read` gives what a finished file holds. Imported when first used."""


def verify(data: bytes, inventory: Inventory, edition: Edition) -> Verdict:
    """Return what the bytes of a finished edition hold of the inventory. Raises nothing, whatever the bytes."""
    reading: Reading = import_module(EXTRACTORS[edition.format]).read(data)
    return compare(inventory, reading, edition)
