"""Print queues of CUPS, by the system's libcups."""

from __future__ import annotations

from gonghui_desktop.spooling.cups.library import has_cups
from gonghui_desktop.spooling.cups.spooler import CupsSpooler

__all__ = ["CupsSpooler", "has_cups"]
