"""Where jobs are done: here, in processes of this machine, or on a cluster. The results are the same bytes."""

import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, util
from tempfile import TemporaryDirectory

from press import compiled
from press.errors import RenderError
from press.pipeline.plan import Job
from press.pipeline.sources import House
from press.pipeline.tasks import Done, settle, tidily

GENERATION = 256
"""Editions that a worker makes before another takes its place: libraries leak a little with every document."""

ATTEMPTS = 2
"""How often a job is tried whose process ended under it, as one does that the system takes the memory from."""


def run(jobs: Sequence[Job], houses: Sequence[House], workers: int, cluster: str = "") -> Iterator[Done]:
    """Do all jobs in so many processes, or on a cluster; yield each as it is done.

    Raises RenderError where an edition cannot be written, or a process ends twice while it makes it; what is under way
    is then dropped.
    """
    if cluster:
        from press.pipeline.cluster import run_on_cluster  # noqa: PLC0415 - an optional extra

        yield from run_on_cluster(jobs, houses, cluster)
        return
    if len(jobs) == 1 or (workers == 1 and sum(map(_size, jobs)) <= GENERATION):
        yield from (tidily(job, houses) for job in jobs)
        return
    for generation in _generations(jobs, GENERATION * workers):
        yield from _persistently(generation, houses, workers)


def _size(job: Job) -> int:
    return max(1, len(job.editions))


def _generations(jobs: Iterable[Job], size: int) -> Iterator[list[Job]]:
    """Yield the jobs in lists of about as many editions."""
    generation: list[Job] = []
    for job in jobs:
        generation.append(job)
        if sum(map(_size, generation)) >= size:
            yield generation
            generation = []
    if generation:
        yield generation


def _persistently(jobs: Sequence[Job], houses: Sequence[House], workers: int) -> Iterator[Done]:
    """Do jobs in processes of their own; again those whose process ended."""
    waiting = dict(enumerate(jobs))
    for _ in range(ATTEMPTS):
        try:
            for number, done in _in_processes(waiting, houses, workers):
                del waiting[number]
                yield done
        except BrokenProcessPool:
            continue
        return
    slugs = ", ".join(sorted({job.source.slug for job in waiting.values()}))
    raise RenderError(f"a process ended {ATTEMPTS} times while it made {slugs}; is there memory enough? Try --jobs 1")


def _in_processes(jobs: dict[int, Job], houses: Sequence[House], workers: int) -> Iterator[tuple[int, Done]]:
    # Forked from a process that has everything loaded; where libraries do not survive a fork, started anew.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    with TemporaryDirectory(prefix="handout-press-") as folder:
        pool = ProcessPoolExecutor(min(workers, len(jobs)), context, initializer=_begin, initargs=(houses, folder))
        yield from _results(pool, jobs)


def _results(pool: ProcessPoolExecutor, jobs: dict[int, Job]) -> Iterator[tuple[int, Done]]:
    """Yield the results of jobs as they come; whatever happens, no process is left."""
    try:
        futures = {pool.submit(_do, job): number for number, job in jobs.items()}
        for future in as_completed(futures):
            yield futures.pop(future), future.result()
    except BaseException:
        processes = active_children()
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()
        # Who reads the results waits for the rest of one that was half sent, until nobody is left who could send it.
        pool._result_queue._writer.close()  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_HOUSES: list[House] = []
"""What a worker makes every job with: handed over once, not with every job."""


def _begin(houses: Sequence[House], folder: str) -> None:
    """Begin a worker: it leaves Ctrl-C to its parent, and the removal of the folder where it keeps its fonts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder
    util.Finalize(None, compiled.keep, exitpriority=0)  # a worker does not come to `atexit`
    _HOUSES[:] = houses
    settle()


def _do(job: Job) -> Done:
    return tidily(job, _HOUSES)
