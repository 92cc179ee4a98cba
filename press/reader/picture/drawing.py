"""Drawings, SVG: parts that programs show otherwise than paper does, that lead out of the file, or do something."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter
from xml.parsers import expat

from press.reader.picture.found import MOVES, OTHER, Picture, PictureError

MAX_PARTS = 100_000
"""Elements of an SVG, each counted as often as it is shown: these take most of a minute for each sheet."""

MAX_DEPTH = 200
"""Groups in groups of an SVG: ebook readers that use libxml2 give up at 256, WeasyPrint soon after 600."""

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_BETWEEN = "\x1f"
_TEXT, _CLIP = f"{_SVG}{_BETWEEN}text", f"{_SVG}{_BETWEEN}clipPath"
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image", "use"})
_SCRIPTS = frozenset({"script", "iframe", "object", "embed", "handler", "listener"})
_MOVING = frozenset({"animate", "animatecolor", "animatemotion", "animatetransform", "set", "discard"})
_UNFOLLOWED = frozenset({"mask", "textPath"})
"""What is drawn by them cannot be told apart in a finished PDF."""

_FIGURE = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_FIGURES = rf"\s*{_FIGURE}(?:(?:\s*,\s*|\s+|(?=[-+])){_FIGURE})*\s*"
_FORMS = {
    "viewbox": re.compile(rf"\s*{_FIGURE}(?:(?:\s*,\s*|\s+){_FIGURE}){{3}}\s*"),
    "transform": re.compile(rf"(?:none)?\s*(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s*\({_FIGURES}\)[\s,]*)*"),
}
"""What WeasyPrint fails at where it is written otherwise (SVG 1.1, 7.6 and 7.7)."""

_NO_FIGURE = re.compile(
    r"(?i)(?:(?<![\w.#'\"-])[mlhvcsqta]?|(?<=\d[mlhvcsqta]))[-+]?(?:nan|inf(?:inity)?)(?:px|pt|r?em|%)?(?![\w.-])"
)
"""What programs that draw charts write where they miscounted; a PDF with it in a page cannot be read."""

_MEASURES = re.compile(
    r"[xy][12]?|[cdfr][xy]|f?r|width|height|ref[xy]|marker(?:width|height)|textlength|letter-spacing|rotate|orient"
    r"|stroke-(?:width|miterlimit|dash(?:array|offset))|(?:.*-)?opacity"
)
_MEASURE = rf"{_FIGURE}(?:px|pt|pc|in|cm|mm|q|r?em|ex|%)?"
_READ = re.compile(rf"(?:{_MEASURE}(?:(?:\s*,\s*|\s+){_MEASURE})*|[a-zA-Z-]*)(?:\s*!\s*important)?")
"""Attributes that hold figures or a word, and the form in which WeasyPrint reads them: of calc(1px + 2px), of 5ch and
10vw it makes nothing, or fails.
"""

_NAMES = re.compile(
    r"id|class|in2?|result|href|lang|title|label|description|content|font-family|.*name|(?:data|aria)-.*"
)
"""Attributes that hold words."""

_SIZE = rf"\s*(?:inherit|{_MEASURE})(?![\w/.%-])"
_UNSIZED = re.compile(rf"(?i)(?<![\w.#:-])font(?:-size)?\s*:(?!{_SIZE})[^;}}]*")
"""The size of letters in words that WeasyPrint does not read (`bold 12px Arial`, `medium`): it prints none of them."""

_UNPRINTED = {
    "background": ("a ground of its own", r"(?!none|trans|white|#f{3,8}\b|rgba?\((?:255\b\W*){3}|in[hi]|unset)\S"),
    "baseline-shift": ("raised or lowered letters", r"(?!baseline|0|in[hi]|unset)\S"),
    "clip-path": ("a CSS shape that cuts it", r"(?:circle|ellipse|inset|path|polygon|rect|shape|xywh)\("),
    "clippathunits": ("a clip in parts of what it cuts", r"objectBoundingBox"),
    "d": ("a damaged path", r".*[^mzlhvcsqtae\d\s,.+-]|.*a[\s,]*0+(?:\.0*)?[\s,]"),
    "filter": ("a filter (a blur, a shadow)", r"(?!none|in[hi]|unset)\S"),
    "mix-blend-mode": ("colours that mix with those below", r"(?!normal|in[hi]|unset)\S"),
    "paint-order": ("lines below what they surround", r"(?:markers\s+)?stroke"),
    "pathlength": ("dashes in a measure of their own", r"\d"),
    "points": ("a damaged line", r".*[^\d\s,.e+-]"),
    "text-decoration": ("words with a line under or through them", r".*(?:underline|overline|line-through)"),
    "text-transform": ("letters made large or small", r"(?!none|in[hi]|unset)\S"),
    "transform": ("a CSS transform", r".*(?:3d|Z\(|rotate[XY]|perspective|%)"),
    "transform-origin": ("a centre to turn about that is no point", r".*(?:center|left|right|top|bottom|%)"),
    "visibility": ("parts that are hidden as rows of a table are", r"collapse"),
    "writing-mode": ("words from top to bottom", r"tb|vertical|sideways"),
}
"""What WeasyPrint leaves out or draws otherwise than browsers do: what to call it, and the form of such values of an
attribute or a property.
"""

_VALUE = re.compile(r"([\w-]+)\s*:([^;{}]*)")
_REMARK = re.compile(r"(?s)/\*.*?\*/")
_COLOURED = frozenset({"color", "fill", "flood-color", "lighting-color", "stop-color", "stroke"})

_MOVED = re.compile(r"(?i)@[\w-]*keyframes")
_OUTSIDE = re.compile(r"""(?i)url\(\s*+["']?+\s*+(?!#)|@import|image-set\(|javascript:""")
_ADDRESS = re.compile(r"https?://[^&<%\s]{1,100}")
"""The entities that Illustrator declares: names of its own kinds of data, too short to make much of a file."""

_OUTWARD = "refers to another file or picture; save it with all its parts drawn in it"
_HOLDS = "holds another picture, which is not printed; save it as PNG"
_UNREADABLE = "is no SVG that can be read ({}); save it anew as plain SVG"
_NO_VALUE = 'has a {}="{}" that cannot be read; save it anew as plain SVG'
_NO_MEASURE = 'has {}="{}", which is not read on paper; write a figure there, or save it as PNG'


def svg(data: bytes) -> Picture:
    """Return what is in an SVG. Raises PictureError, as all of these do."""
    parts = _Parts()
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartElementHandler = parts.start
    parser.EndElementHandler = parts.end
    parser.CharacterDataHandler = parts.text
    parser.EntityDeclHandler = parts.entity
    parser.SkippedEntityHandler = parts.unknown
    parser.ProcessingInstructionHandler = parts.instruction
    try:
        parser.Parse(data, True)  # noqa: FBT003 - takes no keywords
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise PictureError(_UNREADABLE.format(error)) from error
    parts.check_uses()
    if not parts.shapes:
        raise PictureError("has nothing drawn in it; save it anew as plain SVG")
    words = "".join(parts.words)
    if parts.unsized and words.strip():
        told = f"has letters of a size that is not read on paper ({parts.unsized})"
        raise PictureError(f"{told}; save it with the size by itself, as in font-size: 12px, or as PNG")
    return Picture(depth=parts.deepest, words=words)


@dataclass(slots=True)
class _Parts:
    """Looks at the parts of an SVG as they are read. What other programs keep in it under names of their own stays.

    `open` holds the ids of the elements around and the number of the part that each begins with, `named` the parts of
    those that are closed, `uses` the number of each <use> and the id that it shows; `rules` are those of a style sheet,
    `words` what stands in the `texts` that are open or were, `clips` how many clips are open, `unsized` the first size
    of letters that is not read.
    """

    depth: int = 0
    deepest: int = 0
    count: int = 0
    shapes: int = 0
    styles: int = 0
    texts: int = 0
    clips: int = 0
    rules: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    unsized: str = ""
    open: list[tuple[str, int]] = field(default_factory=list)
    named: dict[str, tuple[int, int]] = field(default_factory=dict)
    uses: list[tuple[int, str]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(_BETWEEN)
        if not self.depth and (namespace, tag) != (_SVG, "svg"):
            raise PictureError(OTHER.format("SVG", "plain SVG"))
        self._measure(attributes.get("id", ""))
        if namespace not in {_SVG, _XHTML}:
            return
        self.shapes += tag in _SHAPES
        self.styles += tag == "style"
        self.texts += name == _TEXT
        self.clips += name == _CLIP
        if self.clips and name == _TEXT:
            raise PictureError("has a clip in the form of letters, which is not printed; save it with these as paths")
        _check_tag(tag, attributes)
        for key, value in attributes.items():
            _check_attribute(tag, key, value.strip())
            if key != "transform":  # which is looked at by its form
                _check_printed(key.lower(), value.strip())
            if key in {"style", "font", "font-size", *_COLOURED}:
                self._look_at(value if key == "style" else f"{key}:{value}")
            if tag == "use" and key.endswith("href"):
                self.uses.append((self.count, value.strip().removeprefix("#")))

    def _measure(self, name: str) -> None:
        self.depth += 1
        self.deepest = max(self.depth, self.deepest)
        if self.depth > MAX_DEPTH:
            raise PictureError(too_deep(MAX_DEPTH))
        self.open.append((name, self.count))
        self._add(1)

    def _add(self, parts: int) -> None:
        self.count += parts
        if self.count > MAX_PARTS:
            raise PictureError(f"has more than {MAX_PARTS:,} parts; save it as PNG")

    def end(self, name: str) -> None:
        self.depth -= 1
        named, begin = self.open.pop()
        if named:
            self.named[named] = begin, self.count
        self.texts -= name == _TEXT
        self.clips -= name == _CLIP
        if not self.styles or not name.endswith(f"{_BETWEEN}style"):
            return
        self.styles -= 1
        rules = "".join(self.rules)
        self.rules.clear()
        if _OUTSIDE.search(rules):
            raise PictureError(_OUTWARD)
        if _MOVED.search(rules):
            raise PictureError(MOVES)
        self._look_at(rules)

    def _look_at(self, rules: str) -> None:
        """Note letters and refuse colours that would not be printed, or not so."""
        rules = _REMARK.sub("", rules)
        if "var(" in rules:
            raise PictureError("has colours by names of its own (var), which are not read on paper; save it as PNG")
        for key, value in _VALUE.findall(rules):
            _check_figures(key.lower(), value)
            _check_printed(key.lower(), value.strip())
        unsized = _UNSIZED.search(rules)
        self.unsized = self.unsized or (" ".join(unsized[0].split())[:40] if unsized else "")

    def check_uses(self, begin: int = 0, end: int = MAX_PARTS, depth: int = 0) -> None:
        """Count what each <use> among the parts from `begin` to `end` shows again, and what is used in that."""
        if depth > MAX_DEPTH:
            raise PictureError(too_deep(MAX_DEPTH))
        first, last = (bisect_right(self.uses, place, key=itemgetter(0)) for place in (begin, end))
        for _, name in self.uses[first:last]:
            if name in self.named:
                start, stop = self.named[name]
                self._add(stop - start)
                self.check_uses(start, stop, depth + 1)

    def text(self, words: str) -> None:
        if self.styles:
            self.rules.append(words)
        elif self.texts:
            self.words.append(words)

    def entity(self, _name: str, is_parameter: bool, value: str | None, *_: object) -> None:  # noqa: FBT001 - expat's
        if is_parameter or not _ADDRESS.fullmatch(value or ""):
            raise PictureError("declares entities; save it as plain SVG")

    def unknown(self, name: str, _: object) -> None:
        raise PictureError(_UNREADABLE.format(f"undefined entity {name}"))

    def instruction(self, target: str, _: str) -> None:
        if target == "xml-stylesheet":
            raise PictureError(_OUTWARD)


def too_deep(limit: int) -> str:
    """Return the fault of an SVG with more groups in groups."""
    return f"has groups in groups more than {limit} deep; save it anew as plain SVG"


def _check_tag(tag: str, attributes: dict[str, str]) -> None:
    if tag.lower() in _SCRIPTS:
        raise PictureError(f"has a <{tag}>, which can do anything; save it without scripts")
    # With the attribute it is for the program that drew it, and nobody else shows it.
    if tag.lower() == "foreignobject" and not attributes.get("requiredExtensions"):
        raise PictureError(f"has a <{tag}>, which is not printed; save it with its text as SVG text, or as PNG")
    if tag.lower() in _MOVING:
        raise PictureError(MOVES)
    if tag in _UNFOLLOWED:
        raise PictureError(f"has a <{tag}>, which cannot be checked on paper; save it without, or as PNG")


def _check_attribute(tag: str, key: str, value: str) -> None:
    namespace, _, key = key.lower().rpartition(_BETWEEN)
    if key.startswith("on") and not namespace:
        raise PictureError(f"has a script ({key}); save it without scripts")
    if key == "href" and value.startswith("data:"):
        raise PictureError(_HOLDS)
    # A link in a picture leads nowhere, and loads nothing.
    if key in {"href", "src"} and tag != "a" and not value.startswith("#"):
        raise PictureError(_OUTWARD)
    if _OUTSIDE.search(value):
        raise PictureError(_OUTWARD)
    if key == "systemlanguage":
        raise PictureError("has words in several languages, all of which would be printed; save it with one of them")
    if not namespace:
        _check_figures(key, value)
    if key in _FORMS and not _FORMS[key].fullmatch(value):
        raise PictureError(_NO_VALUE.format(key, value[:40]))


def _check_printed(key: str, value: str) -> None:
    told, form = _UNPRINTED.get(key.removesuffix("-color").removesuffix("-line"), ("", ""))
    if form and re.match(f"(?si){form}", value):
        raise PictureError(f"has {told} ({key}), which paper shows otherwise or not at all; save it without, or as PNG")


def _check_figures(key: str, value: str) -> None:
    if not _NAMES.fullmatch(key) and (none := _NO_FIGURE.search(value)):
        raise PictureError(_NO_VALUE.format(key, none[0]))
    if _MEASURES.fullmatch(key) and not _READ.fullmatch(value.strip()):
        raise PictureError(_NO_MEASURE.format(key, value.strip()[:40]))
