"""The campaign's records by unit and by telephone number, kept up to date change by change.

A record is checked at every key; 10,000 others cannot be read for that.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Protocol, Self

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.alike import Alike, Peer, peer_of
from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Record

SharedUnits = frozenset[tuple[tuple[str, str], ...]]
"""Of each unit with several records: their ids, each with its reason."""

if TYPE_CHECKING:  # SQLAlchemy takes 0.3 s
    from gonghui_desktop.store.store import Store


class _Records(Protocol):
    def records(self, form: str | None = None, campaign: str | None = None) -> list[Record]:
        """Every record, or those of a form or campaign."""


class Source(Protocol):
    """The workspace, as an index sees it."""

    @property
    def is_open(self) -> bool:
        """Whether the store has been opened."""

    @property
    def reader(self) -> _Records:
        """Read access that does not wait for the store."""

    @property
    def store(self) -> Store:
        """The store."""


class AlikeIndex:
    """What the records of one campaign have in common; thread-safe.

    Args:
        campaign: whose records, on forms that it has.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self._lock = Lock()
        self._mark: int | None = None  # what of the store's changes is known
        self._is_filled = False
        self._peers: dict[str, Peer] = {}
        self._by_unit: dict[str, list[str]] = {}  # key to record ids, first made first
        self._by_contact: dict[str, list[str]] = {}

    @classmethod
    def of(cls, campaign: Campaign, records: Iterable[Record]) -> Self:
        """An index of records that no store has: a package's; for :meth:`among`."""
        index = cls(campaign)
        index._fill(records)
        return index

    def alike(self, ws: Source, form: FormDefinition, record: Record) -> Alike:
        """What a record, as it is given here, has in common with the others as stored."""
        with self._lock:
            self._follow(ws)
            return self.among(form, record)

    def among(self, form: FormDefinition, record: Record) -> Alike:
        """As :meth:`alike`, with the others as they were last taken in."""
        own = peer_of(form, record)
        units = [self._peers[each] for each in self._by_unit.get(own.unit, ())]
        contacts = {}
        # A unit without a name yet is not known to be another one: a new form, whose number
        # was carried over, is no reason for advice.
        for field_id, key in own.contacts.items() if own.unit else ():
            others = (self._peers[each] for each in self._by_contact.get(key, ()))
            found = (
                each for each in others if each.id != own.id and each.unit not in ("", own.unit)
            )
            if (other := next(found, None)) is not None:
                contacts[field_id] = other
        return Alike(tuple(each for each in units if each.id != own.id), contacts)

    def shared_units(self, ws: Source) -> SharedUnits:
        """The units that several records name."""
        with self._lock:
            self._follow(ws)
            groups = [ids for ids in self._by_unit.values() if len(ids) > 1]
            return frozenset(
                tuple((each, self._peers[each].reason) for each in ids) for ids in groups
            )

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

    def _fill(self, records: Iterable[Record]) -> None:
        self._peers.clear()
        self._by_unit.clear()
        self._by_contact.clear()
        for record in records:
            self._put(record.id, record)
        self._is_filled = True

    def _put(self, record_id: str, record: Record | None) -> None:
        for ids in self._groups(self._peers.pop(record_id, None)):
            ids.remove(record_id)
        campaign = self.campaign
        if record is None or record.campaign != campaign.id or not campaign.has_form(record.form):
            return
        peer = self._peers[record_id] = peer_of(campaign.form(record.form), record)
        for ids in self._groups(peer):
            insort(ids, record_id, key=self._age)

    def _groups(self, peer: Peer | None) -> Sequence[list[str]]:
        """The ids of those with the same unit, and with the same numbers; none of nobody."""
        if peer is None:
            return ()
        units = [self._by_unit.setdefault(peer.unit, [])] if peer.unit else []
        keys = dict.fromkeys(peer.contacts.values())
        return [*units, *(self._by_contact.setdefault(key, []) for key in keys)]

    def _age(self, record_id: str) -> tuple[datetime, str]:
        """Sorts the records that were made first to the front, whichever was changed last."""
        return self._peers[record_id].made, record_id


def _found(ws: Source, record_id: str) -> Record | None:
    try:
        return ws.store.find(record_id)
    except DamagedError:
        return None  # it is in no list either
