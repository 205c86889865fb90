"""What was received, package by package, with what each counts for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.receiving.clashes import clashing
from gonghui_desktop.model.receiving.offices import office_key
from gonghui_desktop.model.receiving.submissions import (
    COUNTING,
    Assessment,
    ReceivedRecord,
    ReceivedSubmission,
    SubmissionEvent,
    SubmissionState,
    states_of,
)
from gonghui_desktop.services.receiving.office_table import is_on_time, papers_seen
from gonghui_desktop.services.receiving.offices import own_kind
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.package_files import place_of

GONE = "这份报送已经不在了，请返回单位列表再看。"


@dataclass(frozen=True)
class Look:
    """A received package with all that is known of it.

    Attributes:
        submission: the package.
        state: what it counts for; of one that came in a report, what that counts for.
        records: its records in their order.
        assessment: what is to be said of it.
        path: where its bytes are kept; ``None`` where they are not there.
        within: UUID of the package that it came in; empty for one that came by itself.
        clashing: ids of its records that say something else in another package, in one revision.
    """

    submission: ReceivedSubmission
    state: SubmissionState
    records: Sequence[ReceivedRecord]
    assessment: Assessment
    path: Path | None
    within: str = ""
    clashing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Opened:
    """A received package with all that it is to be looked at with.

    Attributes:
        look: the package.
        office: the same office's packages, the newest first, this one among them.
        elsewhere: packages of others that hold one of its records in the same revision with other
            contents.
        events: what was done to it, in that order.
        papers: ids of its records whose stamped paper was there.
        is_on_time: whether the office has reported in time.
    """

    look: Look
    office: tuple[Look, ...]
    elsewhere: tuple[Look, ...]
    events: tuple[SubmissionEvent, ...]
    papers: frozenset[str]
    is_on_time: bool

    @property
    def rivals(self) -> tuple[Look, ...]:
        """The office's other packages of the same revision, the newest first."""
        own = self.look.submission
        return tuple(
            each
            for each in self.office
            if each.submission.revision == own.revision and each.submission.number != own.number
        )

    @property
    def before(self) -> Look | None:
        """What it replaces, by its own words or its number; ``None`` for the first."""
        own = self.look.submission
        older = [each for each in self.office if each.submission.revision < own.revision]
        named = [each for each in older if each.submission.package == own.supersedes]
        return next(iter(named + older), None)

    @property
    def counting(self) -> Look | None:
        """Which of the office's packages counts; ``None`` before a person has decided."""
        return next((each for each in self.office if each.state in COUNTING), None)


def received_submissions(ws: Workspace) -> list[Look]:
    """Every package of the campaign that was received, in the order in which they came.

    Raises:
        InputError: one's own office receives nothing.
        StoreError: they cannot be read.
    """
    own_kind(ws)
    packages = _Packages(ws)
    return packages.looks(packages.readable, ws.store.received.assessments(ws.campaign.id))


def received_packages(ws: Workspace) -> list[Look]:
    """As :func:`received_submissions`, without what is to be said of them.

    Raises:
        InputError, StoreError: as there.
    """
    own_kind(ws)
    packages = _Packages(ws)
    return packages.looks(packages.readable, {})


def look(ws: Workspace, number: int) -> Look:
    """A received package; not for the GUI thread.

    Raises:
        InputError: it is not there, or one's own office receives nothing.
        StoreError: it cannot be read.
    """
    own_kind(ws)
    packages = _Packages(ws)
    found = [each for each in packages.readable if each.number == number]
    if not found:
        raise InputError(GONE)
    return packages.looks(found, {number: ws.store.received.assessment(number)})[0]


def opened(ws: Workspace, number: int) -> Opened:
    """A received package with all that it is to be looked at with; not for the GUI thread.

    Raises:
        InputError: it is not there, or one's own office receives nothing.
        StoreError: it cannot be read.
    """
    own_kind(ws)
    packages = _Packages(ws)
    own = next((each for each in packages.readable if each.number == number), None)
    if own is None:
        raise InputError(GONE)
    wanted = {each.number for each in packages.of_one_office(own)}
    elsewhere = packages.holding_otherwise(own) - wanted
    assessments = {each: ws.store.received.assessment(each) for each in sorted(wanted | elsewhere)}
    found = [each for each in packages.readable if each.number in assessments]
    looks = packages.looks(found, assessments)
    office = [each for each in looks if each.submission.number in wanted]
    newest_first = sorted(
        office, key=lambda each: (-each.submission.revision, -each.submission.number)
    )
    events = tuple(each for each in packages.events if each.submission == number)
    papers = papers_seen(packages.events, packages.records)
    return Opened(
        look=next(each for each in looks if each.submission.number == number),
        office=tuple(newest_first),
        elsewhere=tuple(each for each in looks if each.submission.number in elsewhere),
        events=events,
        papers=frozenset(
            each.record.id
            for each in packages.records[number]
            if (each.record.id, each.fingerprint) in papers
        ),
        is_on_time=is_on_time([each.submission for each in office], ws.campaign.deadline),
    )


class _Packages:
    """Every package of the campaign, and what each counts for."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        campaign, store = ws.campaign, ws.store.received
        kept = store.submissions(campaign.id)
        self.events = store.events(campaign.id)
        self._states = states_of(
            [each for each in kept if each.within is None], self.events, self._key
        )
        self.readable = [each for each in kept if _outermost(each) in self._states]
        self.records = ws.city.records(ws, kept)
        self._clashes = clashing(self.records, kept, self.events, self._key)
        self._names = {each.number: each.package for each in kept}

    def of_one_office(self, own: ReceivedSubmission) -> list[ReceivedSubmission]:
        """The packages of an office that came by the same way, its own among them."""
        key = self._key(own.sender.name)
        return [
            each
            for each in self.readable
            if each.within == own.within and self._key(each.sender.name) == key
        ]

    def holding_otherwise(self, own: ReceivedSubmission) -> set[int]:
        """Numbers of packages that hold one of its records in its revision with other contents."""
        texts = {
            (each.record.id, each.record.revision): each.fingerprint
            for each in self.records[own.number]
            if each.record.id in self._clashes.get(own.number, ())
        }
        return {
            number
            for number in self._clashes
            for each in self.records[number]
            if texts.get((each.record.id, each.record.revision), each.fingerprint)
            != each.fingerprint
        }

    def looks(
        self, wanted: Sequence[ReceivedSubmission], assessments: Mapping[int, Assessment]
    ) -> list[Look]:
        """The packages as they are looked at."""
        folder = self._ws.store.folder
        places = {each.number: place_of(folder, each.digest) for each in wanted}
        return [
            Look(
                each,
                self._states[_outermost(each)],
                self.records.get(each.number, ()),
                assessments.get(each.number, Assessment()),
                places[each.number] if places[each.number].is_file() else None,
                self._names.get(each.within, "") if each.within is not None else "",
                self._clashes.get(each.number, frozenset()),
            )
            for each in wanted
        ]

    def _key(self, name: str) -> str:
        return office_key(name, self._ws.campaign.places)


def _outermost(submission: ReceivedSubmission) -> int:
    """Number of the package whose state one follows; what that is cannot be read is left out."""
    return submission.number if submission.within is None else submission.within
