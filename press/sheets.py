"""Style sheets as they were parsed, kept for the processes that follow: else that is a twentieth of one handout."""

import io
import marshal
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

import cssselect2  # type: ignore[import-untyped]  # ships no types
import tinycss2  # type: ignore[import-untyped]  # ships no types
from cssselect2 import compiler

from press import kept

T = TypeVar("T")


def kept_sheet(reader: str, made_by: str, text: str, parse: Callable[[], T]) -> T:
    """Return what `parse` makes of a style sheet's text, or what it made of it in an earlier process.

    `reader` is a name for who parses; `made_by` tells all that the result depends on besides the text and what parses
    CSS: versions, and the code (`code_of`). There are 4096 places for each reader, so that texts which come once do not
    fill a disk.
    """
    libraries = f"{tinycss2.__version__} {cssselect2.__version__} {sys.implementation.cache_tag} {sys.version}"
    key = sha256(f"{libraries}\n{made_by}\n{text}".encode(errors="surrogatepass")).hexdigest()
    name = f"sheet-{reader}-{key[:3]}"
    data = kept.read(name, key)
    if data is not None:
        known: T = pickle.loads(data)  # noqa: S301 - nobody else can have written it
        return known
    made = parse()
    written = io.BytesIO()
    with suppress(pickle.PicklingError, TypeError, AttributeError):  # what cannot be written down is parsed each time
        _Pickler(written, protocol=pickle.HIGHEST_PROTOCOL).dump(made)
        kept.keep(name, key, written.getvalue())
    return made


@cache
def code_of(folder: Path) -> str:
    """Return a digest of the modules in a folder and of this one: what they found is not what others would find."""
    modules = (path.read_bytes() for path in (*sorted(folder.glob("*.py")), Path(__file__)))
    return sha256(b"\0".join(modules)).hexdigest()


class _Pickler(pickle.Pickler):
    """Writes down the functions that selectors become as well."""

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as pickle has it
        if isinstance(value, FunctionType) and value.__globals__.get("split_whitespace") and not value.__closure__:
            return _selector, (marshal.dumps(value.__code__),)
        return NotImplemented


def _selector(code: bytes) -> FunctionType:
    """Return the function that a selector became, with the names that cssselect2 gives it."""
    return FunctionType(marshal.loads(code), _NAMES)  # noqa: S302 - nobody else can have written it


_NAMES = {name: getattr(compiler, name) for name in ("split_whitespace", "ascii_lower", "urlparse")}
