"""Where the links that the templates add lead, and what of it is printed after their words."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import quote, unquote

from press.model.article import Reference
from press.model.clinic import NUMBER, CrisisLine
from press.writers.filters import fill

_SCHEME = re.compile(r"(?i)\A(mailto|tel|sms):")
_MAILBOX = re.compile(r"(?i)\A(mailto:[^?]+)[?].*")
_WEB = re.compile(r"(?i)https?://")
_ENCODED = re.compile("(?i)xn--([a-z0-9-]+)")
_SIGNS = "/.,:;!?()[]<>'\"‘’‚‛“”„‹›«»…"

_AT_HOME, _COUNTRY = 7, 3
"""Digits of a number as it is dialled at home, and of what stands before it from abroad (ITU-T E.164)."""


def phone_address(number: str) -> str:
    """Return what a tap on a telephone number opens: `tel:` and the digits of the number that the text begins with."""
    return f"tel:{_dialled(number, 0)}"


def ways(line: CrisisLine, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield for each way to reach somebody what to do, in words without a full stop, and what a tap on them opens."""
    if line.phone:
        yield fill(labels["crisis_phone"], phone=line.phone).rstrip("."), phone_address(line.phone)
    if line.text:
        yield fill(labels["crisis_text"], text=line.text).rstrip("."), f"sms:{_dialled(line.text, -1)}"
    if line.web:
        yield fill(labels["crisis_web"], web=_WEB.sub("", line.web).removesuffix("/")).rstrip("."), encoded(line.web)


def _dialled(text: str, place: int) -> str:
    """Return the digits of a number in a text, the first or the last, with a leading plus if it has one.

    Behind a plus, the (0) that is dialled at home is left out.
    """
    numbers = NUMBER.findall(text)
    number = numbers[place] if numbers else ""
    plus = "+" if number.startswith("+") else ""
    return plus + _digits_of(number.replace("(0)", "") if plus else number)


def address_after(target: str, words: str) -> str:
    """Return a link's address as it stands after its words on paper, ` (address)`, or nothing.

    Nothing for a link inside the document, and where the words hold the address already; of a number, its digits. An
    e-mail's subject is no part of where it is sent.
    """
    address = _SCHEME.sub("", _MAILBOX.sub(r"\1", target))
    said = {_bare(words), *map(_bare, words.split())}  # by itself: within a longer one nobody sees it
    if target.startswith("#") or _bare(address) in said or _bare(_in_letters(address)) in said:
        return ""
    if target.lower().startswith(("tel:", "sms:")) and _holds_number(words, address):
        return ""
    return f" ({address})"


def encoded(address: str) -> str:
    """Return an address with what no link may hold percent-encoded (RFC 3987, 3.1)."""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=")


def target(reference: Reference) -> str:
    """Return where a reference's link leads: its address, encoded.

    Of a DOI that is also what would end it in an address, as the handbook of the DOI system asks.
    """
    if reference.url:
        return encoded(reference.url)
    return "https://doi.org/" + quote(reference.doi, safe="/:@!$&'()*+,;=")


def _holds_number(words: str, address: str) -> bool:
    """Return whether words have the number of an address: as it stands, with a (0), or as it is dialled at home."""
    digits, said = _digits_of(address), _digits_of(words)
    if digits in said or digits in _digits_of(words.replace("(0)", "")):
        return True
    return address.startswith("+") and any(
        len(home) >= _AT_HOME and digits.endswith(home) and len(digits) - len(home) <= _COUNTRY
        for home in (said, said.removeprefix("0"))  # some countries keep the 0 behind their code
    )


def _digits_of(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _in_letters(address: str) -> str:
    """Return an address as it is read, which the parser has encoded: bücher.example for xn--bcher-kva.example."""
    address = unquote(address)
    with suppress(UnicodeError):
        address = _ENCODED.sub(lambda name: name[1].encode().decode("punycode"), address)
    return address


def _bare(text: str) -> str:
    return _WEB.sub("", _SCHEME.sub("", "".join(text.split()).strip(_SIGNS))).casefold()
