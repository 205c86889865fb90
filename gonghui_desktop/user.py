"""Who sits at the computer."""

from __future__ import annotations

import getpass


def user_name() -> str:
    """The computer's user as the system calls it; empty where it calls nobody anything."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no such user, or Windows without the variable
        return ""
