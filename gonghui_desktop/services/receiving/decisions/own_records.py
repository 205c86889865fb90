"""At an office that collects and reports on its own: accepted units' records become its own.

The same paper goes on through all hands, so the same record does, with its id, revision, edition
and code. What was changed here is never touched: it is told, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from gonghui_desktop.model.checkcode import fingerprint
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.history import Action
from gonghui_desktop.model.receiving.submissions import ReceivedRecord
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.imports.outcomes import is_dated
from gonghui_desktop.services.record_names import record_title
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
        kept: titles of those that were here before, or came with another accepted package, too.
    """

    own: OwnRecords = field(default_factory=OwnRecords)
    left: Sequence[str] = ()
    refused: Sequence[str] = ()
    kept: Sequence[str] = ()

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
        if self.kept:
            told.append(f"{_named(self.kept)}原来就在本单位，或者另一个受理的报送里也有，留着。")
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


def when_taken_back(
    ws: Workspace,
    records: Iterable[ReceivedRecord],
    beside: Set[tuple[str, str]],
    accepted_at: Set[datetime],
) -> OwnPlan:
    """What becomes of one's own records when their acceptance is taken back.

    Args:
        ws: the workspace.
        records: of the package.
        beside: id and fingerprint of records that another accepted package holds.
        accepted_at: when packages were accepted: what was added then came with one of them.

    Raises:
        StoreError: one's own cannot be read.
    """
    if not becomes_own(ws):
        return OwnPlan()
    away, left, kept = [], [], []
    for each in records:
        ours = ws.store.find(each.record.id)
        if ours is None:
            continue
        if not _says_the_same(ws, ours, each):
            left.append(record_title(ws, ours))
        elif (ours.id, each.fingerprint) in beside or not _came_at(ws, ours, accepted_at):
            kept.append(record_title(ws, ours))
        else:
            away.append(ours)
    return OwnPlan(OwnRecords(away=away), left, kept=kept)


def _came_at(ws: Workspace, ours: Record, moments: Set[datetime]) -> bool:
    """Whether our copy was added at one of these moments, not by an import or by hand."""
    return any(
        entry.action is Action.ADD and entry.at in moments for entry in ws.store.history(ours.id)
    )


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
