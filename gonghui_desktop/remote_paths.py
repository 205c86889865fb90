r"""Paths that lead to other computers or to devices, told by their text. Standard library only.

To look at ``\\host\share``, even to ask whether it is there, is to log in at that host: Windows
sends it what a password can be guessed from. So a path that came out of a file or from another
program is judged before anything is done with it; one that the user has typed, or chosen in the
system's dialog, is her own wish. The rules are Windows' own, and hold on every system: a file made
here may be opened there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath

from gonghui_desktop.file_names import is_device

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.I)  # two letters at least: C: is a drive
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def leads_away(text: str) -> bool:
    r"""Whether a path may not be looked at unless the user has chosen it herself.

    That is a share (``\\host\x``, ``//host/x``, ``\\?\UNC\…``), a device (``\\.\pipe\x``, ``NUL``),
    a URL (``file://host/x``), what is relative to a drive (``C:x``), and no path at all.
    """
    if not text or _CONTROL.search(text) or _SCHEME.match(text.lstrip()):
        return True
    if text.lstrip().replace("/", "\\").startswith(("\\\\", "\\??\\")):
        return True
    path = PureWindowsPath(text)
    is_drive_relative = bool(path.drive) and not path.root
    return is_drive_relative or any(map(is_device, path.parts[1:] if path.drive else path.parts))


def without_remote(texts: Iterable[str]) -> tuple[list[Path], list[str]]:
    """The paths that may be looked at, and the texts of those that may not."""
    near: list[Path] = []
    away: list[str] = []
    for text in texts:
        if leads_away(text):
            away.append(text)
        else:
            near.append(Path(text))
    return near, away
