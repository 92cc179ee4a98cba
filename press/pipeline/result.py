"""What became of one edition."""

from collections.abc import Sequence
from dataclasses import dataclass

from press.verify import Count, Finding, Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one edition: `file` is its path in the output folder, `source` that of its article.

    `made` says whether this run made it: what has not changed is kept.
    """

    slug: str
    lang: str
    edition: str
    file: str
    source: str
    size: int
    verdict: Verdict
    seconds: float = 0.0
    made: bool = True

    @property
    def folder(self) -> str:
        """The folder in the output folder that its file is in: a handout's, one for each clinic."""
        return self.file.rpartition("/")[0]

    @property
    def findings(self) -> Sequence[Finding]:
        """What is wrong with it."""
        return self.verdict.findings

    @property
    def counts(self) -> Sequence[Count]:
        """The sections, the headings and the words."""
        return self.verdict.sections, self.verdict.headings, self.verdict.words


def is_good(results: Sequence[Result]) -> bool:
    """Return whether no edition has a finding."""
    return not any(result.findings for result in results)
