"""Units of the roster that a record's unit seems to be, found at every key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.units.decisions import OF_ROSTER, Decision, Pair, last_of_each, pair_of
from gonghui_desktop.model.units.near_names import NearNames
from gonghui_desktop.model.units.roster import Barred, RosterEntry
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.services.units.source import Source

_MOST = 3
"""Units that are told of one name; the surest first."""


class BarredIndex:
    """The roster by unit, kept as it was read until it changes; thread-safe.

    Before the store is open it is what was stored last time.

    Args:
        campaign: the one looked at, whose decisions count.
        later: ids of campaigns whose entries do not count yet: those after it.
    """

    def __init__(self, campaign: Campaign, later: Iterable[str] = ()) -> None:
        self.campaign = campaign
        self._later = frozenset(later)
        self._lock = Lock()
        self._turn: int | None = None  # of the roster that is known
        self._turn_decided: int | None = None
        self._entries: dict[str, RosterEntry] = {}  # by number as text
        self._by_unit: dict[str, list[str]] = {}
        self._near = NearNames(campaign.places)
        self._decided: Mapping[Pair, Decision] = {}
        self._state = 0
        self._is_read = False

    @property
    def is_filled(self) -> bool:
        """Whether there is a roster, as it was last taken in."""
        return bool(self._entries)

    def state(self, ws: Source) -> int:
        """A number that is another one as soon as the roster is; 0 while nobody is on it."""
        with self._lock:
            self._follow(ws)
            said = sorted((pair, each.reason) for pair, each in self._decided.items())
            return hash((self._state, tuple(said))) if self._entries else 0

    def barred(self, ws: Source, name: str) -> tuple[Barred, ...]:
        """The units on the roster that a unit of that name seems to be, the surest first."""
        with self._lock:
            self._follow(ws)
            return self._among(name)

    def _among(self, name: str) -> tuple[Barred, ...]:
        key = unit_key(name)
        if not key or not self._entries:
            return ()
        equal = self._by_unit.get(key, [])
        found = [self._barred(key, number) for number in equal]
        for near in self._near.near(name) if len(found) < _MOST else ():
            if near.id not in equal:
                found.append(self._barred(key, near.id, near.reason))
        return tuple(found[:_MOST])

    def _barred(self, unit: str, number: str, likeness: str = "") -> Barred:
        entry = self._entries[number]
        decision = self._decided.get(pair_of(unit, entry.name))
        return Barred(entry.name, entry.reason, likeness, decision.reason if decision else "")

    def _follow(self, ws: Source) -> None:
        if not ws.is_open:
            if not self._is_read:
                self._fill(ws.reader.roster())
            return
        turn = ws.store.roster_turn()
        if turn != self._turn:
            self._fill(ws.store.roster())
            self._turn = turn
        turn = ws.store.decisions_turn()
        if turn != self._turn_decided:
            self._decided = last_of_each(ws.store.decisions(self.campaign.id), OF_ROSTER)
            self._turn_decided = turn

    def _fill(self, entries: Iterable[RosterEntry]) -> None:
        self._is_read = True
        self._entries.clear()
        self._by_unit.clear()
        self._near = NearNames(self.campaign.places)
        for entry in entries:
            if entry.campaign in self._later:
                continue
            number = str(entry.number)
            self._entries[number] = entry
            self._by_unit.setdefault(unit_key(entry.name), []).append(number)
            self._near.add(number, entry.name)
        known = ((entry.name, entry.reason) for entry in self._entries.values())
        self._state = hash(tuple(known)) if self._entries else 0
