"""What a person has decided about two names that a program cannot tell apart for certain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Decision:
    """Whether two names are one unit's, as somebody has decided.

    Attributes:
        number: the store's.
        campaign: id of the campaign in which it was decided.
        kind: what is compared.
        one: the one name, or what stands for it.
        other: the other.
        is_same: whether they are one unit's.
        reason: why, in the clerk's words.
        who: the computer's user, empty where nobody knows.
        at: when, with time zone.
    """

    number: int
    campaign: str
    kind: str
    one: str
    other: str
    is_same: bool
    reason: str
    who: str
    at: datetime
