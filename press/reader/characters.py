"""Which characters a source may hold: those that the bundled fonts can print and a reader can see."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

_REMEDIES = {
    "\u2010": "write a plain hyphen - instead: this one breaks search and copying",
    "\u00ad": "remove it: no word is split in a handout",
    "\u200b": "remove it: it cannot be seen",
    "\ufeff": "remove it: it cannot be seen",
    "\ufe0e": "remove it: it cannot be seen",
    "\ufe0f": "remove it: it cannot be seen",
    "\ufffd": "it stands for a character that was lost; write the right one",
    **dict.fromkeys(
        "\u1680\u2000\u2001\u2002\u2003\u2007\u3000",
        "write a plain space: this one is as wide as in a line that is stretched",
    ),
}
_UNPRINTABLE = "is in no bundled font and would print as an empty box; use another"
_FEW = 3
"""Different characters of a script up to which each is told: a word or a sign among others, and no text."""

_PRINTED = {
    "arabic",
    "armenian",
    "combining",
    "cyrillic",
    "georgian",
    "greek",
    "hebrew",
    "latin",
    "mathematical",
    "modifier",
}
"""How the names of letters and marks begin of which the fonts have some: each that is missing is told."""

_STOPS = {"ideographic": "cjk", "fullwidth": "cjk"}
"""How the names of a script's stops begin, where they do not say the script."""

_ARABIC = "\u0620-\u065f\u066e-\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
_NON_JOINER = re.compile(f"(?<=[{_ARABIC}*_])\u200c(?=[*_]*[{_ARABIC}])")
"""What has two letters stand unjoined in a word, as Persian writes prefixes and plurals."""

_ALLOWED_CONTROLS = "\t\n\r"
_UNSEEN = frozenset({"\u034f", "\u2800", *map(chr, range(0xFE00, 0xFE0E))})
"""Marks and signs without ink: joiners, what asks for a variant that no font has, and Braille's blank."""

_LINE_END = re.compile(r"\r\n?|\n")  # `str.splitlines` ends lines at characters that are to be found here


class Repertoire:
    """The characters that the bundled fonts have, from `templates/fonts/coverage.txt`."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Take the ranges of code points, both ends included, in order."""
        self._starts = [start for start, _ in ranges]
        self._ends = [end for _, end in ranges]

    @classmethod
    def parse(cls, text: str) -> "Repertoire":
        """Return the repertoire of lines such as `0041-005A`; lines that begin with # are comments."""
        rows = (line.split("-") for line in text.splitlines() if line and not line.startswith("#"))
        return cls([(int(row[0], 16), int(row[-1], 16)) for row in rows])

    def __contains__(self, character: str) -> bool:
        """Return whether a font has this character."""
        index = bisect_right(self._starts, ord(character)) - 1
        return index >= 0 and ord(character) <= self._ends[index]


def lost(text: str, repertoire: Repertoire) -> list[str]:
    """Return the different characters of a text that would leave ink, and that no bundled font has."""
    return [
        char for char in dict.fromkeys(text) if unicodedata.category(char)[0] not in "CZ" and char not in repertoire
    ]


def bad_characters(text: str, repertoire: Repertoire) -> Iterator[tuple[int, str]]:
    """Yield (line, message) for each character that cannot be printed, once for each line that holds it.

    Of a script that no font has, all are told at once: a Chinese text has hundreds.
    """
    scripts: dict[str, list[tuple[int, str, str]]] = {}
    for number, row in enumerate(_LINE_END.split(text), 1):
        if row.isascii() and row.isprintable():
            continue
        for character in dict.fromkeys(without_non_joiners(row)):
            message = _fault(character, repertoire)
            if message:
                unnamed = "a sign of Word's own fonts" if _private(character) else "a control character"
                name = unicodedata.name(character, "").lower() or unnamed
                found = number, f"the character U+{ord(character):04X} ({name})", message
                script = name.partition(" ")[0]
                is_of_script = unicodedata.category(character)[0] in "LMP" and script not in _PRINTED
                if message == _UNPRINTABLE and is_of_script:
                    scripts.setdefault(_STOPS.get(script, script), []).append(found)
                else:
                    yield number, f"{found[1]} {message}"
    for script, every in scripts.items():
        if len({what for _, what, _ in every}) > _FEW:
            number, what, _ = every[0]
            told = f"and others ({script}) are in no bundled font and would print as empty boxes"
            yield number, f"{what} {told}; no handout can be printed in this script"
        else:
            yield from ((number, f"{what} {message}") for number, what, message in every)


def without_non_joiners(text: str) -> str:
    """Return a text without the characters that part two letters of Arabic script: there they are needed."""
    return _NON_JOINER.sub("", text)


def _fault(character: str, repertoire: Repertoire) -> str:
    if character in _REMEDIES:
        return f"cannot stand here; {_REMEDIES[character]}"
    if _private(character):
        return "would print as an empty box; write `- ` for a list, or type the sign anew"
    category = unicodedata.category(character)
    if character in _UNSEEN or (category in {"Cc", "Cf", "Zl", "Zp"} and character not in _ALLOWED_CONTROLS):
        return "cannot be seen; remove it"
    if category not in {"Cc", "Zs"} and character not in repertoire:
        return _UNPRINTABLE
    return ""


def _private(character: str) -> bool:
    return unicodedata.category(character) == "Co"
