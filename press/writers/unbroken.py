"""Numbers to call, dates and doses stay on one line: who is in distress may take half of one for the whole.

An address's beginning does, too: a line that ends in `https://` says nothing.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from press.languages import runs_right_to_left
from press.writers.letters import MARK
from press.writers.ordered import ELEMENT, PARTS

_LONGEST = 20
"""Characters; fifteen digits, the most that a telephone number has (ITU-T E.164), with their spaces."""

_PART = rf"[(]?\d[\d()./-]{{0,{_LONGEST}}}"
_NUMBER = re.compile(rf"(?<![\w.,+-])[+]?{_PART}(?: {_PART})+(?<=[\d)])(?!\w)")


_DIALLED = Markup('<span class="whole" dir="ltr">{}</span>')

IN_MARKUP = re.compile('<span class="whole"[^>]*>(.*?)</span>')
"""What `whole` makes of words, with or without a direction."""

_FRACTION = f"[{PARTS}]"
_MORE = f"(?:(?<=[0-9])(?: ?{_FRACTION}| [1-9]/[1-9][0-9]?(?![0-9/])))"
"""What makes a whole number a mixed one: 1½, 1 ½, 1 1/2."""

_ANY = re.compile(rf"[\d{PARTS}]|☐|__")
"""What a text has to hold for something in it to stay on one line."""

_SYMBOLS = (
    "mg g kg mcg µg μg ng pg ml mL l L dl dL cm mm m km m² m2 lb lbs oz mol mmol µmol μmol nmol pmol mEq µL μL °C °F ° "
    "˚C ˚F ºC ºF ℃ ℉ % IU iu U mU kU mSv mmHg kPa kcal kJ bpm ms min h s am pm AM PM"
)
"""Units that are written alike in all languages, or in several; those that are words are the languages' labels."""

_ADDRESS = re.compile(rf"([A-Za-z]{{1,10}}://\w{MARK}*)((?:&[#\w]+;|[^\s<>&])*(?<![),.;:!?’”»]))")
"""An address in markup: its beginning, behind which a line could end, with a letter more; and the rest of it."""

_QUOTES = """["'“”„‘’‚«»‹›]|&#3[49];"""
"""Quotation marks, in a text and in its markup: one language opens with what another closes with."""

_OPENING, _STOP = f"(?:[(¿¡]|{_QUOTES})", f"(?:[),.;:!?]|{_QUOTES})"
"""What belongs to the words behind it, or before it: a line could end between them once those are a box in it."""

_OPENED = re.compile(rf"{_OPENING}\Z")

_AMOUNT = (
    rf"(?:[0-9](?<![\w.,][0-9])[0-9{PARTS}.,:/–-]{{0,11}}(?: [0-9]{{3}}(?![0-9])){{0,3}}"
    rf"(?:{_MORE}(?:[–-][0-9]{{1,3}}{_MORE}?)?)?"
    rf"|{_FRACTION}(?<![\w.,]{_FRACTION})(?:[–-][0-9]?{_MORE}?)?)"
)
_ENDED = rf"{_AMOUNT}(?<=[0-9{PARTS}])"
_TIMES = rf"{_AMOUNT} [x×] ?{_ENDED}(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:/[A-Za-z]+)?)?"
_SIGN = "(?:[≤≥≈±<>€]|&[lg]t;) "
"""A sign before a number, in a text and in its markup."""

_TIGHT = r"(?:(?<![^\s(])[-–−~≤≥≈±>]|&[lg]t;)"
"""A sign right at a number, behind which a line could end once the number is a box in it: no hyphen in a word."""

_MIXED = rf"[0-9](?<![\w.,/:+–-][0-9])(?<![0-9] [0-9])[0-9]{{0,2}}(?= ){_MORE}"
_MINUS = r"–(?<![^\s(].)"
_RANGE = (
    rf"(?:{_MINUS}[0-9]|[£$€]?[0-9{PARTS}](?<![\w.,+–-].)(?<![0-9] .)(?<![0-9][)] .))[0-9{PARTS}.,:]{{0,7}}{_MORE}?"
    rf"(?:%|°[CF]?)?[–-][£$€]?[0-9{PARTS}][0-9{PARTS}.,:]{{0,7}}{_MORE}?(?![\w–-]| [0-9])"
)
"""A dash for a minus, behind which a line could end; two numbers with a dash, or a hyphen, behind which one could;
no end of a number to call, (555) 555-0142.
"""

_OCLOCK, _HALF_DAY = r"[0-9]?(?:[.:][0-9]{2})?", r" ?(?:[ap]m|[AP]M|[ap]\. ?m\.)"
_HOURS = rf"[0-9](?<![\w.,:/+–-].){_OCLOCK}(?:{_HALF_DAY})?(?: [–-] |[–-])[0-9]{_OCLOCK}{_HALF_DAY}(?!\w)"
_HOURS += r"|[0-9](?<![\w.,:/+–-].)[0-9]?(?: h [0-5][0-9]|:[0-5][0-9] [–-] [0-9]{1,2}:[0-5][0-9])(?!\w)"
"""From when to when, as in 8am–6.30pm, 08:30 - 13:00; and when, in French: 18 h 30."""

_TO_FILL = r"☐(?: ☐){1,9}|(?<!\w)__{1,9}(?:(?: [/.:–-] |[/.:–-])(?:20 ?)?__{1,9}(?!\w)){1,3}"
_TO_TICK = rf"☐ (?:&[#\w]+;|[^\s<>&☐]){{1,{_LONGEST}}}(?!\S)"
"""Boxes in a row, and strokes for a date: __ / __ / ____; a box with the word behind it."""

_MARKS = "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
_UNIT_ENDED = rf"[{_MARKS}]*(?:\u0627[{_MARKS}]*)?(?![\w{_MARKS}])"
"""Marks on letters (Latin, Hebrew, Arabic), within which no word ends; a unit's end, which has some in 14 يومًا."""

_FIRST = (
    rf"(?:{_SIGN}|{_TIGHT}|(?<![\w.,/:+–-])(?<![0-9] ))"
    rf"[0-9{PARTS}][0-9.,{PARTS}/:]{{0,6}}{_MORE}?(?<=[0-9{PARTS}])"
)
"""A number before a word and another number, but no end of a number to call."""

_KEYWORD = r"(?<!\w)[A-Z]{2,12}"
"""What is to be texted to a number."""

_LAST = rf"(?:[0-9][0-9.,:/]{{0,7}}(?<=[0-9]){_MORE}?|{_FRACTION})(?![\w–-]| [0-9])%?"
"""A number behind a word, but no beginning of a number to call."""

_END = re.compile(r"(?<![^\s>])[^\s<>]+ [^\s<>]{1,8}$")
"""The last two words of a heading's markup, of which the last is short, where both stand outside of elements."""

_ENDED_WHOLE = re.compile(f'({_OPENING}{{0,3}})<span class="whole">([^<]*)</span>({_STOP}+)')
_ENDED_LINK = re.compile(
    f'({_OPENING}{{1,3}})?(?:<a (?![^>]*doc-biblioref)[^>]*>(?:(?!</a>).)*</a>|<span class="whole" [^>]*>[^<]*</span>'
    f'|<span dir="ltr">(?!<span class="whole scheme)(?:[^<]|{ELEMENT})*</span>)(?(1){_STOP}*|{_STOP}+)'
)
"""A link, but none of several sources, a number to call, or words that run left to right, with the signs at it."""

_ENDING = re.compile(f'<span class="whole"[^>]*>[^<]*</span>(?=(?:</(?:a|em|strong|span)>)+{_STOP})')
"""What is whole at the end of a link, of bold words, or of words that run left to right, before a stop."""

_SHOWN = re.compile(r'(<thead class="repeated">.*?</thead>)|<span class="whole scheme">[^<]*</span>[^<]*', re.DOTALL)
_SLASH = re.compile(r"(?<=[^:/<])/(?=[\w&])")
"""What separates the parts of an address, which `_SHOWN` finds in markup beside the heads of tables.

The cells of these say the same on a small screen, letter by letter.
"""

_TIED = {
    "fr": "(?<=«) | (?=[»?!:;])",
    "de": r"(?<=\b\w\.) (?=\w\.)",
    "pl": r"(?<=\b[AIOUWZaiouwz]) (?=[^\s–—-])",
    **dict.fromkeys(("cs", "sk"), r"(?<=\b[AIKOSUVZaikosuvz]) (?=[^\s–—-])"),
}
"""Spaces at which a language ends no line: at quotation marks and before signs, within `z. B.`, behind `w` or `v`."""

_WHOLE = rf"[0-9](?:[0-9.,]{{0,11}}[0-9])?(?: [0-9]{{3}}(?![0-9])){{0,3}}{_MORE}?"


@lru_cache(maxsize=16)
def _doses(units: str, odds: str, ranges: str) -> re.Pattern[str]:
    """Return what finds a number with its unit, `5 mg/ml`, `1 in 100`, `2 x 5`, `≥ 5`, ranges, and what is filled in.

    `dose` is such a thing without what stands before it in a range of words, `24 to` 48 hours. None begins with a space
    or a small letter, where nearly all of a text need not be looked at further.
    """
    symbols = "|".join(map(re.escape, _SYMBOLS.split()))
    words = "|".join(map(re.escape, units.split()))
    symbols += r"|€(?! [0-9])|[ap]\. ?m\."  # in Spanish with a space
    found = (rf"(?:{symbols}|(?i:{words}))" if words else rf"(?:{symbols})") + _UNIT_ENDED
    between, to = _any_of(odds), _any_of(ranges)
    amount = rf"(?:{_TIMES}|{_AMOUNT}) (?:{found})(?:/(?:{_AMOUNT} )?(?:{found}))*"
    amount += rf"|{_AMOUNT} {between} {_WHOLE}|{_TIMES}"
    unit = rf" (?:{found})(?:/(?:{found}))*"
    dose = rf"{_HOURS}|(?:{_TO_FILL})(?:{unit})?|_(?<!\w_)_{{1,{_LONGEST}}}{unit}"
    dose += rf"|(?:{_SIGN}|{_TIGHT})?(?:{amount})|(?:{_SIGN}|[≤≥≈±<>]|&[lg]t;){_ENDED}"
    dose += rf"|{_RANGE}|{_MINUS}{_ENDED}|(?:{_FIRST}|{_KEYWORD}) {to} {_LAST}|{_MIXED}"
    dose = rf"(?:☐ )?(?:{dose})|{_TO_TICK}"
    return re.compile(rf"(?![a-z ])(?:{_FIRST} {to} )?(?P<dose>{dose})(?:%|°[CF]?)?{_STOP}*[–—/-]?")


def _any_of(phrases: str) -> str:
    """Return what finds one of a label's phrases, which commas part; nothing where there are none."""
    return "(?:" + ("|".join(re.escape(words.strip()) for words in phrases.split(",") if words.strip()) or "(?!)") + ")"


def replaced(
    text: str, labels: Mapping[str, str], change: Callable[[str], str], change_number: Callable[[str], str]
) -> str:
    """Return a text with what stays on one line changed: doses and risks, and what may be a number to call.

    Brackets, quotes and stops at a dose belong to it, and so does a dash or slash behind it: where it is a box in the
    line, one could begin the next line by itself, or run out of a table's column that the box fills.

    A number to call has five digits or more, in groups. `labels` are the language's: `units`, `odds` and `ranges` are
    words. A range of words stays on one line as long as that is no long one.
    """
    parts: list[str] = []
    end = 0
    doses = _doses(*(labels.get(label, "") for label in ("units", "odds", "ranges")))
    for match in doses.finditer(text):
        start = match.start() if match.end("dose") - match.start() <= _LONGEST else match.start("dose")
        opened = _OPENED.search(text, max(end, start - len("&#34;")), start)
        start = opened.start() if opened else start
        parts += [_with_numbers(text[end:start], change_number), change(text[start : match.end()])]
        end = match.end()
    return "".join([*parts, _with_numbers(text[end:], change_number)])


def _with_numbers(text: str, change: Callable[[str], str]) -> str:
    def changed(match: re.Match[str]) -> str:
        is_one = len(match[0]) <= _LONGEST and sum(map(str.isdigit, match[0])) >= 5  # noqa: PLR2004 - as 116 123
        return change(match[0]) if is_one else match[0]

    return _NUMBER.sub(changed, text)


@pass_context
def unbroken(context: Context, text: str) -> str:
    """Return a text, as markup where it holds what stays on one line, with each such place `whole`."""
    return kept_whole(text, context.get("labels", {}))


def kept_whole(text: str, labels: Mapping[str, str]) -> str:
    """Return what `unbroken` does, by a language's labels.

    A number to call and an address run left to right in any language: else their parts would change places among
    Arabic or Hebrew words.
    """
    has_address = "://" in text
    if isinstance(text, Markup) or not (has_address or _ANY.search(text)):
        return text
    escaped = str(Markup.escape(text))
    marked = replaced(escaped, labels, lambda words: whole(Markup(words)), _dialled)  # noqa: S704 - escaped
    if has_address:
        # In a table's cell, too: a word's beginning fits any column.
        marked = _ADDRESS.sub(r'<span dir="ltr"><span class="whole scheme">\1</span>\2</span>', marked)
    return Markup(marked) if marked != escaped else text  # noqa: S704 - escaped


def _dialled(number: str) -> Markup:
    return _DIALLED.format(number if number.isascii() else in_one(number))


def in_one(number: str) -> str:
    """Return a number whose groups keep their order among words that run right to left: plain spaces part numbers.

    A no-break space is taken for a part of the number (Unicode's bidirectional algorithm, rule W4); in Arabic digits
    it has to, whatever the direction around.
    """
    return number.replace(" ", "\u00a0")


def in_order(code: str) -> str:
    """Return code whose numbers to call keep their order; all else in it is left as it is."""
    return _with_numbers(code, in_one) if runs_right_to_left(code) else code


def as_attribute(markup: Markup) -> str:
    """Return markup's words for an attribute, where no element keeps on one line, and in its order, what is whole."""
    # As an entity: `striptags` makes plain spaces of others.
    joined = IN_MARKUP.sub(lambda number: in_one(number[1]).replace("\u00a0", "&nbsp;"), markup)
    return Markup(joined).striptags()  # noqa: S704 - it was markup


def ended(heading: str) -> str:
    """Return a heading whose short last word is kept on one line with the word before it: alone, it looks left over."""
    found = _END.search(str(Markup.escape(heading)))
    if not found or len(found[0]) > _LONGEST:
        return heading
    return Markup(found.string[: found.start()]) + whole(Markup(found[0]))  # noqa: S704 - escaped


def held(markup: str) -> Markup:
    """Return a page's markup with the brackets and stops at its links, and at what is `whole`, held to them.

    A line could begin with a stop: behind what is a box in the line, or where letters are so large that any may. What
    is whole takes it in; a link does not, since it is no word of it, nor a number to call, which runs left to right.
    What is whole at the end of a link or of bold words is held to it, too: else browsers end a line behind it.
    """
    inside = _ENDED_WHOLE.sub(r'<span class="whole">\1\2\3</span>', str(markup))
    inside = _ENDED_LINK.sub(r'<span class="held">\g<0></span>', inside)
    return Markup(_ENDING.sub(r'<span class="held">\g<0></span>', inside))  # noqa: S704 - it was markup


def divisible(markup: str) -> Markup:
    """Return a page's markup with places in its addresses where a line may end: browsers end none at a slash."""
    divided = _SHOWN.sub(lambda found: found[1] or _SLASH.sub("/<wbr/>", found[0]), str(markup))
    return Markup(divided)  # noqa: S704 - it was markup


def tied(text: str, lang: str, tie: str = "\u00a0") -> str:
    """Return a text, or a page's markup, of which no line ends where its language ends none.

    In French no line begins with `»`, `?`, `!`, `:` or `;`, or ends with `«`; in German no abbreviation is parted
    (`z. B.`); in Polish, Czech and Slovak no line ends with a word of one letter. `tie` stands for a space there; code
    keeps its own.
    """
    spaces = _TIED.get(lang.lower().partition("-")[0])
    if not spaces:
        return text
    if not isinstance(text, Markup):
        return re.sub(spaces, tie, text)
    in_page = re.compile(rf"<(pre|code)\b.*?</\1>|<[^>]*>|{spaces}", re.DOTALL)
    return Markup(in_page.sub(lambda found: tie if found[0] == " " else found[0], text))  # noqa: S704 - it was markup


def whole(words: str) -> Markup:
    """Return words as a `<span class="whole">`, for style sheets to keep on one line; markup stays markup."""
    return Markup('<span class="whole">{}</span>').format(words)
