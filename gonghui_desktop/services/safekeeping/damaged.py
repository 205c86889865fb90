"""Records that can no longer be read: what is left of them, and going on with it."""

from __future__ import annotations

from collections.abc import Iterable

from gonghui_desktop.model.record import Record
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import DamagedRecord

__all__ = ["DamagedRecord", "damaged", "mend", "title_of"]


def damaged(ws: Workspace) -> list[DamagedRecord]:
    """The campaign's damaged records, and those of which nobody knows the campaign."""
    return [each for each in ws.store.damaged() if each.campaign in ("", ws.campaign.id)]


def mend(ws: Workspace, numbers: Iterable[int]) -> list[Record]:
    """Writes their last good version over damaged records, which keep their history.

    Raises:
        RecordNotFound: one is not damaged any more, or nothing is left of it.
    """
    return [ws.store.mend(number) for number in numbers]


def title_of(ws: Workspace, each: DamagedRecord) -> str:
    """What the record is called, by its last good version where there is one."""
    if each.last_good is not None:
        return record_title(ws, each.last_good)
    form = ws.campaign.form(each.form).number if ws.campaign.has_form(each.form) else "申报表"
    return f"{form}（编号 {each.id[:8]}）" if each.id.isalnum() else form
