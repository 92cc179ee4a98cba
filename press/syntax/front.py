"""Front matter: YAML to values, with the line of each and what is written for it."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

import yaml

Value: TypeAlias = "str | int | float | bool | date | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]


class _Loader(yaml.SafeLoader):
    """YAML without aliases (a few lines of them can stand for gigabytes), anchors and tags.

    Nobody means these two: of `&Friends and family` YAML would leave `and family`.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="* stands for an alias", problem_mark=self.get_mark())
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "tag", None) is not None:
            raise yaml.MarkedYAMLError(problem="! stands for a tag", problem_mark=event.start_mark)
        if getattr(event, "anchor", None) is not None:
            raise yaml.MarkedYAMLError(problem="& stands for an anchor", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


@dataclass(slots=True)
class Front:
    """The front matter as it is read: each value's line and what is written for it, by path, and what is wrong."""

    problems: list[tuple[int, str]]
    lines: dict[Path, int] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    unread: set[Path] = field(default_factory=set)

    def read(self, text: str) -> dict[str, Value]:
        """Return the values of a text of YAML; none where it is not a mapping."""
        try:
            loader = _Loader(text.translate(_BREAKS))
            node = loader.get_single_node()
            value = self._value(loader, node, ()) if node else {}
        except yaml.MarkedYAMLError as error:
            self.problems.append(_fault(error, text))
            return {}
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            self.problems.append(
                (line, f"the front matter is not YAML: U+{error.character:04X} stands in it; remove it")
            )
            return {}
        except (yaml.YAMLError, RecursionError):
            self.problems.append((1, f"the front matter is not YAML; {_HINT}"))
            return {}
        if not isinstance(value, dict) or not (value or self.problems):
            self.problems.append((2, "the front matter must be lines of the form `key: value`"))
            return {}
        return value

    def _value(self, loader: _Loader, node: yaml.Node, path: Path) -> Value:
        """Return a node's value, noting the line of everything in it."""
        line = self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            return [self._value(loader, item, (*path, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(loader, node, path)
        self.written[path] = written = str(node.value)
        if isinstance(node, yaml.ScalarNode) and node.style is None and node.tag == _TEXT:
            self._check_plain(node)
        try:
            return _scalar(loader, node)
        except (ValueError, yaml.YAMLError):
            shown = written if len(written) <= _LONGEST_NUMBER else f"{written[:_LONGEST_NUMBER]}…"
            remedy = "write dates as 2026-01-31 and put texts in quotes"
            self.unread.add(path)
            self.problems.append((line, f"`{shown}` cannot be read; {remedy}"))
            return None

    def _check_plain(self, node: yaml.ScalarNode) -> None:
        """Note a text without quotes that YAML ends at a `#`: `Ask for room # 7` would be printed as `Ask for room`.

        And one in the quotes that word processors put, which would be printed.
        """
        if rest := _REMARK.match(node.end_mark.buffer or "", node.end_mark.pointer):
            told = f"`{rest[1][:_LONGEST_NUMBER]}` is left out, behind a text without quotes"
            remedy = "put the text into double quotes, or a remark on its own line"
            self.problems.append((node.end_mark.line + 1, f"{told}; {remedy}"))
        if _CURLED.fullmatch(node.value):
            told = "curly quotes round a text are printed"
            self.problems.append((node.start_mark.line + 1, f'{told}; write straight ones, ", or both to print them'))

    def _mapping(self, loader: _Loader, node: yaml.MappingNode, path: Path) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(
                    (line, "a key is one word, and this one is a list or has keys itself; write `key: value`")
                )
                continue
            key = str(key_node.value)
            if key in mapping:
                self.problems.append((line, f"`{key}` stands twice; keep one of the two"))
            mapping[key] = self._value(loader, value_node, (*path, key))
            self.lines[*path, key] = line
        return mapping


_BREAKS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""What YAML takes for a line's end, and no editor does: it would count the lines otherwise. No article may have it."""

_TEXT = "tag:yaml.org,2002:str"
_REMARK = re.compile(r"[ \t]+(#[^\0\r\n]*)")  # YAML's buffer ends in a NUL
_CURLED = re.compile("[“„”][^“„”]*[“”]", re.DOTALL)
_NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
_LONGEST_NUMBER = 50
"""Characters: of thousands, Python makes a number that it refuses to write."""


def _scalar(loader: _Loader, node: yaml.Node) -> Value:
    """Return what is neither list nor mapping. Raises ValueError or YAMLError where it cannot be read."""
    if node.tag in _NUMBERS and len(node.value) > _LONGEST_NUMBER:
        raise ValueError(node.value)
    value: Value = loader.construct_object(node)
    return value


_HINT = "put a text that holds : # & * % @ ` or quotes into double quotes"
_NO_MAPPING = "mapping values are not allowed here"
_KEY = re.compile(r"[a-z_]+")
_HINTS = {  # by YAML's problem; %s is the first word of the line
    "could not find expected ':'": "write `%s: ...`, with a colon and a space",
    "found unexpected end of stream": "a quote opens here and is never closed; close it at the end of its text",
    "expected <block end>, but found '<scalar>'": (
        'close the quotes of the text above, or write \\" inside quotes, '
        "or put a text that begins with [ or { into double quotes"
    ),
    _NO_MAPPING: f"{_HINT}, and a space after the colon of every key",
    "& stands for an anchor": "put a text that begins with & into double quotes",
    "! stands for a tag": "put a text that begins with ! into double quotes, or take the tag away",
    "found character '\\t' that cannot start any token": "write spaces instead of the tab",
}


def _fault(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Return the line and message of a YAML error; of what never ends, the line where it begins."""
    begun = error.context in {"while scanning a simple key", "while scanning a quoted scalar"}
    mark: Any = error.context_mark if begun else error.problem_mark
    line: int = getattr(mark, "line", 0)
    rows = text.split("\n")
    if error.problem == _NO_MAPPING and _KEY.fullmatch(rows[line][: mark.column]):
        line -= 1  # this row's own key is not at fault, but that above it, which has no space behind its colon
    word = rows[line].lstrip(" -").partition(" ")[0].partition(":")[0]
    hint = _HINTS.get(error.problem or "", _HINT).replace("%s", word)
    return line + 1, f"the front matter is not YAML: {error.problem}; {hint}"
