"""The roster of units that may not be put forward again.

A unit that was a 典型 in 2015 or 2016, or that has presented its experience at city level or above,
is barred (campaign rules).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from gonghui_desktop.model.units.unit_names import unit_key

_ON_ROSTER = "历年典型名单里的"
_LONGEST_SHOWN = 60


class Listed(NamedTuple):
    """A unit as a list names it.

    Attributes:
        name: as it is written there.
        reason: why it may not be put forward again, such as ``2015年典型``; empty if unsaid.
    """

    name: str
    reason: str = ""


@dataclass(frozen=True)
class RosterEntry:
    """A unit on the roster.

    Attributes:
        number: the store's.
        campaign: id of the campaign from which on it is barred.
        name: as the list has it.
        reason: see :class:`Listed`.
        source: where it comes from, such as a file's name; empty for what was typed.
        added_at: since when it stands there, with time zone.
        who: the computer's user who added it, empty where nobody knows.
    """

    number: int
    campaign: str
    name: str
    reason: str
    source: str
    added_at: datetime
    who: str = ""


@dataclass(frozen=True)
class Barred:
    """A unit on the roster that a record's unit seems to be.

    Attributes:
        name: as the roster has it.
        reason: see :class:`Listed`.
        likeness: why it may be the same one, a clause; empty where the names are equal.
        decided: what somebody has said of it in the campaign, empty for nothing.
    """

    name: str
    reason: str
    likeness: str = ""
    decided: str = ""

    @property
    def title(self) -> str:
        """The entry, such as ``历年典型名单里的“大连示例重工”（2015年典型）``."""
        why = f"（{self.reason}）" if self.reason else ""
        return f"{_ON_ROSTER}“{self.name[:_LONGEST_SHOWN]}”{why}"


def is_of_roster(message: str) -> bool:
    """Whether a finding's message is about the roster, which each office has its own of."""
    return _ON_ROSTER in message


def once(listed: Iterable[Listed]) -> Mapping[str, Listed]:
    """The units of a list by their key, each once: its first name, and the first reason it has."""
    units: dict[str, Listed] = {}
    for each in listed:
        key = unit_key(each.name)
        first = units.setdefault(key, each)
        if each.reason and not first.reason:
            units[key] = Listed(first.name, each.reason)
    return units
