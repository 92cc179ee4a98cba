"""The PDF extractor: what it finds in a good file, and that it finds what was done to a bad one."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest

from press.model import EDITIONS
from press.model.article import Article, Meta
from press.model.clinic import Clinic
from press.verify.pdf import read
from press.verify.pdf.bidi import reads_as, visual
from press.verify.pdf.interpreter import Interpreter
from press.verify.piece import Foreign, Heading, Kind, Link, Piece, Reading
from press.writers import pdf
from press.writers.environment import Templates
from press.writers.sheet import Sheet

ROOT = Path(__file__).resolve().parents[2]
FONTS = {f"fonts/{path.name}": path.read_bytes() for path in sorted((ROOT / "templates" / "fonts").glob("*.ttf"))}
STYLE = b"""
@font-face { font-family: A; src: url(asset:fonts/AtkinsonHyperlegibleNext-Regular.ttf) }
@font-face { font-family: A; font-weight: 700; src: url(asset:fonts/AtkinsonHyperlegibleNext-Bold.ttf) }
@font-face { font-family: B; src: url(asset:fonts/DejaVuSansCondensed.ttf) }
html { font-family: A, B; hyphens: none }
@page { size: 100mm 80mm; margin: 15mm; font-family: A, B; @bottom-left { content: "Foot " counter(page) } }
img { image-rendering: crisp-edges }
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The title</title>
<meta name="dcterms.created" content="2026-01-31"><meta name="dcterms.modified" content="2026-01-31">
</head><body>{% raw %}BODY{% endraw %}</body></html>"""
META = Meta("T", "S", "C", "en", "1", date(2026, 1, 31), date(2027, 1, 31), (), "P")
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001"
    "f61738550000000049454e44ae426082"
)
HEBREW = "\u05e9\u05dc\u05d5\u05dd"
ARABIC = "\u0645\u0631\u062d\u0628\u0627 \u0644\u0627"
RULE = '<line stroke="black" x1="0" y1="{0}" x2="50" y2="{0}"/>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Lines" width="50" height="30">'
LINES = f"{SVG}{RULE.format(9)}{RULE.format(20)}</svg>"
MATTER = f"""
<h1>The title</h1>
<p>Words that go on <strong>over</strong> <em>a</em> line end<a href="#n-a" role="doc-noteref">[a]</a>.</p>
<h2 id="s">Head <code>c</code></h2><p><a href="https://example.org/x?y=1&amp;z">A link</a> (example.org).</p>
<blockquote><p>Quoted</p></blockquote><pre><code>x = 1
y</code></pre>
<ol><li>One<ul style="list-style: disc"><li>Deep</li></ul></li><li>Two<p>More</p></li></ol>
<ul style="list-style: none"><li><span class="mark">\u2610</span> Ask {LINES}</li></ul>
<dl><dt>Term</dt><dd>Meaning</dd><dd>Another<p>More</p></dd></dl>
<table><thead><tr><th>H</th><th>I</th></tr></thead>
<tbody><tr><td colspan="2">D</td></tr><tr><td></td><td>E</td></tr></tbody></table>
<figure><img src="asset:images/dot.png" alt="A dot"><figcaption>Dot</figcaption></figure>
<ul style="list-style: none"><li id="n-a"><span class="mark">[a]</span> Note</li></ul>
"""


def piece(kind: Kind, text: str, **more: object) -> Piece:
    return Piece(kind, text, text, **more)  # type: ignore[arg-type]  # of the right types, one and all


PIECES = (
    piece(Kind.HEADING, "The title", level=1),
    piece(Kind.PARAGRAPH, "Words that go on over a line\x1fend[a].", links=(Link("#n-a", "[a]"),)),
    piece(Kind.HEADING, "Head c", level=2),
    piece(Kind.PARAGRAPH, "A link (example.org).", links=(Link("https://example.org/x?y=1&z", "A link"),)),
    piece(Kind.PARAGRAPH, "Quoted", quoted=1),
    piece(Kind.CODE, "x = 1\x1fy"),
    piece(Kind.ITEM, "One", depth=1, mark="1."),
    piece(Kind.ITEM, "Deep", depth=2, mark="\u2022"),
    piece(Kind.ITEM, "Two", depth=1, mark="2."),
    piece(Kind.PARAGRAPH, "More", depth=1),
    piece(Kind.ITEM, "Ask", depth=1, mark="\u2610"),
    piece(Kind.LINES, "Lines", depth=1, mark="2"),
    piece(Kind.TERM, "Term"),
    piece(Kind.MEANING, "Meaning"),
    piece(Kind.MEANING, "Another"),
    piece(Kind.PARAGRAPH, "More"),
    piece(Kind.CELL, "H", mark="0.1"),
    piece(Kind.CELL, "I", mark="0.2"),
    piece(Kind.CELL, "D", mark="1.1"),
    piece(Kind.CELL, "", mark="2.1"),
    piece(Kind.CELL, "E", mark="2.2"),
    piece(Kind.FIGURE, "A dot"),
    piece(Kind.CAPTION, "Dot"),
    piece(Kind.ITEM, "Note", depth=1, mark="[a]"),
)


def write(body: str, style: str = "") -> bytes:
    """Return a PDF with `body` in it."""
    page = PAGE.replace("BODY", body).encode()
    files = {"pdf/sheet.html.j2": page, "pdf/sheet.css": STYLE, "pdf/a4.css": style.encode()}
    sheet = Sheet(Article("x", META, (), (), images={"dot.png": DOT}), Clinic(()), {}, "00000000")
    return pdf.write(sheet, EDITIONS["a4"], Templates(FONTS | files))


def texts(data: bytes) -> list[str]:
    """Return the texts of a file in which nothing is wrong."""
    reading = read(data)
    assert (reading.unread, reading.unseen) == ((), ())
    return [piece.text for piece in reading.pieces]


Change = Callable[[pikepdf.Pdf], None]


def changed(change: Change, body: str = MATTER) -> Reading:
    """Return what is read from a file after a change to it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(write(body))) as file:
        change(file)
        file.save(out, fix_metadata_version=False)  # which would mend the metadata, too
    return read(out.getvalue())


def in_content(old: bytes, new: bytes, page: int = 0) -> Change:
    """Return a change to a page's content, at the first place that fits."""

    def change(file: pikepdf.Pdf) -> None:
        content = file.pages[page].obj.Contents
        before = content.read_bytes()
        after = re.sub(old, new, before, count=1, flags=re.DOTALL)
        assert after != before
        content.write(after)

    return change


def find(file: pikepdf.Pdf, role: str) -> pikepdf.Object:
    """Return the first structure element of a role."""
    pending = [file.Root.StructTreeRoot.K[0]]
    while pending:
        element = pending.pop(0)
        if role == element.S:
            return element
        pending[:0] = [kid for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    raise LookupError(role)


def test_reads_every_shape() -> None:
    reading = read(write(MATTER))
    assert reading == Reading(
        pieces=PIECES,
        contents={"bookmarks": (Heading(1, "The title"), Heading(2, "Head c"))},
        metadata={"title": "The title", "lang": "en", "author": "", "description": "", "fingerprint": ""},
        pages=tuple(f"Foot {number}" for number in range(1, len(reading.pages) + 1)),
    )
    assert len(reading.pages) > 1


def test_a_piece_knows_the_heading_above_it() -> None:
    assert [p.section for p in read(write(MATTER)).pieces[1:4]] == ["The title", "Head c", "Head c"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<strong>a</strong> <em>b</em><code>c</code>", "a bc"),
        ("x<sup style='font-size: 1em'>2</sup> H<sub style='font-size: 1em'>2</sub>O", "x2 H2O"),
        ("one<br>two", "one\x1ftwo"),
        ("fi ffi office", "fi ffi office"),
        ("10\xa0mg", "10\xa0mg"),
        ("q\u0323\u0304 q x\u0304 x", "q\u0323\u0304 q x\u0304 x"),
        ("e\u0301 \u00e9 e", "e\u0301 \u00e9 e"),
        ("a \u201cb\u201d \u2013 \u2610 \u2022 \u2026", "a \u201cb\u201d \u2013 \u2610 \u2022 \u2026"),
        (f"{HEBREW} (abc) 123 ok {HEBREW}", f"{HEBREW} (abc) 123 ok {HEBREW}"),
        (f"Say {HEBREW} (hi) 12 to", f"Say {HEBREW} (hi) 12 to"),
        (f"{ARABIC} 12/3", f"{ARABIC} 12/3"),
    ],
)
def test_text_is_exact(body: str, expected: str) -> None:
    assert texts(write(f"<p>{body}</p>")) == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{HEBREW} <em>War</em><em>farin</em>", f"{HEBREW} War farin"),
        (f"{HEBREW} <em>War</em><em>farin</em> <em>1</em><em>0</em>", f"{HEBREW} War farin 1 0"),
        (f"{HEBREW} <span dir=ltr><em>War</em><em>farin</em></span>", f"{HEBREW} Warfarin"),
        (f"<em>{HEBREW}</em><em>{HEBREW}</em>", HEBREW * 2),
    ],
)
def test_latin_words_do_not_go_on_to_the_left(body: str, expected: str) -> None:
    """What an eye reads there begins with the word's end."""
    assert texts(write(f"<p dir=rtl>{body}</p>")) == [expected]


def test_a_paragraph_over_a_page_break_is_one_piece() -> None:
    words = [f"word{number}" for number in range(300)]
    (text,) = texts(write(f"<p>{' '.join(words)}</p>"))
    assert text.replace("\x1f", " ").split(" ") == words


def test_a_tables_head_on_its_next_page_is_not_read_twice() -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(30))
    data = write(f"<table><thead><tr><th>Head</th></tr></thead><tbody>{rows}</tbody></table>")
    assert texts(data) == ["Head", *map(str, range(30))]


@pytest.mark.parametrize(
    ("head", "reasons"),
    [
        ("<th>I</th><td></td>", ()),
        ("<th>I</th><th></th>", ("the cell 0.2 of a table is a TH: who listens hears another table",)),
        ("<td>H</td><th>I</th>", ("the cell 0.1 of a table is a TD: who listens hears another table",)),
    ],
)
def test_a_cell_of_a_head_is_a_header_where_it_has_words(head: str, reasons: tuple[str, ...]) -> None:
    table = f"<table><thead><tr>{head}</tr></thead><tbody><tr><td>D</td><td>E</td></tr></tbody></table>"
    assert read(write(table)).unread == reasons


CORNER, HEAD = "<td></td><th>I</th>", "<th>H</th><th>I</th>"
NAME = '<th scope="row">D</th>'


@pytest.mark.parametrize(
    ("head", "row", "reasons"),
    [
        (CORNER, f"{NAME}<td>E</td>", ()),
        (CORNER, "<td></td><td>E</td>", ()),
        (CORNER, "<td>D</td><td>E</td>", ("the cell 1.1 of a table is a TD: who listens hears another table",)),
        (CORNER, "<th>D</th><td>E</td>", ("the cell 1.1 of a table is the header of something else than its row",)),
        (
            CORNER,
            '<th scope="row"></th><td>E</td>',
            ("the cell 1.1 of a table is a TH: who listens hears another table",),
        ),
        (
            CORNER,
            f'{NAME}<th scope="row">E</th>',
            (
                "the cell 1.2 of a table is a TH: who listens hears another table",
                "the cell 1.2 of a table is the header of something else than its column",
            ),
        ),
        (
            HEAD,
            f"{NAME}<td>E</td>",
            (
                "the cell 1.1 of a table is a TH: who listens hears another table",
                "the cell 1.1 of a table is the header of something else than its column",
            ),
        ),
        (
            "<td></td>",
            NAME,
            (
                "the cell 1.1 of a table is a TH: who listens hears another table",
                "the cell 1.1 of a table is the header of something else than its column",
            ),
        ),
        (
            HEAD.replace("<th>", '<th scope="row">', 1),
            "<td>D</td><td>E</td>",
            ("the cell 0.1 of a table is the header of something else than its column",),
        ),
    ],
)
def test_below_a_corner_without_words_the_first_cell_heads_its_row(
    head: str, row: str, reasons: tuple[str, ...]
) -> None:
    table = f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>"
    assert read(write(table)).unread == reasons
    headless = read(write(f"<table><tbody><tr>{row}</tr></tbody></table>"))
    assert bool(headless.unread) is ("<th" in row)


def test_text_out_of_the_page_or_clipped_is_unseen() -> None:
    outside, clipped = (
        read(write(f'<p style="{style}">gone</p>'))
        for style in ("position: absolute; left: 95mm", "width: 1mm; overflow: hidden")
    )
    assert (outside.unread, clipped.unread) == ((), ())
    assert outside.unseen == (("gone", "outside the page"),)
    assert clipped.unseen == (("gone", "clipped away"),)


@pytest.mark.parametrize(
    ("operators", "reason"),
    [
        (b"3 Tr", "its rendering mode leaves no mark"),
        (b"7 Tr", "its rendering mode leaves no mark"),
        (b"q 0 0 1 1 re W n", "clipped away"),
        (b"1 0 0 1 9999 0 cm", "outside the page"),
    ],
)
def test_hidden_text_is_unseen(operators: bytes, reason: str) -> None:
    reading = changed(in_content(rb"(/Span\n<</MCID 0>>\nBDC\n)", rb"\g<1>" + operators + b"\n"), "<p>gone</p>")
    assert ("gone", reason) in reading.unseen


def test_transparent_text_is_unseen() -> None:
    def fade(file: pikepdf.Pdf) -> None:
        for state in file.pages[0].obj.Resources.ExtGState.values():
            state.ca = 0

    assert ("gone", "it is transparent") in changed(fade, "<p>gone</p>").unseen


def test_strokes_to_write_on_are_seen_at_any_height() -> None:
    """A pixel higher or lower, their ink is all below the base line."""
    style = "html { font-size: 14pt } p { margin: 0; line-height: 20.004pt } @page { size: 100mm 1900mm }"
    assert read(write("<p>______ mg</p>" * 200, style)).unseen == ()


def test_words_are_seen_and_wide_spaces_between_them_need_not_be() -> None:
    line = "Name:            Date:"
    assert read(write(f"<pre>{line}</pre>")).unseen == ()
    cover = '<span style="position: absolute; left: 6em; top: 0; width: 9em; height: 2em; background: #fff"></span>'
    covered = read(write(f'<pre style="position: relative">{line}{cover}</pre>'))
    assert covered.unseen == (
        (line, "something was painted over it"),
        ("Date:", "it cannot be told from what lies behind it, or is covered"),
    )


def test_a_heading_made_a_paragraph_is_read_as_one() -> None:
    def demote(file: pikepdf.Pdf) -> None:
        find(file, "/H2").S = pikepdf.Name.P

    assert changed(demote).pieces[2] == piece(Kind.PARAGRAPH, "Head c")


def test_words_in_another_language_are_told_with_it() -> None:
    body = (
        '<p>Say <span lang="es">qué <a href="https://x.example">aquí</a></span> to <b lang="he">\u05e9\u05dc</b>.</p>'
    )
    (found,) = read(write(body)).pieces
    assert found.foreign == (Foreign("es", "qué aquí"), Foreign("he", "\u05e9\u05dc"))


def test_a_picture_of_which_nothing_is_drawn_is_unseen() -> None:
    def erase(file: pikepdf.Pdf) -> None:
        for page in file.pages:
            content = page.obj.Contents
            content.write(re.sub(rb"\n[^\n]* Do\n", b"\n", content.read_bytes()))

    assert changed(erase).unseen == (("A dot", "nothing is drawn in its place"),)


def test_a_picture_is_as_large_as_it_is_drawn() -> None:
    data = write('<figure><img src="asset:images/dot.png" alt="A dot" style="width: 40pt; height: 20pt"></figure>')
    with pikepdf.open(BytesIO(data)) as file:
        marked = Interpreter().read(0, file.pages[0]).marked
    (area,) = [area for drawn in marked.values() for area in drawn.areas]
    assert (round(area.right - area.left), round(area.top - area.bottom)) == (40, 20)


@pytest.mark.parametrize(("operator", "is_covered"), [("f", True), ("F", True), ("B", True), ("f*", False)])
def test_a_frame_in_a_frame_is_a_hole_where_the_operator_says_so(operator: str, *, is_covered: bool) -> None:
    with pikepdf.new() as file:
        page = file.add_blank_page(page_size=(99, 99))
        page.obj.Contents = file.make_stream(f"/Artifact BMC 9 9 81 81 re 29 29 41 41 re {operator} EMC".encode())
        (fill,) = Interpreter().read(0, page).fills
    assert fill.covers(19, 19)
    assert fill.covers(49, 49) == is_covered


def _no_tree(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot


def _no_font_table(file: pikepdf.Pdf) -> None:
    for font in file.pages[0].obj.Resources.Font.values():
        del font.ToUnicode


def _another_encoding(file: pikepdf.Pdf) -> None:
    for font in file.pages[0].obj.Resources.Font.values():
        font.Encoding = pikepdf.Name.WinAnsiEncoding


def _a_lie(file: pikepdf.Pdf) -> None:
    find(file, "/H1").K[0] = file.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.Span, ActualText="A lie", K=[0], Pg=file.pages[0].obj)
    )


def _left_out(file: pikepdf.Pdf) -> None:
    find(file, "/H1").K = pikepdf.Array()


def _twice(file: pikepdf.Pdf) -> None:
    find(file, "/P").K.append(find(file, "/H1").K[0])


def _unknown_role(file: pikepdf.Pdf) -> None:
    find(file, "/BlockQuote").S = pikepdf.Name.Poem


def _in_circles(file: pikepdf.Pdf) -> None:
    find(file, "/BlockQuote").K.append(file.Root.StructTreeRoot.K[0])


def _link_elsewhere(file: pikepdf.Pdf) -> None:
    for annotation in file.pages[0].obj.Annots:
        annotation.Rect = pikepdf.Array([0, 0, 1, 1])


def _link_of_two_sizes(file: pikepdf.Pdf) -> None:
    note = file.pages[0].obj.Annots[0]
    x, y, u, v = map(float, note.Rect)
    note.QuadPoints = pikepdf.Array([x, y, u, y, x, v, u, v])
    note.Rect = pikepdf.Array([x, y, u + 200, v])


def _link_too_wide(file: pikepdf.Pdf) -> None:
    note = file.pages[0].obj.Annots[0]
    x, y, u, v = map(float, note.Rect)
    note.Rect = pikepdf.Array([x - 20, y, u, v])


def _link_to_nowhere(file: pikepdf.Pdf) -> None:
    del file.Root.Names


def _link_to_no_page(file: pikepdf.Pdf) -> None:
    for place in file.Root.Names.Dests.Names[1::2]:
        place[0] = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page))


def _dead_link(file: pikepdf.Pdf) -> None:
    del file.pages[0].obj.Annots


def _bookmark_astray(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Dest[0] = file.pages[-1].obj


def _another_title(file: pikepdf.Pdf) -> None:
    file.docinfo["/Title"] = "Another"


def _no_metadata(file: pikepdf.Pdf) -> None:
    file.Root.Metadata.write(b"<x")


def _declarations(file: pikepdf.Pdf) -> None:
    file.Root.Metadata.write(b"<!DOCTYPE x>" + file.Root.Metadata.read_bytes())


def _nowhere(file: pikepdf.Pdf) -> None:
    del find(file, "/H1").Pg


def _no_kind(file: pikepdf.Pdf) -> None:
    find(file, "/P").K.append(pikepdf.Dictionary())


def _nested(file: pikepdf.Pdf) -> None:
    for _ in range(151):
        file.Root.StructTreeRoot.K[0].K = pikepdf.Array(
            [file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div, K=file.Root.StructTreeRoot.K[0].K))]
        )


def _drawn_in_itself(file: pikepdf.Pdf) -> None:
    page = file.pages[0]
    drawing = file.make_stream(b"/X Do", Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    page.Resources.XObject = pikepdf.Dictionary(X=drawing)
    drawing.Resources = pikepdf.Dictionary(XObject=page.Resources.XObject)
    page.Contents.write(b"/X Do\n" + page.Contents.read_bytes())


def _layers(file: pikepdf.Pdf) -> None:
    file.Root.OCProperties = pikepdf.Dictionary()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_no_tree, "there is no structure tree"),
        (_no_font_table, "page 1 cannot be read: ValueError: a font does not tell which characters its glyphs are"),
        (_another_encoding, "page 1 cannot be read: ValueError: a font does not tell which characters its glyphs are"),
        (_a_lie, "the glyphs of `A lie` say `The title`"),
        (_left_out, "page 1: `The title` is not in the structure"),
        (_twice, "page 1: `The title` is in the structure twice"),
        (_unknown_role, "the structure has an element of an unknown kind, Poem"),
        (_in_circles, "the file is damaged: ValueError: a structure element stands in two places"),
        (_link_elsewhere, "the link `[a]` does not lie over its words"),
        (_link_of_two_sizes, "a link lies elsewhere for readers that do not look at its lines"),
        (_link_too_wide, "a link lies over `end` besides its own words"),
        (_link_to_nowhere, "a link leads nowhere"),
        (_link_to_no_page, "a link leads nowhere"),
        (_dead_link, "the structure refers to an annotation that is no link on a page"),
        (_bookmark_astray, "the bookmark `The title` does not lead to its heading"),
        (_another_title, "the XMP metadata has another title: `The title`"),
        (_no_metadata, "the XMP metadata cannot be read: "),
        (_declarations, "the XMP metadata has declarations that are not read"),
        (_nowhere, "the file is damaged: ValueError: content has no page"),
        (_no_kind, "the file is damaged: ValueError: the structure holds something unknown"),
        (_nested, "the file is damaged: ValueError: the structure is nested more than 150 deep"),
        (_drawn_in_itself, "page 1 cannot be read: ValueError: drawings stand in one another more than 12 deep"),
        (_layers, "the file has layers that can be switched off"),
        (in_content(rb"/Span\n<</MCID 0>>\nBDC", b"/Artifact\nBMC"), "page 1: `The title` is outside the structure"),
        (in_content(rb"/Span\n<</MCID 0>>\nBDC(.*?)EMC", rb"\1"), "page 1: `The title` is not marked"),
        (
            in_content(rb"<</MCID 0>>", b"<</MCID 1>>"),
            "page 1 cannot be read: ValueError: the mark 1 stands twice, or in a drawing",
        ),
        (in_content(rb"EMC", b""), "page 1 cannot be read: ValueError: marked content is not closed"),
        (in_content(rb"BT", b"(text) BT"), "page 1 cannot be read: ValueError: the content cannot be read at byte"),
        (in_content(rb"<[0-9a-f]{2}", b"<"), "page 1 cannot be read: ValueError: a string holds half a glyph"),
        (in_content(rb"BT", b"m f BT"), "page 1 cannot be read: ValueError: "),
        (in_content(rb"BT", b"1 XX BT"), "page 1 cannot be read: ValueError: there is an unknown operator, XX"),
    ],
)
def test_what_cannot_be_relied_on_is_named(change: Change, reason: str) -> None:
    reading = changed(change)
    assert any(entry.startswith(reason) for entry in reading.unread), reading.unread


def test_a_stream_that_would_fill_the_memory_is_not_unpacked() -> None:
    def blow_up(file: pikepdf.Pdf) -> None:
        file.pages[0].obj.Contents.write(b" " * (33 * 1024 * 1024))

    assert changed(blow_up).unread[0] == (
        "page 1 cannot be read: ValueError: a stream is cut short, or larger than 33554432 bytes"
    )


@pytest.mark.parametrize("kind", [b"/ObjStm", b"/XRef"])
def test_damage_among_packed_objects_or_their_places_is_told(kind: bytes) -> None:
    """Of which qpdf says nothing; another program took another font for one whose place was wrong."""
    data = bytearray(write(MATTER))
    data[data.index(b"\nendstream", data.index(b"/Type " + kind)) - 1] ^= 1
    assert read(bytes(data)).unread[0].startswith("the file is damaged: error: Error -3")


def test_a_file_that_would_fill_the_memory_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("press.verify.pdf.MAX_BYTES", 1_000)
    assert read(b" " * 1_001) == Reading((), unread=("the file is larger than 1000 bytes",))


def test_no_bytes_at_all_make_it_raise() -> None:
    good = write(MATTER)
    random = Random(7)  # noqa: S311 - the same damage in every run
    reading = read(good)
    assert read(b"").unread == ("the file is damaged: PdfError: the file: can't find startxref",)
    for length in (0, 9, 1000, len(good) // 2, len(good) - 20):
        assert read(good[:length]).unread
    for _ in range(150):
        data = bytearray(good)
        place = random.randrange(len(data))
        if random.random() < 0.5:
            data[place] ^= 1 << random.randrange(8)
        else:
            del data[place : place + random.randrange(1, 100)]
        found = read(bytes(data))
        # What is changed where nothing is read (in the name of a font, say) leaves all as it was.
        assert found == reading or found.unread or found.unseen or found.pieces != reading.pieces
    assert read(random.randbytes(5000)).unread


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("abc", 0, "abc"),
        ("\u05d0\u05d1 c", 0, "\u05d1\u05d0 c"),
        ("\u05d0\u05d1 c", 1, "c \u05d1\u05d0"),
        ("\u05d0 12-34 \u05d1", 1, "\u05d1 12-34 \u05d0"),
        ("\u05d0 (b) \u05d2", 1, "\u05d2 (b) \u05d0"),
        ("\u0627 12/3", 1, "12/3 \u0627"),
        ("b (\u05d0) c", 0, "b (\u05d0) c"),
    ],
)
def test_the_order_from_left_to_right(text: str, base: int, expected: str) -> None:
    assert visual(text, base).translate(str.maketrans("()", "((")) == expected.translate(str.maketrans("()", "(("))


def test_glyphs_in_another_order_do_not_say_the_text() -> None:
    assert reads_as(["a", "fi", " ", "c"], "afi c")
    assert not reads_as(["c", "a"], "ac")
    assert not reads_as(["\u05d0", "\u05d1"], "\u05d0\u05d1")
    assert reads_as(["\u05d1", "\u05d0"], "\u05d0\u05d1")
