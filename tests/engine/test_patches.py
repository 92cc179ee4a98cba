"""The pins, the fall-back where they do not hold, and parsed declarations that are kept."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from press import engine
from press.compiled import SWITCH
from press.engine import PATCHES, Pin, declarations
from press.engine.patches import CannotApplyError

ROOT = Path(__file__).resolve().parents[2]
PINS = sorted({pin.place: pin for patch in PATCHES for pin in patch.pins}.values(), key=lambda pin: pin.place)

STOCK_PROGRAM = f"""
import inspect, sys
from hashlib import sha256
from importlib import import_module
sys.path.insert(0, {str(ROOT)!r})
for place in sys.argv[1:]:
    module, _, name = place.partition(":")
    found = import_module(module)
    for part in filter(None, name.split(".")):
        found = getattr(found, part)
    source = inspect.getsource(found)
    print(place, source.count("\\n") if name else 0, sha256(source.encode()).hexdigest())
"""

CHANGED_PROGRAM = f"""
import sys
from dataclasses import replace
sys.path.insert(0, {str(ROOT)!r})
from press import engine
changed = sys.argv[1]
engine.PATCHES = tuple(
    replace(patch, pins=(*patch.pins, replace(patch.pins[0], digest="0" * 64))) if patch.name == changed else patch
    for patch in engine.PATCHES
)
for name, state in engine.state().items():
    if state != "on":
        print(name, state)
import weasyprint.css
print(weasyprint.css.ComputedStyle.__missing__.__module__)
"""


FONTS_PROGRAM = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from press import engine
engine.load()
from weasyprint.text.ffi import ffi, pangoft2
fonts = engine.without_machine_fonts()
ffi.dlclose(pangoft2)
del fonts
"""


SHEETS_PROGRAM = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from press import engine, kept
kept._folders = lambda: [Path(sys.argv[1])]
engine.load()
import tinycss2
from weasyprint import html
parse = tinycss2.parse_stylesheet
tinycss2.parse_stylesheet = lambda *args, **options: print("parsed late") or parse(*args, **options)
def told(value):
    if callable(value):
        code, names = value.__code__, {{*value.__globals__}} - {{"__builtins__"}}
        return code.co_code, code.co_names, code.co_consts, sorted(names)
    if isinstance(value, (list, tuple)):
        return [*map(told, value)]
    if isinstance(value, dict):
        return {{key: told(part) for key, part in value.items()}}
    return told(vars(value)) if hasattr(value, "__dict__") else repr(value)
for sheet in (html.UA_STYLESHEET, html.UA_FORM_STYLESHEET, html.UA_COUNTER_STYLE):
    # A function within a function is told with its place in memory.
    print(re.sub("0x[0-9a-f]+", "", repr(told(dict(sheet) if isinstance(sheet, dict) else vars(sheet)))))
""".replace("import sys", "import re, sys", 1)


def output(program: str, *args: str, switch: str = "") -> list[str]:
    """Return the lines that a new process prints."""
    environment = {**os.environ, SWITCH: switch}
    done = subprocess.run(
        [sys.executable, "-c", program, *args], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_pins_are_what_inspect_gives_of_the_unpatched_source() -> None:
    found = output(STOCK_PROGRAM, *(pin.place for pin in PINS))
    assert found == [f"{pin.place} {pin.lines} {pin.digest}" for pin in PINS]


def test_each_patch_says_why_in_two_sentences_and_what_for() -> None:
    assert [patch.name for patch in PATCHES if patch.reason.count(". ") > 1 or not patch.pins] == []
    assert len({patch.name for patch in PATCHES}) == len(PATCHES)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the patch is off")
def test_fonts_may_be_put_away_after_what_made_them() -> None:
    assert output(FONTS_PROGRAM) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere another patch is off too")
def test_a_patch_whose_source_changed_is_left_out() -> None:
    found = output(CHANGED_PROGRAM, "properties")
    assert found == ["properties off: WeasyPrint's source differs", "weasyprint.css"]


def test_a_pin_notices_one_character(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = inspect.getsourcelines(engine.state)[0]
    pin = Pin("press.engine:state", sha256("".join(lines).encode()).hexdigest(), len(lines))
    assert pin.holds()
    changed = "".join(lines).replace("each", "every").splitlines(keepends=True)
    first = engine.state.__code__.co_firstlineno - 1
    monkeypatch.setattr("press.engine.patches._rows", lambda _: ["\n"] * first + changed)
    assert not pin.holds()


@pytest.mark.parametrize("place", ["weasyprint.nothing", "nothing.at.all", "weasyprint.text.ffi:nothing"])
def test_what_is_not_there_holds_no_pin(place: str) -> None:
    assert not Pin(place, sha256(b"x").hexdigest(), 1).holds()


def test_the_boxes_of_margins_are_made_by_the_patch() -> None:
    # `from .page import make_margin_boxes` makes a name of its own, which a patch has to replace as well.
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom press import engine\nengine.load()\n"
        "from weasyprint import layout\n"
        "print(layout.make_margin_boxes is layout.page.make_margin_boxes)"
    )
    assert output(program) == ["True"]


def test_a_late_import_leaves_the_start_as_it_is() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport weasyprint\nfrom press import engine\n"
        "print(*sorted(name for name, state in engine.state().items() if state != 'on'))"
    )
    early = [patch.name for patch in PATCHES if patch.at_start]
    assert output(program) == [" ".join(sorted(early))]


@pytest.mark.parametrize(("switch", "unknown"), [("-linse,-flow", "-linse"), ("lines", "lines"), ("Stock", "Stock")])
def test_a_switch_that_there_is_not_is_refused(switch: str, unknown: str) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom press import engine, errors\n"
        "try:\n    engine.load()\nexcept errors.UsageError as error:\n    print(error)"
    )
    (told,) = output(program, switch=switch)
    assert told.startswith(f"{SWITCH} names {unknown}; it takes stock, or any of -anonymous, ")


SOURCE = "ffi.cdef('''typedef struct { int x; } thing; int abs(int); enum e { ONE = 1, TWO };''')"


def test_declarations_are_kept_and_found_again(kept_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = declarations.declarations(SOURCE, "1")
    assert len([*kept_folder.iterdir()]) == 1
    monkeypatch.setattr(declarations, "_made", lambda _: pytest.fail("made again"))
    assert declarations.declarations(SOURCE, "1") == made


def test_declarations_are_for_one_version_and_one_source(kept_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def note(source: str) -> dict[str, object]:
        made.append(source)
        return {}

    monkeypatch.setattr(declarations, "_made", note)
    for source, cffi in ((SOURCE, "1"), (SOURCE, "2"), (SOURCE, "2"), (SOURCE.replace("TWO", "THREE"), "2")):
        declarations.declarations(source, cffi)
    assert len(made) == 3
    assert [path.name for path in kept_folder.iterdir()] == ["declarations"]


def test_nowhere_to_keep_them(kept_folder: Path) -> None:
    kept_folder.write_text("")
    with pytest.raises(CannotApplyError, match="no folder of our own can be written"):
        declarations.declarations(SOURCE, "1")


def test_style_sheets_are_the_same_parsed_and_kept(tmp_path: Path) -> None:
    folder = str(tmp_path / "kept")
    stock = output(SHEETS_PROGRAM, folder, switch="stock")
    assert (len(stock), len(stock[0]) > 50_000, "decimal" in stock[2]) == (3, True, True)
    assert not Path(folder).exists()
    assert output(SHEETS_PROGRAM, folder) == stock
    sheets = sorted(Path(folder).glob("sheet-*"))
    assert len(sheets) == 2
    before = [sheet.stat().st_mtime_ns for sheet in sheets]
    assert output(SHEETS_PROGRAM, folder) == stock
    assert [sheet.stat().st_mtime_ns for sheet in sheets] == before
    sheets[0].write_bytes(sheets[0].read_bytes()[:-1])
    assert output(SHEETS_PROGRAM, folder) == stock


def test_font_tools_come_when_they_are_called() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom press import engine\nengine.load()\n"
        "from weasyprint.pdf import fonts\n"
        "print('fontTools' in sys.modules)\n"
        "try:\n    fonts.TTFont('nothing')\nexcept FileNotFoundError:\n    pass\n"
        "print(fonts.TTFont.__module__, fonts.TTLibError.__module__, fonts.subset.__name__)"
    )
    assert output(program) == ["False", "fontTools.ttLib.ttFont fontTools.ttLib fontTools.subset"]


@pytest.mark.parametrize(
    ("module", "use", "expected"),
    [
        ("ssl", "import urllib.request; print(urllib.request.ssl.PROTOCOL_TLS_CLIENT.name)", "PROTOCOL_TLS_CLIENT"),
        (
            "urllib.request",
            "from weasyprint import urls; print(urls.URLFetcher().handlers[0].__module__)",
            "urllib.request",
        ),
        (
            "email.message",
            "from weasyprint.urls import URLFetcher; print(URLFetcher().fetch('data:text/css,a').content_type)",
            "text/css",
        ),
        ("PIL.ExifTags", "from PIL import ImageOps; print(ImageOps.ExifTags.Base.Orientation.value)", "274"),
    ],
)
def test_what_is_seldom_used_comes_when_it_is(module: str, use: str, expected: str) -> None:
    begin = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom press import engine\nengine.load()\n"
    told = f"print({module!r} in sys.modules)\n"
    assert output(f"{begin}{told}{use}\n{told}") == ["False", expected, "True"]


def test_a_machine_without_fonts_is_not_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text("<fontconfig/>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(configuration))
    program = (
        f"import sys, warnings; sys.path.insert(0, {str(ROOT)!r}); warnings.simplefilter('error')\n"
        "from press import engine\nengine.load()\n"
        "from weasyprint.text import ffi, fonts\nprint(fonts.fontconfig is ffi.fontconfig)"
    )
    assert output(program) == ["True"]


@pytest.mark.parametrize("switch", ["", "-empty"])
def test_the_machine_s_fonts_are_left_to_others(switch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    font = next((ROOT / "templates" / "fonts").glob("*.ttf"))
    (tmp_path / font.name).write_bytes(font.read_bytes())
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(configuration))
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from press import engine\nengine.load()\n"
        "from weasyprint.text import ffi, fonts\n"
        "for made in engine.without_machine_fonts(), fonts.FontConfiguration():\n"
        "    print(ffi.fontconfig.FcConfigGetFonts(made._config, 0).nfont)\n"
    )
    assert output(program, switch=switch) == ["0", "1"]


def test_the_patches_and_their_document_agree() -> None:
    text = (ROOT / "docs" / "engine.md").read_text(encoding="utf-8")
    assert [patch.name for patch in PATCHES if f"`{patch.name}`" not in text] == []


def test_only_the_engine_and_the_tagging_know_private_parts() -> None:
    users = [
        path for path in sorted((ROOT / "press").rglob("*.py")) if "weasyprint" in path.read_text(encoding="utf-8")
    ]
    rooms = {path.relative_to(ROOT / "press").parts[:2] for path in users}
    assert {room for room in rooms if room[0] != "engine"} <= {("writers", "pdf"), ("writers", "tagging")}


def test_patches_of_the_start_are_pinned_without_an_import() -> None:
    early = [pin.place for patch in PATCHES if patch.at_start for pin in patch.pins]
    assert [place for place in early if ":" in place] == []
