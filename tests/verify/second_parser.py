"""What Markdown holds, by another parser than the press's: marko, with its own tables, tick boxes and footnotes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marko import Markdown, block, inline
from marko.ext import footnote
from marko.ext.gfm import elements as gfm
from marko.helpers import MarkoExtension

HEADING, WORDS, CODE = "heading", "words", "code"

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
"""A character reference of CommonMark; HTML's own reading is looser."""

EXTENSIONS = (
    MarkoExtension(elements=[gfm.Paragraph, gfm.Table, gfm.TableRow, gfm.TableCell]),
    footnote.make_extension(),  # type: ignore[no-untyped-call]
)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (with its level), some words or a code block, white space folded."""

    kind: str
    text: str
    level: int = 0


class UnlikeError(Exception):
    """The text holds what the press refuses, or what the two do not share."""


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a Markdown text in their order, footnotes last. Raises UnlikeError."""
    document: Any = Markdown(extensions=EXTENSIONS).parse(text)
    notes = [*document.footnotes.values()]
    called = _calls(document)
    found = [*_blocks([child for child in document.children if child not in notes], called)]
    for label in called:
        found += _blocks(document.footnotes[label].children, called)
    return [entry for entry in found if entry.text]


def _calls(element: Any) -> list[str]:  # noqa: ANN401 - any element
    """Return the labels of the footnotes that are called, in the order of their first calls."""
    if isinstance(element, footnote.FootnoteRef):
        return [element.label]
    children = getattr(element, "children", None)
    nested = [_calls(child) for child in children] if isinstance(children, list) else []
    return [*dict.fromkeys(label for labels in nested for label in labels)]


def _children(element: Any) -> Any:  # noqa: ANN401 - any element; the library's types lack this
    return element.children


def _blocks(elements: list[Any], called: list[str]) -> Iterator[Block]:
    for element in elements:
        match element:
            case block.Heading() | block.SetextHeading():
                yield Block(HEADING, _folded(_words(element, called)), element.level)
            case block.Paragraph():
                yield from _paragraph(element, called)
            case block.CodeBlock() | block.FencedCode():
                yield Block(CODE, _folded(_children(element)[0].children))
            case gfm.Table():
                for row in _children(element):
                    # A row that is too short has empty cells, which hold no words.
                    yield from (Block(WORDS, _folded(_words(cell, called))) for cell in row.children)
            case block.HTMLBlock():
                raise UnlikeError("raw HTML")
            case block.ThematicBreak():
                yield Block(WORDS, "* * *")
            case block.BlankLine() | block.LinkRefDef():
                pass
            case _:
                yield from _blocks(element.children, called)


def _paragraph(element: Any, called: list[str]) -> Iterator[Block]:  # noqa: ANN401 - any paragraph
    """Yield a paragraph; one that is a picture gives its alternative and its title."""
    children = element.children
    if len(children) == 1 and isinstance(children[0], inline.Image):
        yield Block(WORDS, _folded(_words(children[0], called)))
        yield Block(WORDS, _folded(_unescaped(children[0].title or "")))
    elif any(isinstance(child, inline.Image) for child in _all(element)):
        raise UnlikeError("a picture in a line of text")
    else:
        yield Block(WORDS, _folded(_words(element, called)))


def _all(element: Any) -> Iterator[Any]:  # noqa: ANN401 - any element
    yield element
    children = getattr(element, "children", None)
    for child in children if isinstance(children, list) else ():
        yield from _all(child)


def _words(element: Any, called: list[str]) -> str:  # noqa: ANN401 - any element
    match element:
        case inline.InlineHTML():
            raise UnlikeError("raw HTML")
        case inline.LineBreak():
            return " "
        case footnote.FootnoteRef():
            return f"[{_letter(called.index(element.label))}]"
        case inline.RawText():
            return _unescaped(element.children) if element.escape else str(element.children)
        case _ if isinstance(element.children, str):
            return element.children
        case _:
            return "".join(_words(child, called) for child in element.children)


def _letter(number: int) -> str:
    if number >= 26:
        raise UnlikeError("many footnotes")
    return chr(ord("a") + number)


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), text)


def _folded(text: str) -> str:
    return " ".join(text.split())
