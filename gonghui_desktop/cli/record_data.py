"""A record as JSON."""

from __future__ import annotations

from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.editions import as_current, form_of, is_known
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.workspace import Workspace


def listed_data(ws: Workspace, record: Record) -> dict[str, object]:
    """A record of one's own as the list shows it: in the current edition, with its stage."""
    data = data_of(form_of(ws, record), as_current(ws, record)) | {
        "stage": record.stage.value,
        "stage_at": record.stage_at.isoformat(),
    }
    return data if is_known(ws, record) else data | {"check_code": ""}


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
