"""What a printed sheet says of itself besides what WeasyPrint writes: that it is PDF/UA-1, and its fingerprint."""

from html import escape
from typing import Any

from press.errors import RenderError

_PDFUA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""The claim of PDF/UA-1, and the description of its schema, without which PDF/A does not allow the claim."""

_IDENTIFIER = (
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:identifier>{}</dc:identifier></rdf:Description>\n"
)
"""The content's fingerprint, by which a file is known whatever its name."""


def claim(document: Any, pdf: Any) -> None:  # noqa: ANN401 - neither library has types
    """Put the claim of PDF/UA-1, and the page's identifier, into the metadata of a file that WeasyPrint made PDF/A.

    Raises RenderError where the metadata has no place for them.
    """
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    end = b"</rdf:RDF>"
    (packet,) = metadata.stream
    if packet.count(end) != 1:
        raise RenderError("the metadata has no place for the claim of PDF/UA-1")
    content = document.metadata.custom.get("dcterms.identifier", "")
    identifier = _IDENTIFIER.format(escape(content, quote=False)).encode()
    metadata.stream = [packet.replace(end, _PDFUA + identifier + end)]
