"""One sheet of a table in the import's dialog: its form, its headings, a line for each column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.tables.headings import possible_headings
from gonghui_desktop.model.tables.matching import SheetMatch, with_fields
from gonghui_desktop.model.tables.proposal import rematched
from gonghui_desktop.services.imports.table_report import SheetReport
from gonghui_desktop.services.imports.tables import TableFile
from gonghui_desktop.ui.dialogs.layout import wrapped_label
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.column_lines import ColumnLines, Texts

_LEFT_OUT = "不导入这张表"
_NO_HEADINGS = "没有表头"
_SAMPLES = 2  # rows that are shown
_LONGEST_HEADINGS = 24  # characters shown of a row of headings
_REMEMBERED = "同样的表头上次这样填过，已照用。"
_DOUBT = "triangle-alert"


class SheetPanel(QWidget):
    """What becomes of a sheet, to be looked at and changed.

    Args:
        forms: those of the campaign.
        table: the file.
        place: which of its sheets.
        theme: look of the window.
    """

    changed = Signal()
    """Something else was chosen."""

    def __init__(
        self, forms: Sequence[FormDefinition], table: TableFile, place: int, theme: Theme
    ) -> None:
        super().__init__()
        self._forms = {form.id: form for form in forms}
        self._table = table
        self._place = place
        self._theme = theme
        self._rows = table.sheets[place].rows
        self._match = table.proposals[place]
        self._is_doubtful = bool(self._match and self._match.doubt)
        self._shown: list[int] = []  # columns of the sheet that have a line
        self._lines: ColumnLines | None = None
        self._form = self._make_form_box()
        self._headings = self._make_headings_box()
        self._doubt, self._foot = wrapped_label("", "warning"), wrapped_label("", "hint")
        self._doubt.setObjectName(f"table_doubt_{place + 1}")
        self._foot.setObjectName(f"table_foot_{place + 1}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(self._choices())
        self._column.addWidget(self._doubt)
        self._column.addWidget(self._foot)
        self._show_match()

    @property
    def match(self) -> SheetMatch | None:
        """What is chosen; ``None`` to leave the sheet out, or where no column fills anything."""
        if self._match is None or self._lines is None:
            return None
        fields: list[str | None] = [None] * len(self._match.columns)
        for column, field in zip(self._shown, self._lines.fields, strict=True):
            fields[column] = field
        return with_fields(self._match, fields) if any(fields) else None

    @property
    def report(self) -> SheetReport | None:
        """What will become of the sheet; ``None`` where nothing is taken from it."""
        match = self.match
        if match is None:
            return None
        return self._table.report(self._place, match, self._forms[match.form])

    @property
    def form_number(self) -> str:
        """Number of the form that is chosen, empty for none."""
        return self._forms[self._match.form].number if self._match is not None else ""

    def focus_first_doubt(self) -> bool:
        """Moves the focus to what has to be looked at first; ``False`` where there is nothing."""
        if self._is_doubtful:
            self._form.setFocus()
            return True
        if self._match is None or self._lines is None:
            return False
        for line, column in enumerate(self._shown):
            if self._match.columns[column].doubt:
                self._lines.focus_line(line)
                return True
        return False

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for caption, box in (("导入为", self._form), ("表头", self._headings)):
            label = QLabel(caption)
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box)
            row.addSpacing(16)
        row.addStretch(1)
        return row

    def _make_form_box(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"table_form_{self._place + 1}")
        box.setAccessibleName("导入为哪张申报表")
        for form in self._forms.values():
            box.addItem(form.tab, form.id)
        box.addItem(_LEFT_OUT, "")
        box.setCurrentIndex(max(box.findData(self._match.form if self._match else ""), 0))
        box.activated.connect(lambda _index: self._rematch())
        return box

    def _make_headings_box(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"table_headings_{self._place + 1}")
        box.setAccessibleName("表头在第几行")
        places = [(headings.first, headings.count) for headings in possible_headings(self._rows)]
        current = (0, 0)
        if self._match is not None:
            current = (self._match.headings.first, self._match.headings.count)
        if current not in places and current[1]:
            places.append(current)
        for first, count in places:
            texts = "、".join(cell.strip() for cell in self._rows[first] if cell.strip())
            short = " ".join(texts[:_LONGEST_HEADINGS].split())
            rows = f"第 {first + 1} 行" if count == 1 else f"第 {first + 1}、{first + 2} 行"
            box.addItem(f"{rows}：{short}{'…' if len(texts) > _LONGEST_HEADINGS else ''}")
            box.setItemData(box.count() - 1, (first, count))
        box.addItem(_NO_HEADINGS)
        box.setItemData(box.count() - 1, (0, 0))
        box.setCurrentIndex(places.index(current) if current in places else box.count() - 1)
        box.activated.connect(lambda _index: self._rematch())
        return box

    def _rematch(self) -> None:
        """Proposes the columns anew, for the form and the headings that are chosen."""
        form_id = self._form.currentData()
        first, count = self._headings.currentData()
        self._is_doubtful = False
        self._match = rematched(self._forms[form_id], self._rows, first, count) if form_id else None
        self._show_match()
        self.changed.emit()

    def _show_match(self) -> None:
        if self._lines is not None:
            self._column.removeWidget(self._lines)
            self._lines.hide()
            self._lines.deleteLater()
            self._lines = None
        self._headings.setEnabled(self._match is not None)
        if self._match is not None:
            self._lines = self._make_lines(self._match)
            self._column.insertWidget(2, self._lines, 1)
        self._show_words()

    def _make_lines(self, match: SheetMatch) -> ColumnLines:
        below = self._rows[match.headings.after :]
        self._shown = [
            place
            for place, column in enumerate(match.columns)
            if column.heading or column.field or any(row[place].strip() for row in below)
        ]
        columns = [match.columns[place] for place in self._shown]
        titles = [
            column.heading or f"第 {place + 1} 列"
            for place, column in zip(self._shown, columns, strict=True)
        ]
        samples = [
            Texts(f"第 {row + 1} 行", [self._rows[row][place] for place in self._shown])
            for row in self._sample_rows(match)
        ]
        told = [column.doubt for column in columns]
        doubts = Texts("要核对", told) if any(told) else None
        lines = ColumnLines(f"table_{self._place + 1}", titles, samples, doubts, self._theme)
        lines.set_form(self._forms[match.form], [column.field for column in columns])
        for line, column in enumerate(columns):
            if column.doubt:
                lines.show_after(line, column.doubt, self._theme.icon(_DOUBT, "warning"))
        lines.changed.connect(self._on_chosen)
        return lines

    def _sample_rows(self, match: SheetMatch) -> list[int]:
        form = self._forms[match.form]
        passed = {row - 1 for row, _ in self._table.report(self._place, match, form).passed}
        rows = (
            row
            for row in range(match.headings.after, len(self._rows))
            if row not in passed and any(cell.strip() for cell in self._rows[row])
        )
        return [row for row, _ in zip(rows, range(_SAMPLES), strict=False)]

    def _on_chosen(self, line: int) -> None:
        """What somebody has chosen is not doubtful any more."""
        if self._lines is not None:
            self._lines.show_after(line, "")
        self._show_words()
        self.changed.emit()

    def _show_words(self) -> None:
        doubt = self._match.doubt if self._match is not None and self._is_doubtful else ""
        self._doubt.setText(f"{doubt}，请在“导入为”里选定。" if doubt else "")
        self._doubt.setVisible(bool(doubt))
        report = self.report
        words = _foot_words(report) if report is not None else ""
        proposal = self._table.proposals[self._place]
        if proposal is not None and proposal is self._match and proposal.is_chosen:
            words = f"{_REMEMBERED}{words}"
        self._foot.setText(words)
        self._foot.setVisible(bool(words))


def _foot_words(report: SheetReport) -> str:
    """What is not taken, what is missing, and what to look at afterwards."""
    sentences = [f"不导入的行：{report.passed_words}。"] if report.passed else []
    if report.given:
        sentences.append(f"表里空着的按已知的填：{report.given_words}。")
    if report.missing:
        sentences.append(f"表里没有：{'、'.join(report.missing)}，导入后请补填。")
    if report.mangled:
        sentences.append(
            f"有 {report.mangled} 格像是被表格软件改过的号码或日期，照读到的导入，导入后逐条列出。"
        )
    return "".join([*sentences, *report.notices])
