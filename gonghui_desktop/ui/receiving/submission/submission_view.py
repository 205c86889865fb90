"""An opened submission: its records, what is to be said of each, and the page as we print it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.model.comparison import Difference
from gonghui_desktop.services.receiving.city.said_of_units import said_of_units
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.receiving.received import opened
from gonghui_desktop.services.record_texts import record_differences
from gonghui_desktop.ui.background.tasks import LatestOnly, Task, while_there
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.receiving.decisions import decide_commands
from gonghui_desktop.ui.receiving.decisions.return_dialog import About
from gonghui_desktop.ui.receiving.submission.submission_book import (
    WHOLE,
    Base,
    SubmissionBook,
    record_in,
)
from gonghui_desktop.ui.receiving.submission.submission_head import SubmissionHead
from gonghui_desktop.ui.receiving.submission.submission_list import SubmissionList
from gonghui_desktop.ui.receiving.submission.submission_log import choices_of
from gonghui_desktop.ui.receiving.submission.submission_page import SubmissionPage
from gonghui_desktop.ui.receiving.submission.submission_points import Point
from gonghui_desktop.ui.receiving.submission.submission_said import SaidPane
from gonghui_desktop.ui.widgets.composition import commit_composed
from gonghui_desktop.ui.widgets.work_area import WorkArea

_LIST_WIDTH = 240
_SAID_WIDTH = 400
_NOWHERE = "-"  # no record's id
_READING = "正在打开…"
_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut


class _Compared(NamedTuple):
    """What differs in a record; ``None`` where the other package has it not."""

    record_id: str
    base: Base
    differences: Sequence[Difference] | None


class _Gone(NamedTuple):
    """A package that is not there."""

    number: int
    error: InputError


class SubmissionView(QWidget):
    """What an office has sent, record by record, read-only.

    Args:
        context: what its commands work with.
        parent: the page.

    Attributes:
        head: whose it is, and what can be decided.
        list: the whole, then the records.
        said: what is to be said of the chosen one.
        preview: its page.
    """

    closed = Signal()
    """She wants to go back."""
    changed = Signal()
    """Something was decided."""

    def __init__(self, context: CommandContext, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self._ws, tasks, theme = context.ws, context.tasks, context.theme
        self._book: SubmissionBook | None = None
        self._record_id = _NOWHERE
        self._number = 0
        self._wanted: str | None = None  # record to be shown once it is read; None for where one is
        self._came_from: list[tuple[int, str]] = []
        self._shown = (0, WHOLE)  # number and record of what stands on the screen
        self.head = SubmissionHead(theme, context.ws.campaign, self)
        self.list = SubmissionList(theme, self)
        self.said = SaidPane(theme)
        self._page = SubmissionPage(context)
        self.preview = self._page.preview
        self._work = WorkArea(self.said, self._page, ("核查", "页面"), self)
        self._then = while_there(self, self._on_decided)
        self._reads = LatestOnly(tasks, self._on_read, context.report, self)
        self._units = LatestOnly(tasks, self._on_units, context.report, self)
        self._compares = LatestOnly(tasks, self._on_compared, context.report, self)
        self.setObjectName("submission_view")
        self._lay_out()
        self._order_tabs()
        self._connect()

    @property
    def panes(self) -> Sequence[QWidget]:
        """What the focus moves between, in order."""
        return (self.head, self.list, self.said, self._page)

    @property
    def shown_number(self) -> int:
        """Number of the package that is shown; 0 for none."""
        return self._shown[0]

    def show_submission(self, number: int, record_id: str = "") -> None:
        """Shows a submission, at one of its records if that is named."""
        self._came_from = []
        self._open(number, record_id or None)

    def take_focus(self) -> None:
        """Goes to the list; not by a focus proxy, which would take the head's stops away."""
        self.list.setFocus()

    def reload(self) -> None:
        """Reads again what is shown."""
        if self._number:
            self._read()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Keeps a note that is being written."""
        self.keep_note()
        super().hideEvent(event)

    def keep_note(self) -> None:
        """Keeps a note that is being written, before something else is shown."""
        commit_composed(within=self.said.notes)
        self.said.notes.keep()

    @property
    def _can_decide(self) -> bool:
        """Whether anything can be stored about it."""
        return not (self._ws.read_only or self._ws.is_past)

    @property
    def _can_return(self) -> bool:
        book = self._book
        return self._can_decide and book is not None and choices_of(book).can_return

    # reading

    def _open(self, number: int, record_id: str | None) -> None:
        self.keep_note()
        self._number, self._wanted = number, record_id
        if self._book is not None and self._book.look.submission.number != number:
            self._book = None
            self._record_id = _NOWHERE
            self.preview.clear(_READING)
        self._read()

    def _read(self) -> None:
        ws, number, now = self._ws, self._number, self._context.clock()
        units = self._book.units if self._book is not None else None

        def read(_task: Task) -> SubmissionBook | _Gone:
            try:
                return SubmissionBook.of(ws, opened(ws, number), now, units)
            except InputError as error:
                return _Gone(number, error)

        self._reads.submit(read)

    def _on_read(self, found: SubmissionBook | _Gone) -> None:
        number = found.number if isinstance(found, _Gone) else found.look.submission.number
        if number != self._number:
            return  # she has gone on to another one
        if isinstance(found, _Gone):
            self._context.report(found.error)
            self.closed.emit()
        else:
            self._show_book(found)

    def _show_book(self, book: SubmissionBook) -> None:
        self._book = book
        self.head.show_book(book, can_decide=self._can_decide)
        self.said.notes.set_enabled(self._can_decide)
        self.list.show_rows(book.rows)
        records = [each.record.id for each in book.look.records]
        first = WHOLE if book.opened.rivals or not records else records[0]
        wanted = self._record_id if self._wanted is None else self._wanted
        self._wanted = None
        self._show(wanted if wanted in (WHOLE, *records) else first)
        ws, number = self._ws, self._number
        self._units.submit(lambda _task: book.with_units(said_of_units(ws, number)))

    def _on_units(self, book: SubmissionBook) -> None:
        shown = self._book
        if shown is None or book.opened is not shown.opened or book.units == shown.units:
            return  # she has gone on, or it was read again, and then they are, too
        self._book = book
        self.list.show_rows(book.rows)
        self.said.show_points(book, self._record_id)

    # what is shown

    def _show(self, record_id: str) -> None:
        book = self._book
        if book is None:
            return
        self.keep_note()
        is_another = (book.look.submission.number, record_id) != self._shown
        is_another = is_another or self._record_id == _NOWHERE  # nothing is shown any more
        self._record_id = record_id
        self.list.choose(record_id)
        self.head.set_steps(
            can_go_back=self.list.currentIndex().row() > 0,
            can_go_on=self.list.currentIndex().row() < self.list.rows.rowCount() - 1,
        )
        self.said.show_bases(book.bases(record_id), keep=not is_another)
        self.said.show_said(book, record_id)
        if is_another:
            self.said.scroll_to_top()
            self._page.show_record(book.record(record_id))
        self._page.offer_return(offered=self._can_return and record_id != WHOLE)
        self._compare()
        self._shown = (book.look.submission.number, record_id)

    def _compare(self) -> None:
        """Compares the chosen record in the background; the whole is compared at once."""
        book, base, record_id, ws = self._book, self.said.base, self._record_id, self._ws
        received = book.record(record_id) if book is not None else None
        if base is None or received is None:
            return
        before = record_in(base.look, record_id)
        compared = partial(_Compared, record_id, base)
        if before is None:
            self._compares.drop()
            self._on_compared(compared(None))
            return
        sides = (before.record, received.record)
        self._compares.submit(lambda _task: compared(record_differences(ws, *sides)))

    def _on_compared(self, found: _Compared) -> None:
        if found.record_id == self._record_id and found.base == self.said.base:
            self.said.show_differences(found.differences)
            self._order_tabs()

    def _on_base(self) -> None:
        if self._book is not None:
            self.said.show_said(self._book, self._record_id)
            self._compare()

    # what the clerk does

    def _on_field(self, field_id: str) -> None:
        """Sends the clicked field back, where that can be done; else it is only marked."""
        self.preview.set_focused_field(field_id)
        if self._can_return:
            self._send_back(field_id)

    def _on_point(self, point: Point) -> None:
        if point.submission:
            self._came_from.append((self._number, self._record_id))
            self._open(point.submission, point.record)
        elif point.record:
            self._show(point.record)
        elif point.field:
            self._on_field(point.field)

    def _on_history(self, number: int) -> None:
        if number != self._number:
            self._came_from.append((self._number, self._record_id))
            self._open(number, self._record_id)

    def _go_back(self) -> None:
        if self._came_from:
            self._open(*self._came_from.pop())
        else:
            self.keep_note()
            self.closed.emit()

    def _ask(self, ask: Callable[[], None]) -> None:
        """Asks for a decision; not while what is seen is no longer what is open."""
        if self._book is not None:
            ask()

    def _send_back(self, field_id: str = "") -> None:
        decide_commands.return_dialog(
            self._context, self._number, About(self._record_id, field_id), self._then
        )

    def _accept(self) -> None:
        decide_commands.accept(self._context, [self._number], self._then)

    def _take_back(self) -> None:
        decide_commands.take_back(self._context, self._number, self._then)

    def _choose(self) -> None:
        decide_commands.choose(self._context, self._number, self._then)

    def _choose_record(self) -> None:
        book = self._book
        received = book.record(self._record_id) if book is not None else None
        if received is not None:
            decide_commands.choose_record(self._context, self._number, received, then=self._then)

    def _on_decided(self) -> None:
        self.reload()
        self.changed.emit()

    def _on_note(self, text: str) -> None:
        ws, (number, record_id) = self._ws, self._shown
        put_back = while_there(self, self.said.notes.put_back)

        def failed(error: GonghuiError) -> None:
            put_back(text)
            self._context.report(error)

        self._context.write(
            lambda: deciding.add_note(ws, number, text, record_id),
            lambda _event: self.reload(),
            failed,
        )

    def _go_to_note(self) -> None:
        self._work.reveal(self.said)
        self.said.go_to_note()

    # how it is put together

    def _lay_out(self) -> None:
        panes = QSplitter(Qt.Orientation.Horizontal, self)
        panes.addWidget(self.list)
        panes.addWidget(self._work)
        panes.setStretchFactor(0, 0)
        panes.setStretchFactor(1, 1)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        panes.setSizes([_LIST_WIDTH, 3 * _SAID_WIDTH])
        self._work.set_widths([_SAID_WIDTH, 2 * _SAID_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(QFrame(self, frameShape=QFrame.Shape.HLine))
        column.addWidget(panes, 1)

    def _order_tabs(self) -> None:
        """Puts the stops where they are seen, those of a comparison that has come among them."""
        said, order = self.said, [*self.head.stops, self.list, *self._work.switches]
        order += [*said.stops_above, *said.compared.stops, *said.stops_below]
        for first, second in pairwise([*order, *self._page.stops]):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        head, said = self.head, self.said
        head.back.connect(self._go_back)
        for wanted, ask in (
            (head.accept, self._accept),
            (head.send_back, self._send_back),
            (head.take_back, self._take_back),
            (head.choose, self._choose),
        ):
            wanted.connect(partial(self._ask, ask))
        head.note.connect(self._go_to_note)
        head.step.connect(self.list.go)
        head.opened.connect(self._on_history)
        self.list.chosen.connect(self._show)
        said.base_chosen.connect(self._on_base)
        said.field_pointed.connect(lambda field: self.preview.set_focused_field(field or None))
        said.point_opened.connect(self._on_point)
        said.note_written.connect(self._on_note)
        said.record_chosen.connect(self._choose_record)
        self.preview.field_clicked.connect(self._on_field)
        for keys, slot in (
            ("Esc", self._go_back),
            ("Ctrl+PgUp", partial(self.list.go, -1)),
            ("Ctrl+PgDown", partial(self.list.go, 1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, context=_WITHIN)
            shortcut.activated.connect(slot)
