"""Units of a submission with nearly the same names, as somebody has decided or has yet to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gonghui_desktop.model.units.decisions import Pair


@dataclass(frozen=True)
class NearPairs:
    """What is known of nearly the same names in a submission.

    Attributes:
        same: pairs of keys that are one unit's, as somebody has decided.
        doubts: a sentence about each pair of which nobody has said anything.
    """

    same: frozenset[Pair] = frozenset()
    doubts: Sequence[str] = ()


NO_PAIRS = NearPairs()
"""Of records of which none has nearly the name of another."""
