"""The one place where files are read: sources, clinic and templates, as values."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from press import __version__
from press.errors import Problem, SourceError, UsageError
from press.reader import Repertoire, nearest

IMAGES = frozenset({".png", ".jpg", ".jpeg", ".svg"})
MAX_IMAGE = 8 * 1024 * 1024
"""Bytes of one picture: a PDF with it still goes through portals that take 10 MB."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ARTICLE = re.compile(r"article(?:\.([A-Za-z0-9-]+))?\.md")


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


@dataclass(frozen=True)
class House:
    """The files under `templates/`, by their path in it, and the clinic's file (empty: none)."""

    templates: Mapping[str, bytes]
    clinic: str = ""
    clinic_file: str = ""

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
    def repertoire(self) -> Repertoire:
        """The characters that the bundled fonts have."""
        return Repertoire.parse(self.templates["fonts/coverage.txt"].decode())

    @cached_property
    def digest(self) -> str:
        """A hash of everything that every edition depends on besides its own source."""
        return _digest(
            __version__,
            self.clinic,
            *(f"{n}\0{sha256(d).hexdigest()}" for n, d in sorted(self.templates.items())),
        )

    def labels(self, lang: str) -> dict[str, str]:
        """Return the words that the templates add, in an article's language."""
        return tomllib.loads(self.templates[f"labels/{_primary(lang)}.toml"].decode())

    def crisis(self, lang: str) -> tuple[str, str]:
        """Return the text of the crisis lines in an article's language, and the file that it is from."""
        name = f"crisis/{_primary(lang)}.toml"
        return self.templates[name].decode(), f"templates/{name}"

    def input_digest(self, source: Source) -> str:
        """Return a hash of all that the editions of a source are made from."""
        images = (f"{name}\0{sha256(data).hexdigest()}" for name, data in sorted(source.images.items()))
        return _digest(self.digest, source.stem, sha256(source.data).hexdigest(), *images)


def _primary(lang: str) -> str:
    return lang.partition("-")[0].lower()


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def read_house(templates: Path, clinic: Path | None) -> House:
    """Read the folder of templates, and the clinic's file if there is one.

    Raises SourceError where the clinic's file cannot be read.
    """
    files = {
        path.relative_to(templates).as_posix(): path.read_bytes()
        for path in sorted(templates.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    return House(files, _text(clinic) if clinic else "", _shown(clinic) if clinic else "")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError([Problem(_shown(path), 1, f"the file cannot be read: {error}")]) from error


def read_sources(folder: Path, slugs: Sequence[str], reserved: Collection[str]) -> list[Source]:
    """Read the handouts of a folder, all or those named, in the order of their names, with their pictures.

    `reserved` are names that a handout cannot have. Raises UsageError where the folder or a handout that was
    named is not there, SourceError with every folder that is no handout.
    """
    found = {
        path.name: path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.is_dir() and path.name[0] not in "._"
    }
    if not folder.is_dir():
        raise UsageError(f"{_shown(folder)}: there is no such folder; make it, or name another with --source")
    for slug in slugs:
        if slug not in found:
            raise UsageError(f"there is no handout `{slug}` in {_shown(folder)}; {nearest(slug, found)}")
    problems: list[Problem] = []
    if not found:
        problems.append(Problem(_shown(folder), 1, "there is no handout; make a folder in it with an article.md"))
    sources: list[Source] = []
    for slug in sorted(set(slugs) or found):
        problems += _name_problems(slug, found, reserved)
        articles = list(_articles(slug, found[slug], problems))
        sources += articles
        if not articles:
            problems.append(
                Problem(_shown(found[slug]), 1, "the handout has no article.md; write it, or remove the folder")
            )
    if problems:
        raise SourceError(problems)
    return sources


def _name_problems(slug: str, found: Mapping[str, Path], reserved: Collection[str]) -> Iterator[Problem]:
    file = _shown(found[slug])
    if slug in reserved:
        yield Problem(file, 1, f"`{slug}` is a command of build.py; give the handout's folder another name")
    elif not _SLUG.fullmatch(slug):
        yield Problem(file, 1, "a handout's folder has lower-case letters a to z, digits and single hyphens; rename it")


def _articles(slug: str, folder: Path, problems: list[Problem]) -> Iterator[Source]:
    files = sorted(path for path in folder.iterdir() if path.is_file())
    images: dict[str, bytes] = {}
    for path in files:
        if path.suffix.lower() not in IMAGES:
            continue
        if path.is_symlink() or path.stat().st_size > MAX_IMAGE:
            limit = MAX_IMAGE // 1024 // 1024
            problems.append(
                Problem(
                    _shown(path),
                    1,
                    f"a picture must be a file of its own of at most {limit} MB; make it smaller",
                )
            )
        else:
            images[path.name] = path.read_bytes()
    for path in files:
        match = _ARTICLE.fullmatch(path.name)
        if match:
            yield Source(slug, match[1] or "", _shown(path), path.read_bytes(), images)


def _shown(path: Path) -> str:
    """Return a path as the editor would write it: from the current folder if it is below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
