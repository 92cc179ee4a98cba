"""What is right today and will not stay so: review dates, and numbers to call that somebody has to check."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from press.errors import Problem
from press.pipeline.sources import House, Source
from press.reader.clinic import stale_lines

_NEXT_REVIEW = re.compile(rb"next_review\s*:\s*[\"']?(\d{4}-\d{2}-\d{2})")


def warnings(sources: Sequence[Source], houses: Sequence[House]) -> list[Problem]:
    """Return what has come of age by the day of the build: reviews, and crisis lines last checked too long ago.

    A source whose date cannot be read has none here: its reader tells.
    """
    return sorted({*_reviews(sources, houses[0].today), *_lines(sources, houses)})


def _reviews(sources: Sequence[Source], today: date) -> Iterator[Problem]:
    for source in sources:
        for number, line in enumerate(source.data.splitlines(), 1):
            if number > 1 and line.strip() == b"---":
                break
            match = _NEXT_REVIEW.match(line)
            if match and (due := _day(match[1])) and today > due:
                told = f"the review of this handout was due on {due}; review it, and set `reviewed` and `next_review`"
                yield Problem(source.file, number, told)


def _day(text: bytes) -> date | None:
    try:
        return date.fromisoformat(text.decode())
    except ValueError:
        return None


def _lines(sources: Sequence[Source], houses: Sequence[House]) -> Iterator[Problem]:
    languages = {source.lang or "en" for source in sources}
    for house in houses:
        for lang in sorted(languages):
            if lang.partition("-")[0].lower() in house.languages:
                regions, file = house.crisis(lang)
                yield from stale_lines(
                    house.today, regions, regions_file=file, clinic=house.clinic, clinic_file=house.clinic_file
                )
