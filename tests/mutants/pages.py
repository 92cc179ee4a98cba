"""Faults in a finished web page: its text, its structure, what hides it, and its bytes."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterator

from mutants.mutant import Mutant, expect, finished, replaced

from press.verify import Code

_SQUARE = b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>').decode()
CLOSING = "<p>The closing words of the handout.</p>"
WARNING = "<p>Do not stop a medicine on your own.</p>"
BOX = '<section class="box warning" role="group" aria-labelledby="label.2">'
NAME = '<th scope="row">Sertraline</th>'


def _cell(head: str, words: str) -> str:
    return f'<td data-head="{head}:">{words}</td>'


TEXTS: dict[str, tuple[str, str, Code]] = {
    "paragraph dropped": (CLOSING, "", Code.MISSING),
    "paragraph emptied": (CLOSING, "<p></p>", Code.MISSING),
    "paragraph commented out": (CLOSING, f"<!-- {CLOSING} -->", Code.MISSING),
    "paragraph twice": (CLOSING, CLOSING * 2, Code.REPEATED),
    "paragraphs swapped": (
        "<dd>Its meaning in words.</dd>\n<dd>A second meaning.</dd>",
        "<dd>A second meaning.</dd>\n<dd>Its meaning in words.</dd>",
        Code.ORDER,
    ),
    "word dropped": ("</span> and not <span", "</span> and <span", Code.CHANGED),
    "digit dropped": (">50 mg</span>", ">5 mg</span>", Code.CHANGED),
    "words swapped": (
        '>5 mg</span> and not <span class="whole">50 mg<',
        '>50 mg</span> and not <span class="whole">5 mg<',
        Code.CHANGED,
    ),
    "words joined": ("The closing words", "The closingwords", Code.CHANGED),
    "word split": ("closing words", "clo sing words", Code.CHANGED),
    "letter case": ("Do not stop", "do not stop", Code.CHANGED),
    "full stop dropped": ("medicine on your own.", "medicine on your own", Code.CHANGED),
    "advertisement": (CLOSING, f"{CLOSING}<p>Brought to you by us.</p>", Code.ADDED),
    "title dropped": ('<h1 id="label.title">A handout to damage</h1>', "", Code.MISSING_HEADING),
    "summary dropped": ("<p>The short answer that must never be lost.</p>", "", Code.MISSING),
    "category dropped": ('<p class="category">Trials</p>', "", Code.MISSING),
    "author dropped": ("; Bo Writer</p>", "</p>", Code.CHANGED),
    "review date changed": (
        'Reviewed <span class="whole">January 31',
        'Reviewed <span class="whole">January 13',
        Code.CHANGED,
    ),
    "fingerprint changed": ("Content fingerprint: ", "Content fingerprint: 0", Code.CHANGED),
    "heading dropped": (
        '<h2 class="content" id="before-you-go">Before you go</h2>',
        '<i id="before-you-go"></i>',
        Code.MISSING_HEADING,
    ),
    "heading demoted": (
        '<h2 class="content" id="before-you-go">Before you go</h2>',
        '<h3 id="before-you-go">Before you go</h3>',
        Code.HEADING_LEVEL,
    ),
    "heading made bold": (
        '<h2 class="content" id="before-you-go">Before you go</h2>',
        '<p id="before-you-go"><strong>Before you go</strong></p>',
        Code.KIND,
    ),
    "heading by role only": (
        '<h2 class="content" id="before-you-go">',
        '<h2 role="presentation" id="before-you-go">',
        Code.UNREADABLE,
    ),
    "label made a heading": (
        '<p class="label" id="label.about">About this handout</p>',
        '<h2 class="label" id="label.about">About this handout</h2>',
        Code.KIND,
    ),
    "item dropped": ("<li>Eat something warm.</li>", "", Code.MISSING),
    "item made a paragraph": (
        "<li>Rest when you can.</li>\n<li>Eat something warm.</li>\n</ul>",
        "<li>Rest when you can.</li>\n</ul><p>Eat something warm.</p>",
        Code.KIND,
    ),
    "items joined": ("</li>\n<li>Eat something", " Eat something", Code.CHANGED),
    "items swapped": (
        "<li>Rest when you can.</li>\n<li>Eat something warm.</li>",
        "<li>Eat something warm.</li>\n<li>Rest when you can.</li>",
        Code.ORDER,
    ),
    "list unnested": (
        'Fourth step\n<ul class="tight">\n<li>bullet below</li>',
        'Fourth step</li></ol><ul class="tight">\n<li>bullet below</li>',
        Code.DEPTH,
    ),
    "list counts from 1": ('<ol class="loose" start="3"', '<ol class="loose"', Code.MARK),
    "list counts backwards": ('<ol class="loose" start="3"', '<ol reversed class="loose" start="3"', Code.UNREADABLE),
    "list in letters": ('<ol class="loose" start="3"', '<ol type="a" class="loose" start="3"', Code.UNREADABLE),
    "item's number changed": ("<li>Third step</li>", '<li value="8">Third step</li>', Code.MARK),
    "numbers made bullets": ('<ol class="loose" start="3" style="counter-reset: list-item 2">', "<ul>", Code.MARK),
    "tick box ticked": ('<span class="mark">☐</span> Open', '<span class="mark">☑</span> Open', Code.MARK),
    "tick box dropped": ('<span class="mark">☐</span> Open', "Open", Code.MARK),
    "note dropped": (
        'The note on the dose, with <span class="held"><a href="https://example.org/dose" class="named">its link</a>.</span>',
        "",
        Code.MISSING,
    ),
    "note's second paragraph dropped": ("<p>A second paragraph of the note.</p>", "", Code.MISSING),
    "note's call dropped": (
        '<a class="call" href="#note-a" id="call.note-a" role="doc-noteref">[a]</a>',
        "",
        Code.LINK,
    ),
    "reference dropped": ('<li id="ref-2">', '<li id="ref-2" hidden>', Code.UNSEEN),
    "line to write on dropped": (
        '<line stroke="currentColor" stroke-width="1" x1="0" y1="25.25mm" x2="100%" y2="25.25mm"/>',
        "",
        Code.MARK,
    ),
    "quotation unquoted": (
        "<blockquote>\n<p>Quoted words stand here.</p>",
        "<div><p>Quoted words stand here.</p>",
        Code.DEPTH,
    ),
    "code made a paragraph": ('<pre><code class="language-text">', "<p><code>", Code.KIND),
    "term made a meaning": ("<dt>Term of art</dt>", "<dd>Term of art</dd>", Code.KIND),
    "caption dropped": ("<figcaption>The ring, drawn</figcaption>", "", Code.MISSING),
    "alternative changed": ('alt="A ring on white"', 'alt="A ring"', Code.CHANGED),
    "alternative dropped": ('alt="A ring on white"', 'alt=""', Code.UNREADABLE),
    "picture taken out": ("<figure>\n<img", "<figure>\n<b", Code.MISSING),
    "picture from elsewhere": (
        '<figure>\n<img src="data:image/svg+xml;base64,',
        '<figure>\n<img src="https://elsewhere.example/',
        Code.UNREADABLE,
    ),
    "picture cut off": (
        '<figure>\n<img src="data:image/svg+xml;base64,',
        '<figure>\n<img src="data:image/svg+xml;base64,AAAA',
        Code.UNREADABLE,
    ),
    "last row dropped": (
        f"<tr>\n{_cell('Day', 'Sunday')}\n{_cell('Walk', 'last walk')}\n{_cell('Sleep', 'last sleep')}\n</tr>",
        "",
        Code.MISSING,
    ),
    "cell dropped": (_cell("Sleep", "ten hours"), "", Code.MISSING),
    "cells swapped": (
        f"{_cell('Walk', 'five miles')}\n{_cell('Sleep', 'ten hours')}",
        f"{_cell('Walk', 'ten hours')}\n{_cell('Sleep', 'five miles')}",
        Code.ORDER,
    ),
    "header of another column": (_cell("Walk", "five miles"), _cell("Sleep", "five miles"), Code.UNREADABLE),
    "cell without its header": (_cell("Walk", "five miles"), "<td>five miles</td>", Code.UNREADABLE),
    "cells joined": (
        f"{_cell('Walk', 'five miles')}\n{_cell('Sleep', 'ten hours')}",
        '<td colspan="2">five miles ten hours</td>',
        Code.CHANGED,
    ),
    "header cell dropped": ('<th scope="col">Sleep</th>', "", Code.MISSING),
    "header row made a row": ('<th scope="col">Sleep</th>', '<td scope="col">Sleep</td>', Code.UNREADABLE),
    "name of a row made a cell": (NAME, "<td>Sertraline</td>", Code.UNREADABLE),
    "name of a row made its column's header": (NAME, NAME.replace("row", "col"), Code.UNREADABLE),
    "name of a row that does not say so": (NAME, "<th>Sertraline</th>", Code.UNREADABLE),
    "name of a row dropped": (NAME, "<td></td>", Code.MISSING),
    "cell made a name of its row": (
        _cell("Early", "one tablet"),
        '<th scope="row" data-head="Early:">one tablet</th>',
        Code.UNREADABLE,
    ),
    "empty cell made a name of its row": (
        f'<td class="fill"></td>\n{_cell("Early", "a glass of water")}',
        f'<th scope="row"></th>\n{_cell("Early", "a glass of water")}',
        Code.UNREADABLE,
    ),
    "cell below a header made a name of its row": (
        _cell("Day", "Friday"),
        '<th scope="row" data-head="Day:">Friday</th>',
        Code.UNREADABLE,
    ),
    "table taken apart": (
        f"<tbody>\n<tr>\n{_cell('Day', 'Monday')}",
        "</table><p>Monday</p><table><tbody><tr>",
        Code.KIND,
    ),
    "row shown last": (
        f"<tbody>\n<tr>\n{_cell('Day', 'Monday')}\n{_cell('Walk', 'one mile')}\n{_cell('Sleep', 'six hours')}\n</tr>",
        f"<tfoot><tr>{_cell('Day', 'Monday')}{_cell('Walk', 'one mile')}{_cell('Sleep', 'six hours')}</tr></tfoot><tbody>",
        Code.UNREADABLE,
    ),
    "warning of no class": (BOX, BOX.replace("box warning", ""), Code.DEPTH),
    "warning made a note by its class": (BOX, BOX.replace("warning", "note"), Code.DEPTH),
    "warning made a note besides": (BOX, BOX.replace("warning", "warning note"), Code.DEPTH),
    "warning that is no box": (BOX, BOX.replace("box ", ""), Code.DEPTH),
    "warning without its name": (BOX, BOX.replace(' aria-labelledby="label.2"', ""), Code.DEPTH),
    "warning called otherwise": (BOX, BOX.replace("label.2", "label.1"), Code.UNREADABLE),
    "warning called by its second words": (
        f'{BOX}\n<p class="label" id="label.2">Take care</p>\n<p>',
        f'{BOX}\n<p class="label">Take care</p>\n<p id="label.2">',
        Code.UNREADABLE,
    ),
    "warning outside its box": (WARNING, f"</section>{WARNING}<section>", Code.DEPTH),
    "paragraph in a warning's box": (
        CLOSING,
        f'{BOX.replace("label.2", "x")}<p id="x"{CLOSING[2:]}</section>',
        Code.DEPTH,
    ),
    "crisis box of no class": ('<section class="crisis" ', "<section ", Code.DEPTH),
    "section called otherwise": (
        '<section>\n<h2 class="content" id="before-you-go">',
        '<section aria-label="After">\n<h2 class="content" id="before-you-go">',
        Code.UNREADABLE,
    ),
    "section called by what follows": (
        '<section>\n<h2 class="content" id="before-you-go">',
        '<section aria-label="What is this?">\n<h2 class="content" id="before-you-go">',
        Code.UNREADABLE,
    ),
    "sources called notes": ('aria-labelledby="label.references"', 'aria-labelledby="label.notes"', Code.UNREADABLE),
    "list called otherwise": ("<ul>\n<li>In danger", '<ul aria-label="Ring 912">\n<li>In danger', Code.UNREADABLE),
    "list called by nothing": ("<ul>\n<li>In danger", '<ul aria-labelledby="none">\n<li>In danger', Code.UNREADABLE),
    "main part called otherwise": ('<main id="handout"', '<main aria-label="Draft" id="handout"', Code.UNREADABLE),
    "skip link of other words": ("Skip to the handout", "Take 50 mg", Code.METADATA),
    "skip link dropped": ('<a class="skip" href="#handout">Skip to the handout</a>', "", Code.METADATA),
    "crisis line dropped": (
        '<li>In danger now? <span class="held"><a href="tel:911">Call 911</a>.</span></li>',
        "",
        Code.MISSING,
    ),
    "crisis number mistyped": ('"tel:911"', '"tel:912"', Code.LINK),
    "link mistyped": ("https://example.org/sleep", "https://example.org/slep", Code.LINK),
    "link by script": ("https://example.org/sleep", "javascript:alert(1)", Code.LINK),
    "link taken away": (' href="https://example.org/sleep"', "", Code.LINK),
    "link added": (
        "Words after the table.",
        '<a href="https://elsewhere.example">Words</a> after the table.',
        Code.LINK,
    ),
    "link at other words": (
        '<a href="tel:988">988</a> or <span class="held"><a href="tel:116123">',
        '988 <a href="tel:988">or</a> <span class="held"><a href="tel:116123">',
        Code.LINK,
    ),
    "link at more words": (
        '<a href="tel:988">988</a> or <span class="held"><a href="tel:116123">',
        '<a href="tel:988">988</a> <span class="held"><a href="tel:116123">or ',
        Code.LINK,
    ),
    "numbers' links at one number": (
        '<a href="tel:988">988</a> or <span class="held"><a href="tel:116123"><span class="held">'
        '<span class="whole" dir="ltr">116 123</span></span></a>',
        '988 or <span class="held"><a href="tel:988">116</a> <a href="tel:116123">123</a>',
        Code.LINK,
    ),
    "language of words changed": ('<span lang="es"', '<span lang="fr"', Code.LANGUAGE),
    "language of words taken away": ('<span lang="es">', "<span>", Code.LANGUAGE),
    "language of more words": ('and say <span lang="es">estoy', '<span lang="es">and say estoy', Code.LANGUAGE),
    "language where there is none": (
        CLOSING,
        '<p>The closing <span lang="es">words</span> of the handout.</p>',
        Code.LANGUAGE,
    ),
    "language of a paragraph": (CLOSING, f'<p lang="es"{CLOSING[2:]}', Code.UNREADABLE),
    "link to the wrong section": ('href="#table-of-days"', 'href="#sleep-and-rest"', Code.LINK),
    "anchor taken away": ('<h2 class="content" id="table-of-days">', "<h2>", Code.UNREADABLE),
    "anchor twice": (CLOSING, '<p id="table-of-days">The closing words of the handout.</p>', Code.UNREADABLE),
    "anchors exchanged": (
        '<li id="ref-1"><span class="mark"><a href="#call.ref-1" role="doc-backlink">[1]</a></span>',
        '<li id="ref-1"><span class="mark"><a href="#call.ref-1" role="doc-backlink">[2]</a></span>',
        Code.MARK,
    ),
    "way back to another call": ('href="#call.ref-1"', 'href="#call.ref-2"', Code.UNREADABLE),
    "way back to nothing": (' id="call.note-a"', "", Code.UNREADABLE),
    "way back out of the page": ('href="#call.note-a"', 'href="https://elsewhere.example"', Code.UNREADABLE),
    "headings' anchors exchanged": (
        '<h2 class="content" id="before-you-go">',
        '<h2 class="content" id="where-to-go">',
        Code.UNREADABLE,
    ),
    "another description": ('name="description" content="The', 'name="description" content="A', Code.METADATA),
    "a further description": ("<title>", '<meta name="description" content="50 mg"/><title>', Code.UNREADABLE),
    "authors of the file": (
        'name="author" content="Ann Author; Bo Writer"',
        'name="author" content="Ann Author"',
        Code.METADATA,
    ),
    "title of the file": ("<title>A handout to damage</title>", "<title>Handout</title>", Code.METADATA),
    "language of the file": ('<html lang="en"', '<html lang="de"', Code.METADATA),
    "without charset": ('<meta charset="utf-8"/>', "", Code.UNREADABLE),
    "another charset": ('<meta charset="utf-8"/>', '<meta charset="latin-1"/>', Code.UNREADABLE),
    "refresh": (
        '<meta charset="utf-8"/>',
        '<meta charset="utf-8"/><meta http-equiv="refresh" content="0;url=x">',
        Code.UNREADABLE,
    ),
    "script": ("</main>", "<script>document.body.remove()</script></main>", Code.UNREADABLE),
    "base": ("</title>", '</title><base href="https://elsewhere.example/">', Code.UNREADABLE),
    "frame": ("</main>", '<iframe src="x"></iframe></main>', Code.UNREADABLE),
    "announced as something else": (
        '<a href="https://example.org/sleep"',
        '<a aria-label="Click here" href="https://example.org/sleep"',
        Code.UNREADABLE,
    ),
    "line to write on of no stroke": (
        '<line stroke="currentColor" stroke-width="1" x1="0" y1="25.25mm"',
        '<line stroke="none" stroke-width="1" x1="0" y1="25.25mm"',
        Code.MARK,
    ),
    "line to write on of no length": ('y1="25.25mm" x2="100%"', 'y1="25.25mm" x2="0"', Code.MARK),
    "lines to write on in one place": (
        'y1="25.25mm" x2="100%" y2="25.25mm"',
        'y1="16.75mm" x2="100%" y2="16.75mm"',
        Code.MARK,
    ),
    "writing space of no height": ('height="25.5mm"', 'height="0mm"', Code.MARK),
    "size of type not understood": (
        WARNING,
        WARNING.replace("<p>", '<p style="font-size: calc(1px * 0)">'),
        Code.UNREADABLE,
    ),
    "colour not understood": (WARNING, WARNING.replace("<p>", '<p style="color: Canvas">'), Code.UNREADABLE),
    "white by an attribute": (WARNING, WARNING.replace("<p>", '<p text="#fff">'), Code.UNREADABLE),
    "page white by an attribute": ("<body>", '<body text="#ffffff">', Code.UNREADABLE),
    "cell of no width": ('data-head="Sleep:">ten hours', 'data-head="Sleep:" width="0">ten hours', Code.UNREADABLE),
    "editable": (WARNING, WARNING.replace("<p>", "<p contenteditable>"), Code.UNREADABLE),
    "numbers by a style of its own": ("list-item 2", "list-item 7", Code.MARK),
    "closed details": (CLOSING, f"<details>{CLOSING}</details>", Code.UNREADABLE),
    "template element": (CLOSING, f"<template>{CLOSING}</template>", Code.MISSING),
    "noscript": (CLOSING, f"<noscript>{CLOSING}</noscript>", Code.UNREADABLE),
    "textarea": (CLOSING, "<textarea>The closing words of the handout.</textarea>", Code.UNREADABLE),
    "closed dialog": (CLOSING, f"<dialog>{CLOSING}</dialog>", Code.UNREADABLE),
    "object's fallback": (CLOSING, f'<object data="x">{CLOSING}</object>', Code.UNREADABLE),
    "canvas's fallback": (CLOSING, f"<canvas>{CLOSING}</canvas>", Code.UNREADABLE),
    "video's fallback": (CLOSING, f'<video src="x">{CLOSING}</video>', Code.UNREADABLE),
    "datalist": (CLOSING, "<datalist><option>The closing words of the handout.</option></datalist>", Code.UNREADABLE),
    "text of a drawing": (CLOSING, "<svg><text>The closing words of the handout.</text></svg>", Code.UNREADABLE),
    "field": (CLOSING, '<input value="The closing words of the handout."/>', Code.MISSING),
    "unclosed tag": ("<strong>weight</strong>", "<strong>weight<strong", Code.CHANGED),
    "body cut off": ("<p>Words after the table.</p>", "<!--", Code.MISSING_HEADING),
    "body ended early by a quote": (
        '<h2 class="content" id="before-you-go">',
        '<h2 id="before-you-go>',
        Code.MISSING_HEADING,
    ),
    "entities doubled": ("Plain words with", "Plain&amp;nbsp;words with", Code.CHANGED),
    "marked text left": ("<em>stress</em>", "*stress*", Code.CHANGED),
    "number to call turned round": ('<a href="tel:911"', '<a dir="rtl" href="tel:911"', Code.UNREADABLE),
    "paragraph turned round": (WARNING, WARNING.replace("<p>", '<p dir="rtl">'), Code.UNREADABLE),
    "page turned round": ('<html lang="en" dir="ltr"', '<html lang="en" dir="rtl"', Code.UNREADABLE),
    "dose raised to a power": (">50 mg</span>", ">5<sup>0</sup> mg</span>", Code.UNREADABLE),
    "pictures forbidden": ("script-src 'none'", "img-src 'none'; script-src 'none'", Code.UNREADABLE),
    "style sheet that holds for nobody": ("</head>", '<style media="not all"></style></head>', Code.UNREADABLE),
    "script of a file's failure": ("</title>", '</title><link rel="icon" href="x" onerror="y()">', Code.UNREADABLE),
    "script of the page": ("<html lang", '<html onmouseover="y()" lang', Code.UNREADABLE),
    "wide page": ("width=device-width, initial-scale=1", "width=9999", Code.UNREADABLE),
    "link without its words": ('<a href="tel:911">Call 911</a>', '<a href="tel:911"></a>Call 911', Code.UNREADABLE),
    "header of the row": ('<th scope="col">Sleep', '<th scope="row">Sleep', Code.UNREADABLE),
    "described by other words": (WARNING, WARNING.replace("<p>", '<p aria-describedby="x">'), Code.UNREADABLE),
    "style sheet from elsewhere": ("</head>", '<link rel="stylesheet" href="x.css"></head>', Code.UNREADABLE),
}
"""What is replaced in the page by what, and the code that must come."""

HIDING = (
    "display: none",
    "display:none!important",
    "DISPLAY: NONE",
    "visibility: hidden",
    "visibility: collapse",
    "content-visibility: hidden",
    "opacity: 0",
    "opacity: 0%",
    "opacity: 0.01",
    "font-size: 0",
    "font-size: 1px",
    "font-size: .01em",
    "font: 0/0 a",
    "text-indent: -9999px",
    "text-indent: -100em",
    "position: absolute; left: -9999px",
    "position: fixed; top: -100vh",
    "position: absolute; inset-inline-start: -999em",
    "position: absolute; left: 9999px",
    "position: absolute; top: calc(-1 * 100vh)",
    "margin-left: -9999px",
    "margin: 0 0 0 -9999px",
    "margin-inline-start: -9999px",
    "margin-top: -9999px",
    "height: 0; overflow: hidden",
    "max-height: 0; overflow: hidden",
    "width: 1px; height: 1px; overflow: hidden",
    "block-size: 0; overflow: clip",
    "overflow: hidden; line-height: 0",
    "clip: rect(0 0 0 0); position: absolute",
    "clip-path: inset(50%)",
    "clip-path: circle(0)",
    "mask: linear-gradient(transparent, transparent)",
    "transform: scale(0)",
    "transform: translateX(-9999px)",
    "transform: rotate(90deg)",
    "scale: 0",
    "translate: -9999px",
    "filter: opacity(0)",
    "filter: blur(20px)",
    "zoom: 0.01",
    "color: transparent",
    "color: #fff0",
    "color: rgba(0, 0, 0, 0)",
    "color: rgb(0 0 0 / 0%)",
    "color: #fff",
    "color: #fefefe",
    "color: white",
    "color: var(--paper)",
    "color: hsl(0 0% 99%)",
    "background: #161616",
    "background: var(--ink)",
    "color: #333; background: #333333",
    "color: #eee",
    "-webkit-text-fill-color: transparent",
    "-webkit-text-security: disc",
    "letter-spacing: -1em",
    "word-spacing: -9em; font-size: 3px",
    "unicode-bidi: bidi-override; direction: rtl",
    "text-transform: uppercase",
    "writing-mode: vertical-rl; height: 0",
    "font-family: Wingdings",
    "line-height: 0",
)
"""What a style can do to a paragraph so that it is not seen, or not as it is."""

SHEETS = {
    "rule on a class": ("main > p { display: none }", Code.UNSEEN),
    "rule by place": ("section > p:last-child { display: none }", Code.UNSEEN),
    "rule by position": ("main p:nth-of-type(1) { visibility: hidden }", Code.UNSEEN),
    "rule on the anchor": ("#before-you-go { display: none }", Code.UNSEEN),
    "rule that wins by weight": ("li { display: list-item } main ul li:first-child { display: none }", Code.UNSEEN),
    "in print": ("@media print { .crisis { display: none } }", Code.UNSEEN),
    "in the dark": ("@media (prefers-color-scheme: dark) { .crisis { visibility: hidden } }", Code.UNSEEN),
    "in the dark, dark on dark": ("@media (prefers-color-scheme: dark) { .crisis { color: #14181b } }", Code.UNSEEN),
    "on a narrow page": ("@media (max-width: 26rem) { table { display: none } }", Code.UNSEEN),
    "in a narrow column": ("@container (max-width: 26rem) { table { display: none } }", Code.UNSEEN),
    "under @supports": ("@supports (display: grid) { .crisis { display: none } }", Code.UNREADABLE),
    "under @layer": ("@layer x { .crisis { display: none } }", Code.UNREADABLE),
    "by import": ("@import url(https://elsewhere.example/x.css);", Code.UNREADABLE),
    "nested": ("main { & p { display: none } }", Code.UNREADABLE),
    "white paper and ink": (":root { --ink: #fff }", Code.UNSEEN),
    "dark paper, dark ink": (":root { --paper: #111 }", Code.UNSEEN),
    "white page text": ("html { color: #fff }", Code.UNSEEN),
    "all type tiny": ("html { font-size: 2px }", Code.UNSEEN),
    "type of nothing in steps": ("main { font-size: 20% } section { font-size: 20% }", Code.UNSEEN),
    "first letters": ("p::first-letter { font-size: 0 }", Code.UNREADABLE),
    "first lines": ("p::first-line { color: transparent }", Code.UNREADABLE),
    "words before": ('.crisis::before { content: "Do not call: " }', Code.UNREADABLE),
    "words after, in digits": ('.crisis li::after { content: " 0800 1234" }', Code.UNREADABLE),
    "cover over the page": (
        'main::before { content: ""; position: fixed; inset: 0; background: #fff }',
        Code.UNREADABLE,
    ),
    "cover over the crisis lines": (
        '.crisis { position: relative } .crisis::after { content: ""; position: absolute; inset: 0; background: #fff }',
        Code.UNREADABLE,
    ),
    "bullets taken away": ("ul { list-style: none }", Code.MARK),
    "numbers taken away": ("ol { list-style-type: none }", Code.MARK),
    "numbers in letters": ("ol { list-style-type: lower-alpha }", Code.MARK),
    "numbers as blocks": ("ol > li { display: block }", Code.MARK),
    "numbers by another counter": ("ol { counter-reset: list-item 40 !important }", Code.MARK),
    "numbers that do not count": ("ol > li { counter-increment: list-item 0 }", Code.MARK),
    "marks white": ("li::marker { color: transparent }", Code.UNREADABLE),
    "marks replaced": ('li::marker { content: "x" }', Code.UNREADABLE),
    "written marks hidden": (".mark { display: none }", Code.MARK),
    "order by flex": (".summary { display: flex; flex-direction: column-reverse }", Code.UNSEEN),
    "order by number": ("main { display: grid } header { order: 9 }", Code.UNREADABLE),
    "lines to write on without strokes": (".lines line { stroke: none }", Code.UNREADABLE),
    "lines to write on in white": (".lines { color: #fff }", Code.UNSEEN),
    "crisis box overlaps": (".crisis { margin-top: -10rem }", Code.UNSEEN),
    "sections clipped": ("section { max-height: 3px; overflow: hidden }", Code.UNSEEN),
    "page clipped": ("body { height: 100vh; overflow: hidden }", Code.UNREADABLE),
    "picture without size": ("img { width: 0 }", Code.UNSEEN),
    "picture hidden": ("figure { display: none }", Code.UNSEEN),
    "words replaced": (".crisis { font-size: 0 } .crisis::after { font-size: 1rem; content: attr(role) }", Code.UNSEEN),
    "printed on tiny pages": ("@page { size: 9mm }", Code.UNREADABLE),
    "printed between wide margins": ("@page { margin: 400mm }", Code.UNREADABLE),
    "gone when pointed at": (".crisis:hover { display: none }", Code.UNREADABLE),
    "far to the right": (".crisis { padding-left: 9000px }", Code.UNREADABLE),
    "outline over all": (".crisis { outline: 900px solid #fff; outline-offset: -900px }", Code.UNSEEN),
    "struck through": (".warning p { text-decoration: line-through }", Code.UNREADABLE),
    "underlined in white over its letters": (".warning p { text-decoration: underline 1em #fff }", Code.UNREADABLE),
    "a picture for words": (".warning p { content: url(data:image/gif;base64,AAAA) }", Code.UNREADABLE),
    "a point before a dose": ('.whole::before { content: "." }', Code.UNREADABLE),
    "a sign before cells": ('td::before { content: "-" }', Code.UNREADABLE),
    "a font that is not packed as ours": ("@font-face { font-family: Handout; src: url(data:,wOF2) }", Code.UNREADABLE),
    "another font by its name": ("@font-face { font-family: Handout; src: local(Wingdings) }", Code.UNREADABLE),
    "font from elsewhere": ("@font-face { font-family: Handout; src: url(x.woff2) }", Code.FONT),
    "rows above their head": ("thead { display: table-row-group } tbody { display: table-header-group }", Code.UNSEEN),
    "font of no size": ("@font-face { font-family: Handout; size-adjust: 0%; src: url(x) }", Code.UNREADABLE),
    "font for digits alone": (
        "@font-face { font-family: Handout; unicode-range: U+30-39; src: url(x) }",
        Code.UNREADABLE,
    ),
    "font in a shorthand": (".warning p { font: 1rem/1.5 Wingdings }", Code.UNSEEN),
    "lines to write on hidden": (".lines line { display: none }", Code.MARK),
    "wider than any screen": (".warning { min-width: 9000px }", Code.UNREADABLE),
    "columns of no width": (".warning { columns: 60 }", Code.UNREADABLE),
    "raised": ("strong { vertical-align: super }", Code.UNREADABLE),
    "cells of a letter's width": ("td { max-width: 10px }", Code.UNSEEN),
    "off a phone's screen": (".warning p { margin-left: 390px }", Code.UNSEEN),
    "skip link over all": (".skip { width: 100%; height: 100vh; transform: none }", Code.UNREADABLE),
}
"""What is put at the end of the page's style sheet, and the code that must come."""


def mutants() -> Iterator[Mutant]:
    for name, (old, new, code) in TEXTS.items():
        yield _page(name, old, new, code)
    for style in HIDING:
        yield _page(f"hidden by {style}", WARNING, WARNING.replace("<p>", f'<p style="{style}">'), Code.UNSEEN)
    for attribute in ("hidden", 'aria-hidden="true"', "inert", "popover", 'hidden="until-found"'):
        yield _page(f"hidden by {attribute}", WARNING, WARNING.replace("<p>", f"<p {attribute}>"), Code.UNSEEN)
    for name, (rules, code) in SHEETS.items():
        yield _page(f"sheet: {name}", "</style>", f"{rules}</style>", code)
    yield from _bytes()


def _page(name: str, old: str, new: str, code: Code) -> Mutant:
    return _text(name, lambda text: replaced(text, old, new), code)


def _text(name: str, change: Callable[[str], str], *codes: Code) -> Mutant:
    return finished(name, lambda data: change(data.decode()).encode(), expect(["html"], *codes))


def _bytes() -> Iterator[Mutant]:
    """Yield faults of the bytes and of the characters."""
    yield _text("accents apart (NFD)", lambda text: unicodedata.normalize("NFD", text), Code.CHANGED)
    yield _text("confusable letters", lambda text: text.replace("medicine", "medісine"), Code.CHANGED)
    yield _text("invisible character", lambda text: text.replace("medicine", "medi\u200bcine"), Code.CHANGED)
    yield _text("soft hyphen", lambda text: text.replace("medicine", "medi&shy;cine"), Code.CHANGED)
    yield _text("direction marks", lambda text: text.replace("50 mg", "\u202e50 mg\u202c"), Code.CHANGED)
    yield _text("Hebrew reversed", lambda text: text.replace("שלום", "םולש"), Code.CHANGED)
    yield _text("replacement characters", lambda text: text.replace("é", "\ufffd"), Code.CHANGED)
    yield _text("control characters", lambda text: text.replace("medicine", "medi\x1fcine"), Code.CHANGED)
    yield _text("another font", lambda text: text.replace(";base64,d09GMg", ";base64,d09GMh", 1), Code.FONT)
    yield _text(
        "another logo", lambda text: re.sub(r"(?<=svg\+xml;base64,)[^\"]*", _SQUARE, text, count=1), Code.CHANGED
    )
    yield _text("cut in the middle", lambda text: text[: text.index("Words after the table")], Code.MISSING_HEADING)
    yield _text("empty", lambda _: "", Code.MISSING)
    html = ["html"]
    yield finished("Latin-1", lambda data: data.decode().encode("latin-1", "replace"), expect(html, Code.UNREADABLE))
    yield finished("UTF-16", lambda data: data.decode().encode("utf-16"), expect(html, Code.UNREADABLE))
    yield finished("read as Latin-1", lambda data: data.decode("latin-1").encode(), expect(html, Code.CHANGED))
    yield finished("zeros", lambda data: bytes(len(data)), expect(html, Code.MISSING))
    yield finished("a bit flipped", lambda data: data.replace(b"medicine", b"medicinm"), expect(html, Code.CHANGED))
    yield finished("an ebook", lambda _: b"PK\x03\x04mimetypeapplication/epub+zip", expect(html, Code.MISSING))
