"""What offices above have said, where the clerk works: in the list, above and under the fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QObject

from gonghui_desktop.model.record import Record
from gonghui_desktop.model.reply_marks import ReplyMark
from gonghui_desktop.services import editions
from gonghui_desktop.services.reply_words import (
    banner_words,
    long_words,
    note_words,
    row_words,
    whole_words,
)
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.editor.editor_panel import EditorPanel
from gonghui_desktop.ui.editor.session import RecordSession
from gonghui_desktop.ui.records.record_model import RecordModel, Replies
from gonghui_desktop.ui.records.stage_words import RowReply


class RecordReplies(QObject):
    """Shows returns and receipts at the records of one form.

    Args:
        ws: the workspace.
        session: the open record.
        model: the list of records.
        panel: the open record's banner and fields.
        parent: the owner.
    """

    def __init__(
        self,
        ws: Workspace,
        session: RecordSession,
        model: RecordModel,
        panel: EditorPanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ws = ws
        self._session = session
        self._model = model
        self._panel = panel
        self._marks: Mapping[str, ReplyMark] = {}
        self._today = date.min

    @property
    def mark(self) -> ReplyMark | None:
        """What was said of the open record, while that stands."""
        record = self._session.record
        return self._standing(record) if record is not None else None

    def show_marks(self, marks: Mapping[str, ReplyMark], today: date) -> None:
        """Shows what was said of records, by id, as of a day."""
        if (marks, today) == (self._marks, self._today):
            return
        before = (self.mark, self._said_of_open())
        self._marks, self._today = marks, today
        if marks or self._model.has_replies:
            self._model.set_replies(Replies(self._row_reply, marks.keys()))
        if (self.mark, self._said_of_open()) != before:
            self.show_state()

    def show_state(self) -> None:
        """Shows the state of the open record, and what was said of it."""
        record = self._session.record
        if record is None:
            self._panel.show_state(None)
            return
        said, mark = self._said_of_open(), self.mark
        is_return = mark is not None and mark.is_return
        self._panel.show_state(
            record,
            editions.remark(self._ws, record),
            returned=said if is_return else "",
            accepted="" if is_return else said,
        )
        form = editions.form_of(self._ws, record)
        notes = note_words(mark) if mark is not None else {}
        editor = self._panel.editor
        editor.returned.show_words(long_words(form, mark) if mark is not None else ())
        for field_id in editor.fields:
            editor.row(field_id).show_returned(notes.get(field_id, ()))

    def _said_of_open(self) -> str:
        record, mark = self._session.record, self.mark
        if record is None or mark is None:
            return ""
        return banner_words(editions.form_of(self._ws, record), mark, self._today)

    def _standing(self, record: Record) -> ReplyMark | None:
        mark = self._marks.get(record.id)
        return mark if mark is not None and mark.stands(record) else None

    def _row_reply(self, record: Record) -> RowReply | None:
        mark = self._standing(record)
        if mark is None:
            return None
        whole = whole_words(editions.form_of(self._ws, record), mark, self._today)
        return RowReply(row_words(mark, self._today), whole, mark.is_return)
