"""What a practice adds to every sheet, as pieces, from the raw TOML of its file and of its region's crisis lines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from press.languages import LEADING_ON, long_date
from press.model import Format
from press.model.clinic import LISTED, listed
from press.verify.permitted import escaped, folded, spelled_address
from press.verify.piece import EVERY_FORMAT, Kind, Link, Piece

_WRITTEN = frozenset({Format.TEXT})
_PRINTED = frozenset({Format.PDF})

_DIGIT = r"(?:[0-9]|[(][0-9]+[)](?=[ .-]?[0-9]))"
_NUMBER = re.compile(rf"[+]?{_DIGIT}(?:[ .-]?{_DIGIT})*")
_CONTACTS = ("address", "phone", "email", "web", "hours", "note")


def paragraph(text: str, formats: frozenset[Format] = EVERY_FORMAT) -> Piece:
    """Return a paragraph without links."""
    return Piece(Kind.PARAGRAPH, folded(text), folded(text), formats=formats)


@dataclass(frozen=True, slots=True)
class Practice:
    """The raw mappings of the region's crisis lines and of the clinic's file, and where the web page will stand.

    `page` is its path below the clinic's `base_url`, `logo` what stands for the bytes of the clinic's logo.
    """

    regions: Mapping[str, Any]
    values: Mapping[str, Any]
    labels: Mapping[str, str]
    lang: str
    page: str = ""
    logo: str = ""

    @property
    def on_request(self) -> bool:
        """Whether printed sheets leave their sources out."""
        return bool(self.values.get("references") == "on-request")

    def masthead(self) -> Iterator[Piece]:
        """Yield the logo and the practice's name.

        A logo that says no more than the name stands for it; plain text has the name alone.
        """
        name, logo = folded(self.values.get("name", "")), folded(self.values.get("logo_alt", ""))
        if logo:
            yield Piece(Kind.FIGURE, logo, logo, picture=self.logo, formats=EVERY_FORMAT - _WRITTEN)
        if name:
            yield paragraph(name, _WRITTEN if logo == name else EVERY_FORMAT)

    def crisis_lines(self) -> Iterator[Piece]:
        """Yield the clinic's lines, the region's, and the day on which the oldest was checked."""
        entries = [*self.values.get("crisis", []), *self.regions[self.values.get("region", "international")]]
        yield from map(self._crisis_line, entries)
        oldest: date = min(entry["checked"] for entry in entries)
        yield paragraph(self.labels["crisis_checked"].format(date=long_date(oldest, self.lang)))

    def _crisis_line(self, entry: Mapping[str, Any]) -> Piece:
        ways = [*self._ways(entry)]
        plain = [f"{words}." for words, _ in ways]
        spelled = [f"{folded(f'{words} {spelled_address(target, words)}')}." for words, target in ways]
        hours = [listed(entry["hours"])] if entry.get("hours") else []
        text, with_addresses = (_after(entry["label"], [*part, *hours]) for part in (plain, spelled))
        links = tuple(Link(target, words) for words, target in ways)
        return Piece(Kind.ITEM, text, with_addresses, depth=1, mark="•", links=links)

    def _ways(self, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield what to do to reach somebody, in words, and what a tap on them opens."""
        for way in ("phone", "text", "web"):
            value = folded(entry.get(way, ""))
            if not value:
                continue
            shown = re.sub(r"^https?://|/$", "", value) if way == "web" else value
            numbers = [*_NUMBER.finditer(value)]
            target = {
                "phone": f"tel:{_dialled(numbers[0][0] if numbers else '')}",
                "text": f"sms:{_dialled(numbers[-1][0] if numbers else '')}",
                "web": escaped(value),
            }[way]
            yield folded(self.labels[f"crisis_{way}"].format(**{way: shown})).rstrip("."), target

    def contacts(self) -> Iterator[Piece]:
        """Yield how to reach the practice."""
        keys = [key for key in _CONTACTS if self.values.get(key)]
        if keys:
            yield paragraph(self.labels["clinic"])
        for key in keys:
            words = folded(listed(self.values[key]) if key in LISTED else self.values[key])
            number = _NUMBER.search(words) if key == "phone" else None
            dialled = _dialled(number[0]) if number else ""
            address = escaped(words)
            target = {"phone": f"tel:{dialled}", "email": f"mailto:{address}", "web": address}.get(key, "")
            spelled = folded(f"{words} {spelled_address(target, words)}")
            yield Piece(Kind.PARAGRAPH, words, spelled, links=(Link(target, words),) if target else ())

    def service(self) -> Iterator[Piece]:
        """Yield what every sheet says to its reader: what it is not, in what forms there is more of it, and where."""
        yield paragraph(self.labels["disclaimer"])
        for key in ("other_formats", "feedback"):
            yield paragraph(self.values.get(key) or self.labels[key])
        base = folded(self.values.get("base_url", "")).rstrip("/")
        if base and self.page:
            address = f"{base}/{self.page}"
            words = folded(self.labels["online"].format(address=address))
            code = folded(self.labels["online_code"].format(address=address))
            yield Piece(Kind.PARAGRAPH, words, words, links=(Link(address, address),))
            yield Piece(Kind.FIGURE, code, code, links=(Link(address),), formats=_PRINTED)


def _after(label: str, sentences: list[str]) -> str:
    """Return a crisis line's words: what it is, then what to do."""
    label = folded(label)
    joint = "" if label.endswith(LEADING_ON) or not sentences else ":"
    return folded(" ".join([f"{label}{joint}", *sentences]))


def _dialled(number: str) -> str:
    """Return a telephone number as an address has it: digits, and a leading plus; behind it, no (0) of home."""
    home = number.startswith("+")
    digits = "".join(filter(str.isdigit, number.replace("(0)", "") if home else number))
    return f"+{digits}" if home else digits
