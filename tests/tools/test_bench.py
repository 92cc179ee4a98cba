"""The bench: how it measures, what it makes of the figures, and what it does where something cannot be measured."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from pypdfium2 import PdfDocument

from tools.bench import __main__ as bench
from tools.bench import names, parts, peers, record
from tools.bench.library import handout
from tools.bench.measure import BenchError, Command, Contestant, Sample, alternate, family, memory, run
from tools.bench.record import MIB, Check, Moment, Record, Row, as_json, ratio, read_record
from tools.bench.report import INTRODUCTION, page
from tools.bench.targets import targets, verdict

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = {"Python": "3.11.7", "pandoc": "3.9"}
MOMENT = Moment("2026-11-22 10:00", 0.1, "0123abc")


def row(part: str, name: str, size: int, seconds: float, peak: int = 100, **values: float) -> Row:
    """Return a row of three runs whose medians are these: so many seconds, half of it CPU, so many MiB."""
    runs = [
        Sample(seconds * factor, seconds * factor / 2, int(peak * factor) * MIB, values) for factor in (1.5, 1.0, 0.5)
    ]
    return MOMENT.row(part, name, size, runs)


def figures() -> Record:
    """Return a record in which some targets are met, one is not, and two were not measured."""
    whole = Record("A processor, 2 cores, 8 GiB, Linux", VERSIONS)
    for each in (
        row(names.ONE, names.OURS, 1, 0.5, 50),
        row(names.ONE, names.PANDOC_WEASYPRINT, 1, 2.0, 200),
        row(names.ONE, names.PANDOC_TYPST, 1, 0.25, 100),
        row(names.ONE, names.doubled(names.OURS), 1, 0.3, 75),
        row(names.ONE, names.doubled(names.PANDOC_TYPST), 1, 0.2, 150),
        row(names.LIBRARY, names.COLD, 20, 40, 80, verification=0.1234),
        row(names.LIBRARY, names.NO_CHANGE, 20, 0.25, 20, verification=0.0),
        row(names.LIBRARY, names.SPHINX_NO_CHANGE, 20, 1.0, 50),
        row(names.LIBRARY, names.COLD, 1000, 1900, 90, verification=0.1111),
        row(names.ENGINE, names.OURS, 4, 2.0, 80, pdf=0.2),
        row(names.ENGINE, names.STOCK, 4, 4.0, 80, pdf=0.5),
        row(names.ENGINE, names.STOCK_SHARING, 4, 2.5, 80, pdf=0.25),
        row(names.WORKERS, names.workers(1), 6, 12.0, 60),
        row(names.WORKERS, names.workers(2), 6, 7.5, 90),
        Check("The same bytes from 1, 2 and 4 processes", holds=True, taken="2026-11-22 11:00"),
        Check("The same bytes with our engine and with stock WeasyPrint", holds=False, taken="2026-11-22 11:05"),
    ):
        whole.add(each)
    return whole


PAGE = """
## Targets

| figure | at most | measured | result |
| --- | ---: | ---: | --- |
| one handout, four formats: of pandoc + WeasyPrint | 0.4 × | 0.250 × | met |
| one handout, four formats: of pandoc + typst (aim: 1) | 1.5 × | 2.000 × | **not met** |
| 20 handouts, four formats, two at a time: of pandoc + typst | 0.4 × | – | not measured |
| CPU of a PDF: of stock WeasyPrint | 0.55 × | 0.400 × | met |
| CPU of a PDF: of stock WeasyPrint, fonts shared | 0.55 × | 0.800 × | **not met** |
| nothing changed, 20 handouts | 0.4 s | 0.250 s | met |
| nothing changed, 20 handouts: of Sphinx's html | 0.333 × | 0.250 × | met |
| nothing changed, 1,000 handouts | 1 s | – | not measured |
| one changed, 20 handouts | 2 s | – | not measured |
| from nothing, time of a handout: 1,000 of 20 | 1.1 × | 0.950 × | met |
| from nothing, peak memory: 1,000 of 20 | 1.2 × | 1.125 × | met |
| verification's share of the CPU, 20 handouts | 15 % | 12.3 % | met |

The same bytes from 1, 2 and 4 processes: yes (2026-11-22 11:00 UTC).

The same bytes with our engine and with stock WeasyPrint: **no** (2026-11-22 11:05 UTC).

## Beside the peers

| what | handouts | time | CPU | memory |
| --- | ---: | ---: | ---: | ---: |
| one: ours / pandoc + WeasyPrint | 1 | 0.250 × | 0.250 × | 0.250 × |
| one: ours / pandoc + typst | 1 | 2.000 × | 2.000 × | 0.500 × |
| one: ours, two at a time / pandoc + typst, two at a time | 1 | 1.500 × | 1.500 × | 0.500 × |
| one: ours, two at a time / pandoc + WeasyPrint | 1 | 0.150 × | 0.150 × | 0.375 × |
| one: ours, two at a time / pandoc + typst | 1 | 1.200 × | 1.200 × | 0.750 × |
| library: nothing changed / Sphinx, nothing changed | 20 | 0.250 × | 0.250 × | 0.400 × |
| engine: ours / stock WeasyPrint | 4 | 0.500 × | 0.500 × | 1.000 × |
| engine: ours / stock WeasyPrint, fonts shared | 4 | 0.800 × | 0.800 × | 1.000 × |

## As a library grows

| handouts | handouts a second | CPU s an edition | of it verification | memory MiB |
| ---: | ---: | ---: | ---: | ---: |
| 20 | 0.50 | 0.125 | 12.3% | 80 |
| 1,000 | 0.53 | 0.119 | 11.1% | 90 |

Efficiency of two processes: 0.800 (1 would be twice as fast as one).

## Everything measured

**one.** One handout, one process at a time if nothing else is said. *Ours* and the peers: four formats.

| what | handouts | seconds | from–to | CPU s | memory MiB | runs | taken (UTC) | load | code |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |
| ours | 1 | 0.500 | 0.25–0.75 | 0.250 | 50 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |
| pandoc + WeasyPrint | 1 | 2.000 | 1.00–3.00 | 1.000 | 200 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |
| pandoc + typst | 1 | 0.250 | 0.12–0.38 | 0.125 | 100 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |
| ours, two at a time | 1 | 0.300 | 0.15–0.45 | 0.150 | 75 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |
| pandoc + typst, two at a time | 1 | 0.200 | 0.10–0.30 | 0.100 | 150 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |

**many.** Many handouts from nothing, four formats, two processes at a time.

Not measured.

**library.** All eight editions, two processes at a time; Sphinx: web pages.

| what | handouts | seconds | from–to | CPU s | memory MiB | runs | taken (UTC) | load | code |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |
| from nothing | 20 | 40.000 | 20.00–60.00 | 20.000 | 80 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |
| nothing changed | 20 | 0.250 | 0.12–0.38 | 0.125 | 20 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |
| Sphinx, nothing changed | 20 | 1.000 | 0.50–1.50 | 0.500 | 50 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |
| from nothing | 1,000 | 1900.000 | 950.00–2850.00 | 950.000 | 90 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |

**engine.** The A4 sheet alone, one process.

| what | handouts | seconds | from–to | CPU s | memory MiB | runs | taken (UTC) | load | code |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |
| ours | 4 | 2.000 | 1.00–3.00 | 1.000 | 80 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |
| stock WeasyPrint | 4 | 4.000 | 2.00–6.00 | 2.000 | 80 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |
| stock WeasyPrint, fonts shared | 4 | 2.500 | 1.25–3.75 | 1.250 | 80 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |

**workers.** All eight editions from nothing, by more and more processes.

| what | handouts | seconds | from–to | CPU s | memory MiB | runs | taken (UTC) | load | code |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |
| 1 at a time | 6 | 12.000 | 6.00–18.00 | 6.000 | 60 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |
| 2 at a time | 6 | 7.500 | 3.75–11.25 | 3.750 | 90 | 3 | 2026-11-22 10:00 | 0.1 | `0123abc` |

## Where, and with what

A processor, 2 cores, 8 GiB, Linux.

| tool | version |
| --- | --- |
| Python | 3.11.7 |
| pandoc | 3.9 |
"""


def test_page_of_fixed_figures() -> None:
    text = page(figures(), 20, 1000)
    assert text.startswith(INTRODUCTION)
    assert text.removeprefix(INTRODUCTION) == PAGE


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.39, "met"), (0.4, "met"), (0.4004, "**not met**"), (7, "**not met**"), (None, "not measured")],
)
def test_verdict(value: float | None, told: str) -> None:
    assert verdict(value, 0.4) == told


def test_ratio_is_that_of_the_medians() -> None:
    whole = figures()
    assert whole.seconds(names.ONE, names.OURS, 1) == 0.5
    assert whole.cpu(names.ONE, names.OURS, 1) == 0.25
    assert whole.peak(names.ONE, names.OURS, 1) == 50
    assert ratio(whole.seconds(names.ONE, names.OURS, 1), whole.seconds(names.ONE, names.PANDOC_TYPST, 1)) == 2
    assert (ratio(None, 1.0), ratio(1.0, None), ratio(1.0, 0.0)) == (None, None, None)


def test_every_target_is_measured_from_a_whole_record() -> None:
    whole = figures()
    for part, name, size in (
        (names.MANY, names.OURS, 20),
        (names.MANY, names.PANDOC_TYPST, 20),
        (names.LIBRARY, names.NO_CHANGE, 1000),
        (names.LIBRARY, names.ONE_CHANGED, 20),
    ):
        whole.add(row(part, name, size, 1.0))
    measured = {target.what: target.measure(whole) for target in targets(20, 1000)}
    assert [what for what, value in measured.items() if value is None] == []
    assert measured["from nothing, time of a handout: 1,000 of 20"] == pytest.approx(1900 / 1000 / (40 / 20))


def test_record_survives_its_file(tmp_path: Path) -> None:
    whole, file = figures(), tmp_path / "benchmarks.json"
    file.write_text(as_json(whole), "utf-8")
    again = read_record(file, whole.machine, whole.versions)
    assert as_json(again) == as_json(whole)
    assert page(again, 20, 1000) == page(whole, 20, 1000)


def test_figures_of_another_machine_or_version_are_dropped(tmp_path: Path) -> None:
    whole, file = figures(), tmp_path / "benchmarks.json"
    file.write_text(as_json(whole), "utf-8")
    for machine, versions in (("another", VERSIONS), (whole.machine, {**VERSIONS, "pandoc": "4"})):
        assert not read_record(file, machine, versions).rows


@pytest.mark.parametrize("text", ["", "[]", '{"rows": [{"part": "one"}], "checks": []}'])
def test_file_that_is_no_record_is_not_written_over(text: str, tmp_path: Path) -> None:
    (tmp_path / "benchmarks.json").write_text(text, "utf-8")
    with pytest.raises(BenchError, match=r"benchmarks\.json is no record of the bench; remove it"):
        read_record(tmp_path / "benchmarks.json", "m", VERSIONS)


def test_newer_row_takes_the_place_of_the_older() -> None:
    whole = figures()
    whole.add(row(names.ONE, names.OURS, 1, 0.125))
    assert whole.seconds(names.ONE, names.OURS, 1) == 0.125


def test_code_is_the_beginning_of_a_hash() -> None:
    assert re.fullmatch(r"[0-9a-f]{7}", record.code())


# --- measuring ---


def python(name: str, script: str, folder: Path) -> Contestant:
    return Contestant(name, [sys.executable, "-c", script], folder)


@pytest.mark.skipif(sys.platform != "linux", reason="the bench needs Linux, and says so")
def test_run_counts_processes_below_and_their_memory(tmp_path: Path) -> None:
    script = "import subprocess, sys; subprocess.run([sys.executable, '-c', {!r}], check=True)"
    below = "import time; data = b'x' * 60_000_000\nwhile time.process_time() < 0.4: pass"
    sample = run(python("both", script.format(below), tmp_path))
    assert sample.seconds >= 0.3
    assert sample.cpu >= 0.3
    assert 60_000_000 <= sample.peak < 200_000_000


def test_runs_are_taken_in_turns_after_one_that_is_let_go(tmp_path: Path) -> None:
    log: list[str] = []

    def contestant(name: str) -> Contestant:
        command: Command = [sys.executable, "-c", ""]
        return Contestant(name, command, tmp_path, lambda: log.append(name), lambda: {"value": len(log)})

    both = [contestant(name) for name in ("ours", "theirs")]
    samples = alternate(both, 2, warm=True)
    assert log == ["ours", "theirs"] * 3
    assert [sample.values["value"] for sample in samples["theirs"]] == [4, 6]


def test_command_that_fails_fails_loudly(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"^peer ended with 3:\nno such font\n$"):
        run(python("peer", "import sys; print('no such font'); sys.exit(3)", tmp_path))


def test_commands_are_given_nothing_of_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAKEFLAGS", "n")
    script = "import os; assert 'MAKEFLAGS' not in os.environ; assert os.environ['GIVEN'] == 'x'"
    run(Contestant("clean", [sys.executable, "-c", script], tmp_path, environment={"GIVEN": "x"}))


def test_process_that_has_ended_has_no_memory() -> None:
    gone = 2**22 + 1  # more than Linux gives
    assert (memory(gone), family(gone)) == (0, [gone])


# --- peers ---

ARTICLE = """\
---
title: "A \\"title\\""
summary: "In short."
category: "Sleep"
lang: en
version: "1.0"
reviewed: 2026-01-31
next_review: 2027-01-31
audience: "Adults"
authors:
  - name: "Ann Author"
    credentials: "PhD"
publisher: "The press"
references:
  - id: a
    citation: "A study."
    doi: "10.5555/1"
  - id: b
    citation: "A page."
    url: "https://example.org/b"
---

::: note
Cited [@b].
:::

## A heading

![Bars: "1"](days.png "A caption")

::: write 2 "What I saw"
:::
"""
FOR_PANDOC = r"""---
{"title": "A \"title\"", "lang": "en", "author": ["Ann Author"]}
---

Sleep

For Adults

**In short.** In short.

::: note
Cited [[2]](#ref-b).
:::

## A heading

```{=typst}
#set image(alt: "Bars: \"1\"")
```

![A caption](days.png){alt="Bars: \"1\""}

What I saw\
\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\
\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_

## References

1. [A study.]{#ref-a} <https://doi.org/10.5555/1>
2. [A page.]{#ref-b} <https://example.org/b>

## About this handout

Written by Ann Author, PhD

Published by The press

Version 1.0, reviewed 2026-01-31, next review 2027-01-31
"""


FLOOR = """
Sleep For Adults In short. In short. Cited [2]. A heading What I saw
____________________________________________________________
____________________________________________________________
References [A study.] https://doi.org/10.5555/1 [A page.] https://example.org/b
About this handout Written by Ann Author, PhD Published by The press
Version 1.0, reviewed 2026-01-31, next review 2027-01-31
"""


def test_article_for_pandoc() -> None:
    assert peers.as_pandoc(ARTICLE) == FOR_PANDOC


def test_peer_that_is_not_there_fails_loudly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "PROGRAMS", tmp_path)
    with pytest.raises(BenchError, match=r"^pandoc does not run; set it up with `make bench`: "):
        peers.versions()


@pytest.mark.parametrize(
    ("contestant", "message"),
    [
        (lambda folder: peers.pandoc(folder, "typst", 2), r"^pandoc \+ typst did not make 4 of 4 files, "),
        (lambda folder: peers.floor(folder, 2), "^bare WeasyPrint .* did not make 4 of 4 files"),
        (lambda folder: peers.sphinx(folder, cold=True), "^Sphinx made 0 of 1 pages$"),
        (lambda folder: parts.Press(folder, 1).build("ours", jobs=1), "^the press did not make 8 of 8 files"),
    ],
)
def test_files_that_are_missing_fail_loudly(
    contestant: Callable[[Path], Contestant], message: str, tmp_path: Path
) -> None:
    (tmp_path / "handout-0001").mkdir()
    (tmp_path / "handout-0001" / "article.rst").touch()
    with pytest.raises(BenchError, match=message):
        contestant(tmp_path).after()


def test_peer_that_loses_the_end_fails_loudly(tmp_path: Path) -> None:
    (tmp_path / "handout-0001").mkdir()
    for kind in peers.KINDS:
        (tmp_path / "handout-0001" / f"article.{kind}").write_text("The beginning.")
    with pytest.raises(BenchError, match=r"^pandoc \+ typst lost the end of handout-0001/article\.(html|txt)$"):
        peers.pandoc(tmp_path, "typst", 1).after()


def test_floor_loses_no_word(tmp_path: Path) -> None:
    article = tmp_path / "handout-0001" / "article.md"
    article.parent.mkdir()
    article.write_text(peers.as_pandoc(ARTICLE), "utf-8")
    (tmp_path / "handout-0001" / "days.png").write_bytes(handout(4)["days.png"])
    subprocess.run([sys.executable, peers.HERE / "floor.py", ".", "1"], cwd=tmp_path, check=True, capture_output=True)
    assert article.with_suffix(".txt").read_text("utf-8").split() == FLOOR.split()
    with ZipFile(article.with_suffix(".epub")) as book:
        assert re.sub("<[^>]*>", "", book.read("EPUB/article.xhtml").decode()).split()[-8:] == FLOOR.split()[-8:]
        assert "EPUB/days.png" in book.namelist()
    with PdfDocument(article.with_suffix(".pdf")) as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
        assert "Published by The press" in text


def test_peers_start_from_nothing(tmp_path: Path) -> None:
    files = [tmp_path / "handout-0001" / f"article.{kind}" for kind in ("md", "html", "epub", "txt", "pdf")]
    files[0].parent.mkdir()
    for file in files:
        file.touch()
    peers.pandoc(tmp_path, "weasyprint", 1).before()
    assert list(files[0].parent.iterdir()) == files[:1]


def test_press_that_writes_more_than_has_changed_fails_loudly(tmp_path: Path) -> None:
    press = parts.Press(tmp_path, 1)
    (press.output / "handout-0001").mkdir(parents=True)
    (press.output / "handout-0001" / "handout-0001-a4.pdf").touch()
    step = {"step": "write", "edition": "a4", "times": 2, "cpu": 1.0}
    (tmp_path / "profile.json").write_text(json.dumps({"verification": 0.1, "steps": [step]}))
    with pytest.raises(BenchError, match=r"^the press wrote 2 files where 0 were to be written$"):
        press.build("ours", ("a4",), jobs=1, changed=0).after()
    step["times"] = 1
    (tmp_path / "profile.json").write_text(json.dumps({"verification": 0.1, "steps": [step]}))
    assert press.build("ours", ("a4",), jobs=1).after() == {"verification": 0.1, "pdf": 1.0}


def test_one_handout_is_changed_into_something_new_each_time(tmp_path: Path) -> None:
    press = parts.Press(tmp_path, 3).write()
    articles = [tmp_path / "library" / f"handout-000{number}" / "article.md" for number in (1, 2, 3)]
    before = [article.read_bytes() for article in articles]
    change, seen = press.change_one(), set()
    for _ in range(3):
        change()
        seen.add(articles[1].read_bytes())
    assert len(seen | {before[1]}) == 4
    assert [articles[0].read_bytes(), articles[2].read_bytes()] == [before[0], before[2]]


# --- the command ---


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, parts.Plan]]:
    """Put parts in the place of the real ones that measure nothing, and return what they were run with."""
    called: list[tuple[str, parts.Plan]] = []

    def fake(name: str) -> parts.Part:
        def part(plan: parts.Plan, _: Path) -> Iterator[Row | Check]:
            called.append((name, plan))
            yield row(name, names.OURS, plan.many, len(called), pdf=1.0, verification=0.5)
            yield Check(f"check of {name}", holds=name != names.WORKERS, taken="2026-11-22 12:00")

        return part

    monkeypatch.setattr(bench, "PARTS", {name: fake(name) for name in names.PARTS})
    monkeypatch.setattr(peers, "versions", lambda: {"pandoc": "3.9"})
    return called


def test_parts_are_put_together(faked: list[tuple[str, parts.Plan]], tmp_path: Path) -> None:
    options = ["--quick", "--record", str(tmp_path)]
    done = CliRunner().invoke(bench.main, [*options, "--only", "one"])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(bench.main, [*options, "--only", "many", "--only", "engine", "--runs", "9"])
    assert done.exit_code == 0, done.output
    assert [name for name, _ in faked] == [names.ONE, names.MANY, names.ENGINE]
    assert [plan.runs_of(20) for _, plan in faked] == [3, 9, 9]
    rows = json.loads((tmp_path / "benchmarks.json").read_text("utf-8"))["rows"]
    assert [(each["part"], each["seconds"][1]) for each in rows] == [("one", 1), ("many", 2), ("engine", 3)]
    assert (tmp_path / "benchmarks.md").read_text("utf-8") in done.stdout


def test_check_that_does_not_hold_fails(faked: list[tuple[str, parts.Plan]], tmp_path: Path) -> None:
    done = CliRunner().invoke(bench.main, ["--size", "7", "--record", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stderr.endswith("Error: not so: check of workers\n")
    assert [plan.library for _, plan in faked] == [(7,)] * 5


def test_peers_are_pinned_as_the_press_is() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text("utf-8")
        assert re.findall(r"https?:|--(?:extra-)?index-url|--find-links", text) == []
        found = re.findall(r"(?m)^([A-Za-z0-9._-]+==[^ ;]+).*((?:\n    --hash=sha256:\S+)*)", text)
        assert [pin for pin, hashes in found if not hashes] == []
        return {pin for pin, _ in found}

    bench_pins, runtime = pins("requirements-bench.lock"), pins("requirements.lock")
    assert runtime <= bench_pins
    assert {pin.partition("==")[0] for pin in bench_pins} >= {"pypandoc-binary", "sphinx", "typst"}
