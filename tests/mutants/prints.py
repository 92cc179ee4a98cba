"""Faults in how a sheet is printed: each breaks a rule of clear or large print and loses no word."""

from __future__ import annotations

from collections.abc import Iterator

from mutants.mutant import Mutant, expect, style

from press.verify import Code

SHEETS = ("a4", "letter")
LARGE = ("a4-large-print", "letter-large-print")

STANDARD = {
    "text of 13 pt": "p { font-size: 13pt }",
    "cells of 11.9 pt": "td { font-size: 11.9pt }",
    "foot of 11.9 pt": "@page { font-size: 11.9pt }",
    "sections' headings like the text": "h2 { font-size: 14pt }",
    "lines too near": "p, li { line-height: 1.05 }",
    "two columns": ".body { columns: 2 }",
    "lines justified": "p, li { text-align: justify }",
    "headings centred": "h2 { text-align: center }",
    "lines at the right": "p { text-align: right }",
    "emphasis underlined": "em, strong { text-decoration: underline }",
    "words hyphenated": "html { hyphens: auto } .body { width: 60mm }",
    "grey text": "p { color: #555 }",
    "faint accent": ".category { color: #b07a90 }",
    "dark tint": ":root { --tint: #cdd9de }",
    "colour that cannot be told": "h1 { color: color(xyz 0.1 0.1 0.1) }",
    "narrow margins": "@page { margin-inline: 12mm }",
    "foot at the paper's edge": "@page { @bottom-left { padding-top: 9mm } }",
    "lines to write on too near": ".lines { margin-top: -3mm }",
    "headings at the end of a page": "h2 { break-after: page }",
    "another paper": "@page { size: A5 }",
}
BIG = {
    "text of 17 pt": "p { font-size: 17pt }",
    "headings of 20 pt": "h2 { font-size: 20pt }",
    "margins under an inch": "@page { margin-inline: 22mm }",
    "foot of 14 pt": "@page { font-size: 14pt; @bottom-right { font-size: 14pt } }",
    "headings at the end of a page": "h2 { break-after: page }",
}


def mutants() -> Iterator[Mutant]:
    for name, rules in STANDARD.items():
        for edition in SHEETS:
            yield style(f"{edition}: {name}", f"pdf/{edition}.css", rules, expect([edition], Code.PRINT))
    for name, rules in BIG.items():
        yield style(f"large print: {name}", "pdf/large-print.css", rules, expect(LARGE, Code.PRINT))
