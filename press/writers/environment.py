"""The templates: the files under `templates/` as values, and the Jinja environments over them.

A page's template is given the sheet and the edition, and nothing else that would have to be agreed upon. What it
may ask for besides is listed in `_environment`: a few filters and tests, and the files under `templates/`.
"""

import marshal
import re
import sys
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined, TemplateError, pass_context
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Context, new_context
from markupsafe import Markup, escape

from press import kept
from press.errors import RenderError
from press.languages import direction, long_date
from press.model import CrisisLine, Person, Reference, Table
from press.writers.code import draw_code
from press.writers.foot import rows
from press.writers.unbroken import as_attribute, unbroken, whole

MEDIA_TYPES = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""The kinds of file that an edition can carry, by the end of their names (never the machine's own table)."""

_SCHEME = re.compile(r"(?i)(mailto|tel|sms):")
_WEB = re.compile(r"(?i)https?://")
_DIGIT = r"(?:[0-9]|[(][0-9]+[)](?=[ .-]?[0-9]))"
_NUMBER = re.compile(rf"[+]?{_DIGIT}(?:[ .-]?{_DIGIT})*")

_IN_ONE = re.compile(r'<span class="whole"[^>]*>(.*?)</span>')
_BREAKS = re.compile(r"[\s@]+|[/-](?![0-9])")


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
        self._compiled = cache(self._kept)

    def _environment(self, nodes: str, *, escape: bool) -> Environment:
        """Return the Jinja environment whose `markup` filter finds a node's template in the folder `nodes`."""
        sources = {name: data.decode() for name, data in self.files.items() if name.endswith(".j2")}
        environment = Environment(
            loader=DictLoader(sources),
            undefined=StrictUndefined,
            autoescape=escape,  # noqa: S701 - off for plain text only
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,  # every template stays compiled, and
            auto_reload=False,  # none of them ever changes
            bytecode_cache=self._compiled("marked-up" if escape else "plain") if self.program else None,
        )
        environment.filters |= {
            "address_after": address_after,
            "as_attribute": as_attribute,
            "cells": _cells,
            "css_counters": _css_counters,
            "css_string": _css_string,
            "data_uri": _data_uri,
            "direction": direction,
            "target": _target,
            "fill": _fill,
            "long_date": long_date,
            "longest": _longest,
            "markup": _markup,
            "people": _people,
            "phone_address": _phone_address,
            "qr": draw_code,
            "rows": rows,
            "unbroken": unbroken,
            "ways": ways,
            "whole": whole,
        }
        environment.tests |= {"holding": _holds, "kind": _is_kind}
        environment.globals |= {"files": self.files, "nodes": nodes}
        return environment

    def _kept(self, kind: str) -> "_Compiled":
        return _Compiled(f"templates-{kind}", f"{self.program}\n{sys.version}")

    def render(self, name: str, nodes: str, *, escape: bool = True, **values: object) -> str:
        """Return the template `name` filled in with `values`.

        `nodes` is the folder with a template for each kind of node; `escape` is off for plain text only.
        Raises RenderError, with template and line, where a template asks for what is not there.
        """
        try:
            return self.environment(nodes, escape=escape).get_template(name).render(**values)
        except TemplateError as error:
            place = f"{getattr(error, 'name', None) or name}:{getattr(error, 'lineno', None) or 1}"
            raise RenderError(f"templates/{place}: {error.message}") from error


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


def media_type(name: str) -> str:
    """Return the media type of the file called `name`; raise RenderError for a kind that is not carried."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in MEDIA_TYPES:
        raise RenderError(f"{name}: no edition can carry this kind of file; use one of {', '.join(MEDIA_TYPES)}")
    return MEDIA_TYPES[ending]


@pass_context
def _markup(context: Context, value: Any) -> str:  # noqa: ANN401 - a node, or a tuple of them
    """Render a node with the template named after its class, or the nodes of a tuple one after the other.

    As `Template.render` does, but without copying for each node what all of them are given.
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


def _longest(table: Iterable[Sequence[str]]) -> list[int]:
    """Return for each column of a table, given its rendered rows, the letters of the longest piece that no line parts.

    That is a word, or what is `whole`; an address may go on over the line.
    """
    columns = (_IN_ONE.sub(lambda match: "0" * len(match[1]), " ".join(column)) for column in zip(*table, strict=True))
    return [max(map(len, _BREAKS.split(Markup(column).striptags()))) for column in columns]  # noqa: S704 - ours


def _fill(label: str, **values: object) -> str:
    """Return a label with its `{places}` filled in; raise TemplateRuntimeError for a place without a value.

    With markup in a place, the label is markup too.
    """
    form = escape(label) if any(isinstance(value, Markup) for value in values.values()) else label
    try:
        return form.format(**values)
    except (AttributeError, LookupError, ValueError) as error:
        raise TemplateRuntimeError(f"the label {label!r} cannot be filled in: {error!r}") from error


def _phone_address(number: str) -> str:
    """Return what a tap on a telephone number opens: `tel:` and the digits of the number that the text begins with."""
    return f"tel:{_dialled(number, 0)}"


def ways(line: CrisisLine, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield for each way to reach somebody what to do, in words without a full stop, and what a tap on them opens."""
    if line.phone:
        yield _fill(labels["crisis_phone"], phone=line.phone).rstrip("."), _phone_address(line.phone)
    if line.text:
        yield _fill(labels["crisis_text"], text=line.text).rstrip("."), f"sms:{_dialled(line.text, -1)}"
    if line.web:
        yield _fill(labels["crisis_web"], web=_WEB.sub("", line.web).removesuffix("/")).rstrip("."), line.web


def _dialled(text: str, place: int) -> str:
    """Return the digits of a number in a text, the first or the last, with a leading plus if it has one.

    Behind a plus, the (0) that is dialled at home is left out.
    """
    numbers = _NUMBER.findall(text)
    number = numbers[place] if numbers else ""
    plus = "+" if number.startswith("+") else ""
    return plus + "".join(char for char in (number.replace("(0)", "") if plus else number) if char.isdigit())


def address_after(target: str, words: str) -> str:
    """Return a link's address as it stands after its words on paper, ` (address)`, or nothing.

    Nothing for a link inside the document, and where the words hold the address already; of a number, its digits.
    """
    address = _SCHEME.sub("", target)
    if target.startswith("#") or _bare(address) in _bare(words) or _bare(unquote(address)) in _bare(words):
        return ""
    if target.lower().startswith(("tel:", "sms:")) and _holds_number(words, _digits_of(address)):
        return ""
    return f" ({address})"


def _target(reference: Reference) -> str:
    """Return where a reference's link leads: its address, with what no link may hold percent-encoded (RFC 3987, 3.1).

    Of a DOI that is also what would end it in an address, as the handbook of the DOI system asks.
    """
    if reference.url:
        return quote(reference.url, safe="%/:?#[]@!$&'()*+,;=")
    return "https://doi.org/" + quote(reference.doi, safe="/:@!$&'()*+,;=")


def _holds_number(words: str, digits: str) -> bool:
    return digits in _digits_of(words) or digits in _digits_of(words.replace("(0)", ""))  # as it is dialled from abroad


def _digits_of(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _bare(text: str) -> str:
    return _WEB.sub("", "".join(text.split())).rstrip("/").casefold()


def _people(persons: Iterable[Person]) -> str:
    """Return people in a row: `name, credentials; name`."""
    return "; ".join(", ".join(filter(None, (person.name, person.credentials))) for person in persons)


def _data_uri(data: bytes, name: str) -> str:
    """Return a file's bytes as an address that holds them; its `name` tells their kind."""
    return f"data:{media_type(name)};base64,{b64encode(data).decode()}"


def _css_string(text: str) -> Markup:
    """Return `text` as a CSS string in quotes that also survives inside a `style` element, HTML or XML."""
    plain = (char if char.isalnum() or char in " .,-" else f"\\{ord(char):x} " for char in text)
    return Markup(f'"{"".join(plain)}"')  # noqa: S704 - nothing but letters, digits and escapes is left


def _css_counters(label: str) -> Markup:
    """Return a label as CSS content, its `{page}` and `{pages}` being the counters of these names."""
    parts = re.split(r"\{(pages?)\}", label)
    words = (_css_string(part) if place % 2 == 0 else f"counter({part})" for place, part in enumerate(parts))
    return Markup(" ".join(words))  # noqa: S704 - strings that were escaped, and the names of counters
