"""The set-up on a fresh machine: the system's libraries, the lock files and the bundled fonts."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "templates" / "fonts"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class Machine:
    """A PATH of stand-ins: what `tools/setup-system` finds there is all that it finds."""

    def __init__(self, folder: Path) -> None:
        """Begin with an empty PATH in a folder."""
        self.folder = folder
        self.log = folder / "log"

    def has(self, program: str, script: str = "") -> None:
        """Put a program there: it notes its arguments, then does what the script says."""
        path = self.folder / program
        path.write_text(f'#!/bin/sh\necho "{program} $*" >>"{self.log}"\n{script}\n')
        path.chmod(0o755)

    def lacks(self, *names: str, installer: str) -> None:
        """Put a python3 there that lacks something until the installer has run its `install`."""
        needs = "\n".join(names)
        script = f"grep -q '^{installer}.* install ' '{self.log}' || echo '{needs}'"
        (self.folder / "python3").write_text(f'#!/bin/sh\nPATH="{os.environ["PATH"]}"\n{script}\n')
        (self.folder / "python3").chmod(0o755)
        self.log.touch()

    def sets_up(self) -> tuple[int, str, str]:
        """Run the script; return its exit code and what it printed."""
        done = subprocess.run(
            [ROOT / "tools" / "setup-system"],
            env={"PATH": str(self.folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_setup_is_silent_where_all_is_there(machine: Machine) -> None:
    machine.has("python3")
    assert machine.sets_up() == (0, "", "")


def test_unknown_system_is_told_in_one_line_what_to_install(machine: Machine) -> None:
    machine.has("python3", "echo libpango-1.0; echo libharfbuzz-subset")
    assert machine.sets_up() == (
        6,
        "",
        (
            "setup-system: install Python 3.11 or newer with venv, Pango, and HarfBuzz with hb-subset; "
            "missing: libpango-1.0 libharfbuzz-subset\n"
        ),
    )


def test_unknown_system_without_python(machine: Machine) -> None:
    code, _, message = machine.sets_up()
    assert (code, message.count("\n")) == (6, 1)
    assert message.endswith("missing: Python-3.11\n")


def test_debian_installs_what_is_missing_as_root(machine: Machine) -> None:
    machine.lacks("libpango-1.0", installer="apt-get")
    machine.has("apt-get")
    machine.has("apt-cache")
    machine.has("id", "echo 0")
    machine.has("env", 'shift; exec "$@"')
    assert machine.sets_up() == (0, "", f"setup-system: installing {LIBRARIES}\n")
    calls = [line for line in machine.log.read_text().splitlines() if line.startswith("apt-get")]
    options = "-qq -o DPkg::Lock::Timeout=120"
    assert calls == [f"apt-get {options} update", f"apt-get {options} install -y --no-install-recommends {LIBRARIES}"]


def test_python_that_is_too_old_is_not_replaced(machine: Machine) -> None:
    machine.has("python3", "exit 1")
    machine.has("apt-get")
    line = "setup-system: python3 is not Python 3.11 or newer: install that, then run make PYTHON=python3.x\n"
    assert machine.sets_up() == (6, "", line)


def test_debian_without_root_or_sudo_is_told_the_command(machine: Machine) -> None:
    machine.lacks("venv", "libpango-1.0", installer="apt-get")
    machine.has("apt-get")
    machine.has("id", "echo 1000")
    line = f"setup-system: as root, run: apt-get install python3-venv {LIBRARIES}\n"
    assert machine.sets_up() == (6, "", line)


def test_release_without_the_subset_library_is_told_so(machine: Machine) -> None:
    machine.lacks("libharfbuzz-subset", installer="apt-get")
    machine.has("apt-get")
    machine.has("apt-cache", "exit 100")
    machine.has("id", "echo 0")
    machine.has("env", 'shift; exec "$@"')
    code, _, message = machine.sets_up()
    assert code == 6
    assert message.splitlines()[-1] == (
        "setup-system: this release has no package libharfbuzz-subset0: use Debian 12, Ubuntu 24.04 or newer"
    )


@pytest.fixture
def find_python(tmp_path: Path) -> Callable[..., str]:
    """Return what runs `tools/find-python` where there are a `python3` and a system's Python that say what they are."""

    def python(path: Path, prefix: str, options: str, version: tuple[int, int]) -> None:
        said = f"sys.platform, sys.base_prefix, sys.version_info = 'linux', {prefix!r}, {version}"
        told = f"sysconfig.get_config_var = lambda _: {options!r}"
        code = f"import sys, sysconfig; {said}; {told}; exec(sys.argv[1])"
        path.write_text(f'#!/bin/sh\nexec {sys.executable} -c {shlex.quote(code)} "$2"\n')
        path.chmod(0o755)

    def found(prefix: str, options: str = "", version: tuple[int, int] = (3, 11)) -> str:
        python(tmp_path / "python3", prefix, options, (3, 12))
        python(tmp_path / "system", "/usr", "", version)
        done = subprocess.run(
            [ROOT / "tools" / "find-python"],
            env={"PATH": str(tmp_path), "SYSTEM_PYTHON": str(tmp_path / "system")},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip().replace(str(tmp_path), "")

    return found


def test_the_systems_python_stands_in_for_one_compiled_without_optimisation(find_python: Callable[..., str]) -> None:
    assert find_python("/home/jo/.pyenv/versions/3.12.1") == "/system"


def test_a_python_that_computes_fast_is_kept(find_python: Callable[..., str]) -> None:
    assert find_python("/usr/local", "'--enable-shared' '--enable-optimizations'") == "python3"
    assert find_python("/usr") == "python3"


def test_a_systems_python_that_is_too_old_is_not_taken(find_python: Callable[..., str]) -> None:
    assert find_python("/home/jo/.pyenv/versions/3.12.1", version=(3, 10)) == "python3"


def test_homebrew_installs_pango(machine: Machine) -> None:
    machine.lacks("libpango-1.0", installer="brew")
    machine.has("brew")
    assert machine.sets_up() == (0, "", "setup-system: installing pango\n")
    assert machine.log.read_text() == "brew install --quiet pango\n"


def pins(name: str) -> dict[str, tuple[str, int]]:
    """Return of a lock file each requirement's version and its number of hashes."""
    found: dict[str, tuple[str, int]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text()):
        if pin := re.match(r"([A-Za-z0-9._-]+)==([^ ;]+)", block):
            found[canonicalize_name(pin[1])] = (pin[2], block.count("--hash=sha256:"))
    return found


def asked(*, dev: bool) -> list[Requirement]:
    """Return what pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] if dev else [])
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(("name", "dev"), [("requirements.lock", False), ("requirements-dev.lock", True)])
def test_lock_file_pins_what_is_asked_for_with_hashes(name: str, *, dev: bool) -> None:
    locked = pins(name)
    assert [package for package, (_, hashes) in locked.items() if not hashes] == []
    assert [str(need) for need in asked(dev=dev) if canonicalize_name(need.name) not in locked] == []
    wrong = [need for need in asked(dev=dev) if locked[canonicalize_name(need.name)][0] not in need.specifier]
    assert wrong == []


def test_both_lock_files_agree() -> None:
    runtime, development = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: development.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_file_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert re.findall(r"https?:|--(?:extra-)?index-url|--find-links", text) == []


def test_coverage_is_what_the_fonts_have() -> None:
    def characters(name: str) -> set[int]:
        with TTFont(FONTS / name, lazy=True) as font:
            return set(font.getBestCmap())

    both = [
        characters(f"{family}.ttf") & characters(f"{bold}.ttf")
        for family, bold in (
            ("AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold"),
            ("DejaVuSansCondensed", "DejaVuSansCondensed-Bold"),
            ("Vazirmatn-Regular", "Vazirmatn-Bold"),
        )
    ]
    lines = (FONTS / "coverage.txt").read_text().splitlines()
    listed = [tuple(int(end, 16) for end in line.split("-")) for line in lines if line and not line.startswith("#")]
    assert {point for first, last in listed for point in range(first, last + 1)} == set().union(*both)
    ends = [end for pair in listed for end in pair]
    assert ends == sorted(ends), "the ranges are in order"
    gaps = [after[0] - before[1] for before, after in pairwise(listed)]
    assert min(gaps) > 1, "neighbours are merged"


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_atkinson_is_whole(style: str) -> None:
    with TTFont(FONTS / f"AtkinsonHyperlegibleNext-{style}.ttf") as font:
        names = [font["name"].getDebugName(number) for number in (1, 2, 6)]
        assert names == ["Atkinson Hyperlegible Next", style, f"AtkinsonHyperlegibleNext-{style}"]
        assert not set(map(ord, "AVTo’0ñßČłőțİ€–")) - font.getBestCmap().keys()
        assert default_features(font, "GPOS") >= {"kern", "mark", "mkmk"}
        # A merged font's local forms replaced plain letters once, and their kerning was gone.
        assert "locl" not in default_features(font, "GSUB")
        assert pair_advance(font, "A", "V") < 0


def default_features(font: TTFont, table: str) -> set[str]:
    """Return the features that a font has for Latin text in any language that is not listed."""
    layout = font[table].table
    script = next(record.Script for record in layout.ScriptList.ScriptRecord if record.ScriptTag == "latn")
    records = layout.FeatureList.FeatureRecord
    return {records[index].FeatureTag for index in script.DefaultLangSys.FeatureIndex}


def pair_advance(font: TTFont, left: str, right: str) -> int:
    """Return the kerning between two characters, in font units; 0 if none."""
    first, second = (font.getBestCmap()[ord(char)] for char in (left, right))
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in (getattr(part, "ExtSubTable", part) for part in lookup.SubTable):
            if table.LookupType == 2 and table.Format == 2 and first in table.Coverage.glyphs:
                row = table.Class1Record[table.ClassDef1.classDefs.get(first, 0)]
                value = row.Class2Record[table.ClassDef2.classDefs.get(second, 0)].Value1
                if value is not None and value.XAdvance:
                    return int(value.XAdvance)
    return 0
