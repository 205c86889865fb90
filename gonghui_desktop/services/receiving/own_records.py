"""At an office that collects and reports on its own: accepted units' records become its own.

The same paper goes on through all hands, so the same record does, with its id, revision, edition
and code. What was changed here is never touched: it is told, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from gonghui_desktop.model.checkcode import fingerprint
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.receiving.submissions import ReceivedRecord
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.imports.outcomes import is_dated
from gonghui_desktop.services.records import record_title
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.own_records import OwnRecords

_MOST_NAMED = 3


@dataclass(frozen=True)
class OwnPlan:
    """What becomes of one's own records with a decision.

    Attributes:
        own: what is written.
        left: titles of those that stay as they are, since they were changed here or are newer.
        refused: titles of those with a text that is too long to be kept.
    """

    own: OwnRecords = field(default_factory=OwnRecords)
    left: Sequence[str] = ()
    refused: Sequence[str] = ()

    @property
    def words(self) -> str:
        """What it does, in sentences; empty for nothing."""
        told = []
        if self.own.added:
            told.append(f"{len(self.own.added)} 份申报表已列入本单位的。")
        if self.own.renewed:
            told.append(f"本单位的 {len(self.own.renewed)} 份已换成新的一版。")
        if self.own.away:
            told.append(f"由此列入本单位的 {len(self.own.away)} 份申报表已放进回收站。")
        if self.left:
            told.append(f"{_named(self.left)}在本单位改动过，没有动，请核对。")
        if self.refused:
            told.append(f"{_named(self.refused)}的文字太长，没有列入，请对方删短后重报。")
        return "".join(told)


def becomes_own(ws: Workspace) -> bool:
    """Whether accepted records become one's own: by the kind of one's own office."""
    profile = ws.reader.profile()
    return profile is not None and ws.campaign.reporter(profile.kind) is not None


def when_accepted(ws: Workspace, records: Iterable[ReceivedRecord], now: datetime) -> OwnPlan:
    """What becomes of one's own records when these are accepted.

    Args:
        ws: the workspace.
        records: as they came.
        now: the moment of the decision; a later date in a record cannot be right.

    Raises:
        StoreError: one's own cannot be read.
    """
    if not becomes_own(ws):
        return OwnPlan()
    added, renewed, left, refused = [], [], [], []
    for each in records:
        record = _dated(each.record, now)
        ours = ws.store.find(record.id)
        if ours is not None and _says_the_same(ws, ours, each):
            continue
        if _is_too_long(record):
            refused.append(record_title(ws, record))
        elif ours is None:
            added.append(record)
        elif ours.revision < record.revision and _came_from_below(ws, ours):
            renewed.append((ours, replace(record, created_at=ours.created_at)))
        else:
            left.append(record_title(ws, record))
    return OwnPlan(OwnRecords(added, renewed), left, refused)


def when_taken_back(ws: Workspace, records: Iterable[ReceivedRecord]) -> OwnPlan:
    """What becomes of one's own records when their acceptance is taken back."""
    if not becomes_own(ws):
        return OwnPlan()
    away, left = [], []
    for each in records:
        ours = ws.store.find(each.record.id)
        if ours is None:
            continue
        if _says_the_same(ws, ours, each):
            away.append(ours)
        else:
            left.append(record_title(ws, ours))
    return OwnPlan(OwnRecords(away=away), left)


def _says_the_same(ws: Workspace, ours: Record, received: ReceivedRecord) -> bool:
    """Whether our copy is the one that came, as it came."""
    is_same_one = (ours.state, ours.revision) == (RecordState.FINAL, received.record.revision)
    return is_same_one and _fingerprint(ws, ours) == received.fingerprint


def _came_from_below(ws: Workspace, ours: Record) -> bool:
    """Whether our copy is as a received package has it, so that nobody changed it here."""
    if ours.state is not RecordState.FINAL:
        return False
    return _fingerprint(ws, ours) in ws.store.received.fingerprints(ours.id)


def _fingerprint(ws: Workspace, record: Record) -> str:
    return fingerprint(form_of(ws, record), record).hex()


def _dated(record: Record, now: datetime) -> Record:
    """A record with its own dates; with that of the decision where they cannot be right."""
    if is_dated(record, now):
        return record
    return replace(record, created_at=now, changed_at=now, stage_at=now)


def _is_too_long(record: Record) -> bool:
    texts = (*record.values.values(), *record.explanations.values(), record.reopen_reason)
    return any(len(text) > LONGEST_TEXT for text in texts)


def _named(titles: Sequence[str]) -> str:
    shown = "、".join(titles[:_MOST_NAMED])
    return f"{shown}等 {len(titles)} 份" if len(titles) > _MOST_NAMED else shown
