"""The head of an opened submission: whose it is, how it stands, and what can be decided."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.errors import short_line
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.submissions import SubmissionState
from gonghui_desktop.ui.receiving.submission.submission_book import SubmissionBook
from gonghui_desktop.ui.receiving.submission.submission_log import (
    Choices,
    choices_of,
    facts_of,
    history_of,
)
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.elided_label import ElidedLabel
from gonghui_desktop.ui.widgets.plain_tip import plain_tip
from gonghui_desktop.ui.widgets.severity_icon import SeverityIcon

_SIGNS = {
    SubmissionState.RECEIVED: ("inbox", "info"),
    SubmissionState.RETURNED: ("undo-2", "warning"),
    SubmissionState.ACCEPTED: ("circle-check", "success"),
    SubmissionState.PENDING: ("triangle-alert", "warning"),
    SubmissionState.OLDER: ("history", "muted"),
    SubmissionState.CONFLICT: ("octagon-alert", "error"),
}
_ROLES = ("error", "warning", "info", "success")
_ICON = 16


class SubmissionHead(QFrame):
    """Two lines with buttons, and a third where something was decided or stands in the way.

    Args:
        theme: icons and colours.
        campaign: the kinds of offices.
        parent: the owner.
    """

    back = Signal()
    accept = Signal()
    send_back = Signal()
    take_back = Signal()
    choose = Signal()
    note = Signal()
    step = Signal(int)
    """1 for the next record, -1 for the one before."""
    opened = Signal(int)
    """Number of another of the office's packages."""

    def __init__(self, theme: Theme, campaign: Campaign, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._campaign = campaign
        self._name, self._facts, self._decided = (ElidedLabel(self) for _ in range(3))
        mark(self._name, "role", "heading")
        mark(self._facts, "role", "hint")
        for label in (self._facts, self._decided):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._state_icon, self._state = SeverityIcon(_ICON, parent=self), QLabel(self)
        self._decided_icon = SeverityIcon(_ICON - 2, parent=self)
        self._make_buttons()
        self._lay_out()

    @property
    def stops(self) -> list[QWidget]:
        """What the tab key reaches in it, in that order."""
        first: list[QWidget] = [
            self._back,
            self._history,
            self._take_back,
            self._return,
            self._choose,
        ]
        return [*first, self._accept, self._note, self._previous, self._next]

    def show_book(self, book: SubmissionBook, *, can_decide: bool) -> None:
        """Shows whose it is, how it stands and, where anything can be, what can be decided."""
        look = book.look
        name = short_line(look.submission.sender.name)
        self._name.set_full_text(name)
        self._name.setToolTip(plain_tip(name))
        icon, colour = _SIGNS[look.state]
        self._state_icon.set_icon(self._theme.icon(icon, colour))
        self._state.setText(look.state.word)
        mark(self._state, "role", colour if colour in _ROLES else "hint")
        facts = facts_of(book, self._campaign)
        self._facts.set_full_text(facts)
        self._facts.setToolTip(plain_tip(facts.replace(" · ", "\n")))
        self._show_choices(choices_of(book), can_decide=can_decide)
        self._list_history(book)

    def set_steps(self, *, can_go_back: bool, can_go_on: bool) -> None:
        """Whether there is a record before and after the one that is shown."""
        self._previous.setEnabled(can_go_back)
        self._next.setEnabled(can_go_on)

    def _show_choices(self, choices: Choices, *, can_decide: bool) -> None:
        self._accept.setVisible(can_decide and choices.can_accept)
        self._return.setVisible(can_decide and choices.can_return)
        self._take_back.setVisible(can_decide and bool(choices.take_back))
        self._take_back.setText(choices.take_back)
        self._choose.setVisible(can_decide and choices.can_choose)
        self._note.setVisible(can_decide)
        words, role = choices.remark
        self._decided.set_full_text(words)
        self._decided.setToolTip(plain_tip(words))
        mark(self._decided, "role", role)
        colour = role if role in _ROLES else "muted"
        self._decided_icon.set_icon(self._theme.icon("info", colour))
        self._third.setVisible(bool(words))

    def _list_history(self, book: SubmissionBook) -> None:
        history = history_of(book)
        self._history.setText(f"历次报送（{len(history)}）")
        self._history.setEnabled(len(history) > 1)
        self._menu.clear()
        for place, (number, words, is_own) in enumerate(history, start=1):
            action = QAction(f"&{place} {words.replace('&', '&&')}", self._menu)
            action.setCheckable(True)
            action.setChecked(is_own)
            action.setData(number)
            action.triggered.connect(self._on_history)
            self._menu.addAction(action)

    def _on_history(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.opened.emit(action.data())

    def _make_buttons(self) -> None:
        self._back = self._button("返回", self.back.emit, "submission_back", "quiet")
        self._back.setIcon(self._theme.icon("undo-2", "muted"))
        self._back.setToolTip("回到单位列表（Esc）")
        self._accept = self._button("受理…", self.accept.emit, "submission_accept", "primary")
        self._return = self._button("退回…", self.send_back.emit, "submission_return")
        self._take_back = self._button("撤销受理…", self.take_back.emit, "submission_take_back")
        self._choose = self._button(
            "以这一份为准…", self.choose.emit, "submission_choose", "primary"
        )
        self._note = self._button("备注", self.note.emit, "submission_add_note", "quiet")
        self._previous = self._button("上一份", lambda: self.step.emit(-1), "previous", "quiet")
        self._next = self._button("下一份", lambda: self.step.emit(1), "next", "quiet")
        self._previous.setToolTip("上一份申报表（Ctrl+PageUp）")
        self._next.setToolTip("下一份申报表（Ctrl+PageDown）")
        self._history = QToolButton(self)
        self._history.setObjectName("submission_history")
        self._history.setToolTip("这个单位的历次报送")
        self._history.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._history.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self._history)
        self._history.setMenu(self._menu)

    def _button(
        self, words: str, wanted: Callable[[], None], name: str, role: str = ""
    ) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        if role:
            mark(button, "role", role)
        button.clicked.connect(wanted)
        return button

    def _lay_out(self) -> None:
        first = _line(self._back, self._name, self._state_icon, self._state)
        first.addStretch(1)
        for part in (self._history, self._take_back, self._return, self._choose, self._accept):
            first.addWidget(part)
        second = _line(self._facts)
        second.setStretch(0, 1)
        for part in (self._note, self._previous, self._next):
            second.addWidget(part)
        self._third = QWidget(self)
        third = _line(self._decided_icon, self._decided)
        third.setStretch(1, 1)
        self._third.setLayout(third)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 4)
        column.setSpacing(0)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self._third)


def _line(*parts: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for part in parts:
        line.addWidget(part)
    return line
