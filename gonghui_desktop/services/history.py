"""What became of a record, and taking back what it said before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.conflicts import ValueConflict
from gonghui_desktop.model.history import Action, HistoryEntry, Texts, texts_after
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.records import change
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace

_THINNED = "history.thinned"
_CHANGED_SINCE = "这份申报表后来在别处改动过，没有改回；要看各次改动，请打开“修改历史”。"


def history(ws: Workspace, record_id: str, field_id: str | None = None) -> list[HistoryEntry]:
    """Everything that was done to a record, the newest first; also of one in the bin.

    Args:
        ws: the workspace.
        record_id: which record.
        field_id: only what became of this field and of its reason.

    Raises:
        RecordNotFound: there is none at all.
    """
    entries = ws.store.history(record_id)
    return [entry for entry in entries if field_id in (None, entry.field)]


def values_at(ws: Workspace, record_id: str, number: int) -> Mapping[str, str]:
    """What the record's fields said after an entry of its history.

    Raises:
        RecordNotFound: there is no such record, or it lies in the bin.
        InputError: it has no such entry.
    """
    return _texts_at(ws, ws.store.record(record_id), number)[0]


def restore_value(
    ws: Workspace, record_id: str, field_id: str, is_reason: bool, text: str
) -> Record:
    """Takes back what one field, or the reason on it, said before: a change like any other.

    Raises:
        RecordStateError: the record cannot be changed; see :func:`records.change`.
    """
    values, reasons = ({}, {field_id: text}) if is_reason else ({field_id: text}, {})
    return change(ws, record_id, values, reasons=reasons, action=Action.REVERT)


def restore_form(ws: Workspace, record_id: str, number: int) -> Record:
    """Takes back what the whole form said after an entry of its history, in one change.

    Raises:
        RecordStateError: the record cannot be changed; see :func:`records.change`.
        RecordNotFound: there is no such record, or it lies in the bin.
        InputError: it has no such entry.
    """
    record = ws.store.record(record_id)
    values, reasons = _texts_at(ws, record, number)
    return change(
        ws,
        record_id,
        _emptied(record.values) | values,
        reasons=_emptied(record.explanations) | reasons,
        action=Action.REVERT,
    )


def go_between(ws: Workspace, was: Record, wanted: Record) -> Record:
    """Takes back a change, or makes it again: only of what it changed, and nobody else since.

    Args:
        ws: the workspace.
        was: the record as one side of the change has it.
        wanted: as the other side has it.

    Raises:
        RecordStateError: the record cannot be changed; see :func:`records.change`.
        InputError: somebody else has changed one of these texts; nothing was written.
    """
    values = _to_come_to(wanted.values, was.values)
    reasons = _to_come_to(wanted.explanations, was.explanations)
    try:
        return change(
            ws,
            wanted.id,
            values,
            reasons=reasons,
            seen={key: was.value(key) for key in values},
            seen_reasons={key: was.explanations.get(key, "") for key in reasons},
            action=Action.REVERT,
        )
    except ValueConflict:
        raise InputError(_CHANGED_SINCE) from None


def thin(ws: Workspace) -> None:
    """Thins old entries, once a day at most; for the background.

    Raises:
        StoreError: the store cannot be written.
    """
    today = datetime.now(UTC).date().isoformat()
    if setting(ws, _THINNED) != today:
        ws.store.thin_history()
        keep_settings(ws, {_THINNED: today})


def _texts_at(ws: Workspace, record: Record, number: int) -> Texts:
    try:
        return texts_after(record, ws.store.history(record.id), number)
    except KeyError:
        raise InputError("历史记录里没有这一条了，请刷新后再试。") from None


def _emptied(texts: Mapping[str, str]) -> dict[str, str]:
    return dict.fromkeys(texts, "")


def _to_come_to(wanted: Mapping[str, str], was: Mapping[str, str]) -> dict[str, str]:
    """What is to be set to come from one state to the other; empty texts remove."""
    keys = [key for key in {**was, **wanted} if was.get(key, "") != wanted.get(key, "")]
    return {key: wanted.get(key, "") for key in keys}
