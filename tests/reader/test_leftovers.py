"""Markup that was not understood, with the message that the editor reads; and what looks like it and is meant."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from press.errors import SourceError
from press.pipeline.houses import House
from press.pipeline.reading import prepare
from press.pipeline.sources import Source
from press.reader.article import MAX_BYTES
from press.reader.unmarked import plain_leftovers

REFERENCES = "[{id: nice, citation: NICE}, {id: nhs.uk, citation: NHS}]"
CURLY = 'this picture was not understood; write straight quotes " round its caption, not curly ones'
PICTURE = (
    'this picture was not understood; write ![what it shows](file.png "caption"), '
    "with no space before the ( or in the file's name"
)
LINK = (
    "this link was not understood; write [words](address), with no space before the ( or in the address, "
    "and no note, citation or {lang=es} in the words, or \\[ for a plain bracket"
)
LANGUAGE = "this language was not understood; write [words]{lang=es} without a space, or \\{ for a plain bracket"
HEADING = "this heading was not understood; put a plain space after its ##, or \\# for a plain sign"
BULLET = "`•` makes no list; write each item on a line that begins with `- `"
DASH = "makes no list here; write each item on a line that begins with `- `, a plain hyphen and a plain space"
TABLE = (
    "this table was not understood; write a line |---|---| under its first, with as many columns, "
    "or \\| for a plain stroke"
)
TICK = "is no tick box; write `- [ ] words`, with a space after the -"
EMPTY_TICK = "is no tick box; write `- [ ] words`, with a space in the brackets and after them"
MEANING = "this meaning was not understood; write `: ` before it, a colon and a space"
TERM = "this meaning was not understood; put its term on a line of its own above, with an empty line before it"
SWALLOWED = (
    "this line belongs to the meaning above it, and is no term; "
    "put an empty line before a term, or indent what goes on with the meaning"
)
OUTSIDE = "was not understood; write **words** with no space inside the stars, and a space or a full stop outside"
STAR = f"`*` {OUTSIDE}, or \\* for a plain star"
STROKE = f"`_` {OUTSIDE}, or \\_ for a plain stroke"
DOSE = "stars between digits vanish: 1*0*1 would be read as 101; write 1-0-1, or \\* for a plain star"
BLANKS = "strokes to write on vanish beside words and signs; put a space before and after them, as in `__ / __ / ____`"
STRUCK = "no words are struck through here; leave them out, or write \\~ for a plain sign"
IN_TEXT = (
    "a note cannot stand in the text; write [^1] here, and its words in a paragraph that begins with [^1]:, "
    "or \\^ for a plain sign"
)
SMALL = "makes no small letters; write the signs themselves, as in H₂O and m², or \\~ and \\^ for plain ones"
ABOUT = "`~` cannot begin a line of text, where it would vanish; write \\~ for a plain sign, or `: ` for a meaning"
NICE = "`@nice` is no citation; write [@nice], or \\@ for a plain sign"

NUMBER = "makes no list; write each item on a line that begins with `1. `, with an empty line before the first"
TICKS = "makes no list; write each item on a line that begins with `- `, or with `- [ ] ` for a box to tick"
COLUMNS = "tabs, spaces and dots make no columns, so these lines would run into one another; write a table, or a list"
CALLED = (
    "this link was not understood; write [words](tel:0123456789), the number without spaces, or \\[ for a plain bracket"
)

BETWEEN = (
    "stars and strokes between quotation marks or brackets vanish; write \\* for a plain star, \\_ for a plain stroke"
)
LINES = "these lines would run into one another; begin each with `- `, or end each but the last with a \\"
BOLD = (
    "these bold words would run into the line below; end them with a \\, or put an empty line between them, "
    "or ## and a space before a heading"
)
GLUED = "the bold words and the word behind them run into one another; put a space between them"
SIGNED = (
    "`{} ` makes a list here, and the sign would be lost; "
    "put it at the end of the line above, or an empty line before a list"
)
QUOTED = (
    "`>` makes a quotation of this, and the sign would be lost; "
    "write \\> for a plain sign, or quotation marks round words that are quoted"
)
DATED = (
    "`1. ` makes a list here, in the middle of a sentence; "
    "put it at the end of the line above, or an empty line before a list"
)
HARD_LINE = (
    "a no-break space stands on this line, so that the words above and below it would run into one another; "
    "make it an empty line"
)
RUNS_ON = "this line would run into the {} above; put an empty line before it, or {}"
FLAT = (
    "this list is indented, and yet not within the item above; "
    "begin it below the words of that item, or at the left for a list of its own"
)
STARRED = "`* ` makes a list of this remark; write [^1] above and [^1]: here for a note, or \\* for a plain star"

FILLED = (
    "would be printed as it stands, since no program fills it in here; write the words themselves, "
    "or \\{ for a plain bracket"
)
LOOK = "would be printed as it stands; leave it out (the sheet has its own look), or write \\{ for a plain bracket"
BACK = (
    "the `\\` at the end of this text breaks no line and would be printed; leave it out, or write \\\\ for a plain one"
)
WIKI = "is no link; write [words](address), or [words](#section) within the handout, or \\[ for a plain bracket"

LEFT: dict[str, tuple[str, list[str]]] = {
    "words marked": (
        "Take it ==with food== now.\n",
        ["13: `==with food==` would be printed as it stands; write **words**, or leave the signs out"],
    ),
    "note whose name has spaces": (
        "Text[^my note] and[^a source].\n\n[^my note]: Its words.\n\n[^a source]: https://example.org\n",
        [
            f"{line}: `{note}` is no note; write it without spaces, as in [^dose], or \\[ for a plain bracket"
            for line, note in ((13, "[^a source]"), (13, "[^my note]"), (15, "[^my note]"))
        ],
    ),
    "link with a line's end in its address": (
        "A [link](https://example.org/\\\na).\n",
        [
            "13: the link `https://example.org/%5C%0Aa` is not allowed; "
            "use https:, http:, mailto: or tel: with a full address, or # and a section's name"
        ],
    ),
    "picture with curly quotes": ("![A cat](cat.png “My cat”)\n", [f"13: {CURLY}"]),
    "picture with spaces in its name": ("Text.\n\n![A cat](my cat.png)\n", [f"15: {PICTURE}"]),
    "picture with brackets in brackets": ("![A [black] cat](my cat.png)\n", [f"13: {PICTURE}"]),
    "picture with a space before its name": ("Text\n![A cat] (cat.png)\n", [f"14: {PICTURE}"]),
    "picture without its !": ("[A cat](my cat.JPG)\n", [f"13: {PICTURE}"]),
    "link with a space in its address": ("Text\n**and a\n[link](http://example.org/a b)**.\n", [f"15: {LINK}"]),
    "link with a space before its address": ("A [link] (https://example.org).\n", [f"13: {LINK}"]),
    "link without an end": ("Call [us](tel:5550100\n", [f"13: {LINK}"]),
    "link over two lines": ("A [long\nlink](www.example.org/a b).\n", [f"14: {LINK}"]),
    "link to a section": ("A [link](#a section),\n[another] (#a-section).\n", [f"13: {LINK}", f"14: {LINK}"]),
    "link in a heading": ("## A [link] (Mailto:a@example.org)\n\nText.\n", [f"13: {LINK}"]),
    "link in a cell": ("| a |\n|---|\n| [b] (https://example.org) |\n", [f"15: {LINK}"]),
    "link in a question": ("::: ask\n- A [link] (https://example.org)?\n:::\n", [f"14: {LINK}"]),
    "heading without a space": ("Text.\n\n##Heading\n", [f"15: {HEADING}"]),
    "heading with a hard space": ("Text\n##\u00a0Heading\n", [f"14: {HEADING}"]),
    "heading that is indented like code": (
        "Text:\n\n    ## Heading\n",
        [
            "15: these lines are indented so far that they would be printed as code, with all their signs; begin them "
            "at the left, or below the words of their list, or put a line ``` above and below if code is meant"
        ],
    ),
    "heading of one sign without a space": ("#Heading\n", [f"13: {HEADING.replace('##', '#')}"]),
    "headings of other signs without a space": (
        "##**Heading**\n\n##“Heading”\n\n##[Heading](https://example.org)\n\n##¿Qué?\n",
        [f"{line}: {HEADING}" for line in (13, 15, 17, 19)],
    ),
    "heading of too many signs": (
        "####### Heading\n\n- ########Heading\n",
        [
            f"{row} begins no heading, which has six # at most; write fewer, or \\# for a plain sign"
            for row in ("13: `#######`", "15: `########`")
        ],
    ),
    "signs in a heading": (
        "## ## One\n\nText.\n\n## Two##\n\nText.\n\n## Three ##\n\nText.\n",
        [
            f"{line}: the `##` in the words of this heading would be printed; "
            "leave it out, or write \\# for a plain sign"
            for line in (13, 17)
        ],
    ),
    "boxes of other programs": (
        "> [!NOTE]\n> Text\n\n!!! warning\n    Text\n",
        [
            f"{row} begins no box; write `::: note` or `::: warning` above the words, and ::: below them"
            for row in ("13: `[!NOTE]`", "16: `!!! warning`")
        ],
    ),
    "what another program would fill in": (
        "Dear {{ NAME }},\n{{< moon src=a.png >}}\n\n{% include bed.html %}\n\n## Bed {{ n }}\n\nText.\n",
        [
            f"13: `{{{{ NAME }}}}` {FILLED}",
            f"14: `{{{{< moon src=a.png >}}}}` {FILLED}",
            f"16: `{{% include bed.html %}}` {FILLED}",
            f"18: `{{{{ n }}}}` {FILLED}",
        ],
    ),
    "looks of another program": (
        "## Bed {#bed}\n\nText\n{: .wide }\n\n[Here](https://example.org){.button}\n",
        [f"13: `{{#bed}}` {LOOK}", f"16: `{{: .wide }}` {LOOK}", f"18: `{{.button}}` {LOOK}"],
    ),
    "widths and other wishes of web pages": (
        "[Here](https://example.org){target=_blank} and\n{width=50% .wide}\n",
        [f"13: `{{target=_blank}}` {LOOK}", f"14: `{{width=50% .wide}}` {LOOK}"],
    ),
    "names of signs": (
        ":warning: Call us :telephone_receiver:.\n",
        [
            f"13: `{sign}` would be printed as it stands; write the sign itself, or words, or \\: for a plain colon"
            for sign in (":telephone_receiver:", ":warning:")
        ],
    ),
    "words that are parted at a line's end": (
        "Take the medi-\ncine, 5 mg/\nml or 10–\n20 ml.\n\n- Long-\n  term\n",
        [
            f"{line}: the word that is parted at this line's end would be printed with a space in it; "
            "write it on one line"
            for line in (13, 14, 15, 18)
        ],
    ),
    "row of a table behind an empty line": (
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | **4** |\n",
        [
            "17: this row of a table has an empty line above, and would be printed with its strokes; "
            "remove that line, or write \\| for a plain stroke"
        ],
    ),
    "strokes that break no line": (
        "One\\\ntwo\\\n\n## Three \\\n\n- four\\\n- five\n\n| a\\ |\n|---|\n| b |\n",
        [f"{line}: {BACK}" for line in (14, 16, 18, 21)],
    ),
    "link of a wiki": ("Text\nand [[First Aid]].\n", [f"14: `[[First Aid]]` {WIKI}"]),
    "numbers without full stops": (
        "Then:\n1 Sit down.\n2 Rest.\n3 Drink.\n",
        [f"14: `1` {NUMBER}, or with `- ` where the number counts something, as in `- 2 tablets`"],
    ),
    "number of a link for a note": (
        "See this[1].\n\n[1]: https://example.org\n",
        ["13: [1] would be printed as 1, a link; write [^1] for a note, or [@id] for a reference"],
    ),
    "bullets": ("Text:\n• one\n• two\n", [f"14: {BULLET}"]),
    "bullets in a list": ("- one\n• two\n", [f"14: {BULLET}"]),
    "bullets in a footnote": ("Text[^1].\n\n[^1]: Note:\n    • one\n", [f"16: {BULLET}"]),
    "bullets in a quotation": ("> Text:\n> •one\n", [f"14: {BULLET}"]),
    "dashes": ("Text:\n– one\n– two\n", [f"14: `–` {DASH}"]),
    "dashes with a hard space": ("Text:\n-\u00a0one\n-\u00a0two\n", [f"14: `-` {DASH}"]),
    "marks behind a hard space": (
        "Text:\n\u00a0- one\n\u00a0 \u00a0\u2022 two\n\n- Three:\n\u00a01) four\n",
        [
            f"{row} makes no list behind a no-break space; write each item on a line that begins with `- ` or `1. `, "
            "with plain spaces"
            for row in ("14: `\u00a0-`", "15: `\u00a0 \u00a0\u2022`", "18: `\u00a01)`")
        ],
    ),
    "hard space between two paragraphs": (
        "One.\n\u00a0\nTwo.\n\n- Three.\n\u202f\u00a0\n  Four.\n",
        [f"14: {HARD_LINE}", f"18: {HARD_LINE}"],
    ),
    "arrows": (
        "\u2192 one\n\u2192 two\n\nText:\n\u25ba one\n\u25ba two\n",
        [f"{row} makes no list; write each item on a line that begins with `- `" for row in ("13: `→`", "17: `►`")],
    ),
    "dashes without a space": ("Text:\n-one\n-two\n", [f"14: `-` {DASH}"]),
    "stars without a space": ("*one\n*two\n", [f"13: `*` {DASH}"]),
    "table": ("| a | b |\n| 1 | 2 |\n", [f"13: {TABLE}"]),
    "table without outer strokes": ("Text\na | b | c\n1 | 2 | 3\n", [f"14: {TABLE}"]),
    "table without outer strokes, with other columns in its second line": (
        "Words:\na | b\n--|--|--\n1 | 2\n\n- c | d\n  :-|\n\na | b | c\n--|--\n\na | b\n|---|\n\na |\n--|--\n",
        [f"{line}: {TABLE}" for line in (14, 18, 21, 24, 27)],
    ),
    "table with other columns in its second line": ("| a | b |\n|---|\n| 1 | 2 |\n", [f"13: {TABLE}"]),
    "table with empty lines": (
        "| a | b |\n\n|---|---|\n\n| 1 | 2 |\n",
        [
            "15: `|---|---|` makes no table; write it directly under the table's first line, "
            "without an empty line above or below"
        ],
    ),
    "item that is indented too far": (
        "- one\n  - two\n      - three\n      - four\n\nText\n    - five\n\n - a\n  - b\n   - c\n    - d\n",
        [
            f"{line}: `-` makes no list where it is indented so far; "
            "begin it below the words of its list, or below their sign"
            for line in (19, 24)
        ],
    ),
    "numbers in a paragraph": (
        "Text:\n2. two\n3. three\n",
        ["14: `2.` makes no list within a paragraph; put an empty line before the list"],
    ),
    "tick box without spaces": ("Text\n-[] one\n-[ ] two\n", [f"14: `-[]` {TICK}", f"15: `-[ ]` {TICK}"]),
    "ticked box without a space": ("-[x] one\n", [f"13: `-[x]` {TICK}"]),
    "tick box before a hard space": (
        "- [ ]\u00a0one\n- [x]\u202ftwo\n",
        [f"13: `[ ]` {EMPTY_TICK}", f"14: `[x]` {EMPTY_TICK}"],
    ),
    "tick box that is empty": ("- [] one\n- [ ]two\n", [f"13: `[]` {EMPTY_TICK}", f"14: `[ ]` {EMPTY_TICK}"]),
    "tick box without words": ("- [ ]\n- [ ] one\n- [x] \n", [f"13: `[ ]` {EMPTY_TICK}", f"15: `[x]` {EMPTY_TICK}"]),
    "tick box without words in a question": ("::: ask\n- [ ]\n:::\n", [f"14: `[ ]` {EMPTY_TICK}"]),
    "language after a space": ("The [palabras] {lang=es}.\n", [f"13: {LANGUAGE}"]),
    "language in quotes": ('Text\n[palabras]{lang="es"}.\n', [f"14: {LANGUAGE}"]),
    "citation without brackets": ("As in @nice, and\n[see @nice].\n", [f"13: {NICE}", f"14: {NICE}"]),
    "citation with other words": (
        "As in [@nice, p. 3].\n",
        [
            "13: `[@nice, p. 3]` is no citation; write [@id], or [@id; @other] for two, with nothing else in the "
            "brackets, or \\[ for a plain bracket"
        ],
    ),
    "citation in a link": ("A [link [@nice]](https://example.org).\n", [f"13: {LINK}"]),
    "other language in a link": ("[[palabras]{lang=es}](https://example.org)\n", [f"13: {LINK}"]),
    "picture by a name that is not defined": (
        "![][image1]\n\n![A cat][image2]\n",
        [
            f"{line}: `{name}` refers to nothing; define it, or write \\[ for a plain bracket"
            for line, name in ((13, "[][image1]"), (15, "[A cat][image2]"))
        ],
    ),
    "citation with a full stop in it": (
        "As in @nhs.uk.\n",
        ["13: `@nhs.uk` is no citation; write [@nhs.uk], or \\@ for a plain sign"],
    ),
    "meaning without a space": ("Term\n:meaning\n", [f"14: {MEANING}"]),
    "second meaning without words": ("Term\n: one\n:\n  two\n", [f"15: {MEANING}"]),
    "term that is another block": (
        "Term\n: one\n\n## Section\n\n: two\n\n> quotation\n\n: three\n- item\n: four\n\n"
        "2. Tag\n: five\n\n2\\. Tag\n: six\n",
        [
            f"{line}: the `: ` below makes a term of this line, and `{mark}` would be printed; "
            f"take one of the two away, or write `{plain}` if it is to be"
            for line, mark, plain in ((16, "##", "#\\#"), (20, ">", "\\>"), (23, "-", "\\-"), (26, "2.", "2\\."))
        ],
    ),
    "second meaning without a space": ("Term\n: one\n:two\n", [f"15: {MEANING}"]),
    "meaning below two lines": ("Orange\nMandarin\n: Colour\n", [f"15: {TERM}"]),
    "term in the meaning above": (
        "A\n: one\nB\n: two\n\n> C\n> : three\n> D\n> : four\n",
        [f"15: {SWALLOWED}", f"20: {SWALLOWED}"],
    ),
    "meaning without a term": ("## Colours\n\n: Colour\n", [f"15: {TERM}"]),
    "bold without a space after it": ("Text\n**Note:**text\n", [f"14: {STAR}"]),
    "bold with a space in it": ("**bold **text\n** bold ** text\n", [f"13: {STAR}", f"14: {STAR}"]),
    "bold around other markup": ("**With *care* and [a link](tel:1):**text\n", [f"13: {STAR}"]),
    "bold that does not end": ("Take **not more\n\nthan one** at once.\n", [f"13: {STAR}"]),
    "stress without a space after it": ("*Note:*text\n", [f"13: {STAR}"]),
    "stress before bold words": ("*Note:***text** more\n", [f"13: {STAR}"]),
    "strokes without a space after them": ("(_Note:_text and\n__Note:__text)\n", [f"13: {STROKE}", f"14: {STROKE}"]),
    "strokes with a space inside": ("__bold __text\n", [f"13: {STROKE}"]),
    "dose in stars": ("Take 1*0*1 or\n½**0**½ or\n1***0***1\n", [f"{line}: {DOSE}" for line in (13, 14, 15)]),
    "dose in stars that end at a digit": ("Take 10*5* or\n*10*5 mg\n", [f"13: {DOSE}", f"14: {DOSE}"]),
    "number that begins with its point": (
        "Take .5 mg, or -.5\nor (.25) or\n“.5”; $.50 for **.75**\n",
        [
            f"{line}: `.{digits}` may be read without its point; write a 0 before it, or \\. for a plain point"
            for line, digits in ((13, 5), (14, 25), (15, 50), (15, 5), (15, 75))
        ],
    ),
    "stars between quotation marks": (
        '"*" is high, as in "Hb 118*".\n(*) = new; ("*") or Hb*.\nPress “_”, then “first_name_”\n',
        [f"{line}: {BETWEEN}" for line in (13, 14, 15)],
    ),
    "strokes to write on": (
        "Born ____/____/____\nor __/__/____\nName:____Date:____ ___.\n",
        [f"{line}: {BLANKS}" for line in (13, 14, 15)],
    ),
    "dashes with a tab": ("Text:\n–\tone\n–\ttwo\n", [f"14: `–` {DASH}"]),
    "letters in a paragraph": (
        "a) one\nb) two\n",
        ["13: `a) ` makes no list; write each item on a line that begins with `- ` or `1. `"],
    ),
    "letters after words": (
        "Text:\n(i) one\n(ii) two\n",
        ["14: `(i) ` makes no list; write each item on a line that begins with `- ` or `1. `"],
    ),
    "items without a space": (
        "- one\n-two\n\n> 1. Wash\n> 2.Dry\n> 3) Rest\n",
        [
            f"{at} would run into the item above; write a space after it, or begin the line with another word"
            for at in ("14: `-`", "17: `2.`")
        ],
    ),
    "words of abbreviations": (
        "*[BP]: blood pressure\n*[GP]: doctor\n",
        [
            f"{at} explains no abbreviation and would be printed; write the words where it first stands, "
            "as in BP (blood pressure), or \\* for a plain star"
            for at in ("13: `*[BP]:`", "14: `*[GP]:`")
        ],
    ),
    "contents": (
        "[toc]\n\n[[_TOC_]]\n",
        [
            f"{at} would be printed as it stands; leave it out: an ebook's contents are made without it"
            for at in ("13: `[toc]`", "15: `[[…TOC…]]`")
        ],
    ),
    "numbers without a space": ("1.Wash\n2.Rinse\n", [f"13: `1.` {NUMBER}"]),
    "numbers with a hard space": ("1.\u00a0Wash\n2.\u00a0Rinse\n", [f"13: `1.` {NUMBER}"]),
    "numbers in Arabic digits": (
        "\u0661. one\n\u0662. two\n\nText:\n\u06f1) one\n\u06f2) two\n\nIn the year\n\u0661. one\n",
        [f"13: `\u0661.` {NUMBER}", f"17: `\u06f1)` {NUMBER}"],
    ),
    "numbers in brackets": ("Text\n(1) one\n(2) two\n", [f"14: `(1)` {NUMBER}"]),
    "numbers with other signs": (
        "1º uno\n2º dos\n\n1- one\n2- two\n\n1.- uno\n2.- dos\n\n1: one\n2: two\n",
        [f"13: `1º` {NUMBER}", f"16: `1-` {NUMBER}", f"19: `1.-` {NUMBER}", f"22: `1:` {NUMBER}"],
    ),
    "signs of Word's for a list": (
        "Call if\no\tone\no\ttwo\n\n§  one\n§  two\n",
        [f"{row} makes no list; write each item on a line that begins with `- `" for row in ("14: `o`", "17: `§`")],
    ),
    "boxes to tick": ("☐ one\n☐two\n\n[ ] one\n[x] two\n", [f"13: `☐` {TICKS}", f"16: `[ ]` {TICKS}"]),
    "columns of tabs": ("When\tWhat\nPain\tCall\n", [f"13: {COLUMNS}"]),
    "columns of spaces": ("When    What\nPain    Call us\n", [f"13: {COLUMNS}"]),
    "columns of hard spaces": ("When\u00a0\u00a0 What\nPain\u00a0\u00a0 Call\n", [f"13: {COLUMNS}"]),
    "columns of dots": ("text\nward ....... 4\nshop …… 5\n", [f"14: {COLUMNS}"]),
    "link to a number": ("[Call us](0300 123 4567) or\n[us](+44 20 7946 0000)\n", [f"13: {CALLED}", f"14: {CALLED}"]),
    "short lines": (
        "Hill Surgery\n12 Mill Road\nYork\n\nCall us for:\nPain\n(Bleeding)\n**Fever**\n",
        [f"13: {LINES}", f"17: {LINES}"],
    ),
    "lines with colons": ("text,\nTel: 0300 123 4567\n**Fax:** none\n", [f"14: {LINES}"]),
    "three lines with colons": (
        "Days 1–3: 0.5 mg.\nDays 4–7: 1 mg.\n8 days on: 2 mg.\n\n1st dose: 5 mg\n2nd dose: 3 mg.\n",
        [f"13: {LINES}", f"17: {LINES}"],
    ),
    "times of day": (
        "08:00 paracetamol 1 g\n12:00 ibuprofen 400 mg.\n\n8 am: 2 tablets.\n**8 pm:** 1 tablet.\n\n"
        "Take:\n7.30 p.m. one\n22h00 two\n",
        [f"13: {LINES}", f"16: {LINES}", f"20: {LINES}"],
    ),
    "bold names": (
        "Take:\n**Morning:** 1 tablet.\n**Evening**: 2 tablets.\n",
        [f"14: {LINES}"],
    ),
    "steps": (
        "\n\n".join(
            f"{one}\n{two}"
            for one, two in (
                ("1 - Wash", "2 - Dry"),
                ("**A.** Wash", "**B.** Dry"),
                ("I. Wash", "II. Dry"),
                ("Q: Is it safe?", "A: It is."),
                ("P. ¿Es segura?", "R. Lo es."),
                ("**Step 1** Wash your hands.", "**Step 2** Dry them."),
            )
        )
        + "\n",
        [f"{line}: {LINES}" for line in range(13, 29, 3)],
    ),
    "bold line above words": (
        "**Breathing**\nIn for 4, and out.\n\n**Breathing**\u00a0 \nIn for 4, and out.\n",
        [f"13: {BOLD}", f"16: {BOLD}"],
    ),
    "bold words before others": ("Use it **4 times a day**for 4 weeks.\n", [f"13: {GLUED}"]),
    "remark of a star": ("Take 5 mg*.\n\n* unless told otherwise\n", [f"15: {STARRED}"]),
    "plus that begins a line": ("Take 5 mg\n+ 10 mg at night\n", [f"14: {SIGNED.format('+')}"]),
    "minus that begins a line": ("Keep it at\n- 20 °C\n", [f"14: {SIGNED.format('-')}"]),
    "dash between numbers that begins a line": ("Closed from 1\n- 5 May\n", [f"14: {SIGNED.format('-')}"]),
    "date that begins a line": ("It opens on\n1. May again.\n", [f"14: {DATED}"]),
    "sign for more that begins a line": (
        "Call at\n> 38 °C\n\n- Pulse\n  >100\n\n>= 5 kg\n",
        [f"14: {QUOTED}", f"17: {QUOTED}", f"19: {QUOTED}"],
    ),
    "line below a list": (
        "1. Pain\n2. Fever\n**Call** us.\n\n- One\n  - two\n  call us\n\n> - Three\n> (Call us)\n",
        [f"{line}: {RUNS_ON.format('item', 'indent it like the words of its item')}" for line in (15, 19, 22)],
    ),
    "line below a quotation": (
        "> “I felt\n> better.”\nSo says Tom.\n\n- One\n\n  > > two\n  > three\n",
        [f"{line}: {RUNS_ON.format('quotation', 'begin it with a >')}" for line in (15, 20)],
    ),
    "line below a meaning": (
        "Term\n: one\nText.\n",
        [f"15: {RUNS_ON.format('meaning', 'indent it like the words of its meaning')}"],
    ),
    "line below a note": (
        "Text[^1].\n\n[^1]: Its words.\nText.\n",
        [f"16: {RUNS_ON.format('footnote', 'indent it by four spaces')}"],
    ),
    "list that is not indented far enough": (
        "9. nine\n   - one\n10. ten\n   - two\n\nText\n\n> 1. one\n>\n>   - two\n\nText\n\n- one\n\n 1. two\n",
        [f"{line}: {FLAT}" for line in (16, 22, 28)],
    ),
    "words that are struck through": (
        "Take ~~old 5 mg~~ new\nor ~one tablet~.\n",
        [f"13: {STRUCK}", f"14: {STRUCK}"],
    ),
    "note in the text": ("Words^[A note.] and\nwords^[1]\n", [f"13: {IN_TEXT}", f"14: {IN_TEXT}"]),
    "small letters": ("H~2~O, m^2^ and\n10^-9^\n", [f"13: `^2^` {SMALL}", f"13: `~2~` {SMALL}", f"14: `^-9^` {SMALL}"]),
    "sign for about that begins a line": ("Take\n~ 5 mg\n\n> or\n> ~ 6 mg\n", [f"14: {ABOUT}", f"17: {ABOUT}"]),
    "box of two colons": (":: note\nText.\n", ["13: `:: note` begins no box; write three colons, as in `::: note`"]),
}


@pytest.mark.parametrize("case", LEFT)
def test_left_over(case: str, house: House, article_text: Callable[..., str]) -> None:
    body, expected = LEFT[case]
    data = article_text(body, references=REFERENCES).encode()
    with pytest.raises(SourceError) as caught:
        prepare([Source("x", "", "source/x/article.md", data, {"cat.png": b""})], house)
    assert [str(problem).removeprefix("source/x/article.md:") for problem in caught.value.problems] == expected


MEANT = (
    "Week by week:\\\n1 tablet\\\n2 tablets\\\n3 tablets",
    "1 tablet in the morning  \n2 tablets at noon  \n3 tablets at night",
    "- Take up to\n  -5 or 2.5 mg\n  2.A *with food*, *[BP] [TOC]",
    "#1 tip\n#2 tip",
    "##2 of them, ## and a # b",
    "a * b\n3 * 4 * 5",
    "For 5-10 years,\n-5 degrees\n-10 degrees, +1\n+2",
    "Write to me@nice.org, or to @nice.org or @others; 3 @ 2 pounds.",
    "Take\n- 20 mg\n\nOr:\n\n+ one\n\n- Both\n  + one\n\nAll\n+ one\n+ two",
    "[1] (see) [2] (see p. 3) [3] (#1) [sic] (!) wow![a] (b)",
    "See [1] and (www.example.org), (#1) and https://example.org.",
    ":)\n:) :-) :",
    "Name: ____ ____",
    "Born __ / __ / ____, _yes_/_no_, **_both_**, _`a`_ and __[a](tel:5550100)__",
    "Term\n: one\n  goes on\n: two\n: three\n\n: four\n\nOther\n: five\ngoes on",
    "- An item that goes on where the line is full, as some programs that wrap lines write it, on a line that is\n"
    "not indented\n- Die Praxis ist am Montag und am Mittwoch geschlossen, weil die\n"
    "Ärztin dann verreist ist\n- Hill Surgery\\\nYork\n\n> Words of somebody  \n— Tom\n\n> “5 years\n> ago”",
    "> 5 years I lived with it.\n>\n> — Tom",
    "- An item that goes on where the line is full, as some programs that wrap lines write it, on a line\n"
    "that is not indented, and has one more sentence, which happens to begin on a new line.\nIt goes on as well\n"
    "- You will have the results by letter, or if you would rather, by telephone, from Dr.\nMiller or Prof. Smith",
    "- one\n\n1. two\n   - three\n\n* four\n\n  1. five",
    "Eat\n→ rest\n→ walk\n\n→ one, and\nno more",
    "A. Smith and\nC. Jones\n\nStep 1 of\nstep 2, **one:** a and\n**two** b",
    "Type 1 diabetes begins early.\nType 2 diabetes begins later.\n\n"
    "Stage 1 (light sleep) is short.\nStage 2 (deeper) is longer.\n\n"
    "**Mild:** rest; **worse:** call us;\n**bad:** come.\n\n"
    "Phase 1 lasts for two weeks, in which you rest as much as you can, and in\nPhase 2 you train",
    "One  \n\u00a0\nTwo, from 5\n- to\n\nDo this:\n1. Rest\n\n\u00a0\u00a0Indented, 5\u00a0mg",
    "Vor- wie Nachteile, weder Vor-\nnoch Nachteile, voor-\nen nadelen",
    "For pre-\nand post-natal care, Vor-\nund Nachname, 10 -\n20, and –\n5 or A–\nB, ~ 5 or ~6 a~, ~b",
    "At 10:30: rest: this::that: and 1:a:2, {a = b}, {A=1}\n\n|x| + |y|",
    "Yes.  No.   Then\n2.5 mg, or\n1.5 mg (1)\n(2)",
    "Name: ____    Date: ____\\\nWard: ____    Bed: ____",
    "Wait....and\nsee ... now\tthen o\to",
    "5-4-3-2-1\n4-3-2-1\n☐ yes ☐ no\n1:1 and 3:00",
    "Hill Surgery\\\n12 Mill Road\\\nYork",
    "Tel: 0300 123 4567\\\nFax: none",
    "Remember: it passes.\nWarning: it comes back",
    "**Take it daily.**\nIf you forget,\n**ring** us\n\n**Take** it\nNow",
    "**F**ace **A**rms **S**peech, two **small tablet**s, **one** or **two a**, un**believ**able",
    "Short\nLines only\n\nOne,\nTwo,\nThree",
    "5 mg*\n\n* one\n* two\n\n2 * 3\n\n* one",
    "::::note\nText.\n:::::",
    "I. Smith said so, and\na) only here, e.g.\nVitamin\nC. It is",
    "- [ ] one\n- [x] two\n- plain [ ]\n- [ ] (www.example.org)\n- [x] (https://example.org)",
    "- “Be kind.”\\\n  -Anna",
    "Yes [ ] no [ ]\n[] perhaps",
    "*One* here\n*two* there\n**three**",
    "0.5, 1.5, v.5, and (so).5 or ...5; 7 .5.2 .7z \\.5 `.5` https://example.org/.5",
    '("*Book*"), (**"Stop"**), “*one* or **two**”, (*see below*), \'_a_\', **("b")** "Hb*" or (*)',
    "Open from\n8 am till noon,\n10:30 till 4 on Sundays,\n9 pm for calls\n\nAt 8:00,\n1.25 mg, or\n1.50 mg",
    "– one, and\nno more",
    "A – b\nc - d\n— e",
    "The scale:\n● = often\n○ = never",
    "●●●○○ fair\n• • •\n☐ yes ☐ no",
    "This • that · these",
    "It was on the\n12. of March and\n2026 was its year",
    "yes | no\nleft | right",
    "|x| is positive",
    "in {curly} {language} brackets, {1}, {{}} and {% x",
    "Text\n\n    a = b * c\n\n    take  2   at 8:00\n\n```\n- one **bold** word in a long line\n```",
    "[[1]] of [[1, 2], [3]]",
    "He “goed [[sic]]”, “go [[sic!]]”, “they [[…]] went”",
    "A smile {:-) and {:) or {:( } here",
    "Take\n1 tablet, or\n2 of them",
    "Title\n:: a part",
    "`##a`\n`![a](b c.png)` `[a] (https://example.org)` `{lang` `@nice` `•`",
    "~~~\n##a\n• b\n| c | d |\n| e | f |\n@nice {lang ![a](b c.png)\n~~~",
    "| • a | –b |\n|---|---|\n| 1. c | ##d |",
)
ESCAPED = (
    "!\\[a](b c.png) \\[a](http://b c) \\[a] (https://example.org)",
    "\\##a\n\\##\u00a0b",
    "\\####### a\n\n## \\# a\n\nText\n\n## b#\\#\n\nText",
    "&bull; one\n&bull; two",
    "&ndash; one\n&ndash; two",
    "\\-one\n\\-two\n\\*three\n\\*four",
    "\\| a \\| b \\|\n\\| c \\| d \\|",
    "a\n2\\. b\n3\\) c",
    "- \\[] a\n- b\n\\-[ ] c",
    "[palabras] \\{lang=es}",
    "One \\\\",
    "\\{{NAME}} \\{: .wide } \\{#bed} \\{% x %} \\[[a b]] [\\[a b]]",
    "As in \\@nice",
    "a\n\\:b",
    "a\n\\: b",
    "a\n\\~ b",
    "1\\*0\\*1 \\*\\*a:\\*\\*b \\_a:\\_b",
    "\\~\\~a\\~\\~ a\\^[b] H\\~2\\~O m\\^2\\^",
    "\\[^1] and \\[a][b] and \\[@nobody]",
)


@pytest.mark.parametrize("body", [*MEANT, *ESCAPED])
def test_what_is_meant_passes(body: str, house: House, article_text: Callable[..., str]) -> None:
    data = article_text(f"{body}\n", references=REFERENCES).encode()
    prepare([Source("x", "", "source/x/article.md", data, {})], house)


def test_the_longest_word_that_is_indented_like_code_is_looked_through_once(root: Path) -> None:
    # Again from each of its letters would take three quarters of an hour.
    program = f"from press.reader.unmarked import is_prose; print(is_prose('a' * {MAX_BYTES}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, timeout=120, check=True)
    assert done.stdout == b"False\n"


PLAIN = {
    "bold": ("Take **one** a day", "`**one**`"),
    "stress": ("In (*Psychotherapy*), 2020", "`*Psychotherapy*`"),
    "strokes": ("_Homo sapiens_", "`_Homo sapiens_`"),
    "code": ("The `code`", "``code``"),
    "link": ("See [our page](https://example.org) now", "`[our page](https://example.org)`"),
    "link to a section": ("[Above](#above)", "`[Above](#above)`"),
    "picture": ("![A cat](cat.png)", "`![A cat](cat.png)`"),
    "language": ("The [palabras]{lang=es}", "`[palabras]{lang=es}`"),
    "footnote": ("One[^a]", "`[^a]`"),
    "note in the text": ("One^[A note]", "`^[A note]`"),
    "citation": ("One [@key; @other]", "`[@key; @other]`"),
    "what another program would fill in": ("Dear {{ NAME }}", "`{{ NAME }}`"),
    "struck through": ("~~old~~ new", "`~~old~~`"),
    "small letters": ("H~2~O", "`~2~`"),
    "escape": ("5 \\* 3", "`\\*`"),
    "a long one": ("**" + "word " * 40 + "**", f"`**{'word ' * 11}wo…`"),
}
TAGS = {
    "tag": ("<B>", "`<B>`"),
    "end tag": ("one</i>", "`</i>`"),
    "empty tag": ("one<br />two", "`<br />`"),
    "tag with attributes": ('<a href="x">', '`<a href="x">`'),
    "comment": ("one <!-- two -->", "`<!--`"),
    "entity": ("one&nbsp;two", "`&nbsp;`"),
    "number": ("one&#x202F;two", "`&#x202F;`"),
}


@pytest.mark.parametrize(
    ("text", "shown", "what"),
    [*((*case, "Markdown") for case in PLAIN.values()), *((*case, "HTML") for case in TAGS.values())],
)
def test_markup_where_words_are_printed_as_they_stand(text: str, shown: str, what: str) -> None:
    message = f"{shown} would be printed as it stands, since there is no {what} here; write plain words and signs"
    assert list(plain_leftovers(text)) == [message]


@pytest.mark.parametrize("text", ["- a\n- b", "• One thing\n\n• another", " * a * b"])
def test_list_where_words_are_printed_as_they_stand(text: str) -> None:
    told = "would be printed in one line, since there are no lists here; write sentences"
    assert list(plain_leftovers(text)) == [f"`{' '.join(text.split())}` {told}"]


SIGNS = (
    "- 5 to + 5, 1. Knee 2. Foot",
    "5 * 3 * 2, ~5 mg, ~ 6 mg, 5~7, <5 mg, >3, a < b > c, 10^9/L",
    "Smith A*, Jones B** and Brown C*",
    "A title [Internet] [in German] (2020) [1](2)",
    "a_b_c, __ kg, _ and me@example.org [@ 3]",
    "Q&A; R&D; AT&T, &c; & more",
    "<https://example.org> (https://example.org/_a_/~b~c/*)",
    "HLA-B*27, CYP2C19 *1/*2, p<q and r>s, `quoted'",
    "# 1 - x | y {z} $5 ^",
    "a == b == c, x==y, ====",
)


@pytest.mark.parametrize("text", SIGNS)
def test_signs_that_are_no_markup(text: str) -> None:
    assert list(plain_leftovers(text)) == []


def test_markup_in_every_text_that_is_printed_as_it_stands(house: House, article_text: Callable[..., str]) -> None:
    keys = ("title", "summary", "category", "version", "publisher", "audience", "conflicts")
    fronts: dict[str, str] = {key: f'"*{key}*"' for key in keys}
    people = "[{name: '*name*', credentials: '*credentials*'}]"
    lists = {"authors": people, "reviewers": people, "keywords": "['*keyword*']"}
    references = "[{id: a, citation: '*citation*', url: 'https://example.org/*a*'}]"
    body = '::: write 2 "*prompt*"\n\n![A dog](dog.svg "\\*caption*")\n'
    text = article_text(body, **fronts, **lists, references=references)
    dog = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    with pytest.raises(SourceError) as caught:
        prepare([Source("x", "", "source/x/article.md", text.encode(), {"dog.svg": dog})], house)
    named = (
        "title summary category version publisher audience conflicts name credentials keyword citation prompt caption"
    )
    found = {problem.message.partition(" would")[0] for problem in caught.value.problems}
    assert found == {f"`*{name}*`" for name in named.split()}
