"""The handout as values: what the reader makes and the writers see. Standard library only.

What a published file is, is loaded at once; what an article is made of, when one of its classes is first asked for:
finding that nothing has changed needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from press.model.edition import EDITIONS, Edition, Format
from press.model.publication import Publication

if TYPE_CHECKING:
    from press.model.article import Article, Meta, Note, Person, Reference, Section, Status
    from press.model.blocks import (
        Align,
        Block,
        Box,
        BoxKind,
        BulletList,
        CodeBlock,
        CrisisBox,
        Definition,
        DefinitionList,
        Figure,
        ListItem,
        OrderedList,
        Paragraph,
        Questions,
        Quotation,
        Separator,
        Table,
        WritingSpace,
    )
    from press.model.clinic import Clinic, CrisisLine, Paper, References
    from press.model.inlines import Citation, Code, Emphasis, Foreign, Inline, LineBreak, Link, NoteCall, Strong, Text
else:

    def __getattr__(name: str) -> object:
        """Return a class of an article or a clinic."""
        for part in ("article", "blocks", "clinic", "inlines") if name in __all__ else ():
            if hasattr(module := import_module(f"press.model.{part}"), name):
                return getattr(module, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "EDITIONS",
    "Align",
    "Article",
    "Block",
    "Box",
    "BoxKind",
    "BulletList",
    "Citation",
    "Clinic",
    "Code",
    "CodeBlock",
    "CrisisBox",
    "CrisisLine",
    "Definition",
    "DefinitionList",
    "Edition",
    "Emphasis",
    "Figure",
    "Foreign",
    "Format",
    "Inline",
    "LineBreak",
    "Link",
    "ListItem",
    "Meta",
    "Note",
    "NoteCall",
    "OrderedList",
    "Paper",
    "Paragraph",
    "Person",
    "Publication",
    "Questions",
    "Quotation",
    "Reference",
    "References",
    "Section",
    "Separator",
    "Status",
    "Strong",
    "Table",
    "Text",
    "WritingSpace",
]
