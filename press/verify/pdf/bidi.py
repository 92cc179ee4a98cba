"""Whether glyphs that stand from left to right on a line say a text that runs, in part, from right to left.

The Unicode bidirectional algorithm (UAX #9) for one line and without explicit embeddings, which sources cannot have.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

_RIGHT = {"R", "AL", "AN"}
_WEAK = {"ES", "ET", "CS", "BN", "B", "S", "WS", "ON"}
_MIRRORED = str.maketrans("()[]{}<>«»", "(([[{{<<««")
"""A bracket is drawn with the glyph of its opposite, whose text is whichever of the two came first."""

_LIGATURES = {ord("ﬀ"): "ff", ord("ﬁ"): "fi", ord("ﬂ"): "fl", ord("ﬃ"): "ffi", ord("ﬄ"): "ffl"}
"""A font may have one glyph for the character and for the two or three letters."""

_MARKS = "([\u064b-\u065f\u0670]*)"
"""Marks of Arabic letters, of which some are set together as one glyph."""

_NUMBER = re.compile(r"\d+(?: \d+)+")
_SHORTEST = 5
"""Digits of a number to call that has spaces in it, at the least: 116 123."""

_OPENING = {")": "(", "]": "[", "}": "{"}


def reads_as(glyphs: Sequence[str], text: str, *, is_rtl: bool = False) -> bool:
    """Return whether `glyphs`, each with its text, in the order from left to right, say `text`.

    With `is_rtl` the text stands in one from right to left, where also that of Latin words and numbers may differ.
    Numbers to call are read from left to right everywhere.
    """
    wanted = unicodedata.normalize("NFD", text)
    parts = [unicodedata.normalize("NFD", glyph) for glyph in glyphs]
    wanted = _marked_behind(wanted, parts)
    turns = runs_left(wanted)
    if not turns and not is_rtl:
        return _plain("".join(parts)) == _plain(wanted)
    # A ligature holds its characters in reading order.
    drawn = _plain("".join(part[::-1] if runs_left(part) else part for part in parts))
    if any(
        number not in drawn for number in _NUMBER.findall(_plain(wanted)) if len(number.replace(" ", "")) >= _SHORTEST
    ):
        return False
    return any(_plain(visual(wanted, base)) == drawn for base in (0, 1)) or (not turns and drawn == _plain(wanted))


def _plain(text: str) -> str:
    """Return a text as far as glyphs can tell it: no invisible characters, one space for many, marks in any order."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    folded = " ".join(visible.split()).translate(_MIRRORED).translate(_LIGATURES)
    marks = groupby(folded, key=lambda char: unicodedata.combining(char) > 0)
    return "".join("".join(sorted(group) if is_mark else group) for is_mark, group in marks)


def _marked_behind(text: str, parts: Sequence[str]) -> str:
    """Return a text with the marks inside of what was drawn as one glyph behind it: they stand beside that as glyphs.

    On which of the ligature's letters a mark stands no glyph says.
    """
    for letters in sorted({re.sub(_MARKS, "", part) for part in parts if len(part) > 1 and runs_left(part)}):
        marked = _MARKS.join(map(re.escape, letters))
        text = re.sub(marked, letters + "".join(f"\\{place}" for place in range(1, len(letters))), text)
    return text


def runs_left(text: str) -> bool:
    """Return whether anything in a text runs from right to left, or is an Arabic number."""
    return any(unicodedata.bidirectional(char) in _RIGHT for char in text)


def visual(text: str, base: int) -> str:
    """Return the characters of a line in the order from left to right; `base` is 1 in a text from right to left."""
    levels = _levels(text, base)
    line = list(zip(levels, text, strict=True))
    for level in range(max(levels, default=0), 0, -1):
        line = [
            entry
            for turn, group in groupby(line, key=lambda entry: entry[0] >= level)
            for entry in (reversed([*group]) if turn else group)
        ]
    return "".join(char for _, char in line)


def _levels(text: str, base: int) -> list[int]:
    """Return the embedding level of each character."""
    edge = "R" if base else "L"
    resolved = _weak([unicodedata.bidirectional(char) for char in text], edge)
    _resolve_brackets(text, resolved, edge)
    levels: list[int] = []
    for kind, group in groupby(resolved):
        start, members = len(levels), len([*group])
        before = _strong(resolved[start - 1]) if start else edge
        after = _strong(resolved[start + members]) if start + members < len(resolved) else edge
        neutral = before if before == after else edge
        levels += [_level(neutral if kind == "N" else kind, base)] * members
    return levels


def _resolve_brackets(text: str, resolved: list[str], edge: str) -> None:
    """Give brackets the direction of what is in them, where it is that of the line or of what stands before (N0)."""
    other = "L" if edge == "R" else "R"
    for first, last in _pairs(text, resolved):
        inside = {_strong(kind) for kind in resolved[first + 1 : last] if kind != "N"}
        if edge in inside:
            resolved[first] = resolved[last] = edge
        elif inside:
            before = next((_strong(kind) for kind in reversed(resolved[:first]) if kind != "N"), edge)
            resolved[first] = resolved[last] = other if before == other else edge


def _pairs(text: str, resolved: list[str]) -> list[tuple[int, int]]:
    """Return the places of brackets that belong together, by the opening one."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for place, char in enumerate(text):
        if resolved[place] != "N":
            continue
        if char in _OPENING.values():
            opened.append(place)
        while char in _OPENING and opened:
            start = opened.pop()
            if text[start] == _OPENING[char]:
                pairs.append((start, place))
                break
    return sorted(pairs)


def _strong(kind: str) -> str:
    """Numbers count as right to left for what stands beside them."""
    return "L" if kind == "L" else "R"


def _level(kind: str, base: int) -> int:
    if kind == "L":
        return base + base % 2
    if kind == "R":
        return base + 1 - base % 2
    return base + 2 - base % 2


def _weak(classes: list[str], edge: str) -> list[str]:
    """Return the classes with marks, numbers and separators resolved (W1 to W7), all that is neutral as `N`."""
    result: list[str] = []
    strong = before = edge
    for place, own in enumerate(classes):
        kind = before if own == "NSM" else own
        following = _number(classes[place + 1], strong) if place + 1 < len(classes) else edge
        kind = _number(kind, strong)
        if kind in {"ES", "CS"} and before == following == "EN":
            kind = "EN"
        elif kind == "CS" and before == following == "AN":
            kind = "AN"
        elif kind == "ET" and "EN" in {before, following}:
            kind = "EN"
        if kind in {"L", "R", "AL"}:
            strong = kind
        before = kind
        result.append(_resolved(kind, strong))
    return result


def _number(kind: str, strong: str) -> str:
    """Return the class of a digit that stands after `strong`; that of anything else is its own."""
    return "AN" if kind == "EN" and strong == "AL" else kind


def _resolved(kind: str, strong: str) -> str:
    if kind in _WEAK:
        return "N"
    if kind == "EN" and strong == "L":
        return "L"
    return "R" if kind == "AL" else kind
