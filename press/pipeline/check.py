"""`build.py verify`: what stands in the output folder against the sources and the manifest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from press.model import EDITIONS, Edition, Publication
from press.pipeline.build import CATALOGUE, file_name
from press.pipeline.manifest import CONFORMANCE, NAME, digest, read_manifest
from press.pipeline.report import Result
from press.pipeline.sources import House, Source
from press.pipeline.tasks import Prepared, prepare
from press.verify import Code, Count, Finding, Verdict, verify


def check(
    sources: Sequence[Source], house: House, output: Path, *, whole: bool, progress: Callable[[Result], None]
) -> list[Result]:
    """Read back every published file. Return what was found of each, foreign files last.

    `whole` says that `sources` are all there are, so that a file of another handout is foreign. Raises
    SourceError.
    """
    manifest = read_manifest(output)
    results = []
    for made in prepare(sources, house):
        for edition in _editions(made, output, manifest):
            result = _published(made, edition, output, manifest)
            progress(result)
            results.append(result)
    handouts = None if whole else {source.slug for source in sources}
    return results + list(_foreign(output, {result.file for result in results}, handouts))


def _editions(made: Prepared, output: Path, manifest: Mapping[str, Publication]) -> list[Edition]:
    """Return the editions that should be there: those ever published, or all where there is none."""
    names = {edition: file_name(made.source, edition) for edition in EDITIONS.values()}
    there = [edition for edition, name in names.items() if name in manifest or (output / name).exists()]
    return there or list(names)


def _published(made: Prepared, edition: Edition, output: Path, manifest: Mapping[str, Publication]) -> Result:
    file = file_name(made.source, edition)
    path = output / file
    size = path.stat().st_size if path.is_file() else 0
    verdict = _verdict(path, made, edition, manifest.get(file))
    return Result(made.source.slug, made.sheet.article.meta.lang, edition.name, file, made.source.file, size, verdict)


def _verdict(path: Path, made: Prepared, edition: Edition, row: Publication | None) -> Verdict:
    if not path.is_file():
        return _nothing(Finding(Code.FILE_MISSING, f"{path.name} is not in the output folder; build it again"))
    data = path.read_bytes()
    verdict = verify(data, made.inventory, edition)
    if row is None:
        finding = Finding(Code.FILE_FOREIGN, f"{path.name} is not in the manifest; build it again")
    elif digest(data) != row.sha256:
        finding = Finding(
            Code.FILE_CHANGED,
            f"{path.name} was changed after it was published; build it again",
            "",
            row.sha256,
            digest(data),
        )
    else:
        return verdict
    return Verdict(verdict.sections, verdict.headings, verdict.words, (finding, *verdict.findings), verdict.pages)


def _nothing(finding: Finding) -> Verdict:
    none = Count(0, 0)
    return Verdict(none, none, none, (finding,))


def _foreign(output: Path, known: set[str], handouts: set[str] | None) -> Iterator[Result]:
    """Yield a result for each file that no source stands for."""
    for path in sorted(output.rglob("*")) if output.is_dir() else ():
        name = path.relative_to(output).as_posix()
        slug = name.split("/")[0]
        if (
            path.is_file()
            and name not in {*known, NAME, CATALOGUE, CONFORMANCE}
            and (handouts is None or slug in handouts)
        ):
            finding = Finding(Code.FILE_FOREIGN, f"{name} is of no handout; remove it, or add its source")
            yield Result(slug, "", "", name, "", path.stat().st_size, _nothing(finding))
