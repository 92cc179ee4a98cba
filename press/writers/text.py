"""Plain text: the edition `text`, wrapped at 72, and `portal`, unwrapped and in ASCII.

The templates under `templates/text/` give every line its form. A line that flows is handed on as its mark, the
further indent of its continuation lines and its words, between separators that no text can hold; only when
the whole sheet stands is it wrapped, since no inner template knows how far the outer ones will indent it.

So that a line says by itself what it is, and reading back needs no guess:

- a line of text whose own words begin as a mark would (`#`, `-`, `1.`, `[a]`, `>`...) stands one column further
  right; every other indent is an even number of columns;
- no continuation line begins with such words: the line before it keeps a word more or ends one earlier, also where
  the author of the article ends it, as in an address;
- code is set apart by one more empty line before it, and its own empty lines keep its indent.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import pass_context
from jinja2.runtime import Context

from press.ascii import to_ascii
from press.languages import long_date, runs_right_to_left
from press.model import Edition
from press.model.blocks import Block, BulletList, OrderedList, Paragraph
from press.writers.environment import Templates
from press.writers.sheet import Sheet
from press.writers.unbroken import in_one, in_order, replaced, tied

WIDTH = 72
"""Columns of the wrapped edition: a quotation of it in an e-mail still fits 78."""

NARROWEST = 24
"""Columns that a line has for its words, however deep it stands."""

_FLOW = "\x1f"
"""Parts a flowing line into mark, further indent and words."""

_CODE = "\x1e"
"""Parts a line of code from what stands before it."""

_BREAK = "\x1d"
"""Ends a line where the author of the article does (`LineBreak.j2`); white space to all that looks for some."""

_GLUE = "\x1f"
"""Stands, while a line is wrapped, for a space at which it must not end."""

_MARK = rf"(?:#{{1,6}}|-|>|[0-9]+\.|\[[ x]\]|\[(?:[a-z]{{1,3}}|[0-9]+)\]|_{{3,}}|\*\*|\* \* \*)(?=[ {_BREAK}{_GLUE}]|$)"
_BEGINS_AS_MARK = re.compile(_MARK)
_SPACE_BEFORE_MARK = re.compile(f" (?={_MARK})")
_BREAK_BEFORE_MARK = re.compile(f"{_BREAK}(?={_MARK})")
_SPACE = re.compile(r"[^\S\u00a0\u2007\u202f]+")


def write(sheet: Sheet, edition: Edition, templates: Templates) -> bytes:
    """Return the edition's file: UTF-8 or ASCII, line ends LF. Raises RenderError where a template fails."""
    environment = templates.environment(plain=True)
    environment.filters |= {"blocks": _blocks, "code_lines": _code_lines, "line": _line, "within": _within}
    environment.tests |= {"compact": _is_compact}
    portal = edition.name == "portal"
    laid_out = templates.render("text/sheet.txt.j2", plain=True, sheet=sheet, edition=edition, ascii_only=portal)
    lines = _settled(laid_out.split("\n"), None if portal else _Kept.of(sheet))
    return ("\n".join(lines).strip("\n") + "\n").encode()


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a wrapped line does not end in: the sheet's dates, and by its `labels` doses and numbers to call.

    By its `lang` it does not end before a sign either.
    """

    lang: str
    labels: Mapping[str, str]
    dates: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Sheet) -> "_Kept":
        meta = sheet.article.meta
        days = {meta.reviewed, meta.next_review, *(line.checked for line in sheet.clinic.crisis)}
        return cls(meta.lang, sheet.labels, tuple(long_date(day, meta.lang) for day in sorted(days)))

    def glued(self, words: str) -> str:
        """Return words with the spaces glued that hold such a thing together."""
        words = tied(words, self.lang, _GLUE)
        for date in self.dates:
            words = words.replace(date, _glued(date))
        # A space would part a number's groups where they stand among words that run right to left.
        return replaced(words, self.labels, _glued, in_one if runs_right_to_left(words) else _glued)


def _glued(words: str) -> str:
    return words.replace(" ", _GLUE)


def _settled(lines: list[str], kept: _Kept | None) -> Iterator[str]:
    """Yield the finished lines: flowing ones wrapped, one empty line at most between, two before code."""
    in_code, empty = False, True
    for line in lines:
        before, is_code, words = line.partition(_CODE)
        if is_code:
            yield from [""] * (not in_code)
            yield before + words.rstrip()
        elif _FLOW in line:
            yield from _wrapped(*line.split(_FLOW, 2), kept=kept)
        elif line or not empty:
            yield line
        in_code, empty = bool(is_code), not line


def _wrapped(mark: str, hang: str, words: str, *, kept: _Kept | None) -> list[str]:
    """Return a line's words after its mark, broken at spaces so that they fit; longer words stand alone.

    Without `kept` they are broken only where the author does. Continuation lines stand under the words, `hang` further
    to the right, behind the quotation's `>`.
    """
    under = re.sub("[^>]", " ", mark) + hang
    lines: list[str] = []
    for part in words.split(_BREAK):
        before = under if lines else mark + " " * part.startswith(" ")
        said = part.lstrip(" ")
        if kept is None or not said:
            lines.append(f"{before}{said}".rstrip())
            continue
        lines += textwrap.wrap(
            _SPACE_BEFORE_MARK.sub(_GLUE, kept.glued(said)),
            max(WIDTH, len(under) + NARROWEST),
            initial_indent=before,
            subsequent_indent=under,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return [line.replace(_GLUE, " ") for line in lines]


@pass_context
def _line(context: Context, text: str, mark: str = "", *, hang: int = 0, empty: str = "") -> str:
    """Return a flowing line: `text` behind `mark`, or `empty` where it has no words; nothing where that is empty too.

    `hang` is how many columns further to the right than the words the continuation lines stand.
    """
    said = _said(context, text) if context["ascii_only"] else text
    parts = (_SPACE.sub(" ", part).strip() for part in said.split(_BREAK))
    words = _BREAK_BEFORE_MARK.sub(" ", _BREAK.join(filter(None, parts))) or empty
    if not words and not mark.strip():
        return ""
    if not mark.strip() and _BEGINS_AS_MARK.match(words):
        words = f" {words}"
    return _FLOW.join([mark, " " * hang, words])


@pass_context
def _code_lines(context: Context, text: str) -> str:
    """Return the lines of a code block, each as it is, behind an indent of 4."""
    code = _said(context, text) if context["ascii_only"] else in_order(text)
    return "\n".join(f"    {_CODE}{line.expandtabs(4)}" for line in code.splitlines())


def _said(context: Context, text: str) -> str:
    return to_ascii(text, context["sheet"].article.meta.lang)


@pass_context
def _blocks(context: Context, blocks: tuple[Block, ...]) -> str:
    """Return blocks one after the other, an empty line between two."""
    markup = context.environment.filters["markup"]
    rendered = (markup(context, block).strip("\n") for block in blocks)
    return "\n\n".join(block for block in rendered if block)


def _within(text: str, prefix: str) -> str:
    """Return lines with `prefix` before each that is not empty."""
    return "\n".join(prefix + line if line else "" for line in text.strip("\n").split("\n"))


def _is_compact(block: Block) -> bool:
    """Return whether a list needs no empty lines: a tight one of paragraphs and of lists that need none."""
    return (
        isinstance(block, BulletList | OrderedList)
        and block.tight
        and all(
            isinstance(item.blocks[0], Paragraph) and all(map(_is_compact, item.blocks[1:])) for item in block.items
        )
    )
