"""Handout Press: one Markdown source a handout; every edition read back before it is published."""

__version__ = "0.1.0"
