"""Rows of a table for the clipboard: pasted into a spreadsheet or a letter, they are a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData

_FORMULA = ("=", "+", "-", "@")
_CELL = "<td style=\"mso-number-format:'\\@'\">{}</td>"


def copied_table(lines: Sequence[Sequence[str]]) -> QMimeData:
    """A table as lines of cells apart by tabs, and as markup, both with cells that are texts.

    Names come from strangers: one that begins as a formula does would be run by a spreadsheet.
    """
    rows = ("".join(_CELL.format(escape(cell)) for cell in line) for line in lines)
    data = QMimeData()
    data.setText("\n".join("\t".join(map(_plain, line)) for line in lines))
    data.setHtml(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return data


def _plain(cell: str) -> str:
    text = " ".join(cell.split())
    return f"'{text}" if text.startswith(_FORMULA) else text
