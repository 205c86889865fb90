"""The list of offices that are expected to report, and when two names are one office's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from gonghui_desktop.model.units.places import Places
from gonghui_desktop.model.units.unit_names import unit_key

_BARE = frozenset(("", "总工会", "工会", "工会委员会", "工会工作委员会", "产业工会"))
"""What is no name without the place before it: 大连市总工会 is not 辽宁省总工会."""


class ListedOffice(NamedTuple):
    """An office as a list names it.

    Attributes:
        name: as it is written there.
        kind: id of its kind.
    """

    name: str
    kind: str


@dataclass(frozen=True)
class ExpectedOffice:
    """An office that is expected to report.

    Attributes:
        number: the store's.
        campaign: id of the campaign in which it reports.
        name: as the list has it.
        kind: id of its kind, such as ``district``.
        source: where it comes from, such as a file's name.
        added_at: since when it stands there, with time zone.
        who: the computer's user who added it, empty where nobody knows.
    """

    number: int
    campaign: str
    name: str
    kind: str
    source: str
    added_at: datetime
    who: str = ""


class OfficeAction(StrEnum):
    """What was done to the list; the first time it is frozen, changes are written down."""

    FREEZE = "freeze"
    ADD = "add"
    REMOVE = "remove"
    KIND = "kind"

    @property
    def word(self) -> str:
        """What clerks call it."""
        return _WORDS[self]


_WORDS = {
    OfficeAction.FREEZE: "确定名单",
    OfficeAction.ADD: "加入",
    OfficeAction.REMOVE: "去掉",
    OfficeAction.KIND: "改类型",
}


@dataclass(frozen=True)
class OfficeEvent:
    """One entry of what was done to a list from the moment on in which it was frozen.

    Attributes:
        number: the store's.
        campaign: id of the campaign.
        action: what was done.
        name: of the office; empty for the whole list.
        kind: the office's kind from then on, or before it was removed; empty likewise.
        reason: why, in the clerk's words.
        at: when, with time zone.
        who: the computer's user, empty where nobody knows.
    """

    number: int
    campaign: str
    action: OfficeAction
    name: str
    kind: str
    reason: str
    at: datetime
    who: str = ""


def frozen_by(events: Iterable[OfficeEvent]) -> OfficeEvent | None:
    """The event that froze a list, the first of several; ``None`` while it is open."""
    return next((each for each in events if each.action is OfficeAction.FREEZE), None)


def office_key(name: str, places: Places) -> str:
    """What two spellings of an office's name share.

    As :func:`~.unit_names.unit_key`, and without the places in front in which all offices are:
    大连市中山区总工会 and 中山区总工会 are one.
    """
    key = unit_key(name)
    around = [unit_key(each) for place in places.places if place.is_around for each in place.names]
    while (shorter := _without_place(key, around)) != key:
        key = shorter
    return key


def _without_place(key: str, around: Iterable[str]) -> str:
    found = max((each for each in around if each and key.startswith(each)), key=len, default="")
    rest = key.removeprefix(found)
    return key if rest in _BARE else rest


def by_key(offices: Iterable[ExpectedOffice], places: Places) -> Mapping[str, ExpectedOffice]:
    """Offices by :func:`office_key`; of two spellings of one the first."""
    found: dict[str, ExpectedOffice] = {}
    for each in offices:
        found.setdefault(office_key(each.name, places), each)
    return found
