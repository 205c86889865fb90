"""The one place that reads strangers' bytes: child processes of the program, with limits.

:mod:`.readers` is the parent's side, :mod:`.child` the child's; :mod:`.jobs` is what both know.
"""
