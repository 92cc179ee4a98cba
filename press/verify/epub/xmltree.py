"""XML to the small tree that `press.verify.markup` walks, by expat; with bounds, and no entity of its own."""

from functools import lru_cache
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from press.verify.markup import MAX_DEPTH

XHTML = "http://www.w3.org/1999/xhtml"
OPF = "http://www.idpf.org/2007/opf"
NCX = "http://www.daisy.org/z3986/2005/ncx/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"

_PREFIXES = {
    XHTML: "",
    OPF: "",
    NCX: "",
    CONTAINER: "",
    "http://www.w3.org/2000/svg": "",
    "http://www.idpf.org/2007/ops": "epub:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_BETWEEN = "\x1f"


class UnreadableError(Exception):
    """A part of a file that cannot be read; the message says why."""


def parse_xml(data: bytes, namespace: str) -> Element:
    """Return the tree of an XML file whose root is of `namespace`. Raises UnreadableError where it is not well-formed.

    Tags and attributes of the namespaces that are known lose theirs, or have a short prefix (`epub:type`).
    """
    builder = _Builder(namespace)
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.tree.data
    parser.EntityDeclHandler = builder.refuse
    parser.ProcessingInstructionHandler = builder.refuse_instruction
    try:
        parser.Parse(data, True)  # noqa: FBT003 - takes no keywords
    except expat.ExpatError as error:
        raise UnreadableError(f"it is not well-formed XML: {error}") from error
    except (ValueError, LookupError) as error:
        raise UnreadableError(f"it cannot be decoded: {error}") from error
    return builder.tree.close()


class _Builder:
    """Takes in what expat finds."""

    def __init__(self, namespace: str) -> None:
        self.tree = TreeBuilder()
        self.namespace, self.depth = namespace, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.depth and not name.startswith(f"{self.namespace}{_BETWEEN}"):
            raise UnreadableError(f"its root is not in the namespace {self.namespace}")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableError(f"its elements are nested deeper than {MAX_DEPTH}")
        self.tree.start(_short(name), {_short(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.tree.end(_short(name))

    def refuse_instruction(self, name: str, _: str) -> None:
        raise UnreadableError(f"it has an instruction for who shows it, {name}")

    def refuse(self, *_: object) -> None:
        raise UnreadableError("it declares entities")


@lru_cache(maxsize=1024)
def _short(name: str) -> str:
    namespace, between, local = name.rpartition(_BETWEEN)
    if not between:
        return name
    return f"{_PREFIXES.get(namespace, f'{{{namespace}}}')}{local}"
