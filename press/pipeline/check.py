"""`build.py verify`: what stands in the output folder against the sources and the manifest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from press.model import EDITIONS, Edition, Publication
from press.pipeline.houses import House
from press.pipeline.manifest import CATALOGUE, NAME, OWN, SUMS, digest, files, read_manifest, write_sums
from press.pipeline.reading import Prepared, prepare
from press.pipeline.result import Result
from press.pipeline.sources import Source, shard_of
from press.pipeline.staging import STAGING
from press.verify import Code, Count, Finding, Verdict, verify


def check(
    sources: Sequence[Source], houses: Sequence[House], output: Path, *, whole: bool, progress: Callable[[Result], None]
) -> list[Result]:
    """Read back every published file. Return what was found of each, foreign files of a clinic after its handouts.

    `whole` says that `sources` are all there are, so that a file of another
    handout is foreign. Raises SourceError.
    """
    return [
        result
        for house in houses
        for result in _Folder(house, output / house.folder).results(sources, whole=whole, progress=progress)
    ]


class _Folder:
    """The folder of a clinic in the output."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house, self.folder = house, folder
        self.manifest = read_manifest(folder)
        self.rows, self.part = self.manifest.rows, self.manifest.part

    def results(
        self, sources: Sequence[Source], *, whole: bool, progress: Callable[[Result], None]
    ) -> Iterator[Result]:
        """Yield what was found of each published file, then of what stands beside. Raises SourceError."""
        known = set(OWN)
        if whole and self.part:
            sources = shard_of(sources, *self.part)
        for made in prepare(sources, self.house):
            for edition in self._editions(made.source):
                result = self._published(made, edition)
                progress(result)
                known |= {made.source.file_of(edition), made.source.picture}
                yield result
        handouts = None if whole else {source.slug for source in sources}
        yield from self._beside()
        yield from self._foreign(known, handouts)

    def _editions(self, source: Source) -> list[Edition]:
        """Return the editions that should be there: those ever published, or all where there is none."""
        names = {edition: source.file_of(edition) for edition in EDITIONS.values()}
        there = [edition for edition, name in names.items() if name in self.rows or (self.folder / name).exists()]
        return there or list(names)

    def _published(self, made: Prepared, edition: Edition) -> Result:
        source, file = made.source, made.source.file_of(edition)
        path = self.folder / file
        size = path.stat().st_size if path.is_file() else 0
        verdict = self._verdict(path, made, edition, self.rows.get(file))
        lang = made.sheet.article.meta.lang
        return Result(source.slug, lang, edition.name, self.house.path(file), source.file, size, verdict)

    def _verdict(self, path: Path, made: Prepared, edition: Edition, row: Publication | None) -> Verdict:
        if not path.is_file():
            return _nothing(_missing(path))
        verdict = verify(path.read_bytes(), made.inventory, edition)
        if row is None:
            unknown = f"nothing says whether {path.name} is as it was published; build it again"
            foreign = f"{path.name} is not in the manifest; move it away, and build it again"
            findings = [Finding(Code.FILE_FOREIGN, foreign if self.manifest.is_there else unknown)]
        else:
            findings = [finding for _, finding in _changed(self.folder, files(row))]
        return replace(verdict, findings=(*findings, *verdict.findings))

    def _beside(self) -> Iterator[Result]:
        """Yield a result for the catalogue, the manifest or the sums where one is not what was published."""
        for name, finding in _changed(self.folder, self._records()):
            yield Result("", "", "", self.house.path(name), "", 0, _nothing(finding))

    def _records(self) -> list[tuple[str, str]]:
        """Return the records with their digests, as the manifest says; where it cannot be believed, as the sums say."""
        if not self.manifest.is_there:
            sums = self.folder / SUMS
            text = sums.read_bytes().decode("utf-8", "replace") if sums.is_file() else ""
            listed = [line.split("  ") for line in text.split("\n")]  # as `read_manifest` has it, to the last space
            records = {line[1]: line[0] for line in listed if line[1:] in ([CATALOGUE], [NAME])}
            unnamed = NAME not in records and (self.folder / NAME).is_file()
            return [*records.items(), *([(SUMS, "")] if unnamed else [])]
        records = {CATALOGUE: self.manifest.catalogue_sha256, NAME: digest((self.folder / NAME).read_bytes())}
        return [*records.items(), (SUMS, digest(write_sums(self.rows.values(), records)))]

    def _foreign(self, known: set[str], handouts: set[str] | None) -> Iterator[Result]:
        """Yield a result for each file that no source stands for.

        Another clinic's folder is its own affair; what a build that was killed has left goes with the next.
        """
        others = {path.parent for path in self.folder.glob(f"*/{NAME}")} | {self.folder / STAGING}
        for path in sorted(self.folder.rglob("*")) if self.folder.is_dir() else ():
            name = path.relative_to(self.folder).as_posix()
            slug = name.rpartition("/")[0].partition("/")[0]
            if path.is_file() and name not in known and (handouts is None or slug in handouts):
                if others.intersection(path.parents):
                    continue
                finding = Finding(Code.FILE_FOREIGN, f"{name} is of no handout; remove it, or add its source")
                yield Result(slug, "", "", self.house.path(name), "", path.stat().st_size, _nothing(finding))


def _changed(folder: Path, expected: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Finding]]:
    """Yield a finding for each file that is not what was published, with its name."""
    for name, value in expected:
        path = folder / name
        found = digest(path.read_bytes()) if path.is_file() else ""
        if not found:
            yield name, _missing(path)
        elif found != value:
            told = f"{path.name} was changed after it was published; build it again"
            yield name, Finding(Code.FILE_CHANGED, told, "", value, found)


def _missing(path: Path) -> Finding:
    return Finding(Code.FILE_MISSING, f"{path.name} is not in the output folder; build it again")


def _nothing(finding: Finding) -> Verdict:
    none = Count(0, 0)
    return Verdict(none, none, none, (finding,))
