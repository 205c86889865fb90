"""What the window has to say without asking: saving that fails, and what was just done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gonghui_desktop.ui.banner import Banner, Kind
from gonghui_desktop.ui.theme import Theme

_LASTS = 20_000  # ms that news stays, long enough for an undo


class Notices(QWidget):
    """Two bars over the tabs: a failure stays until it is mended, news goes by itself."""

    retry_wanted = Signal()
    changed = Signal()
    """There is other news, or none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.failure = Banner(theme)
        self.failure.setObjectName("save_failure")
        self.failure.acted.connect(self.retry_wanted)
        self.news = Banner(theme, closable=True)
        self.news.setObjectName("news")
        self.news.acted.connect(self._act)
        self.news.hidden.connect(self._forget)
        self._action: Callable[[], None] | None = None
        self._undoes = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LASTS)
        self._timer.timeout.connect(self.news.hide)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self._column.addWidget(self.failure)
        self._column.addWidget(self.news)
        for banner in (self.failure, self.news):
            banner.shown.connect(self._fit)
            banner.hidden.connect(self._fit)
        self._fit()

    @property
    def can_undo(self) -> bool:
        """Whether what the news tells can still be taken back."""
        return self._undoes

    def tell(
        self, kind: Kind, text: str, verb: str = "", action: Callable[[], None] | None = None
    ) -> None:
        """Shows news, with one thing to do about it."""
        self._show(kind, text, verb, action, undoes=False)

    def tell_undoable(self, text: str, undo: Callable[[], None]) -> None:
        """Shows what was done, and takes it back on demand."""
        self._show("info", text, "撤销", undo, undoes=True)

    def undo(self) -> None:
        """Takes back what the news tells."""
        if self._undoes:
            self._act()

    def fail(self, text: str) -> None:
        """Shows that something went wrong, as news: it concerns what was just tried."""
        self.tell("error", text)
        self._timer.stop()

    def show_save_failure(self, text: str) -> None:
        """Saving fails; what was typed is still in the editor."""
        self.failure.tell("error", f"尚未保存：{text}写下的内容还在这里，会自动再试。", "再试一次")

    def clear_save_failure(self) -> None:
        """Saving works again."""
        self.failure.hide()

    def _show(
        self,
        kind: Kind,
        text: str,
        verb: str,
        action: Callable[[], None] | None,
        *,
        undoes: bool,
    ) -> None:
        self._action = action
        self._undoes = undoes
        self.news.tell(kind, text, verb)
        self._timer.start()
        self.changed.emit()

    def _act(self) -> None:
        action = self._action
        self.news.hide()
        if action is not None:
            action()

    def _forget(self) -> None:
        if not self.news.isHidden():
            return  # the whole window is hidden, such as minimised
        self._action = None
        self._undoes = False
        self._timer.stop()
        self.changed.emit()

    def _fit(self) -> None:
        seen = not (self.failure.isHidden() and self.news.isHidden())
        margin = 8 if seen else 0
        self._column.setContentsMargins(margin, margin, margin, margin)
