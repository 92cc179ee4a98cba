"""Reading: a source to its article, and to all that its editions are made of and compared with.

Nothing else loads the Markdown parsers: a process that only writes does without (see `Job.ahead`).
"""

import pickle
from collections.abc import Iterable
from dataclasses import dataclass, replace

from press.errors import Problem, SourceError
from press.model import Article, Clinic
from press.pipeline.sources import House, Source
from press.reader.article import read_article
from press.reader.clinic import read_clinic
from press.syntax import uncoloured
from press.verify.inventory import Inventory, take_inventory
from press.writers.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article that has been read, with what verification wants of it."""

    source: Source
    sheet: Sheet
    inventory: Inventory


def prepare(sources: Iterable[Source], house: House) -> list[Prepared]:
    """Read every source. Raises SourceError with the problems of all of them."""
    problems: list[Problem] = []
    every: list[Prepared] = []
    for source in sources:
        try:
            every.append(prepared(read(source, house), source, house))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    return every


def read(source: Source, house: House) -> Article:
    """Return the article of a source. Raises SourceError."""
    return read_article(
        source.data,
        file=source.file,
        slug=source.slug,
        images=source.images,
        languages=house.languages,
        repertoire=house.repertoire,
        lang=source.lang,
        labels=house.labels,
    )


def packed(article: Article) -> bytes:
    """Return an article as bytes for another process, without its pictures: the source has them."""
    return pickle.dumps(replace(article, images=dict.fromkeys(article.images, b"")))


def unpacked(article: bytes, source: Source) -> Article:
    """Return the article that was read of a source, and packed."""
    read: Article = pickle.loads(article)  # noqa: S301 - ours, and it comes as the job does
    return replace(read, images={name: source.images[name] for name in read.images})


def prepared(article: Article, source: Source, house: House) -> Prepared:
    """Return all that the editions of an article are made of and compared with. Raises SourceError."""
    clinic = clinic_of(house, article.meta.lang)
    labels = house.labels(article.meta.lang)
    overdue = house.today > article.meta.next_review
    regions, _ = house.crisis(article.meta.lang)
    inventory = take_inventory(
        source.data.decode("utf-8-sig"),
        regions,
        uncoloured(house.clinic),
        labels,
        overdue=overdue,
        page=source.page,
        pictures=source.images,
        logo=house.logo,
        fonts=[data for name, data in sorted(house.templates.items()) if name.endswith((".ttf", ".woff2"))],
    )
    address = f"{clinic.base_url.rstrip('/')}/{source.page}" if clinic.base_url else ""
    return Prepared(source, Sheet(article, clinic, labels, inventory.fingerprint, overdue, address), inventory)


def clinic_of(house: House, lang: str) -> Clinic:
    """Return the clinic of a house, with the crisis lines in a language. Raises SourceError."""
    regions, file = house.crisis(lang)
    return read_clinic(
        regions,
        regions_file=file,
        clinic=uncoloured(house.clinic),
        clinic_file=house.clinic_file,
        logo=house.logo,
        repertoire=house.repertoire,
    )
