"""What a screen reader is told beyond Qt's own: announcements, and roles of custom widgets."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleObject,
    QWindow,
)
from PySide6.QtWidgets import QWidget


@runtime_checkable
class Described(Protocol):
    """A widget without children that has a role of its own.

    Qt gives every widget that it does not know the role ``Client``, which says nothing.
    """

    accessible_role: QAccessible.Role

    def accessible_value(self) -> str:
        """What it shows, in words."""


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Has a screen reader say a sentence, wherever the focus is.

    Args:
        widget: shows the sentence.
        text: the sentence.
        urgent: an error: it interrupts what is being said.
    """
    politeness = QAccessible.AnnouncementPoliteness
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def install_roles() -> None:
    """Gives :class:`Described` widgets their roles; once per process."""
    QAccessible.installFactory(_make_interface)


def _make_interface(_class_name: str, described: QObject) -> QAccessibleInterface | None:
    if isinstance(described, QWidget) and isinstance(described, Described):
        return _DescribedInterface(described)
    return None


class _DescribedInterface(QAccessibleObject):
    """A leaf with a name, a role and a value."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget

    def role(self) -> QAccessible.Role:
        assert isinstance(self._widget, Described)
        return self._widget.accessible_role

    def text(self, kind: QAccessible.Text) -> str:
        widget = self._widget
        assert isinstance(widget, Described)
        texts = {
            QAccessible.Text.Name: widget.accessibleName,
            QAccessible.Text.Description: widget.accessibleDescription,
            QAccessible.Text.Value: widget.accessible_value,
        }
        return texts[kind]() if kind in texts else ""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        widget = self._widget
        state.focusable = True
        state.readOnly = True
        state.focused = widget.hasFocus()
        state.invisible = not widget.isVisible()
        state.disabled = not widget.isEnabled()
        return state

    def parent(self) -> QAccessibleInterface:
        above = self._widget.parent()
        assert above is not None  # a custom widget stands in a window
        return QAccessible.queryAccessibleInterface(above)

    def window(self) -> QWindow:
        return self._widget.window().windowHandle()

    def rect(self) -> QRect:
        return QRect(self._widget.mapToGlobal(QPoint(0, 0)), self._widget.size())

    def childCount(self) -> int:  # noqa: N802 (Qt's name)
        return 0

    def child(self, _index: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]  # as below

    def childAt(  # noqa: N802 (Qt's name)
        self, _x: int, _y: int
    ) -> QAccessibleInterface:
        return None  # type: ignore[return-value]  # Qt allows it, PySide's stub does not

    def indexOfChild(self, _child: QAccessibleInterface) -> int:  # noqa: N802 (Qt's name)
        return -1
