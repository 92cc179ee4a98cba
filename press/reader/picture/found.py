"""What a look at a picture ends in: what was found, or why it is refused, and what every kind is told."""

from dataclasses import dataclass

MAX_PIXELS = 89_000_000
"""Pixels of a PNG or a JPEG: what is larger, Pillow, which prints it, takes for an attack."""

DAMAGED = "is a damaged {}; save it anew"
MOVES = "moves; save it as a still picture"
OTHER = "is no {0}, whatever its name says; save it as {1}"


class PictureError(Exception):
    """What is wrong with a picture, and the remedy: the rest of a sentence that begins with its name."""


@dataclass(slots=True)
class Picture:
    """What a look at a picture has found: pixels of a PNG or a JPEG, the depth of the groups of an SVG, its words."""

    width: int = 0
    height: int = 0
    depth: int = 0
    words: str = ""
