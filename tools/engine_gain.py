"""What each patch of press/engine gives: `python -m tools.engine_gain [ROUNDS] [SOURCE/SLUG]`.

Prints the CPU time of WeasyPrint's import and of each PDF, warm: of WeasyPrint as it comes with nothing shared between
documents, then with what press/writers/pdf shares, then with each patch alone, then with all. One process for each,
one after the other, over and over, so that what else the machine does strikes all of them; the medians of all rounds
are printed, and their part of the first row's.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import process_time

from press import engine
from press.compiled import SWITCH

ROOT = Path(__file__).resolve().parents[1]
EDITIONS = ("a4", "letter", "a4-large-print", "letter-large-print")
REPEATS = 3


def measure(article: str, *, bare: bool) -> dict[str, float]:
    """Return the CPU seconds of the import, and of each edition after one that nobody measures."""
    began = process_time()
    engine.load()
    times = {"import": process_time() - began}
    from press.model import EDITIONS as KNOWN  # noqa: PLC0415 - after what is measured
    from press.pipeline.houses import read_house  # noqa: PLC0415
    from press.pipeline.reading import prepare  # noqa: PLC0415
    from press.pipeline.sources import read_sources  # noqa: PLC0415
    from press.writers import Templates, pdf  # noqa: PLC0415

    folder, _, slug = article.rpartition("/")
    house = read_house(ROOT / "templates", None)
    (made,) = prepare(read_sources(ROOT / folder, [slug], ()), house)
    templates = Templates(house.templates)
    for name in ("a4", *EDITIONS):
        spent = []
        for _ in range(REPEATS):
            if bare:
                pdf.forget()
            began = process_time()
            pdf.write(made.sheet, KNOWN[name], templates)
            spent.append(process_time() - began)
        times[name] = min(spent)
    return times


def main(rounds: int, article: str) -> None:
    """Measure all sets of patches in turn; print a table."""
    names = [patch.name for patch in engine.PATCHES]
    alone = {name: ",".join(f"-{other}" for other in names if other != name) for name in names}
    switches = {"nothing shared": "stock", "shared": "stock", **alone, "all": ""}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in switches}
    for _ in range(rounds):
        for name, switch in switches.items():
            bare = ["--bare"] if name == "nothing shared" else []
            command = [sys.executable, "-m", "tools.engine_gain", "--measure", article, *bare]
            environment = {**os.environ, SWITCH: switch}
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
            found[name].append(json.loads(done.stdout))
    columns = ("import", *EDITIONS)
    sys.stdout.write(f"| patches | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}\n")
    first = {column: median(times[column] for times in found["nothing shared"]) for column in columns}
    for name, rows in found.items():
        seconds = {column: median(times[column] for times in rows) for column in columns}
        cells = (f"{seconds[column]:.3f} ({seconds[column] / first[column]:.2f})" for column in columns)
        sys.stdout.write(f"| {name} | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        json.dump(measure(sys.argv[2], bare="--bare" in sys.argv), sys.stdout)
    else:
        arguments = [*sys.argv[1:], *("5", "source/what-if-therapy-isnt-helping")[len(sys.argv) - 1 :]]
        main(int(arguments[0]), arguments[1])
