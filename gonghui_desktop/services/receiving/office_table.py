"""The table of offices: who has reported, in time or late, what, and how far the campaign is.

Five numbers with one denominator (expected, reported, rate, on time, rate on time; as DHIS2 has
them): an office counts once, whatever it sends how often, so that no rate exceeds 1. Three clocks:
when an office sent, when it came in here, whether its stamped paper was there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gonghui_desktop.model.campaigns.quotas import QuotaState, quota_states
from gonghui_desktop.model.dates import day_in_china
from gonghui_desktop.model.receiving.clashes import clashing
from gonghui_desktop.model.receiving.offices import (
    ExpectedOffice,
    OfficeEvent,
    by_key,
    frozen_by,
    office_key,
)
from gonghui_desktop.model.receiving.submissions import (
    COUNTING,
    ReceivedRecord,
    ReceivedSubmission,
    SubmissionAction,
    SubmissionEvent,
    SubmissionState,
    states_of,
)
from gonghui_desktop.model.units.same_units import SameUnits
from gonghui_desktop.services.receiving.city.city_units import CityUnits
from gonghui_desktop.services.receiving.offices import expected_offices, office_log, own_kind
from gonghui_desktop.services.workspace import Workspace


class OfficeState(StrEnum):
    """How far an office is; the value is what ``--json`` says.

    Attributes:
        MISSING: it has not reported.
        IN_TIME: it has, until the deadline.
        LATE: it has, later.
        ZERO: it has, that it puts no unit forward (零报告); whether in time is told beside it.
        CONFLICT: it has, twice with the same revision; a person has to say which counts.
        RETURNED: what it reported was sent back, and it has not answered.
        ACCEPTED: what it reported was accepted.
        NOT_EXPECTED: it has reported, and is not on the list.
    """

    MISSING = "missing"
    IN_TIME = "in_time"
    LATE = "late"
    ZERO = "zero"
    CONFLICT = "conflict"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    NOT_EXPECTED = "not_expected"

    @property
    def word(self) -> str:
        """What clerks call it."""
        return _WORDS[self]


_WORDS = {
    OfficeState.MISSING: "未报",
    OfficeState.IN_TIME: "按时",
    OfficeState.LATE: "逾期",
    OfficeState.ZERO: "零报告",
    OfficeState.CONFLICT: "版次冲突",
    OfficeState.RETURNED: "已退回",
    OfficeState.ACCEPTED: "已受理",
    OfficeState.NOT_EXPECTED: "不在名单",
}


@dataclass(frozen=True)
class OfficeRow:
    """An office in the table.

    Attributes:
        name: as the list has it, else as the office itself.
        kind: id of its kind, as the office itself says; while it has not reported, as the list.
        state: how far it is.
        is_expected: whether it is on the list.
        submission: what counts of what it has sent, of a conflict the one that came last.
        is_on_time: whether its first one was there until the deadline.
        times: how many of its packages came in.
        records: those of the submission.
        units: how many units they put forward; one that is twice in there counts once, one that
            another office puts forward, too, counts for both, and once in the totals.
        by_form: form id to the number of records on it.
        quotas: how far its quotas are fulfilled.
        explanations: reasons that it has written, that of the whole among them.
        doubles: of its units, how many are put forward twice in the whole city, or nearly, of
            which nobody here has decided.
        doubles_decided: of how many somebody has.
        barred: of its units, how many seem to be on the roster, of which nobody has decided.
        barred_decided: of how many somebody has.
        paper_seen: of its records, of how many the stamped paper was there.
        waiting: how many packages wait for a person: a conflict, or newer than what was accepted.
        clashes: of its records, how many stand in another package with the same revision and say
            something else there.
        answer_by: of what was returned, until when an answer is wanted; ``None`` for all else.
    """

    name: str
    kind: str
    state: OfficeState
    is_expected: bool
    submission: ReceivedSubmission | None = None
    is_on_time: bool = False
    times: int = 0
    records: Sequence[ReceivedRecord] = ()
    units: int = 0
    by_form: Mapping[str, int] = field(default_factory=dict)
    quotas: Sequence[QuotaState] = ()
    explanations: int = 0
    doubles: int = 0
    doubles_decided: int = 0
    barred: int = 0
    barred_decided: int = 0
    paper_seen: int = 0
    waiting: int = 0
    clashes: int = 0
    answer_by: date | None = None

    @property
    def revision(self) -> int:
        """Of what counts; 0 for nothing."""
        return self.submission.revision if self.submission else 0

    @property
    def sent_at(self) -> datetime | None:
        """When the office made it, by its own clock."""
        return self.submission.sent_at if self.submission else None

    @property
    def received_at(self) -> datetime | None:
        """When it came in here."""
        return self.submission.received_at if self.submission else None

    @property
    def has_paper(self) -> bool:
        """Whether the stamped paper of every record was there."""
        return bool(self.records) and self.paper_seen == len(self.records)

    def is_overdue(self, today: date) -> bool:
        """Whether it was returned, and the day until when an answer was wanted is over."""
        return self.answer_by is not None and self.answer_by < today


@dataclass(frozen=True)
class Totals:
    """The sums of the table.

    Attributes:
        expected: offices on the list.
        reported: of those, who has reported.
        on_time: of those, who had until the deadline.
        accepted: of those, of whom it was accepted.
        returned: of those, who have not answered a return.
        units: that are put forward by all offices, each once.
        by_form: form id to the number of records on it.
        unexpected: offices that have reported and are not on the list.
    """

    expected: int
    reported: int
    on_time: int
    accepted: int
    returned: int
    units: int
    by_form: Mapping[str, int]
    unexpected: int

    @property
    def rate(self) -> float:
        """Share of the expected offices that has reported; 0 where none is expected."""
        return self.reported / self.expected if self.expected else 0.0

    @property
    def on_time_rate(self) -> float:
        """Share of the expected offices that has reported in time."""
        return self.on_time / self.expected if self.expected else 0.0


@dataclass(frozen=True)
class OfficeTable:
    """Who has reported, and how far the campaign is.

    Attributes:
        rows: the list's offices in its order, then those that nobody expected.
        totals: the sums.
        city: which units are put forward twice, or barred.
        frozen: when and why the list was frozen; ``None`` while it is open.
    """

    rows: Sequence[OfficeRow]
    totals: Totals
    city: CityUnits
    frozen: OfficeEvent | None

    @property
    def missing(self) -> list[OfficeRow]:
        """Offices that have not reported."""
        return [row for row in self.rows if row.state is OfficeState.MISSING]


def office_table(ws: Workspace) -> OfficeTable:
    """The table as it stands; not for the GUI thread.

    Raises:
        InputError: one's own office receives nothing.
        StoreError: it cannot be read.
    """
    own_kind(ws)
    tables = _Tables(ws)
    rows, city = tables.rows(), tables.city
    return OfficeTable(rows, _totals(rows, city.decided), city, frozen_by(office_log(ws)))


def is_on_time(submissions: Iterable[ReceivedSubmission], deadline: date) -> bool:
    """Whether the first of an office's packages was there until the deadline, by China's calendar.

    Sent in time is in time: files go by stick and post. A sender's clock that is ahead of ours
    counts for nothing.
    """
    moments = [min(each.sent_at, each.received_at) for each in submissions]
    return any(day_in_china(moment) <= deadline for moment in moments)


class _Tables:
    """Everything that was received, put together by office."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        campaign = ws.campaign
        every = ws.store.received.submissions(campaign.id)
        kept = [each for each in every if each.within is None]
        events = ws.store.received.events(campaign.id)
        self._records = ws.city.records(ws, every)
        self._states = states_of(kept, events, self._key)
        self._papers = papers_seen(events, self._records)
        self._answers = {each.submission: each.answer_by for each in events if each.answer_by}
        self._clashing = clashing(self._records, every, events, self._key)
        self._by_office: dict[str, list[ReceivedSubmission]] = {}
        for each in kept:
            self._by_office.setdefault(self._key(each.sender.name), []).append(each)
        self._current = {key: self._counting(group) for key, group in self._by_office.items()}
        shown = {each.number: self._records.get(each.number, ()) for each in self._current.values()}
        self.city = ws.city.units(ws, shown)
        self._has_list = False

    def rows(self) -> list[OfficeRow]:
        """Every office's row."""
        expected = by_key(expected_offices(self._ws), self._ws.campaign.places)
        self._has_list = bool(expected)
        rows = [self._row(key, office) for key, office in expected.items()]
        return rows + [self._row(key, None) for key in self._by_office if key not in expected]

    def _key(self, name: str) -> str:
        return office_key(name, self._ws.campaign.places)

    def _counting(self, group: Sequence[ReceivedSubmission]) -> ReceivedSubmission:
        """What counts of an office's packages."""
        wanted = (*COUNTING, SubmissionState.CONFLICT)
        counting = [each for each in group if self._states[each.number] in COUNTING]
        return (counting or [each for each in group if self._states[each.number] in wanted])[-1]

    def _row(self, key: str, office: ExpectedOffice | None) -> OfficeRow:
        submission = self._current.get(key)
        if submission is None:
            assert office is not None
            return OfficeRow(office.name, office.kind, OfficeState.MISSING, is_expected=True)
        group, campaign = self._by_office[key], self._ws.campaign
        records = self._records.get(submission.number, [])
        kind = campaign.reporter(submission.sender.kind)
        plain = [each.record for each in records]
        waiting = (SubmissionState.CONFLICT, SubmissionState.PENDING)
        on_time = is_on_time(group, campaign.deadline)
        is_known = office is not None or not self._has_list  # without one all are expected
        state = self._state(submission, records, is_expected=is_known, on_time=on_time)
        is_returned = state is OfficeState.RETURNED
        doubles = self.city.doubles_of(submission.number)
        barred = self.city.barred_of(submission.number)
        return OfficeRow(
            name=office.name if office else submission.sender.name,
            kind=submission.sender.kind,
            state=state,
            is_expected=office is not None,
            submission=submission,
            is_on_time=on_time,
            times=len(group),
            records=records,
            units=self.city.decided.count(each.name for each in records),
            by_form=Counter(each.form for each in plain),
            quotas=quota_states(campaign, kind, plain, self.city.decided) if kind else (),
            explanations=bool(submission.reason) + sum(len(each.explanations) for each in plain),
            doubles=doubles.open,
            doubles_decided=doubles.decided,
            barred=barred.open,
            barred_decided=barred.decided,
            paper_seen=sum((each.record.id, each.fingerprint) in self._papers for each in records),
            waiting=sum(self._states[each.number] in waiting for each in group),
            clashes=len(self._clashing.get(submission.number, ())),
            answer_by=self._answers.get(submission.number) if is_returned else None,
        )

    def _state(
        self,
        submission: ReceivedSubmission,
        records: Sequence[ReceivedRecord],
        *,
        is_expected: bool,
        on_time: bool,
    ) -> OfficeState:
        match self._states[submission.number]:
            case SubmissionState.ACCEPTED:
                return OfficeState.ACCEPTED
            case SubmissionState.RETURNED:
                return OfficeState.RETURNED
            case SubmissionState.CONFLICT:
                return OfficeState.CONFLICT
        if not is_expected:
            return OfficeState.NOT_EXPECTED
        if not records:
            return OfficeState.ZERO
        return OfficeState.IN_TIME if on_time else OfficeState.LATE


def papers_seen(
    events: Iterable[SubmissionEvent], records: Mapping[int, Sequence[ReceivedRecord]]
) -> frozenset[tuple[str, str]]:
    """Id and fingerprint of each record whose stamped paper was there.

    A record that comes again unchanged in the next package needs no other paper.
    """
    seen = {
        (event.submission, event.record)
        for event in events
        if event.action is SubmissionAction.PAPER
    }
    return frozenset(
        (each.record.id, each.fingerprint)
        for number in {number for number, _ in seen}
        for each in records.get(number, ())
        if (number, each.record.id) in seen
    )


def _totals(rows: Sequence[OfficeRow], decided: SameUnits) -> Totals:
    expected = [row for row in rows if row.is_expected]
    reported = [row for row in expected if row.submission is not None]
    states = Counter(row.state for row in reported)
    by_form: Counter[str] = Counter()
    for row in rows:
        by_form.update(row.by_form)
    return Totals(
        expected=len(expected),
        reported=len(reported),
        on_time=sum(row.is_on_time for row in reported),
        accepted=states[OfficeState.ACCEPTED],
        returned=states[OfficeState.RETURNED],
        units=decided.count(each.name for row in rows for each in row.records),
        by_form=by_form,
        unexpected=len(rows) - len(expected),
    )
