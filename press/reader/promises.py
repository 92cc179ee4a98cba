"""What a link's words say of where it leads: whoever reads one number must not call another."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from urllib.parse import unquote

from press.model.clinic import DIGIT

_BETWEEN = r"[\s.\u2011\u2013-]?"
_ABROAD = r"(?:[+]|00[1-9])[0-9() ]{1,11}(?:/[0-9() ]{1,7})?"
_SLASHED = rf"(?:{_ABROAD}|0[1-9][0-9]{{0,3}})/{DIGIT}(?:{_BETWEEN}{DIGIT}){{4,}}(?!/)"
_GROUPED = "0[1-9][0-9]{2}(?:/[0-9]{2,4}){2,3}(?!/)"
_NUMBER = re.compile(
    rf"(?<![\w,;:/-])(?:{_SLASHED}|{_GROUPED}|[+]?{DIGIT}(?:{_BETWEEN}{DIGIT}){{2,}})"
    rf"(?!{_BETWEEN}[0-9]|[-.]?\w| [A-Z]{{2}})"
)
"""Digits, one sign between two at the most, a slash behind the code of a place (0341/97 10 800; not 999/112, 05/2026)
or of a country, or between all groups (0800/111/0111; not 01/12/2026), and nothing behind them that is part of the
number: 1-800 273 TALK.
"""

_COUNTED = re.compile(
    r"(?<=[^\W\d_] )(?:[1-9][0-9]? (?=[(]?0(?:[^\w,;:]{,3}[0-9]){7})|[2-9] (?=[(]?[1-9](?:[^\w,;:]{,3}[0-9]){8}))"
)
"""What a place is counted by, before a whole number: Clinic 2 0117 496 0123, Clinic 2 555-555-0142.

It is not what a number begins with: Ring 22 08 12 34.
"""

_PARTED = re.compile(r"[\s:/\u2010\u2011\u2013-]+")
"""What may part a number as well, or stand before it: more than one sign, or another: Tel:0341 / 97 10 800."""

_ALWAYS = re.compile(
    r"(?i)\b(?:24[/-]7|1?[0-9](?=\s[ap]\.?m\b)"
    r"|24(?=\s(?:h|hrs?|hours?|std|stunden|heures|horas|ore|uur|timer|timmar|godz\w*|час\w*)\b)"
    r"|7(?=\s(?:days|tage|jours|d[ií]as|giorni|dagen|dager|dagar|dni)\b))"
    r"|(?<=[0-9]\s)(?:1?[0-9]|2[0-4])[.:][0-5][0-9]\s?[\u2011\u2013-]\s?(?:1?[0-9]|2[0-4])(?:[.:][0-5][0-9])?(?![.:-]?\w)"
)
"""What may stand behind a number without a comma: 116 123 24/7, 24 hours a day, 9 am to 5 pm, 9.00-17.

No other word will do: Ring 22 12 34 24 hver dag ends with digits of the number.
"""

_ENDS = re.compile(r"([0-9])([/\u2011\u2013-])([0-9])(?![.-]?[\w/])")
"""Ends of several numbers, from the one to the other, or the one and the other: 0117 496 0123-5, 0117 496 0123/4."""

_SPELLED = re.compile(r"(?:\b[0-9]-(?=[A-Z-]+ ?[(][0-9]{3}[ .-]?[0-9]{4}[)]))?[A-Z][A-Z-]+ ?[(]([0-9][0-9 .-]{,7})[)]")
"""Letters to dial, and their digits, if not those of the whole number: 1-800-799-SAFE (7233).

A digit among the letters is among these: 1-800-4-A-CHILD (422-4453).
"""

_FEW = 6
"""Digits of a number to call wherever it stands among words, and from abroad, at the least: 116 123, but no 24-7."""

_TINY = re.compile("(?:247|290|500|67[678]|68[258])[0-9]{5}|(?:683|690)[0-9]{4}")
"""A whole number of a country where they have fewer: Saint Helena's 22500 is +290 22500."""

_SHORT = 3
"""Digits of an emergency number, in most countries."""

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

_MOBILE = re.compile("^549([0-9]{10})$")
"""A mobile telephone in Argentina, from abroad; at home 15 stands behind the code of the place: 011 15-2345-6789."""

_WITH_ONE = re.compile("(?<=^52)1(?=[0-9]{10}$)")
"""What was dialled before a mobile telephone's number in Mexico, and may still be written: +52 1 55 1234 5678."""

_AROUND = "/.,:;!?()[]<>'\"‘’‚‛“”„‹›«»…"
_MAILBOX = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_WEB = re.compile(r"(?i)(?:https?://|www\.)\S+")
_BARE = re.compile(
    r"(?i)(?!www\.)(?:[\w-]{2,}\.)+(?:com|org|net|edu|gov|info|int|health|eu|uk|ie|us|ca|au|nz|za|in|de|at|ch|fr|be|nl|lu"
    r"|es|pt|it|gr|dk|se|no|fi|is|cz|sk|hu|ro|bg|hr|si|ua|ru|tr|il|mx|br|ar|cl|co|pe|jp|cn|kr|tw|hk|sg)(?:/\S*)?"
)
"""A site's address without more; those with endings that a file may have (README.md, setup.py) cannot be told."""


def broken_promise(words: str, target: str) -> str:
    """Return what the words of a link say where it leads elsewhere, or nothing.

    That is a number to call, an e-mail address, or the site of an address that they give in full.
    """
    scheme, _, address = target.partition(":")
    said = words.strip().strip(_AROUND)
    match scheme.lower():
        case "tel":
            return _other_number(words, said, address)
        case "mailto":
            mailboxes = _in_letters(address.partition("?")[0]).split(",")
            is_kept = _in_letters(said).removeprefix("mailto:") in mailboxes
            return said if _MAILBOX.fullmatch(said) and not is_kept else ""
        case "http" | "https":
            here, there, is_bare = _site(said), _site(target), bool(_BARE.fullmatch(said))
            is_kept = here == there or (is_bare and _is_part(here, there))
            return said if (is_bare or _WEB.fullmatch(said)) and not is_kept else ""
        case _:
            return ""


def _other_number(words: str, said: str, address: str) -> str:
    """Return the number that the words of a link say, in ASCII digits, where it leads to none that they say."""
    words, said = (re.sub(r"\d", lambda digit: str(int(digit[0])), text) for text in (words, said))
    whole = _SPELLED.sub(r"\1", words)
    words = _COUNTED.sub("", whole)
    found, alone = _NUMBER.findall(words), _NUMBER.findall(_ALWAYS.sub("", words))
    read_otherwise = whole, _ALWAYS.sub("", whole), _PARTED.sub(" ", words), words.replace("/", " / "), *_each(words)
    others = [number for text in read_otherwise for number in _NUMBER.findall(text)]
    dialled = [address, *re.split("[;,]", address)]  # behind the number perhaps an extension
    if any(_is_same(*pair) for pair in product([*found, *alone, *others], dialled)):
        return ""
    told = *reversed(found), *reversed(alone)
    return next((number for number in told if _is_to_call(number, said, _digits(dialled[1]))), "")


def _each(words: str) -> Iterator[str]:
    """Yield words once for each of several numbers that differ in their ends, with that number alone."""
    for ends in _ENDS.finditer(words):
        first, sign, last = ends.groups()
        for end in range(int(last) if sign == "/" else int(first), int(last) + 1):
            yield f"{words[: ends.start()]}{end}{words[ends.end() :]}"


def _is_to_call(number: str, said: str, dialled: str) -> bool:
    if number == said or _WHEN.fullmatch(number):
        return number == said
    # A short number is one to call where the link has such a one, at the end, or of three digits as emergency numbers
    # are: Call 999, and 111, option 2; but no Ward 204.
    is_last = number.isdecimal() and said.endswith(number) and (len(dialled) <= _FEW or bool(_TINY.fullmatch(dialled)))
    return len(_digits(number)) >= _FEW or is_last or (number.isdecimal() and len(number) == len(dialled) == _SHORT)


def _is_same(said: str, dialled: str) -> bool:
    """Return whether two numbers are the same, one of them perhaps as it is dialled from abroad."""
    for one, other in product(_at_home(said), _at_home(dialled)):
        short, long = sorted([one, other], key=len)
        is_prefixed = long.endswith(short) and _PREFIX.fullmatch(long.removesuffix(short))
        if short == long or (is_prefixed and (len(short) >= _FEW or _TINY.fullmatch(long))):
            return True
    return False


def _at_home(number: str) -> set[str]:
    """Return the digits of a number without what may stand before them at home, or between them there alone."""
    digits = _WITH_ONE.sub("", _digits(number.replace("(0)", "")))
    home = digits if number.startswith("+") else _WITH_EIGHT.sub("", digits)
    mobile = [f"{own[1][:end]}15{own[1][end:]}" for own in _MOBILE.finditer(digits) for end in (2, 3, 4)]
    return {one.lstrip("0") or one for one in (digits, home, *mobile)}  # 000 is a number


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _site(address: str) -> str:
    """Return the name of the site that an address is of, in letters of its own if it has them."""
    name = re.split("[/?#]", re.sub("(?i)^https?://", "", address), maxsplit=1)[0]
    return re.sub(":[0-9]+$", "", _in_letters(name)).removeprefix("www.")


def _is_part(here: str, there: str) -> bool:
    """Return whether one of two sites is a part of the other, as 111.nhs.uk is of nhs.uk."""
    return here.endswith(f".{there}") or there.endswith(f".{here}")


def _in_letters(address: str) -> str:
    """Return an address as it is read, which the parser has encoded: bücher.example for xn--bcher-kva.example."""
    address = unquote(address).casefold()
    with suppress(UnicodeError):
        address = re.sub("xn--([a-z0-9-]+)", lambda name: name[1].encode().decode("punycode"), address)
    return address.casefold()
