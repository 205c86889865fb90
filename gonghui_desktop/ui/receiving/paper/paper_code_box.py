"""Where a scanner types: codes are taken however the scanner ends them, or does not."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.checkcode import QR_LENGTH
from gonghui_desktop.model.paper_codes import ScannedCode, ShortCode, read_paper_code

_LONGEST = 20_000
"""Characters that can be pasted: the codes of 400 sheets."""

_GARBLED = 80  # ms: a scanner without a return key has finished what cannot be read
_TYPED = 800  # ms: a person has finished a short code
_RIGHT_AFTER = 300  # ms: a key that ends the code before it
_NEXT_CODE = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")
_NO_INPUT_METHOD = Qt.WidgetAttribute.WA_InputMethodEnabled


class PaperCodeBox(QLineEdit):
    """Takes one code after the other and is empty again.

    The return key and the tab key end a code. A QR code that can be read ends by itself, so that
    scanners that send no such key never run two together; so does, after a pause, a short code.
    Each line that is pasted or dropped is a code.
    """

    entered = Signal(str)
    """A code, or what was typed as one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper_code")
        self.setAccessibleName("二维码或校验码")
        self.setPlaceholderText("扫描二维码，或输入 13 位校验码后按回车")
        self.setAttribute(_NO_INPUT_METHOD, False)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setMaxLength(_LONGEST)
        self.setClearButtonEnabled(True)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._take)
        self._has_ended = False  # a code has ended by itself with the key that is looked at
        self._ended_at: int | None = None  # the key event's time in ms
        self.textEdited.connect(self._on_edited)

    def event(self, event: QEvent) -> bool:
        """Sees the keys that end a code, before the tab key goes to the next widget."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().event(event)
        ended_at, self._ended_at, self._has_ended = self._ended_at, None, False
        is_right_after = ended_at is not None and event.timestamp() - ended_at < _RIGHT_AFTER
        if _ends(event) and (is_right_after or self._is_entry(event)):
            self._take()
            event.accept()
            return True
        is_done = super().event(event)
        if self._has_ended:
            self._ended_at = event.timestamp()
        return is_done

    def _is_entry(self, event: QKeyEvent) -> bool:
        """Whether a key ends a code; tab goes on from what was told to be none already."""
        return event.key() != Qt.Key.Key_Tab or (self.isModified() and bool(self.text().strip()))

    def _on_edited(self, text: str) -> None:
        self._pause.stop()
        if _NEXT_CODE.search(text):
            self._take()
            return
        match _code_of(text):
            case ScannedCode():
                self._take()
                self._has_ended = True
            case ShortCode():
                self._pause.start(_TYPED)
            case None if sum(char.isdecimal() for char in text) >= QR_LENGTH:
                self._pause.start(_GARBLED)

    def _take(self) -> None:
        self._pause.stop()
        text = self.text()
        self.clear()
        for code in _NEXT_CODE.split(text):
            if code.strip():
                self.entered.emit(code)


def _ends(event: QKeyEvent) -> bool:
    is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


def _code_of(text: str) -> ScannedCode | ShortCode | None:
    try:
        return read_paper_code(text)
    except InputError:
        return None
