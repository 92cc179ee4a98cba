"""Faults in the output folder: published files that were flipped, cut, emptied, exchanged, taken away or put there."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp

from mutants.mutant import EVERY, ROOT, Area, Bench, Mutant, expect

from press.model import EDITIONS, Edition
from press.pipeline.build import Order, build
from press.pipeline.check import check
from press.verify import Code, Finding

EDITIONS_HERE = (*EVERY, "portal")
FLIPS = 4
"""Bytes that are flipped in each published file, one after the other, at places that chance gives once and for all."""

Fault = Callable[[Path], None]


def shelf(bench: Bench) -> Path:
    """Return a folder with one handout published in it, made when first asked for."""
    if bench.shelf is None:
        bench.shelf = Path(mkdtemp(prefix="mutants-"))
        editions = [EDITIONS[name] for name in EDITIONS_HERE]
        order = Order([bench.sources["article"]], editions, [bench.house], bench.shelf / "output")
        build(order, lambda _total: lambda _result: None)
    return bench.shelf / "output"


def _published(
    name: str, fault: Callable[[Path], None], code: Code, editions: tuple[str, ...] = EDITIONS_HERE
) -> Mutant:
    """Return a mutant of a published file: `fault` is given its path."""

    def damage(bench: Bench, of: str, edition: Edition) -> tuple[Finding, ...]:
        folder = Path(mkdtemp(prefix="mutant-"))
        try:
            output = copytree(shelf(bench), folder / "output")
            file = output / bench.sources[of].file_of(edition)
            fault(file)
            results = check([bench.sources[of]], [bench.house], output, whole=True, progress=lambda _: None)
            return tuple(f for r in results if r.edition in {edition.name, ""} for f in r.verdict.findings)
        finally:
            rmtree(folder)

    return Mutant(name, Area.PUBLISHED, expect(editions, code), damage)


def _changed(change: Callable[[bytes], bytes]) -> Fault:
    return lambda file: file.write_bytes(change(file.read_bytes())) and None


def mutants() -> Iterator[Mutant]:
    for seed in range(FLIPS):
        yield _published(
            f"byte flipped, {seed + 1}", _changed(lambda data, seed=seed: _flipped(data, seed)), Code.FILE_CHANGED
        )
    yield _published("last byte cut", _changed(lambda data: data[:-1]), Code.FILE_CHANGED)
    yield _published("cut in half", _changed(lambda data: data[: len(data) // 2]), Code.FILE_CHANGED)
    yield _published("emptied", _changed(lambda _: b""), Code.FILE_CHANGED)
    yield _published("a line end added", _changed(lambda data: data + b"\n"), Code.FILE_CHANGED)
    yield _published("taken away", Path.unlink, Code.FILE_MISSING)
    yield _published("a link in its place that leads nowhere", _dangling, Code.FILE_MISSING)
    yield _published(
        "another file beside it", lambda file: file.with_name("more.html").write_text("x") and None, Code.FILE_FOREIGN
    )
    yield _published("another handout beside it", _other_handout, Code.FILE_FOREIGN)
    yield _published("not in the manifest", _unlisted, Code.FILE_FOREIGN)
    yield _published("manifest gone", lambda file: (file.parent.parent / "manifest.json").unlink(), Code.FILE_FOREIGN)
    yield _published("manifest cut in half", _manifest_cut, Code.FILE_FOREIGN)
    yield Mutant("byte flipped, by the command line", Area.PUBLISHED, expect(["html"], Code.FILE_CHANGED), _by_command)


def _flipped(data: bytes, seed: int) -> bytes:
    chance = random.Random(f"{seed} {len(data)}")  # noqa: S311 - no secret
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def _dangling(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def _other_handout(file: Path) -> None:
    other = file.parent.parent / "other"
    other.mkdir()
    (other / "other.html").write_bytes(b"x")


def _manifest(file: Path) -> Path:
    return file.parent.parent / "manifest.json"


def _unlisted(file: Path) -> None:
    manifest = json.loads(_manifest(file).read_text("utf-8"))
    manifest["files"] = [row for row in manifest["files"] if not row["file"].endswith(file.name)]
    _manifest(file).write_text(json.dumps(manifest), "utf-8")


def _manifest_cut(file: Path) -> None:
    data = _manifest(file).read_bytes()
    _manifest(file).write_bytes(data[: len(data) // 2])


def _by_command(bench: Bench, of: str, edition: Edition) -> tuple[Finding, ...]:
    """Run `build.py verify` on a folder with a damaged file; its exit code and report have to say so."""
    folder = Path(mkdtemp(prefix="mutant-"))
    try:
        output = copytree(shelf(bench), folder / "output")
        source = folder / "source" / of
        source.mkdir(parents=True)
        (source / "article.md").write_bytes(bench.sources[of].data)
        for name, image in bench.sources[of].images.items():
            (source / name).write_bytes(image)
        file = output / bench.sources[of].file_of(edition)
        file.write_bytes(_flipped(file.read_bytes(), 0))
        clinic = ROOT / "tests" / "mutants" / "clinic.toml"
        arguments = [
            "--source",
            folder / "source",
            "--output",
            output,
            "--clinic",
            clinic,
            "--report",
            folder / "report.json",
        ]
        ended = subprocess.run(
            [sys.executable, ROOT / "build.py", "verify", *arguments], capture_output=True, check=False
        )
        assert ended.returncode == 5, ended.stderr.decode()
        report = json.loads((folder / "report.json").read_text("utf-8"))
        rows = [row for handout in report["handouts"] for entry in handout["editions"] for row in entry["findings"]]
        return tuple(Finding(Code(row["code"]), row["message"]) for row in rows)
    finally:
        rmtree(folder)
