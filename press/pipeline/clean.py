"""`build.py clean`: the output folder without what was published."""

from pathlib import Path

from press.errors import UsageError
from press.pipeline.manifest import NAME, OWN, files, read_manifest
from press.pipeline.staging import staging


def clean(output: Path) -> int:
    """Remove what was published, of every clinic: files, catalogue and records. Return how many there were.

    Waits for a build of the folder to end; what one that was killed has left there goes too. Raises UsageError, and
    removes nothing, where the folder's manifest is not the one that was published.
    """
    if not output.is_dir():
        return 0
    with staging(output):
        if (output / NAME).exists() and not read_manifest(output).is_there:
            raise UsageError(
                f"{output / NAME} is not as it was published, so that nobody knows what is ours; remove it"
            )
        # A folder with another program's file of this name is not ours, nor is what a link leads to.
        folders = [path.parent for path in output.glob(f"*/{NAME}") if not path.parent.is_symlink()]
        return sum(_clean(folder, output) for folder in (*folders, output))


def _clean(folder: Path, output: Path) -> int:
    count, manifest = 0, read_manifest(folder)
    if not manifest.is_there:
        return 0
    listed = [name for row in manifest.rows.values() for name, _ in files(row)]
    for path in (folder / name for name in (*listed, *sorted(OWN))):
        if path.is_file():
            path.unlink()
            count += 1
        if path.parent != output and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
    return count
