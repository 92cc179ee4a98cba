"""The work as values: read an article once, then write and verify each of its editions.

A job goes in and what became of it comes out, both plain values, so that it does not matter in which process or on
which machine it is done.
"""

import errno
import gc
import tempfile
import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from itertools import count
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from press.errors import Problem, RenderError, SourceError
from press.memory import with_room
from press.model import Edition, Format, Publication
from press.pipeline.houses import House
from press.pipeline.inputs import digest_of_parts, inputs_of, versions
from press.pipeline.manifest import digest
from press.pipeline.plan import Job
from press.pipeline.profile import Profile, Spent
from press.pipeline.sources import Source
from press.pipeline.stopping import heed
from press.verify import EXTRACTORS, Verdict, verify
from press.writers import Sheet, Templates, exchange, forget_article, writer
from press.writers.picture import draw_first_page

if TYPE_CHECKING:
    from press.pipeline.reading import Prepared


@dataclass(frozen=True, slots=True)
class Made:
    """An edition that was written and read back, its row of the manifest, and a picture of its first page, if any.

    `seconds` is the time that all of it took.
    """

    data: bytes
    verdict: Verdict
    row: Publication
    picture: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: its editions, its article or the problems of that. `versions` is the digest of what did it.

    The article is packed: so it is small, however many there are.
    """

    versions: str
    article: bytes = b""
    made: tuple[Made, ...] = ()
    problems: tuple[Problem, ...] = ()
    spent: tuple[Spent, ...] = ()


def do(job: Job, houses: Sequence[House]) -> Done:
    """Return what comes of a job; of one without editions, its article or the problems of that.

    Raises RenderError or DependencyError where an edition cannot be written, OSError where the system has no room.
    """
    return with_room(lambda: _do(job, houses), in_large_pages=job.alone)


def _do(job: Job, houses: Sequence[House]) -> Done:
    house, profile, article, made = houses[job.house], Profile(), b"", []
    try:
        if job.ahead:
            _write_ahead(job, house, profile)
        elif job.editions:
            made = _make_all(job, house, profile)
        else:
            article = _read(job, house, profile)
    except SourceError as error:
        return Done(versions(), problems=error.problems)
    return Done(versions(), article, tuple(made), spent=tuple(profile.spent))


def _read(job: Job, house: House, profile: Profile) -> bytes:
    """Return the article of a job, read and packed. Raises SourceError."""
    with profile.step("read"):
        from press.pipeline import reading  # noqa: PLC0415 - not loaded by who writes ahead

        return reading.packed(reading.prepare_one(job.source, house))


def _make_all(job: Job, house: House, profile: Profile) -> list[Made]:
    """Return the editions of a job. Raises SourceError, and what `_written` raises."""
    with exchange.answering(lambda: _question(job)) as tell:
        with profile.step("read"):
            from press.pipeline import reading  # noqa: PLC0415 - as above

            known, source = job.article, job.source
            prepared = reading.unpacked(known, source, house) if known else reading.prepare_one(source, house)
        tell(prepared.sheet)
    with profile.step("load"):
        warm(job.editions, [house])
    templates, digest_of = _templates_of(house), inputs_of(house).of(job.source)
    made = []
    for edition in job.editions:
        try:
            made.append(_make(edition, prepared, templates, digest_of(edition), profile))
        finally:  # what fails, or is found, after a signal was passed over is no fault of the edition
            heed()
    return made


def _write_ahead(job: Job, house: House, profile: Profile) -> None:
    """Write an edition for the process that has the others of its article: that reads it meanwhile, and this back."""
    (edition,) = job.editions
    with exchange.answering(lambda: inputs_of(house).of(job.source)(edition)) as tell:
        with profile.step("load"):
            warm(job.editions, [house], to_read=False)
        sheet = exchange.answer_to(lambda: _question(job))
        if isinstance(sheet, Sheet):  # else it could not be read, or not yet: then who reads it writes this, too
            tell(_write(edition, sheet, job.source, _templates_of(house), profile))


def _question(job: Job) -> str:
    """Return what the sheet of a job's article is asked for by."""
    return digest_of_parts("sheet", str(job.house), job.source.file)


def warm(editions: Collection[Edition], houses: Sequence[House], *, to_read: bool = True) -> None:
    """Load what writes these editions, and what reads them; processes forked afterwards have it.

    Raises DependencyError where a library is missing.
    """
    _load(frozenset(edition.format for edition in editions), to_read=to_read)
    for house in houses:
        _templates_of(house)
        inputs_of(house)


@cache
def _load(kinds: frozenset[Format], *, to_read: bool) -> None:
    """Load what writes these formats, and what reads them; no garbage has to be looked for in it: it stays."""
    warnings.filterwarnings("ignore", module=r"PIL\.")  # of a photo's notes, to who has written a program
    if to_read:
        import_module("press.pipeline.reading")
    for kind in sorted(kinds):
        writer(kind)
        if to_read:
            import_module(EXTRACTORS[kind])
    gc.freeze()


def settle() -> None:
    """Look for garbage from here on, but not among what is loaded: that stays."""
    gc.freeze()
    gc.enable()


_YOUNG, _ALL = 0, 2
"""Python's generations of what may be garbage: what was made since it was last looked for, and all there is."""

SELDOM = 64
"""Before every so many jobs all is looked through, for what outlived the job that made it: hardly anything does."""

_jobs = count(1)


def tidily(job: Job, houses: Sequence[House]) -> Done:
    """Collect garbage before a job and not during it: almost nothing becomes garbage while a document is made.

    For a process that does nothing else. Raises what `do` raises.
    """
    forget_article()  # while it is young: looked for later, among all that lives, it takes ten times as long
    gc.collect(_YOUNG if next(_jobs) % SELDOM else _ALL)
    was_looked_for = gc.isenabled()
    gc.disable()
    try:
        return do(job, houses)
    finally:
        if was_looked_for:
            gc.enable()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error and (error := error.__cause__):
        yield error


_REFUSALS = frozenset({errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EROFS})
"""What the system may lack: room, open files, memory, a disk that can be written to."""


def _templates_of(house: House) -> Templates:
    return _templates(tuple(sorted(house.templates.items())))


@lru_cache(maxsize=4)
def _templates(files: tuple[tuple[str, bytes], ...]) -> Templates:
    """Return the templates of some files; houses with the same files share what is compiled and parsed of them."""
    return Templates(dict(files), versions())


def _make(edition: Edition, prepared: "Prepared", templates: Templates, made_from: str, profile: Profile) -> Made:
    """Write one edition, or take what another process has written ahead, and read it back."""
    ahead = exchange.answer_to(lambda: made_from)
    if not isinstance(ahead, tuple):
        ahead = _write(edition, prepared.sheet, prepared.source, templates, profile)
    data, seconds = ahead
    began = perf_counter()
    with profile.step("verify", edition.name):
        verdict = verify(data, prepared.inventory, edition)
    picture = b""
    if edition.name == prepared.sheet.clinic.paper and not verdict.findings:
        with profile.step("picture", edition.name):
            picture = draw_first_page(data)
    row = _publication(edition, prepared, data, verdict, made_from, picture)
    return Made(data, verdict, row, picture, seconds + perf_counter() - began)


def _write(
    edition: Edition, sheet: Sheet, source: Source, templates: Templates, profile: Profile
) -> tuple[bytes, float]:
    """Return an edition's file, and the seconds that it took. Raises what `_written` raises."""
    began = perf_counter()
    with profile.step("write", edition.name):
        data = _written(edition, sheet, source, templates)
    return data, perf_counter() - began


def _written(edition: Edition, sheet: Sheet, source: Source, templates: Templates) -> bytes:
    """Return an edition's file.

    Raises RenderError, which names the source, and the drawings that may be at fault; OSError where the system refused
    a writer something: that is no fault of an edition.
    """
    try:
        return writer(edition.format)(sheet, edition, templates)
    except RenderError as error:
        for cause in _causes(error):
            if isinstance(cause, OSError) and cause.errno in _REFUSALS:
                # Writers write nowhere but there, and rarely say so.
                raise OSError(cause.errno, cause.strerror, cause.filename or tempfile.gettempdir()) from error
        place, hint = _at_fault(str(error), [name for name in sheet.images if name.lower().endswith(".svg")], source)
        raise RenderError(f"{place}: {error}{hint}") from error


def _at_fault(message: str, drawings: Sequence[str], source: Source) -> tuple[str, str]:
    """Return the place that a failure is told at, and which of an article's drawings to look at."""
    for name in drawings:
        if message.endswith(f"asset:images/{quote(name)}"):
            rows = enumerate(source.data.decode(errors="replace").splitlines(), 1)
            line = next((number for number, row in rows if name in row or quote(name) in row), 1)
            return f"{source.file}:{line}", f"; save the picture `{name}` anew as plain SVG, or as PNG"
    return source.file, f"; if nothing else is at fault, look at {', '.join(drawings)}" if drawings else ""


def _publication(  # noqa: PLR0913, PLR0917 - a row has a value from each
    edition: Edition, prepared: "Prepared", data: bytes, verdict: Verdict, made_from: str, picture: bytes
) -> Publication:
    source, sheet = prepared.source, prepared.sheet
    meta = sheet.article.meta
    return Publication(
        file=source.file_of(edition),
        handout=source.slug,
        lang=meta.lang,
        edition=edition.name,
        title=meta.title,
        category=meta.category,
        summary=meta.summary,
        version=meta.version,
        reviewed=meta.reviewed.isoformat(),
        next_review=meta.next_review.isoformat(),
        status=meta.status,
        keywords=meta.keywords,
        overdue=sheet.overdue,
        fingerprint=sheet.fingerprint,
        bytes=len(data),
        sha256=digest(data),
        input=made_from,
        pages=verdict.pages,
        sections=verdict.sections.found,
        headings=verdict.headings.found,
        words=verdict.words.found,
        picture=source.picture if picture else "",
        picture_sha256=digest(picture) if picture else "",
    )
