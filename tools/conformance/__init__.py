"""Conformance: every published file through the field's own validators, and a record of what they said.

`make conformance` runs it. The handouts under source/ and the kitchen sink in tests/cases/ are built into a
temporary folder; each validator is a module that runs a program over the files and reads its report. A validator that
could not run, or whose report does not speak of every file, is a failure, and so is one that finds nothing wrong
with the control files, which are made to be wrong.
"""
