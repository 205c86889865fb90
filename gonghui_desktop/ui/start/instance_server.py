"""The local server of the first window, and what a second start says to it.

One line of JSON each way: ``{"version": 1, "files": [...]}``, and in answer how many of the files
the window has taken. Whoever may open the socket is the same user; it is checked all the same.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_VERSION = 1
_LONGEST = 1_000_000  # bytes of a message
_MOST_FILES = 1000  # of a message; a command line takes no more
_PREFIX = "gonghui-"


class InstanceServer(QObject):
    """Listens for further starts of the program on the same data folder."""

    started_again = Signal(object)
    """Emitted for each further start, with the paths that it was given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def listen(self, folder: Path, user: str) -> str:
        """Starts to listen; only for the process that holds the folder's lock.

        Args:
            folder: the data folder.
            user: name of the user, since pipes of all users share their names on Windows.

        Returns:
            The server's full name; empty if it cannot listen.
        """
        name = _server_name(folder, user)
        QLocalServer.removeServer(name)  # left by a crash: nobody else holds the lock
        return self._server.fullServerName() if self._server.listen(name) else ""

    def close(self) -> None:
        """Stops to listen."""
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.disconnected.connect(socket.deleteLater)
        socket.readyRead.connect(lambda: self._read(socket))
        self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        files = _files_in(bytes(socket.readLine(_LONGEST).data()))
        self.started_again.emit(files)
        socket.write(_line({"version": _VERSION, "taken": len(files)}))
        socket.flush()
        socket.disconnectFromServer()


def hand_over(server: str, files: Sequence[Path], milliseconds: int) -> bool:
    """Asks the window that listens there to come to the front, and to import files.

    Args:
        server: the full name that it has written down.
        files: absolute paths.
        milliseconds: how long to wait for its answer.

    Returns:
        Whether it has answered that it took every file.
    """
    if not _is_ours(server):
        return False
    socket = QLocalSocket()
    socket.connectToServer(server)
    if not socket.waitForConnected(milliseconds):
        return False
    socket.write(_line({"version": _VERSION, "files": [str(path) for path in files]}))
    while not socket.canReadLine():
        if not socket.waitForReadyRead(milliseconds):
            return False
    answer = _object(bytes(socket.readLine(_LONGEST).data()))
    socket.disconnectFromServer()
    return answer.get("taken") == len(files)


def _server_name(folder: Path, user: str) -> str:
    """A name for user and folder, whichever way the folder was named."""
    place = os.path.normcase(os.path.realpath(folder))
    names = f"{user}\0{place}".encode("utf-8", "surrogatepass")
    # Two of zlib's, not hashlib, which loads OpenSSL: a third of what this costs at the start.
    digest = f"{zlib.crc32(names):08x}{zlib.crc32(names[::-1]):08x}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if sys.platform != "win32" and Path(runtime).is_dir() and runtime:
        return str(Path(runtime, _PREFIX + digest))
    return _PREFIX + digest


def _is_ours(server: str) -> bool:
    """Whether it is a local server of this program; a shared folder's file may say anything."""
    if sys.platform == "win32":
        local = server.startswith(rf"\\.\pipe\{_PREFIX}") and ".." not in server
    else:
        local = Path(server).is_absolute() and Path(server).name.startswith(_PREFIX)
        local = local and _is_this_users(Path(server))
    return local


def _is_this_users(path: Path) -> bool:
    """Whether a socket is this user's: names of files are for nobody else."""
    try:
        found = path.lstat()
    except OSError:
        return False
    is_ours = sys.platform == "win32" or found.st_uid == os.geteuid()
    return is_ours and stat.S_ISSOCK(found.st_mode)


def _files_in(line: bytes) -> list[Path]:
    """The absolute paths in a message; none if it is no such message."""
    message = _object(line)
    files = message.get("files")
    if message.get("version") != _VERSION or not isinstance(files, list):
        return []
    texts = files[:_MOST_FILES]
    names = [name for name in texts if isinstance(name, str) and "\0" not in name]
    return [Path(name) for name in names if Path(name).is_absolute()]


def _object(line: bytes) -> Mapping[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _line(message: Mapping[str, object]) -> bytes:
    return json.dumps(message).encode() + b"\n"
