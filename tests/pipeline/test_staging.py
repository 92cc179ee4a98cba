"""Publishing swaps everything in, or nothing."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path

import pytest

from press.errors import UsageError
from press.pipeline.staging import STAGING, Staging, staging


def files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    for name in ("one/a.txt", "one/b.txt", "one/foreign.txt", "two/a.txt", "index.html"):
        (tmp_path / "output" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "output" / name).write_text("old")
    return tmp_path / "output"


def test_swaps_new_files_in_and_keeps_foreign_ones(output: Path) -> None:
    with staging(output) as aside:
        aside.put("one/a.txt", b"new")
        aside.put("index.html", b"new")
        aside.publish(remove=["one/b.txt", "two/a.txt"])
    assert files(output) == {"index.html": "new", "one/a.txt": "new", "one/foreign.txt": "old"}
    assert not (output / "two").exists()


def test_nothing_published_leaves_everything(output: Path) -> None:
    before = files(output)
    with staging(output) as aside:
        aside.put("one/a.txt", b"new")
    assert files(output) == before
    assert not (output / STAGING).exists()


@pytest.mark.parametrize("failing", ["index.html", "one", "three"])
def test_a_failure_half_way_puts_everything_back(output: Path, failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(output)
    swap = Staging._swap  # noqa: SLF001 - the step that fails

    def fail(self: Staging, name: str) -> None:
        if name == failing:
            raise OSError("no space left")
        swap(self, name)

    monkeypatch.setattr(Staging, "_swap", fail)
    with pytest.raises(OSError, match="no space left"), staging(output) as aside:  # noqa: PT012
        for name in ("index.html", "one/a.txt", "three/a.txt", "two/a.txt"):
            aside.put(name, b"new")
        aside.publish(remove=["one/b.txt"])
    assert files(output) == before


def test_a_failure_while_removing_puts_everything_back(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(output)
    take_away = Staging._take_away  # noqa: SLF001 - the step that fails

    def fail(self: Staging, name: str) -> None:
        take_away(self, name)
        if name == "two/a.txt":
            raise OSError("interrupted")

    monkeypatch.setattr(Staging, "_take_away", fail)
    with pytest.raises(OSError, match="interrupted"), staging(output) as aside:  # noqa: PT012
        aside.put("one/a.txt", b"new")
        aside.publish(remove=["one/b.txt", "two/a.txt"])
    assert files(output) == before


def test_what_a_killed_run_left_is_removed(output: Path) -> None:
    (output / STAGING / "new").mkdir(parents=True)
    (output / STAGING / "new" / "x.txt").write_text("left over")
    with staging(output) as aside:
        aside.put("one/a.txt", b"new")
        aside.publish()
    assert not (output / STAGING).exists()
    assert "x.txt" not in files(output)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda output: (output / STAGING / "new" / "one" / "a.txt").unlink(), "the file was removed or cut short"),
        (
            lambda output: (output / STAGING / "new" / "one" / "a.txt").write_text(""),
            "the file was removed or cut short",
        ),
        (lambda output: shutil.rmtree(output / STAGING), "the file was removed or cut short"),
        (shutil.rmtree, "the folder was removed during the build"),
        (lambda output: output.rename(output.with_name("elsewhere")), "the folder was removed during the build"),
    ],
    ids=["removed", "cut short", "all removed", "with the folder", "with the folder elsewhere"],
)
def test_what_was_put_aside_and_is_gone_is_not_called_published(
    harm: Callable[[Path], object], told: str, output: Path
) -> None:
    with pytest.raises(FileNotFoundError, match=told), staging(output) as aside:  # noqa: PT012
        aside.put("one/a.txt", b"new")
        harm(output)
        aside.put("two/a.txt", b"new")
        aside.publish()
    assert "new" not in files(output).values()


def test_a_clinic_s_folder_is_no_unit_its_handouts_are(output: Path) -> None:
    (output / "clinic" / "other").mkdir(parents=True)
    (output / "clinic" / "other" / "a.txt").write_text("old")
    with staging(output) as aside:
        for name in ("clinic/one/a.txt", "clinic/index.html", "new/one/a.txt", "new/index.html"):
            aside.put(name, b"new")
        aside.publish(remove=["clinic/other/a.txt"])
    assert {name: text for name, text in files(output).items() if name.startswith(("clinic", "new"))} == {
        "clinic/index.html": "new",
        "clinic/one/a.txt": "new",
        "new/index.html": "new",
        "new/one/a.txt": "new",
    }


def test_a_failure_in_a_clinic_s_folder_leaves_no_trace(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(output.rglob("*"))
    swap = Staging._swap  # noqa: SLF001 - the step that fails

    def fail(self: Staging, name: str) -> None:
        swap(self, name)
        if name == "clinic/one":
            raise OSError("no space left")

    monkeypatch.setattr(Staging, "_swap", fail)
    with pytest.raises(OSError, match="no space left"), staging(output) as aside:  # noqa: PT012
        for name in ("clinic/index.html", "clinic/one/a.txt"):
            aside.put(name, b"new")
        aside.publish()
    assert set(output.rglob("*")) == before


KILL = (
    "import errno, os, sys\n"
    "from pathlib import Path\n"
    "from press.pipeline.staging import staging\n"
    "rename, left = Path.rename, [int(sys.argv[2])]\n"
    "def stop(*paths):\n"
    "    left[0] -= 1\n"
    "    if left[0] < 0: os._exit(9)\n"
    "    if str(paths[0].lstat().st_ino) in os.environ.get('OF_THE_IMAGE', '').split():\n"
    "        raise OSError(errno.EXDEV, 'Invalid cross-device link')\n"
    "    return rename(*paths)\n"
    "Path.rename = stop\n"
    "with staging(Path(sys.argv[1])) as aside:\n"
    "    if len(sys.argv) == 3:\n"
    "        for name in ('index.html', 'one/a.txt', 'three/a.txt'):\n"
    "            aside.put(name, b'new')\n"
    "        aside.publish(remove=['one/b.txt', 'two/a.txt'])\n"
)
"""Publishes, or with a third argument only opens the folder, and ends at once at the renaming of this number."""


def killed_at(rename: int, output: Path, root: Path, *args: str, **env: str) -> bool:
    command = [sys.executable, "-c", KILL, str(output), str(rename), *args]
    return subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(root), **env}).returncode == 9


@pytest.mark.parametrize("rename", range(9))
def test_what_a_killed_run_swapped_is_put_back_by_the_next(rename: int, output: Path, root: Path) -> None:
    before = files(output)
    assert killed_at(rename, output, root) == (rename < 8)
    if rename == 8:  # it came to its end
        assert files(output) == {
            "index.html": "new",
            "one/a.txt": "new",
            "one/foreign.txt": "old",
            "three/a.txt": "new",
        }
        return
    for again in range(9):  # who puts it back may be killed as well
        if not killed_at(again, output, root, "only open"):
            break
    assert files(output) == before
    assert not (output / STAGING).exists()


@pytest.fixture
def of_the_image(output: Path) -> Iterator[str]:
    """Give the numbers of the folders that cannot be renamed, as those of a container's image cannot."""
    with ExitStack() as opened:  # so that no other folder gets the number of one that was removed
        folders = [os.open(path, os.O_RDONLY) for path in output.rglob("*") if path.is_dir()]
        for folder in folders:
            opened.callback(os.close, folder)
        yield " ".join(str(os.fstat(folder).st_ino) for folder in folders)


@pytest.mark.parametrize("rename", range(13))
def test_a_folder_of_a_container_s_image_is_swapped_or_put_back(
    rename: int, output: Path, root: Path, of_the_image: str
) -> None:
    (output / "one" / "theirs").mkdir()
    (output / "one" / "theirs" / "file").write_text("old")
    before = files(output)
    assert killed_at(rename, output, root, OF_THE_IMAGE=of_the_image) == (rename < 12)
    if rename == 12:  # it came to its end
        swapped = dict.fromkeys(("index.html", "one/a.txt", "three/a.txt"), "new")
        assert files(output) == {**swapped, "one/foreign.txt": "old", "one/theirs/file": "old"}
        return
    for again in range(9):  # who puts it back may be killed as well
        if not killed_at(again, output, root, "only open", OF_THE_IMAGE=of_the_image):
            break
    assert files(output) == before
    assert not (output / STAGING).exists()


@pytest.mark.parametrize("rename", range(8))
def test_what_a_killed_run_swapped_is_put_back_before_the_sources_are_read(
    rename: int, output: Path, root: Path
) -> None:
    before = files(output)
    assert killed_at(rename, output, root)
    command = [sys.executable, str(root / "build.py"), "--source", str(output / "one"), "--output", str(output)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 3
    assert {name: text for name, text in files(output).items() if not name.startswith(STAGING)} == before


def test_what_could_not_be_put_back_is_kept_for_the_next(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(output)

    def fail(_staging: Staging, name: str) -> None:
        raise OSError(f"{name}: no space left")

    with monkeypatch.context() as failing:
        failing.setattr(Staging, "_take_away", fail)
        failing.setattr(Staging, "_restore", fail)
        with pytest.raises(OSError, match="no space left"), staging(output) as aside:  # noqa: PT012
            aside.put("one/a.txt", b"new")
            aside.publish(remove=["two/a.txt"])
    with staging(output):
        assert files(output) == before


@pytest.mark.parametrize("fails", [False, True])
def test_what_would_stop_it_waits_until_all_is_swapped_or_put_back(
    fails: bool,  # noqa: FBT001 - a parameter of the test
    output: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, rename, take_away = files(output), Path.rename, Staging._take_away  # noqa: SLF001 - the steps

    def stopping(path: Path, target: Path) -> Path:
        renamed = rename(path, target)
        if path.suffix != ".draft":
            signal.raise_signal(signal.SIGINT)  # at every swap, and while it is put back
        return renamed

    def failing(self: Staging, name: str) -> bool:
        take_away(self, name)
        if fails:
            raise OSError("no space left")
        return True

    monkeypatch.setattr(Path, "rename", stopping)
    monkeypatch.setattr(Staging, "_take_away", failing)
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs these tests
    try:
        with pytest.raises(KeyboardInterrupt), staging(output) as aside:  # noqa: PT012
            aside.put("one/a.txt", b"new")
            aside.publish(remove=["two/a.txt"])
    finally:
        signal.signal(signal.SIGINT, handler)
    after = {**before, "one/a.txt": "new"}
    del after["two/a.txt"]
    assert files(output) == (before if fails else after)


def test_what_a_link_leads_to_stays_and_the_link_is_put_back(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = (output / "two").rename(output / "elsewhere")
    (output / "two").symlink_to(elsewhere)
    before = files(output)
    take_away = Staging._take_away  # noqa: SLF001 - the step that fails

    def fail(self: Staging, name: str) -> None:
        take_away(self, name)
        raise OSError("no space left")

    with monkeypatch.context() as failing, pytest.raises(OSError, match="no space left"):  # noqa: PT012
        failing.setattr(Staging, "_take_away", fail)
        with staging(output) as aside:
            aside.publish(remove=["two/a.txt"])
    assert ((output / "two").readlink(), files(output)) == (elsewhere, before)
    with staging(output) as aside:
        assert aside.publish(remove=["two/a.txt", "two/b.txt"]) == 1
    assert not (output / "two").is_symlink()
    assert (elsewhere / "a.txt").read_text() == "old"


@pytest.mark.parametrize("elsewhere", [".", "elsewhere"])
def test_what_a_link_leads_to_is_not_copied(output: Path, elsewhere: str) -> None:
    (output / "two").rename(output / "elsewhere")
    (output / "two").symlink_to(elsewhere)  # of the output itself there would be no end
    before = files(output)
    with staging(output) as aside:
        aside.put("two/b.txt", b"new")
        aside.publish()
    assert files(output) == {**before, "two/b.txt": "new"}


def test_somebodys_folder_in_the_place_of_a_file_stays(output: Path) -> None:
    (output / "two" / "b.txt").mkdir()
    (output / "two" / "b.txt" / "mine").write_text("mine")
    with staging(output) as aside:
        assert aside.publish(remove=["two/a.txt", "two/b.txt"]) == 1
    assert (output / "two" / "b.txt" / "mine").read_text() == "mine"


def test_foreign_things_stay_as_they_are(output: Path) -> None:
    (output / "one" / "empty").mkdir()
    (output / "one" / "link").symlink_to("foreign.txt")
    (output / "one" / "nowhere").symlink_to("nothing")
    with staging(output) as aside:
        aside.put("one/a.txt", b"new")
        aside.publish()
    assert (output / "one" / "empty").is_dir()
    assert (output / "one" / "link").readlink() == Path("foreign.txt")
    assert (output / "one" / "nowhere").is_symlink()


def test_a_full_disk_is_told_as_one_also_of_a_foreign_folder(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (output / "one" / "theirs").mkdir()
    (output / "one" / "theirs" / "file").write_text("theirs")
    before, copy = files(output), shutil.copy2

    def failing(path: Path, twin: Path, *, follow_symlinks: bool) -> None:
        if path.name == "file":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        copy(path, twin, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(shutil, "copy2", failing)
    with pytest.raises(OSError, match="No space") as told, staging(output) as aside:  # noqa: PT012
        aside.put("one/a.txt", b"new")
        aside.publish()
    assert (told.value.errno, told.value.filename) == (errno.ENOSPC, str(output / "one" / "theirs" / "file"))
    assert files(output) == before


@pytest.mark.parametrize(
    ("there", "message"),
    [
        ("one", "one is a file, and a folder of this name is to be published; move it away"),
        ("one/a.txt/mine", "one/a.txt is a folder, and a file of this name is to be published; move it away"),
        ("index.html/mine", "index.html is a folder, and a file of this name is to be published; move it away"),
    ],
)
def test_what_is_in_the_way_is_not_removed(there: str, message: str, tmp_path: Path) -> None:
    (tmp_path / there).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / there).write_text("mine")
    with pytest.raises(UsageError, match=message), staging(tmp_path) as aside:  # noqa: PT012
        aside.put("one/a.txt", b"new")
        aside.put("index.html", b"new")
        aside.publish()
    assert files(tmp_path) == {there: "mine"}


@pytest.mark.parametrize("name", [STAGING, "index.html", "one"])
def test_a_link_to_nowhere_is_replaced_or_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).symlink_to("nothing")
    with pytest.raises(UsageError) if name == "one" else nullcontext(), staging(tmp_path) as aside:
        aside.put("one/a.txt", b"new")
        aside.put("index.html", b"new")
        aside.publish()
    assert files(tmp_path) == ({} if name == "one" else {"index.html": "new", "one/a.txt": "new"})


def test_somebodys_folder_that_may_not_be_written_to_is_kept(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = output / "one" / "theirs"
    theirs.mkdir()
    (theirs / "file").write_text("theirs")
    theirs.chmod(0o555)
    rmtree = shutil.rmtree

    def refusing(path: Path) -> None:
        """Refuse as the system does, to everybody but root."""
        if any(not below.stat().st_mode & stat.S_IWUSR for below in path.rglob("*")):
            raise PermissionError(path)
        rmtree(path)

    monkeypatch.setattr(shutil, "rmtree", refusing)
    with staging(output) as aside:
        aside.put("one/a.txt", b"new")
        aside.publish()
    assert not (output / STAGING).exists()
    assert (theirs.stat().st_mode & 0o777, (theirs / "file").read_text()) == (0o555, "theirs")


def test_what_cannot_be_removed_does_not_undo_what_is_done(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(path: Path) -> None:
        raise PermissionError(path)

    with staging(output) as aside:
        aside.put("one/a.txt", b"new")
        aside.publish()
        monkeypatch.setattr(shutil, "rmtree", refusing)
    assert (output / "one" / "a.txt").read_text() == "new"


def test_where_nothing_is_to_be_done_nothing_is_asked_of_the_disk(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    before = files(output)
    for change in ("unlink", "rename", "rmdir", "write_bytes"):
        monkeypatch.setattr(Path, change, refusing)
    with staging(output) as aside:
        assert aside.publish() is None
    assert files(output) == before


def test_pipes_stay_where_they_are(output: Path) -> None:
    (output / "one" / "below").mkdir()
    for pipe in ("one/pipe", "one/below/pipe"):
        os.mkfifo(output / pipe)
    with staging(output) as aside:
        aside.put("one/a.txt", b"new")
        aside.publish()
    assert (output / "one" / "a.txt").read_text() == "new"
    assert all((output / pipe).is_fifo() for pipe in ("one/pipe", "one/below/pipe"))
