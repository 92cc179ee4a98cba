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
    ("1-833-TLC-MAMA (1-833-852-6262)", "tel:+18338526262"),
    ("1800-RESPECT (1800 737 732)", "tel:1800737732"),
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
    ("+52 1 55 1234 5678", "tel:+525512345678"),
    ("55 1234 5678", "tel:+5215512345678"),
    ("011 15-2345-6789", "tel:+5491123456789"),
    ("(0351) 15 234-5678", "tel:+54 9 351 234-5678"),
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
    ("\u0661\u0661\u0666 \u0661\u0662\u0663", "tel:116123"),
    ("\u06f1\u06f4\u06f8\u06f0", "tel:1480"),
    ("\u0967\u096a\u096a\u0967\u096c", "tel:14416"),
    ("0341/97 10 800", "tel:+493419710800"),
    ("+49 (0)341/9710-800", "tel:03419710800"),
    ("+385 1/4833-888", "tel:+38514833888"),
    ("0800/1110111 or 0800/1110222", "tel:08001110222"),
    ("0117 496 0123/4", "tel:+441174960123"),
    ("000/112", "tel:000"),
    ("24/7/365", "tel:116123"),
    ("From 05/2026", "tel:116123"),
    ("From 01/02/2026", "tel:116123"),
    ("In 01/2026-02/2027", "tel:116123"),
    ("0800/0900", "tel:116123"),
    ("Clinic 2 0117 496 0123", "tel:+441174960123"),
    ("Ward 12 (0117) 496 0123", "tel:+441174960123"),
    ("116 123 24/7", "tel:116123"),
    ("Call 116 123 24 hours a day", "tel:116123"),
    ("0800 111 222\n7 days a week", "tel:0800111222"),
    ("1-800-273-8255", "tel:+1-800-273-8255"),
    ("Lifeline 13 11 14", "tel:131114"),
    ("0508 828 865 (0508 TAUTOKO)", "tel:0508828865"),
    ("0800 111 0 111", "tel:08001110111"),
    ("01.45.39.40.00", "tel:+33145394000"),
    ("113 Online: 0800-0113", "tel:08000113"),
    ("1577-0199", "tel:15770199"),
    ("+91 22 2754 6669", "tel:+912227546669"),
    ("(11) 3115-4111", "tel:+551131154111"),
    ("00 44 117 496 0123", "tel:+441174960123"),
    ("COVID-19 line", "tel:119"),
    ("nhs.uk", "https://www.nhs.uk/conditions/"),
    ("NHS.uk/a", "https://nhs.uk/b"),
    ("(mind.org.uk).", "https://mind.org.uk"),
    ("nhs.uk", "https://111.nhs.uk"),
    ("111.nhs.uk", "https://www.nhs.uk/111"),
    ("b\u00fccher.de", "https://xn--bcher-kva.de"),
    ("doi.org/10.1136/bmj", "https://dx.doi.org/10.1136/bmj"),
    ("10.1136/bmj.l1234", "https://doi.org/10.1136/bmj.l1234"),
    ("README.md", "https://example.org/9"),
    ("setup.py", "https://example.org/9"),
    ("Node.js", "https://example.org/9"),
    ("version 1.2", "https://example.org/9"),
    ("J.Smith", "https://example.org/9"),
    ("B.Sc.", "https://example.org/9"),
    ("e.g.", "https://example.org/9"),
    ("what nhs.uk says", "https://example.org/9"),
    ("ann@example.org", "https://example.com"),
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
    ("+52 1 55 1234 5678", "tel:+525512345679", "+52 1 55 1234 5678"),
    ("011 15-2345-6789", "tel:+5491123456788", "011 15-2345-6789"),
    ("011 15-2345-6789", "tel:+541123456789", "011 15-2345-6789"),
    ("0341 - 97 10 800", "tel:+493419710801", "97 10 800"),
    ("1-800-799-SAFE (7233)", "tel:+18007997234", "1-800-799-7233"),
    ("1-833-TLC-MAMA (1-833-852-6262)", "tel:+18338526263", "1-833-852-6262"),
    ("ann@example.org", "mailto:bob@example.org", "ann@example.org"),
    ("(https://example.org)", "https://example.com", "https://example.org"),
    ("www.nhs.uk/a", "https://www.nhs.uk.example.com/a", "www.nhs.uk/a"),
    ("www.nhs.uk", "https://bit.ly/nhs", "www.nhs.uk"),
    ("www.nhs.uk", "https://www.nhs.uk:80@example.com", "www.nhs.uk"),
    ("www.b\u00fccher.example", "https://xn--bcher-kva.example.com", "www.b\u00fccher.example"),
    ("\u0661\u0661\u0666 \u0661\u0662\u0663", "tel:116124", "116 123"),
    ("\u0627\u062a\u0635\u0644 \u0669\u0669\u0667", "tel:998", "997"),
    ("\uff19\uff18\uff18", "tel:999", "988"),
    ("0117\u2009496\u20090123", "tel:01174960124", "0117\u2009496\u20090123"),
    ("0341/9710800", "tel:+493419710801", "0341/9710800"),
    ("Call 0341/97 10 800", "tel:116123", "0341/97 10 800"),
    ("+49 341/9710800", "tel:+493419710801", "+49 341/9710800"),
    ("02/123.45.67", "tel:+3221234568", "02/123.45.67"),
    ("01/4833-888", "tel:+38514833889", "01/4833-888"),
    ("Clinic 2 0117 496 0123", "tel:+441174960124", "0117 496 0123"),
    ("116 124 24/7", "tel:116123", "116 124 24"),
    ("13 11 14", "tel:131115", "13 11 14"),
    ("01 45 39 40 00", "tel:+33145394001", "01 45 39 40 00"),
    ("nhs.uk", "https://example.com", "nhs.uk"),
    ("NHS.uk/a.", "https://example.com/nhs.uk/a", "NHS.uk/a"),
    ("(nhs.uk)", "https://nhs.uk.example.com", "nhs.uk"),
    ("nhs.uk", "https://xnhs.uk", "nhs.uk"),
    ("samaritans.org", "https://samaritans.com", "samaritans.org"),
    ("mind.org.uk", "https://mind.org", "mind.org.uk"),
    ("b\u00fccher.de", "https://bucher.de", "b\u00fccher.de"),
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
