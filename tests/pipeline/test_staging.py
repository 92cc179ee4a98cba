"""Publishing swaps everything in, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.pipeline.staging import STAGING, Staging, staging


def files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    for name in ("one/a.txt", "one/b.txt", "one/foreign.txt", "two/a.txt", "index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old")
    return tmp_path


def test_swaps_new_files_in_and_keeps_foreign_ones(output: Path) -> None:
    with staging(output) as aside:
        aside.put("one/a.txt", b"new")
        aside.put("index.html", b"new")
        aside.publish(remove=["one/b.txt", "two/a.txt"])
    assert files(output) == {"index.html": "new", "one/a.txt": "new", "one/foreign.txt": "old"}
    assert not (output / "two").exists()


def test_nothing_published_leaves_everything(output: Path) -> None:
    before = files(output)
    with staging(output) as aside:
        aside.put("one/a.txt", b"new")
    assert files(output) == before
    assert not (output / STAGING).exists()


@pytest.mark.parametrize("failing", ["index.html", "one", "three"])
def test_a_failure_half_way_puts_everything_back(output: Path, failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(output)
    swap = Staging._swap  # noqa: SLF001 - the step that fails

    def fail(self: Staging, name: str) -> None:
        if name == failing:
            raise OSError("no space left")
        swap(self, name)

    monkeypatch.setattr(Staging, "_swap", fail)
    with pytest.raises(OSError, match="no space left"), staging(output) as aside:  # noqa: PT012
        for name in ("index.html", "one/a.txt", "three/a.txt", "two/a.txt"):
            aside.put(name, b"new")
        aside.publish(remove=["one/b.txt"])
    assert files(output) == before


def test_a_failure_while_removing_puts_everything_back(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(output)
    take_away = Staging._take_away  # noqa: SLF001 - the step that fails

    def fail(self: Staging, name: str) -> None:
        take_away(self, name)
        if name == "two/a.txt":
            raise OSError("interrupted")

    monkeypatch.setattr(Staging, "_take_away", fail)
    with pytest.raises(OSError, match="interrupted"), staging(output) as aside:  # noqa: PT012
        aside.put("one/a.txt", b"new")
        aside.publish(remove=["one/b.txt", "two/a.txt"])
    assert files(output) == before


def test_what_a_killed_run_left_is_removed(output: Path) -> None:
    (output / STAGING / "new").mkdir(parents=True)
    (output / STAGING / "new" / "x.txt").write_text("left over")
    with staging(output) as aside:
        aside.put("one/a.txt", b"new")
        aside.publish()
    assert not (output / STAGING).exists()
    assert "x.txt" not in files(output)


def test_a_clinic_s_folder_is_no_unit_its_handouts_are(output: Path) -> None:
    (output / "clinic" / "other").mkdir(parents=True)
    (output / "clinic" / "other" / "a.txt").write_text("old")
    with staging(output) as aside:
        for name in ("clinic/one/a.txt", "clinic/index.html", "new/one/a.txt", "new/index.html"):
            aside.put(name, b"new")
        aside.publish(remove=["clinic/other/a.txt"])
    assert {name: text for name, text in files(output).items() if name.startswith(("clinic", "new"))} == {
        "clinic/index.html": "new",
        "clinic/one/a.txt": "new",
        "new/index.html": "new",
        "new/one/a.txt": "new",
    }


def test_a_failure_in_a_clinic_s_folder_leaves_no_trace(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(output.rglob("*"))
    swap = Staging._swap  # noqa: SLF001 - the step that fails

    def fail(self: Staging, name: str) -> None:
        swap(self, name)
        if name == "clinic/one":
            raise OSError("no space left")

    monkeypatch.setattr(Staging, "_swap", fail)
    with pytest.raises(OSError, match="no space left"), staging(output) as aside:  # noqa: PT012
        for name in ("clinic/index.html", "clinic/one/a.txt"):
            aside.put(name, b"new")
        aside.publish()
    assert set(output.rglob("*")) == before


def test_nothing_put_aside_is_nothing_to_publish(output: Path) -> None:
    before = files(output)
    with staging(output) as aside:
        aside.publish()
    assert files(output) == before
