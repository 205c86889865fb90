"""First page of 导出报送包: what is open, the reason for what stands, and what will be written."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.services.submissions.export_state import ExportState
from gonghui_desktop.ui.commands.dialog_page import DialogPage
from gonghui_desktop.ui.commands.reason_box import ReasonBox
from gonghui_desktop.ui.dialogs.layout import button_row, wrapped_label
from gonghui_desktop.ui.submission.export_rows import Group, open_groups
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.finding_line import FindingLine
from gonghui_desktop.ui.widgets.scrolled import Scrolled
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_LIST_MIN = 96
_LIST_MAX = 440
_HOW_TO_GO = "选一行，按回车或双击就去那里；办好了再回来，这里会重新检查。"


class ExportReview(DialogPage):
    """Shows the state of the submission before it is exported.

    Args:
        theme: icons and colours.
        office: the reporting office's name.
        state: what is open, and the reason that was written before.
    """

    jump = Signal(str, str)
    """Record id and field id to go to."""
    chosen = Signal()
    """The clerk wants the package to be written."""
    cancelled = Signal()
    explanation_changed = Signal(str)
    """The reason as it is typed."""

    def __init__(self, theme: Theme, office: str, state: ExportState) -> None:
        super().__init__()
        self._theme = theme
        self._state = state
        self._reason = self._make_reason() if state.doubtful else None
        self._go = QPushButton()
        self._go.setDefault(True)
        mark(self._go, "role", "primary")
        self._view = self._make_list()
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(wrapped_label(f"{office}：{len(state.names)} 份申报表", "heading"))
        self._column.addWidget(wrapped_label(self._lead()))
        if self._view is not None:
            self._column.addWidget(self._view, 1)
        if not state.surplus:
            self._add_submission()
        self._foot = self._make_foot()
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(16)
        self._whole.addWidget(Scrolled(self._body), 1)
        self._whole.addLayout(self._foot)
        self._check()

    @property
    def explanation(self) -> str:
        """The clerk's reason; empty if none was needed."""
        return self._reason.text if self._reason is not None else ""

    @property
    def first_focus(self) -> QWidget:
        """Where the keyboard begins: at the first open place, at the reason, or at the button."""
        if self._view is not None and self._state.blocking:
            return self._view
        if self._reason is not None and not self.explanation:
            return self._reason
        return self._go

    def fit(self, width: int, most: int) -> int:
        """Gives the list its height.

        Args:
            width: of the page, in pixels.
            most: pixels that it may be high.

        Returns:
            The page's height.
        """
        if self._reason is not None:
            self._reason.fit()
        self._body.resize(width, self._body.height())
        if self._view is not None:
            self._view.setMinimumHeight(1)
            self._column.activate()  # the list has its width, at which its lines are measured
            room = most - self._height(width)
            fitting = self._view.height_within(min(max(room, _LIST_MIN), _LIST_MAX))
            self._view.setMinimumHeight(fitting)
            self._view.scrollToTop()  # Qt scrolled to the current row while there was no room
        return min(self._height(width), most)

    def _height(self, width: int) -> int:
        """What it needs so that nothing scrolls, pixels."""
        foot = self._whole.spacing() + self._foot.totalMinimumSize().height()
        return self._column.totalHeightForWidth(width) + foot

    def _lead(self) -> str:
        return "\n".join(self._leads())

    def _leads(self) -> Iterator[str]:
        """How the submission stands, and what to do here, a line each."""
        state = self._state
        if state.surplus:
            yield state.surplus_words
            return
        if state.blocking:
            count, places = len({each.record_id for each in state.blocking}), len(state.blocking)
            yield f"{count} 份申报表还有 {places} 处必须改或写明原因，才能导出。"
        elif state.drafts:
            yield (
                f"导出后这些申报表即定稿（{len(state.drafts)} 份现在是草稿），不能再改；"
                "确实要改，可以“重新打开”，改后须重新导出。"
            )
        else:
            yield "这些申报表都已定稿，导出不会改动它们。"
        if state.sequel_words and not state.blocking:
            yield state.sequel_words
        if self._view is not None:
            yield _HOW_TO_GO

    def _make_list(self) -> WrappingList | None:
        groups = [] if self._state.surplus else list(open_groups(self._state))
        if not groups:
            return None
        view = _OpenList()
        view.setObjectName("export.open")
        view.setAccessibleName("还没有办完的")
        view.setMinimumHeight(1)  # until it is shown
        for group in groups:
            self._add_group(view, group)
        view.setCurrentRow(1)
        view.itemDoubleClicked.connect(self._on_jump)
        # Not Qt's own signal: with it the key would go on to the button that exports.
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._on_jump(view.currentItem()))
        return view

    def _add_group(self, view: WrappingList, group: Group) -> None:
        view.add_heading(group.heading)
        for row in group.rows:
            item = view.add(self._theme.icon(*row.icon), row.text, (row.record_id, row.field))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)

    def _add_submission(self) -> None:
        """What is said of the whole: findings and quotas, the reason, what will be written."""
        for finding in (*self._state.advice, *self._state.doubtful):
            self._column.addWidget(FindingLine(self._theme, finding))
        if self._state.standing:
            self._column.addWidget(wrapped_label("；".join(self._state.standing), "hint"))
        if self._reason is not None:
            self._column.addWidget(self._reason)
        if not self._state.blocking:
            self._column.addWidget(wrapped_label(self._what_is_written()))

    def _what_is_written(self) -> str:
        count = len(self._state.names)
        return (
            f"将写成一个报送包（.zip）：{count} 份申报表的 PDF 和 Word 文件、汇总表、报送单。"
            "写好后会读回来核验一遍。"
        )

    def _make_reason(self) -> ReasonBox:
        reason = ReasonBox("export", self._state.explanation, self._state.phrases)
        reason.changed.connect(self._check)
        reason.changed.connect(self.explanation_changed)
        return reason

    def _make_foot(self) -> QHBoxLayout:
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.cancelled.emit)
        left: list[QWidget] = []
        if self._state.blocking:
            self._go.setText("去修改")
            self._go.setObjectName("export.jump")
            self._go.clicked.connect(self._on_go_there)
        else:
            self._go.setText("选择位置并导出…")
            self._go.setObjectName("export.accept")
            self._go.clicked.connect(self._on_accept)
            if self._view is not None:
                look = QPushButton("去看选中的一份")
                look.setObjectName("export.jump")
                look.setAutoDefault(False)
                press_with_enter(look)
                look.clicked.connect(self._on_go_there)
                left.append(look)
        return button_row(self._go, cancel, left=left)

    def _check(self) -> None:
        if not self._state.blocking:
            is_open = self._reason is not None and not self.explanation
            self._go.setEnabled(not is_open and not self._state.surplus)

    def _on_accept(self) -> None:
        """Goes on; not with a reason that says nothing."""
        if self._reason is None or self._reason.says_why():
            self.chosen.emit()

    def _on_go_there(self) -> None:
        if self._view is not None:
            self._on_jump(self._view.currentItem())

    def _on_jump(self, item: QListWidgetItem) -> None:
        place = item.data(Qt.ItemDataRole.UserRole)
        if place is not None:  # of a heading there is none
            self.jump.emit(*place)


class _OpenList(WrappingList):
    """As high as it was told to be, in a part that scrolls, too."""

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Its least size."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Nothing of its own."""
        return QSize(super().minimumSizeHint().width(), 1)
