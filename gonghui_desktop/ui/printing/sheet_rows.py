"""Copies, sides and pages in the print dialog, and how much comes out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from gonghui_desktop.spooling import PrintQueue, Sides, page_sequence
from gonghui_desktop.ui.dialogs.save_pdf_dialog import MOST_COPIES
from gonghui_desktop.ui.printing.page_range import pages_of
from gonghui_desktop.ui.printing.print_job import PrintJob
from gonghui_desktop.ui.printing.printer_row import LABEL
from gonghui_desktop.ui.theme.theme import mark

_SIDES, _PAGES = 1, 2  # rows, under the copies


class SheetRows(QWidget):
    """How often, on which sides, and which pages.

    Sides are asked only where the printer can print on both, pages only of one form that has
    several.

    Args:
        job: what is printed.
        two_sided: whether both sides were chosen the last time.

    Attributes:
        copies: the number, of copies or of sets.
    """

    changed = Signal()

    def __init__(self, job: PrintJob, *, two_sided: bool) -> None:
        super().__init__()
        self._job = job
        self._is_continued = False
        self._can_two_sides = False
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setValue(job.common_copies or 1)
        self._one, self._both = self._radio("单面", "one_sided"), self._radio("双面", "two_sided")
        self._both.setToolTip("正反两面印，像书一样左右翻页；每一份都从新的一张开始")
        (self._both if two_sided else self._one).setChecked(True)
        self._all, self._some = self._radio("全部", "all_pages"), self._radio("第", "some_pages")
        self._some.setAccessibleName("只印这几页")
        self._all.setChecked(True)
        self._range = QLineEdit()
        self._range.setObjectName("print.pages")
        self._range.setAccessibleName("页码，如 1 或 1-2")
        self._range.setPlaceholderText("如 1 或 1-2")
        self._count = QLabel()
        self._count.setObjectName("print.count")
        self._count.setWordWrap(True)
        self._grid = QGridLayout(self)
        self._lay_out()
        self.copies.valueChanged.connect(self._refresh)
        self._both.toggled.connect(self._refresh)
        self._some.toggled.connect(self._refresh)
        self._range.textChanged.connect(self._on_typed)
        self.show_queue(None)

    @property
    def pages(self) -> frozenset[int] | None:
        """Page numbers from 1; ``None`` for all, and while those typed are none."""
        if not self._asks_pages or not self._some.isChecked():
            return None
        return pages_of(self._range.text(), self._job.page_counts[0])

    @property
    def fault(self) -> str:
        """What is wrong with what was typed; empty if nothing."""
        if self._asks_pages and self._some.isChecked() and self.pages is None:
            return f"请写要印的页码，如 1 或 1-2；共 {self._job.page_counts[0]} 页。"
        return ""

    def sides_on(self, queue: PrintQueue | None) -> Sides:
        """What is chosen, as far as a printer can."""
        can = queue is not None and queue.two_sided
        return Sides.LONG_EDGE if can and self._both.isChecked() else Sides.ONE

    def show_queue(self, queue: PrintQueue | None) -> None:
        """Asks what there is to be chosen with a printer."""
        self._can_two_sides = queue is not None and queue.two_sided
        self._refresh()

    def set_continued(self, is_continued: bool) -> None:
        """Counts a 续表 behind the form, which takes a page."""
        self._is_continued = is_continued
        self._refresh()

    @property
    def _asks_pages(self) -> bool:
        counts = self._job.page_counts
        return len(counts) == 1 and counts[0] > 1 and not self._is_continued

    def _radio(self, words: str, name: str) -> QRadioButton:
        button = QRadioButton(words)
        button.setObjectName(f"print.{name}")
        button.toggled.connect(lambda _on: self.changed.emit())
        return button

    def _lay_out(self) -> None:
        unit = "份数" if self._job.common_copies else "套数"
        self.copies.setObjectName("print.copies")
        self.copies.setAccessibleName(unit)
        grid = self._grid
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, self._count.fontMetrics().horizontalAdvance(LABEL))
        grid.setColumnStretch(1, 1)
        labels = [QLabel(words) for words in (unit, LABEL, "页码")]
        labels[0].setBuddy(self.copies)
        self._labels = labels
        mark(self._count, "role", "hint")
        self._sides_box = _line(self._one, self._both)
        self._pages_box = _line(self._all, self._some, self._range, QLabel("页"))
        self._groups = [QButtonGroup(self) for _each in range(2)]
        for group, buttons in zip(
            self._groups, ((self._one, self._both), (self._all, self._some)), strict=True
        ):
            for button in buttons:
                group.addButton(button)
        row = QWidget()
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(self.copies)
        beside.addWidget(self._count, 1)
        for place, part in enumerate((row, self._sides_box, self._pages_box)):
            grid.addWidget(labels[place], place, 0)
            grid.addWidget(part, place, 1)

    def _on_typed(self, _text: str) -> None:
        self._some.setChecked(True)
        self._refresh()

    def _refresh(self, _changed: object = None) -> None:
        for place, box, is_asked in (
            (_SIDES, self._sides_box, self._can_two_sides),
            (_PAGES, self._pages_box, self._asks_pages),
        ):
            self._labels[place].setVisible(is_asked)
            box.setVisible(is_asked)
        self._count.setText(self.fault or self._words())
        mark(self._count, "role", "error" if self.fault else "hint")
        self._range.setAccessibleDescription(self.fault)
        self.changed.emit()

    def _words(self) -> str:
        """How much comes out, and what is not noted."""
        job, more = self._job, 1 if self._is_continued else 0
        counts = [count + more for count in job.page_counts]
        is_two_sided = self._can_two_sides and self._both.isChecked()
        sides = Sides.LONG_EDGE if is_two_sided else Sides.ONE
        sequence = page_sequence(counts, job.times(self.copies.value()), self.pages, sides)
        words = f"共 {sum(page is not None for page in sequence)} 页"
        if is_two_sided:
            words += f"，{(len(sequence) + 1) // 2} 张纸"
        if job.common_copies is None:
            words += "；一套是每份表按各自规定的份数"
        if job.is_noted and self.pages is not None and len(self.pages) < job.page_counts[0]:
            words += "；只印一部分，不登记为已打印"
        return words


def _line(*parts: QWidget) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(12)
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return box
