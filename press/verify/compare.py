"""The inventory against what an extractor found: findings and counts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import takewhile

from press.model import Edition, Format
from press.verify.finding import Code, Count, Finding, Verdict
from press.verify.inventory import Inventory
from press.verify.permitted import folded, links_of_an_ebook, links_on_paper, without_breaks
from press.verify.piece import BREAK, Heading, Kind, Link, Piece, Reading, piece_of
from press.verify.plain import project
from press.verify.print_rules import breaches, with_split_words
from press.verify.typefaces import is_known

CONTENTS = {Format.EPUB: ("navigation", "NCX"), Format.PDF: ("bookmarks",)}
"""The contents lists that a format must have."""

METADATA = {
    Format.HTML: ("title", "lang", "author", "fingerprint"),
    Format.EPUB: ("title", "lang", "author", "fingerprint"),
    Format.PDF: ("title", "lang", "author", "fingerprint"),
    Format.TEXT: (),
}

SECTION = 2
"""The level of the headings that are counted as sections; what is deeper belongs to them."""

_LIKE = 0.5
"""Share of words that two texts have in common from which on one is taken for the other, changed."""


_WORD = re.compile(r"[^\W_]+")
_WITH_WORDS = re.compile(r"[^\W_]\S*")
"""The rest of a run without white space, from its first letter or digit on: once in each that has one."""


def compare(inventory: Inventory, reading: Reading, edition: Edition) -> Verdict:
    """Return what an edition holds of its inventory, with a finding for each difference."""
    expected = expected_pieces(inventory, edition)
    measures = reading.measures and with_split_words(reading.measures, reading.pieces, expected)
    matching = _Matching(expected, reading.pieces)
    findings = [
        *(Finding(Code.UNREADABLE, f"could not be read back: {reason}") for reason in reading.unread),
        *(_placed(_unseen(text, reason), text, expected) for text, reason in reading.unseen),
        *matching.findings(),
        *_contents(inventory, reading, edition),
        *_metadata(inventory, reading, edition),
        *_feet(inventory, reading, edition),
        *_fonts(inventory, reading),
    ]
    if edition.format is Format.PDF:
        findings += [_placed(finding, there, expected) for finding, there in breaches(measures, edition)]
    total = sum(words(piece.text) for piece in _pieces_for(inventory, edition))
    return Verdict(
        sections=_sections(expected, findings),
        headings=Count(len(inventory.outline), len(inventory.outline) - matching.lost_headings),
        words=Count(total, max(0, total - matching.lost_words)),
        findings=tuple(findings),
        pages=len(reading.pages),
        measures=measures,
    )


def expected_pieces(inventory: Inventory, edition: Edition) -> tuple[Piece, ...]:
    """Return the pieces of an inventory as an edition's format can say them."""
    pieces = _pieces_for(inventory, edition)
    match edition.format:
        case Format.TEXT:
            return project(pieces, ascii_only=edition.name == "portal", picture=inventory.picture_label)
        case Format.PDF:
            on_request = inventory.on_request
            shown = [_drawn(piece, inventory) if piece.picture else _on_paper(piece) for piece in pieces]
            return tuple(_saying(piece, links_on_paper(piece.links, on_request=on_request)) for piece in shown)
        case Format.EPUB:
            return tuple(_saying(p, links_of_an_ebook(p.links)) for p in pieces)
        case Format.HTML:
            return pieces


def _saying(piece: Piece, links: tuple[Link, ...]) -> Piece:
    """Return a piece with these links: the piece itself where it has them."""
    return piece if piece.links == links else replace(piece, links=links)


def _drawn(piece: Piece, inventory: Inventory) -> Piece:
    """Return a picture with what stands for it in a PDF."""
    from press.verify.pdf.pictures import printed  # noqa: PLC0415 - other formats need no library that decodes pictures

    return replace(piece, picture=printed(inventory.pictures[piece.picture]))


def _on_paper(piece: Piece) -> Piece:
    """Return a piece whose words are those with its links' addresses: the piece itself where it has none of these."""
    if piece.text == piece.spelled:
        return piece
    foreign = tuple(part._replace(words=part.spelled) for part in piece.foreign)
    return replace(piece, text=piece.spelled, foreign=foreign)


def _pieces_for(inventory: Inventory, edition: Edition) -> tuple[Piece, ...]:
    """Return the pieces that an edition's format holds."""
    return tuple(piece for piece in inventory.pieces if edition.format in piece.formats)


def words(text: str) -> int:
    """Return the number of words in a text: runs without white space that hold a letter or a digit."""
    return len(_WITH_WORDS.findall(text))


def _key(piece: Piece) -> tuple[bool, str]:
    """What makes two pieces the same for a start: a heading or not, and the text without white space."""
    return piece.kind is Kind.HEADING, _squeezed(piece.text)


def _is_same(want: Piece, got: Piece) -> bool:
    """Return whether two pieces have the same key."""
    return (want.text == got.text and want.kind is got.kind) or _key(want) == _key(got)


@dataclass(slots=True)
class _Matching:
    """Pairs what was expected with what was found."""

    expected: Sequence[Piece]
    found: Sequence[Piece]
    lost_headings: int = 0
    lost_words: int = 0
    missing: list[Piece] = field(default_factory=list)
    extra: list[Piece] = field(default_factory=list)

    def findings(self) -> list[Finding]:
        """Return the differences, in the order of the source."""
        result: list[tuple[int, Finding]] = []
        if len(self.expected) == len(self.found) and all(map(_is_same, self.expected, self.found)):
            blocks = [("equal", 0, len(self.expected), 0, len(self.found))]
        else:
            left, right = [*map(_key, self.expected)], [*map(_key, self.found)]
            blocks = [*SequenceMatcher(None, left, right, autojunk=False).get_opcodes()]
        for tag, i, j, k, m in blocks:
            pairs = zip(self.expected[i:j], self.found[k:m], strict=True) if tag == "equal" else self._alike(i, j, k, m)
            for want, got in pairs:
                result += [(i, finding) for finding in self._pair(want, got)]
        result += [(self.expected.index(piece), finding) for piece, finding in self._missing()]
        result.sort(key=lambda entry: entry[0])
        return [finding for _, finding in result] + list(self._extra())

    def _alike(self, i: int, j: int, k: int, m: int) -> Iterator[tuple[Piece, Piece]]:
        """Pair the pieces of two runs that differ, where they have most words in common; keep the rest."""
        rest = list(range(k, m))
        for want in self.expected[i:j]:
            likeness, best = max(((_likeness(want, self.found[n]), -n) for n in rest), default=(0.0, 0))
            if likeness >= _LIKE:
                self.extra += [self.found[n] for n in rest if n < -best]
                rest = [n for n in rest if n > -best]
                yield want, self.found[-best]
            else:
                self.missing.append(want)
        self.extra += [self.found[n] for n in rest]

    def _pair(self, want: Piece, got: Piece) -> Iterator[Finding]:
        """Yield the differences between two pieces that are meant to be the same."""
        text = without_breaks(got.text, want.text)
        if text != want.text:
            yield self._changed(want, text)
        if want.kind is not got.kind:
            self.lost_headings += want.kind is Kind.HEADING
            yield _finding(Code.KIND, want, f"is a {got.kind} here", str(want.kind), str(got.kind))
        elif want.level != got.level:
            self.lost_headings += 1
            yield _finding(
                Code.HEADING_LEVEL,
                want,
                f"has level {got.level} here, not {want.level}",
                str(want.level),
                str(got.level),
            )
        if want.mark != got.mark:
            yield _finding(Code.MARK, want, f"has the mark `{got.mark}` here, not `{want.mark}`", want.mark, got.mark)
        if (want.depth, want.quoted) != (got.depth, got.quoted):
            yield _finding(
                Code.DEPTH,
                want,
                f"stands in {got.depth} lists and {got.quoted} quotations here, not in {want.depth} and {want.quoted}",
                f"{want.depth} {want.quoted}",
                f"{got.depth} {got.quoted}",
            )
        if want.links != got.links and (want.links or want.kind is not Kind.FIGURE):
            yield from _links(want, got)
        if want.foreign or got.foreign:
            yield from _languages(want, got)
        if want.picture and got.picture and want.picture != got.picture:
            yield _finding(Code.CHANGED, want, "is another picture here", want.picture, got.picture)

    def _changed(self, want: Piece, text: str) -> Finding:
        ours, theirs = want.text.split(), text.split()
        lost, added = _word_difference(ours, theirs)
        self.lost_words += sum(map(words, lost))
        self.lost_headings += want.kind is Kind.HEADING
        parts = [f"lost `{' '.join(lost)}`"] * bool(lost) + [f"got `{' '.join(added)}`"] * bool(added)
        return _finding(Code.CHANGED, want, " and ".join(parts) or "has its words in another order", want.text, text)

    def _missing(self) -> Iterator[tuple[Piece, Finding]]:
        """Yield a finding for each piece without its like; one that stands elsewhere is out of order."""
        elsewhere = Counter(_key(piece) for piece in self.extra)
        for piece in self.missing:
            heading = piece.kind is Kind.HEADING
            self.lost_headings += heading
            if elsewhere[_key(piece)]:
                elsewhere[_key(piece)] -= 1
                self.extra.remove(next(e for e in self.extra if _key(e) == _key(piece)))
                yield piece, _finding(Code.ORDER, piece, "stands in another place", piece.text, piece.text)
            else:
                self.lost_words += words(piece.text)
                code = Code.MISSING_HEADING if heading else Code.MISSING
                yield piece, _finding(code, piece, "is missing", piece.text, "")

    def _extra(self) -> Iterator[Finding]:
        """Yield a finding for each piece that nothing in the source stands for."""
        known = {_key(piece)[1]: piece for piece in self.expected} if self.extra else {}
        for piece in self.extra:
            text = folded(piece.text.replace(BREAK, " "))
            twin = known.get(_key(piece)[1])
            if twin:
                yield _finding(Code.REPEATED, twin, "stands twice", "", text)
            else:
                yield Finding(
                    Code.ADDED,
                    f"the {piece.kind} {_quote(text)} is not in the source",
                    piece.section,
                    "",
                    text,
                )


def _links(want: Piece, got: Piece) -> Iterator[Finding]:
    """Yield how the links of two pieces differ: in where they lead, else in the words that they stand around."""
    ours, theirs = (", ".join(link.target for link in piece.links) or "none" for piece in (want, got))
    if ours != theirs:
        yield _finding(Code.LINK, want, f"has other links here: {theirs} instead of {ours}", ours, theirs)
        return
    for link, other in zip(want.links, got.links, strict=True):
        if _squeezed(link.words) != _squeezed(other.words):
            shown = folded(other.words)
            what = f"has the link {link.target} at `{shown}` here, not at `{link.words}`"
            yield _finding(Code.LINK, want, what, link.words, shown)


def _languages(want: Piece, got: Piece) -> Iterator[Finding]:
    """Yield that words are said to be in another language than in the source."""
    if [(f.lang, _squeezed(f.words)) for f in want.foreign] != [(f.lang, _squeezed(f.words)) for f in got.foreign]:
        ours, theirs = (", ".join(f"{f.lang} `{folded(f.words)}`" for f in p.foreign) or "none" for p in (want, got))
        yield _finding(
            Code.LANGUAGE, want, f"has words in other languages here: {theirs} instead of {ours}", ours, theirs
        )


def _squeezed(text: str) -> str:
    """Return a text without white space, of which BREAK is a part."""
    return "".join(text.split())


def _likeness(want: Piece, got: Piece) -> float:
    """Return the share of words that two texts have in common, 0 to 1."""
    if (want.kind is Kind.HEADING) != (got.kind is Kind.HEADING):
        return 1.0 if _key(want)[1] == _key(got)[1] else 0.0
    ours, theirs = Counter(want.text.split()), Counter(got.text.replace(BREAK, " ").split())
    both = (ours & theirs).total()
    return 2 * both / ((ours.total() + theirs.total()) or 1)


def _word_difference(ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words that are lost and those that are added."""
    lost: list[str] = []
    added: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            lost += ours[i:j]
            added += theirs[k:m]
    return lost, added


def _finding(code: Code, piece: Piece, what: str, expected: str, found: str) -> Finding:
    """Return a finding about a piece: `the paragraph "..." of "Section" is missing`."""
    place = f' of "{piece.section}"' if piece.section and piece.kind is not Kind.HEADING else ""
    return Finding(
        code,
        f"the {piece.kind} {_quote(piece.text)}{place} {what}",
        piece.section,
        expected,
        found,
        piece.line,
    )


def _quote(text: str) -> str:
    return f'"{text if len(text) <= 60 else text[:57].rstrip() + "..."}"'  # noqa: PLR2004 - fits a line


def _placed(finding: Finding, there: str, pieces: Iterable[Piece]) -> Finding:
    """Return a finding about words in a file with the place where the source has them, if that can be told."""
    piece = piece_of(there, pieces)
    return replace(finding, section=piece.section, line=piece.line) if piece else finding


def _unseen(text: str, reason: str) -> Finding:
    return Finding(Code.UNSEEN, f"{_quote(text)} is in the file but no reader sees it: {reason}", found=text)


def _contents(inventory: Inventory, reading: Reading, edition: Edition) -> Iterator[Finding]:
    """Compare each contents list with the outline."""
    headings = [piece for piece in inventory.pieces if piece.kind is Kind.HEADING]
    for name in CONTENTS.get(edition.format, ()):
        entries = [Heading(entry.level, folded(entry.text)) for entry in reading.contents.get(name, ())]
        for tag, i, j, k, m in SequenceMatcher(None, list(inventory.outline), entries, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            ours, theirs = (
                ", ".join(f"{h.level} {h.text}" for h in part) for part in (inventory.outline[i:j], entries[k:m])
            )
            missing = [f"{_quote(ours)} is missing"] if ours else []
            added = [f"{_quote(theirs)} stands there, but not in the source"] if theirs else []
            first = headings[min(i, len(headings) - 1)]
            message = f"in the {name}, {' and '.join(missing + added)}"
            yield Finding(Code.CONTENTS, message, first.text, ours, theirs, first.line)


def _metadata(inventory: Inventory, reading: Reading, edition: Edition) -> Iterator[Finding]:
    for name in METADATA[edition.format]:
        ours, theirs = getattr(inventory, name), reading.metadata.get(name, "")
        if folded(theirs) != ours:
            yield Finding(Code.METADATA, f"the file's {name} is {_quote(theirs)}, not {_quote(ours)}", "", ours, theirs)


def _says(text: str, part: str) -> bool:
    """Return whether a foot, read from left to right, says a text; of what runs the other way, each word's letters."""
    if part in folded(text.replace(BREAK, " ")) or _broken(part).search(text):
        return True
    if not any(unicodedata.bidirectional(char) in {"R", "AL"} for char in part):
        return False
    there = {tuple(sorted(word)) for line in _with_joined_lines(text) for word in _WORD.findall(line)}
    return all(tuple(sorted(word)) in there for word in _WORD.findall(part))


def _with_joined_lines(text: str) -> Iterator[str]:
    """Yield a text's parts between white space, and what some of them say together over the ends of lines."""
    for part in text.split(" "):
        ends = part.split(BREAK)
        yield from ("".join(ends[first:last]) for first in range(len(ends)) for last in range(first + 1, len(ends) + 1))


def _broken(part: str) -> re.Pattern[str]:
    """Return what finds a text that goes on over lines, in the middle of a word too long for one."""
    return re.compile(f"{BREAK}?".join(f"[ {BREAK}]+" if char == " " else re.escape(char) for char in part))


def _feet(inventory: Inventory, reading: Reading, edition: Edition) -> Iterator[Finding]:
    """Look for title, version, review date, hash and page number on each page."""
    if edition.format is Format.PDF and not reading.pages:
        yield Finding(Code.FOOT, "no page has a foot with title, version, review date and page number")
    for number, shown in enumerate(reading.pages, 1):
        # A glyph says what was drawn by it first: a letter with its mark, or both one after the other.
        text = unicodedata.normalize("NFC", shown)
        page = inventory.page_label.format(page=number, pages=len(reading.pages))
        for part in (*inventory.foot_parts, page):
            if not _says(text, unicodedata.normalize("NFC", part)):
                found = folded(shown.replace(BREAK, " "))
                yield Finding(Code.FOOT, f"the foot of page {number} lacks {_quote(part)}", "", part, found)
        if more := _more(text, (*inventory.foot_parts, page, *_masthead(inventory))):
            yield Finding(Code.FOOT, f"the head or foot of page {number} says {_quote(more)} besides", "", "", more)


def _fonts(inventory: Inventory, reading: Reading) -> Iterator[Finding]:
    """Look for fonts whose letters may look like others."""
    for font in reading.fonts:
        if not is_known(font, inventory.fonts):
            what = "is none of the press's" if font.glyphs is None else "has letters that are none of the press's"
            yield Finding(
                Code.FONT, f"the font {font.name} {what}: what is seen may not be what is read", "", "", font.name
            )


def _masthead(inventory: Inventory) -> Iterator[str]:
    """Yield what stands above the title, which a head may say again."""
    yield from (piece.text for piece in takewhile(lambda piece: piece.kind is not Kind.HEADING, inventory.pieces))


def _more(text: str, parts: Iterable[str]) -> str:
    """Return what a head and foot say besides these parts, each once; nothing of what runs from right to left."""
    rest = "".join(text.split())  # BREAK is white space
    if any(unicodedata.bidirectional(char) in {"R", "AL"} for char in rest):
        return ""
    for part in sorted({"".join(unicodedata.normalize("NFC", part).split()) for part in parts}, key=len, reverse=True):
        rest = rest.replace(part, " ", 1)
    return rest.strip()


def _sections(expected: Sequence[Piece], findings: Sequence[Finding]) -> Count:
    """Count the sections of the second level, and those of them of which nothing is said but how they are printed."""
    tops: list[str] = []
    above: dict[str, str] = {}
    for piece in expected:
        if piece.kind is Kind.HEADING:
            tops += [piece.section] * (piece.level == SECTION)
            above[piece.section] = tops[-1] if tops else ""
    if any(finding.code is Code.UNREADABLE for finding in findings):
        return Count(len(tops), 0)
    faulty = {above.get(finding.section, "") for finding in findings if finding.code is not Code.PRINT}
    return Count(len(tops), sum(top not in faulty for top in tops))
