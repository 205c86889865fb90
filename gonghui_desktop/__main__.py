"""``python -m gonghui_desktop``, and the program itself when it is frozen."""

import sys

from gonghui_desktop.confined.argument import CHILD_ARGUMENT


def run() -> int:
    """Runs the program, or serves the one that has started it as its child; the exit code."""
    if sys.argv[1:] == [CHILD_ARGUMENT]:  # before anything else is imported: each start counts
        from gonghui_desktop.confined.child import serve
        from gonghui_desktop.strangers import JOBS

        return serve(JOBS)
    from gonghui_desktop.start_check import REFUSED, refused

    if refused():
        return REFUSED
    from gonghui_desktop.app import main

    return main()


if __name__ == "__main__":
    sys.exit(run())
