"""Whole articles as Markdown source text: every block, nested, with words that are hard on a writer."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import strategies as st

from press.reader.unmarked import plain_leftovers

FRONT = """\
---
title: "{title}"
summary: "The short answer."
category: "Tests"
lang: en
version: "1.0"
reviewed: 2026-01-31
next_review: 2027-01-31
authors: [{{name: Ann Author}}]
publisher: "Handout Press"
references:
  - {{id: one, citation: "One A. A paper. 2020.", doi: 10.1000/one}}
  - {{id: two, citation: "Two B. A book. 2021."}}
---
"""

WORDS = (
    *"a the of and not Take rest sleep medicine 5 50 mg 2026 O'Brien co-operate e.g. 7:30 3/4 +1 100%".split(),
    *"naïve Łódź Ünal œuvre ﬁnd cafe\u0301 x\u0302y résumé Ελληνικά βήτα Кириллица Đặng ½ € £ ° µg — – … “so” ‘so’ ≥ 10−3".split(),
    *"שלום עולם מים مرحبا بالعالم سلام (שלום) שלום! ☐ ☑ ☺ ★ → • ·".split(),
    *"no\u00a0break 5\u00a0mg narrow\u202fspace".split(" "),
    *"# ## -- - + * 1. 23. 1) > >> | || _ __ _x_ *x* ** \\ \\\\ ` `` ~ ~~ = === --- ::: :: : [a] [ ] [x] [1] [^1] [@one]".split(),
    *"<b> </p> <!-- --> &amp; &lt; &#42; & < > !x ![x] (x) {x} $x$ ^ @ a@b.example http://x.example //x x_y_z 2*3*4 <x> %20".split(),
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "https://example.org/" + "very/long/" * 12,
    "https://forms.example.org/d/1FAIpQLSfKxYzAbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcd/viewform?usp=sf_link",
    "mother/father/grandparent/neighbour/teacher/rest",
    "116 123",
    "+44 (0)20 7946 0958",
)

ADDRESSES = (
    "https://example.org",
    "https://example.org/a_b(c)?d=e&f=%20#g",
    "mailto:help@example.org",
    "tel:+15550100",
    "#first",
)

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escaped(text: str) -> str:
    """Return a text as Markdown that stands for it."""
    return _PUNCTUATION.sub(r"\\\1", text)


def is_plain(text: str) -> bool:
    """Return whether a text has no markup, which a front matter refuses."""
    return not any(plain_leftovers(text))


word = st.sampled_from(WORDS).map(escaped)
plain = st.lists(word, min_size=1, max_size=6).map(" ".join)
code_span = st.sampled_from([w for w in WORDS if "`" not in w and w.strip("\\")]).map(lambda w: f"`{w}`")


@st.composite
def links(draw: st.DrawFn) -> str:
    return f"[{draw(plain)}](<{draw(st.sampled_from(ADDRESSES))}>)"


bits = st.one_of(
    plain,
    plain,
    plain,
    plain.map(lambda t: f"*{t}*"),
    plain.map(lambda t: f"**{t}**"),
    code_span,
    links(),
    st.sampled_from(["[@one]", "[@one; @two]", "[^note]", "<https://auto.example/x>"]),
)
joints = st.sampled_from([" ", " ", " ", "\n", "\\\n", ", "])


@st.composite
def lines(draw: st.DrawFn, *, flat: bool = False) -> str:
    """Return a paragraph's source; `flat` keeps it on one line."""
    text = draw(plain)
    for bit in draw(st.lists(bits, max_size=4)):
        text += (" " if flat else draw(joints)) + bit
    return text


def indented(text: str, by: str) -> str:
    return "\n".join(by + line if line else line for line in text.split("\n"))


def hung(text: str, mark: str) -> str:
    """Return a block behind a mark, its further lines under its words."""
    return mark + indented(text, " " * len(mark)).lstrip(" ") if text else mark


@st.composite
def items(draw: st.DrawFn, mark: str, blocks: Callable[[], st.SearchStrategy[str]] | None, tick: str = "") -> str:
    text = tick + draw(lines())
    if blocks and draw(st.booleans()):
        gap = draw(st.sampled_from(["\n", "\n\n"]))
        text += gap + draw(blocks()) if gap == "\n\n" else "\n\n" + draw(blocks())
    return hung(text, mark)


@st.composite
def bullets(draw: st.DrawFn, depth: int) -> str:
    ticks = draw(st.sampled_from([("",), ("",), ("[ ] ", "[x] ", "")]))
    inner = (lambda: nested(depth - 1)) if depth else None
    count = draw(st.integers(1, 3))
    made = [draw(items("- ", inner, draw(st.sampled_from(ticks)))) for _ in range(count)]
    return draw(st.sampled_from(["\n", "\n\n"])).join(made)


@st.composite
def numbers(draw: st.DrawFn, depth: int) -> str:
    start = draw(st.sampled_from([1, 1, 2, 9, 10, 99, 2026]))
    inner = (lambda: nested(depth - 1)) if depth else None
    made = [draw(items(f"{start + n}. ", inner)) for n in range(draw(st.integers(1, 3)))]
    return draw(st.sampled_from(["\n", "\n\n"])).join(made)


@st.composite
def quotations(draw: st.DrawFn, depth: int) -> str:
    inner = draw(nested(depth - 1)) if depth else draw(lines())
    inner = re.sub(r"\A(?=\d)(?!\d+[.)] )", "“", inner)  # `> 5` is no quotation
    return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))


@st.composite
def codes(draw: st.DrawFn) -> str:
    rows = draw(
        st.lists(
            st.sampled_from([*WORDS, "", "    x  y", "# a", "- b", "> c", "1. d", "a | b"]), min_size=1, max_size=4
        )
    )
    text = "\n".join(["x", *(row for row in rows if "~~~" not in row), "y"])
    return f"~~~~ text\n{text}\n~~~~"


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(1, 7))

    def row(first: st.SearchStrategy[str]) -> str:
        cells = [draw(first if not n else st.one_of(st.just(""), lines(flat=True))) for n in range(width)]
        return "| " + " | ".join(cell.replace("`||`", "").replace("`|`", "") for cell in cells) + " |"

    rows = [row(lines(flat=True)) for _ in range(draw(st.integers(1, 3)))]
    return "\n".join([row(plain), "|" + "---|" * width, *rows])


@st.composite
def definitions(draw: st.DrawFn) -> str:
    rows = []
    for _ in range(draw(st.integers(1, 2))):
        rows.append(draw(lines(flat=True)))
        rows += [hung(draw(lines()), ": ") for _ in range(draw(st.integers(1, 2)))]
        rows.append("")
    return "\n".join(rows).rstrip("\n")


@st.composite
def figures(draw: st.DrawFn) -> str:
    title = draw(st.sampled_from(["", ' "A caption"', ' "It\'s \\"so\\" & so"']))
    return f"![{draw(plain)}](ring.svg{title})"


def nested(depth: int) -> st.SearchStrategy[str]:
    """Return blocks that may stand in others, up to `depth` deep."""
    simple = [lines(), lines(), codes(), tables(), definitions(), figures()]
    return st.one_of(*simple, *([bullets(depth), numbers(depth), quotations(depth)] if depth > 0 else []))


@st.composite
def boxes(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["key-points", "note", "warning", "ask", "write"]))
    if kind == "write":
        return draw(st.sampled_from(["::: write 3\n:::", '::: write 1 "What & <why> I noticed"', "::: write 20\n:::"]))
    if kind == "ask":
        questions = "\n".join(hung(draw(lines()), "- ") for _ in range(draw(st.integers(1, 2))))
        return f"::: ask\n{draw(lines())}\n\n{questions}\n:::"
    return f"::: {kind}\n{draw(nested(2))}\n:::"


blocks = st.one_of(nested(3), nested(2), nested(1), boxes(), st.just("---"))


@st.composite
def articles(draw: st.DrawFn) -> str:
    """Return the source text of an article that the press should take."""
    title = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join).filter(is_plain))
    body = draw(st.lists(blocks, max_size=2))
    level, has_crisis = 1, False
    for number in range(draw(st.integers(1, 4))):
        level = 2 if not number else draw(st.integers(2, min(level + 1, 6)))
        body.append(f"{'#' * level} {'First' if not number else draw(plain)}")
        body += draw(st.lists(blocks, min_size=1, max_size=3))
        if not has_crisis and draw(st.integers(0, 5)) == 0:
            has_crisis = True
            body.append(f"::: crisis\n{draw(lines())}\n:::")
    body.append(draw(lines()))
    text = "\n\n".join(body)
    if "[^note]" in re.sub(r"\\.", "", text):
        text += f"\n\n[^note]: {hung(draw(lines()), ' ' * 4).lstrip()}"
    return FRONT.format(title=title.replace("\\", "\\\\").replace('"', '\\"')) + "\n" + text + "\n"
