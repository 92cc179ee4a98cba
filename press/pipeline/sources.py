"""The one place where files are read: sources, clinic and templates, as values."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from io import FileIO
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from press.errors import Problem, SourceError, UsageError
from press.model import EDITIONS, Edition
from press.model.pictures import ENDINGS
from press.pipeline.front import value_of

if TYPE_CHECKING:
    from press.reader.characters import Repertoire

MAX_IMAGE = 8 * 1024 * 1024
"""Bytes of one picture: a PDF with it still goes through portals that take 10 MB."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ARTICLE = re.compile(r"article(?:\.([A-Za-z0-9-]+))?\.md")
_LIKE_AN_ARTICLE = re.compile(r"article([._].*)?\.(md|markdown)", re.IGNORECASE)
_MARKDOWN = (".md", ".markdown")
_WRITTEN_AS_ONE = re.compile(rb"(\xef\xbb\xbf)?---[ \t\r]*\n(.*\n)*?summary:")
"""How an article begins, whatever its file is called; hardly somebody's notes."""


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


@dataclass(frozen=True, eq=False)
class House:
    """What every handout of a clinic is made with.

    `templates` are the files under `templates/`, by their path in it; `clinic` is the text of the clinic's file (empty:
    none), `clinic_file` its path as the editor knows it, `logo` the bytes of its picture; `folder` is where in the
    output its handouts go, empty for the output folder itself; `today` is the day of the build.
    """

    templates: Mapping[str, bytes]
    clinic: str = ""
    clinic_file: str = ""
    logo: bytes = b""
    folder: str = ""
    today: date = date.min

    def path(self, file: str) -> str:
        """Return the path in the output folder of a file of this clinic."""
        return f"{self.folder}/{file}" if self.folder else file

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that there are both labels and crisis lines for."""
        labels, crisis = (
            {
                name.removeprefix(f"{folder}/").removesuffix(".toml")
                for name in self.templates
                if name.startswith(f"{folder}/")
            }
            for folder in ("labels", "crisis")
        )
        return frozenset(labels & crisis)

    @cached_property
    def repertoire(self) -> "Repertoire":
        """The characters that the bundled fonts have."""
        from press.reader.characters import Repertoire  # noqa: PLC0415 - not loaded where nothing has changed

        return Repertoire.parse(self.templates["fonts/coverage.txt"].decode())

    def labels(self, lang: str) -> Mapping[str, str]:
        """Return the words that the templates add, in an article's language. Raises SourceError."""
        name = f"labels/{_primary(lang)}.toml"
        return _labels(self.templates[name], f"templates/{name}")

    def crisis(self, lang: str) -> tuple[str, str]:
        """Return the text of the crisis lines in an article's language, and its file's name. Raises SourceError."""
        name = f"crisis/{_primary(lang)}.toml"
        return _decoded(self.templates[name], f"templates/{name}"), f"templates/{name}"


@lru_cache(maxsize=16)
def _labels(data: bytes, file: str) -> Mapping[str, str]:
    from press.reader.labels import read_labels  # noqa: PLC0415 - as above

    return read_labels(_decoded(data, file), file)


def read_bytes(path: str) -> bytes:
    """Return a file's bytes. Where nothing has changed, thousands are read: a `Path` for each would take as long again.

    Raises OSError; also for a pipe, instead of waiting for somebody who writes into it.
    """
    with FileIO(path, opener=_open_at_once) as file:
        return file.readall() or b""


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def _files_below(folder: str, place: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the path in a folder, with forward slashes, and the bytes of each file, at any depth."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(entry.path, f"{place}{entry.name}/")
        elif entry.is_file():
            yield place + entry.name, read_bytes(entry.path)


def _primary(lang: str) -> str:
    return lang.partition("-")[0].lower()


def files_read(source: Path, templates: Path, clinics: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that a build may be made from: articles, templates, clinics' files, and pictures beside them."""
    beside = (file for clinic in clinics for file in clinic.parent.glob("*"))
    yield from (file for file in (*source.glob("*/*"), *beside) if file.suffix.lower() in {".md", *ENDINGS})
    yield from templates.rglob("*")
    yield from clinics


def read_houses(templates: Path, clinics: Sequence[Path], today: date) -> list[House]:
    """Read the templates and the clinics' files: a house for each, or one without a clinic where there is none.

    Several clinics get a folder each, called after their files. Raises SourceError where a clinic's file cannot be
    read, UsageError where it is not there or where two would go into the same folder.
    """
    files = _read_templates(templates)
    if len(clinics) <= 1:
        return [_house(files, clinics[0] if clinics else None, today)]
    names = [clinic.stem for clinic in clinics]
    for name in names:
        if not _SLUG.fullmatch(name):
            raise UsageError(
                f"{name}.toml: with several clinics each gets a folder called after its file; "
                "name the file with lower-case letters a to z, digits and single hyphens"
            )
        if names.count(name) > 1:
            raise UsageError(f"two clinics' files are called {name}.toml; rename one: their folders go by that name")
    return [_house(files, clinic, today, clinic.stem) for clinic in clinics]


def read_house(templates: Path, clinic: Path | None, today: date = date.min) -> House:
    """Read the folder of templates, and the clinic's file with its logo if there is one.

    Raises SourceError where the clinic's file cannot be read, UsageError where it is not there.
    """
    return _house(_read_templates(templates), clinic, today)


def _read_templates(folder: Path) -> dict[str, bytes]:
    found = sorted(_files_below(str(folder)))
    return {name: data for name, data in found if not name.rpartition("/")[2].startswith(".")}


def _house(files: Mapping[str, bytes], clinic: Path | None, today: date, folder: str = "") -> House:
    if clinic is None:
        return House(files, today=today)
    text = _text(clinic)
    return House(files, text, shown_as(clinic), _logo(clinic, text), folder, today)


def _logo(clinic: Path, text: str) -> bytes:
    """Return the bytes of the picture that a clinic's file names; none where there is none, which its reader tells."""
    import tomllib  # noqa: PLC0415 - not loaded where there is no clinic

    try:
        name = tomllib.loads(text).get("logo")
    except (ValueError, RecursionError):
        return b""
    if not isinstance(name, str) or PurePath(name).name != name:
        return b""
    path = clinic.parent / name
    try:
        fits = path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_IMAGE
    except OSError:  # no file can have a name as long as this
        return b""
    return path.read_bytes() if fits else b""


def _text(clinic: Path) -> str:
    """Return the text of a clinic's file. Raises UsageError where it is not there, SourceError where it is no text."""
    place = shown_as(clinic)
    try:
        return _decoded(clinic.read_bytes(), place) or "\n"  # else an empty file would be none, not one without a name
    except FileNotFoundError as error:
        raise UsageError(f"{place}: there is no such file; name another with --clinic") from error
    except OSError as error:
        told = f"the file cannot be read ({error.strerror}); mend that, or name another with --clinic"
        raise SourceError([Problem(place, 1, told)]) from error


def _decoded(data: bytes, file: str) -> str:
    """Return the text of a file's bytes, whatever ended its lines. Raises SourceError where it is none."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError([Problem(file, line, "the file is not UTF-8; save it with the encoding UTF-8")]) from error


def read_sources(folder: Path, slugs: Sequence[str], reserved: Collection[str]) -> list[Source]:
    """Read the handouts of a folder, all or those named, in the order of their names, with their pictures.

    `reserved` are names that a handout cannot have. Raises UsageError where the folder or a handout that was
    named is not there, SourceError with every folder that is no handout.
    """
    if not folder.is_dir():
        raise UsageError(f"{shown_as(folder)}: there is no such folder; make it, or name another with --source")
    entries = _looked_at(os.scandir(folder))
    found = {entry.name: entry.path for entry in entries if entry.is_dir()}
    for slug in slugs:
        if slug not in found:
            from press.reader.problems import nearest  # noqa: PLC0415 - not loaded where there is one

            named = PurePath(slug.lower()).parts  # a path, as a shell completes it
            meant = next((part for part in reversed(named) if part in found), slug)
            raise UsageError(f"there is no handout `{slug}` in {shown_as(folder)}; {nearest(meant, found)}")
    place = shown_as(folder)
    problems: list[Problem] = []
    if not slugs:
        problems += _dead_links(entries, place)
        _add_loose(entries, place, problems)
    if not found:
        problems.append(Problem(place, 1, "there is no handout; make a folder in it with an article.md"))
    sources: list[Source] = []
    for slug in sorted(set(slugs) or found):
        shown = PurePath(place, slug).as_posix()
        problems += _name_problems(slug, shown, reserved)
        articles = list(_articles(slug, found[slug], shown, problems))
        problems += _twins(articles)
        sources += articles
        if not articles:
            problems.append(Problem(shown, 1, "the handout has no article.md; write it, or remove the folder"))
    if problems:
        raise SourceError(problems)
    return sources


def shard_of(sources: Sequence[Source], number: int, total: int) -> list[Source]:
    """Return the `number`-th (from 1) of `total` parts of the handouts; together they are all, and none is in two."""
    slugs = sorted({source.slug for source in sources})
    mine = set(slugs[number - 1 :: total])
    return [source for source in sources if source.slug in mine]


def _looked_at(entries: Iterable["os.DirEntry[str]"]) -> list["os.DirEntry[str]"]:
    """Return what is in a folder but for what is hidden there or set aside: an editor's own files, `_drafts`."""
    return [entry for entry in entries if entry.name[0] not in "._"]


def _dead_links(entries: Iterable["os.DirEntry[str]"], shown: str) -> Iterator[Problem]:
    """Yield a problem for each link in a folder, which the editor knows as `shown`, that leads nowhere."""
    for entry in entries:
        if entry.is_symlink() and not os.path.exists(entry.path):  # noqa: PTH110 - as in `read_bytes`
            yield Problem(f"{shown}/{entry.name}", 1, "the link leads nowhere; mend it, or remove it")


def _add_loose(entries: Iterable["os.DirEntry[str]"], shown: str, problems: list[Problem]) -> None:
    """Add a problem for each article that lies in the folder of the sources itself."""
    told = "an article is a file called article.md in a folder that has the handout's name; move it into one"
    for entry in entries:
        with _reading(entry, shown, problems):
            if entry.is_file() and _is_written_as_one(entry):
                problems.append(Problem(f"{shown}/{entry.name}", 1, told))


def _is_written_as_one(entry: "os.DirEntry[str]") -> bool:
    """Return whether a file begins as an article does."""
    return entry.name.lower().endswith(_MARKDOWN) and bool(_WRITTEN_AS_ONE.match(read_bytes(entry.path)))


def _is_astray(entry: "os.DirEntry[str]") -> bool:
    """Return whether something in a handout's folder is an article, or has one in it, and is not read."""
    if entry.is_dir():
        names = (path.name for path in Path(entry.path).iterdir())
        return bool(_LIKE_AN_ARTICLE.fullmatch(entry.name)) or any(map(_ARTICLE.fullmatch, names))
    if _ARTICLE.fullmatch(entry.name) or not entry.is_file():
        return False
    return bool(_LIKE_AN_ARTICLE.fullmatch(entry.name)) or _is_written_as_one(entry)


def _name_problems(slug: str, file: str, reserved: Collection[str]) -> Iterator[Problem]:
    if slug in reserved:
        yield Problem(file, 1, f"`{slug}` is a command of build.py; give the handout's folder another name")
    elif not _SLUG.fullmatch(slug):
        yield Problem(file, 1, "a handout's folder has lower-case letters a to z, digits and single hyphens; rename it")


def _articles(slug: str, folder: str, shown: str, problems: list[Problem]) -> Iterator[Source]:
    """Yield the articles of a handout's folder, which the editor knows as `shown`; add what is wrong in it."""
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    files = [entry for entry in entries if entry.is_file()]
    looked_at = _looked_at(entries)
    problems += _dead_links(looked_at, shown)
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
    return images


def _bytes_of(file: "os.DirEntry[str]", shown: str, problems: list[Problem]) -> bytes:
    """Return the bytes of a handout's file; none, and one problem more, where that is somebody else's to read."""
    try:
        return read_bytes(file.path)
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
    kind = "folder" if entry.is_dir() else "file"
    told = f"the {kind} cannot be read ({error.strerror}); let whoever runs the build read it"
    return Problem(f"{shown}/{entry.name}", 1, told)


def _twins(articles: Sequence[Source]) -> Iterator[Problem]:
    """Yield a problem for each article of a handout that comes out as another: in its language, or its files."""
    if len(articles) == 1:
        return
    taken: dict[str, str] = {}
    for article in articles:
        line, value = value_of(article.data, "lang", "[A-Za-z0-9-]+")
        lang = article.lang or (value if isinstance(value, str) else "")  # a name's is what its front matter has to say
        files = (article.file_of(edition) for edition in EDITIONS.values())
        for claim in filter(None, (lang, *files)):
            other = taken.setdefault(claim.lower(), f"{article.file}:{line}")  # in some systems files' names differ so
            if other != f"{article.file}:{line}":
                told = f"this comes out as `{claim}`, and so does {other}; remove one, or give it a language of its own"
                yield Problem(article.file, line, told)
                break


def led_to(path: Path) -> Path:
    """Return where a path leads through links, as far as they do: `Path.resolve` fails where they lead in a circle."""
    return Path(os.path.realpath(path))


def shown_as(path: Path) -> str:
    """Return a path as the editor would write it: from the current folder if it is below it."""
    try:
        return led_to(path).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
