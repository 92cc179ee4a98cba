"""Blocks of capitals, by the rule of clear print (UKAAF): for who reads a source and who measures a sheet."""

import re
from itertools import groupby

_LIKELY = re.compile(r"(?:\b[^\W\d_a-z]{2,}\b\s){2,}\b[^\W\d_a-z]{2,}\b")
"""Words in a row without a sign between them, to be looked at."""

_FEWEST = 3
"""Words of a block. Names such as `NHS, CBT, DBT` have a sign between them, and `Text SHOUT to 85258` are no block."""


def block_of_capitals(text: str) -> str:
    """Return the first block of capitals of a text, as it stands there; empty where it has none."""
    for likely in _LIKELY.finditer(text):
        for is_upper, words in groupby(re.finditer(r"\S+", likely[0]), lambda word: word[0].isupper()):
            found = [*words]
            if is_upper and len(found) >= _FEWEST:
                return likely[0][found[0].start() : found[-1].end()]
    return ""
