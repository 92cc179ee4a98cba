"""The ebook: the archive, the package, both contents lists, the cover, and the same bytes wherever it is made."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile
from zlib import compress, crc32

import pypdfium2
import pytest

from press.errors import RenderError
from press.model import EDITIONS
from press.model.article import Meta, Person, Section
from press.model.blocks import Figure, Paragraph
from press.model.inlines import Code, Emphasis, Text
from press.pipeline.reading import Prepared
from press.verify import verify
from press.writers import Sheet, Templates, exchange, pdf
from press.writers.epub import write

A4, EPUB = EDITIONS["a4"], EDITIONS["epub"]
ODD = """<b> & "double" 'single' ]]> --> {{ x }}"""
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "html": "http://www.w3.org/1999/xhtml",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "opf": "http://www.idpf.org/2007/opf",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CONTENTS = [
    (1, "text/handout.xhtml#label.title", ODD),
    (2, "text/handout.xhtml#one", f"{ODD} stressed"),
    (3, "text/handout.xhtml#two", ODD),
    (2, "text/handout.xhtml#three", "Three"),
]

Outline = list[tuple[int, str, str]]


@pytest.fixture(scope="module")
def sheet(kitchen_sink: Prepared) -> Sheet:
    """Give the kitchen sink under other headings, with odd words wherever a package has a place for them."""
    text = (Paragraph((Text("Words."),)),)
    sections = (
        Section(
            2,
            (Code(ODD), Text(" "), Emphasis((Text("stressed"),))),
            "one",
            text,
            (Section(3, (Text(ODD),), "two", text),),
        ),
        Section(2, (Text("Three"),), "three", text),
    )
    made = kitchen_sink.sheet
    meta = replace(
        made.article.meta,
        title=ODD, summary=ODD, category=ODD, keywords=(ODD,), publisher=ODD, audience=ODD, version="3",
        authors=(Person("Ann"), Person(ODD)), reviewers=(Person("Cy", "MD"),), reviewed=date(2026, 1, 31),
    )  # fmt: skip
    return replace(made, article=replace(made.article, slug="odd", meta=meta, sections=sections))


@pytest.fixture(scope="module")
def book(sheet: Sheet, templates: Templates) -> ZipFile:
    return ZipFile(BytesIO(write(sheet, EPUB, templates)))


def tree(book: ZipFile, name: str) -> ET.Element:
    return ET.fromstring(book.read(name))  # noqa: S314 - our own file


def texts(element: ET.Element, path: str) -> list[str]:
    return ["".join(found.itertext()) for found in element.iterfind(path, NAMES)]


TEXTS = {".css", ".ncx", ".opf", ".svg", ".xhtml", ".xml"}


def test_the_archive_depends_on_the_files_alone(book: ZipFile) -> None:
    first, *rest = book.infolist()
    names = [entry.filename for entry in rest]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert book.read("mimetype") == b"application/epub+zip"
    assert names == sorted(names)
    assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr >> 16) for entry in book.infolist()} == {(3, 0o100644)}
    stored = {entry.filename.rpartition(".")[2] for entry in rest if entry.compress_type == ZIP_STORED}
    assert stored == {"png", "woff2"}
    assert {entry.compress_type for entry in rest if "." + entry.filename.rpartition(".")[2] in TEXTS} == {ZIP_DEFLATED}


def test_every_file_is_in_the_package_and_well_formed(book: ZipFile) -> None:
    package = tree(book, "EPUB/content.opf")
    listed = {item.get("href") for item in package.iterfind(".//opf:item", NAMES)}
    held = {name.removeprefix("EPUB/") for name in book.namelist() if name.startswith("EPUB/")}
    assert listed == held - {"content.opf"}
    for name in book.namelist():
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
            tree(book, name)


def test_the_package_says_what_the_front_matter_says(book: ZipFile) -> None:
    package = tree(book, "EPUB/content.opf")
    said = {
        name: texts(package, f".//dc:{name}") for name in ("title", "language", "creator", "contributor", "publisher")
    }
    assert said == {
        "title": [ODD],
        "language": ["en"],
        "creator": ["Ann", ODD],
        "contributor": ["Cy"],
        "publisher": [ODD],
    }
    assert texts(package, ".//dc:subject") == [ODD, ODD]
    assert texts(package, ".//dc:date") == ["2026-01-31"]
    assert package.get(XML_LANG) == "en"


def test_the_package_claims_nothing_that_nobody_certified(book: ZipFile) -> None:
    package = tree(book, "EPUB/content.opf")
    said = [(meta.get("property", ""), meta.text or "") for meta in package.iterfind(".//opf:meta", NAMES)]
    assert {"schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard"} <= {
        name for name, _ in said
    }
    assert ("dcterms:modified", "2026-01-31T00:00:00Z") in said
    (summary,) = package.iterfind(".//opf:meta[@property='schema:accessibilitySummary']", NAMES)
    assert (bool(summary.text), summary.get(XML_LANG)) == (True, "en")
    assert not [name for name, _ in said if "conformsTo" in name or "certified" in name]


def test_the_identifier_is_the_handouts(sheet: Sheet, templates: Templates) -> None:
    def identifier(sheet: Sheet) -> str:
        book = ZipFile(BytesIO(write(sheet, EPUB, templates)))
        return texts(tree(book, "EPUB/content.opf"), ".//dc:identifier")[0]

    article = sheet.article
    other_text = replace(sheet, article=replace(article, sections=()))
    other_language = replace(sheet, article=replace(article, meta=replace(article.meta, lang="en-GB")))
    assert identifier(other_text) == identifier(sheet)
    assert identifier(other_language) != identifier(sheet)


def entries(element: ET.Element, level: int = 1) -> Outline:
    """Return the outline of a navigation document's list."""
    found: Outline = []
    for item in element.iterfind("html:ol/html:li", NAMES):
        link = item.find("html:a", NAMES)
        assert link is not None
        found += [(level, link.get("href", ""), "".join(link.itertext())), *entries(item, level + 1)]
    return found


def points(element: ET.Element, level: int = 1) -> Outline:
    """Return the outline of an NCX."""
    found: Outline = []
    for point in element.iterfind("ncx:navPoint", NAMES):
        place = point.find("ncx:content", NAMES)
        assert place is not None
        words = texts(point, "ncx:navLabel/ncx:text")[0]
        found += [(level, place.get("src", ""), words), *points(point, level + 1)]
    return found


def test_both_contents_lists_hold_the_outline(book: ZipFile) -> None:
    contents, _, landmarks = tree(book, "EPUB/nav.xhtml").iterfind(".//html:nav", NAMES)
    places = tree(book, "EPUB/toc.ncx").find("ncx:navMap", NAMES)
    assert places is not None
    assert entries(contents) == CONTENTS
    assert points(places) == CONTENTS
    kind = f"{{{NAMES['epub']}}}type"
    assert [link.get(kind) for link in landmarks.iterfind(".//html:a", NAMES)] == ["cover", "toc", "bodymatter"]


def test_the_spine_begins_with_cover_and_contents(book: ZipFile) -> None:
    package = tree(book, "EPUB/content.opf")
    spine = [(item.get("idref"), item.get("linear")) for item in package.iterfind(".//opf:itemref", NAMES)]
    assert spine == [("cover", None), ("nav", None), ("handout", None)]


def test_the_cover_is_a_picture_with_its_words(book: ZipFile) -> None:
    data = book.read("EPUB/images/cover.png")
    image = tree(book, "EPUB/cover.xhtml").find(".//html:img", NAMES)
    assert image is not None
    assert (image.get("src"), image.get("alt")) == ("images/cover.png", f"Cover: {ODD}")
    assert data.startswith(b"\x89PNG")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (640, 1024)


def cover(sheet: Sheet, templates: Templates, meta: Meta) -> list[tuple[float, float, str]]:
    """Return the cover's lines: where each begins and ends across, in points, and its words."""
    shown = replace(sheet, article=replace(sheet.article, meta=meta))
    page = templates.render("epub/cover.html.j2", sheet=shown, edition=EPUB)
    text = pypdfium2.PdfDocument(pdf.draw(page, "cover", EPUB, templates))[0].get_textpage()
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    lines = [(left, right, text.get_text_bounded(left, low, right, high)) for left, low, right, high in boxes]
    return [(left, right, words.strip()) for left, right, words in lines if words.strip()]


def test_a_title_on_the_cover_ends_in_no_short_word_alone_and_runs_over_no_edge(
    sheet: Sheet, templates: Templates
) -> None:
    short, wide = (
        cover(sheet, templates, replace(sheet.article.meta, title=title))
        for title in ("How to use your inhaler", "Starting some antidepressants now")
    )
    assert "your inhaler" in [words for _, _, words in short]
    assert max(right for _, right, _ in wide) <= 270 - 28


def test_on_a_cover_latin_words_keep_their_order(sheet: Sheet, templates: Templates) -> None:
    lines = cover(sheet, templates, replace(sheet.article.meta, lang="ar", title="ماء HPV DNA Test"))
    begins = {words: left for left, _, words in lines}
    assert begins["HPV"] < begins["DNA Test"]


def test_on_a_cover_from_right_to_left_all_lines_begin_alike(sheet: Sheet, templates: Templates) -> None:
    word = "שינה"
    meta = replace(sheet.article.meta, lang="he", category=word, title=word, audience=word, publisher=word)
    ends = [right for _, right, _ in cover(sheet, templates, meta)]
    assert len(ends) == 4
    assert max(ends) - min(ends) < 2.8


def test_the_cover_has_no_size_of_type_that_the_a4_sheet_has_not(templates: Templates) -> None:
    def sizes(*names: str) -> set[float]:
        """Return the sizes in style sheets, in points; the A4 sheet's own is 14."""
        text = "".join(templates.files[f"pdf/{name}.css"].decode() for name in names)
        found = re.findall(r"font-size: ([\d.]+)(rem|pt)", text)
        assert len(found) == text.count("font-size:")
        return {round(float(number) * (14 if unit == "rem" else 1), 3) for number, unit in found}

    assert "html { font-size: 14pt }" in templates.files["pdf/a4.css"].decode()
    assert sizes("cover") < sizes("sheet", "a4")


def picture(width: int) -> bytes:
    """Return a black PNG, one pixel high."""
    head = struct.pack(">LLBBBBB", width, 1, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", compress(bytes(width + 1))), (b"IEND", b"")]
    chunks = [
        struct.pack(">L", len(data)) + name + data + struct.pack(">L", crc32(name + data)) for name, data in parts
    ]
    return b"".join([b"\x89PNG\r\n\x1a\n", *chunks])


def test_pictures_are_carried_under_names_of_our_own(sheet: Sheet, templates: Templates) -> None:
    shown = {"deep/ä b.png": picture(1), "%41.PNG": picture(2)}
    article = replace(sheet.article, blocks=tuple(Figure(name, name) for name in shown), images=shown)
    book = ZipFile(BytesIO(write(replace(sheet, article=article), EPUB, templates)))
    images = tree(book, "EPUB/text/handout.xhtml").iterfind(".//html:img", NAMES)
    held = {image.get("alt"): book.read(f"EPUB/{image.get('src', '').removeprefix('../')}") for image in images}
    assert held == shown


def markers(book: ZipFile) -> list[tuple[str, str, str]]:
    """Return the number of each printed page, the element around its marker, and the words that follow there."""
    found: list[tuple[str, str, str]] = []
    root = tree(book, "EPUB/text/handout.xhtml")
    for parent in root.iter():
        for place, child in enumerate(parent):
            if child.get("role") == "doc-pagebreak":
                assert (child.get(f"{{{NAMES['epub']}}}type"), child.get("id")) == (
                    "pagebreak",
                    f"page.{child.get('aria-label')}",
                )
                following = ["".join(part.itertext()) + (part.tail or "") for part in parent[place + 1 :]]
                after = "".join([child.tail or "", *following])
                found.append((child.get("aria-label", ""), parent.tag.rpartition("}")[2], " ".join(after.split())))
    numbers = [part.get("aria-label") for part in root.iter() if part.get("role") == "doc-pagebreak"]
    assert numbers == [str(number) for number in range(1, len(found) + 1)]
    return sorted(found, key=lambda entry: int(entry[0]))


def words_of_pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_a_page_begins_in_the_ebook_with_the_first_block_that_begins_on_it_on_paper(
    prepared: Callable[..., Prepared], templates: Templates
) -> None:
    """A paragraph of its own stands over a whole page, on which nothing begins."""
    lengths = [60] * 12 + [2200] + [60] * 12
    body = "\n\n".join(f"Begin{number}. {'words ' * length}" for number, length in enumerate(lengths, 100))
    made = prepared(f"## A section\n\n{body}\n")
    printed = words_of_pages(pdf.write(made.sheet, A4, templates))
    begun = [[int(number) for number in re.findall(r"Begin(\d+)", page)] for page in printed]
    expected, last = [], 0
    for numbers in begun:
        expected.append(numbers[0] if numbers else last)
        last = numbers[-1] if numbers else last
    data = write(made.sheet, EPUB, templates)
    found = markers(ZipFile(BytesIO(data)))
    assert [] in begun
    while not begun[-1]:  # a last page with nothing but what every sheet ends with
        del begun[-1], expected[-1], found[-1]
    assert found[0] == ("1", "header", "Tests A title")
    assert [words.partition(".")[0] for _, _, words in found[1:]] == [f"Begin{number}" for number in expected[1:]]
    assert verify(data, made.inventory, EPUB).findings == ()


def test_the_pages_are_told_by_the_process_that_laid_them_out(
    prepared: Callable[..., Prepared], templates: Templates, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = prepared(f"## A section\n\n{'Some words here. ' * 900}\n")
    expected = write(made.sheet, EPUB, templates)
    exchange.share(tmp_path)
    try:
        pdf.forget()
        pdf.write(made.sheet, A4, templates)
        pdf.forget()
        monkeypatch.setattr(pdf, "_laid_out", lambda _work: pytest.fail("laid out once more"))
        assert write(made.sheet, EPUB, templates) == expected
    finally:
        exchange.share()


@pytest.mark.parametrize(("corner", "cell"), [("a", "td"), ("", "th")])
def test_a_page_that_begins_in_a_list_or_a_table_is_marked_inside(
    corner: str, cell: str, prepared: Callable[..., Prepared], templates: Templates
) -> None:
    tasks = "\n".join(f"- [ ] Task{number} {'words ' * 20}" for number in range(80))
    rows = "\n".join(f"| Row{number} | {'words ' * 20} |" for number in range(60))
    terms = "\n\n".join(f"Term{number}\n: {'words ' * 30}" for number in range(60))
    made = prepared(f"## A section\n\n{tasks}\n\n| {corner} | b |\n|---|---|\n{rows}\n\n{terms}\n")
    data = write(made.sheet, EPUB, templates)
    found = markers(ZipFile(BytesIO(data)))
    printed = words_of_pages(pdf.write(made.sheet, A4, templates))
    assert {"li", cell} <= {around for _, around, _ in found} <= {"header", "div", "li", cell, "dt", "dd"}
    assert all(words.split()[0] in page for (_, _, words), page in zip(found, printed, strict=True))
    assert verify(data, made.inventory, EPUB).findings == ()


def test_the_pages_are_listed_and_said_to_be_those_of_the_printed_sheet(book: ZipFile) -> None:
    pages = tree(book, "EPUB/nav.xhtml").findall(".//html:nav", NAMES)[1]
    package = tree(book, "EPUB/content.opf")
    said = [(meta.get("property", ""), meta.text or "") for meta in package.iterfind(".//opf:meta", NAMES)]
    (source,) = texts(package, ".//dc:source")
    assert (pages.get("role"), pages.get("hidden")) == ("doc-pagelist", "hidden")
    assert entries(pages) == [(1, f"text/handout.xhtml#page.{number}", number) for number, _, _ in markers(book)]
    assert ("pageBreakSource", source) in said
    assert source not in texts(package, ".//dc:identifier")
    assert {"pageBreakMarkers", "pageNavigation"} <= {text for _, text in said}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("epub/handout.xhtml.j2", b"</body>", b"<p>more</p></body>"),
        ("epub/handout.xhtml.j2", b"<body>", b"<body><p>more</p>"),
        ("pdf/sheet.html.j2", b"</body>", b"<p>more</p></body>"),
        ("shared/references.j2", b"{% if on_request %}", b'{% if edition.format == "pdf" %}'),
    ],
)
def test_blocks_that_only_one_edition_has_move_no_page(
    file: str, old: bytes, new: bytes, sheet: Sheet, templates: Templates
) -> None:
    changed = Templates({**templates.files, file: templates.files[file].replace(old, new)})
    before, after = (markers(ZipFile(BytesIO(write(sheet, EPUB, files)))) for files in (templates, changed))
    assert [(number, words.partition("more")[0]) for number, _, words in after[1:]] == [
        (number, words) for number, _, words in before[1:]
    ]


def test_a_notes_call_leads_to_what_opens_over_the_page(kitchen_sink: Prepared, templates: Templates) -> None:
    root = tree(ZipFile(BytesIO(write(kitchen_sink.sheet, EPUB, templates))), "EPUB/text/handout.xhtml")
    kind = f"{{{NAMES['epub']}}}type"
    calls = {link.get("href", "") for link in root.iter() if link.get(kind) == "noteref"}
    notes = {f"#{note.get('id')}": note.get("role") for note in root.iter() if note.get(kind) == "footnote"}
    assert notes == dict.fromkeys(sorted(calls), "doc-footnote")


def test_a_node_without_a_template_is_an_error(sheet: Sheet, templates: Templates) -> None:
    files = {name: data for name, data in templates.files.items() if name != "markup/Code.j2"}
    with pytest.raises(RenderError, match=r"^templates/markup/\w+\.j2:\d+: there is no template markup/Code\.j2$"):
        write(sheet, EPUB, Templates(files))


@pytest.mark.parametrize("label", ["contents", "cover", "summary"])
def test_a_label_that_is_not_there_is_an_error(label: str, sheet: Sheet, templates: Templates) -> None:
    labels = {name: words for name, words in sheet.labels.items() if name != label}
    with pytest.raises(RenderError):
        write(replace(sheet, labels=labels), EPUB, templates)


ELSEWHERE = """
import sys
from hashlib import sha256
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from press.model import EDITIONS
from press.pipeline.houses import read_house
from press.pipeline.sources import read_sources
from press.pipeline.reading import prepare
from press.writers import Templates
from press.writers.epub import write
house = read_house(Path(sys.argv[1], "templates"), None)
(made,) = prepare(read_sources(Path(sys.argv[1], "tests", "cases"), ["kitchen-sink"], ()), house)
print(sha256(write(made.sheet, EDITIONS["epub"], Templates(house.templates))).hexdigest())
"""


def test_same_bytes_in_another_process(
    kitchen_sink: Prepared, templates: Templates, root: Path, tmp_path: Path
) -> None:
    first = write(kitchen_sink.sheet, EPUB, templates)
    assert write(kitchen_sink.sheet, EPUB, Templates(templates.files)) == first
    settings = {**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    command = [sys.executable, "-c", ELSEWHERE, str(root)]
    other = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path, env=settings)
    assert other.stdout.strip() == sha256(first).hexdigest()


def test_headings_in_another_language(prepared: Callable[..., Prepared], verified: Callable[..., bytes]) -> None:
    book = ZipFile(BytesIO(verified(prepared("## [Título]{lang=es}\n\nText.\n"), "epub")))
    assert texts(tree(book, "EPUB/toc.ncx"), ".//ncx:navPoint/ncx:navLabel/ncx:text")[-1] == "Título"
