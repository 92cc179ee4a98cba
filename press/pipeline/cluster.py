"""The same jobs on a Dask cluster: values go out and values come back, the workers share no disk with us."""

import logging
import warnings
from collections.abc import Collection, Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Lock
from time import monotonic, sleep
from typing import Any

from press.errors import DependencyError, RenderError
from press.pipeline.houses import House
from press.pipeline.inputs import versions
from press.pipeline.plan import Job
from press.pipeline.tasks import Done, do

_ALONE = Lock()

WAIT = 10
"""Seconds to wait for the scheduler, then for its first worker, and for another when none is left."""

PATIENCE = 30
"""Seconds to wait for an answer of a scheduler that answered before: it may be busy."""

_OTHER = (
    "lacks the press, or has another version of it, of Python or of a library than this machine; install what this"
    " machine has, from the same lock file, for the scheduler and on every worker"
)


def run_on_cluster(jobs: Sequence[Job], houses: Sequence[House], address: str) -> Iterator[tuple[Job, Done]]:
    """Do all jobs on the cluster whose scheduler is at this address; yield each with what came of it as it is done.

    A job whose worker dies is given to another. Raises DependencyError where `distributed` is not installed, the
    scheduler cannot be reached, has no workers, loses them all, goes away or stands still, or runs other code than
    this, as a worker may; RenderError where an edition cannot be written.
    """
    try:
        from distributed import CancelledError, Client, KilledWorker  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise DependencyError("--cluster needs the package `distributed`; run: pip install '.[cluster]'") from error
    for name in ("distributed", "distributed.client", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what matters of it is said below
    warnings.filterwarnings("ignore", "Sending large graph")  # of pictures; it advises who has written a program
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)  # type: ignore[no-untyped-call]  # half typed
    except (OSError, TimeoutError, ValueError) as error:
        raise DependencyError(
            f"no scheduler answers at {address}: {error}; start one, or leave out --cluster"
        ) from error
    with client, client.as_current():
        _ask(client, address)
        shared = client.submit(_same, tuple(houses))
        futures = {client.submit(_do, job, shared, pure=False): job for job in jobs}
        try:
            for future in _done(client, futures, address):
                yield futures[future], _of_this_program(_result(client, future, address, CancelledError))
                future.release()
        except KilledWorker as error:
            raise RenderError(f"a job ended the workers that it was given to, one after the other: {error}") from error
        except CancelledError as error:
            raise DependencyError(_gone(address)) from error
        finally:
            client.cancel(list(futures))  # type: ignore[no-untyped-call]  # as above


def _ask(client: Any, address: str) -> None:  # noqa: ANN401 - half typed
    """Raise DependencyError where there is no worker, or where one, or the scheduler, is not of this program.

    A worker that cannot read a job ends, and its job waits for another.
    """
    _identity(client, address)  # it may have been stopped since it took the connection
    try:
        found = client.run_on_scheduler(versions)
    except ImportError:
        found = ""
    if found != versions():
        raise DependencyError(f"the scheduler at {address} {_OTHER}")
    _wait_for_worker(client, f"no worker has joined {address}", address)
    _refuse_others(client, address)


def _refuse_others(client: Any, address: str) -> None:  # noqa: ANN401 - half typed
    """Raise DependencyError where a worker is not of this program, or does not answer."""
    try:
        answers = client.run(versions, on_error="return", callback_timeout=PATIENCE)
    except TimeoutError as error:
        raise DependencyError(f"a worker at {address} does not answer; end it, or start it anew") from error
    for worker, found in answers.items():
        if found != versions():
            raise DependencyError(f"the worker at {worker} {_OTHER}")


def _result(client: Any, future: Any, address: str, gone: type[Exception]) -> Done:  # noqa: ANN401 - half typed
    """Return a job's result. Raises what it failed with, unless a worker that has joined is not of this program."""
    try:
        done: Done = future.result()
    except gone:  # nobody is left to ask
        raise
    except Exception:  # whatever a worker does with what another version of the press has packed
        _refuse_others(client, address)
        raise
    return done


def _wait_for_worker(client: Any, lack: str, address: str) -> None:  # noqa: ANN401 - half typed
    """Raise DependencyError, which says what is lacking, where there is no worker and none joins."""
    end = monotonic() + WAIT
    while not any(worker["status"] == "running" for worker in _identity(client, address)["workers"].values()):
        if monotonic() > end:
            raise DependencyError(f"{lack}; start one: dask worker {address}")
        sleep(0.1)


def _identity(client: Any, address: str) -> Any:  # noqa: ANN401 - half typed
    """Return what the scheduler says of itself and its workers. Raises DependencyError where it says nothing."""
    try:
        return client.sync(client.scheduler.identity, n_workers=-1, callback_timeout=PATIENCE)
    except TimeoutError as error:
        told = f"the scheduler at {address} no longer answers; start it anew, or leave out --cluster"
        raise DependencyError(told) from error
    except OSError as error:
        raise DependencyError(_gone(address)) from error


def _gone(address: str) -> str:
    return f"the scheduler at {address} is gone; start it, or leave out --cluster"


def _done(client: Any, futures: Collection[Any], address: str) -> Iterator[Any]:  # noqa: ANN401 - half typed
    """Yield futures as they are done. Raises DependencyError where that takes long and there is no worker."""
    done: SimpleQueue[Any] = SimpleQueue()
    for future in futures:
        future.add_done_callback(done.put)
    left = len(futures)
    while left:
        try:
            yield done.get(timeout=WAIT)
            left -= 1
        except Empty:
            _wait_for_worker(client, f"no worker is left at {address}, or none has memory to go on", address)


def _same(houses: tuple[House, ...]) -> tuple[House, ...]:
    """Return the houses: as a job's result the cluster keeps them, and makes them again if need be."""
    return houses


def _do(job: Job, houses: tuple[House, ...]) -> Done:
    """Do a job, one at a time in a process: what the libraries and we keep from one to the next is not for threads."""
    with _ALONE:
        return do(job, houses)


def _of_this_program(done: Done) -> Done:
    """Return a result. Raises DependencyError where other code, or code with other libraries, has made it."""
    if done.versions != versions():
        raise DependencyError(f"a worker that has joined {_OTHER}")
    return done
