"""What was recognised in a file or in a pasted text, before it goes on a kept list of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.bounded_text import bound_line
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

LONGEST_PASTE = 1_000_000  # characters, some 30,000 units

_SIZE = QSize(680, 620)
_TEXT_HEIGHT = 140
_MOST_SHOWN = 500
_NOTICES_HEIGHT = 120
_FRAME = 8


@dataclass(frozen=True)
class IntakeWords:
    """What is taken in.

    Attributes:
        prefix: beginning of the object names.
        title: of the dialog.
        answer: heading of what is said of each name, such as ``原因``.
        question: asks for the answer where the list gives none, with an access key.
        hint: in the empty answer.
        example: in the empty text.
        longest: characters of an answer that is typed; 0 where one is chosen.
    """

    prefix: str
    title: str
    answer: str
    question: str
    hint: str
    example: str
    longest: int = 0


@dataclass(frozen=True)
class ShownList:
    """A list as it was recognised.

    Attributes:
        rows: each name with what is said of it.
        sentence: how many there are, and of how many nothing is said; empty for nothing to say.
        notices: what is to be checked, a sentence each.
        is_asked: whether of some nothing is said.
        is_complete: whether it can be taken in as it is.
    """

    rows: Sequence[tuple[str, str]] = ()
    sentence: str = ""
    notices: Sequence[str] = ()
    is_asked: bool = False
    is_complete: bool = False


class ListEdit(QPlainTextEdit):
    """Takes a list as text; one that is too long to be a list is refused in a sentence."""

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Inserts what was pasted or dropped."""
        text = source.text()
        if len(text) > LONGEST_PASTE:
            where = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
            QToolTip.showText(where, "剪贴板上的文字太长，没有粘贴；请存为文件再导入。", self)
        else:
            self.insertPlainText(text)


class ListIntakeDialog(QDialog):
    """Shows the names of a list; it stays until what was asked for is done.

    Args:
        theme: look of the window.
        words: what is taken in.
        heading: what it is, such as ``导入“2015年典型.xlsx”``.
        answers: offered for names of which the list says nothing.
        parent: the list's window.
        with_text: whether the list is typed or pasted here.
    """

    changed = Signal(str)
    """Emitted with the text whenever that has changed."""
    answered = Signal(str)
    """Emitted with the answer whenever another one was chosen or typed."""
    asked = Signal(str)
    """The list is to be taken in, with this answer for names that have none."""

    def __init__(
        self,
        theme: Theme,
        words: IntakeWords,
        heading: str,
        answers: Sequence[str],
        parent: QWidget | None,
        *,
        with_text: bool = False,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName(f"{words.prefix}_add_dialog")
        self.setWindowTitle(words.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._theme = theme
        self._with_text = with_text
        self.text = self._make_text()
        self._units = self._make_units()
        self._found = wrapped_label("", "strong")
        self._found.setObjectName(f"{words.prefix}_found")
        self._notices = WrappingList()
        self._notices.setAccessibleName("要核对的地方")
        self.reason = self._make_answer(answers)
        self._answer_line = QWidget()
        self._fault = wrapped_label("", "error")
        self._fault.setObjectName(f"{words.prefix}_fault")
        self.add = QPushButton("加入名单")
        self.add.setObjectName(f"{words.prefix}_add")
        self.add.setDefault(True)
        mark(self.add, "role", "primary")
        self.add.clicked.connect(lambda: self.asked.emit(self.answer))
        self._lay_out(heading)
        self.show_list(ShownList())

    @property
    def answer(self) -> str:
        """For names of which the list says nothing; empty where nobody has said it."""
        return self.reason.currentText().strip()

    def show_list(self, found: ShownList) -> None:
        """Shows the names that were recognised, and what is to be checked."""
        self._fault.hide()
        self._found.setText(found.sentence)
        self._answer_line.setVisible(found.is_asked)
        self._notices.clear()
        for notice in found.notices:
            self._notices.add(self._theme.icon("triangle-alert", "warning"), notice)
        heights = (self._notices.sizeHintForRow(row) for row in range(self._notices.count()))
        self._notices.setFixedHeight(min(sum(heights) + _FRAME, _NOTICES_HEIGHT))
        self._notices.setVisible(bool(found.notices))
        self._show_rows(found)
        total = len(found.rows)
        self.add.setText(f"加入 {total} 个单位" if total else "加入名单")
        self.add.setEnabled(found.is_complete)

    def show_fault(self, sentence: str) -> None:
        """Says why the list cannot be taken in."""
        self._fault.setText(sentence)
        self._fault.show()
        self.add.setEnabled(True)

    def _make_text(self) -> ListEdit:
        text = ListEdit()
        text.setObjectName(f"{self._words.prefix}_text")
        text.setAccessibleName("名单，每行一个单位")
        text.setPlaceholderText(self._words.example)
        text.setTabChangesFocus(True)
        text.setMinimumHeight(_TEXT_HEIGHT)
        text.setVisible(self._with_text)
        text.textChanged.connect(lambda: self.changed.emit(text.toPlainText()))
        return text

    def _make_units(self) -> QTreeWidget:
        units = QTreeWidget()
        units.setObjectName(f"{self._words.prefix}_units")
        units.setAccessibleName("认出的单位")
        units.setHeaderLabels(["单位名称", self._words.answer])
        units.setRootIsDecorated(False)
        units.setUniformRowHeights(True)
        units.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = units.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        return units

    def _make_answer(self, answers: Sequence[str]) -> QComboBox:
        words = self._words
        answer = QComboBox()
        answer.setObjectName(f"{words.prefix}_reason")
        answer.setAccessibleName(words.question.partition("(&")[0])
        answer.addItems(list(answers))
        answer.setCurrentIndex(-1)
        answer.setPlaceholderText(words.hint)
        if words.longest:
            answer.setEditable(True)
            line = answer.lineEdit()
            assert line is not None
            bound_line(line, words.longest)
            line.setPlaceholderText(words.hint)
            answer.setCurrentIndex(-1)
        answer.currentTextChanged.connect(lambda text: self.answered.emit(text.strip()))
        return answer

    def _lay_out(self, heading: str) -> None:
        row = QHBoxLayout(self._answer_line)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(self._words.question)
        label.setBuddy(self.reason)
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        cancel = QPushButton("取消")
        cancel.setObjectName(f"{self._words.prefix}_cancel")
        cancel.clicked.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(wrapped_label(heading, "heading"))
        column.addWidget(self.text, 2)
        column.addWidget(self._found)
        column.addWidget(self._units, 3)
        column.addWidget(self._notices)
        column.addWidget(self._answer_line)
        column.addWidget(self._fault)
        column.addLayout(button_row(self.add, cancel))

    def _show_rows(self, found: ShownList) -> None:
        self._units.clear()
        shown = [QTreeWidgetItem(list(row)) for row in found.rows[:_MOST_SHOWN]]
        more = len(found.rows) - _MOST_SHOWN
        self._units.addTopLevelItems(shown)
        if more > 0:
            self._units.addTopLevelItem(QTreeWidgetItem([f"……还有 {more} 个", ""]))
        self._units.setVisible(bool(found.rows) or not self._with_text)
