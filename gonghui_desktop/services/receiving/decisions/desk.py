"""Received packages as they lie before whoever decides about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.receiving.clashes import clashing
from gonghui_desktop.model.receiving.offices import office_key
from gonghui_desktop.model.receiving.submissions import (
    DECIDING_NOTHING,
    ReceivedSubmission,
    SubmissionAction,
    SubmissionEvent,
    SubmissionState,
    states_of,
)
from gonghui_desktop.services.receiving.offices import own_kind
from gonghui_desktop.services.receiving.received import Look
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.own_records import OwnRecords
from gonghui_desktop.store.receiving.submissions import NOTHING


class Desk:
    """A campaign's received packages, read once; what is decided here counts at once.

    Args:
        ws: the workspace.

    Attributes:
        ws: the workspace.

    Raises:
        InputError: one's own office receives nothing, or the campaign is past.
        StoreError: they cannot be read.
    """

    def __init__(self, ws: Workspace) -> None:
        own_kind(ws)
        if ws.is_past:
            raise InputError(
                f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，不能再办理，请先换到当前活动。"
            )
        self.ws = ws
        store = ws.store.received
        self._seen = store.seen()
        kept = store.submissions(ws.campaign.id)
        self._events: dict[int, list[SubmissionEvent]] = {}
        events = store.events(ws.campaign.id)
        self._note(events)
        self._by_number = {each.number: each for each in kept}
        self._groups: dict[tuple[str, int | None], list[ReceivedSubmission]] = {}
        for each in kept:
            self._groups.setdefault(self._group_of(each), []).append(each)
        self._records = ws.city.records(ws, kept)
        self._clashing = clashing(self._records, kept, events, self._key)

    def look(self, number: int) -> Look:
        """A package as it stands now.

        Raises:
            InputError: it is not there.
        """
        submission = self._by_number.get(number)
        if submission is None:
            raise InputError("没有这个报送包，可能是恢复备份以后不在了，请重新接收。")
        store = self.ws.store.received
        return Look(
            submission,
            self.state(submission),
            store.records(submission.campaign, number).get(number, ()),
            store.assessment(number),
            None,
            clashing=self._clashing.get(number, frozenset()),
        )

    def state(self, submission: ReceivedSubmission) -> SubmissionState:
        """What a package counts for; of one that came in a report, what that counts for."""
        if submission.within is not None and submission.within in self._by_number:
            return self.state(self._by_number[submission.within])
        group = self._groups[self._group_of(submission)]
        events = sorted(self._events_of(group), key=lambda each: each.number)
        return states_of(group, events, self._key)[submission.number]

    def holders(self, record: str) -> list[ReceivedSubmission]:
        """The packages that hold a record."""
        return [
            self._by_number[number]
            for number, records in self._records.items()
            if any(each.record.id == record for each in records)
        ]

    def events(self, number: int) -> Sequence[SubmissionEvent]:
        """What was done to a package, in that order."""
        return self._events.get(number, ())

    def rivals(self, submission: ReceivedSubmission) -> Sequence[ReceivedSubmission]:
        """The office's other packages with the same revision."""
        group = self._groups[self._group_of(submission)]
        return [
            each
            for each in group
            if each.revision == submission.revision and each.number != submission.number
        ]

    @property
    def accepted_at(self) -> frozenset[datetime]:
        """When packages were accepted."""
        return frozenset(
            each.at
            for events in self._events.values()
            for each in events
            if each.action is SubmissionAction.ACCEPT
        )

    def accepted_beside(self, look: Look) -> frozenset[tuple[str, str]]:
        """Id and fingerprint of the records of all other packages that are accepted."""
        others = (
            number
            for number, each in self._by_number.items()
            if number != look.submission.number and self.state(each) is SubmissionState.ACCEPTED
        )
        return frozenset(
            (each.record.id, each.fingerprint)
            for number in others
            for each in self._records[number]
        )

    def moment(self, among: Iterable[ReceivedSubmission] = ()) -> datetime:
        """The moment of a decision: now, and none that another one here has.

        What is decided together is told by its moment, whatever the clock's steps are. A choice is
        not before what it is among came in, even if the clock has gone back: it has seen that.

        Args:
            among: packages that a choice is among.
        """
        taken = {each.at for events in self._events.values() for each in events}
        now = max([self.ws.now, *(each.received_at for each in among)])
        while now in taken:
            now += timedelta.resolution
        return now

    def decide(
        self, events: Sequence[SubmissionEvent], own: OwnRecords = NOTHING
    ) -> list[SubmissionEvent]:
        """Writes down what was decided, unless something has come or been decided since.

        Raises:
            RecordStateError: something has.
            StoreError: it cannot be stored.
        """
        done = self.ws.store.received.decide(events, own, self._seen)
        if deciding := [each.number for each in done if each.action not in DECIDING_NOTHING]:
            self._seen = self._seen._replace(event=deciding[-1])
        self._note(done)
        return done

    def _note(self, events: Iterable[SubmissionEvent]) -> None:
        for each in events:
            self._events.setdefault(each.submission, []).append(each)

    def _events_of(self, group: Iterable[ReceivedSubmission]) -> Iterator[SubmissionEvent]:
        for each in group:
            yield from self._events.get(each.number, ())

    def _group_of(self, submission: ReceivedSubmission) -> tuple[str, int | None]:
        return self._key(submission.sender.name), submission.within

    def _key(self, name: str) -> str:
        return office_key(name, self.ws.campaign.places)
