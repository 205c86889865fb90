"""Last page of 导出报送包: what was written, and what has to be handed in on paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gonghui_desktop.services.submissions.handing_in import Handover
from gonghui_desktop.ui.commands.dialog_page import DialogPage
from gonghui_desktop.ui.dialogs.layout import button_row, wrapped_label
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.scrolled import Scrolled

_ICON = 20


class ExportResult(DialogPage):
    """Says what was written, and goes on from there.

    Args:
        theme: icons and colours.
        handover: what was written, and what is to be done with it.
    """

    closed = Signal()
    folder_requested = Signal()
    mail_requested = Signal()
    print_requested = Signal()
    grown = Signal()
    """It has more to say than before, and needs more room."""

    def __init__(self, theme: Theme, handover: Handover) -> None:
        super().__init__()
        self._done = QPushButton("完成")
        self._told = wrapped_label("", "hint")
        self._told.setObjectName("export.told")
        self._told.hide()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(_facts(handover))
        for doubt in handover.doubts:
            line = wrapped_label(f"接收单位核验时会看到：{doubt}", "warning")
            column.addWidget(line)
        column.addSpacing(8)
        column.addWidget(wrapped_label("一起上报的纸质件", "strong"))
        for paper in handover.papers:
            column.addWidget(wrapped_label(paper))
        column.addStretch(1)
        self._body = body
        self._scrolled = Scrolled(body)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addLayout(_heading(theme, handover.kind))
        self._column.addWidget(self._scrolled, 1)
        self._column.addWidget(self._told)
        self._column.addLayout(self._buttons())

    @property
    def first_focus(self) -> QWidget:
        """Where the keyboard begins."""
        return self._done

    def fit(self, width: int, most: int) -> int:
        """The page's height, as far as the screen has room; see :meth:`ExportReview.fit`."""
        layout = self._body.layout()
        assert layout is not None
        whole = layout.totalHeightForWidth(width)
        around = self._column.totalMinimumHeightForWidth(width)
        around -= self._scrolled.minimumSizeHint().height()
        return min(whole + around, most)

    def tell(self, text: str) -> None:
        """Says what came of a button, such as where the mail lies."""
        self._told.setText(text)
        self._told.show()
        self.grown.emit()

    def _buttons(self) -> QHBoxLayout:
        self._done.setObjectName("export.done")
        mark(self._done, "role", "primary")
        self._done.setDefault(True)
        self._done.clicked.connect(self.closed.emit)
        left = [
            _button("打印报送单和汇总表…", "print", self.print_requested.emit),
            _button("打开文件夹", "folder", self.folder_requested.emit),
            _button("写邮件…", "mail", self.mail_requested.emit),
        ]
        return button_row(self._done, left=left)


def _button(words: str, name: str, handler: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(f"export.{name}")
    button.clicked.connect(handler)
    return button


def _heading(theme: Theme, kind: str) -> QHBoxLayout:
    picture = QLabel()
    icon = theme.icon("circle-check", "success")
    picture.setPixmap(icon.pixmap(QSize(_ICON, _ICON), picture.devicePixelRatioF()))
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(picture)
    row.addWidget(wrapped_label(f"{kind}已导出，读回核验完好", "heading"), 1)
    return row


def _facts(handover: Handover) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (label, text) in enumerate(handover.facts):
        name, words = QLabel(label), wrapped_label(text)
        mark(name, "role", "hint")
        words.setObjectName(f"export.fact.{row}")
        words.setAccessibleName(f"{label}：{text}")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, 1)
    return grid
