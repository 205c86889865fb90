"""The argument by which the program is started as a child of its own."""

CHILD_ARGUMENT = "--read-for-the-parent"
"""The only argument then; it is looked for before anything else is imported."""
