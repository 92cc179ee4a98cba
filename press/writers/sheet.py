"""What every writer is given."""

from collections.abc import Mapping
from dataclasses import dataclass

from press.model import Article, Clinic


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that an edition is made of, besides the templates.

    `labels` are the words that the templates add, in the article's language (`templates/labels/`);
    `fingerprint` is the hash of the article's content as printed on every page, 8 hexadecimal digits.
    """

    article: Article
    clinic: Clinic
    labels: Mapping[str, str]
    fingerprint: str
