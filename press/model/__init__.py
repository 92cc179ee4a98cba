"""The handout as values: what the reader makes and the writers see. Standard library only.

Here is what a published file is. What an article is made of stands in modules of its own: to find that nothing has
changed takes none of them.
"""

from press.model.edition import EDITIONS, Edition, Format
from press.model.publication import Publication

__all__ = ["EDITIONS", "Edition", "Format", "Publication"]
