"""The first start: one page that asks who reports, and can be put off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.model.record import Profile
from gonghui_desktop.ui.theme.theme import mark

_WIDTH = 600
_INDENT = 28  # of what stands under a choice: as far as its words
_LONGEST_NAME = 200


class FirstStart(QScrollArea):
    """Asks for the reporting office's name and kind.

    Args:
        kinds: id, name and duties of each kind of office.
        parent: the owner.
    """

    accepted = Signal(object)
    """Emitted with the :class:`~gonghui_desktop.model.record.Profile`."""
    answered = Signal(object)
    """Emitted with the profile once it is complete, before anybody has confirmed it."""
    put_off = Signal()

    def __init__(self, kinds: Sequence[tuple[str, str, str]], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("first_start")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name = QLineEdit()
        self._name.setObjectName("first_start.name")
        self._name.setAccessibleName("单位名称")
        self._name.setAccessibleDescription("必填")
        self._name.setPlaceholderText("单位全称，例如 中山区总工会")
        self._name.setMaxLength(_LONGEST_NAME)
        self._kinds = QButtonGroup(self)
        self._ids = [kind_id for kind_id, _, _ in kinds]
        self._accept = QPushButton("开始填报")
        self._accept.setObjectName("first_start.accept")
        self._accept.setDefault(True)
        mark(self._accept, "role", "primary")
        self._later = QPushButton("以后再填")
        self._later.setObjectName("first_start.later")
        mark(self._later, "role", "quiet")
        self._lay_out(kinds)
        self._name.textChanged.connect(self._check)
        self._name.returnPressed.connect(self._on_return)
        self._name.editingFinished.connect(self._tell)
        self._kinds.idClicked.connect(self._check)
        self._kinds.idClicked.connect(self._tell)
        self._accept.clicked.connect(self._on_accepted)
        self._later.clicked.connect(self.put_off)
        self._is_ready = False
        self._check()
        self.setFocusProxy(self._name)

    def set_ready(self) -> None:
        """Allows the answer; while the rest of the window is made, it can only be typed."""
        self._is_ready = True
        self._check()
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter at a choice goes on as in the name; at a button it presses that."""
        focused = QApplication.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or focused is self._name:
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton):
            focused.click()
        else:
            self._on_return()

    @property
    def profile(self) -> Profile | None:
        """The office; ``None`` while name or kind is missing."""
        name, chosen = self._name.text().strip(), self._kinds.checkedId()
        return Profile(self._ids[chosen], name) if name and chosen >= 0 else None

    def _check(self) -> None:
        self._accept.setEnabled(self._is_ready and self.profile is not None)
        self._later.setEnabled(self._is_ready)

    def _tell(self) -> None:
        if self._is_ready and self.profile is not None:
            self.answered.emit(self.profile)

    def _on_return(self) -> None:
        if self._accept.isEnabled():
            self._on_accepted()
        elif not self._name.text().strip():
            self._name.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._kinds.checkedId() < 0:
            self._kinds.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_accepted(self) -> None:
        self.accepted.emit(self.profile)

    def _lay_out(self, kinds: Sequence[tuple[str, str, str]]) -> None:
        page = QWidget()
        mark(page, "ground", "surface")
        column = QVBoxLayout()
        column.setSpacing(8)
        heading = QLabel("谁来上报？")
        mark(heading, "role", "heading")
        caption = QLabel("我是")
        caption.setBuddy(self._name)
        column.addWidget(heading)
        column.addWidget(caption)
        column.addWidget(self._name)
        column.addSpacing(8)
        column.addWidget(QLabel("单位类型"))
        for place, (_, name, duties) in enumerate(kinds):
            column.addLayout(self._choice(place, name, duties))
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._accept)
        buttons.addWidget(self._later)
        buttons.addStretch(1)
        column.addLayout(buttons)
        note = _hint("只问这一次，以后点工具栏里的单位名称可以改。")
        column.addWidget(note)
        inside = QWidget()
        inside.setMinimumWidth(_WIDTH)
        column.setContentsMargins(0, 8, 0, 8)
        inside.setLayout(column)
        outer = QVBoxLayout(page)
        outer.addStretch(2)
        outer.addWidget(inside, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.setWidget(page)

    def _choice(self, place: int, name: str, duties: str) -> QVBoxLayout:
        button = QRadioButton(name.replace("&", "&&"))
        button.setObjectName(f"first_start.{self._ids[place]}")
        button.setAccessibleDescription(duties)
        self._kinds.addButton(button, place)
        line = _hint(duties)
        line.setIndent(_INDENT)
        line.setBuddy(button)
        choice = QVBoxLayout()
        choice.setSpacing(2)
        choice.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        choice.addWidget(line)
        return choice


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    mark(label, "role", "hint")
    return label
