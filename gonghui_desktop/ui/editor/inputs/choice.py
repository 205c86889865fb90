"""Input for one of a few official values."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from gonghui_desktop.model.fieldtypes import FieldType
from gonghui_desktop.ui.editor.inputs.pasting import paste_into, pasted_text
from gonghui_desktop.ui.editor.inputs.protocol import Level
from gonghui_desktop.ui.theme.theme import mark

_EMPTY = "请选择"
_MAX_VISIBLE = 12


class ChoiceInput(QComboBox):
    """A combo box with an empty item; a value that is not an official one is shown as it is."""

    changed = Signal(str)
    pasted = Signal(str, str)
    table_pasted = Signal(str)
    not_taken = Signal(str)

    def __init__(self, field_type: FieldType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._type = field_type
        self._read_only = False
        self._official = len(field_type.choices) + 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(min(self._official, _MAX_VISIBLE))
        self.addItem(_EMPTY, "")
        for choice in field_type.choices:
            self.addItem(field_type.show(choice.value), choice.value)
        self.currentIndexChanged.connect(self._show_emptiness)
        self.activated.connect(lambda _index: self.changed.emit(self.value()))
        self._show_emptiness()

    def showPopup(self) -> None:  # noqa: N802 (Qt's name)
        """Opens the list, which has the keys while it is open."""
        self.view().installEventFilter(self)
        super().showPopup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """In the open list, too, a choice's own number chooses it."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            chosen = self._type.normalise(event.text())
            if self._is_official(chosen) and not self._read_only:
                self.hidePopup()
                self._choose(chosen)
                return True
        return super().eventFilter(watched, event)

    def widget(self) -> QWidget:
        """See :class:`FieldInput`."""
        return self

    def value(self) -> str:
        """See :class:`FieldInput`."""
        return str(self.currentData())

    def set_value(self, text: str) -> None:
        """See :class:`FieldInput`."""
        while self.count() > self._official:
            self.removeItem(self._official)
        index = self.findData(text)
        if index < 0:
            self.addItem(text, text)
            index = self._official
        self.setCurrentIndex(index)

    def paste(self) -> None:
        """Chooses what the clipboard names."""
        if not self._read_only:
            paste_into(self, QGuiApplication.clipboard().mimeData())

    def paste_text(self, text: str) -> None:
        """Chooses the official value that the text names; any other text is refused."""
        chosen = self._type.normalise(pasted_text(text, len(text), is_long=False).clean)
        if self._is_official(chosen):
            self._choose(chosen)
        else:
            self.not_taken.emit("粘贴的文字不在可选范围内，请从列表中选择。")

    def show_problem(self, level: Level | None) -> None:
        """See :class:`FieldInput`."""
        mark(self, "problem", level)

    def set_read_only(self, read_only: bool) -> None:
        """See :class:`FieldInput`."""
        self._read_only = read_only
        mark(self, "readOnly", "true" if read_only else None)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Leaves the wheel to the editor, so that scrolling does not change the value."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Chooses by a choice's own number; Delete clears."""
        key = event.key()
        if self._read_only:
            event.ignore()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose("")
        elif self._is_official(chosen := self._type.normalise(event.text())):
            self._choose(chosen)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Opens the list unless read-only; a disabled box would be greyed out and hard to read."""
        if not self._read_only:
            super().mousePressEvent(event)

    def _is_official(self, text: str) -> bool:
        return any(choice.value == text for choice in self._type.choices)

    def _show_emptiness(self) -> None:
        mark(self, "empty", None if self.value() else "true")

    def _choose(self, text: str) -> None:
        if text != self.value():
            self.set_value(text)
            self.changed.emit(text)
