"""Jobs in processes of this machine: begun with what is loaded, ended with this one, done again where one is killed."""

import errno
import gc
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process, util
from multiprocessing.context import BaseContext
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, TypeAlias

from press import bytecode, compiled
from press.errors import RenderError
from press.pipeline.houses import House
from press.pipeline.plan import Job
from press.pipeline.staging import leave_to_parent
from press.pipeline.stopping import STOPPING, uninterrupted
from press.pipeline.tasks import Done, tidily
from press.writers import exchange

ATTEMPTS = 2
"""How often a job is tried whose process ended under it, as one does that the system takes the memory from."""


_SEMAPHORES = "/dev/shm"  # noqa: S108 - only named
"""Where Linux keeps the semaphores by which processes wait for each other."""

_Begin: TypeAlias = tuple[Sequence[House], str, Sequence[Path]]


def run_in_processes(jobs: Sequence[Job], houses: Sequence[House], workers: int) -> Iterator[tuple[Job, Done]]:
    """Do jobs in processes of their own, again those whose process ended; yield each with what came of it.

    Where none would do more than one job, this process does the first. Raises what `do` raises; RenderError also where
    a process ends twice while it makes an edition, OSError where the system has nothing for several processes.
    """
    waiting = dict(enumerate(jobs))
    here = {0: jobs[0]} if 1 < len(jobs) <= workers else {}
    for _ in range(ATTEMPTS):
        try:
            for number, done in _in_processes(here, waiting, houses, workers):
                yield waiting.pop(number), done
        except BrokenProcessPool:
            here = {}
            continue
        return
    at_work = list(waiting.values())[:workers]  # they are handed out in this order, and done ones wait no more
    slugs = " or ".join(sorted({job.source.slug for job in at_work}))
    raise RenderError(f"a process ended {ATTEMPTS} times while it made {slugs}; is there memory enough? Try --jobs 1")


def _in_processes(
    here: dict[int, Job], jobs: dict[int, Job], houses: Sequence[House], workers: int
) -> Iterator[tuple[int, Done]]:
    """Do some of the jobs here, and meanwhile the others in processes."""
    # Forked: what is loaded they have. Where libraries do not survive a fork, started anew.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    there = {number: job for number, job in jobs.items() if number not in here}
    done_here = ((number, tidily(job, houses)) for number, job in here.items())
    with TemporaryDirectory(prefix="handout-press-") as folder:
        told = [Path(folder)] if here else []  # where each does one job, one may need what another works out
        begin = (houses, folder, told)
        pool = _pool(min(workers, len(there)), context, begin)
        exchange.share(*told)
        try:
            yield from _results(pool, there, done_here)
        finally:
            exchange.share()


def _pool(size: int, context: BaseContext, begin: _Begin) -> ProcessPoolExecutor:
    """Return a pool of processes. Raises OSError, with the remedy, where the system has no semaphores for them."""
    try:
        return ProcessPoolExecutor(size, context, initializer=_begin, initargs=begin)
    except OSError as error:  # a container without that folder, or with one that cannot be written to
        told = f"{error.strerror}, and several processes need it (where there is none, use --jobs 1)"
        raise OSError(error.errno, told, _SEMAPHORES) from error


def _results(
    pool: ProcessPoolExecutor, jobs: dict[int, Job], done_here: Iterator[tuple[int, Done]]
) -> Iterator[tuple[int, Done]]:
    """Yield the results of jobs as they come, those of this process first; whatever happens, no process is left."""
    try:
        with uninterrupted():  # who is interrupted between a fork and `_begin` would go on, or leave a process behind
            _start(pool)
            futures = {pool.submit(_do, job): number for number, job in jobs.items()}
        yield from done_here
        for future in as_completed(futures):
            yield futures.pop(future), future.result()
    except BaseException:
        # Who sends the jobs is not waited for: before Python 3.11.5 that is until somebody takes the last of them.
        pool._call_queue.cancel_join_thread()  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
        processes = active_children()
        for process in processes:
            process.kill()  # one that stands still (`kill -STOP`, a debugger) would heed nothing else
        for process in processes:
            process.join()
        # Who reads the results waits for the rest of one that was half sent, until nobody is left who could send it.
        pool._result_queue._writer.close()  # type: ignore[attr-defined]  # noqa: SLF001 - as above
        raise
    finally:
        manager: Any = pool._executor_manager_thread  # noqa: SLF001 - as above, and typeshed has it wrong
        # One that never began cannot be waited for.
        pool.shutdown(wait=manager is not None and manager.is_alive(), cancel_futures=True)


def _start(pool: ProcessPoolExecutor) -> None:
    """Begin the processes of a pool and the threads that hand them their jobs.

    The first job would do so, but one of these threads begins the other: where it could not, it would end without a
    word, and this process wait for ever. Raises OSError, with the remedy.
    """
    try:
        pool._start_executor_manager_thread()  # noqa: SLF001 - there is no public way
        pool._call_queue._start_thread()  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    except RuntimeError as error:
        told = f"{error}, and several processes need some (where there are none, use --jobs 1)"
        raise OSError(errno.EAGAIN, told) from error


_HOUSES: list[House] = []
"""What a worker makes every job with: handed over once, not with every job."""


def _begin(houses: Sequence[House], folder: str, told: Sequence[Path]) -> None:
    """Begin a worker: its parent alone says when it stops, and removes the folder where it keeps its fonts."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for ignored in STOPPING - {signal.SIGTERM}:  # from a terminal they come to all processes at once
        signal.signal(ignored, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    leave_to_parent()
    Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    tempfile.tempdir = folder
    exchange.share(*told)
    for keep in (compiled.keep, bytecode.keep):
        util.Finalize(None, keep, exitpriority=0)  # a worker does not come to `atexit`
    _HOUSES[:] = houses
    gc.freeze()  # as in `_work` in press/pipeline/build.py


def _end_with_parent(folder: str) -> None:
    """End this process when its parent has ended, however: it would wait for ever.

    Where the parent was killed, nobody but its processes is left to remove the folder that they share.
    """
    if parent := parent_process():
        parent.join()
        rmtree(folder, ignore_errors=True)
        os._exit(1)


def _do(job: Job) -> Done:
    return tidily(job, _HOUSES)
