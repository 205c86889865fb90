"""The start where the data file cannot be opened: what is wrong, and the ways on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.paths import forms_folder
from gonghui_desktop.services.catalogue import find_campaigns
from gonghui_desktop.services.safekeeping.backups import (
    SUFFIX,
    Backup,
    newest_good,
    recover,
    start_anew,
)
from gonghui_desktop.ui.background.tasks import Task, TaskRunner
from gonghui_desktop.ui.commands.files import documents_folder
from gonghui_desktop.ui.dialogs.prompts import Prompts

T = TypeVar("T")

_TITLE = "数据文件打不开"
_RESTORE, _OTHER, _ANEW, _QUIT = "恢复这个备份", "另选备份文件…", "从空白开始…", "退出"
_KIND = f"备份 (*{SUFFIX})"


@dataclass(frozen=True)
class Recovery:
    """Offers the newest good backup, another one, or an empty start; nothing is ever deleted.

    Attributes:
        data: the data folder.
        added: its folder of added campaigns.
        tasks: where the work is done.
        prompts: asks.
        retry: goes on with the start.
        give_up: ends the program.
    """

    data: Path
    added: Path
    tasks: TaskRunner
    prompts: Prompts
    retry: Callable[[], None]
    give_up: Callable[[], None]

    def offer(self, error: GonghuiError) -> None:
        """Says what is wrong and asks what to do."""
        self._ask_again(str(error))

    def _ask(self, sentence: str, newest: Backup | None) -> None:
        text = f"{sentence}\n\n"
        choices = [_OTHER, _ANEW, _QUIT]
        if newest is not None:
            choices.insert(0, _RESTORE)
            text += (
                f"最近的完好备份是 {written_moment(newest.at)} 的，有 {newest.records} 份申报表。"
            )
        else:
            text += "这里没有完好的自动备份；有另存的备份（如 U 盘上），可以选它。"
        text += "恢复时，打不开的文件改名留存，不会删除。"
        place = self.prompts.choose(_TITLE, text, choices)
        choice = choices[place] if place >= 0 else _QUIT
        if choice == _RESTORE and newest is not None:
            self._restore(sentence, newest.path)
        elif choice == _OTHER:
            self._choose(sentence, newest)
        elif choice == _ANEW:
            self._begin(sentence, newest)
        else:
            self.give_up()

    def _choose(self, sentence: str, newest: Backup | None) -> None:
        chosen = self.prompts.ask_open_files("选择备份文件", (_KIND,), documents_folder())
        if chosen:
            self._restore(sentence, chosen[0])
        else:
            self._ask(sentence, newest)

    def _begin(self, sentence: str, newest: Backup | None) -> None:
        text = "程序里将没有申报表。打不开的文件改名留存，以后找到备份，仍可恢复。"
        if self.prompts.confirm("从空白开始？", text, yes="从空白开始", weighty=True):
            now = _now()
            self._run("准备", lambda _task: start_anew(self.data, now), lambda _aside: self.retry())
        else:
            self._ask(sentence, newest)

    def _restore(self, sentence: str, path: Path) -> None:
        def work(task: Task) -> object:
            shipped = forms_folder()
            catalogue = find_campaigns(shipped, self.added)
            return recover(catalogue, self.data, path, shipped, _now(), task.report)

        self._run("恢复备份", work, lambda _done: self.retry(), lambda: self._ask_again(sentence))

    def _ask_again(self, sentence: str) -> None:
        self._run(
            "查找备份",
            lambda _task: newest_good(self.data),
            lambda newest: self._ask(sentence, newest),
        )

    def _run(
        self,
        title: str,
        func: Callable[[Task], T],
        done: Callable[[T], None],
        again: Callable[[], None] | None = None,
    ) -> None:
        """Work with its progress; an error is told, and then it is asked again or given up."""

        def on_failed(error: GonghuiError) -> None:
            self.prompts.warn(f"{title}没有完成", str(error))
            (again or self.give_up)()

        waiting = self.prompts.wait(title, None)
        self.tasks.run(func, done, on_failed, waiting.show_progress, ended=waiting.finish)


def _now() -> datetime:
    return datetime.now().astimezone()
