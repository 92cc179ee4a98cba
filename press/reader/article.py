"""One source file to an Article."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping

from press.errors import Problem, SourceError, not_utf8
from press.languages import direction, is_language, long_date
from press.model.article import Article, Meta
from press.reader.body import BodyReader
from press.reader.characters import Repertoire, bad_characters, lost, without_non_joiners
from press.reader.directions import parted
from press.reader.front import read_meta
from press.reader.problems import Problems, shortened
from press.syntax import Document, Path, Token, normalised, parse

MAX_BYTES = 512 * 1024
"""The largest source: some hundred times the longest leaflet."""

_CONFLICT = re.compile(r"(?:<{7}|>{7})(?: .*)?|\|{7} \S.*")
"""Bars alone are an empty row of a table with six columns."""


def read_article(  # noqa: PLR0913 - everything that an article depends on, by name
    data: bytes,
    *,
    file: str,
    slug: str,
    images: Mapping[str, bytes],
    languages: Collection[str],
    repertoire: Repertoire,
    labels: Callable[[str], Mapping[str, str]],
    lang: str = "",
) -> Article:
    """Return the article that `data` (the bytes of the source file) holds.

    `file` names the source in messages; `images` are the pictures in its folder; `languages` those that
    the templates have labels for; `repertoire` the characters that the bundled fonts have; `lang` the
    language that the file's name gives (`article.es.md`), empty where it gives none; `labels` gives the words that
    the templates add in a language.
    Raises SourceError with every problem of the file.
    """
    text = normalised(decode(data, file))
    problems = Problems(file)
    problems.extend(_conflicts(text))
    problems.check()  # else what is wrong with the marks as Markdown or YAML would be told as well
    problems.extend(bad_characters(text, repertoire))
    document = parse(text)
    problems.extend(document.problems)
    problems.extend(_spelled(document, text, repertoire))
    meta = read_meta(document, languages, problems) if document.front else None
    if meta and is_language(meta.lang) and direction(meta.lang) == "ltr":
        problems.extend(parted(_tokens(document)))
    if meta and lang and meta.lang.lower() != lang.lower():
        problems.add(
            document.lines["lang",], f"the file's name says `{lang}`, its front matter `{meta.lang}`; make them agree"
        )
    if meta:
        problems.extend(_unprintable(meta, labels(meta.lang), repertoire, document.lines["lang",]))
    references = {reference.id: reference.number for reference in meta.references} if meta else _ids(document)
    body = BodyReader(problems, references, images, repertoire)
    blocks, sections, notes = body.read(document.tokens, document.footnotes)
    problems.check()
    assert meta  # noqa: S101 - without one there was a problem
    return Article(slug, meta, blocks, sections, notes, {name: images[name] for name in sorted(body.shown)})


def _conflicts(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, message) for each mark that git leaves round two versions of some lines: both would be printed."""
    for line, row in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if _CONFLICT.fullmatch(row):
            mark = shortened(row)
            yield line, f"`{mark}` is git's mark of two versions of these lines; keep the right words, and no marks"


def _unprintable(meta: Meta, labels: Mapping[str, str], repertoire: Repertoire, line: int) -> Iterator[tuple[int, str]]:
    """Yield the problem of a language whose dates or labels are written with letters that no bundled font has."""
    dates = [long_date(day, meta.lang) for day in (meta.reviewed, meta.next_review)]
    for character in lost("".join([*labels.values(), *dates]), repertoire)[:1]:
        what = f"U+{ord(character):04X} ({unicodedata.name(character, 'unnamed').lower()})"
        cause = f"no bundled font has the letters of `{meta.lang}`, as {what}, in which its labels and dates"
        yield line, f"{cause} would be printed; write the handout, and its `lang`, in another language"


def _spelled(document: Document, text: str, repertoire: Repertoire) -> Iterator[tuple[int, str]]:
    """Yield (line, message) for each bad character that stands in no line, but for which something stands: `&shy;`."""
    typed = frozenset(text.replace("\0", "\ufffd"))  # as the parser has it
    for line, words in (*_values(document.front, (), document.lines), *_texts(document)):
        if spelled := "".join(
            character for character in dict.fromkeys(without_non_joiners(words)) if character not in typed
        ):
            yield from ((line, message) for _, message in bad_characters(spelled, repertoire))


def _values(value: object, path: Path, lines: Mapping[Path, int]) -> Iterator[tuple[int, str]]:
    """Yield the front matter's texts, with their lines."""
    if isinstance(value, str):
        yield lines.get(path, 1), value
    elif isinstance(value, Mapping | list):
        for key, part in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _values(part, (*path, key), lines)


def _texts(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the body's words, with their lines, as they come after entities are resolved."""
    line = 1
    for token in _tokens(document):
        line = token.map[0] + 1 if token.map else line
        row = 0
        for child in token.children or ():
            row += child.type in {"softbreak", "hardbreak"}
            for part in (child, *(child.children or ())):
                yield line + row, part.content + "".join(map(str, part.attrs.values()))


def decode(data: bytes, file: str) -> str:
    """Return a file's text. Raises SourceError where it is too large or not UTF-8."""
    if len(data) > MAX_BYTES:
        raise SourceError([Problem(file, 1, f"the file is larger than {MAX_BYTES // 1024} KiB; split the handout")])
    if b"\0" in data[:2]:  # UTF-16 without its mark: each of its letters would be told
        raise SourceError([not_utf8(file, data, 0)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError([not_utf8(file, data, error.start)]) from error


def _ids(document: Document) -> dict[str, int]:
    """Return what ids a faulty front matter gives, so that its citations are not faulted too.

    Where that cannot be read, these are the ids that are cited.
    """
    entries = document.front.get("references", [])
    if document.front and isinstance(entries, list) and all(isinstance(row, dict) and "id" in row for row in entries):
        return {str(row["id"]): number for number, row in enumerate(entries, 1) if isinstance(row, dict)}
    children = (child for token in _tokens(document) for child in token.children or ())
    return {name: 1 for child in children for name in child.meta.get("ids", ())}


def _tokens(document: Document) -> list[Token]:
    """Return the tokens of the body and of its footnotes."""
    return [*document.tokens, *(token for note in document.footnotes for token in note.tokens)]
