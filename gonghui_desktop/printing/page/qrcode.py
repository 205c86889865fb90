"""A QR code with digits, for a scanner."""

from __future__ import annotations

import segno

from gonghui_desktop.printing.page.geometry import SetCode

_MASK = 0  # every mask is valid; choosing the best of eight takes several times as long


def qr_code(digits: str, left: float, top: float, size: float) -> SetCode:
    """The code at its place, pt; it needs a quiet zone of four modules around it.

    Args:
        digits: what a scanner types.
        left: its left edge.
        top: its upper edge.
        size: from edge to edge.
    """
    code = segno.make(digits, error="m", mask=_MASK, micro=False, boost_error=False)
    rows = tuple(bytes(row) for row in code.matrix)
    return SetCode(left, top, size / len(rows), rows)
