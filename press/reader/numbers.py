"""Numbers to call and to write to: what a tap on a text of the practice's file would dial."""

import re

from press.model.clinic import NUMBER

_AFTER = re.compile(r"( [(][^()]*[)])?([,;.،؛].*)?")
"""What may stand after a number: a remark in brackets; more behind a sign that ends the number."""

_DIGITS = (3, 15)
"""How many a number has: 111 at the least, at the most those of ITU-T E.164."""

_RELAYED = re.compile(r"\A1800[0-2][ -]?(?=0)")
"""What is dialled in Britain before a number, for somebody to read or type along."""


def phone_fault(phone: str) -> str:
    """Return why a tap on a text would not dial the number that it begins with, or nothing."""
    number = NUMBER.match(phone)
    if not phone:
        return ""
    if not number:
        return f"`{phone}` does not begin with a number; write the number first: 111, then option 2"
    if not _AFTER.fullmatch(phone, number.end()):
        return (
            f"a tap on `{phone}` would dial {number[0]}; write one number in full, in digits with spaces or hyphens "
            "(-) between, and a comma before anything else: 1800 737 732, 1800 RESPECT"
        )
    return _length_fault(number[0])


def text_fault(text: str) -> str:
    """Return why a tap on a text would not write to the number that it ends with, or nothing."""
    numbers = [*NUMBER.finditer(text)]
    if not text:
        return ""
    if not numbers:
        return f"`{text}` has no number to write to; end with it: SHOUT to 85258"
    last = numbers[-1]
    if last.end() != len(text) or not re.search("(^| )$", text[: last.start()]):
        return f"`{text}` does not end with the number to write to; put what follows in `hours`: SHOUT to 85258"
    return _length_fault(last[0])


def _length_fault(number: str) -> str:
    least, most = _DIGITS
    digits = sum(map(str.isdigit, _RELAYED.sub("", number, count=1)))
    return "" if least <= digits <= most else f"`{number}` has {digits} digits; a number to call has {least} to {most}"
