"""The folders of handouts, read as values: the articles and the pictures beside them, and what lies there astray."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from press.errors import Problem, SourceError, UsageError
from press.model import EDITIONS, Edition
from press.model.pictures import ENDINGS
from press.pipeline.files import MAX_IMAGE, SLUG, is_file, read_bytes, shown_as
from press.pipeline.front import value_of

_ARTICLE = re.compile(r"article(?:\.([A-Za-z0-9-]+))?\.md")
_LIKE_AN_ARTICLE = re.compile(r"article([._].*)?\.(md|markdown)", re.IGNORECASE)
_TEXTS = (".md", ".markdown", ".txt")
_WRITTEN_AS_ONE = re.compile(rb"(\xef\xbb\xbf)?---[ \t\r]*\n(.*\n)*?summary:")
"""How an article begins, whatever its file is called; hardly somebody's notes."""

_LONGEST_NAME = 255
"""Characters of a file's name, which no usual file system lets be longer; all of those that come out are ASCII."""


@dataclass(frozen=True, slots=True)
class Source:
    """One article's file as it stands: `lang` is the language in the file's name, or empty."""

    slug: str
    lang: str
    file: str
    data: bytes
    images: Mapping[str, bytes]

    @property
    def stem(self) -> str:
        """The names of the files that come out begin with this."""
        return f"{self.slug}.{self.lang}" if self.lang else self.slug

    def file_of(self, edition: Edition) -> str:
        """Return the path of an edition in a clinic's output."""
        return f"{self.slug}/{self.stem}{edition.suffix}"

    @property
    def page(self) -> str:
        """The path of the web page."""
        return self.file_of(EDITIONS["html"])

    @property
    def picture(self) -> str:
        """The path of the picture of the first page."""
        return f"{self.slug}/{self.stem}.png"


def read_sources(folder: Path, slugs: Sequence[str], reserved: Collection[str]) -> list[Source]:
    """Read the handouts of a folder, all or those named, in the order of their names, with their pictures.

    `reserved` are names that a handout cannot have. Raises UsageError where the folder or a handout that was
    named is not there, SourceError with every folder that is no handout.
    """
    if not folder.is_dir():
        raise UsageError(f"{shown_as(folder)}: there is no such folder; make it, or name another with --source")
    entries = _looked_at(os.scandir(folder))
    found = {entry.name: entry for entry in entries if _is_folder(entry)}
    for slug in slugs:
        if slug not in found:
            from press.reader.problems import nearest  # noqa: PLC0415 - not loaded where there is one

            named = PurePath(slug.lower()).parts  # a path, as a shell completes it
            meant = next((part for part in reversed(named) if part in found), slug)
            raise UsageError(f"there is no handout `{slug}` in {shown_as(folder)}; {nearest(meant, found)}")
    place = shown_as(folder)
    problems: list[Problem] = []
    if not slugs:
        problems += _unreadable(entries, place)
        _add_loose(entries, place, problems)
    if not found:
        problems.append(Problem(place, 1, "there is no handout; make a folder in it with an article.md"))
    sources: list[Source] = []
    for slug in sorted(set(slugs) or found):
        shown = PurePath(place, slug).as_posix()
        problems += _name_problems(slug, shown, reserved)
        with _reading(found[slug], place, problems):
            articles = list(_articles(slug, found[slug].path, shown, problems))
            problems += [*_twins(articles), *_overlong(articles)]
            sources += articles
            if not articles:
                problems.append(Problem(shown, 1, "the handout has no article.md; write it, or remove the folder"))
    if problems:
        raise SourceError(problems)
    return sources


def language_of(source: Source) -> tuple[int, str]:
    """Return the language of a source, and the line that says so in its front matter; nothing where none does plainly.

    What its file's name says is what its front matter has to say.
    """
    line, value = value_of(source.data, "lang", "[A-Za-z0-9-]+")
    return line, source.lang or (value if isinstance(value, str) else "")


def shard_of(sources: Sequence[Source], number: int, total: int) -> list[Source]:
    """Return the `number`-th (from 1) of `total` parts of the handouts; together they are all, and none is in two."""
    slugs = sorted({source.slug for source in sources})
    mine = set(slugs[number - 1 :: total])
    return [source for source in sources if source.slug in mine]


def _looked_at(entries: Iterable["os.DirEntry[str]"]) -> list["os.DirEntry[str]"]:
    """Return what is in a folder but for what is hidden there or set aside: an editor's own files, `_drafts`."""
    return [entry for entry in entries if entry.name[0] not in "._"]


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Return whether something is a folder, or a link to one, as `is_file` says it of a file."""
    with suppress(OSError):
        return entry.is_dir()
    return False


def _unreadable(entries: Iterable["os.DirEntry[str]"], shown: str) -> Iterator[Problem]:
    """Yield a problem for whatever in a folder, which the editor knows as `shown`, is neither a file nor a folder."""
    for entry in entries:
        if not is_file(entry) and not _is_folder(entry):
            is_there = os.path.exists(entry.path)  # noqa: PTH110 - as in `read_bytes`
            what = "this is a pipe or a device" if is_there else "the link leads nowhere"
            told = "put a file here" if is_there else "mend it"
            yield Problem(f"{shown}/{entry.name}", 1, f"{what}; {told}, or remove it")


def _add_loose(entries: Iterable["os.DirEntry[str]"], shown: str, problems: list[Problem]) -> None:
    """Add a problem for each article that lies in the folder of the sources itself."""
    told = "an article is a file called article.md in a folder that has the handout's name; move it into one"
    for entry in entries:
        with _reading(entry, shown, problems):
            if is_file(entry) and _is_written_as_one(entry):
                problems.append(Problem(f"{shown}/{entry.name}", 1, told))


def _is_written_as_one(entry: "os.DirEntry[str]") -> bool:
    """Return whether a file begins as an article does."""
    return entry.name.lower().endswith(_TEXTS) and bool(_WRITTEN_AS_ONE.match(read_bytes(entry.path, MAX_IMAGE)))


def _is_astray(entry: "os.DirEntry[str]") -> bool:
    """Return whether something in a handout's folder is an article, or has one in it, and is not read."""
    if _is_folder(entry):
        names = (path.name for path in Path(entry.path).iterdir())
        return bool(_LIKE_AN_ARTICLE.fullmatch(entry.name)) or any(map(_ARTICLE.fullmatch, names))
    if _ARTICLE.fullmatch(entry.name) or not is_file(entry):
        return False
    return bool(_LIKE_AN_ARTICLE.fullmatch(entry.name)) or _is_written_as_one(entry)


def _name_problems(slug: str, file: str, reserved: Collection[str]) -> Iterator[Problem]:
    if slug in reserved:
        yield Problem(file, 1, f"`{slug}` is a command of build.py; give the handout's folder another name")
    elif not SLUG.fullmatch(slug):
        yield Problem(file, 1, "a handout's folder has lower-case letters a to z, digits and single hyphens; rename it")


def _articles(slug: str, folder: str, shown: str, problems: list[Problem]) -> Iterator[Source]:
    """Yield the articles of a handout's folder, which the editor knows as `shown`; add what is wrong in it."""
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name.removesuffix(".md"))  # article.md comes first
    files = [entry for entry in entries if is_file(entry)]
    looked_at = _looked_at(entries)
    problems += _unreadable(looked_at, shown)
    told = "an article is a file called article.md, or article.es.md with the code of its language; rename it"
    for entry in looked_at:
        with _reading(entry, shown, problems):
            if _is_astray(entry):
                problems.append(Problem(f"{shown}/{entry.name}", 1, told))
    images = _pictures(files, shown, problems)
    for file in files:
        match = _ARTICLE.fullmatch(file.name)
        if match:
            yield Source(slug, match[1] or "", f"{shown}/{file.name}", _bytes_of(file, shown, problems), images)


def _pictures(files: Iterable["os.DirEntry[str]"], shown: str, problems: list[Problem]) -> dict[str, bytes]:
    """Return the pictures among a handout's files; add what is wrong with those that may be none."""
    images: dict[str, bytes] = {}
    for file in files:
        if os.path.splitext(file.name)[1].lower() not in ENDINGS:  # noqa: PTH122 - as in `read_bytes`
            continue
        if file.is_symlink():
            told = "a picture must be a file of its own; put the file here that this link leads to"
            problems.append(Problem(f"{shown}/{file.name}", 1, told))
        elif file.stat().st_size > MAX_IMAGE:
            told = f"a picture may have at most {MAX_IMAGE // 1024 // 1024} MB; make it smaller"
            problems.append(Problem(f"{shown}/{file.name}", 1, told))
        else:
            images[file.name] = _bytes_of(file, shown, problems)
    problems += _look_alikes(images, shown)
    return images


def _look_alikes(names: Collection[str], shown: str) -> Iterator[Problem]:
    """Yield a problem for each two pictures whose names look the same: nobody could tell which an article means."""
    if not all(name.isascii() for name in names):
        from unicodedata import normalize  # noqa: PLC0415 - slow to load

        composed = [normalize("NFC", name) for name in names]
        for name in sorted({name for name in composed if composed.count(name) > 1}):
            told = "two pictures have this name, one with the marks of its letters apart; rename one of them"
            yield Problem(f"{shown}/{name}", 1, told)


def _bytes_of(file: "os.DirEntry[str]", shown: str, problems: list[Problem]) -> bytes:
    """Return the bytes of a handout's file; none, and one problem more, where that is somebody else's to read.

    Of an article that is larger than a picture may be come just as many as its reader refuses.
    """
    try:
        return read_bytes(file.path, MAX_IMAGE)
    except PermissionError as error:
        problems.append(_unread(file, shown, error))
        return b""


@contextmanager
def _reading(entry: "os.DirEntry[str]", shown: str, problems: list[Problem]) -> Iterator[None]:
    """Add a problem where something in a folder is somebody else's to read."""
    try:
        yield
    except PermissionError as error:
        problems.append(_unread(entry, shown, error))


def _unread(entry: "os.DirEntry[str]", shown: str, error: OSError) -> Problem:
    kind = "folder" if _is_folder(entry) else "file"
    told = f"the {kind} cannot be read ({error.strerror}); let whoever runs the build read it"
    return Problem(f"{shown}/{entry.name}", 1, told)


def _twins(articles: Sequence[Source]) -> Iterator[Problem]:
    """Yield a problem for each article of a handout that comes out as another: in its language, or its files."""
    if len(articles) == 1:
        return
    taken: dict[str, str] = {}
    for article in articles:
        line, lang = language_of(article)
        files = (article.file_of(edition) for edition in EDITIONS.values())
        for claim in filter(None, (lang, *files)):
            other = taken.setdefault(claim.lower(), f"{article.file}:{line}")  # in some systems files' names differ so
            if other != f"{article.file}:{line}":
                told = f"this comes out as `{claim}`, and so does {other}; remove one, or give it a language of its own"
                yield Problem(article.file, line, told)
                break


def _overlong(articles: Iterable[Source]) -> Iterator[Problem]:
    """Yield a problem for each article of which a file comes out with a name that the system does not take."""
    for article in articles:
        length = len(article.stem) + max(len(edition.suffix) for edition in EDITIONS.values())
        if length > _LONGEST_NAME:
            told = f"files with names of {length} characters would come out, and the system takes {_LONGEST_NAME}"
            yield Problem(article.file, 1, f"{told}; give the handout's folder a shorter name")


def files_read(source: Path, templates: Path, clinics: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that a build may be made from: articles, templates, clinics' files, and pictures beside them."""
    beside = (file for clinic in clinics for file in clinic.parent.glob("*"))
    yield from (file for file in (*source.glob("*/*"), *beside) if file.suffix.lower() in {".md", *ENDINGS})
    yield from templates.rglob("*")
    yield from clinics
