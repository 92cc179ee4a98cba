"""The tokens of a content stream, by a small strict reader of our own.

pikepdf's takes 50 times as long. What this one does not know it refuses, so that nothing is passed over.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from struct import unpack

_SPACE = rb"[\x00\t\n\x0c\r ]*+"
_ARRAY = rb"\[[-+0-9.\x00\t\n\x0c\r ]*+(?:<[0-9A-Fa-f]*+>[-+0-9.\x00\t\n\x0c\r ]*+)*+\]"
_OPERAND = (
    rb"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?![A-Za-z.])"  # a number
    rb"|/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*"  # a name
    rb"|" + _ARRAY + rb"|<[0-9A-Fa-f]*>"  # a string
    rb"|<<[^<>()%\[\]{}]*>>"  # a dictionary
)
_ONE_OPERAND = re.compile(_OPERAND)
_OPERANDS = re.compile(rb"(?:" + _SPACE + rb"(?:" + _OPERAND + rb"))*+")
_PLAIN = rb"-?[0-9]+(?:\.[0-9]+)?"
_TEXT = (
    rb"BT\n((?:" + _PLAIN + rb" ){6})Tm\n"
    rb"(/[A-Za-z0-9]+) (" + _PLAIN + rb") Tf\n"
    rb"(" + _ARRAY + rb") TJ\nET(?=\n)"
)  # fmt: skip
"""Text as WeasyPrint writes all of it: five instructions, of which the first and the last change nothing here."""
_INSTRUCTION = re.compile(
    _SPACE + rb"(?:" + _TEXT + rb"|(" + _OPERANDS.pattern + rb")" + _SPACE + rb"([A-Za-z'\"][A-Za-z0-9*]*))|(?s:.+)"
)
"""One instruction, or text; else all that is left, in no group."""
_END = re.compile(_SPACE + rb"\Z")
_SHOWN = re.compile(r"<([0-9A-Fa-f]*)>|([-+]?[0-9.]+)")
_ENTRY = re.compile(rb"\s*/([A-Za-z]+)(?:\s+|\s*/)([A-Za-z0-9.]+)")


def instructions(data: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield the operators of a content stream, each with its operands.

    Raises ValueError at the first byte that is not understood (comments, strings in round brackets, inline pictures:
    WeasyPrint writes none of them), and for operands without an operator.
    """
    for match in _INSTRUCTION.finditer(data):
        matrix, font, size, string, operands, operator = match.groups()
        if operator:
            yield operator, _ONE_OPERAND.findall(operands) if operands else []
        elif string:
            yield b"Tm", matrix.split()
            yield b"Tf", [font, size]
            yield b"TJ", [string]
        elif not _END.match(data, match.start()):
            rest = _OPERANDS.match(data, match.start())
            raise ValueError(f"the content cannot be read at byte {rest.end() if rest else match.start()}")


@lru_cache(maxsize=512)
def shown(operand: bytes) -> tuple[tuple[int, ...], float]:
    """Return what an operand of TJ or Tj shows: the numbers of all its glyphs, and the sum of its shifts.

    Kept, since the sheets of a house have much in common. Raises ValueError for half a glyph.
    """
    unkerned = operand.replace(b">0<", b"")  # most shifts are 0, between letters that are not kerned
    parts = unkerned.decode("latin-1").replace("<", ">").split(">")
    return glyphs("".join(parts[1::2])), sum(map(float, " ".join(parts[::2])[1:-1].split()))


def glyphs(digits: str) -> tuple[int, ...]:
    """Return the glyphs that hexadecimal digits stand for, four for each. Raises ValueError for half a glyph."""
    data = bytes.fromhex(digits)
    if len(data) % 2:
        raise ValueError("a string holds half a glyph")
    return unpack(f">{len(data) // 2}H", data)


def shown_in_order(operand: bytes) -> list[tuple[str, str]]:
    """Return what `shown` adds up, part by part: hexadecimal digits of glyphs, or a shift; the other is empty."""
    return _SHOWN.findall(operand.decode("latin-1"))


@lru_cache(maxsize=1024)
def properties(operand: bytes) -> Mapping[str, str]:
    """Return the properties of marked content, names without their slash; kept, since marks are counted on every page.

    Raises ValueError where they are not all names and whole numbers.
    """
    inner = operand.removeprefix(b"<<").removesuffix(b">>")
    if _ENTRY.sub(b"", inner).strip():
        raise ValueError("marked content has properties that cannot be read")
    return {key.decode(): value.decode() for key, value in _ENTRY.findall(inner)}
