"""References: their addresses as they are printed, and as a link has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from press.model import EDITIONS, Format
from press.pipeline.houses import House
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source
from press.verify.pdf import read
from press.verify.piece import BREAK

LINKS = {
    "url: https://de.wikipedia.org/wiki/Schlafstörung|x": "https://de.wikipedia.org/wiki/Schlafst%C3%B6rung%7Cx",
    'url: https://example.org/a%20b?x=[1]&y="2"#end': "https://example.org/a%20b?x=[1]&y=%222%22#end",
    "doi: 10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-#": (
        "https://doi.org/10.1002/(SICI)1096-8644(199601)99:1%3C1::AID-AJPA1%3E3.0.CO;2-%23"
    ),
    "doi: 10.1234/a%b?c": "https://doi.org/10.1234/a%25b%3Fc",
}
"""A reference's address in the front matter, and where its link leads."""


@pytest.mark.parametrize("name", ["html", "epub", "text", "a4", "a4-large-print"])
def test_addresses_that_no_link_may_hold(
    name: str, prepared: Callable[..., Prepared], verified: Callable[..., bytes]
) -> None:
    rows = "".join(f'\n  - id: r{n}\n    citation: "C"\n    {row}' for n, row in enumerate(LINKS))
    cited = "; ".join(f"@r{n}" for n in range(len(LINKS)))
    body = f"## One\n\nWords [{cited}], <https://example.org/Straße>.\n"
    made = prepared(body, references=rows)
    data = verified(made, name)
    if name == "html":
        hrefs = re.findall(r'<a href="([^"]*)"><span dir="ltr">', data.decode().partition('class="references"')[2])
        assert [href.replace("&amp;", "&") for href in hrefs] == [*LINKS.values()]
    if name == "text":
        assert "%C3%9F" not in data.decode()  # an address that the words hold already is not printed once more


HOSTS = [f"{'name' * count}.example.org" for count in range(1, 16, 2)]


@pytest.mark.parametrize("name", [name for name, edition in EDITIONS.items() if edition.format is Format.PDF])
def test_an_address_whose_host_is_longer_than_a_line_is_broken_but_not_behind_its_scheme(
    name: str, prepared: Callable[..., Prepared], verified: Callable[..., bytes]
) -> None:
    urls = [f"https://{host}{path}" for host in HOSTS for path in ("", "/" + "a" * 70, "?" + "a" * 70)]
    rows = "".join(f'\n  - id: r{n}\n    citation: "C"\n    url: {url}' for n, url in enumerate(urls))
    body = "".join(f"Words [@r{n}], <{url}>.\n\n" for n, url in enumerate(urls))
    data = verified(prepared(f"## One\n\n{body}", references=rows), name)
    found = "\n".join(piece.text for piece in read(data).pieces)
    assert found.count("https://name") == 2 * len(urls)
    assert BREAK in found


CLINIC = """\
name = "Praxis"
email = "hallo&grüße@praxis.example"
web = "https://praxis-müller.example/?q=a|b"

[[crisis]]
label = "Hilfe"
web = "https://hilfe.example/nächste"
checked = 2026-11-01
"""
FROM_CLINIC = [
    "https://hilfe.example/n%C3%A4chste",
    "mailto:hallo&amp;gr%C3%BC%C3%9Fe@praxis.example",
    "https://praxis-m%C3%BCller.example/?q=a%7Cb",
]


@pytest.mark.parametrize("name", ["html", "epub", "text", "a4"])
def test_addresses_of_a_practice_that_no_link_may_hold(
    name: str, article_text: Callable[..., str], house: House, verified: Callable[..., bytes]
) -> None:
    source = Source("x", "", "source/x/article.md", article_text().encode(), {})
    (made,) = prepare([source], replace(house, clinic=CLINIC, clinic_file="clinic.toml"))
    data = verified(made, name)
    if name == "html":
        assert [href for href in FROM_CLINIC if f'<a href="{href}">' not in data.decode()] == []
    if name == "text":
        assert "%" not in data.decode()
