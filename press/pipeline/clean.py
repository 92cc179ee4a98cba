"""`build.py clean`: the output folder without what was published."""

from pathlib import Path

from press.errors import UsageError
from press.pipeline.manifest import NAME, OWN, files, is_foreign, read_manifest
from press.pipeline.staging import staging


def clean(output: Path) -> int:
    """Remove what was published, of every clinic: files, catalogue and records. Return how many there were.

    Waits for a build of the folder to end; what one that was killed has left there goes too. Raises UsageError, and
    removes nothing, where the folder's manifest is not the one that was published.
    """
    if not output.is_dir():
        return 0
    with staging(output):
        clinics = [path.parent for path in output.glob(f"*/{NAME}") if not path.parent.is_symlink()]
        ours = [folder for folder in (*clinics, output) if not is_foreign(folder)]
        for folder in ours:
            if (folder / NAME).exists() and not read_manifest(folder).is_there:
                raise UsageError(
                    f"{folder / NAME} is not as it was published, so that nobody knows what is ours; remove it"
                )
        return sum(_clean(folder, output) for folder in ours)


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
