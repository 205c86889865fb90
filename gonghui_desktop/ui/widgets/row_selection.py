"""Selections of many rows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, QItemSelection


def selection_of(model: QAbstractItemModel, rows: Iterable[int]) -> QItemSelection:
    """A selection of rows, with neighbours in one range: Qt compares each with all others."""
    selection = QItemSelection()
    ordered = sorted(rows)
    ends = [*(n for n, row in enumerate(ordered[1:], 1) if row != ordered[n - 1] + 1), len(ordered)]
    start, last = 0, model.columnCount() - 1
    for end in ends:
        if start < end:
            selection.select(model.index(ordered[start], 0), model.index(ordered[end - 1], last))
        start = end
    return selection
