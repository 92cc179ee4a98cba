"""Every way in which a source can be wrong, with the message that the editor reads."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from press.errors import SourceError
from press.pipeline.houses import House
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source
from press.syntax import parse

DOG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def problems(house: House, text: str | bytes, images: dict[str, bytes] | None = None, lang: str = "") -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(SourceError) as caught:
        prepare([Source("x", lang, "source/x/article.md", data, images or {})], house)
    return [str(problem).removeprefix("source/x/article.md:") for problem in caught.value.problems]


UNDERLINED = "the --- below makes a heading of this text; put an empty line between them, or write ## before a heading"

THIRD = "heading jumps from level 1 to 3; use ##, and 1 # less before the headings that follow"
TITLE = "a level 1 heading is the title's, which the front matter gives; remove it where it says the same"
INDENTED = (
    "these lines are indented so far that they would be printed as code, with all their signs; begin them at the left, "
    "or below the words of their list, or put a line ``` above and below if code is meant"
)

BODIES = {
    "jump": ("## Two\n\nText.\n\n#### Four\n\nText.\n", ["16: heading jumps from level 2 to 4; use ###"]),
    "headings that nobody meant": (
        "Call us.\n---\n\nSome\nwords\n---\n\nA heading\n---------\n\nText.\n",
        [
            f"12: {UNDERLINED}",
            "12: the section `Call us.` is empty; write its text, or remove the heading",
            f"15: {UNDERLINED}",
            "15: the section `Some words` is empty; write its text, or remove the heading",
        ],
    ),
    "first heading too deep": ("### Three\n\nText.\n", [f"12: {THIRD}"]),
    "level 1": ("# One\n\nText.\n", [f"12: {TITLE}, or use ##"]),
    "level 1 by a line below": (
        "One\n===\n\nText.\n",
        [f"12: {TITLE}, with the === below it, or write ## before it, and no ==="],
    ),
    "empty section": (
        "## Empty\n\n## Next\n\nText.\n",
        ["12: the section `Empty` is empty; write its text, or remove the heading"],
    ),
    "section with a rule alone": (
        "## Empty\n\n---\n",
        ["12: the section `Empty` is empty; write its text, or remove the heading"],
    ),
    "box with a rule alone": (
        "::: note\n\n---\n\n:::\n",
        ["12: this `::: note` is empty; write its text, or remove it"],
    ),
    "rule alone": ("---\n", ["1: the article has no text; write it below the front matter"]),
    "heading without words": ("##\n\nText.\n", ["12: this heading has no words; write them after the #"]),
    "heading with a link": (
        "## A [link](https://example.org)\n\nText.\n",
        ["12: a heading cannot hold links, footnotes or citations; put them below it"],
    ),
    "heading in a list": (
        "- item\n\n  ## Heading\n",
        ["14: a heading stands inside a list, a quotation, a box or a footnote; move it out"],
    ),
    "numbers that count down": (
        "5. see\n4. hear\n3. touch\n",
        ["13: a list counts up, so `4.` would be printed as 6.; write `6.`, or `- 4 words` in a list without numbers"],
    ),
    "line of strokes": (
        "Text.\n\n---\n\n___\n\n_____\n",
        ["18: a line of strokes is no line to write on; write `::: write 1` and `:::`, or --- to separate"],
    ),
    "raw HTML block": (
        "Text.\n\n<div>\nraw\n</div>\n",
        ["14: raw HTML `<div>` is not allowed; leave it out, and the </div> that ends it"],
    ),
    "raw HTML inline": ("Text\nwith <b>bold</b>.\n", ["13: raw HTML `<b>` is not allowed; write **words**"]),
    "signs that are read as raw HTML": (
        "If a <b or c> d.\n",
        ["12: raw HTML `<b or c>` is not allowed; use Markdown, or write &lt; for a < sign"],
    ),
    "raw HTML with its remedy": (
        "One<BR />two m<sup>2</sup>, <a href='https://example.org'>us</a> and <kbd>a</kbd>.\n\n"
        "<h2 class='wide'>Two</h2>\n\n<img src='a.png'\nalt='b'>\n\n</section>\n\n<p><b>One</b></p>\n",
        [
            "12: raw HTML `<BR />` is not allowed; end the line with a \\ where another follows, or leave it out",
            "12: raw HTML `<a href='https://example.org'>` is not allowed; write [words](address)",
            "12: raw HTML `<kbd>` is not allowed; use Markdown, or write &lt; for a < sign",
            "12: raw HTML `<sup>` is not allowed; write the signs themselves, as in H₂O and m²",
            "14: raw HTML `<h2 class='wide'>` is not allowed; write ## and a space before a heading",
            "16: raw HTML `<img src='a.png' alt='b'>` is not allowed; write ![what it shows](file.png \"caption\")",
            "19: raw HTML `</section>` is not allowed; leave it out",
            "21: raw HTML `<p>` is not allowed; leave it out, and the </p> that ends it",
        ],
    ),
    "raw HTML that ends what never began": (
        "Text </b> here.\n\nOne <i>two</i> three</i> and four</B>.\n\n</i >\n\n<details>\nFive\n</details>\n",
        [
            "12: raw HTML `</b>` is not allowed; leave it out",
            "14: raw HTML `</B>` is not allowed; leave it out",
            "14: raw HTML `<i>` is not allowed; write *words*",
            "16: raw HTML `</i >` is not allowed; leave it out",
            "18: raw HTML `<details>` is not allowed; leave it out, and the </details> that ends it",
        ],
    ),
    "HTML comment": (
        "<!-- note to self -->\n\nText.\n",
        ["12: raw HTML `<!-- note to self -->` is not allowed; leave it out"],
    ),
    "missing picture": (
        "![A cat](cat.png)\n",
        ["12: the picture `cat.png` is not in the handout's folder; use one of: dog.png"],
    ),
    "missing picture with a name in another language": (
        "![A bridge](<die brücke é.png>)\n",
        ["12: the picture `die brücke é.png` is not in the handout's folder; use one of: dog.png"],
    ),
    "picture of another kind": (
        "![A chart](chart.webp)\n",
        ["12: the picture `chart.webp` is not a .png, .jpg or .svg file; save it as one of these"],
    ),
    "picture of the web": (
        "![A dog](https://example.org/Dog.png)\n",
        [
            "12: the picture `https://example.org/Dog.png` is not in the handout's folder; did you mean `dog.png`?",
        ],
    ),
    "picture that is packed into the text": (
        f"![][a]\n\n[a]: <data:image/png;base64,{'A' * 80}>\n",
        [
            f"12: the picture `data:image/png;base64,{'A' * 37}…` has no alternative text; "
            "say in the square brackets what it shows",
            f"12: the picture `data:image/png;base64,{'A' * 37}…` is not in the handout's folder; use one of: dog.png",
        ],
    ),
    "two pictures in a line": (
        "![A dog](dog.png) ![A dog](dog.png)\n",
        ["12: a picture stands in a line of text; put it on a line of its own, with an empty line before and after"],
    ),
    "picture of no kind": (
        "![A dog](dog)\n",
        ["12: the picture `dog` is not in the handout's folder; did you mean `dog.png`?"],
    ),
    "picture without alternative": (
        "![](dog.png)\n",
        ["12: the picture `dog.png` has no alternative text; say in the square brackets what it shows"],
    ),
    "picture whose alternative calls": (
        "![A [dog](https://dog.org)](dog.png)\n\n![A dog[^1]](dog.png)\n\n![A dog [@x]](dog.png)\n\n[^1]: Its name.\n",
        [
            *(
                f"{line}: an alternative text cannot hold links, footnotes or citations; put them below it"
                for line in (12, 14, 16)
            ),
            "16: there is no reference `x`; add it to `references` in the front matter",
        ],
    ),
    "picture in a line": (
        "Text ![A dog](dog.png) text.\n",
        ["12: a picture stands in a line of text; put it on a line of its own, with an empty line before and after"],
    ),
    "unknown language": (
        "[Words]{lang=english}.\n",
        ["12: `english` is not a language tag; write en, es or en-GB, for instance"],
    ),
    "javascript link": (
        "A [link](javascript:alert(1)).\n",
        [
            "12: the link `javascript:alert(1)` is not allowed; use https:, http:, mailto: or tel: "
            "with a full address, or # and a section's name"
        ],
    ),
    "relative link": (
        "A [link](../other/article.md).\n",
        [
            "12: the link `../other/article.md` is not allowed; use https:, http:, mailto: or tel: "
            "with a full address, or # and a section's name"
        ],
    ),
    "link to nowhere": ("A [link]().\n", ["12: this link goes nowhere; put its address into the round brackets"]),
    "link without words": (
        "A [](https://example.org).\n",
        ["12: the link to `https://example.org` has no words; put them into the square brackets"],
    ),
    "link title": (
        'A [link](https://example.org "hover").\n',
        ["12: a link's title is not shown on paper; put its words into the text"],
    ),
    "unknown section": (
        "See [there](#nowhere).\n\n## Here\n\nText.\n",
        ["12: there is no section `#nowhere`; did you mean `here`?"],
    ),
    "unknown link label": (
        "A [link][nowhere].\n",
        ["12: `[link][nowhere]` refers to nothing; define it, or write \\[ for a plain bracket"],
    ),
    "unknown footnote": (
        "Text\nwith a note[^1].\n",
        ["13: `[^1]` refers to nothing; define it, or write \\[ for a plain bracket"],
    ),
    "unknown citation": (
        "Text [@nobody].\n",
        ["12: there is no reference `nobody`; add it to `references` in the front matter"],
    ),
    "unused link": (
        "Text.\n\n[unused]: https://example.org\n",
        ["14: nothing uses the link [unused]; remove it, or write [words][unused]"],
    ),
    "link defined twice": (
        "[A][a].\n\n[a]: https://example.org\n[a]: https://example.com\n",
        ["15: the link [a] is defined twice; keep one of the two"],
    ),
    "unused footnote": (
        "Text.\n\n[^1]: Note.\n",
        ["14: nothing calls the footnote [^1]; remove it, or put [^1] where it belongs"],
    ),
    "footnote defined twice": (
        "Text[^1].\n\n[^1]: Note.\n\n[^1]: Again.\n",
        ["16: the footnote [^1] is defined twice; keep one of the two"],
    ),
    "row with too many cells": (
        "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n",
        ["14: this row has 3 cells, its table 2 columns; remove a |, or write \\| where it is part of the text"],
    ),
    "row with too many cells in a list": (
        "- item\n\n  | a | b |\n  |---|---|\n  | 1 | 2 | 3 |\n",
        ["16: this row has 3 cells, its table 2 columns; remove a |, or write \\| where it is part of the text"],
    ),
    "missing cells, and what is no row": (
        "| a | b | c |\n|---|---|---|\n| 1 | 2 3 |\n| 4 | | |\n5 | 6 |\nText.\n",
        [
            f"{line}: this row has {cells}, its table 3 columns; write a | before and after each, also an empty one, "
            "or an empty line where the table ends"
            for line, cells in ((14, "2 cells"), (16, "2 cells"), (17, "1 cell"))
        ],
    ),
    "table without rows": (
        "| a | b |\n|---|---|\n",
        ["12: this table has no rows below its header; add one, or remove the table"],
    ),
    "table without header": ("| | |\n|---|---|\n| 1 | 2 |\n", ["12: this table's header is empty; name its columns"]),
    "table that begins as another block": (
        "## Day | Dose\n--|--\n1 | 2\n\n- Day | Dose\n  --|--\n  1 | 2\n\n> Day | Dose\n--|--\n1 | 2\n",
        [
            f"{line}: the `{mark}` that begins this table would be printed; begin it with a |, "
            "or put an empty line between the table and what is none of it"
            for line, mark in ((12, "##"), (16, "-"), (20, ">"))
        ],
    ),
    "code without words": (
        "` `\n\n## ` `\n\n- a\n  `  `\n",
        [f"{line}: these ` have no words between them; remove them" for line in (12, 14, 17)],
    ),
    "code block without code": ("```\n\n```\n", ["12: this code block is empty; remove it"]),
    "paragraph without words": ("&nbsp;\n", ["12: this paragraph has no words; remove it"]),
    "footnote that begins with a list": (
        "Text[^1].\n\n[^1]: - one\n",
        ["14: this footnote does not begin with words; write them after the colon"],
    ),
    "empty item": ("- one\n-\n", ["13: this list item does not begin with words; write them, or remove it"]),
    "item that begins with a list": (
        "- - one\n",
        ["12: this list item does not begin with words; write them, or remove it"],
    ),
    "numbers and tick boxes": (
        "1. one\n2. [ ] two\n3. [x] three\n\n- x\n\n  1) [X] y\n",
        [
            f"{line}: a list has numbers or tick boxes, not both; "
            "write `- [ ] words` without a number, or take the [ ] away"
            for line in (13, 18)
        ],
    ),
    "unknown block": ("::: key-point\n- one\n:::\n", ["12: there is no block `key-point`; did you mean `key-points`?"]),
    "unclosed block": ("::: note\nText.\n", ["12: `::: note` is never closed; put a line ::: after it"]),
    "block in a block": (
        "::: note\nText.\n\n::: warning\nText.\n:::\n",
        ["12: `::: note` is not closed before line 15; put a line ::: after it"],
    ),
    "block in a list": (
        "- item\n\n  ::: note\n",
        ["14: ::: cannot stand inside a list, quotation or footnote; put it at the start of a line"],
    ),
    "lines to write on in a footnote, with their end": (
        "Text[^1].\n\n[^1]: Words.\n\n    ::: write 3\n    :::\n",
        [
            "16: ::: cannot stand inside a list, quotation or footnote; put it at the start of a line",
            "17: ::: cannot stand inside a list, quotation or footnote; put it at the start of a line",
        ],
    ),
    "stray end": (
        "Text.\n\n:::\n",
        [
            "14: this ::: closes nothing; begin its box with a line such as `::: note`, with nothing before it, "
            "or remove it"
        ],
    ),
    "end of a box before a space that is not seen": (
        "::: note\nText.\n:::\u00a0\n\n:::\u00a0\n",
        [
            "16: this ::: closes nothing; begin its box with a line such as `::: note`, with nothing before it, "
            "or remove it"
        ],
    ),
    "empty block": ("::: note\n:::\n", ["12: this `::: note` is empty; write its text, or remove it"]),
    "block with arguments": (
        "::: note Take care\nText.\n:::\n",
        ["12: `::: note` takes nothing after its name; put the words inside the block"],
    ),
    "ask without questions": (
        "::: ask\nText.\n:::\n",
        ["12: `::: ask` must end with a list of questions, each on a line that begins with `- `"],
    ),
    "question of two paragraphs": (
        "::: ask\n- one\n\n  two\n:::\n",
        ["13: a question is one paragraph; write it on a line that begins with `- `"],
    ),
    "questions in two lists": (
        "::: ask\n- one\n\nAlso:\n\n- two\n:::\n",
        [
            "13: `::: ask` holds one list, its questions, and ends with it; put these into that list, "
            "or into an `::: ask` of their own"
        ],
    ),
    "questions with two kinds of marks": (
        "::: ask\n- one\n* two\n\n1. three\n:::\n",
        [
            f"{line}: `::: ask` holds one list, its questions, and ends with it; put these into that list, "
            "or into an `::: ask` of their own"
            for line in (13, 14)
        ],
    ),
    "question that is ticked": (
        "::: ask\n- [ ] one\n- [x] two\n:::\n",
        ["14: a question is given an empty tick box; take the [x] away"],
    ),
    "write without a number": (
        '::: write "Prompt"\n',
        [
            "12: write takes a number of lines from 1 to 20 and a prompt in straight quotes: "
            '::: write 4 "What I have noticed"'
        ],
    ),
    "write with text": (
        '::: write 2 "Prompt"\nText.\n:::\n',
        ["12: a writing space holds no text; put its prompt in quotes after the number"],
    ),
    "crisis twice": (
        "::: crisis\n:::\n\n::: crisis\n:::\n",
        ["15: the crisis lines stand at line 12 already; keep one of the two"],
    ),
    "no text": ("\n", ["1: the article has no text; write it below the front matter"]),
    "no glyph": (
        "Text \u3042.\n",
        [
            "12: the character U+3042 (hiragana letter a) is in no bundled font and would print as an empty box; "
            "use another"
        ],
    ),
    "four letters of a script that no font has": (
        "One \u3042\u3044\u3046 two.\n\nThree \u3048.\n",
        [
            "12: the character U+3042 (hiragana letter a) and others (hiragana) are in no bundled font and would "
            "print as empty boxes; no handout can be printed in this script"
        ],
    ),
    "a script that no font has": (
        "One。\n\n健康，教育。\n\n健康ですか、はい。\n",
        [
            "12: the character U+3002 (ideographic full stop) and others (cjk) are in no bundled font and would "
            "print as empty boxes; no handout can be printed in this script",
            "16: the character U+3067 (hiragana letter de) and others (hiragana) are in no bundled font and would "
            "print as empty boxes; no handout can be printed in this script",
        ],
    ),
    "letters of a script that fonts have": (
        "\U0001d5e7\U0001d5ee\U0001d5f8\U0001d5f2 it.\n",
        [
            f"12: the character U+1D5{letter}) is in no bundled font and would print as an empty box; use another"
            for letter in (
                "E7 (mathematical sans-serif bold capital t",
                "EE (mathematical sans-serif bold small a",
                "F2 (mathematical sans-serif bold small e",
                "F8 (mathematical sans-serif bold small k",
            )
        ],
    ),
    "soft hyphen": (
        "Thera\u00adpy.\n",
        ["12: the character U+00AD (soft hyphen) cannot stand here; remove it: no word is split in a handout"],
    ),
    "spaces that are as wide as in a stretched line": (
        "## A\u2003b\n\nOne\u00a0two\u2007three\u2009four&ensp;five.\n",
        [
            "12: the character U+2003 (em space) cannot stand here; "
            "write a plain space: this one is as wide as in a line that is stretched",
            "14: the character U+2002 (en space) cannot stand here; "
            "write a plain space: this one is as wide as in a line that is stretched",
            "14: the character U+2007 (figure space) cannot stand here; "
            "write a plain space: this one is as wide as in a line that is stretched",
        ],
    ),
    "a heading that begins with a space": (
        "## \u00a0One\n\nx\n\n## &nbsp; Two\n\nx\n\n## **&thinsp;Three**\n\nx\n",
        [
            "16: the heading begins with a space that has a name (&nbsp;); remove it",
            "20: the heading begins with a space that has a name (&nbsp;); remove it",
        ],
    ),
    "typographic hyphen": (
        "well\u2010known\n",
        [
            "12: the character U+2010 (hyphen) cannot stand here; "
            "write a plain hyphen - instead: this one breaks search and copying"
        ],
    ),
    "bullet of Word": (
        "\uf0b7 one\n",
        [
            "12: the character U+F0B7 (a sign of Word's own fonts) would print as an empty box; "
            "write `- ` for a list, or type the sign anew"
        ],
    ),
    "control character": ("Te\x08xt.\n", ["12: the character U+0008 (a control character) cannot be seen; remove it"]),
    "marks without ink": (
        "a\u034fb 0\ufe00 c\u2800d\n",
        [
            "12: the character U+034F (combining grapheme joiner) cannot be seen; remove it",
            "12: the character U+2800 (braille pattern blank) cannot be seen; remove it",
            "12: the character U+FE00 (variation selector-1) cannot be seen; remove it",
        ],
    ),
    "bidirectional control": (
        "Text \u202eabc.\n",
        ["12: the character U+202E (right-to-left override) cannot be seen; remove it"],
    ),
    "characters that end a line for Python alone": (
        "Te\x0bxt\u2028\nand\x85.\n",
        [
            "12: the character U+000B (a control character) cannot be seen; remove it",
            "12: the character U+2028 (line separator) cannot be seen; remove it",
            "13: the character U+0085 (a control character) cannot be seen; remove it",
        ],
    ),
    "characters by their names": (
        "Some\nThera&shy;py &amp; **&#x202E;** &nbsp;\n\n![&#11;](dog.png 'a&zwnj;')\n\n`&shy;` \\&shy;\n",
        [
            "13: the character U+00AD (soft hyphen) cannot stand here; remove it: no word is split in a handout",
            "13: the character U+202E (right-to-left override) cannot be seen; remove it",
            "15: the character U+200C (zero width non-joiner) cannot be seen; remove it",
            "15: the character U+FFFD (replacement character) cannot stand here; "
            "it stands for a character that was lost; write the right one",
        ],
    ),
    "what is indented like code and is none": (
        "Text:\n\n    - one **bold** word\n\n## Two\n\n\tThe first line is indented by a tab.\n\n"
        "- three\n\n      and *stressed*\n",
        [f"{line}: {INDENTED}" for line in (14, 18, 22)],
    ),
    "code that is never closed": (
        "Text.\n\n```\ncode\n\n## Heading\n\nText.\n",
        [
            "14: the code block that ``` begins here is never closed; "
            "put a line ``` after it, indented like this one, or remove it if no code is meant"
        ],
    ),
    "code that a shorter line does not close": (
        "~~~~ text\ncode\n~~~",
        [
            "12: the code block that ~~~~ begins here is never closed; "
            "put a line ~~~~ after it, indented like this one, or remove it if no code is meant"
        ],
    ),
    "code in an item that is closed outside of it": (
        "- item\n\n  ```\n  code\n```\n\nText.\n",
        [
            f"{line}: the code block that ``` begins here is never closed; "
            "put a line ``` after it, indented like this one, or remove it if no code is meant"
            for line in (14, 16)
        ],
    ),
    "brackets that nothing closes": (
        "Text\n" + "[@" * 30 + "\n[@" + "[^" * 40_000 + "\n",
        ["14: more than 30 [ wait for their ] here; close them, or write \\[ for a plain bracket"],
    ),
    "brackets that nothing closes, in a cell and a footnote": (
        "| a[^1] |\n|---|\n| " + "![" * 31 + " |\n\n[^1]: Note\n    " + "[a][" * 31 + "\n",
        [
            f"{line}: more than 30 [ wait for their ] here; close them, or write \\[ for a plain bracket"
            for line in (14, 17)
        ],
    ),
    "too many colons to look for addresses": (
        "Text\n\n" + "a:" * 4_500 + "\n",
        ["14: this text has too many : and @ to look for addresses in it; part it into paragraphs"],
    ),
    "deep nesting": (
        "> " * 40 + "deep\n",
        ["12: nested too deeply; use fewer levels of lists, quotations or emphasis"],
    ),
    "deep emphasis": (
        ("*a **b " * 350 + "x" + "** a*" * 350 + "\n\n") * 2,
        ["12: nested too deeply; use fewer levels of lists, quotations or emphasis"],
    ),
}


@pytest.mark.parametrize("case", BODIES)
def test_body(case: str, house: House, article_text: Callable[..., str]) -> None:
    body, expected = BODIES[case]
    assert problems(house, article_text(body), {"dog.png": DOG}) == expected


BRACKETS = (
    "[" * 30,
    "(a] " * 1000 + "[" * 30,
    "[sic] " * 1000,
    "\\[" * 1000,
    "[" * 15 + "]" * 15,
    ("[" * 30 + "\n\n") * 3,
)


def test_a_picture_in_another_folder(house: House, article_text: Callable[..., str]) -> None:
    assert problems(house, article_text("![A cat](images/cat.png)\n\n![A dog](dog.png)\n")) == [
        "12: the picture `images/cat.png` is not in the handout's folder; put the file there, and write its name alone",
        "14: the picture `dog.png` is not in the handout's folder; put the file there",
    ]


@pytest.mark.parametrize("body", BRACKETS)
def test_brackets_that_are_not_too_many(body: str, article_text: Callable[..., str]) -> None:
    assert not parse(article_text(body)).problems


CODES = (
    "```\n```",  # is empty
    "```\ncode\n```",
    "```\n\n\n```\n",
    "~~~ text\ncode\n\n~~~~~~\n\nText.\n",
    "> ```\n> code\n> ```\n",
    "- item\n\n  ```\n  code\n\n  ```\n",
)


@pytest.mark.parametrize("body", CODES)
def test_code_that_is_closed(body: str, article_text: Callable[..., str]) -> None:
    assert not parse(article_text(body)).problems


FRONTS: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "characters by their numbers": (
        {"authors": '[{name: "Ann\\u202eB"}]', "keywords": '["a", "b\\v"]'},
        [
            "9: the character U+202E (right-to-left override) cannot be seen; remove it",
            "11: the character U+000B (a control character) cannot be seen; remove it",
        ],
    ),
    "typo": ({"summary": None, "sumary": '"x"'}, ["10: unknown key `sumary`; did you mean `summary`?"]),
    "key in capitals": ({"LANG": "en", "lang": None}, ["10: unknown key `LANG`; did you mean `lang`?"]),
    "status in capitals": ({"status": "DRAFT"}, ["11: `status` cannot be `DRAFT`; did you mean `draft`?"]),
    "unknown key": (
        {"colour": "red"},
        [
            "11: unknown key `colour`; use one of: audience, authors, category, conflicts, keywords, lang, "
            "next_review, publisher, references, reviewed, reviewers, status, summary, title, version"
        ],
    ),
    "missing key": ({"publisher": None}, ["2: the key `publisher` is missing; add a line `publisher: ...`"]),
    "empty text": ({"title": '""'}, ["2: `title` is empty; write its text, or remove the key if it is optional"]),
    "no value": ({"title": ""}, ["2: `title` is empty; write its text, or remove the key if it is optional"]),
    "number for a text": ({"version": "1.0"}, ['6: `version` must be a text; put it in quotes: version: "1.0"']),
    "numbers and words that YAML reads otherwise than they are written": (
        {"version": "1.10", "title": "yes", "lang": "no", "publisher": "~", "category": "2026-01-31T10:00:00Z"},
        [
            '2: `title` must be a text; put it in quotes: title: "yes"',
            '4: `category` must be a text; put it in quotes: category: "2026-01-31T10:00:00Z"',
            '5: `lang` must be a text; put it in quotes: lang: "no"',
            '6: `version` must be a text; put it in quotes: version: "1.10"',
            '10: `publisher` must be a text; put it in quotes: publisher: "~"',
        ],
    ),
    "entries that are no texts": (
        {"authors": "[{name: No}]", "keywords": "[1:30, '', [a], null]", "status": "off"},
        [
            '9: `name` must be a text; put it in quotes: name: "No"',
            "11: an entry of `keywords` is empty; write its text, or remove it",
            '11: an entry of `keywords` must be a text; put it in quotes: - "..."',
            '11: an entry of `keywords` must be a text; put it in quotes: - "1:30"',
            '11: an entry of `keywords` must be a text; put it in quotes: - "null"',
            "12: `status` cannot be `off`; use one of: draft, published",
        ],
    ),
    "empty values": (
        {"reviewed": "", "next_review": "~", "status": "", "keywords": "[a, ]"},
        [
            "7: `reviewed` is empty; write a date of the form 2026-01-31",
            "8: `next_review` must be a date of the form 2026-01-31",
            "11: `status` is empty; use one of: draft, published, or remove the key",
        ],
    ),
    "number that is too long to be written": (
        {"version": "0x" + "f" * 6_000, "references": f"[{{id: 0x{'f' * 6_000}, citation: A}}]"},
        [
            f"{line}: `0x{'f' * 48}…` cannot be read; write dates as 2026-01-31 and put texts in quotes"
            for line in (6, 11)
        ],
    ),
    "anchor, which would be left out": (
        {"title": "&Friends and family"},
        ["2: the front matter is not YAML: & stands for an anchor; put a text that begins with & into double quotes"],
    ),
    "& and a space, which is no anchor": (
        {"title": "& so to bed"},
        [
            "2: the front matter is not YAML: expected alphabetic or numeric character, but found ' '; "
            "put a text that holds : # & * % @ ` or quotes into double quotes"
        ],
    ),
    "anchor of a list": (
        {"authors": "&all [{name: A}]"},
        ["9: the front matter is not YAML: & stands for an anchor; put a text that begins with & into double quotes"],
    ),
    "tag": (
        {"version": "!!timestamp x"},
        [
            "6: the front matter is not YAML: ! stands for a tag; "
            "put a text that begins with ! into double quotes, or take the tag away"
        ],
    ),
    "tag that nobody knows": (
        {"title": "!important x"},
        [
            "2: the front matter is not YAML: ! stands for a tag; "
            "put a text that begins with ! into double quotes, or take the tag away"
        ],
    ),
    "tag of a list": (
        {"authors": "!!set {name: A}"},
        [
            "9: the front matter is not YAML: ! stands for a tag; "
            "put a text that begins with ! into double quotes, or take the tag away"
        ],
    ),
    "too long for the heads and feet of pages": (
        {"title": "t" * 301, "category": f'"{"c" * 81}"', "version": "v" * 81, "publisher": "p" * 1000},
        [
            "2: `title` has 301 characters, too many for every page to say it; write at most 300",
            "4: `category` has 81 characters, too many for every page to say it; write at most 80",
            "6: `version` has 81 characters, too many for every page to say it; write at most 80",
        ],
    ),
    "value that begins below its key": (
        {"keywords": "\n  a: b"},
        ["11: `keywords` must be a list, each entry on a line of its own that begins with `- `"],
    ),
    "value that is nested too deeply": (
        {"publisher": "[" * 3_000 + "]" * 3_000},
        ["1: the front matter is not YAML; put a text that holds : # & * % @ ` or quotes into double quotes"],
    ),
    "key that is a list": (
        {"publisher": '"A"\n? [a, b]\n: c'},
        ["11: a key is one word, and this one is a list or has keys itself; write `key: value`"],
    ),
    "control character": (
        {"title": '"A\x08B"'},
        [
            "2: the character U+0008 (a control character) cannot be seen; remove it",
            "2: the front matter is not YAML: U+0008 stands in it; remove it",
        ],
    ),
    "line separator, for YAML a line's end": (
        {"title": '"A\u2028B"', "keywords": "\n  a: b"},
        [
            "2: the character U+2028 (line separator) cannot be seen; remove it",
            "11: `keywords` must be a list, each entry on a line of its own that begins with `- `",
        ],
    ),
    "line separators, and no YAML": (
        {"title": '"A\u2029\x85B"', "publisher": "'A"},
        [
            "2: the character U+0085 (a control character) cannot be seen; remove it",
            "2: the character U+2029 (paragraph separator) cannot be seen; remove it",
            "10: the front matter is not YAML: found unexpected end of stream; "
            "a quote opens here and is never closed; close it at the end of its text",
        ],
    ),
    "bad date": ({"reviewed": "31.1.2026"}, ["7: `reviewed` must be a date of the form 2026-01-31"]),
    "date in quotes": (
        {"reviewed": '"2026-11-20"'},
        ["7: `reviewed` is in quotes, which make it a text; write it without: reviewed: 2026-11-20"],
    ),
    "date in Arabic digits": (
        {"reviewed": "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0663\u0661"},
        ["7: `reviewed` must be a date of the form 2026-01-31"],
    ),
    "impossible date": (
        {"reviewed": "2026-02-31"},
        ["7: `2026-02-31` cannot be read; write dates as 2026-01-31 and put texts in quotes"],
    ),
    "impossible day of the next review": (
        {"next_review": "2028-02-30"},
        ["8: `2028-02-30` cannot be read; write dates as 2026-01-31 and put texts in quotes"],
    ),
    "dates in the wrong order": (
        {"next_review": "2026-01-31"},
        ["8: the next review (2026-01-31) must be after the last (2026-01-31)"],
    ),
    "authors as a text": (
        {"authors": "Ann Author"},
        ["9: `authors` must be a list, each entry on a line of its own that begins with `- `"],
    ),
    "author without keys": (
        {"authors": "[Ann Author]"},
        ["9: an entry of `authors` must have keys, such as `- name: ...`"],
    ),
    "author without a name": (
        {"authors": "[{credentials: MD}]"},
        ["9: the key `name` in `authors` is missing; add a line `name: ...`"],
    ),
    "bad status": ({"status": "done"}, ["11: `status` cannot be `done`; use one of: draft, published"]),
    "bad language": (
        {"lang": "english!"},
        ["5: `english!` is not a language tag; write en, es or en-GB, for instance"],
    ),
    "language without labels": (
        {"lang": "tr"},
        [
            "5: the templates have no labels for `tr`; use one of: en, es; "
            "or add the language: templates/labels/tr.toml and templates/crisis/tr.toml"
        ],
    ),
    "keywords as a text": (
        {"keywords": "one, two"},
        ["11: `keywords` must be a list, each entry on a line of its own that begins with `- `"],
    ),
    "bad reference": (
        {"references": '[{id: a b, citation: C, url: "ftp://x", doi: "doi:1"}, {id: a b, citation: D}]'},
        [
            "11: `doi:1` is not a DOI; write 10.1234/abc, without an address before it",
            "11: `ftp://x` is not an address; write it as https://example.org/page",
            "11: the id `a b` may hold letters, digits and . : - _ only",
            "11: the id `a b` stands twice; give each reference its own",
        ],
    ),
    "id twice, behind what is no reference": (
        {"references": "\n  - words\n  - {id: a, citation: C}\n  - {id: a, citation: D}"},
        [
            "12: an entry of `references` must have keys, such as `- name: ...`",
            "14: the id `a` stands twice; give each reference its own",
        ],
    ),
    "key twice": ({"title": '"A"\ntitle: "B"'}, ["3: `title` stands twice; keep one of the two"]),
    "not YAML": (
        {"title": "A: B"},
        [
            "2: the front matter is not YAML: mapping values are not allowed here; "
            "put a text that holds : # & * % @ ` or quotes into double quotes, and a space after the colon of every key"
        ],
    ),
    "key without a colon": (
        {"category": None, "title": '"A"\ncategory "Sleep"'},
        [
            "3: the front matter is not YAML: could not find expected ':'; "
            "write `category: ...`, with a colon and a space"
        ],
    ),
    "key without a space": (
        {"category": None, "title": '"A"\ncategory:"Sleep"'},
        [
            "3: the front matter is not YAML: could not find expected ':'; "
            "write `category: ...`, with a colon and a space"
        ],
    ),
    "tab": (
        {"publisher": '"A"\nreviewers:\n\t- name: B'},
        [
            "12: the front matter is not YAML: found character '\\t' that cannot start any token; "
            "write spaces instead of the tab"
        ],
    ),
    "quote that is never closed": (
        {"publisher": '"A'},
        [
            "10: the front matter is not YAML: found unexpected end of stream; "
            "a quote opens here and is never closed; close it at the end of its text"
        ],
    ),
    "quote that the next one closes": (
        {"title": '"A'},
        [
            "3: the front matter is not YAML: expected <block end>, but found '<scalar>'; "
            'close the quotes of the text above, or write \\" inside quotes, '
            "or put a text that begins with [ or { into double quotes"
        ],
    ),
    "texts that a # ends": (
        {"title": "Ward 7 #2", "version": '"1" # the first', "keywords": "\n  - a # b\n  - c#\n  # e\n  - 'd' # e"},
        [
            "2: `#2` is left out, behind a text without quotes; "
            "put the text into double quotes, or a remark on its own line",
            "12: `# b` is left out, behind a text without quotes; "
            "put the text into double quotes, or a remark on its own line",
        ],
    ),
    "alias": (
        {"summary": "*a"},
        [
            "3: the front matter is not YAML: * stands for an alias; "
            "put a text that holds : # & * % @ ` or quotes into double quotes"
        ],
    ),
}


def test_the_longest_heads_and_feet(prepared: Callable[..., Prepared]) -> None:
    prepared(title="t" * 300, category=f'"{"c " * 39}cc"', version="v" * 80)


@pytest.mark.parametrize("case", FRONTS)
def test_front_matter(case: str, house: House, article_text: Callable[..., str]) -> None:
    changes, expected = FRONTS[case]
    assert problems(house, article_text(**changes)) == expected


@pytest.mark.parametrize("space", ["", "\u00a0"])
def test_a_first_key_without_a_plain_space(space: str, house: House, article_text: Callable[..., str]) -> None:
    (told,) = problems(house, article_text().replace("title: ", f"title:{space}", 1))
    assert told.startswith("2: the front matter is not YAML: mapping values are not allowed here; ")


UNREADABLE: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "front matter": (
        {"references": "[{id: nice"},
        [
            "11: the front matter is not YAML: expected ',' or '}', but got '<stream end>'; "
            "put a text that holds : # & * % @ ` or quotes into double quotes"
        ],
    ),
    "references": (
        {"references": "nice"},
        ["11: `references` must be a list, each entry on a line of its own that begins with `- `"],
    ),
    "a reference": (
        {"references": "[{citation: NICE}]"},
        ["11: the key `id` in `references` is missing; add a line `id: ...`"],
    ),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_no_citation_is_faulted_where_references_cannot_be_read(
    case: str, house: House, article_text: Callable[..., str]
) -> None:
    changes, expected = UNREADABLE[case]
    assert problems(house, article_text("As [@nice] says.[^1]\n\n[^1]: And [@nhs].\n", **changes)) == expected


@pytest.mark.parametrize(("text", "count"), [("“A”", 1), ("„A“", 1), ('"“A”"', 0), ("“A” and “B”", 0), ("A “B”", 0)])
def test_curly_quotes_round_a_text_are_told(text: str, count: int) -> None:
    told = 'curly quotes round a text are printed; write straight ones, ", or both to print them'
    assert parse(f"---\ncategory: Sleep\ntitle: {text}\n---\n").problems == [(3, told)] * count


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_left_out_at_the_end_of_the_front_matter_is_told_as_it_stands(end: str) -> None:
    ((_, message),) = parse(end.join(["---", "category: Ward #7", "---", ""])).problems
    assert message.startswith("`#7` is left out")


def test_no_front_matter(house: House) -> None:
    assert problems(house, "## Heading\n\nText.\n") == [
        "1: the front matter is missing; begin the file with a line ---, then title: and so on"
    ]


@pytest.mark.parametrize("written", ["", "\n", "# A remark\n", "{}\n", "- title: x\n", "title\n"])
def test_front_matter_without_keys(written: str, house: House) -> None:
    assert problems(house, f"---\n{written}---\n## Heading\n\nText.\n") == [
        "2: the front matter must be lines of the form `key: value`"
    ]


def test_open_front_matter(house: House) -> None:
    assert problems(house, "---\ntitle: x\n") == [
        "1: the article has no text; write it below the front matter",
        "1: the front matter is never closed; put a line --- after its last key",
    ]


@pytest.mark.parametrize("front", ["", "# a remark\n", "{}\n", "[]\n"])
def test_empty_front_matter(house: House, front: str) -> None:
    assert problems(house, f"---\n{front}---\n\nText.\n") == [
        "2: the front matter must be lines of the form `key: value`"
    ]


def test_what_no_stack_holds_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse_body(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("press.syntax.parse_body", parse_body)
    told = problems(house, "---\n---\n\nText that no other test has.\n")
    assert "1: the text is nested too deeply; use fewer levels of lists, quotations or emphasis" in told


def test_not_utf8(house: House, article_text: Callable[..., str]) -> None:
    assert problems(house, article_text("Caf\u00e9\n").encode("latin-1")) == [
        "12: the file is not UTF-8; save it with the encoding UTF-8"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_once(encoding: str, house: House, article_text: Callable[..., str]) -> None:
    told = "1: the file is not UTF-8; save it with the encoding UTF-8"
    assert problems(house, article_text().encode(encoding)) == [told]


def test_a_character_of_nothing_is_told_once(house: House, article_text: Callable[..., str]) -> None:
    told = "12: the character U+0000 (a control character) cannot be seen; remove it"
    assert problems(house, article_text("A\0b.\n")) == [told]


def test_too_large(house: House, article_text: Callable[..., str]) -> None:
    assert problems(house, article_text("word " * 200_000)) == ["1: the file is larger than 512 KiB; split the handout"]


def test_language_of_the_file_name(house: House, article_text: Callable[..., str]) -> None:
    assert problems(house, article_text(), lang="es") == [
        "5: the file's name says `es`, its front matter `en`; make them agree"
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_two_versions_that_git_left_are_told(end: str, house: House, article_text: Callable[..., str]) -> None:
    """In a list, they are no Markdown that anything else is wrong with: both doses would be printed."""
    text = article_text("<<<<<<< HEAD\n- 5 mg.\n||||||| base\n- 4 mg.\n=======\n- 10 mg.\n>>>>>>>\n")
    told = "is git's mark of two versions of these lines; keep the right words, and no marks"
    marks = ((12, "<<<<<<< HEAD"), (14, "||||||| base"), (18, ">>>>>>>"))
    assert problems(house, text.replace("\n", end)) == [f"{line}: `{mark}` {told}" for line, mark in marks]


def test_an_empty_row_of_a_table_is_no_mark_of_git(house: House, article_text: Callable[..., str]) -> None:
    head = "| Mon | Tue | Wed | Thu | Fri | Sat |\n|---|---|---|---|---|---|\n"
    text = article_text(f"## A diary\n\n{head}|||||||\n||||||| \n")
    assert prepare([Source("x", "", "source/x/article.md", text.encode(), {})], house)


def test_all_problems_at_once(house: House, article_text: Callable[..., str]) -> None:
    found = problems(house, article_text("#### Deep\n\n<p>\n\n- \n", version="2", publisher=None))
    assert [problem.split(":")[0] for problem in found] == ["2", "6", "11", "13", "15"]
