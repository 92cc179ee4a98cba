"""Faults in a finished plain text edition."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from mutants.mutant import TEXTS, Mutant, expect, finished, replaced

from press.verify import Code

CLOSING = "\n\nThe closing words of the handout.\n"

FAULTS: dict[str, tuple[str, str, Code]] = {
    "paragraph dropped": (CLOSING, "\n", Code.MISSING),
    "paragraph twice": (CLOSING, CLOSING * 2, Code.REPEATED),
    "paragraph moved": (
        "\n\nWords after the table.\n\n## Where to turn",
        "\n\n## Where to turn\n\nWords after the table.",
        Code.ORDER,
    ),
    "paragraphs joined": (f"{CLOSING}\nNotes", "\n\nThe closing words of the handout.\nNotes", Code.CHANGED),
    "word dropped": ("Take 5 mg and not 50 mg", "Take 5 mg and 50 mg", Code.CHANGED),
    "digit dropped": ("and not 50 mg", "and not 5 mg", Code.CHANGED),
    "words joined": ("closing words", "closingwords", Code.CHANGED),
    "word hyphenated": ("closing words", "clos-\ning words", Code.CHANGED),
    "letter case": ("Do not stop", "do not stop", Code.CHANGED),
    "advertisement": (CLOSING, f"{CLOSING}\nBrought to you by us.\n", Code.ADDED),
    "practice dropped": ("The Willow Practice\n\n", "", Code.MISSING),
    "category dropped": ("\nTrials\n", "\n", Code.MISSING),
    "title dropped": ("# A handout to damage\n\n", "", Code.MISSING_HEADING),
    "summary dropped": ("\nThe short answer that must never be lost.\n", "", Code.MISSING),
    "draft mark dropped": ("Draft: not for patients yet\n\n", "", Code.MISSING),
    "author dropped": ("; Bo Writer", "", Code.CHANGED),
    "version changed": ("Version 3.2.", "Version 3.1.", Code.CHANGED),
    "date changed": ("Reviewed January 31, 2026", "Reviewed January 31, 2025", Code.CHANGED),
    "heading dropped": ("## Before you go\n\n", "", Code.MISSING_HEADING),
    "heading demoted": ("## Before you go", "### Before you go", Code.HEADING_LEVEL),
    "heading's mark dropped": ("## Before you go", "Before you go", Code.KIND),
    "heading underlined": ("## Before you go", "Before you go\n-------------", Code.MISSING_HEADING),
    "paragraph made a heading": ("\nWords after the table.", "\n## Words after the table.", Code.KIND),
    "item dropped": ("- Eat something warm.\n", "", Code.MISSING),
    "item's mark dropped": ("- Eat something warm.", "Eat something warm.", Code.CHANGED),
    "item numbered": ("- Eat something warm.", "2. Eat something warm.", Code.MARK),
    "items joined": (".\n- Eat something warm.", ". Eat something warm.", Code.CHANGED),
    "items swapped": (
        "- Rest when you can.\n- Eat something warm.",
        "- Eat something warm.\n- Rest when you can.",
        Code.ORDER,
    ),
    "number changed": ("4. Fourth step", "5. Fourth step", Code.MARK),
    "item unnested": ("  - bullet below\n  - another below", "- bullet below\n- another below", Code.DEPTH),
    "item's paragraph moved out": (
        "  A further paragraph of the fifth step.",
        "A further paragraph of the fifth step.",
        Code.DEPTH,
    ),
    "tick box ticked": ("[ ] Open the window", "[x] Open the window", Code.MARK),
    "tick box dropped": ("[ ] Open the window", "Open the window", Code.KIND),
    "quotation unquoted": ("> Quoted words stand here.", "Quoted words stand here.", Code.DEPTH),
    "code's line dropped": ("    code line two\n", "", Code.CHANGED),
    "term dropped": ("Term of art\n", "", Code.MISSING),
    "meaning dropped": ("\n    A second meaning.\n", "", Code.MISSING),
    "picture dropped": ("[Picture: A ring on white]\n\n", "", Code.MISSING),
    "alternative changed": ("[Picture: A ring on white]", "[Picture: A ring]", Code.CHANGED),
    "caption dropped": ("The ring, drawn\n\n", "", Code.MISSING),
    "last row dropped": ("Day: Sunday\n  Walk: last walk\n  Sleep: last sleep\n\n", "", Code.MISSING),
    "cell dropped": ("  Walk: five miles\n", "", Code.MISSING),
    "header dropped": ("  Walk: five miles\n", "  five miles\n", Code.CHANGED),
    "cells swapped": ("  Walk: five miles\n  Sleep: ten hours", "  Sleep: ten hours\n  Walk: five miles", Code.ORDER),
    "rows joined": ("Sleep: ten hours\n\nDay: Saturday", "Sleep: ten hours\nDay: Saturday", Code.MARK),
    "link's address dropped": (" (https://example.org/six)", "", Code.CHANGED),
    "link's address mistyped": ("(https://example.org/six)", "(https://example.org/sic)", Code.CHANGED),
    "address of a reference mistyped": ("https://doi.org/10.1000/abc", "https://doi.org/10.1000/abd", Code.CHANGED),
    "note dropped": ("[a] The note on the dose, with its link (https://example.org/dose).\n\n", "", Code.MISSING),
    "note's call dropped": ("at night[a],", "at night,", Code.CHANGED),
    "note's mark changed": ("\n[a] The note", "\n[b] The note", Code.MARK),
    "citation changed": ("[1, 2]", "[1, 3]", Code.CHANGED),
    "reference dropped": ("[2] Second B. A report. 2021. https://example.org/report\n", "", Code.MISSING),
    "crisis line dropped": ("- In danger now? Call 911.\n", "", Code.MISSING),
    "crisis number mistyped": ("Call 911", "Call 921", Code.CHANGED),
    "crisis lines' date dropped": ("These contacts were last checked on November 22, 2026.\n\n", "", Code.MISSING),
    "line to write on dropped": ("What I noticed\n\n" + "_" * 60 + "\n", "What I noticed\n\n", Code.MARK),
    "all lines to write on dropped": ("What I noticed\n\n" + ("_" * 60 + "\n") * 3, "What I noticed\n\n", Code.MISSING),
    "question's line dropped": ("[ ] What is this?\n  " + "_" * 60, "[ ] What is this?", Code.MISSING),
    "line to write on cut short": ("What I noticed\n\n" + "_" * 60, "What I noticed\n\n___", Code.MISSING),
    "question's line cut short": ("[ ] What is this?\n  " + "_" * 60, "[ ] What is this?\n  ___", Code.CHANGED),
    "box's label unmarked": ("** Take care **", "Take care", Code.MARK),
    "box's label half unmarked": ("** Take care **", "Take care **", Code.CHANGED),
    "crisis box's label unmarked": ("** If you need help now **", "If you need help now", Code.MARK),
    "paragraph made a box's label": (f"{CLOSING}\nNotes", f"\n\n** {CLOSING.strip()} **\n\nNotes", Code.MARK),
    "warning goes on": ("on your own.\n\n* * *\n", "on your own.\n", Code.MISSING),
    "warning ends early": ("\nDo not stop", "\n* * *\n\nDo not stop", Code.REPEATED),
    "crisis box goes on": ("November 22, 2026.\n\n* * *\n", "November 22, 2026.\n", Code.MISSING),
    "heading without words": (CLOSING, f"{CLOSING}\n# \n", Code.UNREADABLE),
    "label without words": (CLOSING, f"{CLOSING}\n**   **\n", Code.UNREADABLE),
    "prompt dropped": ("What I noticed\n\n", "", Code.MISSING),
    "phone number changed": ("+1 555 0100", "+1 555 0101", Code.CHANGED),
    "invisible character": ("medicine", "medi\u200bcine", Code.CHANGED),
    "confusable letter": ("medicine", "medісine", Code.CHANGED),
    "control character": ("medicine", "medi\x08cine", Code.UNREADABLE),
    "escape sequence": ("Do not stop", "\x1b[8mDo not stop\x1b[0m", Code.UNREADABLE),
    "carriage return": ("Do not stop a medicine", "Do not stop a medicine\rBuy", Code.UNREADABLE),
    "form feed": ("Do not stop", "\fDo not stop", Code.UNREADABLE),
    "direction override": ("50 mg at", "\u202e50 mg\u202c at", Code.CHANGED),
    "cut in the middle of a word": ("Words after the table.", "Words after the ta", Code.CHANGED),
    "separators run in": ("Words after the table.", "Words\u2028after\x85the\x1ctable.", Code.UNREADABLE),
    "ends early": ("\nOpen on weekdays.\n", "", Code.MISSING),
}
"""What is replaced in the text by what, and the code that must come in both plain text editions."""


def mutants() -> Iterator[Mutant]:
    for name, (old, new, code) in FAULTS.items():
        yield _text(name, lambda text, old=old, new=new: replaced(text, old, new), code)
    yield _text("swapped halves", _halves_swapped, Code.ORDER)
    yield _text("every paragraph in one", lambda text: text.replace("\n\n", "\n"), Code.MISSING_HEADING)
    yield _text("every line apart", lambda text: text.replace("\n", "\n\n"), Code.KIND)
    yield _text("empty", lambda _: "", Code.MISSING_HEADING)
    yield _text("cut in the middle", lambda text: text[: len(text) // 2], Code.MISSING_HEADING)
    yield _text(
        "accents apart (NFD)", lambda text: unicodedata.normalize("NFD", text), Code.CHANGED, editions=("text",)
    )
    yield _text("accents dropped", lambda text: text.replace("é", "e"), Code.CHANGED, editions=("text",))
    yield _text("Hebrew reversed", lambda text: text.replace("שלום", "םולש"), Code.CHANGED, editions=("text",))
    yield _text("question marks", lambda text: text.replace("Cafe", "Caf?"), Code.CHANGED, editions=("portal",))
    yield _text("not ASCII", lambda text: text.replace("Cafe", "Café"), Code.CHANGED, editions=("portal",))
    both = expect(TEXTS, Code.UNREADABLE)
    yield finished("UTF-16", lambda data: data.decode().encode("utf-16"), both)
    yield finished("a byte that is not UTF-8", lambda data: data.replace(b"medicine", b"medi\xffcine"), both)
    yield finished("zeros", lambda data: data + bytes(20), both)
    yield finished("a bit flipped", lambda data: data.replace(b"medicine", b"medicinm"), expect(TEXTS, Code.CHANGED))
    yield finished(
        "Latin-1", lambda data: data.decode().encode("latin-1", "replace"), expect(["text"], Code.UNREADABLE)
    )


def _text(name: str, change: Callable[[str], str], *codes: Code, editions: tuple[str, ...] = TEXTS) -> Mutant:
    return finished(name, lambda data: change(data.decode()).encode(), expect(editions, *codes))


def _halves_swapped(text: str) -> str:
    place = text.index("## Table of days")
    return text[place:] + text[:place]
