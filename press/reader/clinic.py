"""The clinic's file and the crisis lines of the region: TOML to Clinic."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from press.errors import Problem, SourceError
from press.model import Clinic, CrisisLine
from press.reader.problems import Problems, nearest

TEXTS = ("name", "address", "phone", "email", "web", "note")
DEFAULT_REGION = "international"
_LINE_KEYS = ("label", "action", "phone", "sms", "web", "checked")


def read_clinic(regions: str, *, regions_file: str, clinic: str = "", clinic_file: str = "") -> Clinic:
    """Return the clinic of a TOML text (empty: no clinic), its region's crisis lines after its own.

    `regions` is the text of `templates/crisis/<lang>.toml`: a list of crisis lines for each region.
    Raises SourceError with every problem of a file.
    """
    known = _toml(regions, regions_file)
    values = _toml(clinic, clinic_file)
    form = _Clinic(values, clinic, Problems(clinic_file))
    region = form.region(known)
    lines = form.crisis("crisis") + _Clinic(known, regions, Problems(regions_file)).crisis(region)
    made = Clinic(crisis=lines, **{key: form.text(key) for key in TEXTS})
    form.close()
    return made


def _toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+)", str(error))
        line = int(where[1]) if where else max(1, text.count("\n"))
        message = f'this is not TOML: {str(error).split(" (at")[0]}; write lines of the form key = "value"'
        raise SourceError([Problem(file, line, message)]) from error


class _Clinic:
    """A TOML file's values with a place for each."""

    def __init__(self, values: Mapping[str, Any], text: str, problems: Problems) -> None:
        self.values, self.rows, self.problems = values, text.splitlines(), problems

    def line(self, key: str, entry: int = 0, table: str = "") -> int:
        """Return the line of a key, of the `entry`-th (from 0) table of that name where it is in one."""
        passed = -1
        for number, row in enumerate(self.rows, 1):
            passed += bool(table) and row.replace(" ", "").startswith(f"[[{table}]]")
            if (not table or passed == entry) and re.match(rf'\s*"?{re.escape(key)}"?\s*=', row):
                return number
        return self.line(f"[[{table}]]") if table and key != f"[[{table}]]" else 1

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        if isinstance(value, str) and (value.strip() or key not in self.values):
            return " ".join(value.split())
        self.problems.add(self.line(key), f'`{key}` must be a text in quotes: {key} = "..."')
        return ""

    def region(self, known: Mapping[str, Any]) -> str:
        region = self.values.get("region", DEFAULT_REGION)
        if region in known:
            return str(region)
        self.problems.add(self.line("region"), f"there is no region `{region}`; {nearest(str(region), known)}")
        return DEFAULT_REGION

    def crisis(self, table: str) -> tuple[CrisisLine, ...]:
        """Return the crisis lines of a list of tables."""
        entries = self.values.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.problems.add(self.line(table), f"write each crisis line under a line [[{table}]]")
            return ()
        made = tuple(self._crisis_line(table, number, entry) for number, entry in enumerate(entries))
        if table != "crisis":
            self.problems.check()
        return made

    def _crisis_line(self, table: str, number: int, entry: Mapping[str, Any]) -> CrisisLine:
        for key in entry:
            if key not in _LINE_KEYS:
                self.problems.add(self.line(key, number, table), f"unknown key `{key}`; {nearest(key, _LINE_KEYS)}")
        for key in ("label", "action", "checked"):
            if not entry.get(key):
                self.problems.add(
                    self.line("label", number, table), f"this crisis line has no `{key}`; add {key} = ..."
                )
        for key in ("label", "action", "phone", "sms", "web"):
            if not isinstance(entry.get(key, ""), str):
                self.problems.add(self.line(key, number, table), f'`{key}` must be a text in quotes: {key} = "..."')
        if entry.get("web") and not str(entry["web"]).startswith(("https://", "http://")):
            self.problems.add(self.line("web", number, table), "`web` must begin with https://")
        checked = entry.get("checked")
        if checked and (not isinstance(checked, date) or isinstance(checked, datetime)):
            self.problems.add(self.line("checked", number, table), "`checked` must be a date: checked = 2026-01-31")
            checked = None
        texts = {key: " ".join(str(entry.get(key, "")).split()) for key in _LINE_KEYS[:-1]}
        return CrisisLine(checked=checked or date.min, **texts)

    def close(self) -> None:
        """Refuse unknown keys and a file without a name, then raise what was found."""
        known = (*TEXTS, "region", "crisis")
        for key in self.values:
            if key not in known:
                self.problems.add(self.line(key), f"unknown key `{key}`; {nearest(key, known)}")
        if self.values and not self.values.get("name"):
            self.problems.add(1, 'the practice has no name; add a line name = "..."')
        self.problems.check()
