"""The same jobs on a Dask cluster: values go out and values come back, the workers share no disk with us."""

from collections.abc import Iterator, Sequence
from threading import Lock

from press.errors import DependencyError, RenderError
from press.pipeline.inputs import versions
from press.pipeline.plan import Job
from press.pipeline.sources import House
from press.pipeline.tasks import Done, do

_ALONE = Lock()

WAIT = "10s"
"""How long to wait for the scheduler, and for its first worker."""


def run_on_cluster(jobs: Sequence[Job], houses: Sequence[House], address: str) -> Iterator[Done]:
    """Do all jobs on the cluster whose scheduler is at this address; yield each as it is done.

    A job whose worker dies is given to another. Raises DependencyError where `distributed` is not installed, the
    scheduler cannot be reached or a worker runs other code than this; RenderError where an edition cannot be written.
    """
    try:
        from distributed import Client, KilledWorker, as_completed  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise DependencyError("--cluster needs the package `distributed`; run: pip install '.[cluster]'") from error
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)  # type: ignore[no-untyped-call]  # half typed
    except (OSError, TimeoutError, ValueError) as error:
        raise DependencyError(
            f"no scheduler answers at {address}: {error}; start one, or leave out --cluster"
        ) from error
    with client, client.as_current():
        shared = client.submit(_same, tuple(houses))
        futures = [client.submit(_do, job, shared, pure=False) for job in jobs]
        try:
            for future, done in as_completed(futures, with_results=True):  # type: ignore[no-untyped-call]  # as above
                future.release()
                yield _of_this_program(done)
        except KilledWorker as error:
            raise RenderError(f"a job ended the workers that it was given to, one after the other: {error}") from error
        finally:
            client.cancel(futures)  # type: ignore[no-untyped-call]  # as above


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
        raise DependencyError(
            "a worker of the cluster runs another version of the press, of Python or of a library than this machine; "
            "install the same lock file on both"
        )
    return done
