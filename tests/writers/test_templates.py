"""Compiled templates that are kept: used where they are good, and never in place of another template."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from press.errors import RenderError
from press.writers import Templates

PAGE = "{% for part in parts %}{{ part }}{% endfor %}"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the templates that are compiled, as they are."""
    names: list[str] = []
    compile_really = Environment.compile

    def compile_and_note(self: Environment, source: str, name: str, filename: str | None) -> object:
        names.append(name)
        return compile_really(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", compile_and_note)
    return names


def page(source: str = PAGE, program: str = "1", *, plain: bool = False) -> str:
    """Return a page as a new process would make it."""
    return Templates({"page.j2": source.encode()}, program).render("page.j2", plain=plain, parts=["a", "<"])


def test_a_template_is_compiled_once_for_all_processes(kept_folder: Path, compiled: list[str]) -> None:
    assert [page(), page()] == ["a&lt;", "a&lt;"]
    assert compiled == ["page.j2"]
    assert len([*kept_folder.iterdir()]) == 1


def test_without_a_program_nothing_is_kept(kept_folder: Path, compiled: list[str]) -> None:
    assert [page(program=""), page(program="")] == ["a&lt;", "a&lt;"]
    assert compiled == ["page.j2", "page.j2"]
    assert not kept_folder.exists()


@pytest.mark.parametrize(
    ("change", "expected", "files"),
    [
        (lambda: page(PAGE.replace("part }}", "part }}!")), "a!&lt;!", 1),
        (lambda: page(program="2"), "a&lt;", 1),
        (lambda: page(plain=True), "a<", 2),
    ],
    ids=["template", "program", "escaping"],
)
def test_another_template_program_or_escaping_is_compiled_anew(
    kept_folder: Path, compiled: list[str], change: Callable[[], str], expected: str, files: int
) -> None:
    page()
    assert [change(), change(), page()] == [expected, expected, "a&lt;"]
    assert len([*kept_folder.iterdir()]) == files  # where there is one, what is newer takes the place of what was there
    assert compiled == ["page.j2"] * (4 - files)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("{{ nosuch.word }}", "templates/markup/str.j2:3: 'nosuch' is undefined"),
        ("{% if %}", "templates/markup/str.j2:3: Expected an expression, got 'end of statement block'"),
        ("{{ '{word}'|fill }}", "templates/markup/str.j2:3: the label '{word}' cannot be filled in: KeyError('word')"),
    ],
)
@pytest.mark.parametrize("inner", ["{{ 'x'|markup }}", "{% include 'markup/str.j2' %}"])
@pytest.mark.usefixtures("kept_folder")
def test_what_fails_is_told_with_its_template_and_line(inner: str, part: str, expected: str) -> None:
    files = {"page.j2": f"one\n{inner}\n".encode(), "markup/str.j2": f"one\n\n{part}\n".encode()}
    for _ in ("compiled", "kept"):
        with pytest.raises(RenderError) as caught:
            Templates(files, "1").render("page.j2")
        assert str(caught.value) == expected


def test_another_python_compiles_anew(kept_folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    page()
    monkeypatch.setattr("sys.version", "another")
    assert page() == "a&lt;"
    assert compiled == ["page.j2"] * 2
    assert kept_folder.exists()


def test_a_damaged_file_is_made_again(kept_folder: Path, compiled: list[str]) -> None:
    page()
    (file,) = kept_folder.iterdir()
    good = file.read_bytes()
    file.write_bytes(good[:-1])
    assert page() == "a&lt;"
    assert compiled == ["page.j2"] * 2
    assert file.read_bytes() == good


def test_what_others_can_write_is_not_run(kept_folder: Path, compiled: list[str]) -> None:
    page()
    kept_folder.chmod(0o777)
    assert [page(), page()] == ["a&lt;", "a&lt;"]
    assert compiled == ["page.j2"] * 3


def test_a_folder_that_cannot_be_written_does_no_harm(kept_folder: Path, compiled: list[str]) -> None:
    kept_folder.touch()
    assert [page(), page()] == ["a&lt;", "a&lt;"]
    assert compiled == ["page.j2"] * 2


def test_a_template_that_is_no_text_is_told_at_its_line() -> None:
    templates = Templates({"page.j2": b"a\n\xe9"})
    told = "templates/page.j2:2: the file is not UTF-8; save it with the encoding UTF-8"
    with pytest.raises(RenderError, match=f"^{told}$"):
        templates.render("page.j2")
