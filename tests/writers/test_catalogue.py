"""The catalogue: everything published stands in it, found by category, safe, and the same bytes whatever the order."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any, TypeAlias

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from press.errors import RenderError
from press.model import EDITIONS, Publication
from press.model.clinic import Clinic, Paper
from press.pipeline.houses import House
from press.writers import Templates
from press.writers.catalogue import write_catalogue

NOBODY = Clinic(())
HOSTILE = """</script><script>alert(1)</script> "q" 'a' <b>&amp; {{ x }} ]]>"""
PAGES = {"a4": 2, "letter": 3, "a4-large-print": 6, "letter-large-print": 1}


def rows(slug: str = "sleep", title: str = "How to sleep better", lang: str = "", **changes: Any) -> list[Publication]:  # noqa: ANN401
    """Return the rows of one version of a handout: `lang` is the language in the files' names."""
    stem = f"{slug}.{lang}" if lang else slug
    row = Publication(
        file="",
        handout=slug,
        lang=lang or "en",
        edition="",
        title=title,
        category="Sleep",
        summary="Go to bed when you are tired.",
        version="1.2",
        reviewed="2026-01-31",
        next_review="2028-01-31",
        status="published",
        keywords=("insomnia", "tired"),
        overdue=False,
        fingerprint="0123abcd",
        bytes=2048,
        sha256="",
        input="",
        pages=0,
        sections=1,
        headings=2,
        words=401,
    )
    return [
        replace(
            row,
            file=f"{slug}/{stem}{edition.suffix}",
            edition=edition.name,
            pages=PAGES.get(edition.name, 0),
            picture=f"{slug}/{stem}.png" if edition.name == "a4" else "",
            **changes,
        )
        for edition in EDITIONS.values()
    ]


class Page:
    """A catalogue that was written and is read back."""

    def __init__(self, data: bytes) -> None:
        self.text = data.decode()
        self.tree = LexborHTMLParser(self.text)

    def attribute(self, selector: str, name: str) -> str:
        return self.attributes(selector, name)[0]

    def attributes(self, selector: str, name: str) -> list[str]:
        return [node.attributes[name] or "" for node in self.tree.css(selector)]

    def texts(self, selector: str) -> list[str]:
        return [plain(node) for node in self.tree.css(selector)]

    def all(self) -> list[Any]:
        """Return everything that the list says: categories, in them handouts, in them versions."""
        return [
            [plain(section.css_first("h2")), [handout(node) for node in section.css(".handout")]]
            for section in self.tree.css("main > section")
        ]


Catalogue: TypeAlias = Callable[..., Page]


def plain(node: LexborNode | None) -> str:
    return " ".join(node.text().split()) if node else ""


def handout(node: LexborNode) -> list[Any]:
    return [node.attributes["id"], node.attributes.get("data-more"), *(version(it) for it in node.css("article"))]


def version(node: LexborNode) -> dict[str, Any]:
    heading, picture = node.css_first("h3"), node.css_first("img")
    assert heading is not None
    link = heading.css_first("a")
    return {
        "language": plain(node.css_first(".language")),
        "title": [plain(heading), heading.attributes.get("lang"), link.attributes["href"] if link else None],
        "marks": [plain(mark) for mark in node.css(".mark")],
        "summary": plain(node.css_first(".summary")),
        "facts": plain(node.css_first(".facts")),
        "picture": dict(picture.attributes) if picture else None,
        "groups": [[plain(group.css_first("dt")), *map(download, group.css("dd a"))] for group in node.css("dl > div")],
    }


def download(link: LexborNode) -> tuple[str, str | None, bool]:
    return plain(link), link.attributes["href"], "download" in link.attributes


@pytest.fixture
def catalogue(house: House, templates: Templates) -> Catalogue:
    """Give a function from rows, and a clinic, to the page."""
    return lambda every, clinic=NOBODY: Page(write_catalogue(every, house.labels("en"), templates, clinic))


def test_a_handout_with_all_its_files(catalogue: Catalogue) -> None:
    page = catalogue(rows())
    assert page.all() == [
        [
            "Sleep",
            [
                [
                    "sleep",
                    "insomnia tired",
                    {
                        "language": "",
                        "title": ["How to sleep better", None, "sleep/sleep.html"],
                        "marks": [],
                        "summary": "Go to bed when you are tired.",
                        "facts": "About 3 minutes to read. Version 1.2. Reviewed January 31, 2026. "
                        "Next review January 31, 2028.",
                        "picture": {
                            "src": "sleep/sleep.png",
                            "alt": "",
                            "width": "160",
                            "height": "226",
                            "loading": "lazy",
                        },
                        "groups": [
                            [
                                "Print",
                                ("A4 (PDF, 2 pages, 2 kB)", "sleep/sleep-a4.pdf", True),
                                ("A4, large print (PDF, 6 pages, 2 kB)", "sleep/sleep-a4-large-print.pdf", True),
                                ("Letter (PDF, 3 pages, 2 kB)", "sleep/sleep-letter.pdf", True),
                                ("Letter, large print (PDF, 1 page, 2 kB)", "sleep/sleep-letter-large-print.pdf", True),
                            ],
                            [
                                "Read on screen",
                                ("Web page (HTML, 2 kB)", "sleep/sleep.html", False),
                                ("Ebook (EPUB, 2 kB)", "sleep/sleep.epub", True),
                            ],
                            [
                                "Send",
                                ("Text for e-mail (TXT, 2 kB)", "sleep/sleep.txt", True),
                                ("Portal message (TXT, 2 kB)", "sleep/sleep-portal.txt", True),
                            ],
                        ],
                    },
                ]
            ],
        ]
    ]
    assert page.texts("title") == page.texts("h1") == ["Handouts"]


def test_the_clinic_gives_name_logo_accent_and_paper(catalogue: Catalogue) -> None:
    clinic = Clinic(
        (), "Elm & Oak", logo="a.png", logo_data=b"!", logo_alt="Two trees", accent="#0a7d5a", paper=Paper.LETTER
    )
    page = catalogue(rows(), clinic)
    assert page.texts("title") == ["Handouts – Elm & Oak"]
    assert page.texts(".practice") == ["Elm & Oak"]
    assert page.attribute("img.logo", "alt") == "Two trees"
    assert "solid #0a7d5a" in page.text
    assert [name.partition(" (")[0] for name in page.texts("dl > div:first-child a")] == [
        "Letter",
        "Letter, large print",
        "A4",
        "A4, large print",
    ]


def test_categories_and_handouts_stand_by_the_alphabet_without_accents_and_case(catalogue: Catalogue) -> None:
    every = [
        *rows("e", "émile", category="Über"),
        *rows("f", "Emma", category="Über"),
        *rows("d", "Zoe", category="Über"),
        *rows("c", "A", category="under"),
        *rows("b", "Same", category="anger"),
        *rows("a", "Same", category="anger"),
    ]
    shown = [[name, *(handout[0] for handout in handouts)] for name, handouts in catalogue(every).all()]
    assert shown == [["anger", "a", "b"], ["Über", "e", "f", "d"], ["under", "c"]]


def test_translations_stand_under_their_handout(catalogue: Catalogue) -> None:
    arabic = rows(lang="ar", title="النوم", category="نوم", keywords=())
    spanish = rows(lang="es", title="Dormir mejor", category="Sueño", keywords=("insomnio",))
    page = catalogue([*spanish, *arabic, *rows(), *rows("other", lang="en-GB")])
    [[_, [other, [slug, more, *versions]]]] = page.all()
    assert (slug, more) == ("sleep", "insomnia tired نوم insomnio Sueño")
    assert [(it["language"], it["title"]) for it in versions] == [
        ("English", ["How to sleep better", None, "sleep/sleep.html"]),
        ("العربية", ["النوم", "ar", "sleep/sleep.ar.html"]),
        ("Español", ["Dormir mejor", "es", "sleep/sleep.es.html"]),
    ]
    assert {it["facts"] for it in versions} == {versions[0]["facts"]}, "the words around are English, so the dates are"
    assert "Reviewed 31 January 2026." in other[2]["facts"]
    assert [node.attributes.get("dir") for node in page.tree.css("h3")] == [None, None, "rtl", None]
    assert page.texts("#language option") == [
        "All languages",
        "English",
        "English (United Kingdom)",
        "Español",
        "العربية",
    ]


def test_a_list_of_links_says_of_which_handout_each_is(catalogue: Catalogue) -> None:
    page = catalogue([*rows(), *rows("mood", "How to feel better"), *rows(lang="es", title="Dormir mejor")])
    names = {
        " ".join(plain(page.tree.css_first(f"[id='{part}']")) for part in labels.split())
        for labels in page.attributes("dd a", "aria-labelledby")
    }
    assert len(names) == len(page.tree.css("dd a")) == 24
    assert {"Web page (HTML, 2 kB) How to feel better", "Ebook (EPUB, 2 kB) Dormir mejor"} <= names
    for link in page.tree.css("dd a"):
        assert (link.attributes["aria-labelledby"] or "").partition(" ")[0] == link.attributes["id"]
    ids = page.attributes("[id]", "id")
    assert len(ids) == len(set(ids))


def test_dates_stand_whole(catalogue: Catalogue) -> None:
    page = catalogue(rows(overdue=True))
    assert page.texts(".facts .whole") == ["January 31, 2026", "January 31, 2028"]
    assert page.texts(".mark .whole") == ["January 31, 2028"]


def test_on_a_telephone_one_reads_before_one_prints(catalogue: Catalogue) -> None:
    page = catalogue(rows())
    assert page.texts(".screen dt") == ["Read on screen"]
    [narrow] = re.findall(r"@media \(max-width: 40rem\) \{(.*?)\n\}", page.text, re.DOTALL)
    assert ".screen { order: -1 }" in narrow
    assert ".screen" not in page.text.partition("@media (max-width: 40rem)")[0]


def test_in_the_dark_the_logo_has_white_paper_behind_it(catalogue: Catalogue) -> None:
    [dark] = re.findall(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", catalogue(rows()).text, re.DOTALL)
    assert ".logo { background: #fff; padding:" in dark


def test_drafts_and_overdue_reviews_are_told_in_words(catalogue: Catalogue) -> None:
    [[_, [[_, _, shown]]]] = catalogue(rows(status="draft", overdue=True)).all()
    assert shown["marks"] == ["Draft: not for patients yet", "Review overdue: it was due on January 31, 2028"]


@pytest.mark.parametrize(
    ("words", "told"),
    [(0, ""), (1, "About 1 minute"), (200, "About 1 minute"), (201, "About 2 minutes"), (1371, "About 7 minutes")],
)
def test_reading_time_is_rounded_up(words: int, told: str, catalogue: Catalogue) -> None:
    [[_, [[_, _, shown]]]] = catalogue(rows(words=words)).all()
    assert shown["facts"].partition(" to read. ")[0 if told else 1] == told


@pytest.mark.parametrize(
    ("size", "told"), [(1, "1 kB"), (1500, "1 kB"), (86_000, "84 kB"), (1_048_576, "1.0 MB"), (9_000_000, "8.6 MB")]
)
def test_size_is_told_in_few_digits_on_one_line(size: int, told: str, catalogue: Catalogue) -> None:
    page = catalogue([replace(row, bytes=size) for row in rows()])
    [[_, [[_, _, shown]]]] = page.all()
    assert shown["groups"][2][1][0] == f"Text for e-mail (TXT, {told})"
    glued = told.replace(" ", "\xa0")
    assert f"(PDF, 2\xa0pages, {glued})" in page.text


def test_a_handout_with_few_files_and_no_picture(catalogue: Catalogue) -> None:
    few = [replace(row, picture="") for row in rows() if row.edition in {"a4", "letter"}]
    page = catalogue(few)
    [[_, [[_, _, shown]]]] = page.all()
    assert shown["title"] == ["How to sleep better", None, None]
    assert shown["picture"] is None
    assert [[name, len(files)] for name, *files in shown["groups"]] == [["Print", 2]]
    assert page.attribute("article", "class") == "plain"


def test_a_picture_of_letter_paper_has_its_shape(catalogue: Catalogue) -> None:
    every = [replace(row, picture="sleep/sleep.png" if row.edition == "letter" else "") for row in rows()]
    [[_, [[_, _, shown]]]] = catalogue(every).all()
    assert (shown["picture"]["width"], shown["picture"]["height"]) == ("160", "207")


def test_only_filters_that_would_hide_something_are_there(catalogue: Catalogue) -> None:
    assert catalogue(rows()).texts("select") == []
    several = [*rows(), *rows("mood", category="Mood"), *rows("mood", lang="es", category="Ánimo")]
    page = catalogue(several)
    assert [page.texts(f"#{name} option") for name in page.attributes("select", "id")] == [
        ["All categories", "Mood", "Sleep"],
        ["All languages", "English", "Español"],
    ]
    page = catalogue([*several, *(row for row in rows("worry") if row.edition in {"html", "a4"})])
    assert page.texts("#format option") == [
        "All formats",
        "Web page",
        "Ebook",
        "Text for e-mail",
        "Portal message",
        "A4",
        "A4, large print",
        "Letter",
        "Letter, large print",
    ]
    assert page.texts("label") == ["Search", "Category", "Language", "Format"]


def test_without_script_the_list_is_whole_and_has_no_dead_control(catalogue: Catalogue) -> None:
    page = catalogue([*rows(), *rows("mood", category="Mood")])
    assert [node.tag for node in page.tree.css("[hidden]")] == ["form", "button"]
    assert page.texts("noscript a") == ["Mood", "Sleep"]
    assert page.attributes("noscript a", "href") == [f"#{name}" for name in page.attributes("section", "id")]
    assert catalogue(rows()).texts("noscript") == []


def test_nothing_published_is_an_empty_page(catalogue: Catalogue) -> None:
    page = catalogue([])
    assert (page.all(), page.texts("h1")) == ([], ["Handouts"])


def test_hostile_words_come_out_as_words(catalogue: Catalogue) -> None:
    hostile = rows(
        title=HOSTILE, summary=HOSTILE, category=HOSTILE, version=HOSTILE, keywords=(f"{HOSTILE}!",), status="draft"
    )
    clinic = Clinic((), HOSTILE, logo="a.svg", logo_alt=HOSTILE)
    page, same = (
        catalogue([*one, *rows("mood", category="Mood")], it) for one, it in ((hostile, clinic), (rows(), NOBODY))
    )
    assert [page.tree.css(where)[0].text() for where in ("h3 a", ".summary", "option + option")] == [HOSTILE] * 3
    assert page.attribute(".handout", "data-more") == f"{HOSTILE}!"
    assert page.attribute("img.logo", "alt") == HOSTILE
    assert plain(page.tree.css_first("h2")) == " ".join(HOSTILE.split())
    assert len(page.tree.css("script, style, b")) == len(same.tree.css("script, style, b")) == 2


def test_hostile_file_names_stay_links_into_the_folder(catalogue: Catalogue) -> None:
    every = [replace(row, file=f"""javascript:alert("{row.edition}")""") for row in rows()]
    links = catalogue(every).attributes("article a", "href")
    assert len(links) == 1 + len(every), "the title's, and one for each file"
    assert all(link.startswith("javascript%3Aalert") for link in links)


def test_nothing_runs_but_what_the_policy_names(catalogue: Catalogue) -> None:
    page = catalogue(rows())
    policy = page.attribute("meta[http-equiv]", "content")
    rules = {name: value for name, _, value in (rule.partition(" ") for rule in policy.split("; "))}

    def named(tag: str) -> str:
        [text] = re.findall(f"<{tag}>(.*?)</{tag}>", page.text, re.DOTALL)
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    assert rules == {
        "default-src": "'none'",
        "script-src": named("script"),
        "style-src": named("style"),
        "font-src": "data:",
        "img-src": "'self' file: data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert not page.tree.css("[style]")
    assert not re.search(r"\son\w+=", page.text)
    assert "http:" not in page.text.replace("http-equiv", "")
    assert "https:" not in page.text


def test_same_bytes_whatever_the_order(house: House, templates: Templates) -> None:
    every = [*rows(), *rows(lang="es"), *rows("mood", category="Mood"), *rows("worry", "A")]
    first = write_catalogue(every, house.labels("en"), templates, NOBODY)
    for seed in range(5):
        mixed = Random(seed).sample(every, len(every))  # noqa: S311 - an order, no secret
        assert write_catalogue(mixed, house.labels("en"), Templates(templates.files), NOBODY) == first


def test_a_thousand_handouts_are_a_lean_page(house: House, templates: Templates) -> None:
    every = [
        row for number in range(1000) for row in rows(f"handout-{number}", f"No {number}", category=f"{number % 25}")
    ]
    data = write_catalogue(every, house.labels("en"), templates, NOBODY)
    assert data.count(b"<dd>") == 8000
    assert len(data) < 1_900_000


def test_a_label_that_is_not_there_is_an_error(house: House, templates: Templates) -> None:
    labels = {name: words for name, words in house.labels("en").items() if name != "draft"}
    with pytest.raises(RenderError, match="draft"):
        write_catalogue(rows(status="draft"), labels, templates, NOBODY)


def test_french_signs_stay_with_the_word_that_they_stand_at(house: House) -> None:
    words = {"summary": "Parler « enfin » ; oui !", "category": "Et moi ?"}
    row = rows(title="Bien dormir : comment ?", lang="fr", **words)[0]
    other = rows("other", category="What ?")[0]
    labels = house.labels("en")
    page = write_catalogue([row, other], labels, Templates(house.templates), NOBODY).decode()
    assert re.findall("<option>(.*?)</option>", page)[:2] == ["Et moi\u00a0?", "What ?"]
    assert re.findall("<h2[^>]*>(.*?)</h2>", page) == ["Et moi\u00a0?", "What ?"]
    assert ">Bien dormir\u00a0: comment\u00a0?</a>" in page
    assert ">Parler «\u00a0enfin\u00a0»\u00a0; oui\u00a0!</p>" in page
