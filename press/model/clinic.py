"""The practice that hands the sheet out, and whom a patient can call."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """Somebody to turn to at once.

    `action` is the whole instruction as it is printed ("Call or text 988"); `phone`, `sms` and `web` are
    what a tap on it opens; `checked` is the day on which someone last made sure that it is right.
    """

    label: str
    action: str
    checked: date
    phone: str = ""
    sms: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True)
class Clinic:
    """What a practice adds to every handout; an empty `name` stands for no practice."""

    crisis: tuple[CrisisLine, ...]
    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    note: str = ""
