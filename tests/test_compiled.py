"""What Python compiles at each start, kept compiled: the same objects, and a second process has nothing to compile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from press import compiled, kept

ROOT = Path(__file__).resolve().parents[1]

PROGRAM = f"""
import json, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from press import compiled, kept
kept._folders = lambda: [Path(sys.argv[1])]
import re, re._parser, builtins, dataclasses, collections
compiled.start()
done = {{"re": 0, "compile": 0}}
parse, build = re._parser.parse, builtins.compile
def counted(name, function):
    def call(*args, **options):
        done[name] += 1
        return function(*args, **options)
    return call
re._parser.parse, builtins.compile = counted("re", parse), counted("compile", build)

expressions = [re.compile(f"(?P<word>[a-z]{{{{1,{{n}}}}}})|(?i:x{{n}})\\\\b", re.M) for n in range(1, 40)]
in_bytes = re.compile(rb"\\xff(a)")

class Flags(int):  # as Python 3.13 has them where none are given
    pass

re._compiler.compile("flags", Flags(0))

@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Pair:
    left: int
    right: str = "x"

Named = collections.namedtuple("Named", "a b")
evaluated = compiled.evaluate("lambda x: x + y", {{"y": 2}})(1)
if sys.argv[2:] == ["worker"]:
    compiled.keep()
match = expressions[2].search("  abcdef X3")
print(json.dumps([done, len(compiled._known), [
    match.groupdict(), match.span(), expressions[0].flags, expressions[0].groups, dict(expressions[0].groupindex),
    [e.findall("abc X12 x3") for e in expressions], in_bytes.sub(rb"\\1", b"\\xffa").decode(),
    repr(Pair(1)), Pair(1) < Pair(2), Pair(1) == Pair(1), list(Named(1, 2)._asdict()), evaluated,
]]))
"""


def run(folder: Path, *args: str, switch: str = "") -> tuple[dict[str, int], int, list[object]]:
    """Return what a process had to compile, how many texts it knew at its end, and what came of them."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), *args],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HANDOUT_PRESS_ENGINE": switch},
    )
    assert (done.returncode, done.stderr) == (0, "")
    counts, known, outcome = json.loads(done.stdout)
    return counts, known, outcome


@pytest.mark.parametrize("how", [(), ("worker",)], ids=["atexit", "worker"])
def test_the_second_process_compiles_nothing_and_has_the_same(tmp_path: Path, how: tuple[str, ...]) -> None:
    plain = run(tmp_path / "plain", switch="-compiled")
    first, second = run(tmp_path / "kept", *how), run(tmp_path / "kept", *how)
    assert (plain[0]["re"] >= 40, plain[0]["compile"], plain[1]) == (True, 1, 1)
    assert first[0]["re"] >= 40
    # One text or more for each of a dataclass's methods; Python 3.13 has one for all of them.
    assert first[0]["compile"] >= (3 if sys.version_info >= (3, 13) else 8)
    assert second[0] == {"re": 0, "compile": 0}
    assert plain[2] == first[2] == second[2]
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["compiled"]
    assert not (tmp_path / "plain").exists()


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    first = run(tmp_path)
    file = tmp_path / "compiled"
    whole = file.read_bytes()
    file.write_bytes(whole[:-9])
    assert run(tmp_path)[0]["re"] == first[0]["re"]
    assert file.read_bytes() == whole


def test_what_differs_in_each_process_is_not_written_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_folders", lambda: [tmp_path])
    monkeypatch.setattr(compiled, "_known", {})
    monkeypatch.setattr(compiled, "_new", {})
    length = 100
    few = compiled.FEW // length
    monkeypatch.setattr(compiled, "MOST", 3 * few)

    def keep(texts: range) -> int:
        assert [compiled.evaluate(f"{number:<{length}}", {}) for number in texts] == list(texts)
        compiled.keep()
        return len(compiled.read())

    assert keep(range(few)) == 0  # too few to be worth it; they stay
    assert keep(range(few, few + 1)) == few + 1
    assert keep(range(2 * few, 3 * few + 1)) == 2 * few + 2
    assert keep(range(4 * few, 6 * few)) == 2 * few  # more than the most: begun anew
    compiled.evaluate("1 + " * (compiled.FEW // 4) + "1", {})
    compiled.keep()
    assert len(compiled.read()) == 2 * few + 1  # a long one alone is worth it
