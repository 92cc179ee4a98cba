"""The practice that hands the sheet out, and whom a patient can call."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CRISIS_MAX_AGE = 365
"""Days after which somebody has to make sure again that a crisis line is right."""

LISTED = frozenset({"address", "hours"})
"""The texts whose lines stand for themselves."""

DIGIT = r"(?:[0-9]|[(][0-9]+[)](?=[ .-]?[0-9]))"
"""A digit of a number to call, or a code in brackets before others, as an expression."""

NUMBER = re.compile(rf"[+]?{DIGIT}(?:[ .-]?{DIGIT})*")
"""Digits, one sign between two at the most, and codes in brackets before others: what a tap dials."""

_LINE_END = re.compile(r"(?<=[^\s,;.:!?…|·•/–—-])[ \t]*\n\s*(?=[^\sa-zß-öø-ÿ])")
"""With no sign to part a line from the next, which does not go on with it in small letters."""


def listed(text: str) -> str:
    """Return an address or hours as they are printed: lines that nothing parts from the next end with a comma."""
    return _LINE_END.sub(", ", text)


class Paper(StrEnum):
    """What a practice prints on: its sheets are listed first."""

    A4 = "a4"
    LETTER = "letter"


class References(StrEnum):
    """Whether the printed sheets list their sources; the other editions always do."""

    PRINTED = "printed"
    ON_REQUEST = "on-request"


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """Somebody to turn to at once.

    `phone` and `text` are as they are printed and begin or end with the number ("111, then option 2", "SHOUT to
    85258"); `web` is an address; `checked` is the day on which someone last made sure that all of it is right.
    """

    label: str
    checked: date
    phone: str = ""
    text: str = ""
    web: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Clinic:
    """What a practice adds to every handout; an empty `name` stands for no practice.

    `logo` is the name of the picture's file, `logo_data` its bytes; `base_url` is where its pages are published,
    without a slash at its end, `accent` a colour (`#rrggbb`), `paper` what it prints on,
    `references` whether the printed sheets list their sources.
    """

    crisis: tuple[CrisisLine, ...]
    name: str = ""
    logo: str = ""
    logo_data: bytes = b""
    logo_alt: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    base_url: str = ""
    hours: str = ""
    accent: str = ""
    paper: Paper = Paper.A4
    references: References = References.PRINTED
    other_formats: str = ""
    feedback: str = ""
    note: str = ""

    @property
    def has_contacts(self) -> bool:
        """Whether it says anything of how to reach it."""
        return any((self.address, self.phone, self.email, self.web, self.hours, self.note))
