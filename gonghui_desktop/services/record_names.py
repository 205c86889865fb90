"""What a record is called. Nothing is imported for it that the first list could not wait for."""

from __future__ import annotations

from collections.abc import Mapping

from gonghui_desktop.errors import short_line
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.workspace import Workspace

UNNAMED = "未命名"


def name_of(form: FormDefinition, record: Record) -> str:
    """What a record is called in lists, bookmarks and messages."""
    return name_in(form, record.values)


def name_in(form: FormDefinition, values: Mapping[str, str]) -> str:
    """As :func:`name_of`, of a record's values."""
    shown = form.field(form.name_field).type.show(values.get(form.name_field, ""))
    return shown.strip() or UNNAMED


def shown_name(form: FormDefinition, record: Record) -> str:
    """As :func:`name_of`, fit for a line of a list or a sentence: short, in one line, all seen.

    What a name from elsewhere may hold turns no words around it and hides none.
    """
    return short_line(name_of(form, record))


def record_name(ws: Workspace, record: Record) -> str:
    """What a record is called in lists and sentences, whatever edition it is of."""
    return shown_name(form_of(ws, record), record)


def record_title(ws: Workspace, record: Record) -> str:
    """Form number and name, where records of several forms stand together."""
    form = form_of(ws, record)
    return f"{form.number}“{shown_name(form, record)}”"
