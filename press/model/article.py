"""An article: its front matter, its sections, and what belongs to it as a whole."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from press.model.blocks import Block
from press.model.inlines import Inline


class Status(StrEnum):
    """Whether an article is ready for patients."""

    PUBLISHED = "published"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Person:
    """An author or a reviewer."""

    name: str
    credentials: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that the article stands on; `number` counts from 1 in the order of the front matter."""

    id: str
    number: int
    citation: str
    url: str = ""
    doi: str = ""

    @property
    def address(self) -> str:
        """Where it is to be found, as it is printed: its `url`, else that of its DOI; empty where it has neither."""
        return self.url or (f"https://doi.org/{self.doi}" if self.doi else "")


@dataclass(frozen=True, slots=True)
class Meta:
    """The front matter, typed; an empty string or tuple stands for an optional key that is absent."""

    title: str
    summary: str
    category: str
    lang: str
    version: str
    reviewed: date
    next_review: date
    authors: tuple[Person, ...]
    publisher: str
    audience: str = ""
    reviewers: tuple[Person, ...] = ()
    conflicts: str = ""
    references: tuple[Reference, ...] = ()
    keywords: tuple[str, ...] = ()
    status: Status = Status.PUBLISHED


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (`level` 2 to 6) with what stands under it; `id` is its anchor in every edition."""

    level: int
    title: tuple[Inline, ...]
    id: str
    blocks: tuple[Block, ...] = ()
    sections: "tuple[Section, ...]" = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's text; `mark` is the letter that its calls show."""

    mark: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One handout in one language.

    `slug` is the name of its folder; `blocks` is the text before the first heading; `images` maps the
    names of the pictures that it shows to their bytes.
    """

    slug: str
    meta: Meta
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...] = ()
    images: dict[str, bytes] = field(default_factory=dict)
