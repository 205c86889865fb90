"""A line for each column of a table from outside: what stands in it, and the field it fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_NOWHERE = "不填"
_LONGEST = 200  # characters of a cell that are shown
_SPARE = 8  # pixels of a line's height beside its input
_WIDEST_TITLE = 200  # pixels
_FIELD_SPARE = 24  # pixels of the inputs' column beside them


@dataclass(frozen=True)
class Texts:
    """A column of texts beside the inputs.

    Attributes:
        caption: above it.
        texts: one for each line.
    """

    caption: str
    texts: Sequence[str]


class _FieldBox(QComboBox):
    """An input within the lines, which tells when it has the focus and lets the lines scroll."""

    focused = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Tells it."""
        super().focusInEvent(event)
        self.focused.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Chooses nothing: the wheel scrolls the lines."""
        event.ignore()


class ColumnLines(QTableWidget):
    """The lines, with an input in each that says which field the column fills.

    No field is filled by two columns: the one that had it first gives it up, and has it back when
    the other one goes on to a further field, as keys do on their way through the list.

    Args:
        name: beginning of the object names.
        titles: for each column its heading.
        before: texts between the headings and the inputs.
        after: texts behind the inputs, which :meth:`show_after` changes; ``None`` for none.
        theme: look of the window.
    """

    changed = Signal(int)
    """Another field was chosen for a column."""

    def __init__(
        self,
        name: str,
        titles: Sequence[str],
        before: Sequence[Texts],
        after: Texts | None,
        theme: Theme,
    ) -> None:
        columns = [Texts("表格里", titles), *before, Texts("填到", ())]
        columns += [after] if after is not None else []
        super().__init__(len(titles), len(columns))
        self._name = name
        self._field_column = 1 + len(before)
        self._boxes: list[QComboBox] = []
        self._given_up: dict[int, tuple[int, str]] = {}  # line to the one that took its field
        self.setObjectName(f"{name}_lines")
        self.setAccessibleName("各列填到哪一栏")
        self.setHorizontalHeaderLabels([each.caption for each in columns])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(line_height(theme))
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTabKeyNavigation(False)  # Tab walks the inputs, not the cells
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column, each in enumerate(columns):
            for line, text in enumerate(each.texts):
                self.setItem(line, column, _item(text))
        self._titles = list(titles)
        self._size_columns()

    def set_form(self, form: FormDefinition, fields: Sequence[str | None]) -> None:
        """Offers the fields of a form, with those that each column fills now."""
        self._given_up.clear()
        self._boxes = [self._make_box(line, form, field) for line, field in enumerate(fields)]
        for line, box in enumerate(self._boxes):
            self.setCellWidget(line, self._field_column, box)
            box.ensurePolished()
        widest = max((box.sizeHint().width() for box in self._boxes), default=0)
        self.horizontalHeader().resizeSection(self._field_column, widest + _FIELD_SPARE)

    @property
    def fields(self) -> tuple[str | None, ...]:
        """For each column the id of the field that it fills, as chosen."""
        return tuple(box.currentData() or None for box in self._boxes)

    def show_after(self, line: int, text: str, icon: QIcon | None = None) -> None:
        """Shows a text behind the input of a line, where there is room for one."""
        item = self.item(line, self._field_column + 1)
        if item is not None:
            self._boxes[line].setAccessibleDescription(text)
            _show(item, text)
            item.setIcon(icon or QIcon())

    def focus_line(self, line: int) -> None:
        """Moves the focus to the input of a line."""
        self._boxes[line].setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Lets no line light up under the pointer: none can be chosen."""
        super().showEvent(event)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover, on=False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keeps the line in focus in sight."""
        super().resizeEvent(event)
        for line, box in enumerate(self._boxes):
            if box.hasFocus():
                self._show_line(line)

    def _make_box(self, line: int, form: FormDefinition, field_id: str | None) -> QComboBox:
        box = _FieldBox()
        box.setObjectName(f"{self._name}_field_{line + 1}")
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setAccessibleName(f"{self._titles[line]}填到")
        box.addItem(_NOWHERE, "")
        for field in form.fields:
            box.addItem(field.label, field.id)
        box.setCurrentIndex(max(box.findData(field_id or ""), 0))
        box.activated.connect(lambda _index: self._on_chosen(line))
        box.focused.connect(lambda: self._show_line(line))
        return box

    def _show_line(self, line: int) -> None:
        """Scrolls to a line that is walked to by keys."""
        self.scrollTo(self.model().index(line, self._field_column))

    def _on_chosen(self, line: int) -> None:
        """Takes a field from the column that filled it before."""
        chosen = self._boxes[line].currentData()
        self._given_up.pop(line, None)
        self._give_back(line, chosen)
        for other, box in enumerate(self._boxes):
            if chosen and other != line and box.currentData() == chosen:
                self._given_up[other] = (line, chosen)
                box.setCurrentIndex(0)
        self.changed.emit(line)

    def _give_back(self, line: int, chosen: str) -> None:
        """Gives the column that lost its field to this one that field again, if it is free."""
        for other, (taker, field) in list(self._given_up.items()):
            if taker != line or field == chosen:
                continue
            del self._given_up[other]
            if field not in self.fields:
                self._boxes[other].setCurrentIndex(self._boxes[other].findData(field))

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setMaximumSectionSize(10_000)
        for column in range(self.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.resizeColumnToContents(0)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(0, min(self.sizeHintForColumn(0) + _SPARE, _WIDEST_TITLE))
        header.setSectionResizeMode(self._field_column, QHeaderView.ResizeMode.Fixed)


def line_height(theme: Theme) -> int:
    """Pixels of a line."""
    return theme.control_height + _SPARE


def _item(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem()
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    _show(item, text)
    return item


def _show(item: QTableWidgetItem, text: str) -> None:
    item.setText(" ".join(text[:_LONGEST].split()))
    item.setToolTip(plain_tip(text[:_LONGEST]))
