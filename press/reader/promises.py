"""What a link's words say of where it leads: whoever reads one number must not call another."""

import re
from contextlib import suppress
from urllib.parse import unquote

from press.reader.numbers import DIGIT

_BETWEEN = "[ \u00a0.\u2011\u2013-]?"
_NUMBER = re.compile(rf"(?<![\w,;:/-])[+]?{DIGIT}(?:{_BETWEEN}{DIGIT}){{2,}}(?!{_BETWEEN}[0-9]|[-.]?\w| [A-Z]{{2}})")
"""Digits, one sign between two at the most, and nothing behind them that is part of the number: 1-800 273 TALK."""

_FEW = 6
"""Digits from which on a number is one to call wherever it stands among words: 116 123, but no 24-7."""

_PREFIX = re.compile("[1-9][0-9]{0,2}0?")
"""What a number has from abroad: a country's code (ITU-T E.164); some countries keep the 0 behind it."""

_AROUND = "/.,:;!?()[]<>'\"‘’‚‛“”„‹›«»…"
_MAILBOX = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_WEB = re.compile(r"(?i)(?:https?://|www\.)\S+")


def broken_promise(words: str, target: str) -> str:
    """Return what the words of a link say where it leads elsewhere, or nothing.

    That is a number to call, an e-mail address, or the site of an address that they give in full.
    """
    scheme, _, address = target.partition(":")
    said = words.strip().strip(_AROUND)
    match scheme.lower():
        case "tel":
            found = _NUMBER.findall(words)
            dialled = re.split("[;,]", address)[0]
            if any(_is_same(number, dialled) for number in found):
                return ""
            return next((number for number in found if _is_to_call(number, said)), "")
        case "mailto":
            mailbox = unquote(address.partition("?")[0]).casefold()
            return said if _MAILBOX.fullmatch(said) and said.casefold().removeprefix("mailto:") != mailbox else ""
        case "http" | "https":
            return said if _WEB.fullmatch(said) and _site(said) != _site(target) else ""
        case _:
            return ""


def _is_to_call(number: str, said: str) -> bool:
    return number == said or len(_digits(number)) >= _FEW or (number.isdecimal() and said.endswith(number))


def _is_same(said: str, dialled: str) -> bool:
    """Return whether two numbers are the same, one of them perhaps as it is dialled from abroad."""
    numbers = [_digits(number.replace("(0)", "")) for number in (said, dialled)]
    short, long = sorted([number.lstrip("0") for number in numbers], key=len)
    return short == long or (long.endswith(short) and bool(_PREFIX.fullmatch(long.removesuffix(short))))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _site(address: str) -> str:
    """Return the name of the site that an address is of; of one in letters of its own, as its owner had it made."""
    name = re.split("[/?#]", re.sub("(?i)^https?://", "", address), maxsplit=1)[0].casefold()
    with suppress(UnicodeError):
        name = unquote(name).encode("idna").decode()
    return name.removeprefix("www.")
