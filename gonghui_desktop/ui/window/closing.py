"""Storing everything before the window closes, with a word for the clerk while it takes long."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEventLoop, QTimer

from gonghui_desktop.errors import GonghuiError, StoreBusyError
from gonghui_desktop.ui.dialogs.prompts import Prompts
from gonghui_desktop.ui.editor.drafts import DraftKeeper

_AGAIN = 500  # ms between attempts while another program writes
_LONGEST = 60.0  # seconds of attempts before the clerk is asked


def store_or_wait(keeper: DraftKeeper, prompts: Prompts) -> bool | None:
    """Stores everything, showing 正在保存… with 取消 if it takes long.

    A store that another program is using is tried again and again for a minute.

    Returns:
        Whether everything that can be stored is; ``None`` if the clerk would rather stay.
    """
    if keeper.flush():
        return True
    if keeper.error is not None and not isinstance(keeper.error, StoreBusyError):
        return False
    loop = QEventLoop()
    end = monotonic() + _LONGEST
    cancelled: list[bool] = []

    def cancel() -> None:
        cancelled.append(True)
        loop.quit()

    def on_failed(error: GonghuiError) -> None:
        if isinstance(error, StoreBusyError) and monotonic() < end:
            QTimer.singleShot(_AGAIN, loop, keeper.store_soon)
        else:
            loop.quit()

    keeper.all_saved.connect(loop.quit)
    keeper.failed.connect(on_failed)
    waiting = prompts.wait("正在保存", cancel)
    keeper.store_soon()
    loop.exec()
    keeper.all_saved.disconnect(loop.quit)
    keeper.failed.disconnect(on_failed)
    waiting.finish()
    return None if cancelled else not keeper.has_unsaved
