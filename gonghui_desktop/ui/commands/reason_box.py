"""Where a reason is written in a dialog: a text of a few lines, ready phrases, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.note_edit import NoteEdit
from gonghui_desktop.ui.widgets.phrase_menu import CAPTION, make_phrase_menu, with_phrase

_LINES = 3
_PADDING = 8


class ReasonBox(QWidget):
    """A reason that goes along with a package.

    Args:
        name: begins the object names of its parts.
        text: what was written before.
        phrases: ready reasons.
    """

    changed = Signal(str)
    """The reason as it is typed."""

    def __init__(self, name: str, text: str, phrases: Sequence[str]) -> None:
        super().__init__()
        self._edit = _Reason()
        self._edit.setPlainText(text)
        self._edit.setObjectName(f"{name}.reason")
        self._edit.setAccessibleName("说明")
        self._edit.setPlaceholderText("写明原因，随报送包上报")
        self._edit.setTabChangesFocus(True)
        self._edit.textChanged.connect(self._on_typed)
        self._fault = QLabel()
        self._fault.setObjectName(f"{name}.fault")
        mark(self._fault, "role", "error")
        self.setFocusProxy(self._edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._edit)
        below = QHBoxLayout()
        if phrases:
            below.addWidget(self._make_phrases(f"{name}.phrases", phrases))
        below.addWidget(self._fault, 1)
        column.addLayout(below)

    @property
    def text(self) -> str:
        """What is written."""
        return self._edit.toPlainText().strip()

    def fit(self) -> None:
        """Gives the text room for its lines, now that its font is known."""
        lines = _LINES * self._edit.fontMetrics().lineSpacing()
        self._edit.setMinimumHeight(lines + 2 * _PADDING)

    def says_why(self) -> bool:
        """Whether it says a reason; if not, what is wrong is shown, and the focus goes there."""
        fault = fault_of_reason(self.text)
        self._show_fault(fault)
        if fault:
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return not fault

    def _on_typed(self) -> None:
        self._show_fault("")
        self.changed.emit(self.text)

    def _show_fault(self, fault: str) -> None:
        self._fault.setText(fault)  # an empty one keeps its room, so that nothing moves
        self._edit.setAccessibleDescription(fault)
        mark(self._edit, "problem", "error" if fault else None)

    def _make_phrases(self, name: str, phrases: Sequence[str]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(CAPTION)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        mark(button, "role", "note")
        press_with_enter(button)

        def insert(phrase: str) -> None:
            self._edit.setPlainText(with_phrase(self._edit.toPlainText(), phrase))
            self._edit.moveCursor(QTextCursor.MoveOperation.End)
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

        button.setMenu(make_phrase_menu(phrases, insert, button))
        return button


class _Reason(NoteEdit):
    """As high as it was told to be, in a part that scrolls, too."""

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Its least size."""
        return QSize(super().sizeHint().width(), self.minimumHeight())
