"""Where a page's dots lie on a printer's sheet: arithmetic on what the driver tells of itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

FINEST = 720
"""Dots per inch that are drawn. More is not seen in text, and takes four times the room."""

_MOST_STEPS = 16
_A4 = (210.0, 297.0)  # mm
_SLACK = 3.0  # mm that a driver may round its A4 by


@dataclass(frozen=True)
class Device:
    """What a driver tells of its sheet (``GetDeviceCaps``); all but ``dpi`` in its dots.

    Attributes:
        dpi: dots per inch, across and down; they may differ.
        sheet: the whole sheet, zeros where the driver does not tell.
        offset: from the sheet's corner to where it can begin to print.
    """

    dpi: tuple[int, int]
    sheet: tuple[int, int]
    offset: tuple[int, int]

    @property
    def steps(self) -> tuple[int, int]:
        """How many of the device's dots, across and down, one drawn dot takes.

        Whole numbers: where bands of dots are stretched by a fraction, white lines appear between
        them (SumatraPDF's issue 919).
        """
        across, down = self.dpi
        return _step(across), _step(down)

    @property
    def drawn_dpi(self) -> tuple[float, float]:
        """Dots per inch that are drawn, across and down."""
        (across, down), (dots_across, dots_down) = self.dpi, self.steps
        return across / dots_across, down / dots_down

    def place(self, top: int, width: int, height: int) -> tuple[int, int, int, int]:
        """Where drawn dots lie, from where the driver counts: left, top, width, height.

        The page's corner is the sheet's, whatever margin the printer cannot print on.

        Args:
            top: the first drawn row, counted from the page's upper edge.
            width: drawn dots in a row, from the page's left edge.
            height: drawn rows.
        """
        (across, down), (left, upper) = self.steps, self.offset
        return -left, top * down - upper, width * across, height * down

    @property
    def has_a4(self) -> bool:
        """Whether the sheet is A4, upright; taken to be so where the driver does not tell."""
        if not all(self.sheet):
            return True
        measured = (dots / dpi * 25.4 for dots, dpi in zip(self.sheet, self.dpi, strict=True))
        return all(isclose(mm, a4, abs_tol=_SLACK) for mm, a4 in zip(measured, _A4, strict=True))


def _step(dpi: int) -> int:
    fitting = (step for step in range(1, _MOST_STEPS) if dpi % step == 0 and dpi // step <= FINEST)
    return next(fitting, 1)
