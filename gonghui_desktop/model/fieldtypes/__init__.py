"""Field types: objects that own reading, normalising, checking and showing of a value.

A value is stored as text in its canonical form. What cannot be brought into canonical form is
stored as typed (a draft may always be saved, however wrong) and reported by ``check``.

A new type is a module here with a class in :data:`FIELD_TYPES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gonghui_desktop.model.fieldtypes.contract import (
    Alignment,
    Choice,
    FieldType,
    Problem,
    WidgetKind,
)
from gonghui_desktop.model.fieldtypes.day import Date
from gonghui_desktop.model.fieldtypes.one_of import OneOf
from gonghui_desktop.model.fieldtypes.telephone import Telephone
from gonghui_desktop.model.fieldtypes.texts import LongText, Text
from gonghui_desktop.model.fieldtypes.whole_number import WholeNumber
from gonghui_desktop.model.strict import Table

__all__ = [
    "FIELD_TYPES",
    "Alignment",
    "Choice",
    "Date",
    "FieldType",
    "LongText",
    "OneOf",
    "Problem",
    "Telephone",
    "Text",
    "WholeNumber",
    "WidgetKind",
]

FIELD_TYPES: Mapping[str, Callable[[Table], FieldType]] = {
    each.name: each.read for each in (Text, LongText, WholeNumber, Telephone, OneOf, Date)
}
"""Name in form files to what reads the type there."""
