"""The PDF writer: what it tags, what it refuses, and that it writes the same bytes."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest

from press.errors import DependencyError, RenderError
from press.model import EDITIONS
from press.model.article import Article, Meta
from press.model.clinic import Clinic
from press.writers import pdf, tagging
from press.writers.environment import Templates
from press.writers.pdf.claim import claim
from press.writers.sheet import Sheet

ROOT = Path(__file__).resolve().parents[2]
FONTS = {f"fonts/{path.name}": path.read_bytes() for path in sorted((ROOT / "templates" / "fonts").glob("*.ttf"))}
STYLE = """
@font-face { font-family: A; src: url(asset:fonts/AtkinsonHyperlegibleNext-Regular.ttf) }
@font-face { font-family: A; font-weight: 700; src: url(asset:fonts/AtkinsonHyperlegibleNext-Bold.ttf) }
@font-face { font-family: B; src: url(asset:fonts/DejaVuSansCondensed.ttf) }
html { font-family: A, B; hyphens: none }
@page { size: 100mm 80mm; margin: 15mm; font-family: A, B; @bottom-left { content: "Foot " counter(page) } }
img { image-rendering: crisp-edges }
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title>
<meta name="dcterms.created" content="2026-01-31"><meta name="dcterms.modified" content="2026-01-31">
</head><body>{% raw %}BODY{% endraw %}</body></html>"""
META = Meta("T", "S", "C", "en", "1", date(2026, 1, 31), date(2027, 1, 31), (), "P")
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001"
    "f61738550000000049454e44ae426082"
)
MATTER = """
<h1>Title</h1><section><h2 id="s">Head</h2>
<p>See <a href="#n-a" role="doc-noteref">[a]</a> and <span lang="de">du</span>.</p></section>
<blockquote><p>Q</p></blockquote><pre><code>x = 1</code></pre>
<ol><li>One<ul><li>Deep</li></ul></li></ol>
<ul style="list-style: none"><li><span class="mark">☐</span> Ask
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Line" width="50" height="20"><line stroke="black"
x1="0" y1="10" x2="50" y2="10"/></svg></li></ul>
<dl><dt>Term</dt><dd>Meaning</dd></dl>
<table><thead><tr><th>H</th></tr></thead><tbody><tr><th scope="row">R</th></tr><tr><td>D</td></tr></tbody></table>
<figure><img src="asset:images/dot.png" alt="A dot"><figcaption>Dot</figcaption></figure>
<ul style="list-style: none"><li id="n-a"><span class="mark">[a]</span> Note</li></ul>
"""
TREE = """\
Document
 H1
 Div
  H2
  P
   Reference
    Link
   Span Lang=de
 BlockQuote
  P
 Code O=/Layout Placement=/Block
 L ListNumbering=/Decimal O=/List
  LI
   Lbl
   LBody
    L ListNumbering=/Circle O=/List
     LI
      Lbl
      LBody
 L ListNumbering=/None O=/List
  LI
   Lbl
   LBody
    Figure Alt=Line O=/Layout Placement=/Block
 DL ListNumbering=/None O=/List
  DI
   DT
   DD
 Table
  THead
   TR
    TH O=/Table Scope=/Column
  TBody
   TR
    TH O=/Table Scope=/Row
   TR
    TD
 Div
  Figure Alt=A dot O=/Layout Placement=/Block
  Caption
 L ListNumbering=/None O=/List
  LI
   Lbl
   LBody
    Note ID=n-a
"""


def write(body: str, style: str = "", images: dict[str, bytes] | None = None) -> bytes:
    """Return a PDF with `body` in it."""
    files = {"pdf/sheet.html.j2": PAGE.replace("BODY", body), "pdf/sheet.css": STYLE, "pdf/a4.css": style}
    templates = Templates(FONTS | {name: text.encode() for name, text in files.items()})
    sheet = Sheet(Article("x", META, (), (), images=images or {}), Clinic(()), {}, "00000000")
    return pdf.write(sheet, EDITIONS["a4"], templates)


def refusal(body: str, style: str = "", images: dict[str, bytes] | None = None) -> str:
    """Return why a page is refused."""
    with pytest.raises(RenderError) as caught:
        write(body, style, images)
    return str(caught.value)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def tree(element: pikepdf.Object, depth: int = 0) -> str:
    """Return a structure tree as text: an element a line, with what it says of itself."""
    own = [f"{key}={element[f'/{key}']}" for key in ("Lang", "Alt", "ID", "ActualText") if f"/{key}" in element]
    attributes = element.get("/A", pikepdf.Dictionary())
    own += [f"{key[1:]}={value}" for key, value in attributes.items() if key != "/BBox"]
    kids = element.get("/K", pikepdf.Array())
    below = [tree(kid, depth + 1) for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return " ".join([" " * depth + str(element.S)[1:], *own]) + "\n" + "".join(below)


def document(file: pikepdf.Pdf) -> pikepdf.Object:
    (top,) = file.Root.StructTreeRoot.K
    return top


def elements(element: pikepdf.Object, role: str) -> list[pikepdf.Object]:
    """Return all elements of a role, in order."""
    found = [element] if role == element.S else []
    for kid in element.get("/K", pikepdf.Array()):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += elements(kid, role)
    return found


def test_tags_every_shape() -> None:
    with opened(write(MATTER, images={"dot.png": DOT})) as file:
        assert tree(document(file)) == TREE
        own = {key: str(role) for key, role in file.Root.StructTreeRoot.RoleMap.items()}
        marked, titled = bool(file.Root.MarkInfo.Marked), bool(file.Root.ViewerPreferences.DisplayDocTitle)
        language = str(file.Root.Lang)
    assert own == {"/DL": "/L", "/DI": "/LI", "/DT": "/Lbl", "/DD": "/LBody"}
    assert (language, marked, titled) == ("en", True, True)


def test_a_figure_has_its_area_on_the_page() -> None:
    body = '<p style="margin: 0"><img src="asset:images/dot.png" alt="D" style="display: block; width: 40px"></p>'
    with opened(write(body, "body { margin: 0 }", {"dot.png": DOT})) as file:
        (figure,) = elements(document(file), "/Figure")
        area = [round(float(number), 1) for number in figure.A.BBox]
    # The margins are 15 mm, the page is 80 mm high, a pixel is 0.75 points.
    assert area == [42.5, 154.3, 72.5, 184.3]


@pytest.mark.parametrize(
    "units", ["", ' gradientTransform="rotate(180 .5 .5)"', ' gradientUnits="userSpaceOnUse" x2="60"']
)
def test_colours_that_run_into_one_another_are_in_a_cell_that_every_viewer_draws(units: str) -> None:
    """Poppler leaves one of 1 by 1 empty, and of one that is made larger draws no more than its size."""
    stops = '<stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#00f"/>'
    shape = f'<linearGradient id="a"{units}>{stops}</linearGradient><path fill="url(#a)" d="M0 0h60v60h-60z"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60">{shape}</svg>'
    body = '<p style="margin: 0"><img src="asset:images/a.svg" alt="D" style="display: block; width: 60px"></p>'
    data = write(body, "body { margin: 0 }", {"a.svg": svg.encode()})
    with opened(data) as file:
        cells = [
            item.BBox for item in file.objects if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/Pattern"
        ]
    sides = [(float(cell[2]) - float(cell[0]), float(cell[3]) - float(cell[1])) for cell in cells]
    assert [min(side) >= 842 for side in sides] == [True]  # points; no page is larger
    with pypdfium2.PdfDocument(data) as document:
        picture = document[0].render(scale=1).to_pil()
    # The margins are 15 mm, a pixel of the drawing is 0.75 points.
    left, right = (picture.getpixel((round(15 * 72 / 25.4) + place, round(15 * 72 / 25.4) + 20)) for place in (3, 42))
    is_turned = "rotate" in units
    assert [red > blue + 100 for red, _, blue in (left, right)] == [not is_turned, is_turned]


def test_a_line_in_colours_that_run_into_one_another_is_as_wide_as_it_is_drawn() -> None:
    stops = '<stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#00f"/>'
    line = f'<linearGradient id="a">{stops}</linearGradient><path stroke="url(#a)" stroke-width="40" d="M0 30h60"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60">{line}</svg>'
    body = '<p style="margin: 0"><img src="asset:images/a.svg" alt="D" style="display: block; width: 60px"></p>'
    data = write(body, "body { margin: 0 }", {"a.svg": svg.encode()})
    with pypdfium2.PdfDocument(data) as document:
        picture = document[0].render(scale=1).to_pil()
    corner = round(15 * 72 / 25.4)
    colours = [picture.getpixel((corner + 20, corner + down)) for down in (3, 10, 35, 42)]
    assert [colour == (255, 255, 255) for colour in colours] == [True, False, False, True]


def ink(drawing: str, attributes: str = 'viewBox="0 0 60 60"') -> Callable[[int, int], bool]:
    """Print a drawing of 60 by 60 and return whether there is ink at a place of it."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60" {attributes}>{drawing}</svg>'
    body = '<p style="margin: 0"><img src="asset:images/a.svg" alt="D" style="display: block; width: 60px"></p>'
    with pypdfium2.PdfDocument(write(body, "body { margin: 0 }", {"a.svg": svg.encode()})) as document:
        picture = document[0].render(scale=4 / 3).to_pil().convert("L")
    corner = 15 * 96 / 25.4
    return lambda x, y: picture.getpixel((round(corner + x), round(corner + y))) < 250


HEAD = (
    '<marker id="m" markerWidth="10" markerHeight="10" refX="0" refY="5" orient="auto">'
    '<path d="M0 0L10 5L0 10z"/></marker>'
)


@pytest.mark.parametrize(
    ("drawing", "shown", "blank"),
    [
        (
            '<linearGradient id="a" gradientTransform="rotate(45 .5 .5)"><stop stop-color="red"/>'
            '<stop offset="1" stop-color="blue"/></linearGradient><path fill="url(#a)" d="M0 0h60v60h-60z"/>',
            [(5, 5), (30, 30), (5, 55), (55, 5)],
            [],
        ),
        (
            '<pattern id="a" width=".5" height=".5"><rect width="5" height="60"/></pattern>'
            '<rect width="60" height="20" fill="url(#a)"/><rect y="40" width="20" height="20" fill="url(#a)"/>',
            [(2, 10), (32, 10), (2, 50), (12, 50)],
            [(20, 10), (8, 50)],
        ),
        ('<svg viewBox="0 0 6 6"><path d="M0 0h6v6h-6z"/></svg>', [(5, 5), (55, 55)], []),
        ('<symbol id="a" viewBox="0 0 6 6"><path d="M0 0h6v6h-6z"/></symbol><use href="#a"/>', [(5, 5), (55, 55)], []),
        (
            f'{HEAD}<polyline fill="none" stroke="#000" points="10,10 10,30 30,30" marker-end="url(#m)"/>',
            [(38, 30), (32, 27)],
            [(30, 38), (27, 33)],
        ),
        (
            f'{HEAD}<path fill="none" stroke="#000" d="M10 40Q30 40 30 20" marker-end="url(#m)"/>',
            [(30, 12), (27, 18), (33, 18)],
            [(38, 20)],
        ),
        (
            f'{HEAD}<path fill="none" stroke="#000" d="M10 40A10 10 0 0 1 30 40" marker-end="url(#m)"/>',
            [(30, 48), (27, 42), (33, 42)],
            [(38, 40)],
        ),
        (
            f'{HEAD}<path fill="none" stroke="#000" d="M20 20C30 20 30 50 20 50" marker-start="url(#m)"/>',
            [(28, 20), (22, 17), (22, 23)],
            [],
        ),
        (
            '<g transform="scale(10)">'
            '<path stroke="#000" stroke-width="8" vector-effect="non-scaling-stroke" d="M0 3h6"/></g>',
            [(30, 30), (30, 27), (30, 33)],
            [(30, 23), (30, 37)],
        ),
        (
            f'{HEAD}<path stroke="#000" opacity=".5" d="M5 30H40" marker-end="url(#m)"/>',
            [(20, 30), (42, 27), (47, 30)],
            [],
        ),
        (
            '<switch><desc>Bars</desc><path requiredExtensions="http://example.org" d="M0 0h20v60h-20z"/>'
            '<path fill="url(#a)" d="M20 0h20v60h-20z"/><path d="M40 0h20v60h-20z"/>'
            '<linearGradient id="a"><stop stop-color="red"/></linearGradient></switch>',
            [(30, 30)],
            [(10, 30), (50, 30)],
        ),
        (
            '<text x="30" y="20" font-size="20" text-anchor="middle">H<tspan x="30" y="50">HHH</tspan></text>',
            [(30, 13), (13, 43), (47, 43)],
            [(10, 13), (50, 13)],
        ),
    ],
)
def test_what_is_drawn_is_printed_whole(
    drawing: str, shown: list[tuple[int, int]], blank: list[tuple[int, int]]
) -> None:
    has_ink = ink(drawing)
    assert [has_ink(*place) for place in (*shown, *blank)] == [True] * len(shown) + [False] * len(blank)


def test_the_outermost_part_of_a_drawing_has_no_place() -> None:
    has_ink = ink('<path d="M0 0h60v60h-60z"/>', 'x="20" y="20" viewBox="0 0 60 60"')
    assert has_ink(5, 5)


def test_words_of_a_drawing_in_parts_of_parts_are_printed() -> None:
    words = '<text y="20">Take <tspan>one <tspan>or</tspan> two</tspan> now\nand\n   then</text>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60">{words}</svg>'
    body = '<p><img src="asset:images/a.svg" alt="D"></p>'
    with pypdfium2.PdfDocument(write(body, "", {"a.svg": drawing.encode()})) as document:
        printed = document[0].get_textpage().get_text_range()
    assert "Take one or two now and then" in " ".join(printed.split())


def test_a_paragraph_over_a_page_break_is_one_element() -> None:
    words = " ".join(f"word{number}" for number in range(300))
    with opened(write(f"<p>{words}</p>")) as file:
        (paragraph,) = elements(document(file), "/P")
        others = {kid.Pg.objgen for kid in paragraph.K if isinstance(kid, pikepdf.Dictionary)}
        assert len(file.pages) == 1 + len(others) > 1


def test_a_tables_head_on_its_next_page_is_an_artifact() -> None:
    rows = "".join(f"<tr><td>Row {number}</td></tr>" for number in range(30))
    data = write(f"<table><thead><tr><th>Head</th></tr></thead><tbody>{rows}</tbody></table>")
    with opened(data) as file:
        assert [len(elements(document(file), role)) for role in ("/Table", "/TH", "/TD")] == [1, 1, 30]
        repeated = [
            page.obj.Contents.read_bytes().count(b"/Artifact\n<</Type /Pagination>>\nBDC") for page in file.pages
        ]
    assert repeated == [0] + [1] * (len(repeated) - 1)
    assert len(repeated) > 1


def test_the_margins_are_artifacts() -> None:
    with opened(write("<p>x</p>")) as file:
        assert file.pages[0].obj.Contents.read_bytes().count(b"/Artifact\n<</Type /Pagination/Subtype /Footer>>") == 1


def test_a_link_over_three_lines_is_one_annotation_that_can_be_read_out() -> None:
    words = "a link of so many words that it does not go on one line of this narrow page"
    with opened(write(f'<p><a href="https://example.org/"><strong>{words}</strong></a></p>')) as file:
        (annotation,) = file.pages[0].obj.Annots
        (link,) = elements(document(file), "/Link")
        assert str(annotation.Contents) == words
        assert len(annotation.QuadPoints) == 8 * 3
        assert [kid.Obj.objgen for kid in link.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid] == [
            annotation.objgen
        ]


@pytest.mark.parametrize("text", ["שלום (abc) 12", "e\u0301 é", "zero\u200bwidth"])
def test_text_that_its_glyphs_do_not_spell_is_spelled_out(text: str) -> None:
    with opened(write(f"<p>{text}</p>")) as file:
        assert [str(span.ActualText) for span in elements(document(file), "/Span")] == [text]


def test_the_file_claims_both_standards_and_has_the_articles_dates() -> None:
    with opened(write("<p>x</p>")) as file:
        packet = file.Root.Metadata.read_bytes()
        dates = str(file.docinfo["/CreationDate"]), str(file.docinfo["/ModDate"])
    assert dates == ("D:20260131", "D:20260131")
    claims = (b'pdfuaid:part="1"', b'pdfaid:part="2"', b'pdfaid:conformance="A"')
    assert [packet.count(claim) for claim in claims] == [1, 1, 1]


@pytest.mark.parametrize("packet", [b"<rdf:RDF/>", b"</rdf:RDF></rdf:RDF>"])
def test_metadata_without_one_place_for_the_claim_is_an_error(packet: bytes) -> None:
    metadata = SimpleNamespace(stream=[packet])
    pdf = SimpleNamespace(catalog={"Metadata": b"0 0 R"}, objects=[metadata])
    with pytest.raises(RenderError, match="no place for the claim"):
        claim(SimpleNamespace(metadata=SimpleNamespace(custom={})), pdf)


def test_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    here = write(MATTER, images={"dot.png": DOT})
    assert write(MATTER, images={"dot.png": DOT}) == here
    program = (
        "import sys, importlib.util, hashlib\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        f"spec = importlib.util.spec_from_file_location('t', {__file__!r})\n"
        "t = importlib.util.module_from_spec(spec); spec.loader.exec_module(t)\n"
        "print(hashlib.sha256(t.write(t.MATTER, images={'dot.png': t.DOT})).hexdigest())\n"
    )
    for zone, seed, locale in (("Asia/Tokyo", "1", "C"), ("America/Lima", "2", "ja_JP.UTF-8")):
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale, "LANG": locale}
        result = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        assert result.stdout.strip() == sha256(here).hexdigest()


@pytest.mark.parametrize(
    "body",
    [
        '<p><img src="ADDRESS" alt="x"></p>',
        '<p style="background: url(ADDRESS)">x</p>',
        '<link rel="attachment" href="ADDRESS"><p>x</p>',
        '<link rel="stylesheet" href="ADDRESS"><p>x</p>',
        '<style>@import url("ADDRESS");</style><p>x</p>',
        '<style>@font-face { font-family: F; src: url("ADDRESS") }</style><p>x</p>',
    ],
)
@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/x", "data:,x", "FILE:///etc/hostname"])
def test_nothing_is_loaded_but_assets(body: str, address: str) -> None:
    reason = refusal(body.replace("ADDRESS", address))
    assert reason.startswith("a4: FatalURLFetchingError: nothing but asset: addresses is loaded, not ")


@pytest.mark.parametrize(
    "name", ["images/no.png", "fonts/../pdf/sheet.css", "pdf/sheet.css", "fonts/%2e%2e/labels/en.toml"]
)
def test_assets_are_pictures_of_the_article_and_fonts(name: str) -> None:
    assert (
        refusal(f'<p><img src="asset:{name}" alt="x"></p>') == f"a4: FatalURLFetchingError: asset:{name} is not there"
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>\U0001f44d</p>", '.notdef glyph rendered for Unicode string unsupported by fonts: "\U0001f44d" (U+1F44D)'),
        ('<p><a href="#no">x</a></p>', "No anchor #no for internal URI reference"),
        ("<div>loose</div>", "'loose' stands in no paragraph, but loose in a Div"),
        ("<p><blink>x</blink></p>", "there is no PDF structure for the element <blink>"),
        (
            '<p style="opacity: 0.5">x</p>',
            "text is drawn in a group, where no reader finds it: a style sheet sets an opacity",
        ),
        ("<dl><dd>x</dd></dl>", "a definition stands before its term"),
        ('<ul><li>x <span class="mark">y</span></li></ul>', "an item's mark has to be the first thing in the item"),
        ('<p style="colour: red">x</p>', "Ignored `colour: red` at 1:1, unknown property."),
    ],
)
def test_refuses(body: str, reason: str) -> None:
    assert refusal(body) == f"a4: {reason}"


def test_refuses_what_is_nested_too_deeply() -> None:
    assert refusal(f"{'<div>' * 300}<p>x</p>").startswith("a4: RecursionError: maximum recursion depth exceeded")


def test_a_picture_that_cannot_be_read_is_named() -> None:
    reason = refusal('<p><img src="asset:images/bad.png" alt="x"></p>', images={"bad.png": b"no picture"})
    assert reason.startswith("a4: Failed to load image at 'asset:images/bad.png'")


@pytest.mark.parametrize(
    ("style", "reason"),
    [
        ("p { colour: red }", "Ignored `colour: red ` at 1:5, unknown property."),
        (
            "@font-face { font-family: F; src: url(asset:fonts/OFL.ttf) }",
            "FatalURLFetchingError: asset:fonts/OFL.ttf is not there",
        ),
        (
            "@font-face { font-family: F; src: url(asset:pdf/sheet.css) }",
            "FatalURLFetchingError: asset:pdf/sheet.css is not there",
        ),
    ],
)
def test_a_faulty_style_sheet_is_refused_each_time(style: str, reason: str) -> None:
    files = {"pdf/sheet.html.j2": PAGE.replace("BODY", "<p>x</p>"), "pdf/sheet.css": STYLE, "pdf/a4.css": style}
    templates = Templates(FONTS | {name: text.encode() for name, text in files.items()})
    sheet = Sheet(Article("x", META, (), ()), Clinic(()), {}, "00000000")
    for _ in range(2):
        with pytest.raises(RenderError) as caught:
            pdf.write(sheet, EDITIONS["a4"], templates)
        assert str(caught.value) == f"a4: {reason}"


def test_a_missing_style_sheet_is_named() -> None:
    templates = Templates(FONTS | {"pdf/sheet.html.j2": b"<p>x</p>", "pdf/sheet.css": STYLE.encode()})
    with pytest.raises(RenderError, match=r"^a4: templates/pdf/a4\.css is missing$"):
        pdf.write(Sheet(Article("x", META, (), ()), Clinic(()), {}, "0"), EDITIONS["a4"], templates)


def test_another_version_of_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.__version__", "70.1")
    with pytest.raises(DependencyError) as caught:
        write("<p>x</p>")
    assert str(caught.value) == (
        "the tagging of PDFs was made for WeasyPrint 70.0, not 70.1: install weasyprint==70.0, "
        "or see press/writers/tagging/__init__.py"
    )


def test_weasyprint_without_harfbuzz_subset_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    with pytest.raises(DependencyError, match="harfbuzz-subset is missing"):
        tagging.install()
