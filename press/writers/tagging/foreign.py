"""Names for the values of WeasyPrint and pydyf that are handled here; neither library has types."""

from typing import Any

PDF = Any
"""pydyf.PDF: `objects`, `catalog`, `page_references`, `add_object`."""

Object = Any
"""A pydyf dictionary or array that is part of a PDF; `reference` is what others refer to it by."""

Document = Any
"""weasyprint.Document: `pages`, `fonts`."""

Font = Any
"""weasyprint.pdf.fonts.Font: `file_content`, its program, and `to_unicode`, the text of each of its glyphs."""

Box = Any
"""A box that was laid out: `element`, `element_tag`, `children`, `style`, `text` (of a TextBox)."""

Style = Any
"""The computed style of a box."""

Element = Any
"""An element of the page's tree, as of xml.etree: `tag`, `get`, `itertext`."""

Page = Any
"""weasyprint.Page: `height`, in CSS pixels, and the box of the whole page, `_page_box`."""

PageStream = Any
"""weasyprint.pdf.stream.Stream: `stream`, and the boxes that were drawn with their marks, `_tags`."""

Stream = list[Any]
"""What is in a PageStream: operators as bytes, with what comes before them as bytes, text or a pydyf dictionary."""
