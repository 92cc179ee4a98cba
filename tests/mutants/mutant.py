"""A mutant: one fault, put in on purpose, and the findings that verification must make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from unittest.mock import patch

from press.model import EDITIONS, Edition
from press.model.article import Article
from press.pipeline.houses import House, read_house
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source
from press.verify import Code, Finding
from press.writers import Templates, writer
from press.writers.cover import draw_cover

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

MARKUP = ("html", "epub", "a4")
TEXTS = ("text", "portal")
EVERY = ("html", "epub", "text", "a4")


class Area(StrEnum):
    """Where the fault is."""

    TEMPLATE = "template"
    STYLE = "style sheet"
    READER = "reader"
    WRITER = "writer"
    FILE = "finished file"
    PUBLISHED = "published file"


class Bench:
    """What every mutant starts from, made once: the templates, two articles and their undamaged editions."""

    def __init__(self) -> None:
        self._files: dict[tuple[str, str], bytes] = {}
        self.shelf: Path | None = None

    @cached_property
    def house(self) -> House:
        """The real templates with a clinic that has everything a clinic can have, on a day when every review is overdue."""
        return read_house(ROOT / "templates", HERE / "clinic.toml", date(2099, 1, 1))

    @cached_property
    def templates(self) -> Templates:
        return Templates(self.house.templates)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The articles to damage: `article` has every block, `long` a table that breaks over a page."""
        images = {name: (HERE / name).read_bytes() for name in ("ring.svg", "squares.png")}
        rows = "\n".join(f"| Week {n} | {10 * n} minutes | A note on the week {n} |" for n in range(2, 61))
        texts = {
            "article": (HERE / "article.md").read_text("utf-8"),
            "long": (HERE / "long.md").read_text("utf-8").replace("@ROWS@", rows),
        }
        return {name: Source(name, "", f"{name}.md", text.encode(), images) for name, text in texts.items()}

    @cached_property
    def prepared(self) -> Mapping[str, Prepared]:
        return {name: prepare([source], self.house)[0] for name, source in self.sources.items()}

    @cached_property
    def cover(self) -> bytes:
        """The one cover that every book has here: to draw it is most of the work of a book, and no mutant is about it."""
        return draw_cover(self.prepared["article"].sheet, self.templates)

    def write(self, prepared: Prepared, edition: Edition, templates: Templates) -> bytes:
        with patch("press.writers.epub.draw_cover", lambda *_: self.cover):
            return writer(edition.format)(prepared.sheet, edition, templates)

    def file(self, article: str, edition: Edition) -> bytes:
        """Return an article's undamaged edition."""
        key = article, edition.name
        if key not in self._files:
            self._files[key] = self.write(self.prepared[article], edition, self.templates)
        return self._files[key]


Damage = Callable[[Bench, str, Edition], bytes | tuple[Finding, ...]]
"""Takes the bench, an article's name and an edition; returns the damaged file, or what was found where that was done."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault.

    `expected` has the editions that it damages, each with the codes that must be among its findings.
    """

    name: str
    area: Area
    expected: Mapping[str, frozenset[Code]]
    damage: Damage
    article: str = "article"


def expect(editions: Sequence[str], *codes: Code) -> dict[str, frozenset[Code]]:
    """Return the same codes for each edition."""
    return dict.fromkeys(editions, frozenset(codes))


def with_contents(editions: Sequence[str], *codes: Code) -> dict[str, frozenset[Code]]:
    """Return the codes for each edition, for PDF with `contents`: its bookmarks are made from its headings."""
    return {e: frozenset({*codes, Code.CONTENTS} if EDITIONS[e].suffix.endswith(".pdf") else codes) for e in editions}


def replaced(text: str, old: str, new: str, *, count: int = 1) -> str:
    """Return a text with `old` replaced, which has to stand there `count` times."""
    if text.count(old) != count:
        raise ValueError(f"{old!r} stands there {text.count(old)} times, not {count}: the mutant no longer applies")
    return text.replace(old, new)


def template(
    name: str,
    file: str,
    old: str,
    new: str,
    expected: Mapping[str, frozenset[Code]],
    *,
    area: Area = Area.TEMPLATE,
    article: str = "article",
) -> Mutant:
    """Return a mutant of a file under templates/; with `old` empty, `new` is put at its end."""

    def damage(bench: Bench, of: str, edition: Edition) -> bytes:
        files = dict(bench.house.templates)
        text = files[file].decode()
        files[file] = (replaced(text, old, new) if old else text + new).encode()
        return bench.write(bench.prepared[of], edition, Templates(files))

    return Mutant(name, area, expected, damage, article)


def style(name: str, file: str, rules: str, expected: Mapping[str, frozenset[Code]]) -> Mutant:
    """Return a mutant of a style sheet that has further rules at its end."""
    return template(name, file, "", f"\n{rules}\n", expected, area=Area.STYLE)


def model(
    name: str,
    change: Callable[[Article], Article],
    expected: Mapping[str, frozenset[Code]],
    *,
    article: str = "article",
) -> Mutant:
    """Return a mutant of the reader: the article that it would give is changed."""

    def damage(bench: Bench, of: str, edition: Edition) -> bytes:
        made = bench.prepared[of]
        sheet = replace(made.sheet, article=change(made.sheet.article))
        return bench.write(replace(made, sheet=sheet), edition, bench.templates)

    return Mutant(name, Area.READER, expected, damage, article)


def finished(
    name: str, change: Callable[[bytes], bytes], expected: Mapping[str, frozenset[Code]], *, article: str = "article"
) -> Mutant:
    """Return a mutant of a finished file."""
    return Mutant(name, Area.FILE, expected, lambda bench, of, edition: change(bench.file(of, edition)), article)
