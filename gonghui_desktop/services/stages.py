"""How far each form has come: printed, stamped, handed in, answered; and the seals on its paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.stages import (
    ON_PAPER,
    Stage,
    StageEntry,
    can_mark,
    is_ahead,
    seal_names,
)
from gonghui_desktop.services import pages
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import RecordStateError

_PAST = "这份申报表属于往届活动，只能查看和打印；要登记请先把那个活动设为当前活动。"


@dataclass(frozen=True)
class SealState:
    """A seal that the paper needs.

    Attributes:
        name: of the office whose seal it is, or of the one across the pages.
        at: since when the paper has it, with time zone; ``None`` while it has not.
    """

    name: str
    at: datetime | None


def mark(ws: Workspace, record_ids: Iterable[str], stage: Stage) -> list[Record]:
    """Notes that all of them have come to a stage, or that none has.

    Raises:
        RecordStateError: one cannot come there from where it is, or the campaign is over.
    """
    if ws.is_past:
        raise RecordStateError(_PAST)
    return ws.store.mark(record_ids, stage)


def mark_printed(ws: Workspace, record_ids: Iterable[str]) -> list[Record]:
    """Notes that final forms were printed; drafts, and what has come further, stay as they are.

    Args:
        ws: the workspace.
        record_ids: whose paper came out; an empty id is a blank form's.

    Returns:
        The records that were marked.
    """
    if ws.is_past:
        return []
    found = [ws.store.find(record_id) for record_id in dict.fromkeys(record_ids) if record_id]
    final = [record.id for record in found if record and record.stage is Stage.FINAL]
    return ws.store.mark(final, Stage.PRINTED) if final else []


def stages(ws: Workspace, record_id: str) -> list[StageEntry]:
    """Every stage that each revision of a record came to, with its date.

    Raises:
        RecordNotFound: there is no such record.
    """
    return ws.store.stages(record_id)


def void_revisions(ws: Workspace, record: Record) -> Sequence[int]:
    """Earlier revisions of which there is paper: it is 作废, since the record was reopened."""
    if record.revision == 1:
        return ()
    printed = {each.revision for each in stages(ws, record.id) if each.stage in ON_PAPER}
    return tuple(sorted(revision for revision in printed if revision < record.revision))


def seals(ws: Workspace, record: Record) -> list[SealState]:
    """The seals that the paper of a record needs, in the order of its form.

    A form of several pages needs one more, last: across the edges of its pages. A form that nobody
    seals needs none. It lays the form out: not for the GUI thread.
    """
    form = form_of(ws, record)
    had = ws.store.seals(record.id)
    names = seal_names(form) if _is_sealed_across(ws, record) else seal_names(form)[:-1]
    return [SealState(name, had.get(number)) for number, name in enumerate(names)]


def _is_sealed_across(ws: Workspace, record: Record) -> bool:
    return bool(form_of(ws, record).seals) and pages.page_count(ws, record) > 1


def set_seal(ws: Workspace, record_id: str, number: int, is_there: bool) -> Record:
    """Notes that the paper has a seal, or has not.

    With the last one the form is 已盖章; without it, it no longer is. What has been handed in
    stays handed in.

    Args:
        ws: the workspace.
        record_id: which record.
        number: of the seal, counted from 0 in the order of :func:`seals`.
        is_there: whether the paper has it.

    Raises:
        RecordStateError: the record is a draft, or the campaign is over.
        InputError: the form has no such seal.
    """
    if ws.is_past:
        raise RecordStateError(_PAST)
    record = ws.store.record(record_id)
    if not 0 <= number < len(seals(ws, record)):
        raise InputError("这张表没有这个盖章处，请刷新后再试。")
    ws.store.set_seal(record_id, number, datetime.now(UTC) if is_there else None)
    complete = all(each.at is not None for each in seals(ws, record))
    if complete and is_ahead(record.stage, Stage.STAMPED) and can_mark(record.stage, Stage.STAMPED):
        return ws.store.mark([record_id], Stage.STAMPED)[0]
    if not complete and record.stage is Stage.STAMPED:
        return ws.store.mark([record_id], Stage.PRINTED)[0]
    return record
