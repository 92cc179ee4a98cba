"""Reads a plain text edition back: undoes the wrapping, and tells headings, items and the rest by their marks.

A run is what stands between two empty lines. Its first line says what it is:

- `# ` to `###### ` at the margin: a heading, all of it;
- `** ` at its beginning and ` **` at its end: a box's label, a paragraph without these marks, which are its mark;
- `* * *`: a separator, or the end of a crisis box or a warning;
- two empty lines before it: code, all of it;
- a mark, or a line of underscores: items and lines to write on, one wherever a line begins so; what begins otherwise
  goes on with the item above;
- anything else: a paragraph, down to its end. Lines that stand 2 columns further right are the further cells of a
  table's row, 4 columns further right the meaning of a term; in a row, 4 columns further right goes on with a cell.

Indents count in steps of 2 columns, a `> ` apart. One column more says that what follows is text, not a mark.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from press.verify.permitted import folded
from press.verify.piece import LABEL, SEPARATOR, Kind, Piece, Reading

_HEADING = re.compile(r"(#{1,6})(?: |$)")
_STEPS = re.compile(r"(?:  |> )*")
_ITEM = re.compile(r"(-|[0-9]+\.|\[[ x]\]|\[(?:[a-z]{1,3}|[0-9]+)\])(?: |$)")
_WRITING_LINE = re.compile(r"_{20,}")
_LABEL = re.compile(r"\*\* (.+) \*\*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def read(data: bytes) -> Reading:
    """Return the pieces of a plain text edition. Raises nothing, whatever the bytes."""
    unread = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", errors="replace")
        unread.append(f"byte {error.start} is not UTF-8")
    controls = dict.fromkeys(_CONTROL.findall(text))
    unread += [f"there is a control character, U+{ord(control):04X}" for control in controls]
    pieces = [piece.found() for run, is_code in _runs(text) for piece in _of_run(run, is_code=is_code)]
    bare = (piece for piece in pieces if not piece.text and (piece.kind is Kind.HEADING or piece.mark == LABEL))
    unread += [f"there is a {piece.kind} without words" for piece in bare]
    return Reading(
        pieces=tuple(piece for piece in pieces if piece.text or piece.kind is Kind.ITEM), unread=tuple(unread)
    )


def _runs(text: str) -> Iterator[tuple[list[str], bool]]:
    """Yield the runs of lines that are not empty, each with whether it is code."""
    run: list[str] = []
    empty = 0
    is_code = False
    for line in [*text.split("\n"), ""]:
        if line:
            if not run:
                is_code = empty > 1
            run.append(line)
            empty = 0
            continue
        if run:
            yield run, is_code
        run, empty = [], empty + 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its indent: `steps` to the right, behind `quoted` marks of quotation, `shifted` by one column."""

    steps: int
    quoted: int
    shifted: bool
    words: str

    @classmethod
    def of(cls, line: str) -> "_Line":
        match = _STEPS.match(line)
        before = match[0] if match else ""
        quoted = before.count(">")
        words = line[len(before) :]
        return cls(len(before) // 2 - quoted, quoted, words.startswith(" "), words.removeprefix(" "))

    @property
    def mark(self) -> str:
        """The mark that it begins with, if any."""
        match = None if self.shifted else _ITEM.match(self.words)
        return match[1] if match else ""

    @property
    def is_writing_line(self) -> bool:
        return not self.shifted and _WRITING_LINE.fullmatch(self.words) is not None


@dataclass(slots=True)
class _Open:
    """A piece that more lines may belong to."""

    kind: Kind
    words: list[str]
    depth: int = 0
    quoted: int = 0
    level: int = 0
    mark: str = ""
    count: int = 0

    def found(self) -> Piece:
        text = folded(" ".join(self.words))
        mark = str(self.count) if self.kind is Kind.LINES else self.mark
        return Piece(self.kind, text, level=self.level, depth=self.depth, quoted=self.quoted, mark=mark)


def _of_run(run: Sequence[str], *, is_code: bool) -> Iterator[_Open]:
    heading = _HEADING.match(run[0])
    if is_code:
        yield _Open(Kind.CODE, [word for line in run for word in line.split() if word.strip(">")])
        return
    if heading:
        yield _Open(Kind.HEADING, [run[0][heading.end() :], *run[1:]], level=len(heading[1]))
        return
    lines = [_Line.of(line) for line in run]
    first = lines[0]
    label = None if first.shifted else _LABEL.fullmatch(" ".join(line.words for line in lines))
    if label:
        yield _Open(Kind.PARAGRAPH, [label[1]], first.steps, first.quoted, mark=LABEL)
    elif first.mark or first.is_writing_line:
        yield from _items(lines)
    elif len(run) == 1 and not first.shifted and first.words == SEPARATOR:
        yield _Open(Kind.SEPARATOR, [SEPARATOR], first.steps, first.quoted)
    else:
        yield from _row(lines) if any(line.steps == first.steps + 1 for line in lines) else _paragraph(lines)


def _items(lines: Sequence[_Line]) -> Iterator[_Open]:
    """Yield the items and writing spaces of a run that begins with a mark."""
    last = None
    for line in lines:
        if line.is_writing_line and last and last.kind is Kind.LINES and last.depth == line.steps:
            last.count += 1
            continue
        if not _starts(line, last) and last:
            last.words.append(line.words)
            continue
        if last:
            yield last
        if line.is_writing_line:
            last = _Open(Kind.LINES, ["____"], line.steps, line.quoted, count=1)
        elif line.mark:
            last = _Open(Kind.ITEM, [line.words[len(line.mark) :]], line.steps + 1, line.quoted, mark=line.mark)
        else:
            last = _Open(Kind.PARAGRAPH, [line.words], line.steps, line.quoted)
    if last:
        yield last


def _starts(line: _Line, last: _Open | None) -> bool:
    """Return whether a line in a run of items begins a piece: it has a mark, or cannot belong to the one above."""
    if line.mark or line.is_writing_line or last is None:
        return True
    return last.kind is Kind.LINES or last.quoted != line.quoted


def _row(lines: Sequence[_Line]) -> Iterator[_Open]:
    """Yield the cells of a table's row."""
    first = lines[0]
    cells: list[_Open] = []
    for line in lines:
        if not cells or line.steps <= first.steps + 1 or line.quoted != first.quoted:
            cells.append(_Open(Kind.CELL, [], first.steps, line.quoted, mark=str(len(cells) + 1)))
        cells[-1].words.append(line.words)
    yield from cells


def _paragraph(lines: Sequence[_Line]) -> Iterator[_Open]:
    """Yield a paragraph, and the meaning under it if it is a term's."""
    last = _Open(Kind.PARAGRAPH, [], lines[0].steps, lines[0].quoted)
    for line in lines:
        if line.quoted != last.quoted or line.steps > last.depth + 1:
            yield last
            last = _Open(Kind.PARAGRAPH, [], line.steps, line.quoted)
        last.words.append(line.words)
    yield last
