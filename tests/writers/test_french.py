"""Handouts in French: its signs stay with the word that they stand at; and what other languages keep on one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from markupsafe import Markup

from press.model import EDITIONS, Format
from press.pipeline.houses import House
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source
from press.verify.pdf import read
from press.verify.piece import BREAK
from press.writers import Templates, writer
from press.writers.unbroken import tied

WORDS = "Que faire ? Parler « enfin » à **quelqu'un** : un ami ; « *oui* » ! "
CODE = "`a ? b : c`\n\n```\n« a » ? b : c\n```\n"
BODY = (
    f'## Que **faire** ?\n\n{WORDS * 12}\n\n- {WORDS * 4}\n\n::: write 2 "{"Et vous ? " * 12}"\n:::\n\n'
    f"| Quoi ? | Combien ? |\n|---|---|\n| {WORDS * 2} | « 5 mg » ; oui |\n\n{CODE}"
)


@pytest.fixture(scope="module")
def french(house: House) -> House:
    """Give a house whose labels say that they are French."""
    files = house.templates
    return replace(
        house, templates={**files, "labels/fr.toml": files["labels/en.toml"], "crisis/fr.toml": files["crisis/en.toml"]}
    )


@pytest.fixture(scope="module")
def article(french: House, article_text: Callable[..., str]) -> Prepared:
    """Give an article in French."""
    title, summary = f'"{"Bien dormir : comment ? " * 4}"', f'"{"Comment ? " * 40}"'
    data = article_text(BODY, lang="fr-CA", title=title, summary=summary).encode()
    (made,) = prepare([Source("x", "", "source/x/article.md", data, {})], french)
    return made


@pytest.mark.parametrize("name", EDITIONS)
def test_no_line_begins_with_a_sign(
    name: str, article: Prepared, french: House, verified: Callable[..., bytes]
) -> None:
    data = verified(article, name, french)
    if name.startswith(("a4", "letter")):
        text = BREAK.join(piece.text for piece in read(data).pieces).replace(f"{BREAK}« a » ? b : c", "")
        assert text.count(BREAK) > 40
        assert not re.search(f"{BREAK} ?[»?!:;]|« ?{BREAK}", text)
    if name == "text":
        lines = data.decode().splitlines()
        assert not [line for line in lines if re.search(r"^ *[»?!:;]|«$", line)]
        assert "\u00a0" not in data.decode()
    if name in {"html", "epub"}:
        page = data if name == "html" else ZipFile(BytesIO(data)).read("EPUB/text/handout.xhtml")
        text = re.sub("<[^>]*>", "", page.decode().partition("<body")[2])
        assert len(re.findall("(?<=«) | (?=[»?!:;])", text)) == len(re.findall("[«»?:]", CODE))


@pytest.mark.parametrize(("file", "list_"), [("nav.xhtml", "nav"), ("toc.ncx", "navMap")])
def test_no_line_of_the_contents_begins_with_a_sign(file: str, list_: str, article: Prepared, french: House) -> None:
    data = writer(Format.EPUB)(article.sheet, EDITIONS["epub"], Templates(french.templates))
    contents = ZipFile(BytesIO(data)).read(f"EPUB/{file}").decode()
    text = re.sub("<[^>]*>", "", contents.partition(f"<{list_}")[2].partition(f"</{list_}>")[0])
    assert text.count("Bien dormir\u00a0: comment\u00a0?") >= 1
    assert text.count("Que faire\u00a0?") == 1
    assert not re.search("(?<=«) | (?=[»?!:;])", text)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Quoi ? « a » : b ; c !", "fr", "Quoi~? «~a~»~: b~; c~!"),
        ("Quoi ? « a »", "en", "Quoi ? « a »"),
        ('<b title="a ?">«</b> <i>a</i> ?', "fr-CH", '<b title="a ?">«</b> <i>a</i>~?'),
        ("« <i>a</i> » <pre>a ?</pre> a ! <code>b :</code>", "fr", "«~<i>a</i>~» <pre>a ?</pre> a~! <code>b :</code>"),
        ("Maße, z. B. 5 cm, i. d. R. am 3. 5. um 8. Uhr", "de", "Maße, z.~B. 5 cm, i.~d.~R. am 3.~5. um 8. Uhr"),
        ("W domu i w Polsce, na z: o, ba i 5", "pl", "W~domu i~w~Polsce, na z: o, ba i~5"),
        ("<p>A <b>v domě</b> k ní, s <i>tím</i></p>", "cs", "<p>A~<b>v~domě</b> k~ní, s~<i>tím</i></p>"),
        ("<p>I <b>5 mg</b>, a „o” w (domu) – z – ba</p>", "pl", "<p>I~<b>5 mg</b>, a~„o” w~(domu) – z – ba</p>"),
    ],
)
def test_what_is_tied(text: str, lang: str, expected: str) -> None:
    given = Markup(text) if "<" in text else text  # noqa: S704 - ours
    assert tied(given, lang).replace("\u00a0", "~") == expected
