"""The campaign's records by unit and by telephone number, kept up to date change by change.

A record is checked at every key; 10,000 others cannot be read for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.alike import Alike, Peer, peer_of
from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Record

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
        self._by_unit: dict[str, dict[str, None]] = {}  # key to record ids, first made first
        self._by_contact: dict[str, dict[str, None]] = {}

    def alike(self, ws: Source, form: FormDefinition, record: Record) -> Alike:
        """What a record, as it is given here, has in common with the others as stored."""
        own = peer_of(form, record)
        with self._lock:
            self._follow(ws)
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

    def shared_units(self, ws: Source) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Of each record whose unit has another one: ids and reasons of all of them."""
        with self._lock:
            self._follow(ws)
            groups = [ids for ids in self._by_unit.values() if len(ids) > 1]
            shared = [tuple((each, self._peers[each].reason) for each in ids) for ids in groups]
        return {record_id: group for group in shared for record_id, _ in group}

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
        former = self._peers.pop(record_id, None)
        if former is not None:
            self._by_unit.get(former.unit, {}).pop(record_id, None)
            for key in former.contacts.values():
                self._by_contact.get(key, {}).pop(record_id, None)
        campaign = self.campaign
        if record is None or record.campaign != campaign.id or not campaign.has_form(record.form):
            return
        peer = self._peers[record_id] = peer_of(campaign.form(record.form), record)
        if peer.unit:
            self._by_unit.setdefault(peer.unit, {})[record_id] = None
        for key in peer.contacts.values():
            self._by_contact.setdefault(key, {})[record_id] = None


def _found(ws: Source, record_id: str) -> Record | None:
    try:
        return ws.store.find(record_id)
    except DamagedError:
        return None  # it is in no list either
