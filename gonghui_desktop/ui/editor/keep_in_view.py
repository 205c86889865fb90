"""Keeps the field in focus in view, and where it is, while things around it come and go."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

_MARGIN = 8
_CARET_ROOM = 120  # pixels, five lines, kept around the caret of a text higher than the view
_BUTTON_WAIT = 30  # ms; nothing scrolls under a button of the mouse that is down


class KeepInView(QObject):
    """Scrolls as little as needed so that the followed widget is wholly seen.

    Where it is higher than the view, its top is, or the caret if that is further down. When its
    place in the contents changes, such as by a message above, it stays where it is on the screen.

    Args:
        area: the scroll area.
    """

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._content: QWidget | None = None
        self._followed: QWidget | None = None
        self._top = 0
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._settle)
        area.viewport().installEventFilter(self)
        area.verticalScrollBar().actionTriggered.connect(self._on_scrolled_by_hand)

    def watch(self, content: QWidget) -> None:
        """Watches new contents of the area."""
        self._content = content
        self._followed = None
        content.installEventFilter(self)

    def follow(self, widget: QWidget | None) -> None:
        """Brings a widget into view and keeps it there; ``None`` for none.

        Until the clerk scrolls away from it by hand; it is followed again when it is typed into.
        """
        is_entered = widget is not self._followed
        self._followed = widget
        if widget is None:
            self._soon.stop()
            return
        self._top = self._top_of(widget)
        if not self._is_pressed():
            self._reveal(widget, entered=is_entered)
        self._soon.start()  # once what the focus brings along is laid out

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Notices that the contents are laid out anew, or that the view has another size."""
        if self._followed is not None and event.type() in (
            QEvent.Type.LayoutRequest,
            QEvent.Type.Resize,
        ):
            self._soon.start()
        return super().eventFilter(watched, event)

    def _on_scrolled_by_hand(self) -> None:
        """Scrolling by wheel, key or handle; nothing is pulled back from under the pointer."""
        self._followed = None

    def _settle(self) -> None:
        widget = self._followed
        if widget is None or not widget.isVisible() or self._content is None:
            return
        if self._is_pressed():
            self._soon.start(_BUTTON_WAIT)
            return
        self._soon.setInterval(0)
        focus = QApplication.focusWidget()
        if focus is None or not (focus is widget or widget.isAncestorOf(focus)):
            self._followed = None
            return
        bar, top = self._area.verticalScrollBar(), self._top_of(widget)
        if top != self._top:
            bar.setValue(bar.value() + top - self._top)
            self._top = top
        self._reveal(widget)

    def _reveal(self, widget: QWidget, *, entered: bool = False) -> None:
        """Scrolls to the nearest of the places from which the widget is seen as it should be."""
        bar, room = self._area.verticalScrollBar(), self._area.viewport().height()
        top = self._top_of(widget)
        last = top - _MARGIN
        first = top + widget.height() + _MARGIN - room
        if first > last:  # higher than the view
            caret = self._caret(widget)
            first = caret.bottom() + _CARET_ROOM - room
            if first <= last:
                first = last if entered else first
            else:
                last = max(first, caret.top() - _CARET_ROOM)
        bar.setValue(min(max(bar.value(), first), last))

    def _top_of(self, widget: QWidget) -> int:
        return widget.mapTo(self._content, QPoint(0, 0)).y() if self._content else 0

    def _caret(self, widget: QWidget) -> QRect:
        """The caret in the contents; the widget's top where it is not in it."""
        focus = QApplication.focusWidget()
        if focus is None or self._content is None or not self._content.isAncestorOf(focus):
            return QRect(0, self._top_of(widget), 1, 1)
        place: QRect | QRectF = focus.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        caret = QRectF(place).toRect()
        return QRect(focus.mapTo(self._content, caret.topLeft()), caret.size())

    @staticmethod
    def _is_pressed() -> bool:
        return QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
