"""Command 历年典型名单: shows the roster, takes in lists, takes units off it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.model.units.roster import RosterEntry
from gonghui_desktop.model.units.roster_list import ReadList, joined
from gonghui_desktop.services.units import roster
from gonghui_desktop.services.units.roster import RosterChange, RosterImport
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import LatestOnly, Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_open
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.commands.undo_list import Deed, Step
from gonghui_desktop.ui.roster.add_dialog import LONGEST_PASTE, AddDialog
from gonghui_desktop.ui.roster.roster_window import RosterWindow

_KINDS = (f"名单 ({' '.join(f'*{each}' for each in roster.SUFFIXES)})",)
_PAST = "这是往届活动，名单只供查看；要改动请先把它设为当前活动，或换到当前活动。"
_NOTHING = ReadList((), ())

ReadFile = tuple[str, ReadList]
"""A file's name and the list in it."""


class RosterCommands(QObject):
    """Handler of 历年典型名单.

    Args:
        context: what it works with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        self._window: RosterWindow | None = None
        self._last: Step | None = None  # which the window offers to take back
        context.actions.connect_handlers({"roster": self.show_roster})

    def show_roster(self) -> None:
        """Opens the roster."""
        context = self._context
        refusal = context.ws.read_only or (_PAST if context.ws.is_past else "")
        window = RosterWindow(
            context.theme, context.tasks, context.ws.campaign.barred_units, refusal, context.window
        )
        window.import_requested.connect(self.import_files)
        window.paste_requested.connect(self.paste)
        window.remove_requested.connect(self._remove)
        window.undo_requested.connect(self._undo)
        window.finished.connect(self._on_closed)
        window.finished.connect(window.deleteLater)
        self._window = window
        self._reload()
        window.open()

    def import_files(self) -> None:
        """Asks for files with lists and shows what is in them."""
        paths = ask_open(self._context, Place.IMPORTS, "导入历年典型名单", _KINDS)
        if paths:
            run_with_progress(
                self._context,
                "读取名单",
                lambda task: _read_files(self._context.ws, paths, task),
                self._show_read,
                "名单没有导入",
            )

    def paste(self) -> None:
        """Shows a place for a list, filled with the one on the clipboard."""
        context = self._context
        dialog = self._open_dialog("粘贴或录入名单", with_text=True)
        reading = LatestOnly[ReadList](
            context.tasks, dialog.show_list, lambda _error: dialog.show_list(_NOTHING), dialog
        )
        dialog.changed.connect(
            lambda text: reading.submit(lambda _task: roster.read_roster_text(text))
        )
        self._fill_in(dialog, QGuiApplication.clipboard().text())
        dialog.text.setFocus()

        def add(text: str, reason: str) -> RosterImport:
            return roster.add(context.ws, (roster.read_roster_text(text, reason), roster.PASTED))

        def ask(reason: str) -> None:
            text = dialog.text.toPlainText()  # here: the writer touches no widget
            self._add(dialog, "录入名单", lambda: add(text, reason))

        dialog.asked.connect(ask)

    def _fill_in(self, dialog: AddDialog, copied: str) -> None:
        """Puts what was copied into the dialog, if it is a list; a long one is read for seconds."""
        if len(copied) > LONGEST_PASTE:
            return

        def fill(_found: ReadList) -> None:
            if not dialog.text.toPlainText():
                dialog.text.setPlainText(copied)
                dialog.text.selectAll()

        self._context.tasks.run(
            lambda _task: roster.read_roster_text(copied), fill, lambda _no_list: None, owner=dialog
        )

    def _show_read(self, files: list[ReadFile]) -> None:
        name = f"“{files[0][0]}”" if len(files) == 1 else f" {len(files)} 个文件里的名单"
        dialog = self._open_dialog(f"导入{name}")
        dialog.show_list(joined([found for _name, found in files]))

        def add(reason: str) -> RosterImport:
            lists = ((found.with_reason(reason), name) for name, found in files)
            return roster.add(self._context.ws, *lists)

        dialog.asked.connect(lambda reason: self._add(dialog, "导入名单", lambda: add(reason)))

    def _open_dialog(self, heading: str, *, with_text: bool = False) -> AddDialog:
        context = self._context
        parent = self._window or context.window
        dialog = AddDialog(
            context.theme, heading, context.ws.campaign.barred, parent, with_text=with_text
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _add(self, dialog: AddDialog, title: str, func: Callable[[], RosterImport]) -> None:
        def done(result: RosterImport) -> None:
            if isValid(dialog):
                dialog.accept()
            change = result.change
            self._push(title, change)
            self._tell(result.sentence, can_undo=bool(change.gone or change.come))

        def failed(error: GonghuiError) -> None:
            if isinstance(error, InputError) and isValid(dialog):
                dialog.show_fault(str(error))
            else:
                self._context.report(error)

        self._context.write(func, done, failed)

    def _remove(self, entries: Sequence[RosterEntry]) -> None:
        ws = self._context.ws
        name = f"“{entries[0].name}”" if len(entries) == 1 else f" {len(entries)} 个单位"

        def done(change: RosterChange) -> None:
            self._push(f"从名单删除{name}", change)
            self._tell(f"已从名单删除{name}。", can_undo=True)

        self._context.write(lambda: roster.remove(ws, entries), done)

    def _push(self, title: str, change: RosterChange) -> None:
        """Makes a change undoable, from here and by 撤销."""
        self._last = None
        if not (change.gone or change.come):
            return
        ws = self._context.ws

        def deed(what: RosterChange) -> Deed:
            return Deed(lambda: roster.apply(ws, what), lambda _none: self._on_changed())

        self._last = self._context.undo.push(title, deed(change.back), deed(change), ())

    def _undo(self) -> None:
        if self._last is not None:
            self._context.undo.ask(self._last)

    def _tell(self, sentence: str, *, can_undo: bool) -> None:
        self._on_changed()
        if self._window is not None:
            self._window.show_message("success", sentence, can_undo=can_undo)
        else:
            self._context.notifications.notify("success", sentence)

    def _on_changed(self) -> None:
        """Shows the roster as it is now, and checks the records against it."""
        if self._window is not None:
            self._window.banner.hide()
        self._reload()
        self._context.refresh_progress()

    def _reload(self) -> None:
        context = self._context
        if self._window is not None:
            context.tasks.run(
                lambda _task: roster.roster(context.ws),
                self._window.show_entries,
                context.report,
                owner=self._window,
            )

    def _on_closed(self) -> None:
        self._window = None


def _read_files(ws: Workspace, paths: Sequence[Path], task: Task) -> list[ReadFile]:
    read = []
    for number, path in enumerate(paths):
        task.report(number, len(paths))
        found = roster.read_roster_file(ws, path, cancelled=lambda: task.is_cancelled)
        read.append((path.name, found))
    return read
