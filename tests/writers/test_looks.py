"""How web page and ebook look: what their style sheets say of an element, on which screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import cssselect2  # type: ignore[import-untyped]  # ships no types
import pytest
import tinycss2  # type: ignore[import-untyped]  # ships no types

from press.model import EDITIONS, Format
from press.pipeline.houses import House, read_house
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import read_sources
from press.writers import Templates, writer

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9" stroke="#000"/></svg>'
BODY = """## Look

A word.[^1]

::: note
Numbness is common.
:::

::: warning
Ring us.
:::

![A line](a.svg)

[^1]: A footnote.
"""

MakePrepared = Callable[..., Prepared]
Style = dict[str, str]


class Page:
    """A page that was written, and its style sheets."""

    def __init__(self, made: Prepared, house: House, name: str, file: str = "text/handout.xhtml") -> None:
        data = writer(EDITIONS[name].format)(made.sheet, EDITIONS[name], Templates(house.templates))
        sheet, text = "", data
        if EDITIONS[name].format is Format.EPUB:
            with ZipFile(BytesIO(data)) as book:
                sheet, text = book.read("EPUB/style.css").decode(), book.read(f"EPUB/{file}")
        self.root = ET.fromstring(text.replace(b' xmlns="http://www.w3.org/1999/xhtml"', b""))  # noqa: S314 - our own page
        self.sheet = "\n".join([sheet, *(style.text or "" for style in self.root.iter("style"))])

    def style(self, selector: str, *media: str, part: str | None = None) -> Style:
        """Return what is declared for the first element of a selector, where each of `media` (or of a container) holds.

        `part` is a pseudo-element.
        """
        matcher = cssselect2.Matcher()
        nodes = tinycss2.parse_stylesheet(self.sheet, skip_comments=True, skip_whitespace=True)
        for node in nodes:
            inner = [node]
            if node.type == "at-rule" and node.lower_at_keyword in {"media", "container"}:
                held = tinycss2.serialize(node.prelude).strip() in {*media, "all"}
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True) if held else []
            for rule in (rule for rule in inner if rule.type == "qualified-rule"):
                for compiled in cssselect2.compile_selector_list(rule.prelude):
                    matcher.add_selector(compiled, rule.content)
        element = cssselect2.ElementWrapper.from_html_root(self.root).query(selector)
        assert element is not None, f"no element is {selector}"
        found: Style = {}
        for *_, pseudo, content in matcher.match(element):
            if pseudo == part:
                declarations = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
                found |= {each.name: tinycss2.serialize(each.value).strip() for each in declarations}
        return found


@pytest.fixture(scope="module")
def page(house: House, prepared: MakePrepared) -> Callable[..., Page]:
    """Give a function from a format, and an article's body, to the page."""

    def make(name: str, body: str = BODY) -> Page:
        images = {"a.svg": PICTURE.encode()} if "a.svg" in body else {}
        return Page(prepared(body, images), house, name)

    return make


def test_only_footnotes_of_an_ebook_stand_in_a_line(page: Callable[..., Page]) -> None:
    book = page("epub")
    assert book.style(".notes .note")["display"] == "inline"
    assert book.style(".box.note")["display"] == "block"


DARK = "(prefers-color-scheme: dark)"


@pytest.mark.parametrize(("name", "media"), [("html", [DARK]), ("epub", [])])
def test_a_drawing_has_white_paper_behind_it_in_the_dark(
    name: str, media: list[str], page: Callable[..., Page]
) -> None:
    """An ebook cannot ask whether it is night; the plate is there always."""
    style = page(name).style("figure img", *media)
    assert (style["background"], "padding" in style, style["max-width"]) == ("#fff", True, "100%")
    assert style["forced-color-adjust"] == "none", "in a black theme of high contrast, too"


def test_no_night_mode_takes_away_the_paper_behind_a_drawing(page: Callable[..., Page]) -> None:
    """Readium's makes what is behind everything transparent: a black drawing was not seen on black.

    It does so with weight, and a selector of two classes and an element.
    """
    nodes = tinycss2.parse_stylesheet(page("epub").sheet, skip_comments=True, skip_whitespace=True)
    (rule,) = (node for node in nodes if "forced-color-adjust" in node.serialize())
    (selector,) = cssselect2.compile_selector_list(rule.prelude)
    assert selector.specificity > (0, 2, 1)
    declared = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    assert [each.important for each in declared if each.name == "background"] == [True]


@pytest.mark.parametrize("name", ["html", "epub"])
def test_a_warning_has_a_thick_bar(name: str, page: Callable[..., Page]) -> None:
    looks = page(name)
    bar = looks.style(".box.warning")["border-inline-start-width"]
    assert float(bar.removesuffix("rem").removesuffix("em")) >= 0.5
    assert "border-inline-start-width" not in looks.style(".box.note")


PHONE = {"html": ["(max-width: 26rem)"], "epub": []}
"""What says that a page is narrow. An ebook cannot ask: its page may be one of many columns on a wide canvas."""


@pytest.mark.parametrize(("name", "share"), [("html", "vw)"), ("epub", "%)")])
def test_on_a_phone_a_number_breaks_rather_than_run_out_of_its_box(
    name: str, share: str, page: Callable[..., Page]
) -> None:
    """With letters twice as large, spaces measured by letters alone leave it no room (WCAG 1.4.4 and 1.4.10)."""
    looks, media = page(name), PHONE[name]
    number = looks.style("a .whole", *media)
    assert (number["white-space"], number["display"]) == ("normal", "inline-block")
    assert number["text-decoration"] == "underline"
    for place, side in ((".crisis", "padding-inline"), (".crisis ul", "padding-inline-start")):
        padding = looks.style(place, *media)[side]
        assert padding.startswith("min("), f"{place} has {padding}"
        assert padding.endswith(share), f"{place} has {padding}"


def test_on_a_wide_web_page_a_number_stays_in_one_piece(page: Callable[..., Page]) -> None:
    assert page("html").style("a .whole")["white-space"] == "nowrap"


NARROW = {"html": "(max-width: 30rem)", "epub": "(max-width: 30em)"}
COLUMN = "(max-width: 27em)"
"""What says that a column of an ebook is narrow, where `NARROW` says it of a screen."""
PAIR = "## Look\n\n| Exercise | How to do it |\n|---|---|\n| Ankle pumps | Bend and stretch your ankles briskly. |\n"
TABLE = "## Look\n\n| Day | Asleep | Naps |\n|---|---|---|\n| Monday | 7 hours | |\n"


@pytest.mark.parametrize("name", NARROW)
def test_a_stacked_table_begins_with_its_rows(name: str, page: Callable[..., Page]) -> None:
    """Its head says nothing that its cells do not say, unless it leads somewhere."""
    looks, media = page(name, TABLE), NARROW[name]
    assert looks.style("thead", media)["clip-path"] == "inset(50%)"
    assert "clip-path" not in looks.style("thead")
    assert looks.style("tbody td:first-child", media)["font-weight"] == "700"
    assert "font-weight" not in looks.style("tbody td:nth-child(2)", media)
    tapped = page(name, TABLE.replace("Asleep", "[Asleep](https://example.org)"))
    assert "clip-path" not in tapped.style("thead", media)
    assert "clip-path" not in page(name, PAIR).style("thead", media)


def test_a_table_is_stacked_in_a_narrow_column_as_on_a_narrow_screen(page: Callable[..., Page]) -> None:
    """Reading systems lay pages out as columns of one canvas: names of medicines stood there letter below letter."""
    looks = page("epub", TABLE)
    assert looks.style(".table.wide")["container-type"] == "inline-size"
    for place, part in product(("table", "thead", "th", "tr", "td:first-child", "td:nth-child(3)"), (None, "before")):
        stacked = looks.style(place, COLUMN, part=part)
        assert stacked == looks.style(place, NARROW["epub"], part=part)
        assert stacked != looks.style(place, part=part) or part == "before"
    assert looks.style("td", COLUMN, part="before")["content"].startswith("attr(data-head)")


def test_a_table_that_is_measured_stands_no_farther_from_what_is_around_it(page: Callable[..., Page]) -> None:
    """What is asked for its width adds the margins in it to those around, instead of having the larger one."""
    looks = page("epub", TABLE)
    assert looks.style(".table")["margin"] == "0.8em 0"
    assert not {name for name in looks.style("table") if name.startswith("margin")}


def test_two_columns_are_stacked_where_letters_are_so_large_that_words_would_break(page: Callable[..., Page]) -> None:
    looks = page("epub", PAIR)
    assert looks.style("td", "(max-width: 15em)")["display"] == "block"
    assert looks.style("td", "(max-width: 15em)", part="before")["content"].startswith("attr(data-head)")
    assert "display" not in looks.style("td", COLUMN)


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        *((".box", "inside"), (".crisis", "inside"), (".summary", "inside"), (".prompt", "inside"), ("tr", "inside")),
        *(("dt", "after"), ("thead", "after"), (".label", "after"), (".prompt", "after"), ("h2", "after")),
    ],
)
def test_no_page_of_an_ebook_ends_in_what_belongs_together(place: str, kept: str, page: Callable[..., Page]) -> None:
    body = f'{TABLE}\nWord\n: Its meaning.\n\n::: note\nA note.\n:::\n\n::: write 2 "What I noticed"\n:::\n'
    style = page("epub", body).style(place)
    assert (style[f"break-{kept}"], style[f"page-break-{kept}"]) == ("avoid", "avoid")


@pytest.mark.parametrize("name", NARROW)
def test_an_empty_cell_of_a_stacked_table_has_a_line_to_write_on(name: str, page: Callable[..., Page]) -> None:
    looks = page(name, TABLE)
    assert looks.style("td:nth-child(3)", NARROW[name])["border-bottom"].startswith("1px solid")
    assert "border-bottom" not in looks.style("td:nth-child(2)", NARROW[name])


@pytest.mark.parametrize("name", NARROW)
@pytest.mark.parametrize(
    ("cell", "is_to_fill_in"),
    [
        *(("", True), ("/", True), ("__ / __", True), ("____ mg", True), (":", True), ("…", True)),
        *(("5 mg", False), ("—", False), ("120/80", False), ("N/A", False), ("☐", False)),
    ],
)
def test_a_cell_to_fill_in_has_room_to_write(
    cell: str, name: str, page: Callable[..., Page], *, is_to_fill_in: bool
) -> None:
    looks = page(name, TABLE.replace("| |\n", f"| {cell} |\n"))
    assert ("height" in looks.style("td:nth-child(3)")) is is_to_fill_in
    line = looks.style("td:nth-child(3)", NARROW[name]).get("border-bottom", "")
    assert line.startswith("1px solid") is is_to_fill_in
    assert "height" not in looks.style("td:nth-child(2)")


def test_a_stroke_has_room_on_both_sides(page: Callable[..., Page]) -> None:
    looks = page("html", TABLE.replace("| |\n", "| / |\n"))
    assert looks.style("td:nth-child(3)")["text-align"] == "center"
    assert looks.style("td:nth-child(3)", NARROW["html"])["text-align"] == "start"
    room = looks.style("td:nth-child(3)", NARROW["html"], part="before")["padding-inline-end"]
    assert room == "min(3rem, 7vw)", "behind a header that fills its line it stands in the margins"
    book = page("epub", TABLE.replace("| |\n", "| / |\n"))
    assert book.style("td:nth-child(3)", NARROW["epub"], part="before")["padding-inline-end"] == "min(3em, 8%)"
    left = page("html", TABLE.replace("| |\n", "| / |\n").replace("|---|---|---|", "|---|---|:--|"))
    assert left.style("td:nth-child(3)")["text-align"] == "left"


@pytest.mark.parametrize("name", PHONE)
def test_two_columns_have_the_width_of_what_is_in_them(name: str, page: Callable[..., Page]) -> None:
    looks, media = page(name, PAIR), PHONE[name]
    assert looks.style("table", *media).get("table-layout", "auto") == "auto"
    assert looks.style("td", *media).get("overflow-wrap") or looks.style("table")["overflow-wrap"] == "anywhere"
    least = [looks.style(f"th:nth-child({column})", *media)["min-width"] for column in (1, 2)]
    assert [room.partition(",")[0] for room in least] == ["min(5.9em"] * 2, "room for `Exercise` and `briskly.`"
    longer = page(name, PAIR.replace("Ankle", "**Hydrochlorothiazide**").replace("briskly", ""))
    assert looks.style("td:nth-child(2)", *media).get("min-width") is None
    assert longer.style("th", *media)["min-width"].startswith("min(9.3em")
    assert "min-width" not in page(name, TABLE).style("th", *media)


DOSES = "## Look\n\n| Take | How |\n|---|---|\n| 1,000 mg | [116 123](tel:116123), https://a.org |\n"
SIDE_BY_SIDE, WIDE_SCREEN = "(min-width: 26.01rem)", "screen and (min-width: 42.01rem)"
WIDE = f"{WIDE_SCREEN}, print"


@pytest.mark.parametrize("name", PHONE)
def test_a_dose_in_a_cell_stays_whole_as_long_as_it_has_room(name: str, page: Callable[..., Page]) -> None:
    looks = page(name, DOSES)
    for media in ([], PHONE[name]):
        dose, scheme = looks.style("td .whole", *media), looks.style("td .scheme", *media)
        assert (dose["display"], dose["white-space"]) == ("inline-block", "normal")
        assert (scheme["display"], scheme["white-space"]) == ("inline", "normal")
    assert looks.style("td a .whole")["text-decoration"] == "underline"
    assert looks.style("th", *PHONE[name])["min-width"].startswith("min(5.9em"), "room for `1,000 mg`"


def test_columns_beside_one_another_have_room_for_a_dose(page: Callable[..., Page]) -> None:
    dose = page("html", DOSES).style("td .whole", SIDE_BY_SIDE)
    assert (dose["display"], dose["white-space"]) == ("inline", "nowrap")
    many = page("html", "## Look\n\n" + row(8, "Mon") + row(8, "---") + row(8, "500 mg"))
    assert many.style("td .whole", SIDE_BY_SIDE)["white-space"] == "normal"
    assert many.style("td .whole", WIDE)["white-space"] == "nowrap"
    assert many.style(".table", f"screen and {SIDE_BY_SIDE}")["overflow-x"] == "auto"
    assert "overflow-x" not in many.style(".table", SIDE_BY_SIDE, WIDE, "print"), "paper does not move"


def row(columns: int, cell: str) -> str:
    return "|" + f"{cell}|" * columns + "\n"


@pytest.mark.parametrize(
    ("columns", "cell", "screen"),
    [
        (2, "Monday", "max-width: 17rem"),
        (2, "Hydroxychloroquine", "max-width: 30rem"),
        (3, "Monday", "max-width: 30rem"),
        (3, "0800 888 6678", "max-width: 42rem"),
        (4, "[0800 888 6678](tel:08008886678)", "max-width: 42rem"),
        (5, "5 mg", "max-width: 30rem"),
        (5, "500 mg", "max-width: 30rem"),
        (5, "1,000 mg", "max-width: 42rem"),
        (8, "500 mg", "max-width: 42rem"),
        (9, "1,000 mg", "min-width: 0"),
        (11, "3 mg", "max-width: 42rem"),
    ],
)
def test_columns_stand_below_one_another_where_a_screen_has_no_room_for_them(
    columns: int, cell: str, screen: str, page: Callable[..., Page]
) -> None:
    looks = page("html", "## Look\n\n" + row(columns, "A") + row(columns, "---") + row(columns, cell))
    screens = ("max-width: 17rem", "max-width: 30rem", "max-width: 42rem", "min-width: 0")
    assert [one for one in screens if looks.style("td", f"({one})").get("display") == "block"] == [screen]
    book = page("epub", "## Look\n\n" + row(columns, "A") + row(columns, "---") + row(columns, cell))
    stacked = "max-width: 48em" if screen in screens[2:] else screen.replace("rem", "em")
    assert screen == screens[0] or book.style("td", f"({stacked})")["display"] == "block"


def test_an_address_makes_no_column_wider_than_the_screen(page: Callable[..., Page]) -> None:
    assert page("html", DOSES).style("td:nth-child(2)")["overflow-wrap"] == "anywhere"


def test_two_columns_stand_below_one_another_where_letters_are_very_large(page: Callable[..., Page]) -> None:
    looks = page("html", PAIR)
    assert looks.style("thead", "(max-width: 17rem)")["clip-path"] == "inset(50%)"
    assert looks.style("td", "(max-width: 17rem)")["display"] == "block"


def sizes(value: str) -> list[float]:
    """Return the numbers of a value in rem or em."""
    return [float(size.rstrip("rem")) for size in value.split()]


@pytest.mark.parametrize("name", NARROW)
def test_a_finger_hits_the_call_of_a_note_and_of_a_source(name: str, kitchen_sink: Prepared, house: House) -> None:
    """24 pixels by WCAG 2.5.8: letters of 18, of which a digit takes 0.4 and `[a]` 1.19. No line grows.

    It is room that is taken from what is around, not added to it. Where several stand between two brackets, each is
    that far from the next, with a comma and a space, 0.49, between them; over a comma, and over a stop behind a call,
    lies next to nothing, for axe tells no colours there.
    """
    looks = Page(kitchen_sink, house, name)
    call, one, several = (looks.style(each) for each in (".call", ".cite a:only-child", ".cite a + a"))
    start, end = sizes(call["padding-inline"])
    assert (1.19 + start + end) * 18 >= 24
    assert 0.1 <= start + sizes(call["margin-inline-start"])[0] <= 0.15, "it stands apart from the word before it"
    assert end < 0.1
    assert "margin-inline-end" not in call
    (beside,) = sizes(one["padding-inline"])
    assert (0.4 + 2 * beside) * 18 >= 24
    assert 0 <= beside + sizes(one["margin-inline"])[0] <= 0.05
    above, beside = sizes(several["padding"])
    assert beside == -sizes(several["margin-inline"])[0] < 0.1
    assert (0.4 + beside + 0.49 + sizes(several["margin-inline-start"])[0]) * 18 >= 24
    assert (1 + 2 * min(above, *sizes(call["padding-block"]))) * 18 >= 24
    assert "display" not in call | one | several
    assert looks.style(".cite")["white-space"] == "nowrap"


LINKS = """## Look

See [the form](https://example.org/form), <https://example.org/page>, [Example.org/page](https://example.org/page),
[Look](#look), [call us](tel:5550100) or [555 0100](tel:5550100).
"""


def test_a_printed_web_page_says_where_its_links_lead(page: Callable[..., Page]) -> None:
    looks = page("html", LINKS)
    assert looks.style("a.named", "print", part="after") == {"content": '" (" attr(href) ")"'}
    assert looks.style("a.named", part="after") == {}
    named = [link.get("href") for link in looks.root.iter("a") if link.get("class") == "named"]
    assert named == ["https://example.org/form", "tel:5550100"]
    assert not [link for link in page("epub", LINKS).root.iter("a") if link.get("class") == "named"]


def test_no_row_of_a_printed_web_page_is_left_alone(page: Callable[..., Page]) -> None:
    looks = page("html", TABLE + "| Tuesday | 8 hours | |\n")
    for place, side in (("thead", "after"), ("tbody tr:first-child", "after"), ("tbody tr:last-child", "before")):
        assert looks.style(place, "print")[f"break-{side}"] == "avoid"


def test_on_the_web_notes_and_sources_lead_back_to_the_text(
    page: Callable[..., Page], kitchen_sink: Prepared, house: House
) -> None:
    root = Page(kitchen_sink, house, "html").root
    ways = [link.get("href", "") for link in root.iter("a") if link.get("role") == "doc-backlink"]
    assert ways == ["#call.note-a", "#call.note-b", "#call.ref-1", "#call.ref-2", "#call.ref-3"]
    calls = {link.get("id"): link.get("href") for link in root.iter("a")}
    assert [calls[way[1:]] for way in ways] == [f"#{way.removeprefix('#call.')}" for way in ways]
    assert not [link for link in page("epub").root.iter("a") if link.get("role") == "doc-backlink"]
    twice = page("html", "## Look\n\nA word.[^1] Another.[^1]\n\n[^1]: A footnote.\n").root
    assert [link.get("id") for link in twice.iter("a") if link.get("class") == "call"] == ["call.note-a", None]


def test_reading_modes_of_browsers_leave_nothing_out(root: Path) -> None:
    """Firefox's shows the piece with most words, and no `div` that is mostly links: the crisis lines were gone."""
    house = read_house(root / "templates", root / "examples" / "riverside-uk.toml")
    (made,) = prepare(read_sources(root / "tests" / "cases", ["kitchen-sink"], ()), house)
    (main,) = Page(made, house, "html").root.iter("main")
    assert {part.get("class", "").partition(" ")[0] for part in main.iter("div")} == {"table", "write"}
    assert {part.get("class", "") for part in main if part.find("section") is not None} <= {""}, "no piece of its own"
    boxes = [part.get("class", "").rpartition(" ")[2] for part in main.iter("section") if part.get("aria-labelledby")]
    assert sorted(boxes) == sorted(
        ["summary", "key-points", "note", "warning", "crisis", "ask", "notes", "references", "about", "clinic"]
    )
    headings = [part for part in main.iter() if part.tag in {"h2", "h3", "h4", "h5", "h6"}]
    assert {part.get("class") for part in headings} == {"content"}, "it leaves out `related-help` without it"


def test_an_ebook_tells_old_reading_systems_of_newer_elements(page: Callable[..., Page]) -> None:
    """In MuPDF of 2022 a picture stood above the heading before it, and boxes had no frame."""
    looks = page("epub", BODY)
    newer = [part.tag for part in looks.root.iter() if part.tag in {"main", "header", "section", "figure"}]
    assert {looks.style(tag)["display"] for tag in {*newer, "figure"}} == {"block"}


def test_the_lists_of_pages_and_landmarks_of_an_ebook_are_not_shown(kitchen_sink: Prepared, house: House) -> None:
    """What makes a `nav` a block for old reading systems showed them in all, after the contents."""
    page = Page(kitchen_sink, house, "epub", "nav.xhtml")
    lists = {"nav": "block", "nav[role='doc-pagelist']": "none", "nav:not([role])": "none"}
    assert {selector: page.style(selector)["display"] for selector in lists} == lists


def test_an_ebook_has_boxes_in_a_line_only_where_media_are_known(page: Callable[..., Page]) -> None:
    """MuPDF, which is in several reading systems, printed doses over other cells' words; it reads no @media."""
    nodes = tinycss2.parse_stylesheet(page("epub").sheet, skip_comments=True, skip_whitespace=True)
    boxes = [node for node in nodes if "inline-block" in node.serialize()]
    assert {node.type for node in boxes} == {"at-rule"}
    assert page("epub").style(".mark")["display"] == "inline-block"
    assert "td .whole, th .whole { white-space: normal }" in {node.serialize() for node in nodes}


@pytest.mark.parametrize("name", NARROW)
def test_a_stop_stays_with_the_link_or_number_before_it(name: str, page: Callable[..., Page]) -> None:
    looks = page(
        name,
        "## Look\n\nAsk [us](https://example.org), call 116 123, or [555 0100](tel:5550100). End.[^1]\n\n"
        '"116 123" or ([999](tel:999) at once).\n\n[^1]: A.\n',
    )
    last = [each for link in looks.root.iter("a") for each in link.iter("span") if each.get("class") == "held"]
    assert {"116 123", "555 0100"} <= {"".join(each.itertext()) for each in last}
    held = [each for each in looks.root.iter("span") if each.get("class") == "held" and each not in last]
    found = ["".join(each.itertext()) for each in held]
    assert [text for text in found if not text.startswith(("Call", "Text", "Visit"))] == [
        "us,",
        "116 123,",
        "555 0100.",
        '"116 123"',
        "(999",
    ]
    assert len(found) > 6, "the crisis lines, too"
    assert "November 22, 2026." in {each.text for each in looks.root.iter("span") if each.get("class") == "whole"}
    assert looks.style(".held")["white-space"] == "nowrap"
    assert looks.style(".held > a")["white-space"] == "normal"


def test_a_wide_table_stays_on_what_is_around_it(page: Callable[..., Page]) -> None:
    looks = page("html", "## Look\n\n" + row(4, "0800 888 6678") + row(4, "---") + row(4, "x"))
    table = looks.style(".wider", WIDE_SCREEN)["margin-inline"]
    assert looks.style("section:not([class])", WIDE_SCREEN) == {
        "box-sizing": "border-box",
        "margin-inline": table,
        "padding-inline": table.removeprefix("-"),
    }
    main, wide = looks.style("main"), looks.style("main", WIDE_SCREEN)
    assert sizes(wide["padding-inline"])[0] * 18 >= float(table.strip("-px"))
    text = [sizes(each["max-width"])[0] - 2 * beside for each, beside in ((main, 1.2), (wide, 2.4))]
    assert text[0] == pytest.approx(text[1])


@pytest.mark.parametrize("name", ["html", "epub"])
def test_a_number_is_not_read_on_into_the_next_column(name: str, page: Callable[..., Page]) -> None:
    looks = page(name, "## Look\n\n| Day | Tablets | How |\n|---|---:|---|\n| Monday | 3 | 1 tablet later |\n")
    for cell in ("th", "td"):
        assert sizes(looks.style(f"{cell}:nth-child(3)", WIDE)["padding-inline-start"]) == [1.6]
        assert "padding-inline-start" not in looks.style(f"{cell}:nth-child(2)", WIDE)


@pytest.mark.parametrize("name", NARROW)
def test_a_header_without_words_heads_nothing(name: str, page: Callable[..., Page]) -> None:
    looks = page(name, "## Look\n\n| | *Morning* | &nbsp; |\n|---|---|---|\n| Sertraline | 50 mg | |\n")
    cells = [(cell.tag, cell.get("scope")) for cell in looks.root.iter() if cell.tag in {"th", "td"}]
    assert cells == [("td", None), ("th", "col"), ("td", None), ("th", "row"), *[("td", None)] * 2]
    assert looks.style("thead")["border-bottom"].startswith("2px solid"), "under the whole head"


NAMED = "## Look\n\n| | Morning | Night |\n|---|---|---|\n| Lithium | 5 mg | |\n| | 1 | 2 |\n| ____ | | 3 |\n"


@pytest.mark.parametrize("name", NARROW)
def test_below_a_corner_without_words_the_first_cell_heads_its_row(name: str, page: Callable[..., Page]) -> None:
    def cells(body: str) -> list[tuple[str, str | None]]:
        return [(cell.tag, cell.get("scope")) for cell in page(name, body).root.findall(".//tbody/tr/*")]

    named, plain = ("th", "row"), ("td", None)
    assert cells(NAMED) == [named, plain, plain, *[plain] * 3, named, plain, plain]
    assert cells(NAMED.replace("| | M", "| Drug | M")) == [plain] * 9
    assert cells("## Look\n\n| | Dose |\n|---|---|\n| [Lithium](https://example.org) | 5 mg |\n") == [named, plain]
    assert cells("## Look\n\n| &nbsp; | Dose |\n|---|---|\n| &nbsp; | 5 mg |\n") == [plain, plain]


@pytest.mark.parametrize("name", NARROW)
@pytest.mark.parametrize(
    "body",
    [
        NAMED,
        NAMED.replace("|---|---|---|", "|--:|:-:|---|"),
        "## Look\n\n| | Dose |\n|---|---|\n| Lithium | 5 mg |\n| ____ | |\n",
        "## Look\n\n|" + row(3, "Who") + row(4, "---") + "| Us | [0800 888 6678](tel:08008886678) | | x |\n" * 2,
        "## Look\n\n|" + row(8, "Mon") + row(9, "---") + ("| Lithium " + row(8, "1,000 mg")) * 2,
    ],
    ids=["wide", "aligned", "pair", "wider", "widest"],
)
def test_the_name_of_a_row_looks_like_any_first_cell(
    body: str, name: str, prepared: MakePrepared, house: House
) -> None:
    table = house.templates["markup/Table.j2"]
    names = b"has_names = columns > 1 and not rows[0][0]|striptags"
    assert table.count(names) == 1
    files = {**house.templates, "markup/Table.j2": table.replace(names, b"has_names = false")}
    made = prepared(body)
    looks, others = Page(made, house, name), Page(made, replace(house, templates=files), name)
    lines = {line for line in looks.sheet.splitlines() if line.startswith(("@media", "@container"))}
    media = [line.partition(" ")[2].removesuffix(" {") for line in sorted(lines)]
    assert {NARROW[name], *PHONE[name]} < set(media)
    rows = [row.findall("*") for row in looks.root.findall(".//tbody/tr")]
    assert "th" in {cells[0].tag for cells in rows}
    assert others.root.find(".//tbody/tr/th") is None
    for row, cells in enumerate(rows, 1):
        for column, held in product(range(1, len(cells) + 1), ([], *([each] for each in media))):
            place = f"tbody > tr:nth-child({row}) > :nth-child({column})"
            style = looks.style(place, *held)
            if column == 1 and style.get("font-weight") == "inherit":
                del style["font-weight"]  # as without a rule
            assert style == others.style(place, *held), (place, held)
            assert looks.style(place, *held, part="before") == others.style(place, *held, part="before")


@pytest.mark.parametrize("name", NARROW)
def test_only_what_stands_beside_the_article_is_a_landmark(name: str, page: Callable[..., Page]) -> None:
    """Sections have headings to go by; as landmarks each would be told twice, and some by the same name."""
    looks = page(name, "## A\n\n### Side effects\n\nOne.[^1]\n\n## B\n\n### Side effects\n\nTwo.\n\n[^1]: A.\n")
    named = [each for each in looks.root.iter() if each.get("aria-labelledby") and each.get("role") != "group"]
    assert [each.get("class") for each in named] == ["crisis", "notes"]
