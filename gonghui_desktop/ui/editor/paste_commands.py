"""What follows a paste into the editor: filling the form from a table, and what to tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance
from shiboken6 import isValid

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.pasted.column_matching import match_table
from gonghui_desktop.model.pasted.longest import filled_too_much, shortened
from gonghui_desktop.model.pasted.private_use import named_private, private_characters
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.filling import create_filled, is_untouched
from gonghui_desktop.services.records import delete_all
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.steps import push_added, push_replaced, show_lists
from gonghui_desktop.ui.editor.editor_panel import EditorPanel
from gonghui_desktop.ui.editor.paste_table_dialog import AS_TEXT, PasteTableDialog
from gonghui_desktop.ui.editor.session import RecordSession
from gonghui_desktop.ui.editor.undo import Target

_GONE = "刚才那份申报表已被删除或不能再改，没有填入；请打开要填的那份，再粘贴一次。"


class PastingPage(Protocol):
    """The page of one form, as pasting sees it."""

    @property
    def form(self) -> FormDefinition:
        """The page's form."""

    @property
    def record(self) -> Record | None:
        """The open record as stored."""

    @property
    def session(self) -> RecordSession:
        """The open record's texts."""

    @property
    def panel(self) -> EditorPanel:
        """The editor."""

    @property
    def table_pasted(self) -> SignalInstance:
        """Emitted with a field id and a text that looks like rows of a spreadsheet."""

    def note_known(self, record_id: str, sources: Mapping[str, str]) -> None:
        """Notes where a record's values come from, shown once it is opened."""


class PasteCommands(QObject):
    """Offers to fill a form from a pasted table; tells what was changed or refused.

    Args:
        context: what they work with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context

    def connect_page(self, page: PastingPage) -> None:
        """Handles what is pasted into a page's editor."""
        page.table_pasted.connect(lambda field_id, text: self.offer(page, field_id, text))
        page.panel.editor.pasted.connect(self._on_pasted)
        page.panel.editor.not_taken.connect(
            lambda sentence: self._context.notifications.notify("warning", sentence)
        )

    def offer(self, page: PastingPage, field_id: str, text: str) -> None:
        """Shows what a table would fill; what is no table of the form is pasted as a text."""
        table = match_table(page.form, text)
        record = page.record
        if table is None or record is None:
            page.panel.editor.paste_text(field_id, text)
            return
        context = self._context
        dialog = PasteTableDialog(
            page.form, table, page.session.texts, context.theme, context.window
        )

        def answer(chosen: int) -> None:
            if not isValid(context.owner):
                return
            if chosen == PasteTableDialog.DialogCode.Accepted and len(table.rows) == 1:
                self._fill(page, record, dialog.values)
            elif chosen == PasteTableDialog.DialogCode.Accepted:
                self._create(page, record, dialog.values)
            elif chosen != AS_TEXT:
                return
            elif page.record is not None and page.record.id == record.id:
                page.panel.editor.paste_text(field_id, text)

        dialog.finished.connect(answer)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _fill(self, page: PastingPage, record: Record, rows: list[dict[str, str]]) -> None:
        """Fills the record in which the table was pasted, as one step."""
        if page.record is None or page.record.id != record.id:
            self._context.tabs.go_to(record.id)
        if page.record is None or page.record.id != record.id or page.session.is_read_only:
            self._context.notifications.notify("warning", _GONE)
            return
        (values,), left_out = _shortened(rows)
        changes = {Target(field_id): text for field_id, text in values.items()}
        page.session.change_at_once("粘贴为一整行", changes)
        self._tell_undoable(f"已按表格填入 {len(changes)} 栏。{filled_too_much(left_out)}")

    def _create(self, page: PastingPage, record: Record, rows: list[dict[str, str]]) -> None:
        """Makes a record of each row, as one step; a form that was empty yet goes for them."""
        context = self._context
        rows, left_out = _shortened(rows)
        empty = [record] if _is_empty(page, record) else []

        def write() -> list[tuple[Record, Mapping[str, str]]]:
            made = create_filled(context.ws, page.form.id, rows)
            delete_all(context.ws, [each.id for each in empty])
            return made

        def go_on(made: list[Record]) -> None:
            context.tabs.go_to(made[0].id)
            context.refresh_progress()

        def show(filled: list[tuple[Record, Mapping[str, str]]]) -> None:
            made = [each for each, _ in filled]
            for each, sources in filled:
                page.note_known(each.id, sources)
            title = f"粘贴 {len(made)} 行"
            if empty:
                push_replaced(context, title, made, empty)
            else:
                push_added(context, title, made)
            show_lists(context, [page.form.id], lambda: go_on(made))
            told = filled_too_much(left_out)
            self._tell_undoable(f"已按表格新建 {len(made)} 份{page.form.number}。{told}")

        if rows:
            context.write(write, show)

    def _on_pasted(self, _target: Target, raw: str, clean: str) -> None:
        """Tells of rare characters that a paste has put into their standard form."""
        left = {private for private, _standard in private_characters(clean)}
        replaced = [each for each in private_characters(raw) if each[0] not in left]
        if replaced:
            self._tell_undoable(f"粘贴的文字里，{named_private(replaced)}，已换成标准字，请核对。")

    def _tell_undoable(self, text: str) -> None:
        step = self._context.undo.latest
        if step is not None:
            self._context.notifications.notify_undoable(
                text, lambda: self._context.undo.ask(step), step
            )


def _shortened(rows: Sequence[Mapping[str, str]]) -> tuple[list[dict[str, str]], int]:
    """See :func:`shortened`, of every row."""
    done = [shortened(row) for row in rows]
    return [row for row, _ in done], sum(left_out for _, left_out in done)


def _is_empty(page: PastingPage, record: Record) -> bool:
    """Whether a record is open that the clerk has not begun to fill in."""
    session = page.session
    if page.record is None or page.record.id != record.id or session.is_read_only:
        return False
    return not session.reasons and is_untouched(page.form, session.texts)
