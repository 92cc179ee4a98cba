"""Options, the commands that only tell something, and what is missing of Python or of the system."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SLUG = "what-if-therapy-isnt-helping"
Build = Callable[..., subprocess.CompletedProcess[str]]

PLACES = ("source", "output", "clinic", "report", "profile")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["smal"], "there is no handout `smal` in source; did you mean `small`?"),
        (["Small"], "there is no handout `Small` in source; did you mean `small`?"),
        (["sources/x/small/"], "there is no handout `sources/x/small/` in source; did you mean `small`?"),
        (["small/article.md"], "there is no handout `small/article.md` in source; did you mean `small`?"),
        (["xyz"], "there is no handout `xyz` in source; use one of: small"),
        (["\x1b[2J"], "there is no handout `\\x1b[2J` in source; use one of: small"),
        (["--source", "nowhere"], "nowhere: there is no such folder; make it, or name another with --source"),
        (["--edition", "a5"], "Error: Invalid value for '--edition': 'a5' is not one of"),
        (["--jobs", "0"], "Error: Invalid value for '--jobs': 0 is not in the range x>=1."),
        (["--cluster", ""], "Error: Invalid value for '--cluster': there is no address; write --cluster tcp://sched"),
        *((["--" + name, ""], f"Error: Invalid value for '--{name}': the name is empty;") for name in PLACES),
        (["--nonsense"], "Error: No such option '--nonsense'."),
    ],
)
def test_usage_errors(build: Build, source: Path, args: list[str], message: str) -> None:
    done = build("--source", source, *args, output="--output" not in args)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(message)


def test_editions(build: Build) -> None:
    done = build("editions", output=False)
    assert (done.returncode, [line.split() for line in done.stdout.splitlines()]) == (
        0,
        [
            ["html", "html", "SLUG.html"],
            ["epub", "epub", "SLUG.epub"],
            ["text", "text", "SLUG.txt"],
            ["portal", "text", "SLUG-portal.txt"],
            ["a4", "pdf", "SLUG-a4.pdf"],
            ["letter", "pdf", "SLUG-letter.pdf"],
            ["a4-large-print", "pdf", "SLUG-a4-large-print.pdf"],
            ["letter-large-print", "pdf", "SLUG-letter-large-print.pdf"],
        ],
    )


def test_editions_that_have_no_room_are_no_traceback(build: Build) -> None:
    with Path("/dev/full").open("w") as full:
        done = build("editions", stdout=full, output=False)
    assert (done.returncode, done.stderr) == (
        1,
        "standard output: No space left on device; mend that, and run this again\n",
    )


@pytest.mark.parametrize("asked", [("--help",), ("--version",), ("verify", "--help")])
def test_help_that_has_no_room_is_no_traceback(build: Build, asked: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = build(*asked, stdout=full, output=False)
    assert (done.returncode, done.stderr) == (1, "No space left on device; mend that, and run this again\n")


def test_help_says_what_each_command_does(build: Build) -> None:
    done = build("--help", output=False, COLUMNS="80")
    assert done.stdout.startswith("Usage: build.py [OPTIONS] [COMMAND] [ARGS]...\n")
    assert "  clean     Remove what was published.\n" in done.stdout
    assert done.stdout.count("...") == 1


def test_outline(build: Build, source: Path) -> None:
    done = build("--source", source, "outline", output=False)
    assert (done.returncode, done.stdout) == (0, "small:\n  A title\n    A section\n")


def test_missing_dependency(root: Path, tmp_path: Path) -> None:
    """An interpreter without the libraries says in one line what to run."""
    command = [sys.executable, "-I", "-S", str(root / "build.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (6, "", 1)
    assert done.stderr.endswith("; run `make` here and then `. .venv/bin/activate`, or `pip install .`\n")


@pytest.mark.parametrize(
    ("command", "module"),
    [("build", "mdurl"), ("verify", "mdurl"), ("outline", "mdurl"), ("build", "lxml"), ("build", "webencodings")],
)
def test_what_a_library_needs_and_is_missing_is_told(
    command: str, module: str, build: Build, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{module!r}] = None\n")
    args = ("--edition", "epub", "--force") if command == "build" else ()
    done = build(command, "--source", source, *args, output=command != "outline", PYTHONPATH=str(tmp_path))
    assert done.stderr.endswith("; run `make` here, or `pip install .`\n")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (6, "", 1)
    assert module in done.stderr


@pytest.mark.parametrize(
    ("library", "told"),
    [
        ("libpango-1.0", "WeasyPrint cannot start: "),
        ("libharfbuzz-subset", "the library harfbuzz-subset is missing: without it PDFs differ from run to run; "),
    ],
)
def test_a_library_of_the_system_that_is_missing_is_told(
    library: str, told: str, build: Build, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import _cffi_backend\n"
        "class Lacking(_cffi_backend.FFI):\n"
        "    def dlopen(self, name, flags=0):\n"
        f"        return super().dlopen(name.replace({library!r}, 'libnone'), flags)\n"
        "_cffi_backend.FFI = Lacking\n"
    )
    done = build("--source", source, "--edition", "a4", "--quiet", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (6, "", 1)
    assert done.stderr.startswith(told)
    assert done.stderr.endswith("; run `make`, which installs it or names it\n")


def test_another_interpreter_finds_the_press(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", root / "build.py", "editions"], capture_output=True, text=True, check=False, cwd="/"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_needed_is_asked_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    needed = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    asked = re.findall(r"\w+", (root / "build.py").read_text().partition("_NEEDED = (")[2].partition(")")[0])
    of_module = packages_distributions()
    assert needed == {canonicalize_name(name) for module in asked for name in of_module[module]}


def test_a_value_that_is_called_like_a_command(build: Build) -> None:
    done = build("--output", "clean", "--quiet", "clean", output=False)
    assert (done.returncode, done.stderr) == (0, "")
