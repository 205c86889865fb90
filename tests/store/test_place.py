"""Network shares are known on both systems; what is local is never called one."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from gonghui_desktop.store.file.place import is_network_drive, is_network_mount, is_on_network

_TABLE = r"""
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//server/office /mnt/公共\040资料 cifs rw 0 0
server:/srv /srv/data nfs4 rw 0 0
/dev/sdb1 /srv/data/local ext4 rw 0 0
garbage
"""


@pytest.mark.parametrize(
    ("folder", "is_network"),
    [
        ("/mnt/公共 资料/申报", True),
        ("/mnt/公共", False),
        ("/srv/data/wang", True),
        ("/srv/data/local/wang", False),
        ("/srv/database", False),
        ("/tmp/x", False),
        ("/", False),
    ],
)
def test_on_linux_the_deepest_mount_counts(folder: str, is_network: bool) -> None:
    assert is_network_mount(PurePosixPath(folder), _TABLE) is is_network


@pytest.mark.parametrize(
    ("folder", "is_network"),
    [
        (r"\\server\office\申报", True),
        (r"\\?\UNC\server\office\申报", True),
        (r"Z:\申报", True),
        (r"C:\申报", False),
        (r"\\?\C:\申报", False),
    ],
)
def test_on_windows_the_drive_counts(folder: str, is_network: bool) -> None:
    kinds = {"Z:\\": 4, "C:\\": 3}
    assert is_network_drive(PureWindowsPath(folder), lambda root: kinds.get(root, 3)) is is_network


def test_a_folder_of_the_tests_is_local(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path / "not there yet")
