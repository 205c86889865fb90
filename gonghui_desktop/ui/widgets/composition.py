"""Text that is being composed in an input method: nothing fires meanwhile, and none is lost."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_CHORD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Composition(QObject):
    """Follows what is composed in an input; owned by the input.

    An input method takes the keys that it needs before the input sees them. Some let keys through
    (IBus those with Ctrl, and function keys), which then would undo, move on or open another
    record in the midst of a word; here none of them does anything until the word is there.

    Composed text is committed to the input when it loses the focus and by :func:`commit_composed`.
    Qt asks the input method to do so when the focus is about to change; some (libpinyin of IBus)
    clear it instead, and the text was lost by a click elsewhere.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._text = ""
        self._cleared = ""  # by the input method in the event that is being handled
        widget.installEventFilter(self)

    @property
    def text(self) -> str:
        """What is being composed, as the input shows it; empty for nothing."""
        return self._text

    def commit(self) -> None:
        """Puts what is being composed into the input, as if the clerk had chosen it."""
        text = self._text or self._cleared
        if not text:
            return
        # Windows' input methods commit when they are reset, others forget the text.
        QGuiApplication.inputMethod().reset()
        if self._text or self._cleared:
            self._text = self._cleared = ""
            event = QInputMethodEvent()
            event.setCommitString(text)
            QCoreApplication.sendEvent(self._widget, event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Follows the input method, and stops keys that would do something meanwhile."""
        if isinstance(event, QInputMethodEvent):
            self._on_input_method(event)
        elif isinstance(event, QFocusEvent):
            if event.type() in (QEvent.Type.FocusAboutToChange, QEvent.Type.FocusOut):
                self.commit()
        elif isinstance(event, QKeyEvent) and self._text and _does_something(event):
            event.accept()  # a shortcut that is asked about is none then
            return True
        return False

    def _on_input_method(self, event: QInputMethodEvent) -> None:
        is_cleared = bool(self._text) and not (event.preeditString() or event.commitString())
        self._cleared = self._text if is_cleared else ""
        self._text = event.preeditString()
        if is_cleared:
            # By the clerk, who has pressed Esc, unless the focus goes elsewhere at once.
            QTimer.singleShot(0, self, self._forget)

    def _forget(self) -> None:
        self._cleared = ""


def commit_composed(within: QWidget | None = None) -> None:
    """Commits what is being composed in the input that has the focus, if anything is.

    Args:
        within: only if the input is in this widget; anywhere by default.
    """
    widget = QApplication.focusWidget()
    if widget is None or not (within is None or within.isAncestorOf(widget)):
        return
    composition = widget.findChild(Composition)
    if isinstance(composition, Composition):
        composition.commit()


def is_composing(widget: QObject) -> bool:
    """Whether text is being composed in an input."""
    composition = widget.findChild(Composition)
    return isinstance(composition, Composition) and bool(composition.text)


def _does_something(event: QKeyEvent) -> bool:
    """Whether a key does something else than to write a character."""
    text = event.text()
    return bool(event.modifiers() & _CHORD) or not text or not text.isprintable()
