"""汇总: the figures, what they are of, and what to do with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.errors import one_line
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import mark

_SIZE = QSize(680, 580)
_LEAST_HEIGHT = 56
"""Pixels of the figures: two lines, which shows that there are more."""
_HINT = "同一单位只计一次；每一份申报表都注明是哪一个报送包里的。盖章用 PDF，要接着做表用电子表格。"
_ALL = "已收到、还没有受理的也汇总，表上注明"

Told = Sequence[tuple[str, str]]
"""A label and a sentence each."""


class SummaryDialog(QDialog):
    """Shows what a summary comes to; what is asked for is told by signals.

    Args:
        accepted: what is to be said of what was accepted.
        everything: of all that was received.
        starts_with_all: whether the latter is shown first, as nothing was accepted.
        parent: the window.
    """

    save_requested = Signal(str)
    """The suffix of the file that is to be written."""
    print_requested = Signal()

    def __init__(
        self, accepted: Told, everything: Told, *, starts_with_all: bool, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("summary_dialog")
        self.setWindowTitle("汇总")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._told = (accepted, everything)
        self.all = QCheckBox(_ALL)
        self.all.setObjectName("summary_all")
        self.all.setChecked(starts_with_all)
        self.all.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.all.ensurePolished()
        self.all.setMinimumHeight(self.all.sizeHint().height())
        self.all.toggled.connect(lambda _on: self._show())
        self._area = QScrollArea()
        self._area.setObjectName("summary_figures")
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setMinimumHeight(_LEAST_HEIGHT)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._done = wrapped_label(" ")
        self._done.setObjectName("summary_done")
        self._lay_out()
        self._show()

    def tell(self, sentence: str) -> None:
        """Says what was done, where she looks."""
        self._done.setText(sentence)

    @property
    def only_accepted(self) -> bool:
        """Whether nothing but what was accepted is summed up."""
        return not self.all.isChecked()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """The page keys move the figures, which have no focus of their own."""
        bar = self._area.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown:
                bar.triggerAction(QScrollBar.SliderAction.SliderPageStepAdd)
            case Qt.Key.Key_PageUp:
                bar.triggerAction(QScrollBar.SliderAction.SliderPageStepSub)
            case _:
                super().keyPressEvent(event)

    def _lay_out(self) -> None:
        pdf = _button("存为 PDF…", "summary_pdf", lambda: self.save_requested.emit(".pdf"))
        mark(pdf, "role", "primary")
        pdf.setDefault(True)
        sheet = _button("存为电子表格…", "summary_xlsx", lambda: self.save_requested.emit(".xlsx"))
        paper = _button("打印…", "summary_print", self.print_requested.emit)
        close = _button("关闭", "summary_close", self.reject)
        column = dialog_column(self)
        column.addWidget(wrapped_label("汇总", "heading"))
        column.addWidget(wrapped_label(_HINT, "hint"))
        column.addWidget(self.all)
        column.addWidget(self._area, 1)
        column.addWidget(self._done)
        column.addLayout(button_row(pdf, sheet, paper, close))

    def _show(self) -> None:
        content = QWidget()
        mark(content, "ground", "surface")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (label, text) in enumerate(self._told[self.all.isChecked()]):
            grid.addWidget(_words(label, "hint"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_words(text), row, 1)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 12)
        column.addLayout(grid)
        column.addStretch(1)
        self._area.setWidget(content)


def _words(text: str, role: str | None = None) -> QLabel:
    label = QLabel(one_line(text))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(role is None)
    if role is None:
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    mark(label, "role", role)
    return label


def _button(text: str, name: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.clicked.connect(lambda _checked=False: act())
    return button
