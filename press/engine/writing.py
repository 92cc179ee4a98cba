"""Patches of how WeasyPrint and pydyf write what was laid out."""

from typing import Any

from press.engine.patches import Patch, Pin


def _numbers() -> None:
    """Have a value become bytes by what it is, the commonest kinds first."""
    import pydyf  # type: ignore[import-untyped]  # noqa: PLC0415 - not before WeasyPrint is loaded

    stock = pydyf._to_bytes  # noqa: SLF001 - what this package is for

    def to_bytes(item: Any) -> bytes:  # noqa: ANN401 - whatever a PDF may hold
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is int:
            return b"%d" % item
        return stock(item)  # type: ignore[no-any-return]

    pydyf._to_bytes = to_bytes  # noqa: SLF001 - as above


WRITING = (
    Patch(
        name="numbers",
        reason="Each of twenty thousand values in a PDF is asked whether it is this or that before it becomes bytes."
        " Bytes, text and whole numbers say so by their type.",
        gain="document -0.02",
        pins=(Pin("pydyf:_to_bytes", "1cefd02c285d3aee7ad09bf6e5be50b2b7bd6956dec69829790e64f5255e0009", 12),),
        apply=_numbers,
    ),
)
