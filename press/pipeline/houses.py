"""What every handout of a clinic is made with, read as values: the templates, and the clinic's own file."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from press.errors import Problem, SourceError, UsageError
from press.languages import closed, is_tag, lookup
from press.pipeline.files import MAX_IMAGE, SLUG, decoded, is_file, read_bytes, shown_as

if TYPE_CHECKING:
    from press.reader.characters import Repertoire


MAX_CLINIC = 64 * 1024
"""Bytes of a practice's file: hundreds of crisis lines, more than any sheet has room for."""

_OF_LANGUAGES = frozenset({"labels", "crisis"})
"""The folders of templates that have a file for each language."""

_LEFT = re.compile(r"(?i)\..*|.*~|#.*#|.*\.(?:bak|orig)|desktop\.ini|thumbs\.db|icon\r")
"""What editors, git and systems leave in a folder, with folders of their own such as `.git`: no template."""

_COVERAGE = "fonts/coverage.txt"

_NEEDED = frozenset({_COVERAGE, "labels/en.toml", "crisis/en.toml"})
"""What every build reads: the catalogue is in English, whatever the handouts are in."""


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
        return self.tags("labels") & self.tags("crisis")

    @cached_property
    def repertoire(self) -> "Repertoire":
        """The characters that the bundled fonts have."""
        from press.reader.characters import Repertoire  # noqa: PLC0415 - not loaded where nothing has changed

        return Repertoire.parse(decoded(self.templates[_COVERAGE], f"templates/{_COVERAGE}"))

    def tags(self, folder: str) -> frozenset[str]:
        """Return the languages, and those of a country or script, that a folder of the templates has a file for."""
        names = (name.partition("/") for name in self.templates)
        return frozenset(file.removesuffix(".toml") for place, _, file in names if place == folder and file[0] != "_")

    def labels(self, lang: str) -> Mapping[str, str]:
        """Return the words that the templates add, in an article's language. Raises SourceError."""
        name = f"labels/{lookup(lang, self.tags('labels'))}.toml"
        return closed(_labels(self.templates[name], f"templates/{name}"), lang)

    def crisis(self, lang: str) -> tuple[str, str]:
        """Return the text of the crisis lines in an article's language, and its file's name. Raises SourceError."""
        name = f"crisis/{lookup(lang, self.tags('crisis'))}.toml"
        return decoded(self.templates[name], f"templates/{name}"), f"templates/{name}"


@lru_cache(maxsize=16)
def _labels(data: bytes, file: str) -> Mapping[str, str]:
    from press.reader.labels import read_labels  # noqa: PLC0415 - as above

    return read_labels(decoded(data, file), file)


def read_houses(templates: Path, clinics: Sequence[Path], today: date) -> list[House]:
    """Read the templates and the clinics' files: a house for each, or one without a clinic where there is none.

    Several clinics get a folder each, called after their files. Raises SourceError where a clinic's file cannot be
    read, UsageError where it is not there or where two would go into the same folder.
    """
    if len(clinics) <= 1:
        return [read_house(templates, clinics[0] if clinics else None, today)]
    files = _read_templates(templates)
    names = [clinic.stem for clinic in clinics]
    for name in names:
        if not SLUG.fullmatch(name):
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
    """Return the templates. Raises SourceError with each that would be passed over, or is missed when all is made."""
    found = sorted(_below(str(folder)))
    faults = [(name, fault) for name, entry in found for fault in _faults(name, entry)]
    taken: dict[str, str] = {}
    for name, _ in found:
        other = taken.setdefault(name.lower(), name)
        if other != name:  # one of them would be passed over, and in some systems they are one file
            faults.append((name, f"this is called as {other} is but for capitals; remove one of the two"))
    problems = [Problem(f"templates/{name}", 1, fault) for name, fault in faults]
    missing = _NEEDED - {name for name, _ in found}
    problems += [Problem(f"templates/{name}", 1, "no build does without this file; put it back") for name in missing]
    if problems:
        raise SourceError(problems)
    return {name: read_bytes(entry.path) for name, entry in found}


def _faults(name: str, entry: "os.DirEntry[str]") -> Iterator[str]:
    """Yield why a file in the templates, the path in which is its name, is none that is read."""
    folder, _, file = name.rpartition("/")
    if not is_file(entry):
        yield "this is no file, or a link that leads to none; put the file itself here, or remove it"
    elif entry.stat().st_size > MAX_IMAGE:
        yield f"a template may have at most {MAX_IMAGE // 1024 // 1024} MB; make it smaller"
    if file[0] != "_" and (folder in _OF_LANGUAGES or file.lower().endswith(".toml")):
        lang, _, ending = file.partition(".")
        if folder not in _OF_LANGUAGES or ending != "toml" or not is_tag(lang):
            yield (
                "labels and crisis lines are read from labels/ and crisis/, from files called after the language, as"
                " pt.toml or pt-BR.toml; rename this one, or put `_` before its name to set it aside"
            )


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
        is_one = path.is_file() and not path.is_symlink()
    except OSError:  # no file can have a name as long as this
        return b""
    return _beginning(path, MAX_IMAGE) if is_one else b""


def _beginning(path: Path, most: int) -> bytes:
    """Return a file's bytes; of one that is larger than may be, `most` of them: what it is refused for."""
    with path.open("rb") as file:
        return file.read(most)


def _text(clinic: Path) -> str:
    """Return the text of a clinic's file. Raises UsageError where it is not there, SourceError where it is no text."""
    place = shown_as(clinic)
    try:
        data = _beginning(clinic, MAX_CLINIC + 1)
    except FileNotFoundError as error:
        raise UsageError(f"{place}: there is no such file; name another with --clinic") from error
    except OSError as error:
        told = f"the file cannot be read ({error.strerror}); mend that, or name another with --clinic"
        raise SourceError([Problem(place, 1, told)]) from error
    if len(data) > MAX_CLINIC:
        told = f"the file is larger than {MAX_CLINIC // 1024} KiB; keep what every handout has to say"
        raise SourceError([Problem(place, 1, told)])
    return decoded(data, place) or "\n"  # else an empty file would be none, not one without a name


def _below(folder: str, place: str = "") -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Yield the path in a folder, with forward slashes, of all that was put in it but folders, at any depth."""
    for entry in os.scandir(folder):
        if _LEFT.fullmatch(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, f"{place}{entry.name}/")
        else:
            yield place + entry.name, entry
