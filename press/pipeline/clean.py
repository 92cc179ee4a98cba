"""`build.py clean`: the output folder without what was published."""

from collections.abc import Callable
from pathlib import Path

from press.errors import UsageError
from press.pipeline.manifest import NAME, OWN, files, is_foreign, read_manifest
from press.pipeline.publish import refuse_unwritable
from press.pipeline.staging import staging


def clean(output: Path, begin: Callable[[], None]) -> int:
    """Remove what was published, of every clinic: files, catalogue and records. Return how many there were.

    Waits for a build of the folder to end; what one that was killed has left there goes too. `begin` is called before
    anything is removed. It is all or nothing, as publishing is. Raises UsageError, and removes nothing, where the
    folder's manifest is not the one that was published, or the folder cannot be written to.
    """
    if not output.is_dir():
        return 0
    with staging(output) as aside:
        clinics = [path.parent for path in output.glob(f"*/{NAME}") if not path.parent.is_symlink()]
        ours = [folder for folder in (*clinics, output) if not is_foreign(folder)]
        published = [path for folder in ours for path in _published(folder)]
        refuse_unwritable(output, {path.parent for path in published} - {output})
        begin()
        return aside.publish(remove=[path.relative_to(output).as_posix() for path in published]) or 0


def _published(folder: Path) -> list[Path]:
    """Return what a manifest says was published in a folder, and the records beside it; nothing where there is none.

    Raises UsageError where it is not the one that was published.
    """
    manifest = read_manifest(folder)
    if manifest.is_there:
        return [
            folder / name
            for name in (*(name for row in manifest.rows.values() for name, _ in files(row)), *sorted(OWN))
        ]
    if (folder / NAME).exists():
        raise UsageError(f"{folder / NAME} is not as it was published, so that nobody knows what is ours; remove it")
    return []
