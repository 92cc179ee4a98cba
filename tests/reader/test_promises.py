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
    ("1-800-273-TALK", "tel:+18002738255"),
    ("1-800 273 TALK", "tel:+18002738255"),
    ("1800 RESPECT", "tel:1800737732"),
    ("Our 24-7 line", "tel:116123"),
    ("Day and night, 24-7", "tel:116123"),
    ("365 days a year", "tel:116123"),
    ("Room 4, 0117 496 0123, or 0117 496 0124", "tel:01174960124"),
    ("Ann@example.org.", "mailto:ann@example.org?subject=A%20visit"),
    ("mailto:ann@example.org", "MAILTO:ann@example.org"),
    ("Write to ann@example.org", "mailto:bob@example.org"),
    ("ann@example.org", "https://example.org/contact"),
    ("www.example.org", "https://example.org/visits"),
    ("HTTPS://Example.org/a", "http://www.example.org/b?c"),
    ("https://b\u00fccher.example/", "https://xn--bcher-kva.example"),
    ("https://b\u00fccher.example/", "https://b%C3%BCcher.example/a"),
    ("report.pdf", "https://example.org/report.pdf"),
    ("what www.example.org says", "https://example.com"),
    ("116 123", "#116-123"),
]

BROKEN = [
    ("116 123", "tel:116124", "116 123"),
    ("988", "tel:999", "988"),
    ("988 or 999", "tel:111", "999"),
    ("116 124 day and night", "tel:116123", "116 124"),
    ("Emergency: call 999.", "tel:988", "999"),
    ("Call 116 124", "tel:116123", "116 124"),
    ("Samaritans (116 124), day and night", "tel:116123", "116 124"),
    ("0117 496 0123", "tel:+441174960124", "0117 496 0123"),
    ("555-555-0142", "tel:+15555550143", "555-555-0142"),
    ("555-555-0142", "tel:+12345555550142", "555-555-0142"),
    ("+44 117 496 0123", "tel:0800 496 0123", "+44 117 496 0123"),
    ("ann@example.org", "mailto:bob@example.org", "ann@example.org"),
    ("(https://example.org)", "https://example.com", "https://example.org"),
    ("www.nhs.uk/a", "https://www.nhs.uk.example.com/a", "www.nhs.uk/a"),
    ("www.nhs.uk", "https://bit.ly/nhs", "www.nhs.uk"),
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
