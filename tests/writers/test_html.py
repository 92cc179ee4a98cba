"""The web page: every kind of node, well-formed and escaped, with nothing fetched and nothing that runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from press.errors import RenderError
from press.model import EDITIONS
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
from press.model.clinic import Clinic, CrisisLine
from press.model.inlines import Citation, Code, Emphasis, Inline, LineBreak, Link, NoteCall, Strong, Text
from press.pipeline.houses import House
from press.pipeline.reading import Prepared
from press.writers import Sheet, Templates
from press.writers.html import write

if TYPE_CHECKING:
    from collections.abc import Mapping

HTML = EDITIONS["html"]
DAY = date(2026, 1, 31)
ODD = """<b> & "double" 'single' ]]> --> {{ x }}"""
NODES = {"BulletList"} | {kind.__name__ for union in (Block, Inline) for kind in union.__args__}


def words(*children: str | Inline) -> tuple[Inline, ...]:
    return tuple(Text(child) if isinstance(child, str) else child for child in children)


def paragraph(*children: str | Inline) -> Paragraph:
    return Paragraph(words(*children))


def blocks(text: str) -> tuple[Block, ...]:
    """Return every kind of block and inline, with `text` wherever there is a place for words."""
    inlines = words(
        text, Emphasis(words(text)), Strong(words(text)), Code(text), LineBreak(), NoteCall("a"), Citation((1, 2))
    )
    item = ListItem((paragraph(text), BulletList((ListItem((paragraph(text),)),))))
    return (
        paragraph(*inlines, Link(f"https://example.org/?q={text}", words(text)), Link("#x", words(text))),
        BulletList((item, item), tight=False),
        BulletList((replace(item, checked=True), replace(item, checked=False), item)),
        OrderedList((item, item), start=3),
        DefinitionList((Definition(words(text), ((paragraph(text), paragraph(text)), (paragraph(text),))),)),
        Quotation((paragraph(text),)),
        CodeBlock(f"{text}\n  {text}", text),
        Table((words(text), words()), ((words(text), words()),), (Align.RIGHT, Align.NONE)),
        Figure("a.png", text, text),
        Separator(),
        Box(BoxKind.KEY_POINTS, (paragraph(text),)),
        Box(BoxKind.NOTE, (paragraph(text),)),
        Box(BoxKind.WARNING, (paragraph(text),)),
        Questions((words(text), words(text)), (paragraph(text),)),
        WritingSpace(4, text),
        WritingSpace(1),
        CrisisBox((paragraph(text),)),
    )


def sheet_of(text: str, labels: Mapping[str, str]) -> Sheet:
    """Return a sheet with every kind of node, and with `text` in every place."""
    meta = Meta(
        title=text,
        summary=text,
        category=text,
        lang="en",
        version=text,
        reviewed=DAY,
        next_review=DAY,
        authors=(Person(text, text), Person(text)),
        publisher=text,
        audience=text,
        reviewers=(Person(text),),
        conflicts=text,
        references=(Reference("a", 1, text, doi="10.1/a"), Reference("b", 2, text)),
        keywords=(text,),
        status=Status.DRAFT,
    )
    deeper = Section(3, words(text), "y", blocks(text))
    article = Article(
        "x",
        meta,
        blocks(text),
        (Section(2, words(text), "x", (), (deeper,)),),
        (Note("a", (paragraph(text),)),),
        {"a.png": b"!"},
    )
    crisis = (
        CrisisLine(text, DAY, phone=f"+1 2 {text}", text=f"{text} 3", web="https://example.org/", hours=text),
        CrisisLine(text, DAY),
    )
    clinic = Clinic(
        crisis,
        name=text,
        logo="a.svg",
        logo_data=b"<svg/>",
        logo_alt=f"{text} in a picture",
        address=text,
        phone="+1 (2) 3",
        email=text,
        web=f"https://example.org/{text}",
        hours=text,
        accent="#7a2e5d",
        other_formats=text,
        feedback=text,
        note=text,
    )
    return Sheet(article, clinic, labels, "0123abcd", overdue=True, address=f"https://example.org/{text}.html")


@pytest.fixture(scope="module")
def odd(house: House) -> Sheet:
    return sheet_of(ODD, house.labels("en"))


@pytest.fixture(scope="module")
def page(odd: Sheet, templates: Templates) -> ET.Element:
    return ET.fromstring(write(odd, HTML, templates))  # noqa: S314 - our own page


def of_class(page: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in page.iter() if name in element.get("class", "").split()]


def text_in(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_every_kind_of_node_has_a_template(templates: Templates) -> None:
    assert {f"markup/{kind}.j2" for kind in NODES} <= set(templates.files)


def test_hostile_words_come_out_as_words(odd: Sheet, page: ET.Element, templates: Templates) -> None:
    plain = ET.fromstring(write(sheet_of("xyzzy", dict(odd.labels)), HTML, templates))  # noqa: S314 - our own page

    def shape(element: ET.Element) -> list[tuple[str, str]]:
        return [(part.tag, part.get("class", "")) for part in element.iter()]

    as_words = "".join(plain.itertext()).replace("xyzzy", ODD)
    assert [tag for tag, _ in shape(page)] == [tag for tag, _ in shape(plain)]
    assert "".join(page.itertext()).split() == as_words.split()


def test_the_pieces_stand_in_their_order(page: ET.Element, odd: Sheet) -> None:
    main = page.find(".//main")
    assert main is not None
    marks = [part.get("class", "").split()[0] for part in main.iter() if part.get("class", "").split()[:1]]
    wanted = [
        "logo",
        "practice",
        "category",
        "draft",
        "overdue",
        "audience",
        "summary",
        "crisis",
        "notes",
        "references",
        "about",
        "clinic",
    ]
    assert [mark for mark in dict.fromkeys(marks) if mark in wanted] == wanted
    assert text_in(of_class(page, "about")[0]).endswith(
        f"Content fingerprint: 0123abcd {odd.labels['disclaimer']} {ODD} {ODD} "
        f"Read it online: https://example.org/{ODD}.html"
    )
    assert odd.labels["about"] in text_in(of_class(page, "about")[0])


def test_a_crisis_box_stands_in_every_page(odd: Sheet, page: ET.Element, templates: Templates) -> None:
    assert len(of_class(page, "crisis")) == 2  # where the article wants them
    bare = replace(odd, article=replace(odd.article, blocks=(), sections=()))
    (box,) = of_class(ET.fromstring(write(bare, HTML, templates)), "crisis")  # noqa: S314 - our own page
    assert [link.get("href") for link in box.iter("a")] == ["tel:+12", "sms:3", "https://example.org/"]
    assert "January 31, 2026" in text_in(box)


def test_lists(page: ET.Element) -> None:
    body = page.find(".//main")
    assert body is not None
    marked = [[text_in(mark) for mark in of_class(part, "mark")] for part in body.findall("ul")]
    assert marked == [[], ["☑", "☐", "•"]]
    ordered = body.find("ol")
    assert ordered is not None
    assert (ordered.get("start"), ordered.get("style")) == ("3", "counter-reset: list-item 2")


def test_places_to_write_have_a_line_each_and_a_name(page: ET.Element) -> None:
    spaces = of_class(page, "lines")[:4]
    assert [(space.get("aria-label"), len(list(space))) for space in spaces] == [
        ("Line to write on", 1),
        ("Line to write on", 1),
        ("Space to write, number of lines: 4", 4),
        ("Space to write, number of lines: 1", 1),
    ]
    heights = [float(space.get("height", "").removesuffix("mm")) / len(list(space)) for space in spaces]
    assert min(heights) >= 8  # room for handwriting


def test_names_point_at_what_is_there(page: ET.Element) -> None:
    ids = [part.get("id") for part in page.iter() if part.get("id")]
    # The same section stands twice in no article; here its blocks do, under one heading each.
    assert len(ids) == len(set(ids))
    targets = {part.get("href", "")[1:] for part in page.iter("a") if part.get("href", "").startswith("#")}
    named = {part.get("aria-labelledby") for part in page.iter() if part.get("aria-labelledby")}
    assert targets | named <= set(ids)


def test_the_file_needs_nothing_else_and_runs_nothing(odd: Sheet, templates: Templates) -> None:
    text = write(odd, HTML, templates).decode()
    fetched = re.findall(r"""(?:src="|url\("?)([^")]{0,20})""", text)
    assert {address.partition(";")[0] for address in fetched} == {
        "data:font/woff2",
        "data:image/png",
        "data:image/svg+xml",
    }
    assert "<script" not in text
    assert not re.search(r"\son\w+=", text)
    assert "@import" not in text
    assert text.index('<meta charset="utf-8"/>') < 200


def test_language_and_direction(odd: Sheet, templates: Templates) -> None:
    hebrew = replace(odd, article=replace(odd.article, meta=replace(odd.article.meta, lang="he")))
    page = ET.fromstring(write(hebrew, HTML, templates))  # noqa: S314 - our own page
    assert (page.get("lang"), page.get("dir")) == ("he", "rtl")


def test_an_unknown_node_is_an_error(odd: Sheet, templates: Templates) -> None:
    class Riddle:
        pass

    strange = replace(odd, article=replace(odd.article, blocks=(Riddle(),)))  # type: ignore[arg-type]
    with pytest.raises(RenderError, match=r"markup/Riddle\.j2"):
        write(strange, HTML, templates)


@pytest.mark.parametrize("label", ["audience", "crisis", "key-points", "question_line", "references", "skip"])
def test_a_label_that_is_not_there_is_an_error(label: str, odd: Sheet, templates: Templates) -> None:
    labels = {name: words for name, words in odd.labels.items() if name != label}
    with pytest.raises(RenderError):
        write(replace(odd, labels=labels), HTML, templates)


@pytest.mark.parametrize("wrong", ["{nobody}", "{", "{0}", "{people.age}"])
def test_a_label_that_cannot_be_filled_in_is_an_error(wrong: str, odd: Sheet, templates: Templates) -> None:
    with pytest.raises(RenderError):
        write(replace(odd, labels={**odd.labels, "authors": wrong}), HTML, templates)


def test_a_picture_of_an_unknown_kind_is_an_error(odd: Sheet, templates: Templates) -> None:
    article = replace(odd.article, blocks=(Figure("a.tiff", "A", ""),), images={"a.tiff": b""})
    with pytest.raises(RenderError, match=r"a\.tiff"):
        write(replace(odd, article=article), HTML, templates)


ELSEWHERE = """
import sys
from hashlib import sha256
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from press.model import EDITIONS
from press.pipeline.houses import read_house
from press.pipeline.sources import read_sources
from press.pipeline.reading import prepare
from press.writers import Templates, writer
root, edition = Path(sys.argv[1]), EDITIONS[sys.argv[2]]
house = read_house(root / "templates", None)
(made,) = prepare(read_sources(root / "tests" / "cases", ["kitchen-sink"], ()), house)
print(sha256(writer(edition.format)(made.sheet, edition, Templates(house.templates))).hexdigest())
"""


def hash_elsewhere(root: Path, edition: str, folder: Path, seed: str) -> str:
    """Return the hash of the kitchen sink's edition as another process writes it, in another zone and folder."""
    settings = {**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": seed, "LC_ALL": "C"}
    command = [sys.executable, "-c", ELSEWHERE, str(root), edition]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder, env=settings).stdout.strip()


def test_same_bytes_in_another_process(
    kitchen_sink: Prepared, templates: Templates, root: Path, tmp_path: Path
) -> None:
    first = write(kitchen_sink.sheet, HTML, templates)
    assert write(kitchen_sink.sheet, HTML, Templates(templates.files)) == first
    assert hash_elsewhere(root, "html", tmp_path, "7") == sha256(first).hexdigest()
