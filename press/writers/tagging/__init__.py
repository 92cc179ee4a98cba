"""The PDF's structure tree, in place of WeasyPrint's own.

**This package and `press.engine`, and nothing else of the press, touch private parts of WeasyPrint**, here
`weasyprint.pdf.add_tags`, which it replaces; `build_fonts_dictionary` beside it, before which glyphs get their own
texts, in `Font.to_unicode`; `split_first_line`, `split_inline_level` and `remove_last_whitespace` of
`weasyprint.layout.inline`, `Stream.add_pattern`, `draw_gradient`, `SVG.set_graphical_state` and what
`drawings.install` names, faults of which it puts right (`lines`, `gradients`, `drawings`); the box tree behind
`Page._page_box`; and `Stream._tags` and `Stream.stream`, which say what was drawn for which box. WeasyPrint is
therefore pinned, and `install` refuses any other version: after an upgrade read the list above again, see which
patches `engine.state()` says are off, run the tests and the validators, and only then change `VERSION`.
"""

import weasyprint
import weasyprint.pdf
from weasyprint import svg
from weasyprint.layout import inline
from weasyprint.pdf.stream import Stream
from weasyprint.svg import SVG
from weasyprint.text import ffi

from press.errors import DependencyError
from press.writers.tagging import drawings
from press.writers.tagging.glyphs import mended
from press.writers.tagging.gradients import add_pattern, draw_gradient, set_graphical_state
from press.writers.tagging.lines import remove_last_whitespace, split_first_line, split_inline_level
from press.writers.tagging.misfits import misfits
from press.writers.tagging.pages import first_blocks
from press.writers.tagging.walk import add_tags

__all__ = ["VERSION", "first_blocks", "install", "misfits"]

VERSION = "70.0"
"""The only version of WeasyPrint whose private parts are known to be as this package takes them to be."""


def install() -> None:
    """Have WeasyPrint write our tags, and put its lines and gradients right, from now on in this process.

    Raises DependencyError where WeasyPrint is another version, or without the library that makes its fonts the same
    in every run.
    """
    if weasyprint.__version__ != VERSION:
        raise DependencyError(
            f"the tagging of PDFs was made for WeasyPrint {VERSION}, not {weasyprint.__version__}: "
            f"install weasyprint=={VERSION}, or see press/writers/tagging/__init__.py"
        )
    if not ffi.harfbuzz_subset:
        raise DependencyError(
            "the library harfbuzz-subset is missing: without it PDFs differ from run to run; run `make`, which installs"
            " it or names it"
        )
    if weasyprint.pdf.add_tags is not add_tags:
        weasyprint.pdf.build_fonts_dictionary = mended(weasyprint.pdf.build_fonts_dictionary)
    weasyprint.pdf.add_tags = add_tags
    Stream.add_pattern = add_pattern
    SVG.set_graphical_state = set_graphical_state
    svg.draw_gradient = draw_gradient
    drawings.install()
    inline.split_first_line = split_first_line
    inline.split_inline_level = split_inline_level
    inline.remove_last_whitespace = remove_last_whitespace
