"""A published file, as the manifest and the catalogue list it."""

from dataclasses import dataclass

from press.model.edition import EDITIONS


@dataclass(frozen=True, slots=True)
class Publication:
    """One file in the output folder.

    `file` is its path there, `bytes` its size, `input` the digest of all that it was made from; `pages` is
    0 where the format has none; sections, headings and words are what was counted when it was read back. `picture` is
    the path of a picture of its first page and `picture_sha256` its digest, where there is one; `overdue` says whether
    it is marked as past its next review. The rest is the article's front matter (dates in ISO form), so that the
    catalogue can list what a run did not build.
    """

    file: str
    handout: str
    lang: str
    edition: str
    title: str
    category: str
    summary: str
    version: str
    reviewed: str
    next_review: str
    status: str
    keywords: tuple[str, ...]
    overdue: bool
    fingerprint: str
    bytes: int
    sha256: str
    input: str
    pages: int
    sections: int
    headings: int
    words: int
    picture: str = ""
    picture_sha256: str = ""

    @property
    def stem(self) -> str:
        """The paths of the article's files begin with this. Raises KeyError for an edition that there is not."""
        return self.file.removesuffix(EDITIONS[self.edition].suffix)
