"""Reading and writing whole files safely. Standard library only."""

from __future__ import annotations

import codecs
import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeGuard

from gonghui_desktop.errors import FileError

_REASONS = {
    errno.ENOSPC: "磁盘已满，请清理磁盘后再试",
    errno.EFBIG: "磁盘放不下这么大的文件，请换一个磁盘",
    errno.EDQUOT: "磁盘配额已满，请清理磁盘后再试",
    errno.EACCES: "没有权限，请换一个文件夹",
    errno.EPERM: "没有权限，请换一个文件夹",
    errno.EROFS: "磁盘是只读的（写保护），请换一个文件夹",
    errno.ENOENT: "找不到该文件或文件夹，请检查路径",
    errno.ENOTDIR: "路径中有一段不是文件夹，请检查路径",
    errno.EISDIR: "这是一个文件夹，请指定文件名",
    errno.EEXIST: "已有同名的文件，请换一个名称",
    errno.ENAMETOOLONG: "文件名太长，请缩短",
    errno.ELOOP: "这个链接绕成了一圈，请直接选它要指的文件",
    errno.ENXIO: "这是设备或管道，不是普通文件，请换一个文件名",
}
_NO_FILE = _REASONS[errno.ENXIO]
_NAME = (
    "这个名称里有字是本机的语言设置写不出的，请换一个名称，或者把系统语言设为 UTF-8"
    "（如 LANG=zh_CN.UTF-8）后再试"
)
_LINK = "这是一个链接，会写到别的地方，请换一个名称，或者先删除这个链接"
_NAME_SURROGATE = 0x20000000
"""Windows: the bit of a reparse tag that says "this is another file": links and junctions have it,
what OneDrive keeps in the cloud has not."""


_WRITE_PROTECTED = 19
"""Windows: ERROR_WRITE_PROTECT, as of a stick with a switch; in C's terms it has no permission."""

_OPEN_ELSEWHERE = (32, 33)
"""Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""


class LinkError(OSError):
    """A link lies where the program writes: who has planted it chooses what is written over."""

    def __init__(self) -> None:
        super().__init__(errno.ELOOP, os.strerror(errno.ELOOP))


def is_link(path: Path) -> bool:
    """Whether it is a symbolic link or a junction, wherever that leads; it is not followed."""
    try:
        found = path.lstat()
    except (OSError, ValueError):
        return False
    tag = getattr(found, "st_reparse_tag", 0)  # Windows
    return stat.S_ISLNK(found.st_mode) or bool(tag & _NAME_SURROGATE)


def refuse_link(path: Path) -> None:
    """Refuses a link in the place of a file or folder that is written.

    Links further up in the path are the user's own way of naming a place. A second name of a file
    (a hard link) needs no refusal: a file is replaced, and the other name keeps the old one.

    Raises:
        LinkError: it is one.
    """
    if is_link(path):
        raise LinkError


def reason_of(error: OSError | UnicodeEncodeError) -> str:
    """Cause and remedy of an operating system's fault, in Chinese, without a full stop.

    That a name cannot be written in the system's encoding is one, too.
    """
    if isinstance(error, UnicodeEncodeError):
        return _NAME
    if isinstance(error, LinkError):
        return _LINK
    if getattr(error, "winerror", None) == _WRITE_PROTECTED:
        return _REASONS[errno.EROFS]
    if getattr(error, "winerror", None) in _OPEN_ELSEWHERE:
        return "别的程序正打开着这个文件，请关闭后再试，或换一个文件名"
    return _REASONS.get(error.errno or 0, f"系统报告“{error.strerror or error}”，请稍后再试")


def is_of_names(error: Exception) -> TypeGuard[UnicodeEncodeError]:
    """Whether the system's encoding of names is what lacks a character; UTF-8 lacks none."""
    if not isinstance(error, UnicodeEncodeError):
        return False
    names = codecs.lookup(sys.getfilesystemencoding()).name
    return names != "utf-8" and codecs.lookup(error.encoding).name == names


def write_atomically(path: Path, data: bytes) -> None:
    """Writes a file so that it is, at any moment, either the old one or the new one, whole.

    A temporary file in the same folder is written, flushed to disk and put in place. A new file is
    for its owner alone; an old one's permissions stay.

    Raises:
        FileError: the file could not be written, or is a link, a device, a pipe or the like; the
            old one is as it was.
    """
    with atomic_replace(path, data):
        pass


@contextmanager
def atomic_replace(path: Path, data: bytes) -> Iterator[Path]:
    """As :func:`write_atomically`, with something to be done before the file is put in place.

    Inside the ``with`` the new file lies whole on the disk under a temporary name, which it gives;
    when the block ends it takes the old one's place, when the block raises it is removed.

    Raises:
        FileError: as in :func:`write_atomically`.
    """
    with _reporting_errors(path):
        _refuse_irregular(path)
        _refuse_open(path)
        temporary = _write_temporary(path, data)
    try:
        yield temporary
        with _reporting_errors(path):
            temporary.replace(path)  # a link that was planted meanwhile goes, its file does not
            sync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _refuse_irregular(path: Path) -> None:
    """Refuses what a rename would put a file in the place of: a link, a folder, a device."""
    refuse_link(path)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if path.exists() and not path.is_file():
        raise FileError(f"无法写入“{path}”：{_NO_FILE}。")


def _refuse_open(path: Path) -> None:
    """Finds out at once what Windows would say at the end: another program has the file open.

    To rename a file to its own name changes nothing, and needs there what replacing it needs.
    """
    if path.exists():
        with suppress(FileExistsError):
            path.rename(path)


def _write_temporary(path: Path, data: bytes) -> Path:
    temporary: Path | None = None
    prefix = f".{path.name[:40]}."
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=".tmp")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
    except OSError:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise
    return temporary


@contextmanager
def _reporting_errors(path: Path) -> Iterator[None]:
    """Turns the operating system's faults into one sentence."""
    try:
        yield
    except (OSError, UnicodeEncodeError) as error:
        raise FileError(f"无法写入“{path}”：{reason_of(error)}。") from error


def read_limited(path: Path, limit: int) -> bytes:
    """A file's content, if it has at most ``limit`` bytes, however it grows meanwhile.

    Raises:
        FileError: the file is not there, cannot be read, is larger, or is a device, a pipe or the
            like, which could be waited for in vain or never end.
    """
    try:
        with _open_regular(path) as file:
            is_larger = os.fstat(file.fileno()).st_size > limit
            data = b"" if is_larger else file.read(limit + 1)
    except (OSError, UnicodeEncodeError) as error:
        raise FileError(f"无法读取“{path}”：{reason_of(error)}。") from error
    if is_larger or len(data) > limit:
        raise FileError(f"文件“{path}”超过 {limit // 1_000_000} MB，不是本程序的文件，请核对。")
    return data


def size_words(size: int) -> str:
    """A file's size, such as ``123 KB``."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(size // 1000, 1)} KB"


def _open_regular(path: Path) -> BinaryIO:
    """Opens a file for reading, without waiting for a pipe's other end.

    Raises:
        FileError: it is a device, a pipe or the like.
        OSError: it cannot be opened, or is a folder.
    """
    flags = os.O_RDONLY
    for name in ("O_BINARY", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC"):  # each system has its own
        flags |= getattr(os, name, 0)
    handle = os.open(path, flags)
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            raise FileError(f"无法读取“{path}”：{_NO_FILE}。")
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
"""For their owner alone; Windows keeps a user's profile to the user by itself."""


def is_for_its_owner_alone(path: Path) -> bool:
    """Whether nobody else on this computer, or on the same share, can read a file.

    Where permissions are others, as on Windows or a USB stick with FAT, the answer is no.

    Raises:
        OSError: it cannot be looked at.
    """
    return not path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)


@contextmanager
def private_umask() -> Iterator[None]:
    """Whatever is made meanwhile, by libraries and child processes too, is for its owner alone."""
    before = os.umask(0o777 & ~PRIVATE_FOLDER)
    try:
        yield
    finally:
        os.umask(before)


def make_private_folder(folder: Path, *, may_be_link: bool = False) -> None:
    """Makes a folder for its owner alone, with those above it, where there is none.

    Args:
        folder: which.
        may_be_link: it is the user who has named it, who may name a place as she likes.

    Raises:
        LinkError: a link lies there, even to a folder.
        OSError: it cannot be made.
    """
    if not may_be_link:
        refuse_link(folder)
    _make_folder(folder)
    make_private(folder)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(PRIVATE_FOLDER)
    except FileNotFoundError:
        if folder.parent == folder:
            raise
        _make_folder(folder.parent)
        folder.mkdir(PRIVATE_FOLDER)
    except OSError:  # such as FileExistsError, or EROFS of a folder that is there
        if not folder.is_dir():
            raise


def open_private(path: Path) -> BinaryIO:
    """A new file for its owner alone, open for writing, whatever the umask says.

    Raises:
        OSError: it is there already, if only as a link to nowhere, or cannot be made.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb")


def open_own(path: Path, flags: int, *, must_exist: bool = False) -> int:
    """Opens a file that the program writes in place, and that may be there; the handle.

    Args:
        path: the file; a new one is for its owner alone.
        flags: how, besides.
        must_exist: nothing is made where there is none.

    Raises:
        LinkError: a link lies there: what it points to would be written.
        OSError: it cannot be opened, or is a folder, a pipe or the like.
    """
    refuse_link(path)
    flags |= 0 if must_exist else os.O_CREAT
    for name in ("O_NOFOLLOW", "O_BINARY", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC"):
        flags |= getattr(os, name, 0)
    handle = os.open(path, flags, PRIVATE_FILE)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
    return handle


def read_own(path: Path, most: int) -> bytes:
    """The first bytes of a file that the program has written, wherever a stranger put a link.

    Raises:
        OSError: as for :func:`open_own`.
    """
    with os.fdopen(open_own(path, os.O_RDONLY, must_exist=True), "rb") as file:
        return file.read(most)


def make_private(path: Path) -> None:
    """Keeps a file or folder of ours from other users of the machine.

    What belongs to somebody else, and folders for everybody such as ``/tmp``, stay as they are.
    """
    user = getattr(os, "geteuid", None)
    if user is None:
        return
    with suppress(OSError):
        found = path.lstat()
        wanted = PRIVATE_FOLDER if stat.S_ISDIR(found.st_mode) else PRIVATE_FILE
        is_ours = found.st_uid == user() and not found.st_mode & stat.S_ISVTX
        is_plain = stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)
        if is_ours and is_plain and found.st_mode & 0o077:
            path.chmod(wanted)


def sync(path: Path) -> None:
    """Makes a file that somebody else wrote durable, with its name.

    Raises:
        OSError: the disk failed.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes a rename in a folder durable; Windows has no such call and needs none.

    Raises:
        OSError: the disk failed.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
