"""Everything a command handler needs: workspace, prompts, tasks, and the forms' pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtWidgets import QWidget

from gonghui_desktop.errors import GonghuiError, StoreError
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.reply_marks import ReplyMark
from gonghui_desktop.services.records import Lists
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.background.writer_thread import WriterThread
from gonghui_desktop.ui.commands.actions import Actions
from gonghui_desktop.ui.commands.undo_list import UndoList
from gonghui_desktop.ui.dialogs.prompts import Prompts
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.job_line import JobLine
from gonghui_desktop.ui.widgets.notification_bar import NotificationBar

T = TypeVar("T")

AfterSaving = Callable[[Callable[[], None], Callable[[GonghuiError], None]], None]
"""Calls the first function once everything typed is stored, the second if it cannot be."""


class FormPageView(Protocol):
    """The page of one form, as command handlers see it."""

    @property
    def form(self) -> FormDefinition:
        """The page's form."""

    @property
    def record(self) -> Record | None:
        """The open record as stored."""

    @property
    def reply(self) -> ReplyMark | None:
        """What an office above has said of the open record, while that stands."""

    @property
    def selection(self) -> Sequence[Record]:
        """The records that a command is for: those selected in the list, else the open one."""

    @property
    def is_read_only(self) -> bool:
        """Whether no record can be changed, and none be added."""

    @property
    def is_retired(self) -> bool:
        """Whether the campaign does not have the page's form (any more)."""

    @property
    def record_count(self) -> int:
        """The number of the form's records, those that a search hides included."""

    def add(self, record: Record, sources: Mapping[str, str] = ...) -> None:
        """Shows a new record, ready to be filled in; notes where its values come from."""

    def remove(self, record_id: str) -> None:
        """Removes a deleted record; its neighbour is opened."""

    def update_record(self, record: Record) -> None:
        """Shows another state of a record, such as a final one."""

    def start_over(self, field_id: str = "") -> None:
        """Puts the caret where a form that was opened again is to be looked at first.

        Args:
            field_id: where, if somebody has said.
        """

    def go(self, step: int) -> None:
        """Opens the record ``step`` rows further."""

    def show_list(self, stored: Sequence[Record]) -> None:
        """Shows the form's records as they are stored now."""

    def redraw(self) -> None:
        """Renders the preview again, after a setting has changed what is printed."""

    def show_all_findings(self, *field_ids: str) -> None:
        """Shows every finding and moves to the first of those fields in reading order."""


class FormTabsView(Protocol):
    """The forms' pages, as command handlers see them."""

    @property
    def changed(self) -> SignalInstance:
        """Emitted when other commands may be available: another page, record or state."""

    @property
    def pages(self) -> Mapping[str, FormPageView]:
        """Form id to page, in the campaign's order."""

    @property
    def current_page(self) -> FormPageView:
        """The page of the current tab."""

    def show_form(self, form_id: str) -> None:
        """Makes a form's tab the current one, if it has one."""

    def go_to(self, record_id: str, field_id: str = "") -> None:
        """Opens a record in its tab, at one of its findings if a field is named."""

    def show_lists(self, lists: Lists) -> None:
        """Shows all records as they were read; a form that is new to the tabs comes with them."""


@dataclass(frozen=True)
class CommandContext:
    """Everything a command handler needs.

    Attributes:
        ws: the workspace.
        theme: look of the window.
        tasks: background work.
        prompts: messages and questions to the user.
        clock: the present moment, with time zone.
        window: parent of dialogs.
        owner: owns the handlers: they go with it.
        actions: the window's actions.
        tabs: the forms' pages.
        notifications: messages that need no answer.
        undo: what was done, with the way back; see :mod:`gonghui_desktop.ui.commands.steps`.
        writer: the thread on which the store is written.
        printing_tasks: where print queues are asked, which may take long: a page never waits.
        job_line: what is being printed; of the window, whichever campaign it shows.
        flush_then: see :data:`AfterSaving`.
        refresh_progress: shows quota and deadline again, after records or reporter changed.
    """

    ws: Workspace
    theme: Theme
    tasks: TaskRunner
    prompts: Prompts
    clock: Callable[[], datetime]
    window: QWidget
    owner: QObject
    actions: Actions
    tabs: FormTabsView
    notifications: NotificationBar
    undo: UndoList
    writer: WriterThread
    printing_tasks: TaskRunner
    job_line: JobLine
    flush_then: AfterSaving
    refresh_progress: Callable[[], None]

    def after_saving(self, callback: Callable[[], None]) -> None:
        """Goes on once everything typed is stored; at once where nothing is left.

        If it cannot be stored, that is told and nothing more is done.
        """
        self.flush_then(callback, self.report)

    def write(
        self,
        func: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[GonghuiError], None] | None = None,
        broke: Callable[[], None] | None = None,
    ) -> None:
        """Writes to the store off the GUI thread, after everything that was typed.

        Mostly it has ended when this returns; the disk may take longer, so what follows from it
        belongs into ``done``. No callback is made once the window shows another campaign.

        Args:
            func: the write; touches no widget.
            done: receives its result, on the GUI thread.
            failed: receives an error that the clerk can mend, by default :meth:`report`.
            broke: called before any other error, which is a bug, goes to the crash path.
        """

        def on_done(result: T) -> None:
            self.notifications.clear_store_failure()
            done(result)

        def run() -> None:
            self.writer.run(func, on_done, failed or self.report, broke=broke, owner=self.owner)

        self.flush_then(run, failed or self.report)

    def report(self, error: GonghuiError) -> None:
        """Tells of an error that the clerk can mend."""
        self.notifications.fail(str(error), until_stored=isinstance(error, StoreError))
