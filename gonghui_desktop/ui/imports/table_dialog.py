"""导入表格: which sheet becomes which form, which column fills which field, before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QPushButton, QTabWidget, QWidget

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.tables.matching import SheetMatch
from gonghui_desktop.services.imports.tables import TableFile
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.imports.sheet_panel import SheetPanel
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_SIZE = QSize(960, 640)
_LONGEST_NAME = 16  # characters of a sheet's name on its tab


class TableDialog(QDialog):
    """A panel for each sheet; the button says how many units come in.

    Args:
        forms: those of the campaign.
        table: the file, with what is proposed.
        theme: look of the window.
        parent: the window.
    """

    def __init__(
        self,
        forms: Sequence[FormDefinition],
        table: TableFile,
        theme: Theme,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("table_dialog")
        self.setWindowTitle("导入表格")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._table = table
        self._panels = [
            SheetPanel(forms, table, place, theme) for place in range(len(table.sheets))
        ]
        self._tabs = QTabWidget()
        self._tabs.setObjectName("table_sheets")
        self._tabs.setAccessibleName("工作表")
        self._tabs.setDocumentMode(True)
        self._tabs.setTabBarAutoHide(True)
        if len(self._panels) == 1:  # Tab would end in a bar that is not there
            self._tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._accept = QPushButton()
        self._accept.setObjectName("table_accept")
        mark(self._accept, "role", "primary")
        self._accept.setDefault(True)
        self._accept.clicked.connect(self.accept)
        self._cancel = QPushButton("取消")
        self._cancel.setObjectName("table_cancel")
        self._cancel.clicked.connect(self.reject)
        self._lay_out()
        for panel in self._panels:
            panel.changed.connect(self._show_choice)
        self._show_choice()
        self._focus()

    @property
    def matches(self) -> tuple[SheetMatch | None, ...]:
        """For each sheet what is chosen."""
        return tuple(panel.match for panel in self._panels)

    def _lay_out(self) -> None:
        text = "每一行成为一份草稿。请核对每一列填到哪一栏；改过的下次会记住。导入之后可以撤销。"
        for place, panel in enumerate(self._panels):
            self._tabs.addTab(panel, "")
            self._tabs.setTabToolTip(place, plain_tip(self._table.sheets[place].name))
        column = dialog_column(self)
        column.addWidget(wrapped_label(f"导入“{self._table.name}”", "heading"))
        column.addWidget(wrapped_label(text))
        column.addWidget(self._tabs, 1)
        column.addLayout(button_row(self._accept, self._cancel))

    def _show_choice(self) -> None:
        units = 0
        for place, panel in enumerate(self._panels):
            report = panel.report
            count = report.units if report is not None else 0
            units += count
            name = self._table.sheets[place].name[:_LONGEST_NAME]
            what = f"{panel.form_number}，{count} 行" if count else "不导入"
            self._tabs.setTabText(place, f"{name}（{what}）".replace("&", "&&"))
        self._accept.setText(f"导入 {units} 份" if units else "导入")
        self._accept.setEnabled(bool(units))

    def _focus(self) -> None:
        """On what has to be looked at; else on the button that goes on."""
        for place, panel in enumerate(self._panels):
            self._tabs.setCurrentIndex(place)
            if panel.focus_first_doubt():
                return
        first = next((p for p, each in enumerate(self._panels) if each.match is not None), 0)
        self._tabs.setCurrentIndex(first)
        self._accept.setFocus()
