"""Dialog with the stored texts of a form beside those that were typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from gonghui_desktop.model.comparison import Difference, difference
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.safekeeping.unsaved import Unsaved
from gonghui_desktop.ui.dialogs.layout import dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.comparison import ComparisonView, Side

_REASON = " 的原因"


class BothTextsDialog(QDialog):
    """Lets the clerk take one text for each field; the one that she typed, unless she says so.

    Args:
        theme: look of the window.
        title: which form it is about.
        differences: the stored texts and those that were typed.
        parent: the window that it belongs to.
        is_recovered: whether what was typed was found again and is stored already.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        differences: Sequence[Difference],
        parent: QWidget,
        *,
        is_recovered: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("both_texts")
        self.setWindowTitle("找回的内容" if is_recovered else "对照两边的内容")
        resize_within_screen(self, QSize(640, 520))
        sides = (Side("现在保存的", "取保存着的"), Side("您写下的", "取您写下的"))
        if is_recovered:
            sides = (Side("找回前", "取找回前的"), Side("找回的", "取找回的"))
        self._view = ComparisonView(theme, *sides, parent=self)
        self._view.show_differences(differences, "两边的内容相同。")
        buttons = QDialogButtonBox(self)
        take = buttons.addButton("保存选定的", QDialogButtonBox.ButtonRole.AcceptRole)
        later = buttons.addButton("以后再说", QDialogButtonBox.ButtonRole.RejectRole)
        later.setText("关闭" if is_recovered else "以后再说")
        mark(take, "role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self, spacing=16)
        column.addWidget(wrapped_label(title, "heading"))
        column.addWidget(self._view, 1)
        column.addWidget(buttons)
        take.setDefault(True)
        take.setFocus()

    @property
    def chosen(self) -> Mapping[str, bool]:
        """Key of each difference to whether the text that was typed is taken."""
        return self._view.chosen


def reason_key(field_id: str) -> str:
    """Key of the reason for a finding on a field."""
    return f"{field_id}{_REASON}"


def shown_differences(
    form: FormDefinition, stored: Record, typed: Unsaved
) -> tuple[Difference, ...]:
    """What is stored beside what was typed, in the order of the form."""
    found = []
    for field in form.fields:
        if field.id in typed.values:
            shown = (field.type.show(t) for t in (stored.value(field.id), typed.values[field.id]))
            found.append(difference(field.id, field.label, *shown))
        if field.id in typed.reasons:
            before, label = stored.explanations.get(field.id, ""), f"{field.label}{_REASON}"
            found.append(difference(reason_key(field.id), label, before, typed.reasons[field.id]))
    return tuple(found)
