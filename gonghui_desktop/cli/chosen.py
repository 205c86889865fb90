"""Which forms and records a command is for."""

from __future__ import annotations

from collections.abc import Sequence

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.workspace import Workspace


def chosen_form(ws: Workspace, form_id: str) -> FormDefinition:
    """The campaign's form of that id.

    Raises:
        InputError: there is none.
    """
    if not ws.campaign.has_form(form_id):
        known = "、".join(form.id for form in ws.campaign.forms)
        raise InputError(f"没有这张表：{form_id}，可用的有 {known}。")
    return ws.campaign.form(form_id)


def chosen_records(ws: Workspace, form_id: str | None, ids: Sequence[str] = ()) -> list[Record]:
    """Records of a form, or all; with ids (or beginnings of ids that fit one) only those.

    Raises:
        InputError: there is no such form, or no such record.
    """
    records = ws.store.records(form_id, ws.campaign.id)
    if form_id and not records:
        chosen_form(ws, form_id)  # no record is no fault, a form that nobody knows is
    if not ids:
        return records
    chosen = []
    for wanted in ids:
        fitting = [record for record in records if record.id.startswith(wanted.lower())]
        if len(fitting) != 1:
            raise InputError(f"没有编号为 {wanted} 的申报表，请用 list 查看编号。")
        chosen += fitting
    return chosen
