"""A library of made-up handouts: `python -m tools.bench.library FOLDER COUNT`.

Every handout is different and looks like a real one: about 600 to 1,000 words, two levels of headings, lists, boxes,
questions, lines to write on, footnotes, citations, in some a table or a picture. The same number and seed give the same
bytes on any machine, and a library of 200 is the first 200 of a library of 1,000.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from struct import pack
from zlib import compress, crc32

import click

SEED = 1
VOCABULARY: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))
WORDS = (480, 640)
"""The sections' words reach a number between these; the boxes at both ends come on top."""

_SLOT = re.compile(r"\{(\w+)\}")


def write_library(folder: Path, count: int, seed: int = SEED) -> None:
    """Write handouts 1 to `count` into a folder, each into one of its own."""
    for number in range(1, count + 1):
        home = folder / slug_of(number)
        home.mkdir(parents=True, exist_ok=True)
        for name, data in handout(number, seed).items():
            (home / name).write_bytes(data)


def slug_of(number: int) -> str:
    """Return the name of a handout's folder."""
    return f"handout-{number:04}"


def handout(number: int, seed: int = SEED) -> dict[str, bytes]:
    """Return a handout's files by their names: the article and its picture, if it has one."""
    return _Author(number, seed).files()


class _Author:
    """Writes one handout. What it chooses depends on its number and the seed alone."""

    def __init__(self, number: int, seed: int) -> None:
        # A text as seed: unlike an object's hash it gives the same numbers in every process.
        self.random = Random(f"{seed}-{number}")  # noqa: S311 - texts are made up here, not secrets
        self.number = number
        self.topic = self.random.choice(VOCABULARY["topics"])
        self.references = self.random.randint(3, 5)
        self.footnotes: list[str] = []
        self.pictures: dict[str, bytes] = {}

    def files(self) -> dict[str, bytes]:
        body = "\n\n".join(self._body())
        return {"article.md": f"---\n{self._front()}\n---\n\n{body}\n".encode(), **self.pictures}

    # --- words ---

    def _say(self, kind: str) -> str:
        """Return one of the vocabulary's patterns with its slots filled, each with other words."""
        return self._fill(self.random.choice(VOCABULARY[kind]))

    def _fill(self, pattern: str) -> str:
        used: list[str] = []

        def word(slot: re.Match[str]) -> str:
            if slot[1] == "topics":
                return self.topic
            used.append(self.random.choice([word for word in VOCABULARY[slot[1]] if word not in used]))
            return used[-1]

        text = _SLOT.sub(word, pattern)
        return text[0].upper() + text[1:]

    def _some(self, kind: str, least: int, most: int) -> list[str]:
        """Return several different sayings."""
        patterns = self.random.sample(VOCABULARY[kind], self.random.randint(least, most))
        return [self._fill(pattern) for pattern in patterns]

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    # --- front matter ---

    def _front(self) -> str:
        summary = " ".join(self._some("sentences", 2, 2))
        lines = [
            f'title: "{self._say("titles").rstrip("?")} ({self.number})"',
            f'summary: "{summary}"',
            f'category: "{self._say("categories")}"',
            "lang: en",
            f'version: "{self.random.randint(1, 3)}.{self.random.randint(0, 9)}"',
            f"reviewed: 2026-{self.random.randint(1, 9):02}-{self.random.randint(1, 28):02}",
            "next_review: 2099-01-31",
            f'audience: "{self._say("audiences")}"',
            "authors:",
            f'  - name: "{self._say("names")} {self._say("names")}"',
            '    credentials: "MD"',
            'publisher: "Bench Press"',
            'conflicts: "None."',
            f'keywords: ["{self.topic}", "help", "advice"]',
            "references:",
        ]
        return "\n".join([*lines, *(line for n in range(1, self.references + 1) for line in self._reference(n))])

    def _reference(self, number: int) -> Iterator[str]:
        year = self.random.randint(2010, 2026)
        about = self._say("headings").rstrip("?")
        yield f"  - id: r{number}"
        yield f'    citation: "{self._say("names")} A and others. {about}. {self._say("journals")}, {year}."'
        if self._chance(0.5):
            yield f'    doi: "10.5555/bench.{self.number}.{number}"'
        else:
            yield f'    url: "https://example.org/bench/{self.number}/{number}"'

    # --- body ---

    def _body(self) -> Iterator[str]:
        yield _box("key-points", self._list("items", 3, 4))
        target, words, extras = self.random.randint(*WORDS), 0, self._extras()
        titles = self.random.sample(VOCABULARY["headings"], len(VOCABULARY["headings"]))
        for place, title in enumerate(titles, 1):
            section = [f"## {self._fill(title)}", *self._section(place, brief=words > target / 2)]
            if extras:
                section.append(extras.pop()())
            yield from section
            words += sum(len(block.split()) for block in section)
            if words > target and not extras and place >= self.references:
                break
        yield from self._end()

    def _section(self, place: int, *, brief: bool) -> Iterator[str]:
        """Yield a section's paragraphs, some under headings of the next level; the first sections cite a reference."""
        yield self._paragraph(f" [@r{place}]" if place <= self.references else "")
        if brief:
            return
        if self._chance(0.5):
            for title in self.random.sample(VOCABULARY["subheadings"], 2):
                yield f"### {self._fill(title)}"
                yield self._paragraph()
        elif self._chance(0.6):
            yield self._paragraph()

    def _paragraph(self, citation: str = "") -> str:
        sentences = self._some("sentences", 2, 4)
        if citation:
            sentences[0] = sentences[0][:-1] + citation + sentences[0][-1]
        if self._chance(0.2):
            sentences[1] = f"**{sentences[1]}**"
        return " ".join(sentences)

    def _extras(self) -> list[Callable[[], str]]:
        """Return what makes the blocks at the ends of sections, one each."""
        always: list[Callable[[], str]] = [
            lambda: self._list("items", 3, 5),
            lambda: self._list("items", 3, 4, ordered=True),
            lambda: _box("warning", self._say("warnings")),
            self._noted,
        ]
        sometimes = [(0.5, self._table), (0.4, self._picture), (0.5, lambda: _box("note", self._say("notes")))]
        chosen = always + [make for share, make in sometimes if self._chance(share)]
        self.random.shuffle(chosen)
        return chosen

    def _list(self, kind: str, least: int, most: int, *, ordered: bool = False) -> str:
        items = self._some(kind, least, most)
        return "\n".join(f"{f'{n}.' if ordered else '-'} {item}" for n, item in enumerate(items, 1))

    def _noted(self) -> str:
        """Return a paragraph with a footnote, which `_end` prints."""
        self.footnotes.append(self._say("notes"))
        return self._paragraph() + f"[^{len(self.footnotes)}]"

    def _table(self) -> str:
        rows = [
            f"| {self._say('times')} | {self._say('doings')} | {self._say('feelings')} |"
            for _ in range(self.random.randint(3, 6))
        ]
        return "\n".join(["| When | What to try | How it may feel |", "|---|---|---|", *rows])

    def _picture(self) -> str:
        heights = [self.random.randint(10, 90) for _ in range(7)]
        name, draw = ("days.svg", _svg) if self._chance(0.5) else ("days.png", _png)
        self.pictures[name] = draw(heights)
        told = ", ".join(map(str, heights))
        return f'![Seven bars, one a day, of these heights: {told}]({name} "Seven days with {self.topic}")'

    def _end(self) -> Iterator[str]:
        yield "## Before you go"
        yield self._paragraph()
        yield _box("ask", self._list("questions", 3, 4))
        yield f'::: write {self.random.randint(3, 4)} "{self._say("prompts")}"\n:::'
        for number, text in enumerate(self.footnotes, 1):
            yield f"[^{number}]: {text}"


def _box(kind: str, content: str) -> str:
    return f"::: {kind}\n{content}\n:::"


# --- pictures: bars 20 wide and up to 100 high, in a frame of 160 to 100 ---


def _svg(heights: list[int]) -> bytes:
    bars = "".join(
        f'<rect x="{10 + 20 * place}" y="{100 - height}" width="16" height="{height}"/>'
        for place, height in enumerate(heights)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 100">{bars}</svg>\n'.encode()


def _png(heights: list[int]) -> bytes:
    def pixel(x: int, y: int) -> int:
        place, within = divmod(x - 10, 20)
        return 0x30 if 0 <= place < len(heights) and within < 16 and 100 - y <= heights[place] else 0xFF  # noqa: PLR2004

    rows = b"".join(bytes([0, *(pixel(x, y) for x in range(160))]) for y in range(100))
    header = pack(">IIBBBBB", 160, 100, 8, 0, 0, 0, 0)  # 8 bits of grey
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("count", type=click.IntRange(1, 9999))
@click.option("--seed", type=int, default=SEED, show_default=True, help="Another seed, other handouts.")
def main(folder: Path, count: int, seed: int) -> None:
    """Write COUNT made-up handouts into FOLDER."""
    write_library(folder, count, seed)


if __name__ == "__main__":
    main()
