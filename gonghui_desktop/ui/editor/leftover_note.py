"""Note at the editor's end: values for which the record's form has no field any more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.services.editions import Leftover
from gonghui_desktop.ui.theme.theme import Theme, mark

_CAPTION = "上一版表样里的内容"
_SIGN = 16


class LeftoverNote(QWidget):
    """Quiet and foldable; each text can be selected and copied. Hidden where nothing is left over.

    Args:
        theme: look of the window.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("leftovers")
        self._items: tuple[Leftover, ...] = ()
        self._is_open = True
        self._fold = QToolButton(self)
        self._fold.setObjectName("leftovers_fold")
        self._fold.setIcon(theme.icon("info", "muted"))
        self._fold.setIconSize(QSize(_SIGN, _SIGN))
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.clicked.connect(self._toggle)
        self._body: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(QFrame(self, frameShape=QFrame.Shape.HLine))
        column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._column = column
        self.hide()

    @property
    def first(self) -> QWidget:
        """Where the tab key enters."""
        return self._fold

    @property
    def items(self) -> tuple[Leftover, ...]:
        """The values that it shows."""
        return self._items

    def show_items(self, items: Sequence[Leftover]) -> None:
        """Shows these values in the place of those before."""
        if tuple(items) == self._items:
            return
        self._items = tuple(items)
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        self._body = self._make_body()
        self._column.addWidget(self._body)
        self._show_fold()
        self.setVisible(bool(self._items))

    def _toggle(self) -> None:
        self._is_open = not self._is_open
        self._show_fold()

    def _show_fold(self) -> None:
        verb = "收起" if self._is_open else "展开"
        self._fold.setText(f" {_CAPTION}（{len(self._items)} 项）　{verb}")
        if self._body is not None:
            self._body.setVisible(self._is_open)

    def _make_body(self) -> QWidget:
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        hint = _words("现在的表样没有这些栏目，它们不印在表上；需要的请复制到别的栏目。", body)
        mark(hint, "role", "hint")
        column.addWidget(hint)
        stops: list[QWidget] = [self._fold]
        for item in self._items:
            row, text, copy = self._make_row(item, body)
            column.addLayout(row)
            stops += [text, copy]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)
        return body

    def _make_row(self, item: Leftover, body: QWidget) -> tuple[QHBoxLayout, QLabel, QPushButton]:
        label = _words(item.label, body)
        mark(label, "role", "caption")
        text = _words(item.text, body)
        text.setAccessibleName(f"{item.label}：{item.text}")
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        copy = QPushButton("复制", body)
        copy.setAccessibleName(f"复制{item.label}")
        mark(copy, "role", "quiet")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(item.text))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label)
        words.addWidget(text)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        return row, text, copy


def _words(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)  # what was typed is no markup
    label.setWordWrap(True)
    return label
