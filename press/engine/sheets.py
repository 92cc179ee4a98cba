"""Style sheets parsed by an earlier process: WeasyPrint's own, at its import, and those of the press."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from press.compiled import is_switched_off
from press.engine.patches import Patch, Pin, running
from press.sheets import code_of, kept_sheet


class _Faces:
    """Takes the faces of a style sheet in the place of a font configuration."""

    def __init__(self) -> None:
        self.rules: list[Any] = []

    def add_font_face(self, rule: Any, _fetcher: object) -> None:  # noqa: ANN401 - WeasyPrint has no types
        """Note the descriptors of a face."""
        self.rules.append(rule)


def style_sheet(
    text: str,
    program: str,
    fonts: Any,  # noqa: ANN401 - as above
    fetcher: object,
    parse: Callable[[Any], Any],
) -> Any:  # noqa: ANN401 - as above
    """Return a style sheet (`weasyprint.CSS`) whose faces are added to a font configuration.

    `parse` makes it of the text, with the fonts that it is called with, where no earlier process of the same `program`
    (code and libraries, empty where nothing is to be kept) did; what it raises is raised, and nothing is kept then.
    `fetcher` loads the faces.
    """
    if not program or is_switched_off(SHEETS.name):
        return parse(fonts)

    def parse_alone() -> tuple[Any, list[Any]]:
        faces = _Faces()
        return parse(faces), faces.rules

    sheet, rules = kept_sheet("press", program, text, parse_alone)
    for rule in rules:
        fonts.add_font_face(rule, fetcher)
    return sheet


def _sheets() -> Any:  # noqa: ANN401 - a context
    """Have WeasyPrint's own style sheets kept, and the one of HTML's old attributes parsed by who first uses it."""
    return running("weasyprint.html", _with_sheets)


def _with_sheets(module: ModuleType, run: Callable[[ModuleType], None]) -> None:
    """Run `weasyprint.html` with a class CSS that is quicker: sheets with counters are kept, any other is parsed late.

    The counters are not among what a sheet is asked for: every document takes all that were put in one place.
    """
    package: Any = sys.modules["weasyprint"]
    parsed = package.CSS
    package.CSS = lambda **options: (_kept_sheet if "counter_style" in options else _LateSheet)(parsed, **options)
    try:
        run(module)
    finally:
        package.CSS = parsed
    vars(module)["CSS"] = parsed


def _kept_sheet(parsed: Any, string: str, counter_style: dict[str, Any]) -> object:  # noqa: ANN401 - the class CSS
    """Return a sheet as it was parsed by an earlier process, or parsed now and kept."""

    def parse() -> tuple[dict[str, Any], dict[str, Any]]:
        sheet = parsed(string=string, counter_style=counter_style)
        return vars(sheet), dict(counter_style)

    code = code_of(Path(__file__).parent)
    found, counters = kept_sheet("weasyprint", f"{sys.modules['weasyprint'].__version__} {code}", string, parse)
    counter_style.update(counters)
    sheet = object.__new__(parsed)
    vars(sheet).update(found)
    return sheet


class _LateSheet:
    """A style sheet that is parsed when something in it is asked for."""

    def __init__(self, parsed: Callable[..., Any], **options: object) -> None:
        self.parsed, self.options = parsed, options

    def __getattr__(self, name: str) -> object:
        sheet = self.parsed(**self.options)
        vars(self).update(vars(sheet))
        return getattr(sheet, name)


SHEETS = Patch(
    name="sheets",
    reason="WeasyPrint parses the same three style sheets at each import. Two are kept parsed, their selectors as"
    " `marshal` writes code; the third, for HTML's old attributes, is parsed by the first document that has some.",
    pins=(Pin("weasyprint.html", "a11b729157862291a6ecf7b7b3517c59d4242ea05a7f9b8d9d96a9882425ad65"),),
    apply=_sheets,
    at_start=True,
)
