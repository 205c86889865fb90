"""The lock of a data folder: one window at a time works on it. Standard library only.

The operating system holds the lock (``flock``, or a locked byte on Windows), so that it ends with
the process, however that ends: there is no stale lock to be judged. The file beside it says who.
"""

from __future__ import annotations

import errno
import getpass
import json
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from gonghui_desktop.fileio import make_private_folder, open_own, read_own

LOCK_NAME = "gonghui.lock"
_LONGEST = 4096  # bytes; who holds it takes some 200
_LONGEST_NAME = 200  # characters of computer and user
_LOCKED_BYTE = 1_000_000  # Windows lets nobody read a locked byte, so it lies behind the text
_HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Holder:
    """Who holds a lock, as its file says.

    Attributes:
        host: name of the computer.
        user: name of its user.
        process: number of the process there.
        server: full name of the local server that takes what a second start hands over; empty
            until it listens.
    """

    host: str
    user: str
    process: int
    server: str = ""

    @classmethod
    def this_process(cls) -> Holder:
        """This process."""
        return cls(_host(), _user(), os.getpid())

    @property
    def is_here(self) -> bool:
        """Whether it is this user on this computer."""
        return (self.host, self.user) == (_host(), _user())


class InstanceLock:
    """The lock of one data folder; a context manager that releases it at the end.

    Args:
        folder: the data folder, made when the lock is acquired.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / LOCK_NAME
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Takes the lock, without waiting.

        Returns:
            Whether no other process holds it. That is so too where nothing can be locked, such as
            in a folder that is read-only: what is wrong with it, opening the data will tell.
        """
        if self._handle is not None:
            return True
        try:
            make_private_folder(self.folder, may_be_link=True)
            handle = open_own(self._path, os.O_RDWR)
        except OSError as error:
            _log.warning("no lock: %s", error.strerror)
            return True
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            if error.errno in _HELD or error.errno == 0:  # 0: Wine's C library tells no more
                return False
            _log.warning("no lock: %s", error.strerror)
            return True
        self._handle = handle
        self._write(Holder.this_process())
        return True

    def announce(self, server: str) -> None:
        """Writes down the server that listens for further starts; nothing without the lock."""
        here = Holder.this_process()
        self._write(Holder(here.host, here.user, here.process, server))

    def holder(self) -> Holder | None:
        """Who holds the lock; ``None`` where that is not written down (yet)."""
        try:
            data = json.loads(read_own(self._path, _LONGEST))
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(data, Mapping):
            return None
        texts = [data.get(key) for key in ("host", "user", "server")]
        process = data.get("process")
        if not all(isinstance(text, str) for text in texts) or not isinstance(process, int):
            return None
        host, user, server = (str(text) for text in texts)
        if len(host + user) > _LONGEST_NAME or not (host + user).isprintable():
            return None  # it is shown
        return Holder(host, user, process, server)

    def release(self) -> None:
        """Releases the lock. The file stays: removing it would race with the next start."""
        if self._handle is None:
            return
        self._write(None)
        os.close(self._handle)  # which unlocks it
        self._handle = None

    def remove(self) -> None:
        """Releases the lock and removes its file, where the whole folder is to go.

        A start in between finds it held, or makes another file.
        """
        if os.name == "posix":
            with suppress(OSError):
                self._path.unlink()
        self.release()
        if os.name != "posix":  # Windows removes no open file
            with suppress(OSError):
                self._path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _write(self, holder: Holder | None) -> None:
        """Writes who holds it. A full disk loses that, not the lock."""
        if self._handle is None:
            return
        # Nobody is a blank, and a new text goes over the old one: a full disk still has that place.
        text = json.dumps(vars(holder)).encode() if holder else b" "
        try:
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.ftruncate(self._handle, os.write(self._handle, text))
        except OSError as error:
            _log.warning("the lock's holder could not be written: %s", error.strerror)


def _host() -> str:
    if sys.platform == "win32":
        name = os.environ.get("COMPUTERNAME", "")
    else:
        name = os.uname().nodename
    return name


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # a user without a name
        return ""


def _lock(handle: int) -> None:
    """Locks an open file, or raises ``OSError`` at once."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows only

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
