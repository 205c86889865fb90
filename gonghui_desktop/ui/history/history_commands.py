"""Command 修改历史: shows what was done to the open form, and takes back what it said before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from gonghui_desktop.model.record import Record
from gonghui_desktop.services import history, records
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.services.record_texts import TextKey
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.steps import push_change, show_states
from gonghui_desktop.ui.commands.undo_list import Step
from gonghui_desktop.ui.history.history_dialog import HistoryDialog
from gonghui_desktop.ui.history.history_rows import HistoryBook, HistoryRow

_FINAL = "这份表已经定稿，只能查看；要恢复以前的内容，请先重新打开。"
_PAST = "这份表只能查看，不能改动。"


class HistoryCommands(QObject):
    """Handler of 修改历史.

    Args:
        context: what it works with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        context.actions.connect_handlers({"history": self.show_history})
        context.tabs.changed.connect(self.refresh)
        self.refresh()

    def show_history(self) -> None:
        """Shows the history of the open record, everything typed included."""
        self._context.after_saving(self._read)

    def refresh(self) -> None:
        """Enables the action while a record is open."""
        record = self._context.tabs.current_page.record
        self._context.actions["history"].setEnabled(record is not None)

    def _read(self) -> None:
        context = self._context
        record = context.tabs.current_page.record
        if record is None:
            return

        def show(book: HistoryBook) -> None:
            _Shown(context, book)

        now = context.clock()
        context.tasks.run(
            lambda _task: HistoryBook.read(context.ws, record, now),
            show,
            context.report,
            owner=self,
        )


class _Shown(QObject):
    """The open window of one record; goes with its dialog."""

    def __init__(self, context: CommandContext, book: HistoryBook) -> None:
        name = record_name(context.ws, book.record)
        self._page = context.tabs.pages[book.record.form]
        refusal = _PAST if self._page.is_read_only else _FINAL if book.is_final else ""
        self._dialog = HistoryDialog(context.theme, name, refusal, context.window)
        super().__init__(self._dialog)
        self._context = context
        self._book = book
        self._step: Step | None = None
        self._dialog.show_book(book)
        self._dialog.text_wanted.connect(self._restore_text)
        self._dialog.form_wanted.connect(self._restore_form)
        self._dialog.banner.acted.connect(self._undo)
        self._dialog.finished.connect(self._dialog.deleteLater)
        context.undo.changed.connect(self._on_undo_changed)
        self._dialog.open()

    def _restore_text(self, name: str, text: str) -> None:
        key = TextKey.of(name)
        ws, record_id = self._context.ws, self._book.record.id
        label = self._book.label(key.field_id, is_reason=key.is_reason)
        self._write(
            f"恢复 {label}",
            lambda: history.restore_value(ws, record_id, key.field_id, key.is_reason, text),
        )

    def _restore_form(self, row: HistoryRow) -> None:
        ws, record_id = self._context.ws, self._book.record.id
        self._write(
            f"恢复整份到 {row.when}", lambda: history.restore_form(ws, record_id, row.number)
        )

    def _write(self, title: str, write: Callable[[], Record]) -> None:
        context, record_id = self._context, self._book.record.id

        def change() -> tuple[list[Record], Record]:
            # Not the book's: another program may have written since it was read.
            return records.stored(context.ws, [record_id]), write()

        def done(changed: tuple[list[Record], Record]) -> None:
            (before,), after = changed
            show_states(context, [after])
            self._step = push_change(context, title, before, after)
            self._dialog.banner.show_message("success", f"已{title}。", "撤销")

        context.write(change, done)

    def _undo(self) -> None:
        if self._step is not None:
            self._context.undo.ask(self._step)

    def _on_undo_changed(self) -> None:
        QTimer.singleShot(0, self, self._read_again)  # when what was undone is shown, too

    def _read_again(self) -> None:
        context, record = self._context, self._page.record
        if self._step is not None and not context.undo.can_undo(self._step):
            self._dialog.banner.hide()
        if record is None or record.id != self._book.record.id:
            self._dialog.reject()
            return
        now = context.clock()
        context.tasks.run(
            lambda _task: HistoryBook.read(context.ws, record, now),
            self._show,
            context.report,
            owner=self,
        )

    def _show(self, book: HistoryBook) -> None:
        self._book = book
        self._dialog.show_book(book)
