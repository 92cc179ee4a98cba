"""Where a line may end within a word (docs/print.md), and the words in which one ends elsewhere."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from press.verify.measures import Flaw, Measures, Spot
from press.verify.permitted import squeezed
from press.verify.piece import BREAK, Kind, Piece

_LONGEST = 30
"""Characters of a stretch that is not to be broken, unless it is of an address: it fits a line of large print."""

_ADDRESS = re.compile(
    r"(?<![\w.+-])[A-Za-z][A-Za-z0-9.+-]*://"
    r"|(?<!\w)www\."
    r"|(?<![\w.+-])[\w.+-]+@[^\W_]"
    r"|(?<![\w./-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,6}(?!\w)"  # not Tab.Paracetamol, nor mg/kg.bw
)
_PLACE = re.compile(r"(?<=[/‐–—-])(?![0-9/‐–—-]|\Z)")
"""Behind a slash or a hyphen, but not before a digit (UAX #14, LB25)."""

_IN_LETTERS = re.compile(rf"(?<![^\W\d_])([^\W\d_]++)([-‐\xad]?){BREAK}([^\W\d_]+)")
_IN_A_NUMBER = re.compile(rf"(?<!\d)(\d++)(){BREAK}(\d+)")
_WORDS = re.compile(r"[^\W\d_]+|\d+")


def stretches(word: str) -> list[str]:
    """Return the parts of a word, a run without white space, that have no place inside where a line ends by itself."""
    return _PLACE.split(word)


def address_in(word: str) -> int:
    """Return where a web or mail address begins in a word, from where on a line may end anywhere; its end for none."""
    match = _ADDRESS.search(word)
    return match.start() if match else len(word)


def with_split_words(measures: Measures, found: Sequence[Piece], expected: Sequence[Piece]) -> Measures:
    """Return the measures with the words that are split at a line's end, which only the source can tell."""
    spots = tuple(_split_words(found, expected))
    return replace(measures, flaws={**measures.flaws, Flaw.SPLIT_WORD: spots}) if spots else measures


def _split_words(found: Sequence[Piece], expected: Sequence[Piece]) -> Iterator[Spot]:
    """Yield the source's words that stand on two lines."""
    text = " ".join([piece.text for piece in expected])
    broken = [
        (lines, number, match)
        for lines in (piece.text.split(BREAK) for piece in found if piece.kind is not Kind.CODE)
        for number in range(1, len(lines))
        if (match := _at_an_end(lines[number - 1], lines[number])) and match[1] + match[3] in text
    ]
    if not broken:
        return
    words = {*_WORDS.findall(text)}
    sources = {squeezed(piece.text): piece.text for piece in expected}
    for lines, number, match in broken:
        left, hyphen, right = match.groups()
        if left + right in words and not {left, right} <= words:
            free = _free_places(sources.get(squeezed("".join(lines)), ""))
            if len(squeezed("".join(lines[:number]))) not in free:
                yield Spot(0, f"{left}{hyphen}|{right}")


def _at_an_end(line: str, after: str) -> re.Match[str] | None:
    """Return what a line ends with and the next one begins with, where both are letters, or both digits."""
    ends = f"{line[line.rfind(' ') + 1 :]}{BREAK}{after.partition(' ')[0]}"
    return _IN_LETTERS.search(ends) or _IN_A_NUMBER.search(ends)


def _free_places(text: str) -> set[int]:
    """Return before which characters a line may end anywhere in a word, the text's white space not counted."""
    places: set[int] = set()
    begin = 0
    for word in text.split():
        places.update(range(begin + address_in(word) + 1, begin + len(word)))
        for stretch in stretches(word):
            if len(stretch) > _LONGEST:
                places.update(range(begin + 1, begin + len(stretch)))
            begin += len(stretch)
    return places
