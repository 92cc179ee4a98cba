"""The catalogue: the page on which a clinic's staff find a handout, and its downloads."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import groupby
from unicodedata import combining, normalize

from markupsafe import Markup

from press.languages import direction, long_date, own_name
from press.model import Publication
from press.model.clinic import Clinic, Paper
from press.writers.environment import Templates
from press.writers.unbroken import tied

WORDS_A_MINUTE = 200
"""Slow for a novel, fair for somebody who is worried."""

PICTURE_WIDTH = 160
"""CSS pixels at which the picture of the first page is laid out."""

_KIB = 1024
_RATIO = {"a4": 297 / 210, "letter": 11 / 8.5}
_NAMES = {
    "html": ("Web page", "HTML"),
    "epub": ("Ebook", "EPUB"),
    "text": ("Text for e-mail", "TXT"),
    "portal": ("Portal message", "TXT"),
    "a4": ("A4", "PDF"),
    "a4-large-print": ("A4, large print", "PDF"),
    "letter": ("Letter", "PDF"),
    "letter-large-print": ("Letter, large print", "PDF"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the first page, with its size in CSS pixels."""

    file: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Download:
    """A link: its name, what is told of the file in brackets, and whether it opens instead of being saved."""

    name: str
    about: str
    file: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Version:
    """A handout in one language. `row` is one of its files, which stands for what they have in common.

    `language` is the language's own name, `foreign` says that it is not English, like the words around it.
    """

    row: Publication
    language: str
    foreign: bool
    direction: str
    picture: Picture | None
    page: str
    minutes: int
    reviewed: str
    next_review: str
    groups: tuple[tuple[str, tuple[Download, ...]], ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """A handout in all its languages, the original first; `more` are the words that find it besides those shown."""

    slug: str
    versions: tuple[Version, ...]
    more: str

    @property
    def row(self) -> Publication:
        """A file of the original."""
        return self.versions[0].row


@dataclass(frozen=True, slots=True)
class Category:
    """A category with its handouts."""

    name: str
    lang: str
    handouts: tuple[Handout, ...]


def write_catalogue(
    publications: Iterable[Publication], labels: Mapping[str, str], templates: Templates, clinic: Clinic
) -> bytes:
    """Return the bytes of `index.html` for what is published, in whatever order it is given.

    `labels` are the English ones. The clinic gives the page its name, its logo and its accent colour, and the paper
    whose sheets are listed first. Raises RenderError where the template fails.
    """
    categories = _categories(publications, clinic.paper)
    versions = [version for category in categories for handout in category.handouts for version in handout.versions]
    # Without white space around them: the Nu checker takes none into the hash, browsers do.
    style = templates.render("catalogue/catalogue.css.j2", clinic=clinic).strip()
    script = templates.files["catalogue/search.js"].decode().strip()
    page = templates.render(
        "catalogue/index.html.j2",
        categories=categories,
        clinic=clinic,
        labels=labels,
        languages=sorted({version.language for version in versions}, key=_alphabetical),
        formats=_formats(versions),
        style=Markup(style),  # noqa: S704 - our own, its values escaped
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704 - our own, with nothing filled in
        script_hash=_hash(script),
    )
    return f"{page}\n".encode()


def _hash(text: str) -> str:
    """Return a hash as a Content-Security-Policy names what may stand in the page."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _categories(publications: Iterable[Publication], paper: Paper) -> tuple[Category, ...]:
    """Return the categories with their handouts, both by the alphabet."""
    rows = sorted(publications, key=lambda row: (row.handout, row.file))
    handouts = [_handout(slug, list(group), paper) for slug, group in groupby(rows, key=lambda row: row.handout)]
    handouts.sort(key=lambda it: (_alphabetical(it.row.category), _alphabetical(it.row.title), it.slug))
    groups = ((name, tuple(group)) for name, group in groupby(handouts, key=lambda it: it.row.category))
    return tuple(Category(tied(name, group[0].row.lang), group[0].row.lang, group) for name, group in groups)


def _alphabetical(text: str) -> tuple[str, str]:
    """Return a key that sorts without regard to accents and case; the text itself decides between equals."""
    plain = "".join(char for char in normalize("NFKD", text) if not combining(char))
    return plain.casefold(), text


def _handout(slug: str, rows: list[Publication], paper: Paper) -> Handout:
    """Return a handout; the version whose files carry no language is the original."""
    rows.sort(key=lambda row: (row.stem != f"{slug}/{slug}", row.lang, row.stem))
    versions = tuple(_version(list(group), paper) for _, group in groupby(rows, key=lambda row: row.stem))
    more = [word for version in versions for word in (*version.row.keywords, version.row.category)]
    shown = {versions[0].row.category}  # it stands over the handout
    return Handout(slug, versions, " ".join(word for word in dict.fromkeys(more) if word not in shown))


def _version(rows: list[Publication], paper: Paper) -> Version:
    editions = {row.edition: row for row in rows}
    page = editions.get("html")
    row = page or rows[0]
    groups = ((name, tuple(_downloads(editions, names))) for name, names in _groups(paper))
    return Version(
        row=row,
        language=_language(row.lang),
        foreign=not _is_english(row.lang),
        direction=direction(row.lang),
        picture=_picture(rows),
        page=page.file if page else "",
        minutes=-(-row.words // WORDS_A_MINUTE),
        reviewed=_long_date(row.reviewed, row.lang),
        next_review=_long_date(row.next_review, row.lang),
        groups=tuple((name, downloads) for name, downloads in groups if downloads),
    )


def _groups(paper: Paper) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what one does with a handout, and the editions for it."""
    papers = sorted(Paper, key=lambda each: each != paper)
    yield "Print", tuple(name for each in papers for name in (str(each), f"{each}-large-print"))
    yield "Read on screen", ("html", "epub")
    yield "Send", ("text", "portal")


def _downloads(editions: Mapping[str, Publication], names: Iterable[str]) -> Iterator[Download]:
    for name in names:
        if row := editions.get(name):
            # Whatever is no web page is saved, to be printed or sent from there.
            yield Download(_NAMES[name][0], _about(row), row.file, opens=name == "html")


def _about(row: Publication) -> str:
    """Return what is told of a file: `PDF, 2 pages, 84 kB`."""
    kib = max(1, round(row.bytes / _KIB))
    size = f"{kib}\xa0kB" if kib < _KIB else f"{kib / _KIB:.1f}\xa0MB"
    pages = f"{row.pages}\xa0page{'' if row.pages == 1 else 's'}" if row.pages else ""
    return ", ".join(filter(None, (_NAMES[row.edition][1], pages, size)))


def _picture(rows: Iterable[Publication]) -> Picture | None:
    """Return the picture that one of the files has."""
    for row in rows:
        if row.picture:
            ratio = _RATIO[row.edition.partition("-")[0]]
            return Picture(row.picture, PICTURE_WIDTH, round(PICTURE_WIDTH * ratio))
    return None


def _formats(versions: Sequence[Version]) -> list[str]:
    """Return the names of the downloads, if not every version has all of them: else choosing one hides nothing."""
    each = [{download.name for _, group in version.groups for download in group} for version in versions]
    there = set().union(*each)
    return [name for name, _ in _NAMES.values() if name in there] if any(names != there for names in each) else []


def _is_english(lang: str) -> bool:
    return lang.partition("-")[0].lower() == "en"


@cache
def _language(lang: str) -> str:
    """Return a language's own name, as its readers look for it."""
    name = own_name(lang)
    return name[:1].upper() + name[1:] if name else lang


@cache
def _long_date(day: str, lang: str) -> str:
    """Return a date in words: as in the handout if that is English, else as in English, like the words around it."""
    tag = lang if _is_english(lang) else "en"
    return long_date(date.fromisoformat(day), tag)
