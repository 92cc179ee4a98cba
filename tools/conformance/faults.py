"""Catalogues with one fault each: what the browser must find, or its visits prove nothing."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A text of a template that is replaced by another, the rule that must find it, and under which profile."""

    file: str
    old: str
    new: str
    rule: str
    profile: str = "desktop"

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps after the search that are needed to find it."""
        return STEPS.get(self.rule, ())

    def put_into(self, templates: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the templates with the fault. Raises ValueError where the text is not there, or more than once."""
        text = templates[self.file].decode()
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file} has {self.old!r} {text.count(self.old)} times")
        return {**templates, self.file: text.replace(self.old, self.new).encode()}


STEPS = {
    "bookmark": ("bookmark",),
    "color-contrast": ("look",),
    "download": ("download",),
    "escape": ("clear",),
    "filter": ("filter",),
    "no-match": ("nothing",),
    "scrolls-sideways": ("look",),
}
"""By rule; the others are found by searching."""

SCRIPT, TEMPLATE, STYLE = (f"catalogue/{name}" for name in ("search.js", "index.html.j2", "catalogue.css.j2"))

FAULTS = (
    Fault(TEMPLATE, "'{{ script_hash }}'", "'sha256-0'", "search-field"),
    Fault(TEMPLATE, "<body>", '<body><a href="#q">First</a>', "search-field"),
    Fault(SCRIPT, "terms.every(", "terms.some(", "search", "phone"),
    Fault(SCRIPT, '.normalize("NFKD")', "", "search"),
    Fault(SCRIPT, "put(section.element, left > 0)", "put(section.element, true)", "search"),
    Fault(SCRIPT, "told.textContent = say(count)", "void say(count)", "announced"),
    Fault(SCRIPT, 'history.replaceState(null, "", address)', "void address", "bookmark"),
    Fault(TEMPLATE, '<dd><a href="{{ it.file|urlencode }}"', '<dd><a href="{{ row.file|urlencode }}"', "download"),
    Fault(TEMPLATE, "{% for it in downloads %}", "{% for it in downloads[1:] %}", "download", "phone"),
    Fault(TEMPLATE, "{% if not it.opens %} download{% endif %}", "", "download", "web server"),
    Fault(TEMPLATE, "{% if not it.opens %} download{% endif %}>", ' download tabindex="-1">', "download"),
    Fault(TEMPLATE, "img-src 'self' file: data:", "img-src data:", "picture"),
    Fault(TEMPLATE, "img-src 'self' file: data:", "img-src file: data:", "picture", "web server"),
    Fault(SCRIPT, '"Escape"', '"F9"', "escape"),
    Fault(SCRIPT, '"No handout has all of this. Try fewer or other words."', '""', "no-match"),
    Fault(SCRIPT, "field.focus(); //", "//", "no-match"),
    Fault(SCRIPT, "wanted.category === section.category", "true", "filter"),
    Fault(SCRIPT, "wanted.language === version.language", "true", "filter"),
    Fault(SCRIPT, "version.formats.includes(wanted.format)", "true", "filter"),
    Fault(TEMPLATE, 'autocomplete="off" hidden>', 'autocomplete="off">', "no-script", "no script"),
    Fault(TEMPLATE, '<div class="handout"', '<div hidden class="handout"', "no-script", "no script"),
    Fault(STYLE, "  article > img { width: 64px }", "  article { min-width: 40rem }", "scrolls-sideways", "400 % zoom"),
    Fault(STYLE, "--paper: #fff; --ink: #161616;", "--paper: #fff; --ink: #aaa;", "color-contrast"),
    Fault(TEMPLATE, "</h1>", '</h1><img alt="" src="http://localhost:9/x.png">', "console", "no script"),
    Fault(SCRIPT, '"use strict";', '"use strict"; location.assign("http://localhost:9/");', "request"),
)
"""Each is put into the templates by itself, and the catalogue written anew with them."""
