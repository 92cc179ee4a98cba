"""ASCII for what is not ASCII: the one table of forms that the portal edition prints and its check expects.

The rule: what a portal or a record system garbles on paste is written out so that a reader loses no word and no
meaning, and where a form could be misread, the longer and safer one is taken. So a dash between words keeps its
space ("word—word" never becomes "wordword"), a fraction or a power keeps apart from the number before it, an
amount names its currency, a microgram is "mcg" (never "mg", nor "ug", which is misread as "mg"), and a Greek letter
that stands alone has its name ("beta-blocker"). What is left, accents and other scripts, is `anyascii`'s to
transliterate. Nothing vanishes: what has no form at all prints as its code point, `[U+E000]`.

It is a leaf for the same reason as `press.syntax`: writer and verification need the same forms, and neither may
import the other. Typography stands in tables here, so that a change of the library cannot change it.
"""

import re
import unicodedata
from collections.abc import Mapping

from anyascii import anyascii

_SIGNS = {
    **dict.fromkeys("‐‑‒–−﹣－", "-"),
    **dict.fromkeys("‘’‚‛‹›′ʼʹ", "'"),
    **dict.fromkeys("“”„‟«»″〝〞", '"'),
    **dict.fromkeys("•‣⁃◦▪▫●○■◆", "-"),
    **dict.fromkeys("·∙⋅", "*"),
    **dict.fromkeys("¿¡", ""),
    **dict.fromkeys("☑☒", "[x]"),
    **dict.fromkeys("✓✔", "(yes)"),
    **dict.fromkeys("✗✘", "(no)"),
    **dict.fromkeys("⁄∕", "/"),
    **dict.fromkeys("×✕✖", "x"),
    **dict.fromkeys("≈∼≃", "~"),
    "☐": "[ ]",
    "©": "(C)",
    "®": "(R)",
    "™": "(TM)",
    "℠": "(SM)",
    "…": "...",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "±": "+/-",
    "÷": "/",
    **dict.fromkeys("→➡➔➙➛➜➝➞➟➠➢➣➤⟶⇨►▶▸", "->"),
    **dict.fromkeys("←⬅⟵⇐⇦◄◀◂", "<-"),
    **dict.fromkeys("↔⟷⇔", "<->"),
    "⇒": "=>",
    "№": "No.",
    "†": "+",
    "‡": "++",
    "¦": "|",
    "\N{ARABIC LETTER ALEF}": "a",
    "\N{ARABIC TATWEEL}": "",
}
"""Signs that take the place of one another, whatever stands beside them."""

_WORDS = {
    "£": "GBP",
    "€": "EUR",
    "¥": "yen",
    "¢": "cents",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₪": "ILS",
    "₺": "TRY",
    "°": "degrees",
    "‰": "per mille",
    "§": "section",
    "¶": "paragraph",
    "¬": "not",
    "∅": "empty set",
    "⌀": "diameter",
    "∞": "infinity",
    "∈": "in",
    "√": "square root of",
    **dict.fromkeys("↑⬆⇧▲△", "up"),
    **dict.fromkeys("↓⬇⇩▼▽", "down"),
    "∆": "Delta",
    **dict.fromkeys("☎☏✆", "Tel."),
    "♀": "female",
    "♂": "male",
    "∴": "therefore",
    "∵": "because",
}
"""Signs that become words: a space sets them apart from a letter or digit beside them."""

_SPELLED = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"},
    **{lang: {"å": "aa", "ø": "oe", "Å": "Aa", "Ø": "Oe"} for lang in ("da", "nb", "nn", "no")},
}
"""Letters that a language writes with two others where it has to: without them they say another word (`drucken`)."""

_YEARS = re.compile(r"(?i)\b(a)ñ(os?)\b")
"""The Spanish word for years, which without its tilde is another; other words are read as well without it."""

_LONG_DASHES = frozenset("—―⸺⸻")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_LOWERED = frozenset("₀₁₂₃₄₅₆₇₈₉")
_DENIED = "\N{COMBINING LONG SOLIDUS OVERLAY}"
"""What makes a sign say the opposite: `≮` is `<` with it."""
_UNHEARD = frozenset({"Mn", "Me", "Cf"})
"""Marks upon letters, joiners and directions: `anyascii` has no form for most, and none is needed."""

_FOREIGN = re.compile(r"[^\x00-\x7f]")
_SQUARED = re.compile(r"[\u2100-\u214f\u3371-\u33df]")
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
_GREEK_WORD = re.compile(f"[{_GREEK}]{{2}}")
_GREEK_LETTER = re.compile(f"[{_GREEK}]")
_GREEK_PREFIX = re.compile(f"(?<![{_GREEK}])[{_GREEK}](?=-[A-Za-z])")
_SEMICOLON = re.compile(f"(?<=[{_GREEK}])·")
"""The Greek one, which Unicode takes for a point in the middle of a line."""
_POINT = re.compile(r"(?<=\d)[·∙⋅](?=\d)(?!10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻])")
"""A raised decimal point, as in 2·5 mg; before a power of ten it multiplies."""
_MICRO = re.compile(f"(?<![{_GREEK}])[µμ](?:(γρ?|г)|(?=([a-zA-Z])))")
"""A millionth, before a unit in Latin letters; or before a gram in Greek or Cyrillic ones."""
_DEGREE = re.compile(r"(?<=\d)( ?)(?:˚|[º⁰](?= ?[CF]\b))")
"""What is typed for the sign of a degree, which it looks like: a ring, the Spanish ordinal, a raised zero."""
_BUILT = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹]+)[⁄∕/]([₀₁₂₃₄₅₆₇₈₉]+)")
"""A fraction of raised and lowered digits, which are no powers."""
_B_VITAMIN = re.compile(r"[ΒВ](?=[0-9])")
"""The first letter of B12, typed in Greek or Cyrillic, where it stands for a v."""


def to_ascii(text: str, lang: str = "") -> str:
    """Return a text in ASCII: no word is lost or joined to another, and line ends stay where they are.

    `lang` is the tag of its language, if that is known.
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    text = _DEGREE.sub(r"\1°", _SQUARED.sub(_resolved, text))
    text = _BUILT.sub(_built, _B_VITAMIN.sub("B", _SEMICOLON.sub(";", _POINT.sub(".", text))))
    text = _MICRO.sub(lambda match: "mcg" if match[1] else "mc" if match[2] == "g" else "u", text)
    text = (_GREEK_PREFIX if _GREEK_WORD.search(text) else _GREEK_LETTER).sub(_letter_name, text)
    language = lang.lower().partition("-")[0]
    if language == "es":
        text = _YEARS.sub(lambda word: f"{word[1]}{'NI' if word[2][0].isupper() else 'ni'}{word[2]}", text)
    spelled = _SPELLED.get(language, {})
    return _FOREIGN.sub(lambda match: _form(match, spelled), text)


def _resolved(match: re.Match[str]) -> str:
    """Return the letters of a sign that stands for some, such as ㎍ and ℃, where it has no form of its own."""
    return match[0] if match[0] in _SIGNS else unicodedata.normalize("NFKC", match[0])


def _built(match: re.Match[str]) -> str:
    """Return a fraction in plain digits, apart from the whole number before it."""
    before, _ = _beside(match)
    return f"{' ' * before.isalnum()}{unicodedata.normalize('NFKC', f'{match[1]}/{match[2]}')}"


def _letter_name(match: re.Match[str]) -> str:
    """Return the name of a Greek letter in a text that holds no Greek words."""
    letter = match[0]
    words = unicodedata.name(letter, "").partition(" WITH ")[0].split()
    if "LETTER" not in words:
        return letter
    name = words[-1].capitalize() if letter.isupper() else words[-1].lower()
    before, after = _beside(match)
    return f"{' ' * before.isalpha()}{name}{' ' * after.isalpha()}"


def _form(match: re.Match[str], spelled: Mapping[str, str]) -> str:
    """Return the ASCII form of a character, with a space on a side where it would run into its neighbour.

    `spelled` are the letters that the text's language writes with two others.
    """
    char = match[0]
    before, after = _beside(match)
    if char in _LONG_DASHES:
        return f"{' ' * _inked(before)}-{' ' * _inked(after)}"
    if char in _RAISED:
        return ("" if before in _RAISED else "^") + unicodedata.normalize("NFKC", char).replace("−", "-")
    if char in _WORDS:
        return f"{' ' * before.isalnum()}{_WORDS[char]}{' ' * after.isalnum()}"
    if unicodedata.decomposition(char).startswith("<fraction>"):
        parts = unicodedata.normalize("NFKC", char).replace("⁄", "/")
        return f"{' ' * before.isalnum()}{parts}{' ' * after.isalnum()}"
    form = _SIGNS[char] if char in _SIGNS else spelled.get(char) or _composed(char, before, after)
    return form.upper() if char.isupper() and (before.isupper() or after.isupper()) else form  # AERZTE, not AeRZTE


def _composed(char: str, before: str, after: str) -> str:
    """Return the form of a character between two others, where it is made of some that say what it means."""
    if char in _LOWERED and before.isdecimal():
        return f"_{unicodedata.normalize('NFKC', char)}"
    if unicodedata.decomposition(char).startswith("<circle>"):
        return f"({to_ascii(unicodedata.normalize('NFKC', char))})"
    if "CIRCLED" in unicodedata.name(char, "") and (number := unicodedata.numeric(char, None)) is not None:
        return f"({number:g})"
    parts = unicodedata.normalize("NFD", char)
    if parts.endswith(_DENIED) and char != _DENIED:
        sign = to_ascii(parts.removesuffix(_DENIED))
        return f"{' ' * before.isalnum()}not {sign}{' ' * (sign.isalnum() and after.isalnum())}"
    return _transliterated(char)


def _transliterated(char: str) -> str:
    if char.isspace():
        return " "
    return anyascii(char) or ("" if unicodedata.category(char) in _UNHEARD else f"[U+{ord(char):04X}]")


def _beside(match: re.Match[str]) -> tuple[str, str]:
    """Return the character before a match and the one after it, empty at the text's ends."""
    text = match.string
    return text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]


def _inked(char: str) -> bool:
    return bool(char) and not char.isspace()
