"""Distribution of the table's rows, and of parts of them, over pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from gonghui_desktop.printing.page.rows import Row

_ROWS_WITH_SEALS = 3
"""Most rows of short values that move with the seals to a page of their own."""


def paginate(
    rows: Sequence[Row], first_room: float, further_room: float, seal_block: float
) -> list[list[Row]]:
    """Distribute rows over pages; the seal block follows the last one and never breaks.

    Args:
        rows: of the table, in order.
        first_room: height for rows on the first page, pt.
        further_room: height for rows on each further page, pt.
        seal_block: height of the seal block, pt.

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
    if seal_block > room:
        pages.append(_take_rows_with_seals(pages[-1], further_room - seal_block))
    return pages


def _take_rows_with_seals(rows: list[Row], room: float) -> list[Row]:
    """Take off the page before what moves with the seals, so that they do not stand alone.

    This is the end of the last long text and the rows after it.
    """
    taken: list[Row] = []
    while rows and len(taken) < _ROWS_WITH_SEALS:
        parts = rows[-1].split_off_lines_with_seals(room)
        if parts is None and not any(row.long for row in rows[:-1]):
            parts = rows[-1].split_blank()  # else the page before would be empty but for its top
        last = rows[-1] if parts is None else parts[1]
        room -= last.height
        if room < 0:
            break
        taken.insert(0, last)
        del rows[-1]
        if parts is not None:
            rows.append(parts[0])
        if parts is not None or last.long:
            break
    return taken
