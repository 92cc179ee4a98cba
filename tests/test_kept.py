"""Files that are kept for later processes: read only where they are ours, whole, and for the same key."""

import os
import sys
from pathlib import Path
from time import time

import pytest

from press import kept

DATA = b"data\nof two lines"


def test_what_is_kept_is_found_again_and_is_the_users_alone(kept_folder: Path) -> None:
    assert kept.read("name", "key") is None
    assert kept.keep("name", "key", DATA)
    assert kept.read("name", "key") == memoryview(DATA)
    assert [path.stat().st_mode & 0o777 for path in (kept_folder, *kept_folder.iterdir())] == [0o700, 0o600]


def test_it_is_kept_for_one_key(kept_folder: Path) -> None:
    kept.keep("name", "key", DATA)
    assert kept.read("name", "another") is None
    kept.keep("name", "another", DATA)
    assert kept.read("name", "key") is None
    assert kept.read("name", "another") == memoryview(DATA)
    assert [path.name for path in kept_folder.iterdir()] == ["name"]


@pytest.mark.parametrize("damaged", [b"", b"{seal}", b"{seal}\n", b"{seal}\ndata", b"{seal}\ndata\nof two linex", DATA])
def test_a_damaged_file_is_nothing(kept_folder: Path, damaged: bytes) -> None:
    kept.keep("name", "key", DATA)
    file = kept_folder / "name"
    file.write_bytes(damaged.replace(b"{seal}", file.read_bytes().partition(b"\n")[0]))
    assert kept.read("name", "key") is None


def test_a_file_that_has_grown_beyond_all_measure_is_not_read(kept_folder: Path) -> None:
    kept.keep("name", "key", DATA)
    os.truncate(kept_folder / "name", 2**42)  # of nothing: it takes no room, but no memory would hold it
    assert kept.read("name", "key") is None


def test_what_is_mapped_is_what_was_kept_with_the_seal(kept_folder: Path) -> None:
    kept.keep("name", "key", DATA)
    sealed = kept.seal("key", DATA)
    assert kept.mapped("name", sealed, len(DATA)) == memoryview(DATA)
    assert kept.mapped("name", kept.seal("another", DATA), len(DATA)) is None
    for size in (0, 65, 65 + len(DATA) - 1):
        os.truncate(kept_folder / "name", size)
        assert kept.mapped("name", sealed, len(DATA)) is None


@pytest.mark.parametrize("what", ["folder", "file"])
@pytest.mark.parametrize("mode", [0o720, 0o702])
def test_what_others_can_write_is_not_read(kept_folder: Path, what: str, mode: int) -> None:
    kept.keep("name", "key", DATA)
    (kept_folder if what == "folder" else kept_folder / "name").chmod(mode)
    assert kept.read("name", "key") is None
    assert kept.mapped("name", kept.seal("key", DATA), len(DATA)) is None
    assert kept.keep("name", "key", DATA) == (what == "file")
    assert kept.read("name", "key") == (DATA if what == "file" else None)


def test_what_cannot_be_kept_leaves_nothing(kept_folder: Path) -> None:
    (kept_folder / "name").mkdir(mode=0o700, parents=True)
    kept_folder.chmod(0o700)
    assert not kept.keep("name", "key", DATA)
    assert [path.name for path in kept_folder.iterdir()] == ["name"]


@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_link_is_not_followed(kept_folder: Path, tmp_path: Path, what: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    kept.keep("name", "key", DATA)
    place = kept_folder if what == "folder" else kept_folder / "name"
    place.rename(elsewhere)
    place.symlink_to(elsewhere)
    assert kept.read("name", "key") is None
    assert kept.keep("name", "key", DATA) == (what == "file")


def test_somebody_elses_folder_is_not_used(kept_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.keep("name", "key", DATA)
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)
    monkeypatch.setattr(kept, "_ROOT", -1)
    assert kept.read("name", "key") is None
    assert not kept.keep("name", "key", DATA)
    assert len([*kept_folder.iterdir()]) == 1


def test_files_are_kept_with_the_packages_else_with_the_users_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    folders, name = kept._folders.__wrapped__, f"handout-press-{sys.implementation.cache_tag}"  # noqa: SLF001 - not kept
    monkeypatch.setenv("HOME", "/home/user")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    packages = Path(sys.prefix, "var", "handout-press")
    assert folders() == [packages, Path("/home/user/.cache", name)]
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert folders() == [packages, Path("/caches", name)]
    monkeypatch.setenv("XDG_CACHE_HOME", "caches")  # which the specification has programs ignore
    assert folders() == [packages]


def test_where_the_first_folder_cannot_be_written_the_next_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(kept, "_folders", lambda: [tmp_path / "file" / "below"])
    assert not kept.keep("name", "key", DATA)
    monkeypatch.setattr(kept, "_folders", lambda: [tmp_path / "file" / "below", tmp_path / "kept"])
    assert kept.keep("name", "key", DATA)
    assert kept.read("name", "key") == memoryview(DATA)


def test_what_is_forgotten_is_gone_and_nothing_else(kept_folder: Path) -> None:
    for name in ("one-a", "one-b", "two"):
        kept.keep(name, "key", DATA)
    kept.forget("one-")
    assert [path.name for path in kept_folder.iterdir()] == ["two"]


def test_what_a_process_left_that_was_killed_is_removed_and_what_is_being_written_is_not(kept_folder: Path) -> None:
    kept.keep("name", "key", DATA)
    for name, age in (("tmp1", 2), ("tmp2", 0.5), ("another", 2)):
        (kept_folder / name).write_bytes(DATA)
        then = time() - age * 3600
        os.utime(kept_folder / name, (then, then))
    kept.keep("name", "key", DATA)
    assert sorted(path.name for path in kept_folder.iterdir()) == ["another", "name", "tmp2"]
