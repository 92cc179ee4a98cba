"""What an edition is made from, as digests: whatever may change a byte of it changes its digest.

Our own files count by their content, what is installed by name and version, libraries of the system by name and size.

Nothing that writes or reads editions is imported here, so that finding nothing to do costs next to nothing.
"""

import os
import platform
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, lru_cache
from hashlib import sha256

from press.bytecode import PRESS, own_sources
from press.model import Edition, Format
from press.pipeline.houses import House
from press.pipeline.sources import Source

FOLDERS: Mapping[Format, frozenset[str]] = {
    Format.HTML: frozenset({"html"}),
    Format.EPUB: frozenset({"epub", "pdf"}),
    Format.TEXT: frozenset({"text"}),
    Format.PDF: frozenset({"pdf"}),
}
"""The folders of templates that a format has to itself; every format is made from those that none has.

The ebook says where the pages of the A4 sheet begin, so it is made from that sheet's templates as well.
"""

_OF_FORMATS = frozenset().union(*FOLDERS.values())

_CATALOGUE = "catalogue"
"""The folder that no edition is made from."""

_LIBRARIES = ("libfontconfig", "libfreetype", "libfribidi", "libglib", "libgobject", "libharfbuzz", "libpango", "libz.")
"""System libraries that the look of a PDF depends on, and the one that packs it."""

_PLACES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt/homebrew/lib")


def digest_of_parts(*parts: str | bytes) -> str:
    """Return the SHA-256 of the parts, each kept apart from the next, in hexadecimal digits."""
    whole = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part  # a file's name may be any
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()


@cache
def program() -> str:
    """Return a digest of the press's own code, of the Python that runs it and of what is installed with it."""
    sources = sorted(own_sources().items())
    code = (f"{source.removeprefix(PRESS)}\0{digest_of_parts(data)}" for source, data in sources)
    return digest_of_parts(platform.python_version(), platform.system(), platform.machine(), *_installed(), *code)


def _installed() -> list[str]:
    """Return the names and versions of everything installed: a folder or a file of each is called after both."""
    found = {entry.name for folder in sys.path if folder for entry in _entries(folder)}
    return sorted(name for name in found if name.endswith((".dist-info", ".egg-info")) and "-" in name[:-10])


def _entries(folder: str) -> list["os.DirEntry[str]"]:
    """Return what is in a folder; nothing where it cannot be read, as Python and the system's loader pass over it."""
    try:
        return list(os.scandir(folder))
    except OSError:
        return []


@cache
def libraries() -> str:
    """Return a digest of the system's libraries for text: the names with their versions, and their sizes."""
    return digest_of_parts(*sorted(set(_libraries())))


def _libraries() -> Iterator[str]:
    """Yield the names and sizes of the files that the libraries' names lead to."""
    added = (os.environ.get(name, "") for name in ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"))
    named = (folder for folder in (*_PLACES, *":".join(added).split(":")) if folder)
    folders = {os.path.realpath(folder) for folder in named}  # often two names of one
    entries = [entry for folder in folders for entry in _entries(folder)]
    for triplet in [entry for entry in entries if "-linux-" in entry.name and entry.is_dir()]:
        entries += _entries(triplet.path)
    for entry in entries:
        if entry.name.startswith(_LIBRARIES) and entry.is_file():
            yield f"{_led_to(entry.path)} {entry.stat().st_size}"


def _led_to(path: str) -> str:
    """Return the name of the file that a path leads to; `Path.resolve` asks for every folder on the way as well."""
    while os.path.islink(path):  # noqa: PTH114 - dozens, at each start
        path = os.path.join(os.path.dirname(path), os.readlink(path))  # noqa: PTH115, PTH118, PTH120 - as above
    return os.path.basename(path)  # noqa: PTH119 - as above


@lru_cache(maxsize=64)
def inputs_of(house: House) -> "Inputs":
    """Return the digests of a house, which take reading all of its templates."""
    return Inputs(house)


def versions() -> str:
    """Return a digest of everything that is the same for all editions: where it is the same, so are the bytes."""
    return digest_of_parts(program(), libraries())


class Inputs:
    """The digests of the editions of one clinic's handouts."""

    def __init__(self, house: House) -> None:
        """Take the templates and the clinic."""
        self._clinic = digest_of_parts(house.clinic, house.logo)
        self._templates = {name: digest_of_parts(name, data) for name, data in sorted(house.templates.items())}
        self._formats = {kind: self._of_format(kind) for kind in Format}

    def _of_format(self, kind: Format) -> str:
        others = (_OF_FORMATS - FOLDERS[kind]) | {_CATALOGUE}
        system = libraries() if kind in {Format.PDF, Format.EPUB} else ""
        return digest_of_parts(program(), system, self._clinic, *self._outside(others))

    def _outside(self, folders: Collection[str]) -> Iterator[str]:
        """Return the digests of the templates that are in none of these folders."""
        return (value for name, value in self._templates.items() if name.partition("/")[0] not in folders)

    def of(self, source: Source) -> Callable[[Edition], str]:
        """Return what gives the digest of everything that an edition of a source is made from, but for the day."""
        # Pictures count in plain text, too: a damaged one is an error of the article.
        pictures = (part for name, data in sorted(source.images.items()) for part in (name, data))
        article = digest_of_parts(source.stem, source.data, *pictures)

        def of_edition(edition: Edition) -> str:
            return digest_of_parts(self._formats[edition.format], edition.name, article)

        return of_edition

    def catalogue(self) -> str:
        """Return the digest of everything that the catalogue is made from besides what it lists."""
        return digest_of_parts(program(), self._clinic, *self._outside(_OF_FORMATS))
