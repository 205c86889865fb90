"""Records that come in: what is added, what is there already, and what is told of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.incoming import (
    Accepted,
    FieldReading,
    Incoming,
    Reading,
    Received,
    Refused,
)
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.entry import of_form
from gonghui_desktop.model.forms.edition import Definition, definition_of, digest_of
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.implied import implied_values
from gonghui_desktop.model.record import NEVER, Record
from gonghui_desktop.services.imports.filled_forms import UnitsPresent, summary_of
from gonghui_desktop.services.imports.same_records import LeftOut, Place, SameRecords, Twin
from gonghui_desktop.services.imports.table_report import SheetReport
from gonghui_desktop.services.records import name_in, name_of, record_title
from gonghui_desktop.services.safekeeping.backups import Reason, back_up_before
from gonghui_desktop.services.units.pairs import remember_all
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord


@dataclass(frozen=True)
class ImportOutcome:
    """What became of one record of a file.

    Attributes:
        accepted: whether it is in the store now.
        message: one Chinese sentence.
        form: id of its form, empty where that is not known.
        record_id: id in the store, empty for a refused one.
        is_new: whether it was added, and not known before.
        sender: name of the office that handed it in; empty for a draft.
        readings: how each printed field of a form filled in elsewhere came in; else none.
        unread: texts of that form's table that belong to none of its fields.
        is_notice: no record, but what a person must know of the file.
        is_row: whether it was a row of a table.
        sheet: what became of a sheet, where that is what this tells; else ``None``.
        same_as: id of a record with the very same values; empty where there is none.
        same_in: where that stands; see
            :class:`~gonghui_desktop.services.imports.same_records.Place`.
        left_out: what :func:`take_again` adds; ``None`` where nothing was left out.
    """

    accepted: bool
    message: str
    form: str = ""
    record_id: str = ""
    is_new: bool = False
    sender: str = ""
    readings: tuple[FieldReading, ...] = ()
    unread: tuple[str, ...] = ()
    is_notice: bool = False
    is_row: bool = False
    sheet: SheetReport | None = None
    same_as: str = ""
    same_in: str = ""
    left_out: LeftOut | None = None

    @property
    def needs_look(self) -> bool:
        """Whether a person must compare it with the file: not everything was surely read."""
        return bool(self.unread or self.first_doubt)

    @cached_property
    def first_doubt(self) -> str:
        """Id of the first field that was not surely read, empty for none."""
        unsure = (Reading.DOUBTFUL, Reading.MISSING)
        return next((each.field for each in self.readings if each.reading in unsure), "")


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
    back_up_before(ws, datetime.now(UTC), Reason.IMPORT)
    definitions = [left.definition for _, left in left_out]
    stored = ws.store.add([left.new for _, left in left_out], definitions)
    remember_all(ws, stored)
    ws.unknown_editions.difference_update(each.digest for each in definitions)
    return tuple(
        replace(
            outcome,
            message=_taken_again(ws, outcome, record),
            record_id=record.id,
            is_new=True,
            left_out=None,
        )
        for (outcome, _), record in zip(left_out, stored, strict=True)
    )


def _taken_again(ws: Workspace, outcome: ImportOutcome, record: Record) -> str:
    clauses = [f"已作为新表导入{record_title(ws, record)}"]
    if outcome.readings and (summary := summary_of(outcome.readings, outcome.unread)):
        clauses.append(summary)
    return "；".join(clauses) + "。"


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


def take_in(
    ws: Workspace,
    incoming: Sequence[Incoming],
    source: str,
    *,
    again: bool = False,
    step: Callable[[], None] = lambda: None,
) -> tuple[ImportOutcome, ...]:
    """Adds what is new; a received record that differs from ours is left alone.

    Args:
        ws: the workspace.
        incoming: what a file holds.
        source: the file's name.
        again: whether to add what is there already with the very same values, too.
        step: called after each record that is stored; what it raises ends that, and none is.
    """
    received = [item for item in incoming if isinstance(item, Received)]
    ours = {item.record.id: ws.store.find(item.record.id) for item in received}
    now = datetime.now(UTC)
    if ws.is_past and any(isinstance(item, Accepted) for item in incoming):
        raise InputError(f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，不能再导入草稿。")
    plan = _planned(ws, incoming, ours, now, again=again)
    added = [each for each in plan if each.is_added]
    definitions = {each.digest: each for each in (_definition(ws, each.item) for each in added)}
    if added:
        back_up_before(ws, now, Reason.IMPORT)
    filled = _FilledForms(ws, incoming, source)  # before it is added: it tells of what is there
    new = [each.new for each in added if each.new is not None]
    records = ws.store.add(new, definitions.values(), step)
    remember_all(ws, records)
    ws.unknown_editions.difference_update(definitions)
    stored = iter(records)
    outcomes: list[ImportOutcome] = []
    for each in plan:
        match each.item:
            case Refused() as item:
                outcomes.append(ImportOutcome(accepted=False, message=item.message))
            case Received() as item if each.new is None:
                outcomes.append(_received_outcome(ws, item, ours[item.record.id], now))
            case item if not each.is_added:
                outcomes.append(_left_out(ws, each, filled.begin(item), records))
            case Received() as item:
                next(stored)
                outcome = _received_outcome(ws, item, None, now)
                outcomes.append(_with_twin(outcome, each.twin, records))
            case Accepted() as item:
                outcome = filled.outcome(item, next(stored))
                outcomes.append(_with_twin(outcome, each.twin, records))
    return tuple(outcomes)


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
    unit = f"{form.number}“{name_in(form, new.values)}”"
    same_as = _id_of(twin, added)
    outcome = ImportOutcome(
        accepted=True,
        message=f"{begin}{unit}与{twin.where}内容完全相同，没有再导入。",
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


class _FilledForms:
    """Tells of drafts as they come in, and of the units that are there already.

    Args:
        ws: the workspace.
        incoming: what a file holds.
        source: the file's name.
    """

    def __init__(self, ws: Workspace, incoming: Sequence[Incoming], source: str) -> None:
        self._ws = ws
        self._source = in_sentence(source)
        forms = [each for each in incoming if isinstance(each, Accepted) and each.readings]
        self._is_several = len(forms) > 1
        self._present = UnitsPresent(ws) if forms else None

    def outcome(self, item: Accepted, record: Record) -> ImportOutcome:
        """Of a form that has become a draft."""
        form = self._ws.campaign.form(record.form)
        clauses = [f"{self.begin(item)}已导入{form.number}“{name_of(form, record)}”"]
        if self._present is not None:
            place = f"{form.number}，“{self._source}”{item.place or f'第 {item.number} 份'}"
            if known := self._present.add(form, record.values, place):
                clauses.append(f"同名的单位已有一份（{known}），没有覆盖，请核对后留一份")
        if item.readings and (summary := summary_of(item.readings, item.unread)):
            clauses.append(summary)
        message = "；".join(clauses) + "。"
        return replace(
            ImportOutcome(True, message, record.form, record.id, is_new=True),
            readings=item.readings,
            unread=item.unread,
            is_row=bool(item.place),
        )

    def begin(self, item: Incoming) -> str:
        """What stands in front of a sentence on a record: where it comes from."""
        match item:
            case Received():
                return f"{item.sender}的"
            case Accepted() if item.place:
                return f"“{self._source}”{item.place}："
            case Accepted() if not item.readings:
                return f"第 {item.number} 份："
            case Accepted() if self._is_several:
                return f"“{self._source}”第 {item.number} 份："
            case _:
                return f"“{self._source}”："


def _final(record: Record, now: datetime) -> NewRecord:
    """A record with its own dates; with those of the import where they cannot be right."""
    is_dated = _is_dated(record, now)
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
        created_at=record.created_at if is_dated else None,
        changed_at=record.changed_at if is_dated else None,
    )


def _is_dated(record: Record, now: datetime) -> bool:
    """Whether a record's dates can be right: the sender's clock may have been wrong."""
    return NEVER < record.created_at <= record.changed_at <= now


def _received_outcome(
    ws: Workspace, item: Received, ours: Record | None, now: datetime
) -> ImportOutcome:
    record = item.record
    elsewhere = f"，属于活动 {record.campaign}" if record.campaign != ws.campaign.id else ""
    unit = f"{item.form.number}“{name_of(item.form, record)}”"
    if ours is None:
        day = written_date(record.changed_at.astimezone().date())
        final = f" {day}定稿" if _is_dated(record, now) else "报送"
        message = f"已导入{unit}{elsewhere}，{item.sender}{final}。"
        return ImportOutcome(True, message, record.form, record.id, True, item.sender)
    if _contents(item.form, ours) == _contents(item.form, record):
        message = f"{item.sender}的{unit}本来就有，内容相同，未改动。"
        return ImportOutcome(True, message, record.form, record.id, False, item.sender)
    message = (
        f"{item.sender}的{unit}在本机的内容不同"
        f"（本机第 {ours.revision} 版，报送包第 {record.revision} 版），"
        "未改动；要用报送包里的，请先删除本机的再导入。"
    )
    return ImportOutcome(False, message, record.form, record.id, False, item.sender)


def _contents(form: FormDefinition, record: Record) -> Record:
    """What two copies of a record agree in: all but the times, and what the form does not have."""
    return replace(of_form(form, record), created_at=datetime.min, changed_at=datetime.min)
