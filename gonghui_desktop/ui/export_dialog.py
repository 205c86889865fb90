"""导出报送包: what goes in, what still blocks it, and the reason for what is unusual."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.services.submission import ExportState
from gonghui_desktop.ui.finding_line import FindingLine
from gonghui_desktop.ui.severity import LOOKS
from gonghui_desktop.ui.theme import Theme, mark
from gonghui_desktop.ui.wrapping_list import WrappingList

_WIDTH = 560
_LIST_HEIGHT = 220
_REASON_HEIGHT = 88


class ExportDialog(QDialog):
    """Shows the state of the submission before it is exported.

    Args:
        theme: signs and colours.
        reporter: the reporting office's name.
        names: record id to the words for it, such as 附件1“中山餐饮”.
        state: what blocks, and what wants a reason.
        parent: the window.
    """

    jump = Signal(str, str)
    """Record id and field id to go to; the dialog is closed by then."""

    def __init__(
        self,
        theme: Theme,
        reporter: str,
        names: dict[str, str],
        state: ExportState,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle("导出报送包")
        self.setMinimumWidth(_WIDTH)
        self._theme = theme
        self._state = state
        self._reason = QPlainTextEdit()
        self._reason.setObjectName("export.reason")
        self._reason.setAccessibleName("说明")
        self._reason.setPlaceholderText("写明原因，随报送包上报")
        self._reason.setTabChangesFocus(True)
        self._reason.setMinimumHeight(_REASON_HEIGHT)
        self._reason.textChanged.connect(self._check)
        self._accept = QPushButton("选择位置并导出…")
        self._accept.setObjectName("export.accept")
        mark(self._accept, "role", "primary")
        self._accept.setDefault(True)
        self._accept.clicked.connect(self.accept)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 24, 24, 16)
        self._column.setSpacing(8)
        heading = QLabel(f"{reporter}：{len(names)} 份申报表")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        mark(heading, "role", "heading")
        self._column.addWidget(heading)
        if state.blocking:
            self._show_blocking(names)
        else:
            self._show_ready()
        self._add_buttons()
        self._check()

    @property
    def explanation(self) -> str:
        """The clerk's reason, empty where none was asked."""
        return self._reason.toPlainText().strip()

    def _show_blocking(self, names: dict[str, str]) -> None:
        text = QLabel("下面几处改好或说明原因之后才能导出。双击一行去修改。")
        text.setWordWrap(True)
        self._column.addWidget(text)
        view = WrappingList()
        view.setObjectName("export.blocking")
        view.setAccessibleName("待改之处")
        view.setMinimumHeight(_LIST_HEIGHT)
        for finding in self._state.blocking:
            look = LOOKS[finding.severity]
            words = f"{names[finding.record_id]}\n{finding.severity}　{finding.message}"
            icon = self._theme.icon(look.icon, look.role)
            view.add(icon, words, (finding.record_id, finding.field))
        view.setCurrentRow(0)
        view.itemActivated.connect(self._on_jump)
        self._view = view
        self._column.addWidget(view)

    def _show_ready(self) -> None:
        text = QLabel("导出后这些申报表即定稿、只读；要改可以“重新打开”，改后须重新导出。")
        text.setWordWrap(True)
        self._column.addWidget(text)
        if self._state.doubtful:
            self._column.addSpacing(8)
            for finding in self._state.doubtful:
                self._column.addWidget(FindingLine(self._theme, finding))
            self._column.addWidget(self._reason, 1)

    def _add_buttons(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        if self._state.blocking:
            go = QPushButton("去修改")
            go.setObjectName("export.jump")
            mark(go, "role", "primary")
            go.setDefault(True)
            go.clicked.connect(lambda: self._on_jump(self._view.currentItem()))
            buttons.addWidget(go)
        else:
            buttons.addWidget(self._accept)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        buttons.addWidget(cancel)
        self._column.addSpacing(12)
        self._column.addLayout(buttons)

    def _check(self) -> None:
        self._accept.setEnabled(not self._state.doubtful or bool(self.explanation))

    def _on_jump(self, item: QListWidgetItem) -> None:
        record_id, field_id = item.data(Qt.ItemDataRole.UserRole)
        self.reject()
        self.jump.emit(record_id, field_id)
