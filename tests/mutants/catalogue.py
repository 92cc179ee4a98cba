"""All mutants, and those that are left out since they change nothing for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mutants import books, notes, pages, parts, pdfs, prints, sheets, shelf
from mutants.mutant import Mutant

EQUIVALENT = {
    "emphasis made strong, or dropped around its words": "emphasis changes no word (press/verify/permitted.py)",
    "a separator dropped or added, but in plain text": "it holds no words (press/verify/permitted.py)",
    "a no-break space made a space": "it says where a line may end (press/verify/permitted.py)",
    "white space of a code block made one space": "white space is layout (press/verify/permitted.py)",
    "the columns of a table aligned otherwise": "every cell stands in its row and column",
    "classes and ids that nothing leads to, but a box's": "a reader is given none of them; what they style is looked at",
    "the EPUB's style sheet emptied": "every word is shown, in the reading system's own style",
    "the EPUB's landmarks dropped, and the NCX's page counts": "they repeat what the contents page says",
    "the EPUB's file of a picture repacked with the same bytes": "the archive holds the same",
    "dates and the tool's name in the files' metadata": "no reader is shown them; the body says both dates",
    "a font of the web page or EPUB left out": "the reading system has letters of its own",
    "two empty lines for one in the text editions, but before code": "white space is layout",
    "wrapping at another width in the text editions": "line ends are white space",
    "underscores of a line to write on, more or fewer, but no fewer than 20": "it is a line to write on all the same",
    "the second part of a PDF's /ID": "no reader is shown it; `verify` names the file as changed",
    "a PDF's objects in another order, packed otherwise": "what they say is the same; `verify` names the file as changed",
    "labels/*.toml changed": "the words are an input: verification expects what stands there, as it does of the source",
}
"""What is left out, with the reason: no reader loses anything by it."""


def every_mutant() -> Iterator[Mutant]:
    """Yield every mutant; no two have one name."""
    for module in (sheets, parts, shelf):
        yield from module.mutants()
    for kind, of_kind in (("HTML", pages), ("EPUB", books), ("plain text", notes), ("PDF", pdfs), ("print", prints)):
        for mutant in of_kind.mutants():
            yield replace(mutant, name=f"{kind}: {mutant.name}")
