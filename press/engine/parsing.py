"""A patch of how WeasyPrint parses a page."""

from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import XML, ParseError

from press.engine.patches import Patch, Pin

HTML = Pin("weasyprint:HTML.__init__", "5f19f40b81837f87ae7af8e5c53d5f11e7c98ba245094a86d45f5f14d001b943", 26)


def _xhtml() -> None:
    """Have a page that says that it is XML parsed as that; one that is not well-formed is parsed as ever."""
    import weasyprint  # noqa: PLC0415 - not before it is loaded

    stock = weasyprint.tinyhtml5  # it may still have to be loaded

    def parse(file: Any, **options: object) -> Any:  # noqa: ANN401 - a file's tree
        page = file.read()
        file.seek(0)
        if isinstance(page, str) and page.startswith("<?xml"):
            try:
                return XML(page)
            except ParseError:
                pass
        return stock.parse(file, **options)

    weasyprint.tinyhtml5 = SimpleNamespace(parse=parse)


PARSING = (
    Patch(
        name="xhtml",
        reason="WeasyPrint parses every page by the rules for any HTML there is, in Python. Expat makes the same tree "
        "of a page that is XML and says so, in a thirtieth of the time.",
        pins=(HTML,),
        apply=_xhtml,
    ),
)
