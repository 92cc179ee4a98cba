"""The letters of the sheet's type and of the one it falls back on: how wide they are, which the first one lacks."""

import re
import unicodedata

from markupsafe import Markup

_LETTERS = {
    0.2: "',.:;י",
    0.24: "`ij|’ıłɨʹіјון",
    0.28: " \xa0!()lʼʻІЈΙا",
    0.32: '"[ftιז',
    0.36: "-]_r{}ŧגנ",
    0.4: "/1I\\",
    0.44: "yءدذلنوىيةهیںەہ",
    0.48: "*?cksvxz–ɛɔгзсэєѕεζדךכץرزژڑڈعغ",
    0.52: "7JaeŁɣʋƙĸвтухчьғүұһҳΓγκλνξςυχבלצרبتثپٹھ",
    0.56: "23<>EFLTY^bdghnopqu~ŋøðþđßÞŦɓɖəʊǝƐƎГЕЗРТУабеклоряђқәөҐЅҮҰΕΞΡΣΤΥβδηθμοπρστעףפمقجحخچڕ",
    0.6: "$+45689BPRSVZɲƔАБВХЧЬинпцћџңҒҺҲΑΒΔΖΚΛΧαφψאהחטםמסתكکگ",
    0.64: "#0=ACKXħɗƴƆƲКСЭЯдъЄҚקשفڤ",
    0.68: "DGHNUwŊÐĐƁƉƱƝƘƳИЛНПЦмЏҢΗΝΠΩ",
    0.72: "&OQØƊƏДОыЋЂӘӨΘΟΦΨ",
    0.76: "@МФЪфюΜωطظ",
    0.8: "Ыжљњ",
    0.84: "MWm—Ħшщ",
    0.88: "æÆ",
    0.92: "%œسشصض",
    0.96: "ŒЖШЮЊ",
    1.0: "ЩЉ",
}
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
"""Widths in sizes of the type (Atkinson Hyperlegible Next, DejaVu Sans Condensed), give or take 0.02.

Letters that are joined to others (Arabic) have a width for each form: their average, a little more than words need.
"""

_OTHER, _ASIAN = 0.75, 1.0

_OWN = "\0-´¶-ćĊ-ēĖ-ěĞ-ģĦħĪīĮ-ĳĶķĹ-ľŁ-ňŐ-ŕŘ-śŞ-ťŪūŮ-žƒȘ-țȷ\u0300\u0301\u0303\u0304\u0308Ẁ-ẅẞỲỳ"
"""The Latin letters that the sheet's type has, the marks over letters, and signs, as ranges for an expression."""

LACKING = re.compile(f"(?![{_OWN}])[À-ʯ\u0300-\u036fḀ-ỿⱠ-Ɀ\ua720-\ua7ff]")
"""A Latin letter, or a mark over letters, that the sheet's type lacks."""

MARK = "[\u0300-\u036f]"
"""A mark on what stands before it, as an expression."""

_MARK = re.compile(MARK)
_WORD = re.compile(rf"<[^>]*>|&[#\w]+;|[^\W_](?:(?:&[#\w]+;|[^\s<>&])*(?:[^\W_]|{MARK}))?")
"""An element's tag; a character's name; or what stands between spaces, without the signs around it.

Of a number in parts, each would have its own place among words from right to left; a mark that begins one has a circle.
"""

_FOREIGN = re.compile(rf"(?![{_OWN}])(?:[^\W_]|{MARK})")


def width(char: str) -> float:
    """Return how wide a character is, in sizes of the type, give or take what evens out in a row of them."""
    known = _WIDTHS.get(char)
    if known is None:
        base = unicodedata.normalize("NFD", char)[0]
        is_asian = unicodedata.east_asian_width(char) in {"W", "F"}
        known = _WIDTHS.get(base, 0.0 if unicodedata.combining(char) else _ASIAN if is_asian else _OTHER)
    return known


def breadth(words: str) -> float:
    """Return how wide words in a row are, in sizes of the type."""
    return sum(map(width, words))


def is_mixed(text: str) -> bool:
    """Return whether marks in a text would be of another type than the letters below them, and stand beside these."""
    return any(map(_has_mixed_marks, _WORD.findall(text))) if _MARK.search(text) else False


def in_one_type(markup: str) -> str:
    """Return markup with every word of which that is true in an element of the class `fallback`."""

    def changed(word: re.Match[str]) -> str:
        return f'<span class="fallback">{word[0]}</span>' if _has_mixed_marks(word[0]) else word[0]

    return Markup(_WORD.sub(changed, markup)) if _MARK.search(markup) else markup  # noqa: S704 - it was markup


def _has_mixed_marks(word: str) -> bool:
    return word[0] not in "<&" and bool(_MARK.search(word)) and bool(_FOREIGN.search(word))
