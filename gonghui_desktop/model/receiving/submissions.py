"""Received packages, what was done to them, and which of one office's counts.

Nothing of that depends on the order in which packages came: which one counts follows from their
revisions and from what a person has done to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gonghui_desktop.model.checkcode import check_code
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.record import Profile, Record


class SubmissionAction(StrEnum):
    """What a person does to a received package.

    Attributes:
        RETURN: sends it, one of its records or one field back, with a reason.
        ACCEPT: accepts it, which locks it.
        TAKE_BACK: takes either back, with a reason.
        CHOOSE: of several with the same revision that had come until then this one counts; of a
            record, its text in this package.
        PAPER: the stamped paper of one of its records was there and said the same.
        NOTE: writes something down for one's own office, which never leaves it.
    """

    RETURN = "return"
    ACCEPT = "accept"
    TAKE_BACK = "take_back"
    CHOOSE = "choose"
    PAPER = "paper"
    NOTE = "note"


class SubmissionState(StrEnum):
    """What a received package counts for; the value is what ``--json`` says.

    Attributes:
        RECEIVED: it counts, and nobody has decided yet.
        RETURNED: it was sent back, and no newer one has come.
        ACCEPTED: it was accepted.
        PENDING: it is newer than one that was accepted, which counts until that is taken back.
        OLDER: a newer one counts.
        CONFLICT: another one has the same revision and says something else; a person decides.
    """

    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PENDING = "pending"
    OLDER = "older"
    CONFLICT = "conflict"

    @property
    def word(self) -> str:
        """What clerks call it."""
        return _WORDS[self]


_WORDS = {
    SubmissionState.RECEIVED: "已收到",
    SubmissionState.RETURNED: "已退回",
    SubmissionState.ACCEPTED: "已受理",
    SubmissionState.PENDING: "待定（上一次已受理）",
    SubmissionState.OLDER: "旧的",
    SubmissionState.CONFLICT: "版次冲突",
}
COUNTING = (SubmissionState.RECEIVED, SubmissionState.RETURNED, SubmissionState.ACCEPTED)
"""States of what an office has reported."""


@dataclass(frozen=True)
class ReceivedRecord:
    """A record of a received package.

    Attributes:
        record: as it came: id, revision, edition and check code never change on the way up.
        name: of its unit.
        fingerprint: SHA-256 over what its code covers, in hexadecimal digits.
    """

    record: Record
    name: str
    fingerprint: str

    @property
    def check_code(self) -> str:
        """See :func:`~gonghui_desktop.model.checkcode.check_code`."""
        return check_code(bytes.fromhex(self.fingerprint))


@dataclass(frozen=True)
class ReceivedSubmission:
    """A received package without its records and findings.

    Attributes:
        number: the store's.
        package: UUID that its contents make.
        digest: SHA-256 of the file, by which its bytes are kept.
        campaign: id of the campaign.
        sender: who handed it in, as it says itself.
        revision: 1 for the office's first package.
        supersedes: UUID of the one that it replaces; empty for the first.
        sent_at: the last change in it by the sender's clock, with time zone.
        received_at: when it came in by ours.
        who: the computer's user who received it; empty where nobody knows.
        source: name of the file.
        reason: why its open findings stand, in the sender's words; may be empty.
        within: number of the package that it came in; ``None`` for one that came by itself.
        type: of the package, such as ``submission``.
    """

    number: int
    package: str
    digest: str
    campaign: str
    sender: Profile
    revision: int
    supersedes: str
    sent_at: datetime
    received_at: datetime
    who: str = ""
    source: str = ""
    reason: str = ""
    within: int | None = None
    type: str = "submission"


@dataclass(frozen=True)
class Assessment:
    """What is to be said of a received package.

    Attributes:
        findings: our own, of its records and of the whole.
        told: the sender's, with the explanations.
        doubts: what a person should look at besides, a sentence each.
    """

    findings: tuple[Finding, ...] = ()
    told: tuple[Finding, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Arrival:
    """A package as it comes in.

    Attributes:
        submission: the package; the store gives it its number and its user.
        records: its records in their order.
        assessment: what is to be said of it.
        definitions: of the records' editions.
    """

    submission: ReceivedSubmission
    records: Sequence[ReceivedRecord]
    assessment: Assessment
    definitions: Sequence[Definition]


@dataclass(frozen=True)
class SubmissionEvent:
    """One thing that was done to a received package.

    Attributes:
        number: the store's; 0 for one that is about to be written.
        submission: number of the package.
        action: what was done.
        record: id of the record that it concerns; empty for the whole package.
        field: id of the field that it concerns; empty for the whole record.
        reason: why, in the clerk's words; may be empty.
        at: when, with time zone.
        who: the computer's user, empty where nobody knows.
        answer_by: of a return, until when an answer is wanted; ``None`` for all else.
    """

    number: int
    submission: int
    action: SubmissionAction
    record: str
    field: str
    reason: str
    at: datetime
    who: str = ""
    answer_by: date | None = None


DECIDING_NOTHING = (SubmissionAction.PAPER, SubmissionAction.NOTE)
"""What changes nothing of what a package counts for."""

_DECISIONS = {
    SubmissionAction.RETURN: SubmissionState.RETURNED,
    SubmissionAction.ACCEPT: SubmissionState.ACCEPTED,
    SubmissionAction.TAKE_BACK: SubmissionState.RECEIVED,
}


def states_of(
    submissions: Iterable[ReceivedSubmission],
    events: Iterable[SubmissionEvent],
    office: Callable[[str], str],
) -> Mapping[int, SubmissionState]:
    """What each of a campaign's packages counts for, by number.

    Args:
        submissions: all of them; what came within another one counts for itself, below that.
        events: what was done to them, in that order.
        office: what two spellings of an office's name share.
    """
    decided, chosen = _decided(events)
    groups: dict[tuple[str, int | None], list[ReceivedSubmission]] = {}
    for each in submissions:
        groups.setdefault((office(each.sender.name), each.within), []).append(each)
    states: dict[int, SubmissionState] = {}
    for group in groups.values():
        states |= _states(group, decided, chosen)
    return states


@dataclass(frozen=True)
class _Choice:
    """When a package was chosen.

    Attributes:
        turn: among all that was done.
        at: by our clock.
    """

    turn: int
    at: datetime


def _decided(
    events: Iterable[SubmissionEvent],
) -> tuple[Mapping[int, SubmissionState], Mapping[int, _Choice]]:
    """The last decision about each package, in their order; when each was chosen."""
    decided: dict[int, SubmissionState] = {}
    chosen: dict[int, _Choice] = {}
    for turn, event in enumerate(events):
        if event.action in _DECISIONS:
            decided.pop(event.submission, None)
            decided[event.submission] = _DECISIONS[event.action]
        elif event.action is SubmissionAction.CHOOSE and not event.record:
            chosen[event.submission] = _Choice(turn, event.at)
    return decided, chosen


def _states(
    group: Sequence[ReceivedSubmission],
    decided: Mapping[int, SubmissionState],
    chosen: Mapping[int, _Choice],
) -> dict[int, SubmissionState]:
    """As :func:`states_of`, of one office."""
    states = {each.number: SubmissionState.OLDER for each in group}
    mine = {each.number: each for each in group}
    turns = [mine[number] for number in decided if number in mine]
    accepted = [each for each in turns if decided[each.number] is SubmissionState.ACCEPTED]
    if accepted:  # of one revision the package that was accepted last
        locked = max(reversed(accepted), key=lambda each: each.revision)
        return states | _locked(group, locked, chosen.get(locked.number))
    highest = max(each.revision for each in group)
    last = [each for each in group if each.revision == highest]
    counting = last[0]
    if len(last) > 1:
        picked = [each for each in last if each.number in chosen]
        if picked:
            counting = max(picked, key=lambda each: chosen[each.number].turn)
        if not picked or _came_since(chosen[counting.number], last):
            return states | {each.number: SubmissionState.CONFLICT for each in last}
    return states | {counting.number: decided.get(counting.number, SubmissionState.RECEIVED)}


def _locked(
    group: Sequence[ReceivedSubmission], locked: ReceivedSubmission, choice: _Choice | None
) -> dict[int, SubmissionState]:
    """What counts beside a package that was accepted, until that is taken back."""
    beside: dict[int, SubmissionState] = {}
    for each in group:
        if each.revision > locked.revision:
            beside[each.number] = SubmissionState.PENDING
        elif each.revision == locked.revision and (choice is None or _came_since(choice, [each])):
            beside[each.number] = SubmissionState.CONFLICT
    return beside | {locked.number: SubmissionState.ACCEPTED}


def _came_since(choice: _Choice, packages: Iterable[ReceivedSubmission]) -> bool:
    """Whether whoever chose had not seen one of these."""
    return any(each.received_at > choice.at for each in packages)
