"""Dialog 退回: why a package is sent back, and until when an answer is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.errors import one_line
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.model.replies import ReplyReason
from gonghui_desktop.model.seals import day_of_text
from gonghui_desktop.services.receiving.decisions.offered import WHOLE_FORM, ReturnOffers
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.accessibility import announce
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.note_edit import NoteEdit
from gonghui_desktop.ui.widgets.phrase_menu import CAPTION, make_phrase_menu, with_phrase
from gonghui_desktop.ui.widgets.scrolled import Scrolled
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_SIZE = QSize(680, 640)
_NOTE_HEIGHT = 64  # pixels: three lines
_LIST_LEAST = 96
_LONGEST_DAY = 20  # characters
_HINT = "勾选要写进退回单的原因，对方导入退回单以后，每条原因显示在相应的栏目旁边。"
_NOTHING = "我方没有查出问题，请在下面写明原因。"
_NO_REASON = "请勾选一条原因，或者在下面写一条。"
_NO_DAY = "不是日期，请写成“2017年3月20日”的样子。"


@dataclass(frozen=True)
class About:
    """What a return is about at first.

    Attributes:
        record: id of the record; empty for the whole package.
        field: id of that record's field; empty for the whole record.
        said: reasons that are known already; they are ticked.
    """

    record: str = ""
    field: str = ""
    said: Sequence[ReplyReason] = ()


@dataclass(frozen=True)
class Chosen:
    """What she has said.

    Attributes:
        reasons: why it is sent back, in the order of the list.
        answer_by: until when an answer is wanted.
    """

    reasons: tuple[ReplyReason, ...]
    answer_by: date


class ReturnDialog(QDialog):
    """Asks for reasons: our own findings to be ticked, and further ones for any record or field.

    What is written and was not put into the list yet counts as a reason, too.

    Args:
        theme: icons and colours.
        offers: what can be said.
        phrases: ready reasons.
        may_discard: asks whether what she has written may go.
        parent: the window over which it lies.
        about: what it is about at first.
    """

    asked = Signal(object)
    """Emitted with what she :class:`Chosen`; the dialog stays until it is accepted."""

    def __init__(
        self,
        theme: Theme,
        offers: ReturnOffers,
        phrases: Sequence[str],
        may_discard: Callable[[], bool],
        parent: QWidget | None,
        about: About,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("return_dialog")
        self.setWindowTitle("退回")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._theme = theme
        self._places = {place.record: place for place in offers.places}
        self._may_discard = may_discard
        self._written = 0  # reasons that she has put into the list
        self.list = self._make_list()
        self.place = self._make_combo("return.place", "针对哪一份")
        self.field = self._make_combo("return.field", "针对哪一栏")
        self.text = self._make_text()
        self._phrases = self._make_phrases(phrases)
        self._add = QPushButton("再加一条")
        self._add.setObjectName("return.add")
        self._add.setAutoDefault(False)
        press_with_enter(self._add)
        self._add.clicked.connect(self._on_add)
        self.day = self._make_day(offers.answer_by)
        self._fault = wrapped_label("", "error")
        self._fault.setObjectName("return.fault")
        self._fault.hide()
        self._go = QPushButton("退回并存退回单…")
        self._go.setObjectName("return.go")
        self._go.setDefault(True)
        mark(self._go, "role", "primary")
        self._go.clicked.connect(self._on_go)
        self._fill(offers, about)
        self._lay_out(offers)
        self._show_add()
        is_listed = about.said or (offers.reasons and not about.record)
        self.list.setFocus() if is_listed else self.text.setFocus()

    @property
    def reasons(self) -> tuple[ReplyReason, ...]:
        """Those that are ticked, and the one that is being written."""
        items = (self.list.item(row) for row in range(self.list.count()))
        ticked = [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]
        return (*ticked, *([self._being_written] if self._text else []))

    def set_busy(self, is_busy: bool) -> None:
        """Keeps her from asking twice while it is being written."""
        self._go.setEnabled(not is_busy)

    def show_fault(self, sentence: str, at: QWidget | None = None) -> None:
        """Says what is wrong, and goes to where it can be mended."""
        self._fault.setText(sentence)
        self._fault.show()
        announce(self, sentence, urgent=True)
        if at is not None:
            at.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Closes it; what she has written goes only if she agrees."""
        if not (self._text or self._written) or self._may_discard():
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Ctrl and Enter puts a reason into the list, as its button does."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self._add.isEnabled():
                self._on_add()
        else:
            super().keyPressEvent(event)

    @property
    def _text(self) -> str:
        return self.text.toPlainText().strip()

    @property
    def _being_written(self) -> ReplyReason:
        record, field = str(self.place.currentData()), str(self.field.currentData() or "")
        return ReplyReason(self._text, record, 0, field if record else "")

    def _fill(self, offers: ReturnOffers, about: About) -> None:
        """Fills the lists; ticked is what concerns what it was opened for."""
        record, field = about.record, about.field
        for reason in about.said:
            self._add_reason(reason, is_ticked=True)
        for reason in offers.reasons:
            is_meant = not record or (reason.record == record and field in ("", reason.field))
            self._add_reason(reason, is_ticked=is_meant)
        self.list.setCurrentRow(0)
        for place in offers.places:
            self.place.addItem(place.title, place.record)
        self.place.currentIndexChanged.connect(self._fill_fields)
        self.place.setCurrentIndex(max(self.place.findData(record), 0))
        self._fill_fields()
        self.field.setCurrentIndex(max(self.field.findData(field), 0))

    def _fill_fields(self) -> None:
        place = self._places[str(self.place.currentData())]
        self.field.clear()
        self.field.addItem(WHOLE_FORM, "")
        for field_id, label in place.fields:
            self.field.addItem(label, field_id)
        self.field.setEnabled(bool(place.fields))

    def _add_reason(self, reason: ReplyReason, *, is_ticked: bool) -> QListWidgetItem:
        place = self._places[reason.record]
        label = dict(place.fields).get(reason.field, "")
        words = one_line(reason.text).removeprefix(f"{label}：")  # ours begin with it
        icon = self._theme.icon("undo-2", "warning")
        item = self.list.add(icon, f"{place.words(reason.field)}：{words}", reason)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        return item

    def _on_add(self) -> None:
        if fault := fault_of_reason(self._text):
            self.show_fault(fault, self.text)
            return
        self.list.scrollToItem(self._add_reason(self._being_written, is_ticked=True))
        self.list.show()
        self._nothing.hide()
        self._written += 1
        self.text.clear()
        self.text.setFocus()

    def _on_go(self) -> None:
        if not self.reasons:
            self.show_fault(_NO_REASON, self.list if self.list.count() else self.text)
            return
        if self._text and (fault := fault_of_reason(self._text)):
            self.show_fault(fault, self.text)
            return
        day = day_of_text(self.day.text())
        if day is None:
            self.show_fault(_NO_DAY, self.day)
            return
        self._fault.hide()
        self.asked.emit(Chosen(self.reasons, day))

    def _show_add(self) -> None:
        self._add.setEnabled(bool(self._text))
        self._fault.hide()

    def _insert_phrase(self, phrase: str) -> None:
        self.text.setPlainText(with_phrase(self.text.toPlainText(), phrase))
        self.text.setFocus()
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)

    def _make_list(self) -> WrappingList:
        view = WrappingList()
        view.setObjectName("return.reasons")
        view.setAccessibleName("退回的原因")
        view.setMinimumHeight(_LIST_LEAST)
        return view

    def _make_combo(self, name: str, label: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(label)
        combo.setMinimumContentsLength(8)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return combo

    def _make_text(self) -> NoteEdit:
        text = NoteEdit()
        text.setObjectName("return.text")
        text.setAccessibleName("另外的原因")
        text.setPlaceholderText("写明哪里不对、怎样改；按 Ctrl+Enter 加到上面，再写下一条")
        text.setTabChangesFocus(True)
        text.setFixedHeight(_NOTE_HEIGHT)
        text.textChanged.connect(self._show_add)
        return text

    def _make_phrases(self, phrases: Sequence[str]) -> QPushButton:
        button = QPushButton(CAPTION)
        button.setObjectName("return.phrases")
        button.setAutoDefault(False)
        press_with_enter(button)
        button.setMenu(make_phrase_menu(phrases, self._insert_phrase, button))
        button.setVisible(bool(phrases))
        return button

    def _make_day(self, day: date) -> QLineEdit:
        line = QLineEdit(written_date(day))
        line.setObjectName("return.answer_by")
        line.setAccessibleName("请在哪天以前重报")
        line.setMaxLength(_LONGEST_DAY)
        line.setFixedWidth(line.fontMetrics().horizontalAdvance(written_date(day)) + 48)
        line.textEdited.connect(self._fault_hidden)
        return line

    def _fault_hidden(self) -> None:
        self._fault.hide()

    def _lay_out(self, offers: ReturnOffers) -> None:
        self._nothing = wrapped_label(_NOTHING, "hint")
        is_listed = bool(self.list.count())
        self._nothing.setVisible(not is_listed)
        self.list.setVisible(is_listed)
        cancel = QPushButton("取消")
        cancel.setObjectName("return.cancel")
        cancel.clicked.connect(self.reject)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(wrapped_label(_HINT, "hint"))
        inside.addWidget(self._nothing)
        inside.addWidget(self.list, 1)
        inside.addLayout(self._compose())
        inside.addLayout(_line(QLabel("请在"), self.day, QLabel("以前重报")))
        if not is_listed:
            inside.addStretch(1)
        column = dialog_column(self)
        column.addWidget(wrapped_label(f"退回{offers.title}", "heading"))
        column.addWidget(Scrolled(body), 1)
        column.addWidget(self._fault)
        column.addLayout(button_row(self._go, cancel))

    def _compose(self) -> QVBoxLayout:
        """Where a further reason is written."""
        caption = QLabel("另外的原因")
        caption.setBuddy(self.text)
        mark(caption, "role", "strong")
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(QLabel("针对"))
        where.addWidget(self.place, 3)
        where.addWidget(self.field, 2)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(caption)
        column.addLayout(where)
        column.addWidget(self.text)
        column.addLayout(_line(self._phrases, self._add))
        return column


def _line(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line
