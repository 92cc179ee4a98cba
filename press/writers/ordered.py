"""Latin words among Arabic or Hebrew ones keep their order: what is bold or `whole` is a box in the line.

Boxes follow one another from right to left, and the dose stood before the medicine: `500 mg Paracetamol`.
"""

import re

from markupsafe import Markup, escape

from press.languages import RIGHT_TO_LEFT, direction, runs_right_to_left

_LATIN_ONLY = f"[^<{RIGHT_TO_LEFT}]"
_LETTER = "[A-Za-zÀ-ʯ\u0370-\u052fḀ-ỿ]"
_BEGUN, _DONE = '<(?:strong|em|code|a [^>]*|span (?:class="(?:whole|cite|fallback)|lang=|dir=)[^>]*)>', "</[a-z]+>"
_INNER = f"{_BEGUN}(?:{_LATIN_ONLY}|{_BEGUN}{_LATIN_ONLY}*{_DONE})*{_DONE}"
ELEMENT = f"{_BEGUN}(?:{_LATIN_ONLY}|{_INNER})*{_DONE}"
"""Bold words, a link, a dose and the like, in a line's markup, none of them from right to left; others may be in it."""

_BOLD, _NOT_BOLD = "<(?:strong|em)>", "</(?:strong|em)>"
_NUMBERED = rf"(?<![\w.,])[0-9][0-9.,]* (?:[A-Za-z×]{{1,3}} )?(?={_BOLD})|(?={_BOLD}[0-9][0-9.,]*{_NOT_BOLD} [A-Za-z×])"
_COMPARED = r"\(?(?:[≤≥≈±~]|&[lg]t;) ?[0-9]"
_WORDS = rf"(?:&[#\w]+;|[^<>&()\[\]{RIGHT_TO_LEFT}]|{ELEMENT})*"
_LATIN = re.compile(
    rf"(?P<words>(?:(?<![&\w]){_LETTER}|{_NUMBERED}|(?={_BEGUN}(?:<[^>]*>)*(?:[^<]*{_LETTER}|{_COMPARED})))"
    rf"(?:{_WORDS}(?:\({_WORDS}\)|\[{_WORDS}\]))*{_WORDS}(?:(?<=[\w\u0300-\u036f%®™)\]])|{ELEMENT}))|<[^>]*>"
)
"""Latin words in markup, with brackets, bold words and doses; they begin with a number only at a bold word.

So does a number with `≥` or the like before it: in one column with `< 135/85 mmHg` it has the sign on the same side.

A tag by itself is found, too, and with it what stands in it.
"""

_ALONE = re.compile(f'(?!<span class="whole)({_BEGUN})((?:{_LATIN_ONLY}|{_INNER})*)({_DONE})')
_TURNED = re.compile(f'<span dir="ltr">(?:{_LATIN_ONLY}|{_INNER})*{_DONE}')
_HALF_OPEN = re.compile(r'<span class="whole">\((?=[^<)]*</span>)')
_HALF_CLOSED = re.compile(r'(<span class="whole">[^<(]*)(\)[^<(]*)</span>')
_STOPPED = re.compile(
    r'(.*<(?:span class="whole"|strong|em)>(?:&[#\w]+;|[^<&])*?)([,.;:!?’”»]*)'
    rf"(</(?:span|strong|em)>(?:{_NOT_BOLD})*)",
    re.DOTALL,
)
"""Words whose last are a dose, or bold: all but the signs at their end, these, and what ends the elements."""

_QUOTED = re.compile(r'<span class="whole">[«“„‘‚][^<]*</span>\Z')
"""A dose that begins with a quotation mark, at the end of words."""

PARTS = "½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
"""Fractions that are one sign."""

_MIXED = re.compile(
    rf'<span class="whole">(?=[^<]*[A-Za-z])[^<]*</span>|<[^>]*>|&[#\w]+;|(?P<mixed>\d[\d.,]* ?[{PARTS}]'
    r"|\d{1,3} [1-9]/[1-9]\d?(?![\d/])|(?<![\w.,/-])\+?(?:\d{1,5}(?:-\d{2,12}){2,}|\d{2,5}-\d{5,12})(?![\w-]))"
)
"""Mixed numbers, `1½`, `1 1/2`, and numbers to call and dates with hyphens, whose groups would change places; and what
they are not looked for in: tags, and doses with a Latin unit.
"""

_SIGN = r"(?:&[#\w]+;|[^\w<>&])"
_PIECE = f"(?:&[#\\w]+;|[^<&{RIGHT_TO_LEFT}]|{ELEMENT})"
_BOLD_BEFORE = re.compile(
    rf"<(strong|em)>((?:(?!</\1>).)*[{RIGHT_TO_LEFT}]{_SIGN}*+)({_PIECE}+</\1>{_SIGN}{{0,3}}(?:[A-Za-z0-9]|{_BEGUN}))",
    re.DOTALL,
)
_BOLD_BEHIND = re.compile(
    rf"([A-Za-z0-9%]{_SIGN}{{0,3}}|{_DONE}{_SIGN}{{0,3}})<(strong|em)>({_PIECE}*(?:[A-Za-z0-9%]|{ELEMENT}))"
    rf"({_SIGN}*[{RIGHT_TO_LEFT}](?:(?!</\2>).)*</\2>)",
    re.DOTALL,
)
"""Bold words of both directions, of which those at an edge belong to Latin words beside them."""


def ordered(markup: str, lang: str) -> str:
    """Return a page's markup in which, in Arabic or Hebrew, Latin words with a dose or bold words run left to right.

    So do mixed numbers, whose parts would change places, `½1`, and numbers to call: `7233-799-800-1`.
    """
    if direction(lang) == "ltr":
        return markup
    marked = _MIXED.sub(lambda it: f'<span dir="ltr">{it[0]}</span>' if it["mixed"] else it[0], str(markup))
    parted = _BOLD_BEFORE.sub(r"<\1>\2</\1><\1>\3", marked)
    parted = _BOLD_BEHIND.sub(r"\1<\2>\3</\2><\2>\4", parted)
    opened = _HALF_OPEN.sub(r'(<span class="whole">', parted)
    return Markup(_LATIN.sub(_turned, _HALF_CLOSED.sub(r"\1</span>\2", opened)))  # noqa: S704 - it was markup


def facing(text: str, lang: str) -> str:
    """Return a text that may be in another language than the page, as a practice's address, with its own direction.

    Its number or its stop changed sides: `Mill Lane 2` for `2 Mill Lane`. Numbers alone are in no other: `9 to 17`.
    """
    return Markup('<span dir="ltr">{}</span>').format(text) if _is_turned(text, lang) else text


def facing_row(row: str, lang: str) -> str:
    """Return a row of a page's foot, in which no element says so, with its own direction."""
    return f"\u200e{row}\u200e" if _is_turned(row, lang) else row


def _is_turned(text: str, lang: str) -> bool:
    words = escape(text).striptags()
    return direction(lang) == "rtl" and not runs_right_to_left(words) and any(map(str.isalpha, words))


def _turned(found: re.Match[str]) -> str:
    words = found["words"]
    if not words or not ("<" in words or words[-1] in "®™") or _TURNED.fullmatch(words):
        return found[0]
    if alone := _ALONE.fullmatch(words):
        return f"{alone[1]}{_LATIN.sub(_turned, alone[2])}{alone[3]}"
    ended = _STOPPED.fullmatch(words)
    inside, stops = (f"{ended[1]}{ended[3]}", ended[2]) if ended else (words, "")
    if ended and _QUOTED.search(inside):  # whose closing quotation mark stays with the opening one
        rest = stops.lstrip("’”»")
        inside, stops = f"{ended[1]}{stops.removesuffix(rest)}{ended[3]}", rest
    return f'<span dir="ltr">{inside}</span>{stops}'
