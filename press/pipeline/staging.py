"""Stage and publish: files are written aside first, and swapped into the output folder only as a whole."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

STAGING = ".staging"


class Staging:
    """A folder inside the output folder (so that a rename is enough to publish) that is gone afterwards."""

    def __init__(self, output: Path) -> None:
        """Take the output folder, which must exist."""
        self.output = output
        self.new = output / STAGING / "new"
        self.old = output / STAGING / "old"
        self.gone = output / STAGING / "gone"

    def put(self, name: str, data: bytes) -> None:
        """Write a file aside, under its path in the output folder."""
        path = self.new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def keep(self, names: Iterable[str]) -> None:
        """Take over files of the output folder that stay as they are, beside new ones of the same handout."""
        for name in names:
            if (self.output / name).is_file() and not (self.new / name).exists():
                self.put(name, (self.output / name).read_bytes())

    def publish(self, *, remove: Iterable[str] = ()) -> None:
        """Swap everything that was put aside into the output folder, and remove the files named.

        A handout's whole folder is renamed, so that a reader of the output sees its old files or its new ones, or for
        an instant none.
        On any failure what was swapped is put back, and the error goes on.
        """
        swapped: list[str] = []
        removed: list[str] = []
        try:
            for name in self._units():
                swapped.append(name)
                self._swap(name)
            for name in remove:
                removed.append(name)
                self._take_away(name)
        except BaseException:
            for name in removed:
                self._bring_back(name)
            for name in swapped:
                self._restore(name)
            raise

    def _units(self) -> list[str]:
        """Return what is swapped as a whole: handouts' folders, which hold no folders, and the files beside them."""
        paths = [path for path in self.new.rglob("*") if path.is_file()]
        folders = {path.parent for path in paths}
        above = {parent for folder in folders for parent in folder.parents} | {self.new}
        units = {path if path.parent in above else path.parent for path in paths}
        return sorted(unit.relative_to(self.new).as_posix() for unit in units)

    def _swap(self, name: str) -> None:
        target = self.output / name
        if target.is_dir():
            self._carry_foreign(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            (self.old / name).parent.mkdir(parents=True, exist_ok=True)
            target.rename(self.old / name)
        (self.new / name).rename(target)

    def _take_away(self, name: str) -> None:
        """Move a file out of the output folder, and its folder if that is empty then."""
        path, gone = self.output / name, self.gone / name
        if path.exists():
            gone.parent.mkdir(parents=True, exist_ok=True)
            path.rename(gone)
            if path.parent != self.output and not any(path.parent.iterdir()):
                path.parent.rmdir()

    def _bring_back(self, name: str) -> None:
        if (self.gone / name).exists():
            (self.output / name).parent.mkdir(parents=True, exist_ok=True)
            (self.gone / name).rename(self.output / name)

    def _carry_foreign(self, folder: Path) -> None:
        """Copy what is in a published folder and not ours to remove, such as somebody's own file."""
        import shutil  # noqa: PLC0415 - as in `_remove`

        for path in folder.rglob("*"):
            twin = self.new / path.relative_to(self.output)
            if path.is_file() and not twin.exists():
                twin.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, twin)

    def _restore(self, name: str) -> None:
        if (self.old / name).exists():
            _remove(self.output / name)
            (self.old / name).rename(self.output / name)
        elif not (self.new / name).exists():
            _remove(self.output / name)
            if (parent := (self.output / name).parent) != self.output and not any(parent.iterdir()):
                parent.rmdir()


@contextmanager
def staging(output: Path) -> Iterator[Staging]:
    """Open the staging folder of an output folder, made if need be; nobody else works in it meanwhile."""
    output.mkdir(parents=True, exist_ok=True)
    with alone(output):
        _remove(output / STAGING)
        try:
            yield Staging(output)
        finally:
            _remove(output / STAGING)


@contextmanager
def alone(output: Path) -> Iterator[None]:
    """Wait until nobody else works in an output folder, if there is one, and keep others waiting."""
    if not output.is_dir():
        yield
        return
    folder = os.open(output, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            from logging import getLogger  # noqa: PLC0415 - as in `_remove`

            getLogger(__name__).warning("waiting for another build of %s to end", output)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _remove(path: Path) -> None:
    if path.is_dir():
        import shutil  # noqa: PLC0415 - where nothing has changed there is nothing to copy or to remove

        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
