"""What of the canvas is to be in view while a field is filled in: plain geometry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from gonghui_desktop.printing.sheet import Box, PageBoxes
from gonghui_desktop.ui.page_view.layout import POINTS_PER_MM

_ROOM = 16
"""Pixels of canvas kept around a cell that is scrolled into view."""
_AROUND = 2
"""Lines kept in view above and below the caret's."""


def caret_line(pages: Sequence[PageBoxes], field_id: str, share: float) -> tuple[int, Box] | None:
    """The page, from 0, and the line on it, in mm, where a field's text is being written.

    The input breaks its lines elsewhere than the page does, so it may be a line beside the true
    one.

    Args:
        pages: of one record.
        field_id: the field.
        share: of the text's lines that stand above the caret, from 0 to 1.
    """
    parts = [
        (page, boxes.fields[field_id], boxes.settings[field_id])
        for page, boxes in enumerate(pages)
        if field_id in boxes.fields and field_id in boxes.settings
    ]
    lines = sum(setting.lines for _page, _cell, setting in parts)
    line = max(min(int(share * lines), lines - 1), 0)
    for page, cell, setting in parts:
        if line < setting.lines:
            pitch = setting.pitch / POINTS_PER_MM
            down = max(min(line * pitch, cell.height - pitch), 0)
            return page, Box(cell.left, cell.top + down, cell.width, pitch)
        line -= setting.lines
    return None


def top_showing_line(line: QRectF, visible: QRectF) -> float:
    """Where the view's top must be, as little moved as will do, to show a line and its neighbours.

    Args:
        line: on the canvas.
        visible: the part of the canvas that is seen.
    """
    around = _AROUND * line.height()
    first = line.bottom() + around - visible.height()
    return min(max(visible.top(), first), line.top() - around)


def top_showing_cell(cells: Sequence[QRectF], visible: QRectF) -> float:
    """Where the view's top must be, as little moved as will do, to show a cell or its beginning.

    Args:
        cells: the parts of one field, at least one, on the canvas.
        visible: the part of the canvas that is seen.
    """
    if any(visible.contains(cell) for cell in cells):
        return visible.top()
    cell = next((cell for cell in cells if cell.intersects(visible)), cells[0])
    if cell.height() + 2 * _ROOM <= visible.height() and cell.bottom() > visible.bottom():
        return cell.bottom() + _ROOM - visible.height()
    begins_in_view = visible.top() <= cell.top() <= visible.bottom() - visible.height() / 3
    return visible.top() if begins_in_view else cell.top() - _ROOM
