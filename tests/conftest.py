"""What the tests share: the real templates, a house over them, and articles made of a few lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from press import kept  # noqa: E402 - after the path is set
from press.model import EDITIONS  # noqa: E402
from press.pipeline.houses import House, read_house  # noqa: E402 - after the path is set
from press.pipeline.reading import Prepared, prepare  # noqa: E402
from press.pipeline.sources import Source, read_sources  # noqa: E402 - after the path is set
from press.verify import verify  # noqa: E402
from press.writers import Templates, writer  # noqa: E402

# On this day handouts and crisis lines are in time, whenever the tests are run.
os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime(2026, 11, 30, tzinfo=UTC).timestamp()))

settings.register_profile("press", deadline=None)  # no test is of time: machines are busy
settings.load_profile("press")

FRONT = {
    "title": '"A title"',
    "summary": '"The short answer."',
    "category": '"Tests"',
    "lang": "en",
    "version": '"1.0"',
    "reviewed": "2026-01-31",
    "next_review": "2027-01-31",
    "authors": "[{name: Ann Author}]",
    "publisher": '"Handout Press"',
}
BODY = "## A section\n\nIts text.\n"

MakeText = Callable[..., str]
MakePrepared = Callable[..., Prepared]
MakeEdition = Callable[..., bytes]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch of tests/test_golden.py."""
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew")


def text_of(body: str = BODY, **front: str | None) -> str:
    """Return an article's text: the front matter changed by `front` (None takes a key out), then the body."""
    keys = {**FRONT, **front}
    rows = [f"{key}: {value}" for key, value in keys.items() if value is not None]
    return "\n".join(["---", *rows, "---", body])


@pytest.fixture
def kept_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give a folder of the test's own, in which this process keeps things for others."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(kept, "_folders", lambda: [folder])
    return folder


@pytest.fixture(scope="session")
def article_text() -> MakeText:
    """Give `text_of`."""
    return text_of


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the folder of build.py."""
    return ROOT


@pytest.fixture(scope="session")
def house() -> House:
    """Give the real templates, without a clinic."""
    return read_house(ROOT / "templates", None)


@pytest.fixture(scope="session")
def templates(house: House) -> Templates:
    """Give the same to be filled in."""
    return Templates(house.templates)


@pytest.fixture(scope="session")
def prepared(house: House) -> MakePrepared:
    """Give a function from an article's body, front matter and pictures to the article, prepared."""

    def make(body: str = BODY, images: dict[str, bytes] | None = None, **front: str | None) -> Prepared:
        data = text_of(body, **front).encode()
        (made,) = prepare([Source("x", "", "source/x/article.md", data, images or {})], house)
        return made

    return make


@pytest.fixture(scope="session")
def verified(templates: Templates) -> MakeEdition:
    """Give a function from an article, prepared, to the edition of a name, in which verification finds nothing."""

    def make(made: Prepared, name: str, house: House | None = None) -> bytes:
        edition = EDITIONS[name]
        data = writer(edition.format)(made.sheet, edition, Templates(house.templates) if house else templates)
        assert verify(data, made.inventory, edition).findings == (), name
        return data

    return make


@pytest.fixture(scope="session")
def kitchen_sink(house: House) -> Prepared:
    """Give the article that has every block and inline."""
    (made,) = prepare(read_sources(ROOT / "tests" / "cases", ["kitchen-sink"], ()), house)
    return made


@pytest.fixture(scope="session")
def first_article(house: House) -> Prepared:
    """Give the first real article."""
    (made,) = prepare(read_sources(ROOT / "source", ["what-if-therapy-isnt-helping"], ()), house)
    return made
