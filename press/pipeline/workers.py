"""Where jobs are done: here, in processes of this machine, or on a cluster. The results are the same bytes."""

from collections.abc import Iterable, Iterator, Sequence

from press.pipeline.houses import House
from press.pipeline.plan import Job
from press.pipeline.tasks import Done, tidily

GENERATION = 256
"""Editions that a process makes before another takes its place: libraries leak a little with every document."""


def run(jobs: Sequence[Job], houses: Sequence[House], workers: int, cluster: str = "") -> Iterator[tuple[Job, Done]]:
    """Do all jobs in so many processes, or on a cluster; yield each with what came of it as it is done.

    Raises RenderError where an edition cannot be written, or a process ends twice while it makes it, DependencyError
    where a library or the cluster is missing, OSError where the system has no room; what is under way is then dropped.
    """
    if cluster:
        from press.pipeline.cluster import run_on_cluster  # noqa: PLC0415 - an optional extra

        yield from run_on_cluster(jobs, houses, cluster)
    elif len(jobs) == 1 or (workers == 1 and sum(map(_size, jobs)) <= GENERATION):
        yield from ((job, tidily(job, houses)) for job in jobs)
    else:
        from press.pipeline.processes import run_in_processes  # noqa: PLC0415 - takes as long as finding nothing to do

        for generation in _generations(jobs, GENERATION * workers):
            yield from run_in_processes(generation, houses, workers)


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
