"""The peers: pandoc with WeasyPrint and with typst, Sphinx, and a bare WeasyPrint + EbookLib loop.

They are installed in a folder of their own from requirements-bench.lock, and get the same articles in the Markdown that
they understand.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from press.syntax import parse
from tools.bench import names
from tools.bench.measure import BenchError, Command, Contestant, environment

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1] / ".venv" / "bench"
PROGRAMS = HOME / "bin"
ENGINES = {"weasyprint": names.PANDOC_WEASYPRINT, "typst": names.PANDOC_TYPST}
"""What makes pandoc's PDFs, and what the two are called together."""
KINDS = ("html", "epub", "txt", "pdf")
ENDING = "About this handout"
"""The last heading: a peer that does not get so far is not measured."""
CONF = 'project = "Bench"\nextensions = []\nexclude_patterns = ["built*"]\n'
INDEX = "Bench\n=====\n\n.. toctree::\n   :glob:\n\n   */article\n"

_WRITE = re.compile(r'^::: write (\d+) "(.*)"\n:::$', re.MULTILINE)
_CITATION = re.compile(r"\[@(\w+)\]")
_PICTURE = re.compile(r'^!\[(.*)\]\((\S+) "(.*)"\)$', re.MULTILINE)


def search_path() -> dict[str, str]:
    """Return the variable under which the peers find each other, and not what else the machine may have."""
    return {"PATH": f"{PROGRAMS}:{environment().get('PATH', '')}"}


def versions() -> dict[str, str]:
    """Return the version of every peer. Raises BenchError where one is not there."""
    commands: dict[str, Command] = {"pandoc": [PROGRAMS / "pandoc", "--version"]}
    for name in ("EbookLib", "Sphinx", "WeasyPrint", "typst"):
        asked = f"import importlib.metadata as metadata; print(metadata.version({name.lower()!r}))"
        commands[name] = [PROGRAMS / "python", "-c", asked]
    return {name: _told(name, command).split("\n")[0].split()[-1] for name, command in commands.items()}


def _told(name: str, command: Command) -> str:
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment()).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise BenchError(f"{name} does not run; set it up with `make bench`: {error}") from error


# --- the articles in pandoc's Markdown ---


def as_pandoc(text: str) -> str:
    """Return an article of ours in pandoc's Markdown.

    The words are the same, with what the press prints of the front matter, but without the crisis lines that it adds.
    pandoc reads `::: note` and its like as they are.
    """
    front = json.loads(json.dumps(parse(text).front, default=str))
    body = text.split("\n---\n", 1)[1].strip()
    numbers = {reference["id"]: number for number, reference in enumerate(front.get("references", []), 1)}
    body = _CITATION.sub(lambda cited: f"[[{numbers[cited[1]]}]](#ref-{cited[1]})", body)
    body = _WRITE.sub(_ruled, body)
    body = _PICTURE.sub(_figure, body)
    meta = {"title": front["title"], "lang": front["lang"], "author": [person["name"] for person in front["authors"]]}
    parts = [f"---\n{json.dumps(meta)}\n---", *_opening(front), body, *_references(front), *_about(front)]
    return "\n\n".join(parts) + "\n"


def _ruled(write: re.Match[str]) -> str:
    return "\\\n".join([write[2], *["\\_" * 60] * int(write[1])])


def _figure(picture: re.Match[str]) -> str:
    """Return a picture with caption and alternative; pandoc does not tell typst the latter, hence the first lines."""
    alternative, file, caption = picture.groups()
    told = f"```{{=typst}}\n#set image(alt: {json.dumps(alternative)})\n```"
    return f"{told}\n\n![{caption}]({file}){{alt={json.dumps(alternative)}}}"


def _opening(front: Mapping[str, object]) -> list[str]:
    return [f"{front['category']}", f"For {front['audience']}", f"**In short.** {front['summary']}"]


def _references(front: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return the references as the press prints them: the citation, then the address as a link."""
    rows = []
    for number, reference in enumerate(front.get("references", []), 1):
        address = reference.get("url") or f"https://doi.org/{reference['doi']}"
        rows.append(f"{number}. [{reference['citation']}]{{#ref-{reference['id']}}} <{address}>")
    return ["## References", "\n".join(rows)] if rows else []


def _about(front: dict[str, list[dict[str, str]]]) -> list[str]:
    authors = "; ".join(", ".join(person.values()) for person in front["authors"])
    reviewed = f"Version {front['version']}, reviewed {front['reviewed']}, next review {front['next_review']}"
    return [f"## {ENDING}", f"Written by {authors}", f"Published by {front['publisher']}", reviewed]


def translate(library: Path, folder: Path) -> None:
    """Write a library's articles for the peers into a folder that is not there yet, with their pictures."""
    for home in sorted(library.iterdir()):
        shutil.copytree(home, folder / home.name)
        article = folder / home.name / "article.md"
        article.write_text(as_pandoc(article.read_text("utf-8")), "utf-8")


# --- the peers at work ---


def pandoc(folder: Path, engine: str, jobs: int) -> Contestant:
    """Return pandoc making all four formats of a folder's articles, so many at a time, PDF/UA-1 by `engine`."""
    settings = [f"ENGINE={engine}", f"TYPST={HERE / 'typst'}"]
    command: Command = ["make", f"-j{jobs}", "-f", HERE / "peers.mk", *settings, "all"]
    return _maker(ENGINES[engine], command, folder)


def floor(folder: Path, jobs: int) -> Contestant:
    """Return the bare loop over the same articles."""
    command: Command = [PROGRAMS / "python", HERE / "floor.py", ".", str(jobs)]
    return _maker(names.FLOOR, command, folder)


def wrapper(folder: Path) -> Contestant:
    """Return what a typst program would not need: the start of the stand-in for it."""
    command: Command = [PROGRAMS / "python", "-I", "-c", "import typst"]
    return Contestant(names.WRAPPER, command, folder, environment=search_path())


def _maker(name: str, command: Command, folder: Path) -> Contestant:
    """Return a peer that makes four files of each article, and none may be there before or be missing after."""

    def before() -> None:
        for kind in KINDS:
            for file in folder.glob(f"*/article.{kind}"):
                file.unlink()

    def after() -> dict[str, float]:
        wanted = {home / f"article.{kind}" for home in folder.iterdir() for kind in KINDS}
        missing = [file for file in wanted if not file.is_file() or not file.stat().st_size]
        if missing:
            raise BenchError(f"{name} did not make {len(missing)} of {len(wanted)} files, {min(missing).name} is one")
        for file in wanted:
            if file.suffix in {".html", ".txt"} and ENDING not in file.read_text("utf-8"):
                raise BenchError(f"{name} lost the end of {file.parent.name}/{file.name}")
        return {}

    return Contestant(name, command, folder, before, after, search_path())


def prepare_sphinx(library: Path, folder: Path) -> None:
    """Write a library's articles as Sphinx wants them, by pandoc's hand. Raises BenchError."""
    translate(library, folder)
    command: Command = ["make", "-j2", "--silent", "-f", HERE / "peers.mk", "rst"]
    done = subprocess.run(
        command, cwd=folder, env=environment() | search_path(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchError(f"pandoc could not write what Sphinx reads:\n{done.stderr[-2000:]}")
    (folder / "conf.py").write_text(CONF, "utf-8")
    (folder / "index.rst").write_text(INDEX, "utf-8")


def sphinx(folder: Path, *, cold: bool) -> Contestant:
    """Return Sphinx building the web pages of `prepare_sphinx`'s folder: anew if `cold`, or finding nothing to do."""
    built = folder / "built"

    def before() -> None:
        if cold:
            shutil.rmtree(built, ignore_errors=True)

    def after() -> dict[str, float]:
        wanted, made = len(list(folder.glob("*/article.rst"))), len(list(built.glob("*/article.html")))
        if made != wanted:
            raise BenchError(f"Sphinx made {made} of {wanted} pages")
        return {}

    command: Command = [PROGRAMS / "sphinx-build", "-q", "-j2", "-b", "html", ".", "built"]
    name = names.SPHINX_COLD if cold else names.SPHINX_NO_CHANGE
    return Contestant(name, command, folder, before, after, search_path())
