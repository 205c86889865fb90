"""The first start: one page that asks who reports, and can be put off."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QButtonGroup,
    QGridLayout,
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
from gonghui_desktop.ui.widgets.bounded_text import bound_line

_WIDTH = 600
_INDENT = 28  # of what stands under a choice: as far as its words
_BELOW_DUTIES = 6  # pixels between what stands under a choice and the next one
_LONGEST_NAME = 200
_BELOW, _BESIDE = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


class OfficeChoice(NamedTuple):
    """A kind of office, as it is offered.

    Attributes:
        id: of the kind.
        name: of the kind.
        duties: what such an office does, in one line.
        verb: what it begins with, such as 开始填报.
        only_name: its name, where there is one office of the kind; else empty.
    """

    id: str
    name: str
    duties: str
    verb: str
    only_name: str = ""


class FirstStart(QScrollArea):
    """Asks for the reporting office's name and kind.

    Where the window is too low for all of it, the kinds stand in two columns, with the duties of
    the chosen one alone.

    Args:
        kinds: of offices.
        parent: the owner.
    """

    accepted = Signal(object)
    """Emitted with the :class:`~gonghui_desktop.model.record.Profile`."""
    answered = Signal(object)
    """Emitted with the profile once it is complete, before anybody has confirmed it."""
    put_off = Signal()

    def __init__(self, kinds: Sequence[OfficeChoice], parent: QWidget | None) -> None:
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
        bound_line(self._name, _LONGEST_NAME)
        self._kinds = QButtonGroup(self)
        self._offered = kinds
        self._accept = QPushButton()
        self._accept.setObjectName("first_start.accept")
        self._accept.setDefault(True)
        mark(self._accept, "role", "primary")
        self._later = QPushButton("以后再填")
        self._later.setObjectName("first_start.later")
        mark(self._later, "role", "quiet")
        self._choices = [self._choice(place, kind) for place, kind in enumerate(kinds)]
        self._page = QWidget()
        self._grid = QGridLayout()
        self._chosen = _hint("")
        self._heading = QLabel("您是哪个单位？")
        self._caption = QLabel("我是")
        self._kinds_caption = QLabel("单位类型")
        self._office = QBoxLayout(_BELOW)
        self._foot = QBoxLayout(_BELOW)
        self._is_compact: bool | None = None
        self._whole_height = 0  # pixels, of all of it
        self._lay_out()
        self._order_keys()
        self._arrange(compact=False)
        self._page.installEventFilter(self)
        self._name.textChanged.connect(self._check)
        self._name.returnPressed.connect(self._on_return)
        self._name.editingFinished.connect(self._tell)
        self._kinds.idClicked.connect(self._name_the_only_one)
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
        """Enter at a button presses it; at a kind it chooses that, and goes on at the chosen one.

        The arrow keys move between the kinds, but choose none before one is chosen.
        """
        focused = QApplication.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or focused is self._name:
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton) or (
            isinstance(focused, QRadioButton) and not focused.isChecked()
        ):
            focused.click()
        else:
            self._on_return()

    @property
    def _is_chosen(self) -> bool:
        return self._kinds.checkedId() >= 0

    @property
    def profile(self) -> Profile | None:
        """The office; ``None`` while name or kind is missing."""
        name, chosen = self._name.text().strip(), self._kinds.checkedId()
        return Profile(self._offered[chosen].id, name) if name and chosen >= 0 else None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Arranges the page for the height that there is."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Arranges it again when the sizes of what is on it are known, or other ones."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        if not self._is_compact:
            self._whole_height = self._page.minimumSizeHint().height()
        self._arrange(compact=self.viewport().height() < self._whole_height)

    def _name_the_only_one(self, chosen: int) -> None:
        """Writes the name of an office that is the only one of its kind, unless there is another.

        What was written so goes again with another kind.
        """
        name = self._name.text().strip()
        if not name or name in {kind.only_name for kind in self._offered}:
            self._name.setText(self._offered[chosen].only_name)

    def _check(self) -> None:
        chosen = self._offered[max(self._kinds.checkedId(), 0)]
        self._chosen.setText(chosen.duties if self._is_chosen else " ")
        self._accept.setText(chosen.verb)
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

    def _lay_out(self) -> None:
        mark(self._page, "ground", "surface")
        column = QVBoxLayout()
        column.setSpacing(8)
        column.setContentsMargins(0, 8, 0, 8)
        mark(self._heading, "role", "heading")
        self._caption.setBuddy(self._name)
        self._office.setSpacing(8)
        self._office.addWidget(self._caption)
        self._office.addWidget(self._name)
        self._grid.setVerticalSpacing(2)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._accept)
        buttons.addWidget(self._later)
        buttons.addStretch(1)
        self._foot.setSpacing(8)
        self._foot.addLayout(buttons)
        self._foot.addWidget(_hint("只问这一次，以后点工具栏里的单位名称可以改。"))
        column.addWidget(self._heading)
        column.addLayout(self._office)
        column.addWidget(self._kinds_caption)
        column.addLayout(self._grid)
        column.addWidget(self._chosen)
        column.addLayout(self._foot)
        inside = QWidget()
        inside.setMinimumWidth(_WIDTH)
        inside.setLayout(column)
        outer = QVBoxLayout(self._page)
        outer.addStretch(2)
        outer.addWidget(inside, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.setWidget(self._page)

    def _order_keys(self) -> None:
        """Tab goes as one reads; by itself it follows the order in which the widgets were made."""
        stops = [self._name, *self._kinds.buttons(), self._accept, self._later]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _arrange(self, *, compact: bool) -> None:
        """Puts everything in its place; the widgets, and with them focus and answer, stay."""
        if compact == self._is_compact:
            return
        self._is_compact = compact
        self._office.setDirection(_BESIDE if compact else _BELOW)
        self._foot.setDirection(_BESIDE if compact else _BELOW)
        self._kinds_caption.setHidden(compact)
        self._chosen.setVisible(compact)
        left = Qt.AlignmentFlag.AlignLeft
        for place, (button, duties) in enumerate(self._choices):
            for widget in (button, duties):
                self._grid.removeWidget(widget)
            duties.setHidden(compact)
            if compact:
                self._grid.addWidget(button, place // 2, place % 2, left)
            else:
                self._grid.addWidget(button, 2 * place, 0, left)
                self._grid.addWidget(duties, 2 * place + 1, 0)

    def _choice(self, place: int, kind: OfficeChoice) -> tuple[QRadioButton, QLabel]:
        """A kind's button and the line below it."""
        button = QRadioButton(kind.name.replace("&", "&&"), self)
        button.setObjectName(f"first_start.{kind.id}")
        button.setAccessibleDescription(kind.duties)
        self._kinds.addButton(button, place)
        line = _hint(kind.duties)
        line.setParent(self)
        line.setIndent(_INDENT)
        line.setContentsMargins(0, 0, 0, _BELOW_DUTIES)
        line.setBuddy(button)
        return button, line


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    mark(label, "role", "hint")
    return label
