"""Units of a submission with nearly the same names, as somebody has decided or has yet to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gonghui_desktop.model.units.same_units import AS_WRITTEN, SameUnits


@dataclass(frozen=True)
class NearPairs:
    """What is known of nearly the same names in a submission.

    Attributes:
        decided: which names are one unit's, as somebody has decided.
        doubts: a sentence about each pair of which nobody has said anything.
    """

    decided: SameUnits = AS_WRITTEN
    doubts: Sequence[str] = ()


NO_PAIRS = NearPairs()
"""Of records of which none has nearly the name of another."""
