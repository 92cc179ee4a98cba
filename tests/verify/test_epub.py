"""Reading an EPUB back: its pieces and contents, and every way in which it can be broken."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press.model import EDITIONS
from press.pipeline.reading import Prepared
from press.verify.compare import expected_pieces
from press.verify.epub import archive, read
from press.verify.piece import Heading, Kind, Link, Piece, Reading
from press.writers import Templates
from press.writers.epub import write

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
    "789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def xhtml(body: str) -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>A title</title><link rel="stylesheet" href="style.css"/></head>
{body}</html>""".encode()


def marker(number: int) -> str:
    attributes = f'role="doc-pagebreak" id="page.{number}" aria-label="{number}"'
    return f'<span epub:type="pagebreak" {attributes}></span>'


FILES: Mapping[str, bytes] = {
    "mimetype": b"application/epub+zip",
    "META-INF/container.xml": b"""<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="EPUB/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>""",
    "EPUB/content.opf": b"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A title</dc:title><dc:language>en</dc:language>
<dc:creator id="c">Ann</dc:creator><meta refines="#c" property="role">aut</meta>
<meta property="dcterms:hasVersion">1.0</meta><meta property="dcterms:identifier">0123abcd</meta>
<dc:source>urn:a4</dc:source><meta property="pageBreakSource">urn:a4</meta>
<meta name="cover" content="cover-image"/></metadata>
<manifest>
<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="style" href="style.css" media-type="text/css"/>
<item id="cover-image" href="a%20dot.png" media-type="image/png" properties="cover-image"/>
</manifest>
<spine toc="ncx"><itemref idref="cover" linear="no"/><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/>
</spine></package>""",
    "EPUB/cover.xhtml": xhtml('<body epub:type="cover"><img src="a%20dot.png" alt="Cover: A title"/></body>'),
    "EPUB/nav.xhtml": xhtml("""<body><nav epub:type="toc"><h1>Contents</h1>
<ol><li><a href="one.xhtml#t">A title</a><ol><li><a href="one.xhtml#s">A <b>section</b></a>
<ol><li><a href="two.xhtml#deeper">Deeper</a></li></ol></li><li><a href="two.xhtml#last">Last</a></li></ol></li>
</ol></nav>
<nav epub:type="page-list" hidden="hidden" aria-label="Pages"><ol><li><a href="one.xhtml#page.1">1</a></li>
<li><a href="two.xhtml#page.2">2</a></li></ol></nav>
<nav epub:type="landmarks" hidden="hidden"><ol>
<li><a epub:type="cover" href="cover.xhtml">Cover: A title</a></li></ol></nav></body>"""),
    "EPUB/one.xhtml": xhtml(f"""<body><main>{marker(1)}<h1 id="t">A title</h1><section id="s"><h2>A <b>section</b></h2>
<p>See <a href="two.xhtml#last">the last</a>, <a href="#t">the title</a> or <a href="https://x.example">x</a>.</p>
<figure><img src="a%20dot.png" alt="A dot"/></figure></section></main></body>"""),
    "EPUB/two.xhtml": xhtml(
        f"""<body><h3 id="deeper">Deeper</h3><ul><li>one</li></ul>{marker(2)}
<h2 id="last">Last</h2><p>End.</p></body>"""
    ),
    "EPUB/toc.ncx": b"""<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>
<navPoint id="a"><navLabel><text>A title</text></navLabel><content src="one.xhtml#t"/>
<navPoint id="b"><navLabel><text>A section</text></navLabel><content src="one.xhtml#s"/>
<navPoint id="c"><navLabel><text>Deeper</text></navLabel><content src="two.xhtml#deeper"/></navPoint></navPoint>
<navPoint id="d"><navLabel><text>Last</text></navLabel><content src="two.xhtml#last"/></navPoint>
</navPoint></navMap></ncx>""",
    "EPUB/style.css": b"p { margin: 0 } .gone { display: none }",
    "EPUB/a dot.png": DOT,
}
OUTLINE = (Heading(1, "A title"), Heading(2, "A section"), Heading(3, "Deeper"), Heading(2, "Last"))
SOUND = Reading(
    pieces=(
        Piece(Kind.HEADING, "A title", level=1),
        Piece(Kind.HEADING, "A section", level=2),
        Piece(
            Kind.PARAGRAPH,
            "See the last, the title or x.",
            links=(Link("#last", "the last"), Link("#t", "the title"), Link("https://x.example", "x")),
        ),
        Piece(Kind.FIGURE, "A dot"),
        Piece(Kind.HEADING, "Deeper", level=3),
        Piece(Kind.ITEM, "one", depth=1, mark="•"),
        Piece(Kind.HEADING, "Last", level=2),
        Piece(Kind.PARAGRAPH, "End."),
    ),
    contents={"navigation": OUTLINE, "NCX": OUTLINE},
    metadata={
        "dc:title": "A title",
        "dc:language": "en",
        "dc:creator": "Ann",
        "dcterms:hasVersion": "1.0",
        "dcterms:identifier": "0123abcd",
        "dc:source": "urn:a4",
        "pageBreakSource": "urn:a4",
        "cover": "cover-image",
        "title": "A title",
        "lang": "en",
        "fingerprint": "0123abcd",
        "description": "",
        "cover_title": "Cover: A title",
        "contents_title": "Contents",
        "pages_title": "Pages",
        "author": "Ann",
    },
)


def zipped(files: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as book:
        for name, data in files.items():
            book.writestr(name, data, ZIP_STORED if name == "mimetype" else method)
    return buffer.getvalue()


def changed(name: str, old: str = "", new: str = "") -> dict[str, bytes]:
    """Return the files with one changed."""
    assert FILES[name].decode().count(old) >= 1
    return {**FILES, name: FILES[name].replace(old.encode(), new.encode(), 1)}


def without(name: str) -> dict[str, bytes]:
    return {key: data for key, data in FILES.items() if key != name}


def test_a_sound_book_whole() -> None:
    assert read(zipped(FILES)) == SOUND


def test_a_whole_edition_is_read_as_what_the_source_has(kitchen_sink: Prepared, templates: Templates) -> None:
    reading = read(write(kitchen_sink.sheet, EDITIONS["epub"], templates))
    pieces = expected_pieces(kitchen_sink.inventory, EDITIONS["epub"])
    expected = tuple(
        replace(piece, spelled="", foreign=tuple(part._replace(spelled="") for part in piece.foreign))
        for piece in pieces
    )
    assert (reading.pieces, reading.unread, reading.unseen) == (expected, (), ())
    assert reading.contents == dict.fromkeys(("navigation", "NCX"), kitchen_sink.inventory.outline)
    assert (reading.metadata["title"], reading.metadata["lang"]) == (
        kitchen_sink.inventory.title,
        kitchen_sink.inventory.lang,
    )


OPF, ONE, TWO, NAV, NCX, COVER = (
    f"EPUB/{name}" for name in ("content.opf", "one.xhtml", "two.xhtml", "nav.xhtml", "toc.ncx", "cover.xhtml")
)
ASTRAY = "the list of pages does not lead to the places that are marked, one after the other"
FIRST, SECOND = (
    f'<li><a href="{name}.xhtml#page.{number}">{number}</a></li>' for name, number in (("one", 1), ("two", 2))
)
BROKEN = {
    "no container": (without("META-INF/container.xml"), "there is no file META-INF/container.xml"),
    "no package": (without(OPF), "there is no file EPUB/content.opf"),
    "no NCX": (without(NCX), "there is no file EPUB/toc.ncx"),
    "no page": (without(ONE), "there is no file EPUB/one.xhtml"),
    "no style sheet": (without("EPUB/style.css"), "EPUB/one.xhtml: there is no style sheet EPUB/style.css"),
    "a style sheet of another kind": (
        changed(OPF, 'media-type="text/css"', 'media-type="text/plain"'),
        "EPUB/one.xhtml: there is no style sheet EPUB/style.css",
    ),
    "no picture": (without("EPUB/a dot.png"), "EPUB/one.xhtml: the picture 'A dot' is not in the book"),
    "a damaged picture": ({**FILES, "EPUB/a dot.png": DOT[:-9]}, "EPUB/a dot.png is a damaged PNG"),
    "a file too many": ({**FILES, "EPUB/x.txt": b""}, "EPUB/x.txt is in the archive, but not in the manifest"),
    "a file outside": ({**FILES, "../x": b""}, "../x leads out of the archive"),
    "another type": ({**FILES, "mimetype": b"application/zip"}, "the file mimetype does not say application/epub+zip"),
    "the type not first": (
        dict(reversed(list(FILES.items()))),
        "the archive does not begin with the file mimetype, stored as it is",
    ),
    "bad XML": (
        changed(ONE, "</main>"),
        "EPUB/one.xhtml could not be read: it is not well-formed XML: mismatched tag: line 7, column 65",
    ),
    "an entity of its own": (
        changed(ONE, "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY a "b">]>'),
        "EPUB/one.xhtml could not be read: it declares entities",
    ),
    "an unknown entity": (
        changed(ONE, "See", "&nbsp;"),
        "EPUB/one.xhtml could not be read: it is not well-formed XML: undefined entity: line 6, column 3",
    ),
    "no namespace": (
        changed(ONE, ' xmlns="http://www.w3.org/1999/xhtml"'),
        "EPUB/one.xhtml could not be read: its root is not in the namespace http://www.w3.org/1999/xhtml",
    ),
    "nested deeply": (
        changed(ONE, "<main>", f"<main>{'<div>' * 100}{'</div>' * 100}"),
        "EPUB/one.xhtml could not be read: its elements are nested deeper than 100",
    ),
    "another language": (changed(ONE, ' lang="en"', ' lang="de"'), "EPUB/one.xhtml is marked as de, the book as en"),
    "no language": (changed(ONE, ' xml:lang="en"'), "EPUB/one.xhtml is marked as no language, the book as en"),
    "a script": (changed(ONE, "<main>", "<main><script/>"), "EPUB/one.xhtml: <script> can change what the page shows"),
    "a page twice": (changed(OPF, 'idref="two"', 'idref="one"'), "a page stands in the reading order more than once"),
    "a page left out": (changed(OPF, '<itemref idref="two"/>'), "EPUB/two.xhtml is not in the reading order"),
    "a page aside": (
        changed(OPF, 'idref="two"', 'idref="two" linear="no"'),
        "EPUB/two.xhtml is outside the reading order",
    ),
    "a page unknown": (changed(OPF, 'idref="two"', 'idref="x"'), "the reading order names 'x', which is no page"),
    "an id twice": (changed(OPF, 'id="style"', 'id="ncx"'), "the manifest has the id ncx more than once"),
    "no cover": (changed(COVER, ' epub:type="cover"'), "there is no cover in the reading order"),
    "a cover without a text": (
        changed(COVER, "Cover: A title"),
        "EPUB/cover.xhtml is not one picture with an alternative text",
    ),
    "a cover unmarked": (
        changed(OPF, ' properties="cover-image"'),
        "EPUB/cover.xhtml does not show the one picture that the package marks as the cover",
    ),
    "no contents": (
        changed(NAV, 'epub:type="toc"'),
        "the navigation document has no contents that a reader sees, or more than one",
    ),
    "hidden contents": (
        changed(NAV, "<ol><li><a href", '<ol class="gone"><li><a href'),
        "the navigation document has no contents that a reader sees, or more than one",
    ),
    "an entry astray": (
        changed(NAV, "one.xhtml#s", "two.xhtml#last"),
        "the entry 'A section' of the navigation does not lead to its heading: two.xhtml#last",
    ),
    "an entry to nothing": (
        changed(NCX, "one.xhtml#s", "one.xhtml#x"),
        "the entry 'A section' of the NCX does not lead to its heading: one.xhtml#x",
    ),
    "a link to nothing": (changed(ONE, "two.xhtml#last", "two.xhtml#x"), "the link two.xhtml#x leads to nothing"),
    "a link to nothing here": (changed(ONE, '#t"', '#x"'), "EPUB/one.xhtml: the link #x leads to nothing"),
    "no list of pages": (
        changed(NAV, "page-list", "x"),
        "the navigation document has no list of pages, or more than one",
    ),
    "a page that is not listed": (changed(NAV, SECOND), ASTRAY),
    "a page listed twice": (changed(NAV, SECOND, SECOND * 2), ASTRAY),
    "pages listed in another order": (changed(NAV, f"{FIRST}\n{SECOND}", SECOND + FIRST), ASTRAY),
    "a page listed under another": (changed(NAV, f"</li>\n{SECOND}", f"<ol>{SECOND}</ol></li>"), ASTRAY),
    "a page listed that is not marked": (changed(TWO, marker(2)), ASTRAY),
    "a page listed by another number": (changed(NAV, ">2</a>", ">3</a>"), ASTRAY),
    "a page that leads to no marker": (changed(NAV, "two.xhtml#page.2", "two.xhtml#last"), ASTRAY),
    "a marker that is hidden": (changed(TWO, marker(2), f'<p class="gone">{marker(2)}</p>'), ASTRAY),
    "a page left out of the count": (
        {**changed(TWO, 'label="2"', 'label="3"'), NAV: FILES[NAV].replace(b">2</a>", b">3</a>")},
        "the pages that are marked are not 1, 2 and so on, but 1, 3",
    ),
    "a marker with words": (
        changed(TWO, "></span>", ">2</span>"),
        "<span> has the role 'doc-pagebreak', which may change what it is",
    ),
    "a marker that says more than a number": (
        changed(TWO, 'label="2"', 'label="take 2"'),
        "<span> is announced as 'take 2', not as ''",
    ),
    "a marker on the cover": (
        changed(COVER, "<img", f"{marker(3)}<img"),
        "EPUB/cover.xhtml is not one picture with an alternative text",
    ),
    "pages of an edition not named": (
        changed(OPF, '<meta property="pageBreakSource">urn:a4</meta>'),
        "the package does not say of which edition the pages are",
    ),
    "pages of an edition that is no source": (
        changed(OPF, "<dc:source>urn:a4", "<dc:source>urn:letter"),
        "the package does not say of which edition the pages are",
    ),
    "a note's call that leads elsewhere": (
        changed(ONE, '<a href="#t"', '<a epub:type="noteref" href="#t"'),
        "EPUB/one.xhtml: the call 'the title' does not lead to a note: #t",
    ),
    "a role": (changed(ONE, "<h2>", '<h2 role="none">'), "<h2> has the role 'none', which may change what it is"),
}


@pytest.mark.parametrize(("files", "reason"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named(files: dict[str, bytes], reason: str) -> None:
    assert reason in read(zipped(files)).unread


FAULTS = {
    "an entry missing": (changed(NAV, '<li><a href="two.xhtml#last">Last</a></li>'), "contents"),
    "an entry moved down": (
        {
            **FILES,
            NCX: FILES[NCX]
            .replace(b"</navPoint></navPoint>\n", b"</navPoint>\n")
            .replace(b"\n</navPoint></navMap>", b"\n</navPoint></navPoint></navMap>"),
        },
        "contents",
    ),
    "an entry's words changed": (changed(NCX, "Deeper", "Deep"), "contents"),
    "a heading demoted": (changed("EPUB/two.xhtml", '<h2 id="last">Last</h2>', '<h3 id="last">Last</h3>'), "pieces"),
    "an item dropped": (changed("EPUB/two.xhtml", "<li>one</li>"), "pieces"),
    "a paragraph hidden by the style sheet": (changed("EPUB/two.xhtml", "<p>End.", '<p class="gone">End.'), "pieces"),
    "pages swapped": (
        changed(OPF, '<itemref idref="one"/><itemref idref="two"/>', '<itemref idref="two"/><itemref idref="one"/>'),
        "pieces",
    ),
    "another title": (changed(OPF, "<dc:title>A title", "<dc:title>B title"), "metadata"),
    "another language": (changed(OPF, "<dc:language>en", "<dc:language>de"), "metadata"),
}


@pytest.mark.parametrize(("files", "field"), FAULTS.values(), ids=FAULTS)
def test_damage_is_seen(files: dict[str, bytes], field: str) -> None:
    assert getattr(read(zipped(files)), field) != getattr(SOUND, field)


def test_what_the_style_sheet_hides_is_told_of() -> None:
    reading = read(zipped(changed("EPUB/two.xhtml", "<p>End.", '<p class="gone">End.')))
    assert reading.unseen == (("End.", "display: none"),)


def test_an_archive_that_is_none() -> None:
    assert read(b"PK") == Reading((), unread=("the archive cannot be opened: File is not a zip file",))


def test_an_archive_without_a_file() -> None:
    assert "the archive does not begin with the file mimetype, stored as it is" in read(zipped({})).unread


@pytest.mark.parametrize("size", [10, 1_000, -1_000, -30])
def test_an_archive_that_is_cut_off(size: int) -> None:
    reading = read(zipped(FILES)[:size])
    assert reading.pieces == ()
    assert reading.unread


def test_a_flipped_byte_in_a_page() -> None:
    data = bytearray(zipped(FILES, ZIP_STORED))
    data[data.index(b"End.")] ^= 1
    assert "EPUB/two.xhtml cannot be unpacked: Bad CRC-32 for file 'EPUB/two.xhtml'" in read(bytes(data)).unread


def test_a_file_that_stands_twice() -> None:
    buffer = BytesIO(zipped(FILES))
    with ZipFile(buffer, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
        book.writestr(ONE, FILES[ONE])
    assert f"{ONE} is in the archive more than once" in read(buffer.getvalue()).unread


def test_a_way_of_packing_that_epub_does_not_have() -> None:
    assert "META-INF/container.xml is packed in a way that EPUB does not allow" in read(zipped(FILES, ZIP_LZMA)).unread


def test_an_archive_that_would_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 100_000)
    data = zipped({**FILES, "EPUB/x": b"0" * 1_000_000})
    assert len(data) < 100_000
    assert read(data) == Reading((), unread=("the archive is larger than 2000 files or 100000 bytes",))


def test_an_archive_that_lies_about_its_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its list says 10 bytes, its content is a million: no more than the 10 are unpacked."""
    monkeypatch.setattr(archive, "MAX_BYTES", 100_000)
    data = zipped({**FILES, "EPUB/x": b"0" * 1_000_000})
    (reason,) = [
        text
        for text in read(data.replace(struct.pack("<L", 1_000_000), struct.pack("<L", 10))).unread
        if "EPUB/x" in text
    ][:1]
    assert reason.startswith("EPUB/x cannot be unpacked")


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(), st.builds(lambda name, data: zipped({**FILES, name: data}), st.sampled_from([*FILES]), st.binary())
    )
)
def test_any_bytes_are_read_without_failing(data: bytes) -> None:
    assert isinstance(read(data), Reading)


@settings(deadline=None)
@given(st.integers(0, len(zipped(FILES)) - 1), st.integers(1, 255))
def test_any_changed_byte_is_read_without_failing(place: int, change: int) -> None:
    data = bytearray(zipped(FILES))
    data[place] ^= change
    assert isinstance(read(bytes(data)), Reading)


def test_a_landmark_has_the_words_of_a_title_that_may_break() -> None:
    title = "A tit<wbr/>le"
    files = changed("EPUB/one.xhtml", '<h1 id="t">A title', f'<h1 id="t">{title}') | changed(
        "EPUB/nav.xhtml", "Cover: A title</a></li>", 'Cover: A title</a></li><li><a href="one.xhtml">A title</a></li>'
    )
    assert read(zipped(files)).unread == ()
