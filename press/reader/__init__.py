"""Source to model: the text of an article, and the clinic's file, with every problem of a file at once."""

from press.reader.article import read_article
from press.reader.characters import Repertoire
from press.reader.clinic import read_clinic
from press.reader.problems import nearest

__all__ = ["Repertoire", "nearest", "read_article", "read_clinic"]
