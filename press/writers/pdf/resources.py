"""What a page may load: pictures and fonts from memory; and what all documents of some templates share, made once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from press import engine
from press.errors import RenderError
from press.writers import tagging
from press.writers.environment import Templates
from press.writers.filters import media_type
from press.writers.pdf.strictly import no_warnings

_SHARED_TEMPLATES = 8
"""How many sets of templates keep their fonts and style sheets in memory; a build has one, tests have more."""


@dataclass(frozen=True, slots=True, eq=False)
class Assets:
    """Answers `asset:fonts/NAME` and `asset:images/NAME` from memory, and refuses everything else.

    What it raises derives from BaseException: WeasyPrint logs any other failure and prints on without the picture.
    """

    files: Mapping[str, bytes]
    images: Mapping[str, bytes]

    def __call__(self, url: str) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        """Return what an address stands for. Raises FatalURLFetchingError."""
        scheme, _, path = url.partition(":")
        name = unquote(path)
        folder, _, image = name.partition("/")
        if scheme.lower() != "asset":
            raise FatalURLFetchingError(f"nothing but asset: addresses is loaded, not {url}")
        if folder == "images" and image in self.images:
            return _Found(url, image, self.images[image])
        if folder == "fonts" and name in self.files:
            return _Found(url, name, self.files[name])
        raise FatalURLFetchingError(f"{url} is not there")


class _Found(URLFetcherResponse):  # type: ignore[misc]  # WeasyPrint has no types
    """A file from memory, without the headers of what comes from the web, which take 2 ms to be made the first time."""

    def __init__(self, url: str, name: str, data: bytes) -> None:
        self.url, self.name, self.data = url, name, data

    @property
    def content_type(self) -> str:
        """The kind of file that its name says it is."""
        return media_type(self.name)

    def read(self) -> bytes:
        """Return all of the file."""
        return self.data

    def close(self) -> None:
        """Do nothing: nothing was opened."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all documents of one set of templates share.

    Fonts and style sheets go together: parsed with another configuration, a style sheet's faces are not in this one,
    and laying out a page with it ends the process.
    """

    fonts: FontConfiguration
    styles: dict[str, weasyprint.CSS]


@lru_cache(maxsize=_SHARED_TEMPLATES)
def _shared(templates: Templates) -> _Shared:  # noqa: ARG001 - the cache's key
    tagging.install()
    return _Shared(engine.without_machine_fonts(), {})


def forget() -> None:
    """Drop the fonts and style sheets that are kept."""
    _shared.cache_clear()


def fonts(templates: Templates) -> FontConfiguration:
    """Return the fonts' configuration, one for all documents (5 ms and 0.3 MB each). Raises DependencyError."""
    return _shared(templates).fonts


def style(templates: Templates, name: str) -> weasyprint.CSS:
    """Return the parsed style sheet `pdf/<name>.css`.

    Raises RenderError where there is none, or WeasyPrint warns of it; FatalURLFetchingError where something that it
    names is not there; DependencyError where a library is missing.
    """
    styles = _shared(templates).styles
    if name not in styles:
        styles[name] = _parsed(templates, name)
    return styles[name]


def _parsed(templates: Templates, name: str) -> weasyprint.CSS:
    """Return a style sheet, parsed, as `style` does."""
    file = f"pdf/{name}.css"
    if file not in templates.files:
        raise RenderError(f"templates/{file} is missing")
    text, fetcher = templates.files[file].decode(), Assets(templates.files, {})

    def parse(fonts: Any) -> weasyprint.CSS:  # noqa: ANN401 - WeasyPrint has no types
        with no_warnings():
            return weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher)

    try:
        with no_warnings():  # also of a face that cannot be loaded
            return engine.style_sheet(text, templates.program, fonts(templates), fetcher, parse)
    except (RenderError, FatalURLFetchingError):
        # The configuration would take a face that it could not load for one that it has.
        forget()
        raise
