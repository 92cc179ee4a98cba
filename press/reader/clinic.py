"""The clinic's file and the crisis lines of the region: TOML to Clinic."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from press.errors import Problem, SourceError
from press.model.clinic import CRISIS_MAX_AGE, LISTED, Clinic, CrisisLine, Paper, References, listed
from press.model.colour import LEAST, darkened, is_colour, is_grey, least_contrast, parts_of
from press.reader.capitals import shouted
from press.reader.characters import Repertoire, bad_characters
from press.reader.logo import KINDS, fault_of
from press.reader.numbers import phone_fault, text_fault
from press.reader.problems import Problems, nearest
from press.reader.toml import read_toml
from press.reader.unmarked import plain_leftovers

TEXTS = ("name", "logo_alt", "address", "phone", "hours", "other_formats", "feedback", "note")
KEYS = (*TEXTS, "logo", "email", "web", "base_url", "accent", "paper", "references", "region", "crisis")
DEFAULT_REGION = "international"
_ADDRESSES = ("logo", "email", "web", "base_url", "accent")
"""Texts in which stars and strokes are what they are."""

_LONGEST = dict.fromkeys(("name", "phone", "label", "text"), 120)
_LONGEST_OTHERS = 600
"""Characters of a text: what stands in heads and boxes is short, and all of it has its place on every handout."""

_WAYS = ("phone", "text", "web")
_LINE_KEYS = ("label", *_WAYS, "hours", "checked")

_EMAIL = re.compile(r"[^@\s<>,;:?#%]+@[^@\s.:/?#%]+(\.[^@\s.:/?#%]+)+")
_WEB = re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)+(/\S*)?")
_BASE = re.compile(r"https://[A-Za-z0-9.-]+\.[A-Za-z0-9-]+(:[0-9]+)?(/[A-Za-z0-9._~%/-]*)?")
_LONGEST_BASE = 200
"""Characters of a `base_url`, so that a code with it can still be scanned."""

_FILE = re.compile(r"[^/\\:\x00-\x1f]+")

_LONGEST_NAME = 255
"""Bytes of a file's name, which no usual file system lets be longer."""

Choice = TypeVar("Choice", bound=StrEnum)


@lru_cache(maxsize=64)
def read_clinic(  # noqa: PLR0913 - everything that a clinic depends on, by name
    regions: str,
    *,
    regions_file: str,
    clinic: str = "",
    clinic_file: str = "",
    logo: bytes = b"",
    repertoire: Repertoire | None = None,
) -> Clinic:
    """Return the clinic of a TOML text (empty: no clinic), its region's crisis lines after its own.

    `regions` is the text of `templates/crisis/<lang>.toml`: a list of crisis lines for each region; `logo` the bytes of
    the file that the clinic's text names as its logo (empty: there is none); `repertoire` the characters that the
    bundled fonts have, None to let pass any. Raises SourceError with every problem of a file.
    """
    theirs = _Form(regions, regions_file, repertoire)
    if DEFAULT_REGION not in theirs.values:
        raise SourceError([_without_lines(DEFAULT_REGION, regions_file)])
    form = _Form(clinic, clinic_file, repertoire)
    region = form.region(theirs)
    lines = tuple(entry.made for entry in (*form.crisis("crisis", ways=True), *theirs.crisis(region)))
    theirs.problems.check()
    made = form.clinic(lines, logo)
    form.close()
    if not lines:
        raise SourceError([_without_lines(region, regions_file)])
    return made


def _without_lines(region: str, file: str) -> Problem:
    return Problem(file, 1, f"there are no crisis lines for `{region}`; add them, each under a line [[{region}]]")


def stale_lines(
    today: date, regions: str, *, regions_file: str, clinic: str = "", clinic_file: str = ""
) -> list[Problem]:
    """Return a problem for each crisis line in use that nobody has checked for too long, or not yet, by its own date.

    The arguments but `today` are those of `read_clinic`; of crisis lines that it refuses nothing is said here. Raises
    SourceError where a text is not TOML.
    """
    theirs, form = _Form(regions, regions_file), _Form(clinic, clinic_file)
    found = [(form, entry) for entry in form.crisis("crisis", ways=True)]
    found += [(theirs, entry) for entry in theirs.crisis(form.region(theirs))]
    if form.problems.found or theirs.problems.found:
        return []
    return [
        Problem(source.problems.file, entry.line, message)
        for source, entry in found
        if (message := _staleness(entry.made, today))
    ]


def _staleness(line: CrisisLine, today: date) -> str:
    if line.checked > today:
        return f"`{line.label}` is said to be checked on {line.checked}, which is yet to come; write the day it was"
    if today - line.checked > timedelta(CRISIS_MAX_AGE):
        return (
            f"`{line.label}` was last checked on {line.checked}, more than {CRISIS_MAX_AGE} days ago; "
            f"make sure that it is still right, then write checked = {today}"
        )
    return ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A crisis line, and the line of the file on which its date stands."""

    made: CrisisLine
    line: int


class _Form:
    """A TOML file's values, read key by key; every fault is noted with its place, and a stand-in returned."""

    def __init__(self, text: str, file: str, repertoire: Repertoire | None = None) -> None:
        self.values, self.rows = read_toml(text, file), text.split("\n") if text else []  # as TOML counts them
        self.problems, self.repertoire = Problems(file), repertoire

    def line(self, key: str, table: str = "", entry: int = 0) -> int:
        """Return the line of a key, of the `entry`-th (from 0) table of that name where it is in one.

        A key that is not there, or stands in a row with others, has the line of its table, 1 outside of any.
        """
        passed, head = -1, 0
        named = rf"""["']?{re.escape(key)}["']?\s*"""
        begins = re.compile(rf"\s*({named}(\.[^=]*)?=|\[+\s*{named}[].])").match
        for number, row in enumerate(self.rows, 1):
            if table and row.replace(" ", "").startswith(f"[[{table}]]"):
                passed += 1
                head = number if passed == entry else head
            if (not table or passed == entry) and begins(row):
                return number
        return head or (self.line(table) if table else 1)

    def text(self, values: Mapping[str, Any], key: str, at: int) -> str:
        """Return a text, white space folded and a comma between lines of a list; empty where the key is absent."""
        value = values.get(key, "")
        if not isinstance(value, str):
            self.problems.add(at, f'`{key}` must be a text in quotes: {key} = "..."')
            return ""
        if key in values and not value.strip():
            self.problems.add(at, f"`{key}` is empty; write its text, or remove the line")
        if self.repertoire is not None:
            self.problems.extend((at, message) for _, message in bad_characters(value, self.repertoire))
        if key not in _ADDRESSES:
            self.problems.extend((at, message) for message in plain_leftovers(value))
        text = " ".join((listed(value) if key in LISTED else value).split())
        most = _LONGEST.get(key, _LONGEST_OTHERS)
        self.problems.extend((at, message) for _, message in shouted(text))
        if len(text) > most:
            told = f"`{key}` has {len(text)} characters, too many for every handout to say it; write at most {most}"
            self.problems.add(at, told)
        return text

    def own(self, key: str) -> str:
        """Return a text of the clinic itself."""
        return self.text(self.values, key, self.line(key))

    def fault(self, key: str, message: str) -> None:
        self.problems.add(self.line(key), message)

    def region(self, lines: "_Form") -> str:
        """Return whose crisis lines are wanted, of those that a file has."""
        region = self.values.get("region", DEFAULT_REGION)
        if isinstance(region, str) and region in lines.values:
            return region
        told = f"there is no region `{region}` in {lines.problems.file}; {nearest(str(region), lines.values)}"
        self.fault("region", told)
        return DEFAULT_REGION

    # --- the clinic ---

    def clinic(self, lines: tuple[CrisisLine, ...], logo: bytes) -> Clinic:
        """Return the clinic with these crisis lines."""
        texts = {key: self.own(key) for key in TEXTS}
        if fault := phone_fault(texts["phone"]):
            self.fault("phone", fault)
        name = self.logo(texts["logo_alt"], logo)
        if len(self.own("base_url")) > _LONGEST_BASE:
            self.fault(
                "base_url", f"`base_url` is longer than {_LONGEST_BASE} characters; a code with it cannot be scanned"
            )
        return Clinic(
            crisis=lines,
            logo=name,
            logo_data=logo if name else b"",
            email=self.formed("email", _EMAIL, "is no e-mail address; write it as hello@clinic.example"),
            web=self.formed("web", _WEB, "is no web address; write it as https://clinic.example"),
            base_url=self.formed(
                "base_url", _BASE, "is not where pages can stand; write it as https://clinic.example/handouts"
            ).rstrip("/"),
            accent=self.accent(),
            paper=self.choice("paper", Paper, Paper.A4),
            references=self.choice("references", References, References.PRINTED),
            **texts,
        )

    def formed(self, key: str, form: re.Pattern[str], fault: str) -> str:
        """Return a text that must have a form."""
        text = self.own(key)
        if text and not form.fullmatch(text):
            self.fault(key, f"`{text}` {fault}")
            return ""
        return text

    def choice(self, key: str, choices: type[Choice], default: Choice) -> Choice:
        value = self.values.get(key, default)
        if isinstance(value, str) and value in list(choices):
            return choices(value)
        self.fault(key, f"`{key}` cannot be `{value}`; {nearest(str(value), list(choices))}")
        return default

    def accent(self) -> str:
        """Return the clinic's colour, if it can be told from the paper."""
        colour = self.own("accent")
        if not colour:
            return ""
        if not is_colour(colour):
            self.fault("accent", f"`{colour}` is no colour; write # and six digits from 0 to f, such as #14506b")
        elif is_grey(parts_of(colour)):
            self.fault("accent", f"`{colour}` is grey, which a photocopy loses; write #262626 for black, or a colour")
        elif (found := least_contrast(colour)) < LEAST:
            self.fault(
                "accent",
                f"`{colour}` is too light to read: its contrast is {int(found * 10) / 10}:1, not {LEAST}:1; "
                f"the nearest that can be read is {darkened(colour)}",
            )
        else:
            return colour.lower()
        return ""

    def logo(self, alternative: str, data: bytes) -> str:
        """Return the name of the logo's file."""
        name = self.own("logo")
        if not name:
            if alternative:
                self.fault(
                    "logo_alt", "`logo_alt` says what a logo shows, but there is none; add logo = ..., or remove it"
                )
            return ""
        if "logo_alt" not in self.values:
            self.fault("logo", "the logo has no alternative text; say what it shows: logo_alt = ...")
        if not _FILE.fullmatch(name) or name.startswith("."):
            self.fault("logo", f"`{name}` is no plain file name; put the logo beside this file and write its name")
        elif len(name.encode()) > _LONGEST_NAME:
            self.fault("logo", f"the logo's name has more than {_LONGEST_NAME} bytes; give the file a shorter one")
        elif not name.lower().endswith(KINDS):
            self.fault("logo", f"the logo `{name}` must be an SVG or a PNG; save it as one")
        elif fault := fault_of(name, data, self.repertoire):
            self.fault("logo", f"the logo `{name}` {fault}")
        return name

    # --- the crisis lines ---

    def crisis(self, table: str, *, ways: bool = False) -> list[_Entry]:
        """Return the crisis lines of a list of tables; with `ways`, each must have one to reach somebody."""
        entries = self.values.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.fault(table, f"write each crisis line under a line [[{table}]]")
            return []
        return [self._entry(table, number, entry, ways=ways) for number, entry in enumerate(entries)]

    def _entry(self, table: str, number: int, entry: Mapping[str, Any], *, ways: bool) -> _Entry:
        places = {key: self.line(key, table, number) for key in (*entry, *_LINE_KEYS)}
        texts = {key: self.text(entry, key, places[key]) for key in _LINE_KEYS[:-1]}
        self.problems.extend(self._faults(entry, texts, places, table))
        if ways and not any(way in entry for way in _WAYS):
            self.problems.add(
                places["label"], "this crisis line leads to nobody; add phone = ..., text = ... or web = ..."
            )
        checked = entry.get("checked")
        if isinstance(checked, date) and not isinstance(checked, datetime):
            return _Entry(CrisisLine(checked=checked, **texts), places["checked"])
        if "checked" in entry:
            self.problems.add(places["checked"], "`checked` must be a date: checked = 2026-01-31")
        return _Entry(CrisisLine(checked=date.min, **texts), places["checked"])

    def _faults(
        self, entry: Mapping[str, Any], texts: Mapping[str, str], places: Mapping[str, int], table: str
    ) -> Iterator[tuple[int, str]]:
        """Yield (line, message) for what is wrong with an entry's keys and the form of its values."""
        for key in entry:
            if key not in _LINE_KEYS:
                above = f"a crisis line has no `{key}`; move it above the first [[{table}]]"
                yield places[key], above if key in KEYS else f"unknown key `{key}`; {nearest(key, _LINE_KEYS)}"
        for key in ("label", "checked"):
            if key not in entry:
                yield places[key], f"this crisis line has no `{key}`; add {key} = ..."
        phone, text, web = (texts[way] for way in _WAYS)
        if fault := phone_fault(phone):
            yield places["phone"], fault
        if fault := text_fault(text):
            yield places["text"], fault
        if web and not _WEB.fullmatch(web):
            yield places["web"], f"`{web}` is no web address; write it as https://clinic.example"

    def close(self) -> None:
        """Refuse unknown keys and a file without a name, then raise what was found."""
        for key in self.values:
            if key not in KEYS:
                self.fault(key, f"unknown key `{key}`; {nearest(key, KEYS)}")
        if self.rows and "name" not in self.values:
            self.problems.add(1, 'the practice has no name; add a line name = "..."')
        self.problems.check()
