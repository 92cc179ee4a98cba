"""Which files are pictures."""

ENDINGS = (".png", ".jpg", ".jpeg", ".svg")
"""How their names end, in lower case."""
