"""The clinic's file: what it may say, and every way in which it can be wrong, with the message that an editor reads."""

from __future__ import annotations

import re
import struct
import tomllib
import zlib
from datetime import date
from pathlib import Path

import pytest

from press.errors import Problem, SourceError, UsageError
from press.model.clinic import Clinic, CrisisLine, Paper, References
from press.pipeline.houses import House, read_house
from press.reader.clinic import KEYS, read_clinic, stale_lines
from press.reader.logo import MAX_BYTES, fault_of
from press.verify.permitted import spelled_address
from press.verify.practice import Practice
from press.writers.addresses import address_after, ways

DAY = date(2026, 1, 31)
REGIONS = """[[uk]]
label = "In danger now?"
phone = "999"
checked = 2026-01-31

[[international]]
label = "Call your emergency number"
checked = 2025-01-31
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
LINE = '[[crisis]]\nlabel = "Us"\nphone = "111"\nchecked = 2026-01-31\n'


def png(width: int = 1, height: int = 1, *more: bytes) -> bytes:
    rows = zlib.compress(b"".join(b"\0" + b"\0" * 3 * width for _ in range(height)))
    parts = [b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), *more, b"IDAT" + rows, b"IEND"]
    chunks = (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def problems(text: str, house: House, logo: bytes = b"") -> list[str]:
    with pytest.raises(SourceError) as caught:
        read_clinic(
            REGIONS,
            regions_file="uk.toml",
            clinic=text,
            clinic_file="clinic.toml",
            logo=logo,
            repertoire=house.repertoire,
        )
    return [str(problem).removeprefix("clinic.toml:") for problem in caught.value.problems]


def test_no_clinic() -> None:
    line = CrisisLine("Call your emergency number", date(2025, 1, 31))
    assert read_clinic(REGIONS, regions_file="uk.toml") == Clinic((line,))


def test_everything_that_a_clinic_can_say() -> None:
    text = """
name = " The  Practice "
logo = "logo.svg"
logo_alt = "A square"
address = "1 High Street"
phone = "+44 (0)1632 960123"
email = "us@practice.example.org"
web = "https://practice.example.org/"
base_url = "https://practice.example.org/handouts/"
hours = "Weekdays"
accent = "#7A2E5D"
paper = "letter"
references = "on-request"
other_formats = "Ask for braille."
feedback = "Write to us."
note = "Bring this."
region = "uk"

[[crisis]]
label = "Us"
phone = "01632 960999, then 1"
text = "HELP to 85258"
web = "https://practice.example.org/help"
hours = "Day and night"
checked = 2026-01-31
"""
    read = read_clinic(REGIONS, regions_file="uk.toml", clinic=text, clinic_file="clinic.toml", logo=SVG)
    assert read == Clinic(
        crisis=(
            CrisisLine(
                "Us", DAY, "01632 960999, then 1", "HELP to 85258", "https://practice.example.org/help", "Day and night"
            ),
            CrisisLine("In danger now?", DAY, "999"),
        ),
        name="The Practice",
        logo="logo.svg",
        logo_data=SVG,
        logo_alt="A square",
        address="1 High Street",
        phone="+44 (0)1632 960123",
        email="us@practice.example.org",
        web="https://practice.example.org/",
        base_url="https://practice.example.org/handouts",
        hours="Weekdays",
        accent="#7a2e5d",
        paper=Paper.LETTER,
        references=References.ON_REQUEST,
        other_formats="Ask for braille.",
        feedback="Write to us.",
        note="Bring this.",
    )


NOT_TOML = '{}: this is not TOML: {}; write key = "value", texts in straight double quotes, dates as 2026-11-01'
ALL_KEYS = ", ".join(sorted(KEYS))
ALL_LINE_KEYS = "checked, hours, label, phone, text, web"

FILES: dict[str, tuple[str, list[str]]] = {
    "no TOML": ("name = Practice\n", [NOT_TOML.format(1, "Invalid value")]),
    "curly quotes": ("# a note\nname = \u201cPractice\u201d\n", [NOT_TOML.format(2, "Invalid value")]),
    "a date as people write it": (
        'name = "P"\n' + LINE.replace("2026-01-31", "31.1.2026"),
        [NOT_TOML.format(5, "Expected newline or end of document after a statement")],
    ),
    "a key that stands twice": (
        'name = "P"\nphone = "1"\n"name" = "Q"',
        ["3: `name` stands twice, the first time in line 1; keep one of the two"],
    ),
    "a key that stands twice, the second time in three lines": (
        'name = "P"\nname = """\nQ\n"""\n',
        ["2: `name` stands twice, the first time in line 1; keep one of the two"],
    ),
    "a key that stands twice in a crisis line": (
        f'name = "P"\nphone = "1"\n{LINE}\n{LINE}\n phone = "2"\n',
        ["13: `phone` stands twice, the first time in line 10; keep one of the two"],
    ),
    "crisis lines below single brackets": (
        'name = "P"\n[crisis]\nlabel = "A"\n[crisis]\nlabel = "B"\n',
        ["4: `crisis` stands twice, the first time in line 2; write [[crisis]] above each of them"],
    ),
    "a text that is also a table": (
        'name = "P"\n[name]\n',
        ["2: `name` stands twice, the first time in line 1; keep one of the two"],
    ),
    "a key within another": ('name = "P"\nname.first = "Q"\n', [NOT_TOML.format(2, "Cannot overwrite a value")]),
    "no name": ("# a note\nphone = '111'\n", ['1: the practice has no name; add a line name = "..."']),
    "nothing but a comment": ("# a note\n", ['1: the practice has no name; add a line name = "..."']),
    "empty name": ('name = " "\n', ["1: `name` is empty; write its text, or remove the line"]),
    "typo": ('name = "P"\nfone = "1"\n', ["2: unknown key `fone`; did you mean `phone`?"]),
    "key in capitals": ('name = "P"\nPHONE = "1"\n', ["2: unknown key `PHONE`; did you mean `phone`?"]),
    "region in capitals": (
        'name = "P"\nregion = "UK"\n',
        ["2: there is no region `UK` in uk.toml; did you mean `uk`?"],
    ),
    "region with stops": (
        'name = "P"\nregion = "U.K."\n',
        ["2: there is no region `U.K.` in uk.toml; did you mean `uk`?"],
    ),
    "paper in capitals": ('name = "P"\npaper = "A4"\n', ["2: `paper` cannot be `A4`; did you mean `a4`?"]),
    "unknown key": ('name = "P"\nxyz = "1"\n', [f"2: unknown key `xyz`; use one of: {ALL_KEYS}"]),
    "number for a text": ('name = "P"\nphone = 5550100\n', ['2: `phone` must be a text in quotes: phone = "..."']),
    "list for a text": ('name = "P"\nlogo = ["a.svg"]\n', ['2: `logo` must be a text in quotes: logo = "..."']),
    "phone without a number": (
        'name = "P"\nphone = "Reception: 555 0100"\n',
        ["2: `Reception: 555 0100` does not begin with a number; write the number first: 111, then option 2"],
    ),
    "e-mail with mailto:": (
        'name = "P"\nemail = "mailto:us@practice.example.org"\n',
        ["2: `mailto:us@practice.example.org` is no e-mail address; write it as hello@clinic.example"],
    ),
    "bad e-mail": (
        'name = "P"\nemail = "us at practice"\n',
        ["2: `us at practice` is no e-mail address; write it as hello@clinic.example"],
    ),
    "an e-mail's address with a subject": (
        'name = "P"\nemail = "us@practice.example.org?subject=Hello"\n',
        ["2: `us@practice.example.org?subject=Hello` is no e-mail address; write it as hello@clinic.example"],
    ),
    "bad web address": (
        'name = "P"\nweb = "practice.example.org"\n',
        ["2: `practice.example.org` is no web address; write it as https://clinic.example"],
    ),
    "web address of another kind": (
        'name = "P"\nweb = "javascript:alert(1)"\n',
        ["2: `javascript:alert(1)` is no web address; write it as https://clinic.example"],
    ),
    "a web address with a space": (
        'name = "P"\nweb = "https://practice.example.org/our page"\n',
        ["2: `https://practice.example.org/our page` is no web address; write it as https://clinic.example"],
    ),
    "base_url without s": (
        'name = "P"\nbase_url = "http://practice.example.org"\n',
        ["2: `http://practice.example.org` is not where pages can stand; write it as https://clinic.example/handouts"],
    ),
    "base_url with a question": (
        'name = "P"\nbase_url = "https://practice.example.org/?page"\n',
        [
            "2: `https://practice.example.org/?page` is not where pages can stand; "
            "write it as https://clinic.example/handouts"
        ],
    ),
    "base_url that is too long for a code": (
        f'name = "P"\nbase_url = "https://practice.example.org/{"a" * 172}"\n',
        ["2: `base_url` is longer than 200 characters; a code with it cannot be scanned"],
    ),
    "colour by name": (
        'name = "P"\naccent = "navy"\n',
        ["2: `navy` is no colour; write # and six digits from 0 to f, such as #14506b"],
    ),
    "pale colour": (
        'name = "P"\naccent = "#FFCC00"\n',
        [
            "2: `#FFCC00` is too light to read: its contrast is 1.3:1, not 4.5:1; "
            "the nearest that can be read is #876c00"
        ],
    ),
    "colour that the tint spoils": (
        'name = "P"\naccent = "#757560"\n',
        [
            "2: `#757560` is too light to read: its contrast is 4.2:1, not 4.5:1; "
            "the nearest that can be read is #70705c"
        ],
    ),
    "colour that is grey": (
        'name = "P"\naccent = "#575453"\n',
        ["2: `#575453` is grey, which a photocopy loses; write #262626 for black, or a colour"],
    ),
    "bad paper": ('name = "P"\npaper = "a5"\n', ["2: `paper` cannot be `a5`; use one of: a4, letter"]),
    "paper of another type": ('name = "P"\npaper = 4\n', ["2: `paper` cannot be `4`; did you mean `a4`?"]),
    "bad references": (
        'name = "P"\nreferences = "on request"\n',
        ["2: `references` cannot be `on request`; did you mean `on-request`?"],
    ),
    "bad region": (
        'name = "P"\nregion = "france"\n',
        ["2: there is no region `france` in uk.toml; use one of: international, uk"],
    ),
    "region of another type": (
        'name = "P"\nregion = ["uk"]\n',
        ["2: there is no region `['uk']` in uk.toml; use one of: international, uk"],
    ),
    "too long": (
        f'name = "{"n" * 121}"\nnote = """{"n " * 300}n"""\n\n{LINE.replace("Us", "u" * 121)}',
        [
            "1: `name` has 121 characters, too many for every handout to say it; write at most 120",
            "2: `note` has 601 characters, too many for every handout to say it; write at most 600",
            "5: `label` has 121 characters, too many for every handout to say it; write at most 120",
        ],
    ),
    "logo without alternative": (
        'name = "P"\nlogo = "logo.svg"\n',
        ["2: the logo has no alternative text; say what it shows: logo_alt = ..."],
    ),
    "alternative without logo": (
        'name = "P"\nlogo_alt = "A square"\n',
        ["2: `logo_alt` says what a logo shows, but there is none; add logo = ..., or remove it"],
    ),
    "logo elsewhere": (
        'name = "P"\nlogo = "../logo.svg"\nlogo_alt = "A square"\n',
        ["2: `../logo.svg` is no plain file name; put the logo beside this file and write its name"],
    ),
    "logo of a long name": (
        f'name = "P"\nlogo = "{"é" * 126}.svg"\nlogo_alt = "A square"\n',
        ["2: the logo's name has more than 255 bytes; give the file a shorter one"],
    ),
    "logo of another kind": (
        'name = "P"\nlogo = "logo.gif"\nlogo_alt = "A square"\n',
        ["2: the logo `logo.gif` must be an SVG or a PNG; save it as one"],
    ),
    "no glyph": (
        'name = "P \\u3042"\n',
        [
            "1: the character U+3042 (hiragana letter a) is in no bundled font and would print as an empty box; "
            "use another"
        ],
    ),
    "no glyph in a crisis line": (
        'name = "P"\n' + LINE.replace("Us", "\u3042"),
        [
            "3: the character U+3042 (hiragana letter a) is in no bundled font and would print as an empty box; "
            "use another"
        ],
    ),
    "crisis as a table": (
        'name = "P"\n\n[crisis]\nlabel = "Us"\n',
        ["3: write each crisis line under a line [[crisis]]"],
    ),
    "crisis lines in a row": (
        'name = "P"\ncrisis = [{label = "Us", phone = "111"}]\n',
        ["2: this crisis line has no `checked`; add checked = ..."],
    ),
    "unknown table": ('name = "P"\n\n[xyz]\nphone = "1"\n', [f"3: unknown key `xyz`; use one of: {ALL_KEYS}"]),
    "key with a full stop": ('name = "P"\nxyz.a = "1"\n', [f"2: unknown key `xyz`; use one of: {ALL_KEYS}"]),
    "key in a text of several lines": (
        'name = "P"\nnote = """\nphone. We answer.\n"""\nphone = 1\n',
        ['5: `phone` must be a text in quotes: phone = "..."'],
    ),
    "crisis as a text": ('name = "P"\ncrisis = "999"\n', ["2: write each crisis line under a line [[crisis]]"]),
    "crisis line without label": (
        'name = "P"\n' + LINE + LINE.replace('label = "Us"\n', ""),
        ["6: this crisis line has no `label`; add label = ..."],
    ),
    "crisis line without date": (
        'name = "P"\n' + LINE.replace("checked = 2026-01-31\n", ""),
        ["2: this crisis line has no `checked`; add checked = ..."],
    ),
    "crisis line that leads to nobody": (
        'name = "P"\n' + LINE.replace('phone = "111"\n', ""),
        ["3: this crisis line leads to nobody; add phone = ..., text = ... or web = ..."],
    ),
    "crisis line's date as a text": (
        'name = "P"\n' + LINE.replace("2026-01-31", '"2026-01-31"'),
        ["5: `checked` must be a date: checked = 2026-01-31"],
    ),
    "crisis line's date with a time": (
        'name = "P"\n' + LINE.replace("2026-01-31", "2026-01-31T10:00:00"),
        ["5: `checked` must be a date: checked = 2026-01-31"],
    ),
    "crisis line's phone as a number": (
        'name = "P"\n' + LINE.replace('"111"', "999"),
        ['4: `phone` must be a text in quotes: phone = "..."'],
    ),
    "crisis line's phone begins with words": (
        'name = "P"\n' + LINE.replace('"111"', '"Samaritans 116 123"'),
        ["4: `Samaritans 116 123` does not begin with a number; write the number first: 111, then option 2"],
    ),
    "crisis line's text without a number": (
        'name = "P"\n' + LINE.replace('phone = "111"', 'text = "SHOUT"'),
        ["4: `SHOUT` has no number to write to; end with it: SHOUT to 85258"],
    ),
    "crisis line's page without https": (
        'name = "P"\n' + LINE.replace('phone = "111"', 'web = "help.example"'),
        ["4: `help.example` is no web address; write it as https://clinic.example"],
    ),
    "the keys of before": (
        'name = "P"\n' + LINE + 'action = "Call 1"\nsms = "1"\n',
        [f"6: unknown key `action`; use one of: {ALL_LINE_KEYS}", f"7: unknown key `sms`; use one of: {ALL_LINE_KEYS}"],
    ),
    "a key of the practice below its crisis lines": (
        'name = "P"\n' + LINE + 'address = "1 High Street"\n',
        ["6: a crisis line has no `address`; move it above the first [[crisis]]"],
    ),
    "what ends a line in some programs": (
        '# a\u2028b\x85c\nname = "P"\nnames = "Q"\n',
        ["3: unknown key `names`; did you mean `name`?"],
    ),
    "what ends a line in some programs, in no TOML": (
        '# a\u2028b\x85c\nname = "P"\nname = "Q"\n',
        ["3: `name` stands twice, the first time in line 2; keep one of the two"],
    ),
    "two lines wrong": (
        'name = "P"\n' + LINE.replace("Us", "") + LINE.replace('"111"', '""'),
        [
            "3: `label` is empty; write its text, or remove the line",
            "8: `phone` is empty; write its text, or remove the line",
        ],
    ),
}


def test_markup_is_told_where_words_are_printed_as_they_stand(house: House) -> None:
    address = 'web = "https://example.org/_a_/*b*"\nemail = "_a_@example.org"\n'
    text = f'name = "**Us**"\n{address}note = "See [here](https://example.org)"\n{LINE}hours = "<b>Days</b>"\n'
    told = "would be printed as it stands, since there is no {} here; write plain words and signs"
    assert problems(text, house) == [
        f"1: `**Us**` {told.format('Markdown')}",
        f"4: `[here](https://example.org)` {told.format('Markdown')}",
        f"9: `</b>` {told.format('HTML')}",
        f"9: `<b>` {told.format('HTML')}",
    ]


@pytest.mark.parametrize("case", FILES)
def test_faults(case: str, house: House) -> None:
    text, expected = FILES[case]
    assert problems(text, house, SVG) == expected


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ("1 Elm Street\n  York  \n\nYO1 1AA", "1 Elm Street, York, YO1 1AA"),
        ("Mon: 9\nTue: 10", "Mon: 9, Tue: 10"),
        ("Mon: 9 |\nTue: 10;\nWed: 11.\nClosed on Friday", "Mon: 9 | Tue: 10; Wed: 11. Closed on Friday"),
        ("Each first Saturday of a month\nby appointment", "Each first Saturday of a month by appointment"),
    ],
)
def test_lines_of_an_address_or_of_hours_are_parted_by_commas(lines: str, read: str) -> None:
    text = f'name = "P"\nnote = """\nBring\nThis"""\naddress = """\n{lines}\n"""\nhours = """{lines}"""\n'
    clinic = read_clinic(REGIONS, regions_file="uk.toml", clinic=text)
    assert (clinic.address, clinic.hours, clinic.note) == (read, read, "Bring This")


def test_a_file_with_a_byte_order_mark_is_read(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "clinic.toml"
    file.write_bytes('name = "Café"\r\n'.encode("utf-8-sig"))
    assert read_house(root / "templates", file).clinic == 'name = "Café"\n'


def test_a_file_in_another_encoding(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "clinic.toml"
    file.write_bytes('# a note\nname = "Café"\n'.encode("cp1252"))
    with pytest.raises(SourceError) as caught:
        read_house(root / "templates", file)
    assert str(caught.value) == f"{file}:2: the file is not UTF-8; save it with the encoding UTF-8"


def test_a_file_that_is_not_there(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_house(root / "templates", tmp_path / "nope.toml")
    assert str(caught.value) == f"{tmp_path}/nope.toml: there is no such file; name another with --clinic"


def test_a_folder_is_no_file(root: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_house(root / "templates", tmp_path)
    told = "the file cannot be read (Is a directory); mend that, or name another with --clinic"
    assert str(caught.value) == f"{tmp_path}:1: {told}"


def test_a_file_without_crisis_lines_is_told_by_its_name() -> None:
    with pytest.raises(SourceError, match=r"xx\.toml:1: there are no crisis lines for `international`; add them, "):
        read_clinic("", regions_file="xx.toml", clinic="", clinic_file="")


def test_no_handout_is_without_crisis_lines() -> None:
    regions, mine = "international = []\nuk = []\n", f'name = "P"\nregion = "uk"\n{LINE}'
    assert len(read_clinic(regions, regions_file="xx.toml", clinic=mine, clinic_file="p.toml").crisis) == 1
    for region in ("international", "uk"):
        told = rf"^xx\.toml:1: there are no crisis lines for `{region}`; add them, each under a line \[\[{region}]]$"
        with pytest.raises(SourceError, match=told):
            read_clinic(regions, regions_file="xx.toml", clinic=f'name = "P"\nregion = "{region}"\n')


def test_a_fault_of_the_region_names_its_file() -> None:
    with pytest.raises(SourceError) as caught:
        read_clinic('[[international]]\nlabel = "x"\n', regions_file="crisis/en.toml")
    assert str(caught.value) == "crisis/en.toml:1: this crisis line has no `checked`; add checked = ..."


# --- logos ---

OUTWARD = "refers to another file or picture; save it with all its parts drawn in it"


def svg(inside: str = "", attributes: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


LOGOS: dict[str, tuple[str, bytes, str]] = {
    "svg": ("a.svg", SVG, ""),
    "svg with a gradient": ("a.SVG", svg('<g id="a"/><rect fill="url( \'#a\')" style="fill: url(#a)"/>'), ""),
    "svg with a link inside": ("a.svg", svg('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="#a"/>'), ""),
    "svg with a style sheet": ("a.svg", svg("<style>a { fill: red }</style><path/>"), ""),
    "png": ("a.png", png(), ""),
    "missing": ("a.svg", b"", "is not beside the practice's file, is a link, or is empty; put the file itself there"),
    "too big": ("a.svg", SVG + b" " * MAX_BYTES, "is larger than 256 KiB; make it smaller, or draw it as an SVG"),
    "svg called png": ("a.png", SVG, "is no PNG, whatever its name says; save it as PNG"),
    "damaged png": ("a.png", png()[:-20], "is a damaged PNG; save it anew"),
    "png with another checksum": ("a.png", png().replace(b"IDAT", b"IDAX"), "is a damaged PNG; save it anew"),
    "png as wide as a wall": ("a.png", png(4001), "is wider or higher than 4000 pixels; make it smaller"),
    "png that moves": ("a.png", png(1, 1, b"acTL" + bytes(8)), "moves; save it as a still picture"),
    "png called svg": (
        "a.svg",
        png(),
        "is no SVG that can be read (not well-formed (invalid token): line 1, column 0); save it anew as plain SVG",
    ),
    "another root": ("a.svg", b"<html/>", "is no SVG, whatever its name says; save it as plain SVG"),
    "another namespace": ("a.svg", b"<svg/>", "is no SVG, whatever its name says; save it as plain SVG"),
    "script": (
        "a.svg",
        svg("<script>alert(1)</script>"),
        "has a <script>, which can do anything; save it without scripts",
    ),
    "script in an attribute": (
        "a.svg",
        svg(attributes='onload="x()"'),
        "has a script (onload); save it without scripts",
    ),
    "page in it": (
        "a.svg",
        svg("<foreignObject/>"),
        "has a <foreignObject>, which is not printed; save it with its text as SVG text, or as PNG",
    ),
    "picture from elsewhere": ("a.svg", svg('<image href="https://elsewhere.example/a.png"/>'), OUTWARD),
    "picture held": (
        "a.svg",
        svg('<image href="data:image/png;base64,AAAA"/>'),
        "holds another picture, which is not printed; save it as PNG",
    ),
    "xlink": ("a.svg", svg('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="b.svg#a"/>'), OUTWARD),
    "style from elsewhere": ("a.svg", svg("<style>@import 'a.css';</style>"), OUTWARD),
    "fill from elsewhere": ("a.svg", svg(attributes="style=\"fill: url( 'b.svg#a')\""), OUTWARD),
    "style sheet before it": ("a.svg", b'<?xml-stylesheet href="a.css"?>' + SVG, OUTWARD),
    "animation": ("a.svg", svg("<animate/>"), "moves; save it as a still picture"),
    "animation by style": ("a.svg", svg("<style>@keyframes x {}</style>"), "moves; save it as a still picture"),
    "entities": ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "declares entities; save it as plain SVG"),
    "deep": (
        "a.svg",
        svg("<g>" * 60 + "<path/>" + "</g>" * 60),
        "has groups in groups more than 50 deep; save it anew as plain SVG",
    ),
}


@pytest.mark.parametrize("case", LOGOS)
def test_logos(case: str) -> None:
    name, data, expected = LOGOS[case]
    assert fault_of(name, data) == expected


def test_a_logos_fault_has_its_place(house: House) -> None:
    text = 'name = "P"\nlogo = "logo.svg"\nlogo_alt = "A square"\n'
    assert problems(text, house, b"") == [
        "2: the logo `logo.svg` is not beside the practice's file, is a link, or is empty; put the file itself there"
    ]
    (problem,) = problems(text, house, svg("<text>Praxis 你</text>"))
    assert problem.startswith("2: the logo `logo.svg` has a text in which the character U+4F60")
    assert problem.endswith("is in no bundled font and would print as an empty box; use another")


# --- the crisis lines' age ---


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 31), []),
        (date(2027, 1, 31), []),
        (
            date(2027, 2, 1),
            [
                Problem(
                    "clinic.toml",
                    6,
                    "`Us` was last checked on 2026-01-31, more than 365 days ago; "
                    "make sure that it is still right, then write checked = 2027-02-01",
                ),
                Problem(
                    "uk.toml",
                    4,
                    "`In danger now?` was last checked on 2026-01-31, more than 365 days ago; "
                    "make sure that it is still right, then write checked = 2027-02-01",
                ),
            ],
        ),
        (
            date(2026, 1, 30),
            [
                Problem(
                    "clinic.toml",
                    6,
                    "`Us` is said to be checked on 2026-01-31, which is yet to come; write the day it was",
                ),
                Problem(
                    "uk.toml",
                    4,
                    "`In danger now?` is said to be checked on 2026-01-31, which is yet to come; write the day it was",
                ),
            ],
        ),
    ],
)
def test_stale_lines(today: date, expected: list[Problem]) -> None:
    clinic = 'name = "P"\nregion = "uk"\n' + LINE
    assert stale_lines(today, REGIONS, regions_file="uk.toml", clinic=clinic, clinic_file="clinic.toml") == expected


def test_only_lines_in_use_grow_stale() -> None:
    clinic = 'name = "P"\nregion = "uk"\n'
    assert stale_lines(DAY, REGIONS, regions_file="uk.toml", clinic=clinic, clinic_file="c.toml") == []
    assert [problem.line for problem in stale_lines(date(2026, 2, 1), REGIONS, regions_file="uk.toml")] == [8]


def test_lines_that_are_refused_are_not_called_stale_as_well() -> None:
    clinic = 'name = "P"\nregion = "uk"\n' + LINE.replace('phone = "111"\n', "")
    assert stale_lines(date(2036, 1, 1), REGIONS, regions_file="uk.toml", clinic=clinic, clinic_file="c.toml") == []


DIALLED = {
    "111، ثم 2": "tel:111",
    "111, then option 2": "tel:111",
    "116 123": "tel:116123",
    "13 11 14": "tel:131114",
    "(020) 7946 0000": "tel:02079460000",
    "1 (800) 555-0100": "tel:18005550100",
    "+44 (0)117 496 0123 (option 2)": "tel:+441174960123",
    "0117.496.0123 (day or night), free": "tel:01174960123",
    "1800 737 732, 1800 RESPECT": "tel:1800737732",
    "0117\u00a0496\u00a00123": "tel:01174960123",
    "18001 0117 496 0123": "tel:1800101174960123",
}
"""Telephone numbers, and what a tap dials."""

NOT_DIALLED = (
    *("1-800-273-TALK (8255)", "1-888-NAMI-HELP", "1800 RESPECT (1800 737 732)", "13 YARN (13 92 76)"),
    *("0117\u2011496\u20110123", "0117\u2013496\u20130123", "0800 (free) 123 456", "116 123 24/7", "116 123 24 hours"),
    *(
        "0117 496 0123 - 24 hours",
        "0117 496 0123 / 0124",
        "0800 123 456/7",
        "999/112",
        "911 / 112",
        "24/7: 0800 111 222",
    ),
    *("24 hours a day on 116 123", "5 pm to 9 pm: 0117 496 0123", "0117 496 0123 or 0117 496 0124"),
    *("0117  4960123 0117 4960123 01", "12", "0117 -496", "\u0660\u0661\u0661\u0667 \u0664\u0669\u0666"),
)
"""Texts of which a tap would dial something else than a reader would."""

WRITTEN = {"SHOUT to 85258": "sms:85258", "988": "sms:988", "HELLO to +44 7700 900123": "sms:+447700900123"}
NOT_WRITTEN = (
    *("HELP to 55501, open 24/7", "HELP to 55501 (24/7)", "85258 from 9 to 5", "HOME to 741741, or 443-SUP-PORT"),
    *("HOME to 741741.", "HOME to A85258", "HOME to 7/41741", "to 12", "HOME"),
)


def links_of(way: str, number: str, house: House) -> tuple[list[str], list[str]]:
    """Return what a tap on a crisis line opens, as the writers have it and as verification wants it."""
    text = f'name = "P"\n[[crisis]]\nlabel = "Us"\n{way} = "{number}"\nchecked = 2026-01-31\n'
    clinic = read_clinic(REGIONS, regions_file="uk.toml", clinic=text, clinic_file="clinic.toml")
    labels = house.labels("en")
    practice = Practice({"international": []}, tomllib.loads(text), labels, "en")
    wanted = next(practice.crisis_lines()).links
    reached = [*ways(clinic.crisis[0], labels)]
    assert not any(address_after(address, words) or spelled_address(address, words) for words, address in reached)
    return [address for _, address in reached], [link.target for link in wanted]


@pytest.mark.parametrize("number", [*DIALLED, *WRITTEN])
def test_a_tap_dials_the_number_that_is_printed(number: str, house: House) -> None:
    way, link = ("phone", DIALLED[number]) if number in DIALLED else ("text", WRITTEN[number])
    assert links_of(way, number, house) == ([link], [link])


@pytest.mark.parametrize("number", NOT_DIALLED)
def test_what_would_dial_another_number_is_refused(number: str, house: House) -> None:
    for text in (f'name = "P"\nphone = "{number}"\n', LINE.replace('"111"', f'"{number}"')):
        (problem,) = problems(text if "name" in text else f'name = "P"\n{text}', house, b"")
        assert re.match(r"\d+: (a tap on )?`.*(; write |; a number to call has 3 to 15)", problem)


@pytest.mark.parametrize("number", NOT_WRITTEN)
def test_what_would_write_to_another_number_is_refused(number: str, house: House) -> None:
    (problem,) = problems('name = "P"\n' + LINE.replace('phone = "111"', f'text = "{number}"'), house, b"")
    assert re.match(r"4: `.*(SHOUT to 85258|has 3 to 15)$", problem)


@pytest.mark.parametrize("value", ["[" * 3000, "1" * 5000], ids=["lists in lists", "a long number"])
def test_what_no_parser_takes_is_told(value: str, house: House) -> None:
    (problem,) = problems(f'name = "P"\nphone = {value}\n', house)
    assert "this is not TOML" in problem
