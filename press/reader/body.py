"""The body: tokens to sections and blocks."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePosixPath

from press.model.article import Note, Section
from press.model.blocks import (
    Align,
    Block,
    Box,
    BoxKind,
    BulletList,
    CodeBlock,
    CrisisBox,
    Definition,
    DefinitionList,
    Figure,
    ListItem,
    OrderedList,
    Paragraph,
    Questions,
    Quotation,
    Separator,
    Table,
    WritingSpace,
)
from press.model.inlines import Inline, Text, plain_text
from press.model.pictures import ENDINGS
from press.reader.capitals import shouted
from press.reader.characters import Repertoire
from press.reader.inlines import InlineReader
from press.reader.lists import list_faults, quotation_faults
from press.reader.picture import PictureError, examine, name_of
from press.reader.problems import Problems, line_of, nearest, shortened
from press.reader.tags import raw_html
from press.reader.unmarked import is_prose, plain_leftovers
from press.syntax import BOXES, Footnote, SyntaxTreeNode, Token

MAX_LINES = 20
"""Ruled lines in one writing space: what a page of large print holds below its prompt."""

_LONGEST_RULE = 4
"""Strokes of a separator as markdown-it-py counts them, one too many: who writes more means a line to write on."""

_SENTENCE = re.compile(r"\n|[.!,;]\Z")
"""What no heading has that is one by its `---`, which so often is meant to separate."""

_LISTS = frozenset({"bullet_list", "ordered_list"})
_WRITE = re.compile(r'write\s+(\d{1,3})(?:\s+"([^"]*)")?')
_RESERVED = re.compile(  # the templates' own ids among them, such as `handout`
    r"(note|ref|call|cite|label|page)-.*|handout|main|title|summary|crisis|about|notes|references|contents|top"
)


@dataclass(slots=True)
class BodyReader:
    """Reads the body of one article; what is wrong goes to `problems`."""

    problems: Problems
    references: Mapping[str, int]
    images: Mapping[str, bytes]
    repertoire: Repertoire
    sections: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    anchors: list[tuple[int, str]] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    crisis: int = 0

    def read(
        self, tokens: Sequence[Token], footnotes: Sequence[Footnote]
    ) -> tuple[tuple[Block, ...], tuple[Section, ...], tuple[Note, ...]]:
        """Return the blocks before the first heading, the sections, and the notes."""
        nodes = SyntaxTreeNode(tokens).children
        heads = [i for i, node in enumerate(nodes) if node.type == "heading"]
        first = heads[0] if heads else len(nodes)
        intro = self._blocks(nodes[:first])
        sections = self._sections(nodes[first:])
        notes = tuple(self._note(footnote) for footnote in footnotes)
        for line, name in self.anchors:
            if name not in self.sections:
                self.problems.add(line, f"there is no section `#{name}`; {nearest(name, self.sections)}")
        if _is_empty(nodes):
            self.problems.add(1, "the article has no text; write it below the front matter")
        return intro, sections, notes

    def _fault(self, node: SyntaxTreeNode, message: str) -> None:
        self.problems.add(line_of(node), message)

    # --- sections ---

    def _sections(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Section, ...]:
        """Return the sections of nodes that begin with a heading."""
        flat: list[Section] = []
        starts = [i for i, node in enumerate(nodes) if node.type == "heading"]
        for start, end in pairwise([*starts, len(nodes)]):
            head = nodes[start]
            level = int(head.tag[1])
            self._check_level(head, level, flat[-1].level if flat else 1)
            title = self._inline(head.children[0], plain=True)
            blocks = self._blocks(nodes[start + 1 : end])
            flat.append(Section(level, title, self._id(title), blocks))
            words = plain_text(title)
            if words[:1].isspace() and not words[:1].isascii():  # as written by itself it is none of the heading's
                self._fault(head, "the heading begins with a space that has a name (&nbsp;); remove it")
            following = nodes[end] if end < len(nodes) else None
            if _is_empty(nodes[start + 1 : end]) and (following is None or int(following.tag[1]) <= level):
                self._fault(head, f"the section `{words}` is empty; write its text, or remove the heading")
        return _nest(flat)

    def _check_level(self, head: SyntaxTreeNode, level: int, above: int) -> None:
        if not head.children[0].content.strip():
            self._fault(head, "this heading has no words; write them after the #")
        if level == 1:
            told = "a level 1 heading is the title's, which the front matter gives; remove it where it says the same"
            remedy = "with the === below it, or write ## before it, and no ===" if head.markup == "=" else "or use ##"
            self._fault(head, f"{told}, {remedy}")
        elif head.markup == "-" and _SENTENCE.search(head.children[0].content):
            remedy = "put an empty line between them, or write ## before a heading"
            self._fault(head, f"the --- below makes a heading of this text; {remedy}")
        elif level > above + 1:
            remedy = "#" * (above + 1)
            others = f", and {level - 2} # less before the headings that follow" if above == 1 else ""
            self._fault(head, f"heading jumps from level {above} to {level}; use {remedy}{others}")

    def _id(self, title: tuple[Inline, ...]) -> str:
        """Return an anchor made of a title's letters and digits, one that no other section has."""
        ascii_words = unicodedata.normalize("NFKD", plain_text(title)).encode("ascii", "ignore").decode().lower()
        name = re.sub(r"[^a-z0-9]+", "-", ascii_words.replace("'", "")).strip("-") or "section"
        if _RESERVED.fullmatch(name) or not name[0].isalpha():
            name = f"section-{name}"
        unique, count = name, self.counts.get(name, 1)
        while unique in self.sections:
            count += 1
            unique = f"{name}-{count}"
        self.sections.add(unique)
        self.counts[name] = count
        return unique

    def _note(self, footnote: Footnote) -> Note:
        blocks = self._blocks(SyntaxTreeNode(footnote.tokens).children)
        if not blocks or not isinstance(blocks[0], Paragraph):
            self.problems.add(footnote.line, "this footnote does not begin with words; write them after the colon")
        return Note(footnote.mark, blocks)

    # --- blocks ---

    def _blocks(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        return tuple(block for node in nodes for block in self._block(node))

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "paragraph":
                yield from self._paragraph(node)
            case "bullet_list":
                self.problems.extend(list_faults(node))
                yield BulletList(self._items(node), _tight(node))
            case "ordered_list":
                self.problems.extend(list_faults(node))
                yield OrderedList(self._items(node), int(node.attrs.get("start", 1)), _tight(node))
            case "dl":
                yield DefinitionList(self._definitions(node), _tight(node))
            case "blockquote":
                self.problems.extend(quotation_faults(node))
                yield Quotation(self._some(node, "this quotation is empty; write its words after the >"))
            case "fence" | "code_block":
                yield self._code(node)
            case "table":
                yield from self._table(node)
            case "hr":
                if len(node.markup) > _LONGEST_RULE and node.markup[0] == "_":
                    self._fault(
                        node,
                        "a line of strokes is no line to write on; write `::: write 1` and `:::`, or --- to separate",
                    )
                yield Separator()
            case "box":
                yield from self._box(node)
            case "heading":
                self._fault(node, "a heading stands inside a list, a quotation, a box or a footnote; move it out")
            case "html_block":
                self._fault(node, raw_html(node.content.lstrip()))
            case _:
                raise AssertionError(f"unknown block {node.type}")

    def _some(self, node: SyntaxTreeNode, message: str) -> tuple[Block, ...]:
        blocks = self._blocks(node.children)
        if _is_empty(node.children):
            self._fault(node, message)
        return blocks

    def _worded(self, node: SyntaxTreeNode, what: str) -> tuple[Block, ...]:
        """Return the blocks of an entry that must begin with a paragraph: its mark wants words beside it."""
        blocks = self._blocks(node.children)
        if not node.children or node.children[0].type != "paragraph" or (blocks and isinstance(blocks[0], Figure)):
            self._fault(node, f"{what} does not begin with words; write them, or remove it")
        return blocks

    def _inline(self, node: SyntaxTreeNode, *, plain: bool = False) -> tuple[Inline, ...]:
        return InlineReader(self.problems, self.references, self.anchors).read(node, line_of(node), plain=plain)

    def _plain(self, text: str, line: int) -> str:
        """Return a text that is printed as it stands, white space folded."""
        text = " ".join(text.split())
        self.problems.extend((line, message) for message in plain_leftovers(text))
        self.problems.extend((line, message) for _, message in shouted(text))
        return text

    def _paragraph(self, node: SyntaxTreeNode) -> Iterator[Block]:
        inline = node.children[0]
        if len(inline.children) == 1 and inline.children[0].type == "image":
            yield from self._figure(inline.children[0], line_of(node))
            return
        children = self._inline(inline)
        if plain_text(children).strip() or any(not isinstance(child, Text) for child in children):
            yield Paragraph(children)
        elif all(child.type not in {"html_inline", "image"} for child in inline.children):  # of these has been told
            self._fault(node, "this paragraph has no words; remove it")

    def _figure(self, image: SyntaxTreeNode, line: int) -> Iterator[Block]:
        source = name_of(str(image.attrs["src"]), self.images)
        inlines = InlineReader(self.problems, self.references, self.anchors).read(image, line)
        alternative = " ".join(plain_text(inlines).split())
        called = [node for node in image.walk(include_self=False) if node.type in {"link", "footnote_ref", "citation"}]
        if any(node.info != "auto" for node in called):  # an address by itself is what the picture shows: a code for it
            self.problems.add(line, "an alternative text cannot hold links, footnotes or citations; put them below it")
        if not alternative:
            self.problems.add(
                line,
                f"the picture `{shortened(source)}` has no alternative text; say in the square brackets what it shows",
            )
        if fault := self._picture_fault(source):
            self.problems.add(line, f"the picture `{shortened(source)}` {fault}")
            return
        self.shown.add(source)
        yield Figure(source, alternative, self._plain(str(image.attrs.get("title", "")), line))

    def _picture_fault(self, name: str) -> str:
        """Return what is wrong with the picture of a name, with the remedy, or nothing."""
        ending = PurePosixPath(name).suffix.lower()
        if ending and ending not in ENDINGS:
            return "is not a .png, .jpg or .svg file; save it as one of these"
        if name not in self.images:
            remedy = "put the file there" if "/" not in name else "put the file there, and write its name alone"
            return f"is not in the handout's folder; {nearest(name.rpartition('/')[2], self.images, remedy)}"
        try:
            examine(name, self.images[name], self.repertoire)
        except PictureError as error:
            return str(error)
        return ""

    def _items(self, node: SyntaxTreeNode) -> tuple[ListItem, ...]:
        return tuple(ListItem(self._worded(item, "this list item"), item.meta.get("checked")) for item in node.children)

    def _definitions(self, node: SyntaxTreeNode) -> tuple[Definition, ...]:
        found: list[Definition] = []
        for child in node.children:
            if child.type == "dt":
                found.append(Definition(self._inline(child.children[0]), ()))
            else:
                meanings = (*found[-1].meanings, self._worded(child, "this definition"))
                found[-1] = Definition(found[-1].term, meanings)
        return tuple(found)

    def _code(self, node: SyntaxTreeNode) -> CodeBlock:
        if not node.content.strip():
            self._fault(node, "this code block is empty; remove it")
        if node.type == "code_block" and is_prose(node.content):
            self._fault(
                node,
                "these lines are indented so far that they would be printed as code, with all their signs; "
                "begin them at the left, or below the words of their list, "
                "or put a line ``` above and below if code is meant",
            )
        language = "".join(node.info.split()[:1])  # more words are for other programs
        return CodeBlock(node.content.rstrip("\n"), language)

    def _table(self, node: SyntaxTreeNode) -> Iterator[Block]:
        head, *rest = node.children
        header = head.children[0]
        rows = [row for body in rest for row in body.children]
        if mark := header.meta["block"]:
            remedy = "begin it with a |, or put an empty line between the table and what is none of it"
            self._fault(header, f"the `{mark}` that begins this table would be printed; {remedy}")
        for row in rows:
            cells = row.meta["cells"]
            if cells != len(header.children):
                more = "remove a |, or write \\| where it is part of the text"
                fewer = "write a | before and after each, also an empty one, or an empty line where the table ends"
                remedy = more if cells > len(header.children) else fewer
                self._fault(
                    row,
                    f"this row has {cells} cell{'s' * (cells > 1)}, its table {len(header.children)} columns; {remedy}",
                )
        if not rows:
            self._fault(node, "this table has no rows below its header; add one, or remove the table")
            return
        cells = [tuple(self._inline(cell.children[0]) for cell in row.children) for row in (header, *rows)]
        if not any(plain_text(cell).strip() for cell in cells[0]):
            self._fault(node, "this table's header is empty; name its columns")
        styles = [str(cell.attrs.get("style", "")) for cell in header.children]
        yield Table(cells[0], tuple(cells[1:]), tuple(Align(style.removeprefix("text-align:")) for style in styles))

    # --- the handout's own blocks ---

    def _box(self, node: SyntaxTreeNode) -> Iterator[Block]:
        line, info = line_of(node), node.info
        name, *arguments = info.split(maxsplit=1)
        if name not in BOXES:
            self.problems.add(line, f"there is no block `{name}`; {nearest(name, BOXES)}")
        elif name != "write" and arguments:
            self.problems.add(line, f"`::: {name}` takes nothing after its name; put the words inside the block")
        elif name == "write":
            yield from self._write(node)
        elif name == "crisis":
            yield from self._crisis(node)
        elif name == "ask":
            yield from self._ask(node)
        else:
            yield Box(BoxKind(name), self._some(node, f"this `::: {name}` is empty; write its text, or remove it"))

    def _write(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match = _WRITE.fullmatch(node.info)
        if not match or not 1 <= int(match[1]) <= MAX_LINES:
            self._fault(
                node,
                f"write takes a number of lines from 1 to {MAX_LINES} and a prompt in straight quotes: "
                '::: write 4 "What I have noticed"',
            )
            return
        if node.children:
            self._fault(node, "a writing space holds no text; put its prompt in quotes after the number")
        yield WritingSpace(int(match[1]), self._plain((match[2] or "").strip(), line_of(node)))

    def _crisis(self, node: SyntaxTreeNode) -> Iterator[Block]:
        if self.crisis:
            self._fault(node, f"the crisis lines stand at line {self.crisis} already; keep one of the two")
        self.crisis = self.crisis or line_of(node)
        yield CrisisBox(self._blocks(node.children))

    def _ask(self, node: SyntaxTreeNode) -> Iterator[Block]:
        """Read questions: one list of one paragraph each, with text before it if need be."""
        last = node.children[-1] if node.children else None
        if last is None or last.type not in _LISTS:
            self._fault(node, "`::: ask` must end with a list of questions, each on a line that begins with `- `")
            return
        questions = []
        for item in last.children:
            if item.meta.get("checked"):
                self._fault(item, "a question is given an empty tick box; take the [x] away")
            if [child.type for child in item.children] == ["paragraph"]:
                questions.append(self._inline(item.children[0].children[0]))
            else:
                self._fault(item, "a question is one paragraph; write it on a line that begins with `- `")
        for other in node.children[:-1]:
            if other.type in _LISTS:
                self._fault(
                    other,
                    "`::: ask` holds one list, its questions, and ends with it; put these into that list, "
                    "or into an `::: ask` of their own",
                )
        yield Questions(tuple(questions), self._blocks(node.children[:-1]))


def _is_empty(nodes: Sequence[SyntaxTreeNode]) -> bool:
    """Return whether there is nothing to read: no block, or rules alone."""
    return all(node.type == "hr" for node in nodes)


def _tight(node: SyntaxTreeNode) -> bool:
    """Return whether the source has no empty lines between the entries of a list."""
    return all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")


def _nest(flat: Sequence[Section]) -> tuple[Section, ...]:
    """Put sections of deeper levels under those before them."""
    nested: list[Section] = []
    index = 0
    while index < len(flat):
        section, end = flat[index], index + 1
        while end < len(flat) and flat[end].level > section.level:
            end += 1
        below = _nest(flat[index + 1 : end])
        nested.append(Section(section.level, section.title, section.id, section.blocks, below))
        index = end
    return tuple(nested)
