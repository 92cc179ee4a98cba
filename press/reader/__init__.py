"""Source to model: the text of an article, and the clinic's file, with every problem of a file at once."""
