"""The templates: the files under `templates/` as values, and the Jinja environments over them.

A page's template is given the sheet and the edition, and nothing else that would have to be agreed upon. What it
may ask for besides is listed in `_environment`: a few filters and tests, and the files under `templates/`.
"""

import marshal
import sys
from collections.abc import Mapping
from functools import cache
from traceback import walk_tb
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context, new_context
from markupsafe import Markup

from press import kept
from press.errors import RenderError, not_utf8
from press.languages import direction, long_date
from press.model.blocks import Table
from press.writers.addresses import address_after, encoded, phone_address, target, ways
from press.writers.filters import css_counters, css_string, data_uri, fill, halves, longest, people, shares, with_colon
from press.writers.foot import rows
from press.writers.letters import breadth, in_one_type, is_mixed
from press.writers.ordered import facing, facing_row, ordered
from press.writers.qr import draw_code
from press.writers.setting import column, is_in_fallback
from press.writers.unbroken import as_attribute, divisible, ended, held, in_order, tied, unbroken, whole


class Templates:
    """The files under `templates/`, by their path in it with forward slashes. Treated as immutable."""

    def __init__(self, files: Mapping[str, bytes], program: str = "") -> None:
        """Take every file under `templates/`: templates, style sheets and fonts.

        `program` stands for the code and the libraries that compile templates; with one, what they compile is kept
        for other processes.
        """
        self.files = files
        self.program = program
        self.environment = cache(self._environment)

    def _environment(self, *, plain: bool) -> Environment:
        """Return the Jinja environment of plain text, or that of all else, in which values are escaped.

        Raises RenderError where a template is no text.
        """
        texts = {name: _text(name, data) for name, data in self.files.items() if name.endswith(".j2")}
        sources = {name: (text, f"templates/{name}", None) for name, text in texts.items()}
        kind, compiler = "plain" if plain else "marked-up", f"{self.program}\n{sys.version}"
        environment = Environment(
            loader=FunctionLoader(sources.get),
            undefined=StrictUndefined,
            autoescape=not plain,  # noqa: S701 - off for plain text only
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,  # every template stays compiled, and
            auto_reload=False,  # none of them ever changes
            bytecode_cache=_Compiled(f"templates-{kind}", compiler) if self.program else None,
        )
        environment.get_template = cache(environment.get_template)  # type: ignore[method-assign]  # for each node
        environment.filters |= {
            "address_after": address_after,
            "as_attribute": as_attribute,
            "breadth": breadth,
            "cells": _cells,
            "column": column,
            "css_counters": css_counters,
            "css_string": css_string,
            "data_uri": data_uri,
            "direction": direction,
            "divisible": divisible,
            "encoded": encoded,
            "ended": ended,
            "facing": facing,
            "facing_row": facing_row,
            "fill": fill,
            "halves": halves,
            "held": held,
            "in_one_type": in_one_type,
            "in_order": in_order,
            "long_date": long_date,
            "longest": longest,
            "markup": _markup,
            "ordered": ordered,
            "people": people,
            "phone_address": phone_address,
            "qr": draw_code,
            "rows": rows,
            "shares": shares,
            "target": target,
            "tied": tied,
            "unbroken": unbroken,
            "ways": ways,
            "whole": whole,
            "with_colon": with_colon,
        }
        environment.tests |= {"holding": _holds, "in_fallback": is_in_fallback, "kind": _is_kind, "mixed": is_mixed}
        environment.globals |= {"files": self.files, "nodes": "text/nodes" if plain else "markup"}
        return environment

    def render(self, name: str, *, plain: bool = False, **values: object) -> str:
        """Return the template `name` filled in with `values`, which are escaped unless it is `plain` text.

        Raises RenderError, with template and line, where a template asks for what is not there.
        """
        try:
            return self.environment(plain=plain).get_template(name).render(**values)
        except TemplateError as error:
            places = [f"templates/{name}:1"]
            places += [f"{frame.f_code.co_filename}:{line}" for frame, line in walk_tb(error.__traceback__)]
            innermost = [place for place in places if place.startswith("templates/")][-1]
            told = "there is no template " if isinstance(error, TemplateNotFound) else ""
            raise RenderError(f"{innermost}: {told}{error.message}") from error


def _text(name: str, data: bytes) -> str:
    """Return the text of a template. Raises RenderError where it is none."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RenderError(str(not_utf8(f"templates/{name}", data, error.start))) from error


class _Compiled(BytecodeCache):
    """Compiled templates that are kept for other processes: one file has those of a compiler, as they are now."""

    def __init__(self, name: str, compiler: str) -> None:
        self.name, self.compiler = name, compiler
        data = kept.read(name, compiler)
        self.codes: dict[str, tuple[str, bytes]] = marshal.loads(data) if data else {}  # noqa: S302 - ours alone

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self.codes.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.checksum, bucket.bytecode_to_string()
        kept.keep(self.name, self.compiler, marshal.dumps(self.codes))


def _holds(value: object, kind: str) -> bool:
    """Return whether a node of the class named `kind` is in `value`, at any depth."""
    left = [value]
    while left:
        node = left.pop()
        if _is_kind(node, kind):
            return True
        names = getattr(node, "__dataclass_fields__", ())
        left += node if isinstance(node, tuple) else [getattr(node, name) for name in names]
    return False


def _is_kind(value: object, kind: str) -> bool:
    """Return whether a node is of the class named `kind`."""
    return type(value).__name__ == kind


@pass_context
def _markup(context: Context, value: Any) -> str:  # noqa: ANN401 - a node, or a tuple of them
    """Render a node with the template named after its class, or the nodes of a tuple one after the other.

    A node's template is in `markup/`, for plain text in `text/nodes/`. It is filled in as `Template.render` does, but
    without copying for each node what all of them are given.
    """
    environment, shared = context.environment, context.get_all()
    rendered: list[str] = []
    for node in value if isinstance(value, tuple) else (value,):
        template = environment.get_template(f"{shared['nodes']}/{type(node).__name__}.j2")
        inner = new_context(environment, template.name, template.blocks, {**shared, "node": node}, shared=True)
        rendered += template.root_render_func(inner)
    joined = "".join(rendered)
    return Markup(joined) if context.eval_ctx.autoescape else joined  # noqa: S704 - escaped by the templates


@pass_context
def _cells(context: Context, table: Table) -> list[list[str]]:
    """Render the cells of a table: a row for its head, and those below it."""
    return [[_markup(context, cell) for cell in row] for row in (table.header, *table.rows)]
