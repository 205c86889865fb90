"""The form that a record was made with, whatever the form's file says by now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.entry import canonical_values
from gonghui_desktop.model.fieldtypes import LongText
from gonghui_desktop.model.forms.edition import definition_of, digest_of, read_definition
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.forms.form_loader import read_form
from gonghui_desktop.model.record import CODE_VERSION, Record, RecordState
from gonghui_desktop.model.strict import Table
from gonghui_desktop.paths import resources_folder
from gonghui_desktop.services.catalogue import Catalogue
from gonghui_desktop.services.workspace import Workspace

if TYPE_CHECKING:  # SQLAlchemy takes 0.2 s
    from gonghui_desktop.store.store import Store

FIRST_CAMPAIGN = "2017"
"""The campaign of everything that was made before editions existed."""

_LIMIT = 1_000_000


@dataclass(frozen=True)
class Leftover:
    """A value for which the record's form has no field any more.

    Attributes:
        label: of the field in an earlier edition; its id where nobody knows.
        text: the value.
    """

    label: str
    text: str


def form_of(ws: Workspace, record: Record) -> FormDefinition:
    """The form that the record is shown, checked and printed with.

    A draft's is the campaign's own, to which it moves when it is opened. A final record's is the
    edition that it was made with. Where nobody knows the form it is made of the values alone.
    """
    return known_form_of(ws, record) or _plain_form(record)


def known_form_of(ws: Workspace, record: Record) -> FormDefinition | None:
    """As :func:`form_of`; ``None`` where nobody knows the form."""
    campaign = ws.campaign
    form = None
    if record.campaign == campaign.id and campaign.has_form(record.form):
        form = campaign.form(record.form)
    if record.state is RecordState.DRAFT and form is not None:
        return form
    if not record.edition:
        return form  # made before editions existed: see assign_editions
    key = (record.campaign, record.edition)  # asked for every name in the list
    if key not in ws.editions:
        is_current = form is not None and record.edition == digest_of(form)
        known = form if is_current else _kept_form(ws, record.edition)
        if known is None:
            return None
        ws.editions[key] = known
    return ws.editions[key]


def retired_among(ws: Workspace, records: Iterable[Record]) -> tuple[FormDefinition, ...]:
    """Forms of the campaign's records that the campaign does not have (any more)."""
    forms: dict[str, FormDefinition] = {}
    for record in records:
        if not ws.campaign.has_form(record.form):
            known = known_form_of(ws, record)
            if known is not None:
                forms[record.form] = known
            else:
                forms.setdefault(record.form, _plain_form(record))
    return tuple(forms.values())


def is_known(ws: Workspace, record: Record) -> bool:
    """Whether somebody knows the form that the record was made with."""
    return known_form_of(ws, record) is not None


def is_earlier(ws: Workspace, record: Record) -> bool:
    """Whether the record is shown with an earlier edition of the campaign's form."""
    form = known_form_of(ws, record)
    if form is None or not ws.campaign.has_form(record.form):
        return False
    return digest_of(form) != digest_of(ws.campaign.form(record.form))


def is_read_only(ws: Workspace, record: Record) -> bool:
    """Whether the record cannot be changed: see :func:`is_closed`, or the data can only be read."""
    return bool(ws.read_only) or is_closed(ws, record)


def is_closed(ws: Workspace, record: Record) -> bool:
    """Whether the record is final, of a past campaign or of a form that is gone."""
    return (
        record.state is RecordState.FINAL
        or ws.is_past
        or record.campaign != ws.campaign.id
        or not ws.campaign.has_form(record.form)
    )


def is_exportable(ws: Workspace, record: Record) -> bool:
    """Whether a package can hold the record.

    Not one of a form that nobody knows, nor a draft that can no longer be made final.
    """
    if record.state is RecordState.DRAFT:
        return not is_closed(ws, record)
    return is_known(ws, record)


def as_current(ws: Workspace, record: Record) -> Record:
    """A draft as it is in the current edition of its form; any other record as it is."""
    if is_read_only(ws, record):
        return record
    form = ws.campaign.form(record.form)
    digest = digest_of(form)
    if record.edition == digest:
        return record
    values = canonical_values(form, record.values)
    return replace(record, values=values, edition=digest, code_version=CODE_VERSION)


def move_to_current(ws: Workspace, record: Record) -> Record:
    """Stores a draft in the current edition of its form; what has no field any more stays, too.

    Raises:
        StoreError: it cannot be stored.
    """
    moved = as_current(ws, record)
    if moved == record:
        return record
    definition = definition_of(ws.campaign.form(record.form))
    # Only what the move changes: another writer may have changed the rest since it was read.
    changed = {key: text for key, text in moved.values.items() if text != record.value(key)}
    return ws.store.change(record.id, changed, definition=definition)


def remark(ws: Workspace, record: Record) -> str:
    """A sentence about the form that a record is shown with, empty for the current one."""
    if not is_known(ws, record):
        return "程序里没有这份表的表样，只列出填写的内容。"
    if not ws.campaign.has_form(record.form):
        return "本次活动里没有可用的这张表，只供查看和打印。"
    return "按定稿时的表样显示。" if is_earlier(ws, record) else ""


def leftovers(ws: Workspace, record: Record) -> tuple[Leftover, ...]:
    """What the record holds for fields that its form does not have."""
    form = form_of(ws, record)
    gone = {key: text for key, text in record.values.items() if not form.has_field(key) and text}
    if not gone:
        return ()
    labels = labels_of(ws, record, gone)
    return tuple(Leftover(labels.get(key, key), text) for key, text in gone.items())


def assign_editions(store: Store, catalogue: Catalogue) -> None:
    """Gives records of an unknown edition that of their campaign's form.

    Such records were made before editions existed, on a form that an office had added.
    """
    if store.has_unknown_editions():
        for campaign in catalogue.campaigns:
            definitions = [definition_of(form) for form in campaign.forms]
            store.assign_editions(campaign.id, definitions)


@lru_cache(maxsize=1)
def first_forms() -> Mapping[str, FormDefinition]:
    """Form id to form as the program shipped it before editions existed."""
    path = resources_folder() / "editions" / f"{FIRST_CAMPAIGN}.json"
    items = json.loads(read_limited(path, _LIMIT))
    forms = [read_form(Table(item, path.name, error=FormDefinitionError)) for item in items]
    return {form.id: form for form in forms}


def known_forms(ws: Workspace) -> KnownForms:
    """The forms that files from outside are read with."""
    return KnownForms(ws.campaign, FIRST_CAMPAIGN, first_forms())


def stand_in_campaign(ws: Workspace, campaign_id: str) -> Campaign:
    """A campaign that is not in the catalogue, made of the forms of its records."""
    forms: dict[str, FormDefinition] = {}
    for record in ws.reader.records(campaign=campaign_id):
        if record.form not in forms and record.edition:
            known = _kept_form(ws, record.edition)
            if known is not None:
                forms[record.form] = known
    return Campaign.unknown(campaign_id, tuple(forms.values()))


def _kept_form(ws: Workspace, edition: str) -> FormDefinition | None:
    """The form of a kept definition; ``None`` if there is none, or none that can be read."""
    if edition in ws.unknown_editions:
        return None
    text = ws.reader.definition(edition)
    if text is not None:
        try:
            return read_definition(text)
        except FormDefinitionError:  # of a newer program, or damaged: the values are shown anyway
            pass
    ws.unknown_editions.add(edition)  # asked for every name in the list
    return None


def labels_of(ws: Workspace, record: Record, field_ids: Iterable[str]) -> dict[str, str]:
    """Field id to label, from the editions of the record's form that are kept.

    Where they differ, the label is that of the record's own campaign, of the edition that came
    last; otherwise of the edition with the last digest, so that it is the same each time.
    """
    editions: dict[str, dict[str, str]] = {}
    for text in ws.reader.definitions(record.form):
        try:
            form = read_definition(text)
        except FormDefinitionError:
            continue
        editions[digest_of(form)] = {field.id: field.label for field in form.fields}
    found = {key: {own[key] for own in editions.values() if key in own} for key in field_ids}
    order: dict[str, int] = {}
    if any(len(labels) > 1 for labels in found.values()):  # many records are read for it
        own_records = ws.reader.records(record.form, record.campaign)
        order = {each.edition: place for place, each in enumerate(own_records)}
    labels: dict[str, str] = {}
    for digest in sorted(editions, key=lambda digest: (order.get(digest, -1), digest)):
        labels |= editions[digest]
    return labels


def _plain_form(record: Record) -> FormDefinition:
    """A form for a record whose own nobody knows: its values as plain rows."""
    fields = tuple(
        Field(id=key, label=key, type=LongText(), mandatory=False) for key in record.values
    )
    rows = tuple((field.id,) for field in fields)
    return FormDefinition(
        id=record.form,
        number=record.form,
        tab=record.form,
        title=(record.form,),
        copies=1,
        fields=fields or (Field(id="value", label="内容", type=LongText(), mandatory=False),),
        heading=(),
        rows=rows or (("value",),),
        seals=(),
        confirmation=None,
        notes=(),
        name_field=fields[0].id if fields else "value",
    )
