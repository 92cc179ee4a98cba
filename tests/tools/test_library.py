"""The bench's made-up handouts: always the same, all different, and real enough for the press."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from press.model import EDITIONS
from press.pipeline.houses import House
from press.pipeline.plan import Job
from press.pipeline.sources import read_sources
from press.pipeline.tasks import do
from tools.bench.library import handout, main, slug_of, write_library

ROOT = Path(__file__).resolve().parents[2]
MANY = {number: handout(number) for number in range(1, 201)}
TEXTS = {number: files["article.md"].decode() for number, files in MANY.items()}


def test_the_same_number_gives_the_same_handout_in_every_process() -> None:
    script = "import sys; from tools.bench.library import handout; sys.stdout.buffer.write(handout(7)['article.md'])"
    made = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made == [handout(7)["article.md"]] * 2


def test_another_seed_gives_other_handouts() -> None:
    assert handout(7, seed=2) != handout(7, seed=1)


def test_all_handouts_differ() -> None:
    titles = {re.findall(r'(?m)^title: "(.*)"$', text)[0] for text in TEXTS.values()}
    bodies = {text.split("\n---\n", 1)[1] for text in TEXTS.values()}
    assert (len(titles), len(bodies)) == (len(MANY), len(MANY))
    pictures = [data for files in MANY.values() for name, data in files.items() if name != "article.md"]
    assert len(set(pictures)) == len(pictures)


def test_lengths_are_those_of_real_handouts() -> None:
    lengths = sorted(len(text.split("\n---\n", 1)[1].split()) for text in TEXTS.values())
    assert lengths[0] >= 550
    assert 650 <= lengths[len(lengths) // 2] <= 850
    assert lengths[-1] <= 1100


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        (r"(?m)^::: key-points$", 200, 200),
        (r"(?m)^::: ask$", 200, 200),
        (r'(?m)^::: write \d ".+"$', 200, 200),
        (r"(?m)^::: warning$", 200, 200),
        (r"(?m)^::: note$", 50, 150),
        (r"(?m)^### ", 100, 199),
        (r"(?m)^\| When \|", 50, 150),
        (r"(?m)^1\. ", 200, 200),
        (r"\[\^1\]: ", 200, 200),
        (r"\[@r3\]", 200, 200),
        (r"(?m)^!\[.+\]\(days\.png ", 10, 100),
        (r"(?m)^!\[.+\]\(days\.svg ", 10, 100),
        (r"\{\w+\}", 0, 0),
    ],
)
def test_what_there_is_in_all_and_in_some(pattern: str, least: int, most: int) -> None:
    assert least <= sum(bool(re.search(pattern, text)) for text in TEXTS.values()) <= most


def test_the_press_takes_them_and_loses_nothing(tmp_path: Path, house: House) -> None:
    write_library(tmp_path, 8)
    sources = read_sources(tmp_path, [], ())
    assert [source.slug for source in sources] == [slug_of(number) for number in range(1, 9)]
    for source in sources:
        done = do(Job(0, source, (EDITIONS["html"], EDITIONS["text"])), [house])
        assert (done.problems, [made.verdict.findings for made in done.made]) == ((), [(), ()])


def test_command_writes_as_many_as_are_asked_for(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, [str(tmp_path), "3", "--seed", "5"])
    assert done.exit_code == 0, done.output
    written = {path.name: (path / "article.md").read_bytes() for path in tmp_path.iterdir()}
    assert written == {slug_of(number): handout(number, seed=5)["article.md"] for number in (1, 2, 3)}
