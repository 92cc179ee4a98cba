"""What stands inside a line of text."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters; soft line ends of the source are single spaces here."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words (`*so*`); set in bold, since clear print forbids italics."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Strong:
    """Important words (`**so**`)."""

    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language than those around them; `lang` is its BCP 47 tag."""

    lang: str
    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Code:
    """Words to be taken letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link: `target` is an http, https, mailto or tel address, or `#` and the id of a section."""

    target: str
    children: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line end that the writer of the article asked for."""


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The call of a footnote; `mark` is its letter (a, b, ... z, aa), shown as `[a]` in every edition."""

    mark: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A call of references of the front matter, by their numbers from 1; shown as `[1, 3]`."""

    numbers: tuple[int, ...]


Inline = Text | Emphasis | Strong | Foreign | Code | Link | LineBreak | NoteCall | Citation


def plain_text(inlines: Sequence[Inline]) -> str:
    """Return the words of inlines, without the calls of notes and references."""
    words = []
    for inline in inlines:
        match inline:
            case Text(text) | Code(text):
                words.append(text)
            case Emphasis(children) | Strong(children) | Foreign(_, children) | Link(_, children):
                words.append(plain_text(children))
            case LineBreak():
                words.append(" ")
            case NoteCall() | Citation():
                pass
    return "".join(words)
