"""The press that runs is the one that stands in its files, whatever their times are."""

from __future__ import annotations

import compileall
import os
import py_compile
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import anyascii
import pytest

WIDTH = "WIDTH = 72"


@pytest.fixture
def copy(root: Path, tmp_path: Path, article_text: Callable[..., str]) -> Path:
    """Give a copy of the press with a handout."""
    for name in ("press", "templates"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "build.py", tmp_path)
    (tmp_path / "source" / "one").mkdir(parents=True)
    (tmp_path / "source" / "one" / "article.md").write_text(article_text("## One\n\n" + "word " * 50))
    return tmp_path


@pytest.fixture
def home(copy: Path) -> Path:
    """Give the copy a Python of its own, with the libraries of this one."""
    python = copy / ".venv" / "bin" / "python"
    packages = copy / ".venv" / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    python.parent.mkdir(parents=True)
    packages.mkdir(parents=True)
    python.symlink_to(os.path.realpath(sys.executable))
    (copy / ".venv" / "pyvenv.cfg").write_text(f"home = {python.readlink().parent}\n")
    for installed in Path(anyascii.__file__).parents[1].iterdir():
        if installed.name == "anyascii":
            shutil.copytree(installed, packages / installed.name)
        elif installed.name != "__pycache__":
            (packages / installed.name).symlink_to(installed)
    return copy


def run(folder: Path, *options: str, edition: str = "text", **environment: str) -> subprocess.CompletedProcess[str]:
    """Build a copy's handout, with the copy's own Python if it has one."""
    own = folder / ".venv" / "bin" / "python"
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [own if own.exists() else sys.executable, *options, folder / "build.py", "--force", "--edition", edition]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=given | environment)


def taken(folder: Path, **environment: str) -> int:
    """Return how many modules a build takes from what is kept."""
    done = run(folder, "-v", edition="portal", **environment)
    assert done.returncode == 0
    return done.stderr.count("<press.bytecode._Loader object at ")


def widest(folder: Path) -> int:
    """Return the length of the longest line of the plain text that the copy builds."""
    assert run(folder).returncode == 0
    return max(map(len, (folder / "output" / "one" / "one.txt").read_text().splitlines()))


@pytest.mark.parametrize("place", ["copy", "home"])
@pytest.mark.parametrize("compiled", [False, True])
def test_code_of_the_same_size_and_second_is_run(request: pytest.FixtureRequest, place: str, *, compiled: bool) -> None:
    copy: Path = request.getfixturevalue(place)
    module = copy / "press" / "writers" / "text.py"
    before, text = module.stat(), module.read_text()
    if compiled:  # as Python itself, or whoever installs the press, does it
        compileall.compile_dir(copy / "press", quiet=2)
        written = {"WIDTH = 60": text.replace(WIDTH, "WIDTH = 60")}
    else:
        assert widest(copy) in range(61, 73)
        written = {"WIDTH = 60": text.replace(WIDTH, "WIDTH = 60"), "WIDTH = 50": text.replace(WIDTH, "WIDTH = 50")}
    for width, changed in written.items():
        assert width in changed
        module.write_text(changed)
        os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert widest(copy) in range(int(width[-2:]) - 9, int(width[-2:]) + 1)


def test_a_folder_where_nothing_can_be_kept_is_run_all_the_same(copy: Path) -> None:
    shutil.rmtree(copy / "press" / "__pycache__", ignore_errors=True)
    (copy / "press" / "__pycache__").write_text("in the way")
    assert widest(copy) in range(61, 73)


def test_modules_are_taken_from_one_file(home: Path) -> None:
    (home / "press" / ".#text.py").symlink_to("editor@host.1234")
    assert taken(home) == 0
    assert taken(home) > 200
    assert {path.name for path in (home / ".venv" / "var" / "handout-press").iterdir()} >= {"modules", "code"}


@pytest.mark.parametrize("file", ["modules", "code"])
@pytest.mark.parametrize("damage", ["empty", "short", "of nothing", "written by others"])
def test_a_file_that_is_damaged_or_that_others_can_write_is_not_used(home: Path, file: str, damage: str) -> None:
    taken(home)
    path = home / ".venv" / "var" / "handout-press" / file
    whole = path.read_bytes()
    if damage == "written by others":
        path.chmod(0o666)
    else:
        path.write_bytes({"empty": b"", "short": whole[:-1], "of nothing": whole[:65] + bytes(len(whole) - 65)}[damage])
    assert taken(home) == 0
    assert taken(home) > 200


def test_a_package_beside_a_module_of_its_name_is_what_is_loaded(home: Path) -> None:
    taken(home)
    (home / "press" / "options").mkdir()
    (home / "press" / "options" / "__init__.py").write_text("raise ImportError('a package')")
    done = run(home)
    assert done.returncode != 0
    assert "a package" in done.stdout + done.stderr


def test_a_fault_is_told_in_the_file_that_runs(home: Path, root: Path) -> None:
    checked = py_compile.PycInvalidationMode.CHECKED_HASH  # as in a copy of another press
    compileall.compile_dir(home / "press", quiet=2, stripdir=home, prependdir=root, invalidation_mode=checked)
    taken(home)
    program = f"import sys; sys.path.insert(0, {str(home)!r})\nimport build, press.commands as found\n"
    own = [str(home / ".venv/bin/python"), "-P", "-c", f"{program}print(found.cli.callback.__code__.co_filename)"]
    told = subprocess.run(own, capture_output=True, text=True, check=True)
    assert told.stdout == f"{home / 'press' / 'commands.py'}\n"


def test_a_library_that_was_changed_is_loaded_anew(home: Path) -> None:
    taken(home)
    library = next((home / ".venv").glob("lib/*/site-packages/anyascii/__init__.py"))
    library.write_text(library.read_text() + "\nraise ImportError('it is another')\n")
    done = run(home, edition="portal")
    assert done.returncode != 0
    assert "it is another" in done.stdout + done.stderr


@pytest.mark.parametrize("where", ["beside the press", "in a folder of the path", "in a folder new to the path"])
def test_a_module_that_comes_first_now_is_the_one_that_is_loaded(home: Path, tmp_path: Path, where: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    before, after = (str(other) if where.startswith(begin) else "" for begin in ("in a folder of", "in"))
    taken(home, PYTHONPATH=before)
    assert taken(home, PYTHONPATH=before) > 200
    folder = home if where == "beside the press" else other
    (folder / "yaml.py").write_text("raise ImportError('another comes first')")
    done = run(home, PYTHONPATH=after)
    assert done.returncode != 0
    assert "another comes first" in done.stdout + done.stderr
