"""Selections of many rows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, QItemSelection


def selection_of(
    model: QAbstractItemModel, rows: Iterable[int], columns: int = 1
) -> QItemSelection:
    """A selection of rows, with neighbours in one range: Qt compares each with all others.

    Args:
        model: the model.
        rows: the rows, in any order.
        columns: how many columns it has, which Qt's lists do not tell.
    """
    selection = QItemSelection()
    ordered = sorted(rows)
    ends = [*(n for n, row in enumerate(ordered[1:], 1) if row != ordered[n - 1] + 1), len(ordered)]
    start = 0
    for end in ends if ordered else ():
        first, last = ordered[start], ordered[end - 1]
        selection.select(model.index(first, 0), model.index(last, columns - 1))
        start = end
    return selection
