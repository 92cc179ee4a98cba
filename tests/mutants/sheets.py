"""Faults in the templates and style sheets of every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mutants.mutant import MARKUP, TEXTS, Mutant, expect, style, template, with_contents

from press.verify import Code

LAST = '"before-you-go"'
PAGES = ("html", "epub")
"""Where the fault comes to a file: the PDF's writer refuses links that lead nowhere, and anchors that stand twice."""

Expected = Mapping[str, frozenset[Code]]

MARKUP_FAULTS: dict[str, tuple[str, str, str, Expected]] = {
    "last heading dropped": (
        "markup/Section.j2",
        '<h{{ node.level }}{{ kept }} id="{{ node.id }}">{{ title if around else title|ended }}</h{{ node.level }}>',
        f'{{% if node.id != {LAST} %}}<h{{{{ node.level }}}} id="{{{{ node.id }}}}">{{{{ title }}}}'
        '</h{{ node.level }}>{% else %}<div id="{{ node.id }}"></div>{% endif %}',
        with_contents(MARKUP, Code.MISSING_HEADING),
    ),
    "last heading demoted": (
        "markup/Section.j2",
        '<h{{ node.level }}{{ kept }} id="{{ node.id }}">{{ title if around else title|ended }}</h{{ node.level }}>',
        f"{{% set level = 3 if node.id == {LAST} else node.level %}}"
        '<h{{ level }} id="{{ node.id }}">{{ title }}</h{{ level }}>',
        with_contents(MARKUP, Code.HEADING_LEVEL),
    ),
    "all headings of one level": (
        "markup/Section.j2",
        '<h{{ node.level }}{{ kept }} id="{{ node.id }}">{{ title if around else title|ended }}</h{{ node.level }}>',
        '<h2 id="{{ node.id }}">{{ title }}</h2>',
        with_contents(MARKUP, Code.HEADING_LEVEL),
    ),
    "headings made paragraphs": (
        "markup/Section.j2",
        '<h{{ node.level }}{{ kept }} id="{{ node.id }}">{{ title if around else title|ended }}</h{{ node.level }}>',
        '<p id="{{ node.id }}">{{ title }}</p>',
        with_contents(MARKUP, Code.KIND),
    ),
    "subsections dropped": (
        "markup/Section.j2",
        "{{- node.sections|markup }}",
        "",
        with_contents(MARKUP, Code.MISSING_HEADING, Code.MISSING),
    ),
    "blocks after subsections": (
        "markup/Section.j2",
        "{{ node.blocks|markup }}\n{{- node.sections|markup }}",
        "{{ node.sections|markup }}\n{{- node.blocks|markup }}",
        expect(MARKUP, Code.ORDER),
    ),
    "text before the first heading dropped": (
        "shared/sheet.j2",
        "{{ article.blocks|markup }}",
        "",
        expect(MARKUP, Code.MISSING),
    ),
    "sections twice": (
        "shared/sheet.j2",
        "{{- article.sections|markup }}",
        "{{- article.sections|markup }}{{- (article.sections[-1],)|markup }}",
        expect(PAGES, Code.REPEATED),
    ),
    "category dropped": (
        "shared/sheet.j2",
        '<p class="category">{{ meta.category }}</p>',
        "",
        expect(MARKUP, Code.MISSING),
    ),
    "title dropped": (
        "shared/sheet.j2",
        '<h1 id="label.title">{{ (meta.title|unbroken|ended if edition.format == "pdf" else meta.title|unbroken)'
        "|facing(meta.lang) }}</h1>",
        "",
        with_contents(MARKUP, Code.MISSING_HEADING),
    ),
    "summary dropped": ("shared/sheet.j2", "<p>{{ meta.summary|unbroken }}</p>", "", expect(MARKUP, Code.MISSING)),
    "summary twice": (
        "shared/sheet.j2",
        "<p>{{ meta.summary|unbroken }}</p>",
        "<p>{{ meta.summary|unbroken }}</p>" * 2,
        expect(MARKUP, Code.REPEATED),
    ),
    "summary cut short": (
        "shared/sheet.j2",
        "<p>{{ meta.summary|unbroken }}</p>",
        "<p>{{ meta.summary[:36] }}</p>",
        expect(MARKUP, Code.CHANGED),
    ),
    "draft mark dropped": (
        "shared/sheet.j2",
        '{% if meta.status == "draft" %}',
        "{% if false %}",
        expect(MARKUP, Code.MISSING),
    ),
    "audience dropped": ("shared/sheet.j2", "{% if meta.audience %}", "{% if false %}", expect(MARKUP, Code.MISSING)),
    "overdue mark dropped": (
        "shared/sheet.j2",
        "{% if sheet.overdue %}",
        "{% if false %}",
        expect(MARKUP, Code.MISSING),
    ),
    "practice dropped": ("shared/masthead.j2", "{% if clinic.name", "{% if false", expect(MARKUP, Code.MISSING)),
    "logo dropped": ("shared/masthead.j2", "{% if clinic.logo %}", "{% if false %}", expect(MARKUP, Code.MISSING)),
    "logo called otherwise": (
        "shared/masthead.j2",
        'alt="{{ clinic.logo_alt }}"',
        'alt="Logo"',
        expect(MARKUP, Code.MISSING),
    ),
    "notes dropped": ("shared/sheet.j2", "{% if article.notes %}", "{% if false %}", expect(PAGES, Code.MISSING)),
    "references dropped": (
        "shared/sheet.j2",
        "{% if meta.references %}",
        "{% if false %}",
        expect(PAGES, Code.MISSING),
    ),
    "advertisement": (
        "shared/sheet.j2",
        "</header>",
        "</header><p>Brought to you by us</p>",
        expect(MARKUP, Code.ADDED),
    ),
    "one crisis line dropped": (
        "shared/crisis.j2",
        "{% for line in clinic.crisis %}",
        "{% for line in clinic.crisis[1:] %}",
        expect(MARKUP, Code.MISSING),
    ),
    "crisis lines backwards": (
        "shared/crisis.j2",
        "{% for line in clinic.crisis %}",
        "{% for line in clinic.crisis|reverse %}",
        expect(MARKUP, Code.ORDER),
    ),
    "crisis lines without links": (
        "shared/ways.j2",
        '{% if edition.format == "epub" and address.startswith("sms:") %}',
        "{% if true %}",
        expect(MARKUP, Code.LINK),
    ),
    "crisis lines without labels": (
        "shared/ways.j2",
        "{{ line.label|with_colon",
        '{{ ""',
        expect(MARKUP, Code.CHANGED),
    ),
    "crisis lines' second way dropped": (
        "shared/ways.j2",
        "{% set steps = line|ways(labels)|list %}",
        "{% set steps = (line|ways(labels)|list)[:1] %}",
        expect(MARKUP, Code.CHANGED),
    ),
    "crisis box's own words dropped": ("shared/crisis.j2", "{{ blocks|markup }}", "", expect(MARKUP, Code.MISSING)),
    "last day checked dropped": (
        "shared/crisis.j2",
        '<p class="checked">',
        '<p hidden="hidden">',
        expect(("html", "epub"), Code.UNSEEN),
    ),
    "bullets' last item dropped": (
        "markup/BulletList.j2",
        "{% for entry in node.items %}",
        "{% for entry in node.items[:-1] or node.items %}",
        expect(MARKUP, Code.MISSING),
    ),
    "numbers start anew": (
        "markup/OrderedList.j2",
        "{% if node.start != 1 %}",
        "{% if false %}",
        expect(("html", "epub"), Code.MARK),
    ),
    "numbers off by one": (
        "markup/OrderedList.j2",
        "list-item {{ node.start - 1 }}",
        "list-item {{ node.start }}",
        expect(("html", "epub"), Code.MARK),
    ),
    "printed numbers start anew": (
        "markup/OrderedList.j2",
        "node.start + loop.index0",
        "1 + loop.index0",
        expect(["a4"], Code.MARK),
    ),
    "printed bullets dropped": (
        "shared/item.j2",
        "{%- if own %}",
        '{%- if own and plain != "•" %}',
        expect(["a4"], Code.MARK),
    ),
    "tick boxes dropped": ("markup/Questions.j2", '{{ marked("☐") }}', "", expect(MARKUP, Code.MARK)),
    "questions dropped": (
        "markup/Questions.j2",
        "{% for question in node.questions %}",
        "{% for question in node.questions[1:] %}",
        expect(MARKUP, Code.MISSING),
    ),
    "questions' lines dropped": (
        "markup/Questions.j2",
        "{{ lines(1, labels.question_line) }}",
        "",
        expect(MARKUP, Code.MISSING),
    ),
    "ticks exchanged": ("shared/item.j2", '"☑" if node.checked', '"☐" if node.checked', expect(MARKUP, Code.MARK)),
    "further blocks of items dropped": ("shared/item.j2", "{{ blocks[1:]|markup }}", "", expect(MARKUP, Code.MISSING)),
    "writing space dropped": (
        "markup/WritingSpace.j2",
        "{{ lines(node.lines, ",
        "{{ '' and lines(node.lines, ",
        expect(MARKUP, Code.MISSING),
    ),
    "a line to write on dropped": (
        "shared/lines.j2",
        "range(1, count + 1)",
        "range(1, count + (1 if count == 1 else 0))",
        expect(MARKUP, Code.MARK),
    ),
    "prompt dropped": (
        "markup/WritingSpace.j2",
        "{% if node.prompt %}",
        "{% if false %}",
        expect(MARKUP, Code.MISSING),
    ),
    "last row of a table dropped": (
        "markup/Table.j2",
        "{% for row in rows[1:] %}",
        "{% for row in rows[1:-1] %}",
        expect(MARKUP, Code.MISSING),
    ),
    "a column dropped": (
        "markup/Table.j2",
        "{% for cell in row %}",
        "{% for cell in row[:-1] %}",
        expect(MARKUP, Code.MISSING),
    ),
    "columns swapped": (
        "markup/Table.j2",
        "{% for cell in row %}",
        "{% for cell in row|reverse %}",
        expect(MARKUP, Code.ORDER),
    ),
    "header row dropped": (
        "markup/Table.j2",
        "{% for cell in rows[0] %}",
        "{% for cell in () %}",
        expect(MARKUP, Code.MISSING),
    ),
    "rows without names": (
        "markup/Table.j2",
        "has_names = columns > 1 and not rows[0][0]|striptags",
        "has_names = false",
        expect(MARKUP, Code.UNREADABLE),
    ),
    "rows with names under a header": (
        "markup/Table.j2",
        "has_names = columns > 1 and not rows[0][0]|striptags",
        "has_names = columns > 1",
        expect(MARKUP, Code.UNREADABLE),
    ),
    "names of columns in the rows": ("markup/Table.j2", 'scope="row"', 'scope="col"', expect(MARKUP, Code.UNREADABLE)),
    "every cell a name": ("markup/Table.j2", "has_names and loop.first", "has_names", expect(MARKUP, Code.UNREADABLE)),
    "names without words": ("markup/Table.j2", "loop.first and words", "loop.first", expect(MARKUP, Code.UNREADABLE)),
    "caption dropped": ("markup/Figure.j2", "{% if node.caption %}", "{% if false %}", expect(MARKUP, Code.MISSING)),
    "alternative is the file's name": (
        "markup/Figure.j2",
        "{{ node.alternative }}",
        "{{ node.source }}",
        expect(MARKUP, Code.MISSING),
    ),
    "code dropped": ("markup/CodeBlock.j2", "{{ node.text.expandtabs(4)|in_order }}", "", expect(MARKUP, Code.MISSING)),
    "code cut short": (
        "markup/CodeBlock.j2",
        "{{ node.text.expandtabs(4)|in_order }}",
        "{{ node.text[:13] }}",
        expect(MARKUP, Code.CHANGED),
    ),
    "terms emptied": ("markup/DefinitionList.j2", "{{ definition.term|markup }}", "", expect(MARKUP, Code.MISSING)),
    "second meanings dropped": (
        "markup/DefinitionList.j2",
        "{% for meaning in definition.meanings %}",
        "{% for meaning in definition.meanings[:1] %}",
        expect(MARKUP, Code.MISSING),
    ),
    "box's label dropped": ("markup/Box.j2", "{{ labels[node.kind] }}", "", expect(MARKUP, Code.MISSING)),
    "box's label of another": (
        "markup/Box.j2",
        "{{ labels[node.kind] }}",
        "{{ labels.note }}",
        expect(MARKUP, Code.MISSING),
    ),
    "link goes elsewhere": (
        "markup/Link.j2",
        'href="{{ node.target }}"',
        'href="https://elsewhere.example"',
        expect(MARKUP, Code.LINK),
    ),
    "links dropped": (
        "markup/Link.j2",
        '<a href="{{ node.target }}"{% if edition.format == "html" and address %} class="named"{% endif %}>{{ words }}</a>',
        "{{ words }}",
        expect(MARKUP, Code.LINK),
    ),
    "address not printed": ("markup/Link.j2", "{{ address|unbroken }}", "", expect(("a4",), Code.CHANGED)),
    "stress dropped with its words": (
        "markup/Emphasis.j2",
        "{{ node.children|markup }}",
        "",
        expect(MARKUP, Code.CHANGED),
    ),
    "code words in capitals": ("markup/Code.j2", "{{ node.text|", "{{ node.text|upper|", expect(MARKUP, Code.CHANGED)),
    "texts trimmed": ("markup/Text.j2", "{{ node.text|", "{{ node.text|trim|", expect(MARKUP, Code.CHANGED)),
    "texts in title case": ("markup/Text.j2", "{{ node.text|", "{{ node.text|title|", expect(MARKUP, Code.CHANGED)),
    "citation's numbers joined": (
        "markup/Citation.j2",
        "{% if not loop.first %}, {% endif %}",
        "",
        expect(MARKUP, Code.CHANGED),
    ),
    "note's call without its letter": ("markup/NoteCall.j2", "[{{ node.mark }}]", "[*]", expect(MARKUP, Code.CHANGED)),
    "note's call leads nowhere": (
        "markup/NoteCall.j2",
        'href="#note-{{ node.mark }}"',
        'href="#"',
        expect(("html", "epub"), Code.LINK),
    ),
    "note's mark dropped": (
        "shared/notes.j2",
        '{{ marked(back("note-" ~ note.mark, "[" ~ note.mark ~ "]")) }}',
        "",
        expect(MARKUP, Code.MARK),
    ),
    "reference's address dropped": (
        "shared/references.j2",
        "{% if reference.address %}",
        "{% if false %}",
        expect(MARKUP, Code.LINK),
    ),
    "reviewers dropped": ("shared/about.j2", "{% if meta.reviewers %}", "{% if false %}", expect(MARKUP, Code.MISSING)),
    "conflicts dropped": ("shared/about.j2", "{% if meta.conflicts %}", "{% if false %}", expect(MARKUP, Code.MISSING)),
    "authors cut short": (
        "shared/about.j2",
        "meta.authors|people",
        "meta.authors[:1]|people",
        expect(MARKUP, Code.CHANGED),
    ),
    "reviewed for next review": (
        "shared/about.j2",
        "next_review=meta.next_review",
        "next_review=meta.reviewed",
        expect(MARKUP, Code.CHANGED),
    ),
    "fingerprint dropped": (
        "shared/about.j2",
        "<p>{{ labels.fingerprint|fill(fingerprint=sheet.fingerprint) }}</p>",
        "",
        expect(MARKUP, Code.MISSING),
    ),
    "disclaimer dropped": ("shared/about.j2", "<p>{{ labels.disclaimer }}</p>", "", expect(MARKUP, Code.MISSING)),
    "other formats dropped": (
        "shared/about.j2",
        "<p>{{ (clinic.other_formats or labels.other_formats)|unbroken|facing(meta.lang) }}</p>",
        "",
        expect(MARKUP, Code.MISSING),
    ),
    "feedback as ever": ("shared/about.j2", "{{ (clinic.feedback or ", "{{ (", expect(MARKUP, Code.MISSING)),
    "web address dropped": (
        "shared/about.j2",
        "{% if sheet.address %}",
        "{% if false %}",
        expect(MARKUP, Code.MISSING),
    ),
    "phone number without link": (
        "shared/clinic.j2",
        "{{ linked(clinic.phone|phone_address, clinic.phone) }}",
        "{{ clinic.phone }}",
        expect(MARKUP, Code.LINK),
    ),
    "practice's address dropped": (
        "shared/clinic.j2",
        "<p>{{ clinic.address|unbroken|facing(meta.lang) }}</p>",
        "",
        expect(MARKUP, Code.MISSING),
    ),
}
"""Faults of the templates that web page, EPUB and PDF share."""

OWN_FAULTS: dict[str, tuple[str, str, str, Expected]] = {
    "web page: fingerprint": (
        "html/sheet.html.j2",
        '{% include "shared/head.j2" %}',
        '<meta name="author" content="{{ meta.authors|map(attribute="name")|join("; ") }}"/>',
        expect(["html"], Code.METADATA),
    ),
    "PDF: code dropped": ("shared/about.j2", '{% include "pdf/code.j2" %}', "", expect(["a4"], Code.MISSING)),
    "PDF: code of nothing": ("pdf/code.j2", '<path d="{{ code.path }}" fill="#000"/>', "", expect(["a4"], Code.UNSEEN)),
    "PDF: code that leads elsewhere": (
        "pdf/code.j2",
        "{% set code = sheet.address|qr %}",
        '{% set code = (sheet.address ~ "x")|qr %}',
        expect(["a4"], Code.LINK),
    ),
    "PDF: code cut at its edges": (
        "pdf/code.j2",
        'viewBox="0 0 {{ code.side }} {{ code.side }}"',
        'viewBox="7 7 {{ code.side - 14 }} {{ code.side - 14 }}"',
        expect(["a4"], Code.LINK),
    ),
    "PDF: code too small": (
        "pdf/code.j2",
        "{% set width = [22, (code.side * 0.45)|round(2)]|max %}",
        "{% set width = 12 %}",
        expect(["a4"], Code.LINK),
    ),
    "PDF: overdue not on each page": (
        "pdf/sheet.html.j2",
        "{% set feet = [meta.title, foot, overdue]|select|list %}",
        "{% set feet = [meta.title, foot] %}",
        expect(["a4"], Code.FOOT),
    ),
    "web page: title": (
        "html/sheet.html.j2",
        "<title>{{ meta.title }}</title>",
        "<title>Handout</title>",
        expect(["html"], Code.METADATA),
    ),
    "web page: language": (
        "html/sheet.html.j2",
        'lang="{{ meta.lang }}"',
        'lang="fr"',
        expect(["html"], Code.METADATA),
    ),
    "web page: no charset": ("html/sheet.html.j2", '<meta charset="utf-8"/>', "", expect(["html"], Code.UNREADABLE)),
    "web page: body twice": (
        "html/sheet.html.j2",
        '{% include "shared/sheet.j2" %}',
        '{% include "shared/sheet.j2" %}{% include "shared/sheet.j2" %}',
        expect(["html"], Code.REPEATED),
    ),
    "EPUB: first entry of the contents dropped": (
        "epub/nav.xhtml.j2",
        "{% for section in sections %}",
        "{% for section in sections[1:] %}",
        expect(["epub"], Code.CONTENTS),
    ),
    "EPUB: contents flat": (
        "epub/nav.xhtml.j2",
        "{% if section.sections %}",
        "{% if false %}",
        expect(["epub"], Code.CONTENTS),
    ),
    "EPUB: words of the NCX dropped": ("epub/words.j2", "{{ nodes_of|markup }}", "", expect(["epub"], Code.CONTENTS)),
    "EPUB: page's style sheet dropped": (
        "epub/page.j2",
        'href="{{ root }}style.css"',
        'href="{{ root }}styles.css"',
        expect(["epub"], Code.UNREADABLE),
    ),
    "EPUB: body hidden": (
        "epub/handout.xhtml.j2",
        '{% include "shared/sheet.j2" %}',
        '<div hidden="hidden">{% include "shared/sheet.j2" %}</div>',
        expect(["epub"], Code.UNSEEN),
    ),
    "EPUB: cover's words dropped": ("epub/cover.xhtml.j2", 'alt="', 'title="', expect(["epub"], Code.UNREADABLE)),
    "PDF: title of the file": (
        "pdf/sheet.html.j2",
        "<title>{{ meta.title }}</title>",
        "<title>Handout</title>",
        expect(["a4"], Code.METADATA),
    ),
    "PDF: language of the file": (
        "pdf/sheet.html.j2",
        '<html lang="{{ meta.lang }}"',
        '<html lang="fr"',
        expect(["a4"], Code.METADATA),
    ),
    "PDF: foot dropped": ("pdf/sheet.html.j2", "[meta.title, foot, overdue]", '["-"]', expect(["a4"], Code.FOOT)),
    "PDF: foot without the title": (
        "pdf/sheet.html.j2",
        "[meta.title, foot, overdue]",
        "[foot, overdue]",
        expect(["a4"], Code.FOOT),
    ),
    "PDF: foot without page numbers": (
        "pdf/sheet.html.j2",
        "content: {{ labels.page|css_counters }}",
        "content: none",
        expect(["a4"], Code.FOOT),
    ),
    "PDF: wrong page numbers": (
        "pdf/sheet.html.j2",
        "{{ labels.page|css_counters }}",
        '"Page 1 of 1"',
        expect(["a4"], Code.FOOT),
    ),
    "PDF: draft mark on the first page only": (
        "pdf/sheet.html.j2",
        'labels.draft if meta.status == "draft" else ""',
        '""',
        expect(["a4"], Code.FOOT),
    ),
}
"""Faults of one format's own templates."""

TEXT_FAULTS: dict[str, tuple[str, str, str, Expected]] = {
    "last heading dropped": (
        "text/nodes/Section.j2",
        "{{ node.title|markup|line",
        f"{{{{ (node.title if node.id != {LAST} else ())|markup|line",
        expect(TEXTS, Code.MISSING_HEADING),
    ),
    "last heading demoted": (
        "text/nodes/Section.j2",
        '"#" * node.level',
        f'"#" * (3 if node.id == {LAST} else node.level)',
        expect(TEXTS, Code.HEADING_LEVEL),
    ),
    "headings without marks": (
        "text/nodes/Section.j2",
        '|line("#" * node.level ~ " ")',
        "|line",
        expect(TEXTS, Code.KIND),
    ),
    "subsections dropped": (
        "text/nodes/Section.j2",
        "{{ node.sections|blocks }}",
        "",
        expect(TEXTS, Code.MISSING_HEADING),
    ),
    "text before the first heading dropped": (
        "text/sheet.txt.j2",
        "{{ article.blocks|blocks }}",
        "",
        expect(TEXTS, Code.MISSING),
    ),
    "category dropped": ("text/sheet.txt.j2", "{{ meta.category|line }}", "", expect(TEXTS, Code.MISSING)),
    "title dropped": ("text/sheet.txt.j2", '{{ meta.title|line("# ") }}', "", expect(TEXTS, Code.MISSING_HEADING)),
    "summary dropped": ("text/sheet.txt.j2", "{{ meta.summary|line }}", "", expect(TEXTS, Code.MISSING)),
    "audience dropped": ("text/sheet.txt.j2", "{% if meta.audience %}", "{% if false %}", expect(TEXTS, Code.MISSING)),
    "references dropped": (
        "text/sheet.txt.j2",
        "{% if meta.references %}",
        "{% if false %}",
        expect(TEXTS, Code.MISSING),
    ),
    "one crisis line dropped": (
        "text/crisis.j2",
        "{% for contact in clinic.crisis %}",
        "{% for contact in clinic.crisis[1:] %}",
        expect(TEXTS, Code.MISSING),
    ),
    "further blocks of items dropped": (
        "text/entry.j2",
        "{% for block in item.blocks[1:] %}",
        "{% for block in () %}",
        expect(TEXTS, Code.MISSING),
    ),
    "items unnested": ("text/entry.j2", '|within("  ")', '|within("")', expect(TEXTS, Code.DEPTH)),
    "bullets made numbers": ("text/nodes/BulletList.j2", '"- " if', '"1. " if', expect(TEXTS, Code.MARK)),
    "numbers start anew": (
        "text/nodes/OrderedList.j2",
        "node.start + loop.index0",
        "loop.index",
        expect(TEXTS, Code.MARK),
    ),
    "ticks exchanged": (
        "text/nodes/BulletList.j2",
        '"[x] " if item.checked',
        '"[ ] " if item.checked',
        expect(TEXTS, Code.MARK),
    ),
    "last row of a table dropped": (
        "text/nodes/Table.j2",
        "{% for row in node.rows %}",
        "{% for row in node.rows[:-1] %}",
        expect(TEXTS, Code.MISSING),
    ),
    "a column dropped": (
        "text/nodes/Table.j2",
        "{% for cell in row %}",
        "{% for cell in row[:-1] %}",
        expect(TEXTS, Code.MISSING),
    ),
    "headers of the wrong column": (
        "text/nodes/Table.j2",
        "node.header[loop.index0]",
        "node.header[0]",
        expect(TEXTS, Code.CHANGED),
    ),
    "quotations unquoted": ("text/nodes/Quotation.j2", '|within("> ")', "", expect(TEXTS, Code.DEPTH)),
    "code dropped": ("text/nodes/CodeBlock.j2", "{{ node.text|code_lines }}", "", expect(TEXTS, Code.MISSING)),
    "captions dropped": ("text/nodes/Figure.j2", "{{ node.caption|line }}", "", expect(TEXTS, Code.MISSING)),
    "addresses dropped": (
        "text/nodes/Link.j2",
        "{{ node.target|address_after(words) }}",
        "",
        expect(TEXTS, Code.CHANGED),
    ),
    "lines to write on dropped": (
        "text/nodes/WritingSpace.j2",
        "range(node.lines)",
        "range(node.lines - 1)",
        expect(TEXTS, Code.MARK),
    ),
    "questions' lines dropped": ("text/nodes/Questions.j2", '{{ "  " ~ "_" * 60 }}', "", expect(TEXTS, Code.MISSING)),
    "questions dropped": (
        "text/nodes/Questions.j2",
        "{% for question in node.questions %}",
        "{% for question in node.questions[:-1] %}",
        expect(TEXTS, Code.MISSING),
    ),
    "stress dropped with its words": (
        "text/nodes/Emphasis.j2",
        "{{ node.children|markup }}",
        "",
        expect(TEXTS, Code.CHANGED),
    ),
    "box's label dropped": (
        "text/nodes/Box.j2",
        '{{ (labels[node.kind] ~ " **")|line("** ") }}',
        "",
        expect(TEXTS, Code.MISSING),
    ),
    "notes' calls dropped": ("text/nodes/NoteCall.j2", "[{{ node.mark }}]", "", expect(TEXTS, Code.CHANGED)),
    "second meanings dropped": (
        "text/nodes/DefinitionList.j2",
        "{% for meaning in definition.meanings %}",
        "{% for meaning in definition.meanings[:1] %}",
        expect(TEXTS, Code.MISSING),
    ),
}
"""Faults of the templates of the plain text editions."""

STYLES: dict[str, tuple[str, str, Expected]] = {
    "web page: crisis box hidden": ("html/sheet.css.j2", ".crisis { display: none }", expect(["html"], Code.UNSEEN)),
    "web page: everything white": ("html/sheet.css.j2", ":root { --ink: #fff }", expect(["html"], Code.UNSEEN)),
    "web page: notes tiny": ("html/sheet.css.j2", ".notes { font-size: 3px }", expect(["html"], Code.UNSEEN)),
    "web page: no numbers": ("html/sheet.css.j2", "ol { list-style-type: none }", expect(["html"], Code.MARK)),
    "web page: heads of tables out of sight, and not said": (
        "html/sheet.css.j2",
        "@media print { thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) } }",
        expect(["html"], Code.UNSEEN),
    ),
    "EPUB: crisis box hidden": ("epub/style.css.j2", ".crisis { display: none }", expect(["epub"], Code.UNSEEN)),
    "EPUB: sources off the page": (
        "epub/style.css.j2",
        ".references { position: absolute; left: -999px }",
        expect(["epub"], Code.UNSEEN),
    ),
    "EPUB: no numbers": ("epub/style.css.j2", "ol { list-style-type: none }", expect(["epub"], Code.MARK)),
    "EPUB: white type": ("epub/style.css.j2", "p { color: #fff; background: #fff }", expect(["epub"], Code.UNSEEN)),
    "PDF: crisis box hidden": ("pdf/sheet.css", ".crisis { display: none }", expect(["a4"], Code.MISSING)),
    "PDF: warning invisible": ("pdf/sheet.css", ".warning p { visibility: hidden }", expect(["a4"], Code.MISSING)),
    "PDF: white type": ("pdf/sheet.css", ".warning p { color: #fff }", expect(["a4"], Code.UNSEEN)),
    "PDF: nearly white type": ("pdf/sheet.css", ".warning p { color: #fafafa }", expect(["a4"], Code.UNSEEN)),
    "PDF: type of the tint's colour": (
        "pdf/sheet.css",
        ".key-points li { color: #eef4f6 }",
        expect(["a4"], Code.UNSEEN),
    ),
    "PDF: black on black": ("pdf/sheet.css", ".warning { background: #000 }", expect(["a4"], Code.UNSEEN)),
    "PDF: tiny type": ("pdf/sheet.css", ".warning p { font-size: 2pt }", expect(["a4"], Code.UNSEEN)),
    "PDF: type under the smallest size": ("pdf/sheet.css", ".about p { font-size: 8pt }", expect(["a4"], Code.UNSEEN)),
    "PDF: off the page": (
        "pdf/sheet.css",
        ".warning { position: relative; left: -500pt }",
        expect(["a4"], Code.UNSEEN),
    ),
    "PDF: off the page's end": (
        "pdf/sheet.css",
        ".warning { position: absolute; top: 2000pt }",
        expect(["a4"], Code.UNSEEN),
    ),
    "PDF: half off the page": (
        "pdf/sheet.css",
        ".warning p { text-indent: 400pt; white-space: nowrap }",
        expect(["a4"], Code.UNSEEN),
    ),
    "PDF: clipped": ("pdf/sheet.css", ".warning { height: 18pt; overflow: hidden }", expect(["a4"], Code.UNSEEN)),
    "PDF: covered": (
        "pdf/sheet.css",
        ".warning { position: relative } .warning::after { content: ''; position: absolute; inset: 0; background: #fff }",
        expect(["a4"], Code.UNSEEN),
    ),
    "PDF: boxes overlap": (
        "pdf/sheet.css",
        ".box { background: #fff; position: relative } .box.ask { margin-top: -60pt }",
        expect(["a4"], Code.UNSEEN),
    ),
    "PDF: turned upside down": ("pdf/sheet.css", ".warning { transform: scale(0.1) }", expect(["a4"], Code.UNSEEN)),
    "PDF: no bookmarks": (
        "pdf/sheet.css",
        "h1, h2, h3, h4, h5, h6 { bookmark-level: none }",
        expect(["a4"], Code.CONTENTS),
    ),
    "PDF: bookmarks of one level": ("pdf/sheet.css", "h2, h3, h4 { bookmark-level: 2 }", expect(["a4"], Code.CONTENTS)),
    "PDF: bookmarks renamed": ("pdf/sheet.css", "h2 { bookmark-label: 'A section' }", expect(["a4"], Code.CONTENTS)),
    "PDF: numbers in letters besides": (
        "pdf/sheet.css",
        "ol { list-style-type: lower-alpha !important }",
        expect(["a4"], Code.MARK),
    ),
    "PDF: no marks": ("pdf/sheet.css", ".mark { display: none }", expect(["a4"], Code.MARK)),
    "PDF: in capitals": ("pdf/sheet.css", "h2 { text-transform: uppercase }", expect(["a4"], Code.MISSING_HEADING)),
    "PDF: words added": ("pdf/sheet.css", ".warning p::after { content: ' Or do.' }", expect(["a4"], Code.CHANGED)),
    "PDF: foot covered": ("pdf/sheet.css", "@page { @bottom-left { color: #fff } }", expect(["a4"], Code.UNSEEN)),
    "PDF: foot tiny": ("pdf/sheet.css", "@page { @bottom-left { font-size: 2pt } }", expect(["a4"], Code.UNSEEN)),
    "PDF: no lines to write on": ("pdf/sheet.css", ".lines { display: none }", expect(["a4"], Code.MISSING)),
}
"""Rules that are put at the end of a style sheet."""


def mutants() -> Iterator[Mutant]:
    for name, (file, old, new, expected) in (MARKUP_FAULTS | OWN_FAULTS).items():
        yield template(name, file, old, new, expected)
    for name, (file, old, new, expected) in TEXT_FAULTS.items():
        yield template(f"text: {name}", file, old, new, expected)
    for name, (file, rules, expected) in STYLES.items():
        yield style(name, file, rules, expected)
    yield from _of_the_long_article()


def _of_the_long_article() -> Iterator[Mutant]:
    """Yield faults of what only the second article has: the template's own crisis box, a table over pages."""
    yield template(
        "crisis box dropped",
        "shared/sheet.j2",
        '{% include "shared/crisis.j2" %}',
        "",
        expect(MARKUP, Code.MISSING),
        article="long",
    )
    yield template(
        "text: crisis box dropped",
        "text/sheet.txt.j2",
        '{% include "text/crisis.j2" %}',
        "",
        expect(TEXTS, Code.MISSING),
        article="long",
    )
    yield template(
        "last row of a long table dropped",
        "markup/Table.j2",
        "{% for row in rows[1:] %}",
        "{% for row in rows[1:-1] %}",
        expect(MARKUP, Code.MISSING),
        article="long",
    )
