"""Places on a page: matrices as PDF has them, and upright rectangles."""

from collections.abc import Iterable
from typing import NamedTuple


class Matrix(NamedTuple):
    """A transformation of the plane: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, other: "Matrix") -> "Matrix":
        """Return this transformation followed by another."""
        a, b, c, d, e, f = self
        g, h, i, j, k, l = other  # noqa: E741 - the next letters
        return Matrix(a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


class Area(NamedTuple):
    """An upright rectangle, in points; one that is empty has its left beyond its right."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, points: list[tuple[float, float]]) -> "Area":
        """Return the smallest area that holds all points, of which there is at least one."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @classmethod
    def holding(cls, areas: Iterable["Area"]) -> "Area":
        """Return the smallest area that holds all of some, of which there is at least one."""
        lefts, bottoms, rights, tops = zip(*areas, strict=True)
        return cls(min(lefts), min(bottoms), max(rights), max(tops))

    def within(self, other: "Area", slack: float) -> bool:
        """Return whether this lies in another area, give or take `slack` points."""
        return (
            self.left >= other.left - slack
            and self.bottom >= other.bottom - slack
            and self.right <= other.right + slack
            and self.top <= other.top + slack
        )

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in this area."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def cut(self, other: "Area") -> "Area":
        """Return what this and another area have in common."""
        return Area(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )
