"""What the store keeps beside records and their forms: the roster, and decisions about pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from gonghui_desktop.model.units.decisions import Decision
from gonghui_desktop.model.units.roster import Listed, RosterEntry, once
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.store import decisions, journal, roster
from gonghui_desktop.store.backups.backup_store import BackedUp
from gonghui_desktop.store.database import driver_of


class Lists(BackedUp):
    """What :class:`gonghui_desktop.store.store.Store` knows of other units than its records'."""

    _who: str

    def roster_turn(self) -> int:
        """A number that changes whenever the roster was changed through this object.

        What another program writes does not change it; see :meth:`Store.version`.
        """
        return self._database.journal.turn_of(roster.TABLE)

    def decisions_turn(self) -> int:
        """As :meth:`roster_turn`, of the decisions."""
        return self._database.journal.turn_of(decisions.TABLE)

    def roster(self) -> list[RosterEntry]:
        """The roster of all campaigns, in the order in which its entries came."""
        with self._database.reading() as connection:
            return roster.entries(driver_of(connection))

    def add_to_roster(
        self, campaign: str, *lists: tuple[Iterable[Listed], str]
    ) -> tuple[Sequence[RosterEntry], Sequence[RosterEntry]]:
        """Adds the units of lists that are not on the roster yet, all of them or none.

        A unit stands there once, whatever its name looks like (:func:`~.unit_names.unit_key`); one
        that stands there without a reason gets that of a list.

        Args:
            campaign: id of the campaign from which on they are barred.
            lists: the units, and where they come from; see :func:`~.roster.once` for one that is
                named twice.

        Returns:
            The entries that are new, and those, as they were before, that got a reason.

        Raises:
            InputError: a text holds half a character or is too long.
        """
        now = datetime.now(UTC)
        listed = [(unit, source) for units, source in lists for unit in units]
        sources = {unit_key(unit.name): source for unit, source in reversed(listed)}
        added: list[RosterEntry] = []
        before: list[RosterEntry] = []
        with self._database.writing() as connection:
            driver = driver_of(connection)
            known = {unit_key(entry.name): entry for entry in roster.entries(driver)}
            for key, (name, reason) in once(unit for unit, _ in listed).items():
                found = known.get(key)
                if found is None:
                    entry = RosterEntry(0, campaign, name, reason, sources[key], now, self._who)
                    added.append(roster.add(driver, entry))
                elif reason and not found.reason:
                    roster.remove(driver, [found.number])
                    roster.add(driver, replace(found, reason=reason))
                    before.append(found)
            if added or before:
                journal.note_table(connection, roster.TABLE)
        return added, before

    def replace_roster(self, gone: Iterable[RosterEntry], come: Iterable[RosterEntry]) -> None:
        """Takes entries off the roster and puts others, as they once were, there, in one step.

        Args:
            gone: what goes; an entry that is gone already does no harm.
            come: what comes, under its former number; one that is there stays as it is.
        """
        with self._database.writing() as connection:
            driver = driver_of(connection)
            roster.remove(driver, [entry.number for entry in gone])
            there = {entry.number for entry in roster.entries(driver)}
            for entry in come:
                if entry.number not in there:
                    roster.add(driver, entry)
            journal.note_table(connection, roster.TABLE)

    def decisions(self, campaign: str) -> list[Decision]:
        """What was decided in a campaign, in that order; of one pair the last one counts."""
        with self._database.reading() as connection:
            return decisions.of_campaign(driver_of(connection), campaign)

    def decide(
        self,
        campaign: str,
        kind: str,
        one: str,
        other: str,
        *,
        is_same: bool,
        reason: str,
        at: datetime | None = None,
    ) -> Decision:
        """Writes down what was decided about a pair.

        Args:
            campaign: id of the campaign.
            kind: what is compared.
            one: the one name, or what stands for it.
            other: the other.
            is_same: whether they are one unit's.
            reason: why.
            at: the moment; by default now.

        Raises:
            InputError: a text holds half a character or is too long.
        """
        now = at or datetime.now(UTC)
        decision = Decision(0, campaign, kind, one, other, is_same, reason, self._who, now)
        with self._database.writing() as connection:
            decision = decisions.add(driver_of(connection), decision)
            journal.note_table(connection, decisions.TABLE)
        return decision

    def take_back_decisions(self, numbers: Iterable[int]) -> None:
        """Forgets decisions, in one step; the one before them about their pair counts again."""
        with self._database.writing() as connection:
            decisions.remove(driver_of(connection), numbers)
            journal.note_table(connection, decisions.TABLE)
