"""The floor: what WeasyPrint and EbookLib cost by themselves, without any check: `python floor.py FOLDER JOBS`.

Stands alone, since it runs in the peers' environment: for each folder's article.md (pandoc's Markdown) it writes a web
page, an ebook, a text and a PDF/UA-1 beside it, in so many processes.
"""

import re
import sys
from multiprocessing import get_context
from pathlib import Path

from ebooklib import epub
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from weasyprint import HTML

PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>{}</title><body><h1>{}</h1>{}</body></html>'
MARKDOWN = MarkdownIt("commonmark").enable("table").use(footnote_plugin)


def convert(article: Path) -> None:
    """Write all four formats of one article."""
    text = article.read_text("utf-8")
    (title,) = re.findall(r'"title": "((?:[^"\\]|\\.)*)"', text)
    body = text.split("\n---\n", 1)[1]
    html = MARKDOWN.render(re.sub(r"(?m)^```\{=typst\}\n.*\n```$|^:::.*$|\{(?:#|alt=)[^}\n]*\}", "", body))
    page = PAGE.format(title, title, html)
    article.with_suffix(".html").write_text(page, "utf-8")
    article.with_suffix(".txt").write_text(re.sub(r"<[^>]*>", "", html), "utf-8")
    HTML(string=page, base_url=str(article)).write_pdf(article.with_suffix(".pdf"), pdf_variant="pdf/ua-1")
    write_book(article, title, html)


def write_book(article: Path, title: str, html: str) -> None:
    """Write an ebook of one chapter, with the pictures beside the article."""
    book = epub.EpubBook()
    book.set_title(title)
    book.set_language("en")
    chapter = epub.EpubHtml(title=title, file_name="article.xhtml", content=f"<h1>{title}</h1>{html}")
    book.add_item(chapter)
    for picture in [*article.parent.glob("*.png"), *article.parent.glob("*.svg")]:
        kind = {".png": "image/png", ".svg": "image/svg+xml"}[picture.suffix]
        book.add_item(epub.EpubItem(file_name=picture.name, media_type=kind, content=picture.read_bytes()))
    book.toc, book.spine = [chapter], ["nav", chapter]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    epub.write_epub(article.with_suffix(".epub"), book)


if __name__ == "__main__":
    articles = sorted(Path(sys.argv[1]).glob("*/article.md"))
    jobs = int(sys.argv[2])
    if jobs == 1:
        for each in articles:
            convert(each)
    else:
        with get_context("fork" if sys.platform == "linux" else "spawn").Pool(jobs) as pool:
            pool.map(convert, articles, chunksize=1)
