"""A text edit for a few sentences, such as a reason."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit, QToolTip

from gonghui_desktop.model.pasted.clean_text import clean_paragraphs
from gonghui_desktop.model.pasted.longest import pasted_too_much, room_beside, typed_too_much
from gonghui_desktop.ui.widgets.bounded_text import drop_surplus, text_in

_LARGEST = 1_000_000  # characters; nobody means all of more


class NoteEdit(QPlainTextEdit):
    """Takes a paste cleaned; what is too much is left out, and told in a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._last = ""
        self._is_bounding = False
        self.textChanged.connect(self._bound)

    def setPlainText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Shows a text, whole: an earlier version took longer ones."""
        self._last = text
        super().setPlainText(text)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Inserts what was pasted or dropped."""
        text = source.text()
        if len(text) > _LARGEST:
            self._tell("剪贴板上的文字太长，没有粘贴；请只复制需要的几句。")
            return
        clean = clean_paragraphs(text)
        taken = clean[: room_beside(text_in(self), self.textCursor().selectedText())]
        if left_out := len(clean) - len(taken):
            self._tell(pasted_too_much(left_out, len(clean)))
        if taken:
            self.insertPlainText(taken)

    def _bound(self) -> None:
        if self._is_bounding:
            return
        self._is_bounding = True
        try:
            left_out = drop_surplus(self, self._last)
        finally:
            self._is_bounding = False
        self._last = text_in(self)
        if left_out:
            self._tell(typed_too_much(left_out))

    def _tell(self, sentence: str) -> None:
        where = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        QToolTip.showText(where, sentence, self)
