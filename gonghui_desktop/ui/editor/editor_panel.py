"""The middle pane of a form's page: banner, editor and findings, or a hint what to do first."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.ui.editor.findings_strip import FindingsStrip
from gonghui_desktop.ui.editor.form_editor import RecordEditor
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.banner import Banner
from gonghui_desktop.ui.widgets.severity_icon import SeverityIcon

_LEAST_WIDTH = 320
_BIG_ICON = 40
_SPACING = 8
_LIST_PART = 4  # the list of findings takes a quarter of the height at the most
_NOTHING = "这里只能查看和打印已有的申报表。"
_WHAT_NEXT = (
    "新建一份开始填写，写下的内容随时自动保存。\n也可以导入填好的 Word 表、表格或以前的申报表。"
)


class EditorPanel(QWidget):
    """Banner of a final record, editor and findings; without a record, buttons to make one.

    Args:
        theme: look of the window.
        form: whose records it shows.
        is_read_only: whether none of them can be changed, and none be added.
        parent: the owner.
    """

    reopen_requested = Signal()
    new_requested = Signal()
    import_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        form: FormDefinition,
        *,
        is_read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._can_change = not is_read_only
        loaded = QWidget(self)
        self.editor = RecordEditor(theme, form, loaded)
        self.strip = FindingsStrip(theme, loaded)
        self.banner = Banner(theme, margins=QMargins(16, 12, 16, 0), parent=loaded)
        self.banner.acted.connect(self.reopen_requested)
        column = QVBoxLayout(loaded)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.editor, 1)
        column.addWidget(self.strip)
        self._loaded = loaded
        self._empty = self._make_empty(theme, form)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._loaded)
        self._stack.addWidget(self._empty)
        self.setMinimumWidth(_LEAST_WIDTH)
        mark(self, "ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Leaves most of the height to the fields, however many findings there are."""
        super().resizeEvent(event)
        self.strip.limit(event.size().height() // _LIST_PART)
        # Looked up: an attribute would keep the icon, and with it the theme, beyond the window.
        icon = self._empty.findChild(SeverityIcon)
        assert icon is not None
        needed = icon.height() + _SPACING
        without_icon = self._empty.sizeHint().height() - (0 if icon.isHidden() else needed)
        icon.setVisible(event.size().height() >= without_icon + needed)

    def show_state(
        self, record: Record | None, remark: str = "", returned: str = "", accepted: str = ""
    ) -> None:
        """Shows whether there is a record, and whether it can be changed.

        Args:
            record: the open record.
            remark: a sentence about the form that the record is shown with, may be empty.
            returned: who has sent it back and why, a sentence; empty where nobody has.
            accepted: who has accepted it, likewise.
        """
        self._stack.setCurrentWidget(self._empty if record is None else self._loaded)
        if record is None:
            return
        final = record.state is RecordState.FINAL
        self.editor.set_read_only(final or not self._can_change)
        verb = "重新打开" if final and self._can_change else ""
        if returned:
            what_next = "" if final else "改好后定稿，再导出报送包。"
            self.banner.show_message("warning", f"{returned}{what_next}{remark}", verb)
        elif final:
            self.banner.show_message("info", f"{_final_words(record)}{accepted}{remark}", verb)
        elif remark:
            self.banner.show_message("info", remark)
        elif record.revision > 1:
            self.banner.show_message(
                "info", f"第 {record.revision} 版，代替前一版：{record.reopen_reason}"
            )
        else:
            self.banner.hide()
        if final:
            self.strip.show_final()
        elif self._can_change:
            self.strip.show_unchecked()
        else:
            self.strip.show_unfinished()

    def _make_empty(self, theme: Theme, form: FormDefinition) -> QWidget:
        page = QWidget(self)
        # It asks for no height: in the lowest window it does without its icon.
        page.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        icon = SeverityIcon(_BIG_ICON, theme.icon("file-pen", "faint"), page)
        heading = QLabel(f"{'还' if self._can_change else ''}没有{form.number}", page)
        mark(heading, "role", "heading")
        text = QLabel(_WHAT_NEXT if self._can_change else _NOTHING, page)
        mark(text, "role", "hint")
        new = self.new_button = QPushButton("新建一份", page)
        mark(new, "role", "primary")
        new.clicked.connect(self.new_requested)
        import_ = QPushButton("导入…", page)
        import_.clicked.connect(self.import_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(new)
        buttons.addWidget(import_)
        buttons.addStretch(1)
        for button in (new, import_):
            button.setVisible(self._can_change)
        column = QVBoxLayout(page)
        column.setSpacing(_SPACING)
        column.addStretch(2)
        column.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (heading, text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(3)
        return page


def _final_words(record: Record) -> str:
    revision = f"第 {record.revision} 版，" if record.revision > 1 else ""
    return f"{revision}已于 {written_moment(record.changed_at)} 定稿，不能再改。"
