"""Carries out a page's content stream, to see what is drawn where, and what of it is visible."""

from collections.abc import Callable
from typing import TypeVar

import pikepdf

from press.verify.legible import BLACK, WHITE, Colour
from press.verify.pdf.content import Drawn, Fill, Page
from press.verify.pdf.fonts import Font, read_font
from press.verify.pdf.foreign import Object, stream_bytes
from press.verify.pdf.lexer import instructions, properties
from press.verify.pdf.matrix import Area, Matrix
from press.verify.pdf.state import State

_MAX_FORMS = 12
"""How deeply drawings may stand in drawings."""

_LOWEST = 5.0
"""Points: what is painted less high than this has no text on it."""

_SPACES = {b"/DeviceGray": 1, b"/DeviceRGB": 3, b"/DeviceCMYK": 4}
"""The colour spaces that are known here, with how many numbers a colour has."""

_LEVEL = 0.5
"""Points by which the ends of a level line may differ in height."""


_Method = TypeVar("_Method", bound=Callable[..., None])

_OPERATORS: dict[bytes, Callable[..., None]] = {}
"""What carries out each operator: the drawing under way and the operands to what changes in it."""


class Interpreter:
    """Reads the pages of one file; each font is read once."""

    def __init__(self) -> None:
        """Begin with no fonts; they are known by their numbers in the file."""
        self.fonts: dict[tuple[int, int], Font] = {}

    def read(self, number: int, page: pikepdf.Page) -> Page:
        """Return what is drawn on a page (`number` from 0).

        Raises ValueError for what it does not know, and whatever pikepdf raises for a damaged page.
        """
        drawing = _Drawing(self.font, number, Area.around(_corners(page.cropbox)))
        contents = page.obj["/Contents"]
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        drawing.run(b"\n".join(stream_bytes(part) for part in parts), page.obj["/Resources"])
        return drawing.page

    def font(self, font: Object) -> Font:
        """Return a font's tables. Raises ValueError and others, as `read_font` does."""
        key = font.objgen
        if key not in self.fonts:
            self.fonts[key] = read_font(font)
        return self.fonts[key]


def _on(*operators: bytes) -> Callable[[_Method], _Method]:
    """Have a method of `_Drawing` carry out these operators."""

    def noted(method: _Method) -> _Method:
        _OPERATORS.update(dict.fromkeys(operators, method))
        return method

    return noted


class _Drawing:
    """The reading of one content stream, and of the drawings in it."""

    def __init__(self, font: Callable[[Object], Font], number: int, area: Area) -> None:
        self.font = font
        self.number = number
        self.page = Page(area)
        self.marks: list[Drawn] = []
        self.states: list[State] = []
        self.state = State(Matrix(), area)
        self.text = self.line = Matrix()
        self.shown: float | None = None  # by how much the last string moves on the next, unless a line begins
        self.path: list[list[tuple[float, float]]] = []
        self.is_clip = False
        self.resources: Object = pikepdf.Dictionary()
        self.named: dict[tuple[str, bytes], Object] = {}
        self.depth = 0

    def run(self, data: bytes, resources: Object) -> None:
        """Carry out a content stream. Raises ValueError for what it does not know."""
        outer = self.resources, self.named, self.states, self.path, len(self.marks)
        self.resources, self.named, self.states, self.path = resources, {}, [], []
        for operator, operands in instructions(data):
            carry_out = _OPERATORS.get(operator)
            if carry_out:
                carry_out(self, operands)
            elif operator not in _IGNORED:
                raise ValueError(f"there is an unknown operator, {operator.decode('latin-1')}")
        marks = len(self.marks)
        self.resources, self.named, self.states, self.path, before = outer
        if marks != before:
            raise ValueError("marked content is not closed")

    def resource(self, kind: str, name: bytes, read: Callable[[Object], Object] | None = None) -> Object:
        """Return what a name stands for in the stream under way, as `read` makes it of the file's object."""
        key = kind, name
        if key not in self.named:
            found = self.resources[kind][name.decode("latin-1")]
            self.named[key] = read(found) if read else found
        return self.named[key]

    @property
    def drawn(self) -> Drawn:
        """What is drawn now belongs to this."""
        return self.marks[-1] if self.marks else self.page.stray

    # Text

    @_on(b"Tf")
    def set_font(self, operands: list[bytes]) -> None:
        self.state.font = self.resource("/Font", operands[0], self.font)
        self.state.size = float(operands[1])

    @_on(b"TJ", b"Tj")
    def show(self, operands: list[bytes]) -> None:
        (operand,) = operands
        if self.shown is not None:
            self.text = Matrix(e=self.shown).then(self.text)
        run, self.shown = self.state.show(operand, self.text, self.number, self.behind)
        if run:
            self.drawn.runs.append(run)
            self.page.runs.append(run)

    def begin_line(self, matrix: Matrix) -> None:
        """Let what is shown next begin here."""
        self.text = self.line = matrix
        self.shown = None

    @_on(b"BT")
    def begin_text(self, _operands: list[bytes]) -> None:
        self.begin_line(Matrix())

    @_on(b"Tm")
    def set_matrix(self, operands: list[bytes]) -> None:
        self.begin_line(_matrix(operands))

    @_on(b"Td", b"T*")
    def next_line(self, operands: list[bytes]) -> None:
        """Begin the next line; T* has no operands."""
        x, y = map(float, operands) if operands else (0, -self.state.leading)
        self.begin_line(Matrix(e=x, f=y).then(self.line))

    @_on(b"TD")
    def next_line_and_leading(self, operands: list[bytes]) -> None:
        self.state.leading = -float(operands[1])
        self.next_line(operands)

    # Graphics state

    @_on(b"q")
    def save(self, _operands: list[bytes]) -> None:
        self.states.append(self.state.copy())

    @_on(b"Q")
    def restore(self, _operands: list[bytes]) -> None:
        self.state = self.states.pop()

    @_on(b"cm")
    def transform(self, operands: list[bytes]) -> None:
        self.state.place = _matrix(operands).then(self.state.place)

    @_on(b"gs")
    def set_parameters(self, operands: list[bytes]) -> None:
        opacity = self.resource("/ExtGState", operands[0], _opacity)
        self.state.opacity = self.state.opacity if opacity is None else opacity

    # Colours

    @_on(b"g", b"rg", b"k")
    def set_colour(self, operands: list[bytes]) -> None:
        self.state.colour = _colour(operands)

    @_on(b"cs")
    def set_space(self, operands: list[bytes]) -> None:
        """Every colour space begins with black, or with a colour that cannot be told here."""
        self.state.space = operands[0]
        self.state.colour = BLACK if operands[0] in _SPACES else None

    @_on(b"sc", b"scn")
    def set_colour_in_space(self, operands: list[bytes]) -> None:
        self.state.colour = _colour(operands) if _SPACES.get(self.state.space) == len(operands) else None

    # Marks

    @_on(b"BDC", b"BMC")
    def begin_mark(self, operands: list[bytes]) -> None:
        """What is in a mark without a number belongs to what is around it."""
        tag, entries = operands[0], properties(operands[1]) if operands[1:] else {}
        drawn = self.drawn
        if tag == b"/Artifact":
            drawn = Drawn()
            self.page.artifacts.append((entries.get("Subtype") or entries.get("Type", "Layout"), drawn))
        elif "MCID" in entries:
            number = int(entries["MCID"])
            if self.depth or number in self.page.marked:
                raise ValueError(f"the mark {number} stands twice, or in a drawing")
            drawn = self.page.marked[number] = Drawn(clip=self.state.clip)
        elif entries or tag == b"/ReversedChars":
            raise ValueError(f"marked content has properties of its own: {', '.join(entries) or 'its order'}")
        self.marks.append(drawn)

    @_on(b"EMC")
    def end_mark(self, _operands: list[bytes]) -> None:
        self.marks.pop()

    # Paths and drawings

    @_on(b"re")
    def rectangle(self, operands: list[bytes]) -> None:
        x, y, width, height = map(float, operands)
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        self.path.append([self.state.place.point(*corner) for corner in corners])

    @_on(b"m")
    def move(self, operands: list[bytes]) -> None:
        self.path.append([])
        self.go_on(operands)

    @_on(b"l", b"c", b"v", b"y", b"h")
    def go_on(self, operands: list[bytes]) -> None:
        """A curve lies within the corners that it is given by; h has none, and closes the path."""
        numbers = [*map(float, operands)]
        point = self.state.place.point
        self.path[-1] += [point(*numbers[i : i + 2]) for i in range(0, len(numbers), 2)] or self.path[-1][:1]

    @_on(b"W", b"W*")
    def clip(self, _operands: list[bytes]) -> None:
        """The path under way clips what comes after it."""
        self.is_clip = True

    def behind(self, x: float, y: float) -> Colour | None:
        """Return the colour that a place on the page has so far."""
        for fill in reversed(self.page.fills):
            if fill.covers(x, y):
                return fill.colour
        return WHITE

    def painted(self, areas: list[Area], *, is_even: bool) -> None:
        """Note what is painted where, for the text that comes to stand on it; what is too low for text is left out."""
        if not areas or not self.state.opacity:
            return
        whole = areas[0] if len(areas) == 1 else Area.holding(areas)
        seen = whole.cut(self.state.clip)
        if seen.top - seen.bottom < _LOWEST:
            self.page.bars.append(seen)
            return
        self.covered(Fill(seen, tuple(areas), is_even, self.state.paint()))

    def covered(self, fill: Fill) -> None:
        """Note what lies behind the text that comes after it, and over the text before."""
        self.page.fills.append(fill)
        if self.page.runs:
            self.page.later.append((fill, len(self.page.runs)))

    @_on(b"S", b"s")
    def stroke(self, operands: list[bytes]) -> None:
        """A level line that is filled as well is a line."""
        rules = sum(map(_is_rule, self.path))
        self.drawn.rules += rules
        self.drawn.others += len(self.path) - rules
        self.drawn.areas += [Area.around(part) for part in self.path]
        reach = self.state.width * abs(self.state.place.d) / 2
        self.page.bars += [_bar(part, reach) for part in self.path if len(part) == 2]  # noqa: PLR2004 - its ends
        self.end_path(operands)

    @_on(b"f", b"F")
    def fill(self, operands: list[bytes], *, is_even: bool = False) -> None:
        areas = [Area.around(part) for part in self.path]
        self.painted(areas, is_even=is_even)
        self.drawn.others += len(self.path)
        self.drawn.areas += areas
        self.end_path(operands)

    @_on(b"f*")
    def fill_even(self, operands: list[bytes]) -> None:
        self.fill(operands, is_even=True)

    @_on(b"B", b"B*", b"b", b"b*")
    def fill_and_stroke(self, operands: list[bytes]) -> None:
        self.painted([Area.around(part) for part in self.path], is_even=False)
        self.stroke(operands)

    @_on(b"n")
    def end_path(self, _operands: list[bytes]) -> None:
        if self.is_clip:
            points = [point for part in self.path for point in part]
            self.state.clipped(Area.around(points) if points else Area(0, 0, -1, -1))
        self.path, self.is_clip = [], False

    @_on(b"Do")
    def draw(self, operands: list[bytes]) -> None:
        """Take a picture, or a drawing that is a content stream of its own."""
        drawing = self.resource("/XObject", operands[0])
        if drawing["/Subtype"] != "/Form":
            self.drawn.others += 1
            self.drawn.pictures.append(drawing)
            area = Area.around([self.state.place.point(x, y) for x in (0, 1) for y in (0, 1)])
            self.drawn.areas.append(area)
            self.covered(Fill(area.cut(self.state.clip), (area,), is_even=False, colour=None))
            return
        if self.depth >= _MAX_FORMS:
            raise ValueError(f"drawings stand in one another more than {_MAX_FORMS} deep")
        state, self.state, self.depth = self.state, self.state.copy(), self.depth + 1
        self.state.place = _matrix(drawing.get("/Matrix", Matrix())).then(self.state.place)
        corners = [self.state.place.point(*corner) for corner in _corners(drawing["/BBox"])]
        self.state.clipped(Area.around(corners))
        self.run(stream_bytes(drawing), drawing.get("/Resources", self.resources))
        self.state, self.depth = state, self.depth - 1


def _setter(name: str, factor: float = 1) -> Callable[[_Drawing, list[bytes]], None]:
    """Return what carries out an operator that sets a number of the state."""

    def carry_out(drawing: _Drawing, operands: list[bytes]) -> None:
        setattr(drawing.state, name, float(operands[0]) * factor)

    return carry_out


_OPERATORS |= {
    b"Tc": _setter("spacing"),
    b"Tz": _setter("scale", 0.01),
    b"TL": _setter("leading"),
    b"Ts": _setter("rise"),
    b"Tr": _setter("mode"),
    b"w": _setter("width"),
}

_IGNORED = frozenset(
    {
        *(b"J", b"j", b"M", b"d", b"ri", b"i"),  # the look of lines
        *(b"G", b"RG", b"K", b"CS", b"SC", b"SCN"),  # colours of lines, which `ink` looks at
        *(b"ET", b"BX", b"EX"),
        *(b"MP", b"DP"),  # marks of a place
        b"Tw",  # only for glyphs of one byte, which are refused
    }
)


def _colour(numbers: list[bytes]) -> Colour | None:
    """Return the colour that one number (grey), three (red, green, blue) or four (inks) stand for; None for others."""
    match [*map(float, numbers)]:
        case [grey]:
            return grey, grey, grey
        case [red, green, blue]:
            return red, green, blue
        case [*inks, black] if len(inks) == 3:  # noqa: PLR2004 - cyan, magenta, yellow
            red, green, blue = ((1 - ink) * (1 - black) for ink in inks)
            return red, green, blue
    return None


def _opacity(parameters: Object) -> float | None:
    """Return the opacity that a set of graphics parameters sets, None for none. Raises ValueError for a font."""
    if "/Font" in parameters:
        raise ValueError("a set of graphics parameters changes the font")
    return float(parameters["/ca"]) if "/ca" in parameters else None


def _matrix(numbers: Object) -> Matrix:
    return Matrix(*map(float, numbers))


def _is_rule(part: list[tuple[float, float]]) -> bool:
    """Return whether a part of a path is a level line."""
    if len(part) != 2:  # noqa: PLR2004 - its ends
        return False
    (x, y), (u, v) = part
    return abs(y - v) <= _LEVEL < abs(x - u)


def _bar(ends: list[tuple[float, float]], reach: float) -> Area:
    """Return the area of a straight line that reaches so far to its sides."""
    left, bottom, right, top = Area.around(ends)
    return Area(left - reach, bottom - reach, right + reach, top + reach)


def _corners(box: Object) -> list[tuple[float, float]]:
    x, y, u, v = (float(number) for number in box)
    return [(x, y), (u, y), (u, v), (x, v)]
