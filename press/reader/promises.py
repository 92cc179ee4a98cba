"""What a link's words say of where it leads: whoever reads one number must not call another."""

import re
from contextlib import suppress
from itertools import product
from urllib.parse import unquote

from press.reader.numbers import DIGIT

_BETWEEN = "[ \u00a0.\u2011\u2013-]?"
_NUMBER = re.compile(rf"(?<![\w,;:/-])[+]?{DIGIT}(?:{_BETWEEN}{DIGIT}){{2,}}(?!{_BETWEEN}[0-9]|[-.]?\w| [A-Z]{{2}})")
"""Digits, one sign between two at the most, and nothing behind them that is part of the number: 1-800 273 TALK."""

_PARTED = re.compile(r"[\s:/\u2010\u2011\u2013-]+")
"""What may part a number as well, or stand before it: more than one sign, or another: Tel:0341 / 97 10 800."""

_SPELLED = re.compile("[A-Z][A-Z-]+ ?[(]([0-9][0-9 .-]*)[)]")
"""Letters to dial, and their digits: 1-800-799-SAFE (7233)."""

_FEW = 6
"""Digits of a number to call wherever it stands among words, and from abroad, at the least: 116 123, but no 24-7."""

_HOUR, _YEAR = r"[0-9]{1,2}(?:\.[0-5][0-9])?", "(?:19|20)[0-9]{2}"
_WHEN = re.compile(
    rf"{_HOUR}[\u2011\u2013-]{_HOUR}|{_YEAR}(?:[\u2011\u2013-]{_YEAR}|[\u2011\u2013-][0-9]{{2}})?"
    rf"|[0-9]{{1,2}}([.-])[0-9]{{1,2}}\1(?:{_YEAR}|[0-9]{{2}})|{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"
)
"""Hours, years or a date, among words none to call: 8.30-18.00, 2026-27, 24.12.2026."""

_PREFIX = re.compile("[1-9][0-9]{0,2}0?")
"""What a number has from abroad: a country's code (ITU-T E.164); some countries keep the 0 behind it."""

_WITH_EIGHT = re.compile("8(?=[0-9]{10}$)")
"""What is dialled at home instead of +7, or of +375: 8 (495) 123-45-67."""

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
            words = _SPELLED.sub(r"\1", words)
            found, joined = _NUMBER.findall(words), _NUMBER.findall(_PARTED.sub(" ", words))
            dialled = [address, *re.split("[;,]", address)]  # behind the number perhaps an extension
            if any(_is_same(*pair) for pair in product([*found, *joined], dialled)):
                return ""
            return next((number for number in found if _is_to_call(number, said, _digits(dialled[1]))), "")
        case "mailto":
            mailboxes = _in_letters(address.partition("?")[0]).split(",")
            is_kept = _in_letters(said).removeprefix("mailto:") in mailboxes
            return said if _MAILBOX.fullmatch(said) and not is_kept else ""
        case "http" | "https":
            return said if _WEB.fullmatch(said) and _site(said) != _site(target) else ""
        case _:
            return ""


def _is_to_call(number: str, said: str, dialled: str) -> bool:
    if number == said or _WHEN.fullmatch(number):
        return number == said
    # At the end a short number is one to call if the link has such a one: Call 999, but no Ward 204.
    is_last = number.isdecimal() and said.endswith(number) and len(dialled) <= _FEW
    return len(_digits(number)) >= _FEW or is_last


def _is_same(said: str, dialled: str) -> bool:
    """Return whether two numbers are the same, one of them perhaps as it is dialled from abroad."""
    for one, other in product(_at_home(said), _at_home(dialled)):
        short, long = sorted([one, other], key=len)
        is_prefixed = len(short) >= _FEW and long.endswith(short) and _PREFIX.fullmatch(long.removesuffix(short))
        if short == long or is_prefixed:
            return True
    return False


def _at_home(number: str) -> set[str]:
    """Return the digits of a number without what may stand before them at home."""
    digits = _digits(number.replace("(0)", ""))
    home = digits if number.startswith("+") else _WITH_EIGHT.sub("", digits)
    return {one.lstrip("0") or one for one in (digits, home)}  # 000 is a number


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _site(address: str) -> str:
    """Return the name of the site that an address is of, in letters of its own if it has them."""
    name = re.split("[/?#]", re.sub("(?i)^https?://", "", address), maxsplit=1)[0]
    return re.sub(":[0-9]+$", "", _in_letters(name)).removeprefix("www.")


def _in_letters(address: str) -> str:
    """Return an address as it is read, which the parser has encoded: bücher.example for xn--bcher-kva.example."""
    address = unquote(address).casefold()
    with suppress(UnicodeError):
        address = re.sub("xn--([a-z0-9-]+)", lambda name: name[1].encode().decode("punycode"), address)
    return address.casefold()
