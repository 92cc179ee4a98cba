"""Reading: a source to its article, and to all that its editions are made of and compared with.

Nothing else loads the Markdown parsers: a process that only writes does without (see `Job.ahead`).
"""

import pickle
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from press.errors import Problem, SourceError
from press.model.article import Article
from press.model.clinic import Clinic
from press.pipeline.houses import House
from press.pipeline.sources import Source
from press.reader.article import read_article
from press.reader.clinic import read_clinic
from press.syntax import normalised
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
            every.append(prepare_one(source, house))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    return every


def faults(sources: Collection[Source], houses: Iterable[House]) -> list[Problem]:
    """Return the problems of all sources and of all that they are read with."""
    problems: list[Problem] = []
    for house in houses:
        try:
            prepare(sources, house)
        except SourceError as error:
            problems += error.problems
    return problems


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


def prepare_one(source: Source, house: House) -> Prepared:
    """Return all that the editions of a source's article are made of and compared with. Raises SourceError."""
    article = read(source, house)
    regions, _ = house.crisis(article.meta.lang)
    clinic_of(house, article.meta.lang)  # what is wrong in its file is told, and not taken for right
    inventory = take_inventory(
        source.data.decode("utf-8-sig"),
        normalised(regions),
        normalised(house.clinic),
        house.labels(article.meta.lang),
        overdue=_is_overdue(article, house),
        page=source.page,
        pictures=source.images,
        logo=house.logo,
        fonts=_fonts(house),
    )
    return Prepared(source, _sheet(article, source, house, inventory.fingerprint), inventory)


def packed(prepared: Prepared) -> bytes:
    """Return what was prepared as a few bytes for another process: without the files, which that one has."""
    article, inventory = prepared.sheet.article, prepared.inventory
    bare = replace(article, images=dict.fromkeys(article.images, b"")), replace(inventory, pictures={}, fonts=())
    return zlib.compress(pickle.dumps(bare), level=1)


def unpacked(data: bytes, source: Source, house: House) -> Prepared:
    """Return what was prepared of a source, and packed. Raises SourceError."""
    article, inventory = pickle.loads(zlib.decompress(data))  # noqa: S301 - ours, and it comes as the job does
    article = replace(article, images={name: source.images[name] for name in article.images})
    inventory = inventory.with_files(source.images, house.logo, _fonts(house))
    return Prepared(source, _sheet(article, source, house, inventory.fingerprint), inventory)


def _sheet(article: Article, source: Source, house: House, fingerprint: str) -> Sheet:
    lang = article.meta.lang
    clinic = clinic_of(house, lang)
    address = f"{clinic.base_url}/{source.page}" if clinic.base_url else ""
    return Sheet(article, clinic, house.labels(lang), fingerprint, _is_overdue(article, house), address)


def _is_overdue(article: Article, house: House) -> bool:
    return house.today > article.meta.next_review


def _fonts(house: House) -> list[bytes]:
    return [data for name, data in sorted(house.templates.items()) if name.endswith((".ttf", ".woff2"))]


def clinic_of(house: House, lang: str) -> Clinic:
    """Return the clinic of a house, with the crisis lines in a language. Raises SourceError."""
    regions, file = house.crisis(lang)
    return read_clinic(
        normalised(regions),
        regions_file=file,
        clinic=normalised(house.clinic),
        clinic_file=house.clinic_file,
        logo=house.logo,
        repertoire=house.repertoire,
    )
