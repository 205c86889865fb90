"""Commands that note how far forms have come where the program cannot know it by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.stages import STAGE_NAMES, Stage, can_mark, is_note
from gonghui_desktop.services import stages
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.steps import push_state, show_states
from gonghui_desktop.ui.records.progress_dialog import ProgressDialog
from gonghui_desktop.ui.records.stage_words import stage_of

_MARKS: Mapping[str, Stage] = {
    f"mark_{stage.value}": stage for stage in Stage if stage is not Stage.DRAFT
}


class StageCommands(QObject):
    """Handlers of the actions 标为 and 盖章和进度; enables those that can follow.

    Args:
        context: what they work with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        context.actions.connect_handlers(
            {**dict.fromkeys(_MARKS, self._on_mark), "progress": self.show_progress}
        )
        context.tabs.changed.connect(self.refresh)
        self.refresh()

    def mark(self, stage: Stage) -> None:
        """Notes that the selected records have come to a stage."""
        context = self._context
        before = [each for each in self._selection if can_mark(stage_of(each), stage)]
        ids = [record.id for record in before]
        if not ids:
            return

        def again() -> list[Record]:
            return stages.mark(context.ws, ids, stage)

        def done(marked: Sequence[Record]) -> None:
            changed = {record.id for record in marked}
            known = [record for record in before if record.id in changed]
            if known:
                title = f"标为{STAGE_NAMES[stage]} {self._words(known)}"
                push_state(context, title, known, marked, again)
                show_states(context, marked)
            self._tell_notes(before, stage)

        context.write(again, done)

    def _tell_notes(self, before: Sequence[Record], stage: Stage) -> None:
        """Says of what stays where it is that the earlier stage is written down."""
        noted = [each for each in before if is_note(stage_of(each), stage)]
        if noted:
            kept = "、".join(dict.fromkeys(STAGE_NAMES[stage_of(each)] for each in noted))
            self._context.notifications.notify(
                "info", f"{self._words(noted)}已登记“{STAGE_NAMES[stage]}”，仍是“{kept}”。"
            )

    def _on_mark(self) -> None:
        """Takes the stage from the action that was triggered."""
        for name, stage in _MARKS.items():
            if self._context.actions[name] is self.sender():
                self.mark(stage)

    def show_progress(self) -> None:
        """Shows the dates of the open record's stages, and the check list of its seals."""
        context, record = self._context, context_record(self._context)
        if record is None:
            return

        def show(marked: Record) -> None:
            show_states(context, [marked])

        context.after_saving(lambda: ProgressDialog(context, record, show, context.window).show())

    def refresh(self) -> None:
        """Enables the actions that can be done now."""
        selection = self._selection
        can_change = not self._context.tabs.current_page.is_read_only
        now = {stage_of(record) for record in selection}
        for name, stage in _MARKS.items():
            possible = any(can_mark(each, stage) for each in now)
            all_fit = all(each is stage or can_mark(each, stage) for each in now)
            self._context.actions[name].setEnabled(can_change and possible and all_fit)
        record = context_record(self._context)
        has_paper = record is not None and record.state is RecordState.FINAL
        is_known = has_paper or (record is not None and record.revision > 1)
        self._context.actions["progress"].setEnabled(can_change and is_known)

    @property
    def _selection(self) -> Sequence[Record]:
        return self._context.tabs.current_page.selection

    def _words(self, marked: Sequence[Record]) -> str:
        if len(marked) > 1:
            return f"{len(marked)} 份申报表"
        return f"“{record_name(self._context.ws, marked[0])}”"


def context_record(context: CommandContext) -> Record | None:
    """The open record as it is in the list, with its stage."""
    page = context.tabs.current_page
    opened = page.record
    if opened is None:
        return None
    return next((each for each in page.selection if each.id == opened.id), opened)
