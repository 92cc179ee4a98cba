"""The printed sheet: laid out by WeasyPrint, tagged by us, PDF/UA-1 and PDF/A-2a in one file."""

import atexit
import logging
import os
import tempfile
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path
from threading import get_ident
from typing import Any
from urllib.parse import unquote

from press import engine
from press.errors import DependencyError, RenderError
from press.model import EDITIONS, Edition
from press.writers import exchange
from press.writers.environment import Templates
from press.writers.filters import media_type
from press.writers.sheet import Sheet

try:
    engine.load()
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    from press.writers import tagging
except (ImportError, OSError) as error:  # OSError: cffi did not find Pango or one of its kind
    raise DependencyError(f"WeasyPrint cannot start: {error}") from error

PAGED = EDITIONS["a4"]
"""The edition whose pages the ebook tells."""

VARIANT = "pdf/a-2a"
"""What WeasyPrint writes; `_claim` adds PDF/UA-1 to it."""

_FONTCONFIG = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'
"""A configuration without folders, so that nothing but the fonts of the style sheets is ever found."""

BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "pre", "table", "td", "figure", "svg"})
"""The elements whose beginning can be that of a page: every word of a sheet is in one."""

_SHARED_TEMPLATES = 8
"""How many sets of templates keep their fonts and style sheets in memory; a build has one, tests have more."""

_PDFUA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""The claim of PDF/UA-1, and the description of its schema, without which PDF/A does not allow the claim."""

_IDENTIFIER = (
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:identifier>{}</dc:identifier></rdf:Description>\n"
)
"""The content's fingerprint, by which a file is known whatever its name."""


def write(sheet: Sheet, edition: Edition, templates: Templates) -> bytes:
    """Return the edition's file: the same bytes for the same arguments, in any process.

    Raises RenderError, which names the edition, where a template fails, where anything but `asset:` addresses is
    to be loaded, and where WeasyPrint fails or warns of anything (a character that no font has, a picture that it
    cannot read, a style that it does not know).
    """
    work = _work(sheet, edition, templates)
    with _strictly(edition):
        return _render(work)


@dataclass(frozen=True, slots=True)
class PageStarts:
    """Where the pages of a printed sheet begin.

    Attributes:
        blocks: the name of every element of `BLOCKS` in the sheet, in document order.
        starts: for each page, the place in `blocks` of the first that begins on it.

    """

    blocks: tuple[str, ...]
    starts: tuple[int, ...]


def page_starts(sheet: Sheet, templates: Templates) -> PageStarts:
    """Return where the pages of the edition `PAGED` begin that `write` makes of the same arguments.

    Exact to the block, not to the word: where a page goes on with a paragraph, its start is the next block, and where
    it holds nothing else, that paragraph. Raises RenderError as `write` does, but not for warnings: they are the
    printed sheet's business.
    """
    work = _work(sheet, PAGED, templates)
    known = next((starts for done, starts in _STARTS if done.is_same(work)), None) or exchange.answer_to(work.digest)
    if isinstance(known, PageStarts):
        return known
    with _strictly(PAGED, warnings_too=False):
        layout = _laid_out(work)
        _LAYOUT.append(layout)
        return _noted_starts(layout)


def draw(page: str, style: str, edition: Edition, templates: Templates) -> bytes:
    """Return an untagged, unpacked PDF of a page without pictures, styled by `pdf/<style>.css`, with the sheets' fonts.

    Raises RenderError, which names the edition, where WeasyPrint fails or warns of anything.
    """
    with _strictly(edition):
        html = weasyprint.HTML(string=page, url_fetcher=_Assets(templates.files, {}))
        styles, fonts = [_style(templates, style)], _fonts(templates)
        data: bytes = html.write_pdf(stylesheets=styles, font_config=fonts, uncompressed_pdf=True)
    return data


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    """All that a layout is made of."""

    page: str
    images: Mapping[str, bytes]
    edition: str
    templates: Templates

    def is_same(self, other: "_Work") -> bool:
        """Return whether both give the same layout."""
        return self.edition == other.edition and self.has_same_tree(other)

    def has_same_tree(self, other: "_Work") -> bool:
        """Return whether both have the same page: then only their style sheets differ."""
        return self.templates is other.templates and self.page == other.page and self.images == other.images

    def digest(self) -> str:
        """Return what is different for all that give another layout, in any process."""
        whole = sha256(f"{self.edition}\n{self.page}".encode())
        for name, data in (*sorted(self.images.items()), *sorted(self.templates.files.items())):
            whole.update(b"\n%b %d\n%b" % (name.encode(), len(data), data))
        return whole.hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """A page that was laid out, with the warnings that were logged meanwhile."""

    work: _Work
    html: weasyprint.HTML
    document: weasyprint.Document
    warnings: tuple[str, ...]


# What follows is the last article's: a sheet is filled in and laid out once for its A4 edition and the page list of its
# ebook, whichever comes first, and parsed once for its four editions. Each is bounded, and is found by all that it was
# made of.
_WORK: deque[tuple[Sheet, Edition, _Work]] = deque(maxlen=1)
_TREE: deque[tuple[_Work, weasyprint.HTML]] = deque(maxlen=1)
_LAYOUT: deque[_Layout] = deque(maxlen=1)
_STARTS: deque[tuple[_Work, PageStarts]] = deque(maxlen=8)


def forget_article() -> None:
    """Drop what was made of the last article, which its other editions would have used."""
    for kept in (_WORK, _TREE, _LAYOUT, _STARTS):
        kept.clear()


def forget() -> None:
    """Drop all that is kept for the next document: fonts, style sheets, and what was made of the last article."""
    _shared.cache_clear()
    forget_article()


# What Pango made has to go before the libraries do, which Python unloads in any order when it ends.
atexit.register(forget)


def _work(sheet: Sheet, edition: Edition, templates: Templates) -> _Work:
    for of_sheet, of_edition, work in _WORK:
        if of_sheet is sheet and of_edition is edition and work.templates is templates:
            return work
    page = templates.render("pdf/sheet.html.j2", "markup", sheet=sheet, edition=edition)
    _WORK.append((sheet, edition, _Work(page, sheet.images, edition.name, templates)))
    return _WORK[0][-1]


def _tree(work: _Work) -> weasyprint.HTML:
    """Return a page's tree, which no layout changes."""
    if not (_TREE and _TREE[0][0].has_same_tree(work)):
        _TREE.append((work, _parsed_page(work)))
    return _TREE[0][1]


def _with_forms(work: _Work, forms: Iterable[tuple[int, str]]) -> weasyprint.HTML:
    """Return a page's tree in which some elements, by their places, have more classes."""
    html = _parsed_page(work)
    elements = [*html.etree_element.iter()]
    for place, form in sorted(forms):
        elements[place].set("class", f"{elements[place].get('class', '')} {form}")
    return html


def _parsed_page(work: _Work) -> weasyprint.HTML:
    return weasyprint.HTML(string=work.page, url_fetcher=_Assets(work.templates.files, work.images))


def _laid_out(work: _Work) -> _Layout:
    """Return a page's layout: the last one where it is the same, with its warnings logged again."""
    last = _LAYOUT.pop() if _LAYOUT else None
    if last and last.work.is_same(work):
        for message in last.warnings:
            logging.getLogger("weasyprint").warning("%s", message)
        return last
    del last  # one at a time: it may be the largest thing in memory
    styles = [_style(work.templates, name) for name in ("sheet", work.edition)]
    html = _tree(work)
    fonts = _fonts(work.templates)
    with _listening() as messages:
        document = html.render(font_config=fonts, stylesheets=styles, pdf_variant=VARIANT)
        forms: set[tuple[int, str]] = set()
        while not forms.issuperset(misfits := tagging.misfits(document, [*html.etree_element.iter()])):
            forms |= misfits
            html = _with_forms(work, forms)
            document = html.render(font_config=fonts, stylesheets=styles, pdf_variant=VARIANT)
    return _Layout(work, html, document, tuple(messages))


def _noted_starts(layout: _Layout) -> PageStarts:
    """Return where the pages of a layout begin, which is remembered."""
    named = [(element, str(element.tag).rpartition("}")[2]) for element in layout.html.etree_element.iter()]
    blocks = [(element, name) for element, name in named if name in BLOCKS]
    places = tagging.first_blocks(layout.document, [element for element, _ in blocks])
    starts = PageStarts(tuple(name for _, name in blocks), places)
    _STARTS.append((layout.work, starts))
    return starts


def _render(work: _Work) -> bytes:
    """Return a page's PDF."""
    if work.edition == PAGED.name:
        with exchange.answering(work.digest) as tell:
            layout = _laid_out(work)
            tell(_noted_starts(layout))
    else:
        layout = _laid_out(work)
    with warnings.catch_warnings():
        # WeasyPrint leaves it to Python to close the file of its colour profile.
        warnings.simplefilter("ignore", ResourceWarning)
        data: bytes = layout.document.write_pdf(finisher=_claim, pdf_variant=VARIANT)
    return data


@contextmanager
def _strictly(edition: Edition, *, warnings_too: bool = True) -> Iterator[None]:
    """Make a RenderError that names the edition of whatever goes wrong, and of every warning."""
    try:
        with _no_warnings() if warnings_too else nullcontext():
            yield
    except RenderError as error:
        raise RenderError(f"{edition.name}: {error}") from error
    except (Exception, FatalURLFetchingError) as error:  # a foreign library may raise anything
        raise RenderError(f"{edition.name}: {type(error).__name__}: {error}") from error


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Raise RenderError after all where WeasyPrint only logged a warning."""
    with _listening() as messages:
        try:
            yield
        except RenderError as error:
            more = [message for message in messages if message not in str(error)]
            raise RenderError("; ".join([*more, str(error)])) from error
    if messages:
        raise RenderError("; ".join(messages))


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs: the list fills as it does."""
    log = _Warnings()
    logger = logging.getLogger("weasyprint")
    level = logger.level
    logger.addHandler(log)
    logger.setLevel(logging.WARNING)
    try:
        yield log.messages
    finally:
        logger.removeHandler(log)
        logger.setLevel(level)


class _Warnings(logging.Handler):
    """Keeps the messages that this thread logs, each once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = get_ident()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.thread == self.thread and message not in self.messages:
            self.messages.append(message)


@dataclass(frozen=True, slots=True, eq=False)
class _Assets:
    """Answers `asset:fonts/NAME` and `asset:images/NAME` from memory, and refuses everything else.

    What it raises derives from BaseException: WeasyPrint logs any other failure and prints on without the picture.
    """

    files: Mapping[str, bytes]
    images: Mapping[str, bytes]

    def __call__(self, url: str) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        """Return what an address stands for. Raises FatalURLFetchingError."""
        scheme, _, name = url.partition(":")
        folder, _, image = unquote(name).partition("/")
        if scheme.lower() != "asset":
            raise FatalURLFetchingError(f"nothing but asset: addresses is loaded, not {url}")
        if folder == "images" and image in self.images:
            return URLFetcherResponse(url, self.images[image], {"Content-Type": media_type(image)})
        if folder == "fonts" and unquote(name) in self.files:
            return URLFetcherResponse(url, self.files[unquote(name)])
        raise FatalURLFetchingError(f"{url} is not there")


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
    return _Shared(_without_machine_fonts(), {})


def _fonts(templates: Templates) -> FontConfiguration:
    """Return the fonts' configuration, one for all documents (5 ms and 0.3 MB each)."""
    return _shared(templates).fonts


def _without_machine_fonts() -> FontConfiguration:
    """Return a configuration that knows no font of the machine."""
    tagging.install()
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "fonts.conf")
        file.write_text(_FONTCONFIG, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _style(templates: Templates, name: str) -> weasyprint.CSS:
    """Return the parsed style sheet `pdf/<name>.css`. Raises RenderError where there is none."""
    styles = _shared(templates).styles
    if name not in styles:
        styles[name] = _parsed(templates, name)
    return styles[name]


def _parsed(templates: Templates, name: str) -> weasyprint.CSS:
    file = f"pdf/{name}.css"
    if file not in templates.files:
        raise RenderError(f"templates/{file} is missing")
    text, fetcher = templates.files[file].decode(), _Assets(templates.files, {})

    def parse(fonts: Any) -> weasyprint.CSS:  # noqa: ANN401 - WeasyPrint has no types
        with _no_warnings():
            return weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher)

    try:
        with _no_warnings():  # also of a face that cannot be loaded
            return engine.style_sheet(text, templates.program, _fonts(templates), fetcher, parse)
    except (RenderError, FatalURLFetchingError):
        # The configuration would take a face that it could not load for one that it has.
        _shared.cache_clear()
        raise


def _claim(document: weasyprint.Document, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Put the claim of PDF/UA-1, and the page's identifier, into the metadata of a file that WeasyPrint made PDF/A."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    end = b"</rdf:RDF>"
    (packet,) = metadata.stream
    if packet.count(end) != 1:
        raise RenderError("the metadata has no place for the claim of PDF/UA-1")
    content = document.metadata.custom.get("dcterms.identifier", "")
    identifier = _IDENTIFIER.format(escape(content, quote=False)).encode()
    metadata.stream = [packet.replace(end, _PDFUA + identifier + end)]
