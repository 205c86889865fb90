"""Commands on a record: new, copy, delete, finish, reopen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject

from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.reply_marks import ReplyMark
from gonghui_desktop.services import records
from gonghui_desktop.services.checking import record_findings
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.prefill import create_prefilled
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.services.replies import handed_in_by
from gonghui_desktop.services.reply_words import reopening_reason, said_words
from gonghui_desktop.ui.commands.context import CommandContext, FormPageView
from gonghui_desktop.ui.commands.counted import show_counts
from gonghui_desktop.ui.commands.steps import (
    push_added,
    push_deleted,
    push_state,
    show_gone,
    show_states,
)
from gonghui_desktop.ui.commands.undo_list import Step
from gonghui_desktop.ui.records.several import FINAL_MEANS, copy_all, delete_all, finish_all
from gonghui_desktop.ui.widgets.severity import open_points

_LOCKED = "{}，在那里已锁定。要改请先与他们商定，请他们撤销受理。\n"
_THEIRS_RETURNED = "它是“{}”报来的：要他们改的，请撤销这一步，到收件里撤销受理，退回给他们。"
_THEIRS = "它是“{}”报来的。要他们改的，请在收件里撤销受理，退回给他们。\n"


class RecordCommands(QObject):
    """Handlers of the actions on records; enables those that the open record allows.

    Args:
        context: what they work with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        context.actions.connect_handlers(
            {
                "new": self.new,
                "copy": self.copy,
                "delete": self.delete,
                "finish": self.finish,
                "reopen": self.reopen,
                "previous": self.previous,
                "next": self.next,
            }
        )
        context.tabs.changed.connect(self.refresh)
        self.refresh()

    def new(self) -> None:
        """Creates a record of the current form; the caret goes to its first empty field."""
        page, ws = self._page, self._context.ws

        def done(made: tuple[Record, Mapping[str, str]]) -> None:
            push_added(self._context, f"新建 {page.form.number}", [made[0]])
            page.add(*made)

        self._context.write(lambda: create_prefilled(ws, page.form.id), done)

    def copy(self) -> None:
        """Creates a draft with the values of the open record, or of each selected one."""
        page, source = self._page, self._page.record
        if len(page.selection) > 1:
            copy_all(self._context, page.selection)
            return
        if source is None:
            return
        name = self._name(source)

        def done(made: Record) -> None:
            push_added(self._context, f"复制 {name}", [made])
            page.add(made)
            self._context.notifications.notify("info", f"已复制{name}，正在修改的是新的一份。")

        self._context.write(lambda: records.duplicate(self._context.ws, source.id), done)

    def delete(self) -> None:
        """Puts what is selected into the bin without asking, as it can be taken back."""
        if len(self._page.selection) > 1:
            delete_all(self._context, self._page.selection)
        else:
            self._context.after_saving(self._delete)

    def _delete(self) -> None:
        record = self._page.record
        if record is None:
            return
        name = self._name(record)

        def done(_nothing: None) -> None:
            step = push_deleted(self._context, f"删除 {name}", [record])
            show_gone(self._context, [record])
            self._context.notifications.notify_undoable(
                f"已删除{name}。", lambda: self._context.undo.ask(step), step
            )

        self._context.write(lambda: records.delete(self._context.ws, record.id), done)

    def finish(self) -> None:
        """Makes what is selected final, or shows the findings that block it."""
        if len(self._page.selection) > 1:
            finish_all(self._context, self._page.selection)
        else:
            self._context.after_saving(self._finish)

    def _finish(self) -> None:
        page, record = self._page, self._page.record
        if record is None or record.state is RecordState.FINAL:
            return
        blocking = [each for each in record_findings(self._context.ws, record) if each.blocks]
        if blocking:
            page.show_all_findings(*(finding.field for finding in blocking))
            self._context.notifications.notify(
                "warning", f"还不能定稿：{open_points(blocking).words}，请按列出的几处改好。"
            )
            return
        title = f"定稿{self._name(record)}？"
        if not self._context.prompts.confirm(title, FINAL_MEANS, yes="定稿", weighty=True):
            return
        self._change_state(
            "定稿", record, lambda: records.make_final(self._context.ws, [record.id])
        )

    def reopen(self) -> None:
        """Starts the next revision of a final record."""
        page = self._page
        record = page.record
        if record is None or record.state is not RecordState.FINAL:
            return
        mark = page.reply
        if mark is not None and mark.is_return:
            self._reopen_returned(record, mark)
            return
        accepted = "" if mark is None else _LOCKED.format(said_words(mark, self._today))
        below = handed_in_by(self._context.ws, record.id)
        theirs = _THEIRS.format(below) if below else ""
        reason = self._context.prompts.ask_text(
            f"重新打开{self._name(record)}",
            f"{accepted}{theirs}打开后成为新的一版，旧版的纸表随之作废。请写明原因。",
            yes="重新打开",
            fault_of=fault_of_reason,
        )
        if reason:
            self._reopen(record, reason, lambda _step: page.start_over())

    def _reopen_returned(self, record: Record, mark: ReplyMark) -> None:
        """Opens a record again that was sent back: why is known, and it can be taken back."""
        context, name = self._context, self._name(record)
        reason = reopening_reason(form_of(context.ws, record), mark)
        below = handed_in_by(context.ws, record.id)
        theirs = _THEIRS_RETURNED.format(below) if below else ""
        page, told = self._page, f"已按退回的原因重新打开{name}，旧版的纸表作废。{theirs}"
        field = next((each.field for each in mark.reasons if each.field), "")

        def shown(step: Step) -> None:
            page.start_over(field)
            context.notifications.notify_undoable(told, lambda: context.undo.ask(step), step)

        self._reopen(record, reason, shown)

    def _reopen(self, record: Record, reason: str, then: Callable[[Step], None]) -> None:
        ws = self._context.ws
        self._change_state(
            "重新打开", record, lambda: [records.reopen(ws, record.id, reason)], then
        )

    def _change_state(
        self,
        verb: str,
        before: Record,
        write: Callable[[], Sequence[Record]],
        then: Callable[[Step], None] = lambda _step: None,
    ) -> None:
        """Makes a record final or opens it again; it can be taken back."""
        title = f"{verb} {self._name(before)}"

        def done(stored: Sequence[Record]) -> None:
            step = push_state(self._context, title, [before], stored, write)
            show_states(self._context, stored)
            then(step)

        self._context.write(write, done)

    def previous(self) -> None:
        """Opens the record above."""
        self._page.go(-1)

    def next(self) -> None:
        """Opens the record below."""
        self._page.go(1)

    def refresh(self) -> None:
        """Enables the actions that can be done now; their texts say for how many records."""
        selection, can_change = self._page.selection, not self._page.is_read_only
        drafts = sum(record.state is RecordState.DRAFT for record in selection)
        actions = self._context.actions
        actions["new"].setEnabled(can_change)
        for name in ("copy", "delete"):
            actions[name].setEnabled(can_change and bool(selection))
        for name in ("previous", "next"):
            actions[name].setEnabled(self._page.record is not None)
        actions["finish"].setEnabled(can_change and drafts > 0)
        actions["reopen"].setEnabled(can_change and drafts == 0 and len(selection) == 1)
        show_counts(actions, {"finish": drafts}, len(selection))

    @property
    def _today(self) -> date:
        return self._context.clock().date()

    @property
    def _page(self) -> FormPageView:
        return self._context.tabs.current_page

    def _name(self, record: Record) -> str:
        return f"“{record_name(self._context.ws, record)}”"
