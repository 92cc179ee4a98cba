"""`build.py clean`: the output folder without what was published."""

from pathlib import Path

from press.pipeline.build import CATALOGUE
from press.pipeline.manifest import CONFORMANCE, NAME, read_manifest


def clean(output: Path) -> int:
    """Remove the files of the manifest, the catalogue and the records. Return how many there were."""
    count = 0
    for name in (*read_manifest(output), CATALOGUE, CONFORMANCE, NAME):
        path = output / name
        if path.is_file():
            path.unlink()
            count += 1
        if path.parent != output and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
    return count
