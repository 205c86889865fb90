"""What reading one package may cost, whatever is in it: counted, so that it is the same anywhere.

Each file has limits of its own; 245 files that keep to theirs may still take minutes together. The
sums here are some times what a full package of honest forms takes, three pages each.
"""

from __future__ import annotations

from enum import Enum


class Cost(Enum):
    """A kind of work, with how much of it a package may cause; about 1.5 s of each.

    Attributes:
        VALUES: numbers, names, brackets … of PDFs that are looked at; a page has some 30.
        UNPACKED: bytes of the PDFs' page contents and character maps; a form has some 40,000.
        SHOWN: characters on all pages of the PDFs; a full page has 2,700.
        SEARCHED: characters that are passed over while values are looked for on pages.
        PARTS: bytes of the Word files' and spreadsheets' parts; a form has some 30,000.
    """

    VALUES = 800_000
    UNPACKED = 40_000_000
    SHOWN = 4_000_000
    SEARCHED = 500_000_000
    PARTS = 100_000_000


class WorkError(ValueError):
    """A package would cause more work than any that an office makes."""


class Budget:
    """Counts the work that one package has caused."""

    def __init__(self) -> None:
        self._left = {cost: cost.value for cost in Cost}

    def spend(self, cost: Cost, amount: int) -> None:
        """Counts some work, before it is done where that is possible.

        Raises:
            WorkError: the package has caused too much of it.
        """
        self._left[cost] -= amount
        if self._left[cost] < 0:
            raise WorkError(cost.name)
