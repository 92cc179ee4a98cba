"""What a validator says that is not a fault: each with the reason, which the documentation prints."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from tools.conformance.model import Finding


@dataclass(frozen=True, slots=True)
class Explained:
    """A message that may stand in a report, and why; `*` in it stands for any words."""

    validator: str
    rule: str
    message: str
    reason: str


EXPLAINED = (
    Explained(
        "EPUBCheck",
        "CSS-028",
        "usage: Use of Font-face declaration.",
        "The fonts are embedded on purpose: they hold every character of the handout, and readers may switch them off.",
    ),
    Explained(
        "axe-core",
        "incomplete: color-contrast",
        "a sign in the colours of the text around it",
        "axe-core measures no contrast of a tick box, only of the text beside it, which has the same colours.",
    ),
    Explained(
        "Nu checker",
        "info",
        "Trailing slash on void elements has no effect and interacts badly with unquoted attribute values.",
        "The page shares templates with the ebook, which is XML and needs the slash. Every attribute is quoted.",
    ),
    Explained(
        "Nu checker",
        "warning",
        "Section lacks heading. Consider using “h2”-“h6” elements *",
        "Boxes and crisis lines have a label instead, which names them. A `div` that is mostly links is left out by "
        "browsers' reading modes.",
    ),
    Explained(
        "Nu checker",
        "warning",
        "Resource violates Content Security Policy (meta tag): image * blocked by “img-src” directive.",
        "It compares the picture's relative address with the policy as it stands. In Chromium, where it counts, every "
        "picture must be shown.",
    ),
)
"""The whole list. Anything else that a validator says, of any severity, is a finding."""


def is_explained(validator: str, finding: Finding) -> bool:
    """Tell whether the list explains what a validator said."""
    said = (validator, finding.rule)
    same = (known for known in EXPLAINED if said == (known.validator, known.rule))
    return any(fnmatchcase(finding.message, known.message) for known in same)
