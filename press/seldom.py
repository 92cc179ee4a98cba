"""What libraries import at each start and no build uses, loaded by what first uses it: a thirtieth of one handout."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

OF_PYTHON = ("bz2", "lzma", "subprocess", "tokenize")
"""What `inspect`, `linecache`, `shutil`, `zipfile` and Pillow import, for what they are seldom asked for."""

OF_LIBRARIES = (
    *("PIL.ImageOps", "PIL.TiffTags", "argparse", "subprocess"),
    *("pikepdf.jobs", "pikepdf.models", "pikepdf.models._content_stream", "pikepdf.models.actions"),
    *("pikepdf.models.ctm", "pikepdf.models.image", "pikepdf.models.metadata", "pikepdf.models.outlines"),
    "pikepdf.sanitize",
)
"""What Pillow and the modules of PDFium and qpdf import, and call for nothing that the sheets have."""


def start() -> None:
    """Have Python's own modules of these loaded when something in them is asked for."""
    sys.modules.update({name: LateModule(name) for name in OF_PYTHON if name not in sys.modules})


class LateModule(ModuleType):
    """Stands for a module until something in it is asked for."""

    def __getattr__(self, name: str) -> object:
        """Load the module, and return what is asked for."""
        if name == "__path__":  # whoever imports something from a module asks whether it is a package
            raise AttributeError(name)
        real = load(self.__name__)
        vars(self).update(vars(real))
        return getattr(real, name)


def load(name: str) -> ModuleType:
    """Return a module itself, also while another stands for it."""
    if isinstance(sys.modules.get(name), LateModule):
        del sys.modules[name]
    return import_module(name)


@contextmanager
def standing_in(modules: Mapping[str, ModuleType]) -> Iterator[None]:
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


@contextmanager
def on_call(*names: str) -> Iterator[None]:
    """Have imports find these modules' functions and classes, of which each is loaded when it is called or asked.

    A module that is loaded already stays. Later imports find the modules themselves.
    """
    with standing_in({name: _Module(name) for name in names if type(sys.modules.get(name)) is not ModuleType}):
        yield


class _Module(LateModule):
    """Stands for a module, and while imports find it, each name in it for what it names."""

    def __getattr__(self, name: str) -> object:
        """Return what stands for a name, or afterwards what it names."""
        if sys.modules.get(self.__name__) is not self:
            return super().__getattr__(name)
        if name == "__path__":
            raise AttributeError(name)
        return _Late(self.__name__, name)


class _Late:
    """Stands for a function or a class until it is called, or asked for something."""

    def __init__(self, module: str, name: str) -> None:
        self.__place = module, name

    def __call__(self, *args: object, **options: object) -> object:
        """Call what it stands for."""
        return self.__real()(*args, **options)

    def __getattr__(self, name: str) -> object:
        """Return what is asked for."""
        return getattr(self.__real(), name)

    def __real(self) -> Any:  # noqa: ANN401 - whatever there is
        module, name = self.__place
        return getattr(load(module), name)
