"""What stands inside a line: inline tokens to the model's inlines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from press.languages import is_language
from press.model.inlines import (
    Citation,
    Code,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    NoteCall,
    Strong,
    Text,
    plain_text,
)
from press.reader.capitals import shouted, words_of
from press.reader.leftovers import NO_NOTE, leftovers
from press.reader.problems import Problems, nearest, shortened
from press.reader.promises import broken_promise
from press.reader.tags import raw_html, tag_of
from press.syntax import SyntaxTreeNode, note_mark

_SCHEME = re.compile(r"(?i)(?!.*%5C%0A)(https?://[^\s/]+|mailto:[^@\s]+@|tel:\+?[\d(])")
"""How a link may begin that leads out of a handout, where no backslash at a line's end parts it."""

_DIALLED = re.compile(r"(?i:tel:)(?!\+\d*\(0)[+]?[\d().-]*\d(?:(?:;ext=|,+)\d+)?")
"""What a tap dials in full (RFC 3966): no dash of a word processor, no letters, no 0 in brackets behind a country."""

_RUN_ON = re.compile(
    r"\\|\*\*|&#?\w+;|[“”‘’„«»…–—،؛。、]|[,;](?:www\.|https?:)|^(?:https?://)?[^/?#]*[,;]|\.[A-Z][a-z]*$|@.*\.\d\w*$"
)
"""What is no part of an address that is written bare, but of what follows it: `www.nhs.uk.Then`, `10mg@8.30`."""


@dataclass(slots=True)
class InlineReader:
    """Reads the inlines of one article.

    `references` gives each reference's number by its id; `anchors` gathers the links to sections, with
    their lines, to be checked when every section is known.
    """

    problems: Problems
    references: Mapping[str, int]
    anchors: list[tuple[int, str]]

    def read(self, node: SyntaxTreeNode, line: int, *, plain: bool = False) -> tuple[Inline, ...]:
        """Return the inlines of an `inline` node that begins at `line`; `plain` refuses links and calls."""
        place = _Place(line, plain)
        found = tuple(_joined(self._children(node, place)))
        self.problems.extend((line + row, message) for row, message in leftovers(node, self.references))
        if node.type != "image":  # whose words are heard, and not printed
            self.problems.extend((line + row, message) for row, message in shouted(words_of(node)))
        return found

    def _children(self, node: SyntaxTreeNode, place: "_Place") -> Iterator[Inline]:
        for child in node.children:
            yield from self._one(child, place)

    def _one(self, node: SyntaxTreeNode, place: "_Place") -> Iterator[Inline]:
        if place.plain and node.type in {"link", "footnote_ref", "citation"}:
            self.problems.add(place.line, "a heading cannot hold links, footnotes or citations; put them below it")
        match node.type:
            case "text":
                yield Text(node.content)
            case "softbreak":
                place.line += 1
                yield Text(" ")
            case "hardbreak":
                place.line += 1
                yield LineBreak()
            case "em":
                yield Emphasis(tuple(_joined(self._children(node, place))))
            case "strong":
                yield self._strong(node, place)
            case "span":
                yield self._foreign(node, place)
            case "code_inline":
                yield self._code(node.content, place)
            case "link":
                yield self._link(node, place)
            case "footnote_ref":
                yield NoteCall(note_mark(node.meta["id"]))
            case "citation":
                yield from self._citation(node.meta, place)
            case "image":
                self.problems.add(
                    place.line,
                    "a picture stands in a line of text; put it on a line of its own, "
                    "with an empty line before and after",
                )
            case "html_inline":
                name = tag_of(node.content)
                if not (node.content.startswith("</") and name in place.tags):  # of whose beginning has been told
                    self.problems.add(place.line, raw_html(node.content))
                place.tags.add(name)
            case _:
                raise AssertionError(f"unknown inline {node.type}")

    def _code(self, text: str, place: "_Place") -> Code:
        if not text.strip():
            self.problems.add(place.line, "these ` have no words between them; remove them")
        return Code(text)

    def _strong(self, node: SyntaxTreeNode, place: "_Place") -> Strong:
        if _is_glued(node):
            told = "the bold words and the word behind them run into one another; put a space between them"
            self.problems.add(place.line, told)
        return Strong(tuple(_joined(self._children(node, place))))

    def _foreign(self, node: SyntaxTreeNode, place: "_Place") -> Foreign:
        lang = str(node.attrs["lang"])
        if not is_language(lang):
            self.problems.add(place.line, f"`{lang}` is not a language tag; write en, es or en-GB, for instance")
        return Foreign(lang, tuple(_joined(self._children(node, place))))

    def _link(self, node: SyntaxTreeNode, place: "_Place") -> Link:
        target = str(node.attrs.get("href", ""))
        children = tuple(_joined(self._children(node, place)))
        words = plain_text(children)
        is_formed = _SCHEME.match(target)
        if "label" in node.meta and words.startswith("^"):
            self.problems.add(place.line, f"`[{words}]` {NO_NOTE}")
        elif target.startswith("#"):
            self.anchors.append((place.line, target[1:]))
        elif not target:
            self.problems.add(place.line, "this link goes nowhere; put its address into the round brackets")
        elif node.info == "auto" and (not is_formed or _RUN_ON.search(words)):
            self.problems.add(
                place.line,
                f"`{shortened(words)}` would be a link, all of it; put a space where the address ends, or write "
                "[words](address), or put a backslash before its first colon, full stop or @ for plain words",
            )
        elif not is_formed:
            self.problems.add(
                place.line,
                f"the link `{target}` is not allowed; use https:, http:, mailto: or tel: "
                "with a full address, or # and a section's name",
            )
        elif is_formed[0].lower().startswith("tel:") and not _DIALLED.fullmatch(target):
            told = "cannot be dialled as it stands; write the number in digits alone, as in tel:+442079460000"
            self.problems.add(place.line, f"`{unquote(target)}` {told}")
        elif promise := broken_promise(words, target):
            told = f"the words say `{promise}`, but the link leads to `{target}`; write the same in both brackets"
            self.problems.add(place.line, told)
        if words.isdecimal() and "label" in node.meta:
            told = (
                f"[{words}] would be printed as {words}, a link; write [^{words}] for a note, or [@id] for a reference"
            )
            self.problems.add(place.line, told)
        if not words.strip():
            self.problems.add(place.line, f"the link to `{target}` has no words; put them into the square brackets")
        if node.attrs.get("title"):
            self.problems.add(place.line, "a link's title is not shown on paper; put its words into the text")
        return Link(target, children)

    def _citation(self, meta: Mapping[str, Any], place: "_Place") -> Iterator[Inline]:
        for name in meta["ids"]:
            if name not in self.references:
                self.problems.add(
                    place.line,
                    f"there is no reference `{name}`; "
                    f"{nearest(name, self.references, 'add it to `references` in the front matter')}",
                )
        numbers = tuple(self.references[name] for name in meta["ids"] if name in self.references)
        if numbers:
            yield Citation(numbers)


def _is_glued(strong: SyntaxTreeNode) -> bool:
    """Return whether a word follows bold words without a space; `**two tablet**s` and `**F**ace` are meant."""
    after, last = strong.next_sibling, strong.children[-1]
    behind = after.content[:2] if after and after.type == "text" else ""
    return (
        len(behind) > 1
        and behind.isalpha()
        and last.type == "text"
        and " " in last.content
        and last.content[-1].isalnum()
    )


@dataclass(slots=True)
class _Place:
    line: int
    plain: bool
    tags: set[str] = field(default_factory=set)


def _joined(inlines: Iterator[Inline]) -> Iterator[Inline]:
    """Join neighbouring texts."""
    text = ""
    for inline in inlines:
        if isinstance(inline, Text):
            text += inline.text
            continue
        if text:
            yield Text(text)
        text = ""
        yield inline
    if text:
        yield Text(text)
