"""A record as JSON."""

from __future__ import annotations

from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.record_names import name_of


def data_of(form: FormDefinition, record: Record) -> dict[str, object]:
    """A record with its code, as its form has it."""
    return {
        "id": record.id,
        "campaign": record.campaign,
        "form": record.form,
        "edition": record.edition,
        "name": name_of(form, record),
        "state": record.state.value,
        "revision": record.revision,
        "check_code": check_code(fingerprint(form, record)),
        "values": dict(record.values),
        "explanations": dict(record.explanations),
    }
