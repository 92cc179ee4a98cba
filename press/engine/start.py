"""Patches of WeasyPrint's import: what it does there that no document of ours needs, or that can be kept."""

import io
import marshal
import mimetypes
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import FunctionType, ModuleType
from typing import Any

from press import compiled, kept
from press.engine.declarations import declarations
from press.engine.patches import CannotApplyError, Patch, Pin

_FFI = Pin("weasyprint.text.ffi", "530e83118f7841d2791678ece23d5e43a7a24150ee1ea64bb4ba70c70b3eb5da", 0)


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
        for name in modules:
            sys.modules.pop(name, None)
        sys.modules.update(before)


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


def _sheets() -> Any:  # noqa: ANN401 - a context
    """Have WeasyPrint's own style sheets kept, and the one of HTML's old attributes parsed by who first uses it."""
    return _found_by(_SheetsFinder())


@contextmanager
def _found_by(finder: Any) -> Iterator[None]:  # noqa: ANN401 - a finder
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _SheetsFinder:
    """Finds `weasyprint.html` where it is, and has it make its style sheets another way."""

    def find_spec(self, name: str, path: Any, target: object = None) -> ModuleSpec | None:  # noqa: ANN401, ARG002
        """Return where the module is, if it is this one; what runs it is wrapped."""
        if name != "weasyprint.html":
            return None
        spec = PathFinder.find_spec(name, path)
        if spec and spec.loader:
            run = spec.loader.exec_module
            spec.loader.exec_module = lambda module: _with_sheets(module, run)  # type: ignore[method-assign]
        return spec


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
    digest = sha256(string.encode()).hexdigest()
    versions = (sys.modules[name].__version__ for name in ("weasyprint", "cssselect2", "tinycss2"))
    key = " ".join((digest, sys.implementation.cache_tag or "", sys.version, *versions))
    data = kept.read(f"sheet-{digest}", key)
    if data is None:
        sheet = parsed(string=string, counter_style=counter_style)
        written = io.BytesIO()
        _Pickler(written).dump((vars(sheet), dict(counter_style)))
        kept.keep(f"sheet-{digest}", key, written.getvalue())
        return sheet
    sheet = object.__new__(parsed)
    found, counters = pickle.loads(data)  # noqa: S301 - nobody else can have written it
    vars(sheet).update(found)
    counter_style.update(counters)
    return sheet


class _Pickler(pickle.Pickler):
    """Writes down the functions that selectors become as well."""

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as pickle has it
        if isinstance(value, FunctionType) and value.__name__ == "<lambda>":
            return _selector, (marshal.dumps(value.__code__),)
        return NotImplemented


def _selector(code: bytes) -> FunctionType:
    """Return the function that a selector became, with the names that cssselect2 gives it."""
    compiler: Any = import_module("cssselect2.compiler")
    names = {name: getattr(compiler, name) for name in ("split_whitespace", "ascii_lower", "urlparse")}
    return FunctionType(marshal.loads(code), names)  # noqa: S302 - nobody else can have written it


class _LateSheet:
    """A style sheet that is parsed when something in it is asked for."""

    def __init__(self, parsed: Callable[..., Any], **options: object) -> None:
        self.parsed, self.options = parsed, options

    def __getattr__(self, name: str) -> object:
        sheet = self.parsed(**self.options)
        vars(self).update(vars(sheet))
        return getattr(sheet, name)


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
        "only exact names are tried.",
        pins=(_FFI,),
        apply=_declarations,
        at_start=True,
    ),
    Patch(
        name="fonttools",
        reason="fontTools is loaded for fonts that are packed, variable or cut without HarfBuzz. Ours are none of "
        "these; the first font that is loads it then.",
        pins=(
            Pin("weasyprint.text.fonts", "59d74d0c161349b8416f1d13466e16dd47c1161f0a397ff1e4ca70814eb36091", 0),
            Pin("weasyprint.pdf.fonts", "9ad9a202a416b84585e59d758e6b5e1b35604807dc3fa4472b6829bc5c4cdcb7", 0),
        ),
        apply=_font_tools,
        at_start=True,
    ),
    Patch(
        name="sheets",
        reason="WeasyPrint parses the same three style sheets at each import. Two are kept parsed, their selectors as"
        " `marshal` writes code; the third, for HTML's old attributes, is parsed by the first document that has some.",
        pins=(Pin("weasyprint.html", "a11b729157862291a6ecf7b7b3517c59d4242ea05a7f9b8d9d96a9882425ad65", 0),),
        apply=_sheets,
        at_start=True,
    ),
    Patch(
        name="selectors",
        reason="Every selector of a style sheet becomes the text of a function that Python compiles, 300 in each "
        "process. They are compiled once and kept (press/compiled.py).",
        pins=(Pin("cssselect2.compiler", "a0657f590793455b0b4b08a0d96df73ab9958615dc21a8d082a24596354cb224", 0),),
        apply=_selectors,
        at_start=True,
    ),
    Patch(
        name="kinds",
        reason="WeasyPrint reads the system's list of all kinds of files at each import, for attachments. Ours have "
        "none.",
        pins=(Pin("weasyprint.pdf.anchors", "672f076120ae0c5e843454a29adf567afdf5b9f419c777befa2c6105b6815868", 0),),
        apply=_kinds,
        at_start=True,
    ),
)
