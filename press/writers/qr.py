"""The code that leads from paper to the web page: a QR code as the path of a drawing."""

import re
from dataclasses import dataclass
from functools import lru_cache

QUIET = 4
"""Modules of white on each side, as the standard asks for."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code; `side` is that of the drawing, in modules, the white around it included; `path` its dark modules."""

    side: int
    path: str


@lru_cache(maxsize=1)
def draw_code(address: str) -> Code:
    """Return the QR code of an address, which 15 % of damage leaves readable (level M). Dark goes on white.

    The last one is kept: the editions of an article that are printed have the same.
    """
    import segno  # noqa: PLC0415 - few sheets have a code

    rows = segno.make_qr(address, error="m", boost_error=False).matrix
    return Code(len(rows) + 2 * QUIET, "".join(_row(bytes(row), y) for y, row in enumerate(rows, QUIET)))


def _row(row: bytes, y: int) -> str:
    """Return the dark modules of a row, a rectangle for each run of them."""
    runs = re.finditer(b"[^\0]+", row)
    return "".join(f"M{run.start() + QUIET} {y}h{len(run[0])}v1h-{len(run[0])}z" for run in runs)
