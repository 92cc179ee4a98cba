"""Patches of WeasyPrint's import: what it does there that no document of ours needs, or that can be kept."""

import mimetypes
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

from press import compiled
from press.engine.declarations import declarations
from press.engine.patches import CannotApplyError, Patch, Pin, running

_FONTS = Pin("weasyprint.text.fonts", "59d74d0c161349b8416f1d13466e16dd47c1161f0a397ff1e4ca70814eb36091")
_FFI = Pin("weasyprint.text.ffi", "530e83118f7841d2791678ece23d5e43a7a24150ee1ea64bb4ba70c70b3eb5da")


def _declarations() -> Any:  # noqa: ANN401 - a context
    """Have WeasyPrint's module of C declarations find them parsed."""
    if sys.platform != "linux":
        # Elsewhere libraries are found by cffi's own search, which is left out here: on Linux their exact names are.
        raise CannotApplyError("only on Linux")
    import _cffi_backend  # type: ignore[import-untyped]  # noqa: PLC0415 - what cffi is made of

    tables = declarations(_FFI.source(), _cffi_backend.__version__)

    class Declared(_cffi_backend.FFI):  # type: ignore[misc]  # it has no types
        """What cffi makes of the declarations, by another way."""

        def cdef(self, _declared: str) -> None:
            """Parse nothing: it is done."""

        def dlopen(self, name: str, flags: int = 0) -> object:
            """Load a library, of the names that WeasyPrint tries one after the other only by that which Linux knows.

            It stays until the process ends: Python, when it ends, may put Pango away before the fonts that Pango made.
            """
            if ".so" not in name:
                raise OSError(f"cannot load library '{name}'")
            return super().dlopen(name, flags | os.RTLD_NODELETE)

    stand_in = ModuleType("cffi")
    vars(stand_in)["FFI"] = lambda: Declared("weasyprint.text.declarations", **tables)
    return _standing_in({"cffi": stand_in})


@contextmanager
def _standing_in(modules: dict[str, ModuleType]) -> Iterator[None]:
    """Have imports find these modules for a while."""
    before = {name: sys.modules[name] for name in modules if name in sys.modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name, module in modules.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
        sys.modules.update(before)


class _LateModule(ModuleType):
    """Stands for a module until something in it is asked for."""

    def __getattr__(self, name: str) -> object:
        if name == "__path__":  # whoever imports something from a module asks whether it is a package
            raise AttributeError(name)
        real = _real(self.__name__)
        vars(self).update(vars(real))
        return getattr(real, name)


def _real(name: str) -> Any:  # noqa: ANN401 - a module
    """Return a module itself, also while another stands for it."""
    for late in (name, *_WEB):  # urllib's asks for email's
        if isinstance(sys.modules.get(late), _LateModule):
            del sys.modules[late]
    return import_module(name)


_SELDOM = ("ssl", "PIL.ExifTags", "tinyhtml5")
"""What is imported with WeasyPrint for encrypted connections, for the names of what a camera notes, and for HTML."""


class _LateOpener:
    """Stands for the class that a fetcher of addresses is made of, until there is to be a fetcher."""

    def __new__(cls, *_args: object, **_options: object) -> Any:  # noqa: ANN401 - an object of a class made of it
        """Return a new object of a class that is made of the real one from here on."""
        real = _real("urllib.request").OpenerDirector
        for kind in cls.__mro__:
            if _LateOpener in kind.__bases__:
                kind.__bases__ = (real,)
        return object.__new__(cls)


class _LateMessage:
    """Stands for the class of what an answer of the web begins with."""

    def __new__(cls) -> Any:  # noqa: ANN401 - an object of another class
        """Return a new object of the real one."""
        return _real("email.message").EmailMessage()


_WEB = {"urllib.request": ("OpenerDirector", _LateOpener), "email.message": ("EmailMessage", _LateMessage)}
"""What is imported with WeasyPrint to load something from the web, and what has to be there at once: a class."""


def _seldom() -> Any:  # noqa: ANN401 - a context
    """Have modules that no sheet uses loaded by what first asks for something in them."""
    modules: dict[str, ModuleType] = {name: _LateModule(name) for name in (*_SELDOM, *_WEB) if name not in sys.modules}
    for name, (called, stand_in) in _WEB.items():
        if name in modules:
            vars(modules[name])[called] = stand_in
    return _standing_in(modules)


def _machine_fonts() -> Any:  # noqa: ANN401 - a context
    """Have the machine's fonts not looked for."""
    return running("weasyprint.text.fonts", _without_check)


def _without_check(module: ModuleType, run: Callable[[ModuleType], None]) -> None:
    """Run `weasyprint.text.fonts` with a Fontconfig that finds a font, and give it the real one then."""
    libraries: Any = import_module("weasyprint.text.ffi")
    real = libraries.fontconfig
    libraries.fontconfig = SimpleNamespace(
        FcInitLoadConfigAndFonts=lambda: libraries.ffi.NULL,
        FcConfigDestroy=lambda _configuration: None,
        FcConfigGetFonts=lambda _configuration, _set: SimpleNamespace(nfont=1),
        FcSetSystem=real.FcSetSystem,
    )
    try:
        run(module)
    finally:
        libraries.fontconfig = real
    vars(module)["fontconfig"] = real


_FONT_TOOLS = {
    "subset": "fontTools:subset",
    "ttFont": "fontTools.ttLib:ttFont",
    "woff2": "fontTools.ttLib:woff2",
    "TTFont": "fontTools.ttLib:TTFont",
    "TTLibError": "fontTools.ttLib:TTLibError",
    "instantiateVariableFont": "fontTools.varLib.instancer:instantiateVariableFont",
}
"""What WeasyPrint imports of fontTools, and from where."""


class _LateTool:
    """Stands for something of fontTools until it is called, or asked for something."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, *args: object, **options: object) -> object:
        """Call what it stands for."""
        return _loaded_tools()[self.name](*args, **options)

    def __getattr__(self, name: str) -> object:
        return getattr(_loaded_tools()[self.name], name)


def _loaded_tools() -> dict[str, Any]:
    """Load fontTools, and give WeasyPrint's modules the real things in place of all that stand for them."""
    tools: dict[str, Any] = {}
    for name, place in _FONT_TOOLS.items():
        module, _, attribute = place.partition(":")
        import_module(f"{module}.{attribute}" if attribute in {"subset", "ttFont", "woff2"} else module)
        tools[name] = getattr(import_module(module), attribute)
    for user in ("weasyprint.text.fonts", "weasyprint.pdf.fonts"):
        own = vars(import_module(user))
        own.update({name: tool for name, tool in tools.items() if name in own})
    return tools


def _font_tools() -> Any:  # noqa: ANN401 - a context
    """Have fontTools loaded by the first font that needs it."""
    if "fontTools" in sys.modules:
        raise CannotApplyError("fontTools was imported before")
    modules: dict[str, ModuleType] = {}
    for name, place in _FONT_TOOLS.items():
        module = place.partition(":")[0]
        for package in (module.partition(".")[0], module.rpartition(".")[0] or module, module):
            modules.setdefault(package, ModuleType(package)).__path__ = []
        # `except` takes nothing but a class: this one is never raised, and exchanged before the real one is.
        vars(modules[module])[name] = Exception if name == "TTLibError" else _LateTool(name)
    return _standing_in(modules)


def _selectors() -> None:
    """Have the selectors of style sheets compiled by what keeps them."""
    vars(import_module("cssselect2.compiler"))["eval"] = compiled.evaluate


def _kinds() -> Any:  # noqa: ANN401 - a context
    """Have a list of the kinds of files made without the system's own."""
    if mimetypes.inited:
        raise CannotApplyError("the list was read before")
    return _without_known_files()


@contextmanager
def _without_known_files() -> Iterator[None]:
    files, mimetypes.knownfiles = mimetypes.knownfiles, []
    try:
        yield
    finally:
        mimetypes.knownfiles = files
        vars(mimetypes).update(inited=False, _db=None)  # whoever asks later gets all


START = (
    Patch(
        name="declarations",
        reason="cffi parses WeasyPrint's 500 lines of C at each import and has a compiler look for libraries whose "
        "names the next line knows. cffi's own tables for the same lines are kept, in a folder of ours, and "
        "only exact names of Linux's are tried.",
        pins=(_FFI,),
        apply=_declarations,
        at_start=True,
    ),
    Patch(
        name="fonttools",
        reason="fontTools is loaded for fonts that are packed, variable or cut without HarfBuzz. Ours are none of "
        "these; the first font that is loads it then.",
        pins=(_FONTS, Pin("weasyprint.pdf.fonts", "9ad9a202a416b84585e59d758e6b5e1b35604807dc3fa4472b6829bc5c4cdcb7")),
        apply=_font_tools,
        at_start=True,
    ),
    Patch(
        name="seldom",
        reason="WeasyPrint can load from the web and Pillow knows what cameras note of a picture; ours come from memory"
        " and need neither, and our pages are XML. `urllib.request`, `email.message`, `ssl`, `PIL.ExifTags` and"
        " `tinyhtml5` are loaded by what first uses them.",
        pins=(
            Pin("weasyprint.urls", "e9bcafd1a4edee60203bc536250f6d4b4e3ee6d3a166c874c3a91f276e25c2c4"),
            Pin("weasyprint.images", "a1637ab32a69f6f9e0a113d7d82dc4e91243a22b56c09b27acf3a20cc4560d3f"),
        ),
        apply=_seldom,
        at_start=True,
    ),
    Patch(
        name="check",
        reason="WeasyPrint reads the machine's configuration of fonts at each import, and warns where it has none. The"
        " sheets bring their own fonts and see no others.",
        pins=(_FONTS,),
        apply=_machine_fonts,
        at_start=True,
    ),
    Patch(
        name="selectors",
        reason="Every selector of a style sheet becomes the text of a function that Python compiles, 300 in each "
        "process. They are compiled once and kept (press/compiled.py).",
        pins=(Pin("cssselect2.compiler", "a0657f590793455b0b4b08a0d96df73ab9958615dc21a8d082a24596354cb224"),),
        apply=_selectors,
        at_start=True,
    ),
    Patch(
        name="kinds",
        reason="WeasyPrint reads the system's list of all kinds of files at each import, for attachments. Ours have "
        "none.",
        pins=(Pin("weasyprint.pdf.anchors", "672f076120ae0c5e843454a29adf567afdf5b9f419c777befa2c6105b6815868"),),
        apply=_kinds,
        at_start=True,
    ),
)
