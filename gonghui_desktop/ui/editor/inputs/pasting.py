"""Pasting into an input: what is on the clipboard, cleaned, bounded, or offered as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QMimeData, SignalInstance
from PySide6.QtGui import QTextDocumentFragment

from gonghui_desktop.model.pasted.clean_text import clean
from gonghui_desktop.model.pasted.private_use import with_standard_characters
from gonghui_desktop.model.pasted.spreadsheet_cells import is_table, only_cell

_LARGEST_TABLE = 1_000_000  # characters
_LONGEST_HTML = 1_000_000  # characters; nobody but a web page leaves nothing but HTML


@dataclass(frozen=True)
class Pasted:
    """A text to be pasted.

    Attributes:
        raw: as it is on the clipboard.
        clean: without what other programs bring along, and in standard characters.
    """

    raw: str
    clean: str


class PastingInput(Protocol):
    """An input that text can be pasted into."""

    @property
    def table_pasted(self) -> SignalInstance:
        """Emitted with a text that looks like rows of a spreadsheet, instead of pasting it."""

    @property
    def paste_refused(self) -> SignalInstance:
        """Emitted with a Chinese sentence where nothing was pasted."""

    @property
    def room(self) -> int:
        """Characters that the input takes besides those that stay in it."""

    def paste_text(self, text: str) -> None:
        """Inserts a text, cleaned."""


def paste_into(target: PastingInput, data: QMimeData | None) -> None:
    """Pastes what the clipboard has, or says by a signal why not."""
    text = _text_of(data) if data is not None else ""
    if not text:
        return
    if len(text) <= _LARGEST_TABLE and is_table(text):
        target.table_pasted.emit(text)
    else:
        paste_within_limits(target, text)


def paste_within_limits(target: PastingInput, text: str) -> None:
    """Pastes a text as it is, unless it is too long for any field."""
    if len(text) > target.room:
        target.paste_refused.emit(_too_long(len(text), target.room))
    else:
        target.paste_text(text)


def pasted_text(text: str, *, is_long: bool) -> Pasted:
    """A text from the clipboard for a field: paragraphs where the field is long, else a line."""
    cell = only_cell(text)
    cleaned = clean(text if cell is None else cell, is_long=is_long)
    return Pasted(text, with_standard_characters(cleaned))


def spliced(text: str, start: int, end: int, inserted: str) -> str:
    """The text with another one in the place of a part; places count UTF-16 units, as Qt does."""
    units = text.encode("utf-16-le", "surrogatepass")
    before, after = units[: 2 * start], units[2 * end :]
    middle = inserted.encode("utf-16-le", "surrogatepass")
    return (before + middle + after).decode("utf-16-le", "surrogatepass")


def _text_of(data: QMimeData) -> str:
    """The plain text, in which Word and browsers write numbers and tables out; else the HTML's."""
    if data.hasText() and (text := data.text()):
        return text
    if not data.hasHtml() or len(html := data.html()) > _LONGEST_HTML:
        return ""
    return QTextDocumentFragment.fromHtml(html).toPlainText()


def _too_long(length: int, room: int) -> str:
    size = f"{length / 10_000:.0f} 万" if length >= 10_000 else f"{length}"
    left = f"{room // 10_000} 万" if room >= 10_000 else f"{room}"
    return f"剪贴板上的文字有 {size} 字，这一栏还放得下 {left} 字，没有粘贴；请分段复制需要的部分。"
