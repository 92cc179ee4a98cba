"""Style sheets that are kept as they were parsed: used for the same text and the same code, and for nothing else."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from press.errors import RenderError
from press.model import EDITIONS
from press.sheets import code_of, kept_sheet
from press.verify import legible, stylesheets, unseen
from press.writers import pdf
from press.writers.environment import Templates

ROOT = Path(__file__).resolve().parents[1]
FACE = "@font-face { font-family: A; src: url(asset:fonts/AtkinsonHyperlegibleNext-Regular.ttf) }"
FONTS = {f"fonts/{path.name}": path.read_bytes() for path in (ROOT / "templates" / "fonts").glob("Atk*-Regular.ttf")}
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title>
<meta name="dcterms.created" content="2026-01-31"><meta name="dcterms.modified" content="2026-01-31">
</head><body><h1>Cover</h1><p class="a">Words</p></body></html>"""

pytestmark = pytest.mark.usefixtures("kept_folder")


def parsed(text: str, made_by: str = "1", reader: str = "test", what: object = "parsed") -> tuple[object, int]:
    """Return what comes of a style sheet, and how often it was parsed for that."""
    times: list[str] = []

    def parse() -> object:
        times.append(text)
        return what

    return kept_sheet(reader, made_by, text, parse), len(times)


def test_a_sheet_is_parsed_once_for_its_text_its_reader_and_its_code() -> None:
    assert [parsed("a"), parsed("a")] == [("parsed", 1), ("parsed", 0)]
    assert [parsed("b"), parsed("a", "2"), parsed("a", reader="other"), parsed("a")] == [
        ("parsed", 1),
        ("parsed", 1),
        ("parsed", 1),
        ("parsed", 0),
    ]


def test_a_damaged_file_is_nothing(kept_folder: Path) -> None:
    parsed("a")
    (file,) = kept_folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert [parsed("a"), parsed("a")] == [("parsed", 1), ("parsed", 0)]


def test_what_cannot_be_written_down_is_parsed_each_time(kept_folder: Path) -> None:
    with Path(__file__).open(encoding="utf-8") as file:
        assert [parsed("a", what=file), parsed("a", what=file)] == [(file, 1), (file, 1)]
    assert not kept_folder.exists()


def test_any_text_can_be_a_sheet() -> None:
    assert [parsed("\udcff"), parsed("\udcff")] == [("parsed", 1), ("parsed", 0)]


def test_a_reader_does_not_fill_the_disk(kept_folder: Path) -> None:
    for number in range(30):
        parsed(f"{number}")
    assert all(re.fullmatch("sheet-test-[0-9a-f]{3}", file.name) for file in kept_folder.iterdir())  # 4096 at most


def test_verification_finds_the_same_in_a_sheet_that_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    css = "p.gone:not([lang]) { display: none } @media print { h1 ~ p { color: #fff } } q::before { content: 'x' }"
    first = stylesheets.parse_sheet.__wrapped__(css)
    with monkeypatch.context() as patched:
        patched.setattr(stylesheets, "_parsed", None)
        again = stylesheets.parse_sheet.__wrapped__(css)
    assert [(rule.media, rule.values) for rule in again.rules] == [(rule.media, rule.values) for rule in first.rules]
    assert again.unread == first.unread != ()
    tests = [[selector.test.__code__ for selector in rule.selectors] for rule in first.rules]  # type: ignore[attr-defined]
    assert [[selector.test.__code__ for selector in rule.selectors] for rule in again.rules] == tests  # type: ignore[attr-defined]
    monkeypatch.setattr(stylesheets, "code_of", lambda _folder: "changed")
    anew = stylesheets.Sheet((), ("read anew",))
    monkeypatch.setattr(stylesheets, "_parsed", lambda _css: anew)
    assert stylesheets.parse_sheet.__wrapped__(css) is anew


def test_what_verification_finds_in_a_sheet_depends_on_the_code_of_its_room_alone() -> None:
    values = [value for module in (stylesheets, unseen, legible) for value in vars(module).values()]
    places = {str(getattr(value, "__module__", "")) for value in values}
    ours = {place for place in places if place.startswith("press.")}
    assert {place for place in ours if not place.startswith("press.verify.")} == {"press.sheets"}


def test_changed_code_is_other_code(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    digests = set()
    for code in ("a = 1", "a = 2"):
        module.write_text(code, encoding="utf-8")
        code_of.cache_clear()
        digests.add(code_of(tmp_path))
    code_of.cache_clear()
    module.rename(tmp_path / "module.txt")
    assert len(digests | {code_of(tmp_path)}) == 3


def draw(css: str, program: str = "1") -> bytes:
    """Return a page under a style sheet as a new process of a program would draw it."""
    pdf.forget()
    templates = Templates({**FONTS, "pdf/cover.css": css.encode()}, program)
    return pdf.draw(PAGE, "cover", EDITIONS["epub"], templates)


def test_a_page_is_the_same_under_a_sheet_that_is_kept(kept_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    css = f"{FACE} html {{ font-family: A; hyphens: none }} p.a:first-of-type, h1 + p {{ font-size: 20px }}"
    first = draw(css)
    assert [file.name[:12] for file in kept_folder.iterdir()] == ["sheet-press-"]
    with pikepdf.open(BytesIO(first)) as document:
        (font,) = document.pages[0].Resources.Font.values()
        assert str(font.BaseFont).endswith("+A")
    with monkeypatch.context() as patched:
        patched.setattr(vars(pdf)["weasyprint"].CSS, "__init__", None)  # nothing is parsed
        assert draw(css) == first
        for program in ("", "2"):  # an unknown one, and another
            with pytest.raises(RenderError, match="NoneType"):
                draw(css, program)


def test_a_sheet_that_is_warned_of_is_not_kept(kept_folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(RenderError, match="colour"):
            draw(f"{FACE} html {{ font-family: A; hyphens: none; colour: red }}")
    assert not kept_folder.exists()


def test_a_face_that_is_missing_is_missed_each_time() -> None:
    for _ in range(2):
        with pytest.raises(RenderError, match=r"nothing\.ttf is not there"):
            draw("@font-face { font-family: A; src: url(asset:fonts/nothing.ttf) }")
