"""Whether a folder lies on a network share, where SQLite's log does not work."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

_REMOTE_DRIVE = 4  # DRIVE_REMOTE of Windows' GetDriveTypeW
_NETWORK_KINDS = frozenset({"afs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs"})
_NETWORK_KINDS |= {"9p", "nfs4", "smb", "smb2", "smb3", "smbfs", "fuse.sshfs", "fuse.glusterfs"}
_NETWORK_KINDS |= {"fuse.davfs", "fuse.davfs2", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs"}
_ESCAPE = re.compile(r"\\([0-7]{3})")  # of blanks and the like in the table of mounts


def is_on_network(folder: Path) -> bool:
    """Whether a folder, which need not exist, lies on a network share, as far as can be told."""
    with suppress(OSError, AttributeError):
        if os.name == "nt":
            ctypes: Any = import_module("ctypes")  # knows Windows' functions there alone
            drive_kind = ctypes.windll.kernel32.GetDriveTypeW
            return is_network_drive(PureWindowsPath(folder.resolve()), drive_kind)
        table = Path("/proc/self/mounts").read_text("utf-8", errors="replace")
        return is_network_mount(PurePosixPath(folder.resolve()), table)
    return False


def is_network_drive(folder: PureWindowsPath, drive_kind: Callable[[str], int]) -> bool:
    r"""The same on Windows.

    Args:
        folder: an absolute path.
        drive_kind: what Windows says of a root such as ``Z:\``.
    """
    if folder.drive.startswith("\\\\"):  # \\server\share, and \\?\UNC\…; \\?\C: is a local one
        return not re.match(r"\\\\[?.]\\[A-Za-z]:", folder.drive)
    return drive_kind(folder.drive + "\\") == _REMOTE_DRIVE


def is_network_mount(folder: PurePosixPath, table: str) -> bool:
    """The same on Linux.

    Args:
        folder: an absolute path.
        table: the mounted file systems, as in ``/proc/mounts``; a later one covers an earlier.
    """
    depth, kind = -1, ""
    for line in table.splitlines():
        words = line.split()
        if len(words) < 3:
            continue
        mount = PurePosixPath(_ESCAPE.sub(lambda found: chr(int(found[1], 8)), words[1]))
        if folder.is_relative_to(mount) and len(mount.parts) >= depth:
            depth, kind = len(mount.parts), words[2]
    return kind in _NETWORK_KINDS
