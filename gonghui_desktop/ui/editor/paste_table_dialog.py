"""粘贴为一整行: which column of a pasted table fills which field, seen before it is done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.pasted.column_matching import PastedTable, values_of
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.column_lines import ColumnLines, Texts, line_height

AS_TEXT = 2
"""Result of the dialog for 只粘贴文字; the others are those of every dialog."""

_WIDTH = 760
_HIGHEST = 560  # from there on it scrolls; fits the smallest screen
_AROUND = 168  # pixels of the dialog's height that the lines do not take


class PasteTableDialog(QDialog):
    """One line for each column: its heading, what stands in it, and the field that it fills.

    ``finished`` tells :data:`AS_TEXT` where the clerk wants a text instead.

    Args:
        form: whose fields are filled.
        table: the columns with the fields proposed for them.
        texts: what stands in the form now; a table of one row replaces it.
        theme: look of the window.
        parent: the window.
    """

    def __init__(
        self,
        form: FormDefinition,
        table: PastedTable,
        texts: Mapping[str, str],
        theme: Theme,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("paste_table_dialog")
        self.setWindowTitle("粘贴为一整行")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(36 * theme.body_size)
        lines_height = line_height(theme) * (len(table.fields) + 1)
        resize_within_screen(self, QSize(_WIDTH, min(_AROUND + lines_height, _HIGHEST)))
        self._form = form
        self._pasted = table
        self._texts = texts
        self._is_one = len(table.rows) == 1
        self._accept = QPushButton()
        self._accept.setObjectName("paste_table_accept")
        mark(self._accept, "role", "primary")
        self._accept.clicked.connect(self.accept)
        self._cancel = QPushButton("取消")
        self._cancel.setObjectName("paste_table_cancel")
        self._cancel.clicked.connect(self.reject)
        self._lines = self._make_lines(theme)
        self._lay_out()
        self._show_choice()
        (self._cancel if self._replaces else self._accept).setFocus()

    @property
    def fields(self) -> tuple[str | None, ...]:
        """For each column the id of the field that it fills, as chosen."""
        return self._lines.fields

    @property
    def values(self) -> list[dict[str, str]]:
        """For each row the values that it fills in, by field id."""
        rows = [values_of(self._form, self.fields, row) for row in self._pasted.rows]
        return [row for row in rows if row]

    def _make_lines(self, theme: Theme) -> ColumnLines:
        titles = [
            heading.strip() or f"第 {place} 列"
            for place, heading in enumerate(self._pasted.headings, 1)
        ]
        first = Texts("第一行的内容", self._pasted.rows[0])
        now = Texts("现在填的（会被换掉）", [""] * len(titles)) if self._is_one else None
        lines = ColumnLines("paste_table", titles, [first], now, theme)
        lines.set_form(self._form, self._pasted.fields)
        lines.changed.connect(self._show_choice)
        return lines

    def _lay_out(self) -> None:
        rows, columns = len(self._pasted.rows), len(self._pasted.fields)
        heading = "粘贴为一整行" if self._is_one else f"粘贴 {rows} 行"
        done = "填入这份申报表" if self._is_one else f"新建 {rows} 份{self._form.number}，每行一份"
        text = (
            f"复制的内容是表格里的 {rows} 行 {columns} 列，可以{done}。"
            "请核对每一列填到哪一栏。之后可以撤销。"
        )
        plain = QPushButton("只粘贴文字")
        plain.setObjectName("paste_table_plain")
        plain.setToolTip("把复制的内容当作一段文字粘贴到光标处")
        plain.clicked.connect(lambda: self.done(AS_TEXT))
        column = dialog_column(self)
        column.addWidget(wrapped_label(heading, "heading"))
        column.addWidget(wrapped_label(text))
        column.addWidget(self._lines, 1)
        column.addLayout(button_row(self._accept, plain, self._cancel))

    def _show_choice(self) -> None:
        for place, field_id in enumerate(self.fields):
            if self._is_one:
                self._lines.show_after(place, self._replaced(field_id))
        count = sum(field_id is not None for field_id in self.fields)
        words = f"填入 {count} 栏" if self._is_one else f"新建 {self._row_count} 份"
        self._accept.setText(words if count else "填入")
        self._accept.setEnabled(bool(count))
        (self._cancel if self._replaces else self._accept).setDefault(True)

    @property
    def _replaces(self) -> bool:
        """Whether something that stands in the form would be replaced by something else."""
        if not self._is_one:
            return False
        new = {field_id: text for row in self.values for field_id, text in row.items()}
        return any(self._texts.get(each) not in ("", None, text) for each, text in new.items())

    @property
    def _row_count(self) -> int:
        """The number of rows with something in a column that fills a field."""
        chosen = [place for place, field_id in enumerate(self.fields) if field_id]
        rows = self._pasted.rows
        return sum(any(row[place].strip() for place in chosen) for row in rows)

    def _replaced(self, field_id: str | None) -> str:
        """What stands in a field and would be replaced, as it is shown there."""
        now = self._texts.get(field_id, "") if field_id else ""
        return self._form.field(field_id).type.show(now) if field_id and now else ""
