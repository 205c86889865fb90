"""Whole files, safely."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from gonghui_desktop.errors import FileError
from gonghui_desktop.fileio import (
    LinkError,
    atomic_replace,
    make_private_folder,
    read_limited,
    write_atomically,
)


def test_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "报送包.zip"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["missing/file", "a" * 300, "folder"])
def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(FileError, match=r"^无法写入.*。$"):
        write_atomically(tmp_path / name, b"data")
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_another_program_has_open_is_told_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows says it; what goes with the file must not have been done by then."""

    class SharingError(PermissionError):
        winerror = 32

    def refuse(_path: Path, _target: Path) -> Path:
        raise SharingError(errno.EACCES, "in use")

    path = tmp_path / "报送包.zip"
    write_atomically(path, b"old")
    monkeypatch.setattr(Path, "rename", refuse)
    entered = []
    with (
        pytest.raises(FileError, match="别的程序正打开着这个文件，请关闭后再试，或换一个文件名。"),
        atomic_replace(path, b"new"),
    ):
        entered.append(True)
    assert (entered, path.read_bytes(), list(tmp_path.iterdir())) == ([], b"old", [path])


def test_what_fails_before_the_file_is_in_place_leaves_the_old_one_alone(tmp_path: Path) -> None:
    path = tmp_path / "报送包.zip"
    write_atomically(path, b"old")

    def stopped() -> None:
        with atomic_replace(path, b"new"):
            assert path.read_bytes() == b"old"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_take_its_place_leaves_nothing_behind(tmp_path: Path) -> None:
    """Somebody made a folder of that name in the meantime."""
    path = tmp_path / "表.pdf"
    with pytest.raises(FileError, match=r"^无法写入.*。$"), atomic_replace(path, b"new"):
        path.mkdir()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such call for folders")
def test_the_new_file_is_on_the_disk_before_it_takes_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a power failure shows otherwise: a name on the disk whose contents never got there."""
    path = tmp_path / "表.pdf"
    write_atomically(path, b"old")
    synced: list[tuple[str, int | None, bytes]] = []
    fsync = os.fsync

    def noting(handle: int) -> None:
        found = os.fstat(handle)
        folder = stat.S_ISDIR(found.st_mode)
        what, size = ("folder", None) if folder else ("file", found.st_size)
        synced.append((what, size, path.read_bytes()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noting)
    write_atomically(path, b"newer")
    assert synced == [("file", 5, b"old"), ("folder", None, b"newer")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_refused_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    if sys.platform != "win32":  # for mypy, which does not read the mark above
        os.mkfifo(pipe)
    with pytest.raises(FileError, match=r"^无法写入.*不是普通文件，请.*。$"):
        write_atomically(pipe, b"data")
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


_LINK_ENDS = {
    "file": "real",
    "nowhere": "missing",
    "folder": ".",
    "device": "/dev/null",
    "itself": "link",
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
@pytest.mark.parametrize("end", _LINK_ENDS.values(), ids=_LINK_ENDS)
def test_a_link_is_refused_wherever_it_leads(tmp_path: Path, end: str) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"theirs")
    link.symlink_to(end)
    with pytest.raises(FileError, match=r"^无法写入“.*link”：这是一个链接.*先删除这个链接。$"):
        write_atomically(link, b"ours")
    assert (real.read_bytes(), str(link.readlink())) == (b"theirs", end)
    assert sorted(tmp_path.iterdir()) == [link, real]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
def test_a_link_that_is_planted_meanwhile_loses_its_place_and_no_file(tmp_path: Path) -> None:
    real, path = tmp_path / "real", tmp_path / "表.pdf"
    real.write_bytes(b"theirs")
    with atomic_replace(path, b"ours"):
        path.symlink_to(real)
    assert (real.read_bytes(), path.is_symlink(), path.read_bytes()) == (b"theirs", False, b"ours")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
def test_a_place_that_the_user_names_by_a_link_is_her_own_wish(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    write_atomically(tmp_path / "link" / "表.pdf", b"ours")
    make_private_folder(tmp_path / "link", may_be_link=True)
    assert (tmp_path / "folder" / "表.pdf").read_bytes() == b"ours"
    with pytest.raises(LinkError):
        make_private_folder(tmp_path / "link")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask to speak of")
def test_a_new_file_is_for_its_owner_alone_and_an_old_one_stays_as_it_was(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        new, old = tmp_path / "新.pdf", tmp_path / "旧.pdf"
        old.touch(0o664)
        for path in (new, old):
            with atomic_replace(path, b"ours") as temporary:
                assert temporary.stat().st_mode & 0o777 == _mode(path)
        make_private_folder(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert [_mode(path) for path in (new, old)] == [0o600, 0o664]
    assert [_mode(tmp_path / each) for each in ("a", "a/b")] == [0o700, 0o700]


def _mode(path: Path) -> int:
    """Its permissions; those of a new file where there is none."""
    return path.stat().st_mode & 0o777 if path.exists() else 0o600


LIMIT = 20_000_000
"""Bytes; generous, since it holds for the file that pytest's own output may go to as well."""


def test_a_disk_that_takes_no_more_keeps_the_old_file(
    tmp_path: Path, limit_file_size: Callable[[int], AbstractContextManager[None]]
) -> None:
    path = tmp_path / "表.pdf"
    write_atomically(path, b"old")
    with limit_file_size(LIMIT), pytest.raises(FileError, match="无法写入"):
        write_atomically(path, b"n" * (LIMIT + 1))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    write_atomically(path, b"next")
    assert path.read_bytes() == b"next"


def test_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_limited(path, 5) == b"12345"
    with pytest.raises(FileError, match="超过"):
        read_limited(path, 4)
    with pytest.raises(FileError, match="找不到"):
        read_limited(tmp_path / "none", 5)
    with pytest.raises(FileError, match="文件夹"):
        read_limited(tmp_path, 5)
