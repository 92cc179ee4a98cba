"""Takes the measures of a PDF's pages: type, lines, margins, colours, and what stands where it should not."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, product
from math import inf
from operator import itemgetter

from press.languages import is_right_to_left
from press.model.capitals import block_of_capitals
from press.model.colour import is_grey
from press.verify.finding import shortened
from press.verify.legible import Colour, contrast
from press.verify.measures import Flaw, Measure, Measures, Quantity, Spot
from press.verify.pdf.bidi import runs_left
from press.verify.pdf.content import MARGINS, Page, Run
from press.verify.pdf.layout import Block, Layout, Line, Whole, lines_of
from press.verify.pdf.matrix import Area
from press.verify.pdf.structure import Element
from press.verify.permitted import folded

_MM = 25.4 / 72
"""Millimetres in a point."""

_FEWEST_LINES = 12
"""Full lines from which on they say something of the page, and not only of the words that happen to stand on them."""

_FEWEST_LETTERS = 14
"""Different characters from which on a line is one of a text, whose letters are as wide as they are on average."""

_LONGEST_WORD = 20
"""Characters of a word, or an address, that makes the line before it short."""

_STRETCHED, _FEWEST_SPACES = 0.05, 3
"""Sizes of the type by which each space of a line is wider than the font has it, of a line with this many spaces."""

_INDENT, _RAGGED = 1.2, 2.0
"""How far a first line may begin from the others, in sizes of the type; how far others may, in points."""

_BESIDE = 0.4
"""Share of the text's width from which on what begins there stands in a second column."""

_LOWER, _CLOSE = 0.5, 0.3
"""Sizes of the type by which a line stands below the one before, and by which what stands side by side may overlap."""

_LIGHT = 0.5
"""How light the ground is, of 1, on which text can be grey."""

_ROOM = 0.9
"""Share of a page's text from which on a box, with its heading, need not fit on one page."""

_MANY = 20
"""How many places of one flaw are kept."""


def measure(pages: Sequence[Page | None], tree: Element, lang: str) -> Measures:
    """Return the measures of a file, whose structure is `tree`; `lang` is its language, as BCP 47 has it."""
    layout = Layout(pages)
    layout.take(tree)
    return _Measuring(layout, is_rtl=is_right_to_left(lang)).measures()


class _Measuring:
    """The measuring of one file."""

    def __init__(self, layout: Layout, *, is_rtl: bool) -> None:
        self.layout = layout
        self.is_rtl = is_rtl
        self.pages = [page for page in layout.pages if page]
        self.blocks = [block for block in layout.blocks if block.lines]
        self.lines = [line for block in self.blocks for line in block.lines]
        self.feet = [*_runs_of(self.pages, *MARGINS)]
        self.runs = [run for line in self.lines for run in line.runs]
        self.shown = [*self.runs, *self.feet, *_runs_of(self.pages, "Pagination")]
        self.text = [b for b in self.blocks if b.kind == "paragraph" and not b.is_nested]
        # A long list's numbers hang out of the column.
        self.column = [line for block in self.blocks if block.kind != "mark" for line in block.lines]
        self.start = min([self._start(line) for line in self.column], default=0.0)
        self.end = max([self._end(line) for line in self.column], default=0.0)
        heights: dict[int, list[float]] = defaultdict(list)
        for line in self.lines:
            heights[line.page] += [line.base, line.base + line.size]
        self.height = max([max(ends) - min(ends) for ends in heights.values()], default=0.0)

    def measures(self) -> Measures:
        """Return the measures."""
        taken = (*self._type(), *self._setting(), *self._margins(), *self._colours(), *self._writing())
        values = {quantity: found for quantity, found in taken if found is not None}
        flaws: dict[Flaw, dict[Spot, None]] = defaultdict(dict)
        for flaw, spot in (*self._looks(), *self._order(), *self._alignment(), *self._breaks()):
            flaws[flaw][spot] = None
        return Measures(len(self.layout.pages), values, {flaw: tuple(spots)[:_MANY] for flaw, spots in flaws.items()})

    def _start(self, line: Line) -> float:
        """Return where a line begins, in points from where lines of its direction begin."""
        return -line.right if self.is_rtl else line.left

    def _end(self, line: Line) -> float:
        return -line.left if self.is_rtl else line.right

    # Quantities

    def _type(self) -> Iterator[tuple[Quantity, Measure | None]]:
        sizes: Counter[float] = Counter()
        for block in self.text:
            for run in (run for line in block.lines for run in line.runs):
                sizes[round(run.size, 1)] += len(run.text)
        if sizes:
            yield Quantity.BODY, Measure(sizes.most_common(1)[0][0])
        yield Quantity.SMALLEST, _least((run.size, run) for run in self.shown)
        yield Quantity.FOOT, _least((run.size, run) for run in self.feet)
        levels = {Quantity.TITLE: {1}, Quantity.SECTION: {2}, Quantity.HEADING: {3, 4, 5, 6}}
        for quantity, wanted in levels.items():
            blocks = [block for block in self.blocks if block.kind == "heading" and block.level in wanted]
            yield quantity, _least((run.size, run) for block in blocks for line in block.lines for run in line.runs)

    def _setting(self) -> Iterator[tuple[Quantity, Measure | None]]:
        """Yield the spacing and the length of lines."""
        spaced = (
            ((above.base - below.base) / max(above.size, below.size), below)
            for block in self.blocks
            if block.kind in {"paragraph", "item"}
            for above, below in pairwise(block.lines)
            if above.page == below.page and above.base > below.base
        )
        yield Quantity.LEADING, _least(spaced)
        full = [(float(len(_unmarked(line.text))), line) for block in self.text for line in self._full(block)]
        lengths = sorted([length for length, line in full if _is_of_usual_width(line.text)])
        if (count := len(lengths)) >= _FEWEST_LINES:
            middle = lengths[(count - 1) // 2], lengths[count // 2]  # `statistics` takes a millisecond to load
            yield Quantity.LINE, Measure(sum(middle) / 2)
        yield Quantity.LONGEST, _most(full)

    def _full(self, block: Block) -> Iterator[Line]:
        """Yield the lines of a paragraph that end where the next word would not have fitted, and hold plain words."""
        font = Counter(run.font.name for line in block.lines for run in line.runs if run.font).most_common(1)
        end = max([self._end(line) for line in block.lines])
        for line, after in pairwise(block.lines):
            words, next_words = _unmarked(line.text), _unmarked(after.text)
            following = next_words.partition(" ")[0]
            room = (after.right - after.left) * len(following) / max(len(next_words), 1)
            plain = all(run.font is None or run.font.name == font[0][0] for run in line.runs)
            short = max(map(len, [following, *words.split()]), default=0) <= _LONGEST_WORD
            if plain and short and len({*words}) >= _FEWEST_LETTERS and self._end(line) + room >= end:
                yield line

    def _margins(self) -> Iterator[tuple[Quantity, Measure | None]]:
        """Yield the paper's size, the margins of the text, and the nearest that anything comes to the paper's edge."""
        if not self.pages:
            return
        paper = self.pages[0].area
        yield Quantity.WIDTH, Measure((paper.right - paper.left) * _MM)
        yield Quantity.HEIGHT, Measure((paper.top - paper.bottom) * _MM)
        sides = [*map(self._sides, self.column)]
        for place, quantity in enumerate((Quantity.LEFT, Quantity.RIGHT, Quantity.TOP, Quantity.BOTTOM)):
            yield quantity, _least(zip(map(itemgetter(place), sides), self.column, strict=True))
        feet = lines_of(self.feet) if self.feet else ()
        yield Quantity.EDGE, _least((min(self._sides(line)), line) for line in feet)
        yield Quantity.LAST, self._last()

    def _sides(self, line: Line) -> tuple[float, float, float, float]:
        """Return how far a line is from the paper's left, right, top and bottom, in millimetres."""
        page, area = self.layout.pages[line.page], line.area
        paper = page.area if page else area
        return (
            (area.left - paper.left) * _MM,
            (paper.right - area.right) * _MM,
            (paper.top - area.top) * _MM,
            (area.bottom - paper.bottom) * _MM,
        )

    def _last(self) -> Measure | None:
        """Return how much of the last page's height is used, of that which the fullest page uses."""
        last = len(self.layout.pages) - 1
        bases = [line.base for line in self.lines if line.page == last]
        bases += [area.bottom for page, area in self.layout.rules if page == last]
        tops = [line.base + line.size for line in self.lines]
        return Measure(100 * (max(tops) - min(bases)) / self.height) if bases and self.height else None

    def _colours(self) -> Iterator[tuple[Quantity, Measure | None]]:
        told = {(run.colour, run.behind): run for run in reversed(self.shown) if run.colour and run.behind}
        pairs = [(colour, behind, run) for (colour, behind), run in told.items() if colour and behind]
        yield Quantity.CONTRAST, _least((contrast(colour, behind), run) for colour, behind, run in pairs)
        yield Quantity.TINT, _most((100 * (1 - _grey(behind)), run) for _, behind, run in pairs)

    def _writing(self) -> Iterator[tuple[Quantity, Measure | None]]:
        """Yield the least room over a line to write on, up to the next line or the words above it."""
        found: list[tuple[float, int]] = []
        for page, rule in self.layout.rules:
            above = [area.bottom for number, area in self.layout.rules if number == page and area.bottom > rule.top + 1]
            above += [line.base for line in self.lines if line.page == page and line.base > rule.top]
            if above:
                found.append(((min(above) - rule.bottom) * _MM, page))
        yield Quantity.WRITING, Measure(min(found)[0], Spot(min(found)[1] + 1)) if found else None

    # Flaws

    def _looks(self) -> Iterator[tuple[Flaw, Spot]]:
        """Yield what is wrong with letters as such."""
        looks = {(id(run.font), run.colour, run.behind): run for run in self.shown}
        flawed = {look: flaws for look, run in looks.items() if (flaws := [*_looks_of(run)])}
        for run in self.shown if flawed else ():
            for flaw in flawed.get((id(run.font), run.colour, run.behind), ()):
                yield flaw, _spot(run)
        least = _STRETCHED * _FEWEST_SPACES
        back = 0.0  # what a mark is set back, or forth, the next string makes up for
        for run in self.shown:
            shift, back = run.shift + back, 0.0
            if run.is_mark:
                back = shift
            elif shift > least and shift > _STRETCHED * run.text.strip().count(" "):
                yield Flaw.JUSTIFIED, _spot(run)
        for block in self.blocks:
            for run in block.underlined:
                yield Flaw.UNDERLINE, _spot(run)
            if block.kind != "code" and (found := block_of_capitals(block.text)):
                yield Flaw.CAPITALS, Spot(block.page + 1, found)

    def _order(self) -> Iterator[tuple[Flaw, Spot]]:
        """Yield what stands neither below all that is read before it nor, in a row or at a mark, beside it."""
        rows = {id(b): n for n, whole in enumerate(self.layout.wholes) if whole.kind == "row" for b in whole.blocks}
        floors: dict[int, float] = {}
        before: Block | None = None
        for block in self.blocks:
            first = block.lines[0]
            row = rows.get(id(block))
            is_next = first.page >= max(floors, default=0) and _is_below(first, floors.get(first.page, inf))
            if not is_next and before:
                in_row = row is not None and row == rows.get(id(before))
                last = before.lines[-1]
                is_next = ((in_row or before.kind == "mark") and self._is_beside(block, before)) or (
                    in_row and (first.page != last.page or _is_below(first, last.base))
                )
            runs_on = all(
                b.page > a.page or (b.page == a.page and _is_below(b, a.base)) for a, b in pairwise(block.lines)
            )
            if not (is_next and runs_on and all(map(self._reads_on, block.lines))):
                yield Flaw.ORDER, _spot(first)
            for line in block.lines:
                floors[line.page] = min(line.base, floors.get(line.page, inf))
            before = block

    def _is_beside(self, block: Block, before: Block) -> bool:
        """Return whether a block begins on a line of the one before it, and stands behind that on all they share."""
        first = block.lines[0]
        return any(
            first.page == other.page and abs(first.base - other.base) <= first.size for other in before.lines
        ) and all(
            self._start(line) >= self._end(other) - _CLOSE * first.size
            for line, other in product(block.lines, before.lines)
            if line.page == other.page and abs(line.base - other.base) <= _LOWER * line.size
        )

    def _reads_on(self, line: Line) -> bool:
        """Return whether the strings of a line follow one another from left to right, if that is how they are read."""
        is_in_order = all(b.left >= a.right - _CLOSE * b.size for a, b in pairwise(line.runs))
        return self.is_rtl or is_in_order or runs_left(line.text)

    def _alignment(self) -> Iterator[tuple[Flaw, Spot]]:
        """Yield the blocks whose lines do not begin below one another at the left; a table's columns are its own."""
        beside = self.start + _BESIDE * (self.end - self.start)
        for block in self.blocks:
            if block.kind in {"cell", "mark"}:
                continue
            starts = [self._start(line) for line in block.lines]
            rest = starts[1:] or starts
            if min(starts) > beside and not block.is_nested and block.kind != "heading":
                yield Flaw.COLUMNS, _spot(block.lines[0])
            elif (
                (max(rest) - min(rest) > _RAGGED and block.kind != "code")
                or abs(starts[0] - rest[0]) > _INDENT * block.lines[0].size
                or (block.kind == "heading" and starts[0] - self.start > _RAGGED)
            ):
                yield Flaw.UNALIGNED, _spot(block.lines[0])

    def _breaks(self) -> Iterator[tuple[Flaw, Spot]]:
        """Yield what ends a page, or stands on two, and should not."""
        for block, after in pairwise(self.layout.blocks):
            if block.kind == "heading" and after.page > block.last_page:
                yield Flaw.STRANDED, _spot(block.lines[0])
        for block in self.blocks:
            pages = [len([*lines]) for _, lines in groupby(line.page for line in block.lines)]
            if len(pages) > 1 and 1 in {pages[0], pages[-1]} and block.kind != "cell":
                yield Flaw.LONE_LINE, Spot(block.page + 1, shortened(block.text))
        for whole in self.layout.wholes:
            is_split = whole.is_on_two_pages() and whole.height() <= _ROOM * self.height  # which had room on one
            flaw = self._flaw_of(whole) if is_split else None
            if flaw:
                first = next((block for block in whole.blocks if block.lines and block.kind != "mark"), None)
                yield flaw, _spot(first.lines[0]) if first else Spot(whole.blocks[0].page + 1)

    def _flaw_of(self, whole: Whole) -> Flaw | None:
        """Return what it is called that this is split; None for what may be.

        An item may go on over the page as a paragraph may, but not one with a line to write on. Blocks that have
        neither frame nor lines to write on are no box.
        """
        if whole.kind == "part":
            return None
        if whole.kind == "row":
            return Flaw.SPLIT_ROW
        if whole.kind == "item":
            return Flaw.SPLIT_QUESTION if whole.has_lines else None
        has_headings = any(block.kind == "heading" for block in whole.blocks)
        return Flaw.SPLIT_BOX if not has_headings and (whole.has_lines or self._is_framed(whole)) else None

    def _is_framed(self, whole: Whole) -> bool:
        """Return whether something was painted around, or behind, all of this that is on its first page."""
        first = whole.blocks[0].page
        around = Area.holding(area for page, area in whole.areas() if page == first)
        page = self.layout.pages[first]
        return any(around.within(part, 1) for fill in (page.fills if page else ()) for part in fill.parts)


def _is_of_usual_width(text: str) -> bool:
    """Return whether most letters of a text are as wide as Latin ones: Cyrillic and Greek ones are not."""
    letters = [unicodedata.name(char, "") for char in text if char.isalpha()] if not text.isascii() else []
    return 2 * sum(name.startswith(("LATIN", "ARABIC", "HEBREW")) for name in letters) >= len(letters)


def _is_below(line: Line, floor: float) -> bool:
    return line.base < floor - _LOWER * line.size


def _runs_of(pages: Iterable[Page], *kinds: str) -> Iterator[Run]:
    """Yield the strings of the artifacts of some kinds that are seen."""
    return (run for page in pages for run in page.artifact_runs(*kinds) if run.text.strip() and not run.hidden)


def _looks_of(run: Run) -> Iterator[Flaw]:
    """Yield what is wrong with a string's type and colour."""
    if run.font and run.font.leans:
        yield Flaw.ITALIC
    if run.font and run.font.has_serifs:
        yield Flaw.SERIF
    if run.colour is None or run.behind is None:
        yield Flaw.UNKNOWN
    elif is_grey(run.colour) and _grey(run.behind) > _LIGHT:
        yield Flaw.GREY


def _unmarked(text: str) -> str:
    """Return a text without the marks on its letters, which take no room in a line: vowels, points, accents."""
    return text if text.isascii() else "".join([char for char in text if unicodedata.category(char) != "Mn"])


def _least(found: Iterable[tuple[float, Line | Run]]) -> Measure | None:
    """Return the least of some values, with its place; None where there are none."""
    value, place = min(found, key=itemgetter(0), default=(0.0, None))
    return Measure(value, _spot(place)) if place else None


def _most(found: Iterable[tuple[float, Line | Run]]) -> Measure | None:
    value, place = max(found, key=itemgetter(0), default=(0.0, None))
    return Measure(value, _spot(place)) if place else None


def _spot(place: Line | Run) -> Spot:
    return Spot(place.page + 1, shortened(folded(place.text)))


def _grey(colour: Colour) -> float:
    """Return the grey that a black-and-white printer makes of a colour, 0 to 1 (ITU-R BT.601)."""
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue
