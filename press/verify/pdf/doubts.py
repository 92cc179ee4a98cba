"""What could make a PDF's reader see or hear something else than what is read here: anything that is not known."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, TypeAlias

import pikepdf

from press.verify.pdf.foreign import Object, stream_bytes

Entries: TypeAlias = Mapping[str, Object]
"""What a dictionary of a PDF holds, read at once: to ask pikepdf for one entry takes as long as to ask it for all."""

ROLES = {"/DL": "/L", "/DI": "/LI", "/DT": "/Lbl", "/DD": "/LBody"}
"""The structure types of our own, and the standard ones that they have to stand for."""

_SWITCHES = {
    "/OCProperties": "the file has layers that can be switched off",
    "/AcroForm": "the file has a form",
    "/OpenAction": "the file does something when it is opened",
    "/AA": "the file does something by itself",
    "/Collection": "the file is a collection of files",
}
_PAGE_SWITCHES = {
    "/AA": "does something by itself",
    "/Rotate": "is turned",
    "/UserUnit": "is not measured in points",
    "/PresSteps": "has parts that are shown later",
}
_ROOT = frozenset(
    {
        *("/Type", "/Pages", "/Names", "/Metadata", "/OutputIntents", "/MarkInfo", "/ViewerPreferences", "/Outlines"),
        *("/Lang", "/StructTreeRoot", *_SWITCHES),
    }
)
_PAGE = frozenset(
    {
        *("/Type", "/Parent", "/Resources", "/Contents", "/Annots", "/StructParents", "/Tabs"),
        *("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", *_PAGE_SWITCHES),
    }
)
_NOTE = frozenset(
    {
        *("/Type", "/Subtype", "/Rect", "/QuadPoints", "/F", "/A", "/Dest", "/BS", "/Contents", "/StructParent"),
        *("/AA", "/AP"),  # which are told below
    }
)
"""The entries that are known here, of the file, of a page and of an annotation; any other may change what is shown."""

_GRAPHICS = frozenset({"/Type", "/ca", "/CA", "/LW", "/LC", "/LJ", "/ML", "/D", "/SA"})
_ACTION = frozenset({"/Type", "/S", "/URI"})
"""The entries of what a link does that leads out of the file; within it, a link has a place and does nothing."""

_TREE = frozenset({"/Type", "/K", "/ParentTree", "/ParentTreeNextKey", "/IDTree", "/RoleMap"})
_HIDDEN_FLAGS = 1 | 2 | 32
"""Of an annotation: invisible, hidden, not shown on the screen."""

_ELEMENT = frozenset({"/Type", "/S", "/P", "/K", "/Pg", "/A", "/Alt", "/ActualText", "/Lang", "/ID"})
_ATTRIBUTES = {
    "/List": frozenset({"/O", "/ListNumbering"}),
    "/Table": frozenset({"/O", "/Scope", "/ColSpan"}),
    "/Layout": frozenset({"/O", "/Placement", "/BBox"}),
}
_NUMBERINGS = frozenset({"/None", "/Disc", "/Circle", "/Square", "/Decimal"})
_INTENT = frozenset({"/Type", "/S", "/Info", "/OutputConditionIdentifier", "/DestOutputProfile"})
_SRGB = "384b832de3412066743b52a75ee906b6fb9fb8d9e09e936fc2c43223815c6e0a"
"""What is known of the colours that a file is printed in, and the sum of the profile of sRGB (2014) by the ICC."""


def doubts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what of a file, but for its structure, is not known here, a sentence each.

    Raises KeyError, TypeError, ValueError or pikepdf.PdfError for a damaged one.
    """
    root: Object = pdf.Root
    yield from (reason for key, reason in _SWITCHES.items() if key in root)
    if "/Names" in root and set(root.Names.keys()) - {"/Dests"}:
        yield "the file has scripts or files in it"
    if dict(root.get("/MarkInfo", {}).items()) != {"/Marked": True}:
        yield "the file does not say that its structure can be relied on"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "the file has its name shown in the place of its title"
    unknown = {*root.keys()} - _ROOT | {*root.get("/ViewerPreferences", {}).keys()} - {"/DisplayDocTitle"}
    yield from (f"the file has {key}, which may change how it is shown or printed" for key in sorted(unknown))
    if [_profile(intent) for intent in root.get("/OutputIntents", [])] != [_SRGB]:
        yield "the file says that it is meant for other colours than those of screens (sRGB)"
    if pdf.is_encrypted:
        yield "the file is locked against printing or being read aloud"
    for number, page in enumerate(pdf.pages, 1):
        yield from (f"page {number} {reason}" for key, reason in _PAGE_SWITCHES.items() if key in page.obj)
        yield from (f"page {number}: {reason}" for reason in _page(page.obj))


def _profile(intent: Object) -> str:
    """Return the sum of the profile of the colours that a file is meant for, nothing where it says more, or less."""
    return sha256(stream_bytes(intent.DestOutputProfile)).hexdigest() if {*intent.keys()} == _INTENT else ""


def _page(page: Object) -> Iterator[str]:
    """Yield what is not known of a page, its graphics and annotations."""
    yield from (f"it has {key}, which may change how it is shown" for key in sorted({*page.keys()} - _PAGE))
    for parameters in page.Resources.get("/ExtGState", {}).values():
        if set(parameters.keys()) - _GRAPHICS:
            yield "what is drawn is masked or mixed in ways that are not followed here"
    if page.get("/Tabs", "/S") != "/S":
        yield "its links are gone through in another order than its structure's"
    for note in page.get("/Annots", []):
        if int(note.get("/F", 0)) & _HIDDEN_FLAGS:
            yield "an annotation is hidden"
        if set(note.keys()) - _NOTE or note.get("/BS", {}).get("/W") != 0:
            yield "an annotation has a border, or entries that are not known here"
        if "/AA" in note or "/AP" in note or ("/A" in note and ("/Dest" in note or not _leads_out(note.A))):
            yield "an annotation does or shows more than a link"


def _leads_out(action: Object) -> bool:
    return action.get("/S") == "/URI" and _ACTION.issuperset(action.keys())


def of_tree(root: Object) -> Iterator[str]:
    """Yield what is wrong with the structure tree as a whole."""
    if not _TREE.issuperset(root.keys()):
        yield "the structure has entries that are not known here"
    roles = {str(key): str(role) for key, role in root.get("/RoleMap", {}).items()}
    if any(ROLES.get(key) != role for key, role in roles.items()):
        yield "structure types stand for others than they should"


def of_element(role: str, entries: Entries, attributes: Entries, lang: str) -> Iterator[str]:
    """Yield what of a structure element is not known, or says something else than its words.

    `lang` is the language of the file.
    """
    if not _ELEMENT.issuperset(entries):
        yield f"a {role} of the structure has entries that are not known here"
    if role == "Note" and "/ID" not in entries:
        yield "something is a note, and no note of the text"
    if "/Alt" in entries and role != "Figure":
        yield f"a {role} of the structure has an alternative to its words"
    if "/ActualText" in entries and role != "Span":
        yield f"a {role} of the structure claims words of its own"
    if role != "Span" and "/Lang" in entries and str(entries["/Lang"]) != lang:
        yield f"a {role} of the structure is in another language than the file"
    if not attributes:
        return
    if not _ATTRIBUTES.get(str(attributes.get("/O")), frozenset()).issuperset(attributes):
        yield f"a {role} of the structure has attributes that are not known here"
    if str(attributes.get("/ListNumbering", "/None")) not in _NUMBERINGS:  # see Pieces._list
        yield "a list counts in a way that is not known here"
    if role == "TH" and str(attributes.get("/Scope", "/Column")) not in {"/Column", "/Row"}:  # see Pieces._row
        yield "a header cell is the header of something else than its column or its row"


def of_way_back(
    pdf: pikepdf.Pdf,
    root: Object,
    owners: Iterable[tuple[int, int, tuple[int, int]]],
    links: Iterable[tuple[int, tuple[int, int]]],
) -> Iterator[str]:
    """Yield where the way from a page's content back to its element leads elsewhere: readers aloud go that way.

    `owners` are the marks in the structure (page and number), each with the number of the element that holds it;
    `links` the places in that way that annotations name, likewise.
    """
    if "/ParentTree" not in root:
        yield "there is no way from the pages' content to the structure"
        return
    parents = {int(key): value for key, value in pikepdf.NumberTree(root.ParentTree).items()}
    if any(key not in parents or parents[key].objgen != owner for key, owner in links):
        yield "a link belongs to another element than the one that holds it"
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for number, page in enumerate(pdf.pages):
        ours: Any = parents.get(int(page.obj.get("/StructParents", -1)), [])
        found |= {
            (number, mark): entry.objgen for mark, entry in enumerate(ours) if isinstance(entry, pikepdf.Dictionary)
        }
    for number in sorted({page for page, mark, owner in owners if found.get((page, mark)) != owner}):
        yield f"page {number + 1}: content belongs to other elements than those that hold it"
