"""One window for each data folder: a second start raises the first one, and ends."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow

from gonghui_desktop.instance_lock import Holder, InstanceLock
from gonghui_desktop.ui.dialogs.prompts import Prompts

PATIENCE = 10.0
"""Seconds that a second start waits for the first window: it may just be starting or closing."""
_STEP = 0.05  # seconds between two attempts
_SETTLED = 0.5  # seconds after which the file says who holds the lock, and not who held it before

_log = logging.getLogger(__name__)

DONE, REFUSED = 0, 2


class SingleInstance:
    """This start of the program, among others on the same data folder.

    Args:
        lock: of the data folder.
        files: what is to be imported, as absolute paths.
        patience: see :data:`PATIENCE`.

    Attributes:
        files: as given.
    """

    def __init__(
        self, lock: InstanceLock, files: Sequence[Path] = (), patience: float = PATIENCE
    ) -> None:
        self.files = list(files)
        self._lock = lock
        self._patience = patience

    def claim(self, prompts: Prompts) -> int | None:
        """Becomes the data folder's window, or hands over to the one that is.

        Returns:
            ``None`` if a window is to be opened; otherwise the exit code: another one has taken
            over, or the user was told why there is none.
        """
        end = time.monotonic() + self._patience
        settled = time.monotonic() + min(_SETTLED, self._patience)
        while not self._lock.acquire():
            holder = self._lock.holder()
            if holder is not None and not holder.is_here and time.monotonic() >= settled:
                return None if _may_share(holder, prompts) else DONE
            if holder is not None and holder.is_here and self._hands_over(holder, end):
                return DONE
            if time.monotonic() >= end and holder is None:
                _log.warning("the lock is held by nobody who says so")
                return None if _may_share(None, prompts) else DONE
            if time.monotonic() >= end:
                _log.warning("the window that is open does not answer")
                prompts.warn("程序已经打开，但没有应答", _NO_ANSWER)
                return REFUSED
            time.sleep(_STEP)
        return None

    def listen(
        self, started_again: Callable[[list[Path]], None], parent: QObject | None = None
    ) -> None:
        """Listens for further starts from now on.

        Args:
            started_again: called for each with the files that it was given.
            parent: owns the server.
        """
        # QtNetwork takes 6 ms, for which the first paint need not wait.
        from gonghui_desktop.ui.start.instance_server import InstanceServer  # noqa: PLC0415 - see above

        server = InstanceServer(parent)
        server.started_again.connect(started_again)
        self._lock.announce(server.listen(self._lock.folder, Holder.this_process().user))

    def _hands_over(self, holder: Holder, end: float) -> bool:
        from gonghui_desktop.ui.start.instance_server import hand_over  # noqa: PLC0415 - QtNetwork

        if not holder.server:
            return False  # it is starting
        _allow_to_the_front(holder.process)
        left = max(int((end - time.monotonic()) * 1000), 1)
        return hand_over(holder.server, self.files, left)


_NO_ANSWER = (
    "请看一下任务栏里有没有它的窗口，或者过一会儿再打开。"
    "仍不行时，在任务管理器里结束“基层工会活力建设申报”，再重新打开；已经保存的内容都在。"
)


def _may_share(holder: Holder | None, prompts: Prompts) -> bool:
    """Asks whether to open data that somebody else has open.

    Args:
        holder: who that is; ``None`` if unknown: after a full disk it may be this user's window.
        prompts: the question.
    """
    return prompts.confirm(
        "这些数据正在别处使用",
        f"{_named(holder)}已经打开了这个数据文件夹。最好等对方关闭以后再打开；"
        "现在打开也可以，两边同时改了同一栏时会提示您选用哪一个。",
        yes="仍要打开",
        no="不打开",
        weighty=True,
    )


def _named(holder: Holder | None) -> str:
    if holder is None:
        return "另一个窗口（也可能在别的电脑上）"
    who = f"用户“{holder.user}”" if holder.user else "另一位用户"
    place = "这台电脑" if holder.host == Holder.this_process().host else f"电脑“{holder.host}”"
    return f"{place}上的{who}"


def raise_window() -> None:
    """Brings the program's window, or its dialog, to the front."""
    windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow)]
    for window in (*windows, QApplication.activeModalWidget()):
        if window is not None and window.isVisible():
            if window.isMinimized():
                window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.raise_()
            window.activateWindow()


def _allow_to_the_front(process: int) -> None:
    """Lets another process raise its window, which Windows allows only who has the focus."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        ctypes.windll.user32.AllowSetForegroundWindow(process)
