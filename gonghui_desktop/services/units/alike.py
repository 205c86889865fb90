"""The campaign's records by unit and by telephone number, kept up to date change by change.

A record is checked at every key; 10,000 others cannot be read for that.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from threading import Lock
from typing import Self

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.reasons import is_reason
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.units.alike import (
    MOST_NAMED,
    Alike,
    Double,
    NearPeer,
    Peer,
    near_doubt,
    peer_of,
)
from gonghui_desktop.model.units.decisions import Decision, Pair, last_of_each, says_same
from gonghui_desktop.model.units.near_names import Near, NearNames
from gonghui_desktop.model.units.near_pairs import NO_PAIRS, NearPairs
from gonghui_desktop.model.units.same_units import SameUnits
from gonghui_desktop.services.units.source import Source

_MOST_SCANNED = 50
"""Records with the same number that are looked at; an office's own may stand in all of them."""

SharedUnits = frozenset[tuple[tuple[str, str], ...]]
"""Of each unit with several records, and of two with nearly the same name: the records' ids, each
with what was said of it."""


class _Unit:
    """The records of one unit.

    Attributes:
        ids: of its records, first made first.
        reasons: record id to its reason, where it has one.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.reasons: dict[str, str] = {}

    @property
    def reason(self) -> str:
        """What one of its records says, empty if none does."""
        return next(iter(self.reasons.values()), "")

    @property
    def is_explained(self) -> bool:
        """Whether its records say why they are not one unit's; the last of them need not."""
        return len(self.ids) <= len(self.reasons) + 1


class AlikeIndex:
    """What the records of one campaign have in common; thread-safe.

    Args:
        campaign: whose records, on forms that it has.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self._lock = Lock()
        self._mark: int | None = None  # what of the store's changes is known
        self._turn: int | None = None  # which decisions are known
        self._decided: Mapping[Pair, Decision] | None = None  # ``None``: nobody can have decided
        self._is_filled = False
        self._peers: dict[str, Peer] = {}
        self._by_unit: dict[str, _Unit] = {}  # by key
        self._by_contact: dict[str, list[str]] = {}  # number to record ids, first made first
        self._names = NearNames(campaign.places)  # of the units, by key
        self._near_to: dict[str, tuple[Near, ...]] = {}  # of units that were asked for

    @classmethod
    def of(
        cls,
        campaign: Campaign,
        records: Iterable[Record],
        decided: Mapping[Pair, Decision] | None = None,
    ) -> Self:
        """An index of records that no store has as one's own: of a package, or of several.

        For :meth:`among`, :meth:`pairs_among` and :meth:`doubles_among`.

        Args:
            campaign: whose records.
            records: with ids that tell them apart.
            decided: what somebody has said of pairs; ``None`` where nobody can have.
        """
        index = cls(campaign)
        index._fill(records)
        index._decided = decided
        return index

    def follow(
        self, come: Mapping[str, Record], gone: Iterable[str], decided: Mapping[Pair, Decision]
    ) -> None:
        """Takes in which of such records have come and gone since, and what was decided."""
        with self._lock:
            for record_id in gone:
                self._put(record_id, None)
            for record_id, record in come.items():
                self._put(record_id, record)
            self._decided = decided

    def alike(self, ws: Source, form: FormDefinition, record: Record) -> Alike:
        """What a record, as it is given here, has in common with the others as stored."""
        with self._lock:
            self._follow(ws)
            return self.among(form, record)

    def among(self, form: FormDefinition, record: Record) -> Alike:
        """As :meth:`alike`, with the others as they were last taken in."""
        own = peer_of(form, record)
        unit = self._by_unit.get(own.unit, _Unit())
        others = (self._peers[each] for each in unit.ids if each != own.id)
        named = tuple(islice(others, MOST_NAMED + 1))
        is_own = own.id in self._peers and self._peers[own.id].unit == own.unit
        silent = len(unit.ids) - len(unit.reasons) - (is_own and own.id not in unit.reasons)
        return Alike(
            units=named,
            unit_reason=named[0].reason if named and not silent else "",
            near=tuple(self._near_peers(own)),
            contacts=dict(self._same_contacts(own)),
        )

    def shared_units(self, ws: Source) -> SharedUnits:
        """The units that several records name, and those of which two have nearly the same name."""
        with self._lock:
            self._follow(ws)
            groups = [self._told(unit) for unit in self._by_unit.values() if len(unit.ids) > 1]
            if ws.is_open:
                groups += [
                    (*self._told(self._by_unit[one]), *self._told(self._by_unit[other], decided))
                    for one, other, _, decided in self._near_pairs()
                ]
            return frozenset(groups)

    def doubles(self, ws: Source) -> list[Double]:
        """The units that several records name, and those of which two have nearly the same name.

        As the checks have it, one of several records need not be explained. Nearly the same names
        are not looked for before the store is open, which takes longer.
        """
        with self._lock:
            self._follow(ws)
            return self.doubles_among(with_near=ws.is_open)

    def doubles_among(self, *, with_near: bool = True) -> list[Double]:
        """As :meth:`doubles`, of the records as they were last taken in."""
        found = [
            self._double(unit.ids, "", unit.reason if unit.is_explained else "")
            for unit in self._by_unit.values()
            if len(unit.ids) > 1
        ]
        for one, other, likeness, decided in self._near_pairs() if with_near else ():
            units = (self._by_unit[one], self._by_unit[other])
            said = decided or units[0].reason or units[1].reason
            found.append(self._double([each.ids[0] for each in units], likeness, said))
        return sorted(found, key=lambda each: self._age(each.records[0]))

    def _double(self, ids: Sequence[str], likeness: str, reason: str) -> Double:
        titles = tuple(self._peers[each].title for each in ids)
        return Double(tuple(ids), titles, likeness, reason)

    def pairs(self, ws: Source) -> NearPairs:
        """Units with nearly the same names; none before the store is open, which takes longer."""
        if not ws.is_open:
            return NO_PAIRS
        with self._lock:
            self._follow(ws)
            return self.pairs_among()

    def pairs_among(self) -> NearPairs:
        """As :meth:`pairs`, of the records as they were last taken in."""
        same, doubts = set(), []
        for one, other, likeness, reason in self._near_pairs():
            said = [reason] if reason else [self._by_unit[key].reason for key in (one, other)]
            if any(map(says_same, said)):
                same.add((min(one, other), max(one, other)))
            elif not any(said):
                first, second = (self._first_of(key).title for key in (one, other))
                doubts.append(near_doubt(first, second, likeness))
        decided = SameUnits(frozenset(same), SameUnits.of(self._decided or {}).apart)
        return NearPairs(decided, tuple(doubts))

    def _near_peers(self, own: Peer) -> Iterator[NearPeer]:
        """One record of each unit with nearly the same name, that made first to the front."""
        near = [each for each in self._names.near(own.name) if each.id != own.unit]
        for each in sorted(near, key=lambda each: self._age(self._first_of(each.id).id)):
            peer = self._first_other(each.id, own)
            if peer is not None:
                reason = self._decision(own.unit, each.id)
                if self._decided is None:
                    reason = self._by_unit[each.id].reason
                yield NearPeer(peer, each.reason, reason)

    def _near_pairs(self) -> Iterator[tuple[str, str, str, str]]:
        """Keys of two units with nearly the same name, why, and what was decided."""
        for key in self._by_unit:
            near = self._near_to.get(key)
            if near is None:
                name = self._first_of(key).name
                near = self._near_to[key] = tuple(
                    each for each in self._names.near(name) if each.id != key
                )
            for each in near:
                if self._is_older(key, each.id):
                    yield key, each.id, each.reason, self._decision(key, each.id)

    def _decision(self, one: str, other: str) -> str:
        """The reason of what was decided about two keys, empty for nothing."""
        decision = (self._decided or {}).get((min(one, other), max(one, other)))
        return decision.reason if decision else ""

    def _first_of(self, unit: str) -> Peer:
        return self._peers[self._by_unit[unit].ids[0]]

    def _first_other(self, unit: str, own: Peer) -> Peer | None:
        """The first record of a unit that is not this one under the name that it had."""
        ids = islice(self._by_unit[unit].ids, 2)
        return next((self._peers[each] for each in ids if each != own.id), None)

    def _is_older(self, unit: str, other: str) -> bool:
        return self._age(self._by_unit[unit].ids[0]) < self._age(self._by_unit[other].ids[0])

    def _told(self, unit: _Unit, decided: str = "") -> tuple[tuple[str, str], ...]:
        """The ids of a unit's records, each with what was said of it."""
        return tuple((each, f"{unit.reasons.get(each, '')}\n{decided}") for each in unit.ids)

    def _same_contacts(self, own: Peer) -> Iterator[tuple[str, Peer]]:
        """Field id to the first record of another unit with the same number there.

        A unit without a name yet is not known to be another one: a new form, whose number was
        carried over, is no reason for advice.
        """
        for field_id, key in own.contacts.items() if own.unit else ():
            others = (
                self._peers[each]
                for each in islice(self._by_contact.get(key, ()), _MOST_SCANNED)
                if each != own.id
            )
            if other := next((each for each in others if each.unit not in ("", own.unit)), None):
                yield field_id, other

    def _follow(self, ws: Source) -> None:
        """Takes in what has changed; before the store is open, what was stored last time."""
        if not ws.is_open:
            if not self._is_filled:
                self._fill(ws.reader.records(campaign=self.campaign.id))
            return
        mark, changed = ws.store.changes_since(self._mark)
        if changed is None:
            self._fill(ws.store.records(campaign=self.campaign.id))
        else:
            for record_id in changed:
                self._put(record_id, _found(ws, record_id))
        self._mark = mark
        turn = ws.store.decisions_turn()
        if turn != self._turn:
            self._decided = last_of_each(ws.store.decisions(self.campaign.id))
            self._turn = turn

    def _fill(self, records: Iterable[Record]) -> None:
        self._peers.clear()
        self._by_unit.clear()
        self._by_contact.clear()
        self._names = NearNames(self.campaign.places)
        self._near_to.clear()
        for record in records:
            self._put(record.id, record)
        self._is_filled = True

    def _put(self, record_id: str, record: Record | None) -> None:
        campaign = self.campaign
        is_here = (
            record is not None and record.campaign == campaign.id and campaign.has_form(record.form)
        )
        peer = peer_of(campaign.form(record.form), record) if record and is_here else None
        former = self._peers.pop(record_id, None)
        if former is not None:
            self._take_out(former)
        if peer is not None:
            self._peers[record_id] = peer
            self._take_in(peer)

    def _take_out(self, peer: Peer) -> None:
        for key in dict.fromkeys(peer.contacts.values()):
            self._by_contact[key].remove(peer.id)
        if not peer.unit:
            return
        unit = self._by_unit[peer.unit]
        unit.ids.remove(peer.id)
        unit.reasons.pop(peer.id, None)
        if not unit.ids:
            self._names.remove(peer.unit)
            self._forget_near(peer)
            del self._by_unit[peer.unit]

    def _take_in(self, peer: Peer) -> None:
        for key in dict.fromkeys(peer.contacts.values()):
            insort(self._by_contact.setdefault(key, []), peer.id, key=self._age)
        if not peer.unit:
            return
        if peer.unit not in self._by_unit:
            self._by_unit[peer.unit] = _Unit()
            self._names.add(peer.unit, peer.name)
            self._forget_near(peer)
        unit = self._by_unit[peer.unit]
        insort(unit.ids, peer.id, key=self._age)
        if is_reason(peer.reason):
            unit.reasons[peer.id] = peer.reason

    def _forget_near(self, peer: Peer) -> None:
        """Lets be looked for again what a unit that comes or goes is near to."""
        if self._near_to:
            self._near_to.pop(peer.unit, None)
            for near in self._names.near(peer.name):
                self._near_to.pop(near.id, None)

    def _age(self, record_id: str) -> tuple[datetime, str]:
        """Sorts the records that were made first to the front, whichever was changed last."""
        return self._peers[record_id].made, record_id


def _found(ws: Source, record_id: str) -> Record | None:
    try:
        return ws.store.find(record_id)
    except DamagedError:
        return None  # it is in no list either
