"""New records from values that are there already, such as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gonghui_desktop.model.entry import canonical_values
from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.implied import implied_values
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.prefill import certain_values
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord, RecordStateError


def is_untouched(form: FormDefinition, values: Mapping[str, str]) -> bool:
    """Whether a record holds at most what a new one of its form begins with."""
    return all(form.field(each).known is not None for each, text in values.items() if text)


def create_filled(
    ws: Workspace, form_id: str, rows: Sequence[Mapping[str, str]]
) -> list[tuple[Record, Mapping[str, str]]]:
    """A new draft for each row of values, all in one transaction.

    What is known without a doubt is not asked for again, as in a form that is begun by hand.

    Args:
        ws: the workspace.
        form_id: a form of its campaign.
        rows: field id to text as typed; what follows from a choice is added.

    Returns:
        Each record, and field id to where a value comes from that is in no row.

    Raises:
        RecordStateError: the campaign is over.
        StoreError: the records cannot be stored; none of them is.
    """
    if ws.is_past:
        raise RecordStateError("往届活动只能查看和打印，不能再新建申报表。")
    form = ws.campaign.form(form_id)
    kept = definition_of(form)
    known = certain_values(ws, form_id)
    filled_in = {each: text for each, (text, _) in known.items()}
    drafts = []
    for row in rows:
        values = canonical_values(form, filled_in | dict(row))
        values = implied_values(form, {}, values) | values
        drafts.append(NewRecord(form_id, values, campaign=ws.campaign.id, edition=kept.digest))
    made = ws.store.add(drafts, [kept])
    return [
        (record, {each: source for each, (_, source) in known.items() if each not in row})
        for record, row in zip(made, rows, strict=True)
    ]
