"""What an article is made of is loaded by who asks for it: a build with nothing to do does not."""

from __future__ import annotations

import subprocess
import sys


def test_what_is_published_is_known_without_what_articles_are_made_of() -> None:
    code = "import sys, press.model; print(*sorted(name for name in sys.modules if name.startswith('press.model')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == ["press.model", "press.model.edition", "press.model.publication"]
