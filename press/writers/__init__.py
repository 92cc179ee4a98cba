"""Model to bytes: one writer for each format."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias, cast

from press.model import Edition, Format
from press.writers.environment import Templates
from press.writers.sheet import Sheet

__all__ = ["Sheet", "Templates", "Writer", "forget_article", "writer"]

Writer: TypeAlias = Callable[[Sheet, Edition, Templates], bytes]

WRITERS = {
    Format.HTML: "press.writers.html",
    Format.EPUB: "press.writers.epub",
    Format.TEXT: "press.writers.text",
    Format.PDF: "press.writers.pdf",
}
"""The module of each format; its `write` makes an edition. Imported when first used: some take half a second."""


def writer(kind: Format) -> Writer:
    """Return the writer of a format: sheet, edition and templates to bytes.

    It raises RenderError; both raise DependencyError where a library is missing.
    """
    return cast(Writer, import_module(WRITERS[kind]).write)


def forget_article() -> None:
    """Drop what was kept of an article for the next of its editions: a page's tree and layout are large, and rings."""
    if pdf := sys.modules.get(WRITERS[Format.PDF]):
        pdf.forget_article()
