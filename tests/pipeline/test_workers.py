"""Jobs in processes: the same bytes in however many, and nothing lost when one of them ends."""

from __future__ import annotations

import errno
import gc
import os
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path
from threading import Thread

import psutil  # type: ignore[import-untyped]  # ships no types
import pytest

from press import syntax
from press.errors import RenderError
from press.model import EDITIONS, Edition
from press.model.article import Article
from press.pipeline import processes, reading, tasks, workers
from press.pipeline.build import Order, build, cores
from press.pipeline.houses import House
from press.pipeline.plan import Job
from press.pipeline.reading import Prepared
from press.pipeline.shares import shares
from press.pipeline.sources import Source
from press.pipeline.tasks import Done, do
from press.writers import Sheet, Templates, pdf

MakeText = Callable[..., str]
QUICK = (EDITIONS["html"], EDITIONS["text"])
BODY = "".join(f"## Part {number}\n\n" + "Some words here. " * 40 + "\n\n" for number in range(9))


def jobs_of(article_text: MakeText, count: int) -> list[Job]:
    """Return jobs of as many articles."""
    texts = [article_text(title=f'"Handout {number}"').encode() for number in range(count)]
    sources = [Source(f"h-{n}", "", f"source/h-{n}/article.md", text, {}) for n, text in enumerate(texts)]
    return [Job(0, source, QUICK) for source in sources]


def bytes_of(done: list[Done]) -> dict[str, bytes]:
    return {made.row.file: made.data for one in done for made in one.made}


def run(jobs: list[Job], house: House, count: int) -> list[Done]:
    """Return what comes of jobs in so many processes; each comes with its job."""
    found = list(workers.run(jobs, [house], count))
    assert all(made.row.handout == job.source.slug for job, done in found for made in done.made)
    return [done for _, done in found]


@pytest.fixture
def jobs(article_text: MakeText) -> list[Job]:
    """Give five jobs."""
    return jobs_of(article_text, 5)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_the_bytes_are_the_same_in_any_number_of_processes(count: int, jobs: list[Job], house: House) -> None:
    expected = bytes_of([do(job, [house]) for job in jobs])
    assert len(expected) == 10
    assert bytes_of(run(jobs, house, count)) == expected


def test_an_article_is_read_once_and_its_editions_are_the_same(
    kitchen_sink: Prepared, house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert kitchen_sink.sheet.article.images
    sources = [replace(kitchen_sink.source, slug=slug, file=f"source/{slug}/article.md") for slug in ("a", "b", "c")]
    expected = bytes_of([do(Job(0, source, QUICK), [house]) for source in sources])
    read: list[str] = []

    def noting(source: Source, house: House) -> Article:
        read.append(source.slug)
        return unnoted(source, house)

    def noting_what_is_parsed(text: str) -> syntax.Document:
        read.append("parsed")
        return parse(text)

    unnoted, parse = reading.read, syntax.parse
    monkeypatch.setattr(reading, "read", noting)
    monkeypatch.setattr("press.verify.inventory.parse", noting_what_is_parsed)
    order = Order(sources, QUICK, [house], tmp_path / "output")
    results, _ = build(order, lambda _: lambda _: None)
    assert read == ["a", "parsed", "b", "parsed", "c", "parsed"]
    assert [spent.step for spent in order.profile.spent].count("read") == 6  # each by itself, then for its editions
    assert {result.file: (tmp_path / "output" / result.file).read_bytes() for result in results} == expected


@pytest.mark.parametrize(("machine", "expected"), [(7, 7), (None, 1)])
def test_where_the_system_tells_none_of_a_process_the_machines_processors_count(
    machine: int | None, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)  # as on macOS
    monkeypatch.setattr(os, "cpu_count", lambda: machine)
    assert cores() == expected


@pytest.mark.parametrize(("count", "least"), [(1, 5), (2, 3)])
def test_workers_are_replaced(  # noqa: PLR0913, PLR0917 - fixtures
    count: int, least: int, jobs: list[Job], house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def noting(job: Job) -> Done:
        (tmp_path / f"{os.getpid()}").touch()
        return do(job, [house])

    monkeypatch.setattr(workers, "GENERATION", 2)
    monkeypatch.setattr(processes, "_do", noting)
    noting.__module__, noting.__qualname__ = processes.__name__, "_do"
    assert len(run(jobs, house, count)) == 5
    # A job of two editions for each worker is a generation: 2 + 2 + 1 jobs of two, in at least three processes.
    assert least <= len(list(tmp_path.iterdir())) <= 5


@pytest.mark.parametrize(
    ("deaths", "fails"), [(1, ""), (2, r"2 times while it made (\S+ or )?h-3( or \S+)?; is there")]
)
def test_a_job_whose_process_ends_is_tried_again(  # noqa: PLR0913, PLR0917 - fixtures
    deaths: int, fails: str, article_text: MakeText, house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    jobs = jobs_of(article_text, 9)

    def dying(job: Job) -> Done:
        if job.source.slug == "h-3" and len(list(tmp_path.iterdir())) < deaths:
            (tmp_path / f"{len(list(tmp_path.iterdir()))}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return do(job, [house])

    monkeypatch.setattr(processes, "_do", dying)
    dying.__module__, dying.__qualname__ = processes.__name__, "_do"
    if fails:
        with pytest.raises(RenderError, match=fails):
            run(jobs, house, 2)
    else:
        assert bytes_of(run(jobs, house, 2)) == bytes_of([do(job, [house]) for job in jobs])


def test_a_process_does_one_of_as_many_jobs_as_there_are_processes_itself(
    jobs: list[Job], house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def dying(job: Job) -> Done:
        (tmp_path / f"{os.getpid()}").touch()
        if len(list(tmp_path.iterdir())) == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return do(job, [house])

    monkeypatch.setattr(processes, "_do", dying)
    dying.__module__, dying.__qualname__ = processes.__name__, "_do"
    assert bytes_of(run(jobs[:2], house, 2)) == bytes_of([do(job, [house]) for job in jobs[:2]])
    assert len(list(tmp_path.iterdir())) == 2  # the process of the second job, and the one that was begun in its place


class Ring:
    """Holds itself, so that only who looks for garbage finds it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("is_on", [True, False])
def test_garbage_is_looked_for_between_jobs(
    is_on: bool,  # noqa: FBT001 - a parameter of the test
    jobs: list[Job],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[weakref.ref[Ring]] = []
    kept: list[Ring] = []  # until the next job, so that it is no longer young when it becomes garbage

    def making(_job: Job, _houses: list[House]) -> Done:
        assert not gc.isenabled()
        kept[:] = [Ring()]
        made.extend(map(weakref.ref, (kept[0], Ring())))
        return Done("")

    monkeypatch.setattr(tasks, "do", making)
    (gc.enable if is_on else gc.disable)()
    try:
        for number in range(4 * tasks.SELDOM):
            tasks.tidily(jobs[0], [])
            assert gc.isenabled() is is_on
            alive = sum(one() is not None for one in made)
            assert alive <= tasks.SELDOM + 2, f"after {number + 1} jobs"
    finally:
        gc.enable()


def test_the_last_articles_page_goes_while_it_is_young(
    jobs: list[Job], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_ALL", 0)  # never all
    pdf.forget_article()
    gc.disable()  # as in a build
    try:
        tasks.tidily(replace(jobs[0], editions=(EDITIONS["a4"], EDITIONS["letter"])), [house])
        page = weakref.ref(pdf._TREE[0][1].wrapper_element)  # noqa: SLF001 - nothing else leads there
        tasks.tidily(replace(jobs[1], editions=()), [house])
        assert page() is None
    finally:
        gc.enable()


def test_no_process_is_left_where_this_one_fails(
    jobs: list[Job], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_job: Job, _houses: list[House]) -> Done:
        raise RenderError("nothing can be printed")

    def waiting(_job: Job) -> Done:
        time.sleep(600)
        raise AssertionError

    monkeypatch.setattr(processes, "tidily", failing)
    monkeypatch.setattr(processes, "_do", waiting)
    waiting.__module__, waiting.__qualname__ = processes.__name__, "_do"
    with pytest.raises(RenderError, match="nothing can be printed"):
        run(jobs[:2], house, 2)
    assert active_children() == []


def test_where_there_are_no_semaphores_the_remedy_is_told(
    jobs: list[Job], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(processes, "ProcessPoolExecutor", refuse)
    with pytest.raises(OSError, match=r"Read-only file system, and several .* use --jobs 1\): '/dev/shm'"):
        run(jobs, house, 2)


@pytest.mark.parametrize("refused", ["_ExecutorManagerThread", "QueueFeederThread"])
def test_where_no_thread_can_be_started_the_remedy_is_told(
    refused: str, jobs: list[Job], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(thread: Thread) -> None:
        if refused in {type(thread).__name__, thread.name}:
            raise RuntimeError("can't start new thread")
        started(thread)

    started = Thread.start
    monkeypatch.setattr(Thread, "start", start)
    with pytest.raises(OSError, match=r"can't start new thread, and several processes need some .* use --jobs 1\)"):
        run(jobs, house, 2)
    assert active_children() == []


def test_jobs_that_nobody_takes_any_more_are_not_waited_for(
    jobs: list[Job], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each is more than a pipe holds, so that whoever sends it is in the middle of one when all processes are ended.
    def failing_or_waiting(job: Job) -> Done:
        if job.source.slug == "h-0":
            raise RenderError("nothing can be printed")
        time.sleep(600)
        raise AssertionError

    monkeypatch.setattr(processes, "_do", failing_or_waiting)
    failing_or_waiting.__module__, failing_or_waiting.__qualname__ = processes.__name__, "_do"
    source = replace(jobs[0].source, data=bytes(1_000_000))
    large = [replace(jobs[0], source=replace(source, slug=f"h-{number}")) for number in range(9)]
    with pytest.raises(RenderError, match="nothing can be printed"):
        run(large, house, 2)
    assert active_children() == []


def test_a_few_handouts_are_shared_by_edition(jobs: list[Job]) -> None:
    (whole, *_) = (Job(0, job.source, tuple(EDITIONS.values())) for job in jobs)
    assert shares([whole], 1) == [whole]
    assert names_in(shares([whole], 2)) == [
        ["a4", "a4-large-print", "epub"],
        ["letter", "letter-large-print", "html", "text", "portal"],
    ]
    assert shares([whole] * 4, 2) == [whole] * 4


def test_of_one_handout_the_only_printed_sheet_is_written_ahead_and_read_back_beside_the_rest(jobs: list[Job]) -> None:
    names = ("epub", "html", "a4")
    one, other = (Job(0, job.source, tuple(EDITIONS[name] for name in names)) for job in jobs[:2])
    rest, ahead = shares([one], 2)
    assert names_in([rest, ahead]) == [["html", "epub", "a4"], ["a4"]]
    assert (rest.ahead, ahead.ahead) == (False, True)
    assert names_in(shares([one, other], 2)) == [["a4", "epub"], ["html"]] * 2
    assert names_in(shares([one], 2, is_shared=False)) == [["a4"], ["html", "epub"]]
    assert names_in(shares([replace(one, editions=(EDITIONS["a4"],))], 2)) == [["a4"]]


@pytest.mark.parametrize("case", [(1, ""), (3, ""), (1, "tcp://one:8786")], ids=["one", "three", "on a cluster"])
def test_a_process_of_this_machine_that_does_one_job_knows_it(
    case: tuple[int, str], jobs: list[Job], house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (count, cluster), alone = case, []

    def run_here(jobs: Sequence[Job], houses: Sequence[House], *_: object) -> Iterator[tuple[Job, Done]]:
        for job in jobs:
            alone.append(job.alone)
            yield job, do(replace(job, alone=False), houses)

    monkeypatch.setattr(workers, "run", run_here)
    sources = [job.source for job in jobs[:count]]
    build(Order(sources, QUICK, [house], tmp_path, cluster=cluster, check=True), lambda _: lambda _: None)
    assert alone[-count:] == [count == 1 and not cluster] * count


@pytest.fixture
def two_jobs(
    kitchen_sink: Prepared, house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> tuple[list[Job], dict[str, bytes]]:
    """Give the jobs of who reads and who writes ahead, which begin at one time, and the files to come of them."""
    whole = Job(0, kitchen_sink.source, (EDITIONS["a4"], *QUICK))  # it has pictures
    expected = bytes_of([do(whole, [house])])
    here, warm, prepared = os.getpid(), tasks.warm, reading.prepare_one

    def meeting(mine: str, other: str) -> None:
        (tmp_path / mine).touch()
        while not (tmp_path / other).exists():
            time.sleep(0.01)

    def warm_there(editions: Collection[Edition], houses: Sequence[House], *, to_read: bool = True) -> None:
        if not to_read:
            meeting("there", "here")
        warm(editions, houses, to_read=to_read)

    def read_here(source: Source, house: House) -> Prepared:
        assert os.getpid() == here
        meeting("here", "there")
        return prepared(source, house)

    monkeypatch.setattr(tasks, "warm", warm_there)
    monkeypatch.setattr(reading, "prepare_one", read_here)
    return shares([whole], 2), expected


def test_what_was_written_ahead_is_taken_as_it_is(
    two_jobs: tuple[list[Job], dict[str, bytes]], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, expected = two_jobs
    here, written = os.getpid(), tasks._written  # noqa: SLF001 - to see where it is called

    def only_there(edition: Edition, sheet: Sheet, source: Source, templates: Templates) -> bytes:
        assert (edition.name == "a4") is (os.getpid() != here)
        return written(edition, sheet, source, templates)

    monkeypatch.setattr(tasks, "_written", only_there)
    rest, ahead = run(both, house, 2)
    assert ahead.made == ()
    assert bytes_of([rest]) == expected
    steps = [(spent.step, spent.edition) for spent in (*ahead.spent, *rest.spent)]
    assert [steps.count((step, "a4")) for step in ("write", "verify", "picture")] == [1, 1, 1]
    assert [spent.step for spent in ahead.spent] == ["load", "write"]  # what is read is told
    assert all(
        made.seconds >= spent.seconds
        for made in rest.made
        for spent in ahead.spent
        if made.row.edition == spent.edition
    )


def test_a_sheet_whose_process_ends_is_written_by_who_reads_it(
    two_jobs: tuple[list[Job], dict[str, bytes]], house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    both, expected = two_jobs
    here, written = os.getpid(), tasks._written  # noqa: SLF001 - to see where it is called

    def dying(edition: Edition, sheet: Sheet, source: Source, templates: Templates) -> bytes:
        if os.getpid() != here:
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return written(edition, sheet, source, templates)

    monkeypatch.setattr(tasks, "_written", dying)
    rest, ahead = run(both, house, 2)
    assert (tmp_path / "died").exists()
    assert (ahead.made, bytes_of([rest])) == ((), expected)


def test_who_writes_ahead_leaves_what_nobody_has_read_to_who_reads_it(jobs: list[Job], house: House) -> None:
    whole = Job(0, jobs[0].source, (EDITIONS["a4"], *QUICK))
    rest, ahead = shares([whole], 2)
    alone = do(ahead, [house])
    assert (alone.made, alone.problems, [spent.step for spent in alone.spent]) == ((), (), ["load"])
    assert bytes_of([do(rest, [house])]) == bytes_of([do(whole, [house])])
    faulty = replace(whole, source=replace(whole.source, data=b"Words alone.\n"))
    found, nothing = run(shares([faulty], 2), house, 2)
    assert found.problems
    assert (nothing.made, nothing.problems) == ((), ())


def names_in(jobs: list[Job]) -> list[list[str]]:
    """Return the names of the editions of each job."""
    return [[edition.name for edition in job.editions] for job in jobs]


def _heed() -> None:
    """Have the signals that stop a build do so, whatever these tests were told to ignore (as `nohup` does)."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Place:
    """Twelve handouts, one of them published in part, and builds of them that are to be stopped."""

    def __init__(self, folder: Path, root: Path, text: str) -> None:
        """Write the handouts and publish the first."""
        for number in range(12):
            (folder / "source" / f"h-{number}").mkdir(parents=True)
            (folder / "source" / f"h-{number}" / "article.md").write_text(text)
        (folder / "temporary").mkdir()
        self.folder = folder
        self.command: list[str | Path] = [
            sys.executable,
            root / "build.py",
            "--source",
            folder / "source",
            "--output",
            folder / "output",
        ]
        subprocess.run([*self.command, "h-1", "--edition", "text"], check=True, capture_output=True)
        self.before = self.files()

    def files(self) -> dict[str, bytes]:
        """Return what is in the output, with the name of each file."""
        return {path.name: path.read_bytes() for path in (self.folder / "output").rglob("*") if path.is_file()}

    @contextmanager
    def begin(self, *args: str) -> Iterator[subprocess.Popen[str]]:
        """Begin a build in a process group of its own, of which nothing is left in the end."""
        run = subprocess.Popen(
            [*self.command, *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=_heed,  # noqa: PLW1509 - no threads here
            env={**os.environ, "TMPDIR": str(self.folder / "temporary")},
        )
        with run:
            try:
                yield run
            finally:  # else a build that hangs would have the test wait for it
                with suppress(ProcessLookupError):
                    os.killpg(run.pid, signal.SIGKILL)

    def is_left_alone_by(self, run: subprocess.Popen[str]) -> None:
        """Assert that a build has stopped, and left neither processes nor files nor changes."""
        began = time.monotonic()
        _, err = run.communicate(timeout=60)
        assert run.returncode == 1
        assert "stopped; what was published before is untouched" in err
        assert "Traceback" not in err
        # A sheet takes about a second; what is under way is not waited for. Generous, since machines are busy.
        assert time.monotonic() - began < 20
        assert self.files() == self.before
        with pytest.raises(ProcessLookupError):
            os.killpg(run.pid, 0)
        assert list((self.folder / "temporary").iterdir()) == []


@pytest.fixture
def place(tmp_path: Path, root: Path, article_text: MakeText) -> Place:
    """Give the place."""
    return Place(tmp_path, root, article_text(BODY))


def wait_for_the_first(run: subprocess.Popen[str]) -> None:
    assert run.stderr is not None
    lines: list[str] = []
    while "kept everything" not in "".join(lines[-1:]):
        lines.append(run.stderr.readline())
        assert run.poll() is None, [*lines, run.stderr.read()]


@pytest.mark.parametrize(
    ("stop", "to"), [(signal.SIGINT, os.killpg), (signal.SIGHUP, os.killpg), (signal.SIGTERM, os.kill)]
)
def test_what_stops_a_build_does_so_at_once_and_leaves_the_output_whole(
    stop: signal.Signals, to: Callable[[int, int], None], place: Place
) -> None:
    # A terminal tells the build and all its workers; who limits a build's time tells only the build.
    with place.begin("--jobs", "2") as run:
        wait_for_the_first(run)
        to(run.pid, stop)
        place.is_left_alone_by(run)


def test_a_build_whose_worker_stands_still_can_be_stopped(place: Place) -> None:
    with place.begin("--jobs", "2") as run:
        wait_for_the_first(run)
        psutil.Process(run.pid).children()[0].suspend()
        run.terminate()
        place.is_left_alone_by(run)


@pytest.mark.parametrize("delay", [0, 0.003, 0.006, 0.009, 0.012, 0.015])
def test_ctrl_c_while_the_workers_begin(delay: float, place: Place) -> None:
    with place.begin("--jobs", "12") as run:
        while not psutil.Process(run.pid).children():
            assert run.poll() is None
        time.sleep(delay)
        os.killpg(run.pid, signal.SIGINT)
        place.is_left_alone_by(run)


def test_workers_end_with_a_build_that_is_killed(place: Place) -> None:
    with place.begin("--jobs", "2") as run:
        wait_for_the_first(run)
        workers = psutil.Process(run.pid).children()
        assert len(workers) == 2
        run.kill()
        run.communicate(timeout=60)
        _, alive = psutil.wait_procs(workers, timeout=20)
    assert not [worker for worker in alive if worker.status() != psutil.STATUS_ZOMBIE]
    assert list((place.folder / "temporary").glob("handout-press-*")) == []
    subprocess.run([*place.command, "h-1", "--edition", "text"], check=True, capture_output=True, timeout=60)


def test_a_worker_that_stands_still_and_outlives_its_build_keeps_nobody_waiting(place: Place) -> None:
    with place.begin("--jobs", "2") as run:
        wait_for_the_first(run)
        worker = psutil.Process(run.pid).children()[0]
        worker.suspend()
        run.kill()
        run.wait(timeout=60)
        subprocess.run([*place.command, "h-1", "--edition", "text"], check=True, capture_output=True, timeout=60)
        assert worker.status() == psutil.STATUS_STOPPED


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("count", [1, 3])
def test_nothing_is_left_in_the_folder_for_temporary_files(
    count: int, jobs: str, article_text: MakeText, tmp_path: Path, root: Path
) -> None:
    # WeasyPrint unpacks the fonts there, one and a half megabytes.
    for number in range(count):
        (tmp_path / "source" / f"h-{number}").mkdir(parents=True)
        (tmp_path / "source" / f"h-{number}" / "article.md").write_text(article_text())
    (tmp_path / "temporary").mkdir()
    folders = ("--source", tmp_path / "source", "--output", tmp_path / "output")
    done = subprocess.run(
        [sys.executable, root / "build.py", *folders, "--edition", "a4", "--jobs", jobs, "--quiet"],
        env={**os.environ, "TMPDIR": str(tmp_path / "temporary")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "temporary").iterdir()) == []
