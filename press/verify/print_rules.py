"""The rules of clear and large print, as data with the source of each, and what of an edition breaks them.

UKAAF is the UK Association for Accessible Formats, RNIB the Royal National Institute of Blind People, ACB the American
Council of the Blind.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from press.model import Edition
from press.verify.finding import Code, Finding
from press.verify.measures import Flaw, Measure, Measures, Quantity, Spot


@dataclass(frozen=True, slots=True)
class Rule:
    """What a quantity must be: at least `least` and at most `most`; `source` says who asks for it, and why."""

    quantity: Quantity
    least: float
    most: float
    source: str


_PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height, in millimetres (ISO 216; ANSI Y14.1)."""

_BOTH = (
    Rule(Quantity.LONGEST, 0, 80, "WCAG 2.2, 1.4.8"),
    Rule(Quantity.EDGE, 8, inf, "ours: what every printer reaches"),
    Rule(Quantity.WRITING, 8, inf, "ours: a hand that shakes, too"),
    Rule(Quantity.CONTRAST, 4.5, 21, "WCAG 2.2, 1.4.3; of lightness alone, so in black and white as well"),
    Rule(Quantity.TINT, 0, 10, "ours: a photocopier makes dots of more"),
)

STANDARD = (
    Rule(Quantity.BODY, 14, inf, "RNIB; UKAAF: 12, ideally 14"),
    Rule(Quantity.SMALLEST, 12, inf, "UKAAF, clear print"),
    Rule(Quantity.FOOT, 12, inf, "UKAAF: page numbers ideally at the size of the text"),
    Rule(Quantity.TITLE, 20, inf, "ours: found at a glance"),
    Rule(Quantity.SECTION, 16, inf, "ours: larger than the text"),
    Rule(Quantity.HEADING, 14, inf, "ours: not smaller than the text"),
    Rule(Quantity.LEADING, 1.2, inf, "ACB: 1.15 or more; ours"),
    Rule(Quantity.LINE, 60, 70, "RNIB"),
    Rule(Quantity.LEFT, 20, inf, "ours: room to file it, on the back too"),
    Rule(Quantity.RIGHT, 20, inf, "ours: room to file it, on the back too"),
    Rule(Quantity.TOP, 12, inf, "ours"),
    Rule(Quantity.BOTTOM, 20, inf, "ours: the foot stands below"),
    *_BOTH,
)
"""Clear print."""

LARGE = (
    Rule(Quantity.BODY, 18, inf, "ACB; UKAAF: 16, ideally 18"),
    Rule(Quantity.SMALLEST, 18, inf, "ACB"),
    Rule(Quantity.FOOT, 18, inf, "UKAAF: page numbers ideally at the size of the text"),
    Rule(Quantity.TITLE, 22, inf, "ACB"),
    Rule(Quantity.SECTION, 22, inf, "ACB"),
    Rule(Quantity.HEADING, 20, inf, "ACB"),
    Rule(Quantity.LEADING, 1.15, inf, "ACB"),
    Rule(Quantity.LINE, 40, 70, "RNIB: at most 70; 60 do not fit between margins of an inch"),
    *(Rule(side, 25.4, inf, "ACB") for side in (Quantity.LEFT, Quantity.RIGHT, Quantity.TOP, Quantity.BOTTOM)),
    *_BOTH,
)
"""Large print."""

FLAWS: Mapping[Flaw, tuple[str, str]] = {
    Flaw.ORDER: ("does not stand where it is read: below, or beside, what comes before it", "ours"),
    Flaw.COLUMNS: ("stands beside other text; the text has one column", "ACB"),
    Flaw.UNALIGNED: ("does not begin where the other lines do, at the left", "UKAAF; RNIB; ACB"),
    Flaw.JUSTIFIED: ("is stretched to the margin; lines end where they end", "UKAAF; RNIB; ACB"),
    Flaw.ITALIC: ("is in italics; emphasis is bold", "UKAAF"),
    Flaw.SERIF: ("is in a type with serifs", "ACB"),
    Flaw.UNDERLINE: ("is underlined or struck through and no link; emphasis is bold", "UKAAF"),
    Flaw.CAPITALS: ("is all in capitals; emphasis is bold", "UKAAF"),
    Flaw.GREY: ("is grey; text is black, or of the one accent", "ours: a photocopy loses it"),
    Flaw.UNKNOWN: ("has a colour, or something behind it, that cannot be told", "could not tell is never kept"),
    Flaw.SPLIT_WORD: ("is split at a line's end", "UKAAF"),
    Flaw.STRANDED: ("is a heading at the end of a page", "ours"),
    Flaw.SPLIT_BOX: ("begins a box that goes on over the page, though it has room on one", "ours"),
    Flaw.SPLIT_ROW: ("is in a row that goes on over the page", "ours"),
    Flaw.SPLIT_QUESTION: ("is a question whose line to write on is over the page", "ours"),
    Flaw.LONE_LINE: ("leaves a single line on a page", "ours"),
}
"""What must not be, with what a finding says of it, and who asks for it."""

_SPLIT = re.compile(r"[-‐\xad]?\|")
"""Where a word is split, as a finding has it."""


def rules_of(edition: Edition) -> tuple[Rule, ...]:
    """Return the rules of a printed edition's quantities."""
    width, height = _PAPERS[edition.name.partition("-")[0]]
    paper = (
        Rule(Quantity.WIDTH, width - 0.5, width + 0.5, "the paper's size"),
        Rule(Quantity.HEIGHT, height - 0.5, height + 0.5, "the paper's size"),
    )
    return (*(LARGE if "large-print" in edition.name else STANDARD), *paper)


def breaches(measures: Measures | None, edition: Edition) -> Iterator[tuple[Finding, str]]:
    """Yield a finding for each rule that an edition breaks, with the worst place and how many there are; and its words.

    An edition that could not be measured breaks them all.
    """
    if measures is None:
        yield Finding(Code.PRINT, "its type, lines and pages could not be measured"), ""
        return
    for rule in rules_of(edition):
        found = measures.values.get(rule.quantity)
        if found and not rule.least <= _rounded(found) <= rule.most:
            yield _out_of_bounds(rule, found), found.spot.words
    for flaw, spots in measures.flaws.items():
        says, source = FLAWS[flaw]
        more = f" (and {len(spots) - 1} more)" if len(spots) > 1 else ""
        words = spots[0].words
        yield Finding(Code.PRINT, f"{_at(spots[0])} {says} ({source}){more}", found=words), _SPLIT.sub("", words)


def _rounded(found: Measure) -> float:
    """Return a value without what the rounding of places in the file makes of it."""
    return round(found.value, 1 if found.value > 2 else 2)  # noqa: PLR2004 - ratios are below


def _out_of_bounds(rule: Rule, found: Measure) -> Finding:
    value = _rounded(found)
    bound = f"at least {rule.least:g}" if value < rule.least else f"at most {rule.most:g}"
    place = _at(found.spot) if found.spot.words else f"page {found.spot.page}"
    where = f"; {place}" if found.spot.page else ""
    says = f"{rule.quantity.value}: {value:g}, but {bound} ({rule.source}){where}"
    return Finding(Code.PRINT, says, expected=bound, found=f"{value:g}")


def _at(spot: Spot) -> str:
    page, words = f"page {spot.page}: " if spot.page else "", f'"{spot.words}"' if spot.words else "something"
    return page + words
