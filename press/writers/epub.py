"""The ebook: EPUB 3 with one page for the whole sheet, a cover, a contents page, and an NCX for old readers.

It says where the pages of the A4 sheet begin, so that "page 2" is the same place on paper and on a screen.

EbookLib writes the package and the NCX. The pages are our own, byte for byte; so is the archive, since
EbookLib stamps each file in it with the time of the day.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from difflib import SequenceMatcher
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ebooklib import epub
from markupsafe import Markup

from press.errors import RenderError
from press.languages import direction
from press.model import Edition
from press.model.article import Article, Section
from press.writers.cover import draw_cover
from press.writers.environment import Templates
from press.writers.filters import media_type
from press.writers.pdf import BLOCKS, PAGED, PageStarts, page_starts
from press.writers.sheet import Sheet
from press.writers.unbroken import tied

FONTS = ("fonts/AtkinsonHyperlegibleNext-Bold.woff2", "fonts/AtkinsonHyperlegibleNext-Regular.woff2")
HANDOUT = "text/handout.xhtml"

_BLOCK = re.compile(rf"""<({"|".join(sorted(BLOCKS))}|th(?= scope="row"))\b[^>]*>""")
_OPENING = re.compile(r"""<(?:li|dt|dd|td|th)\b[^>]*>(?:<span class="mark">[^<]*</span> )?""")
"""What a marker stands after where nothing may stand between an element and the next: its start and its mark."""

_COMPRESSED = (".jpeg", ".jpg", ".png", ".woff2")
"""The ends of names of files that are compressed as they are: to look for more takes as long as for all the others."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(sheet: Sheet, edition: Edition, templates: Templates) -> bytes:
    """Return the edition's file. Raises RenderError where a template, the cover or EbookLib fails."""
    book = _Book(sheet, edition, templates)
    book.describe()
    book.fill()
    return _archive(_Writer(book.book, sheet.article).files())


class _Page(epub.EpubHtml):  # type: ignore[misc]  # EbookLib has no types
    """A page that goes out as it is: EbookLib would take it apart and put it together its own way."""

    def get_content(self, default: object = None) -> bytes:  # noqa: ARG002 - EbookLib's signature
        return bytes(self.content)


class _Book:
    """An EbookLib book in the making."""

    def __init__(self, sheet: Sheet, edition: Edition, templates: Templates) -> None:
        self.sheet, self.edition, self.templates = sheet, edition, templates
        self.article, self.meta = sheet.article, sheet.article.meta
        self.pictures = {
            name: f"images/{number}.{name.rpartition('.')[2].lower()}"
            for number, name in enumerate(sorted(sheet.images), 1)
        }
        self.book = epub.EpubBook()

    def describe(self) -> None:
        """Say what the book is: Dublin Core from the front matter, and what it is to those who read differently."""
        meta, book = self.meta, self.book
        book.set_identifier(self._identifier())
        book.set_title(meta.title)
        book.set_language(meta.lang)
        if direction(meta.lang) == "rtl":
            book.set_direction("rtl")
        for number, person in enumerate(meta.authors, 1):
            book.add_author(person.name, uid=f"author-{number}")
        for number, person in enumerate(meta.reviewers, 1):
            book.add_metadata("DC", "contributor", person.name, {"id": f"reviewer-{number}"})
            self._property("role", "rev", refines=f"#reviewer-{number}", scheme="marc:relators")
        book.add_metadata("DC", "publisher", meta.publisher)
        book.add_metadata("DC", "description", meta.summary)
        book.add_metadata("DC", "date", meta.reviewed.isoformat())
        for subject in (meta.category, *meta.keywords):
            book.add_metadata("DC", "subject", subject)
        printed = self._identifier(f":{PAGED.name}")
        book.add_metadata("DC", "source", printed)
        self._property("pageBreakSource", printed)
        self._property("dcterms:hasVersion", meta.version)
        self._property("dcterms:identifier", self.sheet.fingerprint)
        if meta.audience:
            self._property("dcterms:audience", meta.audience)
        self._accessibility()

    def _identifier(self, edition: str = "") -> str:
        """Return what the handout is known by, whatever its text; `edition` for one that is not this."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'handout:{self.article.slug}:{self.meta.lang}{edition}')}"

    def _accessibility(self) -> None:
        """Add what is true of every handout. It claims no conformance: a person has to certify that."""
        for mode in ("textual", "visual") if self.sheet.images else ("textual",):
            self._property("schema:accessMode", mode)
        self._property("schema:accessModeSufficient", "textual")
        for feature in (
            "alternativeText",
            "displayTransformability",
            "pageBreakMarkers",
            "pageNavigation",
            "readingOrder",
            "structuralNavigation",
            "tableOfContents",
            "unlocked",
        ):
            self._property("schema:accessibilityFeature", feature)
        self._property("schema:accessibilityHazard", "none")  # no picture moves: the reader refuses those that do
        summary = self.templates.render("epub/accessibility.j2")
        self._property("schema:accessibilitySummary", summary, lang="en")

    def _property(self, name: str, value: str, *, lang: str = "", **attributes: str) -> None:
        others = {"property": name, **attributes} | ({XML_LANG: lang} if lang else {})
        self.book.add_metadata(None, "meta", value, others)

    def fill(self) -> None:
        """Put in the pages, what they show, and both contents lists."""
        picture = draw_cover(self.sheet, self.templates)
        pages = page_starts(self.sheet, self.templates)  # late: another process may be working it out
        cover = self._page("cover", "cover.xhtml", pages)
        nav = self._page("nav", "nav.xhtml", pages)
        handout = self._page("handout", HANDOUT, pages)
        nav.properties = ["nav"]
        handout.properties = ["svg"] if b"<svg" in handout.content else []
        style = self.templates.render("epub/style.css.j2", sheet=self.sheet)
        self._item("style", "style.css", "text/css", f"{style}\n".encode())
        for number, font in enumerate(FONTS, 1):
            self._item(f"font-{number}", font, media_type(font), self.templates.files[font])
        for number, (name, file) in enumerate(self.pictures.items(), 1):
            self._item(f"picture-{number}", file, media_type(file), self.sheet.images[name])
        image = epub.EpubCover(uid="cover-image", file_name="images/cover.png")
        image.content, image.media_type = picture, "image/png"
        self.book.add_item(image)
        self.book.add_item(epub.EpubNcx())
        title = epub.Link(f"{HANDOUT}#label.title", tied(self.meta.title, self.meta.lang), "title")
        self.book.toc = [(title, list(self._entries(self.article.sections)))]
        self.book.spine = [cover, nav, handout]

    def _page(self, uid: str, file: str, pages: PageStarts) -> Any:  # noqa: ANN401 - EbookLib has no types
        # A kind that EbookLib has to guess is looked for in the system's list of all kinds.
        kind = "application/xhtml+xml"
        page = _Page(uid=uid, file_name=file, media_type=kind, title=self.meta.title, lang=self.meta.lang)
        template = f"epub/{file.rpartition('/')[2]}.j2"
        text = self.templates.render(
            template, sheet=self.sheet, edition=self.edition, pictures=self.pictures, pages=len(pages.starts)
        )
        if file == HANDOUT:
            text = _with_pages(text, pages, self.templates)
        page.content = f"{text.strip()}\n".encode()
        self.book.add_item(page)
        return page

    def _item(self, uid: str, file: str, kind: str, data: bytes) -> None:
        self.book.add_item(epub.EpubItem(uid=uid, file_name=file, media_type=kind, content=data))

    def _entries(self, sections: tuple[Section, ...]) -> Iterator[Any]:
        """Yield a link for each section, with those under it."""
        for section in sections:
            title = self.templates.render("epub/words.j2", nodes_of=section.title, meta=self.meta, edition=self.edition)
            words = tied(Markup(title).striptags(), self.meta.lang)  # noqa: S704 - escaped by the templates
            link = epub.Link(f"{HANDOUT}#{section.id}", words, f"to-{section.id}")
            below = list(self._entries(section.sections))
            yield (link, below) if below else link


def _with_pages(text: str, pages: PageStarts, templates: Templates) -> str:
    """Return the handout with a marker where each page of the printed sheet begins.

    A block is found by counting, since both editions are made by the same templates of the same nodes; where one of
    them has blocks of its own, what is around these is matched by the blocks' names.
    """
    blocks = [*_BLOCK.finditer(text)]
    places = _places(pages.blocks, [block[1] for block in blocks])
    parts, done = [], 0
    for number, start in enumerate(map(places.__getitem__, pages.starts), 1):
        inside = _OPENING.match(text, blocks[start].start())
        place = inside.end() if inside else blocks[start].start()
        marker = templates.render("epub/pagebreak.j2", number=number).strip()
        parts += [text[done:place], marker, "" if inside else "\n"]
        done = place
    return "".join([*parts, text[done:]])


def _places(printed: Sequence[str], here: Sequence[str]) -> list[int]:
    """Return for each block of the printed sheet its place here; where it is not here, that of the next one that is."""
    if tuple(printed) == tuple(here):
        return list(range(len(here)))
    # What is alike at both ends is nearly everything, and need not be searched.
    least = min(len(printed), len(here))
    first = next((n for n in range(least) if printed[n] != here[n]), least)
    last = next((n for n in range(least - first) if printed[-1 - n] != here[-1 - n]), least - first)
    middle = printed[first : len(printed) - last], here[first : len(here) - last]
    places = list(range(first))
    for tag, i, j, k, _ in SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
        places += [first + k + (n - i if tag == "equal" else 0) for n in range(i, j)]
    return [min(place, len(here) - 1) for place in [*places, *range(len(here) - last, len(here))]]


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # EbookLib has no types
    """EbookLib's writer, which here hands over its files and writes none."""

    def __init__(self, book: Any, article: Article) -> None:  # noqa: ANN401 - EbookLib has no types
        changed = datetime.combine(article.meta.reviewed, time(), UTC)
        super().__init__("", book, {"epub3_pages": False, "mtime": changed})
        self.out = _Files()

    def files(self) -> Mapping[str, bytes]:
        """Return every file of the book but the first, by its path."""
        self._write_container()
        self._write_opf()
        self._write_items()
        return self.out

    def _write_opf_file(self, root: Any) -> None:  # noqa: ANN401 - an lxml element
        root.set(XML_LANG, self.book.language)
        super()._write_opf_file(root)


class _Files(dict[str, bytes]):
    """Takes files where EbookLib has an archive."""

    def writestr(self, name: str, data: str | bytes) -> None:
        """Take a file. Raises RenderError for a second one of the same name."""
        if name in self:
            raise RenderError(f"the ebook would hold two files called {name}")
        self[name] = data.encode() if isinstance(data, str) else data


def _archive(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive that only depends on the files: sorted, all of the same day, `mimetype` first."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr(_entry("mimetype", ZIP_STORED), b"application/epub+zip")
        for name, data in sorted(files.items()):
            method = ZIP_STORED if name.endswith(_COMPRESSED) else ZIP_DEFLATED
            archive.writestr(_entry(name, method), data, compresslevel=9)
    return buffer.getvalue()


def _entry(name: str, method: int) -> ZipInfo:
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = method
    entry.create_system = 3  # Unix, whatever the machine is
    entry.external_attr = 0o100644 << 16
    return entry
