"""打印: which printer, how many copies and what stands under the form, in one step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from gonghui_desktop.ui.dialogs.layout import MARGINS, button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.save_pdf_dialog import FOOT_LINE, FOOT_LINE_TIP
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.printing.print_job import PrintChoice, PrintJob
from gonghui_desktop.ui.printing.print_queues import FoundPrinters, PrintQueues, can_print
from gonghui_desktop.ui.printing.printer_row import PrinterRow
from gonghui_desktop.ui.printing.printers import Printers
from gonghui_desktop.ui.printing.sheet_rows import SheetRows
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.accessibility import announce
from gonghui_desktop.ui.widgets.scrolled import Scrolled

_WIDTH = 36  # ems
_NO_PRINTER = "没有找到打印机。装好打印机再打印，或者先另存为 PDF。"


def ask_printer(job: PrintJob, printers: Printers, parent: QWidget | None) -> PrintChoice | None:
    """Shows the print dialog.

    The usual number of copies is preset. For forms with different numbers the dialog counts sets
    instead: one set is each form in its own number.

    Returns:
        ``None`` if the user cancelled.
    """
    dialog = PrintDialog(job, printers, parent)
    chosen = dialog.exec() == QDialog.DialogCode.Accepted
    choice = dialog.choice if chosen else None
    dialog.deleteLater()
    return choice


class PrintDialog(QDialog):
    """Asks how to print; the ordinary answers are preset, so that Enter prints.

    It is there at once; the printers come as soon as the system has told them.

    Args:
        job: what is printed.
        printers: what it asks and remembers.
        parent: the window.
    """

    def __init__(self, job: PrintJob, printers: Printers, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("print_dialog")
        self.setWindowTitle("打印")
        self.setMinimumWidth(_WIDTH * self.fontInfo().pixelSize())
        self._job = job
        self._printers = printers
        self._is_for_pdf = False
        self._row = PrinterRow(printers)
        self._sheets = SheetRows(job, two_sided=printers.last.two_sided)
        self._nothing = wrapped_label("")
        self._nothing.setObjectName("print.nothing")
        self._nothing.hide()
        self._foot_line = self._check(FOOT_LINE, "foot_line", FOOT_LINE_TIP)
        self._foot_line.setChecked(job.foot_line)
        self._foot_line.setVisible(job.is_form)
        tip = "长的栏目写不下时接着写；页码空着，用手写"
        self._continuation = self._check("加印续表", "continuation", tip)
        self._continuation.setVisible(job.can_continue)
        self._continuation.toggled.connect(self._sheets.set_continued)
        self._go = self._button("打印", "accept", self._on_print)
        self._pdf = self._button("存为 PDF…", "pdf", self._on_pdf)
        self._test = self._button("打印测试页", "test", self._on_test)
        self._lay_out()
        self._row.changed.connect(self._on_queue_changed)
        self._sheets.changed.connect(self._allow)
        self._queues = PrintQueues(printers.tasks, printers.spooler, self)
        self._queues.found.connect(self._on_found)
        self.finished.connect(self._queues.stop)
        self._allow()
        self._sheets.copies.setFocus()
        self._sheets.copies.selectAll()
        self._queues.ask()

    @property
    def choice(self) -> PrintChoice:
        """What is chosen; without a printer until it is accepted by 打印."""
        queue = None if self._is_for_pdf else self._row.queue
        return PrintChoice(
            queue,
            self._sheets.copies.value(),
            self._sheets.sides_on(queue),
            self._sheets.pages,
            self._row.settings,
            self._foot_line.isChecked(),
            self._continuation.isChecked(),
        )

    def _lay_out(self) -> None:
        body = self._body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(wrapped_label(self._job.title, "heading"))
        if self._job.known:
            known = wrapped_label(self._job.known, "warning")
            known.setObjectName("print.known")
            inner.addWidget(known)
        inner.addSpacing(4)
        inner.addWidget(self._row)
        inner.addWidget(self._sheets)
        inner.addWidget(self._nothing)
        inner.addWidget(self._foot_line)
        inner.addWidget(self._continuation)
        inner.addStretch(1)
        self._scrolled = Scrolled(body)
        column = dialog_column(self, spacing=16)
        column.addWidget(self._scrolled, 1)
        mark(self._go, "role", "primary")
        self._go.setDefault(True)
        cancel = self._button("取消", "cancel", self.reject)
        left = [self._pdf, self._test] if self._printers.print_test_page else [self._pdf]
        self._test.setVisible(self._printers.print_test_page is not None)
        column.addLayout(button_row(self._go, cancel, left=left))
        column.setContentsMargins(MARGINS)
        self._fit()

    def _fit(self) -> None:
        """Makes it as high as what it says, as far as the screen has room."""
        layout, inner = self.layout(), self._body.layout()
        assert layout is not None
        assert inner is not None
        for part in (self._row, self._sheets):
            within = part.layout()
            assert within is not None
            within.activate()
        inner.activate()
        self._scrolled.updateGeometry()  # its lines are measured at its width
        layout.activate()
        width = self.width() if self.isVisible() else self.sizeHint().width()
        width = max(width, self.minimumWidth(), layout.totalMinimumSize().width())
        resize_within_screen(self, QSize(width, self.height()))
        layout.activate()
        self._scrolled.updateGeometry()
        resize_within_screen(self, QSize(width, layout.totalSizeHint().height()))

    def _check(self, words: str, name: str, tip: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setObjectName(f"print.{name}")
        box.setToolTip(tip)
        return box

    def _button(self, words: str, name: str, handler: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"print.{name}")
        button.clicked.connect(handler)
        return button

    def _on_found(self, found: FoundPrinters) -> None:
        had_focus = self.focusWidget()
        is_first = not self._row.is_known
        self._row.show_found(found)
        words = "" if found.queues else found.fault or _NO_PRINTER
        before = self._nothing.text()
        if words != before:
            self._nothing.setText(words)
            if words:
                announce(self._nothing, words, urgent=True)
        for part in (self._row, self._sheets):
            part.setVisible(not words)
        self._nothing.setVisible(bool(words))
        self._fit()
        if words and not before:
            self._pdf.setFocus()  # a button in focus is what Enter presses
        elif not words and (is_first or before) and had_focus is self._pdf:
            self._sheets.copies.setFocus()
        self._allow()

    def _on_queue_changed(self) -> None:
        self._sheets.show_queue(self._row.queue)
        self._fit()
        self._allow()

    def _allow(self) -> None:
        """Lets her print where something can come out of it; else a PDF is proposed."""
        queue = self._row.queue
        may_print = queue is not None and can_print(queue) and not self._sheets.fault
        self._go.setEnabled(may_print)
        self._test.setEnabled(queue is not None and can_print(queue))
        is_hopeless = self._row.is_known and (queue is None or not can_print(queue))
        for button, is_default in ((self._go, not is_hopeless), (self._pdf, is_hopeless)):
            button.setDefault(is_default)
            mark(button, "role", "primary" if is_default else None)

    def _on_print(self) -> None:
        self.accept()

    def _on_pdf(self) -> None:
        self._is_for_pdf = True
        self.accept()

    def _on_test(self) -> None:
        queue, print_test_page = self._row.queue, self._printers.print_test_page
        if queue is not None and print_test_page is not None:
            self._test.setEnabled(False)
            print_test_page(queue, self._row.settings, self._on_tested)

    def _on_tested(self, words: str) -> bool:
        if not isValid(self):  # closed before the printer had it
            return False
        self._test.setEnabled(self._row.queue is not None)
        self._row.tell(words)
        return True
