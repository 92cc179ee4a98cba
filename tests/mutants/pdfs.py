"""Faults in a finished PDF: its structure, its content streams, fonts, links, bookmarks, pages and bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zlib import compress, decompress

import pikepdf
from fontTools.ttLib import TTFont
from mutants.mutant import Mutant, expect, finished
from pikepdf import Array, Dictionary, Name, String

from press.verify import Code

Edit = Callable[["Sheet"], None]

WARNING, CLOSING, LAST_CELL = "Do not stop a medicine on your own.", "The closing words of the handout.", "Sunday"
POINTS, ROWS = "Rest when you can.", "600"

_KEYWORDS = (
    b'<rdf:Description rdf:about=""><pdf:Keywords xmlns:pdf="http://ns.adobe.com/pdf/1.3/">Take 50 mg.</pdf:Keywords>'
    b"</rdf:Description>"
)
_MARK = re.compile(rb"<</MCID (\d+)>>\s+BDC\n(.*?)\nEMC", re.DOTALL)
_FONT = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9a-fA-F]*)>")
_CHARACTER = re.compile(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>")


class Sheet:
    """An open PDF, and where in it which words are."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf: Any = pdf

    def streams(self) -> list[bytes]:
        return [page.Contents.read_bytes() for page in self.pdf.pages]

    def write(self, page: int, stream: bytes) -> None:
        self.pdf.pages[page].Contents = self.pdf.make_stream(stream)

    def _characters(self, page: int) -> dict[str, dict[str, str]]:
        """Return for each font of a page the characters of its glyphs."""
        fonts = self.pdf.pages[page].Resources.Font
        tables = {name.strip("/"): fonts[name].ToUnicode.read_bytes().decode("latin-1") for name in fonts.keys()}  # noqa: SIM118 - no mapping
        return {
            name: {g: bytes.fromhex(c).decode("utf-16-be") for g, c in _CHARACTER.findall(table)}
            for name, table in tables.items()
        }

    def marks(self) -> Iterator[tuple[int, int, str, tuple[int, int]]]:
        """Yield each marked content: page, number, words, and where in the page's stream its inside is."""
        for page, stream in enumerate(self.streams()):
            characters = self._characters(page)
            for match in _MARK.finditer(stream):
                words, font = "", ""
                for name, glyphs in _FONT.findall(match[2]):
                    font = name.decode() or font
                    digits = glyphs.decode()
                    words += "".join(characters[font].get(digits[i : i + 4], "?") for i in range(0, len(digits), 4))
                yield page, int(match[1]), words, match.span(2)

    def find(self, words: str) -> tuple[int, int, tuple[int, int]]:
        """Return page, number and place of the first marked content that holds words."""
        return next((page, number, span) for page, number, text, span in self.marks() if words in text)

    def inside(self, words: str, change: Callable[[bytes], bytes]) -> None:
        """Change what stands within the marked content that holds words."""
        page, _, (start, end) = self.find(words)
        stream = self.streams()[page]
        changed = change(stream[start:end])
        assert changed != stream[start:end], "the mutant no longer applies"
        self.write(page, stream[:start] + changed + stream[end:])

    def elements(self, role: str = "") -> list[Any]:
        """Return the structure elements of a role in their order."""
        found: list[Any] = []

        def visit(element: Any) -> None:  # noqa: ANN401 - pikepdf objects
            if not role or f"/{role}" == element.S:
                found.append(element)
            for kid in _kids(element):
                if isinstance(kid, Dictionary) and "/S" in kid:
                    visit(kid)

        for kid in _kids(self.pdf.Root.StructTreeRoot):
            visit(kid)
        return found

    def element(self, words: str) -> Any:  # noqa: ANN401 - a pikepdf object
        """Return the innermost structure element with the marked content that holds words."""
        page, number, _ = self.find(words)
        home = self.pdf.pages[page].obj.objgen

        def holds(element: Any, kid: Any) -> bool:  # noqa: ANN401 - pikepdf objects
            if isinstance(kid, int):
                return kid == number and element.Pg.objgen == home
            return "/MCID" in kid and number == kid.MCID and kid.get("/Pg", element.get("/Pg")).objgen == home

        return next(e for e in self.elements() if any(holds(e, kid) for kid in _kids(e)))

    def around(self, words: str, role: str) -> Any:  # noqa: ANN401 - a pikepdf object
        """Return the nearest element of a role around words."""
        element = self.element(words)
        while f"/{role}" != element.S:
            element = element.P
        return element

    def bookmarks(self) -> list[Any]:
        found: list[Any] = []
        pending = [self.pdf.Root.Outlines.First]
        while pending:
            entry = pending.pop()
            found.append(entry)
            pending += [entry[key] for key in ("/Next", "/First") if key in entry]
        return found

    def links(self, target: str) -> list[Any]:
        """Return the annotations that lead to an address or a name."""
        every = [note for page in self.pdf.pages for note in page.get("/Annots", [])]
        return [
            note for note in every if str(note.get("/Dest", note.get("/A", Dictionary()).get("/URI", ""))) == target
        ]


def _kids(element: Any) -> list[Any]:  # noqa: ANN401 - pikepdf objects
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _pdf(name: str, edit: Edit, *codes: Code, article: str = "article") -> Mutant:
    def change(data: bytes) -> bytes:
        with pikepdf.open(BytesIO(data)) as pdf:
            edit(Sheet(pdf))
            buffer = BytesIO()
            pdf.save(buffer, static_id=True)
        return buffer.getvalue()

    return finished(name, change, expect(["a4"], *codes), article=article)


# --- structure ---


def _drop(element: Any) -> None:  # noqa: ANN401 - pikepdf objects
    """Take an element out of its parent."""
    kids = [kid for kid in _kids(element.P) if not (isinstance(kid, Dictionary) and kid.objgen == element.objgen)]
    element.P.K = Array(kids)


def _swap(first: Any, second: Any) -> None:  # noqa: ANN401 - pikepdf objects
    """Exchange two elements of one parent."""
    kids = _kids(first.P)
    i, j = (
        next(n for n, kid in enumerate(kids) if isinstance(kid, Dictionary) and kid.objgen == e.objgen)
        for e in (first, second)
    )
    kids[i], kids[j] = kids[j], kids[i]
    first.P.K = Array(kids)


def _tag(words: str, old: str, new: str) -> Edit:
    """Return an edit of the role of the element around words."""
    return lambda sheet: sheet.around(words, old).__setitem__("/S", Name(f"/{new}"))


def _key(words: str, role: str, key: str, value: object) -> Edit:
    """Return an edit that sets an entry of the element around words."""
    return lambda sheet: sheet.around(words, role).__setitem__(key, value)


def _structures() -> Iterator[Mutant]:
    missing, unreadable = Code.MISSING, Code.UNREADABLE
    yield _pdf("structure: paragraph dropped", lambda s: _drop(s.around(WARNING, "P")), missing, unreadable)
    yield _pdf(
        "structure: heading dropped", lambda s: _drop(s.around("Before", "H2")), Code.MISSING_HEADING, unreadable
    )
    yield _pdf("structure: row dropped", lambda s: _drop(s.around(LAST_CELL, "TR")), missing, unreadable)
    yield _pdf("structure: cell dropped", lambda s: _drop(s.around("Friday", "TD")), missing, unreadable)
    yield _pdf("structure: item dropped", lambda s: _drop(s.around(POINTS, "LI")), missing, unreadable)
    yield _pdf("structure: mark dropped", lambda s: _drop(_kids(s.around(POINTS, "LI"))[0]), Code.MARK)
    yield _pdf(
        "structure: rows swapped", lambda s: _swap(s.around(LAST_CELL, "TR"), s.around("Friday", "TR")), Code.ORDER
    )
    yield _pdf("structure: cells swapped", lambda s: _swap(*_kids(s.around("Friday", "TR"))[:2]), Code.ORDER)
    yield _pdf(
        "structure: items swapped",
        lambda s: _swap(s.around(POINTS, "LI"), s.around("Eat something warm", "LI")),
        Code.ORDER,
    )
    yield _pdf(
        "structure: paragraphs swapped",
        lambda s: _swap(s.around("at night", "P"), s.around("Plain words", "P")),
        Code.ORDER,
    )
    yield _pdf("structure: paragraph twice", _twice, Code.UNREADABLE)
    yield _pdf("structure: paragraph's content twice", _content_twice, Code.UNREADABLE)
    yield _pdf("structure: last line of a paragraph dropped", _last_line_dropped, unreadable, Code.CHANGED)
    yield _pdf("structure: language of words changed", _key("estoy mal", "Span", "/Lang", String("fr")), Code.LANGUAGE)
    yield _pdf(
        "structure: language of words taken away",
        lambda s: s.around("estoy mal", "Span").__delitem__("/Lang"),
        Code.LANGUAGE,
    )
    yield _pdf("structure: language of a paragraph", _key(WARNING, "P", "/Lang", String("es")), unreadable)
    yield _pdf("structure: gone", lambda s: s.pdf.Root.__delitem__("/StructTreeRoot"), unreadable)
    yield _pdf("structure: not marked as such", lambda s: s.pdf.Root.__delitem__("/MarkInfo"), unreadable)
    yield _pdf("structure: marked as none", lambda s: s.pdf.Root.MarkInfo.__setitem__("/Marked", False), unreadable)
    yield _pdf(
        "structure: without the way back", lambda s: s.pdf.Root.StructTreeRoot.__delitem__("/ParentTree"), unreadable
    )
    yield _pdf(
        "structure: roles mapped anew",
        lambda s: s.pdf.Root.StructTreeRoot.__setitem__("/RoleMap", Dictionary(H2=Name.P)),
        unreadable,
    )
    yield _pdf(
        "structure: roles mapped to nothing",
        lambda s: s.pdf.Root.StructTreeRoot.RoleMap.__setitem__("/DT", Name.Artifact),
        unreadable,
    )
    yield _pdf(
        "structure: roles mapped no more", lambda s: s.pdf.Root.StructTreeRoot.__delitem__("/RoleMap"), unreadable
    )
    yield _pdf(
        "structure: attributes by class",
        lambda s: s.pdf.Root.StructTreeRoot.__setitem__("/ClassMap", Dictionary(x=Dictionary(O=Name.Table, RowSpan=3))),
        unreadable,
    )
    yield _pdf(
        "structure: not to be relied on", lambda s: s.pdf.Root.MarkInfo.__setitem__("/Suspects", True), unreadable
    )
    yield _pdf("structure: pages' numbers exchanged", _parents_exchanged, unreadable)
    for name, words, old, new, code in (
        ("heading demoted", "Before", "H2", "H3", Code.HEADING_LEVEL),
        ("heading made a paragraph", "Before", "H2", "P", Code.KIND),
        ("paragraph made a heading", CLOSING, "P", "H2", Code.KIND),
        ("title demoted", "A handout", "H1", "H2", Code.HEADING_LEVEL),
        ("list made a part", POINTS, "L", "Div", Code.UNREADABLE),
        ("item made a paragraph", POINTS, "LI", "P", Code.UNREADABLE),
        ("quotation made a part", "Quoted words", "BlockQuote", "Div", Code.DEPTH),
        ("cell made a paragraph", LAST_CELL, "TD", "P", Code.UNREADABLE),
        ("table made a part", LAST_CELL, "Table", "Div", Code.UNREADABLE),
        ("table's head made its body", "Walk", "THead", "TBody", Code.MARK),
        ("header cell made a cell", "Walk", "TH", "TD", Code.UNREADABLE),
        ("name of a row made a cell", "Sertraline", "TH", "TD", Code.UNREADABLE),
        ("cell made its column's header", "Friday", "TD", "TH", Code.UNREADABLE),
        ("words made a header cell", "code", "Code", "TH", Code.UNREADABLE),
        ("caption made a paragraph", "The ring, drawn", "Caption", "P", Code.KIND),
        ("term made a meaning", "Term of art", "DT", "DD", Code.KIND),
        ("code made a paragraph", "code line one", "Code", "P", Code.KIND),
        ("paragraph made private", WARNING, "P", "Private", Code.UNREADABLE),
        ("paragraph made an artifact", WARNING, "P", "Artifact", Code.UNREADABLE),
        ("link made a span", "six miles", "Link", "Span", Code.UNREADABLE),
        ("paragraph made a note", WARNING, "P", "Note", Code.UNREADABLE),
        ("paragraph of an item made a note", "A further paragraph", "P", "Note", Code.UNREADABLE),
        ("paragraph made nothing", WARNING, "P", "NonStruct", Code.UNREADABLE),
        ("paragraph made a part", WARNING, "P", "Div", Code.UNREADABLE),
        ("box made a note", WARNING, "Div", "Note", Code.UNREADABLE),
    ):
        yield _pdf(f"tag: {name}", _tag(words, old, new), code)
    for name, words, role, key, value, code in (
        ("paragraph with an alternative", WARNING, "P", "/Alt", String("Stop it."), Code.UNREADABLE),
        ("paragraph that is spelled out otherwise", WARNING, "P", "/E", String("Stop it."), Code.UNREADABLE),
        (
            "paragraph that claims other words",
            WARNING,
            "P",
            "/ActualText",
            String("Stop a medicine on your own."),
            Code.UNREADABLE,
        ),
        ("paragraph that claims no words", WARNING, "P", "/ActualText", String(""), Code.UNREADABLE),
        ("heading that claims other words", "Before", "H2", "/ActualText", String("After"), Code.UNREADABLE),
        (
            "item that claims another order",
            POINTS,
            "LBody",
            "/ActualText",
            String("When you can rest."),
            Code.UNREADABLE,
        ),
        (
            "list of another count",
            "Third step",
            "L",
            "/A",
            Dictionary(O=Name.List, ListNumbering=Name.LowerAlpha),
            Code.UNREADABLE,
        ),
        (
            "list of points that counts",
            POINTS,
            "L",
            "/A",
            Dictionary(O=Name.List, ListNumbering=Name.Decimal),
            Code.UNREADABLE,
        ),
        ("header of the wrong row", "Walk", "TH", "/A", Dictionary(O=Name.Table, Scope=Name.Row), Code.UNREADABLE),
        ("header of a row, too", "Walk", "TH", "/A", Dictionary(O=Name.Table, Scope=Name.Both), Code.UNREADABLE),
        (
            "name of a row the header of its column",
            "Sertraline",
            "TH",
            "/A",
            Dictionary(O=Name.Table, Scope=Name.Column),
            Code.UNREADABLE,
        ),
        ("name of a row that does not say so", "Sertraline", "TH", "/A", Dictionary(O=Name.Table), Code.UNREADABLE),
        ("cell over two rows", "Friday", "TD", "/A", Dictionary(O=Name.Table, RowSpan=2), Code.UNREADABLE),
        ("cell over two columns", "Friday", "TD", "/A", Dictionary(O=Name.Table, ColSpan=2), Code.MARK),
    ):
        yield _pdf(f"claim: {name}", _key(words, role, key, value), code)
    yield _pdf("claim: cell the name of its row", lambda s: _named(s.around("Friday", "TD")), Code.UNREADABLE)
    yield _pdf(
        "claim: another cell the name of its row", lambda s: _named(s.around("one spoonful", "TD")), Code.UNREADABLE
    )
    yield _pdf(
        "claim: empty cell the name of its row",
        lambda s: _named(_kids(s.around("a glass of water", "TR"))[0]),
        Code.UNREADABLE,
    )
    yield _pdf(
        "claim: alternative changed",
        lambda s: s.elements("Figure")[0].__setitem__("/Alt", String("A square")),
        Code.MISSING,
    )
    for name, box in (
        ("elsewhere", Array([0, 0, 9, 9])),
        ("the page", Array([0, 0, 595, 842])),
        ("half as high", None),
    ):
        yield _pdf(
            f"claim: picture's box {name}", lambda s, box=box: _boxed(s.elements("Figure")[1].A, box), unreadable
        )
    yield _pdf("claim: picture without a box", lambda s: s.elements("Figure")[1].A.__delitem__("/BBox"), unreadable)
    yield _pdf("claim: note without a name", lambda s: s.elements("Note")[0].__delitem__("/ID"), unreadable)
    yield _pdf("claim: alternative dropped", lambda s: s.elements("Figure")[0].__delitem__("/Alt"), Code.MISSING)
    yield _pdf(
        "claim: lines' label changed",
        lambda s: s.elements("Figure")[-2].__setitem__("/Alt", String("Space to write, number of lines: 9")),
        Code.CHANGED,
    )
    yield _pdf("claim: every actual text changed", _lying_spans, Code.UNREADABLE)


def _named(cell: Any) -> None:  # noqa: ANN401 - a pikepdf object
    """Make a cell a header of its row."""
    cell.S, cell.A = Name.TH, Dictionary(O=Name.Table, Scope=Name.Row)


def _boxed(attributes: Any, box: Array | None) -> None:  # noqa: ANN401 - a pikepdf object
    """Give a picture another box, by default the lower half of its own."""
    left, bottom, right, top = map(float, attributes.BBox)
    attributes.BBox = box or Array([left, bottom, right, (bottom + top) / 2])


def _twice(sheet: Sheet) -> None:
    element = sheet.around(CLOSING, "P")
    element.P.K = Array([*_kids(element.P), element])


def _content_twice(sheet: Sheet) -> None:
    element = sheet.element(CLOSING)
    element.K = Array([*_kids(element), *_kids(element)])


def _last_line_dropped(sheet: Sheet) -> None:
    element = sheet.around("at night", "P")
    element.K = Array(_kids(element)[:-1])


def _parents_exchanged(sheet: Sheet) -> None:
    first, second = sheet.pdf.pages[0].obj, sheet.pdf.pages[1].obj
    first.StructParents, second.StructParents = int(second.StructParents), int(first.StructParents)


def _lying_spans(sheet: Sheet) -> None:
    for element in sheet.elements("Span"):
        if str(element.get("/ActualText", "")).strip():
            element.ActualText = String("Something else")


# --- content ---


def _before(operators: bytes, after: bytes = b"") -> Callable[[bytes], bytes]:
    """Return a change that puts operators before and after what stands in a mark."""
    return lambda inside: operators + b"\n" + inside + b"\n" + after


def _state(operators: bytes) -> Callable[[bytes], bytes]:
    """Return a change of the graphics state for one mark alone."""
    return lambda inside: (
        b"q\n" + re.sub(rb"(?m)^[\d. ]+ rg$", b"", inside).replace(b"BT", operators + b"\nBT", 1) + b"\nQ"
    )


def _matrix(change: Callable[[list[float]], list[float]]) -> Callable[[bytes], bytes]:
    """Return a change of where text stands."""

    def moved(match: re.Match[bytes]) -> bytes:
        return b" ".join(b"%f" % number for number in change([*map(float, match[1].split())])) + b" Tm"

    return lambda inside: re.sub(rb"([-\d. ]+) Tm", moved, inside)


def _sized(inside: bytes, size: bytes) -> bytes:
    """Return what stands in a mark with its type of another size."""
    return re.sub(rb" [\d.]+ Tf", b" " + size + b" Tf", inside)


def _contents() -> Iterator[Mutant]:
    unseen, changed, unreadable = Code.UNSEEN, Code.CHANGED, Code.UNREADABLE
    for name, change, code in (
        ("right of the page", _matrix(lambda m: [*m[:4], m[4] + 4000, m[5]]), unseen),
        ("left of the page", _matrix(lambda m: [*m[:4], m[4] - 4000, m[5]]), unseen),
        ("above the page", _matrix(lambda m: [*m[:5], m[5] - 4000]), unseen),
        ("half off the page", _matrix(lambda m: [*m[:4], m[4] + 400, m[5]]), unseen),
        ("tiny by its matrix", _matrix(lambda m: [m[0] / 20, 0, 0, m[3] / 20, *m[4:]]), unseen),
        ("flat by its matrix", _matrix(lambda m: [m[0], 0, 0, m[3] / 50, *m[4:]]), unseen),
        ("narrow by its matrix", _matrix(lambda m: [m[0] / 50, 0, 0, m[3], *m[4:]]), unseen),
        ("mirrored", _matrix(lambda m: [-m[0], 0, 0, m[3], m[4] + 200, m[5]]), unseen),
        ("to be read backwards", _before(b"/ReversedChars BMC", b"EMC"), unreadable),
        ("upside down", _matrix(lambda m: [m[0], 0, 0, -m[3], *m[4:]]), unseen),
        ("tiny by its font", lambda i: _sized(i, b"1"), unseen),
        ("of no size", lambda i: _sized(i, b"0"), unseen),
        ("under the smallest size", lambda i: _sized(i, b"9"), unseen),
        ("narrow", _state(b"1 Tz"), unseen),
        ("squeezed into one place", _state(b"-9 Tc"), unseen),
        ("raised off the page", _state(b"3000 Ts"), unseen),
        ("invisible mode", _state(b"3 Tr"), unseen),
        ("clipping mode", _state(b"7 Tr"), unseen),
        ("outline mode in white", _state(b"1 1 1 RG 1 Tr"), unseen),
        ("white", _state(b"1 1 1 rg"), unseen),
        ("white in grey", _state(b"1 g"), unseen),
        ("white in four colours", _state(b"0 0 0 0 k"), unseen),
        ("white by a colour space", _state(b"/DeviceRGB cs 1 1 1 sc"), unseen),
        ("nearly white", _state(b"0.97 0.97 0.97 rg"), unseen),
        ("faint grey", _state(b"0.85 g"), unseen),
        ("pattern", _state(b"/Pattern cs /P0 scn"), unseen),
        ("clipped", _state(b"0 0 2 2 re W n"), unseen),
        ("clipped to nothing", _state(b"W n"), unseen),
        ("clipped by a diamond", _state(b"0 0 m 2 2 l 4 0 l h W* n"), unseen),
        ("moved by a transformation", _state(b"1 0 0 1 9000 0 cm"), unseen),
        ("shown twice", lambda i: i + b"\n" + i, changed),
        ("shown backwards", lambda i: re.sub(rb"\[(.*)\] TJ", _backwards, i), Code.MISSING),
        ("its first glyph lost", lambda i: re.sub(rb"\[<[0-9a-f]{4}>", b"[", i), changed),
        ("its last glyph lost", lambda i: re.sub(rb"<[0-9a-f]{4}>[-\d]*\] TJ", b"] TJ", i), changed),
        ("a glyph exchanged", lambda i: re.sub(rb"\[<[0-9a-f]{4}>", b"[<0001>", i), changed),
        ("its spaces closed up", lambda i: re.sub(rb"<007d>[-\d]*", b"", i), changed),
        ("gone", lambda _: b"n", Code.MISSING),
        ("in a comment", lambda i: b"% " + i.replace(b"\n", b" "), unreadable),
        ("an unknown operator", _before(b"12 XX"), unreadable),
        ("half a glyph", lambda i: re.sub(rb"\[<([0-9a-f]{2})", rb"[<", i, count=1), unreadable),
    ):
        yield _pdf(f"text: {name}", lambda s, change=change: s.inside(WARNING[:20], change), code)
    yield _pdf(
        "text: of the tint's colour on the tint",
        lambda s: s.inside(POINTS, _state(b"0.933333 0.956863 0.964706 rg")),
        unseen,
    )
    yield _pdf("text: covered", _covering(b"1 1 1 rg"), unseen)
    yield _pdf("text: covered in black", _covering(b"0 g"), unseen)
    yield _pdf("text: covered by a shape of curves", _covering(b"1 g", curved=True), unseen)
    yield _pdf("text: covered by a broad line", _covering(b"1 G 40 w", line=True), unseen)
    yield _pdf("text: covered by a drawing", _covered_by_form, unseen)
    yield _pdf("text: covered by a picture", _covered_by_picture, unseen)
    yield _pdf("text: covered by an annotation", _covered_by_annotation, unreadable)
    yield _pdf("text: transparent", lambda s: _with_state(s, Dictionary(ca=0)), unseen)
    yield _pdf("text: nearly transparent", lambda s: _with_state(s, Dictionary(ca=0.12)), unseen)
    yield _pdf("text: masked", lambda s: _with_state(s, Dictionary(SMask=Dictionary(S=Name.Alpha))), unreadable)
    yield _pdf("text: blended away", lambda s: _with_state(s, Dictionary(BM=Name.Screen)), unreadable)
    yield _pdf("text: in a layer that is off", _layer, unreadable)
    yield _pdf("text: made an artifact", _artifact, Code.MISSING)
    yield _pdf(
        "text: made a page's foot",
        lambda s: _artifact(s, b"/Artifact <</Type /Pagination/Subtype /Footer>> BDC"),
        Code.MISSING,
    )
    yield _pdf(
        "text: made a table's head again", lambda s: _artifact(s, b"/Artifact <</Type /Pagination>> BDC"), Code.MISSING
    )
    yield _pdf("text: unmarked", _unmarked, Code.MISSING)
    yield _pdf("text: more of it, outside of everything", lambda s: _appended(s, b"BT /F 1 Tf ET"), unreadable)
    yield _pdf("foot: gone", lambda s: _feet(s, lambda _: b""), Code.FOOT)
    yield _pdf("foot: white", lambda s: _feet(s, lambda i: i.replace(b"BT", b"1 g BT")), unseen)
    yield _pdf("foot: tiny", lambda s: _feet(s, lambda i: i.replace(b" 16 Tf", b" 2 Tf")), unseen)
    yield _pdf(
        "foot: no foot but decoration", lambda s: _feet(s, lambda i: i.replace(b"/Footer", b"/Watermark")), Code.FOOT
    )
    yield _pdf("lines to write on: one gone", lambda s: _strokes(s, 1), Code.MARK)
    yield _pdf("lines to write on: all gone", lambda s: _strokes(s, 9), Code.UNSEEN)
    yield _pdf("lines to write on: white", _white_strokes, unseen)
    yield _pdf("picture: not drawn", _picture_gone, unseen)
    yield _pdf("picture: one pixel another", _other_pixel, Code.CHANGED, article="long")
    yield _pdf("picture: in other colours", _other_colours, Code.CHANGED, article="long")
    yield _pdf("picture: a drawing in its place", _drawing_instead, Code.CHANGED, article="long")
    yield _pdf("picture: off the page", _picture_moved, unseen)
    yield _pdf(
        "content: cut in the middle", lambda s: s.write(0, s.streams()[0][: len(s.streams()[0]) // 2]), Code.MISSING
    )
    yield _pdf("content: cut at the end", lambda s: s.write(1, s.streams()[1][:-40]), unreadable)
    yield _pdf("content: empty", lambda s: s.write(1, b""), Code.MISSING)
    yield _pdf("content: gone", lambda s: s.pdf.pages[1].obj.__delitem__("/Contents"), unreadable)


def _backwards(match: re.Match[bytes]) -> bytes:
    return b"[" + b"".join(b"<" + glyph + b">" for glyph in reversed(re.findall(rb"<([0-9a-f]+)>", match[1]))) + b"] TJ"


def _place(sheet: Sheet) -> tuple[int, float, float]:
    """Return the page of the warning, and where its first line begins, from the bottom in points."""
    page, _, (start, end) = sheet.find(WARNING[:20])
    matrix = re.search(rb"([-\d. ]+) Tm", sheet.streams()[page][start:end])
    assert matrix
    x, y = map(float, matrix[1].split()[4:])
    return page, 0.75 * x, float(sheet.pdf.pages[page].MediaBox[3]) - 0.75 * y


def _appended(sheet: Sheet, operators: bytes, page: int = 0) -> None:
    """Put operators at the end of a page, in its own coordinates."""
    sheet.write(page, b"q\n" + sheet.streams()[page] + b"\nQ\n/Artifact BMC\n" + operators + b"\nEMC\n")


def _covering(paint: bytes, *, curved: bool = False, line: bool = False) -> Edit:
    """Return an edit that lays a shape over the warning, as the last thing on the page."""

    def edit(sheet: Sheet) -> None:
        page, x, y = _place(sheet)
        if line:
            shape = b"%f %f m %f %f l S" % (x - 5, y + 4, x + 300, y + 4)
        elif curved:
            top = y + 30
            shape = b"%f %f m %f %f %f %f %f %f c h f" % (
                x - 90,
                y - 40,
                x - 90,
                top + 90,
                x + 350,
                top + 90,
                x + 350,
                y - 40,
            )
        else:
            shape = b"%f %f 320 40 re f" % (x - 5, y - 15)
        _appended(sheet, paint + b"\n" + shape, page)

    return edit


def _covered_by_form(sheet: Sheet) -> None:
    page, x, y = _place(sheet)
    form = sheet.pdf.make_stream(b"1 g 0 0 320 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 320, 40])
    sheet.pdf.pages[page].Resources.XObject = Dictionary(Cover=form)
    _appended(sheet, b"1 0 0 1 %f %f cm /Cover Do" % (x - 5, y - 15), page)


def _covered_by_picture(sheet: Sheet) -> None:
    page, x, y = _place(sheet)
    picture = sheet.pdf.make_stream(
        b"\xff",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    sheet.pdf.pages[page].Resources.XObject = Dictionary(Cover=picture)
    _appended(sheet, b"320 0 0 40 %f %f cm /Cover Do" % (x - 5, y - 15), page)


def _covered_by_annotation(sheet: Sheet) -> None:
    page, x, y = _place(sheet)
    look = sheet.pdf.make_stream(b"1 g 0 0 320 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 320, 40])
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Square, Rect=[x, y - 15, x + 320, y + 25], F=4, AP=Dictionary(N=look)
    )
    sheet.pdf.pages[page].Annots.append(sheet.pdf.make_indirect(note))


def _with_state(sheet: Sheet, parameters: Any) -> None:  # noqa: ANN401 - a pikepdf object
    page, *_ = sheet.find(WARNING[:20])
    sheet.pdf.pages[page].Resources.ExtGState["/Faint"] = parameters
    sheet.inside(WARNING[:20], _state(b"/Faint gs"))


def _layer(sheet: Sheet) -> None:
    layer = sheet.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    sheet.pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))


def _artifact(sheet: Sheet, mark: bytes = b"/Artifact BMC") -> None:
    page, number, (start, _) = sheet.find(WARNING[:20])
    stream = sheet.streams()[page]
    head = stream.rindex(b"/", 0, stream.rindex(b"<</MCID %d>>" % number, 0, start))
    sheet.write(page, stream[:head] + mark + b"\n" + stream[start:])


def _unmarked(sheet: Sheet) -> None:
    page, number, (start, end) = sheet.find(WARNING[:20])
    stream = sheet.streams()[page]
    head = stream.rindex(b"/", 0, stream.rindex(b"<</MCID %d>>" % number, 0, start))
    sheet.write(page, stream[:head] + stream[start:end] + stream[end:].replace(b"EMC", b"", 1))


def _feet(sheet: Sheet, change: Callable[[bytes], bytes]) -> None:
    foot = re.compile(rb"/Artifact\s+<</Type /Pagination/Subtype /Footer>>\s+BDC.*?EMC", re.DOTALL)
    stream = sheet.streams()[0]
    changed = foot.sub(lambda match: change(match[0]), stream)
    assert changed != stream, "the mutant no longer applies"
    sheet.write(0, changed)


def _drawn(sheet: Sheet, index: int) -> tuple[int, tuple[int, int]]:
    """Return page and place of what a figure draws."""
    figure = sheet.elements("Figure")[index]
    kid = _kids(figure)[0]
    number = int(kid if isinstance(kid, int) else kid.MCID)
    home = (figure if isinstance(kid, int) else kid).Pg.objgen
    page = next(n for n, p in enumerate(sheet.pdf.pages) if p.obj.objgen == home)
    stream = sheet.streams()[page]
    start = stream.index(b"BDC", stream.index(b"<</MCID %d>>" % number)) + 3
    return page, (start, stream.index(b"EMC", start))


def _within_figure(sheet: Sheet, index: int, change: Callable[[bytes], bytes]) -> None:
    page, (start, end) = _drawn(sheet, index)
    stream = sheet.streams()[page]
    changed = change(stream[start:end])
    assert changed != stream[start:end], "the mutant no longer applies"
    sheet.write(page, stream[:start] + changed + stream[end:])


def _strokes(sheet: Sheet, count: int) -> None:
    """Leave out `count` lines of the last writing space."""
    _within_figure(sheet, -2, lambda i: re.sub(rb"(?m)^[-\d. ]+ m\n[-\d. ]+ l\n(?:S|B|b|s)\*?$", b"", i, count=count))


def _white_strokes(sheet: Sheet) -> None:
    _within_figure(sheet, -2, lambda i: re.sub(rb"(?m)^[\d. ]+ (RG|SCN)$", b"1 1 1 RG", i))


def _picture_gone(sheet: Sheet) -> None:
    _within_figure(sheet, 0, lambda _: b"\nn\n")


def _pixels(sheet: Sheet) -> tuple[str, Any]:
    """Return the name and the stream of the one picture of pixels."""
    return next(
        (name, stream)
        for page in sheet.pdf.pages
        for name, stream in page.Resources.get("/XObject", Dictionary()).items()
        if stream.Subtype == "/Image"
    )


def _other_pixel(sheet: Sheet) -> None:
    _, picture = _pixels(sheet)
    rows = bytearray(decompress(picture.read_raw_bytes()))
    rows[-1] ^= 1
    picture.write(compress(bytes(rows)), filter=picture.Filter, decode_parms=picture.DecodeParms)


def _other_colours(sheet: Sheet) -> None:
    _, picture = _pixels(sheet)
    picture.Decode = Array([1, 0] * (1 if picture.ColorSpace == "/DeviceGray" else 3))


def _drawing_instead(sheet: Sheet) -> None:
    name, _ = _pixels(sheet)
    for number, stream in enumerate(sheet.streams()):
        sheet.write(number, stream.replace(f"{name} Do".encode(), b"0 0 1 1 re f"))


def _picture_moved(sheet: Sheet) -> None:
    _within_figure(sheet, 0, lambda i: b"\nq 1 0 0 1 9000 0 cm\n" + i + b"\nQ\n")


# --- places ---


def _places() -> Iterator[Mutant]:
    order = Code.PRINT
    yield _pdf("place: cells of a row exchanged", lambda s: _exchange(s, "five miles", "ten hours"), order)
    yield _pdf("place: items exchanged", lambda s: _exchange(s, POINTS, "Eat something warm"), order)
    yield _pdf("place: numbers of a list exchanged", lambda s: _exchange(s, "3.", "4."), order)
    yield _pdf("place: paragraphs exchanged", lambda s: _exchange(s, WARNING, "Words after the table"), order)
    yield _pdf("place: doses of a line exchanged", lambda s: _exchange(s, "5 mg", "50 mg"), order)
    yield _pdf(
        "place: text over other text", lambda s: _exchange(s, WARNING, "Words after the table", both=False), order
    )
    letter, half = b"1 1 1 rg %f %f 8 -11 re f", b"1 1 1 RG 9 w %f %f m 300 0 l S"
    yield _pdf("text: a letter covered", lambda s: _drawn_over(s, letter, 24, 1), Code.UNSEEN)
    yield _pdf("text: half of its letters' height covered", lambda s: _drawn_over(s, half, 0, -2), Code.UNSEEN)
    yield _pdf("text: struck through", lambda s: _drawn_over(s, b"1 w %f %f m 300 0 l S", 0, -4), Code.UNSEEN)
    yield _pdf("text: struck through by a flat box", lambda s: _drawn_over(s, b"%f %f 90 1 re f", 0, -4), Code.UNSEEN)
    yield _pdf("foot: a line of it twice", _foot_twice, Code.FOOT)


def _exchange(sheet: Sheet, one: str, other: str, *, both: bool = True) -> None:
    """Draw one text in the place of another, and the other in the place of the first."""
    places = []
    for words in (one, other):
        page, _, (start, end) = sheet.find(words)
        places.append(re.search(rb"[-\d. ]+ Tm", sheet.streams()[page][start:end])[0])  # type: ignore[index]
    sheet.inside(one, lambda inside: re.sub(rb"[-\d. ]+ Tm", places[1], inside, count=1))
    if both:
        sheet.inside(other, lambda inside: re.sub(rb"[-\d. ]+ Tm", places[0], inside, count=1))


def _drawn_over(sheet: Sheet, operators: bytes, x: float, y: float) -> None:
    """Draw something after the warning, so far from where it begins; a line of 300 points is put there, too."""

    def change(inside: bytes) -> bytes:
        left, base = (float(n) for n in re.findall(rb"([-\d.]+) ([-\d.]+) Tm", inside)[0])
        ends = operators.replace(b"300 0 l", b"%f %f l" % (left + 300, base + y))
        return inside + b"\nq " + ends % (left + x, base + y) + b" Q\n"

    sheet.inside(WARNING[:20], change)


def _foot_twice(sheet: Sheet) -> None:
    _feet(
        sheet,
        lambda inside: re.sub(rb"BT\n.*?ET", lambda line: line[0] + b"\n" + line[0], inside, count=1, flags=re.DOTALL),
    )


# --- fonts ---


def _fonts() -> Iterator[Mutant]:
    def table(change: Callable[[bytes], bytes]) -> Edit:
        return lambda s: _tables(s, change)

    yield _pdf(
        "font: a letter exchanged", table(lambda t: re.sub(rb"(<[0-9a-f]{4}>) <0065>", rb"\1 <0061>", t)), Code.CHANGED
    )
    yield _pdf(
        "font: a confusable letter", table(lambda t: re.sub(rb"(<[0-9a-f]{4}>) <0065>", rb"\1 <0435>", t)), Code.CHANGED
    )
    yield _pdf("font: a letter apart (NFD)", table(lambda t: t.replace(b"<00e9>", b"<00650301>")), Code.CHANGED)
    yield _pdf("font: a letter lost", table(lambda t: re.sub(rb"<[0-9a-f]{4}> <0065>\n", b"", t)), Code.UNREADABLE)
    yield _pdf(
        "font: a letter of nothing", table(lambda t: re.sub(rb"(<[0-9a-f]{4}>) <0065>", rb"\1 <>", t)), Code.CHANGED
    )
    yield _pdf("font: digits exchanged", table(lambda t: t.replace(b"<0035>", b"<0036>")), Code.CHANGED)
    yield _pdf(
        "font: private characters", table(lambda t: re.sub(rb"(<[0-9a-f]{4}>) <0065>", rb"\1 <e000>", t)), Code.CHANGED
    )
    yield _pdf("font: table empty", table(lambda _: b""), Code.UNREADABLE)
    yield _pdf(
        "font: table twice with another letter",
        table(lambda t: t + b"\n1 beginbfchar\n<0030> <0058>\nendbfchar\n"),
        Code.CHANGED,
    )
    yield _pdf("font: no table", lambda s: _each_font(s, lambda f: f.__delitem__("/ToUnicode")), Code.UNREADABLE)
    yield _pdf(
        "font: another encoding",
        lambda s: _each_font(s, lambda f: f.__setitem__("/Encoding", Name("/Identity-V"))),
        Code.UNREADABLE,
    )
    yield _pdf(
        "font: not in the file",
        lambda s: _each_font(s, lambda f: f.DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2")),
        Code.UNREADABLE,
    )
    yield _pdf("font: empty", lambda s: _programs(s, lambda _: b""), Code.UNREADABLE)
    yield _pdf("font: cut off", lambda s: _programs(s, lambda data: data[: len(data) // 2]), Code.UNSEEN)
    yield _pdf("font: a digit drawn as another", lambda s: _programs(s, _copied), Code.FONT)
    yield _pdf("font: a digit drawn as another and read as itself", _relabelled, Code.FONT)
    yield _pdf("font: a larger square for its letters", lambda s: _programs(s, _shrunk), Code.FONT)
    yield _pdf("font: a letter without a width", _narrowed, Code.FONT)
    yield _pdf("font: glyphs without ink", lambda s: _programs(s, _blank), Code.UNSEEN)
    yield _pdf(
        "font: glyphs mapped anew",
        lambda s: _each_font(
            s, lambda f: f.DescendantFonts[0].__setitem__("/CIDToGIDMap", s.pdf.make_stream(bytes(2000)))
        ),
        Code.UNREADABLE,
    )


def _each_font(sheet: Sheet, change: Callable[[Any], object]) -> None:
    fonts = {font.objgen: font for page in sheet.pdf.pages for font in page.Resources.Font.values()}
    for font in fonts.values():
        change(font)


def _tables(sheet: Sheet, change: Callable[[bytes], bytes]) -> None:
    _each_font(sheet, lambda font: font.ToUnicode.write(change(font.ToUnicode.read_bytes())))


def _programs(sheet: Sheet, change: Callable[[bytes], bytes]) -> None:
    def edit(font: Any) -> None:  # noqa: ANN401 - a pikepdf object
        program = font.DescendantFonts[0].FontDescriptor.FontFile2
        program.write(change(program.read_bytes()))

    _each_font(sheet, edit)


def _blank(program: bytes) -> bytes:
    """Return a TrueType font whose glyphs are all empty: every entry of `loca` is 0."""
    count = int.from_bytes(program[4:6], "big")
    for record in range(12, 12 + 16 * count, 16):
        if program[record : record + 4] == b"loca":
            start, size = (int.from_bytes(program[record + at : record + at + 4], "big") for at in (8, 12))
            return program[:start] + bytes(size) + program[start + size :]
    raise ValueError("the font has no glyphs")


def _copied(program: bytes) -> bytes:
    """Return a font in which 8 has the outline of 5."""
    font = TTFont(BytesIO(program))
    names = font.getBestCmap()
    if {ord("5"), ord("8")} <= names.keys():
        font["glyf"].glyphs[names[ord("8")]] = font["glyf"].glyphs[names[ord("5")]]
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _shrunk(program: bytes) -> bytes:
    font = TTFont(BytesIO(program))
    font["head"].unitsPerEm *= 2
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _narrowed(sheet: Sheet) -> None:
    """Have the file say that a letter takes no room, so that the next one is drawn over it."""
    widths = next(iter(sheet.pdf.pages[0].Resources.Font.values())).DescendantFonts[0].W
    widths[1] = pikepdf.Array([0, *list(widths[1])[1:]])


def _relabelled(sheet: Sheet) -> None:
    """Have 5 and 8 change places in the text and in the tables of characters alike: ink alone shows it."""
    tables = [sheet._characters(page) for page in range(len(sheet.pdf.pages))]  # noqa: SLF001 - of this file
    for page, stream in enumerate(sheet.streams()):
        font = ""

        def exchanged(match: re.Match[bytes], page: int = page) -> bytes:
            nonlocal font
            name, digits = match[1], match[2]
            font = name.decode() if name else font
            if name:
                return match[0]
            glyphs = {char: glyph for glyph, char in tables[page][font].items()}
            turn = {glyphs.get("5"): glyphs.get("8"), glyphs.get("8"): glyphs.get("5")}
            parts = [digits[n : n + 4].decode() for n in range(0, len(digits), 4)]
            return f"<{''.join(turn.get(part) or part for part in parts)}>".encode()

        sheet.write(page, _FONT.sub(exchanged, stream))
    turned = {b"0035": b"0038", b"0038": b"0035"}
    _tables(sheet, lambda t: re.sub(rb"(?<= <)003[58](?=>)", lambda match: turned[match[0]], t))


# --- links, bookmarks, pages, the file ---


def _links() -> Iterator[Mutant]:
    six = "https://example.org/six"

    def annotation(target: str, change: Callable[[Any], object]) -> Edit:
        def edit(sheet: Sheet) -> None:
            found = sheet.links(target)
            assert found, "the mutant no longer applies"
            for note in found:
                change(note)

        return edit

    yield _pdf(
        "link: mistyped",
        annotation(six, lambda n: n.A.__setitem__("/URI", String("https://example.org/sic"))),
        Code.LINK,
    )
    yield _pdf(
        "link: telephone number mistyped",
        annotation("tel:911", lambda n: n.A.__setitem__("/URI", String("tel:912"))),
        Code.LINK,
    )
    yield _pdf(
        "link: by script",
        annotation(six, lambda n: n.__setitem__("/A", Dictionary(S=Name.JavaScript, JS=String("x")))),
        Code.UNREADABLE,
    )
    yield _pdf(
        "link: and then a script",
        annotation(six, lambda n: n.A.__setitem__("/Next", Dictionary(S=Name.JavaScript, JS=String("x")))),
        Code.UNREADABLE,
    )
    yield _pdf(
        "link: with another action",
        annotation(
            six, lambda n: n.__setitem__("/AA", Dictionary(D=Dictionary(S=Name.URI, URI=String("https://x.example"))))
        ),
        Code.UNREADABLE,
    )
    for name, entries in {
        "in another file": Dictionary(S=Name.GoToR, F=String("x.pdf"), D=String("table-of-days")),
        "by script, to a place as well": Dictionary(S=Name.JavaScript, JS=String("x"), D=String("table-of-days")),
    }.items():
        yield _pdf(
            f"link: {name}",
            annotation("table-of-days", lambda n, e=entries: (n.__delitem__("/Dest"), n.__setitem__("/A", e))),
            Code.UNREADABLE,
        )
    yield _pdf(
        "link: to a place, and a program started",
        annotation("table-of-days", lambda n: n.__setitem__("/A", Dictionary(S=Name.Launch, F=String("x")))),
        Code.UNREADABLE,
    )
    yield _pdf(
        "link: to an address and a place",
        annotation(six, lambda n: n.__setitem__("/Dest", String("table-of-days"))),
        Code.UNREADABLE,
    )
    yield _pdf(
        "link: address with where it was clicked",
        annotation(six, lambda n: n.A.__setitem__("/IsMap", True)),
        Code.UNREADABLE,
    )
    yield _pdf("link: read aloud in another's place", _owners_exchanged, Code.UNREADABLE)
    yield _pdf(
        "link: read aloud in no place", annotation(six, lambda n: n.__delitem__("/StructParent")), Code.UNREADABLE
    )
    yield _pdf("link: nowhere", annotation(six, lambda n: n.__delitem__("/A")), Code.LINK)
    yield _pdf("link: hidden", annotation(six, lambda n: n.__setitem__("/F", 2)), Code.UNREADABLE)
    yield _pdf("link: elsewhere on the page", annotation(six, _moved_away), Code.UNREADABLE)
    yield _pdf(
        "link: of no size", annotation(six, lambda n: n.__setitem__("/Rect", Array([0, 0, 0, 0]))), Code.UNREADABLE
    )
    yield _pdf(
        "link: another section",
        annotation("table-of-days", lambda n: n.__setitem__("/Dest", String("small-things"))),
        Code.LINK,
    )
    yield _pdf(
        "link: no such section",
        annotation("table-of-days", lambda n: n.__setitem__("/Dest", String("nowhere"))),
        Code.UNREADABLE,
    )
    yield _pdf(
        "link: annotations gone",
        lambda s: [page.obj.__delitem__("/Annots") for page in s.pdf.pages if "/Annots" in page],
        Code.LINK,
    )
    yield _pdf("link: not in the structure", _unstructured, Code.LINK)
    yield _pdf("link: names exchanged", _names_exchanged, Code.UNREADABLE)
    yield _pdf("link: names gone", lambda s: s.pdf.Root.__delitem__("/Names"), Code.UNREADABLE)
    yield _pdf("link: a further one", _further_link, Code.UNREADABLE)
    yield _pdf("link: over the words of another", annotation("tel:911", _grown), Code.UNREADABLE)
    yield _pdf("link: over the words beside it", annotation("tel:988", _widened), Code.UNREADABLE)
    yield _pdf("link: wider for some readers", annotation("tel:988", _of_two_sizes), Code.UNREADABLE)
    yield _pdf("link: around the words beside it", _at_more_words, Code.LINK)
    yield _pdf(
        "link: read aloud as something else",
        annotation("tel:911", lambda n: n.__setitem__("/Contents", String("Call 912"))),
        Code.UNREADABLE,
    )
    yield _pdf("link: with a border", annotation(six, lambda n: n.BS.__setitem__("/W", 40)), Code.UNREADABLE)


def _owners_exchanged(sheet: Sheet) -> None:
    one, other = sheet.links("tel:911")[0], sheet.links("tel:988")[0]
    one.StructParent, other.StructParent = int(other.StructParent), int(one.StructParent)


def _moved_away(note: Any) -> None:  # noqa: ANN401 - a pikepdf object
    note.Rect = Array([5, 5, 20, 12])
    if "/QuadPoints" in note:
        del note["/QuadPoints"]


def _grown(note: Any) -> None:  # noqa: ANN401 - a pikepdf object
    left, first, right, second = map(float, note.Rect)
    note.Rect = Array([left - 200, min(first, second) - 100, right + 200, max(first, second) + 100])


def _widened(note: Any) -> None:  # noqa: ANN401 - a pikepdf object
    left, first, right, second = map(float, note.Rect)
    note.Rect = Array([left, first, right + 20, second])


def _of_two_sizes(note: Any) -> None:  # noqa: ANN401 - a pikepdf object
    left, first, right, second = map(float, note.Rect)
    note.QuadPoints = Array([left, first, right, first, left, second, right, second])
    _widened(note)


def _at_more_words(sheet: Sheet) -> None:
    """Have a link take in the words after it, on the page and in the structure."""
    link, others = sheet.around("988", "Link"), sheet.around("988", "P").K
    place = next(n for n, kid in enumerate(others) if isinstance(kid, Dictionary) and kid.objgen == link.objgen) + 1
    link.K = Array([*_kids(link), others[place]])
    del others[place]
    _widened(next(kid.Obj for kid in _kids(link) if isinstance(kid, Dictionary) and "/Obj" in kid))


def _unstructured(sheet: Sheet) -> None:
    link = sheet.around("six miles", "Link")
    link.K = Array([kid for kid in _kids(link) if isinstance(kid, int) or "/Obj" not in kid])


def _names_exchanged(sheet: Sheet) -> None:
    names = sheet.pdf.Root.Names.Dests.Names
    places = {str(names[n]): n + 1 for n in range(0, len(names), 2)}
    one, two = places["small-things"], places["table-of-days"]
    first, second = Array(names[one]), Array(names[two])
    names[one], names[two] = second, first


def _further_link(sheet: Sheet) -> None:
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[50, 300, 500, 700],
        F=4,
        A=Dictionary(S=Name.URI, URI=String("https://x.example")),
    )
    sheet.pdf.pages[0].Annots.append(sheet.pdf.make_indirect(note))


def _outlines() -> Iterator[Mutant]:
    contents = Code.CONTENTS
    yield _pdf("bookmarks: gone", lambda s: s.pdf.Root.__delitem__("/Outlines"), contents)
    yield _pdf("bookmarks: last dropped", _last_bookmark_dropped, contents)
    yield _pdf("bookmarks: first's children dropped", lambda s: s.bookmarks()[0].__delitem__("/First"), contents)
    yield _pdf("bookmarks: renamed", lambda s: s.bookmarks()[3].__setitem__("/Title", String("Another")), contents)
    yield _pdf("bookmarks: emptied", lambda s: s.bookmarks()[3].__setitem__("/Title", String("")), contents)
    yield _pdf("bookmarks: levels lost", _flattened, contents)
    yield _pdf(
        "bookmarks: to another page",
        lambda s: s.bookmarks()[-1].Dest.__setitem__(0, s.pdf.pages[0].obj),
        Code.UNREADABLE,
    )
    yield _pdf(
        "bookmarks: to another place of the page", lambda s: s.bookmarks()[1].Dest.__setitem__(3, 20), Code.UNREADABLE
    )
    yield _pdf("bookmarks: nowhere", lambda s: s.bookmarks()[-1].__delitem__("/Dest"), Code.UNREADABLE)
    yield _pdf(
        "bookmarks: elsewhere as well",
        lambda s: s.bookmarks()[-1].__setitem__("/A", Dictionary(S=Name.URI, URI=String("https://x.example"))),
        Code.UNREADABLE,
    )
    yield _pdf("bookmarks: in white", lambda s: s.bookmarks()[1].__setitem__("/C", Array([1, 1, 1])), Code.UNREADABLE)
    yield _pdf(
        "bookmarks: in circles", lambda s: s.bookmarks()[-1].__setitem__("/Next", s.bookmarks()[1]), Code.UNREADABLE
    )


def _last_bookmark_dropped(sheet: Sheet) -> None:
    last = next(b for b in sheet.bookmarks() if str(b.Title) == "Before you go")
    del last.Prev["/Next"]
    last.Parent.Last = last.Prev


def _flattened(sheet: Sheet) -> None:
    """Put the third level's bookmark after its parent."""
    entry = next(b for b in sheet.bookmarks() if str(b.Title) == "Small things")
    child = entry.First
    del entry["/First"]
    entry.Next = child


def _pages() -> Iterator[Mutant]:
    def page(number: int, change: Callable[[Any], object]) -> Edit:
        return lambda s: change(s.pdf.pages[number].obj)

    yield _pdf("page: dropped", lambda s: s.pdf.pages.__delitem__(1), Code.UNREADABLE)
    yield _pdf(
        "page: last of a long table dropped", lambda s: s.pdf.pages.__delitem__(-1), Code.UNREADABLE, article="long"
    )
    yield _pdf("page: swapped", lambda s: s.pdf.pages.reverse(), Code.FOOT)
    yield _pdf("page: twice", lambda s: s.pdf.pages.append(s.pdf.pages[0]), Code.FOOT)
    yield _pdf("page: empty one added", lambda s: s.pdf.add_blank_page(), Code.FOOT)
    yield _pdf("page: cropped", page(0, lambda p: p.__setitem__("/CropBox", Array([0, 0, 300, 841]))), Code.UNSEEN)
    yield _pdf("page: smaller", page(0, lambda p: p.__setitem__("/MediaBox", Array([0, 0, 595, 500]))), Code.UNSEEN)
    yield _pdf("page: turned", page(0, lambda p: p.__setitem__("/Rotate", 180)), Code.UNREADABLE)
    yield _pdf("page: magnified", page(0, lambda p: p.__setitem__("/UserUnit", 0.1)), Code.UNREADABLE)
    yield _pdf(
        "page: with an action",
        page(0, lambda p: p.__setitem__("/AA", Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("x"))))),
        Code.UNREADABLE,
    )
    yield _pdf("page: links row by row", page(0, lambda p: p.__setitem__("/Tabs", Name.R)), Code.UNREADABLE)
    yield _pdf("page: without its fonts", page(0, lambda p: p.Resources.__delitem__("/Font")), Code.UNREADABLE)
    yield _pdf(
        "long table: last row dropped",
        lambda s: _drop(s.around(ROWS, "TR")),
        Code.MISSING,
        Code.UNREADABLE,
        article="long",
    )
    yield _pdf(
        "long table: last row off the page",
        lambda s: s.inside(ROWS, _matrix(lambda m: [*m[:5], m[5] + 5000])),
        Code.UNSEEN,
        article="long",
    )
    yield _pdf("long table: last row not drawn", lambda s: s.inside(ROWS, lambda _: b"n"), Code.MISSING, article="long")
    yield _pdf("long table: last row white", lambda s: s.inside(ROWS, _state(b"1 g")), Code.UNSEEN, article="long")
    yield _pdf(
        "long table: rows swapped over the page",
        lambda s: _swap(s.around(ROWS, "TR"), s.around("Week 3", "TR")),
        Code.CHANGED,
        article="long",
    )


def _documents() -> Iterator[Mutant]:
    root = Code.UNREADABLE
    yield _pdf("file: title", lambda s: s.pdf.docinfo.__setitem__("/Title", "Another"), Code.METADATA)
    yield _pdf("file: without a title", lambda s: s.pdf.trailer.__delitem__("/Info"), Code.METADATA)
    yield _pdf("file: author", lambda s: s.pdf.docinfo.__setitem__("/Author", "Somebody"), Code.METADATA)
    yield _pdf("file: description", lambda s: s.pdf.docinfo.__setitem__("/Subject", "Take 50 mg."), Code.METADATA)
    yield _pdf("file: keywords", lambda s: s.pdf.docinfo.__setitem__("/Keywords", "Take 50 mg."), Code.METADATA, root)
    yield _pdf("file: colours of a press", _of_a_press, root)
    yield _pdf(
        "file: other colours, too",
        lambda s: s.pdf.Root.OutputIntents.append(
            Dictionary(S=Name.GTS_PDFX, OutputConditionIdentifier=String("FOGRA39"))
        ),
        root,
    )
    yield _pdf("file: colours of nothing", lambda s: s.pdf.Root.__delitem__("/OutputIntents"), root)
    yield _pdf("file: further words", lambda s: s.pdf.docinfo.__setitem__("/Advice", "Take 50 mg."), root)
    for name, old, new in (
        ("author", b"Ann Author", b"Somebody"),
        ("description", b"The short answer", b"Take 50 mg."),
        ("keywords", b"</rdf:RDF>", _KEYWORDS + b"</rdf:RDF>"),
        ("keywords as an attribute", b"pdf:Producer=", b'pdf:Keywords="Take 50 mg." pdf:Producer='),
        ("second title", b"</rdf:Alt></dc:title>", b'<rdf:li xml:lang="en">Take 50 mg.</rdf:li></rdf:Alt></dc:title>'),
    ):
        yield _pdf(
            f"file: XMP metadata's {name}",
            lambda s, old=old, new=new: s.pdf.Root.Metadata.write(s.pdf.Root.Metadata.read_bytes().replace(old, new)),
            root,
        )
    yield _pdf("file: language", lambda s: s.pdf.Root.__setitem__("/Lang", String("fr")), Code.METADATA)
    yield _pdf("file: without a language", lambda s: s.pdf.Root.__delitem__("/Lang"), Code.METADATA)
    yield _pdf(
        "file: another language in its structure",
        lambda s: s.elements()[0].__setitem__("/Lang", String("fr")),
        Code.UNREADABLE,
    )
    yield _pdf(
        "file: its name for its title",
        lambda s: s.pdf.Root.ViewerPreferences.__setitem__("/DisplayDocTitle", False),
        Code.UNREADABLE,
    )
    yield _pdf("file: XMP metadata gone", lambda s: s.pdf.Root.__delitem__("/Metadata"), root)
    yield _pdf(
        "file: XMP metadata's title",
        lambda s: s.pdf.Root.Metadata.write(
            s.pdf.Root.Metadata.read_bytes().replace(b"A handout to damage", b"Another")
        ),
        root,
    )
    yield _pdf(
        "file: script when opened",
        lambda s: s.pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("x"))),
        root,
    )
    yield _pdf(
        "file: scripts by name",
        lambda s: s.pdf.Root.Names.__setitem__(
            "/JavaScript", Dictionary(Names=[String("x"), Dictionary(S=Name.JavaScript, JS=String("x"))])
        ),
        root,
    )
    preferences = {"/PrintPageRange": Array([0, 0]), "/PrintArea": Name.ArtBox, "/Direction": Name.R2L}
    for key, value in preferences.items():
        yield _pdf(
            f"file: prints otherwise, by its {key[1:]}",
            lambda s, key=key, value=value: s.pdf.Root.ViewerPreferences.__setitem__(key, value),
            root,
        )
    yield _pdf("file: counts its pages otherwise", _page_labels, root)
    yield _pdf("page: turns by itself", lambda s: s.pdf.pages[0].obj.__setitem__("/Dur", 1), root)
    yield finished("file: locked against printing", _locked, expect(["a4"], root))
    yield _pdf("file: form", lambda s: s.pdf.Root.__setitem__("/AcroForm", Dictionary(Fields=[])), root)
    unreadable = expect(["a4"], Code.UNREADABLE)
    yield finished("bytes: cut in half", lambda data: data[: len(data) // 2], unreadable)
    yield finished("bytes: end cut off", lambda data: data[:-20], unreadable)
    yield finished("bytes: empty", lambda _: b"", unreadable)
    yield finished("bytes: only the head", lambda data: data[:9], unreadable)
    yield finished(
        "bytes: zeros in the middle",
        lambda data: data[: len(data) // 2] + bytes(400) + data[len(data) // 2 + 400 :],
        unreadable,
    )
    yield finished("bytes: head zeroed", lambda data: bytes(20) + data[20:], unreadable)
    yield finished("bytes: line ends changed", lambda data: data.replace(b"\n", b"\r\n"), unreadable)
    yield finished("bytes: a content stream flipped", _stream_flipped, unreadable)
    yield finished("bytes: a web page", lambda _: b"<!DOCTYPE html><p>Hello", unreadable)
    yield finished("bytes: an update at the end that replaces the root", _updated, unreadable)


def _of_a_press(sheet: Sheet) -> None:
    """Change the profile of the colours that the file is meant for."""
    intent = sheet.pdf.Root.OutputIntents[0]
    intent.DestOutputProfile = sheet.pdf.make_stream(intent.DestOutputProfile.read_bytes()[:-4] + b"CMYK", N=3)


def _page_labels(sheet: Sheet) -> None:
    sheet.pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.D, St=7)])


def _locked(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        buffer = BytesIO()
        allowed = pikepdf.Permissions(print_lowres=False, print_highres=False, accessibility=False)
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="x", user="", allow=allowed))
    return buffer.getvalue()


def _stream_flipped(data: bytes) -> bytes:
    """Return the file with a byte in the middle of its longest packed stream flipped."""
    spans = [match.span(1) for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)]
    start, end = max(spans, key=lambda span: span[1] - span[0])
    place = (start + end) // 2
    return data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]


def _updated(data: bytes) -> bytes:
    start = len(data)
    return (
        data
        + b"1 0 obj<</Type/Catalog>>endobj\nxref\n0 0\ntrailer<</Root 1 0 R/Size 9/Prev 0>>\nstartxref\n%d\n%%%%EOF\n"
        % start
    )


def mutants() -> Iterator[Mutant]:
    yield from _structures()
    yield from _contents()
    yield from _places()
    yield from _fonts()
    yield from _links()
    yield from _outlines()
    yield from _pages()
    yield from _documents()
