"""The rows of a printed page's foot: CSS neither makes room for as many as there are, nor keeps the first short."""

from collections.abc import Iterator

from press.writers.letters import breadth, width


def rows(words: str, first: float, room: float) -> Iterator[str]:
    """Yield the rows that words stand on, which end at spaces.

    `first` is the room of the first row, in sizes of the type, `room` that of the others.
    """
    row, used, others, room = "", 0.0, room, first
    for word in words.split(" "):
        length = breadth(word)
        if row and used + width(" ") + length > room:
            yield row
            row, used, room = "", 0.0, others
        row, used = (f"{row} {word}", used + width(" ") + length) if row else (word, length)
        while used > room:  # a word too long for a row
            fits = _fitting(row, room)
            yield row[:fits]
            row, room = row[fits:], others
            used = breadth(row)
    yield row


def _fitting(word: str, room: float) -> int:
    """Return how many of a word's letters fit a row, one at the least."""
    used = 0.0
    for place, char in enumerate(word):
        used += width(char)
        if used > room:
            return max(place, 1)
    return len(word)
