"""What is known of a new record: from the reporting office, the last one of its form, the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gonghui_desktop.model.checks import check_record
from gonghui_desktop.model.entry import canonical_values, of_form
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.forms.offers import offers
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.services import records
from gonghui_desktop.services.reporter import current_reporter
from gonghui_desktop.services.workspace import Workspace

_MOST_FORMER = 20  # records that are asked for a value, the last one first

FROM_LAST, FROM_REPORTER, FROM_FORM = "沿用上一份", "按上报单位", "已代填"
"""Where a value comes from, as it is shown beside it."""
FROM_LAST_DOUBTFUL, FROM_REPORTER_DOUBTFUL = "沿用，请核对", "代填，请核对"
"""The same of a value that is easily another one in this record, such as a telephone."""


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
    if all(field.known is None for field in form.fields):
        return {}
    return _known_by(ws, _Former(form, ws.store.newest(form_id, ws.campaign.id, _MOST_FORMER)))


def certain_values(ws: Workspace, form_id: str) -> dict[str, tuple[str, str]]:
    """As :func:`known_values`, without what is easily another value in each record."""
    return _certain(known_values(ws, form_id))


def constant_values(ws: Workspace, form_id: str) -> dict[str, str]:
    """Field id to what is certain of every record alike, whatever was filled in before."""
    form = ws.campaign.form(form_id)
    known = _certain(_known_by(ws, _Former(form, ())))
    return canonical_values(form, {field_id: text for field_id, (text, _) in known.items()})


def _certain(known: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    doubtful = (FROM_LAST_DOUBTFUL, FROM_REPORTER_DOUBTFUL)
    return {each: value for each, value in known.items() if value[1] not in doubtful}


class _Former:
    """What can be carried on from former records.

    Args:
        form: theirs.
        records: they, the last one first.
    """

    def __init__(self, form: FormDefinition, records: Sequence[Record]) -> None:
        self.form = form
        self._records = records
        self._faulty: dict[str, frozenset[str]] = {}  # record id to fields with a finding

    def last(self, field_id: str) -> str:
        """The last value without a finding, explained or not; empty for none."""
        for record in self._records:
            if (text := record.value(field_id)) and field_id not in self._faults(record):
                return text
        return ""

    def _faults(self, record: Record) -> frozenset[str]:
        if record.id not in self._faulty:
            found = check_record(self.form, of_form(self.form, record), {})
            self._faulty[record.id] = frozenset(finding.field for finding in found)
        return self._faulty[record.id]


def _told(profile: Profile | None, *, is_unit: bool) -> Mapping[str, str]:
    """What the reporting office has told of itself; see :class:`Known`."""
    if profile is None:
        return {}
    if is_unit:
        return {"name": profile.receiver, "phone": profile.contact_phone, "unit": profile.name}
    return {"name": profile.name, "phone": profile.contact_phone}


def _known_by(ws: Workspace, former: _Former) -> dict[str, tuple[str, str]]:
    form = former.form
    profile = current_reporter(ws)
    kind = ws.campaign.reporter(profile.kind) if profile is not None else None
    if ws.campaign.only_receives(profile):  # the unit is another office's
        profile = None
    told = _told(profile, is_unit=kind is not None and kind.own_form)
    found = {field.id: _known(field, former, told) for field in form.fields if field.known}
    known = {field_id: value for field_id, value in found.items() if value is not None}
    # As it should be written; else each new record would bring the same advice again.
    for field_id, offer in offers(form, {each: text for each, (text, _) in known.items()}).items():
        known[field_id] = (offer.text, known[field_id][1])
    return known


def _known(field: Field, former: _Former, told: Mapping[str, str]) -> tuple[str, str] | None:
    known = field.known
    assert known is not None
    reported = known.take_from(told.get(known.reporter, ""))
    if known.reporter == "unit":  # nobody else's form names the unit of the one before
        return (reported, FROM_REPORTER) if reported else None
    if known.reporter == "phone":  # often another one in each record, and nothing tells
        if last := former.last(field.id):
            return last, FROM_LAST_DOUBTFUL
        return (reported, FROM_REPORTER_DOUBTFUL) if reported else None
    if reported:  # the same in all its records; a former one may be wrong
        return reported, FROM_REPORTER
    if last := former.last(field.id):
        return last, FROM_LAST
    return (known.value, FROM_FORM) if known.value else None
