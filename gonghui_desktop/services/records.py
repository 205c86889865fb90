"""Making, changing, copying, deleting and finishing records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.checking import record_findings
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord

UNNAMED = "未命名"


class BlockedError(GonghuiError):
    """Records cannot be made final while findings stand.

    Attributes:
        findings: those that block, each with its record.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings


def records(ws: Workspace, form_id: str | None = None) -> list[Record]:
    """All records, or those of one form, in the order in which they were made."""
    return ws.reader.records(form_id)


def create(ws: Workspace, form_id: str) -> Record:
    """A new, empty draft."""
    return ws.store.add([NewRecord(form=form_id)])[0]


def change(ws: Workspace, record_id: str, typed: Mapping[str, str]) -> Record:
    """Stores what was typed, in one transaction.

    Values are normalised by their field types; a choice that settles another field (``implies``)
    settles it, unless the clerk had decided otherwise before.
    """
    record = ws.store.record(record_id)
    form = ws.campaign.form(record.form)
    values = normalised(form, typed)
    return ws.store.change(record_id, implied(form, record.values, values) | values)


def explain(ws: Workspace, record_id: str, field_id: str, reason: str) -> Record:
    """Stores why a 核实 finding on that field stands."""
    return ws.store.change(record_id, {}, {field_id: reason.strip()})


def duplicate(ws: Workspace, record_id: str) -> Record:
    """A new draft with the same values; why they were right there says nothing about it."""
    record = ws.store.record(record_id)
    return ws.store.add([NewRecord(form=record.form, values=record.values)])[0]


def delete(ws: Workspace, record_id: str) -> None:
    """Puts the record into the bin."""
    ws.store.delete(record_id)


def undelete(ws: Workspace, record_id: str) -> None:
    """Takes the record out of the bin."""
    ws.store.undelete(record_id)


def make_final(ws: Workspace, record_ids: Sequence[str]) -> list[Record]:
    """Makes drafts final, all or none.

    Raises:
        BlockedError: a finding still blocks one of them.
    """
    drafts = [ws.store.record(record_id) for record_id in record_ids]
    blocking = tuple(
        finding for record in drafts for finding in record_findings(ws, record) if finding.blocks
    )
    if blocking:
        raise BlockedError(blocked_message(ws, drafts, blocking), blocking)
    return ws.store.finalise(record_ids)


def reopen(ws: Workspace, record_id: str, reason: str) -> Record:
    """Starts the next revision of a final record; paper of the old revision counts as 作废."""
    return ws.store.reopen(record_id, reason.strip())


def name_of(form: FormDefinition, record: Record) -> str:
    """What a record is called in lists, bookmarks and messages."""
    return form.field(form.name_field).type.show(record.value(form.name_field)).strip() or UNNAMED


def blocked_message(ws: Workspace, drafts: Sequence[Record], findings: Sequence[Finding]) -> str:
    """One sentence that names every record with its findings that block."""
    parts = []
    for record in drafts:
        own = [finding.message for finding in findings if finding.record_id == record.id]
        if own:
            form = ws.campaign.form(record.form)
            parts.append(f"{form.number}“{name_of(form, record)}”（{' '.join(own)}）")
    return f"还不能定稿，请先改好或写明原因：{'；'.join(parts)}"


def normalised(form: FormDefinition, typed: Mapping[str, str]) -> dict[str, str]:
    """Canonical values of what was typed, each by its field's type."""
    return {
        field_id: form.field(field_id).type.normalise(storable(text))
        for field_id, text in typed.items()
    }


def storable(text: str) -> str:
    """The text with unpaired surrogates (half a character, from a damaged file) replaced."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def implied(
    form: FormDefinition, before: Mapping[str, str], values: Mapping[str, str]
) -> dict[str, str]:
    """Values that follow from changed choices, where the clerk had not decided otherwise."""
    result: dict[str, str] = {}
    for field_id, value in values.items():
        field_type = form.field(field_id).type
        followed = field_type.implied(before.get(field_id, ""))
        for other, settled in field_type.implied(value).items():
            if before.get(other, "") in ("", followed.get(other, "")):
                result[other] = settled
    return result
