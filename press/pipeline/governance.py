"""What is right today and will not stay so: review dates, and numbers to call that somebody has to check."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from press.errors import Problem
from press.model.clinic import CRISIS_MAX_AGE
from press.pipeline.sources import House, Source

_NEXT_REVIEW = re.compile(r"^next_review: *(\d{4}-\d\d-\d\d) *$", re.MULTILINE)
"""How nearly every source says it; what else YAML allows is left to its parser, which takes a while to load."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""How TOML writes a date: there is no other way."""


def warnings(sources: Sequence[Source], houses: Sequence[House]) -> list[Problem]:
    """Return what has come of age by the day of the build: reviews, and crisis lines last checked too long ago.

    A source whose date cannot be read has none here: its reader tells.
    """
    return sorted({*_reviews(sources, houses[0].today), *_lines(houses)})


def _reviews(sources: Sequence[Source], today: date) -> Iterator[Problem]:
    for source in sources:
        line, due = _next_review(source.data.decode("utf-8-sig", "replace"))
        if due and today > due:
            told = f"the review of this handout was due on {due}; review it, and set `reviewed` and `next_review`"
            yield Problem(source.file, line, told)


def _next_review(text: str) -> tuple[int, date | None]:
    """Return the line and the day of the next review as the front matter gives it; no day where it gives none."""
    front = text[: text.find("\n---", 1) + 1]
    with suppress(ValueError):
        (match,) = _NEXT_REVIEW.finditer(front)
        return front.count("\n", 0, match.start()) + 1, date.fromisoformat(match[1])
    from press.reader.article import MAX_BYTES  # noqa: PLC0415 - not loaded where every source says it plainly
    from press.syntax import parse  # noqa: PLC0415 - as above

    if len(text) > MAX_BYTES:
        return 1, None
    document = parse(text)
    due = document.front.get("next_review")
    line = document.lines.get(("next_review",), 1)
    return line, due if isinstance(due, date) and not isinstance(due, datetime) else None


def _lines(houses: Sequence[House]) -> Iterator[Problem]:
    for house in houses:
        for lang in sorted(house.languages):
            regions, file = house.crisis(lang)
            if all(_is_recent(day, house.today) for day in _DAY.findall(f"{regions}\n{house.clinic}")):
                continue
            from press.reader.clinic import stale_lines  # noqa: PLC0415 - not loaded where every line is recent

            yield from stale_lines(
                house.today, regions, regions_file=file, clinic=house.clinic, clinic_file=house.clinic_file
            )


def _is_recent(day: str, today: date) -> bool:
    """Return whether a day that a crisis line may have been checked on is neither too long ago nor yet to come."""
    with suppress(ValueError):
        return timedelta() <= today - date.fromisoformat(day) <= timedelta(CRISIS_MAX_AGE)
    return False
