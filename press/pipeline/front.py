"""A value of a source's front matter, without reading the source: where nothing has changed, thousands are asked."""

import re


def value_of(data: bytes, key: str, form: str) -> tuple[int, object]:
    """Return the line and the value of a key in a source's front matter; no value where it gives none.

    Nearly every source says it on a line of its own, in this `form`: then the value is that text. What else YAML allows
    is left to its parser, which takes a while to load.
    """
    text = data.decode("utf-8-sig", "replace")
    front = text[: text.find("\n---", 1) + 1]
    found = [*re.finditer(f"^{key}: *({form}) *$", front, re.MULTILINE)]
    if len(found) == 1:
        return front.count("\n", 0, found[0].start()) + 1, found[0][1]
    from press.reader.article import MAX_BYTES  # noqa: PLC0415 - not loaded where every source says it plainly
    from press.syntax import parse  # noqa: PLC0415 - as above

    if len(text) > MAX_BYTES:
        return 1, None
    document = parse(text)
    value = document.front.get(key)
    return document.lines.get((key,), 1), value.strip() if isinstance(value, str) else value
