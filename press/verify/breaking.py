"""Where a line may end within a word (docs/print.md)."""

import re

LONGEST = 30
"""Characters of a stretch that is not to be broken, unless it is of an address: it fits a line of large print."""

_ADDRESS = re.compile(
    r"(?<![\w.+-])[A-Za-z][A-Za-z0-9.+-]*://"
    r"|(?<!\w)www\."
    r"|(?<![\w.+-])[\w.+-]+@[^\W_]"
    r"|(?<![\w./-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,6}(?!\w)"  # not Tab.Paracetamol, nor mg/kg.bw
)
_PLACE = re.compile(r"(?<=[/‐–—-])(?![0-9/‐–—-]|\Z)")
"""Behind a slash or a hyphen, but not before a digit (UAX #14, LB25)."""


def stretches(word: str) -> list[str]:
    """Return the parts of a word, a run without white space, that have no place inside where a line ends by itself."""
    return _PLACE.split(word)


def address_in(word: str) -> int:
    """Return where a web or mail address begins in a word, from where on a line may end anywhere; its end for none."""
    match = _ADDRESS.search(word)
    return match.start() if match else len(word)
