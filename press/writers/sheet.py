"""What every writer is given."""

from collections.abc import Mapping
from dataclasses import dataclass

from press.model.article import Article
from press.model.clinic import Clinic
from press.model.colour import Accent, accent_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that an edition is made of, besides the templates.

    `labels` are the words that the templates add, in the article's language (`templates/labels/`);
    `fingerprint` is the hash of the article's content as printed on every page, 8 hexadecimal digits;
    `overdue` says that the article's next review has passed; `address` is where its web page will be, if anywhere.
    """

    article: Article
    clinic: Clinic
    labels: Mapping[str, str]
    fingerprint: str
    overdue: bool = False
    address: str = ""

    @property
    def logo(self) -> str:
        """The name of the practice's logo among the pictures, one that no article's picture can have; empty: none."""
        return f"clinic/{self.clinic.logo}" if self.clinic.logo else ""

    @property
    def images(self) -> Mapping[str, bytes]:
        """Every picture that an edition shows, by its name."""
        return {**self.article.images, **({self.logo: self.clinic.logo_data} if self.logo else {})}

    @property
    def accent(self) -> Accent | None:
        """The practice's colour in the forms that the editions need; None where it has none of its own."""
        return accent_of(self.clinic.accent) if self.clinic.accent else None
