"""What was received and what its units have in common, kept so that only what is new is looked at.

A package never changes once it is in: its records are read once, and its units are compared with
the others once. So the table of 2,000 offices is made again in a fraction of its first time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import NamedTuple, Protocol

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.submissions import ReceivedRecord, ReceivedSubmission
from gonghui_desktop.model.units.decisions import OF_ROSTER, Decision, Pair, last_of_each, pair_of
from gonghui_desktop.model.units.roster import Barred
from gonghui_desktop.model.units.same_units import SameUnits
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.services.receiving.city.city_units import CityDouble, CityUnits, Side, Tally
from gonghui_desktop.services.units.alike import AlikeIndex
from gonghui_desktop.services.units.barred import BarredIndex
from gonghui_desktop.services.units.source import Source

_READ_APART = 50
"""New packages that are read one by one; more of them in one go with all others."""


class CitySource(Source, Protocol):
    """The workspace, as this index sees it."""

    @property
    def barred(self) -> BarredIndex:
        """Units that may not be put forward again."""


class _Kept(NamedTuple):
    """The records of a package; after a restore its number may be another one's."""

    package: str
    records: tuple[ReceivedRecord, ...]


class CityIndex:
    """Records and units of a campaign's received packages; thread-safe.

    Args:
        campaign: whose packages.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self._lock = Lock()
        self._kept: dict[int, _Kept] = {}
        self._alike = AlikeIndex.of(campaign, ())
        self._sides: dict[str, Side] = {}
        self._turns: tuple[int, int] | None = None  # of the decisions and of the roster
        self._barred: dict[str, Sequence[Barred]] = {}  # by the unit's key
        self._units: CityUnits | None = None

    def records(
        self, ws: Source, submissions: Iterable[ReceivedSubmission]
    ) -> Mapping[int, Sequence[ReceivedRecord]]:
        """Number of a package to its records in their order.

        Args:
            ws: the workspace.
            submissions: every package of the campaign.

        Raises:
            StoreError: they cannot be read.
        """
        wanted = {each.number: each.package for each in submissions}
        with self._lock:
            kept = {
                number: each
                for number, each in self._kept.items()
                if wanted.get(number) == each.package
            }
            new = wanted.keys() - kept.keys()
            for number, records in self._read(ws, new).items():
                kept[number] = _Kept(wanted[number], tuple(records))
            self._kept = kept
            return {number: kept[number].records for number in wanted}

    def units(self, ws: CitySource, records: Mapping[int, Sequence[ReceivedRecord]]) -> CityUnits:
        """What is to be said of the units of packages among one another.

        Args:
            ws: the workspace.
            records: number of a package to its records, of those that count.

        Raises:
            StoreError: decisions or the roster cannot be read.
        """
        # The same record may be in the packages of two offices: its id does not tell them apart.
        sides = {
            f"{number}.{place}.{each.fingerprint}": Side(number, each)
            for number, found in records.items()
            for place, each in enumerate(found)
        }
        with self._lock:
            turns = (ws.store.decisions_turn(), ws.store.roster_turn())
            if self._units is None or turns != self._turns or sides.keys() != self._sides.keys():
                self._units = self._compared(ws, sides, records, is_judged=turns == self._turns)
                self._turns, self._sides = turns, sides
            return self._units

    def _read(self, ws: Source, numbers: Iterable[int]) -> Mapping[int, Sequence[ReceivedRecord]]:
        wanted = set(numbers)
        store, campaign = ws.store.received, self.campaign.id
        found: dict[int, Sequence[ReceivedRecord]] = dict.fromkeys(wanted, ())
        if len(wanted) > _READ_APART:
            everything = store.records(campaign)
            return found | {each: everything[each] for each in wanted if each in everything}
        for number in wanted:
            found |= store.records(campaign, number)
        return found

    def _compared(
        self,
        ws: CitySource,
        sides: Mapping[str, Side],
        records: Mapping[int, Sequence[ReceivedRecord]],
        *,
        is_judged: bool,
    ) -> CityUnits:
        """The units, of which only those that are new are compared with the others.

        Args:
            ws: the workspace.
            sides: records by what tells them apart.
            records: number of a package to its records.
            is_judged: whether neither a decision nor the roster has changed.
        """
        decisions = ws.store.decisions(self.campaign.id)
        decided = last_of_each(decisions)
        new = {
            key: replace(side.record.record, id=key)
            for key, side in sides.items()
            if key not in self._sides
        }
        self._alike.follow(new, self._sides.keys() - sides.keys(), decided)
        doubles = [
            _judged(
                CityDouble(tuple(sides[key] for key in each.records), each.likeness, each.reason),
                decided,
            )
            for each in self._alike.doubles_among()
        ]
        if not is_judged:
            self._barred.clear()
        of_roster = last_of_each(decisions, OF_ROSTER)
        barred = self._on_roster(ws, records)
        counts = _barred_counts(records, barred, of_roster)
        return CityUnits(doubles, barred, SameUnits.of(decided), of_roster, counts)

    def _on_roster(
        self, ws: CitySource, records: Mapping[int, Sequence[ReceivedRecord]]
    ) -> Mapping[int, Mapping[str, Sequence[Barred]]]:
        known: dict[str, Sequence[Barred]] = {}
        found: dict[int, dict[str, Sequence[Barred]]] = {}
        for number, received in records.items():
            for each in received:
                key = unit_key(each.name)
                if key not in known:
                    is_known = key in self._barred
                    known[key] = self._barred[key] if is_known else ws.barred.barred(ws, each.name)
                if known[key]:
                    found.setdefault(number, {})[each.record.id] = known[key]
        self._barred = known
        return found


def _barred_counts(
    records: Mapping[int, Sequence[ReceivedRecord]],
    barred: Mapping[int, Mapping[str, Sequence[Barred]]],
    decided: Mapping[Pair, Decision],
) -> Mapping[int, Tally]:
    """Number of a package to how many of its records may be of barred units."""
    counts = {}
    for number, hits in barred.items():
        names = {each.record.id: each.name for each in records[number]}
        still = sum(
            any(pair_of(names[record], entry.name) not in decided for entry in entries)
            for record, entries in hits.items()
        )
        counts[number] = Tally(still, len(hits) - still)
    return counts


def _judged(double: CityDouble, decided: Mapping[Pair, Decision]) -> CityDouble:
    """A double with what one's own office has decided, beside which nothing else is told."""
    decision = decided.get(double.pair)
    return replace(double, decision=decision, said="") if decision else double
