"""The entries of a PDF's dictionaries, read once: to ask pikepdf for one takes as long as to ask it for all."""

from dataclasses import dataclass, field

import pikepdf

from press.verify.pdf.foreign import Object


@dataclass(frozen=True, slots=True)
class Entries:
    """Reads the dictionaries of one file; the two that walk over its structure share what was read."""

    _known: dict[tuple[int, int], Object] = field(default_factory=dict)

    def of(self, source: Object) -> Object:
        """Return the entries of a dictionary; anything else as it is, so that asking it for entries fails as before."""
        if not isinstance(source, (pikepdf.Dictionary, pikepdf.Stream)):
            return source
        key = source.objgen
        if key not in self._known or not source.is_indirect:
            self._known[key] = dict(source.items())
        return self._known[key]


def kids_of(entries: Object) -> list[Object]:
    """Return what stands in an element of the structure, given its entries, where it is kept."""
    kids = entries.get("/K", [])
    if not isinstance(kids, list):
        kids = entries["/K"] = listed(kids)
    return kids


def listed(value: Object) -> list[Object]:
    """Return what an array holds; the value alone where it is none."""
    return list(value) if isinstance(value, pikepdf.Array) else [value]
