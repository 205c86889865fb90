"""The argument by which the program, as a child of its own, reads a spreadsheet."""

CHILD_ARGUMENT = "--read-spreadsheet-from-standard-input"
"""First argument; :func:`gonghui_desktop.app.main` looks for it before anything else."""
