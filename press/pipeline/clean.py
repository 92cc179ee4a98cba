"""`build.py clean`: the output folder without what was published."""

from pathlib import Path

from press.pipeline.manifest import NAME, OWN, files, read_manifest
from press.pipeline.staging import staging


def clean(output: Path) -> int:
    """Remove what was published, of every clinic: files, catalogue and records. Return how many there were.

    Waits for a build of the folder to end; what one that was killed has left there goes too.
    """
    if not output.is_dir():
        return 0
    with staging(output):
        folders = [path.parent for path in output.glob(f"*/{NAME}")]
        return sum(_clean(folder, output) for folder in (*folders, output))


def _clean(folder: Path, output: Path) -> int:
    count = 0
    listed = [name for row in read_manifest(folder).rows.values() for name, _ in files(row)]
    for path in (folder / name for name in (*listed, *sorted(OWN))):
        if path.is_file():
            path.unlink()
            count += 1
        if path.parent != output and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
    return count
