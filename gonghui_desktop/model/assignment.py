"""The assignment of columns to fields with the highest sum of scores (Hungarian method)."""

from __future__ import annotations

from collections.abc import Sequence


def best_assignment(scores: Sequence[Sequence[float]]) -> tuple[int | None, ...]:
    """For each row of a matrix the column given to it; no column is given twice.

    Args:
        scores: 0 and above; a pair of score 0 is never made. Rows may be more than columns.

    Returns:
        The column of each row, or ``None``. Takes the cube of the longer side in time.
    """
    size = max(len(scores), max(map(len, scores), default=0))
    cost = [
        [-(row[column] if column < len(row) else 0.0) for column in range(size)]
        for row in [*scores, *[()] * (size - len(scores))]
    ]
    owners = _owners(cost, size)
    given: list[int | None] = [None] * len(scores)
    for column, row in enumerate(owners):
        if row < len(scores) and column < len(scores[row]) and scores[row][column] > 0:
            given[row] = column
    return tuple(given)


def _owners(cost: Sequence[Sequence[float]], size: int) -> list[int]:
    """The row of each column at the lowest cost, by shortest augmenting paths (Kuhn, Munkres)."""
    of_row, of_column = [0.0] * (size + 1), [0.0] * (size + 1)  # potentials
    owner = [0] * (size + 1)  # rows and columns count from 1; 0 is nobody
    for row in range(1, size + 1):
        owner[0] = row
        column = 0
        least, came_from = [float("inf")] * (size + 1), [0] * (size + 1)
        used = [False] * (size + 1)
        while owner[column]:
            used[column] = True
            delta, following = float("inf"), 0
            for each in range(1, size + 1):
                if used[each]:
                    continue
                reduced = cost[owner[column] - 1][each - 1] - of_row[owner[column]]
                reduced -= of_column[each]
                if reduced < least[each]:
                    least[each], came_from[each] = reduced, column
                if least[each] < delta:
                    delta, following = least[each], each
            for each in range(size + 1):
                if used[each]:
                    of_row[owner[each]] += delta
                    of_column[each] -= delta
                else:
                    least[each] -= delta
            column = following
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return [row - 1 for row in owner[1:]]
