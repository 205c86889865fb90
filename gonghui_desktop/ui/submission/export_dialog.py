"""Dialog of 导出报送包: what blocks the export, or the reason for an unmet quota."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QDialog,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.services.submission import ExportState
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen, room_on_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.finding_line import FindingLine
from gonghui_desktop.ui.widgets.note_edit import NoteEdit
from gonghui_desktop.ui.widgets.phrase_menu import CAPTION, make_phrase_menu, with_phrase
from gonghui_desktop.ui.widgets.severity import SEVERITY_STYLES
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_CONSEQUENCE = "导出后这些申报表即定稿，不能再改；确实要改，可以“重新打开”，改后须重新导出。"
_ALL_FINAL = "这些申报表都已定稿，导出不会改动它们。"
_WIDTH = 40  # ems
_LEAST_WIDTH = 30
_LIST_MIN = 96
_LIST_MAX = 440
_REASON_LINES = 4
_PADDING = 8


class ExportDialog(QDialog):
    """Shows the state of the submission before it is exported.

    Args:
        theme: icons and colours.
        reporter: the reporting office's name.
        names: record id to form number and unit name, such as 附件1“中山餐饮”.
        state: findings that block, and those that need a reason.
        parent: the window.
        explanation: what was written as the reason before.
    """

    jump = Signal(str, str)
    """Record id and field id to go to; emitted after the dialog has closed."""

    def __init__(
        self,
        theme: Theme,
        reporter: str,
        names: dict[str, str],
        state: ExportState,
        parent: QWidget | None,
        explanation: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle("导出报送包")
        self.setMinimumWidth(_LEAST_WIDTH * theme.body_size)
        resize_within_screen(self, QSize(_WIDTH * theme.body_size, self.height()))
        self._theme = theme
        self._state = state
        self._reason = NoteEdit()
        self._reason.setPlainText(explanation)
        self._reason.setObjectName("export.reason")
        self._reason.setAccessibleName("说明")
        self._reason.setPlaceholderText("写明原因，随报送包上报")
        self._reason.setTabChangesFocus(True)
        _let_grow(self._reason)
        self._reason.textChanged.connect(self._check)
        self._accept = QPushButton("仍要导出…" if state.paper else "选择位置并导出…")
        self._accept.setObjectName("export.accept")
        mark(self._accept, "role", "primary")
        self._accept.setDefault(True)
        self._accept.clicked.connect(self._on_accept)
        self._fault = QLabel()
        self._fault.setObjectName("export.fault")
        mark(self._fault, "role", "error")
        self._column = dialog_column(self, spacing=8)
        self._column.addWidget(wrapped_label(f"{reporter}：{len(names)} 份申报表", "heading"))
        if state.blocking:
            self._show_blocking(names)
        else:
            self._show_ready()
        self._add_buttons()
        self._check()

    @property
    def explanation(self) -> str:
        """The clerk's reason; empty if none was needed."""
        return self._reason.toPlainText().strip() if self._state.doubtful else ""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Fits the height, as the labels' heights are known now."""
        if not event.spontaneous():
            self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        """Makes it as high as its texts need and the screen allows."""
        lines = _REASON_LINES * self._reason.fontMetrics().lineSpacing()
        self._reason.setMinimumHeight(lines + 2 * _PADDING)
        width = self.width()
        if self._state.blocking:
            screen = room_on_screen(self).height()
            room = screen - self._column.totalMinimumHeightForWidth(width)
            fitting = self._view.height_within(min(max(room, _LIST_MIN), _LIST_MAX))
            self._view.setMinimumHeight(fitting)
            self._view.scrollToTop()  # Qt scrolled to the current row while there was no room
        self.resize(width, self._column.totalMinimumHeightForWidth(width))

    def _show_blocking(self, names: dict[str, str]) -> None:
        by_record = groupby(self._state.blocking, key=lambda finding: finding.record_id)
        count = 0
        view = WrappingList()
        view.setObjectName("export.blocking")
        view.setAccessibleName("必须改的地方")
        view.setMinimumHeight(1)  # until it is shown
        _let_grow(view)
        for record_id, findings in by_record:
            count += 1
            view.add_heading(names[record_id])
            for finding in findings:
                self._add(view, finding, names[record_id])
        view.setCurrentRow(1)
        view.itemActivated.connect(self._on_jump)
        self._view = view
        places = len(self._state.blocking)
        text = QLabel(
            f"{count} 份申报表还有 {places} 处必须改或写明原因，才能导出。\n"
            "选一行，按回车或双击去修改。"
        )
        text.setWordWrap(True)
        self._column.addWidget(text)
        self._column.addWidget(view, 1)

    def _add(self, view: WrappingList, finding: Finding, name: str) -> None:
        style = SEVERITY_STYLES[finding.severity]
        words = f"{finding.severity}　{finding.message}"
        icon = self._theme.icon(style.icon, style.role)
        item = view.add(icon, words, (finding.record_id, finding.field))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}，{words}")

    def _show_ready(self) -> None:
        text = QLabel(_CONSEQUENCE if self._state.drafts else _ALL_FINAL)
        text.setWordWrap(True)
        self._column.addWidget(text)
        paper = [Finding(Severity.ADVICE, self._state.paper)] if self._state.paper else []
        findings = (*paper, *self._state.advice, *self._state.doubtful)
        if findings:
            self._column.addSpacing(8)
        for finding in findings:
            self._column.addWidget(FindingLine(self._theme, finding))
        if self._state.standing:
            standing = QLabel("\n".join(self._state.standing))
            standing.setTextFormat(Qt.TextFormat.PlainText)
            mark(standing, "role", "hint")
            self._column.addWidget(standing)
        if self._state.doubtful:
            self._column.addWidget(self._reason, 1)
            self._column.addWidget(self._fault)
            self._add_phrases()

    def _add_phrases(self) -> None:
        if not self._state.phrases:
            return
        button = QToolButton()
        button.setObjectName("export.phrases")
        button.setText(CAPTION)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        mark(button, "role", "note")
        press_with_enter(button)
        button.setMenu(make_phrase_menu(self._state.phrases, self._insert_phrase, button))
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _insert_phrase(self, phrase: str) -> None:
        self._reason.setPlainText(with_phrase(self._reason.toPlainText(), phrase))
        self._reason.moveCursor(QTextCursor.MoveOperation.End)
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_buttons(self) -> None:
        go = self._accept
        if self._state.blocking:
            go = QPushButton("去修改")
            go.setObjectName("export.jump")
            mark(go, "role", "primary")
            go.setDefault(True)
            go.clicked.connect(lambda: self._on_jump(self._view.currentItem()))
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        self._column.addSpacing(12)
        self._column.addLayout(button_row(go, cancel))

    def _check(self) -> None:
        self._accept.setEnabled(not self._state.doubtful or bool(self.explanation))
        self._show_fault("")

    def _on_accept(self) -> None:
        """Goes on; not with a reason that says nothing."""
        fault = fault_of_reason(self.explanation) if self._state.doubtful else ""
        self._show_fault(fault)
        if fault:
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.accept()

    def _show_fault(self, fault: str) -> None:
        self._fault.setText(fault)  # an empty one keeps its room, so that nothing moves
        self._reason.setAccessibleDescription(fault)
        mark(self._reason, "problem", "error" if fault else None)

    def _on_jump(self, item: QListWidgetItem) -> None:
        record_id, field_id = item.data(Qt.ItemDataRole.UserRole)
        self.reject()
        self.jump.emit(record_id, field_id)


def _let_grow(area: QAbstractScrollArea) -> None:
    """Lets a widget take the room that is left over; its size hint is ignored."""
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
