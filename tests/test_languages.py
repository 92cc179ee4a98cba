"""What is said of languages: what Babel says, asked once for all processes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel import Locale, localedata
from babel.dates import format_date
from babel.localedata import locale_identifiers

from press import kept, languages

ROOT = Path(__file__).resolve().parents[1]

PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[4])
from datetime import date
from pathlib import Path
from press import kept, languages
kept._folders = lambda: [Path(sys.argv[1])]
if sys.argv[2]:
    languages.version = lambda: sys.argv[2]
tag = sys.argv[3]
said = [languages.is_language(tag), languages.direction(tag), languages.own_name(tag)]
said.append(languages.long_date(date(2026, 11, 2), tag))
print(json.dumps([said, "babel" in sys.modules]))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep the answers of a test in a folder of its own."""
    monkeypatch.setattr(kept, "_folders", lambda: [tmp_path])
    languages.answers.cache_clear()
    yield tmp_path
    languages.answers.cache_clear()


def ask(folder: Path, tag: str, version: str = "1", root: Path = ROOT) -> tuple[list[object], bool]:
    """Return what a process of its own says of a language, and whether it needed Babel; its press is in `root`."""
    command = [sys.executable, "-c", PROGRAM, str(folder), version, tag, str(root)]
    said, has_babel = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return said, has_babel


def test_long_dates_are_those_of_babel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "keep", lambda *_: True)  # a thousand times the same file
    days = [date(2026, month, day) for month in range(1, 13) for day in (1, 9, 10, 28)]
    for name in locale_identifiers():
        tag = name.replace("_", "-")
        localedata._cache.clear()  # noqa: SLF001 - what Babel says of one language depends on those asked before
        said = [format_date(day, "long", locale=name) for day in days]
        has_months = not any(re.search("M[01][0-9]", words) for words in said)
        assert [languages.long_date(day, tag) for day in days] == (said if has_months else list(map(str, days)))
        assert languages.direction(tag) == Locale.parse(name).text_direction


def test_a_second_process_says_the_same_without_babel(folder: Path) -> None:
    for tag in ("en-GB", "ar", "zh-Hant", "en"):
        first, second = ask(folder, tag), ask(folder, tag)
        assert first[1]
        assert second == (first[0], False)
    assert ask(folder, "en-GB") == ([True, "ltr", "English (United Kingdom)", "2 November 2026"], False)


def test_what_is_said_of_a_language_does_not_depend_on_those_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "keep", lambda *_: True)
    monkeypatch.setattr(kept, "read", lambda *_: None)
    assert languages.long_date(date(2026, 11, 2), "tyv") == "2026-11-02"
    assert languages.long_date(date(2026, 11, 2), "yo") == "2 Oṣù Bélú 2026"


def test_another_babel_is_asked_anew(folder: Path) -> None:
    ask(folder, "cy")
    assert ask(folder, "cy", "2")[1]


def test_what_older_code_has_made_of_an_answer_is_not_taken(folder: Path) -> None:
    (folder / "press").mkdir()
    for name in ("__init__.py", "kept.py", "languages.py"):
        (folder / "press" / name).write_bytes((ROOT / "press" / name).read_bytes())
    code = folder / "press" / "languages.py"
    before, _ = ask(folder, "cy", "", folder)
    code.write_text(code.read_text() + "\n\ndef _own_name(tag: str) -> str:\n    return 'another name'\n")
    after, has_babel = ask(folder, "cy", "", folder)
    assert before == [True, "ltr", "Cymraeg", "2 Tachwedd 2026"]
    assert (after, has_babel) == ([True, "ltr", "another name", "2 Tachwedd 2026"], True)


def test_a_damaged_file_is_not_believed(folder: Path) -> None:
    said, _ = ask(folder, "cy")
    (folder / languages.NAME).write_bytes((folder / languages.NAME).read_bytes().replace(b"Tachwedd", b"Tachwxdd"))
    assert ask(folder, "cy") == (said, True)


@pytest.mark.parametrize("tag", ["", "e", "en_GB", "en-", "xx", "tlh", "english", "en GB", "en-UK", "en-Latn-uk"])
def test_what_is_no_language(tag: str) -> None:
    assert not languages.is_language(tag)


@pytest.mark.parametrize("tag", ["en-123", "en-rozaj-biske"])
def test_what_is_not_known_of_a_tag_is_left_aside(tag: str) -> None:
    assert languages.is_language(tag)
    assert languages.long_date(date(2026, 11, 2), tag) == "November 2, 2026"
    assert languages.direction(tag) == "ltr"
    assert languages.own_name(tag).startswith("English")


@pytest.mark.parametrize(
    ("tag", "direction", "name", "day"),
    [
        ("hmn", "ltr", "Hmong", "2026-11-02"),
        ("sm-WS", "ltr", "Samoan", "2026-11-02"),
        ("mww", "ltr", "", "2026-11-02"),
        ("azb", "rtl", "", "2026-11-02"),
        ("lah-Deva", "ltr", "Western Panjabi", "2026-11-02"),
        ("kkj", "ltr", "kakɔ", "2026-11-02"),  # of twelve months one has no name
        ("ku-Arab", "rtl", "kurdî (kurmancî)", "2ê mijdara 2026an"),
        ("prs", "rtl", "فارسی (افغانستان)", "2 نومبر 2026"),
        ("sh", "ltr", "srpski (latinica)", "2. novembar 2026."),
    ],
)
def test_languages_of_which_little_is_known(tag: str, direction: str, name: str, day: str) -> None:
    assert languages.is_language(tag)
    assert languages.direction(tag) == direction
    assert languages.own_name(tag) == name
    assert languages.long_date(date(2026, 11, 2), tag) == day


@pytest.mark.parametrize(
    ("signs", "tags"),
    [
        (", ; ", ["en", "vi", "he", "he-IL", "yi", "az-Latn", "ks-Deva", "xx"]),
        ("، ؛ ", ["ar", "ar-EG", "fa", "ur", "ps", "ckb", "uz-Arab", "az-arab"]),
    ],
)
def test_arabic_letters_have_their_own_comma_and_semicolon(signs: str, tags: list[str]) -> None:
    assert {tag: "".join(languages.separators(tag)) for tag in tags} == dict.fromkeys(tags, signs)


def test_the_version_is_that_of_the_installed_babel() -> None:
    assert f"'{__import__('babel').__version__}'" in languages.version()


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        *(("en", "en"), ("en-GB", "en"), ("EN-gb", "en"), ("pt-BR", "pt-BR"), ("pt-br", "pt-BR"), ("pt-PT", "pt")),
        *(("zh-Hant-HK", "zh-Hant"), ("zh-Hans", ""), ("eng", ""), ("e", ""), ("", "")),
    ],
)
def test_a_language_without_its_own_goes_by_what_its_tag_begins_with(tag: str, found: str) -> None:
    assert languages.lookup(tag, {"en", "pt", "pt-BR", "zh-Hant"}) == found


def test_of_two_that_differ_in_capitals_alone_it_is_always_the_same() -> None:
    assert {languages.lookup("pt-BR", tags) for tags in (["pt-BR", "pt-br"], ["pt-br", "pt-BR"])} == {"pt-br"}
