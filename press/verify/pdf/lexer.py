"""The tokens of a content stream, by a small strict reader of our own.

pikepdf's takes 50 times as long. What this one does not know it refuses, so that nothing is passed over.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

_SPACE = rb"[\x00\t\n\x0c\r ]*"
_TOKEN = re.compile(
    _SPACE + rb"(?:"
    rb"(?P<number>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?![A-Za-z.]))"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*)"
    rb"|(?P<name>/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)"
    rb"|(?P<array>\[(?:<[0-9A-Fa-f]*>|[-+0-9.\x00\t\n\x0c\r ])*\])"
    rb"|(?P<string><[0-9A-Fa-f]*>)"
    rb"|(?P<dictionary><<[^<>()%\[\]{}]*>>)"
    rb")"
)
_END = re.compile(_SPACE + rb"\Z")
_BRACKET = re.compile(r"[<>]")
_NUMBER = re.compile(r"[-+]?[0-9.]+")
_SHOWN = re.compile(rf"<([0-9A-Fa-f]*)>|({_NUMBER.pattern})")
_ENTRY = re.compile(rb"\s*/([A-Za-z]+)(?:\s+|\s*/)([A-Za-z0-9.]+)")


def instructions(data: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield the operators of a content stream, each with its operands.

    Raises ValueError at the first byte that is not understood (comments, strings in round brackets, inline pictures:
    WeasyPrint writes none of them), and for operands without an operator.
    """
    position = 0
    operands: list[bytes] = []
    for match in _TOKEN.finditer(data):
        if match.start() != position:
            break
        position = match.end()
        kind = match.lastgroup or ""
        if kind == "operator":
            yield match[kind], operands
            operands = []
        else:
            operands.append(match[kind])
    if operands or not _END.match(data, position):
        raise ValueError(f"the content cannot be read at byte {position}")


def shown(operand: bytes) -> tuple[str, list[str]]:
    """Return what an operand of TJ or Tj shows: the hexadecimal digits of all its glyphs, and all its shifts."""
    parts = _BRACKET.split(operand.decode("latin-1"))
    return "".join(parts[1::2]), _NUMBER.findall(" ".join(parts[::2]))


def shown_in_order(operand: bytes) -> list[tuple[str, str]]:
    """Return the same part by part: hexadecimal digits of glyphs, or a shift; the other is empty."""
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
