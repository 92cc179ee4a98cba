"""A configuration of fonts that knows none of the machine's, and a patch of how Fontconfig makes it."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CDLL, c_void_p
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from press.engine.patches import CannotApplyError, Patch, Pin

_WITHOUT_FOLDERS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'
"""A configuration in which nothing but the fonts of the style sheets is ever found."""

_ways: list[Callable[[], Any]] = []
"""How Fontconfig makes one that is empty, where the patch is on."""


def without_machine_fonts() -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return a `FontConfiguration` that knows no font of the machine; WeasyPrint has to be loaded."""
    from weasyprint.text import fonts  # noqa: PLC0415 - not before it is loaded

    with _made_by_hand(fonts, _ways[0]) if _ways else _read_from_file():
        return fonts.FontConfiguration()


@contextmanager
def _made_by_hand(fonts: Any, empty: Callable[[], Any]) -> Iterator[None]:  # noqa: ANN401 - the module
    real = fonts.fontconfig
    fonts.fontconfig = SimpleNamespace(FcInitLoadConfigAndFonts=empty, FcConfigDestroy=real.FcConfigDestroy)
    try:
        yield
    finally:
        fonts.fontconfig = real


@contextmanager
def _read_from_file() -> Iterator[None]:
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "fonts.conf")
        file.write_text(_WITHOUT_FOLDERS, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _empty() -> None:
    """Have Fontconfig make a configuration that is empty, and Pango ask for no other."""
    from weasyprint.text.ffi import ffi  # noqa: PLC0415 - not before it is loaded

    if sys.platform != "linux":
        raise CannotApplyError("only on Linux")  # elsewhere the library has other names
    fontconfig = CDLL("libfontconfig.so.1")  # which WeasyPrint has loaded
    fontconfig.FcConfigCreate.restype = c_void_p

    def made() -> Any:  # noqa: ANN401 - a pointer
        pointer = fontconfig.FcConfigCreate()
        fontconfig.FcConfigBuildFonts(c_void_p(pointer))
        return ffi.cast("FcConfig *", pointer)

    # The process has one then, and Pango does not have it loaded when it begins; to find fonts it asks ours.
    fontconfig.FcConfigSetCurrent(c_void_p(fontconfig.FcConfigCreate()))
    _ways.append(made)


FONTS = Patch(
    name="empty",
    reason="To make a configuration of fonts from a file that says nothing, Fontconfig reads fifty of its own that say"
    " what its rules are called, and again for Pango. It is told to make an empty one.",
    pins=(
        Pin(
            "weasyprint.text.fonts:FontConfiguration.__init__",
            "9fdb532fe2c80013f77a94e4bbc37918e43b76a60e7f1df79b2d18dfcc1526e2",
            22,
        ),
    ),
    apply=_empty,
)
