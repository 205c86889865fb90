"""Which rows, and which parts of them, stand on which page."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from gonghui_desktop.printing.rows import Row


def flow(
    rows: Sequence[Row], first_room: float, further_room: float, closing: float
) -> list[list[Row]]:
    """Rows by page; what never breaks (seals, confirmation, notes) follows the last one.

    Args:
        rows: of the table, in order.
        first_room: height for rows on the first page, pt.
        further_room: height for rows on each further page, pt.
        closing: height of what follows the last row, pt.

    Returns:
        The rows of each page; the first page may have none.
    """
    pages: list[list[Row]] = [[]]
    room = first_room
    waiting = deque(rows)
    while waiting:
        row = waiting.popleft()
        if row.height <= room:
            pages[-1].append(row)
            room -= row.height
            continue
        parts = row.split(room)
        if parts is not None:
            head, tail = parts
            pages[-1].append(head)
            waiting.appendleft(tail)
        else:
            waiting.appendleft(row)
        pages.append([])
        room = further_room
    if closing > room:
        _move_company(pages)
    return pages


def _move_company(pages: list[list[Row]]) -> None:
    """Seals on a page of their own take the end of the text along: none stands on a bare page."""
    row = pages[-1].pop()
    parts = row.split_off_company()
    if parts is None:
        pages.append([row])
    else:
        head, tail = parts
        pages[-1].append(head)
        pages.append([tail])
