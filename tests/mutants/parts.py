"""Faults of reader and writers: an article that lost something, and functions that do not do their work."""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any
from unittest.mock import patch

from mutants.mutant import EVERY, MARKUP, TEXTS, Area, Bench, Mutant, expect, model

from press.model import Edition, blocks, inlines
from press.model.article import Article, Section
from press.model.inlines import Text
from press.pipeline.reading import prepare
from press.verify import Code
from press.writers import Templates

Expected = Mapping[str, frozenset[Code]]
ALL = (*EVERY, "portal")
NO_PDF = ("html", "epub", *TEXTS)
"""Where the fault comes to a file: the PDF's writer refuses links that lead nowhere, and anchors that stand twice."""


def mutants() -> Iterator[Mutant]:
    yield from _sections()
    yield from _blocks()
    yield from _texts()
    yield from _readers()
    yield from _writers()


# --- models ---


def _sections() -> Iterator[Mutant]:
    def among(change: Callable[[tuple[Section, ...]], tuple[Section, ...]]) -> Callable[[Article], Article]:
        return lambda article: replace(article, sections=change(article.sections))

    heading = {
        e: codes | {Code.CONTENTS} if e in {"epub", "a4"} else codes
        for e, codes in expect(ALL, Code.MISSING_HEADING).items()
    }
    yield model("last section dropped", among(lambda s: s[:-1]), heading)
    yield model("sections swapped", among(lambda s: (s[1], s[0], *s[2:])), expect(ALL, Code.ORDER))
    yield model("section twice", among(lambda s: (*s, s[-1])), expect(NO_PDF, Code.REPEATED))
    yield model(
        "section without its blocks", among(lambda s: (*s[:-1], replace(s[-1], blocks=()))), expect(ALL, Code.MISSING)
    )
    yield model("section demoted", among(lambda s: (*s[:-1], replace(s[-1], level=3))), expect(ALL, Code.HEADING_LEVEL))
    yield model(
        "section promoted",
        among(lambda s: (replace(s[0], sections=(replace(s[0].sections[0], level=2),)), *s[1:])),
        expect(ALL, Code.HEADING_LEVEL),
    )
    yield model(
        "subsections dropped", among(lambda s: (replace(s[0], sections=()), *s[1:])), expect(ALL, Code.MISSING_HEADING)
    )
    yield model(
        "headings exchanged",
        among(lambda s: (replace(s[0], title=s[1].title), replace(s[1], title=s[0].title), *s[2:])),
        expect(ALL, Code.ORDER),
    )
    yield model(
        "heading's words dropped",
        among(lambda s: (*s[:-1], replace(s[-1], title=(Text("Before"),)))),
        expect(ALL, Code.CHANGED),
    )
    yield model(
        "opening words dropped", lambda article: replace(article, blocks=article.blocks[1:]), expect(ALL, Code.MISSING)
    )
    yield model(
        "opening words put last", lambda article: replace(article, blocks=article.blocks[::-1]), expect(ALL, Code.ORDER)
    )
    yield model("note dropped", lambda article: replace(article, notes=()), expect(NO_PDF, Code.MISSING))
    yield model(
        "note cut short",
        lambda article: replace(article, notes=(replace(article.notes[0], blocks=article.notes[0].blocks[:1]),)),
        expect(ALL, Code.MISSING),
    )
    yield model(
        "reference dropped",
        lambda article: replace(article, meta=replace(article.meta, references=article.meta.references[:1])),
        expect(NO_PDF, Code.MISSING),
    )
    yield model(
        "references exchanged",
        lambda article: replace(article, meta=replace(article.meta, references=article.meta.references[::-1])),
        expect(ALL, Code.ORDER),
    )
    yield model(
        "author dropped",
        lambda article: replace(article, meta=replace(article.meta, authors=article.meta.authors[:1])),
        expect(ALL, Code.CHANGED),
    )
    yield model(
        "version lost",
        lambda article: replace(article, meta=replace(article.meta, version="3")),
        expect(ALL, Code.CHANGED),
    )
    yield model(
        "review dates exchanged",
        lambda article: replace(article, meta=replace(article.meta, reviewed=article.meta.next_review)),
        expect(ALL, Code.CHANGED),
    )
    yield model(
        "title in capitals",
        lambda article: replace(article, meta=replace(article.meta, title=article.meta.title.upper())),
        expect(ALL, Code.MISSING_HEADING),
    )
    yield model(
        "summary lost",
        lambda article: replace(article, meta=replace(article.meta, summary="")),
        expect(ALL, Code.MISSING),
    )


def mapped(node: Any, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - any node of the model
    """Return a node with everything in it changed, from the inside out."""
    if isinstance(node, tuple):
        return tuple(mapped(part, change) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        parts = {field.name: mapped(getattr(node, field.name), change) for field in fields(node)}
        return change(replace(node, **parts))
    return node


def _of(kind: type, change: Callable[[Any], Any]) -> Callable[[Article], Article]:
    """Return a change of every node of a kind."""

    def apply(article: Article) -> Article:
        made: Article = mapped(article, lambda node: change(node) if isinstance(node, kind) else node)
        return made

    return apply


def _blocks() -> Iterator[Mutant]:
    """Yield faults of every node of a kind, by its name in the model."""
    nodes = vars(blocks) | vars(inlines)
    changes: tuple[tuple[str, str, Callable[[Any], Any], Expected], ...] = (
        (
            "last items dropped",
            "BulletList",
            lambda n: replace(n, items=n.items[:-1] or n.items),
            expect(ALL, Code.MISSING),
        ),
        ("items swapped", "BulletList", lambda n: replace(n, items=n.items[::-1]), expect(ALL, Code.ORDER)),
        ("items twice", "BulletList", lambda n: replace(n, items=(*n.items, n.items[-1])), expect(ALL, Code.REPEATED)),
        ("numbers begin with 1", "OrderedList", lambda n: replace(n, start=1), expect(ALL, Code.MARK)),
        ("items' blocks dropped", "ListItem", lambda n: replace(n, blocks=n.blocks[:1]), expect(ALL, Code.MISSING)),
        ("ticks forgotten", "ListItem", lambda n: replace(n, checked=None), expect(ALL, Code.MARK)),
        (
            "ticks exchanged",
            "ListItem",
            lambda n: n if n.checked is None else replace(n, checked=not n.checked),
            expect(ALL, Code.MARK),
        ),
        ("last rows dropped", "Table", lambda n: replace(n, rows=n.rows[:-1]), expect(ALL, Code.MISSING)),
        ("rows swapped", "Table", lambda n: replace(n, rows=n.rows[::-1]), expect(ALL, Code.ORDER)),
        (
            "header lost to a row",
            "Table",
            lambda n: replace(n, header=n.rows[0], rows=n.rows[1:]),
            expect(ALL, Code.MISSING),
        ),
        (
            "cell emptied",
            "Table",
            lambda n: replace(n, rows=(*n.rows[:-1], (n.rows[-1][0], (), n.rows[-1][2]))),
            expect(ALL, Code.MISSING),
        ),
        ("captions lost", "Figure", lambda n: replace(n, caption=""), expect(ALL, Code.MISSING)),
        ("alternatives lost", "Figure", lambda n: replace(n, alternative="Picture"), expect(ALL, Code.MISSING)),
        (
            "lines of code lost",
            "CodeBlock",
            lambda n: replace(n, text=n.text.partition("\n")[0]),
            expect(ALL, Code.CHANGED),
        ),
        (
            "quotations' last block lost",
            "Quotation",
            lambda n: replace(n, blocks=n.blocks[:-1]),
            expect(ALL, Code.MISSING),
        ),
        ("meanings lost", "Definition", lambda n: replace(n, meanings=n.meanings[:1]), expect(ALL, Code.MISSING)),
        ("box of another kind", "Box", lambda n: replace(n, kind=blocks.BoxKind.NOTE), expect(ALL, Code.MISSING)),
        ("box emptied", "Box", lambda n: replace(n, blocks=()), expect(ALL, Code.MISSING)),
        ("questions lost", "Questions", lambda n: replace(n, questions=n.questions[:1]), expect(ALL, Code.MISSING)),
        ("questions' introduction lost", "Questions", lambda n: replace(n, blocks=()), expect(ALL, Code.MISSING)),
        ("lines to write on lost", "WritingSpace", lambda n: replace(n, lines=n.lines - 1), expect(TEXTS, Code.MARK)),
        ("prompt lost", "WritingSpace", lambda n: replace(n, prompt=""), expect(ALL, Code.MISSING)),
        ("crisis box's words lost", "CrisisBox", lambda n: replace(n, blocks=()), expect(ALL, Code.MISSING)),
        (
            "link's target lost its end",
            "Link",
            lambda n: replace(n, target=n.target[:-1]),
            expect(("html", "epub"), Code.LINK),
        ),
        (
            "links to the first section",
            "Link",
            lambda n: replace(n, target="#sleep-and-rest"),
            expect(MARKUP, Code.LINK),
        ),
        ("note's letter", "NoteCall", lambda n: replace(n, mark="b"), expect(TEXTS, Code.CHANGED)),
        ("citation's number", "Citation", lambda n: replace(n, numbers=n.numbers[:1]), expect(ALL, Code.CHANGED)),
        ("stress lost", "Emphasis", lambda n: replace(n, children=()), expect(ALL, Code.CHANGED)),
        ("code in another case", "Code", lambda n: replace(n, text=n.text.upper()), expect(ALL, Code.CHANGED)),
    )
    for name, kind, change, expected in changes:
        yield model(name, _of(nodes[kind], change), expected)


def _texts() -> Iterator[Mutant]:
    """Yield faults of every text."""
    changes: dict[str, tuple[Callable[[str], str], Expected]] = {
        "accents apart (NFD)": (lambda text: unicodedata.normalize("NFD", text), expect(EVERY, Code.CHANGED)),
        "accents lost": (lambda text: text.replace("é", "e"), expect(EVERY, Code.CHANGED)),
        "Hebrew reversed": (lambda text: text.replace("שלום", "םולש"), expect(ALL, Code.CHANGED)),
        "confusable letters": (
            lambda text: text.replace("medicine", "medісine"),
            expect(("html", "epub", "text"), Code.CHANGED),
        ),
        "digits of another script": (
            lambda text: text.replace("50 mg", "٥٠ mg"),
            expect(("html", "epub", "text"), Code.CHANGED),
        ),
        "last letters lost": (lambda text: text[:-1] or text, expect(ALL, Code.CHANGED)),
        "spaces lost": (lambda text: text.replace(" ", ""), expect(ALL, Code.CHANGED)),
        "small words lost": (lambda text: text.replace(" not ", " "), expect(ALL, Code.CHANGED)),
        "escaped twice": (lambda text: text.replace("'", "&#39;").replace("é", "&eacute;"), expect(ALL, Code.CHANGED)),
    }
    for name, (change, expected) in changes.items():
        yield model(f"texts: {name}", _of(Text, lambda n, change=change: replace(n, text=change(n.text))), expected)


# --- functions ---


def _patched(
    name: str, area: Area, target: str, make: Callable[[Any], Any], expected: Expected, *, article: str = "article"
) -> Mutant:
    """Return a mutant of a function, `module:function` or `module:Class.method`: `make` gives another for it."""
    module, _, path = target.partition(":")

    def damage(bench: Bench, of: str, edition: Edition) -> bytes:
        owner: Any = importlib.import_module(module)
        *classes, attribute = path.split(".")
        for part in classes:
            owner = getattr(owner, part)
        with patch.object(owner, attribute, make(getattr(owner, attribute))):
            made = bench.prepared[of] if area is Area.WRITER else prepare([bench.sources[of]], bench.house)[0]
            return bench.write(made, edition, Templates(bench.house.templates))

    return Mutant(f"{name} ({path})", area, expected, damage, article)


def _readers() -> Iterator[Mutant]:
    body, inlines = "press.reader.body:BodyReader", "press.reader.inlines:InlineReader"

    def dropping(kind: str) -> Callable[[Any], Any]:
        return lambda f: lambda self, node: iter(()) if node.type == kind else f(self, node)

    heading = expect(("html", "text", "portal"), Code.MISSING_HEADING) | expect(
        ("epub", "a4"), Code.MISSING_HEADING, Code.CONTENTS
    )
    for kind in ("bullet_list", "ordered_list", "dl", "blockquote", "fence", "table", "box"):
        yield _patched(
            f"every {kind} dropped", Area.READER, f"{body}._block", dropping(kind), expect(ALL, Code.MISSING)
        )
    yield _patched(
        "last section dropped",
        Area.READER,
        f"{body}._sections",
        lambda f: lambda self, nodes: f(self, nodes)[:-1],
        heading,
    )
    yield _patched(
        "notes dropped",
        Area.READER,
        f"{body}.read",
        lambda f: lambda *a: (*f(*a)[:2], ()),
        expect(NO_PDF, Code.MISSING),
    )
    yield _patched("one text dropped", Area.READER, f"{inlines}._one", _without_codes, expect(ALL, Code.CHANGED))
    yield _patched(
        "last items dropped",
        Area.READER,
        f"{body}._items",
        lambda f: lambda self, node: f(self, node)[:-1] or f(self, node),
        expect(ALL, Code.MISSING),
    )
    yield _patched(
        "texts not joined but the first",
        Area.READER,
        "press.reader.inlines:_joined",
        lambda f: lambda parts: list(f(parts))[:1],
        expect(ALL, Code.CHANGED),
    )
    yield _patched(
        "levels not nested",
        Area.READER,
        "press.reader.body:_nest",
        lambda _: lambda flat: tuple(replace(s, level=2) for s in flat),
        expect(ALL, Code.HEADING_LEVEL),
    )
    yield _patched(
        "clinic's contacts not read",
        Area.READER,
        "press.pipeline.reading:read_clinic",
        lambda f: lambda *a, **k: replace(f(*a, **k), phone=""),
        expect(ALL, Code.MISSING),
    )
    yield _patched(
        "crisis lines of another region",
        Area.READER,
        "press.pipeline.reading:read_clinic",
        lambda f: lambda *a, **k: replace(f(*a, **k), crisis=f(*a, **k).crisis[:1]),
        expect(ALL, Code.MISSING),
    )


def _without_codes(function: Any) -> Any:  # noqa: ANN401 - a method
    return lambda self, node, place: iter(()) if node.type == "code_inline" else function(self, node, place)


def _writers() -> Iterator[Mutant]:
    text, epub, names = "press.writers.text", "press.writers.epub", "press.writers.environment"
    yield _patched(
        "last words of wrapped lines lost",
        Area.WRITER,
        f"{text}:_wrapped",
        lambda f: lambda *a, **k: [line.rpartition(" ")[0] if len(line) > 60 else line for line in f(*a, **k)],
        expect(TEXTS, Code.CHANGED),
    )
    yield _patched(
        "wrapped lines lost",
        Area.WRITER,
        f"{text}:_wrapped",
        lambda f: lambda *a, **k: f(*a, **k)[:1],
        expect(["text"], Code.CHANGED),
    )
    yield _patched(
        "continuation as an item",
        Area.WRITER,
        f"{text}:_wrapped",
        lambda f: lambda *a, **k: f(*a, **k)[:1] + ["- " + line for line in f(*a, **k)[1:]],
        expect(["text"], Code.CHANGED),
    )
    yield _patched("last block lost", Area.WRITER, f"{text}:_blocks", _last_block_lost, expect(TEXTS, Code.MISSING))
    yield _patched(
        "nothing indented",
        Area.WRITER,
        f"{text}:_within",
        lambda f: lambda text, prefix: f(text, ""),
        expect(TEXTS, Code.DEPTH),
    )
    yield _patched(
        "ASCII with question marks",
        Area.WRITER,
        f"{text}:to_ascii",
        lambda _: lambda text, _lang: text.encode("ascii", "replace").decode(),
        expect(["portal"], Code.CHANGED),
    )
    yield _patched(
        "ASCII with what is not dropped",
        Area.WRITER,
        f"{text}:to_ascii",
        lambda _: lambda text, _lang: text.encode("ascii", "ignore").decode(),
        expect(["portal"], Code.CHANGED),
    )
    yield _patched(
        "NCX without subsections",
        Area.WRITER,
        f"{epub}:_Book._entries",
        lambda f: lambda self, sections: f(self, tuple(replace(s, sections=()) for s in sections)),
        expect(["epub"], Code.CONTENTS),
    )
    yield _patched(
        "NCX without the last section",
        Area.WRITER,
        f"{epub}:_Book._entries",
        lambda f: lambda self, sections: f(self, sections[:-1]),
        expect(["epub"], Code.CONTENTS),
    )
    yield _patched(
        "archive without its last file",
        Area.WRITER,
        f"{epub}:_archive",
        lambda f: lambda files: f(dict(list(files.items())[:-1])),
        expect(["epub"], Code.UNREADABLE),
    )
    yield _patched(
        "pictures left out",
        Area.WRITER,
        f"{epub}:_Book._item",
        lambda f: lambda self, uid, *a: None if uid.startswith("picture") else f(self, uid, *a),
        expect(["epub"], Code.UNREADABLE),
    )
    yield _patched("last node of many lost", Area.WRITER, f"{names}:_markup", _last_lost, expect(ALL, Code.CHANGED))
    yield _patched(
        "addresses not printed",
        Area.WRITER,
        f"{names}:address_after",
        lambda _: lambda target, words: "",
        expect((*TEXTS, "a4"), Code.CHANGED),
    )
    yield _patched(
        "dates as numbers",
        Area.WRITER,
        f"{names}:long_date",
        lambda _: lambda value, lang: value.isoformat(),
        expect(ALL, Code.CHANGED),
    )
    yield _patched(
        "telephone numbers cut",
        Area.WRITER,
        "press.writers.addresses:_dialled",
        lambda f: lambda number, place: f(number, place)[:-1],
        expect(("html", "epub"), Code.LINK),
    )


def _last_block_lost(function: Any) -> Any:  # noqa: ANN401 - a filter
    """Return the filter `blocks` without the last of several."""

    def blocks(context: Any, blocks: Any) -> str:  # noqa: ANN401
        made: str = function(context, blocks[:-1] or blocks)
        return made

    return pass_through(function, blocks)


def _last_lost(function: Any) -> Any:  # noqa: ANN401 - a filter
    """Return the filter `markup` without the last of three or more nodes."""

    def markup(context: Any, value: Any) -> str:  # noqa: ANN401
        shortened = value[:-1] if isinstance(value, tuple) and len(value) > 2 else value
        made: str = function(context, shortened)
        return made

    return pass_through(function, markup)


def pass_through(function: Any, other: Any) -> Any:  # noqa: ANN401 - filters
    """Return `other` with the marks that Jinja puts on a filter."""
    other.__dict__.update(function.__dict__)
    return other
