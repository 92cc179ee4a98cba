"""Reading a web page back: what each element is to a reader, what hides, and damaged pages."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from xml.etree.ElementTree import Element

import cssselect2  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press.model import EDITIONS, Format
from press.pipeline.reading import Prepared
from press.verify.hiding import find_hiding
from press.verify.html import read
from press.verify.markup import MAX_DEPTH
from press.verify.piece import Foreign, Kind, Link, Piece, Reading
from press.writers import Templates
from press.writers.html import write

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
    "789c6360606060000000050001a5f645400000000049454e44ae426082"
)
PICTURE, TORN = (f"data:image/png;base64,{b64encode(data).decode()}" for data in (DOT, DOT[:-9]))


def page(
    main: str, *, style: str = "", before: str = '<a class="skip" href="#handout">Skip</a>', after: str = ""
) -> bytes:
    """Return a page around what stands in its `main`."""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"/><title>A title</title><meta name="dcterms.hasVersion" content="1.0"/>
<style>.skip {{ position: absolute; left: -99rem }} .skip:focus {{ left: 0 }} {style}</style></head>
<body>{before}<main id="handout">{main}</main>{after}</body></html>
""".encode()


def paragraph(text: str, *links: Link, depth: int = 0, quoted: int = 0) -> Piece:
    return Piece(Kind.PARAGRAPH, text, links=links, depth=depth, quoted=quoted)


def item(mark: str, text: str, depth: int = 1, *links: Link) -> Piece:
    return Piece(Kind.ITEM, text, mark=mark, depth=depth, links=links)


def cell(mark: str, text: str) -> Piece:
    return Piece(Kind.CELL, text, mark=mark)


def rule(down: int) -> str:
    """Return a line to write on."""
    return f'<line stroke="currentColor" x1="0" y1="{down}mm" x2="100%" y2="{down}mm"/>'


FORMS: dict[str, tuple[str, list[Piece]]] = {
    "headings": (
        "<header><h1>A <em>title</em></h1></header><section><h2>Two</h2><h3> Three\n</h3></section>",
        [Piece(Kind.HEADING, text, level=level) for level, text in enumerate(("A title", "Two", "Three"), 1)],
    ),
    "paragraphs": (
        "<p>One <b>t</b>wo<br/>three&nbsp;<!-- no -->four</p><div>bare</div>",
        [paragraph("One two three four"), paragraph("bare")],
    ),
    "an empty paragraph": ("<p> </p><p></p>", []),
    "links": (
        '<p id="b">See <a href="https://x.example/?a&amp;b">it</a>, <a href="#b">b</a> and <a>none</a></p>',
        [paragraph("See it, b and none", Link("https://x.example/?a&b", "it"), Link("#b", "b"))],
    ),
    "other languages": (
        '<p>Say <span lang="es">¿<em>qué</em>? <span lang="fr">oui</span></span> to <span>her</span></p>',
        [Piece(Kind.PARAGRAPH, "Say ¿qué? oui to her", foreign=(Foreign("es", "¿qué? oui"), Foreign("fr", "oui")))],
    ),
    "bullets": (
        "<ul><li>a<ul><li><p>b</p><p>more</p></li></ul></li><li>c</li></ul>",
        [item("•", "a"), item("•", "b", 2), paragraph("more", depth=2), item("•", "c")],
    ),
    "numbers": (
        '<ol start="3"><li>a</li><li value="7">b</li><li>c</li></ol>',
        [item("3.", "a"), item("7.", "b"), item("8.", "c")],
    ),
    "written marks": (
        '<ul class="marked"><li><span class="mark">☐</span> do</li><li><span class="mark">☑</span> <p>done</p>more</li>'
        '<li id="note-a"><span class="mark">[a]</span> <a href="tel:1">note</a></li></ul>',
        [item("☐", "do"), item("☑", "done"), paragraph("more", depth=1), item("[a]", "note", 1, Link("tel:1", "note"))],
    ),
    "an item that begins with another list": (
        "<ul><li><ul><li>a</li></ul></li></ul>",
        [item("•", ""), item("•", "a", 2)],
    ),
    "definitions": (
        "<dl><dt>T</dt><dd>M<p>more</p></dd><div><dt>U</dt><dd><p>N</p></dd></div></dl>",
        [
            Piece(Kind.TERM, "T"),
            Piece(Kind.MEANING, "M"),
            paragraph("more"),
            Piece(Kind.TERM, "U"),
            Piece(Kind.MEANING, "N"),
        ],
    ),
    "a table": (
        '<table><thead><tr><th scope="col">A</th><td></td></tr></thead>'
        '<tbody><tr><td data-head="A:">1</td><td><b>2</b></td></tr></tbody></table>',
        [cell("0.1", "A"), cell("0.2", ""), cell("1.1", "1"), cell("1.2", "2")],
    ),
    "a table whose rows have names": (
        '<table><thead><tr><td></td><th scope="col">A</th></tr></thead><tbody><tr><th scope="row">1</th>'
        '<td data-head="A:">2</td></tr><tr><td></td><td data-head="A:">3</td></tr></tbody></table>',
        [cell("0.1", ""), cell("0.2", "A"), *map(cell, ("1.1", "1.2", "2.1", "2.2"), ("1", "2", "", "3"))],
    ),
    "quotations": (
        "<blockquote><p>a</p><blockquote>b</blockquote></blockquote><p>c</p>",
        [paragraph("a", quoted=1), paragraph("b", quoted=2), paragraph("c")],
    ),
    "code": ("<pre><code>a\n  b</code></pre><p><code>c</code></p>", [Piece(Kind.CODE, "a b"), paragraph("c")]),
    "a picture": (
        f'<figure><img src="{PICTURE}" alt="A dot"/><figcaption>The dot</figcaption></figure>',
        [Piece(Kind.FIGURE, "A dot"), Piece(Kind.CAPTION, "The dot")],
    ),
    "lines to write on": (
        '<ul><li><span class="mark">☐</span> Why? <svg role="img" aria-label="Line" height="9mm">'
        f'{rule(8)}</svg></li></ul><div><p>Prompt</p><svg role="img" aria-label="Space" height="18mm">'
        f"{rule(8)}{rule(17)}{rule(17)}</svg></div>",
        [
            item("☐", "Why?"),
            Piece(Kind.LINES, "Line", depth=1, mark="1"),
            paragraph("Prompt"),
            Piece(Kind.LINES, "Space", mark="2"),
        ],
    ),
    "a box": (
        '<section role="group" aria-labelledby="l"><p class="label" id="l">Key points</p><p>a</p></section><hr/>',
        [paragraph("Key points"), paragraph("a")],
    ),
}
METADATA = {"lang": "en", "title": "A title", "dcterms.hasversion": "1.0", "fingerprint": "", "skip_link": "Skip"}


@pytest.mark.parametrize(("main", "pieces"), FORMS.values(), ids=FORMS)
def test_what_an_element_is_to_a_reader(main: str, pieces: list[Piece]) -> None:
    assert read(page(main)) == Reading(tuple(pieces), metadata=METADATA)


def test_text_outside_the_main_part_is_found_too() -> None:
    data = page("<p>a</p>", before='<a href="#handout">Skip</a><nav>Menu</nav>', after="<footer>End</footer>tail")
    assert read(data) == Reading(tuple(map(paragraph, ("Menu", "a", "End", "tail"))), metadata=METADATA)


def test_a_web_page_has_no_printed_pages() -> None:
    marker = '<span epub:type="pagebreak" role="doc-pagebreak" id="page.2" aria-label="2"></span>'
    assert read(page(f"<p>a</p>{marker}")) == Reading(
        (paragraph("a"),),
        metadata=METADATA,
        unread=("the printed page 2 begins here, but a web page has no such pages",),
    )


NOTE = '<ul><li id="note-a"><span class="mark"><a href="#call" role="doc-backlink">[a]</a></span> Note</li></ul>'
CALL = '<p>Text<a id="call" href="#note-a">[a]</a></p>'


def test_a_mark_may_lead_back_to_where_it_was_called() -> None:
    assert read(page(CALL + NOTE)) == Reading(
        (paragraph("Text[a]", Link("#note-a", "[a]")), item("[a]", "Note")), metadata=METADATA
    )


@pytest.mark.parametrize(
    "main",
    [
        NOTE,
        CALL.replace('href="#note-a"', 'href="#handout"') + NOTE,
        CALL + NOTE.replace("#call", "https://x.example"),
        CALL + NOTE.replace("#call", "#note-a"),
        CALL + NOTE.replace(' href="#call"', ""),
    ],
    ids=["to nothing", "to another call", "elsewhere", "to itself", "nowhere"],
)
def test_a_mark_that_leads_elsewhere_is_named(main: str) -> None:
    assert "the mark [a] does not lead back to where it was called" in read(page(main)).unread


@pytest.mark.parametrize(
    "before", ['<p>x</p><a href="#handout">Skip</a>', '<a href="https://x.example">Skip</a>', '<a href="#no">Skip</a>']
)
def test_only_the_first_link_to_the_main_part_is_passed_over(before: str) -> None:
    assert any("Skip" in piece.text for piece in read(page("<p>a</p>", before=before)).pieces)


HIDDEN = {
    "the attribute hidden takes it away": ("<p hidden>gone</p>", ""),
    "the attribute inert takes it away": ("<div inert><p>gone</p></div>", ""),
    "the attribute popover takes it away": ("<p popover>gone</p>", ""),
    "aria-hidden takes it from who listens": ('<p aria-hidden="true">gone</p>', ""),
    "display: none": ('<p class="x">gone</p>', "p.x { display: none }"),
    "visibility: hidden": ('<p style="visibility:hidden">gone</p>', ""),
    "opacity near 0": ("<p>gone</p>", "main p { opacity: .05 }"),
    "type too small to read": ("<p>gone</p>", "p { font-size: 2px }"),
    "a box of no size": ("<p>gone</p>", "p { height: 0; overflow: hidden }"),
    "the colour of what lies behind it": ("<p>gone</p>", "p { color: #fff; background: white }"),
    "a position outside the page": ("<p>gone</p>", "p { position: absolute; left: -999em }"),
    "clip-path: inset(100%)": ("<p>gone</p>", "p { clip-path: inset(100%) }"),
    "letter-spacing: calc(9em)": ("<p>gone</p>", "p { letter-spacing: calc(9em) }"),
    "scale: 0": ("<p>gone</p>", "p { scale: 0 }"),
    "colours that the reader's own do not replace": ("<p>gone</p>", "p { forced-color-adjust: none }"),
    "transform: scale(0)": ("<p>gone</p>", "p { transform: scale(0) }"),
}


@pytest.mark.parametrize("reason", HIDDEN)
def test_what_hides_is_not_given_to_a_reader(reason: str) -> None:
    main, style = HIDDEN[reason]
    data = page(f"<p class=here>here</p>{main}", style=style.replace("p {", "p:not(.here) {"))
    assert read(data) == Reading((paragraph("here"),), metadata=METADATA, unseen=(("gone", reason),))


@pytest.mark.parametrize("ground", ["#600", "#040", "#006"])
def test_type_without_a_colour_is_black(ground: str) -> None:
    assert [text for text, _ in read(page("<p>gone</p>", style=f"p {{ background: {ground} }}")).unseen] == ["gone"]


SIDES = ("left", "right", "top", "bottom")
AXES = ("inline", "inline-start", "inline-end", "block", "block-start", "block-end")
ASTRAY = (
    *(f"position: relative; {name}: -9999px" for name in (*SIDES, "inset", *(f"inset-{axis}" for axis in AXES))),
    *(f"margin{name}: -9999px" for name in ("", *(f"-{side}" for side in (*SIDES, *AXES)))),
    *(f"{most}{size}: 0" for most in ("", "max-") for size in ("width", "height")),
    *(f"{most}{size}-size: 0" for most in ("", "max-") for size in ("inline", "block")),
)


@pytest.mark.parametrize("style", ASTRAY)
def test_each_property_that_can_put_words_out_of_sight_is_known(style: str) -> None:
    assert [text for text, _ in read(page("<p>gone</p>", style=f"p {{ {style} }}")).unseen] == ["gone"]


def element(tag: str, attributes: dict[str, str], children: list[Element]) -> Element:
    made = Element(tag, attributes)
    made.extend(children)
    return made


TREES = st.recursive(
    st.builds(element, st.sampled_from(["p", "b"]), st.just({}), st.just([])),
    lambda inner: st.builds(
        element,
        st.sampled_from(["p", "div"]),
        st.dictionaries(st.sampled_from(["class", "id", "lang", "data-head"]), st.sampled_from(["x", "y"]), max_size=2),
        st.lists(inner, max_size=7),
    ),
    max_leaves=25,
)


SELECTORS = (
    "p; .x; #x; div.y p; div > .x > p; :root; div:not(.x) p; div :is(p, b); [lang]; [data-head]; p + b; "
    "div + p > b; .x + p b; :first-child; p:last-child > b; :only-child; * + p; div > * + p; p ~ b; "
    "p + p + b; b:first-child + p; [class=x]; p:nth-child(2); b:nth-child(3); p:empty; "
    "b:nth-last-child(3); p:nth-of-type(2); p:first-of-type; div:has(b); :lang(x); :nth-child(2) + *"
)


@pytest.mark.parametrize("selector", SELECTORS.split("; "))
@settings(max_examples=25)
@given(TREES)
def test_a_selector_takes_what_it_would_take_if_no_other_page_had_been_read(selector: str, root: Element) -> None:
    wanted = {found.etree_element for found in cssselect2.ElementWrapper.from_html_root(root).query_all(selector)}
    assert {*find_hiding(root, [f"{selector} {{ display: none }}"]).always} == wanted


@pytest.mark.parametrize(
    "style",
    [
        "p { display: none } p.x { display: block }",
        "p.x { display: block !important } #x { display: none }",
        "p { opacity: 1; font-size: 0.875rem; color: #000; background: #fff; position: relative; left: -2px }",
        "p { padding: 0.2rem min(1rem, 3vw) }",
        "@font-face { font-family: Handout; src: url(data:;base64,AA==) } @page { margin: 1cm }",
        "a::after { content: ' (' attr(href) ')' } li::before { content: ' ' }",
    ],
)
def test_what_is_shown_after_all_is_given_to_a_reader(style: str) -> None:
    assert read(page('<p class="x" id="x">a</p>', style=style)) == Reading((paragraph("a"),), metadata=METADATA)


@pytest.mark.parametrize(
    "times",
    [
        "@media print",
        "@media (prefers-color-scheme: dark)",
        "@media screen and (max-width: 30em)",
        "@container (max-width: 30em)",
    ],
)
def test_what_is_hidden_at_times_is_found_and_told_of(times: str) -> None:
    data = page("<p>a</p>", style=f"{times} {{ p {{ display: none }} }}")
    unseen = (("a", f"display: none under {times}"),)
    assert read(data) == Reading((paragraph("a"),), metadata=METADATA, unseen=unseen)


@pytest.mark.parametrize(
    "style",
    [
        "ol { list-style: none }",
        "ol { list-style-type: disc }",
        "li { display: block }",
        "@media print { ol { list-style: none } }",
    ],
)
def test_a_mark_that_is_not_shown_is_lost(style: str) -> None:
    assert read(page("<ol><li>a</li></ol>", style=style)).pieces == (item("", "a"),)


UNREAD = {
    '<p>Call 1<a href="tel:1"></a></p>': "the link tel:1 has no words",
    "<marquee>a</marquee>": "the element <marquee> is not known here",
    "<details>a</details>": "the element <details> is not known here",
    "<del>a</del>": "the element <del> is not known here",
    "<script>1</script>": "<script> can change what the page shows",
    f'<img src="{PICTURE}" alt="">': "a picture has no alternative text",
    '<img src="x.png" alt="x">': "the picture 'x' is not in the page",
    '<img src="data:image/png;base64,AAA" alt="x">': "the picture 'x' cannot be decoded",
    f'<img src="{TORN}" alt="x">': "the picture 'x' is a damaged PNG",
    '<svg role="img">a</svg>': "a drawing has no role and label, or has text in it",
    '<svg role="img" aria-label="x"><path/></svg>': "a drawing has something else than lines from side to side",
    '<p contenteditable="true">a</p>': "<p> has contenteditable, which is not known here",
    '<h2 role="presentation">a</h2>': "<h2> has the role 'presentation', which may change what it is",
    '<p><span lang="meta" dir="rtl">a</span></p>': "<span> is in a language that is not known",
    '<p aria-label="b">a</p>': "<p> is announced as 'b', not as 'a'",
    '<a href="tel:1" aria-labelledby="handout">a</a>': "<a> is announced with words from elsewhere",
    '<h2 aria-level="3">a</h2>': "<h2> has aria-level, which is not known here",
    "<ol reversed><li>a</li></ol>": "a list counts in a way that is not known here",
    "<ul><p>a</p></ul>": "<p> stands right in <ul>",
    "<table><tr><th>a</th></tr></table>": "the cell 1.1 of a table is <th>: who listens hears another table",
    "<table><thead><tr><th></th></tr></thead></table>": (
        "the cell 0.1 of a table is <th>: who listens hears another table"
    ),
    "<table><thead><tr><td>a</td></tr></thead></table>": (
        "the cell 0.1 of a table is <td>: who listens hears another table"
    ),
    "<table><tbody><tr><td colspan=2>a</td></tr></tbody></table>": "the cell 1.1 of a table spans others",
    '<a href="#no">a</a>': "the link #no leads to nothing",
    '<p id="handout">a</p>': "the anchors handout stand more than once",
}


ANOTHER, NOT_COLUMN, NOT_ROW = (
    "the cell 1.{} of a table is <{}>: who listens hears another table",
    "the cell 1.{} of a table is the header of something else than its column",
    "the cell 1.{} of a table is the header of something else than its row",
)


@pytest.mark.parametrize(
    ("head", "row", "reasons"),
    [
        ("<td></td><th>A</th>", "<td>1</td><td data-head='A'>2</td>", [ANOTHER.format(1, "td")]),
        ("<td></td><th>A</th>", "<th>1</th><td data-head='A'>2</td>", [NOT_ROW.format(1)]),
        ("<td></td><th>A</th>", "<th scope=col>1</th><td data-head='A'>2</td>", [NOT_ROW.format(1)]),
        ("<td></td><th>A</th>", "<th scope=rowgroup>1</th><td data-head='A'>2</td>", [NOT_ROW.format(1)]),
        ("<td></td><th>A</th>", "<th scope=row></th><td data-head='A'>2</td>", [ANOTHER.format(1, "th")]),
        (
            "<td></td><th>A</th>",
            "<th scope=row>1</th><th scope=row data-head='A'>2</th>",
            [ANOTHER.format(2, "th"), NOT_COLUMN.format(2)],
        ),
        (
            "<th>B</th><th>A</th>",
            "<th scope=row data-head='B'>1</th><td data-head='A'>2</td>",
            [ANOTHER.format(1, "th"), NOT_COLUMN.format(1)],
        ),
        ("<td></td>", "<th scope=row>1</th>", [ANOTHER.format(1, "th"), NOT_COLUMN.format(1)]),
        ("", "<th scope=row>1</th><td>2</td>", [ANOTHER.format(1, "th"), NOT_COLUMN.format(1)]),
        (
            "<template></template><th>B</th><th>A</th>",
            "<th scope=row data-head='B'>1</th><td data-head='A'>2</td>",
            [ANOTHER.format(1, "th"), NOT_COLUMN.format(1)],
        ),
        (
            "<td hidden></td><th>B</th><th>A</th>",
            "<th scope=row data-head='B'>1</th><td data-head='A'>2</td>",
            [ANOTHER.format(1, "th"), NOT_COLUMN.format(1)],
        ),
    ],
)
def test_a_row_has_a_name_below_a_corner_without_words_alone(head: str, row: str, reasons: list[str]) -> None:
    main = f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>"
    assert [*read(page(main)).unread] == reasons


@pytest.mark.parametrize("main", UNREAD)
def test_what_cannot_be_told_is_named(main: str) -> None:
    assert read(page(main)).unread == (UNREAD[main],)


@pytest.mark.parametrize(
    ("style", "reason"),
    [
        ("@import url(x);", "@import of a style sheet is not understood here"),
        ("@supports (x: y) { p { display: none } }", "@supports of a style sheet is not understood here"),
        ("p:unheard-of(1) { display: none }", "the selector `p:unheard-of(1)` is not understood here"),
        ("p::before { content: 'Not' }", "the style of `p::before` adds words to the page"),
        ("p::before { content: ''; position: fixed }", "the style of `p::before` is not understood here"),
        ("p::first-line { color: #fff }", "the style of `p::first-line` is not understood here"),
        ("p:hover { display: none }", "the style of `p:hover` is not understood here"),
        ("p { order: 2 }", "the order of `p` is not known here"),
        ("p { padding: max(1px, 999rem) }", "the padding of `p` is not known here"),
        ("p { padding-left: min(999rem, 999vw) }", "the padding-left of `p` is not known here"),
        ("p { padding: var(--wide) }", "the padding of `p` is not known here"),
        ("p { color: Canvas }", "a size or colour of type is not understood here"),
        ("@page { size: 9mm }", "@page has size, which is not understood here"),
        ("p { & b { display: none } }", "the style of `p` is not understood here"),
    ],
)
def test_a_style_sheet_that_is_not_understood_is_named(style: str, reason: str) -> None:
    assert read(page("<p>a</p>", style=style)).unread == (reason,)


def test_what_is_wrong_with_a_page_as_a_file_is_named() -> None:
    late = f"<!DOCTYPE html><html lang=en><!--{' ' * 1024}--><meta charset='utf-8'><body>a".encode()
    assert read(late).unread == ("the page does not say within its first 1024 bytes that it is UTF-8",)
    assert read(page("\x00").replace(b"\x00", b"\xff")).unread == ("byte 286 is not UTF-8",)
    deep = page("<div>" * MAX_DEPTH + "a")
    assert read(deep) == Reading((), unread=(f"there is no page, or its elements are nested deeper than {MAX_DEPTH}",))


def test_a_whole_page_is_read_as_what_the_source_has(kitchen_sink: Prepared, templates: Templates) -> None:
    reading = read(write(kitchen_sink.sheet, EDITIONS["html"], templates))
    expected = tuple(
        replace(piece, spelled="", foreign=tuple(part._replace(spelled="") for part in piece.foreign))
        for piece in kitchen_sink.inventory.pieces
        if Format.HTML in piece.formats
    )
    assert (reading.pieces, reading.unread, reading.unseen) == (expected, (), ())
    assert (reading.metadata["title"], reading.metadata["lang"]) == (
        kitchen_sink.inventory.title,
        kitchen_sink.inventory.lang,
    )


FAULTS = {
    "a dropped item": ("<li>two</li>", ""),
    "a heading demoted": ("<h2>Section</h2>", "<h3>Section</h3>"),
    "a heading made a paragraph": ("<h2>Section</h2>", "<p><b>Section</b></p>"),
    "a paragraph hidden": ("<p>First.</p>", "<p hidden>First.</p>"),
    "a paragraph in a template": ("<p>First.</p>", "<template><p>First.</p></template>"),
    "a paragraph in a comment": ("<p>First.</p>", "<!--<p>First.</p>-->"),
    "a link elsewhere": ("https://x.example", "https://y.example"),
    "another alternative": ('alt="A dot"', 'alt="A spot"'),
    "a list of the other kind": ("<ul>", "<ol>"),
    "a cell moved": ("<td>1</td><td>2</td>", "<td>2</td><td>1</td>"),
    "a line less": (rule(8), ""),
    "the end cut off": ("<blockquote>", "<!--"),
}
SOUND = (
    "<h1>T</h1><p>First.</p><h2>Section</h2><ul><li>one</li><li>two</li></ul><p><a href='https://x.example'>x</a></p>"
    f'<img src="{PICTURE}" alt="A dot"><table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'
    f'<svg role="img" aria-label="Space" height="18mm">{rule(8)}{rule(17)}</svg><blockquote>said</blockquote>'
)


@pytest.mark.parametrize(("old", "new"), FAULTS.values(), ids=FAULTS)
def test_damage_is_seen(old: str, new: str) -> None:
    assert SOUND.count(old) == 1
    assert read(page(SOUND)).unread == ()
    assert read(page(SOUND.replace(old, new))).pieces != read(page(SOUND)).pieces


TANGLED = {
    "brackets in brackets": ("p { color: " + "(" * 20_000, "a style sheet is too tangled to be understood here"),
    "selectors in selectors": (
        "p" + ":not(p" * 900 + ")" * 900 + "{ x: y }",
        "a style sheet is too tangled to be understood here",
    ),
    "media in media": ("@media x {" * 5_000, "a style sheet is too tangled to be understood here"),
    "a long number": (f"p {{ left: {'1' * 50_000}px }}", "a style sheet is too tangled to be understood here"),
    "a long value": (f"p {{ color: x{',' * 50_000} }}", "the color of `p` is not understood here"),
    "a long selector": ("p " * 3_000 + "{ display: none }", f"the selector `{'p ' * 40}` is not understood here"),
}


@pytest.mark.parametrize(("style", "reason"), TANGLED.values(), ids=TANGLED)
def test_a_style_sheet_that_would_take_for_ever_is_refused(style: str, reason: str) -> None:
    assert read(page("<p>a</p>", style=style)) == Reading((paragraph("a"),), metadata=METADATA, unread=(reason,))


@pytest.mark.parametrize("link", ['rel="icon" href="x"', 'rel="alternate stylesheet" href="x"', 'href="x"'])
def test_a_link_of_the_page_is_a_style_sheet(link: str) -> None:
    data = page("<p>a</p>").replace(b"<title>", f"<link {link}><title>".encode(), 1)
    assert "a <link> of the page is no style sheet" in read(data).unread


def test_a_page_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("press.verify.html.MAX_BYTES", 1_000)
    assert read(page("a" * 1_000)) == Reading((), unread=("the page is larger than 1000 bytes",))


def test_a_page_that_would_take_for_ever_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("press.verify.html.LexborHTMLParser", None)  # what takes it is not asked
    reason = f"there is no page, or its elements are nested deeper than {MAX_DEPTH}"
    assert read(page("<div>" * 100_000)) == Reading((), unread=(reason,))


markup = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<li>",
            "<ul>",
            "</ul>",
            "<table>",
            "<td>",
            "<svg>",
            "</svg>",
            "<pre>",
            "<dl><dd>",
            "<h1>",
            "<template>",
            "<style>p{",
            "}</style>",
            "<a href='#x",
            "'>",
            "text",
            "<!--",
            "&#0;",
            "<select>",
            "<math>",
            "<frameset>",
            "</body>",
            "<body hidden>",
            "<ol start='9999999999999'>",
            "<x:y z=''>",
        ]
    )
).map(lambda parts: "".join(parts).encode())


@settings(deadline=None)
@given(st.one_of(st.binary(), markup, markup.map(lambda part: page(part.decode()))))
def test_any_bytes_are_read_without_failing(data: bytes) -> None:
    assert isinstance(read(data), Reading)


def test_pages_of_one_style_sheet_are_each_read_for_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    style = "p::before { content: 'Not' } em { font-size: 1px } b { foo: bar; font-size: x }"
    mains = ["<p>a <em>b</em></p>", '<p style="foo: bar; font-size: 1px">a</p>', "<p>a</p>", "<p>a <b>b</b></p>"]
    first = [read(page(main, style=style)) for main in mains]
    assert [len(reading.unseen) for reading in first] == [1, 1, 0, 0]
    assert [sum("adds words" in reason for reason in reading.unread) for reading in first] == [1, 1, 1, 1]
    assert [read(page(main, style=style)) for main in reversed(mains)] == first[::-1]
    monkeypatch.setattr("press.verify.hiding._MANY", 0)  # what was kept is forgotten before every page
    assert [read(page(main, style=style)) for main in mains] == first


TOLD = (
    '<table><thead class="x"><tr><th scope="col">A</th><td></td><th><strong>B</strong> c</th></tr></thead>'
    '<tbody><tr><td data-head="A:">1</td><td>2</td><td data-head="B c:"></td></tr></tbody></table>'
)
CLIP = ".x { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }"
SAYS = 'td[data-head]::before { content: attr(data-head) " "; font-weight: 700 }'
SMALL = f"@media (max-width: 30rem) {{ {CLIP} {SAYS} }}"


def unseen(main: str, style: str) -> list[str]:
    return [words for words, _ in read(page(main, style=style)).unseen]


def test_a_tables_head_may_be_out_of_sight_where_its_cells_say_it() -> None:
    reading = read(page(TOLD, style=SMALL))
    assert (reading.unseen, reading.unread) == ((), ())
    assert [piece.text for piece in reading.pieces] == ["A", "", "B c", "1", "2", ""]


NAMED = (
    '<table><thead class="x"><tr><td></td><th scope="col">A</th></tr></thead>'
    '<tbody><tr><th scope="row">1</th><td data-head="A:">2</td></tr></tbody></table>'
)


def test_the_head_above_rows_with_names_is_told_by_their_other_cells() -> None:
    reading = read(page(NAMED, style=SMALL))
    assert (reading.unseen, reading.unread) == ((), ())
    for main, style in (
        (NAMED, f"@media (max-width: 30rem) {{ {CLIP} }}"),
        (NAMED.replace("td data-head", "td data-x"), SMALL),
        (NAMED.replace('<th scope="row">1</th>', '<th scope="row">1</th><td>3</td>'), SMALL),
        (NAMED.replace('<td data-head="A:">2</td>', '<th data-head="A:">2</th>'), SMALL),
        (NAMED.replace("<td></td>", "<th>B</th>").replace('"row"', '"row" data-head="B:"'), SMALL),
    ):
        assert unseen(main, style)[0] in {"A", "B A"}


@pytest.mark.parametrize(
    ("main", "style"),
    [
        (TOLD, f"@media (max-width: 30rem) {{ {CLIP} }}"),
        (TOLD, f"@media (max-width: 30rem) {{ {CLIP} }} @media print {{ {SAYS} }}"),
        (TOLD, SMALL.replace("td[data-head]::before", "td + td::before")),
        (TOLD, SMALL.replace(SAYS, f"{SAYS} tr td:first-child::before {{ content: ' ' }}")),
        (TOLD, SMALL.replace("clip-path: inset(50%)", "clip-path: inset(50%); display: none")),
        (TOLD, SMALL.replace("clip-path: inset(50%)", "clip-path: inset(50%); opacity: 0")),
        (TOLD, SMALL.replace(CLIP, ".x { visibility: hidden }")),
        (TOLD, SMALL.replace(CLIP, ".x { position: absolute; left: -999em }")),
        (TOLD.replace(' data-head="A:"', ""), SMALL),
        (TOLD.replace("<tbody>", "<tbody><tr><td>1</td><td>2</td><td>3</td></tr>"), SMALL),
        (TOLD.replace(">A<", '><a href="#handout">A</a><'), SMALL),
        (TOLD.partition("<tbody>")[0] + "</table>", SMALL),
    ],
    ids=[
        "no cell says it",
        "said elsewhere",
        "said by some cells",
        "something else is said",
        "taken from who listens",
        "faint besides",
        "hidden",
        "moved away",
        "a cell without its header",
        "a row without headers",
        "a link in the head",
        "no rows",
    ],
)
def test_a_tables_head_that_is_out_of_sight_otherwise_is_told_of(main: str, style: str) -> None:
    assert unseen(main, style)[0] == "A B c"


def test_nothing_but_a_tables_head_may_be_clipped() -> None:
    said = '<p class="x" data-head="A">gone</p>'
    assert unseen(said, SMALL) == ["gone"]
    assert unseen(f"<table><tbody class=x><tr><td>1</td></tr></tbody></table>{said}", SMALL) == ["1", "gone"]
    assert unseen(TOLD.replace("<tr><td", '<tr class="x"><td'), SMALL) == ["1 2"]
    assert "A" not in [piece.text for piece in read(page(TOLD, style=f"{CLIP} {SAYS}")).pieces]
