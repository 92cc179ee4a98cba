"""Markup that was not understood and would be printed as it stands: what nobody means, unless a backslash says so."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from press.syntax import BOXES, SyntaxTreeNode


class _Rule(NamedTuple):
    """What is refused, with its remedy; `%s` in the message is what was found.

    Every line begins with its line feed, also the first: a pattern that begins with a plain sign is found fastest.
    `place` is what the text has to stand in, `paragraph`, `list_item` or `running` (all but headings and what a picture
    shows); anything without it. With `least` it is told once for a text, at the first place, if there are so many; else
    at each.
    """

    pattern: re.Pattern[str]
    message: str
    place: str = ""
    least: int = 0


LETTER = r"[^\W\d_]"
_HARD_SPACE = "[\u00a0\u2007\u2009\u202f]"
_BULLETS = "•·▪◦‣●○⁃∙■➢"
_BOXES = "☐☑☒□✓✔✗✘"
_LABEL = r"\[[^\[\0\n]*\]"
ADDRESS = r"[<\x04]?(?i:https?:|mailto:|tel:|www\.)"
_PICTURE = r"(?i:\.(?:png|jpe?g|gif|svg|webp|avif|heic|tiff?|bmp))\b"
_CURLY = r"[^()\n]*\s[“”„‘’]"
_OPEN = r"[\[\n](?<!!\[)(?!(?<=\A\n\[)[ xX]\])[^\[\0\n]*\]"
"""A link's words, which may have begun on the line before; no tick box."""

PAIR = r"(?<![\w*])\*\*(?!\*)[^*]*\*\*(?!\*)"
STRUCK = rf"(?<!~)~~(?!~)[^~]*~~(?!~)|~(?<![\w~]~){LETTER}[^~\n]*(?<!\s)~(?![\w~])"
SHIFTED = r"(?<=[\w)])([~^])[A-Za-z0-9+−-]{1,9}\1"
_UNLINKED = r"(?![^\x04\x05]{0,300}\x05)"
"""What follows an address that is no link, and does not stand in the words of one, which are never that long."""

_TAPPED = (
    "`%s` is no link that could be tapped; put spaces around it, or write <https://...> or <name@...>, "
    "or put a backslash before its first colon, full stop or @ for plain words"
)
_SHORT = r"[^\n\x06]{1,40}(?<![.,;!?–—-])"
_CAPITAL = r"\n[\x01-\x05(“\"¿¡]*[A-ZÀ-ÖØ-Þ]"
_BEGINS = rf"(?:{_CAPITAL}|\n[\x01-\x05(]*\d)"
_NAMED = r"\n[\x01-\x05]*(?:[A-ZÀ-ÖØ-Þ]|[0-9]{1,3} ?[a-z])[^\n\x06:.,;!?]{0,30}:[\x01-\x05]*[ \t]"
_TIMED = r"\n[\x01-\x05]*(?:[01]?[0-9]|2[0-4])(?:[:h][0-5][0-9](?![0-9:])|(?:[:.][0-5][0-9])? ?[ap]\.? ?m\b)"
"""Lines that nobody wraps: short ones that begin with capitals and end without a stop, or with a word and a colon, or
with the time of day.
"""

_BOLD_NAME = r"\x02+[^\n\x02\x06:]{1,40}(?::\x02+|\x02+:)"
_SIGN = rf"\x02*(?:[).:/]| [–—-])\x02*(?:[ \t]|{_HARD_SPACE})"
_PAIRS = ("1(?=[ /])", "2"), ("A", "B"), ("I", "II"), ("Q", "A"), ("Q", "R"), ("P", "R"), ("F", "A")
_STEPS = "|".join(rf"{first}{_SIGN}[^\n\x06]*(?=\n\x02*{second}{_SIGN})" for first, second in _PAIRS)
"""How the first of some steps begins, or a question above its answer (in Spanish, French and German, too)."""

_TOLD = r" (?:[(][^()\n]*[)] )?[a-zß-öø-ÿ](?:[^\n\x06]{50,}|[^\n\x06]*[.!?])\n"
_COUNTED = rf"(?P<step>{LETTER}{{2,}} )1\b(?!{_TOLD})[^\n\x06]*(?=\n\x02*(?P=step)2\b)"
"""The first of some steps with a word before its number, but no sentence or full line: Type 1 diabetes begins early."""

_JOINED = "and|or|nor|to|y|e|o|u|ni|und|oder|noch|als|bis|bzw|beziehungsweise|sowie|et|ou|en|og|och|eller"
"""What stands behind the first of two words that have an end in common: `pre- and post-natal`."""

NO_NOTE = "is no note; write it without spaces, as in [^dose], or \\[ for a plain bracket"
_TABLE = (
    "this table was not understood; write a line |---|---| under its first, with as many columns, "
    "or \\| for a plain stroke"
)
_WORDS = "was not understood; write **words** with no space inside the stars, and a space or a full stop outside"

_RULES = (
    _Rule(
        re.compile(r"\[(?:\^[^\]\s\0]+|[^\[\]\0]+\]\[[^\[\]\0]*|(?<=!\[)\]\[[^\[\]\0]+)\]"),
        "`%s` refers to nothing; define it, or write \\[ for a plain bracket",
    ),
    _Rule(
        re.compile(r"\[@[^\]\0]*\]"),
        "`%s` is no citation; write [@id], or [@id; @other] for two, with nothing else in the brackets, "
        "or \\[ for a plain bracket",
    ),
    _Rule(
        re.compile(r"\[\^(?!\s)[^\[\]\0\n]*\s[^\[\]\0\n]*\]"),
        f"`%s` {NO_NOTE}",
    ),
    _Rule(
        re.compile(rf"!{_LABEL} ?\((?={_CURLY})"),
        'this picture was not understood; write straight quotes " round its caption, not curly ones',
    ),
    _Rule(
        re.compile(
            rf"!{_LABEL}(?:\(| \((?={ADDRESS}|[^\s()]*{_PICTURE}))(?!{_CURLY})"
            rf"|{_OPEN}(?:\([^()\n]*| \([^\s()]*){_PICTURE}"
        ),
        'this picture was not understood; write ![what it shows](file.png "caption"), with no space before the ( '
        "or in the file's name",
    ),
    _Rule(
        re.compile(rf"{_OPEN}(?:\((?={ADDRESS}|#)| \((?={ADDRESS}|#[A-Za-z][\w-]*\)))(?![^()\n]*{_PICTURE})"),
        "this link was not understood; write [words](address), with no space before the ( or in the address, "
        "and no note, citation or {lang=es} in the words, or \\[ for a plain bracket",
    ),
    _Rule(
        re.compile(rf"{_OPEN}\((?=[+]?\d[\d ()-]{{4,18}}\d\))"),
        "this link was not understood; write [words](tel:0123456789), the number without spaces, "
        "or \\[ for a plain bracket",
    ),
    _Rule(
        re.compile(rf"(?i:https?://|(?<!\w)www\.[\w-]+\.)\w[^\s<>()\[\]\"“”‘’\x01-\x05]*+{_UNLINKED}"),
        _TAPPED,
        "running",
    ),
    _Rule(
        re.compile(rf"@(?<=[\w+-]@)(?:[\w-]{{1,63}}\.){{1,9}}[A-Za-z]{{2,63}}+(?!\w){_UNLINKED}"), _TAPPED, "running"
    ),
    _Rule(
        re.compile(r"_(?=\x04[\w.+-]+@)"),
        "the link of this address begins only behind its `_`; put < and > around the whole address, "
        "or a space behind the `_`",
    ),
    _Rule(
        re.compile(r"\{\{[^{}\n]+\}\}|\{%[^{}\n]*%\}"),
        "`%s` would be printed as it stands, since no program fills it in here; write the words themselves, "
        "or \\{ for a plain bracket",
    ),
    _Rule(
        re.compile(r"\{(?::(?![-)(])|[#.]-?[A-Za-z]|(?!lang\b)[a-z-]+=)[^{}\n]*\}"),
        "`%s` would be printed as it stands; leave it out (the sheet has its own look), "
        "or write \\{ for a plain bracket",
    ),
    _Rule(
        re.compile(r":(?<![\w:]:)[a-z][a-z0-9_+-]+:(?![\w:])"),
        "`%s` would be printed as it stands; write the sign itself, or words, or \\: for a plain colon",
    ),
    _Rule(
        re.compile(rf"(?:[-/]\n(?<=[^\W_][-/]\n)(?!(?:{_JOINED})\b)(?=[^\W_])|–\n(?<=\d–\n)(?=\d))"),
        "the word that is parted at this line's end would be printed with a space in it; write it on one line",
    ),
    _Rule(
        re.compile(rf"\[\[(?!sic[.!?]?\]\]){LETTER}[^\[\]\0\n]*\]\]"),
        "`%s` is no link; write [words](address), or [words](#section) within the handout, or \\[ for a plain bracket",
    ),
    _Rule(
        re.compile(rf"\n(?<!\x06\n){_HARD_SPACE}+(?=\n)"),
        "a no-break space stands on this line, so that the words above and below it would run into one another; "
        "make it an empty line",
    ),
    _Rule(
        re.compile(rf"\n{_HARD_SPACE}(?:{_HARD_SPACE}|[ \t])*(?:[-*+–—{_BULLETS}]|\d{{1,2}}[.)])(?=\s)"),
        "`%s` makes no list behind a no-break space; write each item on a line that begins with `- ` or `1. `, "
        "with plain spaces",
        "paragraph",
    ),
    _Rule(
        re.compile(r"\\[\x01-\x05 \t]*\Z"),
        "the `\\` at the end of this text breaks no line and would be printed; "
        "leave it out, or write \\\\ for a plain one",
    ),
    _Rule(
        re.compile(r"\{lang\b"),
        "this language was not understood; write [words]{lang=es} without a space, or \\{ for a plain bracket",
    ),
    _Rule(
        re.compile(rf"\n#{{1,6}}(?=[\x01-\x05(\[\"'“‘«¿¡]*{LETTER}|{_HARD_SPACE})"),
        "this heading was not understood; put a plain space after its %s, or \\# for a plain sign",
        "paragraph",
    ),
    _Rule(
        re.compile(r"\n#{7,}"),
        "`%s` begins no heading, which has six # at most; write fewer, or \\# for a plain sign",
        "paragraph",
    ),
    _Rule(
        re.compile(r"\A\n#+(?=[ \t])|(?<=[^\s#])#{2,}\Z"),
        "the `%s` in the words of this heading would be printed; leave it out, or write \\# for a plain sign",
        "heading",
    ),
    _Rule(
        re.compile(rf"\n::[ \t]*(?:{'|'.join(BOXES)})\b"),
        "`%s` begins no box; write three colons, as in `::: note`",
        "paragraph",
    ),
    _Rule(
        re.compile(r"\n(?:\[!(?i:note|tip|important|warning|caution)\]|!!![ \t]*\w+)"),
        "`%s` begins no box; write `::: note` or `::: warning` above the words, and ::: below them",
        "paragraph",
    ),
    _Rule(
        re.compile(r"\n\*\[[^\[\]\n]+\]:"),
        "`%s` explains no abbreviation and would be printed; write the words where it first stands, as in BP (blood "
        "pressure), or \\* for a plain star",
        "paragraph",
    ),
    _Rule(
        re.compile(r"\A\n\[(?:(?i:toc)|\[\x03TOC\x02\])\]\Z"),
        "`%s` would be printed as it stands; leave it out: an ebook's contents are made without it",
        "paragraph",
    ),
    _Rule(
        re.compile(rf"\n(?<!\A\n):(?={LETTER}|[ \t]*(?:\n|\Z))"),
        "this meaning was not understood; write `: ` before it, a colon and a space",
        "paragraph",
    ),
    _Rule(
        re.compile(r"\n:[ \t]+(?=\S)"),
        "this meaning was not understood; put its term on a line of its own above, with an empty line before it",
        "paragraph",
    ),
    _Rule(
        re.compile(rf"{PAIR}|(?<= )\*\*(?={LETTER})(?!p\b)|(?<![\w*])\*{LETTER}(?:[^*\n]*[^\s\w*])\*(?=\x02*\w)"),
        f"`*` {_WORDS}, or \\* for a plain star",
    ),
    _Rule(
        re.compile(rf"(?<![^\s(\x01-\x05])(?:__(?={LETTER})[^_\n]*__(?!_)|__?{LETTER}(?:[^_\n]*[^\s\w])__?(?=[^\W_]))"),
        f"`_` {_WORDS}, or \\_ for a plain stroke",
    ),
    _Rule(
        re.compile(r"[\d½¼¾⅓⅔]\x02+(?=[\d½¼¾⅓⅔])"),
        "stars between digits vanish: 1*0*1 would be read as 101; write 1-0-1, or \\* for a plain star",
    ),
    _Rule(
        re.compile(r"[(\[\"'“‘«„‚](?<![^\s(\[\"'“‘].)[\x02\x03]+(?=[)\]\"'”’»“‘](?:[\s.,;:!?)\]\"'”’]|\Z))"),
        "stars and strokes between quotation marks or brackets vanish; write \\* for a plain star, "
        "\\_ for a plain stroke",
    ),
    _Rule(
        re.compile(r"\.(?<![\w.,:/\\].)(?<![^\W_][)\]\"'”’].)[0-9]+(?![\w.])"),
        "`%s` may be read without its point; write a 0 before it, or \\. for a plain point",
    ),
    _Rule(
        re.compile(r"\x03(?:\x03|[/.:–-]\x02)"),
        "strokes to write on vanish beside words and signs; put a space before and after them, as in `__ / __ / ____`",
    ),
    _Rule(re.compile(STRUCK), "no words are struck through here; leave them out, or write \\~ for a plain sign"),
    _Rule(
        re.compile(r"(?<!=)==(?=[^\s=])[^=\n]*[^\s=]==(?!=)"),
        "`%s` would be printed as it stands; write **words**, or leave the signs out",
    ),
    _Rule(
        re.compile(r"\^\["),
        "a note cannot stand in the text; write [^1] here, and its words in a paragraph that begins with [^1]:, "
        "or \\^ for a plain sign",
    ),
    _Rule(
        re.compile(SHIFTED),
        "`%s` makes no small letters; write the signs themselves, as in H₂O and m², or \\~ and \\^ for plain ones",
    ),
    _Rule(
        re.compile(r"\n[-*+]\[[ xX\u00a0]?\]"),
        "`%s` is no tick box; write `- [ ] words`, with a space after the -",
        "paragraph",
    ),
    _Rule(
        re.compile(rf"\A\n\[(?:\u00a0?\]| \](?=\S)|[ xX]\](?:\Z|(?={_HARD_SPACE})))"),
        "`%s` is no tick box; write `- [ ] words`, with a space in the brackets and after them",
        "list_item",
    ),
    _Rule(
        re.compile(rf"\n[{_BULLETS}](?=\s*[^\s=:{_BULLETS}])"),
        "`%s` makes no list; write each item on a line that begins with `- `",
        "paragraph",
        least=1,
    ),
    _Rule(
        re.compile(r"\n(?:(?<=\A\n)|(?<=:\n)|(?<=:\x02\n))([→⇒►▶▸➔➜➤])(?=\s[^\n\x06]*\n\1\s)"),
        "`%s` makes no list; write each item on a line that begins with `- `",
        "paragraph",
    ),
    _Rule(
        re.compile(rf"\n(?:[–—―](?=[ \t]|{_HARD_SPACE})|[-*+](?={LETTER}|{_HARD_SPACE}))"),
        "`%s` makes no list here; write each item on a line that begins with `- `, a plain hyphen and a plain space",
        "paragraph",
        least=2,
    ),
    _Rule(
        re.compile(r"\n(?<!\A\n)[-*+](?=[ \t]+\S)"),
        "`%s` makes no list where it is indented so far; begin it below the words of its list, or below their sign",
        "paragraph",
    ),
    _Rule(
        re.compile(rf"\n(?<!\A\n)(?<!\x06\n)(?:-(?={LETTER})|[0-9]{{1,2}}[.)](?={LETTER}{{2}}))"),
        "`%s` would run into the item above; write a space after it, or begin the line with another word",
        "list_item",
    ),
    _Rule(
        re.compile(rf"\n(?<!\A\n)[0-9]{{1,2}}[.)](?= |{_HARD_SPACE})"),
        "`%s` makes no list within a paragraph; put an empty line before the list",
        "paragraph",
        least=2,
    ),
    _Rule(
        re.compile(
            rf"\n(?:[(]\d{{1,2}}[)]|\d{{1,2}}(?:[.)]-|[º°ª]\.?|[-:]))(?=[ \t]|{_HARD_SPACE})"
            rf"|\n\d{{1,2}}[.)](?={LETTER}{{2}}|{_HARD_SPACE})|\n(?![0-9])\d{{1,2}}[.)](?=[ \t])"  # 1 in Arabic digits
        ),
        "`%s` makes no list; write each item on a line that begins with `1. `, with an empty line before the first",
        "paragraph",
        least=2,
    ),
    _Rule(
        re.compile(r"\n1(?= [^\n\x06]*\n2 [^\n\x06]*\n3 )"),
        "`%s` makes no list; write each item on a line that begins with `1. `, with an empty line before the first, "
        "or with `- ` where the number counts something, as in `- 2 tablets`",
        "paragraph",
        least=1,
    ),
    _Rule(
        re.compile(r"\n[oO§Øüvqnwl](?=\t|  )"),
        "`%s` makes no list; write each item on a line that begins with `- `",
        "paragraph",
        least=2,
    ),
    _Rule(
        re.compile(rf"\n(?:[{_BOXES}](?=\s*\w)|\[[ xX\u00a0]?\](?=[ \t]))"),
        "`%s` makes no list; write each item on a line that begins with `- `, or with `- [ ] ` for a box to tick",
        "paragraph",
        least=2,
    ),
    _Rule(
        re.compile(r"\n\S[^\n]*[^\s_.…](?:[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{3,}| ?(?:\.{5,}|…{2,}) ?)(?=[^\s_.…])"),
        "tabs, spaces and dots make no columns, so these lines would run into one another; write a table, or a list",
        "paragraph",
        least=2,
    ),
    _Rule(
        re.compile(
            rf"\A\n(?:[^\n\x06]+:|{_SHORT})(?=(?:\n[^\n]*)*?{_CAPITAL})(?:(?={_BEGINS})\n{_SHORT}){{2,}}[.!]?\Z"
            rf"|(?={_NAMED})\n[^\n\x06]*[^\s.,;:!?\x06](?={_NAMED})"
            rf"|(?:(?={_NAMED})\n[^\n\x06]*){{2}}(?={_NAMED})|(?={_TIMED})\n[^\n\x06]*[^\s,;–\x06-](?={_TIMED})"
            rf"|\n{_BOLD_NAME}[^\n\x06]*(?<![,;])(?=\n{_BOLD_NAME})"
            rf"|\A\n[\x02(]*(?:{_STEPS}|{_COUNTED})"
        ),
        "these lines would run into one another; begin each with `- `, or end each but the last with a \\",
        "paragraph",
        least=1,
    ),
    _Rule(
        re.compile(rf"\A\n\x02+[^\x02\n]*[^\x02\s.,;:!?…]\x02+(?:[ \t]|{_HARD_SPACE})*\n(?![a-z])"),
        "these bold words would run into the line below; end them with a \\, or put an empty line between them, "
        "or ## and a space before a heading",
        "paragraph",
    ),
    _Rule(
        re.compile(r"\n[(]?(?:[a-h]|i{1,3}|iv|vi{0,3})[.)][ \t]"),
        "`%s` makes no list; write each item on a line that begins with `- ` or `1. `",
        "paragraph",
        least=2,
    ),
    _Rule(
        re.compile(r"\n(?:\||[^|\n]*\|[^|\n]*\|)"),
        _TABLE,
        "paragraph",
        least=2,
    ),
    _Rule(
        re.compile(r"\n[^|\n]+\|[^\n]*\n(?=\|?[ \t:]*-)(?=[^\n]*\|)[|: \t-]+(?=\n|\Z)"),
        _TABLE,
        "paragraph",
    ),
    _Rule(
        re.compile(r"\A\n\|(?:[ \t]*:?-+:?[ \t]*\|)+\Z"),
        "`%s` makes no table; write it directly under the table's first line, without an empty line above or below",
        "paragraph",
    ),
)

_MARKUP = re.compile("[\x01-\x06]+")
_ID = re.compile(r"@(?<![\w.+\[-]@)([\w.:-]+)")


def leftovers(node: SyntaxTreeNode, references: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield (row, message) for what was not understood of a text; the row counts from 0 at its first line."""
    bare = "\n" + node.meta["bare"]
    places = _places(node)
    for rule in _RULES:
        found = list(rule.pattern.finditer(bare)) if rule.place in places else []
        if found and len(found) >= rule.least:
            for row, match in _with_rows(found[:1] if rule.least else found):
                yield row, rule.message.replace("%s", _MARKUP.sub("…", match[0].strip("\n")))
    for row, match in _with_rows(_ID.finditer(bare)):
        name = match[1].rstrip(".:-")
        if name in references:
            yield row, f"`@{name}` is no citation; write [@{name}], or \\@ for a plain sign"


def _places(node: SyntaxTreeNode) -> set[str]:
    """Return where a text stands: everywhere's sign, what holds it and, of a paragraph, what holds that."""
    holder = node.parent
    places = {"", holder.type if holder else ""}
    if node.type != "image" and "heading" not in places:
        places.add("running")
    if holder and holder.parent and holder.type == "paragraph":
        places.add(holder.parent.type)
    return places


def _with_rows(matches: Iterable[re.Match[str]]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield matches of one text, which come in its order, with their rows; the lines are counted once."""
    row, counted = -1, 0
    for match in matches:
        row += match.string.count("\n", counted, match.start() + 1)
        counted = match.start() + 1
        yield row, match
