"""What Unicode's data (CLDR, by Babel) say of a language: asked once, and kept for the processes that follow.

Babel reads and merges a megabyte for its first answer: a thirtieth of the time of one handout.
"""

import marshal
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from press import kept

NAME = "languages"

RIGHT_TO_LEFT = "\u0590-\u065f\u066d-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
"""Letters of Hebrew, Arabic and the scripts between, without their digits, as in an expression's square brackets."""

LEADING_ON = (*":?!", "؟", ";", "\u037e", "：", "？", "！")
"""Signs at the end of words that lead on to others by themselves; Greek asks with a semicolon, of either kind."""

_RIGHT_TO_LEFT = re.compile(f"[{RIGHT_TO_LEFT}]")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DATED = re.compile(r"(\{(?:date|reviewed|next_review)\})\.")
_COUNTRY = re.compile(r"(?<=-)[A-Za-z]{2}(?![A-Za-z0-9])")
_SCRIPT = re.compile(r"(?<=[-_])[A-Za-z]{4}(?![A-Za-z0-9])")


def is_tag(text: str) -> bool:
    """Return whether a text is a well formed tag (BCP 47), if perhaps of no language."""
    return bool(_TAG.fullmatch(text))


def is_language(tag: str) -> bool:
    """Return whether a tag is well formed and names a language, and perhaps a country, that the data know."""
    countries = map(str.upper, _COUNTRY.findall(tag))
    return is_tag(tag) and _answer(_is_known, tag.partition("-")[0]) and all(_answer(_is_country, c) for c in countries)


def lookup(tag: str, tags: Iterable[str]) -> str:
    """Return which of some tags stands for a tag: the longest that it begins with (RFC 4647, 3.4), or none: nothing."""
    known = {each.lower(): each for each in sorted(tags)}
    parts = tag.lower().split("-")
    ranges = ("-".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((known[each] for each in ranges if each in known), "")


def direction(tag: str) -> str:
    """Return the direction in which a language is written: `ltr` or `rtl`."""
    return str(_answer(_direction, tag))


def is_right_to_left(tag: str) -> bool:
    """Return whether a tag names a language that is written from right to left."""
    return is_language(tag) and direction(tag) == "rtl"


def runs_right_to_left(text: str) -> bool:
    """Return whether a text has letters that run right to left."""
    return not text.isascii() and bool(_RIGHT_TO_LEFT.search(text))


def separators(tag: str) -> tuple[str, str]:
    """Return what stands between a name and what belongs to it, and what between two of them: comma and semicolon.

    Scripts from right to left have Arabic's, but for Hebrew.
    """
    comma, semicolon = _answer(_separators, tag)
    return comma, semicolon


def own_name(tag: str) -> str:
    """Return what a language calls itself, else its English name; nothing where the data have none."""
    return str(_answer(_own_name, tag))


def long_date(day: date, tag: str) -> str:
    """Return a date in words, the month by name: `22 November 2026`, `November 22, 2026`.

    It is CLDR's long date; in a language of which that is not known, `2026-11-22`.
    """
    form = _answer(_long_forms, tag)[day.month - 1]
    return str(form % {"d": day.day, "dd": f"{day.day:02}", "y": day.year})


def closed(labels: Mapping[str, str], tag: str) -> Mapping[str, str]:
    """Return labels without the full stop behind a date, where its dates end with one: `22. studenoga 2026.`."""
    if not long_date(date.min, tag).endswith("."):
        return labels
    return {name: _DATED.sub(r"\1", label) for name, label in labels.items()}


def _answer(question: Callable[[str], Any], tag: str) -> Any:  # noqa: ANN401 - each question has its own
    """Return the answer to a question about a language: the one that is kept, else Babel's, which is kept then."""
    known, key = answers(), (question.__name__, tag)
    if key not in known:
        known[key] = question(tag)
        kept.keep(NAME, version(), marshal.dumps(known))
    return known[key]


@cache
def answers() -> dict[tuple[str, str], Any]:
    """Return what is known, by question and tag: at first what is kept of the same Babel."""
    data = kept.read(NAME, version())
    return marshal.loads(data) if data else {}  # noqa: S302 - nobody else can have written it


@cache
def version() -> str:
    """Return what says which Babel is installed, which is not to be loaded for that, and what code asks it.

    It is the file with Babel's version, and this one: what older code made of an answer is not what this would make.
    """
    found = find_spec("babel")
    files = (found.origin if found else None, __file__)
    return "".join(Path(file).read_text(encoding="utf-8") for file in files if file)


# Each of these loads Babel.


def _is_known(language: str) -> bool:
    """Return whether the data know how a language is written, or another tag for it: of 8,000 they know no more."""
    from babel.core import get_global  # noqa: PLC0415 - slow to load

    return any(language.lower() in get_global(names) for names in ("likely_subtags", "language_aliases"))


def _is_country(code: str) -> bool:
    """Return whether a country has a code: GB, and not UK, by which a date would be American."""
    from babel import Locale  # noqa: PLC0415 - as above

    return code in Locale("en").territories


def _locale(tag: str) -> Any:  # noqa: ANN401 - a babel.Locale
    """Return what is known of a tag, else of its language alone; else None.

    Where Babel looks up what one language has from another, it writes that into what all share: after Tuvinian it has
    no name for January in Yoruba. So each is asked with nothing loaded.
    """
    from babel import Locale, UnknownLocaleError, localedata  # noqa: PLC0415 - as above
    from babel.core import get_global  # noqa: PLC0415 - as above

    localedata._cache.clear()  # noqa: SLF001 - see above
    language = tag.partition("-")[0].lower()
    for name in (tag, get_global("language_aliases").get(language, language).replace("_", "-")):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(name, sep="-")
    return None


def _direction(tag: str) -> str:
    """Return a language's direction in the script that its tag names; where that is not known, the script's own.

    Where the tag names none and nobody knows the language, it is that of the script which is likely.
    """
    from babel import Locale  # noqa: PLC0415 - as above

    locale, named = _locale(tag), _SCRIPT.findall(tag)
    if locale is None or (named and locale.script != named[0].title()):
        locale = Locale.parse(f"und_{_script(tag)}")
    return str(locale.text_direction)


def _separators(tag: str) -> tuple[str, str]:
    """Return a language's comma and semicolon, each with a space, by its script."""
    return (", ", "; ") if _script(tag) == "Hebr" or _direction(tag) == "ltr" else ("، ", "؛ ")


def _script(tag: str) -> str:
    """Return the script that a tag names, else the one that is likely for its language, else the Latin one."""
    from babel.core import get_global  # noqa: PLC0415 - as above

    likely = get_global("likely_subtags").get(tag.partition("-")[0].lower(), "")
    return str([*_SCRIPT.findall(tag), *_SCRIPT.findall(likely), "Latn"][0]).title()


def _own_name(tag: str) -> str:
    """Return a language's name; where its own is not known, the English one."""
    from babel import Locale  # noqa: PLC0415 - as above

    locale = _locale(tag)
    own = locale.get_display_name() if locale else None
    return str(own or Locale("en").languages.get(tag.partition("-")[0].lower(), ""))


def _long_forms(tag: str) -> list[str]:
    """Return the form of a long date in each month, with places for day and year.

    Where nobody knows how a language writes dates, it is that of ISO 8601.
    """
    from babel.dates import get_date_format, get_era_names, get_month_names  # noqa: PLC0415 - as above

    locale, form, years = _locale(tag), "%(y)s-%(MM)s-%(dd)s", {}
    wide: Mapping[int, str] = dict.fromkeys(range(1, 13), "")
    short = wide
    if locale is not None:
        own = str(get_date_format("long", locale=locale).format)
        wide, short = (get_month_names(width, "format", locale=locale) for width in ("wide", "abbreviated"))
        years = {"G": get_era_names("abbreviated", locale=locale)[1]}
        is_known = not any(re.fullmatch("M[0-9]{2}", name) for name in wide.values())  # so called without a name
        form = own if is_known else form
    kept_open = {"d": "%(d)s", "dd": "%(dd)s", "y": "%(y)s", **years}
    return [form % {**kept_open, "M": n, "MM": f"{n:02}", "MMM": short[n], "MMMM": wide[n]} for n in wide]
