"""Write what the tests compare: `python hashes.py EDITION,... FOLDER/SLUG ...` prints JSON.

Run in a process of its own, since WeasyPrint is patched once in a process or not at all.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from press import engine  # noqa: E402 - after the path is set
from press.errors import RenderError  # noqa: E402
from press.model import EDITIONS  # noqa: E402
from press.pipeline.houses import read_house  # noqa: E402
from press.pipeline.reading import prepare  # noqa: E402
from press.pipeline.sources import read_sources  # noqa: E402
from press.writers import Templates, pdf, writer  # noqa: E402


def main(order: str, *articles: str) -> None:
    """Print the patches' states, and the hash of each edition of each article."""
    house = read_house(ROOT / "templates", None)
    templates = Templates(house.templates)
    hashes: dict[str, str] = {}
    for article in articles:
        folder, _, slug = article.rpartition("/")
        (made,) = prepare(read_sources(ROOT / folder, [slug], ()), house)
        for edition in (EDITIONS[name] for name in order.split(",")):
            data = writer(edition.format)(made.sheet, edition, templates)
            hashes[f"{slug} {edition.name}"] = sha256(data).hexdigest()
    # Style that no sheet of ours uses today; drawn without tags, which know no such elements.
    odd = Templates({**house.templates, "pdf/odd.css": b""})
    page = (Path(__file__).parent / "odd.html").read_text(encoding="utf-8")
    for time in ("first", "second", "third"):  # from the third on, styles begin with what was kept of the second
        data = pdf.draw(page, "odd", EDITIONS["a4"], odd)
        hashes[f"odd, the {time} time"] = sha256(data).hexdigest()
    # What is kept of one colour is none of another's.
    other = page.replace("--paint: #246", "--paint: #642")
    hashes["odd, in another colour"] = sha256(pdf.draw(other, "odd", EDITIONS["a4"], odd)).hexdigest()
    # Fonts that come after lines and lengths were measured without them: one under a name of its own, one in another's
    # place.
    waiting = page.replace("font-family: Odd, Odd Fallback", "font-family: Late, Odd, Odd Fallback")
    for name, text in (
        *((f"waiting for a font, the {time} time", waiting) for time in ("first", "second", "third")),
        ("with that font", _with_font(waiting, "Late", "AtkinsonHyperlegibleNext-Bold.ttf")),
        ("with another font", _with_font(page, "Odd", "DejaVuSansCondensed.ttf")),
    ):
        hashes[f"odd, {name}"] = sha256(pdf.draw(text, "odd", EDITIONS["a4"], odd)).hexdigest()
    # What is warned of: while a line is drawn that is cut short; of a margin without words; and again in each document.
    cut = page.replace('class="cut">', 'class="ellipsis">One\u2028two three four \u2028')
    empty = page.replace("min-width: 25mm;", "min-width: var(--none);")
    wrong = page.replace(".half {", ".half { font-size: max(1em, 10%, 2); line-height: 1.2em;")
    for name, text in (
        ("what no font has", cut),
        ("an empty margin", empty),
        *((f"what is no size, the {time} time", wrong) for time in ("first", "second", "third")),
    ):
        try:
            pdf.draw(text, "odd", EDITIONS["a4"], odd)
        except RenderError as error:
            hashes[f"odd, with {name}"] = str(error)
    json.dump({"state": dict(engine.state()), "hashes": hashes}, sys.stdout)


def _with_font(page: str, family: str, file: str) -> str:
    return page.replace("<style>", f"<style>@font-face {{ font-family: {family}; src: url(asset:fonts/{file}) }}")


if __name__ == "__main__":
    main(*sys.argv[1:])
