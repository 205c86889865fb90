"""What was just done, told without asking, with a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.banner import Banner, Kind

_LASTS = 8_000  # ms that a message stays
_UNDO_LASTS = 30_000  # ms that something can be taken back
_EDGE = 16
_WIDEST = 760
_NARROWEST = 320


class NotificationBar(QObject):
    """A bar that floats over the page's foot: nothing moves when it comes and goes.

    Args:
        theme: look of the bar.
        over: the widget that it floats in.
        page: the widget within ``over`` that it may cover; another one from time to time.
    """

    changed = Signal()
    """Another message is shown, or none."""

    def __init__(self, theme: Theme, over: QWidget, page: Callable[[], QWidget]) -> None:
        super().__init__(over)
        self._over = over
        self._page = page
        self.banner = Banner(theme, closable=True, parent=over)
        self.banner.setObjectName("notifications")
        self.banner.acted.connect(self._act)
        self.banner.hidden.connect(self._forget)
        self._action: Callable[[], None] | None = None
        self._undoes = False
        self._until_stored = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.banner.hide)
        over.installEventFilter(self)

    @property
    def can_undo(self) -> bool:
        """Whether what it tells can still be taken back."""
        return self._undoes

    def notify(
        self, kind: Kind, text: str, verb: str = "", action: Callable[[], None] | None = None
    ) -> None:
        """Shows what was done, with one thing to do about it."""
        self._undoes = False
        self._show(kind, text, verb, action, _UNDO_LASTS if action else _LASTS)

    def notify_undoable(self, text: str, undo: Callable[[], None]) -> None:
        """Shows what was done, and takes it back on demand."""
        self._undoes = True
        self._show("info", text, "撤销", undo, _UNDO_LASTS)

    def fail(self, text: str, *, until_stored: bool = False) -> None:
        """Shows that what was just tried went wrong; stays until it is closed.

        Args:
            text: what went wrong.
            until_stored: it could not be stored; the next thing stored takes the bar away.
        """
        self._undoes = False
        self._show("error", text, "", None, 0)
        self._until_stored = until_stored

    def clear_store_failure(self) -> None:
        """Something was stored: that it could not be is old."""
        if self._until_stored:
            self.banner.hide()

    def undo(self) -> None:
        """Takes back what it tells."""
        if self._undoes:
            self._act()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Keeps its place when the window changes its size."""
        if event.type() is QEvent.Type.Resize and not self.banner.isHidden():
            QTimer.singleShot(0, self, self.place)  # the page has its new width by then
        return False

    def _show(
        self, kind: Kind, text: str, verb: str, action: Callable[[], None] | None, lasts: int
    ) -> None:
        self._action = action
        self._until_stored = False
        self.banner.show_message(kind, text, verb)
        self.place()
        self._timer.stop()
        if lasts:
            self._timer.start(lasts)
        self.changed.emit()

    def place(self) -> None:
        """Goes to the foot of the page; what is filled in beside it is never covered."""
        if self.banner.isHidden():
            return
        room = max(self._page().width() - 2 * _EDGE, _NARROWEST)
        self.banner.float_within(min(_WIDEST, room))
        left = self._over.width() - self.banner.width() - _EDGE
        self.banner.move(left, self._over.height() - self.banner.height() - _EDGE)
        self.banner.raise_()

    def _act(self) -> None:
        action = self._action
        self.banner.hide()
        if action is not None:
            action()

    def _forget(self) -> None:
        if not self.banner.isHidden():
            return  # the whole window is hidden, such as minimised
        self._action = None
        self._undoes = False
        self._until_stored = False
        self._timer.stop()
        self.changed.emit()
