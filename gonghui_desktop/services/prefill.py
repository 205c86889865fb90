"""What is known of a new record: from the last one of its form, the reporting office, the form."""

from __future__ import annotations

from collections.abc import Mapping

from gonghui_desktop.model.entry import canonical_values
from gonghui_desktop.model.form import Field
from gonghui_desktop.model.offers import offers
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.services import records
from gonghui_desktop.services.reporter import current_reporter
from gonghui_desktop.services.workspace import Workspace

_MOST_FORMER = 20  # records that are asked for a value, the last one first

FROM_LAST, FROM_REPORTER, FROM_FORM = "沿用上一份", "按上报单位", "已代填"
"""Where a value comes from, as it is shown beside it."""


def create_prefilled(ws: Workspace, form_id: str) -> tuple[Record, Mapping[str, str]]:
    """A new draft with what is known.

    Returns:
        The record, and field id to where its value comes from.

    Raises:
        RecordStateError: the campaign is over.
    """
    known = known_values(ws, form_id)
    form = ws.campaign.form(form_id)
    values = canonical_values(form, {field_id: text for field_id, (text, _) in known.items()})
    record = records.create(ws, form_id, values)
    return record, {field_id: source for field_id, (_, source) in known.items()}


def known_values(ws: Workspace, form_id: str) -> dict[str, tuple[str, str]]:
    """Field id to what is known of it and where that comes from; what is unknown is left out."""
    form = ws.campaign.form(form_id)
    fields = [field for field in form.fields if field.known is not None]
    if not fields:
        return {}
    former = ws.store.newest(form_id, ws.campaign.id, _MOST_FORMER)
    profile = current_reporter(ws)
    found = {field.id: _known(field, former, profile) for field in fields}
    known = {field_id: value for field_id, value in found.items() if value is not None}
    for field_id, offer in offers(form, {each: text for each, (text, _) in known.items()}).items():
        if known[field_id][1] == FROM_REPORTER:  # the clerk has not seen it yet
            known[field_id] = (offer.text, FROM_REPORTER)
    return known


def _known(field: Field, former: list[Record], profile: Profile | None) -> tuple[str, str] | None:
    last = next((text for record in former if (text := record.value(field.id))), "")
    if last:
        return last, FROM_LAST
    known = field.known
    assert known is not None
    if profile is not None and known.reporter:
        text = {"name": profile.name, "phone": profile.contact_phone}[known.reporter]
        if taken := known.take_from(text):
            return taken, FROM_REPORTER
    return (known.value, FROM_FORM) if known.value else None
