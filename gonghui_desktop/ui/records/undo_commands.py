"""撤销 and 恢复: the latest step first, whatever it was, with its name in the menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from gonghui_desktop.errors import GonghuiError, StoreError
from gonghui_desktop.model.record import RecordState
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.undo_list import Deed, Step, short_title
from gonghui_desktop.ui.widgets.plain_tip import plain_tip


class UndoCommands(QObject):
    """Handlers of 撤销 and 恢复; both say what they would do.

    Args:
        context: what they work with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        self._list = context.undo
        self._is_writing = False
        context.actions.connect_handlers({"undo": self.undo, "redo": self.redo})
        context.tabs.changed.connect(self.refresh)
        self._list.changed.connect(self.refresh)
        self._list.asked.connect(self.undo_this)
        self.refresh()

    def undo(self) -> None:
        """Undoes the latest step that can be seen or is an action."""
        step = self._list.undoable(self._open_id)
        if step is not None:
            self._do(step, step.undoing, self._list.note_undone, "已撤销")

    def redo(self) -> None:
        """Does again what was undone last."""
        step = self._list.redoable(self._open_id)
        if step is not None:
            self._do(step, step.redoing, self._list.note_redone, "已恢复")

    def undo_this(self, step: Step) -> None:
        """Undoes a step out of its turn, if nothing that was done later stands in the way."""
        if self._list.can_undo(step):
            self._do(step, step.undoing, self._list.note_undone, "已撤销")

    def refresh(self) -> None:
        """Enables the actions and names the steps."""
        open_id = self._open_id
        for name, verb, key, step in (
            ("undo", "撤销", "U", self._list.undoable(open_id)),
            ("redo", "恢复", "R", self._list.redoable(open_id)),
        ):
            action = self._context.actions[name]
            title = short_title(step.title) if step else ""
            text = f"{verb} {title}".strip()
            action.setText(f"{text.replace('&', '&&')}(&{key})")
            keys = action.shortcut().toString()
            action.setToolTip(plain_tip(f"{text}（{keys}）"))
            action.setEnabled(step is not None)

    @property
    def _open_id(self) -> str:
        """Id of the open record, if what was typed into it can be taken back."""
        page = self._context.tabs.current_page
        record = page.record
        is_open = record is not None and record.state is RecordState.DRAFT
        return record.id if record is not None and is_open and not page.is_read_only else ""

    def _do(self, step: Step, deed: Deed, note: Callable[[Step], None], said: str) -> None:
        if deed.write is None:
            self._context.notifications.withdraw(step)
            note(step)
            deed.show(None)
            return

        def done(result: object) -> None:
            self._end()
            note(step)
            deed.show(result)
            self._context.notifications.notify("info", f"{said}：{step.title}。")

        def failed(error: GonghuiError) -> None:
            self._end()
            if not isinstance(error, StoreError):  # which can be tried again
                self._list.drop(step)
            self._context.report(error)

        if not self._is_writing:  # twice pressed while the disk is slow
            self._is_writing = True
            self._context.write(deed.write, done, failed, self._end)

    def _end(self) -> None:
        self._is_writing = False
