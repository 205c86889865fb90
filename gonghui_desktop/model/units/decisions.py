"""What a person has decided about two names that a program cannot tell apart for certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from gonghui_desktop.model.units.unit_names import unit_key

OF_UNITS = "unit"
"""The kind of a decision about two names of units that are put forward."""

OF_ROSTER = "roster"
"""The kind of a decision about the name of a unit that is put forward and one on the roster."""

_SAYS_SAME = ("是同一单位", "同一单位", "同一个单位", "是同一个单位")

Pair = tuple[str, str]
"""Levelled names of two units, in the order of their characters."""


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


def pair_of(one: str, other: str) -> Pair:
    """The pair that two names make, whichever is first and however they are dressed."""
    first, second = sorted((unit_key(one), unit_key(other)))
    return first, second


def says_same(reason: str) -> bool:
    """Whether a reason says that two names are one unit's, as by the ready one."""
    return unit_key(reason).startswith(_SAYS_SAME)


def last_of_each(decisions: Iterable[Decision], kind: str = OF_UNITS) -> Mapping[Pair, Decision]:
    """What counts of decisions of a kind in the order in which they were made."""
    return {(each.one, each.other): each for each in decisions if each.kind == kind}
