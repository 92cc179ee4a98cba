"""Language tags."""

import re

from babel import Locale, UnknownLocaleError

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_language(tag: str) -> bool:
    """Return whether a tag is well formed (BCP 47) and names a language that Unicode's data knows."""
    if not _TAG.fullmatch(tag):
        return False
    try:
        Locale.parse(tag.partition("-")[0])
    except (UnknownLocaleError, ValueError):
        return False
    return True
