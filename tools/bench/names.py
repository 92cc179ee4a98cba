"""What parts and rows are called, in the record, on the page and on the command line."""

ONE, MANY, LIBRARY, ENGINE, WORKERS = "one", "many", "library", "engine", "workers"
PARTS = {
    ONE: "One handout, one process at a time if nothing else is said. *Ours* and the peers: four formats.",
    MANY: "Many handouts from nothing, four formats, two processes at a time.",
    LIBRARY: "All eight editions, two processes at a time; Sphinx: web pages.",
    ENGINE: "The A4 sheet alone, one process.",
    WORKERS: "All eight editions from nothing, by more and more processes.",
}

OURS, ALL_EIGHT = "ours", "ours, all eight editions"
PANDOC_WEASYPRINT, PANDOC_TYPST = "pandoc + WeasyPrint", "pandoc + typst"
FLOOR, WRAPPER = "bare WeasyPrint + EbookLib", "starting typst's library"
COLD, NO_CHANGE, ONE_CHANGED = "from nothing", "nothing changed", "one changed"
SPHINX_COLD, SPHINX_NO_CHANGE = "Sphinx, from nothing", "Sphinx, nothing changed"
STOCK, STOCK_SHARING = "stock WeasyPrint", "stock WeasyPrint, fonts shared"


def doubled(name: str) -> str:
    """Return the name of a contestant that makes the files of one handout two at a time."""
    return f"{name}, two at a time"


COMPARED = (
    *((part, OURS, peer) for part in (ONE, MANY) for peer in (PANDOC_WEASYPRINT, PANDOC_TYPST, FLOOR)),
    *((ONE, doubled(OURS), named(peer)) for named in (doubled, str) for peer in (PANDOC_WEASYPRINT, PANDOC_TYPST)),
    (LIBRARY, NO_CHANGE, SPHINX_NO_CHANGE),
    *((ENGINE, OURS, stock) for stock in (STOCK, STOCK_SHARING)),
)
"""What is set side by side: part, our row and the other's."""


def workers(count: int) -> str:
    """Return the name of a build by so many processes."""
    return f"{count} at a time"
