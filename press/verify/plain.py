"""What plain text can say of a piece: the inventory brought down to what `press.verify.text` reads back.

Plain text has no structure but its marks and indents, so these differences are permitted in the editions `text`
and `portal`, and no others. Everything else is compared: words, order, headings with their level, marks, depths.

| in the source | in plain text |
|---|---|
| paragraph, term, definition, caption, the one column of a table | a paragraph: they look alike |
| the depth of a definition's first paragraph | two more: it stands 4 columns further right |
| the label of a box | a paragraph between `** ` and ` **`, which are its mark |
| picture | a paragraph: the label with its alternative, in square brackets |
| the header of a table | before each cell of its column, `header: cell`; not as a row of its own |
| an empty cell | `header: -`; `-` where the header is empty |
| a cell's row | not compared; its column is |
| code block | its words in one line; its depth, its quotations and words of nothing but `>` are not compared |
| writing space | its number of lines, not its label |
| `•`, `☐`, `☑` | `-`, `[ ]`, `[x]`; a 24th footnote's `[x]` looks like a ticked box |
| link | its address in the words, where it is spelled |
| what is empty, or has no form in ASCII | nothing |
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from press.ascii import to_ascii
from press.languages import LEADING_ON
from press.verify.permitted import folded
from press.verify.piece import LABEL, Kind, Piece

_MARKS = {"•": "-", "☐": "[ ]", "☑": "[x]"}


def project(pieces: Sequence[Piece], *, ascii_lang: str | None, picture: str) -> tuple[Piece, ...]:
    """Return what reading a correct text edition of these pieces gives; each keeps its `line` and `section`.

    `ascii_lang` is the language of the edition `portal`, None for another; `picture` is the label of that name in it.
    """
    return tuple(_Projection(ascii_lang, picture).pieces(pieces))


class _Projection:
    """Projects pieces one by one, keeping the header of the table that it is in."""

    def __init__(self, ascii_lang: str | None, picture: str) -> None:
        self.ascii_lang, self.picture = ascii_lang, picture
        self.header: list[str] = []

    def pieces(self, pieces: Sequence[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            if piece.kind is Kind.CELL:
                yield from self._cell(piece)
                continue
            words = self._words(piece)
            if words or piece.kind in {Kind.HEADING, Kind.ITEM}:
                yield _bare(piece, words)

    def _words(self, piece: Piece) -> str:
        words = piece.spelled or piece.text
        if piece.kind is Kind.FIGURE:
            words = f"[{self.picture.format(alternative=words)}]"
        words = self._form(words)
        if piece.kind is Kind.CODE:
            return " ".join(word for word in words.split() if word.strip(">"))
        return words

    def _form(self, words: str) -> str:
        return folded(words if self.ascii_lang is None else to_ascii(words, self.ascii_lang))

    def _cell(self, piece: Piece) -> Iterator[Piece]:
        """Keep a header's words; yield those of another cell behind them."""
        row, _, column = piece.mark.partition(".")
        words = folded(piece.spelled or piece.text)
        if row == "0":
            self.header = [*(self.header if column != "1" else []), words]
            return
        header = self.header[int(column) - 1]
        joint = " " if header.endswith(LEADING_ON) else ": "
        words = self._form(f"{header}{joint if header else ''}{words or '-'}") or "-"
        alone = len(self.header) == 1
        kind, mark = (Kind.PARAGRAPH, "") if alone else (Kind.CELL, column)
        yield replace(_bare(piece, words), kind=kind, mark=mark)


def _bare(piece: Piece, words: str) -> Piece:
    """Return a piece with what its kind shows in plain text, and nothing else."""
    kind, level, depth, quoted, mark = Kind.PARAGRAPH, 0, piece.depth, piece.quoted, ""
    match piece.kind:
        case Kind.HEADING:
            kind, level, depth, quoted = piece.kind, piece.level, 0, 0
        case Kind.ITEM:
            kind, mark = piece.kind, _MARKS.get(piece.mark, piece.mark)
        case Kind.LINES:
            kind, words, mark = piece.kind, "____", piece.mark
        case Kind.CODE:
            kind, depth, quoted = piece.kind, 0, 0
        case Kind.SEPARATOR:
            kind = piece.kind
        case Kind.MEANING:
            depth += 2
        case _:
            mark = LABEL if piece.is_label else ""  # looks like a paragraph
    return Piece(kind, words, "", level, depth, quoted, mark, line=piece.line, section=piece.section)
