"""Records that come in: what is added, and what is there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from gonghui_desktop.errors import InputError, one_line
from gonghui_desktop.exchange.incoming import (
    Accepted,
    Incoming,
    Received,
    Refused,
)
from gonghui_desktop.model.forms.edition import Definition, definition_of, digest_of
from gonghui_desktop.model.forms.implied import implied_values
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.services.imports.outcomes import (
    FilledForms,
    ImportOutcome,
    again_words,
    is_dated,
    received_outcome,
    what_else,
)
from gonghui_desktop.services.imports.same_records import LeftOut, Place, SameRecords, Twin
from gonghui_desktop.services.missed_replies import mark_missed
from gonghui_desktop.services.record_names import name_in
from gonghui_desktop.services.safekeeping.backups import Reason, back_up_before
from gonghui_desktop.services.units.pairs import remember_all
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord


def take_again(ws: Workspace, outcomes: Sequence[ImportOutcome]) -> tuple[ImportOutcome, ...]:
    """Takes in as new what was left out because the same was there already; all or none.

    Args:
        ws: the workspace.
        outcomes: of those records; what was not left out is passed over.

    Raises:
        StoreError: they cannot be stored.
        RecordExists: one came in by another way meanwhile.
    """
    left_out = [(each, each.left_out) for each in outcomes if each.left_out is not None]
    if not left_out:
        return ()
    new = [left.new for _, left in left_out]
    stored = _stored(ws, new, [left.definition for _, left in left_out], datetime.now(UTC))
    return tuple(
        replace(
            outcome,
            message=again_words(ws, outcome, record),
            record_id=record.id,
            is_new=True,
            left_out=None,
        )
        for (outcome, _), record in zip(left_out, stored, strict=True)
    )


@dataclass(frozen=True)
class _Planned:
    """What is to become of one record of a file.

    Attributes:
        item: the record.
        new: what the store would add; ``None`` for nothing.
        twin: a record with the very same values.
        is_added: whether it is added.
    """

    item: Incoming
    new: NewRecord | None = None
    twin: Twin | None = None
    is_added: bool = False


class Batch:
    """Files that were chosen together: one backup is made before the first record of them all.

    Of backups made before something only the newest few are kept: with one for each file, what
    was there before the first would soon have none.
    """

    def __init__(self) -> None:
        self._is_backed_up = False

    def back_up(self, ws: Workspace, now: datetime) -> None:
        """Makes the backup, unless it is made.

        Raises:
            StoreError: it cannot be made.
        """
        if not self._is_backed_up:
            back_up_before(ws, now, Reason.IMPORT)
            self._is_backed_up = True


def take_in(
    ws: Workspace,
    incoming: Sequence[Incoming],
    source: str,
    *,
    again: bool = False,
    step: Callable[[], None] = lambda: None,
    batch: Batch | None = None,
) -> tuple[ImportOutcome, ...]:
    """Adds what is new; a received record that differs from ours is left alone.

    Args:
        ws: the workspace.
        incoming: what a file holds.
        source: the file's name.
        again: whether to add what is there already with the very same values, too.
        step: called after each record that is stored; what it raises ends that, and none is.
        batch: the files that it was chosen together with.
    """
    received = [item for item in incoming if isinstance(item, Received)]
    ours = {item.record.id: ws.store.find(item.record.id) for item in received}
    now = datetime.now(UTC)
    if ws.is_past and any(isinstance(item, Accepted) for item in incoming):
        raise InputError(f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，不能再导入草稿。")
    plan = _planned(ws, incoming, ours, now, again=again)
    added = [each for each in plan if each.is_added]
    filled = FilledForms(ws, incoming, source)  # before it is added: it tells of what is there
    new = [each.new for each in added if each.new is not None]
    records = _stored(ws, new, [_definition(ws, each.item) for each in added], now, step, batch)
    stored = iter(records)
    outcomes: list[ImportOutcome] = []
    for each in plan:
        match each.item:
            case Refused() as item:
                outcomes.append(ImportOutcome(accepted=False, message=item.message))
            case Received() as item if each.new is None:
                outcomes.append(received_outcome(ws, item, ours[item.record.id], now))
            case item if not each.is_added:
                outcomes.append(_left_out(ws, each, filled.begin(item), records))
            case Received() as item:
                next(stored)
                outcome = received_outcome(ws, item, None, now)
                outcomes.append(_with_twin(outcome, each.twin, records))
            case Accepted() as item:
                outcome = filled.outcome(item, next(stored))
                outcomes.append(_with_twin(outcome, each.twin, records))
    return tuple(outcomes)


def _stored(
    ws: Workspace,
    new: Sequence[NewRecord],
    definitions: Sequence[Definition],
    now: datetime,
    step: Callable[[], None] = lambda: None,
    batch: Batch | None = None,
) -> Sequence[Record]:
    """Adds records in one transaction, after a backup, and remembers what their reasons say."""
    if not new:
        return ()
    (batch or Batch()).back_up(ws, now)
    of_digest = {each.digest: each for each in definitions}
    records = ws.store.add(new, of_digest.values(), step)
    remember_all(ws, records)
    final = [record.id for record in records if record.state is RecordState.FINAL]
    mark_missed(ws, final, are_new=True)
    ws.unknown_editions.difference_update(of_digest)
    return records


def _planned(
    ws: Workspace,
    incoming: Sequence[Incoming],
    ours: Mapping[str, Record | None],
    now: datetime,
    *,
    again: bool,
) -> list[_Planned]:
    """What is to be added, and what is there already by its values."""
    theirs = [item.record.campaign for item in incoming if isinstance(item, Received)]
    same = SameRecords(ws, [ws.campaign.id, *theirs])
    plan = []
    for number, item in enumerate(incoming, 1):
        if isinstance(item, Accepted):
            new = _draft(ws, item)
        elif isinstance(item, Received) and ours[item.record.id] is None:
            new = _final(item.record, now)
        else:
            plan.append(_Planned(item))
            continue
        twin = same.of(new)
        is_added = again or twin is None or twin.place is Place.BIN
        if is_added:
            place = item.place if isinstance(item, Accepted) else ""
            same.note(new, f"这个文件里的{place or f'第 {number} 份'}")
        plan.append(_Planned(item, new, twin, is_added))
    return plan


def _definition(ws: Workspace, item: Incoming) -> Definition:
    """That of the form of a record that is added."""
    assert isinstance(item, Accepted | Received)
    if isinstance(item, Received):
        return item.definition
    return definition_of(ws.campaign.form(item.form))


def _id_of(twin: Twin, added: Sequence[Record]) -> str:
    """The twin's id, now that those of the file have theirs, too."""
    return added[twin.number - 1].id if twin.number else twin.record_id


def _with_twin(outcome: ImportOutcome, twin: Twin | None, added: Sequence[Record]) -> ImportOutcome:
    """An outcome that tells of a record with the same values, too."""
    if twin is None:
        return outcome
    message = f"{outcome.message.removesuffix('。')}；内容与{twin.where}完全相同。"
    same_as = _id_of(twin, added)
    return replace(outcome, message=message, same_as=same_as, same_in=twin.place.value)


def _left_out(ws: Workspace, each: _Planned, begin: str, added: Sequence[Record]) -> ImportOutcome:
    """Of a record that is there already, by its values; it can be taken in all the same."""
    new, twin = each.new, each.twin
    assert new is not None
    assert twin is not None
    form = each.item.form if isinstance(each.item, Received) else ws.campaign.form(new.form)
    unit = f"{form.number}“{one_line(name_in(form, new.values)[:100])}”"
    same_as = _id_of(twin, added)
    outcome = ImportOutcome(
        accepted=True,
        message=f"{begin}{unit}与{twin.where}内容完全相同，没有再导入{what_else(each.item)}。",
        form=form.id,
        record_id=same_as,
        same_as=same_as,
        same_in=twin.place.value,
        left_out=LeftOut(new, _definition(ws, each.item)),
    )
    match each.item:
        case Received() as item:
            hint = "盖章的纸质表与报送包里的对应，要用那一份，可以仍作为新表导入。"
            return replace(outcome, message=f"{outcome.message}{hint}", sender=item.sender)
        case Accepted() as item:
            return replace(
                outcome, readings=item.readings, unread=item.unread, is_row=bool(item.place)
            )
    return outcome


def _draft(ws: Workspace, item: Accepted) -> NewRecord:
    form = ws.campaign.form(item.form)
    return NewRecord(
        form=item.form,
        values={**item.values, **implied_values(form, item.values, item.values)},
        explanations=item.explanations,
        campaign=ws.campaign.id,
        edition=digest_of(form),
    )


def _final(record: Record, now: datetime) -> NewRecord:
    """A record with its own dates; with those of the import where they cannot be right."""
    is_sure = is_dated(record, now)
    return NewRecord(
        form=record.form,
        values=record.values,
        explanations=record.explanations,
        id=record.id,
        state=record.state,
        revision=record.revision,
        reopen_reason=record.reopen_reason,
        campaign=record.campaign,
        edition=record.edition,
        code_version=record.code_version,
        created_at=record.created_at if is_sure else None,
        changed_at=record.changed_at if is_sure else None,
    )
