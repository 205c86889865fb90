"""The bin: what was deleted, and bringing it back."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.missed_replies import mark_missed
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import BinnedRecord, Erased, RecordStateError

__all__ = ["DAYS", "BinnedRecord", "binned", "chosen", "purge", "restore"]

DAYS = 30
"""How long a deleted record can be brought back."""

_LAST = "bin.purged"
"""The day of the last purge."""


def binned(ws: Workspace) -> list[BinnedRecord]:
    """The campaign's deleted records, deleted last first."""
    return ws.store.binned(ws.campaign.id)


def chosen(ws: Workspace, ids: Iterable[str]) -> list[BinnedRecord]:
    """The deleted records of these ids, or beginnings of ids that fit one.

    Of several that were deleted under one id, the last. Nothing at all, as a script's empty
    variable gives, is no beginning: it would mean whatever lies there alone.

    Raises:
        InputError: one is not in the bin, or several ids begin so.
    """
    lying = binned(ws)
    found = []
    for wanted in ids:
        fitting = [each for each in lying if each.record.id.startswith(wanted.lower())]
        if not wanted or len({each.record.id for each in fitting}) != 1:
            raise InputError(
                f"回收站里没有编号为“{wanted}”的申报表，或者不止一份，请用 bin 查看编号。"
            )
        found.append(fitting[0])
    return found


def restore(ws: Workspace, numbers: Iterable[int]) -> list[Record]:
    """Takes all of them out of the bin, just as they were, or none.

    What an office above has said of one meanwhile counts.

    Raises:
        RecordStateError: the campaign is over.
        RecordNotFound: one is not in the bin any more.
        RecordExists: one has come back by import in the meantime.
    """
    if ws.is_past:
        raise RecordStateError("这份申报表属于往届活动，要恢复请先把那个活动设为当前活动。")
    restored = ws.store.restore_binned(numbers)
    mark_missed(ws, [each.id for each in restored])
    return [ws.store.find(each.id) or each for each in restored]


def purge(ws: Workspace, now: datetime) -> list[Erased]:
    """Removes for good what has lain in the bin for longer than 30 days; for the background.

    It must have been so at the last purge, too: a clock that is ahead once takes nothing away.

    Args:
        ws: the workspace.
        now: the present moment.

    Returns:
        The records that went; :func:`gonghui_desktop.services.erasing.records.finish` removes
        what is left of them on the disk.

    Raises:
        StoreError: the store cannot be written.
    """
    last, today = setting(ws, _LAST), now.astimezone(UTC).date().isoformat()
    before = _overdue_since(min(last, today))
    removed = ws.store.purge_bin(before) if before is not None else []
    keep_settings(ws, {_LAST: today})
    return removed


def _overdue_since(day: str) -> datetime | None:
    """What was deleted before then is overdue on a day; ``None`` for what is no day.

    A setting may have come along with strange data.
    """
    with suppress(ValueError, OverflowError):
        return datetime.combine(date.fromisoformat(day), time(), UTC) - timedelta(days=DAYS)
    return None
