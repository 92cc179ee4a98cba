"""The inventory against what an extractor found: findings and counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from press.model import Edition, Format
from press.verify.breaking import with_split_words
from press.verify.feet import feet
from press.verify.finding import Code, Count, Finding, Verdict, quoted
from press.verify.inventory import Inventory
from press.verify.matching import Matching, words
from press.verify.permitted import folded, links_of_an_ebook, links_on_paper
from press.verify.piece import Heading, Kind, Link, Piece, Reading, piece_of
from press.verify.plain import project
from press.verify.print_rules import breaches
from press.verify.typefaces import is_known

CONTENTS = {Format.EPUB: ("navigation", "NCX"), Format.PDF: ("bookmarks",)}
"""The contents lists that a format must have."""

_OF_ITSELF = ("title", "lang", "author", "fingerprint")
METADATA = {
    Format.HTML: (*_OF_ITSELF, "skip_link", "description"),
    Format.EPUB: (*_OF_ITSELF, "contents_title", "pages_title", "cover_title", "description"),
    Format.PDF: (*_OF_ITSELF, "description", "keywords"),
    Format.TEXT: (),
}
"""What a file says of itself, which is no piece of its text; it need not have a description."""

SECTION = 2
"""The level of the headings that are counted as sections; what is deeper belongs to them."""


def compare(inventory: Inventory, reading: Reading, edition: Edition) -> Verdict:
    """Return what an edition holds of its inventory, with a finding for each difference."""
    expected = expected_pieces(inventory, edition)
    measures = reading.measures and with_split_words(reading.measures, reading.pieces, expected)
    matching = Matching(expected, reading.pieces)
    findings = [
        *(Finding(Code.UNREADABLE, f"could not be read back: {reason}") for reason in reading.unread),
        *(_placed(_unseen(text, reason), text, expected) for text, reason in reading.unseen),
        *matching.findings(),
        *_contents(inventory, reading, edition),
        *_metadata(inventory, reading, edition),
        *feet(inventory, reading, edition),
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
            ascii_lang = inventory.lang if edition.name == "portal" else None
            return project(pieces, ascii_lang=ascii_lang, picture=inventory.picture_label)
        case Format.PDF:
            on_request = inventory.on_request
            shown = [_drawn(piece, inventory) if piece.picture else _on_paper(piece) for piece in pieces]
            said = (_saying(piece, links_on_paper(piece.links, on_request=on_request)) for piece in shown)
            return tuple(replace(piece, box="") if piece.box else piece for piece in said)
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


def _placed(finding: Finding, there: str, pieces: Iterable[Piece]) -> Finding:
    """Return a finding about words in a file with the place where the source has them, if that can be told."""
    piece = piece_of(there, pieces)
    return replace(finding, section=piece.section, line=piece.line) if piece else finding


def _unseen(text: str, reason: str) -> Finding:
    return Finding(Code.UNSEEN, f"{quoted(text)} is in the file but no reader sees it: {reason}", found=text)


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
            missing = [f"{quoted(ours)} is missing"] if ours else []
            added = [f"{quoted(theirs)} stands there, but not in the source"] if theirs else []
            first = headings[min(i, len(headings) - 1)]
            message = f"in the {name}, {' and '.join(missing + added)}"
            yield Finding(Code.CONTENTS, message, first.text, ours, theirs, first.line)


def _metadata(inventory: Inventory, reading: Reading, edition: Edition) -> Iterator[Finding]:
    for name in METADATA[edition.format]:
        ours, theirs = getattr(inventory, name), reading.metadata.get(name, "")
        if folded(theirs) != ours and (theirs or name != "description"):
            told = f"the file's {name.replace('_', ' ')} is {quoted(theirs)}, not {quoted(ours)}"
            yield Finding(Code.METADATA, told, "", ours, theirs)


def _fonts(inventory: Inventory, reading: Reading) -> Iterator[Finding]:
    """Look for fonts whose letters may look like others."""
    for font in reading.fonts:
        if not is_known(font, inventory.fonts):
            what = "is none of the press's" if font.glyphs is None else "has letters that are none of the press's"
            yield Finding(
                Code.FONT, f"the font {font.name} {what}: what is seen may not be what is read", "", "", font.name
            )


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
