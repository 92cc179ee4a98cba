"""A link leads where its words say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from press.errors import SourceError
from press.reader.promises import broken_promise

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = [
    ("116 123", "tel:116123"),
    ("Call 0117 496 0123 (24-7)", "tel:+441174960123"),
    ("+44 (0)117 496 0123", "tel:+441174960123"),
    ("0044 117\u2011496\u20110123", "tel:0117-496-0123"),
    ("(555) 555-0142, extension 12", "tel:+15555550142;ext=12"),
    ("555.555.0142", "tel:555-555-0142,12"),
    ("06 5555 0142", "tel:+390655550142"),
    ("Call 988 or 999", "tel:988"),
    ("000", "tel:000"),
    ("1-800-273-TALK", "tel:+18002738255"),
    ("1-800 273 TALK", "tel:+18002738255"),
    ("1-800-799-SAFE (7233)", "tel:+18007997233"),
    ("1-855-DIAL-NOW (342-5669)", "tel:18553425669"),
    ("1800 RESPECT", "tel:1800737732"),
    ("Our 24-7 line", "tel:116123"),
    ("Day and night, 24-7", "tel:116123"),
    ("365 days a year", "tel:116123"),
    ("Ward 204", "tel:01174960123"),
    ("Room 4, 0117 496 0123, or 0117 496 0124", "tel:01174960124"),
    ("0341 - 97 10 800", "tel:+493419710800"),
    ("Tel:0117 496 0123", "tel:+441174960123"),
    ("0800\u202f123\u202f456", "tel:0800123456"),
    ("8 (495) 123-45-67", "tel:+74951234567"),
    ("+7 800 555-35-35", "tel:88005553535"),
    ("8 017 218-84-31", "tel:+375172188431"),
    ("Extension 204", "tel:+15555550142;ext=204"),
    ("18001 0117 496 0123", "tel:18001,01174960123"),
    ("Call us (8.00\u201318.00)", "tel:+493012345678"),
    ("Our number from 24.12.2026", "tel:+493012345678"),
    ("The winter 2026-27 helpline", "tel:116123"),
    ("Our helpline, since 2004", "tel:116123"),
    ("Ann@example.org.", "mailto:ann@example.org?subject=A%20visit"),
    ("mailto:ann@example.org", "MAILTO:ann@example.org"),
    ("ann@example.org", "mailto:ann@example.org,bob@example.org"),
    ("ann@b\u00fccher.example", "mailto:ann@xn--bcher-kva.example"),
    ("Write to ann@example.org", "mailto:bob@example.org"),
    ("ann@example.org", "https://example.org/contact"),
    ("www.example.org", "https://example.org/visits"),
    ("HTTPS://Example.org/a", "http://www.example.org/b?c"),
    ("https://b\u00fccher.example/", "https://xn--bcher-kva.example"),
    ("https://b\u00fccher.example/", "https://b%C3%BCcher.example/a"),
    ("www.stra\u00dfe.example", "https://xn--strae-oqa.example"),
    ("www.example.org", "https://example.org:8443/"),
    ("report.pdf", "https://example.org/report.pdf"),
    ("what www.example.org says", "https://example.com"),
    ("116 123", "#116-123"),
]

BROKEN = [
    ("116 123", "tel:116124", "116 123"),
    ("988", "tel:999", "988"),
    ("116 123", "tel:123", "116 123"),
    ("112", "tel:+44112", "112"),
    ("000", "tel:112", "000"),
    ("988 or 999", "tel:111", "999"),
    ("116 124 day and night", "tel:116123", "116 124"),
    ("Emergency: call 999.", "tel:988", "999"),
    ("Call 116 124", "tel:116123", "116 124"),
    ("Samaritans (116 124), day and night", "tel:116123", "116 124"),
    ("0117 496 0123", "tel:+441174960124", "0117 496 0123"),
    ("555-555-0142", "tel:+15555550143", "555-555-0142"),
    ("555-555-0142", "tel:+12345555550142", "555-555-0142"),
    ("+44 117 496 0123", "tel:0800 496 0123", "+44 117 496 0123"),
    ("8 (495) 123-45-67", "tel:+74951234568", "8 (495) 123-45-67"),
    ("0341 - 97 10 800", "tel:+493419710801", "97 10 800"),
    ("1-800-799-SAFE (7233)", "tel:+18007997234", "1-800-799-7233"),
    ("ann@example.org", "mailto:bob@example.org", "ann@example.org"),
    ("(https://example.org)", "https://example.com", "https://example.org"),
    ("www.nhs.uk/a", "https://www.nhs.uk.example.com/a", "www.nhs.uk/a"),
    ("www.nhs.uk", "https://bit.ly/nhs", "www.nhs.uk"),
    ("www.nhs.uk", "https://www.nhs.uk:80@example.com", "www.nhs.uk"),
    ("www.b\u00fccher.example", "https://xn--bcher-kva.example.com", "www.b\u00fccher.example"),
]


@pytest.mark.parametrize(("words", "target"), KEPT)
def test_a_link_that_leads_where_its_words_say(words: str, target: str) -> None:
    assert not broken_promise(words, target)


@pytest.mark.parametrize(("words", "target", "promise"), BROKEN)
def test_a_link_that_leads_elsewhere(words: str, target: str, promise: str) -> None:
    assert broken_promise(words, target) == promise


def test_it_is_told_at_its_line(prepared: Callable[..., object]) -> None:
    with pytest.raises(SourceError) as caught:
        prepared("Day and night,\ncall [Samaritans, **116 123**](tel:116124).\n")
    (problem,) = caught.value.problems
    told = "the words say `116 123`, but the link leads to `tel:116124`; write the same in both brackets"
    assert str(problem).endswith(f":13: {told}")
