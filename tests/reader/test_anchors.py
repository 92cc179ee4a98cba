"""Where links in an article lead: every heading has an id of its own, and none of the templates'."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from press.pipeline.reading import Prepared

_ID = re.compile(r"""\bid="([^"]+)\"""")
_FILLED = re.compile(r"\{\{.*?\}\}")


def _ids_of_templates(root: Path) -> set[str]:
    """Return the ids that the templates of an article's editions give, each filled in with a 1."""
    files = [file for file in (root / "templates").rglob("*.j2") if file.parent.name != "catalogue"]
    ids = (name for file in files for name in _ID.findall(file.read_text("utf-8")))
    return {_FILLED.sub("1", name) for name in ids if not name.startswith("{{")}


def test_a_heading_takes_no_id_of_the_templates(prepared: Callable[..., Prepared], root: Path) -> None:
    ids = _ids_of_templates(root)
    assert {"handout", "note-1", "ref-1", "label.title"} <= ids
    sections = prepared(
        "".join(f"## {name.replace('-', ' ')}\n\nText.\n\n" for name in sorted(ids))
    ).sheet.article.sections
    assert not ids & {section.id for section in sections}


def test_headings_of_the_same_words_have_ids_of_their_own(prepared: Callable[..., Prepared]) -> None:
    heads = ["A", "Handout", "A", "A 2", "a!", "Handout"]
    sections = prepared("".join(f"## {head}\n\nText.\n\n" for head in heads)).sheet.article.sections
    expected = ["a", "section-handout", "a-2", "a-2-2", "a-3", "section-handout-2"]
    assert [section.id for section in sections] == expected
