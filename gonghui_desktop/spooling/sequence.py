"""The order in which a job's pages are printed: copy after copy, each beginning on a new sheet."""

from __future__ import annotations

from collections.abc import Container, Sequence

from gonghui_desktop.spooling.values import Sides


def page_sequence(
    page_counts: Sequence[int],
    copies: Sequence[int],
    ranges: Container[int] | None = None,
    sides: Sides = Sides.ONE,
) -> tuple[int | None, ...]:
    """The pages of a job in the order of printing, all copies made.

    All copies of the first form come first, then all of the second, so that a clerk lifts
    finished sets from the tray.

    Args:
        page_counts: how many pages each form has, in order.
        copies: of each form.
        ranges: page numbers of the whole document, from 1; ``None`` for all.
        sides: on both sides each copy takes whole sheets of paper.

    Returns:
        Page numbers from 0; ``None`` is a blank back, before another copy begins.
    """
    sequence: list[int | None] = []
    first = 0
    for count, times in zip(page_counts, copies, strict=True):
        pages: list[int | None] = [
            page for page in range(first, first + count) if ranges is None or page + 1 in ranges
        ]
        if sides is not Sides.ONE and len(pages) % 2:
            pages.append(None)
        sequence += pages * times
        first += count
    if sequence and sequence[-1] is None:
        sequence.pop()
    return tuple(sequence)
