"""打印: which printer, how many copies and what stands under the form, in one step.

It stands in the place of the system's dialog, which on Windows has no room for switches of the
page. What else a printer can do is set in that one, which is opened from here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.save_pdf_dialog import FOOT_LINE, FOOT_LINE_TIP, MOST_COPIES
from gonghui_desktop.ui.preview.system_print import PrintJob, ask_system, prepare
from gonghui_desktop.ui.theme.theme import mark

_WIDTH = 30  # ems
_NO_PRINTER = "没有找到打印机。装好打印机再打印，或者先另存为 PDF。"


@dataclass(frozen=True)
class PrintChoice:
    """What the clerk chose.

    Attributes:
        target: the printer, set as chosen; ``None`` to save the pages as a PDF instead.
        foot_line: page numbers, check code and QR code under the form.
        with_continuation: a blank 续表 follows the blank form.
    """

    target: QPrinter | None
    foot_line: bool = True
    with_continuation: bool = False


def ask_printer(job: PrintJob, parent: QWidget | None) -> PrintChoice | None:
    """Shows the print dialog.

    The usual number of copies is preset. For forms with different numbers the dialog counts sets
    instead: one set is each form in its own number.

    Returns:
        ``None`` if the user cancelled.
    """
    names, usual = QPrinterInfo.availablePrinterNames(), QPrinterInfo.defaultPrinterName()
    dialog = PrintDialog(job, names, usual, parent)
    chosen = dialog.exec() == QDialog.DialogCode.Accepted
    choice = dialog.choice if chosen else None
    dialog.deleteLater()
    return choice


class PrintDialog(QDialog):
    """Asks how to print; the ordinary answers are preset, so that Enter prints.

    Args:
        job: what is printed.
        printers: their names.
        usual: the name of the system's usual one; may be none of them.
        parent: the window.
    """

    def __init__(
        self, job: PrintJob, printers: Sequence[str], usual: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("print_dialog")
        self.setWindowTitle("打印")
        self.setMinimumWidth(_WIDTH * self.fontInfo().pixelSize())
        self._job = job
        self._printer: QPrinter | None = None
        self._printers = QComboBox()
        self._printers.addItems(list(printers))
        self._printers.setCurrentText(usual)
        self._printers.setMinimumContentsLength(16)
        self._printers.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._copies = QSpinBox()
        self._copies.setRange(1, MOST_COPIES)
        self._copies.setValue(job.common_copies or 1)
        self._count = QLabel()
        mark(self._count, "role", "hint")
        self._foot_line = QCheckBox(FOOT_LINE)
        self._foot_line.setObjectName("print.foot_line")
        self._foot_line.setToolTip(FOOT_LINE_TIP)
        self._foot_line.setChecked(job.foot_line)
        self._foot_line.setVisible(job.is_form)
        self._continuation = QCheckBox("加印续表")
        self._continuation.setObjectName("print.continuation")
        self._continuation.setToolTip("长的栏目写不下时接着写；页码空着，用手写")
        self._continuation.setVisible(job.can_continue)
        self._copies.valueChanged.connect(self._show_count)
        self._continuation.toggled.connect(self._show_count)
        self._pdf = self._button("存为 PDF…", "pdf", self.accept)
        self._lay_out()
        self._show_count()
        if self._printers.count():
            self._copies.setFocus()
            self._copies.selectAll()
        else:
            self._pdf.setFocus()  # a button in focus is what Enter presses

    @property
    def choice(self) -> PrintChoice:
        """What is chosen; without a printer until it is accepted by 打印."""
        continues = self._continuation.isChecked()
        return PrintChoice(self._printer, self._foot_line.isChecked(), continues)

    def _lay_out(self) -> None:
        column = dialog_column(self, spacing=8)
        column.addWidget(wrapped_label(self._job.title, "heading"))
        column.addSpacing(4)
        rows = self._rows()
        column.addLayout(rows)
        if not self._printers.count():
            for row in range(rows.rowCount()):
                rows.setRowVisible(row, False)
            column.addWidget(wrapped_label(_NO_PRINTER))
        column.addSpacing(4)
        column.addWidget(self._foot_line)
        column.addWidget(self._continuation)
        column.addSpacing(12)
        column.addLayout(self._buttons())

    def _rows(self) -> QFormLayout:
        copies = QHBoxLayout()
        copies.setSpacing(12)
        copies.addWidget(self._copies)
        copies.addWidget(self._count, 1)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        unit = "份数" if self._job.common_copies else "套数"
        for label, name, widget in (
            ("打印机", "printer", self._printers),
            (unit, "copies", self._copies),
        ):
            widget.setObjectName(f"print.{name}")
            widget.setAccessibleName(label)
        form.addRow("打印机", self._printers)
        form.addRow(unit, copies)
        return form

    def _buttons(self) -> QHBoxLayout:
        can_print = bool(self._printers.count())
        # Without a printer Windows shows no dialog at all; Qt's own can still print to a file.
        has_more = can_print or sys.platform != "win32"
        left = [self._button("更多设置…", "more", self._on_more)] if has_more else []
        if not can_print:
            mark(self._pdf, "role", "primary")
            self._pdf.setDefault(True)
        right = [self._button("取消", "cancel", self.reject)]
        if can_print:
            go = self._button("打印", "accept", self._on_print)
            mark(go, "role", "primary")
            go.setDefault(True)
            right.insert(0, go)
        return button_row(*right, left=[*left, self._pdf])

    def _button(self, words: str, name: str, handler: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"print.{name}")
        button.clicked.connect(handler)
        return button

    def _show_count(self) -> None:
        """The number of pages that come out."""
        more = 1 if self._continuation.isChecked() else 0
        job, copies = self._job, self._copies.value()
        times = [copies] * len(job.copies)
        if job.common_copies is None:
            times = [copies * official for official in job.copies]
        pairs = zip(job.page_counts, times, strict=True)
        pages = sum((count + more) * number for count, number in pairs)
        words = f"共 {pages} 页"
        if job.common_copies is None:
            words += "；一套是每份表按各自规定的份数"
        self._count.setText(words)

    def _on_print(self) -> None:
        self._printer = self._make_printer()
        self.accept()

    def _on_more(self) -> None:
        printer = self._make_printer()
        one_form = len(self._job.page_counts) == 1 and not self._continuation.isChecked()
        if ask_system(printer, self, last_page=self._job.page_counts[0] if one_form else 0):
            self._printer = printer
            self.accept()

    def _make_printer(self) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if name := self._printers.currentText():
            printer.setPrinterName(name)
        prepare(printer, self._job)
        printer.setCopyCount(self._copies.value())
        return printer
