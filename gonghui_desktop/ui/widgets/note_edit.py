"""A text edit for a few sentences, such as a reason."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit, QToolTip

from gonghui_desktop.model.pasted.clean_text import clean_paragraphs

_LONGEST = 10_000  # characters that it takes at once


class NoteEdit(QPlainTextEdit):
    """Takes a paste cleaned; one that is too long to be a note is refused in a sentence."""

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Inserts what was pasted or dropped."""
        text = source.text()
        if len(text) > _LONGEST:
            where = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
            sentence = "剪贴板上的文字太长，没有粘贴；请只复制需要的几句。"
            QToolTip.showText(where, sentence, self)
        else:
            self.insertPlainText(clean_paragraphs(text))
