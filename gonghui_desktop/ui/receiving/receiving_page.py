"""收件: how far the campaign is, the offices that report, and what one of them has sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.services.receiving.offices import reports_further
from gonghui_desktop.services.receiving.table_filters import OfficeFilter
from gonghui_desktop.services.reporter import receiver_name
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.receiving.doubles.doubles_view import DoublesView
from gonghui_desktop.ui.receiving.offices.offices_view import OfficesView
from gonghui_desktop.ui.receiving.offices.reported_head import ReportedHead
from gonghui_desktop.ui.receiving.paper.paper_view import PaperView
from gonghui_desktop.ui.receiving.submission.submission_view import SubmissionView
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_LOW = 460  # pixels: at 150 % on the smallest screen there is less

_View = OfficesView | DoublesView | PaperView


class ReceivingPage(QWidget):
    """What one's own office receives; an opened submission stands in the place of all else.

    A view is made when it is first looked at. What changes while it is out of sight is read when
    it is looked at again.

    Args:
        context: what its commands work with.
        parent: the tab.

    Attributes:
        offices: the table of offices.
        submission: what one of them has sent.
    """

    def __init__(self, context: CommandContext, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("receiving_page")
        mark(self, "ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._left: QWidget | None = None  # had the focus when a submission was opened
        self.head = ReportedHead(context, self)
        self.offices = OfficesView(context, self)
        self._makers: Mapping[str, Callable[[], _View]] = {
            "offices": lambda: self.offices,
            "doubles": self._make_doubles,
            "paper": self._make_paper,
        }
        self._made: dict[str, _View] = {}
        self._stale: set[str] = set()  # made, out of sight, and older than what is stored
        self._switch = QButtonGroup(self)
        self._views = QStackedWidget()
        self._overview = QWidget()
        self.submission: SubmissionView | None = None
        self._stack = QStackedWidget()
        self._lay_out()
        self.offices.submission_requested.connect(self.open_submission)
        self.offices.changed.connect(self.reload)
        self.offices.table_shown.connect(self.head.show_table)
        # Below the first rows there are buttons, which a message must not cover.
        later = Qt.ConnectionType.QueuedConnection
        self.offices.table_shown.connect(context.notifications.place, later)
        self.head.missing_requested.connect(self.show_missing)
        self._show_view()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Gives the rows more of the room where there is little."""
        super().resizeEvent(event)
        self.head.set_low(is_low=self._is_low)
        self._show_head()

    @property
    def panes(self) -> Sequence[QWidget]:
        """What the focus moves between, in order."""
        if self.submission is not None and self._stack.currentWidget() is self.submission:
            return self.submission.panes
        return (self._bar, self._made[self._current])

    @property
    def room_for_messages(self) -> QWidget:
        """What a message may float over: no button."""
        pages = [each for each in self.previews if each.isVisible()]
        offices = self.offices
        return next(iter(pages), offices.rows_place if offices.isVisible() else self)

    @property
    def previews(self) -> Sequence[PagePreview]:
        """The pages of forms that it shows."""
        return (self.submission.preview,) if self.submission is not None else ()

    def open_submission(self, number: int, record_id: str = "") -> None:
        """Opens what an office has sent, at one of its records if that is named."""
        if self.submission is None:
            self.submission = SubmissionView(self._context, self)
            self.submission.closed.connect(self.close_submission)
            self.submission.changed.connect(self._reload_views)
            self._stack.addWidget(self.submission)
        if self._stack.currentWidget() is self._overview:
            self._left = self._overview.focusWidget()
        self._stack.setCurrentWidget(self.submission)
        self.submission.show_submission(number, record_id)
        self.submission.take_focus()

    def close_submission(self) -> None:
        """Goes back to where it was opened from."""
        self._stack.setCurrentWidget(self._overview)
        left, self._left = self._left, None
        if left is not None and left.isVisible():
            left.setFocus()
        else:
            self.take_focus()

    def reload(self) -> None:
        """Reads again what is shown; the views out of sight when they are looked at."""
        self._reload_views()
        if self.submission is not None and self._stack.currentWidget() is self.submission:
            self.submission.reload()

    def _reload_views(self) -> None:
        self._context.refresh_progress()  # the tab says how many wait
        self._stale = set(self._made)
        if self._current != "offices":
            self._stale.discard("offices")
            self.offices.reload()  # the head above all views is made of it
        self._show_view()

    def keep_written(self) -> None:
        """Keeps a note that is being written, before the window closes."""
        if self.submission is not None:
            self.submission.keep_note()

    def set_filter(self, text: str) -> None:
        """Shows only the offices whose names contain the text, in the place of anything else."""
        self.offices.set_filter(text)
        if text and self.isVisible():
            self.show_offices()

    def take_focus(self) -> None:
        """Gives the focus to what is shown."""
        if self.submission is not None and self._stack.currentWidget() is self.submission:
            self.submission.take_focus()
            return
        for pane in reversed(self.panes):
            if pane.isVisible():
                pane.setFocus()
                return

    def show_view(self, name: str) -> None:
        """Shows ``offices``, ``doubles`` or ``paper``."""
        place = list(self._makers).index(name)
        self._switch.button(place).setChecked(True)

    def show_offices(self) -> None:
        """Shows the table of offices."""
        self._stack.setCurrentWidget(self._overview)
        self.show_view("offices")

    def show_missing(self) -> None:
        """Shows who has not reported."""
        self.show_view("offices")
        self.offices.show_only(OfficeFilter.MISSING)
        self.take_focus()

    @property
    def _is_low(self) -> bool:
        return self.height() < _LOW

    def _show_head(self) -> None:
        """Shows the sums, but where a comparison needs their room."""
        self.head.setVisible(self._current == "offices" or not self._is_low)

    @property
    def _current(self) -> str:
        return list(self._makers)[self._switch.checkedId()]

    def _lay_out(self) -> None:
        self._bar = self._make_bar()
        inside = QVBoxLayout(self._overview)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self._bar)
        inside.addWidget(self._views, 1)
        self._stack.addWidget(self._overview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _make_bar(self) -> QWidget:
        """The row of views."""
        bar = QFrame()
        bar.setObjectName("receiving_views")
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 4, 16, 4)
        line.setSpacing(4)
        for number, (name, words) in enumerate(
            (("offices", "单位情况"), ("doubles", "重复与历年典型"), ("paper", "核对纸质件"))
        ):
            button = QPushButton(words)
            button.setObjectName(f"view_{name}")
            button.setCheckable(True)
            mark(button, "role", "quiet")
            self._switch.addButton(button, number)
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self._make_summary())
        if reports_further(self._context.ws) and receiver_name(self._context.ws):
            line.addWidget(self._make_report())
        self._switch.button(0).setChecked(True)
        self._switch.idToggled.connect(self._on_switched)
        return bar

    def _make_summary(self) -> QPushButton:
        """The button that sums up."""
        button = QPushButton("汇总…")
        button.setObjectName("receiving_summary")
        action = self._context.actions["summary"]
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        return button

    def _make_report(self) -> QPushButton:
        """The button that hands what was accepted on."""
        button = QPushButton("上报…")
        button.setObjectName("receiving_report")
        above = receiver_name(self._context.ws)
        button.setToolTip(plain_tip(f"把已受理的报给{above}，其余的留下"))
        button.clicked.connect(self._context.actions["export"].trigger)
        return button

    def _on_switched(self, _number: int, is_on: bool) -> None:
        if is_on:
            self._show_view()

    def _show_view(self) -> None:
        name = self._current
        if name not in self._made:
            self._made[name] = self._makers[name]()
            self._views.addWidget(self._made[name])
            self._stale.add(name)
        view = self._made[name]
        self._views.setCurrentWidget(view)
        self._show_head()
        if name in self._stale:
            self._stale.discard(name)
            view.reload()

    def _make_doubles(self) -> DoublesView:
        view = DoublesView(self._context, self)
        view.submission_requested.connect(self.open_submission)
        view.changed.connect(self.reload)
        return view

    def _make_paper(self) -> PaperView:
        view = PaperView(self._context, self)
        view.submission_requested.connect(self.open_submission)
        view.changed.connect(self.reload)
        return view
