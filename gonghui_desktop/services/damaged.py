"""Records that can no longer be read: what is left of them, and going on with it."""

from __future__ import annotations

from gonghui_desktop.model.record import Record
from gonghui_desktop.services.records import record_title
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import DamagedRecord

__all__ = ["DamagedRecord", "damaged", "mend", "title_of"]


def damaged(ws: Workspace) -> list[DamagedRecord]:
    """The campaign's damaged records, and those of which nobody knows the campaign."""
    return [each for each in ws.store.damaged() if each.campaign in ("", ws.campaign.id)]


def mend(ws: Workspace, number: int) -> Record:
    """Writes the last good version over a damaged record, which keeps its history.

    Raises:
        RecordNotFound: there is no such damaged record, or nothing is left of it.
    """
    return ws.store.mend(number)


def title_of(ws: Workspace, each: DamagedRecord) -> str:
    """What the record is called, by its last good version where there is one."""
    if each.last_good is not None:
        return record_title(ws, each.last_good)
    form = ws.campaign.form(each.form).number if ws.campaign.has_form(each.form) else "申报表"
    return f"{form}（编号 {each.id[:8]}）" if each.id.isalnum() else form
