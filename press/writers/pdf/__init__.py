"""The printed sheet: laid out by WeasyPrint, tagged by us, PDF/UA-1 and PDF/A-2a in one file."""

import atexit
import logging
import os
import warnings
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO

from press import engine
from press.errors import DependencyError
from press.model import EDITIONS, Edition
from press.writers import exchange
from press.writers.environment import Templates
from press.writers.pdf.claim import claim
from press.writers.sheet import Sheet

# They change how letters are set, on one machine alone; the last two say whose Cyrillic it is.
for _name in ("FREETYPE_PROPERTIES", "HB_SHAPER_LIST", "LANGUAGE", "PANGO_LANGUAGE"):
    os.environ.pop(_name, None)

try:
    with redirect_stdout(StringIO()):  # where a library is missing it prints where to look: that is told below
        engine.load()
    import weasyprint

    from press.writers import tagging
    from press.writers.pdf import resources
    from press.writers.pdf.strictly import listening, strictly
except (ImportError, OSError) as error:  # OSError: cffi did not find Pango or one of its kind
    raise DependencyError(f"WeasyPrint cannot start: {error}; run `make`, which installs it or names it") from error

PAGED = EDITIONS["a4"]
"""The edition whose pages the ebook tells."""

VARIANT = "pdf/a-2a"
"""What WeasyPrint writes; `claim` adds PDF/UA-1 to it."""

BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "pre", "table", "td", "figure", "svg"})
"""The elements whose beginning can be that of a page: every word of a sheet is in one.

So is a cell that heads its row; a table's head is part of where the table begins.
"""


def write(sheet: Sheet, edition: Edition, templates: Templates) -> bytes:
    """Return the edition's file: the same bytes for the same arguments, in any process.

    Raises RenderError, which names the edition, where a template fails, where anything but `asset:` addresses is
    to be loaded, and where WeasyPrint fails or warns of anything (a character that no font has, a picture that it
    cannot read, a style that it does not know); DependencyError where a library is missing.
    """
    work = _work(sheet, edition, templates)
    with strictly(edition):
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
    with strictly(PAGED, warnings_too=False):
        layout = _laid_out(work)
        _LAYOUT.append(layout)
        return _noted_starts(layout)


def draw(page: str, style: str, edition: Edition, templates: Templates) -> bytes:
    """Return an untagged, unpacked PDF of a page without pictures, styled by `pdf/<style>.css`, with the sheets' fonts.

    Raises RenderError, which names the edition, where WeasyPrint fails or warns of anything, DependencyError where a
    library is missing.
    """
    with strictly(edition):
        html = weasyprint.HTML(string=page, url_fetcher=resources.Assets(templates.files, {}))
        styles, fonts = [resources.style(templates, style)], resources.fonts(templates)
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
    resources.forget()
    forget_article()


# What Pango made has to go before the libraries do, which Python unloads in any order when it ends.
atexit.register(forget)


def _work(sheet: Sheet, edition: Edition, templates: Templates) -> _Work:
    for of_sheet, of_edition, work in _WORK:
        if of_sheet is sheet and of_edition is edition and work.templates is templates:
            return work
    page = templates.render("pdf/sheet.html.j2", sheet=sheet, edition=edition)
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
    return weasyprint.HTML(string=work.page, url_fetcher=resources.Assets(work.templates.files, work.images))


def _laid_out(work: _Work) -> _Layout:
    """Return a page's layout: the last one where it is the same, with its warnings logged again."""
    last = _LAYOUT.pop() if _LAYOUT else None
    if last and last.work.is_same(work):
        for message in last.warnings:
            logging.getLogger("weasyprint").warning("%s", message)
        return last
    del last  # one at a time: it may be the largest thing in memory
    styles = [resources.style(work.templates, name) for name in ("sheet", *work.edition.split("-", 1))]
    html = _tree(work)
    fonts = resources.fonts(work.templates)
    with listening() as messages:
        document = html.render(font_config=fonts, stylesheets=styles, pdf_variant=VARIANT)
        forms: set[tuple[int, str]] = set()
        while not forms.issuperset(misfits := tagging.misfits(document, [*html.etree_element.iter()])):
            forms |= misfits
            html = _with_forms(work, forms)
            document = html.render(font_config=fonts, stylesheets=styles, pdf_variant=VARIANT)
    return _Layout(work, html, document, tuple(messages))


def _noted_starts(layout: _Layout) -> PageStarts:
    """Return where the pages of a layout begin, which is remembered."""
    for work, starts in _STARTS:
        if work is layout.work:
            return starts
    named = [(element, str(element.tag).rpartition("}")[2]) for element in layout.html.etree_element.iter()]
    blocks = [(element, name) for element, name in named if name in BLOCKS or element.get("scope") == "row"]
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
        data: bytes = layout.document.write_pdf(finisher=claim, pdf_variant=VARIANT)
    return data
