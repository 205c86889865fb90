"""The widths of list, fields and page, which are kept from run to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonghui_desktop.services.settings import setting

if TYPE_CHECKING:  # the window shows before the workspace is imported
    from gonghui_desktop.services.workspace import Workspace

WIDTHS = "window.widths"
USUAL_WIDTHS = (240, 460, 920)
"""In pixels, until the clerk changes them."""
_MOST_DIGITS = 5  # of a width


def kept_widths(ws: Workspace) -> list[int]:
    """The widths in pixels as they were left; empty at first."""
    parts = setting(ws, WIDTHS).split()  # which may have come with strange data
    widths = [int(part) for part in parts if part.isdecimal() and len(part) <= _MOST_DIGITS]
    return widths if len(widths) == len(USUAL_WIDTHS) else []
