"""One form's page in the window: list of records, editor, and preview."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QMetaMethod, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import EMPTY, Record
from gonghui_desktop.model.reply_marks import ReplyMark
from gonghui_desktop.services import editions, records
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.commands.undo_list import UndoList
from gonghui_desktop.ui.editor.drafts import DraftKeeper
from gonghui_desktop.ui.editor.editor_panel import EditorPanel
from gonghui_desktop.ui.editor.known_notes import KnownNotes
from gonghui_desktop.ui.editor.session import RecordSession
from gonghui_desktop.ui.editor.undo import Target
from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.records.list_feeder import ListFeeder
from gonghui_desktop.ui.records.record_model import RecordModel
from gonghui_desktop.ui.records.record_panel import RecordPanel
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.composition import commit_composed
from gonghui_desktop.ui.widgets.work_area import WorkArea
from gonghui_desktop.ui.window.feedback import Feedback
from gonghui_desktop.ui.window.pane_widths import USUAL_WIDTHS
from gonghui_desktop.ui.window.record_replies import RecordReplies


class FormPage(QSplitter):
    """List, editor and preview of one form, and the connections between them.

    It is empty until :meth:`show_list`.

    Args:
        ws: the workspace.
        form: the form of its records.
        theme: look of the window.
        tasks: background work.
        keeper: stores what is typed.
        undo: the window's list of steps.
        parent: the window.

    Attributes:
        form: the form in its current edition, or as it was last.
        is_retired: whether the campaign does not have the form (any more).
        is_read_only: whether no record can be changed, and none be added.
    """

    count_changed = Signal()
    record_changed = Signal()
    """Emitted when another record is open, or the open one has another state."""
    clear_search_requested = Signal()
    failed = Signal(str)
    table_pasted = Signal(str, str)
    """Field id and a text that looks like rows of a spreadsheet; it was not pasted."""

    def __init__(
        self,
        ws: Workspace,
        form: FormDefinition,
        theme: Theme,
        tasks: TaskRunner,
        keeper: DraftKeeper,
        undo: UndoList,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._ws = ws
        self._tasks = tasks
        self._keeper = keeper
        self.form = form
        self.is_retired = not ws.campaign.has_form(form.id)
        self.is_read_only = self.is_retired or ws.is_past or bool(ws.read_only)
        self.session = RecordSession(form, keeper, undo, self)
        self.model = RecordModel(lambda record: record_name(ws, record), self)
        self.list = RecordPanel(theme, self.model, self)
        self._feeder = ListFeeder(ws, tasks, self.model, self.list, form.id, self.failed.emit)
        self.panel = EditorPanel(theme, form, is_read_only=self.is_read_only, parent=self)
        self.preview = PagePreview(tasks, theme, self)
        self.work = WorkArea(self.panel, self.preview, ("填写", "页面"), self)
        self._shown_id = ""
        self._feedback = Feedback(
            ws, self.session, self.panel, self.preview, tasks, self._on_error, owner=self
        )
        self._lay_out()
        self._connect_list()
        self._connect_editor()
        self._connect_session()
        self.replies = RecordReplies(ws, self.session, self.model, self.panel, self)
        self._known = KnownNotes(self.session, self.panel.editor, self)

    @property
    def record(self) -> Record | None:
        """The open record as stored."""
        return self.session.record

    @property
    def reply(self) -> ReplyMark | None:
        """What an office above has said of the open record, while that stands."""
        return self.replies.mark

    @property
    def selection(self) -> Sequence[Record]:
        """The records that a command is for: those selected in the list, else the open one."""
        return self.list.selected or ([self.record] if self.record else [])

    @property
    def record_count(self) -> int:
        """The number of the form's records, those that a search hides included."""
        return self.model.total

    @property
    def room_for_messages(self) -> QWidget:
        """What a message may float over: the page or, without it, no field and no button."""
        return self.preview if self.preview.isVisible() else self.work.beside_switch

    @property
    def page_in_view(self) -> tuple[int, int]:
        """The record's page in view, from 1, and how many it has; 0, 0 where none is seen."""
        is_seen = self.record is not None and self.preview.isVisibleTo(self)
        return self.preview.page_in_view if is_seen else (0, 0)

    @property
    def is_settled(self) -> bool:
        """Whether preview and findings show what was typed last."""
        return not (self._feedback.is_waiting or self._tasks.is_busy)

    def pane_widths(self) -> list[int]:
        """The widths of list, fields and page in pixels."""
        return [self.sizes()[0], *self.work.widths()]

    def set_pane_widths(self, widths: Sequence[int]) -> None:
        """Sets the widths of list, fields and page in pixels."""
        self.setSizes([widths[0], sum(widths[1:])])
        self.work.set_widths(list(widths[1:]))

    def reload(self) -> None:
        """Reads the form's records again; see :meth:`show_list`."""
        self.show_list(records.records(self._ws, self.form.id))

    def show_list(self, stored: Sequence[Record]) -> None:
        """Shows the form's records as stored now; the open one stays open if it still exists."""
        self.model.set_records(stored)
        before = self.record
        now = next((each for each in stored if before is not None and each.id == before.id), None)
        if before is not None and now == before and now.stage is before.stage:
            self._mark_open()  # opened again, it would take what is being composed as it is
        else:
            self.open(now or (stored[0] if stored else None))
        self.count_changed.emit()

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed into the open record is not stored, or waits for a decision."""
        return self.record is not None and self._keeper.is_touched(self.record.id)

    def take_in(self, stored: Sequence[Record]) -> bool:
        """Shows what somebody else has written, beside what was typed here and is not stored yet.

        Args:
            stored: the form's records as they are stored now.

        Returns:
            Whether the open record is another one now.
        """
        self.model.set_records(stored)
        self.count_changed.emit()
        before = self.record
        now = next((each for each in stored if before is not None and each.id == before.id), None)
        if before is None or now is None:
            if before is None or not self._keeper.is_touched(before.id):
                self._open(self.model.first)
            return before is not None
        now = editions.as_current(self._ws, now)
        if now.state is not before.state or now.edition != before.edition:
            self._open(now)
        elif now != before:
            self.session.refresh(now)
            self.panel.editor.show_texts(self.session.texts, self.session.reasons)
        self._mark_open()
        return now != before

    def open(self, record: Record | None) -> None:
        """Opens a record; what was typed into the former one is stored first."""
        commit_composed(within=self)
        self._keeper.store_soon()
        self._open(record)

    def open_by_id(self, record_id: str) -> bool:
        """Opens a record by its id, if it exists; a search that hides it is cleared."""
        if self.model.row_of(record_id) < 0 and self.model.holds(record_id):
            self.list.show_all()
        record = self.model.record_at(self.model.row_of(record_id))
        if record is not None:
            self.open(record)
        return record is not None

    def add(self, record: Record, sources: Mapping[str, str] = EMPTY) -> None:
        """Shows a new record, ready to be filled in; notes where its values come from."""
        self.note_known(record.id, sources)
        self.model.add(record)
        self.count_changed.emit()
        self.open(record)
        self.start_over()

    def note_known(self, record_id: str, sources: Mapping[str, str]) -> None:
        """Notes where a record's values come from, shown beside them once it is opened."""
        self._known.remember(record_id, sources)

    def remove(self, record_id: str) -> None:
        """Removes a deleted record; its neighbour is opened."""
        row = max(self.model.row_of(record_id), 0)
        self.model.remove(record_id)
        self.count_changed.emit()
        neighbour = self.model.record_at(min(row, self.model.rowCount() - 1))
        self.open(neighbour or self.model.first)

    def update_record(self, record: Record) -> None:
        """Shows another state of a record, such as a final one."""
        self.model.update(record)
        if self.record is not None and self.record.id == record.id:
            self._open(record)

    def start_over(self, field_id: str = "") -> None:
        """Puts the caret into that field or, without one, into the first empty or first field."""
        self.work.reveal(self.panel)
        if field_id in self.panel.editor.fields:
            self.panel.editor.focus_field(field_id)
        else:
            self.panel.editor.focus_first_empty()

    def recheck(self, record_ids: Collection[str]) -> None:
        """Checks records again, after another record has changed what is to be said of them."""
        self.model.forget_points(record_ids)
        if self.record is not None and self.record.id in record_ids:
            self._feedback.check_soon()

    def recheck_all(self) -> None:
        """As :meth:`recheck`, all of them."""
        self.model.forget_all_points()
        if self.record is not None:
            self._feedback.check_soon()

    def redraw(self) -> None:
        """Renders the preview again, after a setting has changed what is printed."""
        self._feedback.show_page()

    def go(self, step: int) -> None:
        """Opens the record ``step`` rows further."""
        if self.record is None:
            return
        following = self.model.record_at(self.model.row_of(self.record.id) + step)
        if following is not None:
            self.open(following)

    def take_focus(self) -> None:
        """Gives the focus to the list or, without records, to what comes next."""
        if self.model.total:
            self.list.view.setFocus()
        elif self.is_read_only:
            self.work.reveal(self.preview)
            self.preview.setFocus()
        else:
            self.panel.new_button.setFocus()

    def set_filter(self, text: str) -> None:
        """Shows only records whose names contain the text; the open one stays open."""
        self.model.set_filter(text)
        self.list.show_search(text.strip())
        self._mark_open()

    def show_all_findings(self, *field_ids: str) -> None:
        """Shows every finding and moves to the first of those fields in reading order."""
        self.panel.strip.unfold()
        self.panel.editor.show_all_findings()
        self.work.reveal(self.panel)
        if known := [each for each in field_ids if each in self.panel.editor.fields]:
            self.panel.editor.focus_field(min(known, key=self._feedback.place_of))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Brings preview and findings up to date, which waits while the page is hidden."""
        super().showEvent(event)
        self._feedback.catch_up()

    def _open(self, record: Record | None) -> None:
        """Opens a record in its own form; a draft moves to the current edition."""
        commit_composed(within=self)  # it belongs to the record in which it was begun
        if record is None:
            self.session.open(None, is_read_only=True)
            return
        current = editions.as_current(self._ws, record)
        self.panel.editor.show_form(editions.form_of(self._ws, current))
        self.session.open(current, is_read_only=editions.is_read_only(self._ws, current))
        if current != record:
            self._keeper.move(record.id)

    def _lay_out(self) -> None:
        self.addWidget(self.list)
        self.addWidget(self.work)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.set_pane_widths(USUAL_WIDTHS)
        QWidget.setTabOrder(self.list.view, self.panel.editor)

    def _connect_list(self) -> None:
        self.list.chosen.connect(self.open_by_id)
        self.list.opened.connect(self._on_opened_from_list)
        self.list.clear_search_requested.connect(self.clear_search_requested)
        if not self.is_read_only:  # else nothing in them can be mended
            self._feeder.count_points()

    def _connect_editor(self) -> None:
        editor = self.panel.editor
        editor.edited.connect(self.session.edit)
        editor.explained.connect(self.session.explain)
        editor.pasted.connect(self.session.paste)
        editor.table_pasted.connect(self._on_table_pasted)
        editor.accepted.connect(self._on_offer_accepted)
        editor.entered.connect(self.preview.set_focused_field)
        editor.caret_moved.connect(self.preview.follow_caret)
        editor.left.connect(lambda _field_id: self.session.leave_field())
        self.preview.field_clicked.connect(self._on_field_clicked)
        self.panel.strip.chosen.connect(self._on_finding_chosen)

    def _connect_session(self) -> None:
        self.session.opened.connect(self._on_opened)
        self.session.stored.connect(self._on_stored)
        self.session.followed.connect(self._on_followed)
        self.session.rewound.connect(self.panel.editor.show_rewound)

    def _on_opened(self) -> None:
        record = self.record
        is_another = record is None or record.id != self._shown_id
        if is_another:
            self._shown_id = record.id if record else ""
            self.preview.scroll_to_top()
        self.panel.editor.load(self.session.texts, self.session.reasons)
        self.panel.editor.show_leftovers(editions.leftovers(self._ws, record) if record else ())
        self.replies.show_state()
        self._mark_open()
        self.preview.set_focused_field(None)
        self._feedback.restart(is_another=is_another)
        self.record_changed.emit()

    def _on_opened_from_list(self) -> None:
        if self.record is not None:
            self.start_over()

    def _mark_open(self) -> None:
        """Selects the open record in the list."""
        self.list.choose(self.record.id if self.record else "", self._open_name)

    @property
    def _open_name(self) -> str:
        return record_name(self._ws, self.record) if self.record else ""

    def _on_followed(self) -> None:
        self.panel.editor.adopt(self.session.texts, self.session.reasons)

    def _on_offer_accepted(self, field_id: str, text: str) -> None:
        label = self.session.form.field(field_id).label
        self.session.change_at_once(f"改写 {label}", {Target(field_id): text})

    def _on_stored(self, record: Record) -> None:
        self.model.update(record)
        if self.record is not None and self.record.id == record.id:
            self.panel.editor.adopt(self.session.texts, self.session.reasons)
            self.list.rename(self._open_name)

    def _on_table_pasted(self, field_id: str, text: str) -> None:
        if self.isSignalConnected(QMetaMethod.fromSignal(self.table_pasted)):
            self.table_pasted.emit(field_id, text)
        else:  # a moment after the start
            self.panel.editor.paste_text(field_id, text)

    def _on_field_clicked(self, field_id: str) -> None:
        # The page may still be the one of the record before, which had other fields.
        if self.record is not None and field_id in self.panel.editor.fields:
            self.work.reveal(self.panel)
            self.panel.editor.focus_field(field_id)

    def _on_finding_chosen(self, field_id: str) -> None:
        self.show_all_findings(field_id)

    def _on_error(self, error: GonghuiError) -> None:
        self.failed.emit(str(error))
