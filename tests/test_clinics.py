"""The clinics of examples/: one article, one fingerprint, other furniture; and nothing of it can be lost unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from press.model import EDITIONS, Edition, Format
from press.pipeline.houses import House, read_house
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import read_sources
from press.verify import EXTRACTORS, verify
from press.verify.piece import BREAK, Kind, Reading
from press.writers import Templates, writer

ROOT = Path(__file__).resolve().parent.parent
CLINICS = ROOT / "examples"
SLUG = "what-if-therapy-isnt-helping"
FINGERPRINT = "bb8e36e6"
IN_TIME, TOO_LATE = date(2026, 11, 23), date(2028, 11, 23)

DISCLAIMER = (
    "This handout gives general information. It does not replace advice from someone who knows you and your health."
)
ADDRESS = f"https://riverside.example.org/handouts/{SLUG}/{SLUG}.html"

# What stands in every edition before the title, in the crisis box, and from the disclaimer on.
TOPS = {
    "": ["Identity & Self-Worth"],
    "riverside-uk": ["A river under a rising sun", "Riverside Talking Therapies", "Identity & Self-Worth"],
    "lakeside-us": ["Lakeside Counseling", "Identity & Self-Worth"],
}
CRISIS = {
    "": [
        "In danger now? US: Call 911.",
        "In danger now? UK: Call 999.",
        "In danger now? Europe: Call 112.",
        "In danger now? Elsewhere: call your emergency number",
        "US: Call 988. Text 988.",
        "Samaritans (UK): Call 116 123.",
        "Shout (UK): Text SHOUT to 85258.",
        "Other countries: Visit findahelpline.com.",
    ],
    "riverside-uk": [
        "Our crisis line: Call 01632 960999. Day and night.",
        "In danger now? Call 999.",
        "NHS: Call 111, then option 2.",
        "Samaritans: Call 116 123.",
        "Shout: Text SHOUT to 85258.",
    ],
    "lakeside-us": [
        "In danger now? Call 911.",
        "988 Suicide and Crisis Lifeline: Call 988. Text 988. By phone, veterans press 1, Spanish press 2.",
    ],
}
LINKS = {
    "": ["tel:911", "tel:999", "tel:112", "tel:988", "sms:988", "tel:116123", "sms:85258", "https://findahelpline.com"],
    "riverside-uk": ["tel:01632960999", "tel:999", "tel:111", "tel:116123", "sms:85258"],
    "lakeside-us": ["tel:911", "tel:988", "sms:988"],
}
ENDS = {
    "": [
        DISCLAIMER,
        "You can also get this handout in large print, as a web page, an ebook or plain text. Just ask.",
        "Did it help? Please tell whoever gave it to you what was good and what was missing.",
    ],
    "riverside-uk": [
        DISCLAIMER,
        "Would braille, audio or another language suit you better? Call us and we will send it.",
        "Tell us what helped: write to hello@riverside.example.org.",
        f"Read it online: {ADDRESS}",
        f"QR code that opens {ADDRESS}",
        "Your practice",
        "2 Mill Lane, Anytown AN1 2XX",
        "01632 960123",
        "hello@riverside.example.org",
        "https://riverside.example.org",
        "Monday to Friday, 9am to 5pm",
        "Bring this sheet to your next visit.",
    ],
    "lakeside-us": [
        DISCLAIMER,
        "You can also get this handout in large print, as a web page, an ebook or plain text. Just ask.",
        "Did it help? Please tell whoever gave it to you what was good and what was missing.",
        "Your practice",
        "40 Shore Road, Anytown, MN",
        "(555) 555-0142",
        "front.desk@lakeside.example.org",
        "https://lakeside.example.org/",
        "Open Monday to Saturday",
    ],
}


def house_of(clinic: str, today: date = IN_TIME) -> House:
    return read_house(ROOT / "templates", CLINICS / f"{clinic}.toml" if clinic else None, today)


def prepared_for(house: House) -> Prepared:
    (made,) = prepare(read_sources(ROOT / "source", [SLUG], ()), house)
    return made


def written(made: Prepared, edition: Edition, files: Mapping[str, bytes]) -> bytes:
    return writer(edition.format)(made.sheet, edition, Templates(files))


def read_back(data: bytes, edition: Edition) -> Reading:
    from importlib import import_module  # noqa: PLC0415

    reading: Reading = import_module(EXTRACTORS[edition.format]).read(data)
    return reading


def shown(reading: Reading) -> list[str]:
    """Return the words of each piece, without the ends of lines."""
    return [re.sub(rf"(?<=[/-]){BREAK}", "", piece.text).replace(BREAK, " ") for piece in reading.pieces]


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("clinic", TOPS)
def test_one_text_in_other_furniture(clinic: str, name: str) -> None:
    house, edition = house_of(clinic), EDITIONS[name]
    made = prepared_for(house)
    data = written(made, edition, house.templates)
    assert verify(data, made.inventory, edition).findings == ()
    reading = read_back(data, edition)
    words = shown(reading)
    assert words[: words.index(made.inventory.title)] == tops(clinic, edition)
    crisis = words.index("If you need help now") + 1
    assert words[crisis : crisis + len(CRISIS[clinic])] == CRISIS[clinic]
    assert words[words.index(DISCLAIMER) :] == ends(clinic, edition)
    assert f"Content fingerprint: {FINGERPRINT}" in words
    if edition.format is not Format.TEXT:
        assert reading.metadata["fingerprint"] == FINGERPRINT
        links = [link.target for piece in reading.pieces[crisis:][: len(CRISIS[clinic])] for link in piece.links]
        book = edition.format is Format.EPUB
        assert links == [link for link in LINKS[clinic] if not (book and link.startswith("sms:"))]
    assert ("Sources" in words) is not (clinic == "lakeside-us" and edition.format is Format.PDF)


def tops(clinic: str, edition: Edition) -> list[str]:
    has_picture = clinic == "riverside-uk" and edition.format is not Format.TEXT
    return TOPS[clinic] if has_picture or clinic != "riverside-uk" else TOPS[clinic][1:]


def ends(clinic: str, edition: Edition) -> list[str]:
    return [words for words in ENDS[clinic] if edition.format is Format.PDF or not words.startswith("QR code")]


@pytest.mark.parametrize("name", EDITIONS)
def test_the_longest_texts(name: str) -> None:
    short, long = "a name " * 17, "some words " * 54
    texts = {"name": short, "phone": f"111, {short}"[:120]}
    texts |= dict.fromkeys(("address", "hours", "other_formats", "feedback", "note"), long + "x" * 6)
    line = f'label = "{short}"\ntext = "{short[:100]}111"\nhours = "{long}"\nchecked = 2026-11-01\n'
    clinic = "".join(f'{key} = "{text}"\n' for key, text in texts.items()) + f"[[crisis]]\n{line}"
    house, edition = replace(house_of(""), clinic=clinic, clinic_file="clinic.toml"), EDITIONS[name]
    made = prepared_for(house)
    assert verify(written(made, edition, house.templates), made.inventory, edition).findings == ()


@pytest.mark.parametrize("name", ["html", "text", "a4"])
def test_a_logo_that_says_the_name_is_not_followed_by_it(name: str) -> None:
    house = house_of("riverside-uk")
    text = house.clinic.replace("A river under a rising sun", "Riverside Talking Therapies")
    made, edition = prepared_for(replace(house, clinic=text)), EDITIONS[name]
    data = written(made, edition, house.templates)
    assert verify(data, made.inventory, edition).findings == ()
    first, second = read_back(data, edition).pieces[:2]
    kind = Kind.PARAGRAPH if name == "text" else Kind.FIGURE
    assert (first.kind, first.text, second.text) == (kind, "Riverside Talking Therapies", "Identity & Self-Worth")


@pytest.mark.parametrize("name", ["text", "portal"])
def test_plain_text_begins_with_the_name_and_not_with_the_logo(name: str) -> None:
    house, edition = house_of("riverside-uk"), EDITIONS[name]
    made = prepared_for(house)
    data = written(made, edition, house.templates)
    assert verify(data, made.inventory, edition).findings == ()
    assert data.startswith(b"Riverside Talking Therapies\n\n")
    assert b"A river" not in data


@pytest.mark.parametrize("name", ["html", "portal", "letter"])
def test_an_overdue_review_is_marked(name: str) -> None:
    house, edition = house_of("lakeside-us", TOO_LATE), EDITIONS[name]
    made = prepared_for(house)
    reading = read_back(written(made, edition, house.templates), edition)
    mark = "Review overdue: it was due on November 22, 2028"
    words = shown(reading)
    assert words[words.index(made.inventory.title) + 1] == mark
    assert [mark in " ".join(page.split()) for page in reading.pages] == [True] * len(reading.pages)


def test_citations_lead_nowhere_where_sources_are_given_on_request() -> None:
    house = house_of("lakeside-us")
    made = prepared_for(house)
    found = {}
    for name in ("html", "letter"):
        reading = read_back(written(made, EDITIONS[name], house.templates), EDITIONS[name])
        found[name] = [
            [link.target for link in piece.links]
            for piece in reading.pieces
            if "of how therapy will go [1]" in piece.text
        ]
    assert found == {"html": [["#ref-1"]], "letter": [[]]}


# --- what is dropped is found ---


def without(files: Mapping[str, bytes], edition: Edition, drops: Mapping[str, tuple[bytes, ...]]) -> dict[str, bytes]:
    """Return templates in which this edition alone lacks what the marked tests, or lines, stand for."""
    changed = dict(files)
    elsewhere = f'edition.name != "{edition.name}"'.encode()
    for file, parts in drops.items():
        for part in parts:
            assert changed[file].count(part) == 1, part
            new = (
                part.replace(b"{% if ", b"{% if " + elsewhere + b" and ")
                if part.startswith(b"{% if ")
                else b"{% if " + elsewhere + b" %}" + part + b"{% endif %}"
            )
            changed[file] = changed[file].replace(part, new)
    return changed


FURNITURE = {
    "shared/masthead.j2": (b"{% if clinic.logo %}",),
    "shared/sheet.j2": (b"{% if sheet.overdue %}",),
    "shared/about.j2": (
        b"<p>{{ labels.disclaimer }}</p>",
        b"<p>{{ (clinic.other_formats or labels.other_formats)|unbroken|facing(meta.lang) }}</p>",
        b"<p>{{ (clinic.feedback or labels.feedback)|unbroken|facing(meta.lang) }}</p>",
        b"{% if sheet.address %}",
    ),
}
FURNITURE_IN_TEXT = {
    "text/sheet.txt.j2": (
        b"{{ clinic.name|line }}",
        b"{% if sheet.overdue %}",
        b"{{ labels.disclaimer|line }}",
        b"{{ (clinic.other_formats or labels.other_formats)|line }}",
        b"{{ (clinic.feedback or labels.feedback)|line }}",
        b"{% if sheet.address %}",
    )
}


@pytest.mark.parametrize("name", EDITIONS)
def test_furniture_that_is_dropped_is_missed(name: str) -> None:
    house, edition = house_of("riverside-uk", TOO_LATE), EDITIONS[name]
    drops = FURNITURE_IN_TEXT if edition.format is Format.TEXT else FURNITURE
    made = prepared_for(house)
    findings = verify(
        written(made, edition, without(house.templates, edition, drops)), made.inventory, edition
    ).findings
    kept = {"Your practice", *ENDS["riverside-uk"][6:]}
    assert [(finding.code, finding.expected) for finding in findings] == [
        ("missing", words)
        for words in (
            tops("riverside-uk", edition)[0],
            "Review overdue: it was due on November 22, 2028",
            *(words for words in ends("riverside-uk", edition) if words not in kept),
        )
    ]


@pytest.mark.parametrize("name", EDITIONS)
def test_a_crisis_box_that_one_edition_lacks_is_missed_in_it_alone(name: str) -> None:
    house, edition = house_of(""), EDITIONS[name]
    file = "text/crisis.j2" if edition.format is Format.TEXT else "shared/crisis.j2"
    files = without(house.templates, edition, {file: (house.templates[file],)})
    made = prepared_for(house)
    findings = verify(written(made, edition, files), made.inventory, edition).findings
    assert [(finding.code, finding.expected) for finding in findings] == [
        ("missing", words)
        for words in (
            "If you need help now",
            *CRISIS[""],
            "These contacts were last checked on November 22, 2026.",
            *(["* * *"] if edition.format is Format.TEXT else []),
        )
    ]
    other = EDITIONS["html" if name != "html" else "text"]
    assert verify(written(made, other, files), made.inventory, other).findings == ()
