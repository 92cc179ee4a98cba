"""Which structure element of PDF 1.7 an element of HTML becomes."""

BLOCKS = {
    "main": "Sect",
    "section": "Div",  # a box: sections of the text are no elements on paper
    "article": "Art",
    "header": "Div",
    "footer": "Div",
    "aside": "Div",
    "nav": "Div",
    "div": "Div",
    "figure": "Div",  # not Figure: its Alt would hide the caption that stands in it
    "figcaption": "Caption",
    "caption": "Caption",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "Code",
    "ul": "L",
    "ol": "L",
    "dl": "DL",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}
"""Elements that become one structure element. `li`, `dt`, `dd`, `a`, `img`, `svg` and `code` are `walk`'s business."""

INLINE = frozenset(
    {
        *("abbr", "b", "bdi", "bdo", "br", "cite", "dfn", "em", "i", "kbd", "mark", "q", "s", "samp", "small"),
        *("span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    }
)
"""Elements that become a Span where they change the language, and nothing elsewhere: they hold words, not structure."""

TRANSPARENT = frozenset({"html", "body", "colgroup", "col", "hr"})
"""Elements that become nothing."""

WORDLESS = frozenset(
    {"Document", "Sect", "Art", "Div", "BlockQuote", "L", "LI", "DL", "DI", "Table", "THead", "TBody", "TFoot", "TR"}
)
"""Elements that hold other elements, but no words of their own."""

STANDARD = {"DL": "L", "DI": "LI", "DT": "Lbl", "DD": "LBody"}
"""Our own structure types, for definition lists, and the standard ones that they stand for."""

SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
"""The scope of a header cell; without one it heads its column."""

NUMBERING = {
    "decimal": "Decimal",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}
"""What a list's marks are, by CSS list style; any other (marks of our own) is None, as the standard wants it."""
