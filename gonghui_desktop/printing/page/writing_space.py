"""Heights of long texts that are left empty, to be written by hand."""

from __future__ import annotations

from collections.abc import Sequence

from gonghui_desktop.printing.page.rows import Row

_LAST_SHARE = 2 / 3
"""Of the height of all texts for the form's last one. The official forms end with 主要措施, by
which the 工作目标 before it are reached, and which need more words."""


def is_for_hand(texts: Sequence[Row]) -> bool:
    """Whether these long texts of a page are all empty, and the form's last one is among them."""
    return all(row.blank for row in texts) and any(row.last_text for row in texts)


def share_for_hand(texts: Sequence[Row], height: float) -> list[float]:
    """Heights of empty long texts, the form's last one at the end: it gets two thirds.

    Where a high label needs more than its text's share, the last one gets what that leaves.

    Args:
        texts: at least one.
        height: of all of them together, pt; no less than they need.
    """
    *others, last = [row.height for row in texts]
    share = (1 - _LAST_SHARE) * height / max(len(others), 1)
    heights = [max(need, share) for need in others]
    if height - sum(heights) < last:
        heights = others
    return [*heights, height - sum(heights)]
