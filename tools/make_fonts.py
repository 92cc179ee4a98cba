"""Make the bundled fonts anew from pinned packages: `make fonts`. Needs npm, the network and a minute.

Atkinson Hyperlegible Next comes as web fonts cut into a latin and a latin-ext part. Each weight's two parts
are merged into one TrueType file, which WeasyPrint loads twenty times faster than the packed parts, and
packed once more for the web page. Two tick boxes of our own are drawn into it, since nearly every sheet has
one: without them each would carry a second typeface, for a square. DejaVu Sans Condensed, the fallback for
what Atkinson lacks, is copied as it is.
Vazirmatn, for Urdu and for what DejaVu lacks of Arabic script, comes as a web font with letters of that script
and a few others, which are cut out. The same packages and the same fontTools give the same bytes.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "templates" / "fonts"
FIRST_OWN_NAME = 256  # names from here on describe the variable font that the weights were cut from
FIRST_ARABIC = 0x600
SPACES = " \u00a0"  # among words they are set in the words' font
WEIGHTS = {"Regular": 400, "Bold": 700}
# Tick boxes, as large as DejaVu's, in thousandths of the type's size: outlines (clockwise is filled), and their width.
_BOX = (((81, 0), (81, 729), (727, 729), (727, 0)), ((129, 54), (678, 54), (678, 675), (129, 675)))
_TICK = ((206, 330), (268, 384), (356, 282), (551, 590), (617, 548), (362, 152))
BOXES = {"☐": _BOX, "☑": (*_BOX, _TICK)}
BOX_WIDTH = 807
# Families in the order in which the style sheets ask for them; each has a Regular and a Bold.
FAMILIES = {
    "AtkinsonHyperlegibleNext": ("AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf"),
    "DejaVuSansCondensed": ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"),
    "Vazirmatn": ("Vazirmatn-Regular.ttf", "Vazirmatn-Bold.ttf"),
}
COVERAGE_HEADER = """\
# The characters that the bundled fonts can print: hexadecimal ranges of code points, both ends included.
# A character counts when the Regular and the Bold of one family both have it. Written by `make fonts`.
"""


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package at one version, with the digest that its archive must have."""

    name: str
    version: str
    integrity: str

    def fetch(self, folder: Path) -> tarfile.TarFile:
        """Download the archive into a folder and open it; SystemExit if it is not the one that was pinned."""
        command = ["npm", "pack", "--json", "--ignore-scripts", f"{self.name}@{self.version}"]
        done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
        archive = folder / json.loads(done.stdout)[0]["filename"]
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != self.integrity:
            sys.exit(f"make_fonts: {self.name} {self.version} is not the archive that was pinned")
        return tarfile.open(archive)


ATKINSON = Package(
    "@fontsource/atkinson-hyperlegible-next",
    "5.3.0",
    "sha512-8p1tHVoPDo6oYwSO3sMw5snGwFwSf3TmeSF9Gcj792GXdsg6oqvhoItbj6Hj/XZIk0Xs+Cwu6pkLBAl3Q5HrwA==",
)
DEJAVU = Package(
    "dejavu-fonts-ttf",
    "2.37.3",
    "sha512-f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==",
)
VAZIRMATN = Package(
    "@fontsource/vazirmatn",
    "5.3.0",
    "sha512-XC/2yN2r5gwhFT3klSuWaqncODX2DOfRYfNmbyzgtWYxHxMC+tcoaX+tgggrm6hSkEgpR1TuSDEf1PiI91G7qg==",
)


def extract(archive: tarfile.TarFile, member: str, target: Path) -> Path:
    """Write one file of a package to a path and return that path."""
    file = archive.extractfile(f"package/{member}")
    if file is None:
        sys.exit(f"make_fonts: {member} is no file")
    target.write_bytes(file.read())
    return target


def cut(font: TTFont, unicodes: Iterable[int]) -> None:
    """Cut all out of a font but some of its characters."""
    options = subset.Options(layout_features=["*"], name_IDs=["*"], glyph_names=True, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=unicodes)
    cutter.subset(font)


def merge(latin: Path, extended: Path) -> TTFont:
    """Merge the two parts of a weight into one font.

    What both parts have is first cut out of the second: otherwise the merger makes the second part's copies
    replace the first part's letters in all Latin text, and the kerning of A, T and others is gone.
    """
    first, second = (TTFont(path, recalcTimestamp=False) for path in (latin, extended))
    cut(second, second.getBestCmap().keys() - first.getBestCmap().keys())
    second.save(extended)
    merged = Merger().merge([str(latin), str(extended)])
    merged.recalcTimestamp = False
    for field in ("created", "modified", "fontRevision"):
        setattr(merged["head"], field, getattr(first["head"], field))
    merged["name"].names = [name for name in merged["name"].names if name.nameID < FIRST_OWN_NAME]
    return merged


def draw_boxes(font: TTFont) -> None:
    """Draw the tick boxes into a font of a thousand units."""
    names = {character: f"uni{ord(character):04X}" for character in BOXES}
    font.setGlyphOrder([*font.getGlyphOrder(), *names.values()])
    for character, outlines in BOXES.items():
        name = names[character]
        pen = TTGlyphPen(None)
        for first, *others in outlines:
            pen.moveTo(first)
            for point in others:
                pen.lineTo(point)
            pen.closePath()
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = BOX_WIDTH, min(x for x, _ in outlines[0])
        for table in font["cmap"].tables:
            table.cmap[ord(character)] = name


def make_atkinson(archive: tarfile.TarFile, folder: Path) -> None:
    """Write both weights as TTF and as WOFF2, using a folder for the parts, and the licence."""
    for style, weight in WEIGHTS.items():
        stem = f"atkinson-hyperlegible-next-{{}}-{weight}-normal.woff2"
        parts = [stem.format(part) for part in ("latin", "latin-ext")]
        font = merge(*(extract(archive, f"files/{part}", folder / part) for part in parts))
        draw_boxes(font)
        target = FONTS / f"AtkinsonHyperlegibleNext-{style}.ttf"
        font.save(target)
        packed = TTFont(target, recalcTimestamp=False)
        packed.flavor = "woff2"
        packed.save(target.with_suffix(".woff2"))
    extract(archive, "LICENSE", FONTS / "OFL.txt")


def make_dejavu(archive: tarfile.TarFile) -> None:
    """Copy both weights and the licence."""
    for name in FAMILIES["DejaVuSansCondensed"]:
        extract(archive, f"ttf/{name}", FONTS / name)
    extract(archive, "LICENSE", FONTS / "DejaVu-LICENSE.txt")


def make_vazirmatn(archive: tarfile.TarFile, folder: Path) -> None:
    """Write both weights as TTF, using a folder for the packed ones, and the licence."""
    for style, weight in WEIGHTS.items():
        name = f"vazirmatn-arabic-{weight}-normal.woff2"
        font = TTFont(extract(archive, f"files/{name}", folder / name), recalcTimestamp=False)
        cut(font, {point for point in font.getBestCmap() if point >= FIRST_ARABIC or chr(point) in SPACES})
        font["name"].names = [name for name in font["name"].names if name.nameID < FIRST_OWN_NAME]
        del font["STAT"]  # it calls the names that are gone
        font.flavor = None
        font.save(FONTS / f"Vazirmatn-{style}.ttf")
    extract(archive, "LICENSE", FONTS / "Vazirmatn-OFL.txt")


def code_points(path: Path) -> set[int]:
    """Return the code points that a font file maps to a glyph."""
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def ranges(points: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Return the unbroken runs of some integers, at least one, in order, as first and last."""
    ordered = sorted(points)
    gaps = [(last, first) for last, first in pairwise(ordered) if first != last + 1]
    firsts = [ordered[0], *(first for _, first in gaps)]
    lasts = [*(last for last, _ in gaps), ordered[-1]]
    return zip(firsts, lasts, strict=True)


def write_coverage() -> None:
    """Write which characters the fonts in the folder can print."""
    covered: set[int] = set()
    for files in FAMILIES.values():
        covered |= set.intersection(*(code_points(FONTS / name) for name in files))
    lines = "".join(f"{first:04X}-{last:04X}\n" for first, last in ranges(covered))
    (FONTS / "coverage.txt").write_text(COVERAGE_HEADER + lines, encoding="ascii")


def main() -> None:
    """Fetch the packages and write everything in the folder but its README."""
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ATKINSON.fetch(folder) as archive:
            make_atkinson(archive, folder)
        with DEJAVU.fetch(folder) as archive:
            make_dejavu(archive)
        with VAZIRMATN.fetch(folder) as archive:
            make_vazirmatn(archive, folder)
    write_coverage()


if __name__ == "__main__":
    main()
