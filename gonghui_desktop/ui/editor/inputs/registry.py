"""Which input a kind of field gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from gonghui_desktop.model.fieldtypes import WidgetKind
from gonghui_desktop.model.forms.form import Field
from gonghui_desktop.ui.editor.inputs.choice import ChoiceInput
from gonghui_desktop.ui.editor.inputs.line import LineInput
from gonghui_desktop.ui.editor.inputs.paragraphs import ParagraphsInput
from gonghui_desktop.ui.editor.inputs.protocol import FieldInput


def create_input(form_id: str, field: Field, parent: QWidget) -> FieldInput:
    """The input of a field, named ``FORM.FIELD`` and read out by its official label."""
    made = _MAKERS[field.type.widget](field, parent)
    widget = made.widget()
    widget.setObjectName(f"{form_id}.{field.id}")
    widget.setAccessibleName(field.label)
    widget.setAccessibleDescription(field.hint)
    return made


_MAKERS: Mapping[WidgetKind, Callable[[Field, QWidget], FieldInput]] = {
    "line": lambda _field, parent: LineInput(parent),
    "paragraphs": lambda _field, parent: ParagraphsInput(parent),
    "choice": lambda field, parent: ChoiceInput(field.type, parent),
}
