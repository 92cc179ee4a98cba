"""`build.py` in one process, where no PDF shares anything with the one before.

As in WeasyPrint's manual, each document makes its own fonts, style sheets and tree.
"""

from press.commands import cli
from press.model import Edition
from press.writers import Sheet, Templates, pdf

_write = pdf.write


def write(sheet: Sheet, edition: Edition, templates: Templates) -> bytes:
    """Do what `press.writers.pdf.write` does, with nothing kept from before."""
    pdf.forget()
    return _write(sheet, edition, templates)


if __name__ == "__main__":
    pdf.write = write
    cli()
