"""WeasyPrint, made to start sooner and to work less for the same bytes.

**This package and `press.writers.tagging`, and nothing else of the press, touch private parts of WeasyPrint.** Every
patch stands in a table (`PATCHES`) with its reason, and is pinned to the source that it replaces: where
the installed source differs by one character, the patch is left out and WeasyPrint's own code runs. docs/engine.md says
what was measured, and what was tried and left out; tests/engine compares every byte with a process without patches.

HANDOUT_PRESS_ENGINE switches: `stock` for none, or names with a minus before them to leave those out (`-lines,-flow`).
"""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache

from press.compiled import SWITCH, is_switched_off, switched
from press.engine.boxes import BOXES
from press.engine.fonts import FONTS, without_machine_fonts
from press.engine.layout import LAYOUT
from press.engine.parsing import PARSING
from press.engine.patches import CannotApplyError, Patch, Pin
from press.engine.sheets import SHEETS, style_sheet
from press.engine.start import START
from press.engine.styles import STYLES
from press.engine.text import TEXT
from press.engine.values import VALUES
from press.engine.writing import WRITING
from press.errors import UsageError

__all__ = ["PATCHES", "Patch", "Pin", "load", "state", "style_sheet", "without_machine_fonts"]

PATCHES = (*START, SHEETS, FONTS, *PARSING, *STYLES, *VALUES, *TEXT, *BOXES, *LAYOUT, *WRITING)


def load() -> None:
    """Import WeasyPrint with every patch that is switched on and fits; once, before any other import of it.

    Raises what the import raises: ImportError, or OSError where a system library is missing; UsageError where
    HANDOUT_PRESS_ENGINE names what there is not.
    """
    _loaded()


def state() -> Mapping[str, str]:
    """Return for each patch `on`, or `off: ` and why; WeasyPrint is loaded for it."""
    return dict(_loaded())


@cache
def _loaded() -> Mapping[str, str]:
    """Load WeasyPrint; return what became of each patch."""
    known = {"stock", "-compiled", "-memory", *(f"-{patch.name}" for patch in PATCHES)}
    if unknown := ", ".join(sorted(switched() - known)):
        raise UsageError(f"{SWITCH} names {unknown}; it takes stock, or any of {', '.join(sorted(known - {'stock'}))}")
    early = "weasyprint" in sys.modules
    with ExitStack() as importing:
        states = {
            patch.name: _applied(patch, importing, fits=patch.fits(), late=early) for patch in PATCHES if patch.at_start
        }
        import weasyprint  # noqa: F401, PLC0415 - what all this is about
    late = [patch for patch in PATCHES if not patch.at_start]
    fitting = {patch.name: patch.fits() for patch in late}  # all of them before one of them replaces anything
    return states | {patch.name: _applied(patch, importing, fits=fitting[patch.name]) for patch in late}


def _applied(patch: Patch, importing: ExitStack, *, fits: bool, late: bool = False) -> str:
    """Apply a patch where it may be applied; return its state."""
    if is_switched_off(patch.name):
        return "off: switched off"
    if late:
        return "off: WeasyPrint was imported before"
    if not fits:
        return "off: WeasyPrint's source differs"
    try:
        lasting = patch.apply()
    except CannotApplyError as error:
        return f"off: {error}"
    if lasting is not None:
        importing.enter_context(lasting)
    return "on"
