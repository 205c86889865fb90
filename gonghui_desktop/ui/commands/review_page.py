"""First page of an export dialog: what will be written, and a reason where one is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gonghui_desktop.ui.commands.dialog_page import DialogPage
from gonghui_desktop.ui.commands.reason_box import ReasonBox
from gonghui_desktop.ui.dialogs.layout import button_row, wrapped_label
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.scrolled import Scrolled
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_LIST_MIN = 96
_LIST_MAX = 360


class ReviewPage(DialogPage):
    """Says what will be written, and goes on.

    Args:
        name: begins the object names of its parts.
        heading: says it all in a sentence.
        leads: what to know, a paragraph each.
        parts: what stands between them and the buttons, from the top; a list gets the room there
            is, a reason must say one.
        verb: on the button that goes on; empty where nothing can be done yet.
    """

    chosen = Signal()
    """She wants it to be written."""
    cancelled = Signal()

    def __init__(
        self, name: str, heading: str, leads: Sequence[str], parts: Sequence[QWidget], verb: str
    ) -> None:
        super().__init__()
        self._lists = [part for part in parts if isinstance(part, WrappingList)]
        self._reasons = [part for part in parts if isinstance(part, ReasonBox)]
        self._go = QPushButton(verb or "关闭")
        self._go.setObjectName(f"{name}.accept" if verb else f"{name}.close")
        self._go.setDefault(True)
        self._go.clicked.connect(self._on_go if verb else self.cancelled.emit)
        buttons = [self._go]
        if verb:
            mark(self._go, "role", "primary")
            cancel = QPushButton("取消")
            cancel.clicked.connect(self.cancelled.emit)
            buttons.append(cancel)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(wrapped_label(heading, "heading"))
        for lead in leads:
            self._column.addWidget(wrapped_label(lead))
        for part in parts:
            self._column.addWidget(part, 1 if part in self._lists else 0)
        self._foot = button_row(*buttons)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(16)
        self._whole.addWidget(Scrolled(self._body), 1)
        self._whole.addLayout(self._foot)
        for reason in self._reasons:
            reason.changed.connect(self._check)
        self._check()

    @property
    def explanation(self) -> str:
        """The reason; empty if none is wanted."""
        return self._reasons[0].text if self._reasons else ""

    @property
    def first_focus(self) -> QWidget:
        """Where the keyboard begins: at the reason while there is none, else at the button."""
        if self._reasons and not self.explanation:
            return self._reasons[0]
        return self._go

    def fit(self, width: int, most: int) -> int:
        """Gives the lists their height.

        Args:
            width: of the page, in pixels.
            most: pixels that it may be high.

        Returns:
            The page's height.
        """
        for reason in self._reasons:
            reason.fit()
        for view in self._lists:
            view.setMinimumHeight(1)
        self._body.resize(width, self._body.height())
        self._column.activate()  # the lists have their width, at which their lines are measured
        for view in self._lists:
            room = min(max(most - self._height(width), _LIST_MIN), _LIST_MAX)
            view.setFixedHeight(view.height_within(room))
        return min(self._height(width), most)

    def _height(self, width: int) -> int:
        foot = self._whole.spacing() + self._foot.totalMinimumSize().height()
        return self._column.totalHeightForWidth(width) + foot

    def _check(self) -> None:
        self._go.setEnabled(not self._reasons or bool(self.explanation))

    def _on_go(self) -> None:
        if all(reason.says_why() for reason in self._reasons):
            self.chosen.emit()
