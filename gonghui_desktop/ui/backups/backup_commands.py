"""Commands of 文件 › 备份与恢复: the window with the backups, making one, restoring one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.paths import forms_folder
from gonghui_desktop.services.catalogue import Catalogue
from gonghui_desktop.services.safekeeping.backups import (
    SUFFIX,
    Backup,
    Contents,
    Restored,
    back_up,
    look_into,
    own_backups,
    record_total,
    refuse_own,
    restore,
    restored_workspace,
)
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.backups.backups_window import BackupsWindow
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_open, ask_save
from gonghui_desktop.ui.commands.progress import run_with_progress

Switch = Callable[[Callable[[], Workspace], Callable[[CommandContext], None]], None]
"""Shows another workspace in the window, then calls back with its context."""

_KIND = f"备份 (*{SUFFIX})"


class BackupCommands(QObject):
    """Handlers of 备份与恢复.

    Args:
        context: what they work with.
        switch: shows another workspace in the window.
    """

    def __init__(self, context: CommandContext, switch: Switch) -> None:
        super().__init__(context.owner)
        self._context = context
        self._switch = switch
        self._window: BackupsWindow | None = None
        context.actions.connect_handlers({"backups": self.show_backups})

    def show_backups(self) -> None:
        """Opens the window with the backups."""
        context = self._context
        read_only = bool(context.ws.read_only)
        window = BackupsWindow(context.theme, context.window, is_read_only=read_only)
        window.save_requested.connect(self.save)
        window.restore_requested.connect(self._restore_listed)
        window.file_requested.connect(self.restore_file)
        window.finished.connect(self._on_closed)
        window.finished.connect(window.deleteLater)
        self._window = window
        self._refresh()
        window.open()

    def save(self) -> None:
        """Asks for a place, such as a stick, and writes one file with everything."""
        self.save_then(lambda _path: self._close())

    def save_then(self, then: Callable[[Path], None]) -> None:
        """As :meth:`save`; what follows is told where the file is."""
        context = self._context
        name = f"工会申报备份-{context.clock():%Y-%m-%d}{SUFFIX}"
        path = ask_save(context, Place.BACKUPS, "另存一份备份", name, _KIND)
        if path is None:
            return

        def done(records: int) -> None:
            then(path)
            context.notifications.notify(
                "success", f"已备份到“{path.name}”，{records} 份申报表都在里面。"
            )

        def run() -> None:
            ws = context.ws
            run_with_progress(
                context, "备份", lambda task: back_up(ws, path, task.report, replace=True), done
            )

        context.after_saving(run)

    def restore_file(self) -> None:
        """Asks for a backup and restores it."""
        for path in ask_open(self._context, Place.BACKUPS, "从文件恢复", (_KIND,))[:1]:
            self._look_into(path)

    def take_back(self, backup: Backup) -> None:
        """Restores what was there before a restore, without a question."""
        self._context.after_saving(lambda: self._restore(backup.path, ""))

    def _look_into(self, path: Path) -> None:
        run_with_progress(
            self._context,
            "查看备份",
            lambda _task: self._seen(path),
            lambda seen: self._restore_seen(path, seen),
            "不能从这个文件恢复",
        )

    def _seen(self, path: Path) -> Contents:
        refuse_own(self._context.ws, path)
        return look_into(path, self._context.ws.readers)

    def _restore_listed(self, backup: Backup) -> None:
        self._ask_and_restore(backup.path, f" {written_moment(backup.at)} 的备份", backup.records)

    def _restore_seen(self, path: Path, seen: Contents) -> None:
        made = seen.made_at
        name = f" {written_moment(made)} 的备份" if made else f"“{path.name}”"
        self._ask_and_restore(path, name, seen.records)

    def _ask_and_restore(self, path: Path, name: str, records: int) -> None:
        try:
            now = f"，现在有 {record_total(self._context.ws)} 份"
        except GonghuiError:  # they cannot be read, which is why a backup is wanted
            now = ""
        text = (
            f"备份里有 {records} 份申报表{now}。恢复后，现在的全部内容换成备份里的。"
            "备份以后才定稿、上报的，会变回备份时的样子。现在的内容先自动备份，恢复后可以马上退回。"
        )
        if self._context.prompts.confirm(f"恢复{name}？", text, yes="恢复", weighty=True):
            self._context.after_saving(lambda: self._restore(path, name))

    def _restore(self, path: Path, name: str) -> None:
        context = self._context
        ws, now = context.ws, context.clock()

        def done(result: tuple[Restored, Catalogue]) -> None:
            self._close()
            restored, catalogue = result
            self._switch(
                lambda: restored_workspace(ws, catalogue),
                lambda shown: _tell(shown, restored, name),
            )

        run_with_progress(
            context,
            "恢复备份",
            lambda task: restore(ws, path, forms_folder(), now, task.report),
            done,
        )

    def _refresh(self) -> None:
        if self._window is not None:
            try:
                found = own_backups(self._context.ws)
            except GonghuiError as error:
                self._context.report(error)
                return
            self._window.show_backups(found, self._context.clock())

    def _close(self) -> None:
        if self._window is not None:
            self._window.reject()

    def _on_closed(self) -> None:
        self._window = None


def _tell(shown: CommandContext, restored: Restored, name: str) -> None:
    """Says what was done, with the way back; without a name, it was itself taking back."""
    what = f"已恢复{name}" if name else "已退回恢复前的内容"
    text = f"{what}，共 {restored.records} 份申报表。{''.join(restored.faults)}"
    commands = shown.owner.findChild(BackupCommands)
    before = restored.before
    if before is None or not isinstance(commands, BackupCommands):
        shown.notifications.notify("success", text, stays=True)
        return
    shown.notifications.notify(
        "success",
        text,
        "退回恢复前" if name else "撤销退回",
        lambda: commands.take_back(before),
        stays=True,
    )
