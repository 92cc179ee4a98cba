"""The pieces that must be there against those that were found: pairs, and a finding for each difference."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from press.verify.finding import Code, Finding, quoted
from press.verify.permitted import folded, squeezed, without_breaks
from press.verify.piece import Kind, Piece

_LIKE = 0.5
"""Share of words that two texts have in common from which on one is taken for the other, changed."""

_WITH_WORDS = re.compile(r"[^\W_]\S*")
"""The rest of a run without white space, from its first letter or digit on: once in each that has one."""


@lru_cache(maxsize=4096)
def words(text: str) -> int:
    """Return the number of words in a text: runs without white space that hold a letter or a digit.

    Kept, since the editions of a handout are counted one after the other.
    """
    return len(_WITH_WORDS.findall(text))


@dataclass(slots=True)
class Matching:
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
            what = f"has level {got.level} here, not {want.level}"
            yield _finding(Code.HEADING_LEVEL, want, what, str(want.level), str(got.level))
        if want.mark != got.mark:
            yield _finding(Code.MARK, want, f"has the mark `{got.mark}` here, not `{want.mark}`", want.mark, got.mark)
        if (want.depth, want.quoted) != (got.depth, got.quoted):
            ours, theirs = (f"{piece.depth} {piece.quoted}" for piece in (want, got))
            there = f"{got.depth} lists and {got.quoted} quotations"
            what = f"stands in {there} here, not in {want.depth} and {want.quoted}"
            yield _finding(Code.DEPTH, want, what, ours, theirs)
        if want.box != got.box:
            ours, theirs = (f"the box {box}" if box else "no box" for box in (want.box, got.box))
            yield _finding(Code.DEPTH, want, f"stands in {theirs} here, not in {ours}", want.box, got.box)
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
            text = folded(piece.text)
            twin = known.get(_key(piece)[1])
            if twin:
                yield _finding(Code.REPEATED, twin, "stands twice", "", text)
            else:
                yield Finding(
                    Code.ADDED, f"the {piece.kind} {quoted(text)} is not in the source", piece.section, "", text
                )


def _key(piece: Piece) -> tuple[bool, str]:
    """What makes two pieces the same for a start: a heading or not, and the text without white space."""
    return piece.kind is Kind.HEADING, squeezed(piece.text)


def _is_same(want: Piece, got: Piece) -> bool:
    """Return whether two pieces have the same key."""
    return (want.text == got.text and want.kind is got.kind) or _key(want) == _key(got)


def _links(want: Piece, got: Piece) -> Iterator[Finding]:
    """Yield how the links of two pieces differ: in where they lead, else in the words that they stand around."""
    ours, theirs = (", ".join(link.target for link in piece.links) or "none" for piece in (want, got))
    if ours != theirs:
        yield _finding(Code.LINK, want, f"has other links here: {theirs} instead of {ours}", ours, theirs)
        return
    for link, other in zip(want.links, got.links, strict=True):
        if squeezed(link.words) != squeezed(other.words):
            shown = folded(other.words)
            what = f"has the link {link.target} at `{shown}` here, not at `{link.words}`"
            yield _finding(Code.LINK, want, what, link.words, shown)


def _languages(want: Piece, got: Piece) -> Iterator[Finding]:
    """Yield that words are said to be in another language than in the source."""
    if [(f.lang, squeezed(f.words)) for f in want.foreign] != [(f.lang, squeezed(f.words)) for f in got.foreign]:
        ours, theirs = (", ".join(f"{f.lang} `{folded(f.words)}`" for f in p.foreign) or "none" for p in (want, got))
        yield _finding(
            Code.LANGUAGE, want, f"has words in other languages here: {theirs} instead of {ours}", ours, theirs
        )


def _likeness(want: Piece, got: Piece) -> float:
    """Return the share of words that two texts have in common, 0 to 1."""
    if (want.kind is Kind.HEADING) != (got.kind is Kind.HEADING):
        return 1.0 if _key(want)[1] == _key(got)[1] else 0.0
    ours, theirs = Counter(want.text.split()), Counter(got.text.split())
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
        code, f"the {piece.kind} {quoted(piece.text)}{place} {what}", piece.section, expected, found, piece.line
    )
