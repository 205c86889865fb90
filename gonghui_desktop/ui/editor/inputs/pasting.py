"""Pasting into an input: what is on the clipboard, cleaned, bounded, or offered as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QMimeData, SignalInstance
from PySide6.QtGui import QTextDocumentFragment

from gonghui_desktop.model.pasted.clean_text import clean
from gonghui_desktop.model.pasted.longest import pasted_too_much
from gonghui_desktop.model.pasted.private_use import with_standard_characters
from gonghui_desktop.model.pasted.spreadsheet_cells import is_table, only_cell
from gonghui_desktop.ui.widgets.bounded_text import before_unit

_LARGEST = 1_000_000  # characters of a table, or of a text that is read at all
_TOO_LONG = "剪贴板上的文字有 {} 万字，没有粘贴；请只复制这一栏需要的部分。"
_LONGEST_HTML = 1_000_000  # characters; nobody but a web page leaves nothing but HTML


@dataclass(frozen=True)
class Pasted:
    """A text to be pasted.

    Attributes:
        raw: as it is on the clipboard.
        clean: without what other programs bring along, and in standard characters; as much of it
            as there is room for.
        told: a sentence on what was left out, empty where nothing was.
    """

    raw: str
    clean: str
    told: str = ""


class PastingInput(Protocol):
    """An input that text can be pasted into."""

    @property
    def table_pasted(self) -> SignalInstance:
        """Emitted with a text that looks like rows of a spreadsheet, instead of pasting it."""

    @property
    def not_taken(self) -> SignalInstance:
        """Emitted with a Chinese sentence on what was not pasted, or not all of it."""

    def paste_text(self, text: str) -> None:
        """Inserts a text, cleaned, as far as there is room."""


def paste_into(target: PastingInput, data: QMimeData | None) -> None:
    """Pastes what the clipboard has, or says by a signal why not."""
    text = _text_of(data) if data is not None else ""
    if not text:
        return
    if len(text) <= _LARGEST and is_table(text):
        target.table_pasted.emit(text)
    else:
        paste_within_limits(target, text)


def paste_within_limits(target: PastingInput, text: str) -> None:
    """Pastes a text as it is, unless nobody can mean all of it."""
    if len(text) > _LARGEST:
        target.not_taken.emit(_TOO_LONG.format(len(text) // 10_000))
    else:
        target.paste_text(text)


def pasted_text(text: str, room: int, *, is_long: bool) -> Pasted:
    """A text from the clipboard for a field: paragraphs where the field is long, else a line.

    Args:
        text: as it is on the clipboard.
        room: characters that the field still takes.
        is_long: whether it has paragraphs.
    """
    cell = only_cell(text)
    cleaned = with_standard_characters(clean(text if cell is None else cell, is_long=is_long))
    left_out = len(cleaned) - room
    if left_out <= 0:
        return Pasted(text, cleaned)
    taken = cleaned[:room]
    return Pasted(taken, taken, pasted_too_much(left_out, len(cleaned)))


def spliced(text: str, start: int, end: int, inserted: str) -> str:
    """The text with another one in the place of a part; places count UTF-16 units, as Qt does."""
    before, through = before_unit(text, start), before_unit(text, end)
    return f"{before}{inserted}{text[len(through) :]}"


def _text_of(data: QMimeData) -> str:
    """The plain text, in which Word and browsers write numbers and tables out; else the HTML's."""
    if data.hasText() and (text := data.text()):
        return text
    if not data.hasHtml() or len(html := data.html()) > _LONGEST_HTML:
        return ""
    return QTextDocumentFragment.fromHtml(html).toPlainText()
