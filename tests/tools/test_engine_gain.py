"""What measures the engine's patches still runs."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools import engine_gain


def test_measures_the_import_and_every_sheet(article_text: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "article.md").write_text(article_text())
    command = [sys.executable, "-m", "tools.engine_gain", "--measure", str(tmp_path / "small"), "--bare"]
    done = subprocess.run(command, cwd=engine_gain.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    times = json.loads(done.stdout)
    assert list(times) == ["import", *engine_gain.EDITIONS]
    assert min(times.values()) > 0
