"""Which rows, and which parts of them, stand on which page."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from gonghui_desktop.printing.page.rows import Row


def paginate(
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
        pages.append(_take_rows_with_seals(pages[-1], further_room - closing))
    return pages


def _take_rows_with_seals(rows: list[Row], room: float) -> list[Row]:
    """What seals on a further page take along from the page before: none stands on a bare page.

    The end of the last long text, and whatever rows follow it.
    """
    taken: list[Row] = []
    while rows:
        parts = rows[-1].split_off_lines_with_seals(room)
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
