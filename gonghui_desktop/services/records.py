"""Making, changing, copying, deleting and finishing records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.model.entry import canonical_values
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.implied import implied_values
from gonghui_desktop.model.history import Action
from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.model.record import EMPTY, Record, RecordState
from gonghui_desktop.services.checking import record_findings
from gonghui_desktop.services.editions import (
    as_current,
    move_to_current,
    retired_among,
)
from gonghui_desktop.services.missed_replies import mark_missed
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.reporter import reporter_name
from gonghui_desktop.services.submissions.sent_packages import continued, last_sent
from gonghui_desktop.services.units.pairs import remember
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord, RecordStateError

_PAST = "这份申报表属于往届活动，只能查看和打印；要改请先把那个活动设为当前活动。"
_FORM_GONE = "本次活动里没有可用的这张表，这份申报表只能查看和打印。"


class BlockedError(GonghuiError):
    """Records cannot be made final while findings stand.

    Attributes:
        findings: those that block, each with its record.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings


def records(ws: Workspace, form_id: str | None = None) -> list[Record]:
    """The campaign's records, or those of one form, in the order in which they were made."""
    return ws.reader.records(form_id, ws.campaign.id)


@dataclass(frozen=True)
class Lists:
    """Every record of the campaign, as the window lists them.

    Attributes:
        retired: forms of records that the campaign does not have (any more).
        by_form: form id to its records, in the order in which they were made.
    """

    retired: Sequence[FormDefinition]
    by_form: Mapping[str, Sequence[Record]]


def lists(ws: Workspace) -> Lists:
    """The campaign's records as they are stored now; on any thread."""
    found: dict[str, list[Record]] = {form.id: [] for form in ws.campaign.forms}
    every = ws.store.records(campaign=ws.campaign.id)
    for record in every:
        found.setdefault(record.form, []).append(record)
    return Lists(retired_among(ws, every), found)


def by_form(ws: Workspace, form_ids: Iterable[str]) -> dict[str, list[Record]]:
    """The records of each form, as :func:`records`; from the store itself, on any thread."""
    return {form_id: ws.store.records(form_id, ws.campaign.id) for form_id in form_ids}


def stored(ws: Workspace, record_ids: Iterable[str]) -> list[Record]:
    """Those records as they are stored now; what has been deleted meanwhile is left out."""
    found = map(ws.store.find, record_ids)
    return [record for record in found if record is not None]


def version(ws: Workspace) -> int:
    """A number that changes whenever another program has written into the store."""
    return ws.store.version()


def create(ws: Workspace, form_id: str, values: Mapping[str, str] = EMPTY) -> Record:
    """A new draft, empty but for the canonical values given.

    Raises:
        RecordStateError: the campaign is over.
    """
    return _add_draft(ws, form_id, values)


def change(
    ws: Workspace,
    record_id: str,
    typed: Mapping[str, str],
    reasons: Mapping[str, str] = EMPTY,
    *,
    seen: Mapping[str, str] = EMPTY,
    seen_reasons: Mapping[str, str] = EMPTY,
    action: Action = Action.EDIT,
) -> Record:
    """Stores what was typed, in one transaction.

    Values become canonical by their field types; a choice that settles another field (``implies``)
    settles it, unless the clerk had decided otherwise before. The record moves to the current
    edition of its form if it is in an earlier one.

    Args:
        ws: the workspace.
        record_id: which record.
        typed: field id to text.
        reasons: field id to the reason why a 核实 finding on it stands.
        seen: field id to the value that the clerk had before her when she began to type, where a
            change by somebody else since then may not be written over.
        seen_reasons: the same of reasons.
        action: what it is in the history.

    Raises:
        RecordStateError: the record is final, or belongs to a past campaign or a form that is gone.
        ValueConflict: somebody else has changed one of the fields meanwhile; nothing was written.
    """
    record = ws.store.record(record_id)
    form = _form_to_edit(ws, record)
    values = canonical_values(form, typed)
    changed = implied_values(form, record.values, values) | values
    moved = as_current(ws, record)
    definition = None
    if moved != record:
        moved_values = {k: text for k, text in moved.values.items() if text != record.value(k)}
        changed = moved_values | changed
        definition = definition_of(form)
    # She saw the values of the current edition, which need not be stored so yet.
    expected = {k: record.value(k) if text == moved.value(k) else text for k, text in seen.items()}
    stored = ws.store.change(
        record_id,
        changed,
        {field_id: reason.strip() for field_id, reason in reasons.items()},
        definition,
        expected={k: text for k, text in expected.items() if k in values},
        expected_reasons=seen_reasons,
        action=action,
    )
    remember(ws, record, stored)
    return stored


def explain(ws: Workspace, record_id: str, field_id: str, reason: str) -> Record:
    """Stores why a 核实 finding on that field stands.

    Raises:
        RecordStateError: as for :func:`change`.
    """
    record = ws.store.record(record_id)
    _form_to_edit(ws, record)
    stored = ws.store.change(record_id, {}, {field_id: reason.strip()})
    remember(ws, record, stored)
    return stored


def duplicate(ws: Workspace, record_id: str) -> Record:
    """A new draft with the same values; why they were right there says nothing about it.

    Raises:
        RecordStateError: the campaign is over, or has no such form.
    """
    record = ws.store.record(record_id)
    if not ws.campaign.has_form(record.form):
        raise RecordStateError(_FORM_GONE)
    values = canonical_values(ws.campaign.form(record.form), record.values)
    return _add_draft(ws, record.form, values)


def save_as_new(
    ws: Workspace, form_id: str, values: Mapping[str, str], reasons: Mapping[str, str]
) -> Record:
    """A new draft of texts that could not be stored in their own record (存为新的一份).

    Raises:
        RecordStateError: the campaign is over, or has no such form.
    """
    if not ws.campaign.has_form(form_id):
        raise RecordStateError(_FORM_GONE)
    made = _add_draft(ws, form_id, canonical_values(ws.campaign.form(form_id), values))
    return change(ws, made.id, {}, reasons) if reasons else made


def delete(ws: Workspace, record_id: str) -> None:
    """Puts the record into the bin.

    Raises:
        RecordStateError: the campaign is over.
    """
    delete_all(ws, [record_id])


def delete_all(ws: Workspace, record_ids: Sequence[str]) -> None:
    """As :func:`delete`, for several records: all of them, or none."""
    if ws.is_past:
        raise RecordStateError(_PAST)
    ws.store.delete(*record_ids)


def undelete(ws: Workspace, record_id: str) -> None:
    """Takes the record out of the bin."""
    undelete_all(ws, [record_id])


def undelete_all(ws: Workspace, record_ids: Sequence[str]) -> None:
    """As :func:`undelete`, for several records: all of them, or none."""
    ws.store.undelete_all(record_ids)
    mark_missed(ws, record_ids)


def make_final(ws: Workspace, record_ids: Sequence[str]) -> list[Record]:
    """Makes drafts final, all or none.

    Raises:
        BlockedError: a finding still blocks one of them.
        RecordStateError: one belongs to a past campaign or a form that is gone.
    """
    found = [ws.store.record(record_id) for record_id in record_ids]
    for record in found:
        if record.state is RecordState.DRAFT:
            _form_to_edit(ws, record)
    drafts = [move_to_current(ws, record) for record in found]
    blocking = tuple(
        finding for record in drafts for finding in record_findings(ws, record) if finding.blocks
    )
    if blocking:
        raise BlockedError(blocked_message(ws, drafts, blocking), blocking)
    numbered = continued(ws, last_sent(ws, reporter_name(ws)), drafts)
    return ws.store.finalise(record_ids, unchanged=drafts, numbered=numbered)


def reopen(ws: Workspace, record_id: str, reason: str) -> Record:
    """Starts the next revision of a final record; paper of the old revision counts as 作废.

    Raises:
        RecordStateError: it is no final record of this campaign and one of its forms.
        InputError: what is given says no reason.
    """
    _form_to_edit(ws, ws.store.record(record_id))
    if fault := fault_of_reason(reason):
        raise InputError(f"不能重新打开：{fault}")
    return move_to_current(ws, ws.store.reopen(record_id, reason.strip()))


def take_back(ws: Workspace, steps: Sequence[tuple[Record, Record]]) -> list[Record]:
    """Takes back that records were made final or opened again, all or none.

    Args:
        ws: the workspace.
        steps: of each record how it was before, and how that left it.

    Raises:
        RecordStateError: something else has been done to one since, such as printing it.
    """
    for before, _ in steps:
        _form_to_edit(ws, before)
    return ws.store.take_back(steps)


def blocked_message(ws: Workspace, drafts: Sequence[Record], findings: Sequence[Finding]) -> str:
    """One sentence that names every record with its findings that block."""
    parts = []
    for record in drafts:
        own = [finding.message for finding in findings if finding.record_id == record.id]
        if own:
            parts.append(f"{record_title(ws, record)}（{' '.join(own)}）")
    return f"还不能定稿，请先改或写明原因：{'；'.join(parts)}"


def _add_draft(ws: Workspace, form_id: str, values: Mapping[str, str]) -> Record:
    if ws.is_past:
        raise RecordStateError(_PAST)
    kept = definition_of(ws.campaign.form(form_id))
    new = NewRecord(form=form_id, values=values, campaign=ws.campaign.id, edition=kept.digest)
    return ws.store.add([new], [kept])[0]


def _form_to_edit(ws: Workspace, record: Record) -> FormDefinition:
    """The form that a draft is edited with.

    Raises:
        RecordStateError: nothing in it may be changed.
    """
    if ws.is_past or record.campaign != ws.campaign.id:
        raise RecordStateError(_PAST)
    if not ws.campaign.has_form(record.form):
        raise RecordStateError(_FORM_GONE)
    return ws.campaign.form(record.form)
