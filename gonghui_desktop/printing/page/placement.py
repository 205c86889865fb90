"""Placement of the table's rows on a page, in the frame around them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from gonghui_desktop.printing.page.geometry import BOTTOM, LEFT, RIGHT, PageLayout, Rect
from gonghui_desktop.printing.page.rows import Row
from gonghui_desktop.printing.page.seal_block import SealBlock
from gonghui_desktop.printing.page.writing_space import is_for_hand, share_for_hand

_MOST_ROW = 40.0
"""Greatest height of rows of short values in a form without long texts, pt."""


def fill(rows: Sequence[Row], height: float) -> list[float]:
    """Heights of the rows that fill a page: long texts share spare height by their own heights.

    Where all of them are empty, they are to be written by hand, and the last one gets more.
    """
    needs = [row.height for row in rows]
    free = height - sum(needs)
    long = [row.long for row in rows]
    texts = [*compress(rows, long)]
    if texts:
        text_needs = [*compress(needs, long)]
        taken = sum(text_needs)
        shares = [need * (free + taken) / taken for need in text_needs]
        if is_for_hand(texts):
            shares = share_for_hand(texts, free + taken)
        text_heights = iter(shares)
        return [
            next(text_heights) if is_long else need
            for is_long, need in zip(long, needs, strict=True)
        ]
    share = free / len(rows) if rows else 0.0
    return [max(need, min(_MOST_ROW, need + share)) for need in needs]


def place_last(page: PageLayout, top: float, rows: Sequence[Row], seal_block: SealBlock) -> None:
    """Place the rows above the seals; they fill the page, so that every form looks alike."""
    heights = fill(rows, BOTTOM - seal_block.height - top)
    place_rows(page, top, rows, heights, seal_block.table_height)
    seal_block.place(page, top + sum(heights))


def place_rows(
    page: PageLayout,
    top: float,
    rows: Sequence[Row],
    heights: Sequence[float],
    below: float = 0.0,
) -> None:
    """Place rows, and the frame around them and around the height ``below`` them."""
    y = top
    for row, height in zip(rows, heights, strict=True):
        if y > top:
            page.across(y)
        row.place(page, y, y + height)
        y += height
    if below and rows:
        page.across(y)
    if rows or below:
        page.frame(Rect(LEFT, top, RIGHT, y + below))
