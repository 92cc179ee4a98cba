"""Faults in a finished EPUB: its pages, its contents page, NCX and package, and its archive."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from mutants.mutant import Mutant, expect, finished, replaced
from mutants.pages import CLOSING, TEXTS, WARNING

from press.verify import Code

PAGE, NAV, NCX, PACKAGE = "EPUB/text/handout.xhtml", "EPUB/nav.xhtml", "EPUB/toc.ncx", "EPUB/content.opf"
_SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
_FONT = "EPUB/fonts/AtkinsonHyperlegibleNext-Regular.woff2"
COVER, STYLE, CONTAINER = "EPUB/cover.xhtml", "EPUB/style.css", "META-INF/container.xml"

Files = dict[str, bytes]

SHARED = (
    "paragraph dropped",
    "paragraph emptied",
    "paragraph commented out",
    "paragraph twice",
    "paragraphs swapped",
    "word dropped",
    "digit dropped",
    "words swapped",
    "words joined",
    "word split",
    "letter case",
    "advertisement",
    "summary dropped",
    "category dropped",
    "author dropped",
    "review date changed",
    "heading demoted",
    "heading made bold",
    "item dropped",
    "items joined",
    "items swapped",
    "list counts from 1",
    "item's number changed",
    "tick box ticked",
    "tick box dropped",
    "note's second paragraph dropped",
    "line to write on dropped",
    "caption dropped",
    "alternative changed",
    "last row dropped",
    "cell dropped",
    "cells swapped",
    "header cell dropped",
    "crisis line dropped",
    "crisis number mistyped",
    "link mistyped",
    "link taken away",
    "link at other words",
    "link at more words",
    "numbers' links at one number",
    "language where there is none",
    "language of a paragraph",
    "link to the wrong section",
    "anchor taken away",
    "warning of no class",
    "warning made a note by its class",
    "warning made a note besides",
    "warning that is no box",
    "warning without its name",
    "warning called otherwise",
    "warning called by its second words",
    "warning outside its box",
    "paragraph in a warning's box",
    "crisis box of no class",
    "section called otherwise",
    "section called by what follows",
    "sources called notes",
    "list called otherwise",
    "list called by nothing",
    "main part called otherwise",
)
"""The faults of the web page that are put into the book's page too, for the same codes."""

FAULTS: dict[str, tuple[str, str, str, Code]] = {
    "language of words changed": (
        PAGE,
        '<span lang="es" xml:lang="es"',
        '<span lang="es" xml:lang="en"',
        Code.LANGUAGE,
    ),
    "language of words taken away": (PAGE, '<span lang="es" xml:lang="es">', "<span>", Code.LANGUAGE),
    "title of the page's file": (PAGE, "<title>A handout to damage</title>", "<title>Handout</title>", Code.UNREADABLE),
    "language of the page": (PAGE, 'lang="en" xml:lang="en"', 'lang="de" xml:lang="de"', Code.UNREADABLE),
    "two languages": (PAGE, 'lang="en" xml:lang="en"', 'lang="en" xml:lang="de"', Code.UNREADABLE),
    "not well-formed": (PAGE, CLOSING, CLOSING[:-1], Code.UNREADABLE),
    "entity declared": (PAGE, "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY a "b">]>', Code.UNREADABLE),
    "script": (PAGE, "</main>", "<script/></main>", Code.UNREADABLE),
    "another namespace": (PAGE, "http://www.w3.org/1999/xhtml", "http://www.w3.org/1999/xhtm", Code.UNREADABLE),
    "hidden in the page": (PAGE, WARNING, WARNING.replace("<p>", '<p style="display: none">'), Code.UNSEEN),
    "hidden by attribute": (PAGE, WARNING, WARNING.replace("<p>", '<p hidden="hidden">'), Code.UNSEEN),
    "hidden from who listens": (PAGE, WARNING, WARNING.replace("<p>", '<p aria-hidden="true">'), Code.UNSEEN),
    "without its style sheet": (PAGE, 'href="../style.css"', 'href="../none.css"', Code.UNREADABLE),
    "picture of another name": (PAGE, 'src="../images/1.svg"', 'src="../images/3.svg"', Code.UNREADABLE),
    "contents: entry dropped": (
        NAV,
        '<li><a href="text/handout.xhtml#before-you-go">Before you go</a>\n</li>',
        "",
        Code.CONTENTS,
    ),
    "contents: entry twice": (
        NAV,
        '<li><a href="text/handout.xhtml#before-you-go">Before you go</a>\n</li>',
        '<li><a href="text/handout.xhtml#before-you-go">Before you go</a>\n</li>' * 2,
        Code.CONTENTS,
    ),
    "contents: entry renamed": (NAV, ">Before you go<", ">Before you leave<", Code.CONTENTS),
    "contents: entry to another place": (NAV, "#before-you-go", "#small-things", Code.UNREADABLE),
    "contents: entry to nowhere": (NAV, "#before-you-go", "#no-such-place", Code.UNREADABLE),
    "contents: entry without a link": (NAV, ' href="text/handout.xhtml#before-you-go"', "", Code.UNREADABLE),
    "contents: entry to elsewhere": (
        NAV,
        "text/handout.xhtml#before-you-go",
        "https://elsewhere.example/",
        Code.UNREADABLE,
    ),
    "contents: levels flattened": (
        NAV,
        '<ol>\n<li><a href="text/handout.xhtml#small-things">Small things</a>\n<ol>\n'
        '<li><a href="text/handout.xhtml#smaller-things">Smaller things</a>\n</li>\n</ol>\n</li>\n</ol>',
        '<ol>\n<li><a href="text/handout.xhtml#small-things">Small things</a></li>\n'
        '<li><a href="text/handout.xhtml#smaller-things">Smaller things</a>\n</li>\n</ol>',
        Code.CONTENTS,
    ),
    "contents: hidden": (NAV, '<nav epub:type="toc"', '<nav hidden="hidden" epub:type="toc"', Code.UNREADABLE),
    "contents: of another title": (NAV, ">Contents</h1>", ">Take 50 mg</h1>", Code.METADATA),
    "contents: of no type": (NAV, 'epub:type="toc" role="doc-toc"', 'role="doc-toc"', Code.UNREADABLE),
    "contents: not well-formed": (NAV, "</nav>\n</body>", "</body>", Code.UNREADABLE),
    "contents: all gone": (
        NAV,
        '<ol>\n<li><a href="text/handout.xhtml#label.title">',
        '<ol hidden="">\n<li><a href="text/handout.xhtml#label.title">',
        Code.UNREADABLE,
    ),
    "NCX: entry renamed": (NCX, "<text>Before you go</text>", "<text>Before</text>", Code.CONTENTS),
    "NCX: entry to another place": (NCX, "#before-you-go", "#small-things", Code.UNREADABLE),
    "NCX: entry emptied": (NCX, "<text>Before you go</text>", "<text/>", Code.CONTENTS),
    "NCX: not well-formed": (NCX, "</navMap>", "", Code.UNREADABLE),
    "NCX: another namespace": (NCX, "http://www.daisy.org/z3986/2005/ncx/", "http://example.org/", Code.UNREADABLE),
    "package: title": (PACKAGE, "<dc:title>A handout to damage", "<dc:title>A handout", Code.METADATA),
    "package: language": (PACKAGE, "<dc:language>en", "<dc:language>fr", Code.METADATA),
    "package: title dropped": (PACKAGE, "<dc:title>A handout to damage</dc:title>", "", Code.METADATA),
    "package: author dropped": (PACKAGE, '<dc:creator id="author-2">Bo Writer</dc:creator>', "", Code.METADATA),
    "package: page out of the spine": (PACKAGE, '<itemref idref="handout"/>', "", Code.MISSING_HEADING),
    "package: page aside": (
        PACKAGE,
        '<itemref idref="handout"/>',
        '<itemref linear="no" idref="handout"/>',
        Code.UNREADABLE,
    ),
    "package: page twice": (PACKAGE, '<itemref idref="handout"/>', '<itemref idref="handout"/>' * 2, Code.REPEATED),
    "package: page of another kind": (
        PACKAGE,
        'id="handout" media-type="application/xhtml+xml"',
        'id="handout" media-type="text/plain"',
        Code.UNREADABLE,
    ),
    "package: page of another file": (PACKAGE, 'href="text/handout.xhtml"', 'href="text/hand.xhtml"', Code.UNREADABLE),
    "package: two with one id": (PACKAGE, 'id="picture-1"', 'id="handout"', Code.UNREADABLE),
    "package: contents not marked": (PACKAGE, ' properties="nav"', "", Code.UNREADABLE),
    "package: NCX not named": (PACKAGE, '<spine toc="ncx">', "<spine>", Code.UNREADABLE),
    "package: style sheet not named": (
        PACKAGE,
        '<item href="style.css" id="style" media-type="text/css"/>',
        "",
        Code.UNREADABLE,
    ),
    "package: cover not marked": (PACKAGE, ' properties="cover-image"', "", Code.UNREADABLE),
    "package: pages turn backwards": (
        PACKAGE,
        '<spine toc="ncx">',
        '<spine toc="ncx" page-progression-direction="rtl">',
        Code.UNREADABLE,
    ),
    "package: fixed layout": (
        PACKAGE,
        "</metadata>",
        '<meta property="rendition:layout">pre-paginated</meta></metadata>',
        Code.UNREADABLE,
    ),
    "cover: not shown": (COVER, '<img src="images/cover.png"', '<b title="images/cover.png"', Code.UNREADABLE),
    "cover: further words": (
        COVER,
        'alt="Cover: A handout to damage"',
        'alt="Cover: A handout to damage. Take 50 mg."',
        Code.METADATA,
    ),
    "landmark: renamed": (NAV, ">Cover: A handout to damage<", ">Take 50 mg<", Code.UNREADABLE),
    "landmark: to another page": (NAV, 'href="cover.xhtml"', 'href="nav.xhtml"', Code.UNREADABLE),
    "landmark: to elsewhere": (NAV, 'href="text/handout.xhtml">', 'href="https://x.example/">', Code.UNREADABLE),
    "landmark: of another type": (NAV, '<a epub:type="toc"', '<a epub:type="cover"', Code.UNREADABLE),
    "landmarks: called otherwise": (
        NAV,
        'hidden="hidden" aria-label="Contents"',
        'hidden="hidden" aria-label="Take 50 mg"',
        Code.UNREADABLE,
    ),
    "pages: called otherwise": (NAV, 'aria-label="Pages of', 'aria-label="Doses of', Code.METADATA),
    "contents: called otherwise": (NAV, 'aria-labelledby="label.contents"', 'aria-label="Doses"', Code.UNREADABLE),
    "contents: further links": (NAV, "</body>", '<a href="text/handout.xhtml">Take 50 mg</a></body>', Code.UNREADABLE),
    "contents: a further list": (
        NAV,
        "</body>",
        '<nav epub:type="lot"><ol><li><a href="text/handout.xhtml">50 mg</a></li></ol></nav></body>',
        Code.UNREADABLE,
    ),
    "paragraph made a page's beginning": (
        PAGE,
        WARNING,
        WARNING.replace("<p>", '<p epub:type="pagebreak">'),
        Code.UNREADABLE,
    ),
    "warning made a page's beginning": (PAGE, WARNING, f'<div epub:type="pagebreak">{WARNING}</div>', Code.UNREADABLE),
    "package: another description": (PACKAGE, "<dc:description>The", "<dc:description>A", Code.METADATA),
    "package: a further description": (
        PACKAGE,
        "<dc:date>",
        "<dc:description>Take 50 mg.</dc:description><dc:date>",
        Code.UNREADABLE,
    ),
    "package: a guide": (
        PACKAGE,
        "</package>",
        '<guide><reference type="cover" title="50 mg" href="nav.xhtml"/></guide></package>',
        Code.UNREADABLE,
    ),
    "package: bindings": (PACKAGE, "</package>", "<bindings/></package>", Code.UNREADABLE),
    "package: more about it elsewhere": (
        PACKAGE,
        "</metadata>",
        '<link rel="record" href="https://x.example/"/></metadata>',
        Code.UNREADABLE,
    ),
    "description twice": (PAGE, "<head>", '<head><meta name="description" content="50 mg"/>', Code.UNREADABLE),
    "cover: without words": (COVER, 'alt="Cover: A handout to damage"', 'alt=""', Code.UNREADABLE),
    "cover: of another handout": (COVER, 'alt="Cover: A handout to damage"', 'alt="Cover: Another"', Code.UNREADABLE),
    "container: no package": (CONTAINER, "EPUB/content.opf", "EPUB/package.opf", Code.UNREADABLE),
    "elsewhere by its base": (PAGE, "</title>", '</title><base href="https://x.example/"/>', Code.UNREADABLE),
    "refresh": (PAGE, "</title>", '</title><meta http-equiv="refresh" content="0"/>', Code.UNREADABLE),
    "style sheet by an instruction": (PAGE, "<html", '<?xml-stylesheet href="x.css"?><html', Code.UNREADABLE),
    "warning made a note": (PAGE, WARNING, f'<div epub:type="footnote">{WARNING}</div>', Code.UNREADABLE),
    "warning made a note aside": (PAGE, WARNING, f'<aside epub:type="endnote">{WARNING}</aside>', Code.UNREADABLE),
    "style sheet to be chosen": (PAGE, 'rel="stylesheet"', 'rel="alternate stylesheet"', Code.UNREADABLE),
    "contents: further words": (NAV, "</body>", "<p>Take 50 mg.</p></body>", Code.UNREADABLE),
    "package: fixed layout of a page": (
        PACKAGE,
        '<itemref idref="handout"/>',
        '<itemref idref="handout" properties="rendition:layout-pre-paginated"/>',
        Code.UNREADABLE,
    ),
    "package: other words read aloud": (PACKAGE, 'id="handout"', 'id="handout" media-overlay="ncx"', Code.UNREADABLE),
    "style: crisis lines hidden": (STYLE, ".crisis a {", ".crisis a { display: none } .crisis a {", Code.UNSEEN),
    "style: page white": (STYLE, "body {", "body { color: #fff } body {", Code.UNSEEN),
    "style: headings tiny": (STYLE, "h2 { font-size: 1.3em }", "h2 { font-size: 0.1em }", Code.UNSEEN),
    "style: numbers taken away": (STYLE, "hr {", "ol { list-style: none } hr {", Code.MARK),
    "style: table off the page": (
        STYLE,
        "\ntable {",
        "\ntable { position: absolute; left: -400px } table {",
        Code.UNSEEN,
    ),
    "style: import": (STYLE, "@font-face", '@import "x.css"; @font-face', Code.UNREADABLE),
}
"""In which file of the archive what is replaced by what, and the code that must come."""


def mutants() -> Iterator[Mutant]:
    for name in SHARED:
        old, new, code = TEXTS[name]
        yield _book(name, _in_file(PAGE, old, new), code)
    yield _book("reference dropped", _in_file(PAGE, '<li id="ref-2">', '<li id="ref-2" hidden="">'), Code.UNSEEN)
    yield _book(
        "title dropped", _in_file(PAGE, '<h1 id="label.title">A handout to damage</h1>', ""), Code.MISSING_HEADING
    )
    for name, (file, old, new, code) in FAULTS.items():
        count = 2 if "@font-face" in old else 1
        yield _book(name, _in_file(file, old, new, count=count), code)
    yield from _archives()
    yield from _files()


def _book(name: str, change: Callable[[Files], Files], *codes: Code) -> Mutant:
    return finished(name, lambda data: packed(change(unpacked(data))), expect(["epub"], *codes))


def unpacked(data: bytes) -> Files:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return buffer.getvalue()


def _in_file(file: str, old: str, new: str, *, count: int = 1) -> Callable[[Files], Files]:
    return lambda files: files | {file: replaced(files[file].decode(), old, new, count=count).encode()}


def _without(file: str) -> Callable[[Files], Files]:
    return lambda files: {name: data for name, data in files.items() if name != file}


def _files() -> Iterator[Mutant]:
    """Yield faults of whole files."""
    for file in (
        PAGE,
        NAV,
        NCX,
        PACKAGE,
        COVER,
        STYLE,
        CONTAINER,
        "mimetype",
        "EPUB/images/1.svg",
        "EPUB/images/cover.png",
    ):
        yield _book(f"{file} gone", _without(file), Code.UNREADABLE)
        if file != STYLE:  # see EQUIVALENT
            yield _book(f"{file} empty", lambda files, file=file: files | {file: b""}, Code.UNREADABLE)
    yield _book("another font", lambda files: files | {_FONT: files[_FONT][:-1] + b"x"}, Code.FONT)
    yield _book("another logo", lambda files: files | {"EPUB/images/2.svg": _SQUARE}, Code.CHANGED)
    yield _book("another picture", lambda files: files | {"EPUB/images/1.svg": _SQUARE}, Code.CHANGED)
    yield _book("page cut off", lambda files: files | {PAGE: files[PAGE][:-200]}, Code.UNREADABLE)
    yield _book(
        "page in Latin-1",
        lambda files: files | {PAGE: files[PAGE].decode().encode("latin-1", "replace")},
        Code.UNREADABLE,
    )
    yield _book(
        "cover cut off",
        lambda files: files | {"EPUB/images/cover.png": files["EPUB/images/cover.png"][:900]},
        Code.UNREADABLE,
    )
    yield _book("a page too many", lambda files: files | {"EPUB/more.xhtml": files[COVER]}, Code.UNREADABLE)
    yield _book("a file outside", lambda files: files | {"../evil.txt": b"x"}, Code.UNREADABLE)
    yield _book("encrypted fonts", lambda files: files | {"META-INF/encryption.xml": b"<encryption/>"}, Code.UNREADABLE)
    yield _book("mimetype not first", lambda files: dict(reversed(files.items())), Code.UNREADABLE)
    yield _book("another mimetype", lambda files: files | {"mimetype": b"application/zip"}, Code.UNREADABLE)
    yield _book("NCX: entry dropped", _last_point, Code.CONTENTS)


def _last_point(files: Files) -> Files:
    text = files[NCX].decode()
    start, end = text.rindex('<navPoint id="to-before-you-go">'), text.rindex("</navPoint>\n    </navPoint>")
    return files | {NCX: (text[:start] + text[end + len("</navPoint>") :]).encode()}


def _archives() -> Iterator[Mutant]:
    """Yield faults of the archive's bytes."""
    book = expect(["epub"], Code.UNREADABLE)
    yield finished("archive cut off", lambda data: data[: len(data) // 2], book)
    yield finished("archive's end cut off", lambda data: data[:-10], book)
    yield finished("archive empty", lambda _: b"", book)
    yield finished("something before the archive", lambda data: b"x" * 30 + data, book)
    yield finished("something after the archive", lambda data: data + b"PK\x05\x06" + bytes(18), book)
    yield finished("byte of the page flipped", lambda data: _flipped(data, PAGE), book)
    yield finished("byte of the contents flipped", lambda data: _flipped(data, NAV), book)
    yield finished("byte of the package flipped", lambda data: _flipped(data, PACKAGE), book)
    yield finished("file named twice", _named_twice, book)


def _flipped(data: bytes, file: str) -> bytes:
    """Return an archive with a bit of a packed file flipped."""
    with ZipFile(BytesIO(data)) as archive:
        entry = archive.getinfo(file)
    name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    place = entry.header_offset + 30 + name + extra + entry.compress_size // 2
    return data[:place] + bytes([data[place] ^ 16]) + data[place + 1 :]


def _named_twice(data: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in unpacked(data).items():
            archive.writestr(name, content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
        archive.NameToInfo.clear()
        archive.writestr(PAGE, unpacked(data)[PAGE].replace(b"closing words", b"closing"))
    return buffer.getvalue()
