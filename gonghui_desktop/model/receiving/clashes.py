"""Records that say something else in another package, and of which a person has said what counts.

A record with the same id and revision has one text, on one stamped paper: where another package
has it with another one, somebody has to ask which is meant, and says so with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.receiving.submissions import (
    ReceivedRecord,
    ReceivedSubmission,
    SubmissionAction,
    SubmissionEvent,
)

_Key = tuple[str, int]
"""Id and revision of a record."""


@dataclass(frozen=True)
class _Holder:
    """A package that holds a record, and in which wording."""

    submission: ReceivedSubmission
    fingerprint: str


def clashing(
    records: Mapping[int, Sequence[ReceivedRecord]],
    submissions: Iterable[ReceivedSubmission],
    events: Iterable[SubmissionEvent],
    office: Callable[[str], str],
) -> Mapping[int, frozenset[str]]:
    """Number of a package to ids of those of its records of which nobody knows what they say.

    Args:
        records: number of a package to its records, of all packages of a campaign.
        submissions: those packages.
        events: what was done to them, in that order.
        office: what two spellings of an office's name share.
    """
    heads = {each.number: each for each in submissions}
    holders: dict[_Key, list[_Holder]] = {}
    for number, received in records.items():
        for each in received if number in heads else ():
            holder = _Holder(heads[number], each.fingerprint)
            holders.setdefault(_key(each), []).append(holder)
    several = {
        key: found
        for key, found in holders.items()
        if len(found) > 1 and len({each.fingerprint for each in found}) > 1
    }
    if not several:
        return {}
    open_keys = several.keys() - _settled(records, several, events, office)
    found = {
        number: frozenset(each.record.id for each in received if _key(each) in open_keys)
        for number, received in records.items()
    }
    return {number: ids for number, ids in found.items() if ids}


def _settled(
    records: Mapping[int, Sequence[ReceivedRecord]],
    several: Mapping[_Key, Sequence[_Holder]],
    events: Iterable[SubmissionEvent],
    office: Callable[[str], str],
) -> set[_Key]:
    """Records of which somebody has chosen one of the texts, having seen all others."""
    settled: set[_Key] = set()
    for event in events:
        if event.action is not SubmissionAction.CHOOSE:
            continue
        for each in records.get(event.submission, ()):
            holders = several.get(_key(each), ())
            if event.record in ("", each.record.id) and _is_settled(event, each, holders, office):
                settled.add(_key(each))
    return settled


def _is_settled(
    event: SubmissionEvent,
    chosen: ReceivedRecord,
    holders: Sequence[_Holder],
    office: Callable[[str], str],
) -> bool:
    """Whether a choice is among all that there is.

    A package is chosen among those of its office; what other offices hold is another matter.
    """
    own = [each.submission for each in holders if each.submission.number == event.submission]
    others = [each.submission for each in holders if each.fingerprint != chosen.fingerprint]
    if any(each.received_at > event.at for each in others):
        return False
    names = {office(each.sender.name) for each in (*own, *others)}
    return bool(own) and (bool(event.record) or len(names) == 1)


def _key(received: ReceivedRecord) -> _Key:
    return received.record.id, received.record.revision
