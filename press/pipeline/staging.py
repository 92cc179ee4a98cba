"""Stage and publish: files are written aside first, and swapped into the output folder only as a whole."""

import errno
import fcntl
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from press.errors import UsageError
from press.pipeline.inputs import versions
from press.pipeline.stopping import uninterrupted

STAGING = ".staging"


class Staging:
    """A folder inside the output folder (so that a rename is enough to publish) that is gone afterwards."""

    def __init__(self, output: Path) -> None:
        """Take the output folder, which must exist."""
        self.output = output
        self.new = output / STAGING / "new"
        self.old = output / STAGING / "old"
        self.gone = output / STAGING / "gone"
        self._journal = output / STAGING / "journal"
        self._lengths: dict[Path, int] = {}

    @property
    def is_half_published(self) -> bool:
        """Whether a publishing has begun that neither came to its end nor was put back."""
        return self._journal.is_file() and not self._journal.parent.is_symlink()

    def put(self, name: str, data: bytes) -> None:
        """Write a file aside, under its path in the output folder."""
        path = self.new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._named():
            self._lengths[path] = path.write_bytes(data)

    def keep(self, names: Iterable[str]) -> None:
        """Take over files of the output folder that stay as they are, beside new ones of the same handout."""
        for name in names:
            if (self.output / name).is_file() and not (self.new / name).exists():
                self.put(name, (self.output / name).read_bytes())

    @uninterrupted()
    def publish(self, *, remove: Sequence[str] = ()) -> int | None:
        """Swap everything that was put aside into the output folder, and remove the files named.

        Return how many were removed, None where there was nothing to do.

        A handout's whole folder is renamed, so that a reader of the output sees its old files or its new ones, or for
        an instant none; of a folder that the system does not rename, each file is. On any failure what was swapped is
        put back, and the error goes on; where this process is killed, whoever opens the staging folder next puts it
        back. What would only stop it waits until it is done.
        Raises UsageError where something is in the way, FileNotFoundError where what was there, or put aside, is gone.
        """
        self._refuse_what_is_gone()
        units = self._units()
        if not (units or remove):
            return None
        self._refuse_what_is_in_the_way(units)
        draft = self._journal.with_suffix(".draft")
        draft.parent.mkdir(exist_ok=True)
        with self._named():
            draft.write_text("\n".join(units), encoding="utf-8")
        draft.rename(self._journal)  # from here on until it is gone, the output is neither old nor new
        try:
            for name in units:
                self._swap(name)
            removed = sum([self._take_away(name) for name in remove])
        except BaseException:
            self.roll_back()
            raise
        self._journal.unlink()
        return removed

    @uninterrupted()
    def roll_back(self) -> None:
        """Put everything back that a publishing which did not come to its end has swapped or removed."""
        if not self.is_half_published:
            return
        for path in [path for path in self.gone.rglob("*") if path.is_symlink() or not path.is_dir()]:
            (self.output / path.relative_to(self.gone)).parent.mkdir(parents=True, exist_ok=True)
            path.rename(self.output / path.relative_to(self.gone))
        for name in self._journal.read_text(encoding="utf-8").splitlines():
            self._restore(name)
        self._journal.unlink()

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Have an error of writing, which says neither which file nor which disk, name the output folder."""
        try:
            yield
        except OSError as error:
            error.filename = error.filename or str(self.output)
            raise

    def _refuse_what_is_gone(self) -> None:
        """Raise FileNotFoundError where somebody has removed the output folder meanwhile, or what was put aside."""
        if not _is_there(self.output):
            raise FileNotFoundError(errno.ENOENT, "the folder was removed during the build", str(self.output))
        for path, length in self._lengths.items():
            if not path.is_file() or path.stat().st_size != length:
                raise FileNotFoundError(errno.ENOENT, "the file was removed or cut short before its time", str(path))

    def _units(self) -> list[str]:
        """Return what is swapped as a whole: handouts' folders, which hold no folders, and the files beside them."""
        paths = [path for path in self.new.rglob("*") if path.is_file()]
        folders = {path.parent for path in paths}
        above = {parent for folder in folders for parent in folder.parents} | {self.new}
        units = {path if path.parent in above else path.parent for path in paths}
        return sorted(unit.relative_to(self.new).as_posix() for unit in units)

    def _refuse_what_is_in_the_way(self, units: Iterable[str]) -> None:
        """Raise UsageError where a folder stands in the place of a file of ours, or the other way round."""
        for unit in units:
            new, there = self.new / unit, self.output / unit
            pairs = [(new, there)]
            pairs += [(new / path.name, path) for path in there.iterdir()] if there.is_dir() and new.is_dir() else []
            for ours, path in pairs:
                if ours.exists():
                    refuse_in_the_way(path, is_folder=ours.is_dir())

    def _swap(self, name: str) -> None:
        target = self.output / name
        if target.is_dir() and not target.is_symlink():  # what a link leads to stays where it is
            self._carry_foreign(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(target):
            (self.old / name).parent.mkdir(parents=True, exist_ok=True)
            _move(target, self.old / name)
        (self.new / name).rename(target)

    def _take_away(self, name: str) -> bool:
        """Move a file out of the output folder, and its folder if that is empty then. Return whether it was there.

        Somebody's own folder in its place stays. Of a folder that is a link the link goes, and what it leads to stays.
        """
        path = self.output / name
        if path.parent != self.output and path.parent.is_symlink():
            path = path.parent
        elif path.is_dir():
            return False
        if not os.path.lexists(path):
            return False
        gone = self.gone / path.relative_to(self.output)
        gone.parent.mkdir(parents=True, exist_ok=True)
        path.rename(gone)
        _remove_if_empty(path.parent, self.output)
        return True

    def _carry_foreign(self, folder: Path) -> None:
        """Copy what is in a published folder and not ours to remove, such as somebody's own file."""
        for path in folder.iterdir():
            twin = self.new / path.relative_to(self.output)
            if not os.path.lexists(twin):
                _copy(path, twin)

    def _restore(self, name: str) -> None:
        """Put one unit back, however far it was swapped or put back already."""
        target, new, old = self.output / name, self.new / name, self.old / name
        if os.path.lexists(target) and not os.path.lexists(new):
            target.rename(new)
        if os.path.lexists(old):
            _move(old, target)
        _remove_if_empty(target.parent, self.output)


def refuse_in_the_way(path: Path, *, is_folder: bool) -> None:
    """Raise UsageError where a folder stands in the place of a file to be published, or a file in that of a folder."""
    if os.path.lexists(path) and path.is_dir() != is_folder:
        kinds = ("file", "folder") if is_folder else ("folder", "file")
        raise UsageError("{} is a {}, and a {} of this name is to be published; move it away".format(path, *kinds))


@contextmanager
def staging(output: Path) -> Iterator[Staging]:
    """Open the staging folder of an output folder, made if need be; nobody else works in it meanwhile."""
    with alone(output, is_needed=True):
        aside = Staging(output)
        aside.roll_back()
        _remove(output / STAGING)
        try:
            yield aside
        finally:
            if not aside.is_half_published:  # else it holds what the next run puts back
                with suppress(OSError):  # what is done is done; the next run tells what cannot be removed
                    _remove(output / STAGING)


def put_back(output: Path) -> None:
    """Put back what a publishing that was killed half way has swapped in an output folder, if there was one."""
    aside = Staging(output)
    if aside.is_half_published:
        with alone(output):
            aside.roll_back()


_OURS: dict[Path, int] = {}
"""The output folders that this process keeps others from, each open."""


def leave_to_parent() -> None:
    """Let go of the folders in a process that was forked from this one, which still keeps others from them.

    Else they would wait for that process, too, where it stands still and outlives its parent.
    """
    while _OURS:
        os.close(_OURS.popitem()[1])


@contextmanager
def alone(output: Path, *, is_needed: bool = False) -> Iterator[None]:
    """Wait until nobody else works in an output folder, if there is one, and keep others waiting.

    What is to be published is read within this: read before, it may be older than what is published meanwhile. Where
    the folder is needed it is made, and taken away where nothing came into it. Raises UsageError where it cannot be.
    """
    is_new = is_needed and _make(output)
    if output in _OURS or not output.is_dir():
        yield
        return
    folder = os.open(output, os.O_RDONLY)
    _OURS[output] = folder
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _wait(folder, output)
        is_there = _is_there(output)
        if is_there:
            yield
    finally:
        if is_new:
            with suppress(OSError):
                output.rmdir()
        os.close(_OURS.pop(output))
    if not is_there:  # who was there before has taken it away
        with alone(output, is_needed=is_needed):
            yield


def _is_there(output: Path) -> bool:
    """Return whether an output folder is still the one that this process keeps others from."""
    return output.exists() and os.path.samestat(output.stat(), os.fstat(_OURS[output]))


def _make(output: Path) -> bool:
    """Make an output folder, unless it is there; return whether it was not. Raises UsageError."""
    try:
        is_new = not output.is_dir()
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{output}: the folder cannot be made: {error.strerror}; name another with --output"
        ) from error
    return is_new


def _wait(folder: int, output: Path) -> None:
    """Wait until nobody else works in an output folder that is open."""
    from logging import getLogger  # noqa: PLC0415 - seldom needed

    versions()  # of the code that has been loaded; by the end of the other build it may be changed
    getLogger(__name__).warning("waiting for another build of %s to end", output)
    fcntl.flock(folder, fcntl.LOCK_EX)


_IN_PARTS = frozenset({errno.EXDEV, errno.ENOTEMPTY, errno.EEXIST})
"""Why the system does not rename a folder: it is of a container's image, or part of it is there already."""


def _move(path: Path, to: Path) -> None:
    """Rename a file or a folder; of a folder that the system does not rename as a whole, all that is in it."""
    try:
        path.rename(to)
    except OSError as error:
        if error.errno not in _IN_PARTS or path.is_symlink() or not path.is_dir():
            raise
        to.mkdir(stat.S_IMODE(path.stat().st_mode), exist_ok=True)
        for entry in sorted(path.iterdir()):
            _move(entry, to / entry.name)
        path.rmdir()


def _copy(path: Path, twin: Path) -> None:
    """Copy a file, a link or a folder; a pipe or a socket gets a second name, as there is nothing in it to copy."""
    import shutil  # noqa: PLC0415 - as in `_remove`

    mode = path.lstat().st_mode
    if stat.S_ISDIR(mode):  # not by `copytree`, which tells of a full disk in an error of its own
        twin.mkdir()
        for entry in path.iterdir():
            _copy(entry, twin / entry.name)
        shutil.copystat(path, twin)
    elif stat.S_ISREG(mode) or stat.S_ISLNK(mode):
        shutil.copy2(path, twin, follow_symlinks=False)
    else:
        os.link(path, twin)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        import shutil  # noqa: PLC0415 - where nothing has changed there is nothing to copy or to remove

        try:
            shutil.rmtree(path)
        except PermissionError:  # of somebody's own folder, which came here with that of its handout
            _let_write(path)
            shutil.rmtree(path)
    elif os.path.lexists(path):  # else a disk that cannot be written to would refuse that
        path.unlink()


def _let_write(path: Path) -> None:
    """Let this user change what is in a folder, at any depth."""
    for folder, names, _ in os.walk(path):
        for below in (Path(folder, name) for name in names):
            if not below.is_symlink():
                below.chmod(stat.S_IRWXU)


def _remove_if_empty(folder: Path, output: Path) -> None:
    if folder != output and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
