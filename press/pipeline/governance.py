"""What is right today and will not stay so: reviews, translations, and numbers to call that somebody has to check."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from press.errors import Problem
from press.languages import lookup
from press.model.clinic import CRISIS_MAX_AGE
from press.pipeline.front import value_of
from press.pipeline.houses import House
from press.pipeline.sources import Source, language_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""How TOML writes a date: there is no other way. Nearly every source says its days so, too."""


def warnings(sources: Sequence[Source], houses: Sequence[House]) -> list[Problem]:
    """Return what has come of age by the day of the build: reviews, and crisis lines last checked too long ago.

    So are days that are yet to come, and translations of what an article said before its last review. A source whose
    date cannot be read has none here: its reader tells.
    """
    return sorted({*_reviews(sources, houses[0].today), *_translations(sources), *_lines(sources, houses)})


def _reviews(sources: Sequence[Source], today: date) -> Iterator[Problem]:
    for source in sources:
        line, due = _day_of(source, "next_review")
        if due and today > due:
            told = f"the review of this handout was due on {due}; review it, and set `reviewed` and `next_review`"
            yield Problem(source.file, line, told)
        line, done = _day_of(source, "reviewed")
        if done and (done - today).days > 1:  # tomorrow has begun somewhere
            told = f"this handout is said to be reviewed on {done}, which is yet to come; write the day it was"
            yield Problem(source.file, line, told)


def _translations(sources: Sequence[Source]) -> Iterator[Problem]:
    articles = {source.slug: source for source in sources if not source.lang}
    for source in sources:
        article = articles.get(source.slug, source)
        if article is source or _version_of(source) == _version_of(article):
            continue
        (line, done), (_, theirs) = _day_of(source, "reviewed"), _day_of(article, "reviewed")
        if done and theirs and done < theirs:
            told = (
                f"{article.file} has been reviewed since, on {theirs}, and has another version now; bring this"
                " translation up to date, and set `version` and `reviewed`"
            )
            yield Problem(source.file, line, told)


def _version_of(source: Source) -> object:
    _, value = value_of(source.data, "version", "[\"']?[0-9A-Za-z.-]+[\"']?")
    return value.strip("\"'") if isinstance(value, str) else value


def _day_of(source: Source, key: str) -> tuple[int, date | None]:
    line, value = value_of(source.data, key, _DAY.pattern)
    if isinstance(value, str):
        with suppress(ValueError):
            return line, date.fromisoformat(value)
    return line, value if isinstance(value, date) and not isinstance(value, datetime) else None


def _lines(sources: Sequence[Source], houses: Sequence[House]) -> Iterator[Problem]:
    """Yield a problem for each line in a language of the sources; in any where one does not say its own plainly."""
    every = [(house, lang) for house in houses for lang in sorted(house.tags("crisis"))]
    found = [(house, lang) for house, lang in every if not _are_recent(house, lang)]
    spoken = {lang for _, lang in map(language_of, sources)} if found else set()
    for house, lang in found:
        if spoken and "" not in spoken and lang not in {lookup(tag, house.tags("crisis")) for tag in spoken}:
            continue
        from press.reader.clinic import stale_lines  # noqa: PLC0415 - not loaded where every line is recent

        regions, file = house.crisis(lang)
        yield from stale_lines(
            house.today, regions, regions_file=file, clinic=house.clinic, clinic_file=house.clinic_file
        )


def _are_recent(house: House, lang: str) -> bool:
    """Return whether every day on which a crisis line in a language may have been checked is recent."""
    regions, _ = house.crisis(lang)
    return all(_is_recent(day, house.today) for day in _DAY.findall(f"{regions}\n{house.clinic}"))


def _is_recent(day: str, today: date) -> bool:
    """Return whether a day that a crisis line may have been checked on is neither too long ago nor yet to come."""
    with suppress(ValueError):
        return timedelta() <= today - date.fromisoformat(day) <= timedelta(CRISIS_MAX_AGE)
    return False
