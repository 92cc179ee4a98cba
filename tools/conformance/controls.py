"""The control files: each breaks what every validator must notice. One that finds nothing in them checks nothing."""

from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pikepdf

from tools.conformance.model import Outcome, RunError

PAGE = """<!DOCTYPE html>
<html>
<head><title></title><style>@media print { p { display: none } }</style></head>
<body>
<p style="white-space: nowrap; color: #bbb; background: #fff">A line that is wider than any telephone, which can only be
read by scrolling sideways, and too pale to be read at all.</p>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
<div><a href="tel:999">Call 999: a reading mode leaves out what is all links</a></div>
<a href="#nowhere" style="outline: none">a link whose focus cannot be seen</a>
</body>
</html>
"""

DOCUMENT = f"""<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>Control</title></head>
<body><nav epub:type="toc"><ol><li><a href="page.xhtml">Control</a></li></ol></nav>
<p style="white-space: nowrap">{"A line that is wider than any telephone. " * 5}</p><img src="none.png"/></body>
</html>
"""

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">control</dc:identifier><dc:title>Control</dc:title><dc:language>en</dc:language>
</metadata>
<manifest><item id="page" href="page.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>
<spine><itemref idref="page"/></spine>
</package>
"""


def write_controls(folder: Path) -> list[Path]:
    """Write the control files into a new folder and return their paths."""
    folder.mkdir()
    page, book, sheet = folder / "control.html", folder / "control.epub", folder / "control.pdf"
    page.write_text(PAGE, "utf-8")
    with ZipFile(book, "w", ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("content.opf", PACKAGE)
        archive.writestr("page.xhtml", DOCUMENT)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(sheet)
    return [page, book, sheet]


def be_strict(outcomes: Iterable[Outcome]) -> None:
    """Raise RunError if any of these outcomes, which are of control files, has no finding."""
    if blind := [f"{it.validator} ({it.profile})" for it in outcomes if it.passed]:
        raise RunError(f"found nothing wrong with a control file: {', '.join(blind)}")
