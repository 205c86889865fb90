"""Notifications: what was just done or failed, with a button to undo it or go on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.banner import Banner, Kind

_LASTS = 8_000  # ms that a message stays
_UNDO_LASTS = 30_000  # ms that something can be taken back
_EDGE = 16
_WIDEST = 760
_NARROWEST = 320
_MOVES = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class NotificationBar(QObject):
    """A bar that floats over the foot of the page, so that nothing moves when it comes and goes.

    Args:
        theme: look of the bar.
        over: the widget that it floats in.
        page: returns the widget within ``over`` that it may cover now.
    """

    def __init__(self, theme: Theme, over: QWidget, page: Callable[[], QWidget]) -> None:
        super().__init__(over)
        self._over = over
        self._page = page
        self.banner = Banner(theme, closable=True, parent=over)
        self.banner.setObjectName("notifications")
        self.banner.acted.connect(self._act)
        self.banner.hidden.connect(self._reset)
        self._action: Callable[[], None] | None = None
        self._until_stored = False
        self._offered: object = None
        self._closed: Callable[[], None] | None = None
        self._focused_before: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.banner.hide)
        over.installEventFilter(self)

    def notify(
        self,
        kind: Kind,
        text: str,
        verb: str = "",
        action: Callable[[], None] | None = None,
        *,
        stays: bool = False,
        closed: Callable[[], None] | None = None,
    ) -> None:
        """Shows a message, with a button if there is an action; one that stays, until closed.

        Args:
            kind: of the message.
            text: the message.
            verb: on the button.
            action: what that does.
            stays: whether it stays.
            closed: called once the clerk has closed it or pressed its button, or its time is over;
                not when another message takes its place.
        """
        lasts = _UNDO_LASTS if action else _LASTS
        self._show(kind, text, verb, action, 0 if stays else lasts)
        self._closed = closed

    def notify_undoable(self, text: str, undo: Callable[[], None], step: object) -> None:
        """Shows what was done, with a button that undoes it, until ``step`` is withdrawn."""
        self._show("info", text, "撤销", undo, _UNDO_LASTS)
        self._offered = step

    def withdraw(self, step: object) -> None:
        """Removes the message that offers to undo a step which has been undone otherwise."""
        if self._offered is step:
            self.banner.hide()

    def fail(self, text: str, *, until_stored: bool = False) -> None:
        """Shows an error; it stays until it is closed.

        Args:
            text: what went wrong.
            until_stored: something could not be stored; the next success removes the message.
        """
        self._show("error", text, "", None, 0)
        self._until_stored = until_stored

    def clear_store_failure(self) -> None:
        """Removes the message of a failed store, after a success."""
        if self._until_stored:
            self.banner.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Stays in its place when the window is resized, or the page gives way to the fields."""
        if event.type() in _MOVES and not self.banner.isHidden():
            QTimer.singleShot(0, self, self.place)  # the page has its new width by then
        return False

    def _show(
        self, kind: Kind, text: str, verb: str, action: Callable[[], None] | None, lasts: int
    ) -> None:
        self._action = action
        self._until_stored = False
        self._offered = None
        self._closed = None
        self.banner.show_message(kind, text, verb)
        self.place()
        self._timer.stop()
        if lasts:
            self._timer.start(lasts)

    def place(self) -> None:
        """Moves to the foot of the page, or to its top where that is low."""
        if self.banner.isHidden():
            return
        page = self._page()
        page.installEventFilter(self)  # once, however often it is done
        room = max(page.width() - 2 * _EDGE, _NARROWEST)
        self.banner.float_within(min(_WIDEST, room))
        top, right, foot = 0, self._over.width(), self._over.height()
        if page.isVisible():  # something else may stand on the right of it
            corner = page.mapTo(self._over, QPoint(0, 0))
            top, right, foot = corner.y(), corner.x() + page.width(), corner.y() + page.height()
        left = max(right - self.banner.width() - _EDGE, 0)
        self.banner.move(left, max(foot - self.banner.height() - _EDGE, top))
        self.banner.raise_()

    def _act(self) -> None:
        action = self._action
        self.banner.hide()
        if action is not None:
            action()

    def _reset(self) -> None:
        if not self.banner.isHidden():
            return  # the whole window is hidden, such as minimised
        self._give_focus_back()
        self._action = None
        self._offered = None
        self._until_stored = False
        self._timer.stop()
        closed, self._closed = self._closed, None
        if closed is not None:
            closed()

    def _give_focus_back(self) -> None:
        before, self._focused_before = self._focused_before, None
        now = QApplication.focusWidget()
        has_focus = now is not None and self.banner.isAncestorOf(now)
        if has_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """Notes where the clerk came from; there she is again once the message is gone.

        Left to itself, Qt would take her to what comes next, such as a button that makes a form.
        """
        if now is None or not self.banner.isAncestorOf(now):
            return
        if before is not None and not self.banner.isAncestorOf(before):
            self._focused_before = before
