"""The printer in the print dialog: which, how it is, and its driver's own settings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

from gonghui_desktop.spooling import PrintQueue, SpoolError
from gonghui_desktop.ui.dialogs.layout import wrapped_label
from gonghui_desktop.ui.printing.print_queues import FoundPrinters, queue_words
from gonghui_desktop.ui.printing.printers import Printers
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.accessibility import announce
from gonghui_desktop.ui.widgets.elided_list import ElidedList

LABEL = "单双面"
"""The longest of the labels in the dialog, which stand in one column."""

_ASKING = "正在查找打印机…"
_READY = "可以打印"


class PrinterRow(QWidget):
    """A list of the printers, and under it how the chosen one is.

    Args:
        printers: what is asked and remembered.
    """

    changed = Signal()
    """Another printer is chosen, or the chosen one is otherwise."""

    def __init__(self, printers: Printers) -> None:
        super().__init__()
        self._printers = printers
        self._found: FoundPrinters | None = None
        self._chosen: PrintQueue | None = None  # the last one, also while no printer is there
        self._gone = ""
        self._list = ElidedList()
        self._list.setObjectName("print.printer")
        self._list.setAccessibleName("打印机")
        self._list.setEnabled(False)
        self._more = QPushButton("打印机属性…")
        self._more.setObjectName("print.more")
        self._more.setToolTip("驱动程序自己的设置：纸盒、省墨等")
        self._more.hide()
        self._state = wrapped_label(_ASKING, "hint")
        self._state.setObjectName("print.state")
        self._list.currentIndexChanged.connect(self._on_clicked)
        self._more.clicked.connect(self._on_more)
        self._lay_out()

    @property
    def is_known(self) -> bool:
        """Whether the system has answered."""
        return self._found is not None

    @property
    def queue(self) -> PrintQueue | None:
        """The chosen printer."""
        index = self._list.currentIndex()
        if self._found is None or not 0 <= index < len(self._found.queues):
            return None
        return self._found.queues[index]

    @property
    def settings(self) -> bytes:
        """The driver's, as chosen since the program was started."""
        queue = self.queue
        return self._printers.settings.get(queue.name, b"") if queue else b""

    def show_found(self, found: FoundPrinters) -> None:
        """Shows the printers; the chosen one stays chosen as long as it is there."""
        before, chosen = self._found, self._chosen
        self._found = found
        names = [each.name for each in found.queues]
        if before is None or [each.name for each in before.queues] != names:
            wanted = found.named(*([chosen.name] if chosen else []), self._printers.last.queue)
            self._list.blockSignals(True)  # one change, when all of it is there
            self._list.clear()
            for title, name in zip(_titles(found), names, strict=True):
                self._list.add(title, name)
            self._list.setCurrentIndex(names.index(wanted.name) if wanted else -1)
            self._list.blockSignals(False)
            self._note_gone(chosen, wanted)
        self._list.setEnabled(bool(names))
        self._more.setVisible(found.has_settings and bool(names))
        if before is None or chosen != self.queue:
            self._show_chosen()

    def tell(self, words: str) -> None:
        """Says something else in the place of the printer's state, until that changes."""
        mark(self._state, "role", "hint")
        self._state.setText(words)
        announce(self._state, words)

    def _lay_out(self) -> None:
        name = QLabel("打印机")
        name.setBuddy(self._list)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, name.fontMetrics().horizontalAdvance(LABEL))
        grid.setColumnStretch(1, 1)
        grid.addWidget(name, 0, 0)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._list, 1)
        line.addWidget(self._more)
        grid.addLayout(line, 0, 1)
        grid.addWidget(self._state, 1, 1)
        self._state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._state.ensurePolished()
        self._state.setMinimumHeight(2 * self._state.fontMetrics().height())  # moves nothing

    def _note_gone(self, chosen: PrintQueue | None, now: PrintQueue | None) -> None:
        """Another printer in the place of the chosen one is told: it may stand in another room."""
        if chosen is not None and now is not None and chosen.name != now.name:
            self._gone = f"“{chosen.title}”已经不在了，换成了这一台。"

    def _on_clicked(self) -> None:
        self._gone = ""
        self._show_chosen()

    def _show_chosen(self) -> None:
        queue = self.queue
        if queue is not None:
            self._chosen = queue
            words = f"{self._gone}{queue_words(queue)}"
            mark(self._state, "role", "warning" if words else "hint")
            shown = f"⚠ {words}" if words else _READY
            if words and shown != self._state.text():
                announce(self._state, words)
            self._state.setText(shown)
            self._list.setToolTip(self._list.currentText())
            self._list.setAccessibleDescription(words or _READY)
        self.changed.emit()

    def _on_more(self) -> None:
        queue = self.queue
        if queue is None:
            return
        window = int(self.window().winId())
        try:
            chosen = self._printers.spooler.get().ask_settings(queue.name, window, self.settings)
        except SpoolError as error:
            self.tell(str(error))
            return
        if chosen is not None:
            self._printers.settings[queue.name] = chosen
        if isValid(self):
            self.changed.emit()


def _titles(found: FoundPrinters) -> list[str]:
    """What the printers are called; with the system's name where two are called the same."""
    titles = [queue.title for queue in found.queues]
    return [
        queue.title if titles.count(queue.title) == 1 else f"{queue.title}（{queue.name}）"
        for queue in found.queues
    ]
