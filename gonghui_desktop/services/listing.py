"""What the window lists first; nothing is imported for it that the first list cannot wait for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.editions import retired_among
from gonghui_desktop.services.reporter import unneeded_forms
from gonghui_desktop.services.workspace import Workspace


class Listed(NamedTuple):
    """A form with its records, in the order in which they were made."""

    form: FormDefinition
    records: Sequence[Record]


def listed_forms(ws: Workspace, but: str = "") -> list[Listed]:
    """The forms that have a list: the campaign's, and those of records that it has no longer.

    Args:
        ws: the workspace.
        but: id of a form that is among them in any case; an empty one that the reporting office
            never fills has no list otherwise.
    """
    every = ws.reader.records(campaign=ws.campaign.id)
    unneeded = unneeded_forms(ws) - {but}
    found = [
        Listed(form, [record for record in every if record.form == form.id])
        for form in (*ws.campaign.forms, *retired_among(ws, every))
    ]
    return [each for each in found if each.records or each.form.id not in unneeded]
